"""The band at the top of an email: every member's tile in its colours, and the same each time."""

from io import BytesIO

import pytest
from PIL import Image

from gazette.outputs import email
from gazette.render import mosaic
from tests.support.facts import MEMBERS


def test_each_stone_is_where_the_tile_has_it() -> None:
    slugs = sorted(MEMBERS)
    raw = email.band(slugs)
    picture = Image.open(BytesIO(raw)).convert("RGB")
    side, stone = mosaic.SIDE, email.BAND_STONE
    assert picture.size == (len(slugs) * side * stone, side * stone)
    for place, slug in enumerate(slugs):
        colours = mosaic.colours(slug)
        for row, column in ((row, column) for row in range(side) for column in range(side)):
            x, y = (place * side + column) * stone + stone // 2, row * stone + stone // 2
            assert "#{:02x}{:02x}{:02x}".format(*picture.getpixel((x, y))) == colours[row][column]
    assert len(raw) < 20_000
    assert raw == email.band(slugs)


@pytest.mark.parametrize("count", [1, 2, 15, 19])
def test_few_members_are_repeated(count: int) -> None:
    picture = Image.open(BytesIO(email.band([f"town-{number}" for number in range(count)])))
    assert picture.size[0] >= email.TILES_IN_BAND * mosaic.SIDE * email.BAND_STONE
