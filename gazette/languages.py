"""The languages of a site: whole ones, and partial ones, in which only some pages exist and others stand in.

`extra: languages:` in mkdocs.yml lists them: a code for a whole language, a mapping for a partial one. Reads what YAML
has made of that list, and tells every mistake in it with its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any, Final, NamedTuple

LANGUAGE_PATTERN: Final = r"[a-z]{2,3}"
INTERFACE: Final = "interface"
"""Lists and the search page, with the words of the language's file in theme/strings/."""
KINDS: Final = (
    "members",
    "statements",
    "stories",
    "events",
    "partners",
    "programmes",
    "documents",
    "pages",
    "newsletters",
)
"""Kinds of items whose pages can be offered, by the folder that holds them."""
FEEDS: Final = "feeds"
CALENDARS: Final = "calendars"
DATA: Final = "data"
OFFERS: Final = (INTERFACE, *KINDS, FEEDS, CALENDARS, DATA)
EMAIL: Final = "email"
EPUB: Final = "epub"
GUIDE: Final = "guide"
EDITIONS: Final = ("screen", "print", "grey", "large", "booklet", EPUB, EMAIL, GUIDE)
"""What is made of an issue, and the guide to the practices."""
FIELDS: Final = ("code", "offers", "fallback", "editions")
Line = Callable[..., int]
"""Way to a value below `languages`, as (2, "offers", 0) → the line it stands in."""


class PartialLanguage(NamedTuple):
    """What exists in a language of which not everything does."""

    offers: frozenset[str]
    """Which kinds of pages, of OFFERS."""
    fallback: tuple[str, ...]
    """The whole languages that stand in, the first choice first."""
    editions: frozenset[str] = frozenset()
    """What is made of issues, of EDITIONS."""

    @property
    def needs_every_word(self) -> bool:
        """Whether something is made in it that can't mark words of another language: then none may be missing."""
        return bool(self.editions or self.offers & {FEEDS, CALENDARS, DATA})


@dataclass(frozen=True)
class SiteLanguages:
    """All languages of a site in order of preference, and what the partial ones offer. The first is whole."""

    codes: tuple[str, ...]
    partial: Mapping[str, PartialLanguage] = field(default_factory=dict)

    @cached_property
    def whole(self) -> tuple[str, ...]:
        """The languages in which everything exists."""
        return tuple(code for code in self.codes if code not in self.partial)

    @cached_property
    def _orders(self) -> Mapping[str, tuple[str, ...]]:
        return {code: (*one.fallback, *self.codes) for code, one in self.partial.items()}

    def order(self, language: str) -> tuple[str, ...]:
        """The languages whose texts stand in for those that `language` lacks, in order."""
        return self._orders.get(language, self.codes)

    def offers(self, language: str, *names: str) -> bool:
        """Whether all of these, of OFFERS, exist in a language."""
        one = self.partial.get(language)
        return one is None or one.offers.issuperset(names)

    def offering(self, *names: str) -> tuple[str, ...]:
        """The languages in which all of these exist, in order."""
        return tuple(code for code in self.codes if self.offers(code, *names))

    def having(self, language: str, name: str) -> str:
        """The language in which readers of `language` find one of OFFERS: their own, or the first that stands in."""
        return language if self.offers(language, name) else self.order(language)[0]

    def makes(self, language: str, edition: str) -> bool:
        """Whether an edition, of EDITIONS, is made in a language."""
        return language not in self.partial or edition in self.partial[language].editions

    def making(self, edition: str) -> tuple[str, ...]:
        """The languages in which an edition is made, in order."""
        return tuple(code for code in self.codes if self.makes(code, edition))


class LanguagesError(Exception):
    """The list can't be used; the text says in which lines, why, and how to mend it."""


def read_languages(entries: Sequence[Any], line: Line, is_name: Callable[[str], bool]) -> SiteLanguages:
    """The languages of an entry each: a code, or a mapping with FIELDS. Raises LanguagesError.

    `is_name` tells whether a folder can be called so on every machine.
    """
    mistakes = [*_mistakes(entries, line, is_name)]
    if not mistakes:
        codes = tuple(_code(entry) for entry in entries)
        whole = [entry for entry in entries if isinstance(entry, str)]
        partial = {_code(entry): _partial(entry, whole) for entry in entries if isinstance(entry, dict)}
        mistakes = [*_doubles(codes, line)]
    if mistakes:
        raise LanguagesError("\n".join(f":{number}: {words}" for number, words in mistakes))
    return SiteLanguages(codes, partial)


