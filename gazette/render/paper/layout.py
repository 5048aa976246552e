"""The flatplan: which items stand on which page, and what fills the rest of each. Lengths are in millimetres.

The engine breaks lines and pages; here is only told how high a text will be, well enough that the mosaic laid beside it
ends near the foot of the page. Where that estimate errs, a page has a little more white, never a wrong text.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import accumulate
from types import MappingProxyType
from typing import Any, Final

from .measures import (
    ABOVE_NOTES,
    AIR,
    COLUMN,
    FEATURE_TITLE,
    INSIDE,
    LEAD,
    NOTE,
    OPENER,
    PHOTO_HEIGHT,
    POINT,
    SMALL_TITLE,
    STRIP_GAP,
    TEXT,
    TEXT_HEIGHT,
    TEXT_WIDTH,
    TIGHT,
    TITLE,
    TextBlock,
    TypeSize,
    is_feature,
    is_upright,
    photo_height,
    photo_size,
    prose_height,
    side_width,
)
from .prose import Prose

SAFETY: Final = 3.0
"""Left free on each page, since heights are estimates."""
LONGER: Final = 1.02
"""How much higher a text becomes over several pages, at whose ends columns are not full."""
MULTIPLE: Final = 4
"""Pages of a folded sheet."""
LEAST_PHOTO: Final = 58.0
"""Down to this height a photo is made lower where its text then fits into a page."""
PANEL: Final = 14.0
"""Height that the coloured ground adds above and below the last item of a right-hand page, in millimetres."""
CODE: Final = 20.5
"""Height of a QR code in the margin."""
WORD: Final = 6
"""Letters by which words in a narrow column are longer: what is left free at the ends of lines."""
IMPRINT: Final = 40.0
"""Height of the imprint without corrections, in millimetres."""
LeafKey = tuple[int, ...]
"""The numbers of a leaf's texts: what an earlier printing found of a leaf is true of these texts together alone."""
LeafKeys = frozenset[LeafKey]
CONTENTS_KEY: Final[LeafKey] = (-1,)
KEYS: Final[Mapping[str, LeafKey]] = {"contents": CONTENTS_KEY, "members": (-2,)}
"""Of leaves without texts that may not fit into their pages."""
MORE_KEY: Final[LeafKey] = (-3,)
"""Of the pages that are added behind the texts though no plan tells of a need: see `filled_up`."""
CLOSING: Final = ("poster", "members", "colophon")
"""The pages that fill an issue up to whole sheets, as they follow each other; where more are needed, more posters."""


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
    inside: Sequence[str] = ()
    """Sentences that stand large within the text."""
    height: float = 0.0
    photo: float = PHOTO_HEIGHT
    """Greatest height of its photos."""

    @property
    def is_feature(self) -> bool:
        return is_feature(self.blocks)

    @property
    def title_size(self) -> TypeSize:
        """Where it stands alone."""
        return FEATURE_TITLE if self.is_feature else TITLE


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
    flows: bool = False
    """Whether its texts simply follow each other: the first is long, or did not fit into any composition."""
    art: float = 0.0
    """Height of the mosaic."""
    mirrored: bool = False
    """Where one reads from right to left, odd pages lie on the left."""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> LeafKey:
        """What identifies a leaf however others change; empty if it only fills a sheet."""
        return tuple(part.number for part in self.parts) or KEYS.get(self.design, ())

    @property
    def least(self) -> float:
        """Height that its composition needs besides its texts."""
        return OPENER if self.opens else PANEL if len(self.parts) > 1 and self.side == "recto" else 0.0

    @property
    def side(self) -> str:
        return self._side(self.number)

    @property
    def last_side(self) -> str:
        """Of its last page."""
        return self._side(self.number + self.span - 1)

    def _side(self, number: int) -> str:
        return "verso" if (number % 2 == 0) != self.mirrored else "recto"


def notes_height(prose: Prose, links: Sequence[Any], wanted: Wanted) -> float:
    """The notes at the foot of the page, and the addresses of links."""
    note = wanted.note
    lines = sum(note.height(letters + 4, TEXT_WIDTH, wanted.greek) for letters in prose.notes)
    return lines + (ABOVE_NOTES if prose.notes else 0) + (len(prose.links) + len(links)) * note.leading * POINT * 2


