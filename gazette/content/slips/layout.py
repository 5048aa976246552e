"""What a text's layout was meant to be, and what the page makes of it: lists, tables, headings, code, and the rest.

Mostly paragraphs are looked at: in them is whatever was not taken for something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ..markup import OutlineBlock, outline, without_code
from .breaks import lines_joined, sentences_cut
from .elsewhere import boxes, definitions, from_elsewhere, notes
from .entries import double_signs, empty_entries, first_beside, lines_of_signs
from .found import Slip
from .glued import glued
from .headings import headings_underlined, headings_unmade
from .lists import holds_bullets, lists_in_entry, lists_in_line, lists_unmade
from .nesting import flat_lists, joined
from .numbering import lists_renumbered
from .stretches import Rows, inner_stretches, stretches
from .tables import tables_unmade

_FEW_LINES: Final = 3
"""Lines of a list that has but one entry, and may have an empty line below it."""
_SIGNS_ELSEWHERE: Final = ("!!!", "???", ":::", "==", "[", "Error!", "Σφάλμα!")
_OWN: Final = frozenset(("heading", "fence", "list"))
_NESTS: Final = frozenset(("list", "quotation", "note", "table"))


def in_layout(body: str) -> list[Slip]:
    """The slips in the layout of a text below its front matter."""
    covered, blocks = without_code(body), list(outline(body))
    rows, kinds = Rows(body, covered), {block.kind for block in blocks}
    found = [*glued(body, covered), *_in_paragraphs(rows, blocks, body)]
    if kinds & _OWN:
        found += _in_blocks(rows, blocks)
    if kinds & _NESTS:
        found += [*joined(rows, blocks), *flat_lists(rows, blocks), *double_signs(rows, blocks)]
        found += lists_renumbered(rows, blocks)
        found += [*empty_entries(rows, blocks), *first_beside(rows, blocks)]
        for lines, in_list in inner_stretches(rows, blocks):
            found += lists_unmade(lines, body, in_list)
            found += [slip._replace(new=None) for slip in tables_unmade(lines, body)]
    if "\n*" in covered:
        found += notes(covered)
    if any(sign in covered for sign in _SIGNS_ELSEWHERE):
        found += [*from_elsewhere(covered), *boxes(body, covered)]
    return found


def _in_paragraphs(rows: Rows, blocks: Sequence[OutlineBlock], body: str) -> Iterator[Slip]:
    with_bullets = holds_bullets(body)
    for lines in filter(None, stretches(rows, blocks)):
        for line in lines:  # before the lists: of two slips in one place, the first is told
            yield from lists_in_line(line, with_bullets)
        yield from (*tables_unmade(lines, body), *lists_unmade(lines, body))
        yield from (*headings_unmade(lines), *definitions(lines), *lines_of_signs(lines))
        yield from lines_joined(lines, body)
    yield from sentences_cut(rows, blocks)


def _in_blocks(rows: Rows, blocks: Sequence[OutlineBlock]) -> Iterator[Slip]:
    for block in blocks:
        if block.kind == "heading" and block.sign in ("-", "="):
            yield from headings_underlined(rows, block)
        elif block.kind == "fence" and not _is_closed(rows, block):
            first = rows.written[block.first]
            words = first.lstrip(" \t>-+*")
            yield Slip(rows.starts[block.first] + len(first) - len(words), "code-unclosed", words.rstrip())
        elif block.kind == "list" and block.level == 0 and block.last - block.first < _FEW_LINES:
            yield from lists_in_entry(rows.line(block.first, is_first=True), block.sign)


def _is_closed(rows: Rows, block: OutlineBlock) -> bool:
    """Whether a block of code ends with a line of the signs with which it began."""
    last = rows.written[block.last - 1].strip(" \t>")
    return block.last - block.first > 1 and bool(re.fullmatch(rf"{block.sign}{block.sign[0]}*", last))
