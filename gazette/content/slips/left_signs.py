"""Signs of Markdown and of HTML that are left in the words of a page: whatever became nothing and would be printed.

Looks at the words as they come out, not at what was typed, so that it needs to know no way in which a sign can fail.
More precise rules tell of most of them, with a mend; these are for the rest.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Final

from ..markup import CODE, printed
from .found import Slip

_TAGS: Final = (
    "a|abbr|address|article|aside|audio|b|big|blockquote|body|br|button|caption|center|cite|code|dd|del|details|div|dl"
    "|dt|em|embed|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|li|link"
    "|main|mark|meta|nav|nobr|o:p|object|ol|p|pre|q|s|script|section|small|span|strike|strong|style|sub|summary|sup"
    "|table|tbody|td|th|thead|title|tr|tt|u|ul|video|wbr"
)
TAG: Final = re.compile(
    rf"</?(?:{_TAGS})(?:\s[^<>\n]{{0,300}})?/?>"
    r"|<[ /]{0,2}(?:br|hr|img|div|span|strong|em|font)(?![\w-])[^<>\n]{0,40}>?"
    r"|(?<![\w/<])/(?:a|b|br|div|em|i|li|p|span|strong|ul)>",
    re.IGNORECASE,
)
"""What is a tag of HTML, or half of one."""
_MAY_BE: Final = ("*", "`", "[", "]", "<", ">", "~~", "++", "==", "^", "!(")
"""What readable words hold if a sign was left in them, or else an underscore at an edge."""
_AT_EDGE: Final = re.compile(r"_(?!\w)|(?<!\w)_")
_PART: Final = rf"[^\s{CODE}]{{0,30}}"
_SURE: Final = re.compile(
    r"(?<!\*)\*{2,3}(?!\*)|(?<!\w)__(?=[^\W_])|(?<=[^\W_])__(?!\w)|(?<=[.,;:!?»)])__(?!\w)|`+|(?<!~)~~(?!~)"
    rf"|!\[|\]\(|\](?=[ \xa0]{{1,3}}\((?:{CODE}|/\w|[\w-]{{1,60}}\.\w))|(?<!\d)\](?:[ ]?\[)(?=\w{{1,40}}\])"
    rf"|\](?=:[ ]{{0,3}}{CODE})|\[(?=[\w-]{{1,60}}\.(?:jpe?g|png|gif|webp|pdf|docx?)\])"
    r"|!(?=\([\w./-]{1,80}\.(?:jpe?g|png|gif|webp|pdf)\))"
    r"|(?<![\w/@._-])_(?=[^\W\d_a-zA-Z])|(?<=[^\W\d_a-zA-Z])_(?![\w_])"
    r"|(?<![=\w])==(?=\w)|(?<=\w)==(?![=\w])|(?<![*\w/\\(])\*(?=[\w«“])|(?<=[\s]\()\*(?=\w)"
    r"|(?<![\w+])\+\+(?=\w[^+\n]{0,100}\+\+)|\^(?=\w{1,12}\^)"
)
"""Signs that were surely meant for something else than to be read."""
_STRAY: Final = re.compile(
    r"(?<=[^\W\d_])\*(?![*\w])|(?<=[»”)])\*(?![*\w])|(?<=[\s(])\*(?=[\s)])"
    r"|(?<![\w/@._-])_(?=[a-zA-Z])|(?<=[a-zA-Z])_(?![\w_])"
)
"""Signs that may be meant: a star for a note, a star between words."""
_SPACED: Final = re.compile(r"(?<!\S)\*[ \xa0]([^\W\d_][^*\n]{0,200}?)[ \xa0]?\*(?![*\w])")
_FIGURE: Final = re.compile(r"(?:[\d%€).]|(?<![^\W\d_])[^\W\d_])\Z")
"""A number, or a letter that stands for one: behind it, or before it, a star multiplies."""


def in_print(body: str, plain: str) -> list[Slip]:
    """The signs left in a text, of which `plain` is what readers read."""
    found = list[Slip]()
    if any(sign in plain for sign in _MAY_BE) or ("_" in plain and _AT_EDGE.search(plain)):
        for words, places in printed(body):
            for slip in _in_words(words):
                found.append(slip._replace(offset=places[slip.offset]))
    return found


def without_told(slips: Iterable[Slip], told: Iterable[Slip]) -> Iterator[Slip]:
    """Those slips of which no other that was told holds a part."""
    spans = sorted((one.offset, one.offset + max(len(one.old), 1)) for one in told)
    starts, ends = [start for start, _ in spans], list(accumulate((stop for _, stop in spans), max))
    for slip in slips:
        before = bisect_left(starts, slip.offset + len(slip.old))
        if not before or ends[before - 1] <= slip.offset:
            yield slip


def _in_words(words: str) -> Iterator[Slip]:
    """Each slip at the place of its sign in the words; several signs in one stretch are told once."""
    spaced = list(_SPACED.finditer(words)) if "* " in words or "*\xa0" in words else []
    starts = [match.start() for match in spaced]
    for match in spaced:
        if not _FIGURE.search(words[max(match.start() - 40, 0) : match.start()].rstrip()[-2:]):
            yield Slip(match.start(), "sign-spaced", match.group(), f"*{match.group(1)}*")
    for match in TAG.finditer(words) if "<" in words or "/" in words else ():
        yield Slip(match.start(), "tag-printed", match.group())
    for pattern, rule in ((_SURE, "sign-printed"), (_STRAY, "sign-stray")):
        end = -1
        for match in pattern.finditer(words):
            before = bisect_right(starts, match.start())
            if match.start() < end or (before and match.start() < spaced[before - 1].end()):
                continue
            if rule == "sign-stray" and _multiplies(words, match):
                continue
            yield Slip(match.start(), rule, _with_word(words, match))
            end = match.end() + len(_behind(words, match.end()))


_BEFORE: Final = re.compile(rf"{_PART}\Z")
_AFTER: Final = re.compile(_PART)


def _with_word(words: str, match: re.Match[str]) -> str:
    """The sign with what stands around it up to the next space."""
    before = _BEFORE.search(words, max(match.start() - 30, 0), match.start())
    return f"{before.group() if before else ''}{match.group()}{_behind(words, match.end())}"


def _behind(words: str, place: int) -> str:
    """What stands behind a sign, up to the next space."""
    after = _AFTER.match(words, place)
    return after.group() if after else ""


def _multiplies(words: str, match: re.Match[str]) -> bool:
    """Whether a star stands between numbers, or letters for such."""
    before = words[max(match.start() - 40, 0) : match.start()].rstrip()[-2:]
    after = words[match.end() : match.end() + 40].lstrip()[:2]
    spaced = words[match.start() - 1 : match.start()].isspace() and words[match.end() : match.end() + 1].isspace()
    return spaced and bool(_FIGURE.search(before) or re.match(r"[\d€]", after))
