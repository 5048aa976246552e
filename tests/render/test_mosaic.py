"""The mosaic: tiles are stable, told apart at 24 px and in grey, and well-formed."""

import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.content.model import SLUG_PATTERN
from gazette.render import mosaic
from gazette.render.paper.art import Field, floor
from tests.support.colours import SCHEMES, contrast, luminance
from tests.support.facts import MEMBERS
from tests.support.sites import PROJECT

INVENTED = [f"invented-{number}" for number in range(40)]
SLUGS = [*MEMBERS, *INVENTED]
ATHENS = ["1100011/2222222/0222220/1012101/0222220/2222222/1100011", "#0b4d79", "#d99a2b"]


def greys(slug: str) -> list[float]:
    """The stones of a tile as printed in grey: lightness of each (CIE L*, 0 to 1). A stone is 3.4 px of 24."""
    tile = mosaic.tile(slug)
    tones = [mosaic.LIMESTONE, tile.middle, tile.dark]
    return [1.16 * luminance(tones[stone]) ** (1 / 3) - 0.16 for row in tile.stones for stone in row]


@pytest.mark.parametrize("dark", mosaic.DARK.values())
@pytest.mark.parametrize("middle", mosaic.MIDDLE.values())
def test_the_tones_of_a_tile_stay_apart_without_colour(dark: str, middle: str) -> None:
    assert contrast(dark, middle) >= 3
    assert contrast(middle, mosaic.LIMESTONE) >= 1.75
    assert contrast(dark, mosaic.LIMESTONE) >= 6


def test_no_two_tiles_look_alike_in_grey() -> None:
    """Of 49 stones at least four differ clearly, and the members' own differ in eight."""
    shown = {slug: greys(slug) for slug in SLUGS}
    for one, other in combinations(SLUGS, 2):
        apart = sum(abs(a - b) > 0.15 for a, b in zip(shown[one], shown[other], strict=True))
        assert apart >= (8 if one in MEMBERS and other in MEMBERS else 4), (one, other)


def test_a_tile_never_changes() -> None:
    """Print, mail and other people's copies show it: a change of the code must not redraw a city."""
    rows = ["".join(map(str, row)) for row in mosaic.tile("athens").stones]
    assert ["/".join(rows), mosaic.tile("athens").dark, mosaic.tile("athens").middle] == ATHENS


def test_every_tile_is_well_mixed() -> None:
    for slug in SLUGS:
        stones = mosaic.tile(slug).stones
        assert len(stones) == mosaic.SIDE
        assert all(len(row) == mosaic.SIDE for row in stones)
        assert {tone for row in stones for tone in row} == {0, 1, 2}


@given(st.from_regex(SLUG_PATTERN, fullmatch=True))
def test_no_tile_turns_without_being_mirrored(slug: str) -> None:
    """Four arms hooked the same way are the worst of signs; what is its own mirror image has no such arms."""
    stones = mosaic.tile(slug).stones
    assert stones == tuple(row[::-1] for row in stones)
    assert stones == stones[::-1]


def test_the_drawing_lays_each_stone_once() -> None:
    for slug in SLUGS:
        laid = [[0] * mosaic.SIDE for _ in range(mosaic.SIDE)]
        _, middle, dark = re.findall(r' d="([^"]+)"', mosaic.drawing(slug))
        for tone, path in ((1, middle), (2, dark)):
            for start, row, width in re.findall(r"M(\d) (\d)h(\d)v1h-\d", path):
                for column in range(int(start), int(start) + int(width)):
                    laid[int(row)][column] += tone
        assert tuple(map(tuple, laid)) == mosaic.tile(slug).stones


def test_the_sheet_holds_every_tile_and_is_light() -> None:
    sheet = mosaic.sprite(MEMBERS)
    root = ElementTree.fromstring(sheet)
    names = [view.get("id") for view in root.iter("{http://www.w3.org/2000/svg}view")]
    assert names == list(MEMBERS)
    assert len(sheet) < 10_000
    marked = ElementTree.fromstring(mosaic.sprite(MEMBERS, (PROJECT / "theme/static/icon.svg").read_text("utf-8")))
    views = {view.get("id"): view.get("viewBox") for view in marked.iter("{http://www.w3.org/2000/svg}view")}
    (mark,) = marked.findall("{http://www.w3.org/2000/svg}svg")
    assert views["network"] == f"{mark.get('x')} 0 {mark.get('width')} {mark.get('height')}"
    ElementTree.fromstring(mosaic.svg("athens"))
    ElementTree.fromstring(mosaic.sprite([]))


def test_the_stylesheet_knows_the_limestone() -> None:
    assert SCHEMES["light"]["limestone"] == mosaic.LIMESTONE


def test_the_published_pages_use_it(real_site: Path) -> None:
    """One file for all tiles, beside names that are written: so the pictures themselves are silent."""
    home = (real_site / "index.html").read_text("utf-8")
    found = re.findall(r'<img class="tile[^"]*" src="(assets/tiles\.[0-9a-f]+\.svg)#([a-z-]+)"[^>]* alt="">', home)
    assert {slug for _, slug in found} == set(MEMBERS)
    assert {path for path, _ in found} == {
        path.relative_to(real_site).as_posix() for path in real_site.glob("assets/tiles.*.svg")
    }


@pytest.mark.parametrize("field", [Field(216, 40), Field(67, 150), Field(216, 303), Field(142, 60)])
@pytest.mark.parametrize("count", [1, 3, 18])
def test_on_a_floor_each_tile_lies_once_and_whole(field: Field, count: int) -> None:
    slugs = SLUGS[:count]
    drawn = floor(slugs, field)
    width, height = map(float, re.search(r'width="([\d.]+)" height="([\d.]+)"', drawn).groups())  # type: ignore[union-attr]
    places = [tuple(map(float, place)) for place in re.findall(r"translate\(([\d.]+) ([\d.]+)\)", drawn)]
    assert len(set(places)) == count
    assert all(drawn.count(mosaic.drawing(slug)) == 1 for slug in slugs)
    assert all(
        1 - 0.01 <= x <= width - mosaic.SIDE - 1 + 0.01 and 1 - 0.01 <= y <= height - mosaic.SIDE - 1 + 0.01
        for x, y in places
    )
    apart = (max(abs(x - other_x), abs(y - other_y)) for (x, y), (other_x, other_y) in combinations(places, 2))
    assert all(distance >= mosaic.SIDE for distance in apart)
    assert abs(width / height - field.width / field.height) < 0.01


def test_stones_of_ink_are_seen_on_a_dark_page() -> None:
    """On paper of their own colour they would be holes; the sprite gives them another there."""
    assert contrast(mosaic.INK_AT_NIGHT, SCHEMES["dark"]["paper"]) >= 3
    assert contrast(mosaic.INK_AT_NIGHT, mosaic.LIMESTONE) >= 3
    dark = re.search(r"@media \(prefers-color-scheme:dark\)\{(.+?)\}\}", mosaic.sprite(MEMBERS))
    assert dark
    assert dark[1] == f'[fill="{mosaic.DARK["ink"]}"]{{fill:{mosaic.INK_AT_NIGHT}'
