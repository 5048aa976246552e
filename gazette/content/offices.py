"""Is it an office that someone wrote down, or a person? Where only an office may stand, none is named who could be."""

from __future__ import annotations

import re
from typing import Final

from .readable import ReadableText, as_read, one_sigma

NONE_NAMED: Final = "office-none"
PERSON: Final = "office-person"
REACHED: Final = "office-contact"

_OFFICE: Final = re.compile(
    one_sigma(
        r"\b(?:γραφει|υπηρεσι|διευθυνσ|τμημα|τμηματ|υπευθυν|αντιδημαρχ|αντιπεριφερει|δημαρχ|δημ(?:ος|ου|ο|οι|ων"
        r"|οτικ)\b|δημοτικ"
        r"|κεντρ|κοινοτ|κοινωνι|συμβουλ|επιτροπ|μοναδ|γραμματει|νομικ|συντονισ|αναπτυξιακ|εταιρει|οργανισμ"
        r"|οργανωσ|συλλογ"
        r"|σχολ(?:ει|ικ|η)|ιδρυμ|υπουργει|περιφερει|τομε|ομαδ|δομ(?:η|ης|ων|ες)\b|φορε|προστασι|ξενων|βιβλιοθηκ"
        r"|προισταμεν"
        r"|ενταξ|επικοινωνι|υποστηριξ|διαχειρισ|ενημερωσ|μεταναστ|προσφυγ|αλληλεγγυ|γυμνασι|λυκει|δικτυ"
        r"|επιχειρησ|πρωτοκολλ"
        r"|πανεπιστημι|εκπαιδευσ|διοικησ|υπδ\b|dpo\b|offic|department|service|unit\b|team|municipal|city\b"
        r"|council|committee"
        r"|cent(?:re|er)|secretari|directorate|bureau|agenc|authorit|ministry|coordinat|desk\b|board\b"
        r"|organi[sz]ation|association"
        r"|foundation|institut|school|librar|town hall|protection|region|network|mayor|administrat|division"
        r"|section|legal"
        r"|integration|communicat|community|support|refugee|migra|social|registry|head of|manager|responsible"
        r"|university)"
    )
)
"""How the words begin of which what an office is called is made up, without accents, in Greek and English."""
_ACRONYM: Final = re.compile(r"(?<![\w.])(?:[A-ZΑ-Ω]\.?){3,7}(?![\w])")
_TITLE: Final = re.compile(
    one_sigma(
        r"(?<![\w.])(?:κ\.(?=\s|[^\W\d]{3})|κ(?:ος|α|ου|ας|ον|αν)\b\.?|κυρι(?:ος|α|ου|ας|ο|αν)\b|δις\b|δρ\b|δ\."
        r"|mrs?\b|ms\b|miss\b|mx\b|dr\b|sir\b|madam\b)"
    )
)
_MAIL: Final = re.compile(r"\S@\S|[(\[{](?:at|παπακι)[)\]}]")
_DIGITS: Final = re.compile(r"(?:\d\D{0,3}){6}")
_PART: Final = re.compile(r"[^,;:()\[\]/|–—]+")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_PLACES: Final = frozenset(
    one_sigma(
        "νεα νεας νεος νεου νεο νεων αγιος αγιου αγιο αγια αγιας αγιοι αγιων αγ ανω κατω παλαιο παλαια παλαιου"
        " μεγαλη μεγαλο"
        " ανατολικη ανατολικης δυτικη δυτικης βορεια βορειας βορειο βορειου νοτια νοτιας νοτιο νοτιου κεντρικη"
        " κεντρικης στερεα στερεας"
        " nea neos neo agios agia agiou agioi ano kato palaio palea new old saint st north south east west"
        " eastern western"
        " central upper lower northern southern greater ag"
    ).split()
)
"""With which names of places begin that have two words."""
_HEADS: Final = frozenset(
    one_sigma(
        "δημος δημου δημο δημοι δημων κοινοτητα κοινοτητας σχολειο σχολειου γυμνασιο γυμνασιου λυκειο λυκειου"
        " ιδρυμα ιδρυματος"
        " of οδος οδου πλατεια πλατειας for and και των της του municipality city town foundation school"
        " περιφερεια περιφερειας"
    ).split()
)
"""Behind these stands what they are called, be it after a person."""
_GIVEN: Final = re.compile(
    one_sigma(
        r"(?:μαρι(?:α|ας|αν|ος|ου)|ελεν(?:η|ης)|(?:αικ|κ)ατεριν(?:α|ας|η|ης)|ανν(?:α|ας)|αννα|βασιλ(?:ικη|ικης"
        r"|ης|η|ειος|ειου)"
        r"|γεωργι(?:α|ας|ος|ου)|γιωργ(?:ος|ου|ο)|δημητρ(?:α|ας|ης|η|ιος|ιου)|μητσος|ιωανν(?:α|ας|ης|η|ου)"
        r"|γιανν(?:ης|η|α|ας)"
        r"|κωνσταντιν(?:ος|ου|α|ας)|κωστ(?:ας|α|ης)|νικο(?:ς|υ|λαος|λαου|λετα|λετας)|νικ(?:η|ης)|παναγιωτ(?:ης"
        r"|η|α|ας)|χρηστ(?:ος|ου)"
        r"|χριστ(?:ος|ου|ινα|ινας)|αθανασι(?:ος|ου|α|ας)|θανασ(?:ης|η)|αντων(?:ης|η|ιος|ιου|ια)|σωτηρ(?:ης|η"
        r"|ιος|ιου|ια)|αναστασι(?:ος|ου|α|ας)"
        r"|σοφι(?:α|ας)|ευαγγελ(?:ος|ου|ια|ιας)|αγγελικ(?:η|ης)|ειρην(?:η|ης)|φωτειν(?:η|ης)|δεσποιν(?:α|ας)"
        r"|παρασκευ(?:η|ης|ας)"
        r"|σπυρ(?:ος|ου|ιδων|ιδωνος)|μιχαλ(?:ης|η)|μιχαηλ|αλεξανδρ(?:ος|ου|α|ας)|στελιος|στελλ(?:α|ας)|ζωη"
        r"|ηλιας|θεοδωρ(?:ος|ου|α|ας)"
        r"|μαρινα|ευη|λενα|τασος|λευτερης|ελευθερι(?:ος|ου|α)|παυλ(?:ος|ου|ινα)|πετρ(?:ος|ου)|στεφαν(?:ος|ου"
        r"|ια)|βικυ|ραν?ια|αμινα|αχμεντ|μοχαμεντ|αλι|φατιμα|ομαρ|γιουσουφ|ιμπραημ|χαμιντ|λεϊλα|λειλα|ζαχρα|ναντια|σαμιρ"
        r"|χασαν|μουσταφα|καριμ"
        r"|maria|eleni|helen|(?:ai)?katerin[ai]|anna|vasilik[iu]|vass?ilis|georgia|georg(?:e|ios)|giorgos"
        r"|yorgos|dimitr(?:a|is|ios)"
        r"|ioann(?:a|is)|giann?(?:is|a)|yannis|k(?:o|on)stantin(?:os|a)|kostas|costas|nik(?:os|olaos|oleta)"
        r"|panagiot(?:is|a)|christ(?:os|ina)"
        r"|athanasi(?:os|a)|thanasis|antonis|sotiris|anastasi(?:os|a)|sofia|sophia|evangel(?:os|ia)|angelik[iu]"
        r"|irini|despina|spyros"
        r"|mich(?:alis|ael)|alexandr(?:os|a)|stelios|pavlos|petros|stefanos|john|mary|peter|paul|david|james"
        r"|sarah|emma|ali|amina|ahmed"
        r"|moh?ammed|muhammad|fatima|hass?an|omar|yusuf|ibrahim|hamid|leila|layla|zahra|nadia|samir|mustafa|karim)\.?$"
    )
)
"""Given names that are met in Greece, as they stand in a sentence; without accents."""
_SHORTENED: Final = re.compile(r"[A-ZΑ-ΩΆ-Ώ][a-zα-ω]{0,2}\.$")


