"""A text as it is read, whatever its signs: what Markdown, entities and other digits than 0–9 would hide from a search.

`6**944**`, `&#54;944`, `６９４４` and `٦٩٤٤` all read 6944. Each sign keeps its place in what was written.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

_PIECE: Final = re.compile(
    r"(?P<reference>&(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z]\w{1,31});)|\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<mark>[*~`]+|(?<!\w)_+|_+(?!\w))",
    re.ASCII,
)
_ODD: Final = re.compile("[^\x00-\x7f\xab\xb7\xbb\xc0-\u024f\u0370-\u03ff\u1f00-\u1fff\u2018-\u201f\u2026]")
"""Signs that may read as another one; the rest, in most texts all, stand for themselves."""
_UNSEEN: Final = frozenset("\u034f\u200c\u200d\u20e3")
"""Signs that join, or frame, their neighbours and have no width of their own."""
_DASHES: Final = "-\u058a\u2212\ufe63\uff0d"


def one_sigma(words: str) -> str:
    """Words as `folded` has them: a final sigma and another one are the same there, as they are in capitals."""
    return words.replace("ς", "σ")


class ReadableText(NamedTuple):
    """A text as it is read; `folded` is the same without accents and capitals, sign by sign."""

    text: str
    folded: str
    offsets: Sequence[int]
    """Where each sign stands in what was written."""


def as_read(written: str, markdown: bool = True) -> ReadableText:
    """The text of `written` as a reader sees it. Without `markdown`, `*` and `_` are ordinary characters."""
    if not (_ODD.search(written) or (markdown and _PIECE.search(written))):
        return ReadableText(written, written.translate(_FOLDED), range(len(written)))
    signs: list[str] = []
    offsets: list[int] = []
    position = 0
    for match in _PIECE.finditer(written) if markdown else ():
        _add(written[position : match.start()], position, signs, offsets)
        if match["reference"]:
            _add_at(html.unescape(match["reference"]), match.start(), signs, offsets)
        elif match["escaped"]:
            _add_at(match["escaped"], match.start(), signs, offsets)
        position = match.end()
    _add(written[position:], position, signs, offsets)
    text = "".join(signs)
    return ReadableText(text, text.translate(_FOLDED), offsets)


def _add(piece: str, start: int, signs: list[str], offsets: list[int]) -> None:
    position = 0
    for match in _ODD.finditer(piece):
        signs += piece[position : match.start()]
        offsets += range(start + position, start + match.start())
        plain = _plain(match.group())
        signs += plain
        offsets += [start + match.start()] * len(plain)
        position = match.end()
    signs += piece[position:]
    offsets += range(start + position, start + len(piece))


def _add_at(piece: str, start: int, signs: list[str], offsets: list[int]) -> None:
    read = "".join(map(_plain, piece))
    signs += read
    offsets += [start] * len(read)


@cache
def _plain(sign: str) -> str:
    if sign in _UNSEEN or unicodedata.category(sign) == "Mn":
        return ""
    digit = unicodedata.digit(sign, None)  # raised, lowered and circled ones as well
    if digit is not None:
        return str(digit)
    if unicodedata.category(sign) == "Pd" or sign in _DASHES:
        return "-"
    return unicodedata.normalize("NFKC", sign)


class _Folded(dict[int, str]):
    """Number of a sign → the sign without accent and capital; filled as signs are met."""

    def __missing__(self, number: int) -> str:
        self[number] = found = unicodedata.normalize("NFD", chr(number))[0].casefold()[:1]
        return found


_FOLDED: Final = _Folded()
