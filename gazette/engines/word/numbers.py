"""The numbers and bullets that Word puts before paragraphs by itself (ECMA-376-1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from .package import W, by_id, is_on, value
from .styles import WordStyles

LEVELS: Final = 9
_PLAIN: Final = ("", "decimal", "decimalZero")
_ROMAN: Final = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)
_MOST_ROMAN: Final = 5000


@dataclass(frozen=True, slots=True)
class ListLabel:
    """What stands before a paragraph: `kind` is `bullet`, `number` or `text`.

    `number` is what Word counts there; `is_plain` tells whether it shows it in digits. `text` is the whole label.
    """

    kind: str
    level: int
    number: int = 0
    text: str = ""
    is_plain: bool = True


class WordNumbers:
    """Counts the paragraphs of a document's lists. `root` is the part that describes them, if it has one."""

    def __init__(self, root: Element | None, styles: WordStyles, linked: Mapping[str, str]) -> None:
        self._styles, self._linked = styles, linked
        self._abstract = by_id(root, "abstractNum", "abstractNumId")
        self._lists = by_id(root, "num", "numId")
        self._described: dict[str, tuple[str, dict[int, Element], dict[int, int]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def next(self, properties: Element | None, style: str) -> ListLabel | None:
        """The label of the next paragraph; None where it has none. Is to be asked for each paragraph once, in order."""
        name, own = self._styles.numbering(style)
        name = value(properties, "numPr/numId") or name
        if name not in self._lists:
            return None
        abstract, levels, starts = self._levels(name)
        styled = (number for number, level in levels.items() if value(level, "pStyle") == style)
        asked = value(properties, "numPr/ilvl")
        level = _number(asked) if asked else next(styled, _number(own))
        if level not in levels:
            return None
        counts = self._count(name, abstract, level, levels, starts)
        return _label(level, levels, counts)

    def _levels(self, name: str) -> tuple[str, dict[int, Element], dict[int, int]]:
        """The list that a list is an instance of, its levels, and where they start anew."""
        if name in self._described:
            return self._described[name]
        one = self._lists[name]
        abstract = value(one, "abstractNumId")
        for _ in range(LEVELS):  # a style of lists may name a list that names a style
            link = value(self._abstract.get(abstract), "numStyleLink")
            if link not in self._linked or self._linked[link] not in self._lists:
                break
            abstract = value(self._lists[self._linked[link]], "abstractNumId")
        described = self._abstract.get(abstract)
        found = {} if described is None else _by_level(described)
        starts: dict[int, int] = {}
        for change in one.findall(f"{W}lvlOverride"):
            level = _number(change.get(f"{W}ilvl"))
            if value(change, "startOverride"):
                starts[level] = _number(value(change, "startOverride"))
            new = change.find(f"{W}lvl")
            if new is not None:
                found[level] = new
        self._described[name] = abstract, found, starts
        return self._described[name]

    def _count(
        self, name: str, abstract: str, level: int, levels: Mapping[int, Element], starts: Mapping[int, int]
    ) -> list[int]:
        """The numbers of all levels down to this one."""
        counts = self._counts.setdefault(abstract, [None] * LEVELS)
        now = counts[level]
        if level in starts and (name, level) not in self._begun:
            counts[level] = starts[level]
        else:
            counts[level] = _start(levels, level) if now is None else now + 1
        self._begun.add((name, level))
        for below in range(level + 1, LEVELS):
            restart = value(levels.get(below), "lvlRestart")
            if restart != "0" and (not restart or level < _number(restart)):
                counts[below] = None
        return [_start(levels, up) if count is None else count for up, count in enumerate(counts[: level + 1])]


def linked_styles(root: Element | None) -> Mapping[str, str]:
    """The list of each style of lists."""
    found = by_id(root, "style", "styleId")
    return {
        name: value(style, "pPr/numPr/numId") for name, style in found.items() if style.get(f"{W}type") == "numbering"
    }


def _by_level(described: Element) -> dict[int, Element]:
    found = {_number(one.get(f"{W}ilvl")): one for one in described.findall(f"{W}lvl")}
    return {level: one for level, one in found.items() if 0 <= level < LEVELS}


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,9}", text) else 0


def _start(levels: Mapping[int, Element], level: int) -> int:
    told = value(levels.get(level), "start")
    return _number(told) if told else 1


def _label(level: int, levels: Mapping[int, Element], counts: list[int]) -> ListLabel | None:
    one = levels[level]
    told = one.find(f".//{W}numFmt")  # a form of its own stands among alternatives
    form, text = "" if told is None else told.get(f"{W}val", ""), one.find(f"{W}lvlText")
    shown = f"%{level + 1}." if text is None else text.get(f"{W}val", "")
    if is_on(one.find(f"{W}rPr/{W}vanish")) or (form != "bullet" and not shown.strip()):
        return None
    if form == "bullet" and not re.search(r"[^\W_]{2}", shown):
        return ListLabel("bullet", level)
    if re.fullmatch(rf"\W*%{level + 1}\W*", shown) and form not in ("none", "bullet"):
        return ListLabel("number", level, counts[level], _written(shown, one, levels, counts), form in _PLAIN)
    return ListLabel("text", level, counts[level], _written(shown, one, levels, counts))


def _written(shown: str, one: Element, levels: Mapping[int, Element], counts: list[int]) -> str:
    """The text of a label, with its numbers in it."""
    legal = is_on(one.find(f"{W}isLgl"))

    def number(match: re.Match[str]) -> str:
        level = int(match.group(1)) - 1
        if level >= len(counts):
            return ""
        return _in_form(counts[level], "decimal" if legal else value(levels.get(level), "numFmt"))

    return re.sub(r"%([1-9])", number, shown).strip()


def _in_form(number: int, form: str) -> str:
    """A number as letters or Roman numerals; other forms, as words, are written in digits."""
    if form == "none":
        return ""
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, LEVELS)
    elif form in ("lowerRoman", "upperRoman") and 0 < number < _MOST_ROMAN:
        letters, rest = "", number
        for size, sign in _ROMAN:
            letters += sign * (rest // size)
            rest %= size
    else:
        return f"{number:02}" if form == "decimalZero" else str(number)
    return letters.upper() if form.startswith("upper") else letters
