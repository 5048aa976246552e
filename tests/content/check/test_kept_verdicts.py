"""A verdict that is kept between runs is the one that would be found anew: item rules see no more than they declare."""

from __future__ import annotations

import random
import re
import shutil
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazette.content import check
from gazette.content.check import Surroundings, WholeSite
from gazette.content.check import rules as item_rules
from gazette.content.check.violations import Violation, in_data
from gazette.content.library import Item, Library
from gazette.content.markup import anchor
from gazette.content.model import CONTENT_ROOTS, Kind, Member, Story
from gazette.content.problems import Problem
from gazette.pipeline import read
from tests.content.test_broken_sites import lay_out
from tests.support.contexts import GOOD
from tests.support.sites import PROJECT, TODAY

DAY = date.fromisoformat(TODAY)
BEYOND_DIGEST = {"publication"}
"""Fields of an item that its digest leaves out: only issues have them, and what is found of issues is not kept."""
BROKEN_CASES = [
    "child-texts",
    "consent-unknown",
    "end-before-start",
    "link-own",
    "link-with-language",
    "organiser-unknown",
]


STANDING = ("names-unconfirmed", "interface-unconfirmed", "document-absent")
"""What is told of the real content until someone has read its names and words, and sent the memorandum."""


def problems_of(root: Path, day: date = DAY) -> list[Problem]:
    found = read.read_site(root, day, lambda _: None).problems
    return [problem for problem in found if problem.rule not in STANDING]


