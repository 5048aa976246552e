"""Code in a text: what stands in it is shown as it is, and means nothing."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Final

_FENCE: Final = re.compile(r"^(`{3,}|~{3,})(.*)$", re.MULTILINE)
_TICKS: Final = re.compile(r"`+")
BLANK_LINES: Final = re.compile(r"\n[ \t]*\n")


def without_code(body: str) -> str:
    """The text with code blanked out, every line kept. Its time grows with the length of the text and no faster."""
    if "`" not in body and "~~~" not in body:
        return body
    start, parts = 0, []
    for opening, closing in _fenced(body):
        parts += [_without_spans(body[start:opening]), _blank(body[opening:closing])]
        start = closing
    return "".join([*parts, _without_spans(body[start:])])


def _blank(code: str) -> str:
    return re.sub(r"[^\n]", " ", code)


def _fenced(body: str) -> Iterator[tuple[int, int]]:
    """Start and end of each fenced block: an opening line, and the next line that is the same fence alone."""
    lines = list(_FENCE.finditer(body))
    alone: defaultdict[str, deque[int]] = defaultdict(deque)
    for match in lines:
        if not match.group(2).strip():
            alone[match.group(1)].append(match.end())
    end = 0
    for match in lines:
        ends = alone[match.group(1)]
        while ends and ends[0] <= match.end():
            ends.popleft()
        if match.start() >= end and ends:
            end = ends.popleft()
            yield match.start(), end


def _without_spans(text: str) -> str:
    """Blanks what stands between two runs of backticks of one length, within a paragraph."""
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
        parts += [paragraph[start : opening.start()], _blank(paragraph[opening.start() : runs[other].end()])]
        start, number = runs[other].end(), other + 1
    return "".join([*parts, paragraph[start:]])
