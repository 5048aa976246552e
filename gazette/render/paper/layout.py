"""The flatplan: which items stand on which page, and what fills the rest of each. Lengths are in millimetres.

The engine breaks lines and pages; here is only told how high a text will be, well enough that the mosaic laid beside it
ends near the foot of the page. Where that estimate errs, a page has a little more white, never a wrong text.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from .prose import Prose

POINT: Final = 25.4 / 72
WIDTH, HEIGHT = 210.0, 297.0
TOP, BOTTOM, INNER, OUTER = 17.0, 23.0, 16.0, 47.0
GUTTER: Final = 6.0
MARGIN_GAP: Final = 5.0
"""Between the text and the notes in the outer margin."""
TEXT_WIDTH: Final = WIDTH - INNER - OUTER
COLUMN: Final = (TEXT_WIDTH - GUTTER) / 2
TEXT_HEIGHT: Final = HEIGHT - TOP - BOTTOM
OPENER: Final = 62.0
"""What the title of a section takes at least, with the tiles of its cities."""
SAFETY: Final = 5.0
"""Left free on each page, since heights are estimates."""
MULTIPLE: Final = 4
"""Pages of a folded sheet."""


@dataclass(frozen=True, slots=True)
class Face:
    """A size of type: points, and points from line to line."""

    size: float
    leading: float

    def lines(self, letters: int, width: float, greek: bool) -> int:
        """How many lines so many letters take; the widths were measured over the committed fonts."""
        letter = self.size * POINT * (0.505 if greek else 0.476)
        return max(1, math.ceil(letters * letter / (width * 0.97)))

    def height(self, letters: int, width: float, greek: bool) -> float:
        return self.lines(letters, width, greek) * self.leading * POINT


TEXT: Final = Face(10.4, 15.6)
TIGHT: Final = Face(9.8, 14.3)
"""For a page whose texts would not fit in the size of the others."""
LEAD: Final = Face(13, 19)
TITLE: Final = Face(25, 29)
SMALL_TITLE: Final = Face(18, 22)
HEADING: Final = Face(10.5, 15.6)
NOTE: Final = Face(8, 11.4)
PULL: Final = Face(20, 27)
OPENING: Final = Face(40, 44)


@dataclass(slots=True)
class Part:
    """An item on its page."""

    item: Mapping[str, Any]
    prose: Prose
    number: int
    """Its place among all items."""
    height: float = 0.0


@dataclass(slots=True)
class Leaf:
    """A page of the flatplan. `spare` is the height that its texts leave free."""

    section: Mapping[str, Any]
    parts: list[Part]
    opens: bool
    number: int = 0
    design: str = "plain"
    spare: float = 0.0
    tight: bool = False
    """Set in the smaller size."""
    art: float = 0.0
    """Height of the mosaic."""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def side(self) -> str:
        return "verso" if self.number % 2 == 0 else "recto"


def prose_height(prose: Prose, width: float, columns: int, greek: bool, text: Face = TEXT) -> float:
    """A text in columns of `width`, without its notes."""
    total = 0.0
    for block in prose.blocks:
        face = HEADING if block.kind == "h" else text
        total += face.height(block.letters, width - (4 if block.kind == "li" else 0), greek)
        total += text.leading * POINT * (0.5 if block.kind == "h" else 0)
    return total / columns + (text.leading * POINT if columns > 1 else 0)


def notes_height(prose: Prose, links: Sequence[Any], greek: bool) -> float:
    """The notes at the foot of the page, and the addresses of links."""
    lines = sum(NOTE.height(letters + 4, TEXT_WIDTH, greek) for letters in prose.notes)
    return lines + (3 if prose.notes else 0) + (len(prose.links) + len(links)) * NOTE.leading * POINT * 2


def head_height(item: Mapping[str, Any], face: Face, width: float, greek: bool, lead: bool = True) -> float:
    """City or day, title, summary."""
    above = 8.0
    title = face.height(len(item["title"]), width, greek)
    return above + title + 3 + (LEAD.height(len(item["summary"]), width, greek) + 5 if lead else 3)


def part_height(part: Part, alone: bool, greek: bool, face: Face = TEXT) -> float:
    """An item with its head over the whole width and its text in two columns."""
    title = TITLE if alone else SMALL_TITLE
    text = prose_height(part.prose, COLUMN, 2, greek, face)
    notes = notes_height(part.prose, part.item["links"], greek)
    return head_height(part.item, title, TEXT_WIDTH, greek, lead=alone) + text + notes


def flatplan(
    sections: Sequence[Mapping[str, Any]], parts: Sequence[Sequence[Part]], pages: int, greek: bool
) -> list[Leaf]:
    """The pages behind the cover; `parts` of each section. `pages` is the whole number wanted, the cover too, or 0.

    Where it is on record on which pages of this issue an item stands, it stands there.
    """
    for group in parts:
        for part in group:
            part.height = part_height(part, alone=False, greek=greek)
    counts = [_pages_of(group) for group in parts]
    wanted = pages or math.ceil((sum(counts) + 1) / MULTIPLE) * MULTIPLE
    while sum(counts) + 1 < wanted:
        roomy = [
            (max(_loads(group, count)), -at)
            for at, (group, count) in enumerate(zip(parts, counts, strict=True))
            if count < len(group)
        ]
        if not roomy:
            break
        counts[-max(roomy)[1]] += 1
    leaves: list[Leaf] = []
    for section, group, count in zip(sections, parts, counts, strict=True):
        first = len(leaves) + 2
        for at, share in enumerate(_shared_out(group, count, first)):
            leaves.append(Leaf(section, share, at == 0, first + at))
    return leaves


def _pages_of(group: Sequence[Part]) -> int:
    spans = [part.item["span"] for part in group]
    if all(spans):
        return min(len(group), int(max(span[1] for span in spans) - min(span[0] for span in spans) + 1))
    return min(len(group), math.ceil(sum(part.height for part in group) / (TEXT_HEIGHT * 0.8)))


def _loads(group: Sequence[Part], count: int) -> list[float]:
    shares = _shared_out(group, count, 0)
    return [sum(part.height for part in share) + (0 if at else OPENER) for at, share in enumerate(shares)]


def _shared_out(group: Sequence[Part], count: int, first: int) -> list[list[Part]]:
    """The items of a section over its pages, in order, so that the fullest page is as little full as can be."""

    def fits(start: int, end: int, page: int) -> bool:
        spans = [part.item["span"] for part in group[start:end]]
        return not first or all(not span or span[0] <= first + page <= span[1] for span in spans)

    @cache
    def best(start: int, page: int) -> tuple[float, tuple[int, ...]]:
        if page == count:
            return (0.0, ()) if start == len(group) else (math.inf, ())
        found: tuple[float, tuple[int, ...]] = (math.inf, ())
        for end in range(start + 1, len(group) + 1):
            load = sum(part.height for part in group[start:end]) + (0 if start else OPENER)
            rest, cuts = best(end, page + 1)
            cost = max(load if fits(start, end, page) else load + 10_000, rest)
            if cost < found[0]:
                found = (cost, (end, *cuts))
        return found

    cuts = best(0, 0)[1]
    return [list(group[start:end]) for start, end in zip((0, *cuts), cuts, strict=False)]
