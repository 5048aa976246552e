"""How each page of the flatplan is composed: no page like the one before it, and none half empty. Millimetres."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from textwrap import wrap
from typing import Final

from ..mosaic import SIDE, tile
from . import layout, measures
from .art import BLEED, Field, floor, row
from .layout import Leaf
from .measures import AIR, COLUMN, HEIGHT, SMALL_TITLE, STRIP_GAP, TEXT_HEIGHT, TEXT_WIDTH, TOP, WIDTH, TypeSize
from .prose import kept

CYCLE: Final = ("door", "sky", "window", "ground", "slab")
"""Compositions for a page with one story, in turn; one that does not fit its text is passed over."""
BESIDE_PHOTO: Final = ("sky", "ground")
"""Compositions that let a photo have its place above the text."""
NEEDED: Final = {"window": 50.0, "ground": 36.0, "slab": 60.0, "sky": 1.0}
"""The least height that a composition needs."""
MOST_BESIDE: Final = 150.0
"""Height of art beside a highlighted sentence."""
SLACK: Final = 7.0
"""By which art is lower than the room that a text is thought to leave: a page too full is laid out twice, and what is
left free the art takes when the page is laid out.
"""
GROWTH: Final = 80.0
"""By how much a floor may become higher then."""
FRIEZES: Final = (6.0, 10.0, 16.0, 24.0, 36.0, 54.0, 80.0, 120.0, 180.0)
"""Heights of floors behind a text: which of them is shown tells the layout. Each goes on to the next."""
LEAST: Final = 24.0
"""Art lower than this looks left over; the page goes without."""
LOWEST: Final = 6.0
"""Tiles lower than this, below the title of a section, could not be told from each other."""
FRIEZE: Final = 10.0
"""The least height of a row of tiles."""
BELOW_TITLE: Final = 14.0
"""Between the title over all members' tiles and these."""
MUCH_LOWER: Final = 60.0
"""Millimetres that are left free under these tiles where less was not enough."""
ROW_GAP: Final = 0.5
"""Of a stone, between whole tiles."""
Files = dict[str, str]
"""Name → SVG."""


def compose(leaves: Sequence[Leaf], members: Sequence[str], wanted: layout.Wanted, fits: layout.Fits) -> Files:
    """Gives each leaf its design and its art; the files that the art is in.

    `members` are those of the whole network: theirs are the tiles where a text has no city of its own. What `fits`
    tells of has no art: there its text alone fills more than was thought.
    """
    files: Files = {}
    last, turn = "", 0
    posters = [leaf.number for leaf in leaves if leaf.design == "poster"]
    for leaf in leaves:
        foot = wanted.foot if leaf is leaves[-1] else 0
        if not leaf.parts:
            mine = members[posters.index(leaf.number) :: len(posters)] if leaf.number in posters else members
            fit = fits.get(leaf.key, layout.Fit())
            taken = foot + wanted.title + BELOW_TITLE + (MUCH_LOWER if fit.bare else fit.less)
            _close(leaf, files, mine or members, TEXT_HEIGHT - taken)
            continue
        fit = fits.get(leaf.key, layout.Fit())
        bare = fit.bare
        leaf.spare = layout.spare(leaf, wanted) - foot - fit.less - SLACK
        leaf.extra |= {"aside": False, "closes": bool(foot)}
        leaf.extra["slugs"] = _slugs(leaf) or list(members)
        if leaf.flows:
            _follow(leaf, files)
            if len(leaf.parts) > 1:
                _follow(leaf, files, leaf.parts[-1].item["tiles"] or members, "after_last")
        if bare or leaf.flows:
            leaf.spare = min(leaf.spare, measures.OPENER if leaf.opens else 0.0)
        leaf.extra["below"] = last == "open"
        leaf.design = last = (
            "plain" if bare and not leaf.flows and not leaf.opens else _design(leaf, last, turn, wanted)
        )
        turn = CYCLE.index(last) + 1 if last in CYCLE else turn
        _DRAW[leaf.design](leaf, files, wanted)
    return files


def _slugs(leaf: Leaf) -> list[str]:
    """The cities whose tiles a page is made of: for the first of a section those of all its items."""
    if leaf.opens:
        own = 1 if leaf.section["kind"] == "cities" else None
        return list(dict.fromkeys(slug for item in leaf.section["items"] for slug in item["tiles"][:own]))
    if len(leaf.parts) > 1:
        return list(dict.fromkeys(slug for part in leaf.parts for slug in part.item["tiles"]))
    tiles = leaf.parts[0].item["tiles"]
    return list(tiles[:1] if leaf.section["kind"] == "cities" else tiles)


