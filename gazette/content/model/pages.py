"""Pages about the network and the site."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..dates import PartialDate
from .metadata import SearchedName, SearchedText
from .record import LanguageText, Record
from .types import Count, EmailAddress, Line, Paragraph, PhoneNumber, Summary, YesNo


class MemberCount(Record):
    """How many members the network had at a time."""

    date: Annotated[PartialDate, Field(examples=["2018-11"])]
    """When it had this many."""
    later: YesNo = False
    """`true` if it is only on record that it was after this date."""
    members: Annotated[Count, Field(examples=["12"])]
    """How many members."""


class Page(Record):
    """A page about the network or the site."""

    order: Annotated[int, Field(ge=1, le=99, examples=["2"])]
    """Its place in the menu of these pages."""
    reviewed: Annotated[PartialDate | None, Field(examples=["2026-11-22"])] = None
    """When someone last read all of it and found it right."""
    member_counts: Annotated[tuple[MemberCount, ...], Field(max_length=40)] = ()
    """On the page "about": how many members the network had, where that is on record. It appears in the history."""
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
    summary: Annotated[
        Summary, SearchedText(), Field(examples=["Who decides, who carries out, and how members take part."])
    ]
    """One or two sentences for search results."""
    boilerplate: Annotated[
        Paragraph | None, Field(examples=["The network is led by municipalities all over Greece."])
    ] = None
    """On the page "press": the network in a paragraph, for journalists to copy."""
    aliases: Annotated[tuple[Line, ...], SearchedName(), Field(max_length=20, examples=["Organisation chart"])] = ()
    """Other names people search for in this language."""
