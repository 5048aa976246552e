"""The mosaic as PNG: the band at the top of an email, since those who show mail take no SVG.

A picture of flat squares needs no library: PNG with a palette is a few lines.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import Final

from .mosaic import DARK, LIMESTONE, MIDDLE, SIDE, tile

BAND: Final = 16
"""Tiles in a band at least, so that it is no taller than a line of text where the network is small."""
BAND_STONE: Final = 12
_PALETTE: Final = (LIMESTONE, *DARK.values(), *MIDDLE.values())
_GAP: Final = 0.07
"""Of a stone, left free on each side."""


def band(slugs: Sequence[str]) -> bytes:
    """The tiles in one row, as an email shows them; if they are few, repeated."""
    shown = [*slugs] * -(-BAND // max(1, len(slugs)))
    width = len(shown) * SIDE * BAND_STONE
    gap = round(BAND_STONE * _GAP)
    lines = []
    for number in range(SIDE):
        painted = b"".join(_stones(slug, number, BAND_STONE) for slug in shown)
        ground = [bytes(width)] * gap
        lines += [*ground, *[painted] * (BAND_STONE - 2 * gap), *ground]
    return _png(lines)


def _stones(slug: str, row: int, stone: int) -> bytes:
    """A line of pixels through a row of a tile's stones, as places in the palette."""
    found = tile(slug)
    tones = [0, _PALETTE.index(found.middle), _PALETTE.index(found.dark)]
    gap = round(stone * _GAP)
    return b"".join(bytes(gap) + bytes([tones[tone]]) * (stone - 2 * gap) + bytes(gap) for tone in found.stones[row])


def _png(lines: Sequence[bytes]) -> bytes:
    """Lines of places in the palette as a file (PNG, W3C Recommendation, third edition)."""
    head = struct.pack(">IIBBBBB", len(lines[0]), len(lines), 8, 3, 0, 0, 0)
    palette = b"".join(bytes.fromhex(colour.removeprefix("#")) for colour in _PALETTE)
    pixels = zlib.compress(b"".join(b"\0" + line for line in lines), 9)
    chunks = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
