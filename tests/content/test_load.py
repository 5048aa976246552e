"""The strict reader of files: what it takes, what it refuses, and where it says that something stands."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.content import load
from gazette.content.listing import entries_of, list_files
from gazette.content.problems import Place
from tests.support.growth import growth


def read(tmp_path: Path, text: str | bytes, name: str = "x.yml") -> load.SourceFile:
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return load.read(tmp_path, name)


def rules(source: load.SourceFile) -> list[tuple[str, int, int]]:
    return [(problem.rule, problem.place.line, problem.place.column) for problem in source.problems]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: 1", {"a": "1"}),
        ("a: NO\nb: yes\nc: on", {"a": "NO", "b": "yes", "c": "on"}),
        ("a: 2310123456\nb: 012\nc: 1e3\nd: 12:30:45", {"a": "2310123456", "b": "012", "c": "1e3", "d": "12:30:45"}),
        ("a: 2021-02-30\nb: 2021-02", {"a": "2021-02-30", "b": "2021-02"}),
        ("a:\nb: ~\nc: null\nd: ''\ne: 'null'", {"a": None, "b": None, "c": None, "d": "", "e": "null"}),
        ("a: [x, 'y', \"z\"]\nb:\n  -", {"a": ["x", "y", "z"], "b": [None]}),
        ("b:\n  - c: 1\n    d: {e: 2}", {"b": [{"c": "1", "d": {"e": "2"}}]}),
        ("a: |\n  one\n  two\nb: >\n  one\n  two\n", {"a": "one\ntwo\n", "b": "one two\n"}),
        ("# only a remark\n", {}),
        ("", {}),
        ("---\na: 1\n", {"a": "1"}),
        ("<<: x\n=: y\n", {"<<": "x", "=": "y"}),
    ],
)
def test_every_plain_value_is_text(tmp_path: Path, text: str, data: dict[str, Any]) -> None:
    source = read(tmp_path, text)
    assert source.problems == []
    assert source.data == data


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b: c", ("yaml-colon", 1, 5)),
        ("a: 1\n b: 2", ("yaml-indent", 2, 3)),
        ("a:\n\t- b", ("yaml-tab", 2, 1)),
        ('a: "b\nc: d', ("yaml-quote", 1, 4)),
        ("a: 'b' c", ("yaml-quote", 1, 8)),
        ("a: @b", ("yaml-needs-quotes", 1, 4)),
        ("a: [b] c", ("yaml-needs-quotes", 1, 4)),
        ("- [b] c", ("yaml-not-fields", 1, 1)),
        ("a: [b\nc: d\ne: f", ("yaml-bracket", 1, 4)),
        ("a: {b", ("yaml-bracket", 1, 4)),
        ("a: [b]]", ("yaml-bracket", 1, 7)),
        ("a: 1\nbcd\ne: f", ("yaml-no-colon", 2, 1)),
        ("a: &x 1\nb: *x", ("yaml-alias", 1, 4)),
        ("a: *x", ("yaml-alias", 1, 4)),
        ("a: **x** y", ("yaml-alias", 1, 4)),
        ("a: !x y", ("yaml-tag", 1, 4)),
        ("a: !!python/object/apply:os.system [ls]", ("yaml-tag", 1, 4)),
        ("a: 1\n---\nb: 2", ("yaml-two-documents", 2, 1)),
        ("a: 1\na: 2", ("field-twice", 2, 1)),
        ("a:\n  b: 1\n  'b': 2", ("field-twice", 3, 3)),
        ("a: {{ b }}", ("yaml-key", 1, 5)),
        ("? [a]\n: b", ("yaml-key", 1, 3)),
        ("[a, b]", ("yaml-not-fields", 1, 1)),
        ("a: " + "[" * 30, ("yaml-too-deep", 1, 15)),
        ("a: [" + "b, " * 6000 + "b]", ("yaml-too-deep", 1, 14996)),
        ('a: "\\q"', ("yaml-syntax", 1, 5)),
        ("a: x\x07", ("forbidden-character", 1, 5)),
        ("ά: x\nβ: \u202eabc", ("forbidden-character", 2, 4)),
        ("a: one\u2028two", ("forbidden-character", 1, 7)),
        ("a: one\u0085two", ("forbidden-character", 1, 7)),
        ("a: \u3164", ("forbidden-character", 1, 4)),
        ("a: b\ufe00", ("forbidden-character", 1, 5)),
        ("a: \u2800", ("forbidden-character", 1, 4)),
        ("a: 1\nb: \ufeff2", ("forbidden-character", 2, 4)),
        (b"a: 1\nb: x\xe9", ("encoding", 2, 5)),
        (b"\xef\xbb\xbfa: x\xe9", ("encoding", 1, 5)),
        (b"a: 1\r\rb: x\xe9", ("encoding", 3, 5)),
        (b"\xff\xfea\0:\0", ("encoding", 1, 1)),
        (b"a\0:\0 \0b\0", ("encoding", 1, 1)),
        (b"a: " + b"x" * load.MAX_BYTES, ("file-too-large", 0, 0)),
    ],
)
def test_what_is_refused_and_where(tmp_path: Path, text: str | bytes, expected: tuple[str, int, int]) -> None:
    source = read(tmp_path, text)
    assert rules(source) == [expected]
    assert not source.readable


def test_a_marked_file_and_other_line_ends_read_the_same(tmp_path: Path) -> None:
    for text in (b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", b"a: 1\rb: 2\r", b"a: 1\nb: 2"):
        source = read(tmp_path, text)
        assert (source.data, source.values["b",]) == ({"a": "1", "b": "2"}, Place(2, 4))


AS_WRITTEN = "---\ntitle: Έκθεση\n---\n\nΠρώτη γραμμή  \nδεύτερη.\n\n- ένα\n- δύο\n"


@pytest.mark.parametrize(
    "raw",
    [
        AS_WRITTEN.replace("\n", "\r\n").encode(),  # GitHub's form, Windows
        AS_WRITTEN.replace("\n", "\r").encode(),  # an old Mac
        AS_WRITTEN.replace("\n", "\r\n", 3).encode(),  # a form's answer put into a file of a Mac
        AS_WRITTEN.replace("\n\n", "\r\r\n").encode(),
        b"\xef\xbb\xbf" + AS_WRITTEN.replace("\n", "\r\n").encode(),  # Notepad
        unicodedata.normalize("NFD", AS_WRITTEN).encode(),  # macOS
        AS_WRITTEN.replace("---\n", "---  \n").encode(),
    ],
)
def test_a_text_from_any_machine_reads_as_it_was_written(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "as-written.md").write_bytes(AS_WRITTEN.encode())
    expected = load.read(tmp_path, "as-written.md")
    source = read(tmp_path, raw, "el.md")
    assert source.problems == []
    assert (source.data, source.body, source.body_line) == (expected.data, expected.body, expected.body_line)
    assert source.place(("title",)) == Place(2, 8)


@pytest.mark.parametrize(("sign", "line"), [("\x85", 5), ("\u2028", 5), ("\u2029", 5), ("\v", 5), ("\f", 5)])
def test_line_ends_that_only_some_programs_know_are_told(tmp_path: Path, sign: str, line: int) -> None:
    """Python splits lines at them, browsers and GitHub don't: a line number would be wrong, a word run together."""
    source = read(tmp_path, AS_WRITTEN.replace("  \n", sign, 1), "el.md")
    assert rules(source) == [("forbidden-character", line, 13)]


