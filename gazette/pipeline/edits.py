"""A site kept in memory after a build, so that a page is there as soon as its text is saved.

Of an edit of items that exist, nothing is read and judged but these items, by the rules of a build, and nothing is made
but their pages, by what makes them in a build: each is byte for byte as the build will make it. Whatever else an edit
may be, a build has to find out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from .. import rereading
from ..content import check, wording
from ..content.items import KINDS, MARKS, PDF, Checked, check_folder
from ..content.library import Item, Library, is_practice
from ..content.listing import entries_in, entries_of
from ..content.model import Kind
from ..content.problems import Problem, in_order
from ..files import tree
from ..outputs.base import Context
from ..outputs.site import EditedPages
from ..theme import with_names
from .build import Bodies, context_of
from .read import addresses_without_item, list_site, locator, read_listed

SHOWN: Final = (PDF, *(f".{ending}" for ending in KINDS))
"""How the names of files end that items show."""
FILED: Final = ("photos", "file", *MARKS)
"""Fields of data that name files beside the text: what is named anew is not published before the build."""
MOST_BYTES: Final = 256 * 1024 * 1024
"""Of a published file that a page tells the size of."""


class Edit(NamedTuple):
    """What came of an edit: the pages of the items that are sound, and what is wrong with the others."""

    pages: Mapping[str, bytes]
    """Path below the site's folder → bytes."""
    problems: list[Problem]
    """Of items with an error, which keep the pages that they had. Nothing of items that only have warnings."""


class UnknownEdit(Exception):
    """An edit that only a build can follow. What is kept in memory is of no use from then on."""


class EditableSite:
    """A site as it was read once, into which edits of its items are taken over."""

    def __init__(self, root: Path, today: date, published: Path) -> None:
        """`published` is the folder that the site was built into. Raises UnknownEdit where it has an error by now, and
        whatever keeps a site from being read.
        """
        listed = list_site(root, today)
        self._reading = read_listed(listed, lambda _: None)
        if any(map(_is_error, self._reading.problems)):
            raise UnknownEdit
        self.today, self._published = today, published
        self._root: Final = listed.settings.root
        self._listed = {folder: entries_of(seal) for folder, seal in listed.listing.folders.items()}
        self._items = {item.folder: item for item in self._reading.items}
        self._above: Final = {above for folder in self._items for above in _above(folder)}
        self._context = context_of(self._reading)
        self._pages = EditedPages(self._context)
        examples = {item.kind: item.address for item in self._reading.library.everything()}
        self._pages.at(examples.values(), self._context)  # so that every template is ready before the first edit

    def edited(self, paths: Iterable[str]) -> Edit:
        """What came of changes at these paths, which count from the site's root. Raises UnknownEdit."""
        found: list[Problem] = []
        fragments: dict[str, str] = {}
        sound: list[Item] = []
        for folder in sorted({self._folder(path) for path in paths}):
            checked = self._checked(folder)
            if checked is None:
                continue
            problems = self._judged(folder, checked)
            if checked.item is None or any(map(_is_error, problems)):
                found += problems
            else:
                sound.append(checked.item)
                fragments |= checked.fragments
        return Edit(self._taken_over(sound, fragments), in_order(with_names(found, self._root)))

    def _folder(self, path: str) -> str:
        """The folder of the item that a path belongs to."""
        folder = path if path in self._items else path.rpartition("/")[0]
        item = self._items.get(folder)
        if item is None or item.kept_by or item.kind is Kind.ISSUE:
            raise UnknownEdit
        if path != folder and ((self._root / path).is_dir() or path in self._above):
            raise UnknownEdit
        return folder

    def _checked(self, folder: str) -> Checked | None:
        """The folder as it is now; nothing while a program that saves a text has a file of its own beside it."""
        now = entries_in(self._root, folder)
        texts = {self._items[folder].data_path, *(f"{folder}/{name}.md" for name in self._languages)}
        others = {entry for entry in now if entry.path not in texts}
        known = {entry for entry in self._listed[folder] if entry.path not in texts}
        if not now or known - others or any(one.path.lower().endswith(SHOWN) for one in others - known):
            raise UnknownEdit
        if others - known:
            return None
        return check_folder(self._root, folder, now, self._languages, rereading.LOOKS)

    @property
    def _languages(self) -> tuple[str, ...]:
        return self._reading.settings.languages

    def _judged(self, folder: str, checked: Checked) -> list[Problem]:
        """What is wrong with an item; what only others make wrong a build finds."""
        item, library = checked.item, self._reading.library
        problems = check.without_excused(checked.problems, library)
        if item is None:
            return problems
        _refuse_moved(self._items[folder], item, self._reading.settings.offered.partial)
        broken = check.judge_item(item, self._reading.surroundings, locator(self._root))
        if any(map(_is_error, broken)):
            made = addresses_without_item(self._with([item]), self._reading.settings)
            if not made <= self._reading.surroundings.addresses:  # the edit brings a list that it may lead to
                raise UnknownEdit
        return [*problems, *broken]

    def _with(self, items: Collection[Item]) -> Library:
        """The library with these items in place of those of their folders."""
        before = self._reading.library
        all_items = self._items | {item.folder: item for item in items}
        partial = self._reading.settings.offered.partial
        return Library(all_items.values(), before.languages, self.today, before.consents, partial)

    def _taken_over(self, items: Collection[Item], fragments: Mapping[str, str]) -> dict[str, bytes]:
        """The pages of items that are sound, and stand in the library from now on."""
        changed = [item for item in items if item.digest != self._items[item.folder].digest]
        if not changed:
            return {}
        before, library = self._reading.library, self._with(changed)
        if any(not before.get(item.kind, item.slug) or not library.get(item.kind, item.slug) for item in changed):
            raise UnknownEdit  # withdrawn, or its day is still to come, before or now
        self._items |= {item.folder: item for item in changed}
        self._reading = replace(self._reading, library=library, fragments=dict(fragments))
        context = replace(self._context, library=library, body=Bodies(self._reading))
        if any(map(is_practice, changed)):
            context = self._with_guide(context)
        return self._pages.at({item.address for item in changed}, context)

    def _with_guide(self, context: Context) -> Context:
        """The context in which the guide to the practices is offered as it is published: a new one follows later."""
        from ..outputs import guide

        files = [file for file in guide.OUTPUT.files(context) if (self._published / file.path).is_file()]
        return replace(
            context.after("guide", files), read=lambda file: tree.read(self._published, file.path, MOST_BYTES)
        )


def _above(folder: str) -> Iterator[str]:
    """The folders that hold a folder."""
    while folder := folder.rpartition("/")[0]:
        yield folder


def _is_error(problem: Problem) -> bool:
    return wording.severity(problem) == "error"


def _refuse_moved(before: Item, now: Item, is_partial: object) -> None:
    """Raises UnknownEdit for an item that is found elsewhere or shows another file, or that other languages lead to."""
    if any(getattr(before.data, name, None) != getattr(now.data, name, None) for name in FILED):
        raise UnknownEdit
    if before.address != now.address or (is_partial and before.texts.keys() != now.texts.keys()):
        raise UnknownEdit
