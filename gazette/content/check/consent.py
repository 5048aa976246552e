"""Rules for one item about the people in it: each of them agreed, and an office answers for words about a child."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from ..model import Consent, Event, Issue, Kind, Medium, Shows, Story
from ..problems import Place
from .surroundings import Item, Surroundings
from .violations import Guess, Route, Violation, in_data


def is_agreed(item: Item, known: Surroundings) -> Iterator[Violation]:
    """Each person who is shown agreed to it: to the web at least, and to what is shown of them."""
    if not isinstance(item.data, Story | Event):
        return
    has_place = any(getattr(text.front, "place", None) for text in item.texts.values() if item.kind is Kind.EVENT)
    for route, name, what in _uses(item.data):
        consent = known.consents.get(name)
        if consent is None:
            yield in_data(item, "consent-unknown", route, value=name, suggestion=Guess(name, known.consents))
        elif Medium.WEB not in consent.scope:
            yield in_data(item, "consent-not-for", route, value=name, medium=Medium.WEB.value)
        elif rule := _exceeded(consent, what, has_place):
            yield in_data(item, rule, route, value=name)


def _uses(data: Story | Event) -> Iterator[tuple[Route, str, Shows]]:
    """Where data name a record of consent, which one, and what is shown of the person."""
    for place, name in enumerate(data.people):
        yield ("people", place), name, Shows.NAME
    for number, photo in enumerate(data.photos):
        for place, name in enumerate(photo.people):
            yield ("photos", number, "people", place), name, Shows.FACE


def _exceeded(consent: Consent, what: Shows, has_place: bool) -> str:
    """The rule that is broken where more is shown than was agreed to, or nothing."""
    if what not in consent.shows and not (consent.minor and what is Shows.NAME):
        return f"consent-no-{what.value}"
    return "child-with-place" if consent.minor and has_place and Shows.PLACE not in consent.shows else ""


def is_answered_for(item: Item, known: Surroundings) -> Iterator[Violation]:
    """An office answers for the words of a story or event that shows a child."""
    yield from beside_children(item, (item,), known)


def beside_children(item: Item, carried: Iterable[Item], known: Surroundings) -> Iterator[Violation]:
    """An office answers for all texts beside a child, and for these alone: no program knows a child's name.

    `carried` are the items that the texts of `item` stand beside.
    """
    data, children = item.data, sorted(_minors(carried, known))
    if not children or not isinstance(data, Story | Event | Issue):
        yield from _unknown_children(item)
        return
    if data.checked_by is not None and data.checked_text == item.words:
        return
    facts = {"value": children[0], "text": item.words, "file": item.content.data_file}
    if data.checked_by and data.checked_text:
        yield in_data(item, "child-texts-changed", ("checked_text",), **facts)
    else:
        yield in_data(item, "child-unread", (), **facts)
    for told in item.identifying:
        place = Place(told.line, told.column)
        yield Violation(told.path, f"child-{told.rule}", place, {**facts, "words": told.words}, told.field)


def _unknown_children(item: Item) -> Iterator[Violation]:
    """Someone's name beside a child's age, where no record says that a child is told of."""
    rule = "child-without-record" if isinstance(item.data, Story | Event) else "child-in-text"
    for told in item.identifying:
        if told.is_whole:
            facts = {"words": told.words, "file": item.content.data_file}
            yield Violation(told.path, rule, Place(told.line, told.column), facts, told.field)


def _minors(items: Iterable[Item], known: Surroundings) -> AbstractSet[str]:
    """The records of the children that items show or tell of."""
    people = {name for item in items if isinstance(item.data, Story | Event) for name in item.data.shown}
    return {name for name in people if name in known.consents and known.consents[name].minor}
