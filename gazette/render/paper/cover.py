"""The cover: how its height is shared between the mosaic and what stands below. Lengths are in millimetres."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from ..issue import IssueView
from ..mosaic import SIDE
from . import art
from .measures import COVER_WIDTH, HEIGHT, SUBTITLE, TEXT_HEIGHT, TypeSize
from .prose import Prose

LEAST, MOST = 128.0, 220.0
"""The coloured field with title and mosaic."""
HEAD: Final = 76.0
"""Height of the issue's number, title and summary on the cover, in millimetres."""
KEY: Final = 12.0
"""Below the mosaic: who is new."""
TITLES: Final = (TypeSize(46, 50), TypeSize(34, 38), TypeSize(26, 30), TypeSize(20, 24))
"""For the title: the longer it is, the smaller."""
TITLE_ROOM: Final = 36.0
ABOVE_TITLE: Final = 34.0
WELCOME: Final = TypeSize(9.2, 13.4)
NOTE: Final = TypeSize(8, 11.2)
ENTRY: Final = TypeSize(8.4, 11.2)
SURE: Final = 1.08
"""How much higher than was told it may become."""
LARGER: Final = 1.25
"""How much higher the contents are where they have pages of their own."""
COLUMN: Final = 83.0
ENTRIES: Final = 90.0
"""Of the lines of the contents; their letters are a little narrower than was measured for texts."""
GAP: Final = 0.5
"""Of a stone, between tiles."""
MARGINS: Final = 18.0
"""Above and below what stands under the field."""


@dataclass(frozen=True, slots=True)
class Front:
    """A cover. `height` is that of its field; the mosaic in it is `width` by `mosaic`."""

    height: float
    width: float
    mosaic: float
    columns: int
    contents: int
    """Pages of contents, where they have no room here; 0 where they stand on the cover."""
    title: TypeSize
    """The size of the title."""


def front(view: IssueView, introduction: Prose, growth: float = 1.0) -> Front:
    """The layout of the cover: the mosaic is as large as the text below it allows, which is so much larger set."""
    greek = view.language == "el"
    entries = _contents_height(view, greek) * growth
    inside = entries <= HEIGHT - LEAST - MARGINS + 4
    below = max(_welcome_height(view, introduction, greek) * growth, entries if inside else 0.0)
    height = max(LEAST, min(MOST, HEIGHT - below * SURE - MARGINS))
    count = max(1, len(view.data["tiles"]))
    title, head = _head(view, greek)
    columns, unit = max(
        ((columns, _unit(columns, count, height - head - KEY)) for columns in range(1, count + 1)),
        key=lambda choice: (choice[1], -choice[0]),
    )
    rows = math.ceil(count / columns)
    contents = 0 if inside else math.ceil(entries * LARGER / (2 * (TEXT_HEIGHT - 30)))
    return Front(height, _across(columns) * unit, _across(rows) * unit, columns, contents, title)


def _head(view: IssueView, greek: bool) -> tuple[TypeSize, float]:
    """The size of the title, and what number, title and summary take of the field."""
    letters = len(view.title) + sum(map(str.isupper, view.title)) // 2  # capitals are half as wide again
    sizes = (face for face in TITLES if face.height(letters, COVER_WIDTH, greek) <= TITLE_ROOM)
    face = next(sizes, TITLES[-1])
    below = SUBTITLE.height(len(view.data["summary"]), COVER_WIDTH, greek)
    return face, max(HEAD, ABOVE_TITLE + face.height(letters, COVER_WIDTH, greek) + below + 6)


def letters_that_fit(view: IssueView, introduction: Prose) -> int | None:
    """Of an introduction that is too long for the cover: the letters of the first blocks for which there is room."""
    greek = view.language == "el"
    room = (HEIGHT - LEAST - MARGINS) / SURE - _welcome_height(view, Prose(), greek)
    heights = [WELCOME.height(block.letters, COLUMN, greek) for block in introduction.blocks]
    if sum(heights) <= room:
        return None
    fitting = [at for at, height in enumerate(accumulate(heights), start=1) if height <= room - WELCOME.leading]
    return sum(block.letters for block in introduction.blocks[: max(fitting, default=0)])


def mosaic(view: IssueView, made: Front) -> str:
    """The tiles of the members then; those who are new since the issue before stand out, where there are any."""
    tiles = view.data["tiles"]
    old = frozenset(entry["tile"] for entry in tiles if not entry["new"])
    faded = old if len(old) < len(tiles) else frozenset()
    return art.row([entry["tile"] for entry in tiles], faded, made.columns, GAP)


def _across(tiles: int) -> float:
    return tiles * (SIDE + GAP) - GAP


def _unit(columns: int, count: int, room: float) -> float:
    """The side of a stone."""
    return min(COVER_WIDTH / _across(columns), room / _across(math.ceil(count / columns)))


def _contents_height(view: IssueView, greek: bool) -> float:
    sections: list[dict[str, Any]] = view.data["sections"]
    entries = [
        len(item["title"]) + len(item["person"] or (item["cities"][0]["label"] if item["cities"] else "")) + 2
        for section in sections
        for item in section["items"]
    ]
    return 6 + 7.4 * len(sections) + sum(ENTRY.height(letters, ENTRIES, greek) + 0.7 for letters in entries)


def _welcome_height(view: IssueView, introduction: Prose, greek: bool) -> float:
    members = sum(len(member["label"]) + 2 for member in view.data["members"])
    words = sum(WELCOME.height(block.letters, COLUMN, greek) for block in introduction.blocks)
    return words + 14 + NOTE.height(members + 20, COLUMN, greek) + NOTE.height(300, COLUMN, greek)
