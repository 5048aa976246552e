"""Rules for the pictures of a folder: the files themselves, and what its data and texts say of them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple, Protocol, cast
from urllib.parse import unquote

from ...files import signatures, tree
from ...files.portable_names import is_portable
from .. import fields, load
from ..digests import digest_of_bytes
from ..identifying import someone_in
from ..library import Item, Text
from ..listing import FileEntry
from ..load import SourceFile, field_name
from ..model import PICTURE_PATTERN, Caption, Event, Programme, ProgrammeText, Story, StoryText
from ..problems import Place, Problem

KINDS: Final = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
"""Ending of a picture's name → what must be inside."""
PICTURES: Final = tuple(f".{ending}" for ending in KINDS)
MAX_PICTURE_BYTES: Final = 4 * 1024 * 1024
"""What stays in git for good, in every copy of it."""
MARKS: Final = ("emblem", "logo")
"""Fields that name a picture which stands for a body, and is published as it is."""
PHONE_PICTURES: Final = ("heic", "heif")
"""What phones take and browsers do not show; `photos --shrink` makes JPEGs of them."""
CONVERTED_PICTURES: Final = ("tif", "tiff", "gif", "bmp", "avif")
"""What not every browser shows, and `photos --shrink` turns into what every browser does."""
OTHER_PICTURES: Final = frozenset("svg raw dng psd cr2 nef eps ai".split())
"""Pictures that are more than a picture, and can only be exported from the program that made them."""
_NO_PICTURE: Final = {
    signatures.EMPTY: "picture-empty", signatures.PDF: "picture-is-pdf", signatures.OFFICE: "picture-is-document",
    signatures.OLD_OFFICE: "picture-is-document", signatures.RICH_TEXT: "picture-is-document",
    signatures.WEB_PAGE: "picture-is-page", signatures.DRAWING: "picture-is-drawing",
    signatures.PHOTOSHOP: "picture-is-drawing",
}  # fmt: skip
"""Kind of a file that is called as a picture is, and is none → the rule that says what to do with it."""


class PictureFacts(Protocol):
    """What a look at a picture showed; width and height in pixels, as a viewer would show it."""

    @property
    def kind(self) -> str: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def fault(self) -> str: ...
    @property
    def has_place(self) -> bool: ...
    @property
    def remarks(self) -> tuple[str, ...]: ...


Look = Callable[[bytes], PictureFacts]
"""Looks at a picture: `kind` is JPEG, PNG, WEBP, one that can be converted, such as HEIC, or nothing; `fault` is the
end of a rule's name or nothing, and `remarks` are the ends of the names of rules that only warn."""


class PictureCheck(NamedTuple):
    """What became of a picture: the digest of its bytes, if they could be read, and its size, if it is one.

    `remarks` are to be told where the picture is named: of what readers will not see as it is in the file.
    """

    digest: str = ""
    size: tuple[int, int] | None = None
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()


def check_picture(root: Path, entry: FileEntry, look: Look) -> PictureCheck:
    """Judges a picture by its name, its size, and what `look` sees in it."""
    path, name = entry.path, entry.path.rsplit("/", 1)[1]
    if not re.fullmatch(PICTURE_PATTERN, name):
        facts = {"name": name, "suggestion": fields.picture_name(name)}
        return PictureCheck(problems=(Problem(path, "picture-name", facts=facts),))
    seen = _read_picture(root, entry, look)
    if is_portable(name):
        return seen
    facts = {"value": name, "suggestion": fields.picture_name(name)}
    return seen._replace(problems=(Problem(path, "name-of-device", facts=facts), *seen.problems))


