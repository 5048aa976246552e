"""Rules for a newsletter issue: its sections and items, wishes for them, errata, and the order of issues."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Final, cast

from ..library import COLLECTIONS, Item
from ..load import Route
from ..model import (
    HIGHLIGHTS,
    Erratum,
    Issue,
    IssueText,
    Kind,
    Pull,
    Query,
    Section,
    SectionKind,
    Statement,
    Story,
    references,
)
from .consent import beside_children
from .editions import fits_print, may_be_sent
from .published import as_published
from .site import WholeSite
from .violations import Facts, Guess, Violation, in_data, is_named, not_in_future

SHEET: Final = 4
"""Pages of a folded sheet, so that an issue has a multiple of them."""


def issues_are_whole(site: WholeSite) -> Iterator[Violation]:
    """All rules for each issue by itself, and for what it takes from others."""
    for item in site.library.items(Kind.ISSUE):
        yield from _issue(item, item.record(Issue), site)


def issues_follow_each_other(site: WholeSite) -> Iterator[Violation]:
    """No issue is older than the one before it."""
    issues = sorted(site.library.items(Kind.ISSUE), key=lambda item: item.record(Issue).number)
    for earlier, later in pairwise(issues):
        before, after = earlier.record(Issue).date, later.record(Issue).date
        if after.last_day < before.first_day:
            facts = {"value": str(after), "earlier": earlier.slug, "date": str(before)}
            yield in_data(later, "issue-date-order", ("date",), **facts)


def sources_agree(site: WholeSite) -> Iterator[Violation]:
    """What was first published in an issue did not come out after it."""
    dates = {issue.slug: issue.record(Issue).date for issue in site.library.items(Kind.ISSUE)}
    for item in (*site.library.items(Kind.STORY), *site.library.items(Kind.STATEMENT)):
        data = item.data
        if isinstance(data, Story | Statement) and data.source and data.source.newsletter:
            number = str(data.source.newsletter)
            issued = dates.get(number)
            if issued and issued.last_day < data.date.first_day <= site.library.today:
                facts = {"value": str(data.date), "issue": number, "date": str(issued)}
                yield in_data(item, "source-before-date", ("date",), **facts)


def _issue(item: Item, issue: Issue, site: WholeSite) -> Iterator[Violation]:
    yield from beside_children(item, site.library.contents(item), site.surroundings)
    yield from not_in_future(item, ("date",), issue.date, site.surroundings)
    yield from _number(item, issue, site)
    held: set[str] = set()
    for number, section in enumerate(issue.sections):
        yield from _section(item, section, ("sections", number), held, site)
    if issue.members is not None:
        yield from _members_stated(item, issue, site)
    if issue.pages and issue.pages % SHEET and not item.publication:
        around = (issue.pages // SHEET * SHEET, (issue.pages // SHEET + 1) * SHEET)
        facts = {"value": str(issue.pages), "choices": ", ".join(str(pages) for pages in around if pages)}
        yield in_data(item, "pages-no-sheets", ("pages",), **facts)
    yield from _shown(item, issue, held, site)
    yield from _short_titles(item, held)
    for number, erratum in enumerate(issue.errata):
        yield from _erratum(item, erratum, ("errata", number), held, site)
    yield from as_published(item, site, held)


def _number(item: Item, issue: Issue, site: WholeSite) -> Iterator[Violation]:
    if str(issue.number) != item.slug:
        other = site.library.get(Kind.ISSUE, str(issue.number))
        facts = {"value": str(issue.number), "name": item.slug, "other": other.folder if other else ""}
        yield in_data(item, "number-used" if other else "issue-number", ("number",), **facts)


def _section(item: Item, section: Section, route: Route, held: set[str], site: WholeSite) -> Iterator[Violation]:
    """Adds to `held` the items that the section names."""
    query = section.query
    for place, reference in enumerate(section.items):
        where = (*route, "query") if query else (*route, "items", place)
        yield from _reference(item, reference, where, held, site)
        held.add(reference)
    wrong = list(_query(item, query, route, site)) if query else []
    yield from wrong
    if not section.items and not wrong:
        yield in_data(item, "query-finds-nothing" if query else "section-empty", route)
    if section.kind is SectionKind.FREE:
        for text in item.texts.values():
            if section.name is None or section.name not in cast(IssueText, text.front).section_titles:
                facts = {"suggestion": section.name or "", "text": text.path}
                yield in_data(item, "section-without-title", route, **facts)


def _query(item: Item, query: Query, route: Route, site: WholeSite) -> Iterator[Violation]:
    """What a query asks for. Whether `items` are written beside it only the file tells: the library has filled them."""
    if site.locate(item.data_path, (*route, "items")) != site.locate(item.data_path, route):
        yield in_data(item, "query-and-items", (*route, "query"))
    for named in references(query):
        yield from is_named(item, named._replace(route=(*route, "query", *named.route)), site.surroundings)
    if item.publication:
        yield in_data(item, "query-published", (*route, "query"))


def _reference(
    item: Item, reference: str, route: Route, held: AbstractSet[str], site: WholeSite
) -> Iterator[Violation]:
    collection, _, slug = reference.partition("/")
    names = site.surroundings.slugs[COLLECTIONS[collection]]
    if slug not in names:
        guess = Guess(slug, names, f"{collection}/")
        choices = ", ".join(f"{collection}/{name}" for name in names) or "–"
        yield in_data(item, "reference-unknown", route, value=reference, suggestion=guess, choices=choices)
    elif f"{reference}/" in site.surroundings.scheduled:
        day = site.surroundings.scheduled[f"{reference}/"].first_day
        yield in_data(item, "item-scheduled", route, value=reference, date=day.isoformat())
    elif reference in held:
        yield in_data(item, "item-twice", route, value=reference)
    else:
        yield from fits_print(item, site, reference, route)
        yield from may_be_sent(item, site, reference, route)


def _members_stated(item: Item, issue: Issue, site: WholeSite) -> Iterator[Violation]:
    """The count must be one that the records allow: from the members for certain to all that may have been."""
    at = site.library.members_at(issue.date.last_day)
    if len(site.surroundings.slugs[Kind.MEMBER]) != len(site.library.items(Kind.MEMBER)):
        return  # some members could not be read, so they can't be counted
    if not len(at.certain) <= (issue.members or 0) <= len(at.all):
        least, most = len(at.certain), len(at.all)
        facts = {"stated": str(issue.members), "counted": str(least) if least == most else f"{least}–{most}"}
        yield in_data(item, "members-disagree", ("members",), **facts)


def _shown(item: Item, issue: Issue, held: AbstractSet[str], site: WholeSite) -> Iterator[Violation]:
    """Wishes for items: each must be about one that is there, and for something that it has."""
    for number, display in enumerate(issue.shown):
        yield from _is_held(item, display.item, ("shown", number, "item"), held)
        found = site.library.find(display.item)
        for name, choices in _choices_of(found).items() if found else ():
            value = getattr(display, name)
            if value is not None and value not in choices:
                facts = {"value": str(value), "name": display.item, "choices": ", ".join(choices)}
                yield in_data(item, "not-of-item" if choices else "item-has-none", ("shown", number, name), **facts)


def _short_titles(item: Item, held: AbstractSet[str]) -> Iterator[Violation]:
    for text in item.texts.values():
        for number, short in enumerate(cast(IssueText, text.front).short_titles):
            if short.item not in held:
                facts: Facts = {"value": short.item, "suggestion": Guess(short.item, held)}
                yield Violation(text.path, "not-in-issue", ("short_titles", number, "item"), facts)


def _is_held(item: Item, reference: str, route: Route, held: AbstractSet[str]) -> Iterator[Violation]:
    if reference not in held:
        yield in_data(item, "not-in-issue", route, value=reference, suggestion=Guess(reference, held))


def _choices_of(item: Item) -> dict[str, tuple[str, ...]]:
    """What an issue may choose of an item: field of the wish → the choices that there are."""
    fronts = [text.front for text in item.texts.values()]
    pulls = [Pull.NONE.value, *([Pull.QUOTE.value] if any(getattr(front, "quote", None) for front in fronts) else [])]
    most = max((len(getattr(front, "highlights", ())) for front in fronts), default=0)
    pulls += [pull.value for pull in HIGHLIGHTS[:most]]
    photos = tuple(photo.file for photo in getattr(item.data, "photos", ()))
    return {"theme": getattr(item.data, "themes", ()), "photo": photos, "pull": tuple(pulls)}


def _erratum(
    item: Item, erratum: Erratum, route: Route, held: AbstractSet[str], site: WholeSite
) -> Iterator[Violation]:
    date, languages = item.record(Issue).date, site.library.languages
    yield from not_in_future(item, (*route, "date"), erratum.date, site.surroundings)
    if erratum.date.first_day <= site.library.today and erratum.date.last_day < date.first_day:
        facts = {"value": str(erratum.date), "date": str(date)}
        yield in_data(item, "erratum-early", (*route, "date"), **facts)
    if erratum.item:
        yield from _is_held(item, erratum.item, (*route, "item"), held)
    for language in erratum.text:
        if language not in languages:
            facts = {"value": language, "choices": ", ".join(languages)}
            yield in_data(item, "erratum-language", (*route, "text", language), **facts)
    whole = site.library.offered.whole
    missing = [language for language in whole if language not in erratum.text]
    if missing and len(missing) < len(whole):  # else a wrong language was told
        yield in_data(item, "erratum-untranslated", (*route, "text"), language=", ".join(missing))
