"""What the form's page asks for, taken apart: paths that the form may touch, changes, words. All else is refused."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

from ..content.items import MAX_PICTURE_BYTES
from ..content.load import MAX_BYTES
from ..content.model import (
    CONSENT_PATTERN,
    CONSENTS,
    CONTENT_TYPES,
    LONGEST_SLUG,
    PICTURE_PATTERN,
    SLUG_PATTERN,
    ContentType,
    Kind,
)
from ..files.portable_names import is_portable
from .form_storage import BRANCH, FormRefusal

MOST_PICTURES: Final = 20
MOST_ITEMS: Final = 10
MOST_ASKED: Final = MOST_PICTURES * MAX_PICTURE_BYTES * 4 // 3 + 4 * MOST_ITEMS * MAX_BYTES
"""Bytes of one order: as many photos as an item may have, as letters, and the texts of several."""
MOST_PATHS: Final = 10 * MOST_PICTURES
LONGEST_NAME: Final = 100
KNOWN_PICTURES: Final = 60
"""Pictures that are kept in memory, so that the page sends each once, and not with every check."""
_SLUG: Final = SLUG_PATTERN[1:-1]
_PICTURE_STARTS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
Params = Mapping[str, Any]


def not_understood() -> FormRefusal:
    """The refusal of an order that makes no sense."""
    return FormRefusal(422, "not-understood")


def name_unfit(slug: str) -> FormRefusal:
    """The refusal of a name that no item's folder can have."""
    return FormRefusal(422, "name-unfit", name=slug[:LONGEST_NAME], most=LONGEST_SLUG)


def refuse_path(path: object) -> NoReturn:
    """Raises FormRefusal: the path is none that the form may touch."""
    raise FormRefusal(422, "not-ours", name=str(path)[:LONGEST_NAME])


class EditablePaths:
    """Which paths are an item's, told by the model alone."""

    def __init__(self, languages: Sequence[str]) -> None:
        texts = "|".join(map(re.escape, languages))
        folders = [(_folder(content), re.escape(content.data_file)) for content in CONTENT_TYPES]
        consent = f"{CONSENTS}/{CONSENT_PATTERN[1:-1]}"
        words = [rf"{folder}/(?:{data}|(?:{texts})\.md)" for folder, data in folders]
        self._words = re.compile("|".join([*words, rf"{consent}\.yml"]))
        self._data = re.compile("|".join([*(f"{folder}/{data}" for folder, data in folders), rf"{consent}\.yml"]))
        self._pictures = re.compile("|".join(rf"{folder}/{PICTURE_PATTERN[1:-1]}" for folder, _ in folders))
        self._items = re.compile("|".join([*(folder for folder, _ in folders), consent]))

    def is_words(self, path: object) -> bool:
        """Whether it is a data file, a text or a record of consent."""
        return _is_short(path) and bool(self._words.fullmatch(str(path)))

    def is_data(self, path: object) -> bool:
        """Whether it is a data file or a record of consent."""
        return _is_short(path) and bool(self._data.fullmatch(str(path)))

    def is_picture(self, path: object) -> bool:
        """Whether it is a photo in an item's folder."""
        return _is_short(path) and bool(self._pictures.fullmatch(str(path)))

    def holds(self, path: object) -> bool:
        """Whether it is a file with words or a photo."""
        return self.is_words(path) or self.is_picture(path)

    def is_item(self, folder: object) -> bool:
        """Whether it is the folder of an item, or a record of consent without its ending."""
        return _is_short(folder) and bool(self._items.fullmatch(str(folder)))

    def is_new_item(self, folder: str) -> bool:
        """Whether an item can be begun under that name: one that is there may have a longer one."""
        return self.is_item(folder) and len(folder.rpartition("/")[2]) <= LONGEST_SLUG


def _folder(content: ContentType) -> str:
    last = "[1-9][0-9]{0,2}" if content.kind is Kind.ISSUE else _SLUG
    owners, _, _ = re.escape(content.folder).rpartition(r"\*")
    return owners.replace(r"\*", _SLUG) + last


def _is_short(path: object) -> bool:
    return isinstance(path, str) and path.isascii() and all(len(part) <= LONGEST_NAME for part in path.split("/"))


@dataclass(frozen=True, slots=True)
class FormChanges:
    """What was changed in the form: path → content of texts and of photos; None for a file that goes."""

    words: Mapping[str, bytes | None]
    photos: Mapping[str, bytes | None]

    @property
    def files(self) -> dict[str, bytes | None]:
        """All of them: photos first, so that no text ever names one that is not there yet."""
        return {**self.photos, **self.words}


