"""Rules for one member, for one page about the network, and for how any item looks where it is found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from ..dates import PartialDate
from ..model import Document, Member, Page, Partner
from ..problems import Place
from ..prose import SCAFFOLD_MARK, SUMMARY_SHOWN
from .surroundings import ACCESSIBILITY, Item, Surroundings
from .violations import Violation, in_data, not_in_future

REVIEW_EVERY: Final = timedelta(days=365)
"""How long a review of the accessibility statement stands (Implementing Decision (EU) 2018/1523: at least yearly)."""
OLDEST, OLDEST_DOCUMENT = 2000, 1950
"""Years: the network began in 2018; what it tells of may be somewhat older, and a law that it publishes more so."""
FURTHEST: Final = 5
"""Years from today for which someone plans an event, or lets a call stay open."""
DATES: Final = ("date", "start", "end", "deadline", "reported", "joined", "joined_by", "joined_after", "left")
TITLE_SHOWN: Final = 65
"""Letters of a title that search engines show, before the name of the site."""


def joined_and_left(item: Item, known: Surroundings) -> Iterator[Violation]:
    """The days on which a member joined and left are past, and in this order."""
    member = item.data
    if not isinstance(member, Member):
        return
    for name in ("joined", "joined_by", "joined_after", "left"):
        yield from not_in_future(item, (name,), getattr(member, name), known)
    if member.joined and (member.joined_by or member.joined_after):
        yield in_data(item, "joined-twice", ("joined",))
    first = member.joined or member.joined_after
    if member.left and first and member.left.last_day < first.first_day:
        yield in_data(item, "end-before-start", ("left",), start=str(first), end=str(member.left))
    if member.joined_by and member.joined_after and member.joined_by.last_day < member.joined_after.first_day:
        facts = {"by": str(member.joined_by), "after": str(member.joined_after)}
        yield in_data(item, "joined-never", ("joined_by",), **facts)
    if member.founder and member.joined is None:
        yield in_data(item, "founder-without-date", ("founder",))


def is_of_our_time(item: Item, known: Surroundings) -> Iterator[Violation]:
    """No date is so far from today that a digit must be wrong: a warning, since there may be a reason."""
    first = OLDEST_DOCUMENT if isinstance(item.data, Document) else OLDEST
    for name in DATES:
        day: PartialDate | None = vars(item.data).get(name)
        if day and not first <= day.year <= known.today.year + FURTHEST:
            facts = {"value": str(day).replace("T", " "), "today": known.today.isoformat()}
            yield in_data(item, "year-far", (name,), **facts)


def is_reviewed(item: Item, known: Surroundings) -> Iterator[Violation]:
    """The accessibility statement was reviewed, and within a year.

    Warnings, which stop nothing: an old review is no reason to keep the site from its readers.
    """
    page = item.data
    if not isinstance(page, Page):
        return
    yield from not_in_future(item, ("reviewed",), page.reviewed, known)
    if item.slug != ACCESSIBILITY:
        return
    if page.reviewed is None:
        yield in_data(item, "review-missing", ("reviewed",))
    elif page.reviewed.last_day + REVIEW_EVERY < known.today:
        yield in_data(item, "review-old", ("reviewed",), value=str(page.reviewed))


def named_once_a_language(item: Item, _: Surroundings) -> Iterator[Violation]:
    """A member has one name in each language: by any other it is looked for."""
    languages = [one.language for one in item.data.names] if isinstance(item.data, Member) else []
    for place, language in enumerate(languages):
        if language in languages[:place]:
            yield in_data(item, "names-twice", ("names", place, "language"), value=language)


def is_shown_whole(item: Item, known: Surroundings) -> Iterator[Violation]:  # noqa: ARG001 - all item rules take both
    """A partner that stands on its programme's page has no text of its own, which no page would show."""
    if isinstance(item.data, Partner) and item.data.programme:
        for text in item.texts.values():
            if text.has_body:
                yield Violation(text.path, "partner-text-unshown", Place(1, 1), {"value": item.data.programme})


def is_short_enough(item: Item, known: Surroundings) -> Iterator[Violation]:  # noqa: ARG001 - all item rules take both
    """Search results show all of an item's title and of its summary, in each language."""
    for text in item.texts.values():
        words = vars(text.front)  # asking a record for a field that it lacks takes twenty times as long
        for names, rule, most in (
            (("name", "title"), "title-long", TITLE_SHOWN),
            (("summary",), "summary-long", SUMMARY_SHOWN),
        ):
            name = next((name for name in names if words.get(name)), "")
            said = str(words[name]) if name else ""
            if len(said) > most and SCAFFOLD_MARK not in said:
                facts = {"count": str(len(said)), "limit": str(most)}
                yield Violation(text.path, rule, (name,), facts)
