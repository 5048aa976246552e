"""Inputs meant to cost: twice as much takes twice the work, and what is beyond a limit is told with the limit.

Work is counted in calls of functions, so that no test depends on how fast a machine is. What the same inputs cost in
seconds and megabytes is for `python -m tools.bench.limits` to say.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from cProfile import Profile
from datetime import date
from pathlib import Path

import pytest
from PIL import ImageFile

from gazette import cli
from gazette.cli import console as commands
from gazette.content import fields, load, wording
from gazette.content.fields import ALWAYS_GUESSED, Guesses
from gazette.content.items import check_folder
from gazette.content.listing import FileEntry
from gazette.content.markup import MAX_LINKS, convert
from gazette.content.problems import MOST_ALIKE, Place, PlaceFinder, Problem
from gazette.content.rewriting import rewrite
from gazette.editorial import word_import
from gazette.engines import pictures, word
from gazette.pipeline import read as read_pipeline
from gazette.rereading import LOOKS
from tools.bench.limits import SITES
from tools.bench.pathological import DATA, TEXTS
from tools.bench.pathological_files import DOCUMENTS, PICTURES, document, nested_tables

PROJECT = Path(__file__).resolve().parents[2]
BASE = PROJECT / "tests/sites/base"
STORY = "content/stories/garden"
TODAY = date(2026, 11, 22)
TWICE = 2.6
"""Twice the work, and what grows a little faster because it is sorted."""
BEGINNING = 3000
"""Calls that are made once in any case."""


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, ours and others'."""
    before, profile = sys.getprofile(), Profile(subcalls=False)
    sys.setprofile(None)
    try:
        profile.runcall(work)
    finally:
        sys.setprofile(before)
    return sum(entry.callcount for entry in profile.getstats())


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "site", ignore=shutil.ignore_patterns(".build")))


def judged(root: Path) -> Callable[[], object]:
    """The judging of the story by itself."""
    entries = tuple(
        FileEntry(f"{STORY}/{path.name}", path.stat().st_size, 0, 0, 0) for path in (root / STORY).iterdir()
    )
    return lambda: check_folder(root, STORY, entries, ("el", "en"), LOOKS)


