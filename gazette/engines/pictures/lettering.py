"""Lines of type as pictures of how much of each pixel a letter covers."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from PIL import Image, ImageFont

_LEFTWARD: Final = ("R", "AL")
_MARKS: Final = ("Mn", "Mc")


class FontFile(NamedTuple):
    """A font, TrueType or OpenType, and the letters that it has."""

    raw: bytes
    letters: frozenset[str]


class Line(NamedTuple):
    """A line of type: `covered` is a picture of it (mode `L`), `left` and `rise` tell where its beginning lies there.

    `width`: pixels from its beginning to its end; `rise` is that of the baseline.
    """

    covered: Image.Image
    left: int
    rise: int
    width: int


class Lettering:
    """Sets lines in fonts, which are asked for by name.

    A letter that stands alone is drawn once for each size: drawing it takes a hundred times as long as to put it there.
    """

    def __init__(self, font: Callable[[str], FontFile]) -> None:
        self._font = lru_cache(maxsize=32)(font)
        self._sized = lru_cache(maxsize=256)(self._opened)
        self._letter = lru_cache(maxsize=4096)(self._drawn)
        self._advance = lru_cache(maxsize=16384)(self._measured)
        self._of_sign = lru_cache(maxsize=4096)(self._found)

    def can_set(self, fonts: Sequence[str], text: str) -> bool:
        """Whether one of the fonts has each letter, and Pillow comes with Raqm where letters are joined or turned."""
        from PIL import features

        has_all = all(self._of_sign(fonts, sign) for sign in text)
        return has_all and (all(map(stands_alone, text)) or bool(features.check("raqm")))

    def width(self, fonts: Sequence[str], text: str, size: int) -> float:
        """Of a text in pixels."""
        return sum(self._run_width(name, run, size) for name, run in self._runs(fonts, text))

    def line(self, fonts: Sequence[str], text: str, size: int, is_leftward: bool = False) -> Line:
        """A text in a line. What is written from right to left is put together in that order, each run as it is."""
        from PIL import Image

        runs = self._runs(fonts, text)
        widths = [round(self._run_width(name, run, size)) for name, run in runs]
        beside, rise, fall = size // 2, size * 5 // 4, size // 2
        strip = Image.new("L", (sum(widths) + 2 * beside, rise + fall), 0)
        x = beside + (sum(widths) if is_leftward else 0)
        for (name, run), width in zip(runs, widths, strict=True):
            x -= width if is_leftward else 0
            self._set(strip, (name, size), run, (x, rise), is_leftward)
            x += 0 if is_leftward else width
        return Line(strip, beside, rise, sum(widths))

    def _set(
        self, strip: Image.Image, face: tuple[str, int], run: str, place: tuple[int, int], is_leftward: bool
    ) -> None:
        """Puts a run into a strip. `face`: the name of its font, and its size."""
        from PIL import ImageDraw

        if is_leftward or not all(map(stands_alone, run)):
            direction = "rtl" if is_leftward else None
            draw = ImageDraw.Draw(strip)
            draw.text(place, run, font=self._sized(*face), fill=255, anchor="ls", direction=direction)
            return
        x = float(place[0])
        for sign, following in pairwise(f"{run} "):
            letter, left, top = self._letter(*face, sign)
            if letter:
                strip.paste(255, (round(x) + left, place[1] + top), letter)
            x += self._step(*face, sign, following)

    def _run_width(self, name: str, run: str, size: int) -> float:
        if all(map(stands_alone, run)):
            return sum(self._step(name, size, sign, following) for sign, following in pairwise(f"{run} "))
        return self._advance(name, size, run)

    def _step(self, name: str, size: int, sign: str, following: str) -> float:
        """From one letter to the next, nearer where the font says so."""
        return self._advance(name, size, sign + following) - self._advance(name, size, following)

    def _measured(self, name: str, size: int, text: str) -> float:
        return float(self._sized(name, size).getlength(text))

    def _drawn(self, name: str, size: int, sign: str) -> tuple[Image.Image | None, int, int]:
        """A letter, and where its left and top lie from its beginning on the baseline; nothing for a space."""
        from PIL import Image, ImageDraw

        whole = Image.new("L", (4 * size, 3 * size), 0)
        ImageDraw.Draw(whole).text((size, 2 * size), sign, font=self._sized(name, size), fill=255, anchor="ls")
        box = whole.getbbox()
        return (whole.crop(box), box[0] - size, box[1] - 2 * size) if box else (None, 0, 0)

    def _runs(self, fonts: Sequence[str], text: str) -> list[tuple[str, str]]:
        """Stretches of a text, each with its font, in the order in which they are read."""
        return [(name, "".join(run)) for name, run in groupby(text, lambda sign: self._of_sign(fonts, sign))]

    def _found(self, fonts: Sequence[str], sign: str) -> str:
        return next((name for name in fonts if sign in self._font(name).letters), "")

    def _opened(self, name: str, size: int) -> ImageFont.FreeTypeFont:
        from PIL import ImageFont

        return ImageFont.truetype(BytesIO(self._font(name).raw), size)


@lru_cache(maxsize=4096)
def stands_alone(sign: str) -> bool:
    """Whether a letter is drawn as it is, wherever it stands."""
    return unicodedata.bidirectional(sign) not in _LEFTWARD and unicodedata.category(sign) not in _MARKS
