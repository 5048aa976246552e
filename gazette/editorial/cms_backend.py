"""The server's side of the browser editor: what its page may read and write, in a folder or on git branches.

The page speaks as Decap CMS does to a "proxy" backend. Whatever it asks for, only files of items and records of consent
are touched, as the model names them: never code, settings or what lies elsewhere, and never by way of a link.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, NoReturn

from ..content.items import MAX_PICTURE_BYTES
from ..content.load import MAX_BYTES
from ..content.model import CONSENT_PATTERN, CONSENTS, CONTENT_TYPES, PICTURE_PATTERN, SLUG_PATTERN, ContentType, Kind
from ..engines.git import RepositoryError
from ..files.portable_names import is_portable
from .cms_storage import BRANCH, DRAFTS, Branches, CmsRefusal, Folder

MOST_PICTURES: Final = 20
MOST_ASKED: Final = MOST_PICTURES * MAX_PICTURE_BYTES * 4 // 3 + 4 * MAX_BYTES
"""Bytes of one order: as many photos as an item may have, as letters, and its texts."""
LONGEST_NAME: Final = 100
_SLUG: Final = SLUG_PATTERN[1:-1]
_PICTURE_STARTS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
Params = Mapping[str, Any]


def _refuse_path(path: object) -> NoReturn:
    raise CmsRefusal(422, "not-ours", name=str(path)[:LONGEST_NAME])


class EditablePaths:
    """Which paths are an item's, told by the model alone."""

    def __init__(self, languages: Sequence[str]) -> None:
        texts = "|".join(map(re.escape, languages))
        folders = [(_folder(content), re.escape(content.data_file)) for content in CONTENT_TYPES]
        words = [rf"{folder}/(?:{data}|(?:{texts})\.md)" for folder, data in folders]
        words.append(rf"{CONSENTS}/{CONSENT_PATTERN[1:-1]}\.yml")
        self._words = re.compile("|".join(words))
        self._pictures = re.compile("|".join(rf"{folder}/{PICTURE_PATTERN[1:-1]}" for folder, _ in folders))

    def is_words(self, path: object) -> bool:
        """Whether it is a data file, a text or a record of consent."""
        return _is_short(path) and bool(self._words.fullmatch(str(path)))

    def is_picture(self, path: object) -> bool:
        """Whether it is a photo in an item's folder."""
        return _is_short(path) and bool(self._pictures.fullmatch(str(path)))

    def holds(self, path: object) -> bool:
        """Whether it is either."""
        return self.is_words(path) or self.is_picture(path)


def _folder(content: ContentType) -> str:
    last = "[1-9][0-9]{0,2}" if content.kind is Kind.ISSUE else _SLUG
    owners, _, _ = re.escape(content.folder).rpartition(r"\*")
    return owners.replace(r"\*", _SLUG) + last


def _is_short(path: object) -> bool:
    return isinstance(path, str) and path.isascii() and all(len(part) <= LONGEST_NAME for part in path.split("/"))


