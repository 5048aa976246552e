"""Links and pictures in brackets, as the CommonMark specification reads them (0.29, sections 4.7, 6.5 and 6.6).

Each closing bracket is tried with the nearest opening one before it, so that of two links in each other the inner one
counts, and nothing may stand between the words of a link and its address or label.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element

import markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import InlineProcessor as InlineTreeprocessor
from markdown.util import ETX, INLINE_PLACEHOLDER_RE, STX
from markdown_it.common.utils import normalizeReference
from markdown_it.helpers import parseLinkDestination, parseLinkTitle

from .emphasis import without_signs

WRITTEN: Final = "data-written"
"""The attribute of an element that says how it was written."""
LONGEST: Final = 4000
"""Signs that an address and its title may have together."""
_BLANKS: Final = re.compile(r"[ \t]*\n?[ \t]*")
_LABEL: Final = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999})\]", re.DOTALL)
_KEPT: Final = re.compile(rf"{STX}(\d+){ETX}")

Target = tuple[str, str, int]
"""An address, its title, and where behind it the text goes on."""


class Links(InlineProcessor):
    """Links and pictures, each with its address in brackets or by a label that is defined elsewhere."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(r"\]", md)
        self.used: set[str] = set()
        """Labels of the definitions that some words of the text led to."""

    def handleMatch(  # type: ignore[override] # noqa: N802 - the library's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        start = opening(data, m.start())
        if start < 0:
            return None, None, None
        words = data[start + 1 : m.start()]
        is_image = data[start - 1 : start] == "!"
        if not is_image and any(found.tag == "a" or found.find(".//a") is not None for found in self._elements(words)):
            return None, None, None
        target = self._beside(data, m.end()) or self._labelled(data, m.end(), words)
        if target is None:
            return None, None, None
        address, title, end = target
        return self._made(words, address, title, is_image), start - is_image, end

    def _made(self, words: str, address: str, title: str, is_image: bool) -> Element:
        element = Element("img", {"src": address, "alt": self._read(words)}) if is_image else Element("a", href=address)
        if title:
            element.set("title", title)
        if not is_image:
            element.text = words
        return element

    def _beside(self, data: str, start: int) -> Target | None:
        """The address that stands in round brackets at `start`."""
        if data[start : start + 1] != "(":
            return None
        written, steps = self._written(data[start + 1 : start + 1 + LONGEST])
        place = _after_blanks(written, 0)
        address, title = "", ""
        found = parseLinkDestination(written, place, len(written))
        if found.ok:
            address, place = found.str, found.pos
            behind = _after_blanks(written, place)
            quoted = parseLinkTitle(written, behind, len(written))
            if behind > place and quoted.ok:
                title, behind = quoted.str, _after_blanks(written, quoted.pos)
            place = behind
        if written[place : place + 1] != ")":
            return None
        return address, title, start + 1 + _in_data(place, steps) + 1

    def _labelled(self, data: str, start: int, words: str) -> Target | None:
        """The address that the label at `start` stands for, or else the words themselves."""
        label = _LABEL.match(data, start)
        if label and label.group(1).strip():
            name, end = label.group(1), label.end()
        else:
            name, end = words, label.end() if label else start
        if "[" in words and name is words:
            return None
        label_meant = normalizeReference(self._written(name)[0]) if name.strip() else ""
        known = self.md.references.get(label_meant)
        if known is None:
            return None
        self.used.add(label_meant)
        return known[0], known[1], end

    def _elements(self, words: str) -> list[Element]:
        """What was found in the words before and stands in them as a sign."""
        stash = found_before(self.md)
        found = (stash.get(match.group(1)) for match in INLINE_PLACEHOLDER_RE.finditer(words))
        return [element for element in found if isinstance(element, Element)]

    def _written(self, words: str) -> tuple[str, list[tuple[int, int]]]:
        """The words as they were written, with code and escapes put back; and from where on each place in them lies how
        far from that in the words given.
        """
        parts, steps, last, length = list[str](), [(0, 0)], 0, 0
        for match in INLINE_PLACEHOLDER_RE.finditer(words):
            value = found_before(self.md).get(match.group(1))
            before, instead = words[last : match.start()], _source(value) if value is not None else match.group()
            parts += [before, instead]
            last, length = match.end(), length + len(before) + len(instead)
            steps.append((length, last - length))
        return "".join([*parts, words[last:]]), steps

    def _read(self, words: str) -> str:
        """The words without their signs, as the description of a picture."""

        def read(match: re.Match[str]) -> str:
            value = found_before(self.md).get(match.group(1), "")
            return value if isinstance(value, str) else value.get("alt") or "".join(value.itertext())

        return INLINE_PLACEHOLDER_RE.sub(read, without_signs(words))


def found_before(md: markdown.Markdown) -> dict[str, Element | str]:
    """What other patterns found in the same words, by the sign that stands in its place until all are done."""
    words = md.treeprocessors["inline"]
    assert isinstance(words, InlineTreeprocessor)
    return words.stashed_nodes


def opening(data: str, closing: int) -> int:
    """Where the square bracket opens that is open there still; -1 where none is."""
    depth, place = 0, closing if "[" in data else 0
    while (place := max(data.rfind("[", 0, place), data.rfind("]", 0, place))) >= 0:
        if data[place] == "]":
            depth += 1
        elif depth:
            depth -= 1
        else:
            return place
    return -1


def _source(value: Element | str) -> str:
    """What was written where an element or a sign that is to be printed as it is was found."""
    if isinstance(value, str):
        return _KEPT.sub(lambda sign: f"\\{chr(int(sign.group(1)))}", value)
    return value.get(WRITTEN) or "".join(value.itertext())


def _after_blanks(words: str, place: int) -> int:
    found = _BLANKS.match(words, place)
    return found.end() if found else place


def _in_data(place: int, steps: list[tuple[int, int]]) -> int:
    """The place in the words given of a place in the words as they were written (`Links._written`)."""
    return place + max(step for step in steps if step[0] <= place)[1]
