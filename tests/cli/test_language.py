"""In which language a command speaks: as told, as set for all, as the locale says; to programs in the first."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazette import cli
from gazette.cli.arguments import spoken
from gazette.cli.usage import in_words


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


@pytest.mark.parametrize(
    ("line", "greek", "english"),
    [
        ("chek", "Μήπως εννοείτε «check»;", "Did you mean 'check'?"),
        ("quux", "το «quux» δεν είναι ένα από τα build, check", "'quux' is not one of build, check"),
        ("", "λείπει: COMMAND", "missing from the command: COMMAND"),
        ("withdraw", "λείπει: REF", "missing from the command: REF"),
        ("check --foo", "δεν έχει τέτοια επιλογή", "no such option"),
        ("check --format xml", "--format: το «xml» δεν είναι ένα από τα text", "--format: 'xml' is not one of text"),
        ("check --as-of x", "το «x» δεν είναι ημερομηνία", "'x' is not a date"),
        ("new --of", "Μετά το --of πρέπει", "has to follow --of"),
        ("check --quiet=3", "αφαιρέστε το '3'", "leave '3' out"),
        ("worklist --m", "μπορεί να σημαίνει", "can mean several"),
        ("newsletter x", "δεν είναι αριθμός τεύχους", "is not the number of an issue"),
        ("links --pause x", "δεν είναι αριθμός δευτερολέπτων", "is not a number of seconds"),
        ("edit --port x", "δεν είναι θύρα", "is not a port"),
    ],
)
def test_a_line_that_is_wrong_is_told_in_the_language_of_the_rest(
    line: str, greek: str, english: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, said, usage in (("el", greek, "Χρήση: "), ("en", english, "usage: ")):
        monkeypatch.setenv("GAZETTE_LANG", language)
        with pytest.raises(SystemExit) as end:
            cli.read_arguments(line.split())
        assert end.value.code == cli.MISUSED
        told = capsys.readouterr().err
        assert said in told
        assert told.startswith(usage)


def test_a_wrong_line_follows_what_it_asks_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GAZETTE_LANG", "en")
    for line in (["check", "--lang", "el", "--foo"], ["check", "--lang=el", "--foo"]):
        with pytest.raises(SystemExit):
            cli.read_arguments(line)
        assert "δεν έχει τέτοια επιλογή" in capsys.readouterr().err


def test_a_sentence_that_we_do_not_know_is_told_as_it_is() -> None:
    assert (
        in_words("argument --x: not allowed with argument --y", "el") == "argument --x: not allowed with argument --y"
    )


def test_the_headings_of_help_speak_it_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("GAZETTE_LANG", "el")
    with pytest.raises(SystemExit):
        cli.read_arguments(["new", "--help"])
    said = capsys.readouterr().out
    assert said.startswith("Χρήση: build.py new")
    assert "\nΕπιλογές:\n" in said
    assert "δείχνει αυτή τη βοήθεια" in said
    assert not any(word in said for word in ("usage:", "options:", "positional", "show this help"))
