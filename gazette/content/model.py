"""Every content type, its fields and its closed lists: the only place where they are declared.

From these classes derive validation, the JSON Schemas, the scaffolds and the field guide. Titles, descriptions and
examples are read by editors, so they are written for editors. A class ending in `Text` is the front matter of a
language's Markdown file; the class before it is the data file beside it, the same for all languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from .dates import Moment, PartialDate

SLUG_PATTERN: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
DEFAULT_TIME_ZONE: Final = "Europe/Athens"


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


class PartnerRole(Choice):
    """How an organisation stands to the network. Labels: `partner-role.<name>` in theme/strings/."""

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


NETWORK: Final = "network"
"""Stands for the network itself where organisers are named."""


def _yes_or_no(value: Any) -> Any:
    """Only `true` and `false`: `yes`, `on` and `NO` mean different things to different readers of YAML."""
    if value in (True, False):
        return value
    if value in ("true", "false"):
        return value == "true"
    raise PydanticCustomError("bool_word", "neither true nor false")


Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=80)]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\n]*$"), Field(min_length=1)
]
Summary = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=320)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"'\\]+\.[^\s<>\"'\\]+$", max_length=500)]
EmailAddress = Annotated[str, StringConstraints(pattern=r"^[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+$", max_length=200)]
PhoneNumber = Annotated[str, StringConstraints(pattern=r"^\+?[0-9(][0-9 ()/.-]{1,24}[0-9]$", max_length=30)]
FileName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*\.(jpg|jpeg|png|webp)$", max_length=100)]
PageRange = Annotated[str, StringConstraints(pattern=r"^\d{1,3}([-–]\d{1,3})?$")]
Reference = Annotated[str, StringConstraints(pattern=r"^(stories|events|statements)/[a-z0-9]+(-[a-z0-9]+)*$")]
CONSENT_PATTERN: Final = r"^c-[0-9]{4,8}$"
ConsentReference = Annotated[str, StringConstraints(pattern=CONSENT_PATTERN)]
NO_ONE: Final = "none"


def _no_one(value: Any) -> Any:
    """`none` is a list of no one, said on purpose; an empty list may be a thing forgotten."""
    if value == NO_ONE:
        return ()
    if value in ("", []):
        raise PydanticCustomError("people_unsaid", "neither references nor none")
    return value


_SCHEMA_OF_PEOPLE: Final = {
    "anyOf": [
        {"const": NO_ONE},
        {"type": "array", "minItems": 1, "items": {"type": "string", "pattern": CONSENT_PATTERN}},
    ]
}
People = Annotated[
    tuple[ConsentReference, ...],
    BeforeValidator(_no_one),
    WithJsonSchema(_SCHEMA_OF_PEOPLE),
    Field(max_length=30, examples=["c-0042"]),
]
Handle = Annotated[str, StringConstraints(pattern=r"^@[A-Za-z0-9]+(-[A-Za-z0-9]+)*(/[A-Za-z0-9_-]+)?$", max_length=100)]
Revision = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
SITE_ADDRESS: Final = r"^/([a-z0-9]+(-[a-z0-9]+)*/)*$"
SiteAddress = Annotated[str, StringConstraints(pattern=SITE_ADDRESS, max_length=300)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Record(BaseModel):
    """What one file says: unknown fields are refused, and nothing can be changed afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def __getstate__(self) -> dict[Any, Any]:
        """Its values alone: what else pydantic would keep follows from them, and many travel between processes."""
        return self.__dict__

    def __setstate__(self, state: dict[Any, Any]) -> None:
        object.__setattr__(self, "__dict__", state)
        object.__setattr__(self, "__pydantic_fields_set__", set(state))
        object.__setattr__(self, "__pydantic_extra__", None)
        object.__setattr__(self, "__pydantic_private__", None)


TRANSLATES: Final = "translates"
WORDS_OF_A_LANGUAGE: Final = frozenset({TRANSLATES, "aliases", "genitive", "accusative"})
"""Fields of a text that no other language renders."""


class LanguageText(Record):
    """What every language's file has in common."""

    translates: Annotated[Revision | None, Field(examples=["9f86d081"])] = None
    """For a translation: the revision of the original that it renders. `make translated` writes it."""


