"""Lists, tables and headings that someone meant, and that Markdown takes for running text; and signs of other systems.

Only paragraphs are looked at: in them stands whatever was not taken for something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from ..markup import CODE, paragraphs, without_code
from .found import Slip

_BULLETS: Final = "•▪◦‣●○■□▫∙➢➤►▶▸▹✓✔✗✘❖◆◇⁃⮚☑"
_MARKS: Final = {
    "bullet": re.compile(rf"[{_BULLETS}][ \t\xa0]*(?=\S)"),
    "dot": re.compile(r"[·\u0387\u22c5](?:[ \t\xa0]+(?=\S)|(?=[^\W\d]))"),
    "dash": re.compile(r"[–—−‒―](?:[ \t\xa0]+(?=\S)|(?=[^\W\d]))"),
    "symbol": re.compile(r"[o§ØüØ](?:\t[ \t]*|[ \xa0]{1,8})(?=\S)"),
    "hyphen": re.compile(r"-(?=[^\W\d])"),
    "number": re.compile(r"\(?(\d{1,2})(?:\)[ \t\xa0]*|\.(?=[^\W\d])|\.?-[ \t\xa0]+)(?=\S)"),
    "letter": re.compile(r"\(?([a-hα-θ])[).][ \t\xa0]*(?=\S)"),
    "roman": re.compile(r"\(?([ivx]{1,4}|[ιχ]{1,4})[).][ \t\xa0]*(?=\S)"),
}
"""How the entries of a list begin that Markdown does not know as one."""
_ALONE: Final = ("bullet", "dot")
"""Those that mark an entry even where it is the only one."""
_COUNTED: Final = ("number", "letter", "roman")
_ROMAN: Final = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_SPEECH: Final = re.compile(r"[?;!;»”…][\"'’]?\s*$")
"""How what someone says often ends, behind a dash that begins it."""
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
_HEADING: Final = re.compile(r"^[ ]{0,3}(#{2,6})[ ]?([^\s#][^\n]*)$", re.MULTILINE)


class _Line(NamedTuple):
    """A line of a paragraph: where it begins, its words, and whether an empty line stands before it."""

    start: int
    words: str
    covered: str
    """The words with code covered up."""
    is_first: bool

    @property
    def end(self) -> int:
        return self.start + len(self.words)


def in_layout(body: str) -> list[Slip]:
    """The slips in the layout of a text below its front matter."""
    covered, found = without_code(body), list[Slip]()
    for lines in _stretches(body, covered):
        found += [*_tables(lines, body), *_lists(lines, body), *_headings(lines)]
    if "\n*" in covered:
        found += _notes(covered)
    if any(sign in covered for sign in ("!!!", "???", ":::", "==", "[", "Error!", "Σφάλμα!")):
        found += _from_elsewhere(covered)
    return found


def _stretches(body: str, covered: str) -> Iterator[list[_Line]]:
    """The lines of paragraphs between which nothing stands, not even a heading."""
    rows, written, start, starts = covered.split("\n"), body.split("\n"), 0, []
    for row in rows:
        starts.append(start)
        start += len(row) + 1
    stretch, before = list[_Line](), 0
    for first, last in paragraphs(body):
        if any(row.strip() for row in rows[before:first]):
            yield stretch
            stretch = []
        for number in range(first, last):
            indent = len(rows[number]) - len(rows[number].lstrip(" \t"))
            words, shown = (part[number][indent:].rstrip() for part in (written, rows))
            stretch.append(_Line(starts[number] + indent, words, shown, number == first))
        before = last
    yield stretch


# ---- tables


def _tables(lines: Sequence[_Line], body: str) -> Iterator[Slip]:
    """Rows with cells, below each other, without the line of hyphens that makes a table of them."""
    for sign, run in groupby(lines, key=_parts_cells):
        rows = list(run)
        if not sign or len(rows) < 2:
            continue
        cells = [_cells(row.words, sign) for row in rows]
        start, end = rows[0].start, rows[-1].end
        width = max(map(len, cells))
        filled = [[*row, *[""] * (width - len(row))] for row in cells if not _is_rule(row)]
        made = [_row(filled[0]), _row(["---"] * width), *map(_row, filled[1:])]
        before = "" if rows[0].is_first else "\n"
        same = all(len(row) == width for row in cells)
        yield Slip(start, "table-unmade", body[start:end], before + "\n".join(made), same)


def _parts_cells(line: _Line) -> str:
    """The sign that parts a line into cells, if one does."""
    words = line.covered.strip(" ")
    if "\t" in words and all(part.strip() for part in re.split(r"\t+", words)[:2]):
        return "\t"
    bars = words.replace("\\|", "").count("|")
    return "|" if bars > 1 or (bars == 1 and not words.startswith("|") and not words.endswith("|")) else ""


def _cells(words: str, sign: str) -> list[str]:
    if sign == "\t":
        return [part.strip() for part in words.strip(" ").split("\t")]
    return [part.strip() for part in re.split(r"(?<!\\)\|", words.strip().removeprefix("|").removesuffix("|"))]


def _is_rule(cells: Iterable[str]) -> bool:
    return all(re.fullmatch(r":?[-–—]+:?", cell) for cell in cells)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


# ---- lists


def _lists(lines: Sequence[_Line], body: str) -> Iterator[Slip]:
    for kind, run in groupby(lines, key=lambda line: _kind(line.covered)):
        entries = list(run)
        if not kind or (kind not in _ALONE and len(entries) < 2) or not _follows(kind, entries):
            continue
        apart = all(entry.is_first for entry in entries)
        if apart and (kind in _COUNTED or (kind == "dash" and _is_speech(entries))):
            continue  # they read well as paragraphs
        made = [_entry(kind, entry.words, number) for number, entry in enumerate(entries, 1)]
        start, end = entries[0].start, entries[-1].end
        before = "" if entries[0].is_first or kind not in _COUNTED else "\n"
        rule = "list-of-paragraphs" if apart else "list-unmade"
        certain = kind not in ("letter", "roman", "symbol") and not (apart and kind == "dash")
        yield Slip(start, rule, body[start:end], before + "\n".join(made), certain)


def _is_speech(entries: Sequence[_Line]) -> bool:
    """Whether paragraphs that begin with a dash are what people say."""
    return len(entries) < 3 or any(_SPEECH.search(entry.words) for entry in entries)


def _kind(words: str) -> str:
    return next((kind for kind, pattern in _MARKS.items() if pattern.match(words)), "")


def _follows(kind: str, entries: Sequence[_Line]) -> bool:
    """Whether letters and numbers follow each other from the first on: else each may be something else."""
    marks = [match.group(1) for entry in entries if (match := _MARKS[kind].match(entry.words)) and match.groups()]
    if kind == "number":
        return marks[0] == "1" and all(int(two) == int(one) + 1 for one, two in pairwise(marks))
    if kind == "letter":
        return marks[0] in "aα" and all(ord(two) == ord(one) + 1 for one, two in pairwise(marks))
    if kind == "roman":
        return tuple(mark.replace("ι", "i").replace("χ", "x") for mark in marks) == _ROMAN[: len(marks)]
    return True


def _entry(kind: str, words: str, number: int) -> str:
    match = _MARKS[kind].match(words)
    rest = words[match.end() :] if match else words
    return f"{number}. {rest}" if kind in _COUNTED else f"- {rest}"


# ---- a note below a star


def _notes(text: str) -> Iterator[Slip]:
    """A star behind a word, and a line at the end that begins with one: a note, which becomes a list of one entry."""
    note = _NOTE.search(text)
    mark = _NOTE_MARK.search(text, 0, note.start()) if note else None
    if note and mark and text.count("\n*") == 1 and not re.search(r"\[\^", text):
        yield Slip(mark.start(), "footnote-star", mark.group(), f"{mark.group()[:-1]}[^1]", True)
        yield Slip(note.start(1), "footnote-star", note.group(1), f"[^1]: {note.group(2)}", True)


# ---- what other systems understand


def _from_elsewhere(text: str) -> Iterator[Slip]:
    for match in _ADMONITION.finditer(text):
        first, *others = match.group().strip().split("\n")
        title = re.sub(r'^\S+[ \t]+\w+[ \t]*"?([^"]*)"?', r"\1", first).strip()
        said = [f"**{title}**"] if title else []
        quoted = "\n".join(f"> {line.strip()}".rstrip() for line in [*said, *others])
        yield Slip(match.start(), "other-syntax", match.group(), quoted or None)
    for match in _CONTENTS.finditer(text):
        yield Slip(match.start(), "other-syntax", match.group(), "", True)
    for pattern in (_FENCED, _BLOG, _BROKEN_FIELD):
        yield from (Slip(match.start(), "other-syntax", match.group()) for match in pattern.finditer(text))
    for match in _HIGHLIGHTED.finditer(text):
        yield Slip(match.start(), "other-syntax", match.group(), f"**{match.group(1)}**", True)
    for match in _BOARD.finditer(text):
        sign = "*" if match.group(1).lower() == "i" else "**"
        yield Slip(match.start(), "other-syntax", match.group(), f"{sign}{match.group(2).strip()}{sign}", True)
    for match in _WIKI.finditer(text):
        yield Slip(match.start(), "other-syntax", match.group())


def _headings(lines: Iterable[_Line]) -> Iterator[Slip]:
    for line in lines:
        match = _HEADING.match(line.words) if CODE not in line.covered[:1] else None
        if match and not match.group(2).isdigit():
            yield Slip(line.start, "heading-unmade", line.words, f"{match.group(1)} {match.group(2)}", True)
