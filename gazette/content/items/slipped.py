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
from .other_languages import other_languages, without_letters_told

NAMES: Final = ("name", "full_name", "official_name", "aliases", "names", "person")
"""Fields whose capitals are those of a name."""
TITLES: Final = ("title", "summary", "menu", "alt", "caption", "place", "offices", "highlights")
SAYS_NOTHING: Final = ("alt-says-nothing", "summary-says-nothing", "title-says-nothing")
"""Rules that tell of a whole field what others tell of a word in it."""
LEFT: Final = ("sign-printed", "sign-stray", "tag-printed")
"""Rules for signs that are left where no more precise rule tells of them."""
_BEHIND: Final = re.compile(r" [«“\"]?[^\W\d_]{1,40}")
_PLAIN: Final = re.compile(r"[a-z0-9./@_+-]*|\S+://\S+|[0-9 ()/.+:-]+")
"""What is no sentence: a name of a folder or file, an address, a number, a date."""


_OF_SIGNS: Final = frozenset(
    "raw-html attribute-syntax template-syntax include-syntax link-unmade footnote-missing footnote-unused "
    "definition-unused link-malformed".split()
)
"""Rules that tell of signs which would be printed, so that no other one need tell of their line."""
_OF_LISTS: Final = ("list-unmade", "list-of-paragraphs", "task-unmade", "list-flat", "list-uneven", "list-double-sign")
"""Rules that tell of a list with all its entries."""


def with_slips(
    problems: Iterable[Problem], source: SourceFile, fragment: Fragment, front: Record | None, language: str
) -> list[Problem]:  # fmt: skip
    """Problems, and what in a text and its fields was written otherwise than it was meant; each mistake once."""
    found = [*all_slips(source, fragment, front), *other_languages(source, fragment, language)]
    kept = without_lists_told(problems, found)
    told = {problem.place.line for problem in kept if problem.rule in _OF_SIGNS and not problem.field}
    new = (one for one in found if one.field or one.rule not in LEFT or one.place.line not in told)
    return without_letters_told([*kept, *new])


def all_slips(source: SourceFile, fragment: Fragment, front: Record | None) -> list[Problem]:
    """What was written otherwise than it was meant, in the fields of a text and below them."""
    found = [*slips_of_fields(source), *slips_of_titles(source), *slips_of_body(source, fragment)]
    found += slips_of_descriptions(source, front) if isinstance(front, LanguageText) else []
    empty = {one.field for one in found if one.rule in SAYS_NOTHING}
    return [one for one in found if one.rule != "placeholder-left" or one.field not in empty]


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
    words = slips.in_body(source.body)
    notes = [slip for slip in words if slip.rule == "footnote-unmade"]
    found = [*slips.without_told(slips.in_layout(source.body), notes), *words, *slips.in_letters(source.body)]
    left = slips.without_told(slips.in_print(source.body, fragment.plain), found)
    for slip in slips.without_twice([*found, *left]):
        yield Problem(source.path, slip.rule, places.at(slip.offset), "", slip.facts, slip.mend)
    yield from _title_again(source, places)
    for finding in fragment.findings:
        if finding.kind == "link" and slips.shows_other_address(finding.words, finding.value):
            facts = {"value": finding.words, "address": finding.value}
            yield Problem(source.path, "link-shows-other", Place(finding.line, 1), facts=facts)
        if finding.kind == "link" and slips.is_wordless_link(finding.words):
            facts = {"value": finding.words, "address": finding.value}
            yield Problem(source.path, "link-words", Place(finding.line, 1), facts=facts)


def _title_again(source: SourceFile, places: PlaceFinder) -> Iterator[Problem]:
    """The title as the first line of a text: the page shows it twice."""
    title, first = source.data.get("title"), source.body.lstrip("\n").split("\n", 1)[0]
    if isinstance(title, str) and first.strip() and slips.same(first, title):
        place = places.at(source.body.index(first))
        yield Problem(
            source.path, "title-again", place, facts={"value": first.strip("#*_ ")}, mend=Replacement(first, "")
        )


def slips_of_fields(source: SourceFile) -> Iterator[Problem]:
    """The slips in the fields of a file."""
    for route, text in load.strings_of(source.data):
        if route[0] == TRANSLATES or _PLAIN.fullmatch(text) or prose.SCAFFOLD_MARK in text:
            continue
        found = [*slips.in_field(text), *slips.in_letters(text, is_title=route[-1] in TITLES)]
        if label := slips.label_in(str(route[-1]), text):
            found.append(slips.Slip(0, "label-left", text, text[len(label) :], is_certain=True))
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
        rule = _of_alt(caption, front) if prose.SCAFFOLD_MARK not in caption.alt else ""
        if rule:
            route: Route = ("captions", number, "alt")
            facts = {"value": caption.alt, "name": caption.file}
            yield Problem(source.path, rule, source.place(route), field_name(route), facts)
    for number, link in enumerate(getattr(front, "links", ())):
        if slips.is_wordless_link(link.title):
            route = ("links", number, "title")
            facts = {"value": link.title, "address": link.url}
            yield Problem(source.path, "link-words", source.place(route), field_name(route), facts)


def _of_alt(caption: Caption, front: LanguageText) -> str:
    """The rule that a description of a photo breaks, or nothing."""
    if slips.is_automatic_alt(caption.alt):
        return "alt-automatic"
    if slips.is_wordless_alt(caption.alt, caption.file):
        return "alt-says-nothing"
    others = (caption.caption, getattr(front, "title", None))
    return "alt-repeats" if any(other and slips.same(caption.alt, other) for other in others) else ""


def slips_of_titles(source: SourceFile) -> Iterator[Problem]:
    """Titles and summaries that are none, and a summary that says the title again."""
    for name in ("title", "summary"):
        said = source.data.get(name)
        if isinstance(said, str) and prose.SCAFFOLD_MARK not in said:
            rule = _of_title(said) if name == "title" else _of_summary(said, source.data.get("title"))
            stop = slips.full_stop(said) if name == "title" and not rule else ""
            if rule or stop:
                facts = {"value": said, MENDED: stop}
                mend = Replacement(f"{stop}.", stop) if stop else None
                yield Problem(source.path, rule or "title-full-stop", source.place((name,)), name, facts, mend)


def _of_title(said: str) -> str:
    if slips.is_address(said):
        return "title-is-address"
    return "title-is-file" if slips.is_file(said) else "title-says-nothing" if slips.is_empty(said) else ""


def _of_summary(said: str, title: object) -> str:
    if slips.is_empty(said) or slips.is_file(said):
        return "summary-says-nothing"
    return "summary-is-title" if isinstance(title, str) and slips.same(said, title) else ""


def in_one_script(text: str, offset: int, word: str) -> tuple[str, dict[str, str], Replacement | None]:
    """Rule, facts and mend for a word of letters of two alphabets, which stands in a text at `offset`.

    A lone letter is told with the word behind it, since elsewhere it may be right.
    """
    behind = _BEHIND.match(text, offset + 1) if len(word) == 1 else None
    more = behind.group() if behind else ""
    made = prose.in_one_script(word)
    facts = {"word": word, "letters": prose.foreign_letters(word), "suggestion": f"{made}{more}" if made else ""}
    return prose.letter_rule(word), facts, Replacement(f"{word}{more}", f"{made}{more}") if made else None
