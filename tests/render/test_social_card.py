"""The picture for shared links: every member's tile in its colours, small, and the same each time."""

import re
import struct
import zlib
from pathlib import Path

import pytest

from gazette.render import mosaic, social_card
from tests.support.facts import MEMBERS

URL = "https://cities-network.example/"


def pixels(raw: bytes) -> tuple[list[bytes], list[str]]:
    """The lines of a picture, and its palette."""
    assert raw.startswith(b"\x89PNG\r\n\x1a\n")
    chunks, at = {}, 8
    while at < len(raw):
        (length,) = struct.unpack(">I", raw[at : at + 4])
        name, data = raw[at + 4 : at + 8], raw[at + 8 : at + 8 + length]
        assert struct.unpack(">I", raw[at + 8 + length : at + 12 + length]) == (zlib.crc32(name + data),)
        chunks[name], at = data, at + 12 + length
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    assert (width, height) == (social_card.WIDTH, social_card.HEIGHT)
    flat = zlib.decompress(chunks[b"IDAT"])
    lines = [flat[start : start + width + 1] for start in range(0, len(flat), width + 1)]
    assert len(lines) == height
    assert {line[0] for line in lines} == {0}
    palette = chunks[b"PLTE"]
    return [line[1:] for line in lines], [f"#{palette[at : at + 3].hex()}" for at in range(0, len(palette), 3)]


def test_each_stone_is_where_the_tile_has_it() -> None:
    slugs = sorted(MEMBERS)
    raw = social_card.card(slugs)
    lines, palette = pixels(raw)
    stone, columns = 200 // mosaic.SIDE, 6
    left, top = (1200 - columns * stone * 7) // 2, (630 - 3 * stone * 7) // 2
    for place, slug in enumerate(slugs):
        found = mosaic.tile(slug)
        tones = (mosaic.LIMESTONE, found.middle, found.dark)
        for row, column in ((row, column) for row in range(7) for column in range(7)):
            y = top + (place // columns * 7 + row) * stone + stone // 2
            x = left + (place % columns * 7 + column) * stone + stone // 2
            assert palette[lines[y][x]] == tones[found.stones[row][column]], (slug, row, column)
    assert len(raw) < 20_000
    assert raw == social_card.card(slugs)


@pytest.mark.parametrize("count", [0, 1, 2, 19, 60, 325])
def test_it_holds_any_number_of_members(count: int) -> None:
    lines, _ = pixels(social_card.card([f"town-{number}" for number in range(count)]))
    assert {len(line) for line in lines} == {social_card.WIDTH}
    assert any(any(line) for line in lines) == bool(count)


def test_every_page_names_it_or_its_own_photo(real_site: Path) -> None:
    for page in ("index.html", "en/index.html", "stories/athens-city-together/index.html"):
        found = re.findall(r'<meta property="og:image" content="([^"]+)">', (real_site / page).read_text("utf-8"))
        assert len(found) == 1
        assert found[0].startswith(URL)
        assert (real_site / found[0].removeprefix(URL)).is_file()
