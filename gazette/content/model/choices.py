"""The closed lists: every word that a field may choose from, and the kinds of items."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Choice(StrEnum):
    """A word of a closed list."""

    __hash__ = str.__hash__  # an enum's own is a call in Python, and these stand in every key


class Kind(Choice):
    """What an item is."""

    __hash__ = str.__hash__  # Enum's own is a Python function, and kinds are looked up by the ten thousand

    MEMBER = "member"
    STATEMENT = "statement"
    STORY = "story"
    EVENT = "event"
    PARTNER = "partner"
    PROGRAMME = "programme"
    DOCUMENT = "document"
    PAGE = "page"
    ISSUE = "issue"


class Theme(Choice):
    """What a story of "Cities in action" is about. Labels: `theme.<name>` in theme/strings/."""

    AWARENESS_PARTICIPATION = "awareness-participation"
    CITY_LIFE = "city-life"
    INFORMATION_EMPOWERMENT = "information-empowerment"
    EMPLOYMENT = "employment"
    INSTITUTIONAL = "institutional"


class Region(Choice):
    """The thirteen regions of Greece (Law 3852/2010). Labels: `region.<name>` in theme/strings/."""

    ATTICA = "attica"
    CENTRAL_GREECE = "central-greece"
    CENTRAL_MACEDONIA = "central-macedonia"
    CRETE = "crete"
    EASTERN_MACEDONIA_THRACE = "eastern-macedonia-thrace"
    EPIRUS = "epirus"
    IONIAN_ISLANDS = "ionian-islands"
    NORTH_AEGEAN = "north-aegean"
    PELOPONNESE = "peloponnese"
    SOUTH_AEGEAN = "south-aegean"
    THESSALY = "thessaly"
    WESTERN_GREECE = "western-greece"
    WESTERN_MACEDONIA = "western-macedonia"


class EventKind(Choice):
    """What kind of event or joint action. Labels: `event-kind.<name>` in theme/strings/."""

    CONSULTATION = "consultation"
    CONFERENCE = "conference"
    DISCUSSION = "discussion"
    EXHIBITION = "exhibition"
    TRAINING = "training"
    MEETING = "meeting"
    CAMPAIGN = "campaign"
    CALL = "call"


class Audience(Choice):
    """Whom a practice is for. Labels: `audience.<name>` in theme/strings/."""

    REFUGEES = "refugees"
    ASYLUM_SEEKERS = "asylum-seekers"
    MIGRANTS = "migrants"
    CHILDREN_YOUTH = "children-youth"
    RESIDENTS = "residents"
    MUNICIPAL_STAFF = "municipal-staff"
    MUNICIPALITIES = "municipalities"
    MEDIA = "media"


class PracticePart(Choice):
    """What must be on record for a practice to be complete. Labels: `practice-part.<name>` in theme/strings/."""

    NEED = "need"
    FOR_WHOM = "for-whom"
    STEPS = "steps"
    PERIOD = "period"
    STAFF = "staff"
    COST = "cost"
    RESULTS = "results"
    DIFFICULTIES = "difficulties"
    LESSONS = "lessons"
    CONTACT = "contact"


class ServiceKind(Choice):
    """What kind of integration service. Labels: `service-kind.<name>` in theme/strings/."""

    INTEGRATION_CENTRE = "integration-centre"
    INTEGRATION_COUNCIL = "integration-council"
    GREEK_LESSONS = "greek-lessons"
    MEDIATION = "mediation"
    SOCIAL_SERVICE = "social-service"
    EMPLOYMENT = "employment"
    LEGAL_SUPPORT = "legal-support"
    PSYCHOSOCIAL_SUPPORT = "psychosocial-support"
    OTHER = "other"


class SpokenLanguage(Choice):
    """A language in which a service answers (ISO 639). What each is called in a language follows from CLDR."""

    GREEK = "el"
    ENGLISH = "en"
    ALBANIAN = "sq"
    AMHARIC = "am"
    ARABIC = "ar"
    ARMENIAN = "hy"
    BENGALI = "bn"
    BULGARIAN = "bg"
    CHINESE = "zh"
    FARSI = "fa"
    FILIPINO = "fil"
    FRENCH = "fr"
    GEORGIAN = "ka"
    KURDISH = "ku"
    LINGALA = "ln"
    PASHTO = "ps"
    POLISH = "pl"
    PUNJABI = "pa"
    ROMANIAN = "ro"
    RUSSIAN = "ru"
    SOMALI = "so"
    SPANISH = "es"
    SWAHILI = "sw"
    TIGRINYA = "ti"
    TURKISH = "tr"
    UKRAINIAN = "uk"
    URDU = "ur"


class DocumentKind(Choice):
    """What a document is. Labels: `document-kind.<name>` in theme/strings/."""

    MEMORANDUM = "memorandum"
    STATEMENT = "statement"
    REPORT = "report"
    CONCLUSIONS = "conclusions"
    TRAINING_MATERIAL = "training-material"
    PRESS_RELEASE = "press-release"
    PUBLICATION = "publication"
    OTHER = "other"


class PartnerRole(Choice):
    """How an organisation is related to the network. Labels: `partner-role.<name>` in theme/strings/."""

    SUPPORTER = "supporter"
    PARTNER = "partner"
    COLLABORATOR = "collaborator"


class ProgrammeKind(Choice):
    """What a glossary entry is. Labels: `programme-kind.<name>` in theme/strings/."""

    PROGRAMME = "programme"
    BODY = "body"
    NETWORK = "network"


class SectionKind(Choice):
    """The sections of a newsletter issue, in their usual order. Labels: `section.<name>` in theme/strings/."""

    MESSAGES = "messages"
    JOINTLY = "jointly"
    PARTNERS = "partners"
    CITIES = "cities"
    FREE = "free"


class Gather(Choice):
    """What a section can be gathered from."""

    STORIES = "stories"
    EVENTS = "events"
    MAYORS = "mayors"
    PARTNERS = "partners"


class Pull(Choice):
    """The sentence of an item that an issue shows large."""

    QUOTE = "quote"
    HIGHLIGHT_1 = "highlight-1"
    HIGHLIGHT_2 = "highlight-2"
    HIGHLIGHT_3 = "highlight-3"
    HIGHLIGHT_4 = "highlight-4"
    NONE = "none"


class Medium(Choice):
    """Where someone agreed to be shown."""

    WEB = "web"
    PRINT = "print"
    EMAIL = "email"
    SOCIAL = "social"


class Shows(Choice):
    """What of a person may be seen or read."""

    FACE = "face"
    NAME = "name"
    PLACE = "place"


HIGHLIGHTS: Final = (Pull.HIGHLIGHT_1, Pull.HIGHLIGHT_2, Pull.HIGHLIGHT_3, Pull.HIGHLIGHT_4)
"""In the order of an item's highlights."""


class Length(Choice):
    """How much of an item's text an issue prints."""

    FULL = "full"
    ABRIDGED = "abridged"


LABELS: Final[Mapping[type[Choice], str]] = {
    Theme: "theme", Region: "region", EventKind: "event-kind", PartnerRole: "partner-role",
    ProgrammeKind: "programme-kind", SectionKind: "section", Audience: "audience", ServiceKind: "service-kind",
    DocumentKind: "document-kind",
}  # fmt: skip
"""Closed list → what its labels in theme/strings/ begin with. What the words of others are called is in choices.yml."""
