"""What no text may hold: what would run or include elsewhere, and more than can be converted in a moment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it.token import Token

from ..problems import PlaceFinder
from .code_spans import BLANK_LINES, without_code, without_code_blocks
from .findings import Finding

MAX_NESTING: Final = 12
"""Lists within lists; of quotations within quotations, twice as many."""
MAX_LETTERS: Final = 64 * 1024
MAX_BRACKETS: Final = 300
"""In one paragraph, of `[` and of `]`; the converter's time grows with their square, as with that of those below."""
MAX_TICKS: Final = 600
"""In one paragraph, of backticks."""
MAX_STARS: Final = 2000
"""In one paragraph, of `*`, of `_`, and of backslashes."""
MAX_LINKS: Final = 1500
"""In one text, of `[`."""
MAX_HEADINGS: Final = 600
"""In one text, with fences of code and rules across the page."""
MAX_CELLS: Final = 5000
"""In one text's tables, as many in each row as its head has: empty ones are made where a row has fewer."""
UNREAD: Final = frozenset(
    "nested-too-deep text-too-long too-many-signs too-many-links too-many-headings too-many-cells".split()
)
"""Findings in a text that is not converted; their level is the limit, their value the sign of which there are
too many."""
_COSTLY_LINE: Final = re.compile(r"^[ \t>]*(?:#|=+[ \t]*$|-+[ \t]*$|`{3}|~{3}|(?:[*_-] *){3})", re.MULTILINE)
_BELOW_A_HEAD: Final = re.compile(r"^(?=[^\n]*\|)(?=[^\n]*-)[ \t>|:-]+$", re.MULTILINE)
"""The line of hyphens and bars below the head of a table."""
_UNSAFE: Final = (  # what it is, the signs without one of which it can't be there, and what it looks like
    ("raw-html", "<", re.compile(r"(?<!\]\()<(?=[a-zA-Z/!?])(?!https?://|(?i:mailto|tel):[^\s<>]+>)[^>\n]*>?")),
    ("include-syntax", "<!{", re.compile(r"(?<!-)-+8<-+|^!include\b|\{!|\{%\s*include", re.MULTILINE)),
    ("template-syntax", "{", re.compile(r"\{\{|\{%|\{#(?![\w-]+\})|\$\{")),
    ("attribute-syntax", "{", re.compile(r"\{:[^}\n]*\}?|\{ ?[.#][\w-]+[^}\n]{0,80}\}|\{[a-z][\w-]*=[^}\n]{1,80}\}")),
)


def unsafe(body: str, tokens: Sequence[Token], first_line: int) -> Iterator[Finding]:
    """Findings for scripts, includes and endless nesting. Here they would only be shown as text, which helps no one."""
    prose = without_code(body)
    patterns = [(kind, pattern) for kind, signs, pattern in _UNSAFE if any(sign in prose for sign in signs)]
    places = PlaceFinder(prose, first_line)
    for kind, pattern in patterns:
        for match in pattern.finditer(prose):
            yield Finding(kind, match.group()[:40], places.at(match.start()).line)
    deep = next((token for token in tokens if token.level >= MAX_NESTING * 2), None)
    if deep is not None:
        yield Finding("nested-too-deep", "", first_line + (deep.map[0] if deep.map else 0))
    yield from _too_much(without_code_blocks(body, tokens), first_line)


def _too_much(prose: str, first_line: int) -> Iterator[Finding]:
    """Findings for whatever a text has too many of: links, headings, table cells. Blocks of code count for nothing."""
    headings = sum(1 for _ in _COSTLY_LINE.finditer(prose))
    for kind, count, most in (
        ("too-many-links", prose.count("["), MAX_LINKS),
        ("too-many-headings", headings, MAX_HEADINGS),
        ("too-many-cells", _cells(prose), MAX_CELLS),
    ):
        if count > most:
            yield Finding(kind, "", first_line, most)
    line = first_line
    for paragraph in prose.split("\n\n"):
        for sign, most in (
            ("[", MAX_BRACKETS),
            ("]", MAX_BRACKETS),
            ("`", MAX_TICKS),
            ("*", MAX_STARS),
            ("_", MAX_STARS),
            ("\\", MAX_STARS),
        ):
            if paragraph.count(sign) > most:
                yield Finding("too-many-signs", sign, line, most)
        line += paragraph.count("\n") + 2


def _cells(body: str) -> int:
    """How many the tables of a text have at most."""
    if "|" not in body:
        return 0
    tables = (paragraph for paragraph in BLANK_LINES.split(body) if "|" in paragraph)
    return sum(
        (paragraph.count("\n") + 1) * sum(rule.group().count("|") + 1 for rule in _BELOW_A_HEAD.finditer(paragraph))
        for paragraph in tables
    )
