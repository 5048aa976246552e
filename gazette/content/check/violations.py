"""What rules yield: what is wrong and where, as plain values, not yet resolved to a line or a suggestion.

A rule that yields these needs neither the files nor a memory of its own. `Violation.problem` makes the rest of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from ..dates import PartialDate
from ..fields import NAMEABLE, unknown_rule
from ..load import Route, field_name
from ..model import FieldReference
from ..problems import Place, Problem, Replacement
from .surroundings import Item, Surroundings, UnreadItem

__all__ = [
    "NO_LINE", "Closest", "Facts", "Guess", "Locate", "Route", "Violation", "ends_before", "in_data", "is_named",
    "not_in_future",
]  # fmt: skip

Locate = Callable[[str, Route], Place]
"""Where a field stands in a file, read again only where there is something to say about it."""
Closest = Callable[[str, Iterable[str]], str]
"""Which of some names was probably meant by a word; nothing where none is close."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A fact for the reader that takes long to find: the one of `choices` that `word` was probably meant to be."""

    word: str
    choices: Iterable[str]
    before: str = ""
    """Put in front of the name that is found; where none is, the fact is empty."""
    behind: str = ""

    def fact(self, closest: Closest) -> str:
        """The name with what stands around it, or nothing."""
        found = closest(self.word, self.choices)
        return f"{self.before}{found}{self.behind}" if found else ""


Facts = Mapping[str, str | Guess]
"""What the sentence about a violation says of it, by the name that it has there."""
NO_LINE: Final = Place()
"""The file or folder as a whole."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a file breaks. `path` counts from the site's root."""

    path: str
    rule: str
    at: Route | Place = NO_LINE
    """The field, by the way to it in the file's data; or a line that is known already."""
    facts: Facts = field(default_factory=dict)
    name: str | None = None
    """The name of the field, where `at` is not the way to it."""
    mend: Replacement | None = None
    """What mends it without a doubt."""

    def problem(self, locate: Locate, closest: Closest) -> Problem:
        """The problem to tell, with its line, its column and whatever was to be guessed."""
        place = self.at if isinstance(self.at, Place) else locate(self.path, self.at)
        name = self.name if self.name is not None else "" if isinstance(self.at, Place) else field_name(self.at)
        facts = {key: value.fact(closest) if isinstance(value, Guess) else value for key, value in self.facts.items()}
        return Problem(self.path, self.rule, place, name, facts, self.mend)


def in_data(item: Item | UnreadItem, rule: str, route: Route, **facts: str | Guess) -> Violation:
    """A violation in the data file of an item, in the field at the end of `route`."""
    return Violation(item.data_path, rule, route, facts)


def not_in_future(item: Item, route: Route, day: PartialDate | None, known: Surroundings) -> Iterator[Violation]:
    """A violation where a day that should be past lies in the future."""
    if day and day.first_day > known.today:
        yield in_data(item, "date-in-future", route, value=str(day), today=known.today.isoformat())


def is_named(item: Item | UnreadItem, named: FieldReference, known: Surroundings) -> Iterator[Violation]:
    """A violation where a field of an item's data names what is not there."""
    if any(named.slug in known.slugs[kind] for kind in named.kinds):
        return
    slugs = [slug for kind in named.kinds for slug in known.slugs[kind]]
    facts: dict[str, str | Guess] = {"value": named.slug, "suggestion": Guess(named.slug, [*named.besides, *slugs])}
    facts |= {"choices": ", ".join(slugs) or "–", NAMEABLE: " ".join([*named.kinds, *named.besides])}
    yield in_data(item, unknown_rule(named.kinds), named.route, **facts)


def ends_before(end: PartialDate, start: PartialDate) -> bool:
    """Whether `end` lies before `start` in every reading of the two."""
    if end.time and start.time and end.first_day == start.first_day:
        return end.time < start.time
    return end.last_day < start.first_day
