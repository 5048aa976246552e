"""Photos and PDFs made fit to be kept and to be shown.

Photos: upright, in sRGB, as large as needed, without a word of metadata. PDFs: without what tells of a person.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..content.items import CONVERTED_PICTURES, KINDS, MAX_PICTURE_BYTES, PDF, PHONE_PICTURES
from ..content.model import EDITED_FOLDERS
from ..content.problems import Misuse
from ..content.translit import latin_name
from ..engines import pdf_files
from ..engines.pictures import PictureError, fitted, has_clear_parts, is_fit, looks_same
from ..files import after, read_back, remove, replace_whole, tree, write_new
from ..outputs.images import _inside

_CONVERTED: Final = (*PHONE_PICTURES, *CONVERTED_PICTURES)
"""Endings of what becomes a JPEG, or a PNG where something shines through it."""
OTHER: Final = "looks-other"
"""The fault of a photo that would not look the same any more."""
CLEAR: Final = "transparent"
"""The fault of a photo with transparent parts whose file is to be a JPEG, which knows none."""
TAKEN: Final = "taken"
"""The fault of a photo whose new name another file has."""


@dataclass(frozen=True, slots=True)
class ShrinkResult:
    """The result for one photo. `kept` is the file that exists now, or would; sizes are in bytes.

    `fault` says why none was made: OTHER, CLEAR, TAKEN, or as in PictureError.
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
    found: dict[Path, None] = {}
    for name in list(named) or [top for top in EDITED_FOLDERS if (root / top).is_dir()]:
        place = (root / name).resolve()
        if not place.exists() or not place.is_relative_to(root):
            raise Misuse("no-such-place", value=name, root=str(root))
        inside = _inside(root, place.relative_to(root).as_posix()) if place.is_dir() else [place]
        found |= dict.fromkeys(path for path in inside if path.is_file() and _is_picture(path))
    for path in found:
        tree.refuse_irregular(root, path.relative_to(root).as_posix())
    return sorted(found)


def _is_picture(path: Path) -> bool:
    return path.suffix[1:].lower() in (*KINDS, *_CONVERTED, PDF[1:]) and not path.name.startswith(".")


def _is_fit(path: Path, raw: bytes) -> bool:
    """Whether nothing is to be done to a photo or PDF, or nothing can be; what else is wrong, `check` tells."""
    if path.suffix.lower() == PDF:
        return not {pdf_files.AUTHOR, pdf_files.METADATA}.intersection(pdf_files.look(raw).personal)
    return is_fit(raw, KINDS[path.suffix[1:].lower()], MAX_PICTURE_BYTES)


def shrink(paths: Iterable[Path]) -> Iterator[ShrinkResult]:
    """Makes each picture fit, in its place. The old file is there until the new one is written whole.

    Raises NotWritten, with the files that were changed before.
    """
    done: list[Path] = []
    for path in paths:
        raw = path.read_bytes()
        is_phone = path.suffix[1:].lower() in _CONVERTED
        ending = "png" if is_phone and _has_clear_parts(raw) else "jpg"
        kept = path.with_name(f"{latin_name(path.stem) or 'photo'}.{ending}") if is_phone else path
        if is_phone and os.path.lexists(kept) and not _is_half_done(kept, raw):
            yield ShrinkResult(path, kept, len(raw), 0, TAKEN)
        elif _is_fit(kept, raw):
            yield ShrinkResult(path, kept, len(raw), len(raw))
        else:
            with after(done):
                made = _cleaned(path, raw) if path.suffix.lower() == PDF else _shrunk(path, kept, raw)
            done += [] if made.fault else dict.fromkeys([kept, path])
            yield made


def unfit(paths: Iterable[Path]) -> Iterator[ShrinkResult]:
    """Those that `shrink` would change; nothing is written."""
    for path in paths:
        raw = path.read_bytes()
        if path.suffix[1:].lower() in _CONVERTED or not _is_fit(path, raw):
            yield ShrinkResult(path, path, len(raw), 0)


def _cleaned(path: Path, raw: bytes) -> ShrinkResult:
    made = read_back(pdf_files.cleaned(raw), path.parent)
    replace_whole(path, made, instead_of=raw)
    return ShrinkResult(path, path, len(raw), len(made))


def _shrunk(path: Path, kept: Path, raw: bytes) -> ShrinkResult:
    kind = KINDS[kept.suffix[1:].lower()]
    try:
        made = read_back(fitted(raw, kind, MAX_PICTURE_BYTES), path.parent)
        if not looks_same(raw, made):
            fault = CLEAR if kind == "JPEG" and has_clear_parts(raw) else OTHER
            return ShrinkResult(path, path, len(raw), 0, fault)
    except PictureError as error:
        return ShrinkResult(path, path, len(raw), 0, error.reason)
    if kept == path:
        replace_whole(path, made, instead_of=raw)
    else:
        if not kept.exists():
            write_new(kept, made)
        with after([kept]):
            remove(path)  # only now: the new one is on the disk
    return ShrinkResult(path, kept, len(raw), len(made))


def _is_half_done(kept: Path, raw: bytes) -> bool:
    """Whether a file is what an earlier run made of the same photo, and was stopped before it took the old one away."""
    try:
        return kept.is_file() and kept.read_bytes() == fitted(raw, KINDS[kept.suffix[1:]], MAX_PICTURE_BYTES)
    except PictureError:
        return False


def _has_clear_parts(raw: bytes) -> bool:
    """Whether something shines through it, which a JPEG could not keep."""
    try:
        return has_clear_parts(raw)
    except PictureError:
        return False
