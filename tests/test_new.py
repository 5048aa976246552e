"""`new`: what it writes is read back by the checker; what it cannot write it says in one line, and writes nothing."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from gazette import authoring, cli
from gazette.content import wording
from gazette.content.model import CONTENT_TYPES, Consent, Kind, Record

BASE = Path(__file__).resolve().parent / "sites" / "base"
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
    assert all("The pencil sign marks a model text" in line for line in rules), rules


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
        (("story", "x", "--set", "temes=employment"), "has no field 'temes': did you mean 'themes'?"),
        (("page", "x", "--set", "members=athens"), "has no field 'members': choose one of"),
        (("member", "x", "--set", "coordinates=38"), "made of several fields"),
        (("story", "x", "--set", "date"), "is not FIELD=VALUE"),
        (("story", "x", "--set", "members=a", "--set", "members=b"), "given twice"),
        (("story", "theme"), "taken by a page that the site makes itself"),
        (("story", "2026"), "taken by a page that the site makes itself"),
        (("member", "network"), "taken by a page that the site makes itself"),
        (("page", "glossary"), "taken by a page that the site makes itself"),
        (("issue", "spring"), "is no number of an issue"),
        (("story", "../x"), "cannot be an address"),
        (("story", "garden"), "is there already"),
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


def test_two_model_titles_are_no_twins(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
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
        inner = (authoring.record_in(info.annotation) for info in model.model_fields.values())
        bases = (base for base in model.__bases__ if issubclass(base, Record) and base is not Record)
        waiting += [record for record in (*inner, *bases) if record and record.__name__ not in found]
    return found


def test_every_field_has_a_hint_in_greek_and_no_hint_is_left_over() -> None:
    hints = dict(wording.hints())
    assert hints.pop("phrases").keys() == wording.PHRASES.keys()
    own = {
        name: {field for field in model.__annotations__ if field in model.model_fields}
        for name, model in _records().items()
    }
    assert {name: set(fields) for name, fields in hints.items()} == own
    for fields in hints.values():
        for words in fields.values():
            assert re.search("[α-ω]{3}", words)
            assert words.endswith("."), words
