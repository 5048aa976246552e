"""Rules for what people write, wherever it stands: letters of two alphabets, shortened links, leftovers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from .greek_words import IN_BOTH_ALPHABETS
from .markup import without_code

SCAFFOLD_MARK: Final = "✎"
"""Every text that `build.py new` puts in stands behind this mark, until an editor has replaced it."""

SUMMARY_SHOWN: Final = 160
"""Letters of a summary that search engines show."""
SHORTENERS: Final = frozenset(
    "bit.ly buff.ly cutt.ly fb.me goo.gl is.gd lnkd.in ow.ly rb.gy rebrand.ly shorturl.at t.co t.ly tiny.cc "
    "tinyurl.com v.gd".split()
)

_LATIN: Final = "A-Za-zÀ-ÖØ-öø-ɏ"
_GREEK: Final = "\u0370-\u03ff\u1f00-\u1fff"
_CYRILLIC: Final = "\u0400-\u04ff"
_WORD: Final = re.compile(f"[{_LATIN}{_GREEK}{_CYRILLIC}]+")
_CYRILLIC_LETTER: Final = re.compile(f"[{_CYRILLIC}]")
_TWINS: Final = (
    ("ΑA", "ΒB", "ΕE", "ΖZ", "ΗH", "ΙI", "ΚK", "ΜM", "ΝN", "ΟO", "ΡP", "ΤT", "ΥY", "ΧX", "οo", "νv", "αa", "ιi", "υu",
     "ρp", "χx", "κk", "τt", "εe", "όó", "άá", "ίí", "ύú", "έé"),
    ("ΑА", "ΒВ", "ΕЕ", "ΗН", "ΙІ", "ΚК", "ΜМ", "ΟО", "ΡР", "ΤТ", "ΧХ", "οо", "αа", "ιі", "ρр", "χх", "εе"),
    ("AА", "BВ", "CС", "EЕ", "HН", "IІ", "KК", "MМ", "OО", "PР", "TТ", "XХ", "aа", "cс", "eе", "iі", "oо", "pр", "xх",
     "yу"),
)  # fmt: skip
"""Letters that look alike: of Greek and Latin, of Greek and Cyrillic, of Latin and Cyrillic."""
_TO_GREEK: Final = str.maketrans({pair[1]: pair[0] for pairs in _TWINS[:2] for pair in pairs})
_TO_LATIN: Final = str.maketrans({pair[0]: pair[1] for pair in _TWINS[0]} | {pair[1]: pair[0] for pair in _TWINS[2]})
_LATIN_LETTER: Final = re.compile(f"[{_LATIN}]")
_LATIN_WORD: Final = re.compile(f"[{_LATIN}]+")
_GREEK_LETTER: Final = re.compile(f"[{_GREEK}]")
_ARTICLE: Final = re.compile(f"(?<![\\w'’./-])[oOHA](?= [«“\"*_(]{{0,3}}[{_GREEK}]{{2}})")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
SAMPLE: Final = 400
"""How much of a text shows in which alphabet it is written."""
ENOUGH: Final = 80
"""Letters without which no alphabet can be told: the text may be a name."""
_UNIT: Final = re.compile("μ(?:[mglLsVAWFHNJM]|Hz|mol|Sv|Gy|Pa)|[kMGm]Ω")
"""Greek by right: micrometres, micrograms, kilohms."""
_HOSTS: Final = "|".join(re.escape(host) for host in sorted(SHORTENERS))
_SHORTENED: Final = re.compile(rf"(?<![\w.@/-])(?:https?://)?(?:www\.)?(?:{_HOSTS})/[\w-]+", re.IGNORECASE)
_UNMADE: Final = re.compile(
    r"\][ \t]+\((?=\s*(?:https?:|mailto:|/))|\)\[(?=(?:https?:|mailto:|/|www\.))|\]\((?=[^)\n]{0,500}$)"
    r"|\]\((?=[ \t]{0,20}[^\s<)\"'(][^\s)]{0,200}[ \t]{1,20}[^\s)\"'(])",
    re.MULTILINE,
)
QUOTATION_MARKS: Final = tuple("«“„\"‘'”»")
_NOTE: Final = re.compile(r"^[ \t>]*\[\^([^\]\n]{1,60})\](?=:)", re.MULTILINE)
_NOTE_MARK: Final = re.compile(r"(?<!\\)\[\^([^\]\n]{1,60})\]")
_ADDRESS: Final = re.compile(
    r"\(\s*<?(?:https?:|mailto:|tel:|/)[^\s)]*|<(?:https?://|mailto:)[^\s>)]*|https?://[^\s>)]*|mailto:[^\s>)]*|`[^`\n]+`"
)


def mixed_script(text: str) -> Iterator[tuple[int, str]]:
    """Offset and word for each word that mixes Greek and Latin letters, and each Latin article before a Greek word.

    Web addresses and code are left alone.
    """
    if text.isascii() or not _alphabets_touch(text):
        return  # as in nearly every text
    text = without_addresses(text)
    for match in _WORD.finditer(text):
        word = match.group()
        scripts = sum(bool(one.search(word)) for one in (_LATIN_LETTER, _GREEK_LETTER, _CYRILLIC_LETTER))
        mixed = scripts > 1 and not _UNIT.fullmatch(word)
        if mixed or (len(word) == 1 and _ARTICLE.match(text, match.start())):
            yield match.start(), word


def _alphabets_touch(text: str) -> bool:
    """Whether letters of the two alphabets touch, or a lone Latin letter may stand for a Greek article.

    Looks at the Latin words only: the scan from one to the next is fast, and Greek texts hold few of them.
    """
    if _CYRILLIC_LETTER.search(text):
        return True
    if not _GREEK_LETTER.search(text):
        return False
    for match in _LATIN_WORD.finditer(text):
        start, end = match.span()
        if _GREEK_LETTER.match(text, end) or (start and _GREEK_LETTER.match(text, start - 1)):
            return True
        if end - start == 1 and _ARTICLE.match(text, start):
            return True
    return False


def is_in_other_letters(text: str, language: str) -> bool:
    """Whether a text begins in another alphabet than its language's: Greek under `en.md`, or the other way round.

    A fifth of the letters may stay its own: names, and words quoted.
    """
    letters = "".join(_LETTERS.findall(without_addresses(text[:SAMPLE])))
    greek = len(_GREEK_LETTER.findall(letters))
    return len(letters) >= ENOUGH and (greek * 5 < len(letters) if language == "el" else greek * 5 > len(letters) * 4)


def without_addresses(text: str) -> str:
    """The text with web addresses and code blanked out: an address may mix alphabets."""
    if ":" not in text and "/" not in text and "`" not in text:
        return text
    return _ADDRESS.sub(lambda match: " " * len(match.group()), without_code(text))


def is_shortened(address: str) -> bool:
    """Whether it is an address at a link shortener, which hides where it leads and dies with the service."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    return host.removeprefix("www.") in SHORTENERS


