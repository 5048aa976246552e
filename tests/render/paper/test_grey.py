"""What is printed in grey stays legible: each pair of colours keeps its contrast."""

import re

import pytest

from gazette.render.paper.grey import greyed
from tests.support.sites import PROJECT

pytestmark = pytest.mark.usefixtures("without_collector")

TOKENS = dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6})", (PROJECT / "theme/tokens.css").read_text().split("@media")[0]))
WHITE = "#ffffff"
PAIRS = [  # text, and what it stands on
    *((name, WHITE) for name in ("--ink", "--ink-soft", "--aegean", "--terracotta")),
    *((name, "--paper-raised") for name in ("--ink", "--ink-soft", "--aegean", "--terracotta")),
    ("--cover-ink", "--cover"), ("--cover-soft", "--cover"),
    ("--cover-ink", "--terracotta"), ("--cover-ink", "--ink"), ("--cover-ink", "--forest"),
    *(("--cover-ink", dark) for dark in ("#0b4d79", "#8a3418", "#4a5420", "#17202b")),
]  # fmt: skip


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_is_legible_in_colour_and_in_grey(text: str, ground: str) -> None:
    colours = [TOKENS.get(name, name) for name in (text, ground)]
    assert contrast(*colours) >= 4.5
    assert contrast(*map(greyed, colours)) >= 4.5


def test_a_grey_is_grey_and_as_light_as_its_colour() -> None:
    for colour in TOKENS.values():
        grey = greyed(colour)
        assert len({grey[1:3], grey[3:5], grey[5:7]}) == 1
        assert luminance(grey) == pytest.approx(luminance(colour), abs=0.006)


def test_nothing_but_colours_changes() -> None:
    assert greyed("a { color: #a13f1d; background: url(art/2.svg#bad-name) } #fact") == (
        f"a {{ color: {greyed('#a13f1d')}; background: url(art/2.svg#bad-name) }} #fact"
    )


def test_the_styles_name_no_colour_of_their_own() -> None:
    assert re.findall(r"#[0-9a-f]{3,6}\b", (PROJECT / "theme/print/print.css").read_text()) == []