def _design(leaf: Leaf, last: str, start: int, wanted: layout.Wanted) -> str:
    if leaf.opens or leaf.flows:
        return "open" if leaf.opens else "flow"
    if len(leaf.parts) > 1:
        paired = leaf.section["kind"] == "cities" and all(_has_own_tile(part.item) for part in leaf.parts)
        return "pair" if paired and len(leaf.parts) == 2 else "stack"
    return _design_alone(leaf, last, start, wanted)


def _design_alone(leaf: Leaf, last: str, start: int, wanted: layout.Wanted) -> str:
    """A page with one item."""
    if not leaf.parts[0].item["tiles"] and quote_words(leaf.parts[0].item):
        return "voice"
    photo = bool(leaf.parts[0].item["photos"] or leaf.parts[0].item["figures"])
    speaks = bool(quote_words(leaf.parts[0].item))
    if leaf.section["kind"] == "messages" and last != "window" and speaks and leaf.spare - AIR >= NEEDED["window"]:
        return "window"
    for turn in range(len(CYCLE)):
        choice = CYCLE[(start + turn) % len(CYCLE)]
        if choice != last and (choice in BESIDE_PHOTO or not photo) and _suits(leaf, choice, wanted):
            return choice
    return "plain"


def _has_own_tile(item: Mapping[str, object]) -> bool:
    """Whether the tile of a city is to stand for an item: not where a photo does."""
    return bool(item["tiles"]) and not item["photos"] and not item["figures"]


def _suits(leaf: Leaf, choice: str, wanted: layout.Wanted) -> bool:
    if choice == "door":
        return not leaf.extra["closes"] and _door_fits(leaf, wanted)
    if choice == "window" and not quote_words(leaf.parts[0].item):
        return False  # half of it would be empty
    if choice == "slab" and layout.side_height(leaf.parts[0].item, wanted) > _below_slab(leaf, wanted):
        return False  # the margin begins below its field
    return leaf.spare - AIR >= NEEDED[choice]


def _below_slab(leaf: Leaf, wanted: layout.Wanted) -> float:
    """What a slab would leave of the height of the text, in millimetres."""
    part = leaf.parts[0]
    head = layout.head_height(part, part.title_size, TEXT_WIDTH, wanted.greek)
    return TEXT_HEIGHT - head - (leaf.spare - 2 * AIR) - AIR


def _quote_height(leaf: Leaf) -> float:
    """Height of the highlighted sentence beside a text, in millimetres; 0 if it goes into the margin."""
    height = _pull_height(leaf)
    leaf.extra["aside"] = leaf.spare - height - AIR < NEEDED["ground"]
    return 0.0 if leaf.extra["aside"] else height


def _pull_height(leaf: Leaf) -> float:
    pull = leaf.parts[0].pull
    return pull.height(measures.PULL, TEXT_WIDTH) + 7 if pull.words else 0.0


def quote_words(item: Mapping[str, object]) -> str:
    """The sentence that an item shows large: one on record, else the first of its highlights."""
    quote, highlights = item["quote"], item["highlights"]
    if isinstance(quote, Mapping):
        return str(quote["text"])
    return str(highlights[0]) if isinstance(highlights, list) and highlights else ""


def _door_height(leaf: Leaf, wanted: layout.Wanted) -> float:
    part = leaf.parts[0]
    head = layout.head_height(part, part.title_size, TEXT_WIDTH, wanted.greek)
    return TEXT_HEIGHT - head - layout.notes_height(part.prose, part.item["links"], wanted)


def _door_fits(leaf: Leaf, wanted: layout.Wanted) -> bool:
    part = leaf.parts[0]
    if part.prose.links or part.item["links"]:
        return False  # addresses, right below the text, are as wide as the page
    return measures.prose_height(part.blocks, COLUMN, 1, wanted.text) <= _door_height(leaf, wanted) - 4


def _pave(leaf: Leaf, files: Files, field: Field) -> None:
    name = f"art/{leaf.number}.svg"
    files[name] = floor(leaf.extra["slugs"], field, GROWTH)
    leaf.extra |= {"art": name, "width": field.width, "height": field.height, "drawn": field.height + GROWTH}


