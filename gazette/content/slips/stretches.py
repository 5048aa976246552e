"""The lines of a text's paragraphs, with what is shown of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ..markup import OutlineBlock

SHORT_LINE: Final = 50
"""Letters of a line that neither a person nor a program ended because it was full."""
_AROUND: Final = re.compile(r"[ \t>]*")
"""What stands before the words of a line within a quotation or a list."""


class TextLine(NamedTuple):
    """A line of a paragraph: where it begins, its words, and whether an empty line stands before it."""

    start: int
    words: str
    covered: str
    """The words with code covered up."""
    is_first: bool
    lead: str = ""
    """What stands before its words, where the paragraph is within a quotation or a list."""

    @property
    def end(self) -> int:
        return self.start + len(self.words)


class Rows:
    """The lines of a text, as they were written and with code covered up, and where each begins."""

    def __init__(self, body: str, covered: str) -> None:
        self.body, self.written = body, body.split("\n")
        self.covered = self.written if body == covered else covered.split("\n")
        self.starts: list[int] = []
        start = 0
        for row in self.written:
            self.starts.append(start)
            start += len(row) + 1

    def line(self, number: int, is_first: bool) -> TextLine:
        """A line of a paragraph that stands in nothing else."""
        row = self.covered[number]
        indent = len(row) - len(row.lstrip(" \t"))
        words, covered = self.written[number][indent:].rstrip(), row[indent:].rstrip()
        return TextLine(self.starts[number] + indent, words, covered, is_first)

    def inner(self, number: int, is_first: bool) -> TextLine:
        """A line of a paragraph within a quotation or a list."""
        around = _AROUND.match(self.covered[number])
        indent = around.end() if around else 0
        words, covered = self.written[number][indent:].rstrip(), self.covered[number][indent:].rstrip()
        return TextLine(self.starts[number] + indent, words, covered, is_first, self.written[number][:indent])

    def end(self, number: int) -> int:
        """Where a line ends."""
        return self.starts[number] + len(self.written[number])

    def is_empty(self, first: int, last: int) -> bool:
        return not any(row.strip() for row in self.written[first:last])


def stretches(rows: Rows, blocks: Sequence[OutlineBlock]) -> Iterator[list[TextLine]]:
    """The lines of paragraphs between which nothing stands, not even a heading."""
    stretch, before = list[TextLine](), 0
    for block in blocks:
        if block.kind == "paragraph" and block.level == 0:
            if not rows.is_empty(before, block.first):
                yield stretch
                stretch = []
            stretch += [rows.line(number, number == block.first) for number in range(block.first, block.last)]
            before = block.last
    yield stretch


def inner_stretches(rows: Rows, blocks: Sequence[OutlineBlock]) -> Iterator[tuple[list[TextLine], bool]]:
    """The lines of each paragraph of a quotation or a list, without the one in which an entry of a list begins; and
    whether the paragraph is the first of an entry.
    """
    entry = -1
    for block in blocks:
        if block.kind == "entry":
            entry = block.first
        elif block.kind == "paragraph" and block.level and block.last - block.first > 1:
            begins = block.first == entry
            numbers = range(block.first + begins, block.last)
            yield [rows.inner(number, number == block.first) for number in numbers], begins