class Coordinates(Record):
    """A point on the map (WGS 84)."""

    latitude: Annotated[float, Field(ge=34.0, le=42.0, allow_inf_nan=False, examples=["37.98"])]
    """Degrees north, as a map service shows them. Greece lies between 34 and 42."""
    longitude: Annotated[float, Field(ge=19.0, le=30.0, allow_inf_nan=False, examples=["23.73"])]
    """Degrees east. Greece lies between 19 and 30."""


class Source(Record):
    """Where this was first published: a newsletter issue of the network, or an address."""

    newsletter: Annotated[int | None, Field(ge=1, le=999, examples=["2"])] = None
    """The number of the newsletter issue it appeared in."""
    pages: Annotated[PageRange | None, Field(examples=["10", "2-4"])] = None
    """The page or pages there."""
    url: Annotated[WebAddress | None, Field(examples=["https://www.example.org/article"])] = None
    """The address of the page it appeared on."""
    title: Annotated[Line | None, Field(examples=["Annual report of the city"])] = None
    """The title of the publication, as it is printed there."""


class Photo(Record):
    """A photo that lies in the item's folder."""

    file: Annotated[FileName, Field(examples=["workshop.jpg"])]
    """The file's name: small Latin letters, digits and hyphens."""
    credit: Annotated[Line, Field(examples=["Municipality of Karditsa"])]
    """Who took the photo or holds the rights."""
    people: People
    """Who can be recognised: for each the reference of their consent, as [c-0042]. `none` where no one can."""


class Caption(Record):
    """What a language says about a photo."""

    file: Annotated[FileName, Field(examples=["workshop.jpg"])]
    """Which photo: its file name, as in the data file."""
    alt: Annotated[Line, Field(examples=["Two women fold paper at a long table"])]
    """What someone who cannot see the photo needs to know. Not a repeat of the caption."""
    caption: Annotated[Line | None, Field(examples=["The second workshop, in the town library"])] = None
    """The line printed under the photo."""


class Link(Record):
    """An address outside the site, with the words to show for it."""

    title: Annotated[Line, Field(examples=["The exhibition's site"])]
    """The words of the link: say where it leads, not "click here"."""
    url: Annotated[WebAddress, Field(examples=["https://www.example.org/"])]
    """The full address, starting with https:// or http://."""


class Quote(Record):
    """Words that a person is on record as having said or written."""

    text: Annotated[Paragraph, Field(examples=["We learned as much as we taught."])]
    """The words exactly as published, without quotation marks: the page adds them."""
    by: Annotated[Line, Field(examples=["A teacher of the school"])]
    """Who said it. Children and people who sought asylum are not named."""


class Member(Record):
    """A municipality of the network."""

    region: Annotated[Region, Field(examples=["thessaly"])]
    """The region it lies in."""
    coordinates: Coordinates
    """Where to put it on the map: roughly the town's centre."""
    founder: YesNo = False
    """Whether it founded the network."""
    joined: Annotated[PartialDate | None, Field(examples=["2018-01"])] = None
    """When it joined: a year, a month or a day. Leave it out where no record says so."""
    joined_by: Annotated[PartialDate | None, Field(examples=["2021-02"])] = None
    """Where only this is on record: it had joined by then."""
    joined_after: Annotated[PartialDate | None, Field(examples=["2021-02"])] = None
    """Where only this is on record: it had not yet joined then."""
    left: Annotated[PartialDate | None, Field(examples=["2024-06"])] = None
    """When it left, if it has."""
    website: Annotated[WebAddress | None, Field(examples=["https://www.example.gr/"])] = None
    """The municipality's site."""
    contact: Annotated[EmailAddress | None, Field(examples=["integration@example.gr"])] = None
    """A public address of the municipality's service. Never a private one."""
    phone: Annotated[PhoneNumber | None, Field(examples=["+30 24410 00000"])] = None
    """A public telephone number of the municipality's service. Never a person's own."""
    aliases: Annotated[tuple[Line, ...], Field(max_length=20, examples=["Salonica"])] = ()
    """Other spellings people search for, in Latin letters."""


