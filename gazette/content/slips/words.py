"""Words that are spelled with the wrong letters or signs: sigmas, accents, hyphens, words and signs written twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from operator import eq
from typing import Final

from ..greek_words import IN_BOTH_ALPHABETS
from ..prose import as_greek, search_form
from .found import Slip

_SMALL: Final = "α-ωά-ώϊϋΐΰ"
_CAPITAL: Final = "Α-ΩΆ-Ώ"
_SIGMA: Final = re.compile(
    f"(?<![\\w’'])(?:(?P<last>[{_CAPITAL}]?[{_SMALL}]{{1,40}}[σΣ])(?![\\w’'ʼ-]|[)\\]][{_SMALL}]|\\*{{1,2}}[{_SMALL}])"
    f"|(?P<caps>[{_CAPITAL}]{{3,40}}ς)(?!\\w)"
    f"|(?P<within>[{_CAPITAL}]?[{_SMALL}]{{0,40}}ς[{_SMALL}]{{1,40}})(?!\\w))"
)
_HAS_SIGMA: Final = re.compile(f"[σςΣ](?:(?<=ς)[{_SMALL}]|(?<=[{_CAPITAL}][{_CAPITAL}]ς)|(?<=[{_SMALL}][σΣ])(?!\\w))")
_VOWEL: Final = re.compile("[αεηιουωάέήίόύώϊϋΐΰ]")
_ACCENTED: Final = re.compile("[άέήίόύώΐΰ]")
_SYLLABLE: Final = re.compile("ού|αί|εί|οί|υί|αύ|εύ|ου|αι|ει|οι|υι|αυ|ευ|[αεηιουωάέήίόύώϊϋΐΰ]")
_TWO_ACCENTS: Final = re.compile(
    f"(?<![\\w’'])[{_CAPITAL}]?[{_SMALL}]{{0,20}}[άέήίόύώΐΰΆΈΉΊΌΎΏ][α-ωϊϋ]{{0,20}}[άέήίόύώΐΰ][{_SMALL}]{{0,20}}(?!\\w)"
)
_ACCENTLESS: Final = (
    "καί Καί θά Θά δέν Δέν γιά Γιά σέ Σέ στό Στό στήν Στήν στόν Στόν στίς Στίς στούς Στούς τών Τών".split()
)
"""Words that have had no accent since 1982, whatever is meant by them."""
_ONE_SYLLABLE: Final = re.compile(f"(?<![\\w'’-])(?:{'|'.join(_ACCENTLESS)})(?!\\w)")
_WITH_SIGMA: Final = frozenset("τησ τουσ τισ στισ στουσ ωσ μασ σασ πωσ μιασ".split())
"""Short words whose last letter cannot be that of an abbreviation."""
_JOINED_BEFORE: Final = frozenset("της τις τους στις στους ως μας σας προς ένας κάθε μιας πως όπως".split())
_BROKEN: Final = re.compile(r"[-‐‑¬](?<=[^\W\d_]{2}.)(?:[ \xa0]|[ \xa0]?\n[ ]{0,8}|(?<=¬))([^\W\d_]{2,40})(?![\w/@-])")
_WORD_BEFORE: Final = re.compile(r"(?<![\w/-])[^\W\d_]{2,40}\Z")
_STAYS_APART: Final = frozenset(
    "και κι ή το τα του της την τη τον των τους τις οι με σε να θα που για από δεν μη μην στο στη στην στον στα στις "
    "στους ως πως αν μας σας είτε ούτε αλλά έως μέχρι ένας μια ένα είναι "
    "and or to nor but as the an of in on for with by from bis und et ou".split()
)
"""Words before which a hyphen belongs to the word before: `Ελληνο- και`, `pre- and post-war`."""
_PREFIXES: Final = frozenset("μη μην πρώην νυν δε αρχι".split())
_TWICE: Final = re.compile(r"(?<![\w’'-])([^\W\d_]{1,40})(?:[ \xa0]|[ ]?\n)\1(?![\w’'-])")
_AROUND: Final = '«»“”"*_([.,;:!?·)]'
_NEVER_TWICE: Final = frozenset(
    "και με σε για από στο στη στην στον στα στις στους των δεν θα ότι είναι ή αλλά όταν οι τα "
    "the of and to a an for with from at by is are was were".split()
)
_MANY_LETTERS: Final = 8
"""Letters of a word that is not written twice for the sake of what it says (`σιγά σιγά`)."""
_SIGNS: Final = re.compile(
    r"[!?;,.](?<=[\w»”)\"].)(?:(?<=([!?;]))\1{1,40}|(?<=(,)),{1,40}|(?<=(\.))\.)(?=[\s»”)\"]|\Z)"
)
_QUESTION: Final = re.compile(f"[{_SMALL}]{{1,40}}[»)”]?(;\\?|\\?;|\\?)(?=[\\s!»”)]|\\Z)")
_APART: Final = re.compile(
    f"[A-Z{_CAPITAL}][ \xa0](?<![^\\s«“(*_]..)(?:[A-Z{_CAPITAL}][ \xa0]){{3,40}}[A-Z{_CAPITAL}](?![^\\s»”).,:;!*_])"
)
"""Letters in capitals with a space behind each."""
_LATIN: Final = re.compile("(?<![\\w@/.#-])[ABEZHIKMNOPTYXovaiupxkteóáíúé]{2,40}(?![\\w@/-]|\\.\\w)")
_GREEK_BEHIND: Final = re.compile(f'[ \xa0\n][«“"(*_]{{0,3}}[{_SMALL}{_CAPITAL}]')
_LATIN_BEHIND: Final = re.compile("[ \xa0\n][A-Za-z]")
_GREEK_BEFORE: Final = re.compile(f'[{_SMALL}{_CAPITAL}][*_»”"),.;:]{{0,3}}[ \xa0\n][«“"(*_]{{0,3}}\\Z')


def in_words(text: str) -> Iterator[Slip]:
    """The slips in the words of a text without addresses and code."""
    if not text.isascii():
        if _HAS_SIGMA.search(text):
            yield from _sigmas(text)
        yield from _accents(text)
        yield from _latin_words(text)
        for match in _QUESTION.finditer(text) if "?" in text else ():
            made = match.group().replace(match.group(1), ";")
            if _ACCENTED.search(made) or len(_SYLLABLE.findall(made)) == 1:
                yield Slip(match.start(), "question-mark", match.group(), made, True)
    yield from (Slip(match.start(), "letters-apart", match.group()) for match in _APART.finditer(text))
    if any(sign in text for sign in ("- ", "-\n", "‐ ", "‐\n", "-\xa0", "¬")):
        yield from _broken(text)
    for match in _TWICE.finditer(text) if _has_twice(text) else ():
        word = match.group(1)
        if word in _NEVER_TWICE or len(word) >= _MANY_LETTERS:
            yield Slip(match.start(), "word-twice", match.group(), word, word in _NEVER_TWICE)
    for match in _SIGNS.finditer(text) if any(sign in text for sign in ("!!", "??", ";;", ",,", "..")) else ():
        sign = next(filter(None, match.groups()))
        before = re.search(r"[^\W_]{0,40}\W?\Z", text[max(match.start() - 40, 0) : match.start()])
        word = before.group() if before else ""
        yield Slip(match.start() - len(word), "sign-repeated", f"{word}{match.group()}", f"{word}{sign}", sign != ".")


def _has_twice(text: str) -> bool:
    """Whether a word follows itself: a look that is faster than the search."""
    words = [word.strip(_AROUND) for word in text.split()]
    return any(map(eq, words, words[1:]))


def _sigmas(text: str) -> Iterator[Slip]:
    for match in _SIGMA.finditer(text):
        word = match.group()
        if match["last"]:
            is_short = text.startswith(".", match.end()) and len(word) < 6 and not _ACCENTED.search(word)
            if (not is_short or word.lower() in _WITH_SIGMA) and len(word) > 1 and _VOWEL.search(word):
                yield Slip(match.start(), "sigma-wrong", word, f"{word[:-1]}ς", True)
        elif match["caps"]:
            yield Slip(match.start(), "sigma-wrong", word, f"{word[:-1]}Σ", True)
        else:
            yield _sigma_within(word, match.start())


def _sigma_within(word: str, start: int) -> Slip:
    """A final sigma in a word; where two words grew together, the mend parts them."""
    before, _, after = word.partition("ς")
    first = f"{before}ς"
    apart = first in _JOINED_BEFORE or (_ACCENTED.search(before.lower()) and _ACCENTED.search(after))
    mended = f"{first} {after}" if apart else word[:-1].replace("ς", "σ") + word[-1]
    return Slip(start, "sigma-wrong", word, mended, not apart)


def _accents(text: str) -> Iterator[Slip]:
    """Two accents on a word that may have one, and one on a word that has none."""
    for match in _TWO_ACCENTS.finditer(text):
        syllables = _SYLLABLE.findall(match.group().lower())
        accented = [number for number, one in enumerate(syllables) if _ACCENTED.search(one)]
        if len(accented) > 2 or accented[-1] - accented[0] < 2 or accented[-1] != len(syllables) - 1:
            yield Slip(match.start(), "accents-two", match.group())
    for match in _ONE_SYLLABLE.finditer(text) if any(f"{word} " in text for word in _ACCENTLESS) else ():
        bare = "".join(sign for sign in unicodedata.normalize("NFD", match.group()) if sign != "\u0301")
        yield Slip(match.start(), "accent-needless", match.group(), bare, True)


def _latin_words(text: str) -> Iterator[Slip]:
    """Greek words of which each letter was typed as the Latin one that looks like it."""
    for match in _LATIN.finditer(text):
        word, greek = match.group(), as_greek(match.group())
        if search_form(greek) not in IN_BOTH_ALPHABETS or not (word.isupper() or word[1:].islower()):
            continue
        behind = _GREEK_BEHIND.match(text, match.end())
        before = _GREEK_BEFORE.search(text, max(match.start() - 8, 0), match.start())
        if behind or (before and len(word) > 2 and not _LATIN_BEHIND.match(text, match.end())):
            yield Slip(match.start(), "latin-word", word, greek, True)


def _broken(text: str) -> Iterator[Slip]:
    """Words that a hyphen parts at a place where a line ended."""
    for match in _BROKEN.finditer(text):
        before = _WORD_BEFORE.search(text, max(match.start() - 41, 0), match.start())
        first, second = before.group() if before else "", match.group(1)
        if (
            not first
            or second in _STAYS_APART
            or not second.islower()
            or first.lower() in _PREFIXES
            or first[1:].isupper()
        ):
            continue
        accents = len(_ACCENTED.findall(f"{first}{second}".lower()))
        is_greek = bool(re.match(f"[{_SMALL}{_CAPITAL}]", first)) and bool(re.match(f"[{_SMALL}]", second))
        if is_greek and accents > 1:
            continue  # a hyphen for a dash
        if first.isascii() != second.isascii():
            continue
        start = match.start() - len(first)
        yield Slip(start, "word-broken", f"{first}{match.group()}", f"{first}{second}", is_greek and accents == 1)
