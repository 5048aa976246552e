"""Quotation marks: typed by parts (`<<so>>`), of two kinds (`«so"`), turned the wrong way, or without their partner.

Straight ones are right: the page sets them as its language has them (`render/typography.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from .found import Slip

_PARAGRAPH: Final = re.compile(r"(?:[^\n]+(?:\n|\Z))+")
_MARK: Final = re.compile(r"<<|>>|<‹|‹<|›>|>›|‹‹|››|,,|‚‚|''|‘‘|’’|``|´´|΄΄|[«»“”„\"]")
_ANY: Final = ("«", "»", "“", "”", "„", "<<", ">>", "‹", "›", "''", "‘‘", "’’", "``", "‚‚", ",,", "´´", "΄΄")
_PARTS: Final = {"<<": "«", "<‹": "«", "‹<": "«", "‹‹": "«", ">>": "»", "›>": "»", ">›": "»", "››": "»"}
_BETWEEN: Final = " \t\n\xa0([{—–-/…"
_LAST: Final = re.compile(r"[»”](?=[\s.,;:)]|\Z)")
_SIGNS: Final = frozenset({*_PARTS, ",,", "‚‚", "''", "‘‘", "’’", "``", "´´", "΄΄", *'«»“”„"'})
_TRANSPARENT: Final = "*_~["
"""Marks of Markdown, which readers do not see."""
_BEHIND: Final = " \t\n\xa0.,;:·!?)]}»”…—–-/’'*_~"
_AFTER_LAST: Final = " \t\n.,;!?·*_"
"""What may stand behind the last mark of a paragraph."""
_RIGHT: Final = frozenset({("«", "»"), ("“", "”"), ("„", "“"), ("„", "”"), ('"', '"')})
_BOTH_WAYS: Final = frozenset({'"', "''", "‘‘", "’’", "´´", "΄΄", "“"})
_LOW: Final = frozenset({",,", "‚‚", "``"})
_GREEK: Final = re.compile("[α-ωά-ώ]")
_LATIN: Final = re.compile("[a-z]")
_NEAR: Final = 8
"""Signs beside a mark that tell whether it opens."""
LONGEST: Final = 300
"""Letters of a quotation that is mended as a whole."""


class _Mark(NamedTuple):
    """A quotation mark: where it begins, how it was written, and whether it opens."""

    start: int
    sign: str
    opens: bool

    @property
    def end(self) -> int:
        return self.start + len(self.sign)


def in_quotations(text: str, written: str) -> list[Slip]:
    """The slips in the quotation marks of a text, paragraph by paragraph.

    `written` is the same text with the addresses and the code that are blanked out in `text`.
    """
    if text.isascii() and not any(sign in text for sign in ("<<", ">>", "''", "``", ",,")):
        return []
    if not any(sign in text for sign in _ANY):
        return []
    text = _with_last_marks(text, written)
    found, open_before = list[Slip](), list[Slip]()
    is_greek = len(_GREEK.findall(text[:2000])) >= len(_LATIN.findall(text[:2000]))
    for paragraph in _PARAGRAPH.finditer(text):
        slips, opened, closing = _of_paragraph(paragraph.group(), paragraph.start(), is_greek)
        found += slips
        if open_before and closing:  # a quotation of several paragraphs
            open_before, closing = [], closing[1:]
        elif open_before and not opened:
            found += [] if _goes_on(paragraph.group()) else open_before
            open_before = open_before if _goes_on(paragraph.group()) and not _ends(paragraph.group()) else []
        found += closing
        if opened:
            open_before = opened if len(opened) == 1 else []
            found += opened if len(opened) > 1 else []
    return [_as_written(slip, written) for slip in (*found, *open_before)]


def _with_last_marks(text: str, written: str) -> str:
    """The text with the marks that close behind an address, which may have been taken for a part of it."""
    if "//" not in written:
        return text
    signs = list(text)
    for match in _LAST.finditer(written):
        if signs[match.start()] == " ":
            signs[match.start()] = match.group()
    return "".join(signs)


def _as_written(slip: Slip, written: str) -> Slip:
    """The slip with what was blanked out in its words."""
    old = written[slip.offset : slip.offset + len(slip.old)]
    if old == slip.old:
        return slip
    if slip.new is None:
        return slip._replace(old=old)
    sizes = [next(size for size in (2, 1) if old[:size] in _SIGNS), next(s for s in (2, 1) if old[-s:] in _SIGNS)]
    return slip._replace(old=old, new=f"{slip.new[0]}{old[sizes[0] : -sizes[1]]}{slip.new[-1]}")


def _goes_on(paragraph: str) -> bool:
    """Whether a paragraph may be within a quotation that began before: each repeats the mark, or stands in a box."""
    return paragraph.lstrip(" >")[:1] in ("»", "«", "“", "”")


def _ends(paragraph: str) -> bool:
    """Whether a paragraph that repeats the opening mark closes it at its end, and with it the whole quotation."""
    return paragraph.lstrip(" >")[:1] in ("«", "“") and paragraph.rstrip(_AFTER_LAST)[-1:] in ("»", "”")


def _of_paragraph(text: str, start: int, is_greek: bool) -> tuple[list[Slip], list[Slip], list[Slip]]:
    """What is certainly wrong; marks that were opened and not closed; and those that were closed and not opened."""
    found, stack, closing = list[Slip](), list[_Mark](), list[Slip]()
    for number, mark in enumerate(_marks(text, stack)):
        if mark.opens:
            stack.append(mark)
        elif stack:
            found += _pair(text, start, stack.pop(), mark, is_greek)
        elif mark.sign in ("»", "”") and not (number == 0 and _begins(text, mark)) and not _is_inch(text, mark):
            closing.append(_lone(text, start, mark))
    opened = [_lone(text, start, mark) for mark in stack if mark.sign in ("«", "“", "„")]
    return found, opened, closing


def _marks(text: str, stack: list[_Mark]) -> Iterator[_Mark]:
    """The marks of a paragraph; `stack` are those that are open, as far as the caller has come."""
    for match in _MARK.finditer(text):
        sign = match.group()
        before = _near(text, match.start()).rstrip(_TRANSPARENT)[-1:]
        after = text[match.end() : match.end() + _NEAR].lstrip("*_~")[:1]
        may_open = (not before or before in _BETWEEN or before in "«“„\"'") and bool(after) and not after.isspace()
        may_close = bool(before) and not before.isspace() and (not after or after in _BEHIND)
        if sign in _LOW and not may_open and not may_close:
            continue
        if sign == ",," and not may_open:
            continue
        if sign in ("«", "„", "<<", "‹‹", "<‹", "‹<"):
            opens = not (may_close and not may_open and stack and stack[-1].sign in (sign, "»"))
        elif sign in _BOTH_WAYS or sign in _LOW:
            opens = may_open and not (may_close and stack)
        else:
            opens = may_open and not may_close and not stack and sign in ("»", "”") and _closes_again(text, match)
        if opens or may_close or sign not in _BOTH_WAYS | _LOW:
            yield _Mark(match.start(), sign, opens)


def _begins(text: str, mark: _Mark) -> bool:
    """Whether it begins the paragraph, as in a quotation that goes on."""
    return not _near(text, mark.start).strip(" >*_")


def _is_inch(text: str, mark: _Mark) -> bool:
    return _near(text, mark.start)[-1:].isdigit()


def _near(text: str, end: int) -> str:
    """The signs right before a place."""
    return text[max(end - _NEAR, 0) : end]


def _closes_again(text: str, match: re.Match[str]) -> bool:
    """Whether a mark that was turned the wrong way has its partner, so that it is not a mark to go on with."""
    behind = text[match.end() : match.end() + LONGEST]
    other = re.search('[«»“”"]', behind)
    return (
        bool(_near(text, match.start()).strip(" >*_"))
        and other is not None
        and not behind[: other.start()].endswith(" ")
    )


def _pair(text: str, start: int, first: _Mark, last: _Mark, is_greek: bool) -> Iterator[Slip]:
    """What is wrong with two marks that belong together."""
    old = text[first.start : last.end]
    signs = (_PARTS.get(first.sign, first.sign), _PARTS.get(last.sign, last.sign))
    words = text[first.end : last.start]
    if (first.sign, last.sign) in _RIGHT or not words.strip() or len(old) > LONGEST:
        return
    angled = "«" in signs or "»" in signs
    made = ("«", "»") if angled or (is_greek and not _is_within(text, first)) else ("“", "”")
    rule = "quotes-by-parts" if len(first.sign) > 1 or len(last.sign) > 1 else "quotes-mixed"
    yield Slip(start + first.start, rule, old, f"{made[0]}{words}{made[1]}", not _MARK.search(words))


def _is_within(text: str, mark: _Mark) -> bool:
    """Whether a quotation in Greek marks is open there."""
    before = text[max(mark.start - LONGEST, 0) : mark.start]
    return before.count("«") > before.count("»")


def _lone(text: str, start: int, mark: _Mark) -> Slip:
    """A mark without its partner, told with the words beside it."""
    words = text[mark.start : mark.start + 40] if mark.opens else text[max(mark.end - 40, 0) : mark.end]
    shown = words.split("\n")[0] if mark.opens else words.split("\n")[-1]
    place = mark.start if mark.opens else mark.end - len(shown)
    return Slip(start + place, "quotes-unpaired", shown)