class MemberText(LanguageText):
    """A municipality in one language."""

    name: Annotated[Line, Field(examples=["Καρδίτσα"])]
    """The town's name on its own, in the nominative."""
    official_name: Annotated[Line, Field(examples=["Δήμος Τρικκαίων"])]
    """The municipality's full name: in Greek the name stands in the genitive after "Δήμος"."""
    genitive: Annotated[Line | None, Field(examples=["Τρικάλων"])] = None
    """The town's name in the genitive, in languages that have one."""
    accusative: Annotated[Line | None, Field(examples=["Τρίκαλα"])] = None
    """The town's name in the accusative, in languages that have one."""
    aliases: Annotated[tuple[Line, ...], Field(max_length=20, examples=["Δήμος Πειραιώς"])] = ()
    """Other names people search for in this language."""


class Statement(Record):
    """What a mayor, or the head of a partner, says to the network."""

    date: Annotated[PartialDate, Field(examples=["2021-02"])]
    """When it was published. The offices given are those of this date."""
    source: Source | None = None
    """Where it was first published, if elsewhere."""
    withdrawn: Annotated[PartialDate | None, Field(examples=["2026-11-22"])] = None
    """When it was taken back, if someone no longer wants it published: nothing of it is shown from then on."""


class StatementText(LanguageText):
    """A statement in one language."""

    person: Annotated[Line, Field(examples=["Σίμος Δανιηλίδης"])]
    """Who speaks."""
    offices: Annotated[tuple[Line, ...], Field(min_length=1, max_length=6, examples=["Δήμαρχος Νεάπολης – Συκεών"])]
    """The offices the person held then, the one for which they speak first."""
    title: Annotated[Line, Field(examples=["Twenty years beside migrants"])]
    """A short title for lists: what the statement says, in a few words."""
    summary: Annotated[Summary, Field(examples=["What the mayor expects of the network, and what the town offers."])]
    """One or two sentences for lists and search results."""
    highlights: Annotated[tuple[Summary, ...], Field(max_length=4)] = ()
    """Sentences worth showing large. They are our words, not a quotation."""
    quote: Quote | None = None
    """A sentence on record, shown large in quotation marks."""


class Story(Record):
    """A story of "Cities in action"."""

    date: Annotated[PartialDate, Field(examples=["2021-02"])]
    """When it was first published."""
    members: Annotated[tuple[Slug, ...], Field(min_length=1, examples=["karditsa"])]
    """The municipalities it is about, by folder name."""
    themes: Annotated[tuple[Theme, ...], Field(min_length=1, max_length=3, examples=["employment"])]
    """What it is about; the main theme first."""
    programmes: Annotated[tuple[Slug, ...], Field(max_length=12, examples=["estia"])] = ()
    """The programmes and bodies it belongs to, by folder name."""
    partners: Annotated[tuple[Slug, ...], Field(max_length=20, examples=["unhcr"])] = ()
    """The organisations that took part, by folder name."""
    photos: Annotated[tuple[Photo, ...], Field(max_length=20)] = ()
    """Photos in this folder, described under `captions` by each language. A text shows one by ![](workshop.jpg)."""
    people: People = ()
    """Whom the text names or lets readers recognise: for each the reference of their consent. Not those in office."""
    checked_by: Annotated[Line | None, Field(examples=["Integration office, Karditsa"])] = None
    """Where a child is shown or told of: which office read the texts and found that nothing in them tells who it is."""
    checked_text: Annotated[Revision | None, Field(examples=["9f86d081"])] = None
    """Which texts it read. The checker names this where it asks; when the texts change, it asks again."""
    source: Source | None = None
    """Where it was first published, if elsewhere."""
    withdrawn: Annotated[PartialDate | None, Field(examples=["2026-11-22"])] = None
    """When it was taken back, if someone no longer wants it published: nothing of it is shown from then on."""

    @property
    def shown(self) -> frozenset[str]:
        """The references of all whom it shows or tells of."""
        return frozenset((*self.people, *(name for photo in self.photos for name in photo.people)))


