"""Where lines and paragraphs end: lines that are printed in one row, and sentences that are cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ..markup import CODE, OutlineBlock
from .found import Slip
from .stretches import SHORT_LINE, Rows, TextLine

SHORTEST_CUT: Final = 25
"""Letters of a line after which a sentence may have been cut; shorter ones are signatures, verses, headings."""
_SENTENCE_ENDS: Final = (".", "!", "?", ";", "…", ":", "·", ")", "»", "”", '"', "\\")
_BEGINS: Final = re.compile(r"(?:\*{1,3}|_{1,3})?[«“\"]?(?:[A-ZΑ-ΩΆ-Ώ]|\d{3}[ ]?\d{2}[ ][A-ZΑ-ΩΆ-Ώ])")
"""A word with a capital, or a postcode before the name of a town."""
_OF_TABLES: Final = ("\t", "|", "....", "……")
"""What lines of tables and of contents hold, of which other rules tell."""
_BOLD: Final = re.compile(r"(\*\*|__)([^*_\n]{2,80})\1\Z")
_CUT: Final = re.compile(r"(?:[^\W_]{1,30}[ ,]{1,2}){1,3}[^\W\d_]{1,30},?\Z")
_GOES_ON: Final = re.compile(r"[a-zα-ωά-ώϊϋΐΰ]{1,30}(?=[ ,])")


def lines_joined(lines: Sequence[TextLine], body: str) -> Iterator[Slip]:
    """Short lines that each begin like something new, and that the page prints as one row."""
    paragraphs = list[list[TextLine]]()
    for line in lines:
        if line.is_first or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(line)
    for some in paragraphs:
        if len(some) > 1 and all(len(line.words) < SHORT_LINE and CODE not in line.covered for line in some[:-1]):
            yield from _joined(some, body)


def _joined(lines: Sequence[TextLine], body: str) -> Iterator[Slip]:
    first, said = lines[0], body[lines[0].start : lines[-1].end]
    if any(body.startswith("  ", line.end) for line in lines[:-1]) or any(sign in said for sign in _OF_TABLES):
        return
    heading = _BOLD.match(first.words)
    if heading and _BEGINS.match(lines[1].words):
        rest = body[lines[1].start : lines[-1].end]
        yield Slip(first.start, "lines-joined", said, f"## {heading.group(2).strip()}\n\n{rest}")
    elif len(lines[-1].words) < SHORT_LINE and _are_apart(lines):
        yield Slip(first.start, "lines-joined", said, "\\\n".join(line.words for line in lines))


def _are_apart(lines: Sequence[TextLine]) -> bool:
    """Whether no line but the last ends a sentence, and each begins as if the one before did.

    Of two lines either may be the rest of a sentence, unless there is a comma between them, or no full stop at all.
    """
    first, last = lines[0].words, lines[-1].words
    is_sure = len(lines) > 2 or first.endswith(",") or not last.endswith(_SENTENCE_ENDS)
    begin = all(_BEGINS.match(line.words) for line in lines)
    return is_sure and begin and not any(line.words.endswith(_SENTENCE_ENDS) for line in lines[:-1])


def sentences_cut(rows: Rows, blocks: Sequence[OutlineBlock]) -> Iterator[Slip]:
    """Paragraphs that end within a sentence, which the next one goes on with: lines of a PDF, pasted one by one."""
    for one, other in pairwise(blocks):
        if one.kind == other.kind == "paragraph" and one.level == other.level == 0 and one.last < other.first:
            line, behind = rows.line(one.last - 1, is_first=False), rows.line(other.first, is_first=True)
            is_verse = any(row.endswith(("  ", "\\")) for row in rows.written[one.first : one.last - 1])
            start = _GOES_ON.match(behind.words)
            end = start and _CUT.search(line.words[-90:])
            if end and start and len(line.words) >= SHORTEST_CUT and not is_verse:
                place = line.end - len(end.group())
                old = rows.body[place : behind.start + start.end()]
                yield Slip(place, "sentence-cut", old, f"{end.group()} {start.group()}")