def assert_grows_with_its_size(work: Callable[[int], Callable[[], object]], size: int) -> None:
    work(size // 4)()  # so that what is made ready once is not counted
    once, twice = calls(work(size)), calls(work(2 * size))
    assert twice <= TWICE * once + BEGINNING, (once, twice)


@pytest.fixture
def no_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guesses may cost what they may in all, and are counted by themselves."""
    monkeypatch.setattr(fields, "MOST_COMPARED", 0)


@pytest.mark.usefixtures("no_guesses")
@pytest.mark.parametrize("name", [name for name in TEXTS if name != "footnotes of one name"])  # see below
def test_a_text_costs_as_it_is_long(name: str, site: Path) -> None:
    path = site / STORY / "en.md"
    head = path.read_text("utf-8").rpartition("---")[0]

    def work(size: int) -> Callable[[], object]:
        path.write_text(f"{head}---\n{TEXTS[name](size)}", "utf-8")
        return judged(site)

    # Of backticks alone a short text has too few words for rules that read words.
    assert_grows_with_its_size(work, 5000 if name == "backticks of every length" else 2500)


@pytest.mark.parametrize("name", DATA)
def test_a_data_file_costs_as_it_is_long(name: str, site: Path) -> None:
    def work(size: int) -> Callable[[], object]:
        (site / STORY / "story.yml").write_text(DATA[name](size), "utf-8")
        return judged(site)

    assert_grows_with_its_size(work, 6000)


@pytest.mark.parametrize("name", [name for name, (most, _) in DOCUMENTS.items() if most > 1000])
def test_a_document_costs_as_it_is_long(name: str) -> None:
    _, make = DOCUMENTS[name]

    def work(size: int) -> Callable[[], object]:
        raw = make(size)

        def read() -> None:
            with suppress(word.WordError):
                rewrite(word.read_word(raw).html)

        return read

    assert_grows_with_its_size(work, 120)


def test_a_table_in_a_table_is_written_once() -> None:
    def work(depth: int) -> Callable[[], object]:
        raw = document(nested_tables(depth))
        return lambda: rewrite(word.read_word(raw).html)

    assert_grows_with_its_size(work, 8)
    cells = rewrite(word.read_word(document(nested_tables(8))).html).body
    assert cells.split() == ["a"] * 9


@pytest.mark.usefixtures("no_guesses")
@pytest.mark.parametrize("name", SITES)
def test_a_site_costs_as_it_is_large(name: str, site: Path) -> None:
    """Its folders are judged one by one: what is counted are the rules between them."""

    def work(size: int) -> Callable[[], object]:
        for path, content in SITES[name][1](size).items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_bytes(content if isinstance(content, bytes) else content.encode())
        return lambda: read_pipeline.read_site(site, TODAY, lambda _: None)

    assert_grows_with_its_size(work, 40)


def test_what_the_converter_takes_long_for_is_counted_before() -> None:
    """The marks of one note: the library numbers each by trying all numbers before it."""
    assert [found.kind for found in convert(TEXTS["footnotes of one name"](60_000)).findings] == ["too-many-links"]
    most = "a[^1]\n\n" * (MAX_LINKS // 2) + "[^1]: b\n"
    assert calls(lambda: convert(most)) < 3_000_000


# ---- the places of problems


def test_a_file_is_read_once_for_the_places_of_all_its_problems(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = site / STORY / "story.yml"
    story.write_text(story.read_text("utf-8").replace("[athens]", f"[{', '.join(['athens'] * 1200)}]"), "utf-8")
    reads: list[str] = []
    read = load.read
    monkeypatch.setattr(load, "read", lambda root, path: (reads.append(path), read(root, path))[1])
    reading = read_pipeline.read_site(site, TODAY, lambda _: None)
    assert sum(problem.rule == "named-twice" for problem in reading.problems) == 1199
    assert reads.count(f"{STORY}/story.yml") == 2, "once to judge it, once for the places"
    last = max(reading.problems, key=lambda problem: problem.place.column)
    assert (last.place.line, last.field) == (2, "members[1200]")


def test_places_are_those_that_counting_finds() -> None:
    text = "α\n\nbc\r\nd"
    places = PlaceFinder(text, 5)
    for offset in range(len(text) + 1):
        before = text[:offset]
        assert places.at(offset) == Place(5 + before.count("\n"), offset - before.rfind("\n"))


def test_the_first_problems_have_their_guess_and_all_are_told() -> None:
    guesses = Guesses()
    names = [f"municipality-{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(3000)]
    found = [guesses.closest(f"{name}x", names) for name in names[:200]]
    assert all(found[:ALWAYS_GUESSED])
    assert not any(found[-10:])


# ---- pictures: judged by what they say of themselves


LARGE = "scans of a JPEG", "PNG of one line", "PNG of one column", "PNG, empty chunks", "PNG, texts", "JPEG, comments"


@pytest.mark.parametrize("name", LARGE)
def test_what_is_too_large_is_not_unpacked(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _, most, make = PICTURES[name]
    raw = make(most if "one line" in name else min(most, 60_000))
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda picture: pytest.fail("it was unpacked"))
    assert pictures.look(raw).fault in ("too-many-parts", "side-too-long")
    with pytest.raises(pictures.PictureError):
        pictures.fitted(raw, "PNG", 10**6)


def test_the_film_behind_a_photo_is_none_of_its_scans() -> None:
    raw = PICTURES["JPEG, comments"][2](1)
    assert pictures.look(raw + b"\0\0\0\x18ftypmp42" + b"\xff\xda\0\x08" * 5000).fault == ""


def test_junk_between_the_segments_is_not_walked_through() -> None:
    _, _, make = PICTURES["JPEG, comments"]
    whole = make(1)
    for junk in (b"\0", b"\xff", b"\xff\0"):
        raw = whole[:2] + junk * 2_000_000 + whole[2:]
        assert calls(lambda raw=raw: pictures.look(raw)) < 600_000  # type: ignore[misc]


@pytest.mark.parametrize(
    "name", ["JPEG, round about Exif", "JPEG, xyz again", "PNG, packed text", "PNG, packed profile"]
)
def test_what_stands_beside_a_picture_costs_little(name: str) -> None:
    _, most, make = PICTURES[name]
    raw = make(min(most, 60_000_000))
    assert calls(lambda: pictures.look(raw)) < 200_000


def test_the_limits_are_those_that_are_told() -> None:
    told = wording.catalogue()
    for rule, limit in (
        ("picture-side-too-long", pictures.LONGEST_SIDE),
        ("picture-too-many-parts", pictures.MOST_PARTS),
        ("picture-too-many-parts", pictures.MOST_SCANS),
        ("picture-too-many-pixels", pictures.MOST_PIXELS // 1_000_000),
        ("picture-too-many-pixels", pictures.MOST_TO_SHRINK // 1_000_000),
    ):
        assert f"{limit:,}" in told[rule]["en"]["message"]
        assert f"{limit:,}".replace(",", ".") in told[rule]["el"]["message"]
    console = wording.read_words(commands.CATALOGUE)
    left = wording.read_words(word_import.LEFT)
    for told in (console["photo-too-many-pixels"], left["pictures-too-many-pixels"]):
        for limit in (pictures.MOST_TO_SHRINK, pictures.MOST_WHOLE):
            assert all(f"{limit // 1_000_000} " in told[language] for language in wording.MESSAGE_LANGUAGES)
    assert str(word.MOST_PICTURES) in wording.read_words(wording.MISUSES)["word-many-pictures"]["el"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("paragraphs", "too-long"),
        ("styles", "too-long"),
        ("one word", "too-long"),
        ("field beginnings", "unsafe"),
        ("laughs", "unsafe"),
    ],
)
def test_documents_beyond_a_limit_are_refused(name: str, reason: str) -> None:
    most, make = DOCUMENTS[name]
    with pytest.raises(word.WordError, match=reason):
        word.read_word(make(most if name in ("styles", "one word") else min(most, 20_000)))


# ---- what is said


@pytest.mark.parametrize("form", wording.FORMATS)
@pytest.mark.parametrize("language", wording.MESSAGE_LANGUAGES)
def test_no_message_repeats_a_long_value(form: wording.Format, language: str) -> None:
    value = f"begins{'a' * 200_000}ends"
    problem = Problem("a.yml", "field-unknown", Place(1, 1), f"x{value}", {"name": value, "choices": value})
    said = wording.report([problem], form, language)
    assert len(said) < 3000
    assert "begins" in said
    assert "ends" in said
    assert wording.shortened("a" * wording.LONGEST_VALUE) == "a" * wording.LONGEST_VALUE


def test_a_field_steers_no_terminal() -> None:
    said = wording.report(
        [Problem("a.yml", "field-unknown", Place(1, 1), "a\x1b[2J", {"name": "a", "choices": "b"})], "text", "en"
    )
    assert "\x1b" not in said


@pytest.mark.parametrize(
    ("rule", "more", "mark"), [("encoding", "more-problems", ""), ("review-old", "more-warnings", "(warning) ")]
)
def test_of_many_alike_it_is_told_how_many_more(rule: str, more: str, mark: str) -> None:
    many = [Problem("a.md", rule, Place(line, 1), facts={"value": "x"}) for line in range(1, 1201)]
    other = [Problem("b.md", rule, Place(1, 1), facts={"value": "x"})]
    found = json.loads(wording.report([*many, *other], "json", "en"))
    assert [entry["rule"] for entry in found] == [*[rule] * MOST_ALIKE, more, rule]
    assert found[MOST_ALIKE]["severity"] == found[0]["severity"]
    assert (found[MOST_ALIKE]["line"], found[-1]["path"]) == (MOST_ALIKE + 1, "b.md")
    lines = wording.report([*many, *other], "text", "en").splitlines()
    kind = "warnings" if mark else "problems"
    more = f"Further {kind} of this kind in this file: 1\N{NO-BREAK SPACE}180."
    assert lines[2 * MOST_ALIKE] == f"a.md:21:1: {mark}{more}"
    assert len(wording.report(many, "github", "el").splitlines()) == MOST_ALIKE + 1
    assert len(json.loads(wording.report(many[: MOST_ALIKE + 1], "json", "en"))) == MOST_ALIKE + 1, "one more is told"


def test_a_list_of_addresses_beyond_its_limit_is_told(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "addresses.txt").write_bytes(b"/stories/garden/\n" * 300_000)
    assert cli.main(["check", "--root", str(site), "--as-of", "2026-11-22", "--quiet"]) == cli.PROBLEMS
    assert "larger than 4096 kB" in capsys.readouterr().out
