"""The mosaic, large: floors in which the tiles of members lie, as SVG files. Lengths are in millimetres."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from ..mosaic import LIMESTONE, SIDE, drawing, tile

BLEED: Final = 3.0
"""How far what runs off the page is drawn beyond it, so that a cut a little aside leaves no white."""
GROUT: Final = 0.07
"""Half the gap between stones, as a part of a stone."""


class Field(NamedTuple):
    """A rectangle for a floor."""

    width: float
    height: float


def floor(slugs: Sequence[str], field: Field, more: float = 0.0) -> str:
    """Stones of one colour, and in their middle the tile of each city, once and whole, as large as the field allows.

    The floor is `more` higher than the field, half of it above and half below: it may be seen through a higher frame.
    """
    columns, stone = _arranged(len(slugs), field)
    rows = math.ceil(len(slugs) / columns)
    field = field._replace(height=field.height + more)
    left = (field.width / stone - (columns * STEP - 1)) / 2
    top = (field.height / stone - (rows * STEP - 1)) / 2
    tiles = "".join(
        _placed(slug, left + place % columns * STEP, top + place // columns * STEP) for place, slug in enumerate(slugs)
    )
    width, height = field.width / stone, field.height / stone
    lines = "".join(f"M{left % 1 + place:.3f} 0v{height:.3f}" for place in range(math.ceil(width)))
    lines += "".join(f"M0 {top % 1 + place:.3f}h{width:.3f}" for place in range(math.ceil(height)))
    joints = f'<path d="{lines}" stroke="{LIMESTONE}" stroke-opacity=".2" stroke-width="{2 * GROUT:g}" fill="none"/>'
    return _file(width, height, joints + tiles, tile(slugs[0]).dark)


STEP: Final = SIDE + 1
"""Stones from one tile of a floor to the next: one lies between them."""


def _arranged(count: int, field: Field) -> tuple[int, float]:
    """Tiles in a row, and the side of a stone, so that the tiles of a floor are as large as can be."""

    def stone(columns: int) -> float:
        return min(field.width / (columns * STEP + 1), field.height / (math.ceil(count / columns) * STEP + 1))

    columns = max(range(1, count + 1), key=lambda columns: (round(stone(columns), 3), -columns))
    return columns, stone(columns)


def _placed(slug: str, x: float, y: float, more: str = "") -> str:
    return f'<g transform="translate({x:.3f} {y:.3f})"{more}>{drawing(slug)}{_grout(_GRID)}</g>'


def row(slugs: Sequence[str], faded: frozenset[str] = frozenset(), columns: int = 0, gap: float = 0.5) -> str:
    """Tiles side by side, in rows of `columns`, a gap of stones between them; `faded` ones stand back."""
    columns = columns or len(slugs)
    step = SIDE + gap
    parts = []
    for place, slug in enumerate(slugs):
        x, y = (place % columns) * step, (place // columns) * step
        back = ' opacity=".3"' if slug in faded else ""
        parts.append(_placed(slug, x, y, back))
    rows = -(-len(slugs) // columns)
    return _file(columns * step - gap, rows * step - gap, "".join(parts))


_GRID: Final = "".join(f"M{place} 0v{SIDE}M0 {place}h{SIDE}" for place in range(1, SIDE))


def _grout(lines: str) -> str:
    return f'<path d="{lines}" stroke="{LIMESTONE}" stroke-width="{2 * GROUT:g}" fill="none"/>'


def _file(width: float, height: float, body: str, ground: str = "") -> str:
    under = f'<path fill="{ground}" d="M0 0h{width:.3f}v{height:.3f}H0z"/>' if ground else ""
    size = (
        f'width="{width:.3f}" height="{height:.3f}" viewBox="0 0 {width:.3f} {height:.3f}" preserveAspectRatio="none"'
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{under}{body}</svg>'
