"""Titles and summaries that are none: a program's own, the name of a file, an address, words that keep a place."""

from __future__ import annotations

import re
from typing import Final

from .leftovers import folded

_EMPTY: Final = frozenset(
    "todo tbd tba tbc fixme test testing tests τεστ δοκιμη δοκιμαστικο asdf qwerty blah none null nil na νεο new "
    "untitled title titles τιτλοσ τιτλου τιτλο headline heading επικεφαλιδα κειμενο text txt draft drafts προσχεδιο "
    "εγγραφο document doc παρουσιαση presentation slide διαφανεια βιβλιο book φυλλο sheet workbook file αρχειο "
    "αντιγραφο copy of περιληψη περιληψησ summary abstract συντομη short description περιγραφη περιγραφησ λεζαντα "
    "caption χωρισ "
    "without ονομα no αρθρο αρθρου article ιστοριασ story δρασησ event here εδω ο η το the your my του τησ a γραψτε "
    "συμπληρωστε βαλτε μπαινει write enter insert add put goes lorem ipsum θα να προσ συμπληρωθει συμπληρωση προστεθει "
    "ακολουθει to be follows completed added announced placeholder σημειωση σημειωσεισ note notes final τελικο τελικη "
    "version εκδοση αυτο this is μασ σασ κι και".split()
)
"""Words of which no title and no summary consists that says anything."""
_NEW: Final = frozenset("νεο νεα νεοσ new".split())
_KINDS: Final = frozenset(
    "σελιδα page ιστορια story δραση event μηνυμα statement πρακτικη practice ανακοινωση announcement post item "
    "τιτλοσ title".split()
)
"""What a program calls something that has no name yet, behind `new`."""
_OF_MAIL: Final = frozenset(("δελτιο τυπου", "press release", "ανακοινωση", "προσκληση"))
"""What a message to the press calls itself, above its title."""
_LITTLE: Final = frozenset("η ο το the of and και του τησ no to be a this is μασ σασ κι here εδω my your".split())
_FILE: Final = re.compile(
    r"\S[^\n]{0,150}\.(?:docx?|odt|rtf|pdf|xlsx?|pptx?|txt|md|html?|jpe?g|png|heic|webp|zip|pages)\s*\Z", re.IGNORECASE
)
_FILE_LIKE: Final = re.compile(r"(?=[^\s_]{1,80}_)[\w()-]{3,120}\Z")
_CAMERA: Final = re.compile(
    r"(?:IMG|DSC[NF]?|DCIM|PXL|P)[-_ ]?\d{3,}\w*\Z|(?:scan|screenshot)[-_ ]?\d*\Z", re.IGNORECASE
)
_ADDRESS: Final = re.compile(r"(?:https?:/{0,2}|www\.)\S+\Z|[^\s@]+@[^\s@]+\.[^\s@]+\Z", re.IGNORECASE)
_STOP: Final = re.compile(r"(?<![^\s«“\"(-])([^\W\d_]{4,40}[»”\"]?)\.\Z")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_CONSONANTS: Final = re.compile(r"[xχ]+\Z")


_LABELS: Final = {
    "title": re.compile(r"(?:Τίτλος|Τιτλος|ΤΙΤΛΟΣ|Title|TITLE|Επικεφαλίδα|Headline)[ ]?:[ ]+(?=\S)"),
    "summary": re.compile(r"(?:Περίληψη|Περιληψη|ΠΕΡΙΛΗΨΗ|Σύνοψη|Summary|SUMMARY|Abstract)[ ]?:[ ]+(?=\S)"),
    "alt": re.compile(r"(?:Λεζάντα|Εναλλακτικό κείμενο|Περιγραφή|Alt(?:[ ]text)?|Caption|Description)[ ]?:[ ]+(?=\S)"),
    "caption": re.compile(r"(?:Λεζάντα|ΛΕΖΑΝΤΑ|Caption)[ ]?:[ ]+(?=\S)"),
}
"""What the fields are called, as people type it before their words."""


def label_in(field: str, text: str) -> str:
    """The name of a field that was typed in it before its words, or nothing."""
    match = _LABELS[field].match(text) if field in _LABELS else None
    return match.group() if match else ""


def is_empty(text: str) -> bool:
    """Whether words say nothing by themselves: a sign, one letter, `Χωρίς τίτλο`, `TODO`, `Έγγραφο1`."""
    words = _LETTERS.findall(folded(text))
    if not words:
        return not re.fullmatch(r"\s*(?:19|20)\d\d\s*", text)
    if len("".join(words)) < 2 or all(len(word) == 1 for word in words):
        return len("".join(words)) < 3
    if all(_CONSONANTS.match(word) for word in words):
        return len("".join(words)) > 2 or len(words) == 1
    if " ".join(words) in _OF_MAIL:
        return True
    if words[0] in _NEW and len(words) == 2 and words[1] in _KINDS:
        return True
    return len(words) <= 7 and all(word in _EMPTY for word in words) and not all(word in _LITTLE for word in words)


def is_file(text: str) -> bool:
    """Whether a title is the name of a file: `ΔΕΛΤΙΟ_ΤΥΠΟΥ_τελικό2.docx`."""
    said = text.strip()
    return bool(_FILE.match(said) or _CAMERA.match(said) or (_FILE_LIKE.match(said) and (said.count("_") > 1)))


def is_address(text: str) -> bool:
    """Whether a title is an address of a page or of mail."""
    return _ADDRESS.match(text.strip()) is not None


def full_stop(title: str) -> str:
    """The last word of a title that ends in a full stop; nothing where it does not, or has several sentences."""
    match = _STOP.search(title.strip())
    said = title.strip()
    return match.group(1) if match and not re.search(r"[.;!?…·]\s", said) else ""


def same(one: str, other: str) -> bool:
    """Whether two texts say the same in the same words."""
    return _bare(one) == _bare(other) != ""


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", folded(text)).strip()
