"""Entries of lists with two signs or without words, and lines of signs that were meant as a line across the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from ..markup import OutlineBlock
from .found import Slip
from .lists import BULLETS, next_entry
from .stretches import Rows, TextLine

_SEPARATOR: Final = re.compile(r"(?:[—–―‒=~+^*#-][ ]?){3,80}")
_SIGN_ALONE: Final = re.compile(r"[ \t>]*(?:[-+*]|\d{1,9}[.)])[ \t]*")
_LONE: Final = frozenset((*"-+*–—·", *BULLETS))
_SEPARATES: Final = frozenset("—–―‒=~+^*#-")


def first_beside(rows: Rows, blocks: Sequence[OutlineBlock]) -> Iterator[Slip]:
    """The last line of a paragraph right above a list, if it begins as an entry does, only with another sign."""
    for one, other in pairwise(blocks):
        if one.kind == "paragraph" and other.kind == "list" and one.level == other.level == 0:
            line = rows.line(one.last - 1, is_first=one.last - one.first == 1)
            if one.last == other.first and not other.start and (slip := next_entry(line)):
                yield slip._replace(new=slip.new if line.is_first else f"\n{slip.new}")


def empty_entries(rows: Rows, blocks: Sequence[OutlineBlock]) -> Iterator[Slip]:
    """Entries of which the page shows only the sign."""
    for number, block in enumerate(blocks):
        if block.kind == "entry" and (number + 1 == len(blocks) or blocks[number + 1].level <= block.level):
            row = rows.written[block.first]
            if not _SIGN_ALONE.fullmatch(row):
                continue
            yield Slip(rows.starts[block.first] + len(row) - len(row.lstrip()), "entry-empty", row.strip())


def lines_of_signs(lines: Iterable[TextLine]) -> Iterator[Slip]:
    """Lines without any words: a sign alone, and many that were meant as a line across the page."""
    some = list(lines)
    for line, behind in zip(some, [*some[1:], None], strict=True):
        if line.words in _LONE:
            yield Slip(line.start, "entry-empty", line.words)
        elif line.words[:1] in _SEPARATES and _SEPARATOR.fullmatch(line.words):
            before, after = "" if line.is_first else "\n", "" if behind is None or behind.is_first else "\n"
            yield Slip(line.start, "separator-unmade", line.words, f"{before}---{after}", True)


# ---- two signs before one entry


_DOUBLE: Final = re.compile(
    rf"([ \t>]*(?:[-+*]|(?P<number>\d{{1,9}})[.)])[ \t]+)(?:[{BULLETS}][ \t\xa0]*"
    r"|[–—−‒―·~>*+-]+[ \t\xa0]+|(?P=number)[.)][ \t\xa0]+)(?=[^\W\d]|[*«\[])"
)


def double_signs(rows: Rows, blocks: Sequence[OutlineBlock]) -> Iterator[Slip]:
    """Entries with a sign of their own behind that of the list: the page shows both. Those below each other at once."""
    found = list[tuple[int, str]]()
    for block in blocks:
        row = rows.written[block.first] if block.kind == "entry" else ""
        mark = _DOUBLE.match(row) if row else None
        is_alone = rows.is_empty(block.first + 1, block.last)
        if mark and is_alone and (not found or found[-1][0] != block.first):
            found.append((block.first, mark.group(1) + row[mark.end() :].rstrip()))
    for _, run in groupby(enumerate(found), key=lambda one: one[1][0] - one[0]):
        some = [one for _, one in run]
        first, last = some[0][0], some[-1][0]
        old = "\n".join(row.rstrip() for row in rows.written[first : last + 1])
        yield Slip(rows.starts[first], "list-double-sign", old, "\n".join(new for _, new in some), True)
