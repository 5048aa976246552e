"""Notes with a star, and signs that other systems understand: boxes, contents, boxes to tick, terms, abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from ..markup import CODE
from .found import Slip
from .stretches import TextLine

_ADMONITION: Final = re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+\w[^\n]*(?:\n[ \t]+[^\n]+)*", re.MULTILINE)
_FENCED: Final = re.compile(r"^[ \t]*:::+[ \t]*[^\n]*$", re.MULTILINE)
_CONTENTS: Final = re.compile(r"^[ \t]*(?:\[TOC\]|\[\[_?TOC_?\]\]|\[\[toc\]\])[ \t]*$", re.MULTILINE | re.IGNORECASE)
_HIGHLIGHTED: Final = re.compile(r"(?<![=\w])==(?=\S)([^=\n]{1,200}?)(?<=\S)==(?![=\w])")
_BOARD: Final = re.compile(r"\[(b|i|u)\]([^\[\n]{1,300})\[/\1\]", re.IGNORECASE)
_BLOG: Final = re.compile(r"\[/?(?:caption|gallery|embed|url|img|quote|video|audio)(?:[ =][^\]\n]{0,200})?\](?![(\[])")
_WIKI: Final = re.compile(r"\[\[([^\[\]\n|]{1,100})(?:\|([^\[\]\n]{1,100}))?\]\]")
_BROKEN_FIELD: Final = re.compile(
    r"(?:Error!|Σφάλμα!)[ \xa0](?:Reference|Bookmark|Hyperlink|Το αρχείο|Δεν)[^.\n]{0,80}\.?"
)
_NOTE: Final = re.compile(r"\n[ ]{0,3}(\*[ \t]*(?=[^\s*])([^\n*]+))\s*\Z")
_NOTE_MARK: Final = re.compile(r"[^\s*]{1,40}\*(?=[\s.,;:·)»”]|\Z)")
_BOX: Final = re.compile(
    r"([ \t>]*)(?:([-+*]|\d{1,2}[.)])([ \t]*))?"
    r"\[([ \t\xa0]{0,2}|[ ]?[xXχΧхХvV✓✔√][ ]?)\]([ \t\xa0]*)(?=[^\s(\[:])"
)
"""A box to tick at the beginning of a line, however it is written."""
_BOXES: Final = ("[]", "[ ", "[\xa0", "[x", "[X", "[χ", "[Χ", "[х", "[Х", "[v", "[V", "[✓", "[✔", "[√")
_ABBREVIATION: Final = re.compile(r"^[ ]{0,3}\*\[([^\]\n]{1,60})\]:[ \t]*([^\n]*)$", re.MULTILINE)
_TERM: Final = re.compile(r"[:~][ \t]+(?=\S)")


# ---- a note below a star


def notes(text: str) -> Iterator[Slip]:
    """A star behind a word, and a line at the end that begins with one: a note, which becomes a list of one entry."""
    note = _NOTE.search(text)
    mark = _NOTE_MARK.search(text, 0, note.start()) if note else None
    if note and mark and text.count("\n*") == 1 and not re.search(r"\[\^", text):
        yield Slip(mark.start(), "footnote-star", mark.group(), f"{mark.group()[:-1]}[^1]", True)
        yield Slip(note.start(1), "footnote-star", note.group(1), f"[^1]: {note.group(2)}", True)


# ---- what other systems understand


def from_elsewhere(text: str) -> Iterator[Slip]:
    """Signs that mean something in other systems, and nothing here."""
    if "!!!" in text or "???" in text:
        yield from _admonitions(text)
    if "*[" in text:
        for match in _ABBREVIATION.finditer(text):
            yield Slip(match.start(), "other-syntax", match.group(), f"{match.group(1)}: {match.group(2)}")
    if ":::" in text:
        yield from (Slip(match.start(), "other-syntax", match.group()) for match in _FENCED.finditer(text))
    if "Error!" in text or "Σφάλμα!" in text:
        yield from (Slip(match.start(), "other-syntax", match.group()) for match in _BROKEN_FIELD.finditer(text))
    if "==" in text:
        for match in _HIGHLIGHTED.finditer(text):
            yield Slip(match.start(), "other-syntax", match.group(), f"**{match.group(1)}**", True)
    if "[" in text:
        yield from _in_brackets(text)


def _admonitions(text: str) -> Iterator[Slip]:
    for match in _ADMONITION.finditer(text):
        first, *others = match.group().strip().split("\n")
        title = re.sub(r'^\S+[ \t]+\w+[ \t]*"?([^"]*)"?', r"\1", first).strip()
        said = [f"**{title}**"] if title else []
        quoted = "\n".join(f"> {line.strip()}".rstrip() for line in [*said, *others])
        yield Slip(match.start(), "other-syntax", match.group(), quoted or None)


def _in_brackets(text: str) -> Iterator[Slip]:
    if "TOC" in text.upper():
        for match in _CONTENTS.finditer(text):
            yield Slip(match.start(), "other-syntax", match.group(), "", True)
    yield from (Slip(match.start(), "other-syntax", match.group()) for match in _BLOG.finditer(text))
    for match in _BOARD.finditer(text) if "[/" in text else ():
        sign = "*" if match.group(1).lower() == "i" else "**"
        yield Slip(match.start(), "other-syntax", match.group(), f"{sign}{match.group(2).strip()}{sign}", True)
    for match in _WIKI.finditer(text) if "[[" in text else ():
        yield Slip(match.start(), "other-syntax", match.group())


# ---- terms with their definitions, boxes to tick


def definitions(lines: Sequence[TextLine]) -> Iterator[Slip]:
    """A line that begins with a colon below a term, which other systems show as its definition."""
    for term, said in pairwise(lines):
        if said.covered[:1] == ":" and (mark := _TERM.match(said.words)) and term.covered[:1] != ":":
            new = f"**{term.words.strip('*')}**: {said.words[mark.end() :]}"
            yield Slip(term.start, "other-syntax", f"{term.words}\n{said.words}", new)


def boxes(body: str, covered: str) -> Iterator[Slip]:
    """Boxes to tick that would be printed with their brackets; those that follow each other at once."""
    if not any(sign in covered for sign in _BOXES):
        return
    rows, start, found = body.split("\n"), 0, list[tuple[int, int, str]]()
    for number, row in enumerate(rows):
        mark = _BOX.match(row) if "[" in row and CODE not in covered[start : start + 1] else None
        if mark and not _is_made(mark):
            found.append((number, start, _made(row, mark)))
        start += len(row) + 1
    for _, run in groupby(enumerate(found), key=lambda one: one[1][0] - one[0]):
        some = [one for _, one in run]
        first, begin = some[0][:2]
        old = "\n".join(rows[first : first + len(some)])
        yield Slip(begin, "task-unmade", old, "\n".join(new for _, _, new in some), True)


def _is_made(mark: re.Match[str]) -> bool:
    """Whether a box becomes one on the page."""
    _, sign, before, ticked, behind = mark.groups()
    return bool(sign and before and behind) and ticked in (" ", "x", "X")


def _made(row: str, mark: re.Match[str]) -> str:
    lead, sign, _, ticked, _ = mark.groups()
    return f"{lead}{sign or '-'} [{'x' if ticked.strip() else ' '}] {row[mark.end() :]}"
