"""Photos made fit to be kept and to be shown: upright, in sRGB, as large as needed, without a word of metadata."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from . import judged, packing, tree
from .content.items import KINDS, MAX_PICTURE_BYTES, PHONE_PICTURES
from .content.library import Library
from .content.load import EDITORS_LOCK
from .content.model import CONTENT_TYPES, Medium
from .content.problems import Misuse
from .content.translit import latin_slug
from .engines import pictures
from .engines.pictures import PictureError, fitted, is_fit, looks_same
from .files import after, read_back, remove, replace_whole, write_new
from .memo import code_version
from .render.lookup import PLAIN_WIDTH, file_address, keyed, renditions, scaled
from .workers import fork_map

MOST_BYTES: Final = 64 * 1024 * 1024
"""Of a form that was made here."""
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

    Raises Misuse where there is no such place below `root`, Irregular where one is a link.
    """
    tops = dict.fromkeys(content.folder.split("/")[0] for content in CONTENT_TYPES)
    found: dict[Path, None] = {}
    for name in list(named) or [top for top in tops if (root / top).is_dir()]:
        place = (root / name).resolve()
        if not place.exists() or not place.is_relative_to(root):
            raise Misuse("no-such-place", value=name, root=str(root))
        inside = _inside(root, place.relative_to(root).as_posix()) if place.is_dir() else [place]
        found |= dict.fromkeys(path for path in inside if path.is_file() and _is_picture(path))
    for path in found:
        tree.refuse_irregular(root, path.relative_to(root).as_posix())
    return sorted(found)


def _inside(root: Path, folder: str) -> list[Path]:
    """What lies in a folder. Raises Irregular where something in it is a link or too deep, but for an editor's lock."""
    for error in tree.irregular(root, folder):
        if not error.path.rpartition("/")[2].startswith(EDITORS_LOCK):
            raise error
    return [root / path for path, _ in tree.below(root, folder)]


def _is_picture(path: Path) -> bool:
    return path.suffix[1:].lower() in (*KINDS, *PHONE_PICTURES) and not path.name.startswith(".")


def shrink(paths: Iterable[Path]) -> Iterator[Shrunk]:
    """Makes each picture fit, in its place. The old file is there until the new one is written whole.

    Raises NotWritten, with the files that were changed before.
    """
    done: list[Path] = []
    for path in paths:
        raw = path.read_bytes()
        is_phone = path.suffix[1:].lower() in PHONE_PICTURES
        kept = path.with_name(f"{latin_slug(path.stem) or 'photo'}.jpg") if is_phone else path
        kind = KINDS[kept.suffix[1:].lower()]
        if is_phone and os.path.lexists(kept) and not _is_half_done(kept, raw, kind):
            yield Shrunk(path, kept, len(raw), 0, TAKEN)
        elif is_fit(raw, kind, MAX_PICTURE_BYTES):
            yield Shrunk(path, kept, len(raw), len(raw))
        else:
            with after(done):
                made = _shrunk(path, kept, raw, kind)
            done += [] if made.fault else dict.fromkeys([kept, path])
            yield made


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
        made = read_back(fitted(raw, kind, MAX_PICTURE_BYTES), path.parent)
        if not looks_same(raw, made):
            return Shrunk(path, path, len(raw), 0, OTHER)
    except PictureError as error:
        return Shrunk(path, path, len(raw), 0, error.reason)
    if kept == path:
        replace_whole(path, made, instead_of=raw)
    else:
        if not kept.exists():
            write_new(kept, made)
        with after([kept]):
            remove(path)  # only now: the new one is on the disk
    return Shrunk(path, kept, len(raw), len(made))


def _is_half_done(kept: Path, raw: bytes, kind: str) -> bool:
    """Whether a file is what an earlier run made of the same photo, and was stopped before it took the old one away."""
    try:
        return kept.is_file() and kept.read_bytes() == fitted(raw, kind, MAX_PICTURE_BYTES)
    except PictureError:
        return False


@dataclass(frozen=True, slots=True)
class Negative:
    """A picture, and the forms in which it is published: path → kind, width and height in pixels.

    It lies at `path` below `root`, and had this `digest` when it was checked.

    `key` changes with the picture and with the way the forms are made.
    """

    root: Path
    path: str
    digest: str
    key: str
    forms: Mapping[str, tuple[str, int, int]]


