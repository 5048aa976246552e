"""Who reaches anyone: the warnings of the check, and what the end of a build says again."""

from datetime import date
from pathlib import Path

import pytest

from gazette import cli
from gazette.content.library import without_contact
from gazette.pipeline.read import read_site
from tests.support.sites import PROJECT, TODAY, build

PAGE = "content/pages/contact/page.yml"


def take_contact(root: Path, member: str) -> None:
    path = root / f"members/{member}/profile.yml"
    path.write_text(path.read_text("utf-8").partition("contact:")[0], "utf-8")


def said(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert cli.main(["check", "--root", str(root), "--as-of", TODAY, "--quiet", *options]) == cli.DONE
    return capsys.readouterr().out


def test_members_without_a_contact_are_counted_in_one_warning(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(root, capsys) == ""
    take_contact(root, "thessaloniki")
    report = said(root, capsys)
    assert report.count("(warning)") == 1
    assert "Members without a contact on record: 1 of 2." in report
    assert "first members/thessaloniki/profile.yml" in report
    take_contact(root, "athens")
    assert "2 of 2." in said(root, capsys)
    assert "επικοινωνίας: 2 από 2." in said(root, capsys, "--lang", "el")


def test_an_address_in_a_text_is_a_way_to_reach_a_member(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    take_contact(root, "athens")
    text = root / "members/athens/en.md"
    words = "contact:\n  address: 1 Example Street, 105 52 Athens\n---\n\nA"
    text.write_text(text.read_text("utf-8").replace("---\n\nA", words), "utf-8")
    assert said(root, capsys) == ""
    text.write_text(
        text.read_text("utf-8").replace("address: 1 Example Street, 105 52 Athens", "hours: Mondays"), "utf-8"
    )
    assert "1 of 2." in said(root, capsys), "when it is open tells no one where"


def test_who_left_is_not_asked_for_a_contact(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    take_contact(root, "thessaloniki")
    profile = root / "members/thessaloniki/profile.yml"
    profile.write_text(profile.read_text("utf-8") + "left: 2026-11-01\n", "utf-8")
    assert "(warning)" not in said(root, capsys)


@pytest.mark.parametrize("line", ["contact: site@network.example", "phone: +30 210 0000000"])
def test_the_network_is_reached_by_an_address_or_a_telephone(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    (root / PAGE).write_text(f"order: 3\n{line}\n", "utf-8")
    assert said(root, capsys) == ""
    (root / PAGE).write_text("order: 3\n", "utf-8")
    assert f"{PAGE}: (warning) contact: The network itself cannot be reached" in said(root, capsys)
    assert build(root, tmp_path / "out", "--no-search") == cli.DONE
    assert capsys.readouterr().out.rstrip().splitlines()[-2].startswith(f"{PAGE}: (warning) contact:")


def test_the_worklist_can_ask_which_members_have_none() -> None:
    """In the network's own content: those whose profile has no `contact:`, nor any text of theirs."""
    library = read_site(PROJECT, date.fromisoformat(TODAY), lambda text: None).library
    texts = {
        item.slug: "".join(path.read_text("utf-8") for path in files(item.folder)) for item in library.members_today
    }
    without = [item.slug for item in without_contact(library.members_today)]
    assert without == [slug for slug, text in texts.items() if "\ncontact:" not in text]


def files(folder: str) -> list[Path]:
    return [path for path in (PROJECT / folder).iterdir() if path.is_file()]
