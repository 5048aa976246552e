"""What people bring to the form as they have it: a date in words, a name, a clipboard, a Word document."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..content.fields import nameable_by
from ..content.human_dates import read_date
from ..content.library import Library
from ..content.load import FORBIDDEN
from ..content.meant import Nameable
from ..content.problems import Misuse
from ..content.rewriting import rewrite
from ..engines.pasted_html import PastedError, read_pasted
from ..render.words import Words
from ..theme import nameable
from .form_plan import chosen_from
from .word_import import LOOKED_AT, extract, left_told

Told = list[dict[str, Any]]


def dated(said: str, with_time: bool, language: str) -> dict[str, str]:
    """A date that someone typed, as the files have it, and in words: whoever typed it sees how it was read."""
    found = read_date(said, with_time)
    words = Words(language, {})
    shown = " · ".join(part for part in (words.date(found), words.time(found, "")) if part)
    return {"value": str(found).replace("T", " "), "text": shown}


def pasted(html: str, language: str) -> dict[str, Any]:
    """The Markdown of what was pasted, and what of it was lost or needs a look. Raises Misuse where it is too much."""
    try:
        text = read_pasted(html)
    except PastedError as error:
        raise Misuse(f"pasted-{error.reason}") from None
    made = rewrite(text.root, titled=False)
    counts = {**text.left, **{kind: made.counted[kind] for kind in LOOKED_AT if made.counted[kind]}}
    return {"markdown": made.body, "lost": list(_told(counts, {**text.words, **made.lost}, language))}


def from_word(raw: bytes, name: str, languages: Sequence[str], language: str) -> dict[str, Any]:
    """A Word document's title, text and photos, and what of it was lost or needs a look. Raises Misuse."""
    text, _ = extract(raw, name, "", languages, usual="photo")
    photos = [
        {
            "name": file,
            "content": base64.b64encode(picture).decode(),
            "alt": shot.alt,
            "caption": shot.caption,
        }
        for file, (shot, picture) in text.photos.items()
    ]
    left = {kind: count for kind, count in text.left.items() if kind != "language"}
    return {
        "title": text.title, "body": text.body, "language": text.language, "photos": photos,
        "lost": list(_told(left, text.words, language)),
    }  # fmt: skip


def _told(counts: Mapping[str, int], lines: Mapping[str, Sequence[str]], language: str) -> Iterator[dict[str, Any]]:
    for kind, count in counts.items():
        said = [FORBIDDEN.sub("", line) for line in lines.get(kind, ())]
        yield {"kind": kind, "words": left_told(kind, count, language), "lines": said}


def values_named(library: Library, root: Path, choices: str, line: str) -> dict[str, list[str]]:
    """`values`: what is meant by a line of names, of all that a list of the form has: `Δήμου Καρδίτσας` → `karditsa`.

    Of a name that stands for several, each. None where a part of the line names nothing, or there is no such list:
    `near` is then what is written nearly so, as `Καρδίτα`. `root` is where the files of the library are.
    """
    mark = chosen_from().get(choices)
    if mark is None:
        return {"values": [], "near": []}
    finder = _names(library, root).finder(nameable_by(mark))
    meant = finder.find(line)
    values = list(dict.fromkeys(value for one in meant.values for value in one))
    return {"values": values, "near": [] if values else list(finder.near(meant.unknown or line))}


@lru_cache(maxsize=1)
def _names(library: Library, root: Path) -> Nameable:
    """What fields can name, read once as long as the library is the same."""
    del library
    return nameable(root)
