"""Numbered lists whose own numbers are not those that the page shows: it counts on from the first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ..markup import OutlineBlock
from .found import Slip
from .stretches import Rows

_NUMBERED: Final = re.compile(r"[ \t>]{0,20}(\d{1,9})([.)][ \t].*)")
"""An entry's number, and what stands behind it."""


def lists_renumbered(rows: Rows, blocks: Sequence[OutlineBlock]) -> Iterator[Slip]:
    """The first entry of each list that gets another number. Where all have the same, counting is left to the page."""
    for place, block in enumerate(blocks):
        if block.kind == "list" and block.sign in (".", ")"):
            found = [_NUMBERED.match(rows.written[entry.first]) for entry in _entries(blocks, place)]
            entries = [match for match in found if match]
            if len(entries) == len(found) and len({match[1] for match in entries}) > 1:
                yield from _first_renumbered(rows, block, _entries(blocks, place), entries)


def _entries(blocks: Sequence[OutlineBlock], place: int) -> list[OutlineBlock]:
    """The entries of a list itself, without those of lists within them."""
    block, found = blocks[place], []
    for inner in blocks[place + 1 :]:
        if inner.first >= block.last:
            break
        if inner.kind == "entry" and inner.level == block.level + 1:
            found.append(inner)
    return found


def _first_renumbered(
    rows: Rows, block: OutlineBlock, entries: Sequence[OutlineBlock], numbers: Sequence[re.Match[str]]
) -> Iterator[Slip]:
    for shown, (entry, match) in enumerate(zip(entries, numbers, strict=True), block.start):
        if int(match[1]) != shown:
            written = f"{match[1]}{match[2]}".rstrip()
            yield Slip(
                rows.starts[entry.first] + match.start(1), "list-renumbered", written, f"{shown}{match[2]}".rstrip()
            )
            return
