"""Measures of the page and the sizes of type on it, and how high words and photos become. Lengths are in millimetres.

The engine breaks lines; here is only told how high a text will be.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

from .prose import Prose

POINT: Final = 25.4 / 72
WIDTH, HEIGHT = 210.0, 297.0
TOP, BOTTOM, INNER, OUTER = 17.0, 23.0, 16.0, 47.0
GUTTER: Final = 6.0
MARGIN_GAP: Final = 5.0
"""Between the text and the notes in the outer margin."""
SIDE_EDGE, BOOKLET_EDGE = 7.0, 1.0
"""Between the notes in the outer margin and the edge of the page; in a booklet the sheet has a margin too."""
TEXT_WIDTH: Final = WIDTH - INNER - OUTER
COLUMN: Final = (TEXT_WIDTH - GUTTER) / 2
TEXT_HEIGHT: Final = HEIGHT - TOP - BOTTOM
OPENER: Final = 62.0
"""Least height of a section's title with the tiles of its cities, in millimetres."""
AIR: Final = 9.0
"""Between art and text."""
EVEN: Final = 1.12
"""How much wider than full lines of equal length words are set, since lines end with words."""
STRIP_GAP: Final = 10.0
"""Between two items on a page."""
PHOTO_HEIGHT: Final = 95.0
"""Greatest height of a photo, in millimetres."""
FINE: Final = 25.4 / 200
"""The greatest size of a pixel on paper, in millimetres: 200 dots an inch."""
UPRIGHT: Final = 0.85
"""Height of a photo, in parts of its width, from which it shares the width of the page with the text."""
TALL: Final = 1.2
"""Height of a photo, in parts of its width, from which it shares even a column: with its caption."""
TALL_WIDTH: Final = 44.0
CAPTION_GAP: Final = 3.0
LEAST_CAPTION: Final = 21.0
"""Width of a caption beside its photo, at least."""
FEATURE: Final = 600
"""Words from which a text is a feature: its title is larger, its sentences in large letters stand within."""
ABOVE_NOTES: Final = 6.5
"""Between the text and the notes at the foot of the page."""
INDENT: Final = 5.0
"""Of the first line of a paragraph."""
HYPHENATION_ZONE: Final = 0.25
"""The part of a line that may be left free before a word is parted."""
LONG_WORD: Final = 3.5
"""From this width on, in parts of the size of type, a word is parted."""
AVERAGE: Final = 0.5
"""Width of a letter that the font lacks, in parts of the size of type."""
_BLOCK: Final = re.compile(r"(.*?)</(p|li|pre|dt|dd|tr|h)\d?>", re.DOTALL)
"""The words of a block and its kind."""
_ROW: Final = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_NOTES: Final = re.compile(r'<span class="footnote"[^>]*>.*?</span>|<ol class="endnotes">.*', re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
BEFORE_HEADING: Final = 0.5
"""Lines above a heading within a text."""


@dataclass(frozen=True, slots=True)
class TypeSize:
    """A size of type: points, and points from line to line."""

    size: float
    leading: float

    def lines(self, letters: int, width: float, greek: bool) -> int:
        """How many lines so many letters take; the widths were measured over the committed fonts."""
        return max(1, math.ceil(self._length(letters, greek) / width))

    def _length(self, letters: int, greek: bool) -> float:
        return letters * self.size * POINT * (0.505 if greek else 0.476) / 0.97

    def letters(self, width: float, greek: bool) -> float:
        """How many letters stand in a line."""
        return width / self._length(1, greek)

    def measure(self, letters: int, width: float, greek: bool) -> float:
        """The width, at most `width`, in which so many letters fill their lines about alike, and none is one word."""
        return min(width, EVEN * self._length(letters, greek) / self.lines(letters, width, greek))

    def height(self, letters: int, width: float, greek: bool) -> float:
        return self.lines(letters, width, greek) * self.leading * POINT


TEXT: Final = TypeSize(10.4, 15.6)
TIGHT: Final = TypeSize(9.8, 14.3)
"""For an issue of which a text would need a page more in the other size."""
LEAD: Final = TypeSize(13, 19)
TITLE: Final = TypeSize(25, 29)
FEATURE_TITLE: Final = TypeSize(34, 38)
INSIDE: Final = TypeSize(14, 18)
"""For a sentence that stands large within a column."""
SMALL_TITLE: Final = TypeSize(18, 22)
NOTE: Final = TypeSize(8, 11.4)
PULL: Final = TypeSize(20, 27)
OPENING: Final = TypeSize(40, 44)
OPENINGS: Final = (OPENING, TypeSize(28, 32), TypeSize(22, 26), TypeSize(16, 20))
"""For the title of a section: the longer it is, the smaller."""
SUBTITLE: Final = TypeSize(13, 18)
BOOKLET_NOTE: Final = TypeSize(9.8, 13)
"""The smallest type of pages that are printed at two thirds of their size: 6.5 points are left."""
LARGE_TEXT: Final = TypeSize(18, 27)
LARGE_NOTE: Final = TypeSize(16, 23)
"""In large print: for captions, facts and notes."""
LARGE_MARGIN: Final = 22.0
LARGE_WIDTH: Final = WIDTH - 2 * LARGE_MARGIN
"""Of a line in large print, in millimetres."""
COVER_WIDTH: Final = 178.0
"""Width between the cover's margins, in millimetres."""


def side_width(edge: float = SIDE_EDGE) -> float:
    """The width of the notes in the outer margin, so far from the edge of the page."""
    return OUTER - MARGIN_GAP - edge


def opening(letters: int, greek: bool) -> TypeSize:
    """The size for a section's title of so many letters, so that it leaves room for the tiles of its cities."""
    room = OPENER / 2
    return next((face for face in OPENINGS if face.height(letters, TEXT_WIDTH, greek) <= room), OPENINGS[-1])


Widths = Mapping[str, float]
"""Letter → its width, in parts of the size of type."""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph, heading or entry of a list, as the widths of its words in parts of the size of type."""

    kind: str
    words: tuple[float, ...]
    space: float
    """The width of the space between two words."""
    cells: int = 1
    """Of a table's row."""

    def height(self, face: TypeSize, width: float) -> float:
        """Its height in lines of at most `width`; in a text a long word is parted where it would leave much room."""
        room, lines, used = width / (face.size * POINT), 1, INDENT / (face.size * POINT) if self.kind == "p" else 0.0
        for word in self.words:
            if used and used + word > room:
                is_parted = self.kind in ("p", "li") and word > LONG_WORD and room - used > HYPHENATION_ZONE * room
                lines, used = lines + 1, 0.0
                word = word / 2 if is_parted else word  # noqa: PLW2901 - what is left of it
            used += word + self.space
        return lines * face.leading * POINT


def text_blocks(prose: Prose, widths: Widths) -> tuple[TextBlock, ...]:
    """The blocks of a text that is set in letters of these widths."""
    html = _NOTES.sub("", prose.html)
    rows = [text_block("tr", _fullest_cell(row), widths, row.count("</t")) for row in _ROW.findall(html)]
    found = ((kind, unescape(_TAG.sub("", words))) for words, kind in _BLOCK.findall(_ROW.sub("", html)))
    return (*(text_block(kind, words, widths) for kind, words in found if words.strip()), *rows)


def _fullest_cell(row: str) -> str:
    return max((unescape(_TAG.sub("", cell)) for cell in re.split("</t[hd]>", row)), key=len)


def text_block(kind: str, text: str, widths: Widths, cells: int = 1) -> TextBlock:
    """A block of words; of the row of a table, those of its fullest cell."""
    words = (word for word in re.split(r"[ \n]+", text) if word)
    measured = tuple(sum(widths.get(letter, AVERAGE) for letter in word) for word in words)
    return TextBlock(kind, measured, widths.get(" ", AVERAGE), cells)


def is_feature(blocks: Iterable[TextBlock]) -> bool:
    """Whether a text is as long as one."""
    return sum(len(block.words) for block in blocks) >= FEATURE


def prose_height(blocks: Iterable[TextBlock], width: float, columns: int, text: TypeSize) -> float:
    """A text in columns of `width`, without its notes."""
    line, total = text.leading * POINT, 0.0
    for block in blocks:
        if block.kind == "tr":
            total += columns * (block.height(NOTE, TEXT_WIDTH / block.cells) + 2)
            continue
        total += block.height(text, width - (4 if block.kind == "li" else 0))
        total += line * BEFORE_HEADING if block.kind == "h" else 0
    return math.ceil(total / columns / line) * line


def is_upright(photo: Mapping[str, Any]) -> bool:
    """Whether a photo is too high to stand alone over the whole width."""
    width, height = photo["size"]
    return bool(height >= UPRIGHT * width)


def photo_size(photo: Mapping[str, Any], room: float = TEXT_WIDTH, most: float = PHOTO_HEIGHT) -> tuple[float, float]:
    """Width and height of a photo on paper: as wide as its room, or narrower where it would be higher than `most`.

    One of few pixels is smaller too, for its dots to be fine enough, but never by more than a half.
    """
    width, height = photo["size"]
    room = TALL_WIDTH if room == COLUMN and height >= TALL * width else room
    scale = min(room / width, most / height)
    scale = max(scale / 2, min(scale, FINE))
    return width * scale, height * scale


def caption_width(
    photo: Mapping[str, Any], note: TypeSize, room: float, greek: bool, most: float = PHOTO_HEIGHT
) -> float:
    """The width of a caption in letters of `note` that stands beside its photo; 0 where it stands below."""
    width, height = photo_size(photo, room, most)
    left = room - width - CAPTION_GAP
    is_beside = left >= LEAST_CAPTION and note.height(_letters_below(photo), left, greek) < height
    return left if is_beside else 0.0


def _letters_below(photo: Mapping[str, Any]) -> int:
    return len(photo["caption"]) + len(photo["credit"]) + 12


def photo_height(
    photo: Mapping[str, Any], note: TypeSize, greek: bool, room: float = TEXT_WIDTH, most: float = PHOTO_HEIGHT
) -> float:
    """A photo with what stands under it, in letters of `note`."""
    width, height = photo_size(photo, room, most)
    if caption_width(photo, note, room, greek, most):
        return height + 4
    return height + note.height(_letters_below(photo), width, greek) + 1.5 + 4


def text_height(greek: bool) -> Callable[[int], float]:
    """Letters → about the height of a text of so many in a column."""
    return lambda letters: letters * TEXT.height(1, COLUMN, greek) / TEXT.letters(COLUMN, greek)