def test_spaces_that_do_not_break_stay(tmp_path: Path) -> None:
    """Word puts them between a number and its unit; they are no end of a line, a name or a value."""
    source = read(tmp_path, "---\ntitle:\u00a0Τ\n---\n".replace(":\u00a0", ": \u00a0") + "15.000\u00a0€\n", "el.md")
    assert source.body == "15.000\u00a0€\n"
    assert rules(read(tmp_path, "title:\u00a0Τ\n")) != []


def test_letters_are_composed(tmp_path: Path) -> None:
    assert read(tmp_path, "a: Ε\u0301νταξη").data == {"a": "Ένταξη"}


def test_front_matter_and_body(tmp_path: Path) -> None:
    source = read(tmp_path, "---\ntitle: T\n--- \n\nOne.\n\n---\n\nTwo.\n", "en.md")
    assert source.problems == []
    assert (source.data, source.body, source.body_line) == ({"title": "T"}, "\nOne.\n\n---\n\nTwo.\n", 4)
    assert source.place(("title",)) == Place(2, 8)


def test_front_matter_at_the_end_of_the_file(tmp_path: Path) -> None:
    assert read(tmp_path, "---\ntitle: T\n---", "en.md").data == {"title": "T"}
    assert read(tmp_path, "---\n---\n", "en.md").problems == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "header-missing"),
        ("Text", "header-missing"),
        ("\n---\na: 1\n---\n", "header-missing"),
        ("---\na: 1\n", "header-not-closed"),
        ("---\na: 1\n ---\n", "header-not-closed"),
        ("----\n", "header-not-closed"),
    ],
)
def test_front_matter_that_is_none(tmp_path: Path, text: str, rule: str) -> None:
    assert rules(read(tmp_path, text, "en.md")) == [(rule, 1, 1)]


