"""Which items a record names, as the marks of its fields say it (`RefersTo`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from .choices import Kind
from .metadata import RefersTo, mark_of
from .record import Record, record_in
from .types import COLLECTIONS, is_slug


class FieldReference(NamedTuple):
    """An item that a record names, whether there is one or not."""

    route: tuple[str | int, ...]
    """Where in the record: `("members", 0)`, `("sections", 1, "items", 0)`. Of entries by name the last part is one."""
    slug: str
    kinds: tuple[Kind, ...]
    """It names an item of one of these."""
    besides: tuple[str, ...] = ()
    """Words that may stand there too and name no item."""


def references(record: Record) -> Iterator[FieldReference]:
    """Every item that a record and the records in it name, in the order of the fields.

    Words that stand for no item, as `network` does among organisers, are left out.
    """
    return _named(type(record), record.__dict__)


def references_in(model: type[Record], data: Mapping[str, Any]) -> Iterator[FieldReference]:
    """Every item that is named in data with faults, of which no record of class `model` can be made.

    Left out is what could be no item's name; that is told as a fault of the field.
    """
    return (named for named in _named(model, data) if is_slug(named.slug))


def _named(model: type[Record], data: Mapping[str, Any]) -> Iterator[FieldReference]:
    for name, mark, inner in _plan(model):
        for route, part in _parts(name, data.get(name), mark is not None):
            if mark is None:
                held = part.__dict__ if isinstance(part, Record) else part if isinstance(part, dict) else {}
                yield from (found._replace(route=(*route, *found.route)) for found in _named(inner, held))
            elif part not in mark.besides:
                yield from _reference(route, part, mark)


def _parts(name: str, value: Any, is_named: bool) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """What a field holds, each with the way to it. Of entries by name (`is_named`) the names are what it holds."""
    if isinstance(value, tuple | list):
        yield from (((name, number), part) for number, part in enumerate(value))
    elif isinstance(value, dict) and is_named:
        yield from (((name, key), key) for key in value)
    elif value is not None:
        yield (name,), value


def _reference(route: tuple[str | int, ...], value: Any, mark: RefersTo) -> Iterator[FieldReference]:
    if not mark.by_address:
        yield FieldReference(route, str(value), mark.kinds, mark.besides)
        return
    collection, _, slug = str(value).partition("/")
    if collection in COLLECTIONS:
        yield FieldReference(route, slug, (COLLECTIONS[collection],))


@cache
def _plan(model: type[Record]) -> tuple[tuple[str, RefersTo | None, type[Record]], ...]:
    """The fields of a class that name items, each with its mark, and those of records in which others may, without;
    last the class of the record that a field holds, or the class itself.
    """
    found = []
    for name, info in model.model_fields.items():
        mark = mark_of(info, RefersTo)
        inner = record_in(info.annotation)
        if mark or (inner and _plan(inner)):
            found.append((name, mark, inner or model))
    return tuple(found)