def negatives(library: Library, root: Path) -> Iterator[Negative]:
    """All pictures that are published: photos that may be shown on the web, in many forms; emblems as they are.

    What no item names as its photo or its emblem is not among them, wherever it lies.
    """
    made_with = code_version(Path(pictures.__file__)).encode()
    for item in (*library.everything(), *library.all_kept()):
        named = getattr(item.data, "photos", ())
        photos = {photo.file for photo in named if library.may(photo.people, Medium.WEB)}
        for name in sorted({*photos, getattr(item.data, "emblem", None)} & item.sizes.keys() & item.files.keys()):
            size, address, digest = item.sizes[name], file_address(item, name), item.files[name]
            forms = {address: (KINDS[name.rpartition(".")[2]], *scaled(size, PLAIN_WIDTH))}
            for form, (ending, wide) in renditions(address, size).items() if name in photos else ():
                forms[form] = (ending.upper(), *wide)
            yield Negative(root, f"{item.folder}/{name}", digest, keyed(digest.encode(), made_with), forms)


def develop(wanted: Iterable[Negative], folder: Path) -> Iterator[tuple[Negative, str]]:
    """Makes each form that is not in `folder` yet, over all cores; tells the name of each form there."""
    made = [(negative, path, _name(negative, form)) for negative in wanted for path, form in negative.forms.items()]
    missing = {negative.path: negative for negative, _, name in made if not (folder / name).exists()}
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
        fork_map(lambda negative: _develop(negative, folder), list(missing.values()))
    yield from ((negative, name) for negative, _, name in made)


_OF_FORM: Final = re.compile(r"\.?[0-9a-f]{32}-\d+x\d+\.(jpeg|png|webp|avif)(\.\d+\.new)?")
"""What `_name` gives, and such a file on its way: nothing else in the folder of forms is ever taken away."""


def _name(negative: Negative, form: tuple[str, int, int]) -> str:
    kind, width, height = form
    return f"{negative.key}-{width}x{height}.{kind.lower()}"


def _develop(negative: Negative, folder: Path) -> None:
    raw = judged.file_of(negative.root, negative.path, negative.digest)
    for form in negative.forms.values():
        kind, width, height = form
        as_it_is = pictures.is_fit(raw, kind, MAX_PICTURE_BYTES) and pictures.size_of_bytes(raw) == (width, height)
        made = raw if as_it_is else pictures.rendition(raw, *form)
        name = _name(negative, form)
        tree.write(folder.parent, f"{folder.name}/{name}", packing.sealed(_header(name), made))


def _header(name: str) -> bytes:
    return f"{name} {code_version(Path(pictures.__file__))}\n".encode()


def _read(negative: Negative, name: str, folder: Path) -> bytes:
    """A form, as it was made; where its file is not as it was written, made again."""
    path = f"{folder.name}/{name}"
    try:
        return bytes(packing.opened(_header(name), tree.read(folder.parent, path, MOST_BYTES)))
    except (OSError, packing.Spoilt):
        _develop(negative, folder)
        return bytes(packing.opened(_header(name), tree.read(folder.parent, path, MOST_BYTES)))


def prints(wanted: Sequence[Negative], folder: Path) -> dict[str, tuple[str, Callable[[], bytes]]]:
    """Path → key and reader of each form, all of them made; what no one wants any more is taken away."""
    names = {name for _, name in develop(wanted, folder)}
    if folder.is_dir():
        for path in folder.iterdir():
            if path.name not in names and _OF_FORM.fullmatch(path.name):
                tree.remove(folder.parent, f"{folder.name}/{path.name}")
    return {
        path: (_name(negative, form), partial(_read, negative, _name(negative, form), folder))
        for negative in wanted
        for path, form in negative.forms.items()
    }


def for_print(root: Path, path: str, digest: str) -> bytes:
    """A picture as documents take it: whole, upright, without metadata. Raises PictureError, and Changed."""
    raw, kind = judged.file_of(root, path, digest), KINDS[path.rpartition(".")[2]]
    return raw if pictures.is_fit(raw, kind, MAX_PICTURE_BYTES) else fitted(raw, kind, MAX_PICTURE_BYTES)
