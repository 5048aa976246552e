"""Problems of a file as plain values: where, which rule, and the facts that the rule's sentence fills in.

The sentences themselves, in each language, stand in `messages.yml`; `wording.py` puts the two together.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

MOST_ALIKE: Final = 20
"""Problems of one rule in one file that are told each by itself; how many more there are is told too."""
_LINE_END: Final = re.compile(r"\n")
MENDED: Final = "mended"
"""The fact of a problem that is a mended text, where a person has to decide whether it is right."""
MORE_PROBLEMS: Final = "more-problems"
MORE_WARNINGS: Final = "more-warnings"


class Misuse(Exception):
    """The command cannot be carried out as given. `misuses.yml` says why, and how to mend it, in each language.

    `mended_by` is a command that mends it, where there is one.
    """

    def __init__(self, rule: str, *, mended_by: str = "", **facts: str) -> None:
        super().__init__(rule)
        self.rule, self.mended_by, self.facts = rule, mended_by, facts


BEYOND: Final = "beyond-content"
"""The rule of what a proposal changes beside content."""


class Changed(Misuse):
    """A file is no longer what was checked: someone changed it while the command ran. `path` counts from the root."""

    def __init__(self, path: str) -> None:
        super().__init__("changed-meanwhile", path=path)


@dataclass(frozen=True, slots=True)
class Place:
    """A point in a file: lines and columns count from 1; a line of 0 means the file or folder as a whole."""

    line: int = 0
    column: int = 0


class PlaceFinder:
    """The place of each offset in a text, found without counting lines anew: a text may have thousands of problems."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        """`first_line` is the number that the text's first line has in its file."""
        self._first_line = first_line
        self._ends = [match.start() for match in _LINE_END.finditer(text)]

    def at(self, offset: int) -> Place:
        """Where the letter stands that has `offset` letters before it."""
        before = bisect_left(self._ends, offset)
        return Place(self._first_line + before, offset - (self._ends[before - 1] if before else -1))


class Replacement(NamedTuple):
    """What is to be put in place of what, in a field's text or in the text below the fields.

    Wherever `old` is found there it is wrong, so that a program may replace the first it finds.
    """

    old: str
    new: str


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `path` counts from the site's root, with forward slashes."""

    path: str
    rule: str
    place: Place = Place()
    field: str = ""
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)
    mend: Replacement | None = None
    """What mends it without a doubt, so that a program may offer to do it; None where a person has to decide.

    It is about the text of `field`; without a field, about the text below the fields.
    """

    def __reduce__(self) -> tuple[type[Problem], tuple[object, ...]]:
        return Problem, (self.path, self.rule, self.place, self.field, dict(self.facts), self.mend)

    @property
    def sort_key(self) -> tuple[str, int, int, str, str, str]:
        """The order in which people mend: file by file, from the top."""
        return (self.path, self.place.line, self.place.column, self.field, self.rule, repr(sorted(self.facts.items())))


def in_digits(number: int) -> str:
    """A large number as it is read in every language: by threes, with spaces at which no line ends."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def in_order(problems: list[Problem]) -> list[Problem]:
    """All problems once each, sorted."""
    unique = {problem.sort_key: problem for problem in problems}
    return [unique[key] for key in sorted(unique)]


def told(problems: Iterable[Problem], is_warning: Callable[[Problem], bool]) -> Iterator[Problem]:
    """The problems that are told one by one, and behind the last of one kind in a file how many more there are.

    A thousand times the same is one mistake, and no one reads a thousand lines. The order stays.
    """
    listed = list(problems)
    many = Counter((problem.path, problem.rule) for problem in listed)
    seen: Counter[tuple[str, str]] = Counter()
    for problem in listed:
        kind = (problem.path, problem.rule)
        seen[kind] += 1
        if seen[kind] <= MOST_ALIKE or many[kind] == MOST_ALIKE + 1:
            yield problem
        elif seen[kind] == MOST_ALIKE + 1:
            facts = {"count": in_digits(many[kind] - MOST_ALIKE), "like": problem.rule}
            yield replace(
                problem, rule=MORE_WARNINGS if is_warning(problem) else MORE_PROBLEMS, field="", facts=facts, mend=None
            )
