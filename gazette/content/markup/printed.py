"""The words of a text as the page shows them, block by block: what Markdown took for a sign of its own is not in them.

Signs that someone escaped, code, addresses and pictures are covered up, so that a sign that is left is one that became
nothing and would be printed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from markdown_it.token import Token

from .blocks import BlockRules, parsed
from .code_spans import CODE

_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]*]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\[\^[^\]\n]{1,60}\]")
"""What is no word: a bare address, and the mark of a footnote."""
_SIGN: Final = re.compile(r"[*_`~\[\]<>&+^=]|!\(")
_KEPT: Final = "<>"
"""Signs that show a tag however they were written."""


class PrintedBlock(NamedTuple):
    """The words of a paragraph, a heading, an entry or a cell, and where each of them begins in the text."""

    words: str
    places: Sequence[int]


def printed(body: str) -> Iterator[PrintedBlock]:
    """The blocks of a text in which some sign may be left."""
    tokens, references = parsed(body)
    lines = body.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    for token in tokens:
        if token.type == "inline" and token.map and _SIGN.search(token.content):
            found: list[Token] = []
            parser = _parser()
            parser.inline.parse(token.content, parser, {"references": references}, found)
            words, places = _words(found, token.content)
            begins = list(_begins(token, lines, starts))
            yield PrintedBlock(words, [_in_body(place, begins) for place in places])


@cache
def _parser() -> BlockRules:
    parser = BlockRules("commonmark")
    parser.enable("strikethrough").disable("html_inline")
    return parser


def _words(tokens: Sequence[Token], content: str) -> tuple[str, list[int]]:
    """The words of tokens, and where in the content each of their signs stands."""
    words, places, position = list[str](), list[int](), 0
    within = 0
    for token in tokens:
        written = token.markup if token.type == "text_special" else token.content
        start = max(content.find(written, position), position) if written else position
        if token.type == "link_open" and token.info == "auto":
            within += 1
        elif token.type == "link_close" and token.info == "auto":
            within -= 1
        shown = _shown(token) if not within else CODE
        if not shown:
            continue
        words.append(shown)
        places += [min(start + number, len(content)) for number in range(len(shown))]
        position = start + (len(written) if token.type != "image" else 1)
    joined = _ADDRESS.sub(lambda match: CODE * len(match.group()), "".join(words))
    return joined, places


def _shown(token: Token) -> str:
    """The words of a token; a sign that stands for them where they mean nothing."""
    if token.type == "text":
        return token.content
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type == "text_special":
        return token.content if token.info == "entity" and token.content in _KEPT else CODE
    return CODE if token.type in ("code_inline", "image") else ""


def _begins(token: Token, lines: Sequence[str], starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where each line of a block's content begins, in the content and in the text."""
    assert token.map is not None
    position = 0
    for number, line in enumerate(token.content.split("\n"), token.map[0]):
        if number < len(lines):
            yield position, starts[number] + max(lines[number].find(line), 0)
        position += len(line) + 1


def _in_body(place: int, begins: Sequence[tuple[int, int]]) -> int:
    content, body = begins[bisect_right(begins, (place, float("inf"))) - 1]
    return body + place - content
