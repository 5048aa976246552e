"""Names: in each spelling, case and alphabet they lead to what is meant, several in a line too; others lead nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from gazette.content.meant import Nameable, filled_in
from gazette.content.model import LABELS, Kind
from gazette.content.names import keys
from gazette.content.problems import Problem
from gazette.content.wording import sentences
from gazette.theme import nameable
from tests.support.data_files import data_of
from tests.support.sites import PROJECT

FORMS: Final[dict[str, str]] = data_of(Path(__file__).with_name("names.yml"))
PARTIES: Final = "member partner programme network"


@pytest.fixture(scope="module")
def real() -> Nameable:
    return nameable(PROJECT)


def test_every_member_has_its_forms() -> None:
    assert sorted(FORMS) == sorted(path.name for path in (PROJECT / "members").iterdir())
    assert all(len(forms.split("|")) >= 9 for forms in FORMS.values())


@pytest.mark.parametrize("slug", FORMS)
def test_a_member_is_found_by_each_form_of_its_name(real: Nameable, slug: str) -> None:
    for form in map(str.strip, FORMS[slug].split("|")):
        assert real.finder("member").find(form).each == (slug,), form
        assert real.finder(PARTIES).find(form).each == (slug,), form


@pytest.mark.parametrize("kind", [Kind.MEMBER, Kind.PARTNER, Kind.PROGRAMME])
def test_every_name_in_the_files_leads_to_its_item_alone(real: Nameable, kind: Kind) -> None:
    items = real._items(kind, by_address=False)
    wrong = {
        name: found
        for slug, names in items.items()
        for name in names
        if (found := real.finder(kind.value).find(name).each) != (slug,)
    }
    assert wrong == {}


@pytest.mark.parametrize("choice", LABELS, ids=lambda choice: choice.__name__)
@pytest.mark.parametrize("language", ["el", "en"])
def test_every_label_of_a_closed_list_leads_to_its_word(real: Nameable, choice: type, language: str) -> None:
    strings = data_of(PROJECT / f"theme/strings/{language}.yml")
    for value in choice:  # type: ignore[attr-defined]
        label = strings.get(f"{LABELS[choice]}.{value.value}")
        if label:
            assert real.finder(choice.__name__).find(label).each == (value.value,)
            assert real.finder(choice.__name__).find(label.upper()).each == (value.value,)


@pytest.mark.parametrize(
    ("what", "line", "expected"),
    [
        ("member", "karditsa, larissa", "karditsa larissa"),
        ("member", "Καρδίτσα και Λάρισα", "karditsa larissa"),
        ("member", "Καρδίτσα & Λάρισα", "karditsa larissa"),
        ("member", "Athens and Thessaloniki", "athens thessaloniki"),
        ("member", "– karditsa", "karditsa"),
        ("member", "• Καρδίτσα • Λάρισα", "karditsa larissa"),
        ("member", "\uf0b7 Δήμος Καρδίτσας", "karditsa"),
        ("member", "«Καρδίτσα»", "karditsa"),
        ("member", '"karditsa", "larissa"', "karditsa larissa"),
        ("member", "Δήμοι Καρδίτσας, Λαρισαίων και Τρικκαίων", "karditsa larissa trikala"),
        ("member", "Καρδίτσα / Τήλος / Νεάπολη – Συκιές", "karditsa tilos neapoli-sykies"),
        ("member", "karditsa-larissa", "karditsa larissa"),
        ("member", "Καρδίτσα, Καρδίτσας", "karditsa"),
        ("Theme", "Πρόσβαση στην απασχόληση", "employment"),
        ("Theme", "– Ένταξη στη ζωή της πόλης", "city-life"),
        ("Theme", "Ευαισθητοποίηση και συμμετοχή, Θεσμική συμμετοχή", "awareness-participation institutional"),
        ("EventKind", "ΣΥΝΕΔΡΙΟ", "conference"),
        ("Medium", "χαρτί και email", "print email"),
        ("SpokenLanguage", "Αραβικά, Farsi, Ukrainian", "ar fa uk"),
        ("partner programme", "ΔΟΜ και Ύπατη Αρμοστεία", "iom unhcr"),
        ("partner programme", "Diethnis Organismos Metanastefsis", "iom"),
        (PARTIES, "το Δίκτυο, ΔΟΜ, Δήμος Αθηναίων", "network iom athens"),
        ("Kind", "Εκδήλωση", "event"),
    ],
)
def test_a_line_leads_to_all_that_it_names(real: Nameable, what: str, line: str, expected: str) -> None:
    assert real.finder(what).find(line).each == tuple(expected.split())


@pytest.mark.parametrize(
    "line", ["Ναύπλιο", "Δήμος Βόλου", "Ηράκλειο Αττικής", "Καρδίτσα, Ναύπλιο", "–", "", "Δήμος", "x" * 4000]
)
def test_what_names_no_member_leads_nowhere(real: Nameable, line: str) -> None:
    found = real.finder("member").find(line)
    assert (found.each, found.either) == ((), ())


@pytest.mark.parametrize(
    ("written", "near"),
    [("Καρδιτζα", "karditsa"), ("Pireaus", "piraeus"), ("thesalonik", "thessaloniki"), ("Τρίκλα", "trikala")],
)
def test_a_slip_is_near_to_one(real: Nameable, written: str, near: str) -> None:
    finder = real.finder("member")
    assert (finder.find(written).each or finder.near(written)) == (near,)


def test_a_name_of_two_is_told_as_such(tmp_path: Path) -> None:
    for slug, name in (("one", "Νέα Πόλη"), ("two", "Νέα Πόλη")):
        (tmp_path / "members" / slug).mkdir(parents=True)
        (tmp_path / "members" / slug / "el.md").write_text(f"---\nname: {name}\n---\n", "utf-8")
    known = nameable(tmp_path)
    assert known.finder("member").find("Νέας Πόλης").either == ("one", "two")
    facts = {"value": "Νέας Πόλης", "nameable": "member", "suggestion": ""}
    [problem] = filled_in([Problem("story.yml", "slug", facts=facts)], lambda: known)
    assert problem.rule == "name-unclear"
    assert sentences(problem, "en")[1] == "Write the one that you mean: one, two"
    assert sentences(problem, "el")[0] == "Το «Νέας Πόλης» μπορεί να σημαίνει περισσότερα από ένα."


def test_names_are_read_from_files_with_problems_too(tmp_path: Path) -> None:
    (tmp_path / "members" / "one").mkdir(parents=True)
    (tmp_path / "members" / "one" / "el.md").write_text("---\nname: Χώρα\nunknown: 1\nofficial_name:\n---\n", "utf-8")
    assert nameable(tmp_path).finder("member").find("Δήμος Χώρας").each == ("one",)


def test_keys_hold_each_name_as_it_may_be_typed() -> None:
    assert keys(["Δήμος Χανίων", "Chania"]) == ("δημοσ χανιων", "chania", "dimos chanion")


def test_a_list_to_choose_from_is_searched_by_any_name(real: Nameable) -> None:
    members, themes = real.keys("member"), real.keys("Theme")
    assert list(members) == sorted(FORMS)
    for typed in ("χανι", "chani", "δημοσ χανιων", "hani"):
        assert [slug for slug, names in members.items() if any(typed in name for name in names)] == ["chania"]
    assert [value for value, names in themes.items() if any("απασχολ" in name for name in names)] == ["employment"]
