"""Words in another language than their file's, as problems: in its fields, its text, and the passages of that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .. import load, prose, slips
from ..load import Route, SourceFile, field_name
from ..markup import UNREAD, Fragment
from ..model import TRANSLATES
from ..problems import Place, PlaceFinder, Problem

_SAME_EVERYWHERE: Final = (
    TRANSLATES, "name", "full_name", "official_name", "aliases", "names", "person", "url", "file", "links",
)  # fmt: skip
"""Fields of names, addresses and files; and of links, which bear the title of the page that they lead to."""
_GREEK: Final = "el"
_NO_TEXT: Final = frozenset({"scaffold-left", "greek-in-latin", "garbled", "placeholder-left", "comment-left"})
"""Rules of bodies that hold something else than a text."""
_NO_WORDS: Final = frozenset({
    "alt-says-nothing", "alt-automatic", "title-says-nothing", "title-is-file", "title-is-address",
    "summary-says-nothing",
})  # fmt: skip
"""Rules of fields that hold something else than words."""


def other_languages(source: SourceFile, fragment: Fragment, language: str) -> list[Problem]:
    """What is in another language than the file's name promises."""
    found = list(_of_fields(source, language))
    if not any(finding.kind in UNREAD for finding in fragment.findings):
        found += _of_body(source, language)
    return found


def without_letters_told(problems: list[Problem]) -> list[Problem]:
    """The problems without those of another language where it is told what stands there in place of words."""
    told = {one.rule for one in problems if not one.field}
    empty = {one.field for one in problems if one.field and one.rule in _NO_WORDS}
    return [
        one for one in problems
        if not (one.rule == "other-letters" and told & _NO_TEXT)
        and not (one.rule == "field-other-language" and one.field in empty)
    ]  # fmt: skip


def _of_fields(source: SourceFile, language: str) -> Iterator[Problem]:
    for route, text in load.strings_of(source.data):
        if prose.SCAFFOLD_MARK in text or _is_same_everywhere(route):
            continue
        place, name, facts = source.place(route), field_name(route), {"value": text}
        if language == _GREEK and slips.is_greek_in_latin(text):
            yield Problem(source.path, "greek-in-latin", place, name, facts)
        elif slips.is_other_language(text, language):
            yield Problem(source.path, "field-other-language", place, name, facts)
        elif language == _GREEK:
            for slip in slips.greek_in_latin(text):
                yield Problem(source.path, slip.rule, place, name, slip.facts)


def _is_same_everywhere(route: Route) -> bool:
    return any(step in _SAME_EVERYWHERE for step in route)


def _of_body(source: SourceFile, language: str) -> Iterator[Problem]:
    body, places = source.body, PlaceFinder(source.body, source.body_line)
    typed = list(slips.greek_in_latin(body)) if language == _GREEK else []
    for slip in typed:
        yield Problem(source.path, slip.rule, places.at(slip.offset), "", slip.facts)
    if typed or prose.is_in_other_letters(body, language):
        return  # one problem tells all
    if slips.is_other_body(body, language):
        yield Problem(source.path, "other-letters", Place(source.body_line, 1))
        return
    for slip in slips.other_passages(body, language):
        yield Problem(source.path, slip.rule, places.at(slip.offset), "", slip.facts)