class StoryText(LanguageText):
    """A story in one language."""

    title: Annotated[Line, Field(examples=["Neighbours clear the mud together"])]
    """The headline."""
    summary: Annotated[
        Summary, Field(examples=["After the flood of September 2020, residents repaired the town side by side."])
    ]
    """One or two sentences for lists and search results."""
    highlights: Annotated[tuple[Summary, ...], Field(max_length=6)] = ()
    """Sentences worth showing large. They are our words, not a quotation."""
    quote: Quote | None = None
    """A sentence on record, shown large in quotation marks."""
    captions: Annotated[tuple[Caption, ...], Field(max_length=20)] = ()
    """A description of each photo, wherever it stands. It holds, whatever the text itself says of the photo."""
    links: Annotated[tuple[Link, ...], Field(max_length=12)] = ()
    """Where to read more."""


class Event(Record):
    """An event or joint action."""

    kind: Annotated[EventKind, Field(examples=["discussion"])]
    """What kind of event."""
    start: Annotated[Moment | None, Field(examples=["2020-10-21", "2021-03-04 18:00"])] = None
    """When it starts: a year, a month, a day, or a day and time. Leave it out where no record says so."""
    end: Annotated[Moment | None, Field(examples=["2020-10-22"])] = None
    """When it ends, if that is another day or time."""
    reported: Annotated[PartialDate | None, Field(examples=["2021-02"])] = None
    """Where the date is not on record: when it was reported."""
    time_zone: Annotated[str, Field(max_length=40, examples=[DEFAULT_TIME_ZONE])] = DEFAULT_TIME_ZONE
    """The time zone of the times above."""
    online: YesNo = False
    """Whether one could take part online."""
    contact: Annotated[EmailAddress | None, Field(examples=["integration@example.gr"])] = None
    """A public address of the office that answers questions about it. Never a private one."""
    phone: Annotated[PhoneNumber | None, Field(examples=["+30 24410 00000"])] = None
    """A public telephone number of that office. Never a person's own."""
    organisers: Annotated[tuple[Slug, ...], Field(min_length=1, max_length=20, examples=["network", "accmr"])]
    """Who held it: folder names of members, partners or programmes, or `network`."""
    members: Annotated[tuple[Slug, ...], Field(examples=["athens"])] = ()
    """The municipalities that took part, by folder name."""
    participants: Annotated[Count | None, Field(examples=["14"])] = None
    """How many municipalities took part, as the source says: it is checked against `members`."""
    themes: Annotated[tuple[Theme, ...], Field(max_length=3, examples=["institutional"])] = ()
    """What it was about."""
    programmes: Annotated[tuple[Slug, ...], Field(max_length=12, examples=["helios"])] = ()
    """The programmes and bodies it belongs to, by folder name."""
    partners: Annotated[tuple[Slug, ...], Field(max_length=20, examples=["iom"])] = ()
    """The organisations that took part, by folder name."""
    photos: Annotated[tuple[Photo, ...], Field(max_length=20)] = ()
    """Photos in this folder, described under `captions` by each language. A text shows one by ![](workshop.jpg)."""
    people: People = ()
    """Whom the text names or lets readers recognise: for each the reference of their consent. Not those in office."""
    checked_by: Annotated[Line | None, Field(examples=["Integration office, Karditsa"])] = None
    """Where a child is shown or told of: which office read the texts and found that nothing in them tells who it is."""
    checked_text: Annotated[Revision | None, Field(examples=["9f86d081"])] = None
    """Which texts it read. The checker names this where it asks; when the texts change, it asks again."""
    source: Source | None = None
    """Where it was first published, if elsewhere."""
    withdrawn: Annotated[PartialDate | None, Field(examples=["2026-11-22"])] = None
    """When it was taken back, if someone no longer wants it published: nothing of it is shown from then on."""

    @property
    def shown(self) -> frozenset[str]:
        """The references of all whom it shows or tells of."""
        return frozenset((*self.people, *(name for photo in self.photos for name in photo.people)))


class EventText(StoryText):
    """An event in one language."""

    place: Annotated[Line | None, Field(examples=["Bologna, Italy"])] = None
    """Where it took place."""
    programme: Annotated[tuple[Line, ...], Field(max_length=60, examples=["18:00 Opening"])] = ()
    """The programme, a line an entry."""


