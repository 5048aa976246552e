"""Slips in the words of a file, as problems: in a text, in its fields, and in what describes photos and links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from .. import load, prose, slips
from ..load import Route, SourceFile, field_name
from ..markup import UNREAD, Fragment
from ..model import TRANSLATES, Caption, LanguageText, Record
from ..problems import MENDED, Place, PlaceFinder, Problem, Replacement

NAMES: Final = ("name", "full_name", "official_name", "aliases", "names", "person")
"""Fields whose capitals are those of a name."""
TITLES: Final = ("title", "summary", "menu", "alt", "caption", "place", "offices", "highlights")
_BEHIND: Final = re.compile(r" [«“\"]?[^\W\d_]{1,40}")
_PLAIN: Final = re.compile(r"[a-z0-9./@_+-]*|\S+://\S+|[0-9 ()/.+:-]+")
"""What is no sentence: a name of a folder or file, an address, a number, a date."""


_OF_LISTS: Final = ("list-unmade", "list-of-paragraphs", "task-unmade", "list-flat", "list-uneven", "list-double-sign")
"""Rules that tell of a list with all its entries."""


def all_slips(source: SourceFile, fragment: Fragment, front: Record | None) -> list[Problem]:
    """What was written otherwise than it was meant, in the fields of a text and below them."""
    found = [*slips_of_fields(source), *slips_of_body(source, fragment)]
    return [*found, *(slips_of_descriptions(source, front) if isinstance(front, LanguageText) else [])]


def without_lists_told(problems: Iterable[Problem], slips: Iterable[Problem]) -> list[Problem]:
    """The problems without those of lines that are told of as a list with all its entries, or as a heading."""
    of_lists = [one for one in slips if one.rule in _OF_LISTS]
    headings = {(one.path, one.place.line) for one in slips if one.rule == "heading-by-equals"}
    spans = [(one.path, one.place.line, one.facts[MENDED].count("\n") + 1) for one in of_lists]

    def is_told(problem: Problem) -> bool:
        line, its = problem.place.line, problem.rule in ("list-unmade", "latin-letter") and not problem.field
        if problem.rule == "heading-first-level" and (problem.path, line) in headings:
            return True
        return its and any(problem.path == path and first <= line <= first + more for path, first, more in spans)

    return [problem for problem in problems if not is_told(problem)]


def slips_of_body(source: SourceFile, fragment: Fragment) -> Iterator[Problem]:
    """The slips in a text below its front matter."""
    if any(finding.kind in UNREAD for finding in fragment.findings):
        return
    places = PlaceFinder(source.body, source.body_line)
    found = [*slips.in_layout(source.body), *slips.in_body(source.body), *slips.in_letters(source.body)]
    for slip in slips.without_twice(found):
        yield Problem(source.path, slip.rule, places.at(slip.offset), "", slip.facts, slip.mend)
    for finding in fragment.findings:
        if finding.kind == "link" and slips.is_wordless_link(finding.words):
            facts = {"value": finding.words, "address": finding.value}
            yield Problem(source.path, "link-words", Place(finding.line, 1), facts=facts)


def slips_of_fields(source: SourceFile) -> Iterator[Problem]:
    """The slips in the fields of a file."""
    for route, text in load.strings_of(source.data):
        if route[0] == TRANSLATES or _PLAIN.fullmatch(text) or prose.SCAFFOLD_MARK in text:
            continue
        found = [*slips.in_field(text), *slips.in_letters(text, is_title=route[-1] in TITLES)]
        for slip in slips.without_twice(found):
            if slip.rule != "all-capitals" or not _is_name(route):
                place = source.place(route)
                yield Problem(source.path, slip.rule, place, field_name(route), slip.facts, slip.mend)


def _is_name(route: Route) -> bool:
    return any(step in NAMES for step in route)


def slips_of_descriptions(source: SourceFile, front: LanguageText) -> Iterator[Problem]:
    """Descriptions of photos that describe nothing, and links that do not tell where they lead."""
    captions: tuple[Caption, ...] = getattr(front, "captions", ())
    for number, caption in enumerate(captions):
        if slips.is_wordless_alt(caption.alt, caption.file) and prose.SCAFFOLD_MARK not in caption.alt:
            route: Route = ("captions", number, "alt")
            facts = {"value": caption.alt, "name": caption.file}
            yield Problem(source.path, "alt-says-nothing", source.place(route), field_name(route), facts)
    for number, link in enumerate(getattr(front, "links", ())):
        if slips.is_wordless_link(link.title):
            route = ("links", number, "title")
            facts = {"value": link.title, "address": link.url}
            yield Problem(source.path, "link-words", source.place(route), field_name(route), facts)


def in_one_script(text: str, offset: int, word: str) -> tuple[str, dict[str, str], Replacement | None]:
    """Rule, facts and mend for a word of letters of two alphabets, which stands in a text at `offset`.

    A lone letter is told with the word behind it, since elsewhere it may be right.
    """
    behind = _BEHIND.match(text, offset + 1) if len(word) == 1 else None
    more = behind.group() if behind else ""
    made = prose.in_one_script(word)
    facts = {"word": word, "letters": prose.foreign_letters(word), "suggestion": f"{made}{more}" if made else ""}
    return prose.letter_rule(word), facts, Replacement(f"{word}{more}", f"{made}{more}") if made else None
