"""Saves what the form changed: all of it or nothing, photos looked at once more, on a branch where saves are drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..content.items import KINDS, MAX_PICTURE_BYTES, content_type_of
from ..engines.pictures import is_fit, look
from .form_orders import LONGEST_NAME, EditablePaths, FormChanges, Params, digest, name_unfit, names, paths_in
from .form_plan import collection_name
from .form_site import item_folders
from .form_storage import Branches, FormRefusal, FormStore


@dataclass(frozen=True, slots=True)
class FormSaving:
    """Judges changes and writes them; whoever calls it sees to it that no other save is under way."""

    store: FormStore
    places: EditablePaths

    def apply(self, changes: FormChanges, asked: str, expected: Params) -> dict[str, Any]:
        """Writes all changes. `expected` tells the digests of what they are to replace, `asked` names a draft.

        Raises FormRefusal where something changed meanwhile, or can't be kept.
        """
        draft = asked or self.draft_for(changes)
        was = self.store.read(list(changes.files), draft)
        differing = [path for path in changes.words if digest(was.get(path)) != expected.get(path)]
        differing += [path for path in changes.photos if _is_unexpected(path, was, changes, expected)]
        if differing:
            raise FormRefusal(409, "changed", paths=differing, draft=draft)
        self._judge(changes, draft)
        self.store.write(self._with_unnamed(changes, draft), was, draft, _message(changes, was))
        kept = {path for path, data in changes.files.items() if data is not None}
        return {"saved": sorted(kept), "removed": sorted(changes.files.keys() - kept), "draft": draft}

    def draft_for(self, changes: FormChanges) -> str:
        """The branch on which changes are kept: the one that is named after the first item; nothing for a folder."""
        if not isinstance(self.store, Branches):
            return ""
        path = next(iter(changes.words or changes.photos))
        folder = next(iter(item_folders([path])))
        content = content_type_of(folder)
        if content is None:
            return self.store.named(f"consent/{folder.rpartition('/')[2]}")
        inside = folder.removeprefix(f"{content.collection}/")
        return self.store.named(f"{collection_name(content)}/{inside}/{content.data_file.removesuffix('.yml')}")

    def _judge(self, changes: FormChanges, draft: str) -> None:
        """Raises FormRefusal unless each photo is named by its item and fit, and no item is left without its files."""
        for folder in item_folders(changes.words):
            if not self.places.is_new_item(folder) and not self.store.listed(folder, draft):
                raise name_unfit(folder.rpartition("/")[2])
        for path, data in changes.words.items():
            if data is None and self._keeps_nothing(path, changes, draft):
                raise FormRefusal(409, "not-deleted", name=path)
        for path, data in changes.photos.items():
            said = self._said_of(path, changes, draft)
            if data is None and names(said, path):
                raise FormRefusal(409, "still-named", name=path.rpartition("/")[2])
            if data is not None:
                _judge_photo(path, data, said)

    def _keeps_nothing(self, path: str, changes: FormChanges, draft: str) -> bool:
        """Whether a file can't go: a data file, or the last text of its item."""
        folder = path.rpartition("/")[0]
        there = {*paths_in(folder, self.store.listed(folder, draft)), *paths_in(folder, changes.words)}
        texts = [one for one in there if one.endswith(".md") and changes.words.get(one, b"") is not None]
        return self.places.is_data(path) or not texts

    def _said_of(self, path: str, changes: FormChanges, draft: str) -> bytes:
        """The data file of a photo's item, as it is with the changes."""
        folder = path.rpartition("/")[0]
        content = content_type_of(folder)
        assert content
        data = f"{folder}/{content.data_file}"
        changed = changes.words.get(data)
        return changed if changed is not None else self.store.read([data], draft).get(data, b"")

    def _with_unnamed(self, changes: FormChanges, draft: str) -> Mapping[str, bytes | None]:
        """The changes, and that photos go which the draft itself brought and which its items name no more."""
        known = self.store.draft(draft) if isinstance(self.store, Branches) else None
        brought = [path for path, how in known.changed.items() if how == "A"] if known else []
        brought = [path for path in brought if self.places.is_picture(path) and path not in changes.photos]
        gone = {path: None for path in brought if not names(self._said_of(path, changes, draft), path)}
        return {**gone, **changes.files}


def _is_unexpected(path: str, was: Mapping[str, bytes], changes: FormChanges, expected: Params) -> bool:
    """Whether a photo that is to be written is another by now; one of which nothing is said must be new."""
    same = changes.photos[path] in (None, was.get(path))
    return not same and digest(was.get(path)) != expected.get(path)


def _judge_photo(path: str, data: bytes, said: bytes) -> None:
    name = path.rpartition("/")[2]
    if not names(said, path):
        raise FormRefusal(422, "unnamed", name=name)
    if look(data).fault:
        raise FormRefusal(422, "cut-off", name=name)
    if not is_fit(data, KINDS[name.rpartition(".")[2]], MAX_PICTURE_BYTES):
        raise FormRefusal(422, "still-marked", name=name)


def _message(changes: FormChanges, was: Iterable[str]) -> str:
    """What a commit says: the items that it changes."""
    folders = list(item_folders(changes.files))
    verb = "Update" if set(changes.words) & set(was) else "Add"
    return f"{verb} {', '.join(folders)}"[:LONGEST_NAME]
