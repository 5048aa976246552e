"""Fields' descriptions: the docstrings below them, read where someone asks for them.

pydantic reads them at every start (`use_attribute_docstrings`), by way of the source: a tenth of what a command takes
to begin, for what only schemas, scaffolds and the field guide show.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from typing import TypeVar

from .model import Record

R = TypeVar("R", bound=type[Record])


def described(record: R) -> R:
    """The same class, whose fields have descriptions now; and all others have, since schemas nest."""
    _describe(tuple(_below(Record)))
    return record


@cache
def _describe(records: tuple[type[Record], ...]) -> None:
    for record in records:
        for parent in (record, *record.__mro__[1:]):
            found = _docstrings(parent) if issubclass(parent, Record) else {}
            for name, info in record.model_fields.items():
                info.description = info.description or found.get(name)
    for record in records:
        record.model_rebuild(force=True)


def _below(record: type[Record]) -> Iterator[type[Record]]:
    for child in record.__subclasses__():
        yield child
        yield from _below(child)


@cache
def _docstrings(record: type[Record]) -> dict[str, str]:
    """Field → the string that stands right below it in the class itself."""
    [tree] = ast.parse(inspect.cleandoc("\n" + inspect.getsource(record))).body
    assert isinstance(tree, ast.ClassDef)
    found = {}
    for field, below in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr):
            words = ast.literal_eval(below.value)
            found[field.target.id] = inspect.cleandoc(words)
    return found
