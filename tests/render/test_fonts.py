"""The web fonts: light, free, complete, and nothing from elsewhere."""

import re
from pathlib import Path

THEME = Path(__file__).resolve().parents[2] / "theme"
FONTS = THEME / "static" / "fonts"
PAPER = THEME / "print" / "fonts"
SHEET = (THEME / "fonts.css").read_text("utf-8")
BUDGET = 32 * 1024


def ranges(rule: str) -> set[int]:
    found: set[int] = set()
    for start, end in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", rule):
        found |= set(range(int(start, 16), int(end or start, 16) + 1))
    return found


FACES = {
    name: ranges(rest) for name, rest in re.findall(r'url\("fonts/([\w-]+)\.woff2"\) format\("woff2"\); ([^}]+)', SHEET)
}


def test_a_page_with_every_cut_stays_within_the_budget() -> None:
    """Daily letters of both cuts. The `-more` files come only with a letter that is not of every day."""
    daily = [path.stat().st_size for path in FONTS.glob("*.woff2") if not path.stem.endswith("-more")]
    assert len(daily) == 2
    assert sum(daily) <= BUDGET


def test_each_file_is_named_and_each_name_is_a_file() -> None:
    assert set(FACES) == {path.stem for path in FONTS.glob("*.woff2")}
    assert SHEET.count("font-display: optional") == len(FACES)
    assert "http" not in SHEET


def test_the_licences_lie_beside_the_fonts() -> None:
    for folder, family in ((FONTS, "commissioner"), (PAPER, "commissioner"), (PAPER, "literata")):
        assert "SIL Open Font License" in (folder / f"{family}-OFL.txt").read_text("utf-8")


def test_the_words_of_the_site_need_no_second_file() -> None:
    """Greek and English of every day: all letters of the interface words are in the first file of each cut."""
    signs = {sign for path in (THEME / "strings").glob("*.yml") for sign in path.read_text("utf-8")} - {"\n"}
    for name, covered in FACES.items():
        if not name.endswith("-more"):
            assert {sign for sign in signs if ord(sign) not in covered} == set(), name


def test_the_stand_ins_are_matched_to_ours() -> None:
    rules = [rule for rule in SHEET.split("@font-face") if "local(" in rule]
    assert len(rules) >= 6
    for rule in rules:
        assert all(word in rule for word in ("size-adjust", "ascent-override", "descent-override", "line-gap-override"))


def test_at_most_two_fonts_are_fetched_ahead() -> None:
    """The cuts of the first screen, headings and text; more would hold up what they are to be read in."""
    shell = (THEME / "site" / "main.html").read_text("utf-8")
    assert shell.count('rel="preload"') <= 2