def _open(leaf: Leaf, files: Files, wanted: layout.Wanted) -> None:
    """A coloured field from the head of the page down, with the section's title and the tiles of its cities."""
    leaf.art = TOP + max(leaf.spare - AIR, measures.OPENER - AIR)
    letters = len(leaf.section["title"])
    face = measures.opening(letters, wanted.greek)
    leaf.extra["face"] = face
    room = leaf.art - TOP - face.height(letters, TEXT_WIDTH, wanted.greek) - 22
    if room >= LOWEST:
        _rows(leaf, files, Field(TEXT_WIDTH, room))


def _rows(leaf: Leaf, files: Files, room: Field) -> None:
    """All tiles of the page, whole, as large as the room allows."""
    slugs = leaf.extra["slugs"]
    columns = _columns(len(slugs), room)
    rows = math.ceil(len(slugs) / columns)
    across, down = columns * (SIDE + ROW_GAP) - ROW_GAP, rows * (SIDE + ROW_GAP) - ROW_GAP
    unit = min(room.width / across, room.height / down)
    name = f"art/{leaf.number}.svg"
    files[name] = row(slugs, columns=columns, gap=ROW_GAP)
    leaf.extra |= {"art": name, "width": across * unit, "height": down * unit}


def _columns(count: int, room: Field) -> int:
    """Tiles in a row, so that they are large and the last row is full where it can be."""
    sizes = {
        columns: min(room.width / columns, room.height / math.ceil(count / columns)) for columns in range(1, count + 1)
    }
    large = 0.8 * max(sizes.values())
    return min(
        (columns for columns in sizes if sizes[columns] >= large),
        key=lambda columns: (-count % columns, -columns),
    )


def _sky(leaf: Leaf, files: Files, _wanted: layout.Wanted) -> None:
    quote = _quote_height(leaf)
    leaf.art = leaf.spare - quote - AIR + TOP
    _pave(leaf, files, Field(WIDTH + 2 * BLEED, leaf.art + BLEED))


def _frieze(leaf: Leaf, files: Files, height: float) -> None:
    """A floor across the page."""
    _pave(leaf, files, Field(WIDTH + 2 * BLEED, height))
    leaf.art = height


def _ground(leaf: Leaf, files: Files, _wanted: layout.Wanted) -> None:
    _frieze(leaf, files, leaf.spare - _quote_height(leaf) - AIR)


def _window(leaf: Leaf, files: Files, _wanted: layout.Wanted) -> None:
    leaf.art = height = min(leaf.spare - AIR, MOST_BESIDE)
    _pave(leaf, files, Field(COLUMN, height))
    words = quote_words(leaf.parts[0].item)
    longest = max(map(len, kept(words).split(" ")), default=1)
    sizes = (size for size in range(24, 11, -1) if _fits(words, longest, TypeSize(size, size * 1.32), height - 18))
    leaf.extra["size"] = next(sizes, 11)


def _fits(words: str, longest: int, face: TypeSize, height: float) -> bool:
    """Whether a sentence fits into a pane, and its longest word into a line of it; bold letters are wider."""
    letters = int((COLUMN - 14) / (face.size * measures.POINT * 0.58))
    lines = len(wrap(words, letters, break_long_words=False)) if longest <= letters else math.inf
    return lines * face.leading * measures.POINT <= height


def _door(leaf: Leaf, files: Files, wanted: layout.Wanted) -> None:
    leaf.art = _door_height(leaf, wanted) - 2
    _pave(leaf, files, Field(COLUMN + measures.INNER + BLEED, leaf.art))


def _slab(leaf: Leaf, files: Files, wanted: layout.Wanted) -> None:
    quote = _quote_height(leaf)
    head = layout.head_height(leaf.parts[0], leaf.parts[0].title_size, TEXT_WIDTH, wanted.greek)
    free = leaf.spare - quote - 2 * AIR
    leaf.art = TOP + head + free
    _rows(leaf, files, Field(TEXT_WIDTH, min(free - 8, TEXT_WIDTH)))
    leaf.extra["colour"] = tile(leaf.extra["slugs"][0]).dark


