"""In which language a command speaks: as told, as set for all, as the locale says; to programs in the first."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazette import cli
from gazette.cli.arguments import spoken


@pytest.mark.parametrize(
    ("environment", "form", "expected"),
    [
        ({}, "text", "en"),
        ({"LANG": "el_GR.UTF-8"}, "text", "el"),
        ({"LANG": "el"}, "text", "el"),
        ({"LANG": "EL_gr"}, "text", "el"),
        ({"LANG": "C.UTF-8"}, "text", "en"),
        ({"LANG": "de_DE.UTF-8"}, "text", "en"),
        ({"LANG": "el_GR.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "text", "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "el_GR.UTF-8"}, "text", "el"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "en_GB", "LC_ALL": "el_CY.UTF-8"}, "text", "el"),
        ({"LANG": "el_GR.UTF-8", "LC_ALL": ""}, "text", "el"),
        ({"LANG": "el_GR.UTF-8"}, "github", "en"),
        ({"LANG": "el_GR.UTF-8"}, "json", "en"),
        ({"LANG": "el_GR.UTF-8", "CI": "true"}, "text", "en"),
        ({"LANG": "el_GR.UTF-8", "GAZETTE_LANG": "en"}, "text", "en"),
        ({"LANG": "en_GB.UTF-8", "GAZETTE_LANG": "el"}, "text", "el"),
        ({"GAZETTE_LANG": "el", "CI": "true"}, "github", "el"),
        ({"GAZETTE_LANG": "fr", "LANG": "el_GR"}, "text", "el"),
    ],
)
def test_the_language_follows_from_what_is_set(environment: dict[str, str], form: str, expected: str) -> None:
    assert spoken(environment, form) == expected


@pytest.mark.parametrize("command", ["check", "new", "photos", "translated", "ledger", "build", "newsletter", "export"])
def test_every_command_with_words_follows_it(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAZETTE_LANG", "el")
    needed = {"newsletter": ["2"]}.get(command, [])
    assert cli.read_arguments([command, *needed]).lang == "el"
    assert cli.read_arguments([command, *needed, "--lang", "en"]).lang == "en"


def test_the_form_is_greek_unless_it_is_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GAZETTE_LANG")
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert cli.read_arguments(["edit"]).lang == "el"
    monkeypatch.setenv("GAZETTE_LANG", "en")
    assert cli.read_arguments(["edit"]).lang == "en"


def test_a_check_speaks_greek_where_the_machine_does(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("GAZETTE_LANG", "CI", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "el_GR.UTF-8")
    (root / "content/stories/garden/story.yml").write_text("date: 2026\n", "utf-8")
    assert cli.main(["check", "--root", str(root), "--as-of", "2026-11-22"]) == cli.PROBLEMS
    out, said = capsys.readouterr()
    assert "Αυτό το πεδίο λείπει." in out
    assert "Προβλήματα" in said
    assert cli.main(["check", "--root", str(root), "--as-of", "2026-11-22", "--format", "github"]) == cli.PROBLEMS
    assert "missing" in capsys.readouterr().out
