"""Values of plain classes as plain data, and back: what is remembered in a file holds no code and names no class.

Packed are dataclasses, named tuples, records of pydantic and enumerations, as their annotations declare them, and what
is inside them. The annotations tell what is what, so a file cannot ask for anything else to be made. A class with
`packed` and `unpacked` says itself how. Plain data are what `marshal` writes: None, booleans, numbers, texts, bytes,
tuples and dictionaries of them.
"""

from __future__ import annotations

import dataclasses
import hashlib
import marshal
from collections.abc import Callable, Iterable
from datetime import date, time
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Union, cast, get_args, get_origin, get_type_hints

Change = Callable[[Any], Any]
Both = tuple[Change, Change] | None
"""A function that packs a value and one that unpacks it; None if the value is plain already."""
PLAIN: Final = (str, int, float, bool, bytes, NoneType)
_DIGEST: Final = 32


class DamagedData(Exception):
    """Stored data is damaged, or larger than allowed."""


def sealed(header: bytes, plain: Any) -> bytes:
    """Plain data as bytes that `opened` with the same header takes."""
    data = marshal.dumps(plain, 4)
    return header + _digest(header, data) + data


def opened(header: bytes, raw: bytes) -> Any:
    """The plain data, once header and digest were found right. Raises DamagedData where they are not."""
    start = len(header) + _DIGEST
    if raw[: len(header)] != header or raw[len(header) : start] != _digest(header, raw[start:]):
        raise DamagedData
    return marshal.loads(memoryview(raw)[start:])


def _digest(header: bytes, data: bytes) -> bytes:
    key = hashlib.blake2b(header, digest_size=64).digest()
    return hashlib.blake2b(data, key=key, digest_size=_DIGEST).digest()


def packer(kind: type) -> Change:
    """A function that turns values of a class into plain data."""
    both = _both(kind)
    return both[0] if both else _same


def unpacker(kind: type) -> Change:
    """A function that turns plain data into values of a class. It may raise anything for data of another origin."""
    both = _both(kind)
    return both[1] if both else _same


def _same(value: Any) -> Any:
    return value


@cache
def _both(kind: Any) -> Both:
    """For an annotation; nothing where its values are plain."""
    if kind in PLAIN:
        return None
    origin = get_origin(kind)
    if origin is None:
        return _of_class(kind)
    if origin is Annotated:
        return _both(get_args(kind)[0])
    if origin in (Union, UnionType):
        return _either([part for part in get_args(kind) if part is not NoneType])
    return _several(_both(get_args(kind)[0])) if origin is tuple else _mapping(*get_args(kind))


def _of_class(kind: Any) -> Both:
    if issubclass(kind, Enum):
        return _member(kind)
    if hasattr(kind, "unpacked"):
        return kind.packed, kind.unpacked
    return (kind.isoformat, kind.fromisoformat) if kind in (date, time) else _object(kind)


def _either(parts: list[Any]) -> Both:
    """Of one class or None; of several classes, by the number of the one that it is."""
    if len(parts) == 1:
        both = _both(parts[0])
        return both and (_if_any(both[0]), _if_any(both[1]))
    numbers = {part: number for number, part in enumerate(parts)}
    changes = [_both(part) or (_same, _same) for part in parts]

    def pack(value: Any) -> Any:
        if value is None:
            return None
        number = numbers[type(value)]
        return number, changes[number][0](value)

    return pack, lambda given: None if given is None else changes[given[0]][1](given[1])


def _if_any(change: Change) -> Change:
    return lambda value: None if value is None else change(value)


def _several(both: Both) -> Both:
    if both is None:
        return None
    pack, unpack = both
    return lambda values: tuple(map(pack, values)), lambda given: tuple(map(unpack, given))


def _mapping(names: Any, values: Any) -> Both:
    _refuse_other_than_plain(names)
    both = _both(values)
    if both is None:
        return dict, dict
    pack, unpack = both
    return (
        lambda mapping: {name: pack(value) for name, value in mapping.items()},
        lambda given: {name: unpack(value) for name, value in given.items()},
    )


def _refuse_other_than_plain(names: Any) -> None:
    if _both(names) is not None:
        raise TypeError(f"{names} cannot be the name of an entry")


def _member(kind: type[Enum]) -> Both:
    members = {member.value: member for member in kind}
    return lambda member: member.value, members.__getitem__


def _object(kind: type) -> Both:
    fields = _fields(kind)
    names = tuple(fields)
    changes = [(number, both) for number, hint in enumerate(fields.values()) if (both := _both(hint)) is not None]
    packs = tuple((number, pack) for number, (pack, _) in changes)
    unpacks = tuple((number, unpack) for number, (_, unpack) in changes)
    make = _maker(kind, names)

    def pack(value: Any) -> tuple[Any, ...]:
        found = [getattr(value, name) for name in names]
        for number, change in packs:
            found[number] = change(found[number])
        return tuple(found)

    def unpack(given: tuple[Any, ...]) -> Any:
        if not unpacks:
            return make(given)
        found = list(given)
        for number, change in unpacks:
            found[number] = change(found[number])
        return make(found)

    return pack, unpack


def _fields(kind: type) -> dict[str, Any]:
    """Name → annotation of each field, in order."""
    if hasattr(kind, "model_fields"):
        return {name: field.annotation for name, field in kind.model_fields.items()}
    hints = get_type_hints(kind)
    if dataclasses.is_dataclass(kind):
        return {field.name: hints[field.name] for field in dataclasses.fields(kind)}
    if hasattr(kind, "_fields"):
        return {name: hints[name] for name in kind._fields}
    raise TypeError(f"{kind} is no class that can be packed")


def _maker(kind: Any, names: tuple[str, ...]) -> Callable[[Iterable[Any]], Any]:
    """A function that builds an object from its fields' values, in order. Records are not validated again."""
    if hasattr(kind, "_fields"):
        return cast(Callable[[Iterable[Any]], Any], kind._make)
    new, put = kind.__new__, object.__setattr__
    if hasattr(kind, "model_fields"):

        def record(values: Iterable[Any]) -> Any:
            made = new(kind)
            made.__setstate__(dict(zip(names, values, strict=True)))
            return made

        return record
    if hasattr(kind, "__slots__"):
        return lambda values: kind(*values)

    def plain(values: Iterable[Any]) -> Any:
        made = new(kind)
        put(made, "__dict__", dict(zip(names, values, strict=True)))
        return made

    return plain
