"""Rules for what the library alone does not tell: links to other sites, and words of the interface."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from ..dates import PartialDate
from ..library import Item, Library
from ..load import Route
from ..model import Record
from .task import Fact, Outside, Task, WorkKind, owners_of

WEB: Final = ("http://", "https://")


def dead_links(library: Library, outside: Outside) -> Iterator[Task]:
    """Links to other sites that failed at the last check and are still there, each address once in each file."""
    if not outside.failed:
        return
    for item in library.everything():
        told: set[tuple[str, str]] = set()
        for path, route, language, address in _addresses(item):
            failed = outside.failed.get(address)
            if failed and (path, address) not in told:
                told.add((path, address))
                facts: dict[str, Fact] = {"value": address, "verdict": failed.verdict, "date": _day(failed.since)}
                yield Task(WorkKind.DEAD_LINK, owners_of(library, item), item, path, route, language, facts)


def _day(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _addresses(item: Item) -> Iterator[tuple[str, Route, str, str]]:
    """File, field and language of each address of another site that an item names."""
    for route, address in addresses_in(item.data):
        yield item.data_path, route, "", address
    for text in item.texts.values():
        for route, address in addresses_in(text.front):
            yield text.path, route, text.language, address
        for found in text.findings:
            if found.value.lower().startswith(WEB):
                yield text.path, ("body",), text.language, found.value


def addresses_in(value: object, route: Route = ()) -> Iterator[tuple[Route, str]]:
    """Every address of a site in a record and the records in it, with the way to it."""
    if isinstance(value, str):
        if value.startswith(WEB):
            yield route, value
    elif isinstance(value, Record):
        for name, inner in value:
            yield from addresses_in(inner, (*route, name))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from addresses_in(inner, (*route, number))


def unconfirmed_words(_: Library, outside: Outside) -> Iterator[Task]:
    """Files of interface words that no one who speaks the language has confirmed."""
    for path, count in outside.unconfirmed.items():
        language = path.rpartition("/")[2].partition(".")[0]
        facts: dict[str, Fact] = {"n": count, "languages": (language,)}
        yield Task(WorkKind.UNCONFIRMED_WORDS, (), None, path, ("unconfirmed",), language, facts)
