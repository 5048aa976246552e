"""Documents: what the network and its members publish or rely on, such as a memorandum or a report."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..dates import PartialDate
from .choices import DocumentKind, Kind, Theme
from .metadata import OpenData, RefersTo, SearchedText
from .record import LanguageText, Record
from .types import NETWORK, PARTIES, DocumentName, LanguageCode, Line, Slug, Summary, WebAddress


class Document(Record):
    """A document: a PDF in this folder, or one that is elsewhere."""

    kind: Annotated[DocumentKind, OpenData(), Field(examples=["report"])]
    """What it is."""
    date: Annotated[PartialDate | None, OpenData(), Field(examples=["2021-02"])] = None
    """When it was published: a year, a month or a day. Leave it out if it is not on record."""
    publishers: Annotated[
        tuple[Slug, ...],
        RefersTo(*PARTIES, besides=(NETWORK,)),
        OpenData(),
        Field(min_length=1, max_length=20, examples=["network", "accmr"]),
    ]
    """Who published it: folder names of members, partners or programmes, or `network`."""
    languages: Annotated[tuple[LanguageCode, ...], OpenData(), Field(max_length=12, examples=["el"])] = ()
    """The languages that it is written in, by their codes: el, en, fr, ar. Leave it out if you do not know."""
    file: Annotated[DocumentName | None, Field(examples=["report.pdf"])] = None
    """The PDF in this folder. Its name: small Latin letters, digits and hyphens."""
    url: Annotated[
        WebAddress | None, OpenData("published_at"), Field(examples=["https://www.example.org/report.pdf"])
    ] = None
    """Where it is published, if not here: the full address, starting with https:// or http://."""
    newsletter: Annotated[int | None, RefersTo(Kind.ISSUE), OpenData(), Field(ge=1, le=999, examples=["2"])] = None
    """The number of the newsletter issue that it is, or in which it appeared."""
    themes: Annotated[tuple[Theme, ...], OpenData(), Field(max_length=3, examples=["institutional"])] = ()
    """What it is about."""
    members: Annotated[tuple[Slug, ...], RefersTo(Kind.MEMBER), OpenData(), Field(examples=["athens"])] = ()
    """The municipalities it is about, by folder name."""
    events: Annotated[
        tuple[Slug, ...], RefersTo(Kind.EVENT), OpenData(), Field(max_length=12, examples=["eccar-conference-2020"])
    ] = ()
    """The events and joint actions it belongs to, by folder name."""
    programmes: Annotated[
        tuple[Slug, ...], RefersTo(Kind.PROGRAMME), OpenData(), Field(max_length=12, examples=["helios"])
    ] = ()
    """The programmes and bodies it belongs to, by folder name."""


class DocumentText(LanguageText):
    """A document in one language of the site, whatever language it is written in itself."""

    title: Annotated[Line, OpenData(), Field(examples=["Integration in the city, report of 2021"])]
    """What it is called."""
    summary: Annotated[
        Summary, SearchedText(), OpenData(), Field(examples=["What eight cities learned in the pandemic."])
    ]
    """What it says, in one or two sentences."""
    access: Annotated[Summary | None, Field(examples=["The same figures are on this page as a table."])] = None
    """For a PDF that screen readers cannot read well: where else its content is, or which office reads it out."""
