"""The contract of outputs: each module has a row, in an order that holds, and plans what it says."""

import shutil
from importlib import import_module
from pathlib import Path

import pytest

from gazette.outputs.base import Context, DownloadFile, Output, PageFile, PlannedFile
from gazette.pipeline import build
from gazette.pipeline.build import OUTPUTS
from tests.support import made_up
from tests.support.contexts import context, read
from tests.support.sites import PROJECT

NAMES = [row.name for row in OUTPUTS]


def output(name: str) -> Output:
    found: Output = import_module(f"gazette.outputs.{name}").OUTPUT
    return found


def test_an_output_is_one_module_and_one_row() -> None:
    modules = {path.stem for path in (PROJECT / "gazette/outputs").glob("*.py") if "\nOUTPUT: " in path.read_text()}
    assert sorted(NAMES) == sorted(modules)
    assert [output(name).name for name in NAMES] == NAMES


def test_what_others_read_is_made_before_them() -> None:
    """An issue's page states the sizes of its downloads; the sitemap, and what is put beside it, know every page."""
    assert NAMES[-1] == "site"
    assert all(NAMES.index(name) < NAMES.index("site") for name in NAMES if output(name).is_read_later)
    assert NAMES.index("pdf") < NAMES.index("epub")


@pytest.mark.parametrize("name", ["feeds", "calendars", "data", "email", "pdf"])
def test_a_plan_names_each_file_once_and_the_same_each_time(name: str) -> None:
    """A file that is published already must not be made to find that out."""
    given = context("good")
    planned = list(output(name).files(given))
    assert planned
    assert len({file.path for file in planned}) == len(planned)
    assert [(file.path, file.key) for file in output(name).files(given)] == [(file.path, file.key) for file in planned]


def test_a_corrected_story_is_printed_again_only_where_it_stands(tmp_path: Path) -> None:
    """By the keys of the PDFs, e-books and letters of two issues, one with a story that changes."""
    root = made_up.made_up(tmp_path / "site", 2)
    shutil.copytree(root / "newsletters/1", root / "newsletters/2")
    for number, story in (("1", "made-up-1"), ("2", "made-up-2")):
        sections = f"  - kind: cities\n    items: [stories/{story}]\n"
        data = made_up.ISSUE.replace("number: 1", f"number: {number}") + sections
        (root / f"newsletters/{number}/issue.yml").write_text(data, "utf-8")

    def keys() -> dict[str, str]:
        given = build.context_of(read(root))
        return {file.path: file.key for name in ("pdf", "epub", "email") for file in output(name).files(given)}

    before = keys()
    text = root / "content/stories/made-up-2/en.md"
    text.write_text(text.read_text("utf-8") + "\nOne sentence more.\n", "utf-8")
    changed = {path for path, key in keys().items() if before[path] != key}
    endings = [".pdf", "-print.pdf", "-grey.pdf", "-large.pdf", "-booklet.pdf", ".epub"]  # a letter has only summaries
    assert changed == {f"en/newsletters/2/newsletter-2-en{ending}" for ending in endings}


def test_two_files_in_one_place_are_refused() -> None:
    file = PlannedFile("a.html", "1", bytes)
    given: Context = context("good").after("one", [file]).after("other", [file])
    with pytest.raises(AssertionError, match="two files"):
        build._keys(given)


def test_an_output_finds_the_files_of_those_before_it() -> None:
    page = PageFile("a/index.html", "1", bytes, "a/", "en", ("en",))
    download = DownloadFile("a.pdf", "2", bytes, "a/", "en", "screen", lambda _: {})
    given = context("good").after("one", [page]).after("other", [download])
    assert list(given.of_kind(PageFile)) == [page]
    assert list(given.of_kind(PlannedFile)) == [page, download]
    assert not list(context("good").of_kind(PlannedFile)), "a context is never changed"
