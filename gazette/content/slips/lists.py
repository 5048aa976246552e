"""Lists that someone meant, and that Markdown takes for running text: by the signs with which their entries begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from .counting import COUNT, counted
from .found import Slip
from .stretches import TextLine

BULLETS: Final = "•▪◦‣●○■□▫∙➢➤►▶▸▹✓✔✗✘❖◆◇⁃⮚☑"
_PICTURE: Final = "\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff"
_MARKS: Final = {
    "bullet": re.compile(rf"[{BULLETS}](?!\ufe0f)[ \t\xa0]*(?=\S)"),
    "dot": re.compile(r"[·\u0387\u22c5](?:[ \t\xa0]+(?=\S)|(?=[^\W\d]))"),
    "dash": re.compile(r"[–—−‒―](?:[ \t\xa0]+(?=\S)|(?=[^\W\d]))"),
    "symbol": re.compile(r"[o§ØüØ](?:\t[ \t]*|[ \xa0]{1,8})(?=\S)"),
    "hyphen": re.compile(r"-(?=[^\W\d])"),
    "plus": re.compile(r"\+(?=[^\W\d])"),
    "picture": re.compile(rf"[{_PICTURE}][\ufe0f\u200d\U0001f3fb-\U0001f3ff{_PICTURE}]{{0,8}}[ \t\xa0]*(?=\S)"),
    "time": re.compile(r"(?=\d{1,2}[:./]\d{2}(?![\d/.]))"),
    "sign": re.compile(r"[^\w\s\"'«“”‘’„‟‹(\[<{`*_#|\\&@$€£%]{1,4}(?:[ \t\xa0]+(?=\S)|(?=[^\W\d]))"),
}
"""How the entries of a list begin that Markdown does not know as one; those by number are in `counting`."""
_ALONE: Final = ("bullet", "dot")
"""Those that mark an entry even where it is the only one."""
_OTHERWISE: Final = (":", ":::", "!!!", "???", "-", "+", "==", "~~", ".", ",", "/")
"""Signs that begin something else than an entry."""
_COUNTED: Final = "count"
_SPEECH: Final = re.compile(r"[?;!;»”…][\"'’]?\s*$")
"""How what someone says often ends, behind a dash that begins it."""
_SENTENCE: Final = re.compile(r"[.?;!;»”…:][\"'’]?\s*$")
_ASKS: Final = re.compile(
    r"[?!»”]|\b(?:τι|πώς|πού|πότε|γιατί|ποιος|ποια|ποιο|ποιοι|πόσο|πόσα|μήπως|what|how|why|who)\b", re.I
)
_WITHOUT_DASH: Final = re.compile(r"^[–—−‒―-]\s*")
_SPOKEN: Final = ("dash", "hyphen")
"""Signs with which people also begin what someone says."""
FEWEST_APART: Final = 3
"""Paragraphs with one sign that are a list, where the sign is none of those that only lists have."""


class _Kind(NamedTuple):
    name: str
    sign: str = ""


def lists_unmade(lines: Sequence[TextLine], body: str, in_list: bool = False) -> Iterator[Slip]:
    """Lines that begin with the same sign, or that are counted; in an entry of a list, each that could be the next."""
    if len(lines) == 1 and lines[0].words[:2].isalpha():
        return
    for kind, run in groupby(lines, key=_kind):
        entries = list(run)
        if in_list and len(entries) == 1 and not entries[0].lead and (slip := next_entry(entries[0])):
            yield slip
        elif kind.name == _COUNTED:
            for some in counted(entries):
                if not all(entry.line.is_first for entry in some.entries):  # else they read well as paragraphs
                    told = [entry.line for entry in some.entries]
                    before = [] if told[0].is_first or told[0].lead else [""]
                    yield _told("list-unmade", told, body, [*before, *some.made], some.is_certain)
        elif kind.name and (slip := _by_sign(kind, entries, body)):
            yield slip


def next_entry(line: TextLine) -> Slip | None:
    """A line beside the entries of a list that could be one of them, but for its sign."""
    kind, new = _kind(line), ""
    match = COUNT.match(line.covered) if kind.name == _COUNTED else None
    if match and match["number"] and match["end"] and int(match["number"]) > 1:
        new = f"{match['number']}. {line.words[match.end() :]}"
    elif kind.name in ("dash", "hyphen", "bullet", "dot", "plus", "sign", "picture"):
        new = f"- {_without(kind.name, line.words)}"
    return Slip(line.start, "list-unmade", line.words, new, kind.name != "sign") if new else None


def _told(rule: str, lines: Sequence[TextLine], body: str, made: Sequence[str], is_certain: bool) -> Slip:
    first, last = lines[0], lines[-1]
    return Slip(first.start, rule, body[first.start : last.end], f"\n{first.lead}".join(made), is_certain)


def _by_sign(kind: _Kind, entries: Sequence[TextLine], body: str) -> Slip | None:
    name, is_inner = kind.name, bool(entries[0].lead)
    apart = all(entry.is_first for entry in entries)
    if apart and not _is_list_apart(kind, entries):
        return None
    if len(entries) < 2 and name not in _ALONE:
        return None
    signs = {_sign(name, entry.words) for entry in entries}
    keeps = name == "picture" and len(signs) > 1
    made = [f"- {entry.words if keeps else _without(name, entry.words)}" for entry in entries]
    is_spoken = name in _SPOKEN and any(_SPEECH.search(entry.words) for entry in entries)
    certain = name not in ("symbol", "time") and not is_spoken and not (apart and name not in (*_ALONE, "hyphen"))
    rule = "list-of-paragraphs" if apart else "list-unmade"
    return _told(rule, entries, body, made, (certain and not is_inner) or name in _ALONE)


def _is_list_apart(kind: _Kind, entries: Sequence[TextLine]) -> bool:
    """Whether paragraphs that begin with one sign are the entries of a list."""
    if kind.name in _SPOKEN:
        return not _is_speech([entry.words for entry in entries])
    if kind.name == "time":
        return False
    if kind.name == "picture":
        return len(entries) >= FEWEST_APART and len({_sign("picture", entry.words) for entry in entries}) == 1
    return len(entries) >= FEWEST_APART or kind.name not in ("sign", "plus")


def _is_speech(entries: Sequence[str]) -> bool:
    """Whether paragraphs that begin with a dash are what people say."""
    starts = [_WITHOUT_DASH.sub("", entry)[:1] for entry in entries]
    ends = {entry.rstrip()[-1:] for entry in entries[:-1]}
    if len(entries) < 2:
        return True
    if all(start.islower() or start.isdigit() for start in starts):
        return any(_ASKS.search(entry) for entry in entries)
    if not any(_SENTENCE.search(entry) for entry in entries):
        return False
    if len(entries) < FEWEST_APART:
        return True
    if not any(_SPEECH.search(entry) for entry in entries):
        return False
    return len(ends) > 1 or any(_ASKS.search(entry) for entry in entries)


def _kind(line: TextLine) -> _Kind:
    words = line.covered
    if words[1:3].isalpha() and words[:1].isalpha():
        return _Kind(_COUNTED) if COUNT.match(words) else _Kind("")
    if COUNT.match(words):
        return _Kind(_COUNTED)
    for name, pattern in _MARKS.items():
        if match := pattern.match(words):
            if name != "sign":
                return _Kind(name)
            sign = match.group().strip()
            return _Kind("") if sign in _OTHERWISE else _Kind(name, sign)
    return _Kind("")


def _sign(name: str, words: str) -> str:
    match = _MARKS[name].match(words)
    return match.group().strip() if match else ""


def _without(name: str, words: str) -> str:
    match = _MARKS[name].match(words)
    return words[match.end() :] if match else words


# ---- several entries in one line


_IN_LINE: Final = re.compile(rf"(?<!\S)([{BULLETS}]|[{_PICTURE}][\ufe0f\u200d]?)[ \t\xa0]*(?=\S)")
_BEHIND_COLON: Final = re.compile(r":[ \xa0]+([-–—*+~>»]{1,2}|[=-]>|·)[ \xa0]+(?=\S)")
_NUMBER_IN_LINE: Final = re.compile(r"(?<![^\s:])[(\[]?(\d{1,2}|[a-hα-θA-HΑ-Θ])[.)\]][ \t\xa0]*(?=[^\W\d])")
_JOINED: Final = re.compile(r"(?:[,;·]|\b(?:και|ή|and|or))[ \xa0]*$")


def holds_bullets(text: str) -> bool:
    """Whether a text has any of the signs that may part entries within a line."""
    return _IN_LINE.search(text) is not None


def lists_in_line(line: TextLine, with_bullets: bool) -> Iterator[Slip]:
    """Several entries of a list in one line, each behind its sign or its number; bullets only where there are any."""
    words = line.covered
    if with_bullets and (first := _IN_LINE.search(words)):
        sign = first.group(1)
        marks = [match.span() for match in _IN_LINE.finditer(words) if match.group(1) == sign]
        yield from _split(line, marks if sign in BULLETS or len(marks) >= FEWEST_APART else [])
    elif ": " in words and (colon := _BEHIND_COLON.search(words)):
        again = re.compile(rf"(?<=[ \xa0]){re.escape(colon.group(1))}[ \xa0]+(?=\S)")
        marks = [match.span() for match in again.finditer(words, colon.start())]
        yield from _split(line, marks if len(marks) >= FEWEST_APART else [])
    elif any(mark in words for mark in _SECOND):
        yield from _numbers_in(line)


def lists_in_entry(line: TextLine, sign: str) -> Iterator[Slip]:
    """Several entries in the line of a list that has only one: `- one - two - three`."""
    if sign in (".", ")"):
        yield from _numbers_in(line)
        return
    words = line.covered
    marks = [match.span() for match in re.finditer(rf"(?<!\S){re.escape(sign)}[ \xa0]+(?=\S)", words)]
    if len(marks) >= FEWEST_APART and marks[0][0] == 0:
        yield from _split(line, marks)


def _numbers_in(line: TextLine) -> Iterator[Slip]:
    matches = list(_NUMBER_IN_LINE.finditer(line.covered))
    order = [match.group(1) for match in matches]
    if len(order) < 2 or not any("".join(order) == start[: len("".join(order))] for start in _ORDERS):
        return
    starts = matches[0].start() == 0
    before = line.covered[: matches[0].start()].rstrip()
    joined = any(_JOINED.search(line.covered, 0, match.start()) for match in matches[1:])
    is_dotted = matches[0].group().rstrip().endswith(".")
    if (starts and (len(order) > 2 or not is_dotted)) or (len(order) > 2 and before.endswith(":") and not joined):
        yield from _split(line, [match.span() for match in matches], is_counted=True)


_SECOND: Final = ("2)", "2.", "β)", "Β)", "b)", "B)", "β.", "Β.", "b.", "B.", "2]")
_ORDERS: Final = ("123456789", "abcdefgh", "αβγδεζηθ", "ABCDEFGH", "ΑΒΓΔΕΖΗΘ")


def _split(line: TextLine, marks: Sequence[tuple[int, int]], is_counted: bool = False) -> Iterator[Slip]:
    if len(marks) < 2:
        return
    before = line.words[: marks[0][0]].strip()
    if not is_counted and before and not (before.endswith(":") and len(marks) > 1):
        return
    ends = [start for start, _ in marks[1:]] + [len(line.words)]
    said = [line.words[end:stop].strip() for (_, end), stop in zip(marks, ends, strict=True)]
    made = [f"{number}. {entry}" if is_counted else f"- {entry}" for number, entry in enumerate(said, 1)]
    lead = f"{before}\n\n" if before else "" if line.is_first else "\n"
    yield Slip(line.start, "list-unmade", line.words, lead + "\n".join(made), not line.lead)
