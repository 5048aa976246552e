"""The web fonts: light, free, complete, and nothing from elsewhere."""

import re
from pathlib import Path

import pytest

from gazette.render.site.html import ENOUGH, SCRIPT_SHEETS, letters_in
from gazette.theme import read_theme

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
    files = [THEME / "strings" / f"{language}.yml" for language in ("el", "en")]
    signs = {sign for path in files for sign in path.read_text("utf-8")} - {"\n"}
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
    assert shell.count('as="font"') <= 2


LETTERS = THEME / "letters"
FOR_A_SCRIPT = 20 * 1024
"""Bytes of a file of further letters: a page has at most three."""


@pytest.mark.parametrize(("script", "language", "files"), [("arabic", "ar", 2), ("cyrillic", "uk", 2)])
def test_letters_of_newcomers_have_a_sheet_of_their_own(script: str, language: str, files: int) -> None:
    sheet = (LETTERS / f"{script}.css").read_text("utf-8")
    named = re.findall(r'url\("letters/([\w-]+\.woff2)"\) format\("woff2"\); unicode-range: ([^;]+);', sheet)
    assert len({name for name, _ in named}) == files
    assert sheet.count("@font-face") == len(named) == sheet.count("font-display: optional")
    own = re.compile({"ar": "[\u0620-\u06ff]", "uk": "[\u0400-\u04ff]"}[language])
    words = set(own.findall((THEME / "strings" / f"{language}.yml").read_text("utf-8")))
    assert len(words) > 25
    for name, covered in named:
        assert (LETTERS / name).stat().st_size <= FOR_A_SCRIPT
        assert {sign for sign in words if ord(sign) not in ranges(covered)} == set(), name
        assert not ranges(covered) & ranges(SHEET.split("src: local")[0]), "a letter is in one file of a family"
    assert 'font-family: "Commissioner"' in sheet


def test_their_licences_lie_beside_them() -> None:
    for package in ("commissioner", "noto-sans-arabic"):
        assert "sil open font license" in (LETTERS / f"{package}-OFL.txt").read_text("utf-8").lower()


def test_only_a_page_that_shows_enough_of_them_has_them() -> None:
    name, text = "<p>أثينا · Афіни</p>", "ا" * ENOUGH
    assert letters_in(name) == letters_in(f"<bdi>{text}</bdi>") == []
    assert letters_in(f"<p>{text}</p>") == ["arabic.css"]
    assert letters_in(f'<p data-words="{text}">x</p>') == [], "what a script may say is not shown yet"
    assert letters_in("<p>" + "Мережа міст за інтеграцію " * 2 + text + "</p>") == ["arabic.css", "cyrillic.css"]


def test_each_sheet_is_published_with_its_fonts_under_lasting_names() -> None:
    theme = read_theme(THEME, THEME.parent, ("el", "en"))
    for sheet in SCRIPT_SHEETS:
        style = theme.static[sheet].decode()
        for path in re.findall(r'url\("([^"]+)"\)', style):
            assert f"assets/{path}" in theme.assets.values()
        assert theme.assets[sheet] != f"assets/{sheet}"
    assert not [name for name in theme.fonts if "cyrillic" in name], "paper has its own"
