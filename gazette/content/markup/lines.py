"""In which line of its file something in a text stands: the converter keeps none."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from ..problems import PlaceFinder
from .code_spans import without_code
from .findings import Finding

LOOK_AHEAD: Final = 50
"""How many lines further down a heading is looked for that does not stand where it is expected."""
_HEADING: Final = re.compile(r"^[ \t>]*(#{1,6})(.*)$|^[ \t>]*(\S.*)\n[ \t>]*(=+|-+)[ \t]*$", re.MULTILINE)
"""Whatever may be a heading, in quotations and lists too; the words tell which one it is."""
BULLETS: Final = "•▪◦‣●○■"
"""Bullets that people and word processors type before the entries of a list, and that make no list in Markdown."""
_LISTED: Final = re.compile(
    rf"^[ \t>]*((?:[-*+]|1\.|\w\))(?=[ \t\xa0])|-(?=[^\W\d])|[{BULLETS}])[ \t\xa0]*(?=\S)(?=[^\w\n]*(\w*))",
    re.MULTILINE,
)
"""The beginning of a list's entry, intended or real. A number other than 1 may as well belong to a date."""
LIST_WITHIN: Final = re.compile(rf"^[ \t]*\S[^\n]*\n(?={_LISTED.pattern})", re.MULTILINE)
OPENING: Final = 64
"""How many signs, nearly all of them white space, may stand between a link's words and its address."""
_OPENS: Final = re.compile(r"(?:\(\s*<?|<|\]:\s*<?)\Z")
_WRITTEN: Final = re.compile(r"(?:\(|<|\]:)\s{0,62}<?([^\s<>()\[\]]+)(?=[\s>)]|\Z)")
_NO_ADDRESS: Final = re.compile(r"(?:\(\s*<?|<|\]:\s*<?)(?:<\s*>)?\s*\)")


def _level(match: re.Match[str]) -> int:
    return len(match.group(1)) if match.group(1) else 1 if match.group(4).startswith("=") else 2


class LineFinder:
    """Finds the line of what the harvest found: the converter keeps none."""

    def __init__(self, body: str, first_line: int) -> None:
        self.text = without_code(body)
        self.places = PlaceFinder(self.text, first_line)
        self.found: dict[str, list[int]] = {}
        self.headings: defaultdict[int, list[re.Match[str]]] = defaultdict(list)
        for match in reversed(list(_HEADING.finditer(self.text))):
            self.headings[_level(match)].append(match)
        self.seen: Counter[str] = Counter()

    def locate(self, finding: Finding) -> Finding:
        position = self._heading(finding) if finding.kind == "heading" else self._address(finding)
        return finding._replace(line=self.places.at(position).line)

    def _heading(self, finding: Finding) -> int:
        """The first line not taken yet that has the heading's level and its first word."""
        word = next(iter(re.findall(r"\w+", finding.value)), "")
        left = self.headings[finding.level]
        near = range(len(left) - 1, max(len(left) - 1 - LOOK_AHEAD, -1), -1)
        number = next((number for number in near if word in left[number].group()), len(left) - 1)
        return left.pop(number).start() if left else 0

    def lists(self, running: Iterable[list[str]]) -> Iterator[Finding]:
        """The first line of each list that was meant and is printed as running text."""
        written: defaultdict[tuple[str, ...], deque[int]] = defaultdict(deque)
        for match in _LISTED.finditer(self.text):
            written[match.groups()].append(match.start())
        for printed in running:
            entry = next((begun for line in printed if (begun := _LISTED.match(line))), None)
            if entry and written[entry.groups()]:  # else its sign was escaped, and shall be printed
                start = written[entry.groups()].popleft()
                yield Finding("list-unmade", entry.group(1), self.places.at(start).line)

    @cached_property
    def _written(self) -> Mapping[str, list[int]]:
        """Each address that stands whole behind `(`, `<` or `]:`, and where."""
        written: defaultdict[str, list[int]] = defaultdict(list)
        for match in _WRITTEN.finditer(self.text):
            written[match.group(1)].append(match.start(1))
        return written

    def _standing(self, words: str) -> list[int]:
        """Where the words stand behind `(`, `<` or `]:`, whatever follows."""
        places: list[int] = []
        found = self.text.find(words)
        while found >= 0 and len(places) < LOOK_AHEAD:
            if _OPENS.search(self.text, max(found - OPENING, 0), found):
                places.append(found)
            found = self.text.find(words, found + len(words))
        return places

    def _address(self, finding: Finding) -> int:
        """The n-th place where the address stands as one; of more than there are, the last; else the first line."""
        if finding.value not in self.found:
            self.found[finding.value] = self._places(finding.value)
        places = self.found[finding.value]
        number = self.seen[finding.kind + finding.value]
        self.seen[finding.kind + finding.value] += 1
        return places[min(number, len(places) - 1)]

    def _places(self, address: str) -> list[int]:
        """Whole, or else by its beginning: some of its signs may have been read as Markdown."""
        if not address:
            return [match.start() for match in _NO_ADDRESS.finditer(self.text)] or [0]
        places, length = self._written.get(address) or self._standing(address), len(address)
        while not places and length > 4:
            length = length * 3 // 4
            places = self._standing(address[:length])
        return places or [max(self.text.find(address), 0)]
