"""The guide: every practice that may be printed, by its main theme, with an index of themes and one of cities.

It has the form of an issue (`IssueView`), so that what makes books of issues makes one of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from ..content.dates import PartialDate
from ..content.library import Item, newest_first, when
from ..content.model import Event, Kind, Medium, Story, StoryText, Theme
from .issue import IssueView
from .lookup import Lookup, Values
from .practices import PRACTICES, practice_id, practice_values
from .words import Words


def printable(lookup: Lookup) -> tuple[Item, ...]:
    """The practices whose people, where their texts name any, agreed to be printed; those of a theme together."""
    library = lookup.library
    may = [item for item in library.practices if library.may(cast(Story | Event, item.data).people, Medium.PRINT)]
    order = list(Theme)
    return tuple(sorted(may, key=lambda item: order.index(themes[0]) if (themes := _themes(item)) else len(order)))


def guide_view(lookup: Lookup) -> IssueView:
    """The guide in the language of `lookup`; its date is that of the latest practice."""
    words, items = lookup.words, printable(lookup)
    cities = {city.slug: city for item in items for city in lookup.library.cities_of(item)}
    named = lookup.library.named(cities.values(), lookup.language)
    dates = [day for item in newest_first(items) if (day := when(item))]
    data: Values = {
        "summary": words.say("practices.description"), "body": "", "body_lang": "", "note": "", "note_page": "",
        "note_lang": "", "pages": 0, "errata": [], "withdrawn": [],
        "date": _day(lookup, dates[0]),
        "tiles": [{"tile": city.slug, "new": False} for city in named],
        "members": [lookup.link(city) for city in named],
        "sections": _sections(lookup, items),
        "themes": _index(lookup, items, [(words.say(f"theme.{theme.value}"), theme) for theme in Theme]),
        "cities": [_of_city(lookup, items, city) for city in named],
    }  # fmt: skip
    return IssueView(lookup.language, 0, PRACTICES, words.say("guide.title"), words.say("guide.label"), data, ())


def _day(lookup: Lookup, day: PartialDate) -> Values | None:
    """A date without the time of day, which books do not have."""
    return lookup.date(PartialDate(day.year, day.month, day.day))


def own_words(words: Mapping[str, Words]) -> dict[str, Words]:
    """The words of each language, with those of the guide where books speak of an issue."""
    return {language: Words(language, {**said.strings, **_instead(said)}) for language, said in words.items()}


def _instead(said: Words) -> dict[str, str]:
    return {
        "paper.contents": said.say("guide.contents"),
        "paper.imprint": said.say("guide.imprint"),
        "paper.sources": said.say("guide.sources"),
        "paper.other_language": said.say("guide.other_language"),
        "epub.summary": said.say("guide.epub-summary"),
    }


def _themes(item: Item) -> tuple[Theme, ...]:
    return cast(Story | Event, item.data).themes


def _sections(lookup: Lookup, items: Iterable[Item]) -> list[Values]:
    groups: dict[str, list[Values]] = {}
    for item in items:
        themes = _themes(item)
        title = lookup.words.say(f"theme.{themes[0].value}") if themes else lookup.words.say("practices.title")
        groups.setdefault(title, []).append(_practice(lookup, item))
    return [{"title": title, "lang": "", "kind": "", "items": found} for title, found in groups.items()]


def _index(lookup: Lookup, items: Iterable[Item], themes: Iterable[tuple[str, Theme]]) -> list[Values]:
    found = [(label, [_entry(lookup, item) for item in items if theme in _themes(item)]) for label, theme in themes]
    return [{"label": label, "lang": "", "entries": entries} for label, entries in found if entries]


def _of_city(lookup: Lookup, items: Iterable[Item], city: Item) -> Values:
    """A city in the index, with its practices."""
    link = lookup.link(city)
    entries = [_entry(lookup, item) for item in items if city in lookup.library.cities_of(item)]
    return {"label": link["label"], "lang": link["lang"], "entries": entries}


def _entry(lookup: Lookup, item: Item) -> Values:
    text = lookup.text(item)
    return {"id": practice_id(item), "title": text.title, "lang": lookup.foreign(text.language)}


def _practice(lookup: Lookup, item: Item) -> Values:
    """A practice with all that a book tells of an item; nothing of it is a photo."""
    text, data = lookup.text(item), cast(Story | Event, item.data)
    front, words, is_event = cast(StoryText, text.front), lookup.words, isinstance(data, Event)
    cities = [lookup.link(city) for city in lookup.library.cities_of(item)]
    held = lookup.parties(data.organisers) if isinstance(data, Event) else []
    facts = [
        _fact(words.say(f"event-kind.{data.kind.value}"), []) if isinstance(data, Event) else _fact("", []),
        _fact(words.say("facts.organisers", n=len(held)), held),
        _fact(words.say("facts.members", n=len(cities)), cities if is_event else []),
        _fact(words.say("facts.programmes", n=len(data.programmes)), lookup.links(Kind.PROGRAMME, data.programmes)),
        _fact(words.say("facts.partners", n=len(data.partners)), lookup.parties(data.partners)),
    ]
    return {
        **_entry(lookup, item), "kind": item.kind.value, "address": item.address,
        "title_lang": lookup.foreign(text.language), "summary": front.summary, "body": practice_id(item),
        "practice": practice_values(lookup, item), "cities": [] if is_event else cities,
        "facts": [fact for place, fact in enumerate(facts) if fact["values"] or (place == 0 and is_event)],
        "tiles": [city["tile"] for city in cities],
        "photos": [], "figures": [], "links": [], "grants": [], "offices": [], "person": "",
    }  # fmt: skip


def _fact(label: str, values: Iterable[Values]) -> Values:
    return {"label": label, "values": [{"label": value["label"], "lang": value["lang"]} for value in values]}