class Partner(Record):
    """An organisation that works with the network or with one of its cities."""

    role: Annotated[PartnerRole, Field(examples=["partner"])]
    """How it stands to the network."""
    website: Annotated[WebAddress | None, Field(examples=["https://www.example.org/"])] = None
    """Its site."""
    contact: Annotated[EmailAddress | None, Field(examples=["info@example.org"])] = None
    """A public address of the organisation. Never a private one."""
    phone: Annotated[PhoneNumber | None, Field(examples=["+30 210 0000000"])] = None
    """A public telephone number of the organisation. Never a person's own."""


class PartnerText(LanguageText):
    """An organisation in one language."""

    name: Annotated[Line, Field(examples=["KMOP"])]
    """The name it goes by."""
    full_name: Annotated[Line | None, Field(examples=["KMOP – Social Action and Innovation Centre"])] = None
    """Its name in full."""
    summary: Annotated[Summary | None, Field(examples=["A mental health unit for migrants in Athens."])] = None
    """What it is, in a sentence."""
    aliases: Annotated[tuple[Line, ...], Field(max_length=20)] = ()
    """Other names people search for in this language."""


class Programme(Record):
    """A programme, body or network that stories speak of: an entry of the glossary."""

    kind: Annotated[ProgrammeKind, Field(examples=["programme"])]
    """What it is."""
    website: Annotated[WebAddress | None, Field(examples=["https://www.example.org/"])] = None
    """Its site."""
    grant: YesNo = False
    """Whether a grant asks for an emblem, a funding statement and a disclaimer with every item of it."""
    emblem: Annotated[FileName | None, Field(examples=["emblem.png"])] = None
    """The emblem, unaltered, in this folder."""


class ProgrammeText(LanguageText):
    """A glossary entry in one language."""

    name: Annotated[Line, Field(examples=["HELIOS"])]
    """The name it goes by."""
    full_name: Annotated[Line | None, Field(examples=["Refugee Assistance Collaboration Thessaloniki"])] = None
    """Its name in full."""
    summary: Annotated[Summary, Field(examples=["Integration programme run by IOM."])]
    """What it is, in a sentence."""
    aliases: Annotated[tuple[Line, ...], Field(max_length=20)] = ()
    """Other names people search for in this language."""
    funding_statement: Annotated[Paragraph | None, Field(examples=["Funded by the European Union."])] = None
    """The funding statement, word for word as the grant gives it."""
    disclaimer: Annotated[Paragraph | None, Field()] = None
    """The disclaimer, word for word as the grant gives it."""
    emblem_alt: Annotated[Line | None, Field(examples=["Emblem of the European Union"])] = None
    """The emblem in words, for those who cannot see it."""


class Page(Record):
    """A page about the network or the site."""

    order: Annotated[int, Field(ge=1, le=99, examples=["2"])]
    """Its place in the menu of these pages."""
    reviewed: Annotated[PartialDate | None, Field(examples=["2026-11-22"])] = None
    """When someone last read it through and found it right."""
    contact: Annotated[EmailAddress | None, Field(examples=["info@example.gr"])] = None
    """A public address of the office that the page is about. Never a private one."""
    phone: Annotated[PhoneNumber | None, Field(examples=["+30 210 0000000"])] = None
    """A public telephone number of that office. Never a person's own."""


class PageText(LanguageText):
    """A page in one language."""

    title: Annotated[Line, Field(examples=["How the network works"])]
    """The headline."""
    menu: Annotated[Line | None, Field(examples=["Structure"])] = None
    """A shorter title for menus."""
    summary: Annotated[Summary, Field(examples=["Who decides, who carries out, and how members take part."])]
    """One or two sentences for search results."""
    aliases: Annotated[tuple[Line, ...], Field(max_length=20, examples=["Organisation chart"])] = ()
    """Other names people search for in this language."""


def usual(model: type[Record]) -> tuple[str, ...]:
    """The fields that an example of a record shows: those it needs, and what a section is as good as never without."""
    return tuple(
        name
        for name, info in model.model_fields.items()
        if info.is_required() or (model is Section and name == "items")
    )


