"""A Word document → the files of a draft: what it says, taken over; what only a person can know, marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from ..content.items import MAX_PICTURE_BYTES
from ..content.load import FORBIDDEN
from ..content.model import Kind
from ..content.problems import Misuse
from ..content.prose import SCAFFOLD_MARK
from ..content.rewriting import ExtractedPhoto, Rewritten, rewrite
from ..content.wording import phrase, read_words
from ..engines.pictures import PictureError, fitted
from ..engines.word import PICTURE, WordError, WordText, read_word
from ..render.language_marks import LETTERS, script_of
from .scaffold import NewItem, scaffold, slug_of

TAKEN: Final = ("paragraphs", "headings", "lists", "notes", "links", "photos")
"""The kinds of content that are reported as taken over, in this order."""
LEFT: Final = Path(__file__).with_name("word_import.yml")
LOOKED_AT: Final = (
    "notes-lost", "lists-jump", "raised", "marks-lost", "marks-many", "tables-torn", "tables", "bold-headings",
    "links-dead", "links-short",
)  # fmt: skip
"""The kinds of content that were changed on the way, so that someone must look at them."""
_SIGNATURES: Final = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n", "PNG"))


@dataclass(frozen=True, slots=True)
class ImportedDraft:
    """The files of a new story, by their paths, and what is to be told of it.

    `taken` counts what was taken over, `left` what was not, or not as it was there; `words` are those of it.
    """

    files: Mapping[str, str | bytes]
    language: str
    taken: Mapping[str, int]
    left: Mapping[str, int]
    words: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """What a Word document says: its text as Markdown, its photos by their new names, what was taken and what not."""

    title: str
    body: str
    language: str
    photos: Mapping[str, tuple[ExtractedPhoto, bytes]]
    taken: Mapping[str, int]
    left: Mapping[str, int]
    words: Mapping[str, Sequence[str]]


def extract(raw: bytes, name: str, slug: str, languages: Sequence[str], usual: str = "") -> tuple[ExtractedText, str]:
    """The contents of a Word document, and a name for its folder: `slug`, one that its title gives, or `usual`.

    `name` is the document's file name, `languages` are the site's. Raises Misuse where it cannot be read.
    """
    try:
        word_text = read_word(raw)
    except WordError as error:
        raise Misuse(f"word-{error.reason}", file=name) from None
    text = rewrite(word_text.html)
    if not (text.title or text.body or text.shots or word_text.words):
        raise Misuse("word-empty", file=name)
    title = text.title
    slug = slug or slug_of(title) or slug_of(name.rpartition(".")[0]) or usual
    if not slug:
        raise Misuse("word-unnamed", file=name)
    language = _language(f"{title} {text.body}", languages)
    photos, unfit = _photos(word_text, text.shots, slug)
    left, words = _left(word_text, text, unfit)
    left["language"] = int(len(languages) > 1)
    return ExtractedText(title, text.body, language, photos, _taken(text, len(photos)), left, words), slug


def draft(raw: bytes, name: str, slug: str, languages: Sequence[str], hints: str, today: date) -> ImportedDraft:
    """The draft of a story from the bytes of a Word document.

    `name` is the document's file name; `slug` that of the story's folder, taken from the title where it is empty;
    `languages` are the site's and `hints` is that of the hints. Raises Misuse where that cannot be.
    """
    text, slug = extract(raw, name, slug, languages)
    new_item = NewItem(
        Kind.STORY, slug, given={"title": text.title} if text.title else {}, hints=hints, body=text.body,
        records=_records(text.photos, text.language),
    )  # fmt: skip
    files = scaffold(new_item, [text.language], today)
    folder = next(iter(files)).rsplit("/", 1)[0]
    pictures = {f"{folder}/{file}": picture for file, (_, picture) in text.photos.items()}
    return ImportedDraft({**files, **pictures}, text.language, text.taken, text.left, text.words)


def left_told(kind: str, count: int, hints: str, language: str = "") -> str:
    """What was not taken over, or not as it was, in a line. `hints` is its language, `language` that of the text."""
    return str(read_words(LEFT)[kind][hints].format(count=count, language=language))


def _language(text: str, languages: Sequence[str]) -> str:
    """The language of the site whose letters the text is written in; the first of them where several share letters."""
    counts: dict[str, int] = {}
    for language in languages:
        letters = LETTERS.get(script_of(language))
        counts[language] = len(re.findall(f"[{letters}]", text)) if letters else 0
    return max(languages, key=lambda language: counts[language])


def _photos(
    word_text: WordText, shots: Sequence[ExtractedPhoto], slug: str
) -> tuple[dict[str, tuple[ExtractedPhoto, bytes]], list[tuple[str, str]]]:
    """File name → picture and its bytes, fit to be kept: upright, in sRGB, without a word of metadata.

    Then of each that is not fit why, and its caption.
    """
    found: dict[str, tuple[ExtractedPhoto, bytes]] = {}
    unfit: list[tuple[str, str]] = []
    for shot in shots:
        raw = word_text.pictures[int(shot.source.removeprefix(PICTURE))]
        kind = next((kind for sign, kind in _SIGNATURES if raw.startswith(sign)), "JPEG")
        try:
            made = fitted(raw, kind, MAX_PICTURE_BYTES)
        except PictureError as error:
            unfit.append((f"pictures-{error.reason}", shot.caption))
            continue
        found[f"{slug}-{len(found) + 1}.{'png' if kind == 'PNG' else 'jpg'}"] = shot, made
    return found, unfit


def _records(photos: Mapping[str, tuple[ExtractedPhoto, bytes]], language: str) -> dict[str, list[dict[str, str]]]:
    """Fields for the document's photos, marked as unfinished: a person has to look at them and say who is shown."""
    words = phrase("words", "el" if language == "el" else "en")
    captions = []
    for file, (shot, _) in photos.items():
        alt = {"alt": f"{SCAFFOLD_MARK} {shot.alt}"} if shot.alt else {}
        captions.append({"file": file, **alt, "caption": f"{SCAFFOLD_MARK} {shot.caption or words}"})
    return {"photos": [{"file": file} for file in photos], "captions": captions}


def _taken(text: Rewritten, photos: int) -> dict[str, int]:
    counts = {**text.counted, "photos": photos}
    return {name: counts[name] for name in TAKEN if counts.get(name)}


def _left(
    word_text: WordText, text: Rewritten, unfit: Sequence[tuple[str, str]]
) -> tuple[dict[str, int], dict[str, list[str]]]:
    """Counts to report, and words, the most important first: what is lost, what is changed, what needs a look."""
    counts = Counter(word_text.left)
    counts.update({name: text.counted[name] for name in LOOKED_AT})
    counts.update(kind for kind, _ in unfit)
    words = {kind: list(lines) for kind, lines in {**word_text.words, **text.lost}.items()}
    for kind, caption in unfit:
        if caption:
            words.setdefault(kind, []).append(caption)
    return {name: count for name, count in counts.items() if count}, {
        kind: [FORBIDDEN.sub("", line) for line in lines] for kind, lines in words.items()
    }
