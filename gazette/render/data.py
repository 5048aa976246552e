"""Open data: the library's records as JSON and CSV, with a schema each. Pure; documented in docs/open-data.md.

Which fields of an item are among it the model says (`OpenData`); what stands in the files is declared in data_model.py,
which is imported where a file is made: a build that changes no record need not wait for it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Any, Final

from pydantic_core import to_json

from ..content.dates import PartialDate
from ..content.library import Item, Library
from ..content.model import Event, Kind, Member, OpenData, Record, fields_with, record_in
from .lookup import FileView
from .words import Words

_FORMULA: Final = frozenset("=+-@\t\r")
"""Characters that make a spreadsheet read a cell as a formula (OWASP, "CSV Injection")."""

Values = dict[str, Any]
"""A record as its class in data_model.py declares it; not made into one, since ten thousand would take their time."""


def data_files(
    library: Library, words: Mapping[str, Words], address: Callable[[str, str], str], licence: str
) -> Iterator[FileView]:
    """All files of the open data. `address` gives a page's full address in a language.

    `licence` is empty where none is stated.
    """
    records = _Records(library, words, address)
    head = {"as_of": library.today.isoformat(), **_terms(words, licence), "languages": list(library.languages)}
    events = (*library.coming_events, *library.past_events)
    sets: list[tuple[str, Sequence[Item], Callable[[Item], Values]]] = [
        ("members", library.items(Kind.MEMBER), records.member),
        ("stories", library.stories, records.story),
        ("events", events, records.event),
        ("statements", library.statements, records.statement),
    ]
    everything = [item.summary_digest for _, items, _ in sets for item in items]
    for name, items, make in sets:
        of_others = name == "members"  # a member's record lists all the rest
        digests = everything if of_others else [item.summary_digest for item in items]
        digest = hashlib.blake2b(repr(head).encode() + b"".join(digests), digest_size=16).digest()
        named = {"schema": f"{address(library.languages[0], '')}data/schema/{name}.json", **head}
        entries = cache(partial(_entries, name, items, make))
        yield FileView(f"data/{name}.json", digest, partial(_json, named, entries))
        yield FileView(f"data/{name}.csv", digest, partial(_csv, name, entries, library.languages, licence))
        yield FileView(f"data/schema/{name}.json", b"", partial(_schema_file, name))


def _entries(name: str, items: Sequence[Item], make: Callable[[Item], Values]) -> list[Values]:
    """The records of a set, their fields in the order in which data_model.py declares them."""
    from .data_model import SETS

    order = tuple(SETS[name].model_fields)
    return [{field: values[field] for field in order} for values in map(make, items)]


def _schema_file(name: str) -> bytes:
    from .data_model import schema

    return schema(name).encode()


def _terms(words: Mapping[str, Words], licence: str) -> dict[str, Any]:
    note = {
        language: own.say("data.licence-stated", name=licence) if licence else own.say("data.licence-unstated")
        for language, own in words.items()
    }
    return {"licence": licence or None, "licence_note": note}


class _Records:
    """Turns items into records. That they are as declared, a test asks of the real ones, by the schemas."""

    def __init__(self, library: Library, words: Mapping[str, Words], address: Callable[[str, str], str]) -> None:
        self.library, self.words, self.address = library, words, address

    def _words(self, item: Item, field: str) -> dict[str, Any]:
        """A field of the texts, in each language that has it."""
        found = {name: getattr(item.texts[name].front, field) for name in self.library.languages if name in item.texts}
        return {name: value for name, value in found.items() if value}

    def _entry(self, item: Item) -> dict[str, Any]:
        written = (language for language in self.library.languages if language in item.texts)
        return {"id": item.slug, "url": {language: self.address(language, item.address) for language in written}}

    def _open(self, item: Item) -> dict[str, Any]:
        """What the model marks as open data in an item's texts, by language, and in its data."""
        written = {name: self._words(item, name) for name, _ in fields_with(item.content.text, OpenData)}
        return {**self._entry(item), **written, **dict(_flat(item.content.data, item.data))}

    def member(self, item: Item) -> Values:
        region, content = item.record(Member).region, self.library.member_content(item)
        return {
            **self._open(item),
            "region_name": {language: own.say(f"region.{region.value}") for language, own in self.words.items()},
            "is_member": item in self.library.members_today, "stories": _slugs(content.stories),
            "events": _slugs(content.events), "statements": _slugs(content.statements),
        }  # fmt: skip

    def story(self, item: Item) -> Values:
        return self._open(item)

    def event(self, item: Item) -> Values:
        """A count of participants stands for the list where the list is on record."""
        data = item.record(Event)
        return {**self._open(item), "participants": data.participants or len(data.members) or None}

    def statement(self, item: Item) -> Values:
        return {**self._open(item), "speaks_for": item.owner}


def _flat(model: type[Record], record: Record | None) -> Iterator[tuple[str, Any]]:
    """Name and value of each field that is open data; those of records in it among them, without a record as None."""
    for field, name, inner in _open_fields(model):
        value = getattr(record, field, None)
        if inner is not None:
            yield from _flat(inner, value)
        else:
            yield name, str(value) if isinstance(value, PartialDate) else value


@cache
def _open_fields(model: type[Record]) -> tuple[tuple[str, str, type[Record] | None], ...]:
    """Field, its name in the open data, and the record that it holds, if it does."""
    marks = fields_with(model, OpenData)
    return tuple((field, mark.name or field, record_in(model.model_fields[field].annotation)) for field, mark in marks)


def _slugs(items: tuple[Item, ...]) -> tuple[str, ...]:
    return tuple(item.slug for item in items)


def _json(head: Mapping[str, Any], entries: Callable[[], list[Values]]) -> bytes:
    """One record a line, so that a difference between two days can be read."""
    from .data_model import VERSION

    start = json.dumps({"schema_version": VERSION, **head}, ensure_ascii=False, indent=1).removesuffix("\n}")
    records = b",\n".join([to_json(entry) for entry in entries()])
    return f'{start},\n "records": [\n'.encode() + records + b"\n ]\n}\n"


def _csv(name: str, entries: Callable[[], list[Values]], languages: tuple[str, ...], licence: str) -> bytes:
    """RFC 4180. What differs by language has a column for each; the licence goes along with every row."""
    from .data_model import VERSION, columns_of

    columns = list(columns_of(name, languages))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([*("_".join(filter(None, column)) for column in columns), "licence", "schema_version"])
    for record in entries():
        cells = [record[field].get(part) if part else record[field] for field, part in columns]
        plain = [cell if type(cell) is str and cell[:1] not in _FORMULA else _cell(cell) for cell in cells]
        writer.writerow([*plain, _cell(licence), VERSION])
    return buffer.getvalue().encode()


def _cell(value: object) -> str:
    """A value for a spreadsheet: nothing that someone wrote is taken for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = "; ".join(value) if isinstance(value, tuple) else str(value)
    return f"'{text}" if text[:1] in _FORMULA else text
