"""The state of the translations: what is behind its original, and how one is marked as up to date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from ..content import load
from ..content.library import Item, Library
from ..content.model import TRANSLATES
from ..content.problems import Changed, Misuse, Place, Problem
from ..content.revisions import revision
from ..files import replace_all
from ..rereading import hold

_HEADER: Final = re.compile(
    rb"(\xef\xbb\xbf)?---[ \t]*\r?\n(?P<fields>.*?)(?=^---[ \t]*\r?$)", re.DOTALL | re.MULTILINE
)
_LINE: Final = re.compile(rb"^translates:.*\r?\n", re.MULTILINE)


def behind(library: Library, root: Path) -> Iterator[Problem]:
    """A warning for each text that is missing, that says not what it translates, or whose original has changed."""
    for item in library.everything():
        first = library.original(item)
        if not first:
            continue
        facts = {"item": item.folder, "original": f"{first}.md"}
        for language in library.languages:
            text = item.texts.get(language)
            if text is None and language in library.offered.partial:
                continue
            if text is None:
                yield Problem(item.folder, "text-untranslated", facts={**facts, "name": f"{language}.md"})
            elif text.is_stale:
                place = load.read(root, text.path).place((TRANSLATES,))
                yield Problem(text.path, "translation-stale", place, TRANSLATES, facts)
            elif language != first and not text.translates:
                yield Problem(text.path, "translation-unrecorded", Place(1, 1), facts=facts)


def unrecorded(library: Library) -> list[Item]:
    """Items with a translation that does not say what it renders, though none of their texts is behind."""
    return [
        item
        for item in library.everything()
        if len(item.texts) > 1 and sum(not text.translates for text in item.texts.values()) > 1
    ]


def find(library: Library, name: str) -> Item:
    """The item that someone means by its folder or its address. Raises Misuse."""
    wanted = name.strip("/")
    for item in library.everything():
        if wanted in (item.folder, item.address.rstrip("/")):
            return item
    raise Misuse("item-unknown", value=name)


def mark(root: Path, library: Library, items: Sequence[Item], languages: Sequence[str] = ()) -> list[str]:
    """Writes into each translation of the items, or those in `languages`, that it renders the original as it is now.

    Gives the paths of the files that changed: all of those that were to be, or none. Raises Misuse where one of
    `languages` has no translation, Changed, NotWritten.
    """
    files: dict[Path, tuple[bytes, bytes]] = {}
    for item in items:
        first = library.original(item)
        for language in languages:
            if language not in item.texts or language == first:
                raise Misuse("no-translation", folder=item.folder, language=language, original=str(first))
        now = revision(load.read(root, item.texts[first].path)) if first else ""
        for language, text in item.texts.items():
            if language != first and language in (languages or item.texts) and text.translates != now:
                raw = (root / text.path).read_bytes()
                files[root / text.path] = raw, _marked(text.path, raw, now)
    hold(root, items, library.languages)  # after the reading: what was read is what was judged
    before = {path: raw for path, (raw, _) in files.items()}
    replace_all({path: made for path, (_, made) in files.items()}, before, root)
    return [path.relative_to(root).as_posix() for path in files]


def _marked(path: str, raw: bytes, now: str) -> bytes:
    """The file with that line, the last of its header, and otherwise as it was, byte for byte."""
    header = _HEADER.match(raw)
    if header is None:  # the checker found one
        raise Changed(path)
    end = b"\r\n" if b"\r\n" in raw[: header.end()] else b"\n"
    fields = _LINE.sub(b"", header["fields"])
    return raw[: header.start("fields")] + fields + f"{TRANSLATES}: {now}".encode() + end + raw[header.end() :]
