"""Practices: the items that tell other cities how to do the same, and what is not yet on record of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ..dates import PartialDate
from ..model import Event, Practice, PracticePart, PracticeText, Story
from .item import Item, Text

NO_FACTS: Final = Practice.model_construct(audiences=(), results=())
NO_WORDS: Final = PracticeText.model_construct(steps=(), results=())


def is_practice(item: Item) -> bool:
    """Whether an item has a `practice` part, in its data or in one of its texts, and has taken place."""
    if not isinstance(item.data, Story | Event) or getattr(item.data, "cancelled", False):
        return False
    return item.data.practice is not None or any(_words(text) is not None for text in item.texts.values())


def practice_of(item: Item) -> Practice:
    """The facts of a practice; where its data file has none, a record without any."""
    found = item.data.practice if isinstance(item.data, Story | Event) else None
    return found or NO_FACTS


def practice_text(item: Item, language: str, order: Iterable[str]) -> tuple[PracticeText, str]:
    """What a practice says in `language`, else in the first of `order` that has words for it; and which that is."""
    for choice in (language, *order):
        words = _words(item.texts[choice]) if choice in item.texts else None
        if words is not None:
            return words, choice
    return NO_WORDS, language


def period_of(item: Item) -> Sequence[PartialDate]:
    """When a practice began, and when it ended, as far as it is on record; of an event, when that was."""
    practice = practice_of(item)
    whole: Practice | Event = practice if practice.start or not isinstance(item.data, Event) else item.data
    return [day for day in (whole.start, whole.end) if day]


def reached_by(item: Item) -> tuple[str, str, str]:
    """Mail address, telephone and page of the office that answers for a practice; of an event, else its own."""
    practice = practice_of(item)
    if practice.contact or practice.phone or practice.website or not isinstance(item.data, Event):
        return practice.contact or "", practice.phone or "", practice.website or ""
    return item.data.contact or "", item.data.phone or "", ""


def missing(item: Item) -> tuple[PracticePart, ...]:
    """What no language says of a practice, in the order of PracticePart. It is complete where nothing is missing."""
    practice = practice_of(item)
    told = [words for text in item.texts.values() if (words := _words(text))]
    known: dict[PracticePart, bool] = {
        PracticePart.NEED: any(words.need for words in told),
        PracticePart.FOR_WHOM: bool(practice.audiences) or any(words.for_whom for words in told),
        PracticePart.STEPS: any(words.steps for words in told),
        PracticePart.PERIOD: bool(period_of(item)),
        PracticePart.STAFF: practice.staff is not None,
        PracticePart.COST: practice.cost is not None,
        PracticePart.RESULTS: bool(practice.results) or any(words.outcome for words in told),
        PracticePart.DIFFICULTIES: any(words.difficulties for words in told),
        PracticePart.LESSONS: any(words.lessons for words in told),
        PracticePart.CONTACT: any(reached_by(item)),
    }
    return tuple(part for part in PracticePart if not known[part])


def _words(text: Text) -> PracticeText | None:
    found: PracticeText | None = getattr(text.front, "practice", None)
    return found
