"""Records of consent on a day: when they begin, when they end, and who answers for the texts about a child."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from gazette import cli
from tests.support.sites import build

GARDEN = "content/stories/garden"
RECORD = "given: 2026-03-01\nscope: [web, print, email]\nshows: [face]\nreviewer: Integration office\n"
CHILD = f"{RECORD}minor: true\nguardian: 2026-03-01\nchild: 2026-03-01\n"
TELLS = "\nNina Paper (9) lives at 12 Meadow Street.\n"


@pytest.fixture
def agreed(root: Path) -> Path:
    """The small site, with someone in its photo."""
    (root / "consent").mkdir()
    replace(root / GARDEN / "story.yml", "people: none", "people: [c-0042]")
    return root


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text("utf-8") + text, "utf-8")


def check(root: Path, capsys: pytest.CaptureFixture[str], day: str = "2026-11-22", language: str = "en") -> str:
    """The report; nothing where there is nothing to say."""
    cli.main(["check", "--root", str(root), "--as-of", day, "--quiet", "--lang", language])
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "day", "is_told"),
    [
        ("2026-11-22", "2026-11-22", False),
        ("2026-11-22", "2026-11-21", True),
        ("2026-11", "2026-11-01", False),
        ("2026-11", "2026-10-31", True),
        ("2026", "2026-01-02", False),
        ("2030-01-01", "2029-12-31", True),
    ],
)
def test_a_record_counts_from_its_day_on(
    agreed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], given: str, day: str, is_told: bool
) -> None:
    shutil.rmtree(agreed / "newsletters")  # their dates are none of this
    text = RECORD.replace("given: 2026-03-01", f"given: {given}") + "minor: false\n"
    (agreed / "consent/c-0042.yml").write_text(text, "utf-8")
    said = check(agreed, capsys, day)
    assert ("consent/c-0042.yml:1:8: given: The date" in said) is is_told
    assert ("photos[1].people[1]: The consent 'c-0042' is valid from" in said) is is_told
    if is_told:
        assert build(agreed, tmp_path / "out", "--as-of", day) == cli.PROBLEMS
        assert not list((tmp_path / "out").rglob("garden*"))


@pytest.mark.parametrize("name", ["guardian", "child"])
def test_a_childs_begins_when_both_have_agreed(agreed: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    text = CHILD.replace(f"{name}: 2026-03-01", f"{name}: 2026-11-23")
    (agreed / "consent/c-0042.yml").write_text(text, "utf-8")
    said = check(agreed, capsys)
    assert f"{name}: The date 2026-11-23 is in the future" in said
    assert f"{name}: 2026-11-23 is after 2026-03-01" in said
    assert "is valid from 2026-11-23 on" in said


@pytest.mark.parametrize(("day", "is_told"), [("2027-01-20", False), ("2027-01-21", True), ("2027-03-22", True)])
def test_the_end_is_told_sixty_days_before(
    agreed: Path, capsys: pytest.CaptureFixture[str], day: str, is_told: bool
) -> None:
    (agreed / "consent/c-0042.yml").write_text(f"{RECORD}minor: false\nexpires: 2027-03-22\n", "utf-8")
    assert (
        "ends on 2027-03-22; after that the photo 'garden.png' will not be shown anywhere" in check(agreed, capsys, day)
    ) is is_told


def test_the_copy_that_an_issue_kept_ends_too(agreed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (agreed / "consent/c-0042.yml").write_text(f"{RECORD}minor: false\nexpires: 2026-12-31\n", "utf-8")
    assert cli.main(["newsletter", "1", "--publish", "--root", str(agreed), "--as-of", "2026-11-22"]) == cli.DONE
    capsys.readouterr()
    assert f"newsletters/1/kept/{GARDEN}/story.yml:9:14: (warning)" in check(agreed, capsys)


def asked(said: str, file: str) -> str:
    """The digest that a report asks an office to write into a file."""
    found = re.search(rf"in {file}: checked_by: Integration office, and checked_text: ([0-9a-f]{{8}})", said)
    assert found
    return found[1]


@pytest.mark.parametrize("where", ["photos", "people"])
@pytest.mark.parametrize("language", ["en", "el"])
def test_an_office_answers_for_the_texts_about_a_child(
    agreed: Path, capsys: pytest.CaptureFixture[str], where: str, language: str
) -> None:
    (agreed / "consent/c-0042.yml").write_text(CHILD, "utf-8")
    data, text = agreed / GARDEN / "story.yml", agreed / GARDEN / f"{language}.md"
    if where == "people":
        replace(data, "people: [c-0042]", "people: none")
        add(data, "people: [c-0042]\n")
    said = check(agreed, capsys)  # no program knows whether a text names a child
    assert said.count("so an office reads all texts first") == 2, "of the story, and of the issue that carries it"
    add(
        agreed / "newsletters/1/issue.yml",
        f"checked_by: Integration office\nchecked_text: {asked(said, 'issue.yml')}\n",
    )
    add(text, TELLS)
    said = check(agreed, capsys)
    assert said.count("A child ('c-0042') is shown or mentioned here") == 3
    assert f"{GARDEN}/{language}.md:11:1" in said
    digest = asked(said, "story.yml")
    add(data, "checked_by: Integration office\n")
    assert "A child" in check(agreed, capsys), "an answer names the texts that it is for"
    add(data, f"checked_text: {digest}\n")
    assert check(agreed, capsys) == ""
    replace(data, "checked_by: Integration office", "checked_by: Nina Paper")
    assert "checked_by: This seems to name a person" in check(agreed, capsys)
    replace(data, "checked_by: Nina Paper", "checked_by: Integration office")
    add(text, "\nOne more word.\n")
    assert "The texts have changed since the office read them" in check(agreed, capsys)


@pytest.mark.parametrize(
    ("file", "old", "new", "field"),
    [
        ("en.md", "title: Neighbours plant a garden", "title: Nina Paper, 9, plants a garden", "title"),
        ("en.md", "summary: Residents", "summary: Nina Paper (9) and residents", "summary"),
        ("el.md", "alt: Τέσσερις", "alt: Η εννιάχρονη Νίνα και τέσσερις", "captions[1].alt"),
        ("en.md", "captions:", "highlights: ['At 12 Meadow Street']\ncaptions:", "highlights[1]"),
        ("en.md", "captions:", "quote: {text: 'We live at 12 Meadow Street', by: A child}\ncaptions:", "quote.text"),
        ("story.yml", "credit: Municipality of Athens", "credit: Nina Paper (9)", "photos[1].credit"),
    ],
)
def test_every_field_is_looked_through(
    agreed: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str, field: str
) -> None:
    (agreed / "consent/c-0042.yml").write_text(CHILD, "utf-8")
    replace(agreed / GARDEN / file, old, new)
    assert re.search(rf"{GARDEN}/{file}:\d+:\d+: {re.escape(field)}: A child", check(agreed, capsys))
    (agreed / "consent/c-0042.yml").write_text(f"{RECORD}minor: false\n", "utf-8")
    assert check(agreed, capsys) == "", "of grown-ups nothing is asked"


def test_an_issue_that_carries_a_child_is_looked_through(agreed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (agreed / "consent/c-0042.yml").write_text(CHILD, "utf-8")
    add(agreed / "newsletters/1/en.md", TELLS)
    assert "newsletters/1/en.md" in check(agreed, capsys)
