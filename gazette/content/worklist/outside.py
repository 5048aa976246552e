"""Rules for what the library alone does not tell: links to other sites, and words of the interface."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from ..dates import PartialDate
from ..library import Item, Library
from ..load import BODY, Route
from ..model import Record
from .task import Fact, Outside, Task, WorkKind, owners_of

WEB: Final = ("http://", "https://")


class OutsideLink(NamedTuple):
    """An address of another site that an item names: in a field, or in a line of a text."""

    path: str
    route: Route
    language: str
    address: str
    line: int = 0
    """Of a text; 0 in a field."""


def dead_links(library: Library, outside: Outside) -> Iterator[Task]:
    """Links to other sites that failed at the last check and are still there, each address once in each file."""
    if not outside.failed:
        return
    for item in library.everything():
        told: set[tuple[str, str]] = set()
        for link in outside_links(item):
            failed = outside.failed.get(link.address)
            if failed and (link.path, link.address) not in told:
                told.add((link.path, link.address))
                facts: dict[str, Fact] = {"value": link.address, "verdict": failed.verdict, "date": _day(failed.since)}
                place = (item, link.path, link.route, link.language)
                yield Task(WorkKind.DEAD_LINK, owners_of(library, item), *place, facts)


def _day(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def outside_links(item: Item) -> Iterator[OutsideLink]:
    """Each address of a site that an item names, where it stands: first those of its data, then of each text."""
    for route, address in _addresses_in(item.data):
        yield OutsideLink(item.data_path, route, "", address)
    for text in item.texts.values():
        for route, address in _addresses_in(text.front):
            yield OutsideLink(text.path, route, text.language, address)
        for found in text.findings:
            if found.value.lower().startswith(WEB):
                yield OutsideLink(text.path, (BODY,), text.language, found.value, found.line)


def _addresses_in(value: object, route: Route = ()) -> Iterator[tuple[Route, str]]:
    """Every address of a site in a record and the records in it, with the way to it."""
    if isinstance(value, str):
        if value.startswith(WEB):
            yield route, value
    elif isinstance(value, Record):
        for name, inner in value:
            yield from _addresses_in(inner, (*route, name))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _addresses_in(inner, (*route, number))


def unconfirmed_words(_: Library, outside: Outside) -> Iterator[Task]:
    """Files of interface words that no one who speaks the language has confirmed."""
    for path, count in outside.unconfirmed.items():
        language = path.rpartition("/")[2].partition(".")[0]
        facts: dict[str, Fact] = {"n": count, "languages": (language,)}
        yield Task(WorkKind.UNCONFIRMED_WORDS, (), None, path, ("unconfirmed",), language, facts)
