"""Open data: the library's records as JSON and as tables (CSV, XLSX), with a schema each. Pure.

The files are documented in docs/open-data.md.
Which fields of an item are among it the model says (`OpenData`); what stands in the files is declared in data_model.py,
which is imported where a file is made: a build that changes no record need not wait for it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, cast

from pydantic_core import to_json

from ..content.dates import PartialDate
from ..content.library import Item, Library, missing, newest_first, period_of, practice_of
from ..content.model import Event, Kind, Member, MemberText, OpenData, Record, fields_with, record_in
from .lookup import FileView, Lookup, pdf_address, pdf_of
from .practice_records import ORDERS, as_text, fields_in, parts_of, text_path
from .words import Words

if TYPE_CHECKING:
    from .data_model import Column
    from .tables import Row

OF_OTHERS: Final = ("members", "practices")
"""Sets whose records show other items: of a member all that concerns it, of a practice the names of who took part."""
Values = dict[str, Any]
"""A record as its class in data_model.py declares it; not made into one, since ten thousand would take their time."""


@dataclass(frozen=True)
class DataSource:
    """All that the open data are made of. `words` are those of the languages that have them, in order; `licence` is
    empty where none is stated.
    """

    library: Library
    words: Mapping[str, Words]
    address: Callable[[str, str], str]
    """Language and address of a page → its full address."""
    root: Callable[[str], str]
    """Language → the root of its pages below the site."""
    licence: str
    lasting_name: Callable[[str], str]
    """Path of a file → what it is known by for good (`Settings`)."""


def data_files(source: DataSource) -> Iterator[FileView]:
    """All files of the open data."""
    library, address = source.library, source.address
    records = _Records(library, source.words, address)
    as_of = library.today.isoformat()
    head = {"as_of": as_of, **_terms(source.words, source.licence), "languages": list(source.words)}
    over = newest_first(item for item in library.items(Kind.EVENT) if not library.is_coming(item))
    events = (*library.coming_events, *library.open_calls, *over)
    sets: list[tuple[str, Sequence[Item], Callable[[Item], Values]]] = [
        ("members", library.items(Kind.MEMBER), records.member),
        ("stories", library.stories, records.story),
        ("events", events, records.event),
        ("statements", library.statements, records.statement),
        ("documents", library.documents, records.document),
        ("practices", library.practices, records.practice),
    ]
    named = [library.items(kind) for kind in (Kind.PARTNER, Kind.PROGRAMME, Kind.ISSUE)]
    everything = [item.summary_digest for items in (*(items for _, items, _ in sets), *named) for item in items]
    for name, items, make in sets:
        of_others = name in OF_OTHERS
        digests = everything if of_others else [item.summary_digest for item in items]
        said = {**head, "as_of": as_of if of_others else ""}
        entries = cache(partial(_entries, name, items, make))
        head_of_file = {"schema": f"{address(library.languages[0], '')}data/schema/{name}.json", **head}
        yield FileView(f"data/{name}.json", _digest(head, digests), partial(_json, head_of_file, entries))
        for ending, write in _TABLES.items():
            make_table = partial(_table, write, name, entries, (tuple(source.words), source.licence))
            yield FileView(f"data/{name}{ending}", _digest(said, digests), make_table)
        identifier = source.lasting_name(f"data/schema/{name}.json")
        yield FileView(f"data/schema/{name}.json", identifier.encode(), partial(_schema_file, name, identifier))
    yield from _texts(source)


def _texts(source: DataSource) -> Iterator[FileView]:
    """Each practice as a text ready to be pasted, in each language and order."""
    library = source.library
    for language, words in source.words.items():
        lookup = Lookup(library, words)
        for item in library.practices:
            faces = [other.summary_digest for other in library.related(item) if other]
            web = source.address(language, item.address)
            for order in ORDERS:
                path = text_path(item, source.root(language), order)
                digest = _digest({"web": web}, [item.summary_digest, *faces])
                yield FileView(path, digest, partial(_text, lookup, item, web, order))


def _text(lookup: Lookup, item: Item, web: str, order: str) -> bytes:
    return as_text(ORDERS[order], parts_of(lookup, item, web)).encode()


def _digest(head: Mapping[str, Any], digests: Sequence[bytes]) -> bytes:
    return hashlib.blake2b(repr(head).encode() + b"".join(digests), digest_size=16).digest()


def _entries(name: str, items: Sequence[Item], make: Callable[[Item], Values]) -> list[Values]:
    """The records of a set, their fields in the order in which data_model.py declares them."""
    from .data_model import SETS

    order = tuple(SETS[name].model_fields)
    return [{field: values[field] for field in order} for values in map(make, items)]


def _schema_file(name: str, identifier: str) -> bytes:
    from .data_model import schema

    return schema(name, identifier).encode()


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

    def _written(self, item: Item) -> list[str]:
        """The languages, of those that have open data, in which an item is written and has a page."""
        return [code for code in self.words if code in item.texts and self.library.has_page(item, code)]

    def _words(self, item: Item, field: str) -> dict[str, Any]:
        """A field of the texts, in each language that has it."""
        found = {name: getattr(item.texts[name].front, field) for name in self._written(item)}
        return {name: value for name, value in found.items() if value}

    def _entry(self, item: Item) -> dict[str, Any]:
        return {"id": item.slug, "url": {code: self.address(code, item.address) for code in self._written(item)}}

    def _open(self, item: Item) -> dict[str, Any]:
        """What the model marks as open data in an item's texts, by language, and in its data."""
        written = {name: self._words(item, name) for name, _ in fields_with(item.content.text, OpenData)}
        return {**self._entry(item), **written, **dict(_flat(item.content.data, item.data))}

    def member(self, item: Item) -> Values:
        region, content = item.record(Member).region, self.library.member_content(item)
        fronts = {name: cast(MemberText, item.texts[name].front) for name in self._written(item)}
        offices = {name: front.contact for name, front in fronts.items() if front.contact}
        return {
            **self._open(item),
            "contact_office": {name: told.office for name, told in offices.items() if told.office},
            "contact_address": {name: told.address for name, told in offices.items() if told.address},
            "services": {
                name: tuple(words.title for words in front.services) for name, front in fronts.items() if front.services
            },
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

    def document(self, item: Item) -> Values:
        pdf = pdf_of(item)
        file = {"file": f"{self.address(self.library.languages[0], '')}{pdf_address(item)}" if pdf else None}
        return {**self._open(item), **file, "bytes": pdf.bytes if pdf else None, "pages": pdf.pages if pdf else None}

    def practice(self, item: Item) -> Values:
        practice, days = practice_of(item), period_of(item)
        cost = practice.cost
        orders: dict[str, dict[str, tuple[str, ...]]] = {}
        for language in self._written(item):
            parts = parts_of(Lookup(self.library, self.words[language]), item, self.address(language, item.address))
            for order, wanted in ORDERS.items():
                for name, _, words in fields_in(wanted, parts):
                    lines = tuple(" ".join(line.split()) for line in words.split("\n"))
                    orders.setdefault(f"{order}_{name}", {}).update({language: lines} if words else {})
        data = item.data
        return {
            **self._entry(item), "id": item.address.strip("/"),
            "members": tuple(city.slug for city in self.library.cities_of(item)),
            **{name: getattr(data, name) for name in ("themes", "programmes", "partners")},
            "audiences": practice.audiences, "start": str(days[0]) if days else None,
            "end": str(days[1]) if len(days) > 1 else None, "staff": practice.staff,
            "cost_amount": cost.amount if cost else None, "cost_currency": cost.currency if cost else None,
            "cost_year": cost.year if cost else None, "missing": tuple(map(str, missing(item))), **orders,
        }  # fmt: skip


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


def _table(
    write: Callable[[str, Sequence[Column], Sequence[Row]], bytes],
    name: str,
    entries: Callable[[], list[Values]],
    about: tuple[tuple[str, ...], str],
) -> bytes:
    """A table as `write` makes it, with a row for each record. What differs by language has a column for each.

    `about` are the languages, and the licence, which goes with every row.
    """
    from .data_model import VERSION, Cell, Column, columns_of

    languages, licence = about
    columns = list(columns_of(name, languages))
    ends = [Column("licence", "", Cell.WORDS), Column("schema_version", "", Cell.SIGN)]
    rows = [
        [*(record[at].get(part) if part else record[at] for at, part, _ in columns), licence or None, VERSION]
        for record in entries()
    ]
    return write(name, [*columns, *ends], rows)


def _csv(name: str, columns: Sequence[Column], rows: Sequence[Row]) -> bytes:
    from .tables import as_csv

    return as_csv(name, columns, rows)


def _xlsx(name: str, columns: Sequence[Column], rows: Sequence[Row]) -> bytes:
    from .tables import as_xlsx

    return as_xlsx(name, columns, rows)


_TABLES: Final = {".csv": _csv, ".xlsx": _xlsx}
