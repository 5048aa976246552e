"""How a function of WeasyPrint's is replaced for as long as a document is laid out or written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def replaced(*replacements: tuple[Any, str, Any]) -> Iterator[None]:
    """While it lasts, each attribute (of a module or class, by its name) has another value; then its own again."""
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in replacements]
    for owner, name, other in replacements:
        setattr(owner, name, other)
    try:
        yield
    finally:
        for owner, name, own in before:
            setattr(owner, name, own)
