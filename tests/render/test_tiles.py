"""The mosaic: tiles are stable, told apart at 24 px and in grey, and well-formed."""

import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from colours import SCHEMES, contrast, luminance
from conftest import PROJECT
from facts import MEMBERS

from gazette.render import tiles

INVENTED = [f"invented-{number}" for number in range(40)]
SLUGS = [*MEMBERS, *INVENTED]
ATHENS = ["2211122/2200022/1001001/1012101/1001001/2200022/2211122", "#0b4d79", "#d99a2b"]


def greys(slug: str) -> list[float]:
    """The stones of a tile as printed in grey: lightness of each (CIE L*, 0 to 1). A stone is 3.4 px of 24."""
    tile = tiles.tile(slug)
    tones = [tiles.LIMESTONE, tile.middle, tile.dark]
    return [1.16 * luminance(tones[stone]) ** (1 / 3) - 0.16 for row in tile.stones for stone in row]


@pytest.mark.parametrize("dark", tiles.DARK.values())
@pytest.mark.parametrize("middle", tiles.MIDDLE.values())
def test_the_tones_of_a_tile_stay_apart_without_colour(dark: str, middle: str) -> None:
    assert contrast(dark, middle) >= 3
    assert contrast(middle, tiles.LIMESTONE) >= 1.75
    assert contrast(dark, tiles.LIMESTONE) >= 6


def test_no_two_tiles_look_alike_in_grey() -> None:
    """Of 49 stones at least four differ clearly, and the members' own differ in eight."""
    shown = {slug: greys(slug) for slug in SLUGS}
    for one, other in combinations(SLUGS, 2):
        apart = sum(abs(a - b) > 0.15 for a, b in zip(shown[one], shown[other], strict=True))
        assert apart >= (8 if one in MEMBERS and other in MEMBERS else 4), (one, other)


def test_a_tile_never_changes() -> None:
    """Print, mail and other people's copies show it: a change of the code must not redraw a city."""
    rows = ["".join(map(str, row)) for row in tiles.tile("athens").stones]
    assert ["/".join(rows), tiles.tile("athens").dark, tiles.tile("athens").middle] == ATHENS


def test_every_tile_is_well_mixed() -> None:
    for slug in SLUGS:
        stones = tiles.tile(slug).stones
        assert len(stones) == tiles.SIDE
        assert all(len(row) == tiles.SIDE for row in stones)
        assert {tone for row in stones for tone in row} == {0, 1, 2}


def test_the_drawing_lays_each_stone_once() -> None:
    for slug in SLUGS:
        laid = [[0] * tiles.SIDE for _ in range(tiles.SIDE)]
        _, middle, dark = re.findall(r' d="([^"]+)"', tiles.drawing(slug))
        for tone, path in ((1, middle), (2, dark)):
            for start, row, width in re.findall(r"M(\d) (\d)h(\d)v1h-\d", path):
                for column in range(int(start), int(start) + int(width)):
                    laid[int(row)][column] += tone
        assert tuple(map(tuple, laid)) == tiles.tile(slug).stones


def test_the_sheet_holds_every_tile_and_is_light() -> None:
    sheet = tiles.sheet(MEMBERS)
    root = ElementTree.fromstring(sheet)
    names = [view.get("id") for view in root.iter("{http://www.w3.org/2000/svg}view")]
    assert names == list(MEMBERS)
    assert len(sheet) < 10_000
    marked = ElementTree.fromstring(tiles.sheet(MEMBERS, (PROJECT / "theme/static/icon.svg").read_text("utf-8")))
    views = {view.get("id"): view.get("viewBox") for view in marked.iter("{http://www.w3.org/2000/svg}view")}
    (mark,) = marked.findall("{http://www.w3.org/2000/svg}svg")
    assert views["network"] == f"{mark.get('x')} 0 {mark.get('width')} {mark.get('height')}"
    ElementTree.fromstring(tiles.svg("athens"))
    ElementTree.fromstring(tiles.sheet([]))


def test_the_stylesheet_knows_the_limestone() -> None:
    assert SCHEMES["light"]["limestone"] == tiles.LIMESTONE


def test_the_published_pages_use_it(real_site: Path) -> None:
    """One file for all tiles, beside names that are written: so the pictures themselves are silent."""
    home = (real_site / "index.html").read_text("utf-8")
    found = re.findall(r'<img class="tile[^"]*" src="(assets/tiles\.[0-9a-f]+\.svg)#([a-z-]+)"[^>]* alt="">', home)
    assert {slug for _, slug in found} == set(MEMBERS)
    assert {path for path, _ in found} == {
        path.relative_to(real_site).as_posix() for path in real_site.glob("assets/tiles.*.svg")
    }