def _code(entry: Any) -> Any:
    return entry.get("code") if isinstance(entry, dict) else entry


def _partial(entry: Mapping[str, Any], whole: Sequence[str]) -> PartialLanguage:
    fallback = tuple(entry.get("fallback") or whole)
    return PartialLanguage(frozenset(entry["offers"]), fallback, frozenset(entry.get("editions") or ()))


def _mistakes(
    entries: Sequence[Any], line: Line, is_name: Callable[[str], bool]
) -> Iterator[tuple[int, str]]:  # fmt: skip
    """Line and words of each mistake in the entries."""
    whole = [entry for entry in entries if isinstance(entry, str)]
    for place, entry in enumerate(entries):
        code = _code(entry)
        if not isinstance(code, str) or not re.fullmatch(LANGUAGE_PATTERN, code):
            given = "nothing" if code is None else f"`{str(code).lower()}`"
            yield line(place), f'`languages`: write a code of two or three small letters, not {given}; "no" in quotes.'
        elif not is_name(code):
            words = f"no folder or file can be called `{code}`, because Windows reserves that name."
            yield line(place), words
        if isinstance(entry, dict):
            yield from _PartialEntry(entry, whole, place, line).mistakes()
    if entries and isinstance(entries[0], dict):
        yield line(0), "`languages`: the first language must be a whole one: write its code alone."


def _doubles(codes: Sequence[str], line: Line) -> Iterator[tuple[int, str]]:
    for place, code in enumerate(codes):
        if code in codes[:place]:
            yield line(place), f"`languages`: `{code}` is here a second time: each language once."


class _PartialEntry:
    """The mapping of one partial language."""

    def __init__(self, entry: Mapping[str, Any], whole: Sequence[str], place: int, line: Line) -> None:
        self.entry, self.whole, self.place, self.line = entry, whole, place, line

    def mistakes(self) -> Iterator[tuple[int, str]]:
        for name in self.entry:
            if name not in FIELDS:
                yield self.line(self.place, name), f"`{name}` is not possible here{_choices(name, FIELDS)}"
        if not self.entry.get("offers"):
            words = (
                f"`offers` must say what exists in this language, such as [interface, members]{_choices('', OFFERS)}"
            )
            yield self.line(self.place, "offers"), f"{words} For a whole language write its code alone."
        for name, known in (("offers", OFFERS), ("fallback", self.whole), ("editions", EDITIONS)):
            yield from self._list(name, known)
        offered = self.entry.get("offers")
        offered = offered if isinstance(offered, list) else []
        further = [name for name in (FEEDS, CALENDARS, DATA) if name in offered]
        if (further or self.entry.get("editions")) and INTERFACE not in offered:
            what = further[0] if further else "editions"
            yield (
                self.line(self.place, "offers"),
                f"`{what}` are made with the language's own words: offer `interface`.",
            )

    def _list(self, name: str, known: Sequence[str]) -> Iterator[tuple[int, str]]:
        given = self.entry.get(name)
        if given is None:
            return
        if not isinstance(given, list):
            yield self.line(self.place, name), f"`{name}` must be a list, such as [{known[0]}]."
            return
        for place, value in enumerate(given):
            if value not in known:
                what = "is no whole language of this site" if name == "fallback" else "is not possible here"
                yield self.line(self.place, name, place), f"`{name}`: `{value}` {what}{_choices(value, known)}"
            elif value in given[:place]:
                yield self.line(self.place, name, place), f"`{name}`: `{value}` is here a second time."


def _choices(word: Any, known: Sequence[str]) -> str:
    """The end of a sentence: the word that was probably meant, or all there are."""
    near = get_close_matches(str(word), known, n=1)
    return f": did you mean `{near[0]}`?" if near else f". There can be: {', '.join(known)}."
