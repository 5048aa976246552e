"""Words that may tell who a child is: a name beside an age, a street with a number.

No program can know a child from a text. What is found here is to be looked at by a person, wherever a child is shown or
told of; what is not found must be looked at all the same. A whole name beside a child's age (`is_whole`) is not
allowed in a text that no office has read: only what can hardly be anything else counts as such. Names are recognised by
their capitals alone, so none are found in a language without capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from .offices import is_given_name, is_of_office, is_place
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
    r"(?:\b(?:1[0-7]|[1-9])(?!\d)|\b(?:ενος|δυο|τριων|τεσσαρων|πεντε|εξι|ε[πφ]τα|οχτω|οκτω|εννεα"
    r"|εννια|δεκα|εντεκα"
    r"|ενδεκα|δωδεκα"
    r"|δεκα(?:τριων|τεσσαρων|πεντε|εξι|ε[πφ]τα|οχτω|οκτω)|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen)\b)"
)
_AGE: Final = re.compile(
    one_sigma(
        rf"{_NUMBER}[ \-]{{0,2}}(?:μιση )?(?:ετων|ετη\b|χρονων|χρονια\b|μηνων|years?[ -]old|yrs?\b|y\.?o\.?\b"
        rf"|months?[ -]old|ans\b|jahre\b|سنوات|سنة|عاما)"
        rf"|\b(?:[1-2]?\d)[ \-]?(?:χρον|ετ)[ηοαεω]\w{{0,4}}|\b(?:μονο|δι|τρι|τετρα|πεντα|εξα|ε[πφ]τα"
        rf"|οκτα|οχτα|εννια"
        rf"|δεκα|εντεκα|δωδεκα|δεκα\w{{3,6}})"
        rf"χρον[ηοαεω]\w{{0,3}}|\b(?:ηλικιας|ηλικια|ετων|aged?|age of|turned|εκλεισε τα|γινεται|εγινε"
        rf"|ειναι|ηταν|is|was):? {_NUMBER}"
        rf"(?! ?(?:%|€|ευρω|euros?\b|χλμ|km\b|[\-–/.,:]\d))"
        rf"|\bγεννηθηκε (?:το|στις)\b|\bγενν(?:\.|ηθ\w+) ?\d|\bborn (?:(?:in|on)\b|\d)"
    )
)
_BARE_AGE: Final = re.compile(
    r"\A ?(?:[,–|-] ?|[(\[] ?)(?:1[0-7]|[1-9])(?= ?(?:[,;)\]|–-]|\.(?!\d)|\n|\Z))(?! ?[-–] ?\d)"
)
"""A number right behind a name, as in "(9)" and ", 9,"."""
_ENDS: Final = re.compile(r"[.;!?·](?:\s|$)|\n")
"""Where a sentence ends; a line that ends is one, once `_read` has joined those of a paragraph."""
_SOFT: Final = re.compile(r"(?<=[^\n|])\n(?![ \t]*(?:[-*+#|>]|\d+[.)][ \t]|\n|\Z))(?=[^|\n]*(?:\n|\Z))")
"""The end of a line within a paragraph, which readers see as a space: none of a list, a heading or a table."""
_UNUSUAL: Final = re.compile(r"[^\x00-\u03ff\u1f00-\u20ff]|&")
_FIGURE: Final = re.compile("[1-9]")
_SMALL_NUMBER: Final = re.compile(r"(?<!\w)(?:1[0-7]|[1-9])(?!\d)")
_OF_AGES: Final = ("χρον", "χρόν", "aged", "ετών", "ηλικί", "είναι", "turned")
_WORDS_OF_AGES: Final = re.compile(r"years?\b|[- ]old\b|\bis\b")


def _is_worth_it(text: str) -> bool:
    """Whether an age may stand in a text: told much faster than the text itself is read."""
    if (_FIGURE.search(text) and _SMALL_NUMBER.search(text)) or _UNUSUAL.search(text):
        return True
    small = text.casefold()
    return any(word in small for word in _OF_AGES) or bool(_WORDS_OF_AGES.search(small))


_WHO: Final = one_sigma(
    r"(?:μικρ\w{1,3}|μαθητ\w{1,5}|κοριτσ\w{1,4}|αγορ(?:ι|ακι)\w{0,3}|παιδ(?:ι|ακι)\w{0,3}|εφηβ\w{1,4}"
    r"|ανηλικ\w{1,4}|προσφυγ\w{1,10}"
    r"|πρωην|κορη|κορης|γιος|γιου|συρι\w{1,4}|αφγαν\w{1,4}|girl|boy|pupil|student|child|refugee"
    r"|syrian|afghan|daughter|son|named|called)"
)
"""Words that may stand between an age and the name of whom it is."""
_YEARS: Final = rf"(?:{_NUMBER}[ -]?(?:μιση )?(?:ετων|χρονων|χρονω\b|years?[ -]old|yrs?\b|y\.?o\.?\b|year[ -]olds?\b))"
_YEARLING: Final = one_sigma(
    r"(?:\b(?:1[0-7]|[1-9])[ -]?χρον(?:ος|ου|ο|η|ης|α)\b|\b(?:διχρον|τριχρον|τετραχρον|πενταχρον"
    r"|εξαχρον|ε[πφ]ταχρον|οκταχρον|οχταχρον"
    r"|εννιαχρον|εννεαχρον|δεκαχρον|εντεκαχρον|ενδεκαχρον|δωδεκαχρον|δεκα\w{3,6}χρον)(?:ος|ου|ο|η|ης|α)\b)"
)
_SURE_BEHIND: Final = re.compile(
    one_sigma(
        rf"\A ?(?:[,(–|-] ?)?(?:(?:που|η οποια|ο οποιος|who|η|ο|το|the|an?) )?(?:(?:ειναι|ηταν|is|was|'s) )?"
        rf"(?:(?:μολις|μονο|only|just|an?|ενα|ενας|μια) )?(?:(?:ηλικιας|ετων|aged?|ηλικια"
        rf"|age):? {_NUMBER}|{_YEARS}|{_YEARLING})"
        rf"|\A[^.;!?·\n|]{{0,40}}\b(?:ειναι|ηταν|is|was|εγινε|turned|γινεται|εκλεισε τα) (?:(?:μολις"
        rf"|μονο|only|just|now|τωρα) )?"
        rf"(?:{_YEARS}|{_YEARLING}|ηλικιας {_NUMBER}|(?:aged?|age of) {_NUMBER}"
        rf"|{_NUMBER}(?= ?(?:[,;!·)]|\.(?!\d)|\Z|\n| και | and )))"
        rf"|\A[^.;!?·\n|]{{0,40}}, (?:ηλικιας|aged) {_NUMBER}"
    )
)
"""An age after a name, as in `Maria (7)`, that can hardly mean anything else."""
_SURE_BEFORE: Final = re.compile(
    one_sigma(
        rf"(?:{_YEARLING}|{_NUMBER}[ -]year[ -]old"
        rf"|{_NUMBER}[ -]?y\.?o\.?)(?:,? (?:{_WHO})){{0,2}},? (?:(?:ο|η|το|την?|τον|του|της) )?\Z"
    )
)
"""An age before a name, as in `7-year-old Maria`, that can hardly mean anything else."""
_GROUP: Final = re.compile(
    one_sigma(
        r"\b(?:παιδια|παιδιων|μαθητες|μαθητων|μαθητριες|εφηβοι|νεοι|νεους|children|pupils|students"
        r"|people|kids|girls|boys|young)\b"
    )
)
"""Words for many: an age beside them is no one's own."""
_STATUS: Final = re.compile(
    one_sigma(
        r"\b(?:(?:ο|η|το|του|της|τον|την?) )?(?:μικρ(?:ος|η|ου|ης|ο)|εφηβ(?:ος|η|ου|ης|ο)|ανηλικ(?:ος"
        r"|η|ου|ης|ο)|βρεφος|νηπιο|μαθητ(?:ης|ρια|η|ριας)"
        r"|κοριτσι|κοριτσακι|αγορι|αγορακι|the (?:boy|girl|child|baby|toddler|teenager|pupil|minor)"
        r"|(?:boy|girl|baby|toddler|teenager|pupil|schoolboy|schoolgirl|little)) \Z"
    )
)
"""Words for a child right before its name."""
_CHILDREN: Final = re.compile(
    one_sigma(
        r"(?:παιδ|μαθητ|κοριτσ|αγορ|εφηβ|νεο[ις]|νηπι|children|child|pupils?|students?|girls?|boys?|teen|kids"
        r"|young|age|the\b|"
        r"τα\b|το\b|οι\b|ο\b|η\b|απο\b|για\b|για\b|στ(?:ην|η|ον|ο|ους|ις|α)\b|κατα\b|μετα\b|πριν\b|at\b|from\b"
        r"|for\b|some\b|all\b|many\b|about\b|over\b|under\b|when\b|since\b|after\b|in\b|my\b|our\b|we\b|he\b"
        r"|she\b|it\b)"
    )
)
"""Words such as "Children" that begin a sentence with a capital and are no names."""
_SOMEONE: Final = re.compile(
    one_sigma(
        r"\b(?:παιδι|παιδακι|κοριτσι|κοριτσακι|αγορι|αγορακι|μωρο|βρεφος|νηπιο|μαθητης|μαθητρια|εφηβος|εφηβη"
        r"|προσωπ[οα]|πορτρετ[οα]|χαμογελ\w+"
        r"|child|girl|boy|baby|toddler|pupil|schoolboy|schoolgirl|teenager|portraits?|smil(?:es?|ing))\b"
    )
)
"""Words of a description that tell of one child, or of what is seen in a face."""
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
    is_whole: bool = False
    """Whether a whole name stands beside what can hardly be anything but its age."""


