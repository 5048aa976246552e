"""Which words a translation renders: a short digest of the text that it was made from.

Of an item's texts the one that names no revision is the original; of several, the one in the site's preferred language.
Signs, spaces and capitals make no revision: a comma put right sends no one back to the translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from .digests import digest_of_bytes
from .load import SourceFile, field_name
from .model import TRANSLATES, WORDS_OF_A_LANGUAGE
from .problems import Problem

LENGTH: Final = 8
"""Hexadecimal digits: one change in four thousand million would go unseen."""


def revision(source: SourceFile) -> str:
    """The revision of a text: of all its words, but for those that belong to its language alone."""
    said = {name: value for name, value in source.data.items() if name not in WORDS_OF_A_LANGUAGE}
    words = re.findall(r"\w+", " ".join([*_strings(said), source.body]).casefold())
    return digest_of_bytes(" ".join(words).encode())[:LENGTH]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for _, inner in sorted(value.items()):
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def original(recorded: Mapping[str, str], order: Sequence[str]) -> str:
    """The language that an item was written in; `recorded` is, by language, the revision that each text renders."""
    return next((language for language in order if recorded.get(language) == ""), "")


def stale(sources: Mapping[str, SourceFile], recorded: Mapping[str, str], order: Sequence[str]) -> frozenset[str]:
    """The languages whose text renders words that are no longer the original's."""
    first = original(recorded, order)
    if not first or not any(recorded.values()):
        return frozenset()
    now = revision(sources[first])
    return frozenset(language for language, told in recorded.items() if told not in ("", now))


def problems(sources: Mapping[str, SourceFile], recorded: Mapping[str, str], order: Sequence[str]) -> Iterator[Problem]:
    """An item whose texts are all translations has nothing that they could be translations of."""
    if recorded and not original(recorded, order):
        source = sources[next(language for language in order if language in recorded)]
        yield Problem(source.path, "translates-nothing", source.place((TRANSLATES,)), field_name((TRANSLATES,)))
