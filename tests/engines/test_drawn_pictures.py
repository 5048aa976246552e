"""Pictures that are drawn for shared links: words whole, lines even, tiles where they belong, bytes the same."""

from functools import cache
from io import BytesIO

import pytest
from PIL import Image, ImageFont, features

from gazette.engines.fonts import decompressed, letter_widths
from gazette.engines.pictures import FontFile, SharedColours, SharedPictures, SharedWords, icon
from gazette.engines.pictures.breaking import broken
from gazette.render import mosaic
from tests.support.sites import PROJECT

PAPER, INK, ACCENT = "#fbf8f2", "#17202b", "#0b4d79"
GREEK = ("commissioner-700", "commissioner-700-more", "commissioner-700-paper")
ARABIC = ("commissioner-700", "noto-arabic-bold")
MARK = mosaic.colours_of_mark((PROJECT / "theme/static/icon.svg").read_text("utf-8"))
LINES = {
    "Μάσκες για το κοινωνικό παντοπωλείο και ανοιχτή εκδήλωση για την ένταξη": 6,
    "Χανιά": 1,
    "Να φροντίζουμε όσους φροντίζουν": 3,
    "Τι έμαθαν ο Δήμος Νεάπολης – Συκεών και η Καλαμαριά από το REACT": 5,
}


@cache
def font(name: str) -> FontFile:
    path = next((PROJECT / "theme").rglob(f"{name}.woff2"))
    raw = decompressed(path.read_bytes())
    return FontFile(raw, frozenset(letter_widths(raw)))


@cache
def drawer() -> SharedPictures:
    return SharedPictures((1200, 630), font, SharedColours(PAPER, INK, ACCENT), MARK)


def drawn(title: str, *tiles: str, kicker: str = "", fonts: tuple[str, ...] = GREEK, leftward: bool = False) -> bytes:
    words = SharedWords(title, kicker, "Δίκτυο", fonts, leftward)
    return drawer().drawn(words, [mosaic.colours(slug) for slug in tiles or ("athens",)])


def opened(raw: bytes) -> Image.Image:
    return Image.open(BytesIO(raw)).convert("RGB")


def has_title(raw: bytes) -> bool:
    """Whether there is ink between the kicker and the name."""
    inside = opened(raw).crop((72, 120, 640, 490))
    return any(max(colour) < 60 for _, colour in inside.getcolors(1 << 20) or ())


@pytest.mark.parametrize("title", LINES)
def test_a_title_stands_whole_in_even_lines(title: str) -> None:
    lines, size = drawer()._title(SharedWords(title, "", "", GREEK))
    assert " ".join(lines) == title
    assert len(lines) <= LINES[title]
    assert size >= 46
    assert len(lines) == 1 or len(lines[-1].split()) > 1 or len(lines[-1]) > 8, "no short word alone at the end"


def test_what_cannot_be_broken_is_set_smaller() -> None:
    for title in ("Δυσανασχετούμενοςπαραμορφωτικόςκόσμος", " ".join(["ιστορία"] * 25), "ΨΞΩ" * 66):
        lines, size = drawer()._title(SharedWords(title, "", "", GREEK))
        assert " ".join(lines) == title
        assert lines
        assert all(drawer()._lettering.width(GREEK, line, size) <= 586 for line in lines)


def test_lines_are_as_even_as_can_be() -> None:
    words = "one two three four five six".split()
    assert broken(words, [3, 3, 5, 4, 4, 3], 1, 14) == ["one two three", "four five six"]
    assert broken(["alone"], [5], 1, 4) == []
    assert broken([], [], 1, 4) == []


@pytest.mark.parametrize("slugs", [("chania",), ("tilos", "delta"), ("a", "b", "c"), tuple(f"t{n}" for n in range(18))])
def test_each_stone_has_its_colour(slugs: tuple[str, ...]) -> None:
    picture = opened(drawn("Χανιά", *slugs))
    shown = {colour for _, colour in picture.crop((708, 105, 1128, 525)).getcolors(1 << 20) or ()}
    wanted = {tuple(bytes.fromhex(colour[1:])) for slug in slugs for row in mosaic.colours(slug) for colour in row} | {
        tuple(bytes.fromhex(PAPER[1:]))
    }
    assert shown == wanted


def test_it_is_small_and_the_same_each_time() -> None:
    slugs = [f"town-{number}" for number in range(36)]
    first = drawn(next(iter(LINES)), *slugs, kicker="Έκθεση · 36 πόλεις")
    assert len(first) <= 60_000
    assert first == drawn(next(iter(LINES)), *slugs, kicker="Έκθεση · 36 πόλεις")
    other = SharedPictures((1200, 630), font, SharedColours(PAPER, INK, ACCENT), MARK)
    words = SharedWords(next(iter(LINES)), "Έκθεση · 36 πόλεις", "Δίκτυο", GREEK)
    assert other.drawn(words, [mosaic.colours(slug) for slug in slugs]) == first


def test_what_is_read_from_the_right_begins_there() -> None:
    picture = opened(drawn("مكتبة IOM 2021", fonts=ARABIC, leftward=True))
    dark = [x for x in range(1200) for y in range(130, 480, 2) if max(picture.getpixel((x, y))) < 60]
    assert 1100 < max(dark) <= 1135
    assert picture.getpixel((102, 135)) != tuple(bytes.fromhex(PAPER[1:])), "the mosaic stands on the left"


def test_letters_are_joined_or_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Joined letters are narrower than the same ones apart; without Raqm they would stand apart, and turned."""
    sized = ImageFont.truetype(BytesIO(font("noto-arabic-bold").raw), 80)
    assert sized.getlength("مكتبة", direction="rtl") < sum(sized.getlength(sign) for sign in "مكتبة")
    assert has_title(drawn("مكتبة", fonts=ARABIC, leftward=False))
    monkeypatch.setattr(features, "check", lambda name: name != "raqm")
    assert not has_title(drawn("مكتبة", fonts=ARABIC, leftward=False))
    assert has_title(drawn("Βιβλιοθήκη"))


def test_letters_that_no_font_has_leave_the_mosaic_alone() -> None:
    assert not has_title(drawn("图书馆"))
    assert has_title(drawn("Київ"))


def test_a_long_line_above_the_title_stays_within() -> None:
    picture = opened(drawn("Χανιά", kicker="Ενημερωτικό δελτίο, τεύχος 2 · " * 4))
    right = picture.crop((1129, 0, 1200, 104))
    assert right.getcolors() == [(71 * 104, tuple(bytes.fromhex(PAPER[1:])))]


@pytest.mark.parametrize("size", [180, 192, 512])
def test_an_icon_has_room_about_it(size: int) -> None:
    picture = opened(icon(MARK, size, 0.22, PAPER))
    assert picture.size == (size, size)
    bare = tuple(bytes.fromhex(PAPER[1:]))
    assert picture.getpixel((size // 5, size // 2)) == bare
    assert picture.getpixel((size // 2, size // 2)) != bare
