"""Colours as greys of the same lightness, so that every contrast stays what it is in colour."""

from __future__ import annotations

import re
from typing import Final

_COLOUR: Final = re.compile(r"#[0-9a-f]{6}\b")


def greyed(text: str) -> str:
    """Styles or SVG with each `#rrggbb` replaced by the grey of its relative luminance."""
    return _COLOUR.sub(lambda match: _grey(luminance(match.group())), text)


def luminance(colour: str) -> float:
    """The relative luminance of a colour, `#rrggbb`: from 0, black, to 1, white (WCAG 2.2, section 6)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _grey(lightness: float) -> str:
    value = round(255 * (1.055 * lightness ** (1 / 2.4) - 0.055 if lightness > 0.0031308 else 12.92 * lightness))
    return f"#{value:02x}{value:02x}{value:02x}"


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
