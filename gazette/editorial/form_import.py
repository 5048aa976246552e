"""What people bring to the form as they have it: a date in words, a clipboard, a Word document."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..content.human_dates import read_date
from ..content.load import FORBIDDEN
from ..content.problems import Misuse
from ..content.rewriting import rewrite
from ..engines.pasted_html import PastedError, read_pasted
from ..render.words import Words
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
