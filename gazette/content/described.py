"""Fields' descriptions: the docstrings below them, read where someone asks for them.

pydantic reads them at every start (`use_attribute_docstrings`), by way of the source: a tenth of what a command takes
to begin, for what only schemas, scaffolds and the field guide show.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import TypeVar

from .model import Record, record_in
from .problems import Misuse

R = TypeVar("R", bound=type[Record])


def described(record: R) -> R:
    """Gives `record` back once its fields, and those of all other records, carry their docstrings as descriptions."""
    _describe(tuple(_below(Record)))
    return record


def description(record: type[Record], name: str) -> str:
    """What to write into a field. Raises Misuse where nothing is said about it in the model."""
    found = described(record).model_fields[name].description
    if not found:
        file = f"{record.__module__.replace('.', '/')}.py"
        raise Misuse("field-undescribed", field=f"{record.__name__}.{name}", file=file)
    return found


@cache
def _describe(records: tuple[type[Record], ...]) -> None:
    for record in records:
        for parent in (record, *record.__mro__[1:]):
            found = _docstrings(parent) if issubclass(parent, Record) else {}
            for name, info in record.model_fields.items():
                info.description = info.description or found.get(name)
    rebuilt: set[type[Record]] = set()
    for record in records:
        _rebuild(record, rebuilt)


def _rebuild(record: type[Record], rebuilt: set[type[Record]]) -> None:
    """Makes pydantic see the descriptions. What a record holds comes first: as it is then, the record takes it over."""
    if record in rebuilt:
        return
    rebuilt.add(record)
    for info in record.model_fields.values():
        inner = record_in(info.annotation)
        if inner is not None:
            _rebuild(inner, rebuilt)
    record.model_rebuild(force=True)


def _below(record: type[Record]) -> Iterator[type[Record]]:
    for child in record.__subclasses__():
        yield child
        yield from _below(child)


def _docstrings(record: type[Record]) -> Mapping[str, str]:
    """Field → the string that stands right below it in the class itself."""
    return _of_module(sys.modules[record.__module__]).get(record.__name__, {})


@cache
def _of_module(module: ModuleType) -> dict[str, dict[str, str]]:
    """Class → its fields' strings. A module is read once: to ask for each class alone would parse it each time."""
    tree = ast.parse(inspect.getsource(module))
    return {node.name: dict(_strings(node)) for node in tree.body if isinstance(node, ast.ClassDef)}


def _strings(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, below in zip(node.body, node.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr):
            yield field.target.id, inspect.cleandoc(ast.literal_eval(below.value))
