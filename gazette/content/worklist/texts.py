"""Rules for what is written in languages: translations, descriptions of photos, texts that are hard to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..library import Item, Library, Text
from ..load import BODY, Route
from ..model import TRANSLATES, Photo
from .task import Fact, Outside, Task, WorkKind, owners_of

PROFILE_WORDS: Final = 40
"""Words below which a municipality's text says hardly more than where it lies."""


def untranslated(library: Library, _: Outside) -> Iterator[Task]:
    """Items without a text in one of the whole languages: readers get the one in another language."""
    whole = library.offered.whole
    for item in library.everything():
        if len(item.texts) < len(whole) or any(language not in item.texts for language in whole):
            first = library.original(item)
            for language in whole:
                if first and language not in item.texts:
                    path = f"{item.folder}/{language}.md"
                    yield Task(WorkKind.UNTRANSLATED, owners_of(library, item), item, path, (), language)


def behind(library: Library, _: Outside) -> Iterator[Task]:
    """Translations whose original has changed since they were made."""
    for item, text in _texts(library):
        if text.is_stale:
            yield _of_text(WorkKind.BEHIND, library, item, text, (TRANSLATES,))


def unrecorded(library: Library, _: Outside) -> Iterator[Task]:
    """Translations that do not say which version of the original they render, so that no one can tell."""
    for item, text in _texts(library):
        if len(item.texts) > 1 and not text.translates and text.language != library.original(item):
            yield _of_text(WorkKind.UNRECORDED, library, item, text, (TRANSLATES,))


def undescribed(library: Library, _: Outside) -> Iterator[Task]:
    """Photos that a text does not describe for those who cannot see them."""
    for item, text in _texts(library):
        photos: tuple[Photo, ...] = getattr(item.data, "photos", ())
        described = {caption.file for caption in getattr(text.front, "captions", ())} if photos else ()
        for photo in photos:
            if photo.file not in described:
                yield _of_text(WorkKind.UNDESCRIBED, library, item, text, ("captions",), name=photo.file)


def hard(library: Library, _: Outside) -> Iterator[Task]:
    """Texts that are hard to read, by `readability`."""
    for item, text in _texts(library):
        if text.is_hard:
            yield _of_text(WorkKind.HARD, library, item, text, (BODY,))


def no_profile(library: Library, _: Outside) -> Iterator[Task]:
    """Members of today about which no text says more than a line or two."""
    for item in library.members_today:
        longest = max((text.length for text in item.texts.values()), default=0)
        if longest < PROFILE_WORDS and item.texts:
            text = item.texts[library.original(item) or next(iter(item.texts))]
            yield _of_text(WorkKind.NO_PROFILE, library, item, text, (BODY,), n=text.length)


def unconfirmed_notes(library: Library, _: Outside) -> Iterator[Task]:
    """Remarks in a text's file by which its author says that something is still to be confirmed."""
    for item, text in _texts(library):
        for note in text.to_confirm:
            yield _of_text(WorkKind.UNCONFIRMED_NOTE, library, item, text, (), note=note)


def _texts(library: Library) -> Iterator[tuple[Item, Text]]:
    return ((item, text) for item in library.everything() for text in item.texts.values())


def _of_text(kind: WorkKind, library: Library, item: Item, text: Text, route: Route, **facts: Fact) -> Task:
    return Task(kind, owners_of(library, item), item, text.path, route, text.language, facts)
