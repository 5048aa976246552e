"""A practice as its page, the library of practices and the printed guide show it: plain values in one language."""

from __future__ import annotations

import re
from typing import Final

from ..content.library import Item, missing, period_of, practice_of, practice_text, reached_by
from ..content.model import Cost, Kind, PracticeText, Result, Source
from .lookup import Lookup, Values
from .words import Words

PRACTICES: Final = "practices/"
"""The address of the library of practices."""


def practice_id(item: Item) -> str:
    """By what a practice is named within the printed guide: `stories-garden`."""
    return item.address.strip("/").replace("/", "-")


def practice_values(lookup: Lookup, item: Item) -> Values:
    """All that is on record of a practice, in words, and under `missing` what is not.

    `lang` is the language of the texts where it is not the page's own. What is not on record is empty.
    """
    words, order = lookup.words, lookup.library.offered.order(lookup.language)
    front, language = practice_text(item, lookup.language, order)
    practice = practice_of(item)
    return {
        "lang": lookup.foreign(language),
        "need": front.need or "",
        "audiences": [words.say(f"audience.{name.value}") for name in practice.audiences],
        "for_whom": front.for_whom or "",
        "steps": list(front.steps),
        "period": period(words, item),
        "staff": words.number(practice.staff) if practice.staff is not None else "",
        "cost": cost(words, practice.cost),
        "place_needed": front.place or "",
        "results": [_result(lookup, front, result) for result in practice.results],
        "first_published": source(lookup, getattr(item.data, "source", None)),
        "all_sourced": all(result.source for result in practice.results),
        "outcome": front.outcome or "",
        "difficulties": front.difficulties or "",
        "lessons": front.lessons or "",
        "office": _office(lookup, item, front),
        "missing": [small(words.say(f"practice-part.{part.value}")) for part in missing(item)],
    }


def small(label: str) -> str:
    """A label as it stands within a sentence.

    >>> small("Κόστος")
    'κόστος'
    """
    return label[:1].lower() + label[1:]


def period(words: Words, item: Item) -> str:
    """When it was, as far as it is on record."""
    return " – ".join(dict.fromkeys(words.date(day) for day in period_of(item)))


def cost(words: Words, spent: Cost | None) -> str:
    """What it cost: the sum, its currency, and the year of its prices."""
    if spent is None:
        return ""
    return words.say("practice.cost", sum=words.money(spent.amount, spent.currency), year=str(spent.year))


def _result(lookup: Lookup, front: PracticeText, result: Result) -> Values:
    units = {words.name: words.unit for words in front.results}
    figure = lookup.words.number(int(result.figure) if result.figure.is_integer() else result.figure)
    return {"figure": figure, "unit": units.get(result.name, ""), "source": source(lookup, result.source)}


def source(lookup: Lookup, given: Source | None) -> Values | None:
    """Where something was first published, in words."""
    if given is None:
        return None
    issue = lookup.library.get(Kind.ISSUE, str(given.newsletter)) if given.newsletter else None
    pages = given.pages.replace("-", "–") if given.pages else ""
    return {
        "issue": lookup.issue_link(issue) if issue else None,
        "pages": lookup.words.say("source.pages" if "–" in pages else "source.page", pages=pages) if pages else "",
        "url": given.url or "",
        "title": given.title or given.url or "",
    }


def _office(lookup: Lookup, item: Item, front: PracticeText) -> Values | None:
    """The office that answers for a practice, and how it is reached; None where that is not on record."""
    mail, phone, website = reached_by(item)
    if not any((mail, phone, website)):
        return None
    confirmed = practice_of(item).confirmed
    when = lookup.words.date(confirmed) if confirmed else ""
    return {
        "name": front.office or "", "mail": mail, "phone": phone, "phone_to": dialled(phone), "website": website,
        "confirmed": when,
    }  # fmt: skip


def dialled(number: str) -> str:
    """A telephone number as a telephone takes it.

    >>> dialled("+30 24410 00000")
    '+302441000000'
    """
    return re.sub(r"[^\d+]", "", number)