@dataclass(frozen=True, slots=True)
class OrderReader:
    """Takes orders apart. Every method raises FormRefusal where something is not as it must be."""

    places: EditablePaths
    _pictures: dict[str, bytes] = field(default_factory=dict)

    def item(self, params: Params) -> str:
        """The folder of the item that an order is about."""
        folder = text(params, "folder")
        if not self.places.is_item(folder):
            refuse_path(folder)
        return folder

    def items(self, params: Params) -> list[str]:
        """The folders of further items, where an order names some."""
        found = params.get("folders", [])
        if not isinstance(found, list) or len(found) > MOST_PATHS:
            raise not_understood()
        return [self.item({"folder": folder}) for folder in found]

    def changes(self, params: Params) -> FormChanges:
        """What the form holds that is not stored yet."""
        given = params.get("changes")
        if not isinstance(given, dict):
            raise not_understood()
        words = {path: self._words(path, said) for path, said in _entries(given, "files")}
        photos = {path: self._photo(path, said) for path, said in _entries(given, "pictures")}
        for part in (part for path in (*words, *photos) for part in path.split("/") if not is_portable(part)):
            raise FormRefusal(422, "name-of-device", name=part)
        return FormChanges(words, photos)

    def _words(self, path: str, said: Any) -> bytes | None:
        if not self.places.is_words(path):
            refuse_path(path)
        if said is None:
            return None
        data = text({"said": said}, "said").encode()
        if len(data) > MAX_BYTES:
            raise FormRefusal(422, "text-too-large", most=MAX_BYTES // 1024)
        if b"\0" in data:
            refuse_path(path)
        return data

    def _photo(self, path: str, said: Any) -> bytes | None:
        """A photo, or one that was sent before and is named by its digest alone."""
        if not self.places.is_picture(path):
            refuse_path(path)
        if said is None:
            return None
        if isinstance(said, dict):
            known = self._pictures.get(text(said, "sha256"))
            if known is None:
                raise FormRefusal(409, "picture-unknown", paths=[path])
            return known
        data = decoded({"said": said}, "said")
        if len(data) > MAX_PICTURE_BYTES or not data.startswith(_PICTURE_STARTS):
            refuse_path(path)
        self._pictures.setdefault(digest(data) or "", data)
        while len(self._pictures) > KNOWN_PICTURES:
            self._pictures.pop(next(iter(self._pictures)), None)
        return data


def _entries(given: Params, name: str) -> Iterator[tuple[str, Any]]:
    found = given.get(name, {})
    if not isinstance(found, dict) or len(found) > MOST_PATHS:
        raise not_understood()
    yield from found.items()


def digest(data: bytes | None) -> str | None:
    """The SHA-256 of a file's bytes, by which page and server tell whether they mean the same; None for no file."""
    return None if data is None else hashlib.sha256(data).hexdigest()


def text(params: Any, name: str, usual: str | None = None) -> str:
    """A value that is text. Raises FormRefusal where it is none, or is missing and has no usual value."""
    found = params.get(name, usual) if isinstance(params, dict) else None
    if not isinstance(found, str):
        raise not_understood()
    try:
        found.encode()
    except UnicodeEncodeError:
        raise not_understood() from None
    return found


def decoded(params: Params, name: str) -> bytes:
    """Bytes that were sent as letters. Raises FormRefusal."""
    try:
        return base64.b64decode(text(params, name), validate=True)
    except (binascii.Error, ValueError):
        raise not_understood() from None


def draft_of(params: Params) -> str:
    """The branch of the draft that an order is about; nothing where it is about what is published."""
    branch = text(params, "draft", "")
    if branch and (not BRANCH.fullmatch(branch) or len(branch) > 4 * LONGEST_NAME):
        refuse_path(branch)
    return branch


def names(said: bytes, path: str) -> bool:
    """Whether words name a photo."""
    name = re.escape(path.rpartition("/")[2].encode())
    return bool(re.search(rb"(?<![\w.-])" + name + rb"(?![\w.-])", said))


def readable(path: str, data: bytes) -> str:
    """A file's text. With other signs in the place of what cannot be read, saving it would lose that: FormRefusal."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise FormRefusal(409, "unreadable", name=path) from None


def paths_in(folder: str, paths: Iterable[str]) -> list[str]:
    """Those of the paths that lie in the folder itself."""
    return [path for path in paths if path.rpartition("/")[0] == folder]
