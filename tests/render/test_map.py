"""The map: every member is on it, at its place or joined to it by a line; a finger finds each mark on a small phone."""

import re
from itertools import combinations
from math import hypot
from pathlib import Path

import pytest

from gazette.content.model import Region
from gazette.render.map import MARK, TARGET, Mark, marks, outline
from tests.support.facts import MEMBERS

PROJECT = Path(__file__).resolve().parents[2]
COAST = outline((PROJECT / "theme/map/greece.json").read_text("utf-8"))
PHONE = 320 - 2 * 16
"""The map's width on a 320 px screen: --edge in tokens.css is 1rem there."""


def members() -> dict[str, tuple[float, float]]:
    found = {}
    for slug in MEMBERS:
        text = (PROJECT / "members" / slug / "profile.yml").read_text("utf-8")
        latitude, longitude = re.findall(r"(?:latitude|longitude): ([\d.]+)", text)
        found[slug] = (float(latitude), float(longitude))
    return found


@pytest.fixture(scope="module")
def placed() -> dict[str, Mark]:
    places = members()
    return dict(zip(places, marks(COAST, tuple(places.values())), strict=True))


def test_a_target_is_large_enough_on_a_small_phone() -> None:
    assert TARGET * PHONE / COAST.width >= 24


def test_no_two_targets_overlap(placed: dict[str, Mark]) -> None:
    for (one, a), (other, b) in combinations(placed.items(), 2):
        assert hypot(a.x - b.x, a.y - b.y) >= TARGET - 0.2, (one, other)


def test_no_two_tiles_overlap(placed: dict[str, Mark]) -> None:
    for (one, a), (other, b) in combinations(placed.items(), 2):
        assert max(abs(a.x - b.x), abs(a.y - b.y)) >= MARK + 2, (one, other)


def test_every_mark_is_inside_the_map_and_near_its_place(placed: dict[str, Mark]) -> None:
    for slug, mark in placed.items():
        assert TARGET / 2 <= mark.x <= COAST.width - TARGET / 2, slug
        assert TARGET / 2 <= mark.y <= COAST.height - TARGET / 2, slug
        assert hypot(mark.x - mark.at_x, mark.y - mark.at_y) < 1.5 * TARGET, slug


def test_the_projection_is_the_one_the_coast_was_drawn_with() -> None:
    """Corners of the frame that tools/map/make.js fits into the margins; and places known to lie where they lie."""
    west, south = COAST.place(34.7, 19.2)
    east, north = COAST.place(41.8, 28.4)
    assert (round(west), round(east), round(north)) == (12, 588, 12)
    assert abs(south - (COAST.height - 12)) < 1
    athens, salonica, chania = COAST.place(37.98, 23.73), COAST.place(40.64, 22.94), COAST.place(35.51, 24.02)
    assert salonica[1] < athens[1] < chania[1]
    assert salonica[0] < athens[0] < chania[0]


def test_the_coast_is_light_and_stays_in_its_frame() -> None:
    assert len(COAST.path) < 9_000
    x = y = 0
    for start, steps in re.findall(r"M(\d+ \d+)l([^z]+)z", COAST.path):
        x, y = map(int, start.split())
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            assert -5 <= x <= COAST.width + 5
            assert -5 <= y <= COAST.height + 5


def test_marks_are_the_same_every_time_and_many_are_survived() -> None:
    places = tuple((35 + number % 17 * 0.37, 20.5 + number % 23 * 0.3) for number in range(300))
    assert marks(COAST, places) == marks.__wrapped__(COAST, places)
    assert marks(COAST, ()) == ()
    twice = marks(COAST, ((38.0, 23.7), (38.0, 23.7)))
    assert hypot(twice[0].x - twice[1].x, twice[0].y - twice[1].y) >= TARGET - 0.2


def test_every_region_lights_up_on_map_and_list() -> None:
    sheet = (PROJECT / "theme/map/map.css").read_text("utf-8")
    for region in Region:
        assert f".atlas:has(.in-{region.value}:is(:hover, :focus-within)) .in-{region.value} .frame" in sheet
        assert f".atlas:has(g.in-{region.value}:is(:hover, :focus-within)) .region.in-{region.value}" in sheet


@pytest.mark.parametrize("root", ["", "en"])
def test_the_page_has_each_member_on_the_map_and_in_the_list(real_site: Path, root: str) -> None:
    page = (real_site / root / "members/index.html").read_text("utf-8")
    drawn, listed = page[page.index("<svg") : page.index("</svg>")], page[page.index("</svg>") :]
    assert set(re.findall(r'<a class="mark" href="([a-z-]+)/" aria-label="[^"]+"', drawn)) == set(MEMBERS)
    assert set(MEMBERS) <= set(re.findall(r'<h4 class="card-title"><a href="([a-z-]+)/"', listed))
