"""What a PDF has to say: the words of the document that it was printed from, in the order in which they are heard."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

BLOCKS = frozenset(
    "address article blockquote br div figcaption figure h1 h2 h3 h4 h5 h6 header li nav ol p pre section table tbody "
    "td th thead tr ul".split()
)
NOTES_BEHIND = frozenset(("article", "body", "div", "section"))
"""Elements at whose end the notes are heard that are called in them."""
VOID = frozenset(("br", "hr", "img", "link", "meta"))


class _Open:
    """An element that is not yet closed."""

    def __init__(self, tag: str, given: dict[str, str]) -> None:
        self.tag, self.given, self.classes = tag, given, given.get("class", "").split()
        self.entries = 0
        self.behind: list[str] = []
        self.notes: list[str] = []


class Printed(HTMLParser):
    """`page` gives the page of what is named, `see` the words for "on page N"."""

    def __init__(self, html: str, page: Callable[[str], int], see: Callable[[int], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.see = page, see
        self.out: list[list[str]] = [[]]
        self.open: list[_Open] = []
        self.called = 0
        self.feed(html.partition("<body>")[2].rpartition("</body>")[0])
        self.close()

    @property
    def words(self) -> str:
        return spaced("".join(self.out[0]))

    def say(self, *words: str) -> None:
        self.out[-1].extend(words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.say(" " if tag in BLOCKS else "")
        if tag in VOID:
            return
        entry = _Open(tag, {name: value or "" for name, value in attrs})
        if tag == "article":
            self.called = 0
        if tag == "ol":
            entry.entries = int((re.findall(r"list-item (\d+)", entry.given.get("style", "")) or ["0"])[0])
        self._generated(entry)
        self.open.append(entry)

    def _generated(self, entry: _Open) -> None:
        """What the styles put before and behind an element."""
        in_prose = any("prose" in one.classes or "introduction" in one.classes for one in self.open)
        if entry.tag == "li" and in_prose and "task" not in entry.classes:
            above = self.open[-1]
            above.entries += 1
            self.say(f"{above.entries}. " if above.tag == "ol" else "– ")
        if "part" in entry.classes:
            self.say(" · ")
        if "said" in entry.classes:
            self.say("«")
        if "who" in entry.classes:
            entry.behind.append(" ")
        if "at" in entry.classes:
            entry.behind.append(str(self.page(entry.given["data-to"][1:])))
        if "within" in entry.classes and in_prose:
            entry.behind.append(self.see(self.page(entry.given["href"][1:])))
        if "footnote" in entry.classes:
            self.called += 1
            self.say(str(self.called))
            self.out.append([f" {self.called} "])

    def handle_endtag(self, tag: str) -> None:
        entry = self.open.pop()
        assert entry.tag == tag, (entry.tag, tag)
        self.say(*entry.behind)
        if "footnote" in entry.classes:
            note = "".join(self.out.pop())
            next(one for one in reversed(self.open) if one.tag in NOTES_BEHIND).notes.append(note)
        self.say(*entry.notes, " " if tag in BLOCKS else "")

    def handle_data(self, data: str) -> None:
        self.say(data)


def spaced(words: str) -> str:
    """With one plain space where any stand, and none that only a browser minds."""
    return " ".join(re.sub("[\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{SOFT HYPHEN}]", "", words).split())


def difference(heard: str, written: str) -> str:
    """Where two texts part first, nothing where they are the same."""
    if heard == written:
        return ""
    at = next((at for at, (one, other) in enumerate(zip(heard, written, strict=False)) if one != other), -1)
    return f"heard {heard[max(0, at - 60) : at + 60]!r}, written {written[max(0, at - 60) : at + 60]!r}"
