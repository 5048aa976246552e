"""Text that a program read in another encoding than it was written in: `Î¤Î±` for `Τα`, `Ôï` for `Το`, `παιδι?`.

Where the letters are all still there, reading them again in the right encoding gives what was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from ..greek_words import IN_BOTH_ALPHABETS
from .found import Slip

_BEHIND_LATIN: Final = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\xa0¡-¿"
"""What the second byte of a letter becomes, where UTF-8 is read as Windows-1252 or Latin-1."""
_BEHIND_GREEK: Final = "±²³΄µ¶½£¤¥¦§¨®―΅€‚ƒ„†‡‰‹•™›ʽʼ₯"
"""What the second byte becomes in Windows-1253 or ISO 8859-7: only signs that are never behind a Greek capital."""
_OF_UTF8: Final = re.compile(
    f"[ÂÃÄÅÎÏÐÑØÙ][{_BEHIND_LATIN}]|â(?:€|„|†|‚)|ï[¿»][½¿]|[ΞΟ][{_BEHIND_GREEK}]|Γ[£§©®±²³¶½¨¤¥]|β€|ο[»Ώ][½Ώ]"
    "|[╬╧][\u2500-\u259fα-ωΑ-Ω]|[Œœ][±≤≥∂∑∏π∫ºΩ√ƒ≈∆ÄÅÇÉÑÖÜáàâä]"
)
_RARE: Final = re.compile("[ÂÃÄÅÎÏÐÑØÙâï╬╧Œœ±²³΄µ¶½£¤¥¦§¨®―΅€‚ƒ„†‡‰‹•™›ʽʼ₯]")
"""Signs of which one is in each pair of those."""
_READ_AS: Final = ("cp1252", "cp1253", "iso8859_7", "mac_roman", "cp737")
_PLAIN: Final = re.compile(
    "[\xa0-\xff\u0100-\u017f\u0386-\u03ce\u0400-\u045f\u0490\u0491\u0600-\u06ff\u2010-\u203a\u20ac\u2122\u2190-\u2193\ufeff]+"
)
"""Letters and signs that are written here; a text read again in the wrong encoding has others."""
_HIGH: Final = "À-ÿ¢¶¸¹º¼¾¿"
_OF_WINDOWS: Final = re.compile(f"[{_HIGH}][{_HIGH}]")
_HIGH_TOKEN: Final = re.compile(f"[^\\w{_HIGH}]{{0,3}}([{_HIGH}]+)[^\\w{_HIGH}]{{0,3}}")
_TOKEN: Final = re.compile("[^ \t\n]+")
_MARK: Final = "\ufeff"
"""The mark at the beginning of some files in UTF-8, which is not to be seen."""
_MARKS_READ: Final = ("ï»¿", "ο»Ώ")
"""What it becomes."""
_SMALL: Final = "α-ωά-ώΐΰ"
_LOST: Final = re.compile(
    f"(?<=[{_SMALL}])\\?(?=[{_SMALL}])|(?<![\\w?])\\?(?=[{_SMALL}]{{2}})|(?<=[{_SMALL}]{{2}})\\?(?= [{_SMALL}])"
    "|(?<=[a-zà-ÿ])\\?(?=[a-zà-ÿ])|(?<!\\S)\\?{2,40}(?: \\?{1,40}){2}"
)
_NO_WORD: Final = re.compile(r"[=/@&]|\.\w")
"""What shows that a question mark is one of an address."""


def in_encoding(text: str) -> Iterator[Slip]:
    """The words of a text that came out garbled, with what they were, where that can be told."""
    if not text.isascii():
        if _RARE.search(text) and _OF_UTF8.search(text):
            yield from _runs(text, _from_utf8)
        if _OF_WINDOWS.search(text):
            yield from _runs(text, _from_windows)
    if "?" in text:
        yield from _lost(text)


def _runs(text: str, mended: Callable[[str], str | None]) -> Iterator[Slip]:
    """Words next to each other that are garbled, as one slip; `mended` tells of a word what it was, or nothing."""
    start = end = -1
    made: list[str | None] = []
    for token in _TOKEN.finditer(text):
        word = mended(token.group())
        if word is None:
            continue
        if end >= 0 and text[end : token.start()] == " ":
            made.append(word)
        else:
            if made:
                yield _garbled(text[start:end], start, made)
            start, made = token.start(), [word]
        end = token.end()
    if made:
        yield _garbled(text[start:end], start, made)


def _garbled(old: str, start: int, made: list[str | None]) -> Slip:
    """A word that could not be mended is an empty one here: then there is no mend."""
    new = " ".join(word or "" for word in made)
    whole = all(made) or old in _MARKS_READ
    return Slip(start, "garbled", old, new if whole else None, whole)


def _from_utf8(word: str) -> str | None:
    """The word as it was; empty where it cannot be told; nothing where it is a word like others."""
    if word.isascii() or not _OF_UTF8.search(word):
        return None
    for encoding in _READ_AS:
        made = _read_again(word, encoding)
        if made and not _OF_UTF8.search(made):
            return made.replace(_MARK, "").replace("\xa0", " ")
    return "" if len(_OF_UTF8.findall(word)) > 1 or _is_sure(word) else None


def _is_sure(word: str) -> bool:
    return any(sign in word for sign in ("â€", "ï¿½", "Ã", "β€"))


def _read_again(word: str, encoding: str) -> str:
    """The word, if it was UTF-8 that someone read in this encoding; else nothing."""
    pattern, signs = _sequences(encoding)
    pieces = [_decoded(match.group(), signs) for match in pattern.finditer(word)]
    if not pieces or not all(map(_PLAIN.fullmatch, pieces)):
        return ""
    return pattern.sub(lambda match: _decoded(match.group(), signs), word)


def _decoded(garbled: str, signs: dict[str, int]) -> str:
    return bytes(signs[sign] for sign in garbled).decode("utf-8", "replace")


@cache
def _sequences(encoding: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """A pattern for letters of UTF-8 that were read in this encoding, and the byte that each sign stands for."""
    signs: dict[str, int] = {}
    for byte in range(0x80, 0x100):
        sign = bytes([byte]).decode(encoding, "ignore")
        if sign:
            signs[sign] = byte
    first, second, third, fourth = (
        "".join(re.escape(sign) for sign, byte in signs.items() if low <= byte <= high)
        for low, high in ((0x80, 0xBF), (0xC2, 0xDF), (0xE0, 0xEF), (0xF0, 0xF4))
    )
    sequences = f"[{second}][{first}]|[{third}][{first}]{{2}}|[{fourth}][{first}]{{3}}"
    return re.compile(f"(?:{sequences})+"), signs


def _from_windows(word: str) -> str | None:
    """Greek of Windows, of which each letter became one of Western Europe's."""
    token = _HIGH_TOKEN.fullmatch(word)
    if token is None:
        return None
    try:
        made = token.group(1).encode("latin-1").decode("cp1253")
    except UnicodeError:
        return None
    if not re.fullmatch("[Ά-ώ]+", made):
        return None
    is_word = len(made) > 2 or made.lower() in IN_BOTH_ALPHABETS
    return word.replace(token.group(1), made) if is_word else None


def _lost(text: str) -> Iterator[Slip]:
    """Question marks that came in the place of letters."""
    told = -1
    for match in _LOST.finditer(text):
        before = re.search(r"\S{0,40}\Z", text[max(match.start() - 40, 0) : match.start()])
        after = re.match(r"\S{0,40}", text[match.end() : match.end() + 40])
        assert before and after
        start, word = match.start() - len(before.group()), f"{before.group()}{match.group()}{after.group()}"
        if start > told and not _NO_WORD.search(word):
            told = start
            yield Slip(start, "letter-lost", word)
