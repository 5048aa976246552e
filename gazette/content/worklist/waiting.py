"""Proposals that wait for a review: what a branch tells of itself, and whom it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from .. import load
from ..dates import PartialDate
from ..items import content_type_of
from ..library import Item, Library
from ..model import ContentType, Kind, RefersTo, fields_with
from .task import Fact, Outside, Task, WaitingProposal, WorkKind, owners_of

MOST_NAMED: Final = 3
"""Items of a proposal that its sentence names."""
LONGEST_TITLE: Final = 120
_MEMBERS: Final = "members"


def proposal_of(key: str, since: date, files: Mapping[str, bytes | None]) -> WaitingProposal:
    """What a branch says of itself: `files` are those that it changes, by path; None for one that it takes out."""
    titles: dict[str, str] = {}
    members: dict[str, tuple[str, ...]] = {}
    for path, raw in files.items():
        folder, _, name = path.rpartition("/")
        content = content_type_of(folder)
        if content is None:
            continue
        titles.setdefault(folder, "")
        data = load.parse(path, raw).data if raw is not None and name.endswith((".md", ".yml")) else {}
        if name == content.data_file:
            members[folder] = tuple(_named(content, data))
        elif name.endswith(".md"):
            titles[folder] = titles[folder] or _clean(data.get("title") or data.get("name"))
    return WaitingProposal(key, since, titles, members)


def _named(content: ContentType, data: Mapping[str, Any]) -> Iterator[str]:
    """The municipalities that an item's data file names."""
    for field, mark in fields_with(content.data, RefersTo):
        if Kind.MEMBER in mark.kinds:
            value = data.get(field)
            yield from map(str, value) if isinstance(value, list | dict) else [str(value)] if value else []


def _clean(title: object) -> str:
    """A title as one short line; no one has read it yet."""
    line = " ".join(title.split()) if isinstance(title, str) else ""
    return "".join(sign for sign in line if sign.isprintable())[:LONGEST_TITLE]


def waiting(library: Library, outside: Outside) -> Iterator[Task]:
    """Proposals on branches: one task for the municipalities that each concerns, and one for the coordinators."""
    if not outside.waiting:
        return
    known = {item.folder: item for item in library.everything()}
    for proposal in outside.waiting:
        titles = [_title(library, folder, title, known.get(folder)) for folder, title in proposal.titles.items()]
        if not titles:
            continue
        more = "…" if len(titles) > MOST_NAMED else ""
        day = PartialDate(proposal.since.year, proposal.since.month, proposal.since.day)
        facts: dict[str, Fact] = {"title": ", ".join(titles[:MOST_NAMED]) + more, "date": day}
        folder = next(iter(proposal.titles))
        for owners, page in ((_owners(library, proposal, known), "proposals"), ((), "review")):
            if owners or page == "review":
                told = (
                    {**facts, "address": f"{outside.submissions}{page}/{proposal.key}/"}
                    if outside.submissions
                    else facts
                )
                yield Task(WorkKind.WAITING, owners, known.get(folder), folder, facts=told)


def _title(library: Library, folder: str, title: str, item: Item | None) -> str:
    """As the branch calls an item, else as it is published."""
    if title or item is None:
        return title or folder.rpartition("/")[2]
    return library.choose(item, library.languages[0]).title


def _owners(library: Library, proposal: WaitingProposal, known: Mapping[str, Item]) -> tuple[str, ...]:
    """The municipalities of today that the items belong to, as they are published or as the branch has them."""
    found: dict[str, None] = {}
    for folder in proposal.titles:
        top, _, rest = folder.partition("/")
        names = [rest.partition("/")[0]] if top == _MEMBERS else list(proposal.members.get(folder, ()))
        item = known.get(folder)
        found |= dict.fromkeys([*names, *(owners_of(library, item) if item else ())])
    today = {member.slug for member in library.members_today}
    return tuple(name for name in found if name in today)
