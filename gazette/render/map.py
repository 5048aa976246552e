"""The map of the members: where each one's mark and name stand on the outline of Greece. Pure arithmetic.

A mark is as large as a finger needs on a phone. Where several members lie close together, as in Attica, that part of
the country is drawn again below the map, larger. Other neighbours are moved apart, each joined to its place by a thin
line.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Final, NamedTuple

TARGET: Final = 52.0
"""Across a mark's target, in units of the map: 24 px and a little where the map is 288 px wide, on a 320 px screen."""
MARK: Final = 40.0
"""Across the tile that is seen."""
LETTERS: Final = 21.0
"""Size of the names: 12 px where the map is 358 px wide, on a phone of 390 px."""
LETTER: Final = 0.57
"""Mean width of a letter of a name, in ems."""
NEAR: Final = 24.0
"""How far members may lie from each other to be shown together in a part of their own."""
MOST_PARTS: Final = 2
FEWEST: Final = 3
"""Members for which a part of the map is drawn again."""
PART_HEIGHT: Final = 190.0
GAP: Final = 16.0
"""Between the map and its parts."""
CLEAR: Final = 8.0
"""How far a name is from the marks of others, so that it is read with its own."""
MOST_ORDERS: Final = 40
"""Up to so many marks, several orders of naming them are tried."""
APART: Final = 68.0
"""How far marks are apart in such a part, so that there is room for the names."""
LARGER: Final = 7.0
"""How much larger the parts are than the map."""
_ROUNDS: Final = 400


class Outline(NamedTuple):
    """The coast as one SVG path, and its Mercator projection (d3-geo: scale, and where 0° north, 0° east lies)."""

    width: float
    height: float
    scale: float
    x: float
    y: float
    path: str

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """A point of the earth on the map."""
        up = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
        return self.x + self.scale * math.radians(longitude), self.y - self.scale * up


class Mark(NamedTuple):
    """`x`, `y`: the middle of the target; `at_x`, `at_y`: the true place."""

    x: float
    y: float
    at_x: float
    at_y: float

    @property
    def is_moved(self) -> bool:
        """Whether the true place is outside the tile that is seen."""
        return max(abs(self.x - self.at_x), abs(self.y - self.at_y)) > MARK / 2


class Inset(NamedTuple):
    """A part of the map, drawn again below it: a frame at `x`, `y`, in which the map is LARGER, moved by `left`, `top`.

    `members`: which places it shows, by their number.
    """

    x: float
    y: float
    width: float
    height: float
    left: float
    top: float
    members: tuple[int, ...]


class Label(NamedTuple):
    """A name beside its mark: its lines, and where the first begins, `start`, `middle` or `end` of it at `x`."""

    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str