@dataclass(frozen=True, slots=True)
class Entries:
    """Answers what the editor's page asks; one order at a time, so that none sees half of another."""

    store: Folder | Branches
    places: EditablePaths
    _lock: Lock = field(default_factory=Lock)

    def answer(self, asked: Any) -> tuple[int, Any]:
        """A status of HTTP with what was asked for, or with `error`: a word that cms_config.yml has a sentence for."""
        try:
            action = _ACTIONS.get(_text(asked, "action"))
            if action is None:
                raise CmsRefusal(422, "not-understood")
            with self._lock:
                return 200, action(self, asked["params"] if isinstance(asked.get("params"), dict) else {})
        except CmsRefusal as refusal:
            return refusal.status, {"error": refusal.word, **refusal.facts}
        except (OSError, RepositoryError) as error:
            return 500, {"error": str(error)}

    def finish(self) -> None:
        """Waits for the order that is being carried out, and takes no more."""
        self._lock.acquire()

    def _paths(self, paths: Sequence[object]) -> list[str]:
        for path in paths:
            if not self.places.holds(path):
                _refuse_path(path)
        return [str(path) for path in paths]

    def _branches(self) -> Branches:
        if not isinstance(self.store, Branches):
            raise CmsRefusal(409, "started-otherwise")
        return self.store

    # ---- reading

    def by_folder(self, params: Params) -> Any:
        """All files of one ending below a folder."""
        folder, ending = _text(params, "folder"), _text(params, "extension")
        if not re.fullmatch(rf"{_SLUG}(/{_SLUG})*", folder):
            _refuse_path(folder)
        paths = [
            path for path in self.store.listed(folder) if path.endswith(f".{ending}") and self.places.is_words(path)
        ]
        return _entries(paths, self.store.read(paths))

    def by_files(self, params: Params) -> Any:
        """The files that are named."""
        paths = self._paths([_text(file, "path") for file in _list(params, "files")])
        return _entries(paths, self.store.read(paths))

    def entry(self, params: Params) -> Any:
        """One file."""
        return self.by_files({"files": [params]})[0]

    def media(self, params: Params) -> Any:
        """The photos in a folder."""
        folder = _text(params, "mediaFolder").rstrip("/")
        if not re.fullmatch(rf"{_SLUG}(/{_SLUG})*", folder):
            _refuse_path(folder)
        paths = [path for path in self.store.listed(folder) if path.rpartition("/")[0] == folder]
        paths = [path for path in paths if self.places.is_picture(path)]
        return [_media(path, data) for path, data in self.store.read(paths).items()]

    def media_file(self, params: Params) -> Any:
        """One photo."""
        return self._one_photo(_text(params, "path"))

    def _one_photo(self, path: str, branch: str = "") -> Any:
        [path] = self._paths([path])
        found = self.store.read([path], branch)
        if path not in found:
            raise CmsRefusal(404, "lost", path=path)
        return _media(path, found[path])

    # ---- drafts

    def drafts(self, _: Params) -> Any:
        """The names of all drafts."""
        return [draft.branch.removeprefix(f"{DRAFTS}/") for draft in self._branches().drafts()]

    def draft(self, params: Params) -> Any:
        """The files that a draft changes, as Decap CMS expects them."""
        branch = _branch(params)
        draft = self._branches().draft(branch)
        if not draft:
            raise CmsRefusal(404, "lost", path=branch)
        _, collection, slug = branch.split("/", 2)
        kinds = {"A": "added", "D": "deleted"}
        changed = {path: kinds.get(how, "modified") for path, how in draft.changed.items() if self.places.holds(path)}
        diffs = [
            {"path": path, "oldPath": path, "newPath": path, "id": path, "status": how, "newFile": how == "added",
             "binary": self.places.is_picture(path)}
            for path, how in changed.items() if how != "deleted"
        ]  # fmt: skip
        return {
            "collection": collection, "slug": slug, "status": draft.status, "diffs": diffs, "updatedAt": draft.updated,
        }  # fmt: skip

    def draft_file(self, params: Params) -> Any:
        """A file as a draft has it."""
        [path] = self._paths([_text(params, "path")])
        return {"data": _entries([path], self._branches().read([path], _branch(params)))[0]["data"]}

    def draft_photo(self, params: Params) -> Any:
        """A photo as a draft has it."""
        self._branches()
        return self._one_photo(_text(params, "path"), _branch(params))

    def drop_draft(self, params: Params) -> Any:
        """Throws a draft away."""
        self._branches().drop(_branch(params))
        return {}

    def set_status(self, params: Params) -> Any:
        """Notes how far a draft is."""
        self._branches().set_status(_branch(params), _text(params, "newStatus"))
        return {}

    # ---- writing

    def save(self, params: Params) -> Any:
        """Writes an item's files, and of the photos that came along those that it names."""
        options, texts = params.get("options"), _list(params, "dataFiles")
        if not isinstance(options, dict) or options.get("useWorkflow") is not self.store.workflow:
            raise CmsRefusal(409, "started-otherwise")
        words = {_text(file, "path"): _text(file, "raw").encode() for file in texts}
        photos = {_text(asset, "path"): _decoded(asset) for asset in _list(params, "assets")}
        self._judge(words, photos)
        named = {"collection": options.get("collectionName"), "slug": _text(texts[0], "slug")}
        branch = _branch(named) if self.store.workflow else ""
        gone = self._unnamed(words, branch)
        self.store.write({**photos, **gone, **words}, branch, _text(options, "commitMessage")[:LONGEST_NAME])
        return {}

    def _judge(self, words: Mapping[str, bytes], photos: Mapping[str, bytes]) -> None:
        """Raises Refused unless these are the files of one item, and photos that it names."""
        for path, data in words.items():
            if not self.places.is_words(path) or len(data) > MAX_BYTES or b"\0" in data:
                _refuse_path(path)
        for path, data in photos.items():
            if (
                not self.places.is_picture(path)
                or len(data) > MAX_PICTURE_BYTES
                or not data.startswith(_PICTURE_STARTS)
            ):
                _refuse_path(path)
        for name in (part for path in (*words, *photos) for part in path.split("/") if not is_portable(part)):
            raise CmsRefusal(422, "name-of-device", name=name)
        folders = {path.rpartition("/")[0] for path in (*words, *photos)}
        if len(folders) != 1 or (photos and not any(path.endswith(".yml") for path in words)):
            raise CmsRefusal(422, "not-understood")
        data = b"\n".join(data for path, data in words.items() if path.endswith(".yml"))
        for path in photos:
            if not _names(data, path):
                raise CmsRefusal(422, "unnamed", name=path)

    def _unnamed(self, words: Mapping[str, bytes], branch: str) -> dict[str, None]:
        """Photos that a draft brought, and that its item names no more."""
        draft = self.store.draft(branch) if isinstance(self.store, Branches) else None
        brought = [path for path, how in draft.changed.items() if how == "A"] if draft else []
        brought = [path for path in brought if self.places.is_picture(path)]
        said = b"\n".join(self._said(next(iter(words)), words, branch).values())
        return {path: None for path in brought if not _names(said, path)}

    def _said(self, path: str, words: Mapping[str, bytes], branch: str = "") -> Mapping[str, bytes]:
        """The files with words of the item that a path belongs to, `words` in place of what is stored."""
        folder = path.rpartition("/")[0]
        drafted = [*self.store.listed(folder), *words]
        draft = self.store.draft(branch) if branch and isinstance(self.store, Branches) else None
        drafted += list(draft.changed) if draft else []
        paths = [place for place in drafted if place.rpartition("/")[0] == folder and self.places.is_words(place)]
        return {**self.store.read(paths, branch if draft else ""), **words}

    def delete(self, params: Params) -> Any:
        """Deletes photos that their items do not name; none where saves are drafts, which change nothing published."""
        paths = self._paths(_list(params, "paths"))
        for path in paths:
            if self.store.workflow or not self.places.is_picture(path):
                raise CmsRefusal(409, "not-deleted", name=path.rpartition("/")[2])
            if any(_names(data, path) for data in self._said(path, {}).values()):
                raise CmsRefusal(409, "still-named", name=path.rpartition("/")[2])
        self.store.write(dict.fromkeys(paths), "", "")
        return {}


