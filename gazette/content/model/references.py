"""Which items a record names, as the marks of its fields say it (`RefersTo`)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from .choices import Kind
from .metadata import RefersTo, mark_of
from .record import Record, record_in
from .types import COLLECTIONS


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
    for name, mark in _plan(type(record)):
        value = getattr(record, name)
        if value is None:
            continue
        for route, part in _parts(name, value):
            if mark is None:
                yield from (found._replace(route=(*route, *found.route)) for found in references(part))
            elif part not in mark.besides:
                yield _reference(route, part, mark)


def _parts(name: str, value: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, tuple):
        yield from (((name, number), part) for number, part in enumerate(value))
    elif isinstance(value, dict):
        yield from (((name, key), key) for key in value)
    else:
        yield (name,), value


def _reference(route: tuple[str | int, ...], value: str | int, mark: RefersTo) -> FieldReference:
    if mark.by_address:
        collection, _, slug = str(value).partition("/")
        return FieldReference(route, slug, (COLLECTIONS[collection],))
    return FieldReference(route, str(value), mark.kinds, mark.besides)


@cache
def _plan(model: type[Record]) -> tuple[tuple[str, RefersTo | None], ...]:
    """The fields of a class that name items, each with its mark, and those of records in which others may, without."""
    found = []
    for name, info in model.model_fields.items():
        mark = mark_of(info, RefersTo)
        inner = record_in(info.annotation)
        if mark or (inner and _plan(inner)):
            found.append((name, mark))
    return tuple(found)
