"""Whom to ask in a municipality, and what it offers to those who come: its office, its integration services."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..dates import PartialDate
from .choices import ServiceKind, SpokenLanguage
from .metadata import OpenData, SearchedText
from .record import Record, Source
from .types import EmailAddress, Line, PhoneNumber, Slug, Summary, WebAddress


class Contact(Record):
    """How the office of a municipality that answers questions about integration is reached."""

    email: Annotated[EmailAddress | None, OpenData("contact_email"), Field(examples=["integration@example.gr"])] = None
    """A public address of the office. Never a private one."""
    phone: Annotated[PhoneNumber | None, OpenData("contact_phone"), Field(examples=["+30 24410 00000"])] = None
    """A public telephone number of the office. Never a person's own."""
    website: Annotated[
        WebAddress | None, OpenData("contact_website"), Field(examples=["https://www.example.gr/integration"])
    ] = None
    """The page of that office, where the municipality's site has one."""
    confirmed: Annotated[PartialDate | None, OpenData("contact_confirmed"), Field(examples=["2026-11"])] = None
    """When someone last made sure that the office can be reached this way."""


class ContactText(Record):
    """The office in one language."""

    office: Annotated[Line | None, SearchedText(), Field(examples=["Social services of the municipality"])] = None
    """Which office answers, by its function. Never a person's name."""
    address: Annotated[Line | None, Field(examples=["1 Example Street, 421 00 Trikala"])] = None
    """Where it is: street and number, postcode and town, floor."""
    hours: Annotated[Line | None, Field(examples=["Monday to Friday, 9:00–14:00"])] = None
    """When it answers."""


class Service(Record):
    """An integration service of a municipality: the facts that are the same in every language."""

    name: Annotated[Slug, Field(examples=["greek-school"])]
    """A short name in Latin letters, by which each language's text says what the service is called."""
    kind: Annotated[ServiceKind, Field(examples=["greek-lessons"])]
    """What kind of service it is."""
    languages: Annotated[tuple[SpokenLanguage, ...], Field(max_length=20, examples=["en"])] = ()
    """Languages in which it answers, by their ISO code. Leave it out if it is not on record."""
    email: Annotated[EmailAddress | None, Field(examples=["school@example.gr"])] = None
    """A public address of the service. Never a private one."""
    phone: Annotated[PhoneNumber | None, Field(examples=["+30 24410 00000"])] = None
    """A public telephone number of the service. Never a person's own."""
    website: Annotated[WebAddress | None, Field(examples=["https://www.example.gr/school"])] = None
    """The page of the service."""
    source: Annotated[Source | None, Field()] = None
    """Where it is on record that this service exists."""
    confirmed: Annotated[PartialDate | None, Field(examples=["2026-11"])] = None
    """When someone last made sure that this service exists and that everything here is right."""


class ServiceWords(Record):
    """An integration service in one language."""

    name: Annotated[Slug, Field(examples=["greek-school"])]
    """Which service: its name, as in the data file."""
    title: Annotated[Line, SearchedText(), Field(examples=["Greek-language school of the municipality"])]
    """What it is called."""
    about: Annotated[Summary | None, SearchedText(), Field(examples=["Free lessons, open to everyone."])] = None
    """What it offers, to whom, and what to bring: one or two sentences."""
    place: Annotated[Line | None, Field(examples=["1 Example Street, ground floor"])] = None
    """Where it is."""
