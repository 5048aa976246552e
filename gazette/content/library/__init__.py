"""The immutable whole: every item, found by kind and slug, with what follows from it.

Counts, members at a date, neighbours and addresses are derived here and typed nowhere. "Today" is a value that the
library is made with.
"""

from ..model import COLLECTIONS
from .catalogue import Catalogue
from .indexes import MemberContent
from .issues import gathered, moved_on, published_since
from .item import (
    ABOUT,
    ACCESSIBILITY,
    CONTACT,
    GLOSSARY,
    HOME,
    PRESS,
    TRANSLATIONS,
    IdentifyingWords,
    Item,
    PdfFacts,
    Text,
    address_of,
    date_key,
    is_call,
    newest_first,
    when,
    withdrawn,
)
from .lapses import Lapse, lapses
from .library import Library
from .membership import MembersAt, Membership, membership
from .practices import is_practice, missing, period_of, practice_of, practice_text, reached_by

__all__ = [
    "ABOUT",
    "ACCESSIBILITY",
    "COLLECTIONS",
    "CONTACT",
    "GLOSSARY",
    "HOME",
    "PRESS",
    "TRANSLATIONS",
    "Catalogue",
    "IdentifyingWords",
    "Item",
    "Lapse",
    "Library",
    "MemberContent",
    "MembersAt",
    "Membership",
    "PdfFacts",
    "Text",
    "address_of",
    "date_key",
    "gathered",
    "is_call",
    "is_practice",
    "lapses",
    "membership",
    "missing",
    "moved_on",
    "newest_first",
    "period_of",
    "practice_of",
    "practice_text",
    "published_since",
    "reached_by",
    "when",
    "withdrawn",
]
