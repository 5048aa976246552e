"""In which line of its file something in a text stands: the converter keeps none."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Final

from ..problems import PlaceFinder
from .code_spans import without_code
from .findings import Finding

MOST_PLACES: Final = 50
"""Places of one address that are looked for."""
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


class LineFinder:
    """Finds the line of what stands in a tree: the converter keeps none but those of headings."""

    def __init__(self, body: str, first_line: int) -> None:
        self.text, self.first_line = without_code(body), first_line
        self.places = PlaceFinder(self.text, first_line)
        self.found: dict[str, list[int]] = {}
        self.seen: Counter[str] = Counter()

    def locate(self, finding: Finding) -> Finding:
        """The finding with its line in the file; that of a heading counts from the first line of the text until now."""
        if finding.kind == "heading":
            return finding._replace(line=self.first_line + finding.line)
        return finding._replace(line=self.places.at(self._address(finding)).line)

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
        while found >= 0 and len(places) < MOST_PLACES:
            if _OPENS.search(self.text, max(found - OPENING, 0), found):
                places.append(found)
            found = self.text.find(words, found + len(words))
        return places

    def _bare(self, address: str) -> list[int]:
        """Where the address stands in the text as it is, be it without the scheme that was added to it."""
        words = address if address in self.text else address.removeprefix("http://").removeprefix("mailto:")
        found = (match.start() for match in re.finditer(re.escape(words), self.text)) if words else ()
        return list(islice(found, MOST_PLACES))

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
        places = self._written.get(address) or self._standing(address) or self._bare(address)
        length = len(address)
        while not places and length > 4:
            length = length * 3 // 4
            places = self._standing(address[:length])
        return places or [max(self.text.find(address), 0)]
