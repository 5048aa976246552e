"""Text in another language than its file's: an English title in a Greek text, Greek in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..prose import without_addresses
from .found import Slip

_GREEK: Final = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_LATIN: Final = re.compile("[A-Za-zÀ-ÖØ-öø-ɏ]")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_QUOTED: Final = re.compile(
    '«[^«»]{0,500}»|“[^“”]{0,500}”|"[^"]{0,500}"|‘[^‘’]{0,500}’|\\*[^*\n]{1,500}\\*|_[^_\n]{1,500}_|\\[[^\\[\\]\n]{0,500}\\]'
)
_LATIN_RUN: Final = re.compile(r"[A-Za-z][A-Za-z0-9'’-]*(?:[ \xa0\n][A-Za-z0-9][A-Za-z0-9'’-]*){2,60}")
_TYPED: Final = re.compile(r"[^\W_]+")
_MARKERS: Final = frozenset(
    "oi kai ke tou tis ths tin thn ton twn stin sthn stis ston stous sto sti sth sta gia apo me tha 8a den einai oti "
    "opou otan mas sas mia enas ena ola oloi oles olous mazi alla pou pos pws na ta tous auto auta auti afto afti "
    "aftoi dimos dimou dhmos dhmou poli polis polh polhs ston mesa meta prin ston edw edo ekei poly poli exoun exei "
    "echei echoun itan hthan htan eixe eichan paidia dromos".split()
)
"""Frequent words of Greek as they are typed in Latin letters."""
_STRONG: Final = _MARKERS - frozenset("me na ta den mas sas mia ton sto ola ke sti prin meta poli polis alla".split())
"""Those that are words of no other language that is likely here."""
_FOREIGN: Final = frozenset(
    "the of and in for to is are was on with by at from as this that a an their our it we you not be or city cities "
    "di il la del della dei delle e per un una el los las de y con por para le les des du et pour dans "
    "der die das und für von mit ein eine het van een".split()
)
"""Words that show another language."""
_END: Final = re.compile(r"[aeiouywnsh]\Z")
_SHAPE: Final = re.compile(
    r"(?:os|oi|ou|eis|oun|ame|ate|etai|tai|iko|iki|ika|ikos|ikh|mata|ma|ia|io|wn|ws|an|es|i|o|a)\Z"
)
_CLUSTER: Final = re.compile(r"ps|ks|ch|th|oi|ei|ou|mp|nt|gk|ts|dh|gr|pr|str|fy|x|w|ai")
FEWEST: Final = 2
"""Words of a field from which its language is told."""
LONG: Final = 12
"""Words without a name among them that make a passage of a text, not a title in it."""
_BEGINNING: Final = 2000
"""Letters from which it is told in which alphabet a text is."""
_FEW_LETTERS: Final = 12
"""Letters of a single word that is no name."""


def greek_in_latin(text: str) -> Iterator[Slip]:
    """Greek that was typed in Latin letters."""
    for run in _LATIN_RUN.finditer(without_addresses(text)):
        if is_greek_in_latin(run.group()):
            yield Slip(run.start(), "greek-in-latin", run.group())


def is_greek_in_latin(words: str) -> bool:
    """Whether Latin letters spell Greek: by its frequent words, and by how all others end."""
    found = [word.lower() for word in _TYPED.findall(words)]
    if len(found) < 2 or any(word in _FOREIGN for word in found):
        return False
    if not any(word.islower() for word in words.split()) and not any(word in _STRONG for word in found):
        return False
    strong, known = (sum(word in some for word in found) for some in (_STRONG, _MARKERS))
    others = [word for word in found if word not in _MARKERS]
    ending = sum(bool(_END.search(word)) for word in others)
    if ending * 5 < len(others) * 4:
        return False
    shaped = sum(bool(_SHAPE.search(word) and _CLUSTER.search(word)) for word in others)
    return bool(strong) or known > 1 or (len(found) > 3 and shaped * 2 > len(others))


def is_other_language(text: str, language: str) -> bool:
    """Whether the words of a field are in the alphabet of the other language, and are no name or title."""
    if language == "el":
        return not _GREEK.search(text) and _says(text)
    greek, latin = len(_GREEK.findall(text)), len(_LATIN.findall(text))
    return greek > latin and greek > 1 and len(_QUOTED.sub("", text).strip(" .,;:·")) > len(text) // 2


def is_other_body(text: str, language: str) -> bool:
    """Whether a text that is too short for `prose.is_in_other_letters` is in another alphabet than its language's."""
    bare = _QUOTED.sub("", without_addresses(text[:_BEGINNING]))
    greek, latin = len(_GREEK.findall(bare)), len(_LATIN.findall(bare))
    if language == "el":
        return not greek and _says(bare)
    return language == "en" and greek > 4 * latin and len(_WORD.findall(bare)) >= FEWEST


def other_passages(text: str, language: str) -> Iterator[Slip]:
    """Paragraphs of a Greek text without a Greek letter, and of an English one that are all Greek."""
    start = 0
    for paragraph in without_addresses(text).split("\n\n"):
        bare = _QUOTED.sub("", paragraph) if paragraph.lstrip()[:1] not in (">", "|", "") else ""
        if len(bare) > _FEW_LETTERS and _is_of_other(bare, language):
            yield Slip(start, "passage-other-language", text[start : start + len(paragraph)].strip()[:60])
        start += len(paragraph) + 2


def _is_of_other(words: str, language: str) -> bool:
    is_greek = _GREEK.search(words) is not None
    if language == "el":
        return not is_greek and _says(words) and len(_WORD.findall(words)) >= LONG
    if language != "en" or not is_greek or len(_WORD.findall(words)) < LONG:
        return False
    return len(_GREEK.findall(words)) > 4 * len(_LATIN.findall(words))


def _says(text: str) -> bool:
    """Whether Latin words are a sentence or a phrase: names have capitals, but for small words within."""
    words = _WORD.findall(_QUOTED.sub(" ", text))
    if len(words) < FEWEST:
        return len(words) == 1 and len(words[0]) >= _FEW_LETTERS and words[0].islower()
    told = [word for word in words if len(word) > 3 and word.lower() not in _FOREIGN and "-" not in word]
    small = [word for word in told if word.islower()]
    return len(small) * 2 >= len(told) and bool(small)