def told(written: str, markdown: bool = True) -> list[IdentifyingDetail]:
    """All that may tell who a child is, in the order of the text."""
    text = _read(written, markdown)
    hits: list[tuple[int, int, str]] = []
    for hit in sorted({*_names(text), *_streets(text)}, key=lambda hit: (hit[2], hit[0], -hit[1])):
        if not hits or hits[-1][2] != hit[2] or hit[0] >= hits[-1][1]:  # else a part of what was told
            hits.append(hit)
    sure = list(_whole(text))
    return sorted(_told(text, hit, any(hit[0] < end and start < hit[1] for start, end in sure)) for hit in hits)


def whole(written: str, markdown: bool = True) -> list[IdentifyingDetail]:
    """Whole names beside a child's age, of which no text may tell unless an office has read it."""
    if not _is_worth_it(written):
        return []
    text = _read(written, markdown)
    return [_told(text, (start, end, NAME_AND_AGE), True) for start, end in sorted(set(_whole(text)))]


def _told(text: ReadableText, hit: tuple[int, int, str], is_whole: bool) -> IdentifyingDetail:
    start, end, rule = hit
    is_whole = is_whole and rule == NAME_AND_AGE
    return IdentifyingDetail(text.offsets[start], rule, _on_one_line(text.text[start:end]), is_whole)