class Query(Record):
    """What a section is gathered from until its list is fixed: `build.py newsletter 3 --freeze` writes the list."""

    gather: Annotated[Gather, Field(examples=["stories"])]
    """What to gather: stories, events, or statements of mayors or of partners. The newest come first."""
    theme: Annotated[Theme | None, Field(examples=["employment"])] = None
    """Only those with this theme."""
    member: Annotated[Slug | None, Field(examples=["karditsa"])] = None
    """Only those about this municipality, by folder name."""
    since: Annotated[PartialDate | None, Field(examples=["2021-02"])] = None
    """Only those from this date on. Left out: what no earlier issue has, from three months before the last one on."""
    limit: Annotated[int | None, Field(ge=1, le=60, examples=["6"])] = None
    """At most so many."""


class Section(Record):
    """A section of a newsletter issue: a list of items, or a query that finds them."""

    kind: Annotated[SectionKind, Field(examples=["cities"])]
    """Which section. `free` has its title in each language's file, under `section_titles`."""
    name: Annotated[Slug | None, Field(examples=["obituary"])] = None
    """For a free section: the name that `section_titles` uses."""
    items: Annotated[tuple[Reference, ...], Field(max_length=60, examples=["stories/karditsa-drawing"])] = ()
    """What stands in it, in order, each by the address of its page."""
    query: Query | None = None
    """In place of `items`: what to gather them from."""


class ItemDisplay(Record):
    """How an issue shows one of its items. Only what is to be otherwise than usual."""

    item: Annotated[Reference, Field(examples=["stories/karditsa-drawing"])]
    """Which item, as the section names it."""
    theme: Annotated[Theme | None, Field(examples=["employment"])] = None
    """Which of its themes stands beside it. Left out: all of them."""
    photo: Annotated[FileName | None, Field(examples=["workshop.jpg"])] = None
    """Which of its photos is shown. Left out: the first."""
    pull: Annotated[Pull | None, Field(examples=["highlight-2"])] = None
    """Which sentence is shown large: its quotation, one of its highlights, or none. Left out: the first there is."""
    length: Annotated[Length, Field(examples=["abridged"])] = Length.FULL
    """Whether the whole text is printed, or its beginning with the address of the rest."""


class Erratum(Record):
    """A correction to an issue that is out: it is shown in every edition."""

    date: Annotated[PartialDate, Field(examples=["2021-03-05"])]
    """When it was found."""
    item: Annotated[Reference | None, Field(examples=["stories/karditsa-drawing"])] = None
    """Which item it is about, if it is about one."""
    text: Annotated[dict[Slug, Paragraph], Field(min_length=1, examples=["en: The workshop was held in May."])]
    """What is right, by language: `el`, `en`."""


class Issue(Record):
    """An issue of the newsletter."""

    number: Annotated[int, Field(ge=1, le=999, examples=["2"])]
    """Its number, the same as its folder's name."""
    date: Annotated[PartialDate, Field(examples=["2021-02"])]
    """When it is published."""
    members: Annotated[Count | None, Field(examples=["17"])] = None
    """How many members the network had then, as the issue says: it is checked against the members on record."""
    pages: Annotated[int | None, Field(ge=1, le=500, examples=["16"])] = None
    """How many printed pages it is to have at least, a multiple of four. Left out: as many as its texts need."""
    sections: Annotated[tuple[Section, ...], Field(min_length=1, max_length=20)]
    """The sections in order."""
    shown: Annotated[tuple[ItemDisplay, ...], Field(max_length=200)] = ()
    """For items that are to be shown otherwise than usual."""
    checked_by: Annotated[Line | None, Field(examples=["Integration office, Karditsa"])] = None
    """Where it carries texts about a child: which office read the issue's own words and found that none tells who."""
    checked_text: Annotated[Revision | None, Field(examples=["9f86d081"])] = None
    """Which words it read. The checker names this where it asks; when the words change, it asks again."""
    errata: Annotated[tuple[Erratum, ...], Field(max_length=40)] = ()
    """Corrections since it came out."""

    def display(self, reference: str) -> ItemDisplay:
        """How an item is to be shown."""
        return next((display for display in self.shown if display.item == reference), ItemDisplay(item=reference))

    def photo_of(self, reference: str, data: Record) -> str | None:
        """The file of the photo that stands with an item: the one wished for, else its first."""
        photos = [photo.file for photo in data.photos] if isinstance(data, Story | Event) else []
        wished = self.display(reference).photo
        return wished if wished in photos else next(iter(photos), None)


