"""Taking back what was published: out of the tree at once, and what else must be done told in full."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import yaml

from ..content.library import COLLECTIONS, Item, Lapse, Library, lapses
from ..content.model import CONSENTS, KEPT, Issue
from ..content.problems import Misuse
from ..engines import git
from ..files import after, remove, replace_whole, tree
from . import mentions
from .mentions import Mention, SearchTerms

FIELD: Final = "withdrawn"


@dataclass(frozen=True, slots=True)
class WithdrawalReport:
    """The work that a withdrawal leaves to people. Paths are relative to the site's root."""

    removed: tuple[str, ...]
    """Files that were taken out of the tree."""
    issues: tuple[str, ...]
    """The issues that carried it: out already, so copies on paper and in mailboxes exist."""
    drafts: tuple[str, ...]
    """The issues that name it and are not out yet."""
    history: tuple[str, ...]
    """Paths under which git's history holds the text."""
    commits: int
    """In how many commits; -1 where there is no history to be asked."""
    places: tuple[Mention, ...]
    """Where words may still tell of it."""


@dataclass(frozen=True, slots=True)
class Use:
    """A photo or text that a consent covered and no longer does."""

    path: str
    """The folder of an item, or a photo in it."""
    takes_all: bool
    """Whether the whole page is shown nowhere any more, and not the photo alone."""


def lift(root: Path, library: Library, reference: str, today: date) -> tuple[list[Use], list[Mention]]:
    """Marks a consent as taken back; from then on nothing that it covered is in any output.

    Returns the uses that are still in the tree, and where words may still tell of the person. Raises Misuse.
    """
    covered, shown = _covered(library, reference)
    uses = [use for lapse in covered for use in _uses(root, lapse)]
    named = list({lapse.item.folder: lapse.item for lapse in covered}.values())
    people = {name for lapse in covered for name in mentions.people_in(root, lapse.item, [lapse.file])}
    own = [item for item in named if not item.kept_by]
    # the words of the items themselves are all named, so that others are looked through for addresses and names alone
    found = mentions.find(
        root, library, SearchTerms(tuple(item.address.rstrip("/") for item in own), (), tuple(sorted(people)))
    )
    folders = {folder for item in own for folder in _folders(root, item)}
    copies = [item for item in shown if item.kept_by and item.folder in folders - {one.folder for one in named}]
    found += mentions.of_person(root, [*named, *copies])
    mark(root / CONSENTS / f"{reference}.yml", today)
    return list({use.path: use for use in uses}.values()), sorted(set(found))


def _covered(library: Library, reference: str) -> tuple[list[Lapse], list[Item]]:
    """What a consent covers, and all items that were asked. Raises Misuse where there is no such record."""
    if reference not in library.consents:
        raise Misuse("consent-unknown", path=f"{CONSENTS}/{reference}.yml")
    published = (*library.everything(), *library.scheduled_items())
    shown = [*published, *library.withdrawn_items(), *library.all_kept()]
    before = {lapse.item.folder: lapse.item for lapse in library.lapsed}  # as they were, with what was left out
    items = [before.pop(item.folder, item) for item in shown]
    return [lapse for item in (*items, *before.values()) for lapse in lapses(item, {reference})], shown


def uses_of(root: Path, library: Library, reference: str) -> list[Use]:
    """What a consent covers, which would be shown nowhere any more without it. Raises Misuse."""
    covered, _ = _covered(library, reference)
    return list({use.path: use for lapse in covered for use in _uses(root, lapse)}.values())


def withdrawn_before(library: Library, reference: str) -> list[str]:
    """The items that name a consent and were taken back already: their texts are gone, and the names in them too."""
    named = (item for item in library.withdrawn_items() if reference in getattr(item.data, "shown", ()))
    return sorted(item.address.rstrip("/") for item in named)


def _uses(root: Path, lapse: Lapse) -> Iterator[Use]:
    """Copies too, whether or not the consent was named when they were kept."""
    for folder in _folders(root, lapse.item):
        if not lapse.file or (root / folder / lapse.file).exists() or folder == lapse.item.folder:
            yield Use(f"{folder}/{lapse.file}".rstrip("/"), lapse.takes_all)


def history_of(root: Path, uses: Iterable[str]) -> tuple[list[str], int]:
    """Under which paths git's history holds the uses of a consent, and in how many commits; -1 without history."""
    paths = sorted({path for use in uses for path in _ever(root, use) if not path.endswith(".yml")})
    return paths, _commits(root, paths)


def left_behind(root: Path, uses: Iterable[str]) -> list[str]:
    """The photos among the uses of a consent whose files are still in the tree. Whoever has it can open them."""
    return [use for use in uses if (root / use).is_file()]


def deletion(root: Path, files: Sequence[str]) -> str:
    """The command with which a person deletes files, from git too if it tracks them."""
    known = set(_git(root, "ls-files", "--", *files)) == set(files)
    return shlex.join(["git", "rm", "--", *files] if known else ["rm", "--", *files])


