"""Pictures of few colours that are drawn, not taken: squares of stones, and letters whose edges are smooth."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Final

from .lettering import Line

if TYPE_CHECKING:
    from PIL import Image

Stones = Sequence[Sequence[str]]
"""Rows of a square from the top; each stone a colour, `#rrggbb`."""
_GAP: Final = 0.07
"""Of a stone, left free on each side."""
_LEVELS: Final = 8
"""Shades from the ground to the colour of letters."""
_COVERED: Final = tuple(round(covered * _LEVELS / 255) for covered in range(256))
"""How much of a pixel a letter covers, from 0 to 255 → its shade."""
_PACKING: Final = 3
"""Of zlib: 6 takes twice as long and saves a fifth."""


class Canvas:
    """A picture in the making: each pixel the place of its colour in a palette that grows, of 256 at most."""

    def __init__(self, size: tuple[int, int], ground: str) -> None:
        from PIL import Image

        self._colours = [_parts(ground)]
        self._places: dict[str, int] = {ground: 0}
        self._pixels: Image.Image = Image.new("L", size, 0)

    def write(self, line: Line, place: tuple[int, int], colour: str) -> None:
        """A line of type on bare ground, its beginning on the baseline at a place."""
        box = (place[0] - line.left, place[1] - line.rise)
        self._pixels.paste(line.covered.point(self._shades(colour)), box, line.covered)

    def lay(self, squares: Sequence[Stones], place: tuple[int, int], side: int) -> None:
        """Squares of stones in rows within a square of that side, as large as fit, in the middle of it."""
        columns, each = _laid_out(len(squares), side, max(map(len, squares)))
        rows = -(-len(squares) // columns)
        left, top = place[0] + (side - columns * each) // 2, place[1] + (side - rows * each) // 2
        for number, stones in enumerate(squares):
            row, column = divmod(number, columns)
            short = columns - min(columns, len(squares) - row * columns)  # a last row with room is in the middle
            self._square(stones, left + column * each + short * each // 2, top + row * each, each // len(stones))

    def lay_in_a_row(self, squares: Sequence[Stones], stone: int) -> None:
        """Squares of stones side by side from the left edge, each stone of that side."""
        left = 0
        for stones in squares:
            self._square(stones, left, 0, stone)
            left += len(stones) * stone

    def cover(self, stones: Stones) -> None:
        """The whole picture as one square of stones, of which the outer ones touch its edges."""
        from PIL import ImageDraw

        draw, stone, last = ImageDraw.Draw(self._pixels), self._pixels.width / len(stones), len(stones) - 1
        gap = stone * _GAP
        edges = [
            (round(place * stone + gap * (place > 0)), round((place + 1) * stone - gap * (place < last)) - 1)
            for place in range(len(stones))
        ]
        for (top, bottom), line in zip(edges, stones, strict=True):
            for (left, right), colour in zip(edges, line, strict=True):
                draw.rectangle((left, top, right, bottom), fill=self._place(colour))

    def png(self) -> bytes:
        """The picture as a file."""
        from PIL import Image

        made = Image.frombytes("P", self._pixels.size, self._pixels.tobytes())
        made.putpalette(bytes(part for colour in self._colours for part in colour))
        packed = BytesIO()
        made.save(packed, "PNG", compress_level=_PACKING)
        return packed.getvalue()

    def _square(self, stones: Stones, left: int, top: int, stone: int) -> None:
        from PIL import ImageDraw

        draw, gap = ImageDraw.Draw(self._pixels), round(stone * _GAP)
        for row, line in enumerate(stones):
            for column, colour in enumerate(line):
                x, y = left + column * stone + gap, top + row * stone + gap
                far = stone - 2 * gap - 1
                draw.rectangle((x, y, x + far, y + far), fill=self._place(colour))

    def _place(self, colour: str) -> int:
        if colour not in self._places:
            self._places[colour] = len(self._colours)
            self._colours.append(_parts(colour))
        return self._places[colour]

    def _shades(self, colour: str) -> list[int]:
        """How much of a pixel a letter covers, from 0 to 255 → the place of that shade."""
        name = f"shades of {colour}"
        if name not in self._places:
            self._places[name] = len(self._colours)
            self._colours += [
                _between(self._colours[0], _parts(colour), step / _LEVELS) for step in range(1, _LEVELS + 1)
            ]
        first = self._places[name]
        return [first + step - 1 if step else 0 for step in _COVERED]


def icon(stones: Stones, size: int, room: float, ground: str) -> bytes:
    """A square of stones as PNG, `size` pixels wide and high, with `room` on each side of it, as a part of that."""
    canvas, free = Canvas((size, size), ground), round(size * room)
    canvas.lay([stones], (free, free), size - 2 * free)
    return canvas.png()


def logo(stones: Stones, size: int, ground: str) -> bytes:
    """A square of stones as PNG, `size` pixels wide and high, without any room about it."""
    canvas = Canvas((size, size), ground)
    canvas.cover(stones)
    return canvas.png()


def band(squares: Sequence[Stones], stone: int, ground: str) -> bytes:
    """Squares of stones side by side as PNG, each stone `stone` pixels wide and high."""
    across, down = sum(map(len, squares)), max(map(len, squares), default=0)
    canvas = Canvas((across * stone, down * stone), ground)
    canvas.lay_in_a_row(squares, stone)
    return canvas.png()


def _laid_out(count: int, side: int, across: int) -> tuple[int, int]:
    """Columns, and the side of a square: the largest that fits, in whole pixels for each of its stones."""
    sides = {columns: side // max(columns, -(-count // columns)) // across * across for columns in range(1, count + 1)}
    return max(sides.items(), key=lambda pair: (pair[1], -(-count // pair[0]) * pair[0] == count))


def _parts(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def _between(one: tuple[int, int, int], other: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    red, green, blue = (round(first + (second - first) * share) for first, second in zip(one, other, strict=True))
    return red, green, blue
