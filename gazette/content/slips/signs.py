"""Signs within lines: of Markdown that were not closed, of HTML, between words, and where words are struck out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from ..markup import CODE, unpaired, without_code
from ..pasted_addresses import MISTYPED, mistyped_in
from ..prose import without_addresses
from .field_signs import signs_of_field
from .found import Slip
from .leftovers import in_document, in_words
from .notes import in_notes

_ENTITY: Final = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
    r"|&(?:nbsp|amp|quot|laquo|raquo|hellip|ndash|mdash|bull|middot)(?![;\w])"
)
_DOUBLE_ENTITY: Final = re.compile(r"&amp;(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_LOOSE: Final = re.compile(r"(?<!\S)(\*\*|__)[ \xa0]+(\S[^*_\n]{0,200}?)[ \xa0]*\1(?![*_\w])")
_LOOSE_END: Final = re.compile(r"(?<![*_\w])(\*\*|__)(\S[^*_\n]{0,200}?)[ \xa0]+\1(?=[\s.,;:!?)»]|$)", re.MULTILINE)
_SPACE_BEFORE: Final = re.compile(
    r"[ \xa0](?<=[^\s\ufffc.,;:!?·|#>*+-][ \xa0])[ \xa0]{0,39}([,.;:!?])(?=[\s»”)\"]|$)", re.MULTILINE
)
_NO_SPACE: Final = (
    re.compile(r"([,;!·])(?<=[^\W\d_]{2}[,;!·])(?=([^\W\d_]{2,40})(?![\w/@]))"),
    re.compile(r"(\.)(?<=[α-ωά-ώ]{2}\.)(?=([Α-ΩΆ-Ώ][α-ωά-ώ]{1,40})(?!\.))"),
)
_WIDE: Final = re.compile(r"(?<=\S)(?:\xa0[ \xa0]+| \xa0[ \xa0]*)(?=(\S{1,40}))")
_BEFORE: Final = re.compile(r"[^\s\ufffc]{0,40}\Z")
_LETTERS_BEFORE: Final = re.compile(r"(?<![/@.&#;\w])[^\W\d_]{2,40}\Z")
_STRUCK: Final = re.compile(r"(?<![~\\])~(?=[^\s~])([^~\n]+)(?<=[^\s~])~(?!~)")
_RANGE: Final = re.compile(r"(?<![\d~])(\d{1,4}(?:[.:]\d{2})?)[ \xa0]?~[ \xa0]?(\d{1,4}(?:[.:]\d{2})?)(?![\d~])")
_PRODUCT: Final = re.compile(r"\d+(?:\*\d+)+")
_ESCAPED: Final = re.compile(r"\\[!-/:-@\[-`{-~]")


def in_body(body: str) -> list[Slip]:
    """The slips in the lines of a text below its front matter."""
    covered = _ESCAPED.sub(CODE * 2, without_code(body))
    found = list(_apostrophes(body, covered)) if "`" in body else []
    if "&" in covered:
        found += _entities_of_body(covered)
    if any(sign in covered for sign in "*_`[]"):
        found += _unclosed(covered)
    if "*" in covered:
        found += _products(covered)
    if "~" in covered:
        found += _struck(covered)
    bare = without_code(body)
    found += [*in_words(bare), *in_document(bare), *in_notes(bare), *_addresses(bare)]
    return [*found, *_between_words(without_addresses(covered))]


def in_field(text: str) -> list[Slip]:
    """The slips in the text of a field, which knows no Markdown and no HTML."""
    found = [
        Slip(match.start(), "entity", match.group(), html.unescape(match.group()), True)
        for match in (_ENTITY.finditer(text) if "&" in text else ())
        if html.unescape(match.group()) != match.group()
    ]
    return [*found, *signs_of_field(text), *in_words(text), *_between_words(without_addresses(text))]


def _addresses(text: str) -> Iterator[Slip]:
    """Addresses that do not begin as one does, in running words: they are printed, and no one can follow them."""
    for place, said, meant in mistyped_in(text):
        yield Slip(place, MISTYPED, said, meant, True)


def _entities_of_body(text: str) -> Iterator[Slip]:
    """What HTML calls `&amp;` is read as a sign; what calls it so twice, or forgets its end, is printed."""
    for match in _DOUBLE_ENTITY.finditer(text):
        yield Slip(match.start(), "entity", match.group(), html.unescape(html.unescape(match.group())), True)
    for match in _ENTITY.finditer(text):
        if not match.group().endswith(";"):
            yield Slip(match.start(), "entity", match.group(), html.unescape(match.group() + ";"), True)


def _apostrophes(body: str, covered: str) -> Iterator[Slip]:
    """Backticks behind a Greek letter, where no code begins: `γι\\`αυτό`."""
    for match in re.finditer("([^\\s`]{0,40}[α-ωά-ώΑ-ΩΆ-Ώ])`(?=( ?[α-ωά-ώ]))", body):
        place = match.end() - 1
        if covered[place - 1] != CODE:
            old = match.group() + match.group(2)
            yield Slip(match.start(), "backtick-for-apostrophe", old, old.replace("`", "’"), True)


