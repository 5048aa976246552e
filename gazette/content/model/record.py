"""What every record is, and the small records that stand within others."""

from __future__ import annotations

from typing import Annotated, Any, Final, get_args

from pydantic import BaseModel, ConfigDict, Field

from .choices import Kind
from .metadata import OpenData, RefersTo, SearchedText
from .types import FileName, Line, PageRange, Paragraph, People, Revision, WebAddress


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


def record_in(annotation: Any) -> type[Record] | None:
    """The record class in `Quote`, `Quote | None`, `tuple[Photo, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    found = (record_in(part) for part in get_args(annotation))
    return next((inner for inner in found if inner is not None), None)


TRANSLATES: Final = "translates"
WORDS_OF_A_LANGUAGE: Final = frozenset({TRANSLATES, "aliases", "genitive", "accusative"})
"""Fields of a text that no other language renders."""


class LanguageText(Record):
    """What every language's file has in common."""

    translates: Annotated[Revision | None, Field(examples=["9f86d081"])] = None
    """For a translation: the revision of the original that it renders. `make translated` writes it."""


class Coordinates(Record):
    """A point on the map (WGS 84)."""

    latitude: Annotated[float, OpenData(), Field(ge=34.0, le=42.0, allow_inf_nan=False, examples=["37.98"])]
    """Degrees north, as a map service shows them. Greece lies between 34 and 42."""
    longitude: Annotated[float, OpenData(), Field(ge=19.0, le=30.0, allow_inf_nan=False, examples=["23.73"])]
    """Degrees east. Greece lies between 19 and 30."""


class Source(Record):
    """Where this was first published: a newsletter issue of the network, or an address."""

    newsletter: Annotated[
        int | None, RefersTo(Kind.ISSUE), OpenData("source_newsletter"), Field(ge=1, le=999, examples=["2"])
    ] = None
    """The number of the newsletter issue it appeared in."""
    pages: Annotated[PageRange | None, Field(examples=["10", "2-4"])] = None
    """The page or pages there."""
    url: Annotated[WebAddress | None, OpenData("source_url"), Field(examples=["https://www.example.org/article"])] = (
        None
    )
    """The address of the page it appeared on."""
    title: Annotated[Line | None, Field(examples=["Annual report of the city"])] = None
    """The title of the publication, as it is printed there."""


class Photo(Record):
    """A photo in the item's folder."""

    file: Annotated[FileName, Field(examples=["workshop.jpg"])]
    """The file's name: small Latin letters, digits and hyphens."""
    credit: Annotated[Line, Field(examples=["Municipality of Karditsa"])]
    """Who took the photo or holds the rights."""
    people: People
    """Who can be recognised: for each, the reference of their consent, such as [c-0042]. `none` if no one can."""


class Caption(Record):
    """What a language says about a photo."""

    file: Annotated[FileName, Field(examples=["workshop.jpg"])]
    """Which photo: its file name, as in the data file."""
    alt: Annotated[Line, SearchedText(), Field(examples=["Two women fold paper at a long table"])]
    """What someone who cannot see the photo needs to know. Not a repeat of the caption."""
    caption: Annotated[Line | None, SearchedText(), Field(examples=["The second workshop, in the town library"])] = None
    """The line printed under the photo."""


class Link(Record):
    """An address outside the site, with the words to show for it."""

    title: Annotated[Line, Field(examples=["The exhibition's site"])]
    """The words of the link: say where it leads, not "click here"."""
    url: Annotated[WebAddress, Field(examples=["https://www.example.org/"])]
    """The full address, starting with https:// or http://."""


class Quote(Record):
    """Words that a person is on record as having said or written."""

    text: Annotated[Paragraph, SearchedText(), Field(examples=["We learned as much as we taught."])]
    """The words exactly as published, without quotation marks: the page adds them."""
    by: Annotated[Line, SearchedText(), Field(examples=["A teacher of the school"])]
    """Who said it. Children and people who sought asylum are not named."""