class ShortTitle(Record):
    """A title for the issue alone, where an item's own is too long for a list."""

    item: Annotated[Reference, Field(examples=["stories/karditsa-drawing"])]
    """Which item, as the section names it."""
    title: Annotated[Line, Field(examples=["A drawing after the flood"])]
    """The words that the contents and the heading show."""


class IssueText(LanguageText):
    """An issue's title and introduction in one language."""

    title: Annotated[Line, Field(examples=["The network grows"])]
    """The issue's title."""
    summary: Annotated[Summary, Field(examples=["Four new members, and stories of participation in the pandemic."])]
    """One or two sentences for lists."""
    section_titles: Annotated[dict[Slug, Line], Field(examples=["obituary: In memory"])] = {}
    """The titles of free sections."""
    short_titles: Annotated[tuple[ShortTitle, ...], Field(max_length=200)] = ()
    """Shorter titles of items, for this issue alone."""


class Seal(Record):
    """What an item was when an issue with it was published."""

    item: Annotated[str, Field(max_length=200, examples=["content/stories/karditsa-drawing"])]
    """Its folder."""
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", examples=["9f86d081884c7d659a2feaa0c55ad015"])]
    """A digest of all its files."""


class SealedPart(Record):
    """What a part of an issue's own files was when it was published."""

    part: Annotated[Line, Field(examples=["en.md: title"])]
    """Its file and its field; for an entry about one item, that too."""
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", examples=["9f86d081884c7d659a2feaa0c55ad015"])]
    """A digest of what was written."""


class Publication(Record):
    """What a published issue was made from. `build.py newsletter 3 --publish` writes it; no one edits it."""

    recorded: Annotated[PartialDate, Field(examples=["2021-02-26"])]
    """When this was written down: from then on the issue stays as it is."""
    items: Annotated[tuple[Seal, ...], Field(min_length=1, max_length=1300)]
    """Everything that its editions show, as it was then; the texts are kept in the folder `kept`."""
    parts: Annotated[tuple[SealedPart, ...], Field(min_length=1, max_length=3000)]
    """The composition and the words of the issue itself."""


class Consent(Record):
    """What a person agreed to. Never a name, an address or the form itself: those stay with the municipality."""

    given: Annotated[PartialDate, Field(examples=["2026-11-22"])]
    """When consent was given."""
    scope: Annotated[tuple[Medium, ...], Field(min_length=1, max_length=4, examples=["web"])]
    """Where the person may be shown."""
    shows: Annotated[tuple[Shows, ...], Field(min_length=1, max_length=3, examples=["face"])]
    """What may be shown: the face in photos, the name in texts, the exact place. Of a child never the name."""
    expires: Annotated[PartialDate | None, Field(examples=["2028-11-22"])] = None
    """The last day it holds. After it the person is shown nowhere."""
    withdrawn: Annotated[PartialDate | None, Field(examples=["2026-11-22"])] = None
    """When it was taken back. From then on the person is shown nowhere: `build.py withdraw c-0042` writes it."""
    minor: YesNo
    """Whether the person is younger than 18."""
    guardian: Annotated[PartialDate | None, Field(examples=["2026-11-20"])] = None
    """For a minor: when the guardian agreed."""
    child: Annotated[PartialDate | None, Field(examples=["2026-11-21"])] = None
    """For a minor: when the child itself agreed."""
    reviewer: Annotated[Line, Field(examples=["Integration office, Karditsa"])]
    """Which office saw the signed form and keeps it. An office, not a person."""

    @property
    def begins(self) -> date:
        """The first day on which it can hold: a minor's when all whom it takes have agreed."""
        agreed = (self.given, *((self.guardian, self.child) if self.minor else ()))
        days: list[date] = [day.first_day for day in agreed if day is not None]
        return max(days)

    def has_ended(self, today: date) -> bool:
        """Whether it was taken back, or has run out."""
        taken_back = self.withdrawn is not None and self.withdrawn.first_day <= today
        return taken_back or (self.expires is not None and self.expires.last_day < today)

    def holds(self, today: date) -> bool:
        """Whether it has begun and not ended."""
        return self.begins <= today and not self.has_ended(today)