def _pair(leaf: Leaf, files: Files, wanted: layout.Wanted) -> None:
    side = _pair_side(leaf, wanted)
    for at, part in enumerate(leaf.parts):
        name = f"art/{leaf.number}-{at}.svg"
        files[name] = row(part.item["tiles"][:1])
        leaf.extra[part.item["id"]] = name
    leaf.art = side


def _pair_side(leaf: Leaf, wanted: layout.Wanted) -> float:
    """The largest tile with which both items fit, each with its head beside the tile."""
    room = TEXT_HEIGHT - 2 * layout.SAFETY - STRIP_GAP * (len(leaf.parts) - 1)
    side = COLUMN
    while side > LEAST:
        heads = [
            max(side, layout.head_height(part, SMALL_TITLE, TEXT_WIDTH - side - 6, wanted.greek)) for part in leaf.parts
        ]
        texts = [measures.prose_height(part.blocks, COLUMN, 2, wanted.text) + 8 for part in leaf.parts]
        notes = [layout.notes_height(part.prose, part.item["links"], wanted) for part in leaf.parts]
        if sum(heads) + sum(texts) + sum(notes) <= room:
            break
        side -= 1
    return side


def _stack(leaf: Leaf, files: Files, _wanted: layout.Wanted) -> None:
    """Two and more items, divided by the tiles of those who took part, or set as far apart as the page allows."""
    panel = layout.PANEL if leaf.side == "recto" else 0.0
    room = leaf.spare - AIR - panel
    if room >= FRIEZE:
        _frieze(leaf, files, min(room, 84.0))


def _voice(leaf: Leaf, files: Files, wanted: layout.Wanted) -> None:
    """A sentence as large as its field allows, above the tiles of all members."""
    head = 0 if leaf.extra["below"] else TOP  # behind an opener the field stands at the foot of the page
    leaf.art = head + leaf.spare - AIR
    words = len(quote_words(leaf.parts[0].item))
    room = leaf.art - head - (62 if leaf.extra["below"] else 50)
    sizes = (
        size
        for size in range(44, 19, -1)
        if TypeSize(size, size * 1.25).height(words, TEXT_WIDTH * 0.92, wanted.greek) <= room
    )
    leaf.extra["size"] = next(sizes, 20)
    _rows(leaf, files, Field(TEXT_WIDTH, 32.0))


def _flow(_leaf: Leaf, _files: Files, _wanted: layout.Wanted) -> None:
    return


def _follow(leaf: Leaf, files: Files, slugs: Sequence[str] = (), name_of: str = "after") -> None:
    """Floors with the tiles of its cities, one of which fills what a text leaves free of its last page."""
    found = []
    for height, higher in zip(FRIEZES, (*FRIEZES[1:], TEXT_HEIGHT), strict=True):
        name = f"art/{leaf.number}-{name_of}-{height:g}.svg"
        files[name] = floor(slugs or leaf.extra["slugs"], Field(TEXT_WIDTH, height), higher - height)
        found.append({"art": name, "width": TEXT_WIDTH, "least": height, "drawn": higher})
    leaf.extra[name_of] = found


def _close(leaf: Leaf, files: Files, members: Sequence[str], height: float) -> None:
    """A page behind the texts: the tiles of all members with their names, or large; of several posters each has its
    own.
    """
    leaf.extra["slugs"] = list(members)
    if leaf.design == "contents":
        _follow(leaf, files)
    elif leaf.design == "members":
        room = Field(TEXT_WIDTH, height)
        columns = _columns(len(members), room)
        rows = math.ceil(len(members) / columns)
        side = min((room.width - 8.0 * (columns - 1)) / columns, room.height / rows - 13)
        leaf.extra |= {"columns": columns, "side": side}
        for slug in members:
            files[f"art/tile-{slug}.svg"] = row([slug])
    elif leaf.design == "poster":
        leaf.art = HEIGHT + 2 * BLEED
        _pave(leaf, files, Field(WIDTH + 2 * BLEED, leaf.art))


def _plain(leaf: Leaf, files: Files, _wanted: layout.Wanted) -> None:
    _follow(leaf, files)


_DRAW: Final[Mapping[str, Callable[[Leaf, Files, layout.Wanted], None]]] = {
    "open": _open, "sky": _sky, "ground": _ground, "window": _window, "door": _door, "slab": _slab,
    "pair": _pair, "stack": _stack, "voice": _voice, "plain": _plain, "flow": _flow,
}  # fmt: skip
