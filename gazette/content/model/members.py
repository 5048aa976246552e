"""Who belongs to the network and what its mayors say: members and statements."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..dates import PartialDate
from .choices import Region
from .contact import Contact, ContactText, Service, ServiceWords
from .metadata import OpenData, SearchedName, SearchedText
from .record import Coordinates, LanguageText, Quote, Record, Source
from .types import Count, LanguageCode, Line, Summary, WebAddress, YesNo


class Population(Record):
    """How many people live in a municipality, as a census or an office counted them."""

    figure: Annotated[Count, Field(examples=["56747"])]
    """How many, in digits only."""
    source: Annotated[Source, Field()]
    """Where the figure is published."""


class NameElsewhere(Record):
    """What a town is called in a language of people who come to it."""

    language: Annotated[LanguageCode, Field(examples=["uk"])]
    """The language: its code of two or three letters, such as ar for Arabic or uk for Ukrainian."""
    name: Annotated[Line, SearchedText(), Field(examples=["Афіни"])]
    """The town's name in it, as newspapers of that language write it. Other spellings belong in `aliases`."""
    unconfirmed: YesNo = False
    """true until an editor, or someone who speaks the language, has confirmed the name."""


class Member(Record):
    """A municipality of the network."""

    region: Annotated[Region, OpenData(), Field(examples=["thessaly"])]
    """The region it is in."""
    coordinates: Annotated[Coordinates, OpenData()]
    """Where to put it on the map: roughly the town's centre."""
    founder: Annotated[YesNo, OpenData()] = False
    """Whether it founded the network."""
    joined: Annotated[PartialDate | None, OpenData(), Field(examples=["2018-01"])] = None
    """When it joined: a year, a month or a day. Leave it out if it is not on record."""
    joined_by: Annotated[PartialDate | None, OpenData(), Field(examples=["2021-02"])] = None
    """If only this is on record: it had joined by then."""
    joined_after: Annotated[PartialDate | None, OpenData(), Field(examples=["2021-02"])] = None
    """If only this is on record: it had not yet joined then."""
    left: Annotated[PartialDate | None, OpenData(), Field(examples=["2024-06"])] = None
    """When it left, if it has."""
    website: Annotated[WebAddress | None, OpenData(), Field(examples=["https://www.example.gr/"])] = None
    """The municipality's site."""
    contact: Annotated[Contact | None, OpenData()] = None
    """How the office that answers residents and newcomers is reached. Its name and address are in each text."""
    services: Annotated[tuple[Service, ...], Field(max_length=20)] = ()
    """Integration services on record: an integration centre, a council, lessons. Each text says more about them."""
    population: Annotated[Population | None, Field()] = None
    """How many people live in the municipality, with the source. It helps to find practices of similar cities."""
    names: Annotated[tuple[NameElsewhere, ...], SearchedName(), Field(max_length=20)] = ()
    """The town's name in languages in which it has no text: its page shows them, and search finds it by them."""
    aliases: Annotated[tuple[Line, ...], SearchedName(), Field(max_length=20, examples=["Salonica"])] = ()
    """Other spellings people search for, in Latin letters and in other alphabets (سالونيك, Фессалоніки)."""

    @property
    def spellings(self) -> tuple[str, ...]:
        """All that people may write for the town besides its name in the site's own languages."""
        return (*(one.name for one in self.names), *self.aliases)


class MemberText(LanguageText):
    """A municipality in one language."""

    name: Annotated[Line, SearchedName(), OpenData(), Field(examples=["Καρδίτσα"])]
    """The town's name on its own, in the nominative."""
    official_name: Annotated[Line, SearchedName(), SearchedText(), OpenData(), Field(examples=["Δήμος Τρικκαίων"])]
    """The municipality's full name: in Greek the name is in the genitive after "Δήμος"."""
    genitive: Annotated[Line | None, SearchedName(), Field(examples=["Τρικάλων"])] = None
    """The town's name in the genitive, in languages that have one."""
    accusative: Annotated[Line | None, SearchedName(), Field(examples=["Τρίκαλα"])] = None
    """The town's name in the accusative, in languages that have one."""
    aliases: Annotated[tuple[Line, ...], SearchedName(), Field(max_length=20, examples=["Δήμος Πειραιώς"])] = ()
    """Other names people search for in this language."""
    contact: Annotated[ContactText | None, SearchedText()] = None
    """The office that answers: what it is called, where it is, when it is open."""
    services: Annotated[tuple[ServiceWords, ...], SearchedText(), Field(max_length=20)] = ()
    """What each service of the data file is called and offers."""


class Statement(Record):
    """What a mayor, or the head of a partner, says to the network."""

    date: Annotated[PartialDate, OpenData(), Field(examples=["2021-02"])]
    """When it was published. The offices given are those of this date."""
    source: Annotated[Source | None, OpenData()] = None
    """Where it was first published, if elsewhere."""
    withdrawn: Annotated[PartialDate | None, Field(examples=["2026-11-22"])] = None
    """When it was withdrawn, if someone no longer wants it published: nothing of it is shown from then on."""


class StatementText(LanguageText):
    """A statement in one language."""

    person: Annotated[Line, SearchedName(), SearchedText(), OpenData(), Field(examples=["Σίμος Δανιηλίδης"])]
    """Who speaks."""
    offices: Annotated[
        tuple[Line, ...],
        SearchedName(),
        SearchedText(),
        OpenData(),
        Field(min_length=1, max_length=6, examples=["Δήμαρχος Νεάπολης – Συκεών"]),
    ]
    """The offices the person held then, the one for which they speak first."""
    title: Annotated[Line, OpenData(), Field(examples=["Twenty years beside migrants"])]
    """A short title for lists: what the statement says, in a few words."""
    summary: Annotated[
        Summary,
        SearchedText(),
        OpenData(),
        Field(examples=["What the mayor expects of the network, and what the town offers."]),
    ]
    """One or two sentences for lists and search results."""
    highlights: Annotated[tuple[Summary, ...], SearchedText(), Field(max_length=4)] = ()
    """Sentences worth showing large. They are our words, not a quotation."""
    quote: Annotated[Quote | None, SearchedText()] = None
    """A sentence on record, shown large in quotation marks."""