def fault(written: str) -> str:
    """Why what was written is no office, as the end of a rule's name; nothing where it is one.

    An office needs a word for one. Whoever is named beside it is told by a title, by an initial, by a given name, or by
    standing apart, between commas or brackets, as two words with capitals that are neither an office nor a place.
    """
    read = as_read(written, markdown=False)
    if _MAIL.search(read.folded) or _DIGITS.search(read.folded):
        return REACHED
    if _TITLE.search(read.folded):
        return PERSON
    spelled = _ACRONYM.sub(lambda match: "¤" * len(match.group()), read.text) if not read.text.isupper() else read.text
    parts = [_words(read, part) for part in _PART.finditer(spelled)]
    if any(_is_person(words) for words in parts):
        return PERSON
    return "" if is_office(read) else NONE_NAMED


def is_office(read: ReadableText) -> bool:
    """Whether a word for an office is there, or what may be an office's initials."""
    acronym = _ACRONYM.search(read.text)
    return (
        _OFFICE.search(read.folded) is not None
        or (acronym is not None and not read.text.isupper())
        or bool(acronym and acronym.group() == read.text.strip())
    )


def is_of_office(folded: str) -> bool:
    """Whether one of the words, without accents and capitals, belongs to what an office is called."""
    return _OFFICE.search(folded) is not None


