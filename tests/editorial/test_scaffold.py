"""`new`: what it writes is read back by the checker; what it cannot write it says in one line, and writes nothing."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from gazette import cli
from gazette.content import wording
from gazette.content.model import CONTENT_TYPES, LONGEST_SLUG, Consent, Kind, Record
from gazette.editorial import scaffold, schemas
from tests.support.sites import PROJECT

BASE = Path(__file__).resolve().parents[1] / "sites" / "base"
TODAY = "2026-11-22"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "site", ignore=shutil.ignore_patterns(".build"))
    return tmp_path / "site"


def new(site: Path, *arguments: str) -> int:
    return cli.main(["new", "--root", str(site), "--as-of", TODAY, *arguments])


@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
def test_a_new_item_has_no_problem_but_what_is_left_to_write(
    site: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    more = ["--of", "members/athens"] if kind == "statement" else []
    assert new(site, kind, "7" if kind == "issue" else "brand-new", *more) == cli.DONE
    capsys.readouterr()
    assert cli.main(["check", "--root", str(site), "--as-of", TODAY, "--quiet"]) == cli.PROBLEMS
    rules = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("    ")]
    assert rules
    assert all("The pencil marks a sample text" in line for line in rules), rules


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("story", "x", "--of", "members/athens"), "Only a statement belongs"),
        (("statement", "x"), "say whose with --of"),
        (("statement", "x", "--of", "../"), "say whose with --of"),
        (("statement", "x", "--of", "members/../../elsewhere"), "say whose with --of"),
        (("statement", "x", "--of", "members/.."), "say whose with --of"),
        (("statement", "x", "--of", "content/stories/garden"), "say whose with --of"),
        (("statement", "x", "--of", "members/nowhere"), "There is no folder members/nowhere"),
        (("story", "x", "--set", "temes=employment"), "have no field 'temes': did you mean 'themes'?"),
        (("page", "x", "--set", "members=athens"), "have no field 'members': choose one of"),
        (("member", "x", "--set", "coordinates=38"), "consists of several fields"),
        (("story", "x", "--set", "date"), "is not FIELD=VALUE"),
        (("story", "x", "--set", "members=a", "--set", "members=b"), "given twice"),
        (("story", "theme"), "taken by a page that the site makes itself"),
        (("story", "2026"), "taken by a page that the site makes itself"),
        (("member", "network"), "taken by a page that the site makes itself"),
        (("page", "glossary"), "taken by a page that the site makes itself"),
        (("issue", "spring"), "is not the number of an issue"),
        (("story", "../x"), "cannot be an address"),
        (("story", "garden"), "already exists"),
        (
            (),
            'Say what to start, as in: make new ARGS="story karditsa-library". The kinds are: member,',
        ),
        (("storey", "x"), "'storey' is not a kind of item: choose one of member, statement, story,"),
        (("story",), 'Say what its folder should be called, as in: make new ARGS="story karditsa-2026"'),
        (("issue",), 'Say what its folder should be called, as in: make new ARGS="issue 7"'),
        (("consent", "c-0001"), "The reference of a consent is set automatically"),
        (("consent", "--of", "members/athens"), "The reference of a consent is set automatically"),
        (
            ("consent", "--set", "name=Maria"),
            "Items of the kind 'consent' have no field 'name': choose one of given, scope",
        ),
    ],
)
def test_what_makes_no_sense_is_said_in_one_line(
    site: Path, arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(site.parent.rglob("*"))
    assert new(site, *arguments) == cli.MISUSED
    out, errors = capsys.readouterr()
    assert said in errors
    assert (out, errors.count("\n")) == ("", 1)
    assert sorted(site.parent.rglob("*")) == before


def test_a_consent_is_begun_under_a_reference_that_tells_nothing(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        assert new(site, "consent", "--set", "minor=false", "--set", "scope=web, print") == cli.DONE
    names = sorted(path.name for path in (site / "consent").iterdir())
    assert len(names) == 3
    assert all(re.fullmatch(r"c-[1-9]\d{5}\.yml", name) for name in names)
    assert int(names[2][2:8]) - int(names[0][2:8]) > 2, "they do not tell in which order people agreed"
    text = (site / "consent" / names[0]).read_text("utf-8")
    assert "minor: false\n" in text
    assert "scope:\n  - web\n  - print\n" in text
    assert 'given: "✎ ' in text, "no one said when"
    capsys.readouterr()
    assert cli.main(["check", "--root", str(site), "--as-of", TODAY, "--quiet"]) == cli.PROBLEMS
    rules = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("    ")]
    assert len(rules) == 9
    assert all("The pencil marks a sample text" in line for line in rules), rules


# ---- asked in a terminal


def talk(site: Path, arguments: Sequence[str], answers: Sequence[str]) -> tuple[int, str]:
    """The command in a terminal of its own: each answer is typed when a question waits for it. Exit code and screen."""
    person, terminal = pty.openpty()
    command = [sys.executable, str(PROJECT / "build.py"), "new", "--root", str(site), "--as-of", TODAY, *arguments]
    process = subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True)
    os.close(terminal)
    screen, left = b"", list(answers)
    try:
        while said := _said(person):
            screen += said
            if screen.endswith(b"> ") and left:
                os.write(person, left.pop(0).encode())
        return process.wait(5), screen.decode("utf-8").replace("\r", "")
    finally:
        process.kill()
        process.wait()
        os.close(person)


def _said(terminal: int) -> bytes:
    """What comes next; nothing once the other end is closed, or where it waits for an answer that no one has."""
    if not select.select([terminal], [], [], 20)[0]:
        return b""
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux tells the end of a terminal
        return b""


def test_in_a_terminal_it_asks_for_what_is_missing(site: Path) -> None:
    answers = [
        "sotry\n", "story\n", "Ένας κήπος\n", "\n", "31/11/2026\n", "20 Νοεμβρίου 2026\n", "athens, patra\n",
        "athens, thessaloniki\n", "grdn\n", "city-life\n", "\n",
    ]  # fmt: skip
    code, screen = talk(site, ["--lang", "el"], answers)
    assert code == cli.DONE, screen
    assert "Δεν υπάρχει είδος «sotry»: διαλέξτε ένα από τα member, statement" in screen
    assert "title (el): Ο τίτλος." in screen
    assert "Ένα από τα εξής: athens, thessaloniki" in screen
    assert "Κανένας δήμος του Δικτύου δεν έχει φάκελο με το όνομα «patra»." in screen
    assert "Το «grdn» δεν υπάρχει στον κατάλογο" in screen
    text = (site / "content/stories/enas-kipos/el.md").read_text("utf-8")
    assert "title: Ένας κήπος\n" in text
    assert 'summary: "✎ ' in text, "left for later"
    data = (site / "content/stories/enas-kipos/story.yml").read_text("utf-8")
    assert "date: 2026-11-20\n" in data
    assert "members:\n  - athens\n  - thessaloniki\n" in data
    assert "themes:\n  - city-life\n" in data
    other = (site / "content/stories/enas-kipos/en.md").read_text("utf-8")
    assert other.startswith("---\n# Δεν έχει μεταφραστεί ακόμη; Διαγράψτε αυτό το αρχείο.")


@pytest.mark.parametrize("kind", ["member", "event", "partner", "programme", "page", "issue"])
def test_each_kind_can_be_asked_for(site: Path, kind: str, tmp_path: Path) -> None:
    """Every question left for later but the name: what is written is what the flags would have written."""
    other = Path(shutil.copytree(site, tmp_path / "other"))
    name = "7" if kind == "issue" else "brand-new"
    code, screen = talk(site, [kind], ["\n"] * (len(scaffold.questions(scaffold.NewItem(kind, name)))) + [f"{name}\n"])
    assert code == cli.DONE, screen
    assert new(other, kind, name) == cli.DONE
    made = {path.relative_to(other): path.read_bytes() for path in other.rglob("*") if path.is_file()}
    assert {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()} == made


def test_of_a_statement_it_asks_whose(site: Path) -> None:
    answers = ["members/nowhere\n", "content/stories/garden\n", "members/athens\n", *["\n"] * 6]
    code, screen = talk(site, ["statement"], answers)
    assert code == cli.DONE, screen
    assert "There is no folder members/nowhere" in screen
    assert "say whose with --of" in screen
    assert "Enter: athens-2026-11" in screen
    assert (site / "members/athens/statements/athens-2026-11/statement.yml").is_file()


def test_of_a_minor_it_asks_for_more(site: Path) -> None:
    answers = ["2026-11-01\n", "web\n", "face\n", "maybe\n", "true\n", "Γραφείο ένταξης\n", "2026-11-02\n", "\n"]
    code, screen = talk(site, ["consent"], answers)
    assert code == cli.DONE, screen
    (path,) = (site / "consent").iterdir()
    assert "guardian: 2026-11-02\n" in path.read_text("utf-8")
    assert "child: For a minor: when the child itself agreed." in screen


def test_a_name_that_is_taken_is_asked_for_again(site: Path) -> None:
    code, screen = talk(
        site, ["story", "--set", "title=Garden"], ["\n", "\n", "\n", "\n", "\n", "theme\n", "garden-2\n"]
    )
    assert code == cli.DONE, screen
    assert "content/stories/garden already exists" in screen
    assert "taken by a page that the site makes itself" in screen
    assert (site / "content/stories/garden-2/story.yml").is_file()


def test_ending_the_questions_writes_nothing(site: Path) -> None:
    before = sorted(site.rglob("*"))
    code, screen = talk(site, ["story"], ["Ένας κήπος\n", "\x04"])
    assert code == cli.MISUSED, screen
    assert screen.endswith("build.py: The questions were not answered to the end: nothing was written.\n")
    assert sorted(site.rglob("*")) == before


def test_where_all_is_given_nothing_is_asked(site: Path) -> None:
    given = ("title=Α", "summary=Β", "date=2026-11", "members=athens", "themes=city-life")
    code, screen = talk(site, ["story", "x", *(part for pair in given for part in ("--set", pair))], [])
    assert (code, screen.count("> ")) == (cli.DONE, 0)
    assert "Ctrl-D" not in screen


def test_values_are_written_as_they_are_read_back(site: Path) -> None:
    assert (
        new(site, "story", "x", "--set", 'title=Athens: a "city" # of all', "--set", "members=athens, thessaloniki")
        == 0
    )
    assert 'title: "Athens: a \\"city\\" # of all"' in (site / "content/stories/x/el.md").read_text("utf-8")
    assert "members:\n  - athens\n  - thessaloniki\n" in (site / "content/stories/x/story.yml").read_text("utf-8")


def test_the_hints_speak_greek(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(site, "event", "x", "--lang", "el") == cli.DONE
    last = capsys.readouterr().out.splitlines()[-1]
    assert (
        last
        == f'Αντικαταστήστε ό,τι βρίσκεται μετά από ένα ✎ και ύστερα δώστε την εντολή: make check ARGS="--root {site}"'
    )
    for name in ("event.yml", "el.md"):
        text = (site / "content/events/x" / name).read_text("utf-8")
        hints = re.findall(r"^# (?!\w+:|  )(.+)$", text, re.MULTILINE)
        assert hints
        assert all(re.search("[ά-ώ]{3}", hint) for hint in hints), hints
    assert cli.main(["check", "--root", str(site), "--as-of", TODAY, "--lang", "el"]) == cli.PROBLEMS
    assert "Δεν γράφτηκε τίποτα." in capsys.readouterr().err


def test_what_stands_commented_is_right_once_it_is_filled_in(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(site, "issue", "2") == cli.DONE
    path = site / "newsletters/2/issue.yml"
    text = path.read_text("utf-8")
    erratum = '# errata:\n#   - date: "✎ 2021-03-05"\n#     text:\n#       en: "✎ The workshop was held in May."\n'
    assert erratum in text
    path.write_text(text.replace(erratum, erratum.replace("# ", "").replace("#   ", "  ")), "utf-8")
    capsys.readouterr()
    assert cli.main(["check", "--root", str(site), "--as-of", TODAY, "--quiet"]) == cli.PROBLEMS
    assert "Fields with names" not in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["story", "event", "statement", "issue"])
def test_model_texts_are_in_the_language_of_their_file(site: Path, kind: str) -> None:
    more = ["--of", "members/athens"] if kind == "statement" else []
    assert new(site, kind, "7" if kind == "issue" else "brand-new", *more) == cli.DONE
    capital = {"el": "[A-Z][a-z]+ ", "en": "[Α-Ωα-ω]"}
    for language, other in capital.items():
        path = next(path for path in site.rglob(f"{language}.md") if path.parent.name in ("7", "brand-new"))
        models = re.findall(r"✎ (.*)", path.read_text("utf-8").split("\n---\n")[0])
        assert models
        assert not [model for model in models if re.search(other, model)], models


def test_two_model_titles_are_not_the_same(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (new(site, "story", "x"), new(site, "story", "y")) == (cli.DONE, cli.DONE)
    capsys.readouterr()
    assert cli.main(["check", "--root", str(site), "--as-of", TODAY, "--quiet"]) == cli.PROBLEMS
    assert "has the same title" not in capsys.readouterr().out


def _records() -> dict[str, type[Record]]:
    found: dict[str, type[Record]] = {}
    waiting: list[type[Record]] = [Consent]
    waiting += [model for content in CONTENT_TYPES for model in (content.data, content.text)]
    while waiting:
        model = waiting.pop()
        found[model.__name__] = model
        inner = (schemas.record_in(info.annotation) for info in model.model_fields.values())
        bases = (base for base in model.__bases__ if issubclass(base, Record) and base is not Record)
        waiting += [record for record in (*inner, *bases) if record and record.__name__ not in found]
    return found


def _full_names(model: type[Record]) -> Iterator[str]:
    return (f"{model.__name__}.{field}" for field in model.model_fields)


def test_every_field_has_a_hint_in_greek_and_no_hint_is_left_over() -> None:
    hints = dict(wording.hints())
    assert hints.pop("phrases").keys() == wording.PHRASES.keys()
    named = {field for model in _records().values() for field in (*model.model_fields, *_full_names(model))}
    assert set(hints.pop("labels")) <= named
    own = {
        name: {field for field in model.__annotations__ if field in model.model_fields}
        for name, model in _records().items()
    }
    assert {name: set(fields) for name, fields in hints.items()} == own
    for fields in hints.values():
        for words in fields.values():
            assert re.search("[α-ω]{3}", words)
            assert words.endswith("."), words


def test_names_are_taken_as_people_say_them(site: Path) -> None:
    wish = [
        "story",
        "kipos",
        "--set",
        "members=Δήμος Αθηναίων και Θεσσαλονίκη",
        "--set",
        "themes=Πρόσβαση στην απασχόληση",
    ]
    assert cli.main(["new", "--root", str(site), "--as-of", "2026-11-22", *wish]) == cli.DONE
    written = (site / "content/stories/kipos/story.yml").read_text("utf-8")
    assert "members:\n  - athens\n  - thessaloniki\n" in written
    assert "themes:\n  - employment\n" in written
    wish = ["μήνυμα", "athens-2026-11", "--of", "Δήμος Αθηναίων"]
    assert cli.main(["new", "--root", str(site), "--as-of", "2026-11-22", *wish]) == cli.DONE
    assert (site / "members/athens/statements/athens-2026-11/statement.yml").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--set", "members=Ναύπλιο"), "No municipality of the network has the folder name 'Ναύπλιο'."),
        (("--set", "members=athens, thesalomiki"), "Did you mean 'thessaloniki'?"),
        (("--set", "themes=employement"), "Did you mean 'employment'?"),
        (("--set", "date=31/11/2026"), "31/11/2026"),
        (("--set", "date=someday"), "someday"),
    ],
)
def test_what_the_checker_would_refuse_is_not_written(
    site: Path, arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(site, "story", "kipos", *arguments) == cli.MISUSED
    errors = capsys.readouterr().err
    assert said in errors
    assert errors.count("\n") == 1
    assert not (site / "content/stories/kipos").exists()


def test_whose_a_statement_is_is_suggested(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(site, "statement", "x", "--of", "members/athenss") == cli.MISUSED
    assert "did you mean members/athens?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "written"),
    [("3/2/2026", "2026-02-03"), ("3 Φεβρουαρίου 2026", "2026-02-03"), ("Φεβρουάριος 2026", "2026-02")],
)
def test_a_date_is_read_as_people_write_it(site: Path, said: str, written: str) -> None:
    assert new(site, "story", "kipos", "--set", f"date={said}") == cli.DONE
    assert f"\ndate: {written}\n" in (site / "content/stories/kipos/story.yml").read_text("utf-8")


def test_a_time_of_day_is_read_as_people_write_it(site: Path) -> None:
    assert new(site, "event", "kipos", "--set", "start=3/2/2026, 6 μ.μ.") == cli.DONE
    assert "\nstart: 2026-02-03 18:00\n" in (site / "content/events/kipos/event.yml").read_text("utf-8")


@pytest.mark.parametrize("command", [["new", "story"], ["import", "story.docx"]])
def test_a_folder_has_a_name_as_long_as_the_model_allows(
    site: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main([*command, "a" * (LONGEST_SLUG + 1), "--root", str(site)]) == cli.MISUSED
    assert f"at most {LONGEST_SLUG} small" in capsys.readouterr().err
    assert new(site, "story", "a" * LONGEST_SLUG) == cli.DONE