_ACTIONS: Final[Mapping[str, Callable[[Entries, Params], Any]]] = {
    "entriesByFolder": Entries.by_folder, "entriesByFiles": Entries.by_files, "getEntry": Entries.entry,
    "getMedia": Entries.media, "getMediaFile": Entries.media_file,
    "unpublishedEntries": Entries.drafts, "unpublishedEntry": Entries.draft,
    "unpublishedEntryDataFile": Entries.draft_file, "unpublishedEntryMediaFile": Entries.draft_photo,
    "deleteUnpublishedEntry": Entries.drop_draft, "updateUnpublishedEntryStatus": Entries.set_status,
    "persistEntry": Entries.save, "deleteFiles": Entries.delete,
}  # fmt: skip
"""The actions of Decap CMS's proxy protocol that the form uses."""


def _text(params: Any, name: str) -> str:
    found = params.get(name) if isinstance(params, dict) else None
    if not isinstance(found, str):
        raise CmsRefusal(422, "not-understood")
    try:
        found.encode()
    except UnicodeEncodeError:
        raise CmsRefusal(422, "not-understood") from None
    return found


def _list(params: Params, name: str) -> list[Any]:
    found = params.get(name)
    if not isinstance(found, list) or len(found) > 10 * MOST_PICTURES:
        raise CmsRefusal(422, "not-understood")
    return found


def _branch(params: Params) -> str:
    """The branch of a draft, by its id or by its collection and slug."""
    name = params.get("id") if "slug" not in params else None
    branch = f"{DRAFTS}/{name}" if name else f"{DRAFTS}/{_text(params, 'collection')}/{_text(params, 'slug')}"
    if not BRANCH.fullmatch(branch) or len(branch) > 4 * LONGEST_NAME:
        _refuse_path(branch)
    return branch


def _decoded(asset: Any) -> bytes:
    try:
        return base64.b64decode(_text(asset, "content"), validate=True)
    except binascii.Error:
        raise CmsRefusal(422, "not-understood") from None


def _names(said: bytes, path: str) -> bool:
    """Whether words name a photo."""
    name = re.escape(path.rpartition("/")[2].encode())
    return bool(re.search(rb"(?<![\w.-])" + name + rb"(?![\w.-])", said))


def _entries(paths: Sequence[str], found: Mapping[str, bytes]) -> list[dict[str, Any]]:
    return [
        {
            "data": _decoded_text(path, found[path]) if path in found else None,
            "file": {"path": path, "id": _id_of(found[path]) if path in found else None},
        }
        for path in paths
    ]


def _decoded_text(path: str, data: bytes) -> str:
    """A file's text; with other signs in the place of what cannot be read, saving it would lose that."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise CmsRefusal(409, "unreadable", name=path) from None


def _media(path: str, data: bytes) -> dict[str, str]:
    content = base64.b64encode(data).decode()
    return {"id": _id_of(data), "content": content, "encoding": "base64", "path": path, "name": path.rpartition("/")[2]}


def _id_of(data: bytes) -> str:
    """The id that Decap CMS gives an uploaded file: the SHA-256 of its bytes."""
    return hashlib.sha256(data).hexdigest()
