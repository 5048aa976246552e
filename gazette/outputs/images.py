"""Pictures as they are published: upright, in sRGB, in the sizes that screens need, without a word of metadata."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from .. import rereading
from ..content.items import KINDS, MARKS, MAX_PICTURE_BYTES
from ..content.library import Library
from ..content.listing import EDITORS_LOCK
from ..content.model import Medium
from ..content.problems import Misuse
from ..engines import pictures
from ..engines.pictures import fitted
from ..files import code_version, serialization, tree
from ..render.lookup import PLAIN_WIDTH, file_address, keyed, renditions, scaled
from .base import Context, Output, PlannedFile

MOST_BYTES: Final = 64 * 1024 * 1024
"""Of a form that was made here."""
MOST_BYTES_IN_MAIL: Final = 100_000
"""Of a photo in a letter: many are read on the road."""


def _inside(root: Path, folder: str) -> list[Path]:
    """The files of a folder. Raises Irregular if one is a link or lies too deep, other than an editor's lock file."""
    for error in tree.irregular(root, folder):
        if not error.path.rpartition("/")[2].startswith(EDITORS_LOCK):
            raise error
    return [root / path for path, _ in tree.below(root, folder)]


@dataclass(frozen=True, slots=True)
class PublishedPicture:
    """A picture, and the forms in which it is published: path → kind, width and height in pixels.

    It lies at `path` below `root`, and had this `digest` when it was checked.

    `key` changes with the picture and with the way the forms are made.
    """

    root: Path
    path: str
    digest: str
    key: str
    forms: Mapping[str, tuple[str, int, int]]


def published_pictures(library: Library, root: Path, by_content: bool = False) -> Iterator[PublishedPicture]:
    """All pictures that are published: photos that may be on the web, in many forms; emblems and logos as they are.

    What no item names as its photo, its emblem or its logo is not among them, wherever it lies.
    """
    made_with = code_version(Path(pictures.__file__).parent, by_content).encode()
    for item in (*library.everything(), *library.all_kept()):
        named = getattr(item.data, "photos", ())
        photos = {photo.file for photo in named if library.may(photo.people, Medium.WEB)}
        for name in sorted(
            {*photos, *(getattr(item.data, mark, None) for mark in MARKS)} & item.sizes.keys() & item.files.keys()
        ):
            size, address, digest = item.sizes[name], file_address(item, name), item.files[name]
            forms = {address: (KINDS[name.rpartition(".")[2]], *scaled(size, PLAIN_WIDTH))}
            for form, (ending, wide) in renditions(address, size).items() if name in photos else ():
                forms[form] = (ending.upper(), *wide)
            yield PublishedPicture(root, f"{item.folder}/{name}", digest, keyed(digest.encode(), made_with), forms)


_OF_FORM: Final = re.compile(r"\.?[0-9a-f]{32}-\d+x\d+\.(jpeg|png|webp|avif)(\.\d+\.new)?")
"""The names that `_name` gives, finished or being written. Nothing else in the folder of renditions is deleted."""


def _name(picture: PublishedPicture, form: tuple[str, int, int]) -> str:
    kind, width, height = form
    return f"{picture.key}-{width}x{height}.{kind.lower()}"


def _header(name: str) -> bytes:
    return f"{name}\n".encode()  # with the picture's key, which tells the code that made it


def _rendition(picture: PublishedPicture, form: tuple[str, int, int], folder: Path) -> bytes:
    """A form from `folder`, where an earlier build put it; where it is not there, or not as it was written, made anew.

    Raises UnmadePicture, and Changed where the picture is another by now.
    """
    name = _name(picture, form)
    path = f"{folder.name}/{name}"
    try:
        return bytes(serialization.opened(_header(name), tree.read(folder.parent, path, MOST_BYTES)))
    except (OSError, serialization.DamagedData):
        raw = rereading.file_of(picture.root, picture.path, picture.digest)
    kind, *size = form
    as_it_is = pictures.is_fit(raw, kind, MAX_PICTURE_BYTES) and pictures.size_of_bytes(raw) == tuple(size)
    made = raw if as_it_is else _made(picture.path, lambda: pictures.rendition(raw, *form))
    tree.write(folder.parent, path, serialization.sealed(_header(name), made))
    return made


class UnmadePicture(Misuse):
    """A picture passed the check, and could not be made into what is shown. `path` counts from the root."""

    def __init__(self, path: str, reason: str = "") -> None:  # what processes send each other is made of one argument
        super().__init__("picture-unmade", path=path, reason=reason)

    def __str__(self) -> str:
        return f"{self.facts['path']}: {self.facts['reason']}"


def _made(path: str, make: Callable[[], bytes]) -> bytes:
    """What is made of the picture at `path`. Raises UnmadePicture, whatever it was: a fault must name its file."""
    try:
        return make()
    except Exception as error:
        raise UnmadePicture(path, f"{type(error).__name__}: {error}") from error


def picture_files(wanted: Sequence[PublishedPicture], folder: Path) -> Iterator[PlannedFile]:
    """A file for each form; what is kept in `folder` from earlier builds and no one wants any more is taken away."""
    names = {_name(picture, form) for picture in wanted for form in picture.forms.values()}
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name not in names and _OF_FORM.fullmatch(path.name):
                tree.remove(folder.parent, f"{folder.name}/{path.name}")
    planned: set[str] = set()
    for picture in wanted:
        for address, form in picture.forms.items():
            if address not in planned:  # an item and the copy that an issue keeps of it show the same picture
                planned.add(address)
                yield PlannedFile(address, _name(picture, form), partial(_rendition, picture, form, folder))


def for_print(root: Path, path: str, digest: str) -> bytes:
    """A picture as documents take it: whole, upright, without metadata or motion. Raises UnmadePicture, and Changed."""
    raw, kind = rereading.file_of(root, path, digest), KINDS[path.rpartition(".")[2]]
    if pictures.is_fit(raw, kind, MAX_PICTURE_BYTES):
        return raw
    return _made(path, lambda: fitted(raw, kind, MAX_PICTURE_BYTES, still=True))


def for_mail(root: Path, path: str, digest: str, size: tuple[int, int]) -> bytes:
    """A picture as letters show it, at that width and height in pixels. Raises UnmadePicture, and Changed."""
    raw = rereading.file_of(root, path, digest)
    return _made(path, lambda: pictures.for_mail(raw, size, MOST_BYTES_IN_MAIL))


class Images(Output):
    """The items' pictures, in each form in which they are published."""

    name = "images"
    is_read_later = True
    batch = 1  # each takes long

    def files(self, context: Context) -> Iterator[PlannedFile]:
        library, folder = context.library, context.work / "pictures"
        if folder.exists() or any(item.files for item in (*library.everything(), *library.all_kept())):
            yield from picture_files(
                list(published_pictures(library, context.settings.root, context.by_content)), folder
            )


OUTPUT: Final[Output] = Images()