CONSENTS: Final = "consent"
"""The folder of the records of consent, each a file named by its reference: c-0042.yml."""


class Owners(Record):
    """Whom GitHub asks to review: .github/owners.yml."""

    coordinators: Annotated[Handle | None, Field(examples=["@our-organisation/coordinators"])] = None
    """Who reviews everything."""
    members: Annotated[dict[Slug, Handle], Field(examples=['karditsa: "@our-organisation/karditsa"'])] = {}
    """A member's own team, asked about its folder besides."""


class Redirects(Record):
    """What became of published addresses that have no page any more: redirects.yml at the site's root."""

    moved: Annotated[dict[SiteAddress, SiteAddress], Field(examples=["/stories/old-name/: /stories/new-name/"])] = {}
    """Old address: new address, both without the language. Whoever comes to the old one is led on."""
    gone: Annotated[tuple[SiteAddress, ...], Field(examples=["/stories/old-name/"])] = ()
    """Addresses that were taken away on purpose and lead nowhere."""


PUBLICATION_FILE: Final = "record.yml"
"""Beside issue.yml, once an issue is published."""
KEPT: Final = "kept"
"""The folder of an issue that holds the items as they were published, each where it lies from the site's root."""


@dataclass(frozen=True, slots=True)
class ContentType:
    """Where items of a kind live, and what their two kinds of file hold."""

    kind: Kind
    folder: str
    """Pattern of the item's folder, from the site's root; the last part is its slug."""
    data_file: str
    data: type[Record]
    text: type[Record]
    address: str
    """Address of its page below the root of a language; `{slug}` stands for the item's slug."""
    body_required: bool = True

    @property
    def collection(self) -> str:
        """The folder that holds the items of this kind, as far as it is one."""
        return self.folder.split("/*")[0]

    def packed(self) -> str:
        """Its name where an item is remembered: no two types have one folder."""
        return self.folder

    @staticmethod
    def unpacked(folder: str) -> ContentType:
        """The type of that name; raises KeyError where there is none."""
        return _BY_FOLDER[folder]


CONTENT_TYPES: Final[tuple[ContentType, ...]] = (
    ContentType(Kind.MEMBER, "members/*", "profile.yml", Member, MemberText, "members/{slug}/"),
    ContentType(
        Kind.STATEMENT, "members/*/statements/*", "statement.yml", Statement, StatementText, "statements/{slug}/"
    ),
    ContentType(
        Kind.STATEMENT,
        "content/partners/*/statements/*",
        "statement.yml",
        Statement,
        StatementText,
        "statements/{slug}/",
    ),
    ContentType(Kind.STORY, "content/stories/*", "story.yml", Story, StoryText, "stories/{slug}/"),
    ContentType(Kind.EVENT, "content/events/*", "event.yml", Event, EventText, "events/{slug}/"),
    ContentType(
        Kind.PARTNER, "content/partners/*", "partner.yml", Partner, PartnerText, "partners/{slug}/", body_required=False
    ),
    ContentType(
        Kind.PROGRAMME,
        "content/programmes/*",
        "programme.yml",
        Programme,
        ProgrammeText,
        "stories/programme/{slug}/",
        body_required=False,
    ),
    ContentType(Kind.PAGE, "content/pages/*", "page.yml", Page, PageText, "about/{slug}/"),
    ContentType(Kind.ISSUE, "newsletters/*", "issue.yml", Issue, IssueText, "newsletters/{slug}/"),
)

_BY_FOLDER: Final = {content.folder: content for content in CONTENT_TYPES}

AnyData = Member | Statement | Story | Event | Partner | Programme | Page | Issue
AnyText = MemberText | StatementText | StoryText | EventText | PartnerText | ProgrammeText | PageText | IssueText

EDITED_FOLDERS: Final = tuple(dict.fromkeys(content.folder.split("/")[0] for content in CONTENT_TYPES))
"""The folders at the top of a site in which people write items."""
CONTENT_ROOTS: Final = (*EDITED_FOLDERS, CONSENTS)
"""Every folder at the top of a site whose files are read as content."""