def is_given_name(folded: str) -> bool:
    """Whether a word, without accents and capitals, is a given name that is met in Greece."""
    return _GIVEN.match(folded) is not None


_TOWNS: Final = re.compile(one_sigma(r"(?:παυλο[υς] μελα|pavlos? melas|αγι[αο]\w? |ag\. |saint )"))


def is_place(folded: str) -> bool:
    """Whether words, without accents and capitals, begin as the name of a place does that has two."""
    return folded.split(maxsplit=1)[0].rstrip(".") in _PLACES or _TOWNS.match(folded) is not None


Words = list[tuple[str, str]]
"""Each word, and the same without accents and capitals."""


def _words(read: ReadableText, part: re.Match[str]) -> Words:
    found = _WORD.finditer(part.string, part.start(), part.end())
    return [(match.group(), read.folded[match.start() : match.end()]) for match in found]


def _is_person(words: Words) -> bool:
    for number, (word, plain) in enumerate(words):
        before = words[number - 1][1].rstrip(".") if number else ""
        if not word[:1].isupper() or before in _HEADS or before in _PLACES or plain.rstrip(".") in _PLACES:
            continue
        near = [*words[number + 1 : number + 2], *(words[number - 1 : number] if number else [])]
        others = [pair for pair in near if _may_be_surname(pair)]
        if others and (
            _GIVEN.match(plain) or (_SHORTENED.match(word) and number + 1 < len(words) and len(word) <= _INITIAL)
        ):
            return True
    return _stands_apart(words)


_INITIAL: Final = 4
_LEAST_SURNAME: Final = 3


def _may_be_surname(pair: tuple[str, str]) -> bool:
    word, plain = pair
    is_known = _OFFICE.match(plain) or plain in _HEADS or plain in _PLACES
    return word[:1].isupper() and len(word) >= _LEAST_SURNAME and not is_known


def _stands_apart(words: Words) -> bool:
    """Two or three words with capitals and nothing else, of which none belongs to an office or a place."""
    if len(words) not in (2, 3) or not all(word[:1].isupper() for word, _ in words):
        return False
    return words[0][1].rstrip(".") not in _PLACES and not any(_OFFICE.match(plain) for _, plain in words)
