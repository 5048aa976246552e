"""Photos made fit to be kept and to be shown: upright, in sRGB, as large as needed, without a word of metadata."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from .content.items import KINDS, MAX_PICTURE_BYTES, PHONE_PICTURES
from .content.library import Item
from .content.model import CONTENT_TYPES, Event, Story
from .content.problems import Misuse
from .content.translit import latin_slug
from .engines import pictures
from .engines.pictures import PictureError, fitted, is_fit, looks_same
from .memo import code_version
from .render.lookup import PLAIN_WIDTH, file_address, keyed, renditions, scaled
from .workers import fork_map

OTHER: Final = "looks-other"
"""The fault of a photo that would not look the same any more."""
TAKEN: Final = "taken"
"""The fault of a photo whose new name another file has."""


@dataclass(frozen=True, slots=True)
class Shrunk:
    """What became of a file. `kept` is the file there is now, or that would be; sizes are in bytes.

    `fault` says why none was made: TAKEN, or as in PictureError.
    """

    path: Path
    kept: Path
    before: int
    after: int
    fault: str = ""

    @property
    def is_changed(self) -> bool:
        return not self.fault and (self.path != self.kept or self.before != self.after)


def pictures_in(root: Path, named: Iterable[str]) -> list[Path]:
    """The pictures that were named, as files or folders, or all that lie where editors put them.

    Raises Misuse where there is no such place below `root`.
    """
    tops = dict.fromkeys(content.folder.split("/")[0] for content in CONTENT_TYPES)
    found: dict[Path, None] = {}
    for name in list(named) or [top for top in tops if (root / top).is_dir()]:
        place = (root / name).resolve()
        if not place.exists() or not place.is_relative_to(root):
            raise Misuse("no-such-place", value=name, root=str(root))
        inside = place.rglob("*") if place.is_dir() else [place]
        found |= dict.fromkeys(path for path in inside if path.is_file() and _is_picture(path))
    return sorted(found)


def _is_picture(path: Path) -> bool:
    return path.suffix[1:].lower() in (*KINDS, *PHONE_PICTURES) and not path.name.startswith(".")


def shrink(paths: Iterable[Path]) -> Iterator[Shrunk]:
    """Makes each picture fit, in its place. The old file is there until the new one is written whole."""
    for path in paths:
        raw = path.read_bytes()
        is_phone = path.suffix[1:].lower() in PHONE_PICTURES
        kept = path.with_name(f"{latin_slug(path.stem) or 'photo'}.jpg") if is_phone else path
        kind = KINDS[kept.suffix[1:].lower()]
        if is_phone and kept.exists():
            yield Shrunk(path, kept, len(raw), 0, TAKEN)
        elif is_fit(raw, kind, MAX_PICTURE_BYTES):
            yield Shrunk(path, kept, len(raw), len(raw))
        else:
            yield _shrunk(path, kept, raw, kind)


def unfit(paths: Iterable[Path]) -> Iterator[Shrunk]:
    """Those that `shrink` would change; nothing is written."""
    for path in paths:
        raw = path.read_bytes()
        if path.suffix[1:].lower() in PHONE_PICTURES or not is_fit(
            raw, KINDS[path.suffix[1:].lower()], MAX_PICTURE_BYTES
        ):
            yield Shrunk(path, path, len(raw), 0)


def _shrunk(path: Path, kept: Path, raw: bytes, kind: str) -> Shrunk:
    try:
        made = _read_back(fitted(raw, kind, MAX_PICTURE_BYTES), path.parent)
        if not looks_same(raw, made):
            return Shrunk(path, path, len(raw), 0, OTHER)
    except PictureError as error:
        return Shrunk(path, path, len(raw), 0, error.reason)
    _write(kept, made, like=path)
    if kept != path and kept.read_bytes() == made:
        path.unlink()  # only now: the new one is on the disk
    return Shrunk(path, kept, len(raw), len(made))


def _read_back(made: bytes, folder: Path) -> bytes:
    """The bytes as they come back from the disk on which they are to stay, before anything else is touched there."""
    with TemporaryFile(dir=folder) as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
        file.seek(0)
        return file.read()


def _write(path: Path, raw: bytes, like: Path) -> None:
    """The whole file or none; on the disk before anything else is taken away."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(like, beside)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Negative:
    """A picture and the forms in which it is published: path → kind, width and height in pixels.

    `key` changes with the picture and with the way the forms are made.
    """

    source: Path
    key: str
    forms: Mapping[str, tuple[str, int, int]]


def negatives(items: Iterable[Item], root: Path) -> Iterator[Negative]:
    """All pictures of the items. Photos come in many forms, all others as they are but for what must not be told."""
    made_with = code_version(Path(pictures.__file__)).encode()
    for item in items:
        photos = {photo.file for photo in item.data.photos} if isinstance(item.data, Story | Event) else set()
        for name, digest in item.files.items():
            forms = {}
            if name in item.sizes:
                size = item.sizes[name]
                forms[file_address(item, name)] = (KINDS[name.rpartition(".")[2]], *scaled(size, PLAIN_WIDTH))
                for file, (ending, wide) in renditions(name, size).items() if name in photos else ():
                    forms[file_address(item, file)] = (ending.upper(), *wide)
            yield Negative(root / item.folder / name, keyed(digest.encode(), made_with), forms)


def develop(wanted: Iterable[Negative], folder: Path) -> Iterator[tuple[Negative, str]]:
    """Makes each form that is not in `folder` yet, over all cores; tells the name of each form there."""
    made = [(negative, path, _name(negative, form)) for negative in wanted for path, form in negative.forms.items()]
    missing = {negative.source: negative for negative, _, name in made if not (folder / name).exists()}
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        fork_map(lambda negative: _develop(negative, folder), list(missing.values()))
    yield from ((negative, name) for negative, _, name in made)


def _name(negative: Negative, form: tuple[str, int, int]) -> str:
    kind, width, height = form
    return f"{negative.key}-{width}x{height}.{kind.lower()}"


def _develop(negative: Negative, folder: Path) -> None:
    raw = negative.source.read_bytes()
    for form in negative.forms.values():
        kind, width, height = form
        as_it_is = pictures.is_fit(raw, kind, MAX_PICTURE_BYTES) and pictures.size_of_bytes(raw) == (width, height)
        _write(
            folder / _name(negative, form), raw if as_it_is else pictures.rendition(raw, *form), like=negative.source
        )


def prints(wanted: Sequence[Negative], folder: Path) -> dict[str, tuple[str, Callable[[], bytes]]]:
    """Path → key and reader of each form, all of them made; what no one wants any more is taken away."""
    names = {name for _, name in develop(wanted, folder)}
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name not in names:
                path.unlink()
    return {
        path: (_name(negative, form), (folder / _name(negative, form)).read_bytes)
        for negative in wanted
        for path, form in negative.forms.items()
    }


def for_print(path: Path) -> bytes:
    """A picture as documents take it: whole, upright, without metadata. Raises PictureError."""
    raw, kind = path.read_bytes(), KINDS[path.suffix[1:]]
    return raw if pictures.is_fit(raw, kind, MAX_PICTURE_BYTES) else fitted(raw, kind, MAX_PICTURE_BYTES)
