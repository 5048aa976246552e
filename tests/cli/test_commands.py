"""The command line: each command is there, and waits for nothing that it does not need."""

import ast
import errno
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from string import Formatter

import pytest

from gazette import cli
from gazette.cli import console, errors
from gazette.content import wording
from gazette.engines.publish import PublishError
from gazette.settings import WORDS as SETTINGS
from tests.support.sites import PROJECT, TODAY


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_each_command_tells_what_it_takes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        cli.read_arguments([name, "--help"])
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: build.py {name} ")


def test_a_build_imports_nothing_that_only_others_need() -> None:
    """Imports are most of what a small edit waits for."""
    code = "import sys; from gazette import cli; cli.read_arguments(['build']); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    others = "editorial engines.preview engines.mail"
    heavy = ("mkdocs", "weasyprint", "PIL", "multiprocessing", "email", "pydantic.v1")
    unwanted = {*(f"gazette.{name}" for name in others.split()), *heavy}
    assert unwanted.isdisjoint(loaded.stdout.split())


def _strings() -> set[str]:
    """Every string in our code, but those of docstrings and the like cannot be mistaken for a name."""
    trees = [ast.parse(path.read_text("utf-8")) for path in (PROJECT / "gazette").rglob("*.py")]
    return {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _raised() -> Iterator[tuple[str, set[str]]]:
    """Rule and facts of each Misuse that is raised with its rule written out, and of each PublishError."""
    for path in (PROJECT / "gazette").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Misuse", "PublishError"):
                named = [word.arg for word in node.keywords]
                if isinstance(node.args[0], ast.Constant) and None not in named:
                    no_fact = "command" if getattr(node.func, "id", "") == "PublishError" else "mended_by"
                    yield str(node.args[0].value), {name for name in named if name and name != no_fact}


CATALOGUES = {path.name: wording.read_words(path) for path in (wording.MISUSES, console.CATALOGUE, SETTINGS)}


@pytest.mark.parametrize("name", CATALOGUES)
def test_what_commands_say_is_said_in_each_language_and_once(name: str) -> None:
    catalogue = CATALOGUES[name]
    for rule, entry in catalogue.items():
        assert tuple(entry) == wording.MESSAGE_LANGUAGES, rule
        fields = [{field for _, field, _, _ in Formatter().parse(words) if field} for words in entry.values()]
        assert fields[0] == fields[1], rule
        assert re.search("[α-ωά-ώ]{3}", entry["el"]), rule
        assert "\n" not in "".join(entry.values()), rule
    texts = [words for entry in catalogue.values() for words in entry.values()]
    assert len(texts) == len(set(texts))


def test_every_misuse_has_its_words_and_all_that_they_need() -> None:
    misuses = CATALOGUES[wording.MISUSES.name]
    raised = list(_raised())
    assert raised
    for rule, facts in raised:
        needed = {field for _, field, _, _ in Formatter().parse(misuses[rule]["en"]) if field}
        assert facts == needed, rule
    strings = _strings()
    stems = {name: re.sub("^(word|pasted)-", "", name) for name in misuses}
    assert [name for name in misuses if name not in strings and stems[name] not in strings] == []


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("new", "story", "garden"), "Το content/stories/garden υπάρχει ήδη"),
        (("new", "story", "x", "--set", "temes=x"), "μήπως εννοείτε «themes»;"),
        (("photos", "content/nowhere"), "Δεν υπάρχει content/nowhere στο"),
        (("withdraw", "stories/nowhere"), "Δεν υπάρχει ιστορία, δράση ή μήνυμα «stories/nowhere»"),
        (("withdraw", "c-9999"), "Δεν υπάρχει consent/c-9999.yml"),
        (("translated", "stories/nowhere"), "Δεν υπάρχει «stories/nowhere»"),
        (("translated",), "ή δώστε --every"),
        (("newsletter", "77"), "Δεν υπάρχει τεύχος 77"),
        (("preview", "--base", "nowhere"), "δεν βρίσκεται σε αποθετήριο του git"),
        (("check", "--base", "nowhere"), "δεν βρίσκεται σε αποθετήριο του git"),
    ],
)
def test_errors_speak_greek(root: Path, command: Sequence[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*command, "--root", str(root), "--lang", "el"]) == cli.MISUSED
    errors = capsys.readouterr().err
    assert said in errors
    assert errors.count("\n") == 1


REFUSED_PLACES: dict[str, Callable[[Path], object]] = {
    "link": lambda out: out.symlink_to(out.parent),
    "file": lambda out: out.touch(),
    "foreign": lambda out: (out.mkdir(), (out / "thesis.txt").touch()),
}


