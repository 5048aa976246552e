"""What is wrong with a file, as a value: where, which rule, and the facts that its sentence needs.

The sentences themselves, in each language, stand in `messages.yml`; `wording.py` puts the two together.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


class Misuse(Exception):
    """The command cannot be carried out as given. `misuses.yml` says why, and how to mend it, in each language."""

    def __init__(self, rule: str, **facts: str) -> None:
        super().__init__(rule)
        self.rule, self.facts = rule, facts


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


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `path` counts from the site's root, with forward slashes."""

    path: str
    rule: str
    place: Place = Place()
    field: str = ""
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)

    def __reduce__(self) -> tuple[type[Problem], tuple[object, ...]]:
        return Problem, (self.path, self.rule, self.place, self.field, dict(self.facts))

    @property
    def sort_key(self) -> tuple[str, int, int, str, str, str]:
        """The order in which people mend: file by file, from the top."""
        return (self.path, self.place.line, self.place.column, self.field, self.rule, repr(sorted(self.facts.items())))


def in_order(problems: list[Problem]) -> list[Problem]:
    """All problems once each, sorted."""
    unique = {problem.sort_key: problem for problem in problems}
    return [unique[key] for key in sorted(unique)]
