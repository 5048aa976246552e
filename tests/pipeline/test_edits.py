"""Edits followed in memory: each page is the one that a build makes, and what a build has to follow is left to it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gazette import cli
from gazette.content.model import CONSENTS
from gazette.pipeline.edits import EditableSite, UnknownEdit
from tests.support.partial import partly
from tests.support.sites import TODAY, build

pytestmark = pytest.mark.whole_build

TEXTS = {
    "content/stories/garden/en.md": ("The neighbourhood garden", "A garden of two towns"),
    "content/stories/garden/story.yml": ("figure: 24", "figure: 25"),
    "content/stories/first-steps/el.md": ("Ένα σεμινάριο στον", "Και ένα σεμινάριο στον"),
    "content/stories/first-steps/story.yml": ("date: 2020-05", "date: 2019-01"),
    "content/stories/only-arabic/story.yml": ("members: [south]", "members: [north, south]"),
    "content/events/coming/event.yml": ("end: 2027-03-04 20:00", "end: 2027-03-04 21:00"),
    "content/events/past/en.md": ("Photos were shown.", "Photos were shown, and [North](/members/north/) came."),
    "content/pages/about/uk.md": ("Про нас", "Про мережу"),
    "members/north/el.md": ("name: Βοράς", "name: Νέος Βοράς"),
    "members/north/profile.yml": ("https://north.example/integration/", "https://north.example/office/"),
    "members/north/statements/north-2021/en.md": ("The mayor explains", "Our mayor explains"),
    "content/documents/guide/en.md": ("Guide for staff", "Guide for all staff"),
}
"""Path → what stands there, and what is put in its place."""


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, path
    path.write_text(text.replace(old, new, 1), "utf-8")


def known(root: Path) -> EditableSite:
    return EditableSite(root, date.fromisoformat(TODAY), root / ".preview")


def test_pages_made_at_once_are_those_of_a_build(tmp_path: Path) -> None:
    """With a partial language, whose pages link to other languages where it has no page of its own.

    First one edit after the other, then all of them back at once, but for the first: a page shows others as they are.
    """
    root = partly(tmp_path / "root")
    site = known(root)
    made: dict[str, bytes] = {}
    for path, (old, new) in TEXTS.items():
        change(root / path, old, new)
        edit = site.edited([path, f"{path}~"])
        assert edit.problems == [] and edit.pages, path
        made |= edit.pages
    for path, (old, new) in list(TEXTS.items())[1:]:
        change(root / path, new, old)
    last = site.edited(TEXTS)
    assert last.problems == [] and last.pages.keys() == made.keys() and len(made) > 25
    assert build(root, tmp_path / "out") == cli.DONE
    for path, page in last.pages.items():
        assert page == (tmp_path / "out" / path).read_bytes(), path
    assert b"A garden of two towns" in last.pages["en/stories/garden/index.html"]
    assert sum(made[path] != page for path, page in last.pages.items()) > 10


def test_what_is_wrong_is_told_with_its_line_and_the_rest_is_shown(tmp_path: Path) -> None:
    root = partly(tmp_path / "root")
    site = known(root)
    broken, linked, whole = (
        f"content/stories/{name}" for name in ("first-steps/en.md", "garden/en.md", "garden/el.md")
    )
    before = (root / broken).read_text("utf-8")
    change(root / broken, "summary: ", "sumary: ")
    change(root / "members/south/en.md", "South is", "[South](/stories/nowhere/) is")
    change(root / "content/stories/only-greek/el.md", "title: ", "title: Άλλος ")
    edit = site.edited([broken, "members/south/en.md", "content/stories/only-greek/el.md"])
    assert {(problem.path, problem.rule) for problem in edit.problems} >= {
        (broken, "field-unknown"), ("members/south/en.md", "link-broken"),
    }  # fmt: skip
    assert all(problem.place.line for problem in edit.problems)
    assert {path.split("stories/")[-1] for path in edit.pages} == {"only-greek/index.html"}
    assert not site.edited([linked, whole]).pages, "nothing changed"
    (root / broken).write_text(before.replace("First steps", "Second steps"), "utf-8")
    edit = site.edited([broken])
    assert edit.problems == [] and b"Second steps" in edit.pages["en/stories/first-steps/index.html"]


def _new(root: Path) -> str:
    shutil.copytree(root / "content/stories/only-greek", root / "content/stories/new")
    return "content/stories/new/el.md"


def _gone(root: Path) -> str:
    shutil.rmtree(root / "members/north/statements/north-2021")
    return "members/north/statements/north-2021"


def _gone_with_all(root: Path) -> str:
    shutil.rmtree(root / "members/north/statements")
    return "members/north/statements"


def _picture(root: Path) -> str:
    shutil.copy(root / "content/stories/garden/garden.png", root / "content/stories/garden/other.png")
    return "content/stories/garden/other.png"


def _consent(root: Path) -> str:
    (root / CONSENTS).mkdir(exist_ok=True)
    (root / CONSENTS / "c-0001.yml").write_text("given: 2026-01-01\n", "utf-8")
    return f"{CONSENTS}/c-0001.yml"


def _text(path: str, old: str, new: str) -> Callable[[Path], str]:
    def edit(root: Path) -> str:
        change(root / path, old, new)
        return path

    return edit


STORY = "content/stories/garden/story.yml"
UNKNOWN: dict[str, Callable[[Path], str]] = {
    "new item": _new,
    "item gone": _gone,
    "folder of items gone": _gone_with_all,
    "picture": _picture,
    "consent": _consent,
    "photo": _text(STORY, "credit: Municipality of South", "credit: Municipality of North"),
    "withdrawn": _text(STORY, "date: ", "withdrawn: 2026-01-01\ndate: "),
    "to come": _text("content/stories/first-steps/story.yml", "date: 2020-05", "date: 2030-05"),
    "issue": _text("newsletters/1/en.md", "title: ", "title: Another "),
    "configuration": _text("mkdocs.yml", "site_name: ", "site_name: Another "),
    "another language where one is partial": lambda root: str(
        shutil.copy(root / "content/pages/about/uk.md", root / "content/pages/privacy/uk.md")
    ).removeprefix(f"{root}/"),
}  # fmt: skip


def test_what_only_a_build_can_follow_is_left_to_it(tmp_path: Path) -> None:
    root = partly(tmp_path / "root")
    site = known(root)
    shutil.copytree(root, tmp_path / "before")
    for name, edit in UNKNOWN.items():
        path = edit(root)
        with pytest.raises(UnknownEdit):
            site.edited([path])
            pytest.fail(name)
        shutil.rmtree(root)
        shutil.copytree(tmp_path / "before", root)
    change(root / "content/stories/garden/en.md", "title: ", "titel: ")
    with pytest.raises(UnknownEdit):  # a site with an error is none to begin with
        known(root)