@pytest.mark.parametrize(
    ("language", "place", "said", "command"),
    [
        ("el", "link", "Το {out} είναι συντόμευση. Δημοσιεύστε στον φάκελο όπου οδηγεί: {above}", ""),
        ("en", "link", "{out} is a link. Publish into the folder that it points to: {above}", ""),
        ("el", "file", "Το {out} είναι αρχείο, ενώ ο ιστότοπος χρειάζεται δικό του φάκελο: ", ""),
        ("el", "foreign", "Το {out} περιέχει αρχεία που δεν δημοσιεύτηκαν από εδώ ", "mv -- {out} {out}.before"),
        ("en", "foreign", "{out} holds files that were not published from here ", "mv -- {out} {out}.before"),
    ],
)
def test_a_place_that_is_refused_is_told_in_the_language_asked_for(
    root: Path, place: str, language: str, said: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What mends it stands on a line of its own, to be copied."""
    out = root / "published"
    REFUSED_PLACES[place](out)
    line = ["build", "--root", str(root), "--out", str(out), "--no-paper", "--no-search", "--as-of", "2026-11-22"]
    assert cli.main([*line, "--lang", language]) == cli.MISUSED
    errors = capsys.readouterr().err
    assert f"build.py: {said.format(out=out, above=out.parent)}" in errors
    assert not command or errors.endswith(f"\n    {command.format(out=out)}\n")


def test_what_nobody_may_read_names_the_file_and_speaks_greek() -> None:
    denied = PermissionError(errno.EACCES, "Permission denied", "/site/theme")
    for error in (denied, PublishError("publish-denied", path="/site/theme")):
        greek = errors.said(error, "el") or ""
        assert "/site/theme" in greek and "δικαίωμα" in greek and "Permission" not in greek


def test_a_photo_that_cannot_be_mended_is_told_in_greek(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "content/stories/garden/garden.png").write_bytes(b"no picture")
    assert cli.main(["photos", "--shrink", "--root", str(root), "--lang", "el"]) == cli.PROBLEMS
    assert "έμεινε όπως ήταν (δεν είναι εικόνα" in capsys.readouterr().out


@pytest.mark.parametrize("closed", [(1,), (2,), (0,), (0, 1, 2)], ids=str)
@pytest.mark.parametrize("command", [["check"], ["build", "--no-paper", "--no-search"]], ids=lambda command: command[0])
def test_a_closed_stream_changes_nothing(closed: tuple[int, ...], command: list[str], root: Path) -> None:
    """As under cron. What is printed goes nowhere, and above all into no file that was opened in its place."""
    shut = " ".join(f"{number}>&-" for number in closed)
    whole = [sys.executable, "build.py", *command, "--root", str(root), "--as-of", TODAY]
    said = subprocess.run(
        ["sh", "-c", f'exec "$@" {shut}', "sh", *whole], cwd=PROJECT, capture_output=True, check=False
    )
    assert said.returncode == cli.DONE, said
    assert b"Traceback" not in said.stderr
    holding = [path for path in root.rglob("*") if path.is_file() and b"Warnings: " in path.read_bytes()]
    assert holding == []


@pytest.mark.parametrize("day", ["9999-12-31", "2101-01-01", "1899-12-31", "0001-01-01"])
def test_a_day_at_the_calendars_end_is_refused(day: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From it there is no day before or after to reckon with."""
    assert cli.main(["check", "--root", str(root), "--as-of", day]) == cli.MISUSED
    assert f"Today would be {day}, and only the years 1900 to 2100 are accepted." in capsys.readouterr().err


@pytest.mark.parametrize("seconds", ["253402300000", "-62135596800", "4200000000"])
def test_an_epoch_of_another_age_is_refused(
    seconds: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    assert cli.main(["check", "--root", str(root), "--lang", "el"]) == cli.MISUSED
    assert "γίνονται δεκτά μόνο τα έτη 1900 έως 2100" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["search/lock/", "search", "publish"])
def test_what_builds_remember_in_another_shape_is_told_with_what_mends_it(
    name: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder in place of a file, or a file in place of a folder."""
    command = ["build", "--root", str(root), "--as-of", TODAY, "--no-paper", "--quiet", "--lang", "el"]
    spoiled = root / ".build" / name
    spoiled.parent.mkdir(parents=True, exist_ok=True)
    if name.endswith("/"):
        spoiled.mkdir()
    else:
        spoiled.write_text("x")
    assert cli.main(command) == cli.MISUSED
    said = capsys.readouterr().err
    assert f"{spoiled} " in said.replace(f"{spoiled}/", f"{spoiled} ")
    assert "`make site ARGS=--clean`" in said
    assert cli.main([*command, "--clean"]) == cli.DONE
