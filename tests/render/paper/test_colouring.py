"""Colours as the inks of a press: letters of one ink, shapes as the profile says, never more than dries."""

import re
from io import BytesIO
from itertools import product

import pytest
from PIL import Image

from gazette.engines.pictures import inks_of, separated
from gazette.render.paper.colouring import AS_DESIGNED, ColourSeparation, in_grey, in_inks
from tests.support.sites import PROJECT

PROFILE = (PROJECT / "theme/print/colours/fogra39.icc").read_bytes()
TOKENS = {"--ink": "#17202b", "--terracotta": "#a13f1d", "--cover-ink": "#fbf8f2"}
STYLE = "a { color: var(--terracotta); background-color: #a13f1d; } b { text-decoration-color: var(--ink); }"


def press() -> ColourSeparation:
    return ColourSeparation(PROFILE, lambda colour: inks_of(colour, PROFILE), lambda raw: separated(raw, PROFILE))


def test_letters_are_black_or_paper_and_shapes_are_inks() -> None:
    made = in_inks(press()).file("print.css", STYLE, TOKENS)
    assert re.fullmatch(
        r"a { color: device-cmyk\(0 0 0 1\); background-color: device-cmyk\(0 0\.\d+ 0\.\d+ 0\.\d+\); } "
        r"b { text-decoration-color: var\(--ink\); }",
        made,
    )
    light = in_inks(press()).file("print.css", "a { color: var(--cover-ink); }", TOKENS)
    assert light == "a { color: device-cmyk(0 0 0 0); }"


def test_in_grey_letters_are_black() -> None:
    made = in_grey(bytes).file("print.css", STYLE, TOKENS)
    assert made.startswith("a { color: #000000; background-color: #")
    assert AS_DESIGNED.file("print.css", STYLE, TOKENS) == STYLE


def test_no_colour_takes_more_ink_than_the_profile_allows() -> None:
    steps = range(0, 256, 51)
    inks = [inks_of("#{:02x}{:02x}{:02x}".format(*parts), PROFILE) for parts in product(steps, steps, steps)]
    assert max(map(sum, inks)) <= 280
    assert max(map(sum, inks)) > 240
    assert inks_of("#ffffff", PROFILE) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("mode", "wanted"), [("RGB", "CMYK"), ("RGBA", "CMYK"), ("P", "CMYK"), ("L", "L"), ("LA", "L")]
)
def test_pictures_are_in_inks_and_grey_ones_stay_grey(mode: str, wanted: str) -> None:
    target = BytesIO()
    Image.linear_gradient("L").convert(mode).save(target, "PNG")
    with Image.open(BytesIO(separated(target.getvalue(), PROFILE))) as made:
        assert (made.mode, made.format) == (wanted, "JPEG")


def test_what_is_transparent_is_paper() -> None:
    target = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(target, "PNG")
    with Image.open(BytesIO(separated(target.getvalue(), PROFILE))) as made:
        assert made.getpixel((4, 4)) == (0, 0, 0, 0)