class Box(NamedTuple):
    """A rectangle, from its corner at the top and on the left."""

    x: float
    y: float
    width: float
    height: float

    def covered(self, other: Box) -> float:
        """The area that both cover."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        down = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(0.0, across) * max(0.0, down)


class Drawn(NamedTuple):
    """The whole map: a mark and a name for each place, nothing where a name has no room; and the parts drawn again."""

    marks: tuple[Mark, ...]
    labels: tuple[Label | None, ...]
    parts: tuple[Inset, ...]
    height: float


def outline(text: str) -> Outline:
    """The outline as scripts/map wrote it."""
    record = json.loads(text)
    return Outline(**{name: record[name] for name in Outline._fields})


@lru_cache(maxsize=64)
def drawn(map_: Outline, places: tuple[tuple[float, float], ...], names: tuple[str, ...]) -> Drawn:
    """A mark for each (latitude, longitude) and its name beside it."""
    homes = [map_.place(*place) for place in places]
    parts = tuple(_parts(map_, homes))
    whole = Box(0, 0, map_.width, map_.height)
    frames = [(whole, [n for n in range(len(homes)) if all(n not in part.members for part in parts)], homes)]
    for part in parts:
        larger = [(part.x + LARGER * (x - part.left), part.y + LARGER * (y - part.top)) for x, y in homes]
        frames.append((Box(part.x, part.y, part.width, part.height), list(part.members), larger))
    marks: dict[int, Mark] = {}
    labels: dict[int, Label | None] = {}
    for frame, shown, at in frames:
        settled = spread([at[number] for number in shown], frame, TARGET if frame is whole else APART)
        marks |= zip(shown, settled, strict=True)
        labels |= zip(shown, named(settled, [names[number] for number in shown], frame), strict=True)
    height = max([map_.height, *(part.y + part.height for part in parts)])
    numbers = range(len(homes))
    return Drawn(tuple(marks[n] for n in numbers), tuple(labels[n] for n in numbers), parts, height)


def _parts(map_: Outline, homes: list[tuple[float, float]]) -> Iterator[Inset]:
    """The parts to be drawn again, one below the other, from the north to the south; wide, since names are long."""
    crowds = sorted(_crowds(homes), key=len, reverse=True)[:MOST_PARTS]
    width = map_.width
    for number, crowd in enumerate(sorted(crowds, key=lambda crowd: min(homes[n][1] for n in crowd))):
        middle_x, middle_y = (
            (min(homes[n][axis] for n in crowd) + max(homes[n][axis] for n in crowd)) / 2 for axis in (0, 1)
        )
        left, top = middle_x - width / 2 / LARGER, middle_y - PART_HEIGHT / 2 / LARGER
        x, y = 0.0, map_.height + GAP + number * (PART_HEIGHT + GAP)
        yield Inset(x, y, width, PART_HEIGHT, round(left, 1), round(top, 1), tuple(crowd))


def _crowds(homes: list[tuple[float, float]]) -> list[list[int]]:
    """Places that lie close together, each near at least one other: their numbers."""
    crowd = list(range(len(homes)))
    for one, other in combinations(range(len(homes)), 2):
        if math.dist(homes[one], homes[other]) < NEAR:
            joined, left = sorted((crowd[one], crowd[other]))
            crowd = [joined if number == left else number for number in crowd]
    found = [[n for n, number in enumerate(crowd) if number == first] for first in dict.fromkeys(crowd)]
    return [numbers for numbers in found if FEWEST <= len(numbers) < len(homes)]


def spread(homes: Sequence[tuple[float, float]], frame: Box, apart: float = TARGET) -> list[Mark]:
    """A mark for each place within a frame; no two nearer than `apart` while the frame has room for that."""
    room = math.sqrt(frame.width * frame.height / max(1, len(homes)))
    apart = min(apart, room * 0.75)
    now = [(x + 0.01 * math.cos(n), y + 0.01 * math.sin(n)) for n, (x, y) in enumerate(homes)]
    rounds = _ROUNDS if len(homes) <= 60 else 30
    for number in range(rounds):
        pull = 0.03 if number < rounds * 0.6 else 0.0
        now = [_inside(frame, _towards(here, home, pull)) for here, home in zip(now, homes, strict=True)]
        _push(now, apart)
    settled = (_inside(frame, here) for here in now)
    return [
        Mark(round(x, 1), round(y, 1), round(at_x, 1), round(at_y, 1))
        for (x, y), (at_x, at_y) in zip(settled, homes, strict=True)
    ]


def named(marks: Sequence[Mark], names: Sequence[str], frame: Box) -> list[Label | None]:
    """A label for each mark, at the side where it covers nothing; nothing for one that has no such side.

    Who comes first may take another's only side, so each mark is first once, and the order that names most is taken.
    """
    places = [Box(mark.at_x - 6, mark.at_y - 6, 12, 12) for mark in marks if mark.is_moved]
    sides = []
    for mark, name in zip(marks, names, strict=True):
        taken = [_square(mark, MARK), *places, *(_square(other, MARK + 2 * CLEAR) for other in marks if other != mark)]
        free = ((label, box) for label, box in _sides(mark, _lines(name)) if _is_within(box, frame))
        sides.append([side for side in free if not _covers(side[1], taken)])
    fewest_first = sorted(range(len(marks)), key=lambda number: len(sides[number]))
    starts = range(len(marks) if len(marks) <= MOST_ORDERS else 1)
    orders = [[start, *(number for number in fewest_first if number != start)] for start in starts]
    tried = [_labelled(sides, order) for order in orders]
    best = max(tried, key=len, default={})
    return [best.get(number) for number in range(len(marks))]


def _labelled(sides: Sequence[Sequence[tuple[Label, Box]]], order: Sequence[int]) -> dict[int, Label]:
    """Labels by number of the mark, each at the best side that those before it in `order` have left."""
    found: dict[int, Label] = {}
    taken: list[Box] = []
    for number in order:
        free = next((side for side in sides[number] if not _covers(side[1], taken)), None)
        if free:
            found[number] = free[0]
            taken.append(free[1])
    return found


def _covers(box: Box, others: Sequence[Box]) -> bool:
    return any(box.covered(other) for other in others)


def _square(mark: Mark, side: float) -> Box:
    return Box(mark.x - side / 2, mark.y - side / 2, side, side)


def _lines(name: str) -> tuple[str, ...]:
    """A name of two towns in two lines, parted behind its dash."""
    first, dash, second = name.partition(" – ")
    return (f"{first} –", second) if dash else (name,)


def _sides(mark: Mark, lines: tuple[str, ...]) -> Iterator[tuple[Label, Box]]:
    """The places for a name, the best first: right of its mark, left of it, below, above, and there to one side."""
    width, height = LETTERS * LETTER * max(map(len, lines)), LETTERS * 1.15 * len(lines)
    half, away, up = MARK / 2, MARK / 2 + 5, LETTERS * 0.85
    boxes = (
        ("start", mark.x + away, Box(mark.x + away, mark.y - height / 2, width, height)),
        ("end", mark.x - away, Box(mark.x - away - width, mark.y - height / 2, width, height)),
        ("middle", mark.x, Box(mark.x - width / 2, mark.y + away - 2, width, height)),
        ("middle", mark.x, Box(mark.x - width / 2, mark.y - away + 2 - height, width, height)),
        ("start", mark.x - half, Box(mark.x - half, mark.y + away - 2, width, height)),
        ("end", mark.x + half, Box(mark.x + half - width, mark.y + away - 2, width, height)),
        ("start", mark.x - half, Box(mark.x - half, mark.y - away + 2 - height, width, height)),
        ("end", mark.x + half, Box(mark.x + half - width, mark.y - away + 2 - height, width, height)),
    )
    for anchor, x, box in boxes:
        yield Label(lines, round(x, 1), round(box.y + up, 1), anchor), box


def _is_within(box: Box, frame: Box) -> bool:
    across = frame.x <= box.x and box.x + box.width <= frame.x + frame.width
    return across and frame.y <= box.y and box.y + box.height <= frame.y + frame.height


def _towards(here: tuple[float, float], home: tuple[float, float], share: float) -> tuple[float, float]:
    return here[0] + (home[0] - here[0]) * share, here[1] + (home[1] - here[1]) * share


def _inside(frame: Box, here: tuple[float, float]) -> tuple[float, float]:
    edge = TARGET / 2
    return (
        min(max(here[0], frame.x + edge), frame.x + frame.width - edge),
        min(max(here[1], frame.y + edge), frame.y + frame.height - edge),
    )


def _push(now: list[tuple[float, float]], apart: float) -> None:
    """Moves each two that are too near away from each other."""
    for one, other in combinations(range(len(now)), 2):
        across, down = now[other][0] - now[one][0], now[other][1] - now[one][1]
        distance = math.hypot(across, down)
        if distance < apart:
            step = (apart - distance + 0.2) / 2 / (distance or 1.0)
            now[one] = (now[one][0] - across * step, now[one][1] - down * step)
            now[other] = (now[other][0] + across * step, now[other][1] + down * step)