def _read_picture(root: Path, entry: FileEntry, look: Look) -> PictureCheck:
    path, name = entry.path, entry.path.rsplit("/", 1)[1]
    facts = {"name": name, "path": shlex.quote(path)}
    try:
        if entry.size > MAX_PICTURE_BYTES:
            facts["limit"] = str(MAX_PICTURE_BYTES // 1024 // 1024)
            rule = _NO_PICTURE.get(
                signatures.kind_of(tree.beginning(root, path, signatures.LOOKED_AT)), "picture-too-large"
            )
            return PictureCheck(problems=(Problem(path, rule, facts=facts),))
        raw = tree.read(root, path, MAX_PICTURE_BYTES)
    except OSError as error:
        return PictureCheck(problems=(load.unreadable(path, error),))
    return _looked_at(path, name, raw, look(raw))


def _looked_at(path: str, name: str, raw: bytes, seen: PictureFacts) -> PictureCheck:
    size, problems = None, []
    facts = {"name": name, "path": shlex.quote(path), "kind": seen.kind}
    if seen.fault:
        rule = _NO_PICTURE.get(signatures.kind_of(raw)) if seen.fault == "not-one" else None
        problems.append(Problem(path, rule or f"picture-{seen.fault}", facts=facts))
    elif seen.kind != KINDS[name.rpartition(".")[2]]:
        problems.append(Problem(path, "picture-other-kind", facts=facts))
    else:
        size = (seen.width, seen.height)
    if seen.has_place and not seen.fault:  # a damaged one is to be copied anew, and looked at then
        problems.append(Problem(path, "picture-place", facts=facts))
    return PictureCheck(digest_of_bytes(raw), size, tuple(problems), seen.remarks if size else ())


def item_problems(
    item: Item, sources: Mapping[str, SourceFile], remarks: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    """Rules between the files of one folder, and between the fields of one file. `remarks`: by name of a picture."""
    guesses = fields.Guesses()
    missing = list(_missing_pictures(item, sources, guesses))
    in_texts = [problem for text in item.texts.values() for problem in _pictures_in_text(item, text, guesses)]
    yield from missing
    yield from in_texts
    yield from _remarks(item, sources["data"], remarks)
    if isinstance(item.data, Story | Event) and not missing:
        yield from _photo_problems(item, sources)
    if isinstance(item.data, Programme):
        yield from _grant_problems(item, item.data, sources)
    used: set[str | None] = {name for _, name in _named(item)}
    told = [problem.facts for problem in (*missing, *in_texts)]  # one mistake, one problem
    used |= {facts.get(name) for facts in told for name in ("name", "suggestion")}
    used |= {found.value for text in item.texts.values() for found in text.findings if found.kind == "link"}
    for name in sorted(name for name in item.files if name not in used and name.endswith(PICTURES)):
        yield Problem(f"{item.folder}/{name}", "picture-unused", facts={"name": name})


def _named(item: Item) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The pictures that an item's data names: in which field, and the file."""
    for number, photo in enumerate(getattr(item.data, "photos", ())):
        yield ("photos", number, "file"), photo.file
    for field in MARKS:
        mark = getattr(item.data, field, None)
        if mark:
            yield (field,), mark


def _remarks(item: Item, source: SourceFile, remarks: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Warnings where a picture is named that readers will not see as it is; what an issue keeps stays as it is."""
    for route, name in () if item.kept_by else _named(item):
        for rule in remarks.get(name, ()):
            facts = {"name": name, "path": shlex.quote(f"{item.folder}/{name}")}
            yield Problem(item.data_path, f"picture-{rule}", source.place(route), field_name(route), facts)


def _missing_pictures(item: Item, sources: Mapping[str, SourceFile], guesses: fields.Guesses) -> Iterator[Problem]:
    for route, name in _named(item):
        if name not in item.files:
            facts = {"name": name, "suggestion": guesses.closest(name, item.files)}
            yield Problem(item.data_path, "picture-missing", sources["data"].place(route), field_name(route), facts)


def _pictures_in_text(item: Item, text: Text, guesses: fields.Guesses) -> Iterator[Problem]:
    """A text shows photos of its item alone, each once, in a line of its own, and says of them what `captions` says."""
    photos = {photo.file for photo in getattr(item.data, "photos", ())}
    captions = {caption.file: caption for caption in getattr(text.front, "captions", ())}
    seen: set[str] = set()
    for found in text.findings:
        if found.kind == "link":
            continue
        name, place = found.value, Place(found.line, 1)
        facts = {"name": name, "data": item.content.data_file}
        if found.kind == "image-within":
            if name in photos:
                yield Problem(text.path, "picture-within", place, facts=facts)
        elif name not in photos:
            yield _no_photo(item, text, place, name, guesses)
        elif name in seen:
            yield Problem(text.path, "picture-again", place, facts=facts)
        elif found.words and name in captions and found.words != captions[name].alt:
            yield Problem(text.path, "picture-words", place, facts=facts | {"value": found.words})
        seen.add(name)


def _no_photo(item: Item, text: Text, place: Place, name: str, guesses: fields.Guesses) -> Problem:
    """Why a picture in a text is none that may be shown there."""
    if not isinstance(item.data, Story | Event):
        return Problem(text.path, "picture-of-kind", place, facts={"name": name})
    if name in item.files:
        facts = {"name": name, "data": item.content.data_file, "text": text.path.rsplit("/", 1)[1]}
        return Problem(text.path, "picture-not-listed", place, facts=facts)
    meant = unquote(name).rpartition("/")[2].lower()  # as in ./garden.png
    return Problem(
        text.path, "picture-missing", place, facts={"name": name, "suggestion": _likely(meant, item, guesses)}
    )


def _likely(name: str, item: Item, guesses: fields.Guesses) -> str:
    return name if name in item.files else guesses.closest(name, item.files)


def _photo_problems(item: Item, sources: Mapping[str, SourceFile]) -> Iterator[Problem]:
    photos = cast(Story | Event, item.data).photos
    of_no_one = {photo.file for photo in photos if not photo.people}
    for language, text in item.texts.items():
        captions = cast(StoryText, text.front).captions
        yield from _caption_problems(text.path, captions, [photo.file for photo in photos], sources[language])
        yield from _told_of_someone(text.path, captions, of_no_one, sources[language])


def _told_of_someone(
    path: str, captions: Iterable[Caption], of_no_one: Container[str], source: SourceFile
) -> Iterator[Problem]:
    """A warning where a photo is said to show no one, and its description tells of a child or a face."""
    for number, caption in enumerate(captions):
        for name in ("alt", "caption") if caption.file in of_no_one else ():
            words = someone_in(getattr(caption, name) or "")
            if words:
                route = ("captions", number, name)
                facts = {"name": caption.file, "words": words}
                yield Problem(path, "photo-of-someone", source.place(route), field_name(route), facts)


def _caption_problems(
    path: str, captions: Iterable[Caption], photos: list[str], source: SourceFile
) -> Iterator[Problem]:
    described, known, guesses = [caption.file for caption in captions], set(photos), fields.Guesses()
    bare = dict.fromkeys(photos)
    for number, name in enumerate(described):
        bare.pop(name, None)
        if name not in known:
            route = ("captions", number, "file")
            guess = guesses.closest(name, photos)
            facts = {"name": name, "suggestion": guess}
            yield Problem(path, "caption-without-photo", source.place(route), field_name(route), facts)
            bare.pop(guess, None)
    for name in bare:
        yield Problem(path, "photo-without-alt", source.place(("captions",)), "captions", {"name": name})


def _grant_problems(item: Item, data: Programme, sources: Mapping[str, SourceFile]) -> Iterator[Problem]:
    if not data.grant:
        return
    if not data.emblem:
        yield Problem(
            item.data_path, "grant-incomplete", sources["data"].place(("grant",)), "emblem", {"name": "emblem"}
        )
    for text in item.texts.values():
        front = cast(ProgrammeText, text.front)
        for name in ("funding_statement", "disclaimer", "emblem_alt"):
            if getattr(front, name) is None:
                yield Problem(text.path, "grant-incomplete", Place(1, 1), name, {"name": name})