def _read(written: str, markdown: bool) -> ReadableText:
    """A text with the lines of a paragraph joined, sign by sign, so that every place stays the same."""
    text = as_read(written, markdown)
    if "\n" not in text.text:
        return text
    at = [match.start() for match in _SOFT.finditer(text.text)]
    signs, folded = list(text.text), list(text.folded)
    for place in at:
        signs[place] = folded[place] = " "
    return ReadableText("".join(signs), "".join(folded), text.offsets)


def _whole(text: ReadableText) -> Iterator[tuple[int, int]]:
    for start, end in _pairs(text):
        behind = _SURE_BEHIND.match(text.folded[end : end + BESIDE])
        if behind and not _GROUP.search(behind.group()):
            yield start, end + behind.end()
            continue
        before = _SURE_BEFORE.search(text.folded[max(0, start - BESIDE) : start])
        if before and not _GROUP.search(before.group()):
            yield max(0, start - BESIDE) + before.start(), end
            continue
        bare = _BARE_AGE.match(text.folded[end : end + 12])
        if bare and any(map(is_given_name, text.folded[start:end].split())):
            yield start, end + bare.end()


def _pairs(text: ReadableText) -> Iterator[tuple[int, int]]:
    """Where words with capitals stand that may be someone's whole name, and neither an office's nor a place's."""
    for match in _PAIR.finditer(text.text):
        start, end = match.span()
        opening = _CHILDREN.match(text.folded, start)
        if opening and text.folded[start:end].count(" ") > 1:  # "Το Ομάρ Χασάν": the name begins behind it
            start = text.folded.index(" ", start) + 1
        words = text.folded[start:end]
        if not _is_no_name(words) and not is_place(words):
            yield start, end


def names(written: str) -> list[str]:
    """Words that may be someone's whole name: two or more with capitals in a row that belong to no office."""
    text = as_read(written, markdown=False)
    pairs = (match.span() for match in _PAIR.finditer(text.text))
    return [text.text[start:end] for start, end in pairs if _may_be_name(text.folded[start:end])]


def given_names(written: str) -> list[str]:
    """Words with capitals that are given names met in Greece, each by itself."""
    text = as_read(written, markdown=False)
    spans = (match.span() for match in _SINGLE.finditer(text.text))
    return [text.text[start:end] for start, end in spans if is_given_name(text.folded[start:end])]


def _is_no_name(folded: str) -> bool:
    return is_of_office(folded) or (_CHILDREN.match(folded) is not None and folded.count(" ") == 1)


def _may_be_name(folded: str) -> bool:
    return not _is_no_name(folded) and not is_place(folded)


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
        elif _STATUS.search(text.folded[max(0, match.start() - 24) : match.start()]):
            yield match.start(), match.end(), NAME_AND_AGE
    yield from _single_names(text)
    yield from _named_in_brackets(text)


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


def _named_in_brackets(text: ReadableText) -> Hits:
    """One name with a bare number, as in `Omar (12)` and `| Omar | 8 |`, if it is a given name or a child's."""
    for match in _SINGLE.finditer(text.text):
        bare = _BARE_AGE.match(text.folded[match.end() : match.end() + 12])
        is_child = is_given_name(text.folded[match.start() : match.end()]) or _STATUS.search(
            text.folded[max(0, match.start() - 24) : match.start()]
        )
        if bare and is_child:
            yield match.start(), match.end() + bare.end(), NAME_AND_AGE


def _streets(text: ReadableText) -> Hits:
    for match in _STREETS.finditer(text.folded):
        yield match.start(), match.end(), STREET
    for match in _ON.finditer(text.text):
        words = text.folded[match.start("street") : match.end("street")]
        if not re.match(one_sigma(_CALENDAR), words) and not is_of_office(words):
            yield match.start(), match.end(), STREET


def someone_in(description: str) -> str:
    """The first word of a photo's description that tells of one child, or of a face; nothing where none does."""
    read = as_read(description, markdown=False)
    found = _SOMEONE.search(one_sigma(read.folded))
    return read.text[found.start() : found.end()] if found else ""
