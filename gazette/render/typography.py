"""Signs as a typesetter sets them, where editors type what their keys give: dashes, apostrophes, quotation marks.

In every medium: pages, papers, letters and e-books pass through here once, when they are finished.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

_APOSTROPHE: Final = "\N{RIGHT SINGLE QUOTATION MARK}"
_PAIRS: Final = {'"': ("“", "”"), "'": ("‘", _APOSTROPHE)}
_GREEK: Final = ("«", "»")
"""In Greek, for words between straight double marks."""
_STRAIGHT: Final = {"'": "'", "&#39;": "'", "&#x27;": "'", '"': '"', "&#34;": '"', "&quot;": '"'}
_KEPT: Final = ("script", "style", "code", "pre", "textarea", "kbd", "samp")
_PIECES: Final = re.compile(
    rf"<({'|'.join(_KEPT)})\b.*?</\1>|<!--.*?-->|\{{\{{.*?\}}\}}|https?://[^\s<]+|<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*>|(['\"]|&(?:#39|#x27|#34|quot);)",
    re.DOTALL,
)
_TEXT: Final = re.compile(r">[^<'\"&]*+(?:&(?!#39;|#x27;|#34;|quot;)[^<'\"&]*+)*+['\"&]")
"""The end of a tag, and a text up to the first straight mark in it."""
_WITHIN: Final = frozenset("a abbr b cite del em i mark s small span strong sub sup u".split())
"""Elements that stand in the middle of a sentence."""
_OPENING: Final = re.compile(r"[\s(\[{«“‘—–-]\Z")
"""What stands before a mark that opens."""
_SENTENCE: Final = re.compile(r"[.!;?][»”’)]?(?= )")
_NEXT: Final = re.compile(r"(?:<[^>]*>)*(\S?)")


def typeset(source: str) -> str:
    """HTML whose text has its marks: “so” or «έτσι», it’s. Code, scripts, tags and what a mail service fills in stay.

    >>> typeset('<p title="a">The "city\\'s" day, \\'90s – and <code>"x"</code></p>')
    '<p title="a">The “city’s” day, ’90s\\xa0– and <code>"x"</code></p>'
    """
    source = source.replace(" – ", "\N{NO-BREAK SPACE}– ")
    return "".join(_Marks(source).pieces()) if _has_any(source) else source


def _has_any(source: str) -> bool:
    """Whether there is a straight mark in the text: nearly all documents are long, and few have one."""
    if not source.startswith("<"):
        return True
    begun = (source.rfind("<", 0, found.start()) + 1 for found in _TEXT.finditer(source))
    return any(not source.startswith(_KEPT, start) for start in begun)


def quotation_marks(language: str) -> tuple[str, str]:
    """The marks that open and close what someone said."""
    return _GREEK if language == "el" else _PAIRS['"']


def typeset_plain(text: str) -> str:
    """A text without tags that has its marks, “so” or «έτσι», each line by itself; addresses in it stay as they are.

    >>> typeset_plain("Λένε \\"ναι\\" στ' αλήθεια")
    'Λένε «ναι» στ’ αλήθεια'
    """
    return "\n".join(html.unescape(typeset(html.escape(line, quote=False))) for line in text.split("\n"))


def brief(text: str, most: int) -> str:
    """The beginning of a text in at most so many letters: whole sentences where they fill half of that, else words.

    >>> brief("One came. Others stayed at home.", 20), brief("One came. Others stayed.", 12), brief("Others stayed", 9)
    ('One came. Others…', 'One came.', 'Others…')
    """
    if len(text) <= most:
        return text
    ends = [end.end() for end in _SENTENCE.finditer(text) if most // 2 <= end.end() <= most]
    return text[: ends[-1]] if ends else text[:most].rpartition(" ")[0].rstrip(" ,·:–-") + "…"


class _Marks:
    """One walk through a document."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.before = ""
        """The last letter that was read, of this block."""
        self.open: list[tuple[str, str]] = []
        """Straight marks that opened, and with what they close."""

    def pieces(self) -> Iterator[str]:
        """The document, piece by piece."""
        done = 0
        for found in _PIECES.finditer(self.source):
            words = self.source[done : found.start()]
            self.before = words[-1:] or self.before
            done = found.end()
            yield words
            if straight := _STRAIGHT.get(found.group(4) or ""):
                self.before = self._mark(straight, found)
                yield self.before
            else:
                self._pass(found)
                yield found.group()
        yield self.source[done:]

    def _pass(self, found: re.Match[str]) -> None:
        """Goes by a tag: a new block begins a new text."""
        if found.group(1):
            self.before = "x"
        elif found.group(3) and found.group(3).lower() not in _WITHIN:
            self.before, self.open = "", []

    def _mark(self, straight: str, found: re.Match[str]) -> str:
        """The mark for a straight one."""
        following = _NEXT.match(self.source, found.end())
        after = html.unescape(following.group(1)) if following else ""
        opens = (not self.before or _OPENING.search(self.before)) and after and not after.isspace()
        if self.open and self.open[-1][0] == straight and not opens:
            return self.open.pop()[1]
        if straight == "'" and (not opens or after.isdigit() or not self._closes(found.end())):
            return _APOSTROPHE
        if not opens:
            return found.group()
        pair = _GREEK if straight == '"' and _is_greek(after) else _PAIRS[straight]
        self.open.append((straight, pair[1]))
        return pair[0]

    def _closes(self, start: int) -> bool:
        """Whether a single mark that would close stands behind `start`, before the block ends."""
        for found in _PIECES.finditer(self.source, start):
            if found.group(3) and found.group(3).lower() not in _WITHIN:
                return False
            if _STRAIGHT.get(found.group(4) or "") == "'" and not self.source[found.end() : found.end() + 1].isalnum():
                return True
        return False


def _is_greek(letter: str) -> bool:
    return "\u0370" <= letter <= "\u03ff" or "\u1f00" <= letter <= "\u1fff"
