"""Pictures of flat squares, as PNG: a mark that is drawn on a grid, for those who cannot use its SVG."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Final

_VIEW: Final = re.compile(r'viewBox="0 0 (\d+) \1"')
_GROUND: Final = re.compile(r'<path fill="(#[0-9a-f]{6})" d="M0 0h(\d+)v\2H0z"')
_FILLED: Final = re.compile(r'<path fill="(#[0-9a-f]{6})" d="([^"]*h1v1h-1z)"')
_SQUARE: Final = re.compile(r"M(\d+) (\d+)h1v1h-1z")
_GAP: Final = re.compile(r'stroke-width="([\d.]+)"')


def png_of_squares(svg: str, side: int) -> bytes:
    """A square mark as a PNG of that many pixels on each side. The SVG is a ground and squares of one unit on it.

    Raises ValueError for any other SVG.
    """
    from PIL import Image, ImageDraw

    view, ground, gap = _VIEW.search(svg), _GROUND.search(svg), _GAP.search(svg)
    if not (view and ground and gap):
        raise ValueError("no mark of squares on a ground")
    unit, half = side / int(view[1]), side / int(view[1]) * float(gap[1]) / 2
    picture = Image.new("RGB", (side, side), ground[1])
    draw = ImageDraw.Draw(picture)
    count = int(view[1])
    for colour, path in _FILLED.findall(svg):
        for across, down in ((int(x), int(y)) for x, y in _SQUARE.findall(path)):
            left, top = across * unit + half * (across > 0), down * unit + half * (down > 0)
            right = (across + 1) * unit - half * (across + 1 < count) - 1
            bottom = (down + 1) * unit - half * (down + 1 < count) - 1
            draw.rectangle((round(left), round(top), round(right), round(bottom)), fill=colour)
    made = BytesIO()
    picture.quantize(16).save(made, "PNG", optimize=True)
    return made.getvalue()
