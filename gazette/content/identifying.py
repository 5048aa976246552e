"""Words that may tell who a child is: a name beside an age, a street with a number.

No program can know a child from a text. What is found here is to be looked at by a person, wherever a child is shown or
told of; what is not found must be looked at all the same. Names can be told by their capitals alone, so that there are
none in a language without capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from .offices import is_of_office
from .readable import ReadableText, as_read, one_sigma

NAME_AND_AGE: Final = "name-and-age"
STREET: Final = "street-and-number"
BESIDE: Final = 60
"""How many signs of one sentence may stand between a name and an age."""
_UPPER: Final = "A-ZÀ-ÖØ-ÞΑ-ΩΆΈ-ΏΪΫ"
_NAME: Final = rf"[{_UPPER}][^\W\d_]+(?:['’-][^\W\d_]+)*"
_INITIAL: Final = rf"[{_UPPER}]\."
_PAIR: Final = re.compile(rf"\b{_NAME}(?: (?:al-|el-|bin |ben |van |de )?(?:{_NAME}|{_INITIAL})){{1,3}}")
_SINGLE: Final = re.compile(rf"\b{_NAME}")
_NUMBER: Final = (
    r"(?:\b(?:1[0-7]|[1-9])\b|\b(?:ενος|δυο|τριων|τεσσαρων|πεντε|εξι|ε[πφ]τα|οχτω|οκτω|εννεα|εννια|δεκα|εντεκα"
    r"|ενδεκα|δωδεκα"
    r"|δεκα(?:τριων|τεσσαρων|πεντε|εξι|ε[πφ]τα|οχτω|οκτω)|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen)\b)"
)
_AGE: Final = re.compile(
    one_sigma(
        rf"{_NUMBER}[ \-]{{0,2}}(?:μιση )?(?:ετων|ετη\b|χρονων|χρονια\b|μηνων|years?[ -]old|yrs?\b|y\.?o\.?\b"
        rf"|months?[ -]old|ans\b|jahre\b|سنوات|سنة|عاما)"
        rf"|\b1?[1-9]\s?-?(?:χρον|ετ)[ηοαεω]\w{{0,4}}|\b(?:μονο|δι|τρι|τετρα|πεντα|εξα|ε[πφ]τα|οκτα|οχτα|εννια"
        rf"|δεκα|εντεκα|δωδεκα|δεκα\w{{3,6}})"
        rf"χρον[ηοαεω]\w{{0,3}}|\b(?:ηλικιας|ηλικια|aged?|age of|turned|εκλεισε τα|γινεται|εγινε) {_NUMBER}"
        rf"|\bγεννηθηκε (?:το|στις)\b|\bborn (?:in|on)\b"
    )
)
_BARE_AGE: Final = re.compile(r"\A ?(?:[,–-] ?|[(\[] ?)(?:1[0-7]|[1-9])(?= ?[,.;)\]–-])")
"""A number right behind a name, as in "(9)" and ", 9,"."""
_ENDS: Final = re.compile(r"[.;!?·](?:\s|$)|\n\s*\n")
_CHILDREN: Final = re.compile(
    one_sigma(
        r"(?:παιδ|μαθητ|κοριτσ|αγορ|εφηβ|νεο[ις]|νηπι|children|child|pupils?|students?|girls?|boys?|teen|kids"
        r"|young|age|the\b|"
        r"τα\b|το\b|οι\b|ο\b|η\b|απο\b|για\b|για\b|στ(?:ην|η|ον|ο|ους|ις|α)\b|κατα\b|μετα\b|πριν\b|at\b|from\b"
        r"|for\b|some\b|all\b|many\b|about\b|over\b|under\b|when\b|since\b|after\b|in\b|my\b|our\b|we\b|he\b"
        r"|she\b|it\b)"
    )
)
"""What a sentence may begin with, in capitals and no name."""
_CALENDAR: Final = (
    "ιανουαρι|φεβρουαρι|μαρτι|απριλι|μαι[οου]|ιουνι|ιουλι|αυγουστ|σεπτεμβρι|οκτωβρι|νοεμβρι|δεκεμβρι|δευτερα|τριτη|τεταρτη"
    "|πεμπτη|παρασκευη|σαββατο|κυριακη|january|february|march|april|may\\b|june|july|august|september|october|november"
    "|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|τευχο|issue|page|σελιδα|αρθρο|article|covid"
)
_PLACE_NUMBER: Final = r",? ?(?:αρ(?:\.|ιθμο[ςσ])? ?|no\.? ?|αριθ\. ?)?\d{1,3}[a-zα-ω]?(?![\w%:/]|[.,]\d)"
_WORDS: Final = r"(?:[^\W\d_]{2,}\.?[ -]?){1,3}"
_STREETS: Final = re.compile(
    one_sigma(
        rf"\b(?:οδος|οδου|οδο|οδ\.|λεωφορος|λεωφορου|λεωφορο|λεωφ\.|λ\.|παροδος|παροδου|πλατεια|πλατειας|πλ\."
        rf"|odos|leoforos|plateia"
        rf"|rue|avenue|street|via|calle|شارع) ?{_WORDS}{_PLACE_NUMBER}"
        rf"|\b\d{{1,4}}[a-z]?,? (?:[^\W\d_]{{2,}} ){{1,3}}(?:street|str\.?|st\.?|avenue|ave\.?|road|rd\.?"
        rf"|square|sq\.|lane|boulevard|blvd|str)\b"
        rf"|\b(?:[^\W\d_]{{2,}} ){{1,3}}(?:street|avenue|road|square|lane|boulevard|str\.),? ?\d{{1,3}}\b"
        rf"|\b[^\W\d_]{{3,}}(?:strasse|straße|str\.) \d{{1,3}}"
    )
)
_ON: Final = re.compile(
    rf"\b(?:[Σσ]τη[νς]?|[Σσ]τ[οα]|[Εε]πί(?: της)?|at|in"
    rf"|on) (?P<street>{_NAME}(?: {_NAME})?) \d{{1,3}}[α-ωa-z]?(?=\s*(?:[,;)»”·]|\.(?!\d)|$|στ|και |and |in ))"
)


class IdentifyingDetail(NamedTuple):
    """Something that may tell who a child is: `offset` in what was written, the rule, and the words."""

    offset: int
    rule: str
    words: str


def told(written: str, markdown: bool = True) -> list[IdentifyingDetail]:
    """All that may tell who a child is, in the order of the text."""
    text = as_read(written, markdown)
    hits: list[tuple[int, int, str]] = []
    for hit in sorted({*_names(text), *_streets(text)}, key=lambda hit: (hit[2], hit[0], -hit[1])):
        if not hits or hits[-1][2] != hit[2] or hit[0] >= hits[-1][1]:  # else a part of what was told
            hits.append(hit)
    return sorted(
        IdentifyingDetail(text.offsets[start], rule, _on_one_line(text.text[start:end])) for start, end, rule in hits
    )


def names(written: str) -> list[str]:
    """Words that may be someone's whole name: two or more with capitals in a row that belong to no office."""
    text = as_read(written, markdown=False)
    pairs = (match.span() for match in _PAIR.finditer(text.text))
    return [text.text[start:end] for start, end in pairs if not _is_no_name(text.folded[start:end])]


