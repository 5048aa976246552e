"""The mosaic, large: pavements laid from the tiles of members, as SVG files. Lengths are in millimetres."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from ..mosaic import LIMESTONE, SIDE, drawing, tile

BLEED: Final = 3.0
"""How far what runs off the page is drawn beyond it, so that a cut a little aside leaves no white."""
GROUT: Final = 0.07
"""Half the gap between stones, as a part of a stone."""


class Field(NamedTuple):
    """A rectangle to be paved."""

    width: float
    height: float


def pavement(slugs: Sequence[str], field: Field, stone: float) -> str:
    """A floor of tiles whose middle is the field's, so that what is cut is cut alike on both sides."""
    columns, rows = math.ceil(field.width / stone - 0.01), math.ceil(field.height / stone - 0.01)
    across, down = _centred(columns), _centred(rows)
    tones: dict[str, list[str]] = {}
    for row in range(rows):
        for colour, start, length in _runs(slugs, row + down, columns, across):
            tones.setdefault(colour, []).append(f"M{start} {row}h{length}v1h-{length}z")
    paths = "".join(f'<path fill="{colour}" d="{"".join(runs)}"/>' for colour, runs in tones.items())
    lines = "".join(f"M{place} 0v{rows}" for place in range(columns + 1))
    lines += "".join(f"M0 {place}h{columns}" for place in range(rows + 1))
    return _file(field.width / stone, field.height / stone, f"{paths}{_grout(lines)}")


def _centred(count: int) -> int:
    """How many stones of the first tile are left out, so that the middle of `count` is that of a tile, or an edge."""
    middle = SIDE // 2 if count % 2 else 0
    return (middle - count // 2) % SIDE


def _runs(slugs: Sequence[str], row: int, columns: int, shift: int) -> Iterator[tuple[str, int, int]]:
    """Stones of one colour that touch in a row, as colour, start and length."""
    start = 0
    for colour, run in groupby(_colour(slugs, row, column + shift) for column in range(columns)):
        length = len(list(run))
        if colour != LIMESTONE:
            yield colour, start, length
        start += length


def _colour(slugs: Sequence[str], row: int, column: int) -> str:
    """Tiles follow each other along a row; the next row begins with the next tile, so that no two columns are alike."""
    found = tile(slugs[(column // SIDE + row // SIDE) % len(slugs)])
    return (LIMESTONE, found.middle, found.dark)[found.stones[row % SIDE][column % SIDE]]


def row(slugs: Sequence[str], faded: frozenset[str] = frozenset(), columns: int = 0, gap: float = 0.5) -> str:
    """Tiles side by side, in rows of `columns`, a gap of stones between them; `faded` ones stand back."""
    columns = columns or len(slugs)
    step = SIDE + gap
    parts = []
    for place, slug in enumerate(slugs):
        x, y = (place % columns) * step, (place // columns) * step
        back = ' opacity=".3"' if slug in faded else ""
        parts.append(f'<g transform="translate({x:g} {y:g})"{back}>{drawing(slug)}{_grout(_GRID)}</g>')
    rows = -(-len(slugs) // columns)
    return _file(columns * step - gap, rows * step - gap, "".join(parts), ground=False)


_GRID: Final = "".join(f"M{place} 0v{SIDE}M0 {place}h{SIDE}" for place in range(1, SIDE))


def _grout(lines: str) -> str:
    return f'<path d="{lines}" stroke="{LIMESTONE}" stroke-width="{2 * GROUT:g}" fill="none"/>'


def _file(width: float, height: float, body: str, ground: bool = True) -> str:
    floor = f'<path fill="{LIMESTONE}" d="M0 0h{width:g}v{height:g}H0z"/>' if ground else ""
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" preserveAspectRatio="none"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{floor}{body}</svg>'