def agree(root: Path, day: date = DAY) -> list[Problem]:
    """Compares what is found by way of kept verdicts with what is found without; keeps those of the second."""
    found = problems_of(root, day)
    (root / ".build/memory/sound").unlink()
    assert found == problems_of(root, day)
    return found


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real content, read once, with a consent on record and a link to a heading."""
    root = tmp_path_factory.mktemp("kept") / "site"
    ignore = shutil.ignore_patterns(".build", "site", "output", "*.pdf")
    for name in (*CONTENT_ROOTS, "theme"):
        if (PROJECT / name).is_dir():
            shutil.copytree(PROJECT / name, root / name, ignore=ignore)
    for name in ("mkdocs.yml", "addresses.txt", "redirects.yml"):
        if (PROJECT / name).is_file():
            shutil.copy(PROJECT / name, root)
    (root / "consent").mkdir(exist_ok=True)
    (root / "consent/c-9001.yml").write_text(
        "given: 2026-03-01\nscope: [web, print, email]\nshows: [face, name]\nminor: false\nreviewer: Office\n", "utf-8"
    )
    first = sorted((root / "content/stories").glob("*/story.yml"))[0]
    first.write_text(first.read_text("utf-8") + "people: [c-9001]\n", "utf-8")
    page = next(path for path in sorted((root / "content/pages").glob("*/en.md")) if "\n## " in path.read_text("utf-8"))
    heading = re.search(r"\n## (.+)", page.read_text("utf-8"))
    assert heading
    target = "/about/" if page.parent.name == "about" else f"/about/{page.parent.name}/"
    text = first.with_name("en.md")
    link = f"{target}#{anchor(heading.group(1))}"
    text.write_text(f"{text.read_text('utf-8')}\nMore is said [the beginning]({link}).\n", "utf-8")
    assert problems_of(root) == []
    return root


@pytest.fixture(scope="module")
def whole(real: Path) -> Path:
    """Its content as it was."""
    return Path(shutil.copytree(real, real.with_name("whole"), ignore=shutil.ignore_patterns(".build")))


# ---- an incremental check equals a clean one


Edit = Callable[[Path, random.Random], None]


def _any(root: Path, dice: random.Random, *patterns: str) -> Path:
    return dice.choice(sorted(path for pattern in patterns for path in root.glob(pattern)))


def _put(path: Path, old: str, new: str) -> None:
    path.write_text(re.sub(old, new, path.read_text("utf-8"), count=1), "utf-8")


def drop_a_line(root: Path, dice: random.Random) -> None:
    path = _any(root, dice, "content/*/*/*.*", "members/*/*.*", "consent/*.yml", "newsletters/*/*.yml")
    if path.suffix in (".md", ".yml"):
        lines = path.read_text("utf-8").split("\n")
        del lines[dice.randrange(len(lines))]
        path.write_text("\n".join(lines), "utf-8")


def move_a_date(root: Path, dice: random.Random) -> None:
    path = _any(root, dice, "content/*/*/*.yml", "members/*/*.yml", "consent/*.yml", "newsletters/*/*.yml")
    _put(path, r": (20\d\d)", f": {dice.randrange(2015, 2028)}")


def change_membership(root: Path, dice: random.Random) -> None:
    path = _any(root, dice, "members/*/profile.yml")
    text = re.sub(r"(?m)^joined.*\n|^founder.*\n", "", path.read_text("utf-8"))
    path.write_text(f"{text}joined: {dice.randrange(2015, 2028)}\n", "utf-8")


def rename_an_item(root: Path, dice: random.Random) -> None:
    folder = _any(root, dice, "content/*/*", "members/*", "newsletters/*")
    folder.rename(folder.with_name(dice.choice(["another-name", "42", "network", folder.name])))


def delete_an_item(root: Path, dice: random.Random) -> None:
    shutil.rmtree(_any(root, dice, "content/*/*", "members/*"))


def withdraw(root: Path, dice: random.Random) -> None:
    path = _any(root, dice, "content/stories/*/story.yml", "content/events/*/event.yml")
    path.write_text(f"{path.read_text('utf-8')}withdrawn: 2026-11-20\n", "utf-8")


def break_a_file(root: Path, dice: random.Random) -> None:
    _any(root, dice, "content/*/*/*.yml", "members/*/*.yml").write_text("a: [", "utf-8")


def rename_a_heading(root: Path, dice: random.Random) -> None:
    _put(_any(root, dice, "content/pages/*/en.md"), r"\n## .*", "\n## Another heading")


def change_a_consent(root: Path, dice: random.Random) -> None:
    change = dice.choice(
        [("scope: .*", "scope: [print]"), ("shows: .*", "shows: [place]"), ("minor: .*", "minor: true")]
    )
    _put(root / "consent/c-9001.yml", *change)


def end_a_consent(root: Path, dice: random.Random) -> None:
    path = root / "consent/c-9001.yml"
    if dice.random() < 0.5:
        path.unlink()
    else:
        path.write_text(f"{path.read_text('utf-8')}expires: 2026-1{dice.randrange(3)}\n", "utf-8")


EDITS: list[Edit] = [
    drop_a_line, move_a_date, change_membership, rename_an_item, delete_an_item, withdraw, break_a_file,
    rename_a_heading, change_a_consent, end_a_consent,
]  # fmt: skip


def undo(root: Path, whole: Path) -> None:
    """Puts back what differs: whatever is touched is read anew, which takes most of the time."""
    files, wanted = (
        {path.relative_to(top) for name in CONTENT_ROOTS for path in (top / name).rglob("*") if path.is_file()}
        for top in (root, whole)
    )
    for path in files - wanted:
        (root / path).unlink()
        for folder in path.parents[:-1]:
            if not any((root / folder).iterdir()):
                (root / folder).rmdir()
    for path in wanted:
        if path not in files or (root / path).read_bytes() != (whole / path).read_bytes():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(whole / path, root / path)


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), steps=st.lists(st.sampled_from(EDITS), min_size=1, max_size=3, unique=True))
def test_an_incremental_check_equals_a_clean_one(real: Path, whole: Path, seed: int, steps: list[Edit]) -> None:
    """After each edit of the real content, on that day and on another, and after all of them are undone."""
    dice = random.Random(seed)
    for step in steps:
        step(real, dice)
        agree(real)
    agree(real, DAY - timedelta(days=dice.randrange(4000)))
    undo(real, whole)
    assert problems_of(real) == []


@pytest.mark.parametrize("edit", EDITS)
def test_each_edit_matters(real: Path, whole: Path, edit: Edit) -> None:
    """Each of them makes a problem in one of a few places, so that there is something for a check to overlook."""
    dice = random.Random(1)
    for _ in range(12):
        edit(real, dice)
        found = problems_of(real)
        undo(real, whole)
        if found:
            return
    raise AssertionError("no problem came of it")


def test_a_rule_that_reads_a_neighbour_would_be_found(real: Path, whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that a library was smuggled to: what it says of a story is kept after the member has changed."""
    smuggled: list[Library] = []
    honest = check.whole_site

    def whole_site(library: Library, *more: object) -> WholeSite:
        smuggled.append(library)
        return honest(library, *more)  # type: ignore[arg-type]

    def joined_before(item: Item, known: Surroundings) -> Iterator[Violation]:
        for slug in item.data.members if isinstance(item.data, Story) else ():
            member = smuggled[-1].get(Kind.MEMBER, slug)
            joined = member.record(Member).joined if member else None
            if joined and str(joined) == "2019-05-04":
                yield in_data(item, "named-twice", ("members",), value=slug)

    monkeypatch.setattr(check, "whole_site", whole_site)
    monkeypatch.setattr(item_rules, "ITEM_RULES", {**item_rules.ITEM_RULES, Kind.STORY: (joined_before,)})
    assert agree(real) == []
    for path in real.glob("members/*/profile.yml"):
        text = re.sub(r"(?m)^joined.*\n|^founder.*\n", "", path.read_text("utf-8"))
        path.write_text(f"{text}joined: 2019-05-04\n", "utf-8")
    with pytest.raises(AssertionError):
        agree(real)
    undo(real, whole)


