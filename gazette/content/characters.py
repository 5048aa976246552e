"""Which characters paper can show, and what stands there in place of those it can't.

A browser takes what a page's fonts lack from the reader's own. Paper has only the fonts that come with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from .font_coverage import EVERYWHERE, FURTHER

INVISIBLE: Final = "\t\n\u200c\u200d\ufe0e\ufe0f"
"""Characters that need no glyph: white space, and those that only affect how their neighbours are shown."""
LACKING: Final = "□"
"""Stands for a character that no font has."""
_SELECTORS: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0d\uffa0\U000e0100-\U000e01ef]"
)
"""Invisible characters, such as variation selectors, that are left out in print."""


def unprinted(text: str) -> Iterator[tuple[int, str]]:
    """Offset and signs of each run of characters that paper cannot show as they are."""
    if text.isascii():
        return
    for match in _outside().finditer(text):
        yield match.start(), match.group()


def printed(text: str) -> str:
    """The text as paper shows it: each character that it lacks by its plain form, where there is one, else as a box."""
    if text.isascii():
        return text
    return _outside().sub(lambda match: "".join(map(instead, match.group())), text)


@cache
def instead(sign: str) -> str:
    """The text printed in place of a character that our fonts lack: `A` for `𝐀`, nothing for an invisible one."""
    if _SELECTORS.match(sign):
        return ""
    plain = unicodedata.normalize("NFKC", sign)
    return LACKING if _outside().search(plain) else plain


def fonts_for(text: str) -> list[str]:
    """Names of the fonts that a text needs beside those that every edition has, in the order of FURTHER."""
    signs = set(text) - _everywhere()
    return [name for name, its in _further().items() if not signs.isdisjoint(its)]


@cache
def _outside() -> re.Pattern[str]:
    every = ",".join([EVERYWHERE, *FURTHER.values()])
    inside = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in _pairs(every))
    return re.compile(f"[^{inside}{INVISIBLE}]+")


@cache
def _further() -> Mapping[str, frozenset[str]]:
    return {name: _signs(ranges) for name, ranges in FURTHER.items()}


@cache
def _everywhere() -> frozenset[str]:
    return _signs(EVERYWHERE)


def _signs(ranges: str) -> frozenset[str]:
    return frozenset(chr(sign) for first, last in _pairs(ranges) for sign in range(first, last + 1))


def _pairs(ranges: str) -> Iterator[tuple[int, int]]:
    for part in ranges.split(","):
        first, _, last = part.partition("-")
        yield int(first, 16), int(last or first, 16)
