"""Letters and words that only look right, capitals where words are meant, and Greek without its accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from ..prose import without_addresses
from .found import Slip
from .garbled import in_encoding
from .quotations import in_quotations
from .words import in_words

_ODD: Final = re.compile(
    "[\xb5\u03d0-\u03d2\u03d5\u03d6\u03f0-\u03f2\u03f5\u0132\u0133\u01c4-\u01cc\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff]+"
)
"""Letters that stand for other ones: of a keyboard's third level, of a PDF, of a list of symbols."""
_GREEK: Final = "Α-ΩΆ-Ώα-ωά-ώϊϋΐΰ"
_TWINS: Final = {
    **dict(zip("∆△▵∑∏∐Ⲁⲁɑɛɩʋɣɸɵʊᴦᴧᴨᴩ⍺⍵⋀∧Ɵ", "ΔΔΔΣΠΠΑααειυγφθυΓΛΠΡαωΛΛΘ", strict=True)),
    **{chr(0x2C80 + 2 * number): greek for number, greek in enumerate("ΑΒΓΔΕ ΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ")},
    **{chr(0x2C81 + 2 * number): greek for number, greek in enumerate("αβγδε ζηθικλμνξοπρστυφχψω")},
}  # fmt: skip
"""Signs of mathematics, of phonetics and of Coptic that look like Greek letters, and which are typed for them."""
_TWIN: Final = re.compile(
    f"(?<![\\w.])[{_GREEK}.]{{0,40}}[{''.join(_TWINS)}][{_GREEK}{''.join(_TWINS)}.]{{0,40}}(?!\\w)"
)
_TWIN_SIGN: Final = re.compile(f"[{''.join(_TWINS)}]")
_TO_GREEK: Final = str.maketrans(_TWINS)
_NOUGHT: Final = re.compile("0(?:(?<=[α-ωά-ώ]0)|(?=[α-ωά-ώ]))")
_ZERO: Final = re.compile(
    f"(?<!\\w)(?:[{_GREEK}]{{1,40}}0(?:[α-ωά-ώ]{{2,40}}|ς)|[{_GREEK}]{{0,40}}[α-ωά-ώ]{{2}}0|0[α-ωά-ώ]{{3,40}})(?!\\w)"
)
"""A nought for the letter o."""
_STRAY: Final = re.compile(f"[{_GREEK}]{{0,40}}[{_GREEK}][\u0300\u0301\u0341\u0384][{_GREEK}\u0300\u0301]{{0,40}}")
"""An accent over a letter that has one already, or that can have none."""
_IN_WORD: Final = re.compile(
    f"(?<![\\w])([{_GREEK}]{{1,40}})([\u0384\xb4\u02ca\u02b9`])([αεηιουω])([{_GREEK}]{{0,40}})(?![\\w])"
)
"""An accent that was typed before its vowel, within a word."""
_BEHIND_VOWEL: Final = re.compile(
    f"(?<![\\w’'΄´])([{_GREEK}]{{1,40}}[αεηιουω])[\u0384\xb4\u02ca\u02b9]([βγδζθκλμνξπρσςτφχψ][{_GREEK}]{{0,40}})?(?![\\w])"
)
"""An accent that was typed behind its vowel."""
_ELIDES: Final = frozenset("να θα τα το του μου σου που τι ασ κι και για σε με πωσ στα στο μα".split())
"""Words behind which the beginning of the next one is left out: `θα ’ρθει`."""
_SHORTENED: Final = frozenset("σ μ τ γι απ κατ μετ παρ επ υπ καθ αφ ν θ δ αλλ ουτ μητ εφ ανθ".split())
"""Words that end in an apostrophe, for which people type an accent."""
_BEFORE: Final = re.compile("[^\\W_]{0,40}\\Z")
_AFTER: Final = re.compile("[^\\W_]{0,40}")
_APART: Final = re.compile(
    "(?<![^\\W\\d_])([\u0384\u00b4\u1ffd\u02ca\u02b9`'’])([ΑΕΗΙΟΥΩ])([α-ωά-ώϊϋΐΰ]+)(?![^\\W\\d_])"
)
"""An accent that was typed before its letter, as a sign of its own."""
_ACCENTED: Final = re.compile("[άέήίόύώΐΰΆΈΉΊΌΎΏ]")
_VOWELS: Final = re.compile("(?:ου|αι|ει|οι|υι|αυ|ευ|[αεηιουωάέήίόύώϊϋΐΰ])")
_GREEK_WORD: Final = re.compile("(?<![^\\W_])[Α-ΩΆ-Ώα-ωά-ώϊϋΐΰ][α-ωά-ώϊϋΐΰ]{2,}(?![^\\W_])")
_IN_CAPITALS: Final = r"[A-ZΑ-ΩΆ-Ώ&]++(?:['’.][A-ZΑ-ΩΆ-Ώ]++)*+(?![^\W_])"
_CAPITALS: Final = re.compile(rf"(?<![^\W_])(?=[A-ZΑ-ΩΆ-Ώ]{{2}}){_IN_CAPITALS}(?:[ \xa0,–—-]++{_IN_CAPITALS})*")
_TWO_CAPITALS: Final = re.compile("[A-ZΑ-ΩΆ-Ώ]{5}")
"""What a text holds that has a long word in capitals; most have none."""
_UNSEEN: Final = "\u0300-\u036f\xad\u200b-\u200d"
"""Signs in a word that \\w does not know."""
_POLYTONIC: Final = re.compile("[\u1f00-\u1fff]")
_BARE_WORD: Final = re.compile(
    f"(?<![\\w’'.*_/&@#ʼ΄´{_UNSEEN}-])[βγδζθκλμνξπρστφχψ]{{0,3}}[α-ω]{{0,30}}[αεηιουω][βγδζθκλμνξπρστφχψ]{{1,4}}"
    f"(?:[αειου][υι]|[αεηιουω])[ςν]?(?![\\w’'.*_/?(ʼ΄´&{_UNSEEN}-])"
)
"""A word in small letters of which two syllables have a consonant between them, and none an accent."""
MOST_BARE: Final = 3
"""Words without accent that are told one by one."""
FEWEST: Final = 5
"""Words of several syllables from which it is seen whether someone types accents."""
MOST_WORDS: Final = 1 << 14
"""Words of which it is kept at hand whether they have syllables and an accent: texts use the same ones again."""
LONG_WORD: Final = 5
"""Letters of a word that is hardly an abbreviation."""