def side_height(item: Mapping[str, Any], wanted: Wanted) -> float:
    """What stands in the outer margin beside an item: themes, offices and facts, and the way to its page."""
    width, between = side_width(), 2.4
    facts = [f"{fact['label']} {' '.join(value['label'] for value in fact['values'])}" for fact in item["facts"]]
    entries = [*item["themes"], *item.get("offices", ()), *facts]
    words = sum(wanted.note.height(len(entry) + WORD, width, wanted.greek) + between for entry in entries)
    return words + CODE + 4 * wanted.note.leading * POINT


def head_height(part: LayoutPart, face: TypeSize, width: float, greek: bool, lead: bool = True) -> float:
    """City or day, title, summary."""
    above = 7.6 + part.title.height(face, width) + 3
    measure = LEAD.measure(len(part.item["summary"]), width, greek)
    return above + (part.lead.height(LEAD, measure) + 5 if lead else 0)


def grants_height(item: Mapping[str, Any], wanted: Wanted) -> float:
    """The emblems of those who pay, each with its statement."""
    letters = [len(grant["statement"]) + len(grant["disclaimer"]) for grant in item["grants"]]
    return sum(max(14.0, wanted.note.height(count, TEXT_WIDTH - 26, wanted.greek)) + 4 for count in letters)


def part_height(part: LayoutPart, alone: bool, wanted: Wanted) -> float:
    """An item with its head over the whole width and its text in two columns."""
    title, greek = part.title_size if alone else SMALL_TITLE, wanted.greek
    text = prose_height(part.blocks, COLUMN, 2, wanted.text)
    below = notes_height(part.prose, part.item["links"], wanted) + grants_height(part.item, wanted)
    head = head_height(part, title, TEXT_WIDTH, greek, lead=alone)
    wide = [photo for photo in part.item["photos"] if not is_upright(photo)]
    above = sum(photo_height(photo, wanted.note, greek, most=part.photo) for photo in wide)
    within = [*part.item["figures"], *(photo for photo in part.item["photos"] if is_upright(photo))]
    beside = sum(photo_height(photo, wanted.note, greek, COLUMN) for photo in within) / 2
    beside += sum(INSIDE.height(len(words), COLUMN, greek) + 8 for words in part.inside) / 2
    return head + above + text + beside + below


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
        return bool(leaf.parts) and not leaf.flows and (bare or spare(leaf, wanted) - foot < leaf.least)

    return any(map(fails, leaves))


@dataclass(frozen=True, slots=True)
class Fit:
    """An earlier printing's findings about a leaf: its pages, and what to leave out so that its texts fit."""

    span: int = 1
    less: float = 0.0
    """So much lower is its art to be."""
    bare: bool = False
    """Without any art."""
    flows: bool = False
    """As texts that simply follow each other: so they took fewer pages."""


Fits = Mapping[LeafKey, Fit]
"""By the key of the leaf."""
NO_FITS: Final[Fits] = MappingProxyType({})


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
    title: float = 0.0
    """Height of the title over the tiles of all members, in millimetres."""


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
    leaves: list[Leaf] | None = _leaves(runs, wanted, fits)
    found: list[Leaf] = []
    whole = _sheets(wanted.pages)
    while leaves is not None:
        found, whole = leaves, max(whole, _sheets(_needed(leaves, wanted)))
        leaves = _with_a_page_more(runs, wanted, fits, whole) if _needed(leaves, wanted) < whole else None
    more = fits[MORE_KEY].span if MORE_KEY in fits else 0
    found += _closing(_taken(found), whole + more)
    for leaf in found:
        leaf.mirrored = wanted.mirrored
    return found


def filled_up(fits: Fits, pages: int) -> Fits:
    """`fits` with as many more pages at the end as an edition of `pages` pages needs to be folded from whole sheets."""
    known = fits[MORE_KEY].span if MORE_KEY in fits else 0
    return {**fits, MORE_KEY: Fit(known + _sheets(pages) - pages)}


def _taken(leaves: Sequence[Leaf]) -> int:
    """Pages, with the cover."""
    return 1 + sum(leaf.span for leaf in leaves)


