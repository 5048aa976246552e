"""The mosaic: one tile a municipality, drawn from its slug alone, so it is the same for ever and in every medium.

Seven stones by seven in three tones: limestone, and a pair of one dark and one lighter colour. The tones are far apart
in lightness, so a tile can be told from another in grey print too (tests/render/test_mosaic.py measures both).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from ..content.model import NETWORK

SIDE: Final = 7
"""Stones along an edge."""
SERIES: Final = 1415
"""Of many ways to lay the stones, the one that gave the first eighteen members tiles well apart. Never change it."""
LIMESTONE: Final = "#ece1ca"
DARK: Final = {"aegean": "#0b4d79", "terracotta": "#8a3418", "olive": "#4a5420", "ink": "#17202b"}
INK_AT_NIGHT: Final = "#56677c"
"""Stones of ink on a dark page, of which they would be holes otherwise: 3:1 with the paper of tokens.css."""
MIDDLE: Final = {"saffron": "#d99a2b", "sky": "#7ab0d6", "clay": "#d98a6c", "sage": "#a0ab5e"}
_PAIRS: Final = [(dark, middle) for dark in DARK for middle in MIDDLE]
_GROUT: Final = "".join(f"M{place} 0v{SIDE}M0 {place}h{SIDE}" for place in range(1, SIDE))
ALIKE: Final = 40
"""Pairs of neighbouring stones of one tone, of 84."""
_HALF: Final = SIDE // 2


class Tile(NamedTuple):
    """`stones`: rows from the top, each stone 0 (limestone), 1 (the lighter colour) or 2 (the dark one)."""

    stones: tuple[tuple[int, ...], ...]
    dark: str
    middle: str


@lru_cache(maxsize=1024)
def tile(slug: str) -> Tile:
    """The tile of a municipality: the first laying of its slug's own series that is well mixed."""
    for attempt in range(1000):
        seed = hashlib.blake2b(f"{SERIES}/{slug}/{attempt}".encode(), digest_size=32).digest()
        stones = _laid(seed)
        if _is_well_mixed(stones):
            break
    dark, middle = _PAIRS[seed[0] // 5 % len(_PAIRS)]
    return Tile(stones, DARK[dark], MIDDLE[middle])


def _laid(seed: bytes) -> tuple[tuple[int, ...], ...]:
    """A rosette, the same in all eight directions, or a rug, the same in four: the seed's first byte decides.

    Both are their own mirror images. What only turns without being mirrored may come out as a hooked cross.
    """
    place = _in_a_rosette if seed[0] % 5 < 3 else _in_a_rug
    tones = [(2, 2, 1, 1, 0, 2, 0)[byte % 7] for byte in seed[1:]]
    return tuple(tuple(tones[place(row, column)] for column in range(SIDE)) for row in range(SIDE))


def _in_a_rosette(row: int, column: int) -> int:
    far, near = sorted((abs(row - _HALF), abs(column - _HALF)), reverse=True)
    return far * (far + 1) // 2 + near


def _in_a_rug(row: int, column: int) -> int:
    return abs(row - _HALF) * (_HALF + 1) + abs(column - _HALF)


def _is_well_mixed(stones: tuple[tuple[int, ...], ...]) -> bool:
    """Each tone has its share, and enough stones lie beside their like to make shapes that are seen at 24 px."""
    counts = [sum(row.count(tone) for row in stones) for tone in range(3)]
    lines = (*stones, *zip(*stones, strict=True))
    alike = sum(one == other for line in lines for one, other in pairwise(line))
    return 8 <= counts[0] <= 24 and counts[1] >= 8 and 13 <= counts[2] <= 26 and alike >= ALIKE


def drawing(slug: str) -> str:
    """The stones of a tile as SVG shapes in a square of SIDE units; the grout between them is `#grout`."""
    found = tile(slug)
    return (
        f'<path fill="{LIMESTONE}" d="M0 0h{SIDE}v{SIDE}H0z"/>'
        f'<path fill="{found.middle}" d="{_runs(found, 1)}"/><path fill="{found.dark}" d="{_runs(found, 2)}"/>'
    )


def _runs(found: Tile, tone: int) -> str:
    """Stones of one tone, those that touch in a row as one piece."""
    return "".join(
        f"M{start} {row}h{end - start}v1h-{end - start}z"
        for row, stones in enumerate(found.stones)
        for start, end in _spans(stones, tone)
    )


def _spans(stones: tuple[int, ...], tone: int) -> Iterator[tuple[int, int]]:
    start = None
    for place, stone in enumerate((*stones, -1)):
        if stone == tone and start is None:
            start = place
        elif stone != tone and start is not None:
            yield start, place
            start = None


def colours(slug: str) -> list[list[str]]:
    """The stones of a tile in rows from the top, each as its colour, `#rrggbb`."""
    found = tile(slug)
    tones = (LIMESTONE, found.middle, found.dark)
    return [[tones[stone] for stone in row] for row in found.stones]


def colours_of_mark(mark: str) -> list[list[str]]:
    """The stones of the network's own mark, an SVG file whose paths each hold the stones of one colour.

    >>> colours_of_mark('<svg viewBox="0 0 2 1"><path fill="#fff" d="M0 0h1v1h-1z"/><path fill="#000" d="M1 0h1v1z"/>')
    [['#fff', '#000']]
    """
    across, down = map(int, re.findall(r'viewBox="0 0 (\d+) (\d+)"', mark)[0])
    found = [[LIMESTONE] * across for _ in range(down)]
    for colour, stones in re.findall(r'<path fill="(#[0-9a-f]+)" d="([^"]*)"', mark):
        for x, y in re.findall(r"M(\d+) (\d+)h1v", stones):
            found[int(y)][int(x)] = colour
    return found


def svg(slug: str) -> str:
    """A tile as a file of its own."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">{drawing(slug)}'
        f'<path d="{_GROUT}" stroke="{LIMESTONE}" stroke-width=".14"/></svg>\n'
    )


def sprite(slugs: Iterable[str], mark: str = "") -> str:
    """All tiles in one file, each shown by its slug behind a `#`: one request, whatever a page shows of them.

    `mark` is the network's own, an SVG file, shown by `#network`: every page has it in its head.
    """
    step = SIDE + 1
    tiles, views = [], []
    for place, slug in enumerate(slugs):
        tiles.append(f'<g transform="translate({place * step})">{drawing(slug)}<use href="#grout"/></g>')
        views.append(_view(slug, place * step))
    if mark:
        start = len(tiles) * step
        views.append(_view(NETWORK, start))
        tiles.append(mark.strip().replace("<svg ", f'<svg x="{start}" width="{SIDE}" height="{SIDE}" ', 1))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {max(1, len(tiles)) * step} {SIDE}">'
        f'<style>@media (prefers-color-scheme:dark){{[fill="{DARK["ink"]}"]{{fill:{INK_AT_NIGHT}}}}}</style>'
        f'<defs><path id="grout" d="{_GROUT}" stroke="{LIMESTONE}" stroke-width=".14"/></defs>'
        f"{''.join(views)}{''.join(tiles)}</svg>\n"
    )


def _view(name: str, start: int) -> str:
    return f'<view id="{name}" viewBox="{start} 0 {SIDE} {SIDE}"/>'