def in_letters(text: str, is_title: bool = False) -> list[Slip]:
    """The slips in the letters of a text, or of a field, of which some are titles: there two words tell enough."""
    written, text = text, without_addresses(text)
    garbled = list(in_encoding(text))
    return [
        *_look_alikes(text), *_twins(text), *_stray_accents(text), *_accents_apart(text), *_capitals(text, is_title),
        *_bare_greek(text, is_title), *in_words(text), *(garbled or in_quotations(text, written)),
    ]  # fmt: skip


def _look_alikes(text: str) -> Iterator[Slip]:
    if text.isascii():
        return
    for match in _ODD.finditer(text):
        before, after = _BEFORE.search(text, max(match.start() - 40, 0), match.start()), _AFTER.match(text, match.end())
        word = f"{before.group() if before else ''}{match.group()}{after.group() if after else ''}"
        start = before.start() if before else match.start()
        yield Slip(start, "look-alike", word, unicodedata.normalize("NFKC", word), True)


def _twins(text: str) -> Iterator[Slip]:
    """Signs of other alphabets that stand in a Greek word, and noughts."""
    if _TWIN_SIGN.search(text):
        for match in _TWIN.finditer(text):
            if len(re.findall(f"[{_GREEK}]", match.group())) > 1:
                made = match.group().rstrip(".")
                yield Slip(match.start(), "look-alike", made, made.translate(_TO_GREEK), True)
    if _NOUGHT.search(text):
        for match in _ZERO.finditer(text):
            yield Slip(
                match.start(), "look-alike", match.group(), match.group().replace("0", "ο"), match.group()[0] != "0"
            )


