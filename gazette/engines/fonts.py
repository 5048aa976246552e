"""fontTools, for what is asked of a font here: how wide its letters are, and how it was before it was packed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache


def letter_widths(raw: bytes) -> Mapping[str, float]:
    """The letters of a font file (TrueType or WOFF2) and their widths, in parts of the size of type."""
    from fontTools.ttLib import TTFont  # takes a while to load, and most builds print nothing

    with TTFont(io.BytesIO(raw), lazy=True) as font:
        unit, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {chr(code): widths[name][0] / unit for code, name in font.getBestCmap().items()}


@lru_cache(maxsize=32)
def decompressed(raw: bytes) -> bytes:
    """A WOFF2 file as TrueType or OpenType. It takes a fifteenth of a second, so what a theme has is remembered."""
    from fontTools.ttLib.woff2 import decompress

    plain = io.BytesIO()
    decompress(io.BytesIO(raw), plain)
    return plain.getvalue()
