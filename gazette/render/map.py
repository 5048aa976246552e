"""The map of the members: where each one's mark stands on the outline of Greece. Pure arithmetic.

A mark is as large as a finger needs on a phone, so neighbours such as those of Attica do not fit on their true places:
they are moved apart, each joined to its place by a thin line.
"""

from __future__ import annotations

import json
import math
from functools import lru_cache
from itertools import combinations
from typing import Final, NamedTuple

TARGET: Final = 52.0
"""Across a mark's target, in units of the map: 24 px and a little where the map is 288 px wide, on a 320 px screen."""
MARK: Final = 33.0
"""Across the tile that is seen."""
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


def outline(text: str) -> Outline:
    """The outline as scripts/map wrote it."""
    record = json.loads(text)
    return Outline(**{name: record[name] for name in Outline._fields})


@lru_cache(maxsize=64)
def marks(map_: Outline, places: tuple[tuple[float, float], ...]) -> tuple[Mark, ...]:
    """A mark for each (latitude, longitude); no two nearer than TARGET while the map has room for that."""
    homes = [map_.place(*place) for place in places]
    room = math.sqrt(map_.width * map_.height / max(1, len(places)))
    apart = min(TARGET, room * 0.75)
    now = [(x + 0.01 * math.cos(n), y + 0.01 * math.sin(n)) for n, (x, y) in enumerate(homes)]
    rounds = _ROUNDS if len(places) <= 60 else 30
    for number in range(rounds):
        pull = 0.03 if number < rounds * 0.6 else 0.0
        now = [_inside(map_, _towards(here, home, pull)) for here, home in zip(now, homes, strict=True)]
        _push(now, apart)
    settled = (_inside(map_, here) for here in now)
    return tuple(
        Mark(round(x, 1), round(y, 1), round(at_x, 1), round(at_y, 1))
        for (x, y), (at_x, at_y) in zip(settled, homes, strict=True)
    )


def _towards(here: tuple[float, float], home: tuple[float, float], share: float) -> tuple[float, float]:
    return here[0] + (home[0] - here[0]) * share, here[1] + (home[1] - here[1]) * share


def _inside(map_: Outline, here: tuple[float, float]) -> tuple[float, float]:
    edge = TARGET / 2
    return min(max(here[0], edge), map_.width - edge), min(max(here[1], edge), map_.height - edge)


def _push(now: list[tuple[float, float]], apart: float) -> None:
    """Moves each two that are too near away from each other."""
    for one, other in combinations(range(len(now)), 2):
        across, down = now[other][0] - now[one][0], now[other][1] - now[one][1]
        distance = math.hypot(across, down)
        if distance < apart:
            step = (apart - distance + 0.2) / 2 / (distance or 1.0)
            now[one] = (now[one][0] - across * step, now[one][1] - down * step)
            now[other] = (now[other][0] + across * step, now[other][1] + down * step)
