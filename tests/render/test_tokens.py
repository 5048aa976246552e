"""The colours: what is read stands out at least 4.5:1, marks 3:1, in light and dark (WCAG 1.4.3, 1.4.11)."""

import re
from pathlib import Path

import pytest

from tests.support.colours import DARK_PART, LIGHT_PART, SCHEMES, colours, contrast

STYLES = [
    path.read_text("utf-8") for path in sorted((Path(__file__).resolve().parents[2] / "theme/styles").glob("*.css"))
]
PAPERS = ("paper", "paper-raised")
TEXT = [(ink, paper) for ink in ("ink", "ink-soft", "aegean", "terracotta") for paper in PAPERS] + [
    ("cover-ink", "cover"), ("cover-soft", "cover"), ("paper", "ink"), ("paper", "aegean"),
]  # fmt: skip
MARKS = [(mark, paper) for mark in ("control", "focus", "olive", "saffron", "stone") for paper in PAPERS]


def test_the_measure_is_right() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "paper"), TEXT)
def test_text_can_be_read(scheme: str, ink: str, paper: str) -> None:
    found = SCHEMES[scheme]
    assert contrast(found[ink], found[paper]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("mark", "paper"), MARKS)
def test_marks_can_be_seen(scheme: str, mark: str, paper: str) -> None:
    found = SCHEMES[scheme]
    assert contrast(found[mark], found[paper]) >= 3


def test_dark_colours_are_all_declared_in_light() -> None:
    assert set(colours(DARK_PART)) <= set(colours(LIGHT_PART))


def test_the_stylesheet_names_no_colour_of_its_own() -> None:
    screen = "".join(sheet.split("@media print")[0] for sheet in STYLES)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", screen) == []


def test_the_shell_paints_the_browser_in_the_papers_colour() -> None:
    shell = (Path(__file__).resolve().parents[2] / "theme" / "site" / "main.html").read_text("utf-8")
    papers = [SCHEMES["light"]["paper"], SCHEMES["dark"]["paper"]]
    assert re.findall(r'theme-color".*content="(#\w+)"', shell) == papers


def test_the_stylesheet_knows_no_left_and_right() -> None:
    """So that a language written from right to left needs no style sheet of its own."""
    sheet = "".join(STYLES)
    assert re.findall(r"(?:margin|padding|border)-(?:left|right)|[{;]\s*(?:left|right):|: (?:left|right);", sheet) == []
