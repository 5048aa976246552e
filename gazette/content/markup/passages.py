"""The passages of a text as they are read one after the other: what is a heading, an entry, a quotation, plain words.

Marks of Markdown, addresses and code are blanked out, and every sign that is left keeps its place in what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from markdown_it.token import Token

from ..problems import Place
from ..readable import as_read
from .blocks import parsed
from .code_spans import without_code


class PassageKind(Enum):
    """What the words of a passage are."""

    PROSE = "prose"
    ENTRY = "entry"
    HEADING = "heading"
    QUOTATION = "quotation"
    CELL = "cell"
    NOTE = "note"


_OPENS: Final = {
    "blockquote_open": PassageKind.QUOTATION, "table_open": PassageKind.CELL, "heading_open": PassageKind.HEADING,
    "footnote_reference_open": PassageKind.NOTE, "list_item_open": PassageKind.ENTRY,
}  # fmt: skip
"""Token that opens a block → the kind of the words in it. Where blocks lie in each other, the first of these counts."""
_UNREAD: Final = re.compile(  # each part has an end, or one that never ends would be sought from each sign anew
    r"!\[[^\]\n]{0,1000}\](?:\([^)\n]{0,1000}\))?"  # a picture: its description is no part of the text
    r"|\[\^[^\]\n]{1,1000}\]"  # the mark of a footnote
    r"|(?<=\])\([^)\n]{0,1000}\)|(?<=\])\[[^\]\n]{0,1000}\]"  # where a link leads
    r"|<[^<>\s]{1,1000}>|(?:https?://|mailto:|www\.)[^\s)>]+"  # an address that stands for itself
    r"|[\[\]]"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that belong together: a paragraph, a heading, an entry of a list, a cell of a table."""

    kind: PassageKind
    text: str
    """As it is read; line breaks are spaces."""
    content: str
    """As it was written, without what begins each line of a list or a quotation."""
    offsets: Sequence[int]
    """Where in the content each sign of the text stands."""
    written: Sequence[str]
    """The lines that hold it, as they stand in the whole."""
    first_line: int

    def place(self, offset: int) -> Place:
        """Line and column, from 1, of a sign of this passage in the text that it is of."""
        before = self.content[: self.offsets[offset]]
        number = before.count("\n")
        line = self.content.split("\n")[number]
        indent = max(self.written[number].find(line), 0) if number < len(self.written) else 0
        return Place(self.first_line + number, indent + len(before) - before.rfind("\n"))


def passages(body: str) -> Iterator[Passage]:
    """The passages of a text in order; those without words are left out."""
    lines = body.split("\n")
    for kind, token in _blocks(parsed(body)[0]):
        assert token.map is not None
        found = _passage(kind, token.content, lines[token.map[0] : token.map[1]], token.map[0] + 1)
        if found.text.strip():
            yield found


def _blocks(tokens: Iterable[Token]) -> Iterator[tuple[PassageKind, Token]]:
    """Each block of words, with its kind."""
    around: list[PassageKind | None] = []
    for token in tokens:
        if token.type == "inline" and token.map:
            yield next((kind for kind in _OPENS.values() if kind in around), PassageKind.PROSE), token
        elif token.nesting > 0:
            around.append(_OPENS.get(token.type))
        elif token.nesting < 0:
            around.pop()


def _passage(kind: PassageKind, content: str, written: Sequence[str], first_line: int) -> Passage:
    blank = _UNREAD.sub(lambda found: " " * len(found.group()), without_code(content))
    read = as_read(blank)
    return Passage(kind, read.text.replace("\n", " "), content, read.offsets, written, first_line)
