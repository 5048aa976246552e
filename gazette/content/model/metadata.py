"""What a field says of itself beside its type: whom it names, whether it is searched, whether it is open data.

A mark stands in the annotation of its field: `Annotated[tuple[Slug, ...], RefersTo(Kind.MEMBER), OpenData()]`. Whoever
works on all fields of a sort asks for their mark, so that no second list of names can fall behind the model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .choices import Kind

M = TypeVar("M")


class RefersTo:
    """Mark of a field that names items, each by its slug, or `by_address` as `stories/slug`.

    An item of any of `kinds` may be named; the first is the one that is usually meant. `besides` are words that may
    stand there too and name no item.
    """

    def __init__(self, *kinds: Kind, besides: tuple[str, ...] = (), by_address: bool = False) -> None:
        self.kinds, self.besides, self.by_address = kinds, besides, by_address


@dataclass(frozen=True, slots=True)
class SearchedName:
    """Mark of a field by whose words an item is called: a question for them finds it before others."""


@dataclass(frozen=True, slots=True)
class SearchedText:
    """Mark of a field whose words are searched, and shown below a result. Titles always are, and need no mark.

    Fields are read in the order in which they are declared. A class that adds a field to those of another may name the
    one that it is to be read `before`.
    """

    before: str = ""


@dataclass(frozen=True, slots=True)
class OpenData:
    """Mark of a field that stands in the files of the open data, under its own name or under `name`."""

    name: str = ""


@cache
def fields_with(model: type[BaseModel], kind: type[M]) -> tuple[tuple[str, M], ...]:
    """The fields of a class that have a mark of a kind, in the order in which they are declared, each with its mark."""
    marks = ((name, mark_of(info, kind)) for name, info in model.model_fields.items())
    return tuple((name, mark) for name, mark in marks if mark is not None)


@cache
def searched_texts(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a class that are marked as SearchedText, in the order in which they are to be read."""
    order: list[str] = []
    for name, mark in fields_with(model, SearchedText):
        order.insert(order.index(mark.before) if mark.before else len(order), name)
    return tuple(order)


def mark_of(info: FieldInfo, kind: type[M]) -> M | None:
    """The mark of a kind that a field has, wherever in its annotation it stands; None where it has none."""
    return next((found for found in annotations_of(info) if isinstance(found, kind)), None)


def annotations_of(part: Any) -> Iterator[Any]:
    """All that is said about a field beside its type, through `Annotated`, `tuple` and `| None`; the parts as well."""
    if part is None:
        return
    yield part
    inner = part.metadata if isinstance(part, FieldInfo) else getattr(part, "__metadata__", ())
    for constraint in (*inner, *getattr(part, "__args__", ())):
        yield from annotations_of(constraint)
    if isinstance(part, FieldInfo):
        yield from annotations_of(part.annotation)