def find(library: Library, reference: str) -> Item:
    """The item of a reference or address, taken back already or not. Raises Misuse where there is none."""
    parts = [part for part in reference.split("/") if part][-2:]
    name = "/".join(parts)
    known = len(parts) == 2 and parts[0] in COLLECTIONS
    item = (library.find(name) or library.withdrawn(name)) if known else None
    if item is None:
        raise Misuse("not-withdrawable", value=reference)
    return item


def withdraw(root: Path, library: Library, item: Item, today: date) -> WithdrawalReport:
    """Marks an item as taken back, then removes its texts and pictures, and the copies that issues kept.

    The mark comes first: from then on no output can show it, whatever happens to this command.
    Raises Misuse where the data file cannot be marked.
    """
    mark(root / item.data_path, today)
    history = sorted({path for folder in _folders(root, item) for path in _ever(root, folder)} - {item.data_path})
    commits = _commits(root, history)
    places = mentions.find(
        root, library, mentions.sought_for([item], mentions.people_in(root, item, [""])), _folders(root, item)
    )
    removed: list[str] = []
    with after([root / item.data_path]):
        for path in _of_the_withdrawn(root, item):
            with after([root / gone for gone in removed]):
                remove(root / path)
            removed.append(path)
    for folder in _folders(root, item)[1:]:
        _remove_empty(root / folder)
    places += mentions.of_data(root, item)
    name = item.address.rstrip("/")
    carried = [issue for issue in library.issues if _names(issue.record(Issue), name)]
    out = tuple(issue.slug for issue in carried if issue.publication)
    drafts = tuple(issue.slug for issue in carried if not issue.publication)
    return WithdrawalReport(tuple(sorted(removed)), out, drafts, tuple(history), commits, tuple(sorted(set(places))))


def mark(path: Path, today: date) -> None:
    """Adds the date of the withdrawal to a data file; all else stays as it is. Half a file is never there."""
    raw = path.read_bytes()
    text = raw.decode("utf-8")
    before = yaml.load(text, Loader=yaml.BaseLoader)
    if before.get(FIELD):
        return
    line_end = "\r\n" if "\r\n" in text else "\n"
    made = text.rstrip() + f"{line_end}{FIELD}: {today}{line_end}"
    try:
        fits = yaml.load(made, Loader=yaml.BaseLoader) == {**before, FIELD: str(today)}
    except yaml.YAMLError:
        fits = False
    if not fits:
        raise Misuse("file-unusual", file=path.name, line=f"{FIELD}: {today}")
    replace_whole(path, made.encode("utf-8"), raw)


def _names(issue: Issue, name: str) -> bool:
    return any(name in section.items for section in issue.sections)


def _folders(root: Path, item: Item) -> list[str]:
    """Its own folder, and where issues keep copies of it. Raises Irregular where one is a link, or behind one."""
    kept = (path.relative_to(root).as_posix() for path in root.glob(f"newsletters/*/{KEPT}/{item.folder}"))
    return [item.folder, *(path for path in sorted(kept) if tree.refuse_irregular(root, path, is_folder=True))]


def _of_the_withdrawn(root: Path, item: Item) -> Iterator[str]:
    """Its texts and pictures, and all that issues keep of it: the copies' data files last, by which they are known."""
    own, *kept = _folders(root, item)
    data = item.content.data_file
    for path in sorted((root / own).iterdir()):
        if path.is_file() and path.name != data:
            yield path.relative_to(root).as_posix()
    for folder in kept:
        files = sorted(path for path in (root / folder).rglob("*") if not path.is_dir())
        files.sort(key=lambda path: path.name == data)
        yield from (path.relative_to(root).as_posix() for path in files)


def _remove_empty(folder: Path) -> None:
    """Takes away folders without files, inside `folder` and up from it."""
    for inner in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        inner.rmdir()
    while not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _git(root: Path, *arguments: str) -> Sequence[str]:
    """Lines of what git answers; nothing where there is no git, or no history."""
    try:
        done = git.run(root, *arguments)
    except OSError:
        return ()
    return done.stdout.splitlines() if done.returncode == 0 else ()


def _ever(root: Path, folder: str) -> Iterable[str]:
    """Every path that a folder has had, in any branch."""
    return {line for line in _git(root, "log", "--all", "--name-only", "--relative", "--format=", "--", folder) if line}


def _commits(root: Path, paths: Sequence[str]) -> int:
    if not _git(root, "rev-parse", "HEAD"):
        return -1
    return len(_git(root, "log", "--all", "--format=%H", "--", *paths)) if paths else 0


def purge_commands(paths: Iterable[str]) -> list[str]:
    """The commands with which a person erases paths from git's history, in a fresh clone."""
    named = " ".join(f"--path {path}" for path in paths)
    return [f"git filter-repo --sensitive-data-removal --invert-paths {named}", "git push --force --mirror origin"]
