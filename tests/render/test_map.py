"""The map: every member is on it, at its place or joined to it by a line; a finger finds each mark on a small phone."""

import re
from itertools import combinations
from math import hypot
from pathlib import Path

import pytest

from gazette.content.model import Region
from gazette.render.map import LETTER, LETTERS, MARK, TARGET, Box, Drawn, Mark, drawn, outline
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


def names(language: str) -> tuple[str, ...]:
    folders = [PROJECT / "members" / slug / f"{language}.md" for slug in MEMBERS]
    return tuple(re.findall(r"^name: (.+)$", path.read_text("utf-8"), re.MULTILINE)[0] for path in folders)


@pytest.fixture(scope="module", params=["el", "en"])
def whole(request: pytest.FixtureRequest) -> Drawn:
    return drawn(COAST, tuple(members().values()), names(request.param))


@pytest.fixture
def placed(whole: Drawn) -> dict[str, Mark]:
    return dict(zip(MEMBERS, whole.marks, strict=True))


def boxes(whole: Drawn) -> list[Box]:
    """Where the names stand."""
    found = []
    for label in whole.labels:
        assert label
        width = LETTERS * LETTER * max(map(len, label.lines))
        left = label.x - {"start": 0, "middle": width / 2, "end": width}[label.anchor]
        found.append(Box(left, label.y - LETTERS * 0.85, width, LETTERS * 1.15 * len(label.lines)))
    return found


def test_a_target_is_large_enough_on_a_small_phone() -> None:
    assert TARGET * PHONE / COAST.width >= 24


def test_no_two_targets_overlap(placed: dict[str, Mark]) -> None:
    for (one, a), (other, b) in combinations(placed.items(), 2):
        assert hypot(a.x - b.x, a.y - b.y) >= TARGET - 0.2, (one, other)


def test_no_two_tiles_overlap(placed: dict[str, Mark]) -> None:
    for (one, a), (other, b) in combinations(placed.items(), 2):
        assert max(abs(a.x - b.x), abs(a.y - b.y)) >= MARK - 2, (one, other)


def test_every_member_has_its_name_beside_it_and_no_name_covers_anything(whole: Drawn) -> None:
    found = boxes(whole)
    tiles = [Box(mark.x - MARK / 2, mark.y - MARK / 2, MARK, MARK) for mark in whole.marks]
    assert not any(one.covered(other) for one, other in combinations(found, 2))
    assert not any(name.covered(tile) for name in found for tile in tiles)
    assert all(box.x >= 0 and box.x + box.width <= COAST.width for box in found)


def test_names_can_be_read_on_a_phone() -> None:
    """12 px at 390 px, less the margins."""
    assert LETTERS * (390 - 2 * 16) / COAST.width >= 12


def test_attica_and_thessaloniki_are_drawn_again_larger(whole: Drawn) -> None:
    slugs = list(MEMBERS)
    north, south = whole.parts
    assert {slugs[number] for number in north.members} == {"thessaloniki", "kalamaria", "neapoli-sykies", "delta"}
    assert {slugs[number] for number in south.members} == {
        "athens", "piraeus", "agios-dimitrios", "nea-filadelfeia-nea-chalkidona",
    }  # fmt: skip
    for part in whole.parts:
        for number in part.members:
            mark = whole.marks[number]
            assert part.x < mark.x < part.x + part.width
            assert part.y < mark.y < part.y + part.height
            assert hypot(mark.x - mark.at_x, mark.y - mark.at_y) < 1.5 * TARGET, slugs[number]
    assert whole.height == south.y + south.height


def test_the_others_are_on_the_map_and_near_their_places(whole: Drawn, placed: dict[str, Mark]) -> None:
    again = {number for part in whole.parts for number in part.members}
    for number, (slug, mark) in enumerate(placed.items()):
        if number not in again:
            assert TARGET / 2 <= mark.x <= COAST.width - TARGET / 2, slug
            assert TARGET / 2 <= mark.y <= COAST.height - TARGET / 2, slug
            assert hypot(mark.x - mark.at_x, mark.y - mark.at_y) < TARGET, slug


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
    many = tuple(f"Town {number}" for number in range(300))
    assert drawn(COAST, places, many) == drawn.__wrapped__(COAST, places, many)
    assert drawn(COAST, (), ()) == Drawn((), (), (), COAST.height)
    one, other = drawn(COAST, ((38.0, 23.7), (38.0, 23.7)), ("Here", "Here too")).marks
    assert hypot(one.x - other.x, one.y - other.y) >= TARGET - 0.2


def test_a_name_without_room_is_left_out() -> None:
    """Its member has a mark all the same; a reader of the screen hears the name, others find it in the list."""
    found = drawn(COAST, ((38.0, 23.7),), ("A name that is wider than all of the country " * 2,))
    assert found.labels == (None,)
    assert len(found.marks) == 1


def test_every_region_lights_up_on_map_and_list() -> None:
    sheet = (PROJECT / "theme/map/map.css").read_text("utf-8")
    for region in Region:
        assert f".atlas:has(.in-{region.value}:is(:hover, :focus-within)) .in-{region.value} .frame" in sheet
        assert f".atlas:has(g.in-{region.value}:is(:hover, :focus-within)) .region.in-{region.value}" in sheet


@pytest.mark.parametrize("root", ["", "en"])
def test_the_page_has_each_member_on_the_map_and_in_the_list(real_site: Path, root: str) -> None:
    page = (real_site / root / "members/index.html").read_text("utf-8")
    atlas, listed = page[page.index("<svg") : page.rindex("</svg>")], page[page.rindex("</svg>") :]
    assert set(re.findall(r'<a class="mark" href="([a-z-]+)/" aria-label="[^"]+"', atlas)) == set(MEMBERS)
    assert set(MEMBERS) <= set(re.findall(r'<h4 class="card-title"><a href="([a-z-]+)/"', listed))
