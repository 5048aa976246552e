"""What was left in a text by mistake: words still to be filled in, a program's own codes, feet of pages, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..readable import as_read, one_sigma
from .found import Slip

_X: Final = "[XΧ]{3,12}|[xχ]{3,12}"
_TO_DO: Final = re.compile(rf"(?<![\w#@./-])(?:TODO|FIXME|TBD|TBC|TBA)(?![\w@/])|(?<![\w@./-])(?:{_X})(?![\w@./-])")
_TO_DO_SIGNS: Final = ("TODO", "FIXME", "TBD", "TBC", "TBA", "XX", "ΧΧ", "XΧ", "ΧX", "xxx", "χχχ")
_LOREM: Final = re.compile(r"lorem[ \xa0]+ipsum(?:[ \xa0]+dolor)?", re.IGNORECASE)
_PART: Final = r"(?:[XΧxχ]{2}|[_.…]{2,8})"
_BLANK_DATE: Final = re.compile(
    rf"(?<![\w/]){_PART}[/.-](?:{_PART}|\d{{1,2}})[/.-](?:[XΧxχ_]{{2,8}}|[.…]{{2,8}}|\d{{2,4}})(?![\w/])"
)
_BLANK_SIGNS: Final = ("ΧΧ", "XX", "xx", "χχ", "__", "../", "…/")
_TO_FILL: Final = re.compile(
    r"[(\[](?:(?:να|θα|προς|υπό) (?:συμπλ|επιβεβ|προσθ|προστ)\w{0,15}"
    r"|to be (?:completed|confirmed|added|filled in|decided|announced)|to follow|coming soon)\.{0,3}[)\]]",
    re.IGNORECASE,
)
_TO_FILL_SIGNS: Final = (
    "υμπλ",
    "ΥΜΠΛ",
    "πιβεβ",
    "ΠΙΒΕΒ",
    "ροσθ",
    "ροστ",
    "ΡΟΣΘ",
    "ΡΟΣΤ",
    "to be",
    "o follow",
    "ing soon",
)
_ALONE: Final = re.compile(
    r"^[ \t]*((?:(?:να|προς|θα) (?:συμπληρωθεί|συμπληρωθούν|συμπλήρωση|συμπληρωθει|συμπληρωθουν|συμπληρωση)"
    r"|κείμενο εδώ|κειμενο εδω|text here|συμπληρώστε εδώ"
    r"|(?:φωτο|φωτό|φωτογραφία|φωτογραφια|εικόνα|εικονα|photo|image)(?:[ \xa0]?\d{1,3})?)[.:!]{0,3})[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_ALONE_SIGNS: Final = (
    "υμπληρ", "ΥΜΠΛΗΡ", "έιμενο ε", "είμενο ε", "ΕΙΜΕΝΟ Ε", "ext here", "φωτ", "Φωτ", "ΦΩΤ", "ικόνα", "ΙΚΟΝΑ", "hoto",
    "PHOTO", "mage", "MAGE",
)  # fmt: skip
_UNSURE: Final = re.compile(r"(?<=\s)\?{3,10}(?=[\s.,]|\Z)")
_PROMPT: Final = re.compile(
    r"(?:Κάντε κλικ|Πατήστε|Κλικ)[^.\n]{0,30} για να "
    r"(?:εισαγάγετε|εισάγετε|προσθέσετε|επιλέξετε|καταχωρ\w{2,8}) "
    r"(?:κείμενο|ημερομηνία|τίτλο|εικόνα|στοιχείο|μια)[^.\n]{0,30}\.?"
    r"|(?:Click|Tap)(?: or tap| or click)?(?: here)? to (?:enter|add|insert|edit|choose)[^.\n]{0,30}\.?"
    r"|\[(?:Πληκτρολογήστε|Type)\b[^\]\n]{0,40}\](?![(\[:])"
)
_PROMPT_SIGNS: Final = ("κλικ", "Κλικ", "Πατήστε", "Click", "Tap ", "[Πληκ", "[Type")
_SQUARE: Final = re.compile(r"\[(?<![!\]\w\\\[]\[)([^\[\]\n^]{2,60})\](?![(\[:])")
_ANGLED: Final = re.compile(r"<([α-ωά-ώΑ-ΩΆ-Ώ][^<>\n]{1,40})>")
_TO_PUT: Final = frozenset(
    "φωτογραφια φωτογραφιεσ φωτογραφιασ φωτο εικονα εικονεσ εικονασ λογοτυπο λογοτυπα πινακασ γραφημα διαγραμμα βιντεο "
    "χαρτησ αφισα "
    "video photo photos picture image images logo logos table chart map poster figure insert add εισαγωγη εισαγετε "
    "βαλτε συμπληρωστε συμπληρωση τιτλοσ ονομα ονοματεπωνυμο ημερομηνια ωρα διευθυνση τηλεφωνο τοποσ κειμενο name "
    "date title time address place text link συνδεσμοσ placeholder todo tbd προσθηκη υπογραφη signature banner".split()
)
"""What someone writes in brackets in whose place something is to come."""
_PUT_HERE: Final = re.compile(
    r"\((?:φωτο|φωτό|φωτογραφία|φωτογραφια|εικόνα|εικονα|photo|image|picture)(?:[ ]\w{1,3})?[ ](?:εδώ|εδω|here)\)",
    re.IGNORECASE,
)
MOST_WORDS: Final = 4
"""In brackets that only keep a place; more are a remark of their own."""
_COMMENTS: Final = (
    ("[", re.compile(r"\[(?:Σχόλιο|ΣΧΟΛΙΟ|Comment)(?: \w{1,6})?:[^\]\n]{0,300}\]|\[[A-ZΑ-Ω]{2,4}\d{1,3}\](?![(\[:])")),
    ("] ", re.compile(r"(?:Σχόλιο|Commented|Comment) ?\[\w{1,6}\]:?")),
    ("]:", re.compile(r"(?:Σχόλιο|Commented|Comment) ?\[\w{1,6}\]:?")),
    ("από το ", re.compile(r"^(?:Στάλθηκε|Εστάλη|Απεσταλμένο) από (?:το|τη|την) [^\n]{1,40}$", re.MULTILINE)),
    ("ent from my ", re.compile(r"^Sent from my [^\n]{1,40}$", re.MULTILINE)),
    (
        "-----",
        re.compile(r"-{5,40}[ ]?(?:Forwarded message|Original Message|Προωθημένο μήνυμα|Αρχικό μήνυμα)[ ]?-{0,40}"),
    ),
)
"""What a comment or a message has, and how it looks."""
_FOOT: Final = re.compile(
    r"^[ \t]*(?:(?:Σελίδα|Page|Σελ\.|σελ\.|p\.)[ \xa0]?\d{1,4}(?:[ \xa0]?(?:από|of|/)[ \xa0]?\d{1,4})?"
    r"|\d{1,4}[ \xa0]?\|[ \xa0]?(?:Σελίδα|Page|P a g e))[ \t]*$",
    re.MULTILINE,
)
_NUMBER_ALONE: Final = re.compile(r"\n[ \t]*\n[ \t]*(\d{1,3}|[–—][ ]\d{1,3}[ ][–—])[ \t]*(?=\n[ \t]*\n)")
"""A paragraph that is a number, within a text."""
_LEADERS: Final = re.compile(
    r"^[ \t]*(\S[^\n]{0,120}?[ \t\xa0]?(?:\.{4,200}|…{2,100}|(?:\.[ \xa0]){4,100}\.?)[ \t\xa0]*\d{1,4})[ \t]*$",
    re.MULTILINE,
)
_CODES: Final = re.compile(
    r'(?<![\w"])HYPERLINK[ \xa0]+(?:\\[a-z][ \xa0]+)?["“”«][^"“”»\n]{1,500}["“”»]'
    r"|\{[ \xa0]?(?:PAGE|NUMPAGES|DATE|TIME|TOC|REF|SEQ|MERGEFIELD|HYPERLINK|FILENAME|AUTHOR|INCLUDEPICTURE"
    r"|FORMTEXT|EMBED|PAGEREF|STYLEREF|SECTION|TITLE|CREATEDATE|SAVEDATE|PRINTDATE|NOTEREF|XE|ASK|FILLIN|IF"
    r"|QUOTE)(?![a-zA-Z])[^{}\n]{0,200}\}"
    r"|(?<!\w)(?:TOC[ ]+(?:\\[a-z]\b[ ]*(?:\"[^\"\n]{0,20}\")?[ ]*){1,8}"
    r"|(?:PAGEREF|NOTEREF|REF)[ ]+_\w{1,30}(?:[ ]+\\[a-z]){0,4}"
    r"|MERGEFIELD[ ]+\S{1,60}|SEQ[ ]+\w{1,30}[ ]+\\\*(?:[ ]\w{1,20})?|INCLUDEPICTURE[ ]+\S{1,300}"
    r"|EMBED[ ]+\w{1,20}\.\w{1,20}|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN|NUMPAGES)(?!\w)"
    r"|(?<![\w-])mso-[a-z-]{2,40}:[^\n;]{0,80};?|/\*[ ]Style Definitions[ ]\*/|(?<!\w)(?:\w{1,10}\.)?MsoNormal\w{0,10}"
    r"|\\\*[ ]?(?:MERGEFORMAT|ARABIC|CHARFORMAT)|(?<!\w)_(?:Toc|Ref|Hlk)\d{5,12}"
)
_CODE_WORDS: Final = (
    "HYPERLINK", "PAGE", "DATE", "TIME", "TOC", "SEQ", "REF", "MERGE", "FILENAME", "AUTHOR", "INCLUDE", "FORM", "EMBED",
    "mso-", "MsoN", "_Toc", "_Ref", "_Hlk", "ARABIC", "{ ", "{=",
)  # fmt: skip


def in_words(text: str) -> Iterator[Slip]:
    """What is still to be filled in, in a text or in a field."""
    for pattern, signs in (
        (_TO_DO, _TO_DO_SIGNS),
        (_LOREM, ("psum", "PSUM")),
        (_TO_FILL, _TO_FILL_SIGNS),
        (_BLANK_DATE, _BLANK_SIGNS),
        (_UNSURE, ("???",)),
        (_PROMPT, _PROMPT_SIGNS),
    ):
        if any(sign in text for sign in signs):
            yield from _whole(pattern, text, "placeholder-left")
    if any(sign in text for sign in _ALONE_SIGNS):
        yield from (Slip(match.start(1), "placeholder-left", match.group(1)) for match in _ALONE.finditer(text))
    if "(" in text:
        yield from (Slip(found.start(), "placeholder-left", found.group()) for found in _PUT_HERE.finditer(text))
    for pattern, sign in ((_SQUARE, "["), (_ANGLED, "<")):
        if sign in text:
            yield from _to_put(pattern, text)


def in_document(text: str) -> Iterator[Slip]:
    """What a word processor had around a text, or in it, for itself. `text` is one without code."""
    if any(word in text for word in _CODE_WORDS):
        yield from _whole(_CODES, text, "field-of-word")
    for sign, pattern in _COMMENTS:
        if sign in text:
            yield from _whole(pattern, text, "comment-left")
    if any(mark in text for mark in ("Σελ", "σελ.", "Page", "P a g e", "p.")):
        yield from (Slip(match.start(), "page-foot", match.group().strip(), "", True) for match in _FOOT.finditer(text))
    if not text.lstrip()[:1].isdigit():  # in a text whose parts are numbered, the first one is, too
        yield from (Slip(match.start(1), "page-foot", match.group(1)) for match in _NUMBER_ALONE.finditer(text))
    if any(mark in text for mark in ("....", "……", ". . . .", ".\xa0.\xa0.")):
        yield from (Slip(match.start(1), "contents-pasted", match.group(1)) for match in _LEADERS.finditer(text))


def _to_put(pattern: re.Pattern[str], text: str) -> Iterator[Slip]:
    for match in pattern.finditer(text):
        said = match.group(1)
        words = re.findall(r"[^\W\d_]+", folded(said)) if ":" not in said else []
        if words and len(words) <= MOST_WORDS and words[0] in _TO_PUT:
            yield Slip(match.start(), "placeholder-left", match.group())


def _whole(pattern: re.Pattern[str], text: str, rule: str) -> Iterator[Slip]:
    return (Slip(match.start(), rule, match.group()) for match in pattern.finditer(text))


def folded(text: str) -> str:
    """Words without accents, capitals and final sigmas."""
    return one_sigma(as_read(text, markdown=False).folded)
