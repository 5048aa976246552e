"""Code in a text: what stands in it is shown as it is, and means nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from markdown_it.token import Token

from .blocks import code_lines, parsed

CODE: Final = "\ufffc"
"""Stands for each sign of code where a text is searched for other things: neither a letter nor white space."""
_TICKS: Final = re.compile(r"`+")
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+\Z")
"""A line as the parser counts them: other signs that part lines, as U+2028, are signs like any other."""
_NO_LINE_END: Final = re.compile(r"[^\n]")
BLANK_LINES: Final = re.compile(r"\n[ \t]*\n")


def without_code(body: str) -> str:
    """The text with code covered up, every line kept. Its time grows with the length of the text and no faster."""
    if "`" not in body and "~~~" not in body:
        return body
    return "".join(_without_spans(part) for part in _covered(body, parsed(body)[0]))


def without_code_blocks(body: str, tokens: Iterable[Token]) -> str:
    """The text with blocks of code covered up; code within lines is left as it is."""
    return "".join(_covered(body, tokens))


def _covered(body: str, tokens: Iterable[Token]) -> list[str]:
    """The parts of a text, in order: those between blocks of code, and these, covered up."""
    lines = _LINE.findall(body)
    parts, last = [], 0
    for first, end in code_lines(tokens):
        if first >= last:
            parts += ["".join(lines[last:first]), _cover("".join(lines[first:end]))]
            last = end
    return [*parts, "".join(lines[last:])]


def _cover(code: str) -> str:
    return _NO_LINE_END.sub(CODE, code)


def _without_spans(text: str) -> str:
    """Covers up what stands between two runs of backticks of one length, within a paragraph."""
    if "`" not in text:
        return text
    start, parts = 0, []
    for blank in [*BLANK_LINES.finditer(text), None]:
        end = blank.end() if blank else len(text)
        parts.append(_without_spans_in(text[start:end]))
        start = end
    return "".join(parts)


def _without_spans_in(paragraph: str) -> str:
    runs = list(_TICKS.finditer(paragraph))
    closing: dict[int, int] = {}
    partner: list[int] = []
    for number in range(len(runs) - 1, -1, -1):
        length = len(runs[number].group())
        partner.append(closing.get(length, -1))
        closing[length] = number
    partner.reverse()
    start, number, parts = 0, 0, []
    while number < len(runs):
        opening, other = runs[number], partner[number]
        if other < 0 or paragraph[opening.start() - 1 : opening.start()] == "\\":
            number += 1
            continue
        parts += [paragraph[start : opening.start()], _cover(paragraph[opening.start() : runs[other].end()])]
        start, number = runs[other].end(), other + 1
    return "".join([*parts, paragraph[start:]])