# ---- item rules see what they declare


class Watched:
    """A value of which only some attributes may be read; whoever reads another gets an AssertionError."""

    def __init__(self, value: object, names: Iterable[str]) -> None:
        self._value, self._names = value, frozenset(names)

    def __getattr__(self, name: str) -> object:
        assert name in self._names, f"a rule for one item reads {name}"
        return getattr(self._value, name)


ITEM_NAMES = {field.name for field in fields(Item)} - BEYOND_DIGEST | {"kind", "data_path", "address"}
KNOWN_NAMES = {field.name for field in fields(Surroundings)}


def watched(item: Item, known: Surroundings) -> tuple[Item, Surroundings]:
    return Watched(item, ITEM_NAMES), Watched(known, KNOWN_NAMES)  # type: ignore[return-value]


def site_of(root: Path, monkeypatch: pytest.MonkeyPatch) -> WholeSite:
    """What reading the site in a folder hands to the rules."""
    sites: list[WholeSite] = []
    with monkeypatch.context() as patch:
        honest = check.whole_site
        patch.setattr(check, "whole_site", lambda *given: sites.append(honest(*given)) or sites[-1])
        problems_of(root)
    return sites[-1]


@pytest.mark.parametrize("name", ["real", "good", *BROKEN_CASES])
def test_item_rules_see_the_item_and_what_is_declared(
    name: str, real: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given values that refuse all else, beside a library that refuses everything, they say what they always say."""
    folder = tmp_path / "site"
    if name == "good":
        shutil.copytree(GOOD, folder)
    site = site_of(real if name == "real" else folder if name == "good" else lay_out(name, folder), monkeypatch)
    items = list(site.library.everything())
    expected = [list(item_rules.violations(item, site.surroundings)) for item in items]

    def refuse(library: Library, name: str) -> object:
        raise AssertionError(f"a rule for one item asks the library for {name}")

    monkeypatch.setattr(Library, "__getattribute__", refuse)
    found = [list(item_rules.violations(*watched(item, site.surroundings))) for item in items]
    monkeypatch.undo()
    assert [[told.rule for told in one] for one in found] == [[told.rule for told in one] for one in expected]
    assert name in ("real", "good") or any(expected)


@pytest.mark.parametrize("read_more", [
    lambda item, known: known.library.items(Kind.MEMBER),
    lambda item, known: item.publication,
    lambda item, known: known.members[item.data.members[0]].joined,
])  # fmt: skip
def test_a_rule_that_reads_more_fails(
    read_more: Callable[[Item, Surroundings], object], real: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = site_of(real, monkeypatch)
    with pytest.raises(AssertionError, match="a rule for one item reads"):
        read_more(*watched(site.library.items(Kind.STORY)[0], site.surroundings))


def test_modules_of_item_rules_are_held_to_the_contract() -> None:
    """Whoever adds such a module adds it to the contract that keeps the library and all files from it."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (contract,) = [entry for entry in contracts if entry["name"].startswith("Rules for one item see no library")]
    assert {rule.__module__ for rules in item_rules.ITEM_RULES.values() for rule in rules} == set(
        contract["source_modules"]
    )
    assert "gazette.content.library" in contract["forbidden_modules"]
