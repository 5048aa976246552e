"""Headings that someone meant and that are printed with their signs, and those that no one meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ..markup import CODE, OutlineBlock
from .found import Slip
from .stretches import Rows, TextLine

LONGEST_HEADING: Final = 120
"""Letters that a heading underlined with hyphens may have. A longer one is a paragraph above a line."""
SENTENCE_ENDS: Final = (".", ",", "·")
"""With which no heading ends, but a paragraph may. A question mark in Greek is a semicolon."""
_CONFLICT: Final = "<<<<<<<"
_SHORTEST_RULE: Final = 3
"""Hyphens of a line across the page."""
_HEADING: Final = re.compile(r"^[ ]{0,3}(#{2,6})[ ]?([^\s#][^\n]*)$", re.MULTILINE)


def headings_unmade(lines: Iterable[TextLine]) -> Iterator[Slip]:
    """Signs of a heading without the space behind them."""
    for line in lines:
        match = _HEADING.match(line.words) if line.words[:2] == "##" and CODE not in line.covered[:1] else None
        if match and not match.group(2).isdigit():
            yield Slip(line.start, "heading-unmade", line.words, f"{match.group(1)} {match.group(2)}", True)


def headings_underlined(rows: Rows, block: OutlineBlock) -> Iterator[Slip]:
    """A heading that words become by the hyphens or the equals signs below them."""
    words = [row.strip() for row in rows.written[block.first : block.last - 1]]
    said, line = "\n".join(words), rows.written[block.last - 1].strip(" \t>")
    start = rows.starts[block.first] + len(rows.written[block.first]) - len(rows.written[block.first].lstrip())
    old, is_alone = rows.body[start : rows.end(block.last - 1)].rstrip(), block.level == 0
    is_sentence = len(words) > 1 or len(said) > LONGEST_HEADING or said.endswith(SENTENCE_ENDS)
    if _CONFLICT in said:  # which is told by a rule of its own
        return
    if block.sign == "=":
        mended = f"{said}\n\n---" if is_sentence else f"## {said}"
        yield Slip(start, "heading-by-equals", old, mended if is_alone else None, is_alone and not is_sentence)
    elif len(line) < _SHORTEST_RULE:
        yield Slip(start, "heading-by-hyphens", old)
    elif is_sentence:
        yield Slip(start, "heading-by-hyphens", old, f"{said}\n\n{line}" if is_alone else None, is_alone)
    else:
        yield Slip(start, "heading-underlined", old, f"## {said}" if is_alone else None)
