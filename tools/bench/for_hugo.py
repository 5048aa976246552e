"""The invented site for Hugo, with a theme written for it that makes the same pages as our build."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from tools.bench.files import fields, text_file, write
from tools.bench.for_ours import ISSUE_ITEMS, PROJECT
from tools.bench.invent import EVENT_KINDS, REGIONS, THEMES, Named, Piece, Site

SETTINGS: Final = Path(__file__).parent / "hugo"


def write_hugo(site: Site, root: Path) -> None:
    """Writes the content; configuration, layouts and words are copied."""
    shutil.copytree(SETTINGS, root, dirs_exist_ok=True)
    shutil.copytree(PROJECT / "theme" / "static", root / "static", dirs_exist_ok=True)
    shutil.copytree(PROJECT / "theme" / "strings", root / "data", dirs_exist_ok=True)
    content = root / "content"
    _named(site, content)
    _terms(site, content)
    for story in site.stories:
        extra = fields(cities=story.members, themes=story.themes, programmes=story.programmes)
        extra += fields(years=[str(story.day.year)])
        write(content / "stories" / f"{story.slug}.md", _piece(story, extra))
    for number, event in enumerate(site.events):
        extra = fields(kind=EVENT_KINDS[number % len(EVENT_KINDS)], about=event.themes)
        write(content / "events" / f"{event.slug}.md", _piece(event, extra))
    for statement in site.statements:
        extra = fields(person=statement.by, offices=("Δήμαρχος",))
        write(content / "statements" / f"{statement.slug}.md", _piece(statement, extra))


def _piece(piece: Piece, extra: str) -> str:
    front = fields(title=piece.title, summary=piece.summary, date=piece.day.isoformat(), members=piece.members)
    return text_file(f"{front}{extra}newsletter: 1\npages: {piece.page}\n", piece.body)


def _entry(path: Path, named: Named, extra: str = "") -> None:
    write(path, text_file(fields(title=named.name, summary=named.summary) + extra, named.body))


def _named(site: Site, content: Path) -> None:
    for number, member in enumerate(site.members):
        point = f"latitude: {36 + number / 4}\nlongitude: {21 + number / 4}\n"
        joined = "joined: 2018-01-01\nfounder: true\n" if number < 2 else "joined: 2019-01-01\n"
        extra = fields(region=REGIONS[number % len(REGIONS)], official=f"Δήμος {member.name}") + point + joined
        _entry(content / "members" / f"{member.slug}.md", member, extra)
    for partner in site.partners:
        _entry(content / "partners" / f"{partner.slug}.md", partner)
    for order, page in enumerate(site.pages):
        name = {"home": "_index.md", "about": "about/_index.md"}.get(page.slug, f"about/{page.slug}.md")
        _entry(content / name, page, f"weight: {order}\n")
    _entry(content / "newsletters" / "1.md", site.issue, _issue(site))


def _issue(site: Site) -> str:
    return fields(date="2025-12-01", number=1, items=[story.slug for story in site.stories[:ISSUE_ITEMS]])


def _terms(site: Site, content: Path) -> None:
    """Hugo's taxonomies: the pages of cities, themes and programmes, and the glossary."""
    for member in site.members:
        write(content / "cities" / member.slug / "_index.md", text_file(fields(title=member.name, slug=member.slug)))
    for theme in THEMES:
        write(content / "themes" / theme / "_index.md", text_file(fields(title=theme, slug=theme)))
    for programme in site.programmes:
        _entry(content / "programmes" / programme.slug / "_index.md", programme, f"slug: {programme.slug}\n")
    write(content / "about" / "glossary.md", text_file("title: Γλωσσάρι\nlayout: glossary\nweight: 90\n"))
    worklist = content / "about" / "worklist"
    write(worklist / "_index.md", text_file("title: Τι μένει να γίνει\n"))
    for slug in ("coordinators", *(member.slug for member in site.members)):
        write(worklist / f"{slug}.md", text_file(fields(title=slug, summary=slug)))
    write(content / "data.md", text_file("title: Ανοικτά δεδομένα\n"))
    write(content / "search.md", text_file("title: Αναζήτηση\n"))
    for section in ("members", "stories", "practices", "events", "statements", "partners", "newsletters"):
        write(content / section / "_index.md", text_file(f"title: {section}\n"))
