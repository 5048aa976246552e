"""The blocks of a text in a flat list, each with the lines that it takes up: for rules about a text's layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from .blocks import parsed

_KINDS: Final = {
    "paragraph_open": "paragraph", "heading_open": "heading", "bullet_list_open": "list", "ordered_list_open": "list",
    "list_item_open": "entry", "blockquote_open": "quotation", "footnote_reference_open": "note",
    "table_open": "table", "tr_open": "row", "fence": "fence", "code_block": "code", "hr": "rule",
}  # fmt: skip


class OutlineBlock(NamedTuple):
    """A block of a text: its lines are those from `first` to `last` (not included), counted from 0."""

    kind: str
    first: int
    last: int
    level: int
    """How many blocks it is within, each list counting twice: for itself and for its entry."""
    sign: str
    """What makes it a block: the underline of a heading, the fence of code, `-` or `.` for a list."""
    start: int
    """The number with which a list begins; 0 for one without numbers, and for all other blocks."""


def outline(text: str) -> Iterator[OutlineBlock]:
    """Each block, before those that are in it."""
    for token in parsed(text)[0]:
        kind = _KINDS.get(token.type)
        if kind and token.map:
            start = int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else 0
            yield OutlineBlock(kind, token.map[0], token.map[1], token.level, token.markup, start)
