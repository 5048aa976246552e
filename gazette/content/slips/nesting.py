"""Lists within lists that the page shows as one, and lines that it adds to the entry or quotation above them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ..markup import CODE, OutlineBlock
from .found import Slip
from .stretches import SHORT_LINE, Rows

_MARK: Final = re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]{0,4}")
_NUMBER: Final = re.compile(r"[ \t]{0,20}(\d{1,9})[.)][ \t]")
_BEFORE_WORDS: Final = "*_[(«“\"'‘"
_ENDED: Final = re.compile(r"[.!;:?…·»”)][*_\"']{0,3}\s*$")
_QUOTED: Final = re.compile(r"[ \t]*>")


class _List(NamedTuple):
    block: OutlineBlock
    entries: list[OutlineBlock]


def joined(rows: Rows, blocks: Sequence[OutlineBlock]) -> Iterator[Slip]:
    """Lines right below an entry of a list, a quotation, a note or a table: they become a part of it."""
    around = list[OutlineBlock]()
    for block in blocks:
        while around and around[-1].level >= block.level:
            around.pop()
        if block.kind == "paragraph" and around and block.last - block.first > 1:
            yield from _joined_to(rows, block, around[-1].kind)
        elif block.kind == "row" and "|" not in rows.written[block.first] and around:
            bars = rows.written[around[0].first].strip(" |").count("|")
            if bars and "|" in rows.written[block.first - 1]:
                words = rows.written[block.first].strip()
                yield Slip(
                    rows.starts[block.first], "text-joined", words, f"\n{words}", words.endswith((".", ":", "!"))
                )
        around.append(block)


def _joined_to(rows: Rows, block: OutlineBlock, kind: str) -> Iterator[Slip]:
    for number in range(block.first + 1, block.last):
        row, before = rows.written[number], rows.written[number - 1]
        first = row.lstrip(_BEFORE_WORDS)[:1]
        if not (first.isupper() or first.isdigit()) or CODE in rows.covered[number][:1]:
            continue
        short = len(before.strip()) < SHORT_LINE and first.isupper() and (kind != "quotation" or not _QUOTED.match(row))
        if _ENDED.search(before) or short:
            yield Slip(rows.starts[number], "text-joined", row.rstrip(), f"\n{row.rstrip()}", True)
            return


# ---- lists within lists


def flat_lists(rows: Rows, blocks: Sequence[OutlineBlock]) -> Iterator[Slip]:
    """Lists that were meant to be within an entry of another one, and are too far to the left for that."""
    lists, open_lists, before = list[_List](), dict[int, _List](), dict[int, OutlineBlock]()
    for block in blocks:
        if block.kind == "list":
            found = _List(block, [])
            lists.append(found)
            if (other := before.get(block.level)) and other.kind == "list":
                yield from _beside(rows, open_lists[block.level], found)
            open_lists[block.level] = found
        elif block.kind == "entry":
            open_lists[block.level - 1].entries.append(block)
        before = {level: one for level, one in before.items() if level < block.level}
        before[block.level] = block
    begun = dict[int, int]()
    for found in lists:
        first = found.entries[0]
        if begun.setdefault(first.first, first.level) == first.level:  # else it begins in the line of another entry
            yield from _uneven(rows, found)


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip(" "))


def _width(row: str) -> int:
    """The signs before the words of an entry: as far to the right as this, something is within it."""
    mark = _MARK.match(row)
    return mark.end() if mark else 0


def _moved(row: str, by: int) -> str:
    return " " * (_indent(row) + by) + row.lstrip(" ") if row.strip() else row


def _beside(rows: Rows, one: _List, other: _List) -> Iterator[Slip]:
    """A list right behind another one of other signs: by its indent, or since the numbers go on behind it."""
    last, first = one.entries[-1], other.block.first
    row, next_row = rows.written[last.first], rows.written[first]
    if "\t" in next_row[:4] or ">" in next_row[: _indent(next_row) + 1] or ">" in row[:4]:
        return
    goes_on = _goes_on(rows, one, other)
    if _indent(next_row) <= _indent(row) and not goes_on:
        return
    end = other.block.last
    while not rows.written[end - 1].strip():
        end -= 1
    old = "\n".join(rows.written[first:end])
    by = _width(row) - _indent(next_row)
    new = "\n".join(_moved(line, by) for line in rows.written[first:end])
    yield Slip(rows.starts[first], "list-flat", old, new, by > 0)


def _goes_on(rows: Rows, one: _List, other: _List) -> bool:
    """Whether numbers go on, or begin again, right behind the list that follows a numbered one."""
    behind = other.block.last
    if not one.block.start or other.block.start or behind >= len(rows.written):
        return False
    mark = _NUMBER.match(rows.written[behind])
    return mark is not None and int(mark.group(1)) in (1, one.block.start + len(one.entries))


def _uneven(rows: Rows, found: _List) -> Iterator[Slip]:
    """Entries of one list of which some are indented further than the first."""
    starts = [rows.written[entry.first] for entry in found.entries]
    indents = [_indent(start) for start in starts]
    if max(indents) <= indents[0] or any("\t" in start[:8] or not _MARK.match(start) for start in starts):
        return
    is_meant = _is_meant(starts, indents)
    depths, new, width = [(indents[0], indents[0])], list[str](), 0
    for entry, indent, start in zip(found.entries, indents, starts, strict=True):
        while len(depths) > 1 and indent < depths[-1][0]:
            depths.pop()
        if indent > depths[-1][0]:
            depths.append((indent, width))
        by = depths[-1][1] - indent
        new += [_moved(line, by) for line in rows.written[entry.first : entry.last]]
        width = _width(_moved(start, by))
    first, text = found.entries[0].first, "\n".join(new).rstrip()
    old = "\n".join(rows.written[first : found.entries[-1].last]).rstrip()
    yield Slip(rows.starts[first], "list-flat" if is_meant else "list-uneven", old, text, is_meant)


def _is_meant(starts: Sequence[str], indents: Sequence[int]) -> bool:
    """Whether the entries that are further to the right are entries of the one above them, and not just untidy."""
    deeper = [number for number, indent in enumerate(indents) if indent > indents[0]]
    returns = any(later < earlier for earlier, later in pairwise(indents))
    is_part = starts[deeper[0] - 1].rstrip().endswith(":") or len(set(indents)) > 2
    return is_part or (len(deeper) > 1 and (returns or deeper[0] > 1))
