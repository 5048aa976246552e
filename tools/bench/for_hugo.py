"""The invented site for Hugo, with a theme written for it that makes the same pages as our build."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from tools.bench.files import fields, text_file, write
from tools.bench.for_ours import ISSUE_ITEMS, PROJECT
from tools.bench.invent import EVENT_KINDS, REGIONS, THEMES, Named, Piece, Site

SETTINGS: Final = Path(__file__).parent / "hugo"
SECTIONS: Final = ("members", "stories", "practices", "events", "statements", "partners", "newsletters", "documents")

WITH_FEED: Final = ("stories", "events", "statements", "newsletters", "documents")


def write_hugo(site: Site, root: Path) -> None:
    """Writes the content; configuration, layouts and words are copied."""
    shutil.copytree(SETTINGS, root, dirs_exist_ok=True)
    shutil.copytree(PROJECT / "theme" / "static", root / "static", dirs_exist_ok=True)
    shutil.copytree(PROJECT / "theme" / "strings", root / "data", dirs_exist_ok=True)
    content = root / "content"
    write_items(site, content, "_index.md")
    _terms(site, content)


def write_items(site: Site, content: Path, index: str) -> None:
    """Writes a file for each item, and the pages about the network; `index` is the file that stands for a folder."""
    _named(site, content, index)
    _worklist(site, content, index)
    write(content / "data.md", text_file("title: Ανοικτά δεδομένα\n"))
    write(content / "search.md", text_file("title: Αναζήτηση\n"))
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


def entry(path: Path, named: Named, extra: str = "") -> None:
    """Writes a member, a programme, a partner or a page."""
    write(path, text_file(fields(title=named.name, summary=named.summary) + extra, named.body))


def _named(site: Site, content: Path, index: str) -> None:
    for number, member in enumerate(site.members):
        point = f"latitude: {36 + number / 4}\nlongitude: {21 + number / 4}\n"
        joined = "joined: 2018-01-01\nfounder: true\n" if number < 2 else "joined: 2019-01-01\n"
        extra = fields(region=REGIONS[number % len(REGIONS)], official=f"Δήμος {member.name}") + point + joined
        entry(content / "members" / f"{member.slug}.md", member, extra)
    for partner in site.partners:
        entry(content / "partners" / f"{partner.slug}.md", partner)
    for order, page in enumerate(site.pages):
        name = {"home": index, "about": f"about/{index}"}.get(page.slug, f"about/{page.slug}.md")
        entry(content / name, page, f"weight: {order}\n")
    entry(content / "newsletters" / "1.md", site.issue, _issue(site))


def _issue(site: Site) -> str:
    return fields(date="2025-12-01", number=1, items=[story.slug for story in site.stories[:ISSUE_ITEMS]])


def _worklist(site: Site, content: Path, index: str) -> None:
    worklist = content / "about" / "worklist"
    write(worklist / index, text_file("title: Τι μένει να γίνει\n"))
    for slug in ("coordinators", *(member.slug for member in site.members)):
        write(worklist / f"{slug}.md", text_file(fields(title=slug, summary=slug)))


def _terms(site: Site, content: Path) -> None:
    """Hugo's taxonomies: the pages of cities, themes and programmes, and the glossary."""
    for member in site.members:
        write(content / "cities" / member.slug / "_index.md", text_file(fields(title=member.name, slug=member.slug)))
    for theme in THEMES:
        write(content / "themes" / theme / "_index.md", text_file(fields(title=theme, slug=theme)))
    for programme in site.programmes:
        entry(content / "programmes" / programme.slug / "_index.md", programme, f"slug: {programme.slug}\n")
    write(content / "about" / "glossary.md", text_file("title: Γλωσσάρι\nlayout: glossary\nweight: 90\n"))
    for section in SECTIONS:
        feed = "outputs: [html, rss]\n" if section in WITH_FEED else ""
        write(content / section / "_index.md", text_file(f"title: {section}\n{feed}"))
