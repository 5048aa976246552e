"""Words of a file that may tell who a child is, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import identifying, load
from ..library import IdentifyingWords
from ..load import SourceFile, field_name
from ..markup import MAX_LETTERS
from ..problems import Place, PlaceFinder


def identifying_words(source: SourceFile, plain: str, may_show_a_child: bool) -> Iterator[IdentifyingWords]:
    """Where one may be shown or told of, all that may tell who it is; elsewhere names beside an age alone.

    `plain` is what readers of the file's body read.
    """
    tell = identifying.told if may_show_a_child else identifying.whole
    for route, text in load.strings_of(source.data):
        for hit in tell(text[:MAX_LETTERS], False):
            yield _words_at(source, source.place(route), hit, field_name(route))
    seen, places = set(), PlaceFinder(source.body, source.body_line)
    for hit in tell(source.body[:MAX_LETTERS], True):
        seen.add(_letters_of(hit))
        yield _words_at(source, places.at(hit.offset), hit)
    for hit in tell(plain[:MAX_LETTERS], False):
        if _letters_of(hit) not in seen:
            yield _words_at(source, Place(source.body_line, 1), hit)


def _words_at(source: SourceFile, place: Place, hit: identifying.IdentifyingDetail, name: str = "") -> IdentifyingWords:
    return IdentifyingWords(source.path, hit.rule, hit.words, place.line, place.column, name, hit.is_whole)


def _letters_of(hit: identifying.IdentifyingDetail) -> str:
    """The words alone, without the signs between them: two reports of the same words have the same."""
    return re.sub(r"[\W_]+", " ", hit.words).strip()
