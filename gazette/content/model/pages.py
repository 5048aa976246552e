"""Pages about the network and the site."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..dates import PartialDate
from .metadata import SearchedName, SearchedText
from .record import LanguageText, Record
from .types import EmailAddress, Line, PhoneNumber, Summary


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
    summary: Annotated[
        Summary, SearchedText(), Field(examples=["Who decides, who carries out, and how members take part."])
    ]
    """One or two sentences for search results."""
    aliases: Annotated[tuple[Line, ...], SearchedName(), Field(max_length=20, examples=["Organisation chart"])] = ()
    """Other names people search for in this language."""