def test_places(tmp_path: Path) -> None:
    source = read(tmp_path, "a:\n  - b: 1\n    c:\n  -\nd: [e, f]\n")
    assert source.place(("a", 0, "b")) == Place(2, 8)
    assert source.place(("a", 0, "c")) == Place(3, 5), "an empty field: its name"
    assert source.place(("a", 0, "missing")) == Place(2, 5), "a missing field: what is around it"
    assert source.place(("a", 1)) == Place(4, 4), "an empty entry: its hyphen"
    assert source.place(("d", 1)) == Place(5, 8)
    assert source.place(("missing",)) == Place(1, 1)


def test_field_names_count_from_one() -> None:
    assert load.field_name(("sections", 1, "items", 0)) == "sections[2].items[1]"
    assert load.field_name(()) == ""


def test_what_the_system_refuses_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rules(load.read(tmp_path, "none.yml")) == [("unreadable", 0, 0)]
    (tmp_path / "content").mkdir()

    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(os, "scandir", refuse)
    problem = list_files(tmp_path, ("content", "members")).problems[0]
    assert (problem.path, problem.rule, problem.facts) == ("content", "unreadable", {"reason": "Permission denied"})


def test_listing(tmp_path: Path) -> None:
    for name in ("content/b/two.md", "content/b/one.md", "content/a.md", "content/.git/x", "other/x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    (tmp_path / "content/b/link").symlink_to("/etc")
    listing = list_files(tmp_path, ("content", "members"))
    assert {folder: [entry.path for entry in entries_of(seal)] for folder, seal in listing.folders.items()} == {
        "content": ["content/a.md"],
        "content/b": ["content/b/one.md", "content/b/two.md"],
    }
    assert [(p.path, p.rule) for p in listing.problems] == [("content/b/link", "symlink")]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text("abcαβγ", min_size=1), st.lists(st.text("xyω: -#'\"[]{}&*!|>%@`,?~", max_size=8))))
def test_what_is_quoted_comes_back(tmp_path_factory: pytest.TempPathFactory, data: dict[str, list[str]]) -> None:
    quoted = {key: ["'" + value.replace("'", "''") + "'" for value in values] for key, values in data.items()}
    text = "".join(f"'{key}': [{', '.join(values)}]\n" for key, values in quoted.items())
    source = read(tmp_path_factory.mktemp("x"), text)
    assert source.problems == []
    assert source.data == data


MARKS = "\u0301\u0316"


@pytest.mark.parametrize("text", ["a: α{}", 'a: "α{}"', "a: x\nα{}: y", "# α{}"])
def test_marks_on_a_letter_take_no_more_time_the_more_there_are(text: str) -> None:
    """To bring them into Unicode's order takes the square: 60,000 took more than two seconds."""
    kept = load.parse("x.yml", text.format(MARKS * 15).encode())
    assert kept.problems == []
    told = load.parse("x.yml", text.format(MARKS * 16).encode())
    assert [problem.rule for problem in told.problems] == ["marks-many"]
    assert growth(lambda size: load.parse("x.yml", text.format(MARKS * size).encode()), 30_000) < 8
    assert growth(lambda size: load.parse("x.yml", text.format((MARKS * 15 + "ω") * (size // 16)).encode()), 30_000) < 8


@pytest.mark.parametrize(
    ("braces", "told"),
    [
        ("cost: 1250,5", ("5", "cost: 1250.5")),
        ("cost: 1 250,5", ("5", 'cost: "1 250, 5"')),
        ("alt: Παιδιά, 'δύο' , τρία", ("δύο, τρία", 'alt: "Παιδιά, δύο, τρία"')),
        ('alt: Say \\n "no", never', ("never", 'alt: "Say \\\\n \\"no\\", never"')),
        ("alt: one, two: , three", None),
    ],
)
def test_what_a_comma_cuts_off_is_told(braces: str, told: tuple[str, str] | None) -> None:
    """In curly brackets a comma ends a value, and YAML takes the rest for a name without a value."""
    source = load.parse("x.yml", f"a: {{{braces}, b: 1}}\n".encode())
    found = [problem for problem in source.problems if problem.rule == "yaml-comma"]
    if told is None:
        assert found == []
        return
    assert [problem.facts for problem in found] == [{"value": told[0], "example": told[1]}]
    mended = load.parse("x.yml", f"a: {{{told[1]}, b: 1}}\n".encode())
    assert mended.problems == []
    assert list(mended.data["a"]) == [told[1].partition(":")[0], "b"]