def _unclosed(text: str) -> Iterator[Slip]:
    told: list[tuple[int, int]] = []
    for pattern in (_LOOSE, _LOOSE_END):
        for match in pattern.finditer(text):
            told.append(match.span())
            yield Slip(match.start(), "sign-spaced", match.group(), match.expand(r"\1\2\1").strip(), True)
    for offset, sign in (*unpaired(text), *_brackets(text)):
        if not any(start <= offset < end for start, end in told):
            yield Slip(offset, "sign-unclosed", sign)


def _brackets(text: str) -> Iterator[tuple[int, str]]:
    """Square brackets of a link that has only one of them, in each paragraph."""
    for paragraph in re.finditer(r"(?:[^\n]+\n?)+", text):
        opened: list[int] = []
        for bracket in re.finditer(r"[\[\]]", paragraph.group()):
            if bracket.group() == "[":
                opened.append(bracket.start())
            elif opened:
                opened.pop()
            elif paragraph.group().startswith("(", bracket.end()):
                yield paragraph.start() + bracket.start(), "]"
        yield from ((paragraph.start() + place, "[") for place in opened)


def _products(text: str) -> Iterator[Slip]:
    """Stars between numbers: two of them in a paragraph are read as emphasis, and are gone from the page."""
    for paragraph in re.finditer(r"(?:[^\n]+\n?)+", text):
        if len(re.findall(r"(?<=\d)\*(?=\d)", paragraph.group())) > 1:
            for match in _PRODUCT.finditer(paragraph.group()):
                place = paragraph.start() + match.start()
                yield Slip(place, "star-for-times", match.group(), match.group().replace("*", "×"), True)


def _struck(text: str) -> Iterator[Slip]:
    """Words between two single tildes are struck out: rarely what someone meant, and never between numbers."""
    ranges = list(_RANGE.finditer(text))
    for match in _STRUCK.finditer(text):
        first = next((one for one in ranges if one.start() <= match.start() < one.end()), None)
        if first is None:
            yield Slip(match.start(), "struck-out", match.group())
            continue
        for one in (one for one in ranges if match.start() - 20 < one.start() < match.end()):
            yield Slip(one.start(), "struck-out", one.group(), f"{one.group(1)}–{one.group(2)}", True)


def _between_words(text: str) -> Iterator[Slip]:
    for match in _SPACE_BEFORE.finditer(text):
        word = _before(_BEFORE, text, match.start())
        yield _joined(match.start(), "space-before-sign", word, match.group(), match.group(1))
    for match in (match for pattern in _NO_SPACE for match in pattern.finditer(text)):
        sign, behind = match.groups()
        word = _before(_LETTERS_BEFORE, text, match.start())
        if word:
            yield _joined(match.start(), "space-missing", word, f"{sign}{behind}", f"{sign} {behind}")
    for match in _WIDE.finditer(text) if "\xa0" in text else ():
        word, behind = _before(_BEFORE, text, match.start()), match.group(1)
        yield _joined(match.start(), "space-wide", word, f"{match.group()}{behind}", f" {behind}")


def _before(pattern: re.Pattern[str], text: str, end: int) -> str:
    """The word that ends there, as far as it is looked for."""
    found = pattern.search(text, max(end - 41, 0), end)
    return found.group() if found else ""


def _joined(place: int, rule: str, word: str, written: str, right: str) -> Slip:
    """A slip behind a word, which is told with it."""
    return Slip(place - len(word), rule, f"{word}{written}", f"{word}{right}", True)
