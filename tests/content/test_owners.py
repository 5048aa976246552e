"""Who is asked to review: from the members and one file, with no name that no one gave."""

import shutil
from pathlib import Path

import pytest

from gazette import cli
from gazette.content import owners
from gazette.content.model import Owners
from tests.support.sites import PROJECT, TODAY

BASE = PROJECT / "tests/sites/base"


def test_each_member_has_its_line() -> None:
    named = Owners(coordinators="@org/all", members={"athens": "@org/athens"})
    assert owners.codeowners(named, ["thessaloniki", "athens"]).splitlines()[1:] == [
        "* @org/all",
        "/members/athens/ @org/athens @org/all",
        "# /members/thessaloniki/: no team named",
    ]


def test_no_name_is_made_up() -> None:
    rules = [line for line in (PROJECT / owners.CODEOWNERS).read_text("utf-8").splitlines() if line[:1] != "#"]
    found, _ = owners.read_owners(PROJECT)
    assert found
    given = {found.coordinators, *found.members.values()}
    assert {name for rule in rules for name in rule.split()[1:]} <= given
    assert owners.codeowners(Owners(), ["athens"]).count("@") == 0


def test_the_check_reminds_until_someone_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "site"
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns(".build"))
    path = root / owners.OWNERS
    path.parent.mkdir()
    path.write_text("# Nothing yet.\ncoordinators:\nmembers:\n")
    command = ["check", "--root", str(root), "--as-of", TODAY, "--quiet"]
    assert cli.main(command) == 0
    assert capsys.readouterr().out.startswith(".github/owners.yml:2:1: (warning) coordinators: No one is named")
    assert cli.main([*command, "--lang", "el"]) == 0
    assert "Δεν έχει οριστεί ποιος ελέγχει" in capsys.readouterr().out
    path.write_text('coordinators: "@org/all"\n')
    assert cli.main(command) == 0
    assert capsys.readouterr().out == ""
    assert cli.main(["export", "--root", str(root)]) == 0
    assert "* @org/all\n" in (root / owners.CODEOWNERS).read_text()
