"""Signs of Markdown and HTML in a field: fields know neither, and are printed as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..markup import CODE
from .found import Slip
from .left_signs import TAG

_ANY: Final = re.compile(r"[*_`~\[\]<\\{]|^\s*[#>+•▪–—-]")
"""What most fields do not hold."""
_PAIRS: Final = re.compile(
    r"(?P<sign>\*{1,3}|_{1,3}|~~|`{1,3}|\+\+|==)(?=\S)(?P<words>[^*_`~\n]{1,300}?)(?<=\S)(?P=sign)(?![\w*_`])"
    r"|(?:!|\b)?\[(?P<link>[^\[\]\n]{0,300})\][ ]?\((?P<address>[^()\s]{0,500})\)"
)
_BEHIND_WORD: Final = re.compile(r"[\w*_`~]\Z")
_ADDRESS: Final = re.compile(r"https?:|mailto:|tel:|www\.|/|#|\S+\.\w{2,5}\Z|\Z|\w\Z", re.IGNORECASE)
_SHAPED: Final = re.compile(
    r"<(?P<name>b|i|em|strong|u|p|span|div|small|sup|sub|mark|h[1-6])>(?P<words>[^<>\n]{1,300})</(?P=name)>",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(r"[ \xa0]*<[ /]{0,2}br[ /]{0,2}>[ \xa0]*", re.IGNORECASE)
_START: Final = re.compile(r"^\s*(?:#{1,6}[ ]+|#{2,6}(?=\w)|>[ ]*(?=[^\W\d])|[-*+•▪–—][ ]+)(?=\S)")
_ENTRY: Final = re.compile(r"^\s*[-*+•▪–—][ ]+(?=\S)")
_HASH: Final = re.compile(r"^\s*#(?=[^\W\d]\S*[ ])")
_LEFT: Final = re.compile(
    r"\*{2,3}|(?<![\w_])__(?=\w)|(?<=\w)__(?![\w_])|`+|~~|!\[|\]\(|\[\^[^\]\n]{1,40}\]"
    r"|\{ ?[:.#][^{}\n]{1,80}\}|\\[*_#\[\]`~<>]"
    r"|(?<![\w/@._-])_(?=[^\W\d_a-zA-Z])|(?<=[^\W\d_a-zA-Z])_(?![\w_])|(?<![*\w/\\(])\*(?=[^\W\d_])"
)
_STRAY: Final = re.compile(
    r"(?<=[^\W\d_»”)])\*(?![*\w])|(?<=[^\W\d_] )\*(?= [^\W\d_]{2})|(?<=[^\W\d_])[ ]?\[\d{1,2}\](?=[\s.,;·]|\Z)"
)
_PART: Final = re.compile(r"[^\s<>]{0,30}")
_BEFORE: Final = re.compile(r"[^\s<>]{0,30}\Z")
_SIGNS: Final = re.compile(
    r"\[\^[^\]\n]{1,40}\]|\{ ?[:.#][^{}\n]{1,80}\}|\\(?=[*_#\[\]`~<>])|(?<!\w)_+|_+(?!\w)|[*`]"
    r"|~~|!\[|\[|\]\(|\]|\)(?=\Z)"
)


def signs_of_field(text: str) -> Iterator[Slip]:
    """The signs in a field's text, each with the words that it was to shape."""
    if not _ANY.search(text):
        return
    start = _START.match(text) if "\n" not in text.strip() else None
    if start:
        yield Slip(0, "markdown-in-field", text, text[start.end() :], True)
        return
    rows = [row for row in text.split("\n") if row.strip()]
    if all(_ENTRY.match(row) for row in rows):
        yield Slip(0, "markdown-in-field", text, " ".join(_ENTRY.sub("", row) for row in rows))
        return
    rest = text
    for slip in [*_pairs(text), *_tags(text)]:
        yield slip
        rest = rest[: slip.offset] + CODE * len(slip.old) + rest[slip.offset + len(slip.old) :]
    yield from _left(rest)
    if _HASH.match(text):
        yield Slip(0, "stray-in-field", text.split(maxsplit=1)[0])


def _pairs(text: str) -> Iterator[Slip]:
    for match in _PAIRS.finditer(text):
        if match["sign"]:
            if not _BEHIND_WORD.search(text[: match.start()]) and not _multiplies(match):
                yield Slip(match.start(), "markdown-in-field", match.group(), match["words"].strip(), True)
        elif _ADDRESS.match(match["address"]) or match.group().startswith("!"):
            yield Slip(match.start(), "markdown-in-field", match.group(), match["link"].strip(), True)


def _multiplies(match: re.Match[str]) -> bool:
    """Whether a single sign stands beside a number: `5 *3*` says nothing for sure."""
    return len(match["sign"]) == 1 and not re.search(r"[^\W\d_]", match["words"])


def _tags(text: str) -> Iterator[Slip]:
    if "<" not in text:
        return
    told = []
    for match in _SHAPED.finditer(text):
        told.append(match.span())
        yield Slip(match.start(), "markdown-in-field", match.group(), match["words"].strip(), True)
    for match in _BREAK.finditer(text):
        told.append(match.span())
        yield Slip(match.start(), "markdown-in-field", match.group(), " ", True)
    for match in TAG.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in told):
            yield Slip(match.start(), "markdown-in-field", match.group(), "", True)


def _left(text: str) -> Iterator[Slip]:
    """What is left of signs: each with its word."""
    end = -1
    for pattern, rule in ((_LEFT, "markdown-in-field"), (_STRAY, "stray-in-field")):
        for match in pattern.finditer(text):
            if match.start() < end:
                continue
            before = _BEFORE.search(text, max(match.start() - 30, 0), match.start())
            after = _PART.match(text, match.end())
            old = f"{before.group() if before else ''}{match.group()}{after.group() if after else ''}"
            old = old.rsplit(CODE, maxsplit=1)[-1] if CODE in old else old
            place = text.find(old, max(match.start() - 31, 0))
            end = match.end() + (len(after.group()) if after else 0)
            made = _SIGNS.sub("", old)
            yield Slip(place, rule, old, made, True) if rule == "markdown-in-field" else Slip(place, rule, old)
