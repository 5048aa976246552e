"""The invented site as content of this project: one folder for each item, in one language."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Final

from tools.bench.files import fields, text_file, write
from tools.bench.invent import EVENT_KINDS, LANGUAGE, REGIONS, Named, Piece, Site

PROJECT: Final = Path(__file__).resolve().parents[2]
TEXT: Final = f"{LANGUAGE}.md"
ISSUE_ITEMS: Final = 12


def write_ours(site: Site, root: Path) -> None:
    """Writes the content, and the project's own mkdocs.yml with the one language and without a sender of letters."""
    given = (PROJECT / "mkdocs.yml").read_text("utf-8")
    config, found = re.subn(r"^( +languages:).*$", rf"\1 [{LANGUAGE}]", given, flags=re.MULTILINE)
    if found != 1:
        raise ValueError(
            "mkdocs.yml no longer names its languages in one line: change tools/bench/for_ours.py with it."
        )
    config, found = re.subn(r"^  newsletter:\n(    .*\n)+", "", config, flags=re.MULTILINE)
    if found != 1:
        raise ValueError("mkdocs.yml no longer says who sends the newsletter: change tools/bench/for_ours.py with it.")
    write(root / "mkdocs.yml", config)  # no letters, which the other tools do not make
    shutil.copytree(PROJECT / "theme" / "site", root / "theme" / "site", dirs_exist_ok=True)
    for number, member in enumerate(site.members):
        _member(root / "members" / member.slug, number, member)
    _named(site, root / "content")
    for story in site.stories:
        _story(root / "content/stories" / story.slug, story)
    for number, event in enumerate(site.events):
        _event(root / "content/events" / event.slug, number, event)
    for statement in site.statements:
        _statement(root / "members" / statement.members[0] / "statements" / statement.slug, statement)
    _issue(root / "newsletters" / site.issue.slug, site)


def _member(folder: Path, number: int, member: Named) -> None:
    data = fields(region=REGIONS[number % len(REGIONS)], joined="2018-01" if number < 2 else "2019")
    if number < 2:
        data += "founder: true\n"
    data += f"coordinates:\n  latitude: {36 + number / 4}\n  longitude: {21 + number / 4}\n"
    write(folder / "profile.yml", data)
    write(folder / TEXT, text_file(fields(name=member.name, official_name=f"Δήμος {member.name}"), member.body))


def _named(site: Site, root: Path) -> None:
    for programme in site.programmes:
        front = fields(name=programme.name, summary=programme.summary)
        write(root / "programmes" / programme.slug / "programme.yml", "kind: programme\n")
        write(root / "programmes" / programme.slug / TEXT, text_file(front, programme.body))
    for partner in site.partners:
        front = fields(name=partner.name, summary=partner.summary)
        write(root / "partners" / partner.slug / "partner.yml", "role: partner\n")
        write(root / "partners" / partner.slug / TEXT, text_file(front, partner.body))
    for order, page in enumerate(site.pages, 1):
        front = fields(title=page.name, summary=page.summary)
        write(root / "pages" / page.slug / "page.yml", fields(order=order, reviewed=date.today().isoformat()))
        write(root / "pages" / page.slug / TEXT, text_file(front, page.body))


def _source(piece: Piece) -> str:
    return f"source:\n  newsletter: 1\n  pages: {piece.page}\n"


def _story(folder: Path, story: Piece) -> None:
    data = fields(date=story.day.isoformat(), members=story.members, themes=story.themes, programmes=story.programmes)
    write(folder / "story.yml", data + _source(story))
    write(folder / TEXT, text_file(fields(title=story.title, summary=story.summary), story.body))


def _event(folder: Path, number: int, event: Piece) -> None:
    kind = EVENT_KINDS[number % len(EVENT_KINDS)]
    data = fields(kind=kind, start=event.day.isoformat(), organisers=("network",), members=event.members)
    write(folder / "event.yml", data + fields(themes=event.themes) + _source(event))
    write(folder / TEXT, text_file(fields(title=event.title, summary=event.summary), event.body))


def _statement(folder: Path, statement: Piece) -> None:
    front = fields(person=statement.by, offices=("Δήμαρχος",), title=statement.title, summary=statement.summary)
    write(folder / "statement.yml", fields(date=statement.day.isoformat()) + _source(statement))
    write(folder / TEXT, text_file(front, statement.body))


def _issue(folder: Path, site: Site) -> None:
    items = "".join(f"      - stories/{story.slug}\n" for story in site.stories[:ISSUE_ITEMS])
    write(folder / "issue.yml", f"number: 1\ndate: 2025-12\nsections:\n  - kind: cities\n    items:\n{items}")
    front = fields(title=site.issue.name, summary=site.issue.summary)
    write(folder / TEXT, text_file(front, site.issue.body))
