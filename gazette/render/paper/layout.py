"""The flatplan: which items stand on which page, and what fills the rest of each. Lengths are in millimetres.

The engine breaks lines and pages; here is only told how high a text will be, well enough that the mosaic laid beside it
ends near the foot of the page. Where that estimate errs, a page has a little more white, never a wrong text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from html import unescape
from itertools import accumulate
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
"""Least height of a section's title with the tiles of its cities, in millimetres."""
SAFETY: Final = 3.0
"""Left free on each page, since heights are estimates."""
EVEN: Final = 1.12
"""How much wider than full lines of equal length words are set, since lines end with words."""
LONGER: Final = 1.02
"""How much higher a text becomes over several pages, at whose ends columns are not full."""
STRIP_GAP: Final = 10.0
"""Between two items on a page."""
MULTIPLE: Final = 4
"""Pages of a folded sheet."""
PHOTO_HEIGHT: Final = 95.0
"""Greatest height of a photo, in millimetres."""
FINE: Final = 25.4 / 200
"""The greatest size of a pixel on paper, in millimetres: 200 dots an inch."""
ABOVE_NOTES: Final = 6.5
"""Between the text and the notes at the foot of the page."""
PANEL: Final = 14.0
"""Height that the coloured ground adds above and below the last item of a right-hand page, in millimetres."""
CODE: Final = 20.5
"""Height of a QR code in the margin."""
WORD: Final = 6
"""Letters by which words in a narrow column are longer: what is left free at the ends of lines."""
IMPRINT: Final = 40.0
"""Height of the imprint without corrections, in millimetres."""
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
_NOTES: Final = re.compile(r'<span class="footnote"[^>]*>.*?</span>|<ol class="endnotes">.*', re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
BEFORE_HEADING: Final = 0.5
"""Lines above a heading within a text."""
CONTENTS_KEY: Final = -1
CLOSING: Final = ("poster", "members", "colophon")
"""The pages that fill an issue up to whole sheets, as they follow each other; where more are needed, more posters."""


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
    found = ((kind, unescape(_TAG.sub("", words))) for words, kind in _BLOCK.findall(_NOTES.sub("", prose.html)))
    return tuple(text_block(kind, words, widths) for kind, words in found if words.strip())


def text_block(kind: str, text: str, widths: Widths) -> TextBlock:
    """A block of words."""
    words = (word for word in re.split(r"[ \n]+", text) if word)
    measured = tuple(sum(widths.get(letter, AVERAGE) for letter in word) for word in words)
    return TextBlock(kind, measured, widths.get(" ", AVERAGE))


@dataclass(slots=True)
class LayoutPart:
    """An item on its page."""

    item: Mapping[str, Any]
    prose: Prose
    title: TextBlock
    lead: TextBlock
    pull: TextBlock
    """The sentence that may be shown large; without words where there is none."""
    blocks: Sequence[TextBlock]
    number: int
    """Its place among all items."""
    height: float = 0.0


@dataclass(slots=True)
class Leaf:
    """A page of the flatplan. `spare` is the height that its texts leave free."""

    section: Mapping[str, Any]
    parts: list[LayoutPart]
    opens: bool
    number: int = 0
    design: str = "plain"
    spare: float = 0.0
    span: int = 1
    """Pages that it takes, more than one where a text is long."""
    art: float = 0.0
    """Height of the mosaic."""
    mirrored: bool = False
    """Where one reads from right to left, odd pages lie on the left."""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> int:
        """The number of a leaf's first text, which identifies it however others change; 0 if it only fills a sheet."""
        return self.parts[0].number if self.parts else CONTENTS_KEY if self.design == "contents" else 0

    @property
    def least(self) -> float:
        """Height that its composition needs besides its texts."""
        return OPENER if self.opens else PANEL if len(self.parts) > 1 and self.side == "recto" else 0.0

    @property
    def side(self) -> str:
        return "verso" if (self.number % 2 == 0) != self.mirrored else "recto"


def prose_height(blocks: Iterable[TextBlock], width: float, columns: int, text: TypeSize) -> float:
    """A text in columns of `width`, without its notes."""
    line, total = text.leading * POINT, 0.0
    for block in blocks:
        total += block.height(text, width - (4 if block.kind == "li" else 0))
        total += line * BEFORE_HEADING if block.kind == "h" else 0
    return math.ceil(total / columns / line) * line


def notes_height(prose: Prose, links: Sequence[Any], wanted: Wanted) -> float:
    """The notes at the foot of the page, and the addresses of links."""
    note = wanted.note
    lines = sum(note.height(letters + 4, TEXT_WIDTH, wanted.greek) for letters in prose.notes)
    return lines + (ABOVE_NOTES if prose.notes else 0) + (len(prose.links) + len(links)) * note.leading * POINT * 2


def side_height(item: Mapping[str, Any], wanted: Wanted) -> float:
    """What stands in the outer margin beside an item: themes, offices and facts, and the way to its page."""
    width, between = OUTER - MARGIN_GAP - 7, 2.4
    facts = [f"{fact['label']} {' '.join(value['label'] for value in fact['values'])}" for fact in item["facts"]]
    entries = [*item["themes"], *item.get("offices", ()), *facts]
    words = sum(wanted.note.height(len(entry) + WORD, width, wanted.greek) + between for entry in entries)
    return words + CODE + 4 * wanted.note.leading * POINT


def head_height(part: LayoutPart, face: TypeSize, width: float, greek: bool, lead: bool = True) -> float:
    """City or day, title, summary."""
    above = 7.6 + part.title.height(face, width) + 3
    measure = LEAD.measure(len(part.item["summary"]), width, greek)
    return above + (part.lead.height(LEAD, measure) + 5 if lead else 0)


def photo_size(photo: Mapping[str, Any], room: float = TEXT_WIDTH) -> tuple[float, float]:
    """Width and height of a photo on paper: as wide as its room, or narrower where it is a tall one.

    One of few pixels is smaller too, for its dots to be fine enough, but never by more than a half.
    """
    width, height = photo["size"]
    scale = min(room / width, PHOTO_HEIGHT / height)
    scale = max(scale / 2, min(scale, FINE))
    return width * scale, height * scale


def photo_height(photo: Mapping[str, Any], wanted: Wanted, room: float = TEXT_WIDTH) -> float:
    """A photo with what stands under it."""
    letters = len(photo["caption"]) + len(photo["credit"]) + 12
    width, height = photo_size(photo, room)
    return height + 1.5 + wanted.note.height(letters, width, wanted.greek) + 4


def grants_height(item: Mapping[str, Any], wanted: Wanted) -> float:
    """The emblems of those who pay, each with its statement."""
    letters = [len(grant["statement"]) + len(grant["disclaimer"]) for grant in item["grants"]]
    return sum(max(14.0, wanted.note.height(count, TEXT_WIDTH - 26, wanted.greek)) + 4 for count in letters)


def part_height(part: LayoutPart, alone: bool, wanted: Wanted) -> float:
    """An item with its head over the whole width and its text in two columns."""
    title, greek = TITLE if alone else SMALL_TITLE, wanted.greek
    text = prose_height(part.blocks, COLUMN, 2, wanted.text)
    below = notes_height(part.prose, part.item["links"], wanted) + grants_height(part.item, wanted)
    head = head_height(part, title, TEXT_WIDTH, greek, lead=alone)
    above = sum(photo_height(photo, wanted) for photo in part.item["photos"])
    within = sum(photo_height(photo, wanted, COLUMN) for photo in part.item["figures"]) / 2
    return head + above + text + within + below


def spare(leaf: Leaf, wanted: Wanted) -> float:
    """Height that the texts of a leaf leave free on its pages, in millimetres."""
    alone = len(leaf.parts) == 1
    used = sum(part_height(part, alone, wanted) for part in leaf.parts)
    return leaf.span * (TEXT_HEIGHT - SAFETY) - used - STRIP_GAP * (len(leaf.parts) - 1)


def is_too_full(leaves: Sequence[Leaf], wanted: Wanted, fits: Fits) -> bool:
    """Whether a page cannot hold its texts in their size, or did not at an earlier printing."""

    def fails(leaf: Leaf) -> bool:
        bare = leaf.key in fits and fits[leaf.key].bare
        foot = wanted.foot if leaf is leaves[-1] else 0
        return bool(leaf.parts) and leaf.span == 1 and (bare or spare(leaf, wanted) - foot < leaf.least)

    return any(map(fails, leaves))


@dataclass(frozen=True, slots=True)
class Fit:
    """An earlier printing's findings about a leaf: its pages, and what to leave out so that its texts fit."""

    span: int = 1
    less: float = 0.0
    """So much lower is its art to be."""
    bare: bool = False
    """Without any art."""


Fits = Mapping[int, Fit]
"""By the key of the leaf."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The wishes of an issue for its flatplan. `pages` is the total wanted, with the cover, or 0."""

    pages: int
    foot: float
    """Height of what stands at the end of the last page, in millimetres."""
    contents: int
    """Pages of contents behind the cover, where they are too many for it."""
    greek: bool
    mirrored: bool = False
    """Read from right to left."""
    text: TypeSize = TEXT
    """The size of all texts: on pages that are seen together it must be the same."""
    note: TypeSize = NOTE


@dataclass(slots=True)
class _Run:
    """Items of a section that share pages among them; a long text is one of its own."""

    section: Mapping[str, Any]
    parts: list[LayoutPart]
    opens: bool
    count: int = 1
    """Leaves."""
    is_long: bool = False


def flatplan(
    sections: Sequence[Mapping[str, Any]], parts: Sequence[Sequence[LayoutPart]], wanted: Wanted, fits: Fits
) -> list[Leaf]:
    """The pages behind the cover, a multiple of four with it; `parts` of each section.

    Where it is on record on which pages of this issue an item stands, it stands there.
    """
    runs = [run for section, group in zip(sections, parts, strict=True) for run in _runs(section, group, wanted)]
    whole = 0
    while True:
        leaves = _leaves(runs, wanted, fits)
        bare = 1 + sum(leaf.span for leaf in leaves)
        closing = 0 if leaves and _has_room(leaves[-1], wanted) else 1
        whole = max(whole, _sheets(wanted.pages), _sheets(bare + closing))
        roomiest = _fullest(runs) if bare + closing < whole else None
        if roomiest is None:
            found = [*leaves, *_closing(bare, whole)]
            for leaf in found:
                leaf.mirrored = wanted.mirrored
            return found
        roomiest.count += 1


def _sheets(pages: int) -> int:
    return math.ceil(pages / MULTIPLE) * MULTIPLE


def _runs(section: Mapping[str, Any], group: Sequence[LayoutPart], wanted: Wanted) -> Iterator[_Run]:
    for part in group:
        part.height = part_height(part, False, wanted)
    waiting: list[LayoutPart] = []
    opens = True
    for part in group:
        long = part_height(part, True, replace(wanted, text=TIGHT)) + (OPENER if opens and not waiting else 0)
        if long > TEXT_HEIGHT - SAFETY and not part.item["span"]:
            if waiting:
                yield _Run(section, waiting, opens, _pages_of(waiting))
            yield _Run(section, [part], opens and not waiting, is_long=True)
            waiting, opens = [], False
        else:
            waiting.append(part)
    if waiting:
        yield _Run(section, waiting, opens, _pages_of(waiting))


def _leaves(runs: Sequence[_Run], wanted: Wanted, fits: Fits) -> list[Leaf]:
    leaves: list[Leaf] = []
    page = 2
    if wanted.contents:
        span = fits[CONTENTS_KEY].span if CONTENTS_KEY in fits else wanted.contents
        leaves.append(Leaf({}, [], False, page, design="contents", span=span))
        page += span
    for run in runs:
        for at, share in enumerate(_shared_out(run.parts, run.count, page, run.opens)):
            leaf = Leaf(run.section, share, run.opens and at == 0, page)
            if run.is_long:
                used = part_height(share[0], True, wanted) * LONGER + (OPENER if leaf.opens else 0)
                leaf.span = math.ceil(used / (TEXT_HEIGHT - SAFETY))
            if leaf.key in fits:
                leaf.span = fits[leaf.key].span
            leaves.append(leaf)
            page += leaf.span
    return leaves


def _has_room(leaf: Leaf, wanted: Wanted) -> bool:
    """Whether what closes the issue fits below the last texts."""
    return leaf.span == 1 and spare(leaf, replace(wanted, text=TIGHT)) - wanted.foot >= (OPENER if leaf.opens else 0)


def _closing(page: int, whole: int) -> list[Leaf]:
    """Pages of their own from behind `page` to the end, each with something to be seen or read."""
    count = whole - page
    kinds = [*(CLOSING[0] for _ in range(count - len(CLOSING))), *CLOSING[max(0, len(CLOSING) - count) :]]
    leaves = [Leaf({}, [], False, page + at, design=kind) for at, kind in enumerate(kinds, start=1)]
    return leaves if count else []


def _fullest(runs: Sequence[_Run]) -> _Run | None:
    """The run whose fullest page is the fullest of all, among those that could have a page more."""
    open_to_more = [run for run in runs if run.count < len(run.parts)]
    return max(open_to_more, key=lambda run: max(_loads(run)), default=None)


def _pages_of(group: Sequence[LayoutPart]) -> int:
    spans = [part.item["span"] for part in group]
    if all(spans):
        return min(len(group), int(max(span[1] for span in spans) - min(span[0] for span in spans) + 1))
    return max(1, min(len(group), math.ceil(sum(part.height for part in group) / (TEXT_HEIGHT * 0.8))))


def _loads(run: _Run) -> list[float]:
    shares = _shared_out(run.parts, run.count, 0, run.opens)
    above = OPENER if run.opens else 0
    return [sum(part.height for part in share) + (0 if at else above) for at, share in enumerate(shares)]


def _shared_out(group: Sequence[LayoutPart], count: int, first: int, opens: bool) -> list[list[LayoutPart]]:
    """The items of a run over its pages, in order, so that the fullest page is as little full as can be."""
    total = [0.0, *accumulate(part.height for part in group)]

    def fits(start: int, end: int, page: int) -> bool:
        spans = [part.item["span"] for part in group[start:end]]
        return not first or all(not span or span[0] <= first + page <= span[1] for span in spans)

    @cache
    def best(start: int, page: int) -> tuple[float, tuple[int, ...]]:
        if page == count:
            return (0.0, ()) if start == len(group) else (math.inf, ())
        found: tuple[float, tuple[int, ...]] = (math.inf, ())
        for end in range(start + 1, len(group) + 1):
            load = total[end] - total[start] + (OPENER if opens and not start else 0)
            if load > found[0]:
                break
            rest, cuts = best(end, page + 1)
            cost = max(load if fits(start, end, page) else load + 10_000, rest)
            if cost < found[0]:
                found = (cost, (end, *cuts))
        return found

    cuts = best(0, 0)[1]
    return [list(group[start:end]) for start, end in zip((0, *cuts), cuts, strict=False)]
