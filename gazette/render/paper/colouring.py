"""The colours of the design as an edition shows them: as they are, as greys, or as the inks of a print shop.

On paper letters and codes are of one ink, black, whatever their colour on a screen: where several inks make a letter,
each printed a hair aside, it gets a fringe. Where they are light, on a coloured field, they are the paper itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .grey import greyed, luminance

COLOUR: Final = re.compile(r"#[0-9a-f]{6}\b")
_LETTERS: Final = re.compile(r"(?<![-\w])color: var\((--[a-z-]+)\)")
"""The colour of letters in a style sheet; that of grounds and rules has another name."""
LIGHT: Final = 0.5
"""Luminance from which letters are light ones, on a dark ground."""
SPECK: Final = 3
"""Percent of an ink up to which it is left out: dots so small do not print evenly."""
BLACK_INK, NO_INK = "device-cmyk(0 0 0 1)", "device-cmyk(0 0 0 0)"


@dataclass(frozen=True, slots=True)
class ColourSeparation:
    """How colours and pictures of a screen become the inks of a print shop."""

    profile: bytes
    """The colour profile of its press (ICC.1), for CMYK."""
    inks: Callable[[str], Sequence[int]]
    """`#rrggbb` → percent of cyan, magenta, yellow and black."""
    separated: Callable[[bytes], bytes]
    """A picture's bytes → the same in these inks."""


@dataclass(frozen=True, slots=True)
class Colouring:
    """What becomes of colours in the texts of an edition (styles, HTML, SVG), and of pictures."""

    shapes: Callable[[str], str]
    picture: Callable[[bytes], bytes]
    black: str = ""
    """The colour of letters and codes; empty where they keep their own."""
    white: str = ""

    def file(self, name: str, text: str, tokens: Mapping[str, str]) -> str:
        """A style sheet, a drawing or a code. `tokens` are the colours that style sheets name."""
        if self.black and name.endswith(".css"):
            text = _LETTERS.sub(lambda match: f"color: {self._letter(tokens[match[1]])}", text)
        if self.black and name.startswith("qr/"):
            text = COLOUR.sub(self.black, text)
        return self.shapes(text)

    def _letter(self, colour: str) -> str:
        return self.white if luminance(colour) >= LIGHT else self.black


AS_DESIGNED: Final = Colouring(str, bytes)


def in_grey(greyscale: Callable[[bytes], bytes]) -> Colouring:
    """`greyscale` turns a picture's bytes into the same in grey."""
    return Colouring(greyed, greyscale, "#000000", "#ffffff")


def in_inks(separation: ColourSeparation) -> Colouring:
    """Colours in inks; what WeasyPrint writes as DeviceCMYK."""

    def inked(match: re.Match[str]) -> str:
        parts = (0 if part <= SPECK else part for part in separation.inks(match[0]))
        return f"device-cmyk({' '.join(f'{part / 100:g}' for part in parts)})"

    return Colouring(lambda text: COLOUR.sub(inked, text), separation.separated, BLACK_INK, NO_INK)