def _needed(leaves: Sequence[Leaf], wanted: Wanted) -> int:
    """Pages, with the cover and, where there is no room for it below the last texts, with one for what closes it."""
    return _taken(leaves) + (0 if leaves and _has_room(leaves[-1], wanted) else 1)


def _sheets(pages: int) -> int:
    return math.ceil(pages / MULTIPLE) * MULTIPLE


def _runs(section: Mapping[str, Any], group: Sequence[LayoutPart], wanted: Wanted) -> Iterator[_Run]:
    for part in group:
        part.height = part_height(part, False, wanted)
    waiting: list[LayoutPart] = []
    opens = True
    followers: list[LayoutPart] = []
    for at, part in enumerate(group):
        if part in followers:
            continue
        room = TEXT_HEIGHT - SAFETY - (OPENER if opens and not waiting else 0)
        if not _fits_alone(part, room, replace(wanted, text=TIGHT)) and not part.item["span"]:
            if waiting:
                yield _Run(section, waiting, opens, _pages_of(waiting))
            followers = _followers(part, group[at + 1 :], wanted, OPENER if opens and not waiting else 0)
            yield _Run(section, [part, *followers], opens and not waiting, is_long=True)
            waiting, opens = [], False
        else:
            waiting.append(part)
    if waiting:
        yield _Run(section, waiting, opens, _pages_of(waiting))


def _followers(part: LayoutPart, others: Sequence[LayoutPart], wanted: Wanted, above: float) -> list[LayoutPart]:
    """The items that fit behind the end of a long text, on its last page."""
    room = TEXT_HEIGHT - SAFETY
    free = -(part_height(part, True, wanted) * LONGER + above) % room - STRIP_GAP
    found: list[LayoutPart] = []
    for other in others:
        free -= other.height + STRIP_GAP
        if free < 0 or other.item["span"]:
            break
        found.append(other)
    return found


def _fits_alone(part: LayoutPart, room: float, wanted: Wanted) -> bool:
    """Whether an item fits into a page of its own, if need be with a lower photo."""
    over = part_height(part, True, wanted) - room
    wide = [photo for photo in part.item["photos"] if not is_upright(photo)]
    if over > 0 and len(wide) == 1:
        lower = photo_size(wide[0])[1] - over - AIR
        part.photo = lower if lower >= LEAST_PHOTO else part.photo
        return lower >= LEAST_PHOTO
    return over <= 0


def _leaves(runs: Sequence[_Run], wanted: Wanted, fits: Fits) -> list[Leaf]:
    leaves: list[Leaf] = []
    page = 2
    if wanted.contents:
        span = fits[CONTENTS_KEY].span if CONTENTS_KEY in fits else wanted.contents
        leaves.append(Leaf({}, [], False, page, design="contents", span=span, flows=True))
        page += span
    for run in runs:
        for at, share in enumerate(_shared_out(run.parts, run.count, page, run.opens)):
            leaf = Leaf(run.section, share, run.opens and at == 0, page)
            if run.is_long:
                used = part_height(share[0], True, wanted) * LONGER + (OPENER if leaf.opens else 0)
                used += sum(part.height + STRIP_GAP for part in share[1:])
                leaf.span = math.ceil(used / (TEXT_HEIGHT - SAFETY))
            if leaf.key in fits:
                leaf.span = fits[leaf.key].span
            leaf.flows = run.is_long or leaf.span > 1 or (leaf.key in fits and fits[leaf.key].flows)
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


def _with_a_page_more(runs: Sequence[_Run], wanted: Wanted, fits: Fits, whole: int) -> list[Leaf] | None:
    """The leaves after the run with the fullest page was given one more, of those that then fit into `whole` pages.

    Where it is on record where items stand, a page more can bring others together that do not fit into one.
    What follows on the last page of a long text stays there: how many pages they take together is known from printing.
    """
    open_to_more = [run for run in runs if run.count < len(run.parts) and not run.is_long]
    for run in sorted(open_to_more, key=lambda run: max(_loads(run)), reverse=True):
        run.count += 1
        leaves = _leaves(runs, wanted, fits)
        if _needed(leaves, wanted) <= whole:
            return leaves
        run.count -= 1
    return None


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
