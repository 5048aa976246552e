"""Rules for the practice that a story or a joint action tells of: its dates, its figures, whom to ask."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Event, Medium, Practice, PracticeText, Story
from .surroundings import Item, Surroundings, Text
from .violations import Facts, Guess, Violation, ends_before, in_data, not_in_future


def is_whole(item: Item, known: Surroundings) -> Iterator[Violation]:
    """What a practice says fits together; what is not said of it is no fault, its page tells readers."""
    practice = item.data.practice if isinstance(item.data, Story | Event) else None
    if practice is not None:
        if isinstance(item.data, Event) and item.data.cancelled:
            yield in_data(item, "practice-cancelled", ("practice",))
        yield from _of_data(item, practice, known)
        yield from _is_printed(item, known)
    names = [result.name for result in practice.results] if practice else []
    for text in item.texts.values():
        words: PracticeText | None = getattr(text.front, "practice", None)
        if words is not None:
            yield from _of_text(item, text, words, names)


def _of_data(item: Item, practice: Practice, known: Surroundings) -> Iterator[Violation]:
    start, end = practice.start, practice.end
    if end and start and ends_before(end, start):
        yield in_data(item, "end-before-start", ("practice", "end"), start=str(start), end=str(end))
    elif end and not start:
        yield in_data(item, "end-without-start", ("practice", "end"))
    yield from not_in_future(item, ("practice", "confirmed"), practice.confirmed, known)
    if (practice.contact or practice.phone) and not practice.confirmed:
        name = "contact" if practice.contact else "phone"
        yield in_data(item, "contact-unconfirmed", ("practice", name), today=known.today.isoformat())
    seen: set[str] = set()
    for number, result in enumerate(practice.results):
        if result.name in seen:
            yield in_data(item, "named-twice", ("practice", "results", number, "name"), value=result.name)
        seen.add(result.name)
        if result.source and not (result.source.newsletter or result.source.url or result.source.title):
            yield in_data(item, "source-empty", ("practice", "results", number, "source"))


def _is_printed(item: Item, known: Surroundings) -> Iterator[Violation]:
    """A warning where the printed guide is without a practice, for its text names someone who is not to be printed."""
    for number, name in enumerate(getattr(item.data, "people", ())):
        consent = known.consents.get(name)
        if consent and consent.holds(known.today) and Medium.PRINT not in consent.scope:
            yield in_data(item, "practice-not-printed", ("people", number), value=name)


def _of_text(item: Item, text: Text, words: PracticeText, names: list[str]) -> Iterator[Violation]:
    """A language says of each figure what it counts, and of no other."""
    told = [result.name for result in words.results]
    for number, name in enumerate(told):
        route = ("practice", "results", number, "name")
        if name not in names:
            facts: Facts = {"name": name, "data": item.content.data_file, "suggestion": Guess(name, names)}
            yield Violation(text.path, "result-without-figure", route, facts)
        elif name in told[:number]:
            yield Violation(text.path, "named-twice", route, {"value": name})
    for name in names:
        if name not in told:
            yield Violation(text.path, "result-without-words", ("practice",), {"name": name})