def _stray_accents(text: str) -> Iterator[Slip]:
    """Accents over a letter that has one already, and those that were typed before their vowel."""
    if any(sign in text for sign in "\u0300\u0301\u0341"):
        for match in _STRAY.finditer(text):
            made = re.sub("[\u0300\u0301\u0341]", "", match.group())
            yield Slip(match.start(), "look-alike", match.group(), made, bool(_ACCENTED.search(made)))
    if any(sign in text for sign in "\u0384\xb4\u02ca\u02b9`"):
        for match in _IN_WORD.finditer(text):
            before, _, vowel, after = match.groups()
            if not _ACCENTED.search(before + after):
                made = unicodedata.normalize("NFC", f"{before}{vowel}\u0301{after}")
                yield Slip(match.start(), "tonos-apart", match.group(), made, before.lower() not in _SHORTENED)
        yield from _accents_behind(text)


def _accents_behind(text: str) -> Iterator[Slip]:
    """Accents typed behind their vowel: a word of several syllables, which no number in Greek letters is."""
    for match in _BEHIND_VOWEL.finditer(text):
        before, after = match.group(1), match.group(2) or ""
        syllables = len(_VOWELS.findall(f"{before}{after}".lower()))
        is_word = len(before) + len(after) >= LONG_WORD - 1 and syllables > 1 and before[1:].islower()
        if is_word and not _ACCENTED.search(before + after) and before.lower() not in _ELIDES:
            made = unicodedata.normalize("NFC", f"{before}\u0301{after}")
            yield Slip(match.start(), "tonos-apart", match.group(), made, bool(after))


def _accents_apart(text: str) -> Iterator[Slip]:
    for match in _APART.finditer(text):
        sign, vowel, rest = match.groups()
        if not _ACCENTED.search(rest):
            certain = sign not in "'’" or match.end() >= len(text) or text[match.end()] not in "'’"
            made = unicodedata.normalize("NFC", f"{vowel}\u0301{rest}")
            yield Slip(match.start(), "tonos-apart", match.group(), made, certain)


def _capitals(text: str, is_title: bool) -> Iterator[Slip]:
    """Words in capitals that are no abbreviations: several in a row, most of them long."""
    for match in _CAPITALS.finditer(text) if _TWO_CAPITALS.search(text) else ():
        words = re.findall(r"[^\W\d_]+", match.group())
        long = [word for word in words if len(word) >= LONG_WORD]
        whole = is_title and len(match.group()) * 10 >= len(text.strip()) * 8
        if (len(words) >= 4 and len(long) >= 2) or (whole and len(long) >= 2 and len(long) * 2 >= len(words)):
            yield Slip(match.start(), "all-capitals", match.group())


@lru_cache(MOST_WORDS)
def _has_syllables(word: str) -> bool:
    return len(_VOWELS.findall(word.lower())) > 1


@lru_cache(MOST_WORDS)
def _has_accent(word: str) -> bool:
    return bool(_ACCENTED.search(word))


def _bare_greek(text: str, is_title: bool) -> Iterator[Slip]:
    """Lines in which hardly a Greek word of several syllables has its accent, told once; else the words without one."""
    start, alone = 0, dict[str, re.Match[str]]()
    for line in text.split("\n"):
        words = [one for one in _GREEK_WORD.finditer(line) if _has_syllables(one.group())]
        bare = [one for one in words if not _has_accent(one.group())]
        if len(words) >= (3 if is_title else FEWEST) and len(bare) * 4 > len(words) * 3:
            yield Slip(start + bare[0].start(), "accents-missing", bare[0].group())
            return
        found = (_BARE_WORD.match(text, start + one.start()) for one in bare)
        alone |= {match.group(): match for match in found if match}
        start += len(line) + 1
    if alone and _ACCENTED.search(text) and not _POLYTONIC.search(text):
        for match in [*alone.values()][:MOST_BARE]:
            yield Slip(match.start(), "accent-missing", match.group())
