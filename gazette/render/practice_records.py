"""A practice in the orders in which others ask for it: Intercultural Cities, European Website on Integration.

Which of our fields stands under which heading, and why, is in docs/decisions/0039-practices.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ..content.library import Item
from ..content.model import Event, Kind, Story
from .lookup import Lookup, Values
from .practices import practice_id, practice_values

Parts = Mapping[str, str]
"""What is on record of a practice, in one language: our name for it → words, empty where there are none."""
Order = tuple[tuple[str, str, tuple[str, ...]], ...]
"""Name in the tables, heading as it stands in the form, and which parts stand under it."""

INTERCULTURAL_CITIES: Final = "icc"
EUROPEAN_WEBSITE: Final = "ewsi"
# Whom to ask is the office alone: whoever only took part was not asked about it.
ORDERS: Final[Mapping[str, Order]] = {
    INTERCULTURAL_CITIES: (
        ("title", "Title", ("title",)),
        ("country", "Country", ("country",)),
        ("city", "City", ("cities",)),
        ("date", "Date", ("period",)),
        ("purpose", "Purpose", ("summary", "audiences", "for_whom")),
        ("stimulus", "Stimulus/Rationale", ("need",)),
        (
            "process",
            "Process",
            ("steps", "place_needed", "organisers", "partners", "staff", "cost", "programmes", "difficulties"),
        ),
        ("impact", "Impact", ("results", "outcome", "lessons")),
        ("contact", "Contact", ("office",)),
        ("documents", "Key reference documents", ("source", "web")),
    ),
    EUROPEAN_WEBSITE: (
        ("title", "Title", ("title",)),
        ("issue", "Project goal: issue/challenge", ("need",)),
        ("goals", "Project goal: goals", ("summary",)),
        ("works", "How it works", ("steps", "place_needed")),
        ("results", "Results", ("results", "outcome")),
        ("evaluation", "Evaluation", ("difficulties", "lessons")),
        ("benefits", "Who benefits", ("audiences", "for_whom")),
        ("funding", "Funding and resources", ("programmes", "staff", "cost")),
        ("scope", "Geographical scope", ("cities", "country")),
        ("dates", "Dates", ("period",)),
        ("organisations", "Implementing organisations", ("cities", "organisers", "partners")),
        ("contact", "Contact", ("office",)),
        ("website", "Website", ("web", "source")),
    ),
}
NAMES: Final = {INTERCULTURAL_CITIES: "Intercultural Cities", EUROPEAN_WEBSITE: "European Website on Integration"}
"""Whose order it is, as they call themselves."""
LABELLED: Final = ("staff", "cost", "difficulties", "lessons")
"""Parts that stand under a heading with others, and would not be known there without a word of their own."""


def parts_of(lookup: Lookup, item: Item, web: str) -> Parts:
    """All that is on record of a practice, in the language of `lookup`. `web` is the full address of its page."""
    said, text = practice_values(lookup, item), lookup.text(item)
    data = item.data
    assert isinstance(data, Story | Event)
    words = lookup.words
    parties = lookup.parties(data.organisers) if isinstance(data, Event) else []
    found = {
        "title": text.title, "country": words.say("practice.country"), "web": web,
        "summary": getattr(text.front, "summary", ""),
        "cities": _labels(lookup.link(city) for city in lookup.library.cities_of(item)),
        "audiences": ", ".join(said["audiences"]), "steps": _numbered(said["steps"]),
        "results": "\n".join(f"{result['figure']} {result['unit']}" for result in said["results"]),
        "office": "\n".join(_office(said["office"])), "source": _source(said["first_published"]),
        **{name: said[name] for name in ("need", "for_whom", "period", "place_needed", "outcome")},
    }  # fmt: skip
    labelled = {part: f"{words.say(f'practice-part.{part}')}: {said[part]}" if said[part] else "" for part in LABELLED}
    partners, programmes = lookup.parties(data.partners), lookup.links(Kind.PROGRAMME, data.programmes)
    named = {
        "organisers": (words.say("facts.organisers", n=len(parties)), parties),
        "partners": (words.say("facts.partners", n=len(partners)), partners),
        "programmes": (words.say("facts.programmes", n=len(programmes)), programmes),
    }
    return found | labelled | {name: f"{label}: {_labels(of)}" if of else "" for name, (label, of) in named.items()}


def fields_in(order: Order, parts: Parts) -> Iterator[tuple[str, str, str]]:
    """Name, heading and words for each field of an order, also for those of which nothing is on record."""
    for name, heading, wanted in order:
        yield name, heading, "\n".join(parts[part] for part in wanted if parts[part])


def as_text(order: Order, parts: Parts) -> str:
    """A practice as plain text, ready to be pasted: a heading, its words, an empty line.

    A paragraph is one line, however long: a form would keep each line's end.
    """
    written = (f"{heading}\n{words}\n" for _, heading, words in fields_in(order, parts) if words)
    return "\n".join(written)


def text_path(item: Item, root: str, order: str) -> str:
    """Where the text of a practice stands below the site: `data/practices/stories-garden-icc.txt`.

    `root` is that of a language.
    """
    return f"{root}data/practices/{practice_id(item)}-{order}.txt"


def _numbered(steps: Iterable[str]) -> str:
    return "\n".join(f"{number}. {' '.join(step.split())}" for number, step in enumerate(steps, 1))


def _labels(entries: Iterable[Values]) -> str:
    return ", ".join(entry["label"] for entry in entries)


def _office(office: Values | None) -> Iterator[str]:
    for name in ("name", "phone", "mail", "website") if office else ():
        if office and office[name]:
            yield office[name]


def _source(given: Values | None) -> str:
    if given is None:
        return ""
    issue = given["issue"]["label"] if given["issue"] else given["title"]
    return ", ".join(part for part in (issue, given["pages"], given["url"]) if part)
