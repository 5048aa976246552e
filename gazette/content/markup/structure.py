"""What the blocks of a text show by themselves: words outside a table, code by accident, what GitHub draws."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cache
from typing import Final

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from .blocks import References
from .findings import Finding

MOST_COLUMNS: Final = 8
"""Of a table: on paper it has a column of the page, of 70 millimetres."""
LONGEST_DEFINITION: Final = 60
"""Signs that are told of a definition, or of words behind the sign that begins a block of code."""
_FENCE: Final = re.compile(r"```|~~~")
_LANGUAGE: Final = re.compile(r"[A-Za-z0-9.+#_-]+")
"""What may stand behind the sign that begins a block of code: its language, which no reader sees."""
_BOX: Final = re.compile(r"[ \t>]*>[ \t]*(\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\])[ \t]*$", re.IGNORECASE)
_EMOJI: Final = re.compile(r"(?<![\w:]):([a-z0-9_+-]+):(?!\w)")
_FORMULA: Final = re.compile(r"(?<![\w$\\])(\$\$?)(?![\s$])(?:[^$\n\\]|\\.)*?(?<!\s)\1(?![\w$])")
_DIAGRAMS: Final = frozenset("geojson math mermaid stl topojson".split())
"""Languages of a block of code that GitHub draws."""


def unused(references: References, used: Set[str], text: str, first_line: int) -> Iterator[Finding]:
    """A finding for each definition of an address (`[label]: address`) to which no words lead: it is shown nowhere.

    Definitions that lead to `#` are passed over: `[//]: # (words)` is a common way to write a comment in Markdown.
    """
    lines = text.split("\n")
    for label, found in references.items():
        if label not in used and found["href"] != "#":
            line = found["map"][0]
            yield Finding("definition-unused", lines[line].strip(" \t>-*+")[:LONGEST_DEFINITION], first_line + line)


def drawn(tokens: Iterable[Token], text: str, first_line: int) -> Iterator[Finding]:
    """A finding for each thing that GitHub draws and its parser does not know. `text` is one without code.

    A quotation as a box of its own (`> [!NOTE]`), an emoji by its name (`:tada:`), a formula (`$x^2$`), a diagram.
    Source: https://docs.github.com/en/get-started/writing-on-github
    """
    for token in tokens:
        language = token.info.strip().partition(" ")[0].lower() if token.type == "fence" else ""
        if language in _DIAGRAMS and token.map:
            yield Finding("diagram", language, first_line + token.map[0])
    for number, line in enumerate(text.split("\n")):
        if box := _BOX.match(line):
            yield Finding("quotation-box", box.group(1), first_line + number)
        for name in _EMOJI.findall(line):
            if emoji := _emoji().get(name):
                yield Finding("emoji-name", f":{name}:", first_line + number, words=emoji)
        for formula in _FORMULA.finditer(line):
            yield Finding("formula", formula.group(), first_line + number)


@cache
def _emoji() -> Mapping[str, str]:
    """Name → emoji, as GitHub knows them; loaded with the first text that may hold a name."""
    from pymdownx import gemoji_db

    signs = {name: found.get("unicode_alt") or found["unicode"] for name, found in gemoji_db.emoji.items()}
    signs |= {alias: signs[name] for alias, name in gemoji_db.aliases.items()}
    return {name.strip(":"): "".join(chr(int(code, 16)) for code in codes.split("-")) for name, codes in signs.items()}


def judged(tokens: Iterable[Token], text: str, first_line: int) -> Iterator[Finding]:
    """Findings in the blocks of a text, each with its line in the file."""
    lines, columns = text.split("\n"), 0
    for token in tokens:
        line = first_line + (token.map[0] if token.map else 0)
        if token.type == "code_block" and not _FENCE.match(token.content):  # a fence shown as it is written is meant
            yield Finding("text-indented", "", line)
        elif token.type == "fence" and token.info.strip() and not _LANGUAGE.fullmatch(token.info.strip()):
            yield Finding("fence-words", token.info.strip()[:LONGEST_DEFINITION], line)
        elif token.type == "table_open" and token.map:
            columns = len(_cells(lines[token.map[0]]))
            if columns > MOST_COLUMNS:
                yield Finding("table-too-wide", str(columns), line, MOST_COLUMNS)
        elif token.type == "tr_open" and token.map:
            unseen = " | ".join(cell for cell in _cells(lines[token.map[0]])[columns:] if cell)
            if unseen:
                yield Finding("cells-unseen", unseen, line, columns)


def _cells(row: str) -> list[str]:
    """The words of a table's row, cell by cell."""
    cells = [cell.strip() for cell in escapedSplit(row.lstrip(" \t>-*+").strip())]
    start = 1 if cells and not cells[0] else 0
    return cells[start : -1 if len(cells) > start + 1 and not cells[-1] else None]
