"""Whom and what stories speak of: partners, and the programmes, bodies and networks of the glossary."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .choices import Kind, PartnerRole, ProgrammeKind
from .metadata import RefersTo, SearchedName, SearchedText
from .record import LanguageText, Record
from .types import EmailAddress, FileName, Line, Paragraph, PhoneNumber, Slug, Summary, WebAddress, YesNo


class Partner(Record):
    """An organisation that works with the network or with one of its cities."""

    role: Annotated[PartnerRole, Field(examples=["partner"])]
    """How it is related to the network."""
    website: Annotated[WebAddress | None, Field(examples=["https://www.example.org/"])] = None
    """Its site."""
    logo: Annotated[FileName | None, Field(examples=["logo.png"])] = None
    """Its logo, unaltered, in this folder, if the partner lets others show it. Those who cannot see it get its name."""
    programme: Annotated[Slug | None, RefersTo(Kind.PROGRAMME), Field(examples=["react"])] = None
    """If one line says all: the programme on whose page it appears, instead of on a page of its own."""
    contact: Annotated[EmailAddress | None, Field(examples=["info@example.org"])] = None
    """A public address of the organisation. Never a private one."""
    phone: Annotated[PhoneNumber | None, Field(examples=["+30 210 0000000"])] = None
    """A public telephone number of the organisation. Never a person's own."""


class PartnerText(LanguageText):
    """An organisation in one language."""

    name: Annotated[Line, SearchedName(), Field(examples=["KMOP"])]
    """The name it goes by."""
    full_name: Annotated[
        Line | None, SearchedName(), SearchedText(), Field(examples=["KMOP – Social Action and Innovation Centre"])
    ] = None
    """Its name in full."""
    summary: Annotated[
        Summary | None, SearchedText(), Field(examples=["A mental health unit for migrants in Athens."])
    ] = None
    """What it is, in a sentence."""
    aliases: Annotated[tuple[Line, ...], SearchedName(), Field(max_length=20)] = ()
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

    name: Annotated[Line, SearchedName(), Field(examples=["HELIOS"])]
    """The name it goes by."""
    full_name: Annotated[
        Line | None, SearchedName(), SearchedText(), Field(examples=["Refugee Assistance Collaboration Thessaloniki"])
    ] = None
    """Its name in full."""
    summary: Annotated[Summary, SearchedText(), Field(examples=["Integration programme run by IOM."])]
    """What it is, in a sentence."""
    aliases: Annotated[tuple[Line, ...], SearchedName(), Field(max_length=20)] = ()
    """Other names people search for in this language."""
    funding_statement: Annotated[Paragraph | None, Field(examples=["Funded by the European Union."])] = None
    """The funding statement, word for word as the grant gives it."""
    disclaimer: Annotated[Paragraph | None, Field()] = None
    """The disclaimer, word for word as the grant gives it."""
    emblem_alt: Annotated[Line | None, Field(examples=["Emblem of the European Union"])] = None
    """The emblem in words, for those who cannot see it."""
