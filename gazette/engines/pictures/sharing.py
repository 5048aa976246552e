"""The picture that stands for a page where a link to it is shared: its title beside a mosaic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from .breaking import PARTED, broken
from .drawing import Canvas, Stones
from .lettering import FontFile, Lettering

_EDGE: Final = 72
_MOSAIC: Final = 420
"""The side of the square in which the mosaic lies."""
_BETWEEN: Final = 56
_LEADING: Final = 1.14
_LEADING_LEFTWARD: Final = 1.34
"""Arabic letters have their dots farther above and below the line."""
_TALLEST: Final = 350
"""Pixels for the lines of a title."""
_SIZES: Final = ((92, 3), (80, 4), (72, 4), (64, 4), (58, 4), (52, 5), (46, 6), (40, 7), (34, 9))
"""Pixels of type, and how many lines of that size are not too many; the first in which a title fits is taken."""
_KICKER: Final = 30
_NAME: Final = 27
_MARK: Final = 45
_BESIDE: Final = 18


@dataclass(frozen=True, slots=True)
class SharedWords:
    """What a picture says: what is shared; of what kind and where that is; whose it is."""

    title: str
    kicker: str
    name: str
    fonts: tuple[str, ...]
    """Names of fonts, in the order in which a letter is looked for in them."""
    is_leftward: bool = False
    """Whether it is written from right to left."""


class SharedColours(NamedTuple):
    """Of what the words stand on, of the words, and of the line above the title; each `#rrggbb`."""

    ground: str
    ink: str
    accent: str


class _Type(NamedTuple):
    text: str
    size: int
    colour: str


class SharedPictures:
    """Draws pictures of a size in pixels, in fonts, which are asked for by name.

    `mark` is the network's own.
    """

    def __init__(
        self, size: tuple[int, int], font: Callable[[str], FontFile], colours: SharedColours, mark: Stones
    ) -> None:
        self._size, self._longest = size, size[0] - 2 * _EDGE - _MARK - _BESIDE
        self._measure = size[0] - 2 * _EDGE - _MOSAIC - _BETWEEN
        self._lettering = Lettering(font)
        self._colours, self._mark = colours, mark

    def drawn(self, words: SharedWords, tiles: Sequence[Stones]) -> bytes:
        """The picture as PNG, the same each time.

        Words are left out of which a letter is in none of their fonts, and those whose letters must be joined or
        turned, where Pillow comes without Raqm, which does that.
        """
        wide, high = self._size
        canvas, foot = Canvas(self._size, self._colours.ground), high - _EDGE
        start = wide - _EDGE if words.is_leftward else _EDGE
        lines, size = self._title(words)
        for number, line in enumerate(lines):
            baseline = _EDGE + 2 * _KICKER + round(size * (0.86 + number * _leading(words)))
            self._write(canvas, words, _Type(line, size, self._colours.ink), (start, baseline))
        self._write(canvas, words, _Type(words.kicker, _KICKER, self._colours.accent), (start, _EDGE + 24))
        beside = start + (-1 if words.is_leftward else 1) * (_MARK + _BESIDE)
        self._write(canvas, words, _Type(words.name, _NAME, self._colours.ink), (beside, foot - 13))
        canvas.lay([self._mark], (start - words.is_leftward * _MARK, foot - _MARK), _MARK)
        canvas.lay(tiles, (_EDGE if words.is_leftward else wide - _EDGE - _MOSAIC, (high - _MOSAIC) // 2), _MOSAIC)
        return canvas.png()

    def _title(self, words: SharedWords) -> tuple[list[str], int]:
        """The lines of the title, and their size."""
        largest, fonts = _SIZES[0][0], words.fonts
        if not self._lettering.can_set(fonts, words.title):
            return [], largest
        parts = PARTED.split(words.title)
        widths = [self._lettering.width(fonts, part, largest) for part in parts]
        space = self._lettering.width(fonts, " ", largest)
        smallest = min(_SIZES[-1][0], int(largest * self._measure / max(widths)))  # for a word as long as a line
        for size, most in (*_SIZES, (smallest, len(parts))):
            share = size / largest
            lines = broken(parts, [width * share for width in widths], space * share, self._measure)
            if lines and len(lines) <= most and len(lines) * size * _leading(words) <= _TALLEST:
                return lines, size
        return [], largest

    def _write(self, canvas: Canvas, words: SharedWords, said: _Type, place: tuple[int, int]) -> None:
        """A line whose baseline begins at a place: at its right end where it is written to the left.

        One that is too long for the picture is set smaller.
        """
        if not self._lettering.can_set(words.fonts, said.text):
            return
        width = self._lettering.width(words.fonts, said.text, said.size)
        size = min(said.size, int(said.size * self._longest / max(1, width)))
        line = self._lettering.line(words.fonts, said.text, size, words.is_leftward)
        canvas.write(line, (place[0] - line.width * words.is_leftward, place[1]), said.colour)


def _leading(words: SharedWords) -> float:
    """From one baseline to the next, as a part of the size of type."""
    return _LEADING_LEFTWARD if words.is_leftward else _LEADING