def shortened(text: str) -> Iterator[tuple[int, str]]:
    """Offset and address for each shortened address in a text, linked or not."""
    lowered = text.lower()
    if not any(host in lowered for host in SHORTENERS):
        return
    for match in _SHORTENED.finditer(text):
        yield match.start(), match.group()


def unmade_links(text: str) -> Iterator[tuple[int, str]]:
    """Offset and sign where a link was meant and fails: `[words] (address)`, `(words)[address]`, `[words](`, and
    `[words](an address with spaces)`.
    """
    for match in _UNMADE.finditer(without_code(text)):
        yield match.start(), match.group()


def lone_footnotes(text: str) -> Iterator[tuple[int, str, str]]:
    """Offset, mark and rule for each footnote mark without a note, each note without a mark or with another's mark."""
    if "[^" not in text:
        return
    text = without_code(text)
    notes: dict[str, int] = {}
    places = set()
    for match in _NOTE.finditer(text):
        place = match.start(1) - 2
        places.add(place)
        if match.group(1) in notes:
            yield place, f"[^{match.group(1)}]", "footnote-twice"
        notes.setdefault(match.group(1), place)
    marks = {match.group(1): match.start() for match in _NOTE_MARK.finditer(text) if match.start() not in places}
    for name in marks.keys() - notes.keys():
        yield marks[name], f"[^{name}]", "footnote-missing"
    for name in notes.keys() - marks.keys():
        yield notes[name], f"[^{name}]", "footnote-unused"


def letter_rule(word: str) -> str:
    """A single letter can't be a mixture: it is an article or the like, typed on the wrong keyboard."""
    return "mixed-script" if len(word) > 1 else "latin-letter"


def foreign_letters(word: str) -> str:
    """The letters of the alphabet that the word uses less, for the message."""
    by_script = [script.findall(word) for script in (_LATIN_LETTER, _GREEK_LETTER, _CYRILLIC_LETTER)]
    used = sorted(filter(None, by_script), key=len)
    return "".join(dict.fromkeys(used[0]))


MOST_FOREIGN: Final = 2
"""Letters of another alphabet in a row that are taken for slips; where more are, two words may have been joined."""


def search_form(word: str) -> str:
    """A word without capitals and accents."""
    parts = unicodedata.normalize("NFD", word.lower())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def as_greek(word: str) -> str:
    """The word with Greek letters for all those that look like one."""
    return word.translate(_TO_GREEK)


def in_one_script(word: str) -> str:
    """The word in the one alphabet that it can be written in; nothing where that is not certain.

    `Aθήνα` can only be Greek, since no Latin letter looks like `θ`. What can be both is what most of its letters are.
    """
    greek, latin = word.translate(_TO_GREEK), word.translate(_TO_LATIN)
    if len(word) == 1:
        return greek if greek != word else ""
    both = ((greek, _GREEK_LETTER), (latin, _LATIN_LETTER))
    made = [one for one, script in both if len(script.findall(one)) == len(word)]
    if len(made) == 2:
        counts = [len(script.findall(word)) for _, script in both]
        even = [greek] if search_form(greek) in IN_BOTH_ALPHABETS else []
        made = even if counts[0] == counts[1] else [made[counts[1] > counts[0]]]
    if not made:
        return ""
    changed = "".join(" " if one == other else "x" for one, other in zip(word, made[0], strict=True))
    return made[0] if len(max(changed.split(), key=len, default="")) <= MOST_FOREIGN else ""