def _is_no_name(folded: str) -> bool:
    return is_of_office(folded) or (_CHILDREN.match(folded) is not None and folded.count(" ") == 1)


def _on_one_line(words: str) -> str:
    return " ".join(words.split())


Hits = Iterator[tuple[int, int, str]]


def _names(text: ReadableText) -> Hits:
    for match in _PAIR.finditer(text.text):
        if _is_no_name(text.folded[match.start() : match.end()]):
            continue
        age = _age_beside(text, match.start(), match.end())
        if age:
            yield min(match.start(), age[0]), max(match.end(), age[1]), NAME_AND_AGE
    yield from _single_names(text)


def _age_beside(text: ReadableText, start: int, end: int) -> tuple[int, int] | None:
    """Where an age stands in the sentence of a name, right behind it or near."""
    bare = _BARE_AGE.match(text.folded[end : end + 12])
    if bare:
        return end, end + bare.end()
    behind = _AGE.search(text.folded, end, min(len(text.text), end + BESIDE))
    if behind and not _ENDS.search(text.text, end, behind.start()):
        return behind.span()
    before = list(_AGE.finditer(text.folded, max(0, start - BESIDE), start))
    if before and not _ENDS.search(text.text, before[-1].end(), start):
        return before[-1].span()
    return None


def _single_names(text: ReadableText) -> Hits:
    """One name alone is told only where the age touches it."""
    for match in _AGE.finditer(text.folded):
        before = re.search(
            rf"({_NAME}),? (?:(?:is|was|είναι|ήταν|who is|που είναι) )?(?:μόλις |only |just )?\Z",
            text.text[max(0, match.start() - 40) : match.start()],
        )
        behind = re.match(rf",? ?(?:ο |η |τον |την |της |του )?({_NAME})", text.text[match.end() : match.end() + 40])
        for found, base in ((before, max(0, match.start() - 40)), (behind, match.end())):
            if found is None:
                continue
            start, end = base + found.start(1), base + found.end(1)
            if not _CHILDREN.match(text.folded, start) and not is_of_office(text.folded[start:end]):
                yield min(start, match.start()), max(end, match.end()), NAME_AND_AGE


def _streets(text: ReadableText) -> Hits:
    for match in _STREETS.finditer(text.folded):
        yield match.start(), match.end(), STREET
    for match in _ON.finditer(text.text):
        words = text.folded[match.start("street") : match.end("street")]
        if not re.match(one_sigma(_CALENDAR), words) and not is_of_office(words):
            yield match.start(), match.end(), STREET
