"""After any edits, a build that makes only what changed gives what a clean one gives.

What a build makes is compared here, so templates are not compiled anew for each of them: see tests/support/made_once.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pipeline.test_build import GOOD, snapshot
from tests.support.sites import build

Edit = Callable[[Path, random.Random], None]


def change_title(root: Path, chance: random.Random) -> None:
    path = chance.choice(sorted((root / "content/stories").glob("*/en.md")))
    titled(path, f"A garden with {chance.randrange(10**9)} trees")


def titled(path: Path, title: str) -> None:
    """Gives a text another title."""
    lines = path.read_text("utf-8").split("\n")
    place = next(i for i, line in enumerate(lines) if line.startswith("title:"))
    path.write_text("\n".join([*lines[:place], f"title: {title}", *lines[place + 1 :]]), "utf-8")


def change_body(root: Path, chance: random.Random) -> None:
    path = chance.choice(sorted((root / "content").glob("stories/*/el.md")))
    path.write_text(path.read_text("utf-8") + f"\nΠαράγραφος {chance.randrange(1000)}.\n", "utf-8")


def change_date(root: Path, chance: random.Random) -> None:
    path = chance.choice(sorted((root / "content/stories").glob("*/story.yml")))
    lines = [line for line in path.read_text("utf-8").split("\n") if not line.startswith("date:")]
    path.write_text("\n".join([f"date: {chance.randrange(2012, 2019)}-0{chance.randrange(1, 9)}", *lines]), "utf-8")


def add_story(root: Path, chance: random.Random) -> None:
    source = chance.choice(sorted(path for path in (root / "content/stories").iterdir() if path.is_dir()))
    number = chance.randrange(10_000)
    target = root / "content/stories" / f"added-{number}"
    if not target.exists():
        shutil.copytree(source, target)
        for path in target.glob("*.md"):  # two stories of one day may not bear one title
            titled(path, f"A walk of {number} steps" if path.stem == "en" else f"Περίπατος {number} βημάτων")


def rename_story(root: Path, chance: random.Random) -> None:
    added = sorted((root / "content/stories").glob("added-*"))
    if added:
        chance.choice(added).rename(root / "content/stories" / f"added-{chance.randrange(10_000, 20_000)}")


def delete_story(root: Path, chance: random.Random) -> None:
    added = sorted((root / "content/stories").glob("added-*"))
    if added:
        shutil.rmtree(chance.choice(added))


def drop_or_add_language(root: Path, chance: random.Random) -> None:
    added = sorted(path.parent for path in (root / "content/stories").glob("added-*/el.md"))
    if added:
        path = chance.choice(added) / "en.md"
        if path.exists():
            path.unlink()
        else:
            shutil.copy(GOOD / "content/stories/first-steps/en.md", path)
            titled(path, f"A walk of {path.parent.name.removeprefix('added-')} steps")


EDITS: list[Edit] = [
    change_title, change_body, change_date, add_story, add_story, rename_story, delete_story, drop_or_add_language,
]  # fmt: skip


@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), steps=st.lists(st.sampled_from(EDITS), min_size=3, max_size=7))
def test_a_rebuild_after_any_edits_equals_a_clean_build(
    tmp_path_factory: pytest.TempPathFactory, seed: int, steps: list[Edit]
) -> None:
    chance = random.Random(seed)
    folder = tmp_path_factory.mktemp("edits")
    root = folder / "root"
    shutil.copytree(GOOD, root)
    assert build(root, root / "site") == 0
    for step in steps:
        step(root, chance)
        assert build(root, root / "site") == 0
    clean = folder / "clean"
    shutil.copytree(root, clean, ignore=shutil.ignore_patterns("site", ".*"))
    assert build(clean, clean / "site") == 0
    assert snapshot(root / "site") == snapshot(clean / "site")
