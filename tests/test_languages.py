"""`languages:` in mkdocs.yml: whole and partial ones, and that every mistake is told with its line."""

import random
from pathlib import Path
from typing import Any

import pytest
import yaml

from gazette.content.model import CONTENT_TYPES
from gazette.languages import EDITIONS, EMAIL, GUIDE, KINDS, PartialLanguage
from gazette.outputs import epub, pdf
from gazette.settings import Settings, SettingsError, read_settings
from tests.support.sites import PROJECT

USUAL = (PROJECT / "tests/sites/base/mkdocs.yml").read_text("utf-8")
WHOLE = "languages: [el, en]"


def settings(folder: Path, languages: str) -> Settings:
    """`languages` stands below `extra:`, from line 10 on."""
    assert WHOLE in USUAL
    before, after = USUAL.split(f"  {WHOLE}", 1)
    start = before.count("\n")
    (folder / "mkdocs.yml").write_text("\n" * (9 - start) + f"{before}  languages:\n{languages}{after}", "utf-8")
    return read_settings(folder.resolve())


def test_a_partial_language_says_what_it_offers(tmp_path: Path) -> None:
    entry = "    - el\n    - en\n    - code: ar\n      offers: [interface, members]\n      editions: [epub]\n"
    offered = settings(tmp_path, entry).offered
    assert offered.codes == ("el", "en", "ar")
    assert offered.whole == ("el", "en")
    assert offered.partial["ar"] == PartialLanguage(
        frozenset({"interface", "members"}), ("el", "en"), frozenset({"epub"})
    )
    assert offered.order("ar")[:2] == ("el", "en"), "without a fallback, in the site's order"
    assert offered.making("epub") == ("el", "en", "ar")
    assert offered.making("screen") == ("el", "en")
    assert offered.offering("stories") == ("el", "en")


@pytest.mark.parametrize(
    ("entry", "line", "words"),
    [
        ("{offers: [members]}", 13, "not nothing"),
        ("{code: no, offers: [members]}", 13, "not `false`; \"no\" in quotes"),
        ("{code: arabic, offers: [members]}", 13, "two or three small letters, not `arabic`"),
        ("{code: con, offers: [members]}", 13, "Windows reserves that name"),
        ("{code: en, offers: [members]}", 13, "`en` is here a second time"),
        ("{code: ar}", 13, "`offers` must say what exists"),
        ("{code: ar, offers: []}", 13, "`offers` must say what exists"),
        ("{code: ar, offers: members}", 13, "`offers` must be a list, such as [interface]"),
        ("{code: ar, offers: [member]}", 13, "`member` is not possible here: did you mean `members`?"),
        ("{code: ar, offers: [members, members]}", 13, "`members` is here a second time"),
        ("{code: ar, offers: [[members]]}", 13, "is not possible here"),
        ("{code: ar, offers: [members], fallback: [uk]}", 13, "`uk` is no whole language of this site"),
        ("{code: ar, offers: [members], fallback: en}", 13, "`fallback` must be a list, such as [el]"),
        ("{code: ar, offers: [interface], editions: [pdf]}", 13, "`pdf` is not possible here. There can be: screen"),
        ("{code: ar, offers: [members], editions: [epub]}", 13, "`editions` are made with the language's own words"),
        ("{code: ar, offers: [members, feeds]}", 13, "`feeds` are made with the language's own words"),
        ("{code: ar, offers: [members], order: [en]}", 13, "`order` is not possible here"),
        ("\n      code: ar\n      offers:\n        - members\n        - storys\n", 17, "did you mean `stories`?"),
        ("12", 13, "not `12`"),
        ("[ar]", 13, "two or three small letters"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(tmp_path: Path, entry: str, line: int, words: str) -> None:
    with pytest.raises(SettingsError) as told:
        settings(tmp_path, f"    - el\n    - en\n    - {entry}\n")
    assert f"mkdocs.yml:{line}: " in str(told.value)
    assert words in str(told.value)


def test_every_mistake_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as told:
        settings(tmp_path, "    - {code: ar, offers: [member], fallback: [uk]}\n    - el\n    - {code: X}\n")
    lines = str(told.value).splitlines()
    assert len(lines) == 6, "the first says of what"
    assert sum(":11: " in line for line in lines) == 3
    assert "the first language must be a whole one" in str(told.value)


def test_whatever_stands_there_is_told_in_words(tmp_path: Path) -> None:
    """Values of every sort in every place: refused in words or read, never anything else."""
    chance = random.Random(7)
    leaves: list[Any] = [
        None,
        True,
        3,
        2.5,
        "ar",
        "en",
        "members",
        "interface",
        [],
        {},
        ["el"],
        {"code": "uk"},
        "",
        "é",
    ]
    read = refused = 0
    for _ in range(300):
        entry = {
            chance.choice(["code", "offers", "fallback", "editions", "more"]): chance.choice(
                [chance.choice(leaves), [chance.choice(leaves), chance.choice(leaves)]]
            )
            for _ in range(chance.randint(0, 4))
        }
        given = yaml.safe_dump(["el", "en", chance.choice([entry, chance.choice(leaves)])], allow_unicode=True)
        try:
            settings(tmp_path, "".join(f"    {line}\n" for line in given.splitlines()))
            read += 1
        except SettingsError as error:
            refused += 1
            assert "mkdocs.yml" in str(error)
    assert read > 5
    assert refused > 100


def test_what_can_be_offered_is_what_there_is() -> None:
    """Each kind of item, by its folder, and each edition that is made: a new one must be offered as well."""
    assert set(KINDS) == {content.offer for content in CONTENT_TYPES}
    assert set(EDITIONS) == {*(edition.name for edition in pdf.EDITIONS), epub.OUTPUT.name, EMAIL, GUIDE}


def test_values_by_language_may_leave_out_a_partial_one(tmp_path: Path) -> None:
    entry = "    - el\n    - en\n    - {code: ar, offers: [members], fallback: [en]}\n"
    newsletter = "  newsletter:\n    sender: a@b.example\n    address: {el: Αθήνα, en: Athens}\n"
    postal = settings(tmp_path, entry + newsletter).sender
    assert postal
    assert postal.postal == {"el": ("Αθήνα",), "en": ("Athens",), "ar": ("Athens",)}
