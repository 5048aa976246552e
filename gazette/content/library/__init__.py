"""The immutable whole: every item, found by kind and slug, with what follows from it.

Counts, members at a date, neighbours and addresses are derived here and typed nowhere. "Today" is a value that the
library is made with.
"""

from ...languages import (
    CALENDARS,
    DATA,
    EMAIL,
    EPUB,
    FEEDS,
    GUIDE,
    INTERFACE,
    PartialLanguage,
    SiteLanguages,
)
from ..model import COLLECTIONS
from .catalogue import Catalogue
from .contacts import can_be_reached, contact_of, contact_text, network_can_be_reached, service_words, without_contact
from .indexes import MemberContent
from .issues import gathered, moved_on, published_since
from .item import (
    ABOUT,
    ACCESSIBILITY,
    CONTACT,
    COORDINATORS,
    GLOSSARY,
    HOME,
    PRESS,
    SEARCH,
    TRANSLATIONS,
    WORKLIST,
    IdentifyingWords,
    Item,
    PdfFacts,
    Text,
    UnreadItem,
    address_of,
    ahead,
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
    "CALENDARS",
    "COLLECTIONS",
    "CONTACT",
    "COORDINATORS",
    "DATA",
    "EMAIL",
    "EPUB",
    "FEEDS",
    "GLOSSARY",
    "GUIDE",
    "HOME",
    "INTERFACE",
    "PRESS",
    "SEARCH",
    "TRANSLATIONS",
    "WORKLIST",
    "Catalogue",
    "IdentifyingWords",
    "Item",
    "Lapse",
    "Library",
    "MemberContent",
    "MembersAt",
    "Membership",
    "PartialLanguage",
    "PdfFacts",
    "SiteLanguages",
    "Text",
    "UnreadItem",
    "address_of",
    "ahead",
    "can_be_reached",
    "contact_of",
    "contact_text",
    "gathered",
    "is_call",
    "is_practice",
    "lapses",
    "membership",
    "missing",
    "moved_on",
    "network_can_be_reached",
    "newest_first",
    "period_of",
    "practice_of",
    "practice_text",
    "published_since",
    "reached_by",
    "service_words",
    "when",
    "withdrawn",
    "without_contact",
]
