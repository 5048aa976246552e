"""Looks up, for every medium and in one language, names, links, dates, themes, and who is on a cover."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple, cast

from ..content.dates import PartialDate
from ..content.library import Item, Library, PdfFacts, Text, withdrawn
from ..content.model import (
    HIGHLIGHTS,
    NETWORK,
    Document,
    Event,
    Issue,
    IssueText,
    Kind,
    Medium,
    Member,
    Pull,
    Section,
    SectionKind,
    StatementText,
    StoryText,
)
from .words import Words

Values = dict[str, Any]


class FileView(NamedTuple):
    """A file as the library shows it: where it stands, what changes whenever it would, and how its bytes are made."""

    path: str
    digest: bytes
    make: Callable[[], bytes]


def keyed(digest: bytes, made_with: bytes) -> str:
    """The key of a file: a digest of what it shows, and of all that every file is made with."""
    return hashlib.blake2b(digest, key=made_with, digest_size=16).hexdigest()


class Lookup:
    """Looks things up in a library and words them in one language."""

    def __init__(self, library: Library, words: Words) -> None:
        self.library, self.words = library, words
        self.language: Final = words.language
        self._links: dict[str, Values] = {}
        self._themes: dict[str, Values] = {}

    def text(self, item: Item) -> Text:
        """The item's text in this language, or the one that stands in for it."""
        return self.library.choose(item, self.language)

    def has_page(self, item: Item) -> bool:
        """Whether the item has a page in this language."""
        return self.library.has_page(item, self.language)

    def foreign(self, language: str) -> str:
        """`language` where it is not the page's own, for a `lang` attribute; else nothing."""
        return "" if language == self.language else language

    def link(self, item: Item) -> Values:
        """Name and address of an item."""
        found = self._links.get(item.address)
        if found is None:
            text = self.text(item)
            tile = item.slug if item.kind is Kind.MEMBER else ""
            named = self.name_here(item)
            found = {
                "address": item.address,
                "label": named or text.title,
                "lang": "" if named else self.foreign(text.language),
                "tile": tile,
            }
            self._links[item.address] = found
        return found

    def name_here(self, item: Item) -> str:
        """What a member is called in this language, where it has no text in it but a name."""
        names = item.data.names if isinstance(item.data, Member) and self.language not in item.texts else ()
        return next((one.name for one in names if one.language == self.language), "")

    def taking_part(self, item: Item, day: date | None = None) -> str:
        """Says how many cities take part in an event, took part or were to, as it stood on a day or stands today."""
        event = item.record(Event)
        count = event.participants or len(event.members)
        if not count:
            return ""
        is_coming = self.library.is_coming(item, day)
        when = "cancelled" if event.cancelled else "coming" if is_coming else "past"
        return self.words.say(f"facts.participants-{when}", n=count)

    def deadline(self, event: Event) -> str:
        """Of a call, until when one can answer it, with the hour where there is one; it is true on any day."""
        moment = event.deadline
        return self.words.say("call.deadline", date=self._to_the_hour(event, self.words.date(moment))) if moment else ""

    def stands(self, item: Item) -> str:
        """Of a call, how it stands: open until a day, or closed. Of anything else, nothing, and of one cancelled.

        A page is made for a day and read later: so it never says "open" without until when.
        """
        event = item.record(Event)
        moment = event.deadline
        if moment is None or event.cancelled:
            return ""
        if self.library.is_coming(item):
            return self.words.say("call.open", by=self._to_the_hour(event, self.words.dated("by", moment)))
        return self.words.say("call.closed", on=self._to_the_hour(event, self.words.dated("on", moment)))

    def _to_the_hour(self, event: Event, day: str) -> str:
        clock = self.words.time(event.deadline, event.time_zone) if event.deadline else ""
        return f"{day}, {clock}" if clock else day

    def links(self, kind: Kind, slugs: Iterable[str]) -> list[Values]:
        """Links to the items of a kind, in the order given."""
        found = (self.library.get(kind, slug) for slug in slugs)
        return [self.link(item) for item in found if item is not None]

    def theme(self, slug: str) -> Values:
        """A theme's label and the address of its stories."""
        if slug not in self._themes:
            label = self.words.say(f"theme.{slug}")
            self._themes[slug] = {"address": f"stories/theme/{slug}/", "label": label, "lang": "", "slug": str(slug)}
        return self._themes[slug]

    def date(self, day: PartialDate | None) -> Values | None:
        """A date for people, alone and within a sentence, and for machines."""
        if day is None:
            return None
        return {"iso": str(day), "text": self.words.date(day), "on": self.words.dated("on", day), "year": day.year}

    def parties(self, slugs: Iterable[str]) -> list[Values]:
        """Links to members, partners, bodies and the network itself, in the order given."""
        found: list[Values] = []
        for slug in slugs:
            item = self.library.party(slug)
            if item is not None:
                found.append(self.link(item))
            elif slug == NETWORK:
                found.append({"address": "about/", "label": self.words.say("network.name"), "lang": ""})
        return found

    def issue_link(self, issue: Item) -> Values:
        """An issue by number and date."""
        data = issue.record(Issue)
        label = self.words.say("issue.label", number=data.number, date=self.words.date(data.date))
        return {"address": issue.address, "label": label, "lang": ""}

    def section_title(self, text: Text, section: Section) -> Values:
        """The title of an issue's section. `text` is the issue's own, which names its free sections."""
        if section.kind is not SectionKind.FREE:
            return {"title": self.words.say(f"section.{section.kind.value}"), "lang": ""}
        titles = cast(IssueText, text.front).section_titles
        return {"title": titles[str(section.name)], "lang": self.foreign(text.language)}

    def title_in(self, issue: Item, reference: str, text: Text) -> Values:
        """The title of an item in an issue, and its language: the issue's short title for it, else the item's own."""
        own = self.text(issue)
        for short in cast(IssueText, own.front).short_titles:
            if short.item == reference and own.language == self.language:
                return {"title": short.title, "title_lang": ""}
        return {"title": text.title, "title_lang": self.foreign(text.language)}

    def errata(self, issue: Item) -> list[Values]:
        """The corrections to an issue, the oldest first, each in this language or in one that it is written in."""
        found = []
        for erratum in sorted(issue.record(Issue).errata, key=lambda erratum: erratum.date.sort_key):
            if erratum.item and self.library.withdrawn(erratum.item):
                continue  # a correction says what was there
            order = (self.language, *self.library.offered.order(self.language))
            language = next(code for code in order if code in erratum.text)
            item = self.library.find(erratum.item) if erratum.item else None
            about = self.title_in(issue, erratum.item or "", self.text(item)) if item else {}
            foreign = self.foreign(language)
            named = self.words.name_of(foreign) if foreign else ""
            words = {"text": erratum.text[language], "lang": foreign, "named": named}
            found.append({"date": self.date(erratum.date), "title": "", "title_lang": "", **about, **words})
        return found

    def photos(self, item: Item, text: Text, medium: Medium) -> list[Values]:
        """The photos of an item that everyone in them agreed to have shown there, in order, as `text` describes them.

        No medium shows a photo that this did not give it, in a text or beside it; `in_text` says which of the two.
        """
        return [
            {
                **photo_files(item, photo.file),
                "name": photo.file,
                "alt": caption.alt,
                "caption": caption.caption or "",
                "credit": photo.credit,
                "in_text": photo.file in text.pictured,
            }
            for photo, caption in item.described_photos(text)
            if photo.file in item.files and self.library.may(photo.people, medium)
        ]

    def withdrawn(self, issue: Item) -> list[Values]:
        """For each item of an issue that was taken back, in which section it stood and when that was."""
        text = self.text(issue)
        return [
            {**self.section_title(text, section), "date": self.date(withdrawn(item))}
            for section in issue.record(Issue).sections
            for reference in section.items
            if (item := self.library.withdrawn(reference))
        ]

    def cover_tiles(self, issue: Item) -> list[Values]:
        """The members at the time of an issue; those who joined since the one before are marked as new.

        Where no issue before it is on record, "since" is the year before it.
        """
        day = issue.record(Issue).date
        older = [
            other.record(Issue).date
            for other in self.library.issues
            if other.record(Issue).date.sort_key < day.sort_key
        ]
        since = older[0].last_day if older else day.first_day.replace(day=1, year=day.year - 1)
        found = []
        for member in self.library.named(self.library.members_at(day.last_day).all, self.language):
            data = member.record(Member)
            known = data.joined or data.joined_by
            found.append({"tile": member.slug, "new": known is not None and known.first_day > since})
        return found


def headline(item: Item, text: Text, words: Mapping[str, Words]) -> str:
    """The title of an item where it stands by itself, as in a feed or a calendar: of an event, whether it is cancelled.

    `words` are those of each language: what is said of it is said in the language of the text.
    """
    is_cancelled = isinstance(item.data, Event) and item.data.cancelled
    return words[text.language].say("event.cancelled-title", title=text.title) if is_cancelled else text.title


def dated_title(item: Item, text: Text, words: Mapping[str, Words]) -> str:
    """The title of an event in a calendar, where the day of a call is the one on which it closes."""
    title = headline(item, text, words)
    is_open = isinstance(item.data, Event) and item.data.deadline and not item.data.cancelled
    return words[text.language].say("call.entry", title=title) if is_open else title


def quote_of(front: StoryText | StatementText) -> Values | None:
    """A sentence on record, and who said it."""
    return {"text": front.quote.text, "by": front.quote.by} if front.quote else None


def pulled(front: StoryText | StatementText, choice: Pull | None) -> Values:
    """The sentence that an issue shows large: the one it chose, else whatever the item has."""
    quote, highlights = quote_of(front), list(front.highlights)
    if choice is None:
        return {"quote": quote, "highlights": highlights}
    place = HIGHLIGHTS.index(choice) if choice in HIGHLIGHTS else len(highlights)
    return {"quote": quote if choice is Pull.QUOTE else None, "highlights": highlights[place : place + 1]}


WIDTHS: Final = (480, 800, 1200, 1600)
"""Pixels: in which widths a photo is published, as far as it is that wide."""
PLAIN_WIDTH: Final = 1200
"""Of the one that stands for all, in mail and where a link is shared."""
TYPES: Final = {"avif": "image/avif", "webp": "image/webp"}
"""Ending → media type of what browsers may choose in its place, the lightest first."""


def scaled(size: tuple[int, int], width: int) -> tuple[int, int]:
    """Width and height in pixels of a picture made as wide as that, or left as it is where it is narrower."""
    return size if size[0] <= width else (width, max(1, round(size[1] * width / size[0])))


def renditions(address: str, size: tuple[int, int]) -> dict[str, tuple[str, tuple[int, int]]]:
    """Address → ending and size in pixels, for each form of a photo beside the plain one, which stands at `address`."""
    stem = address.rpartition(".")[0]
    sizes = dict.fromkeys(scaled(size, width) for width in WIDTHS)
    return {f"{stem}.{wide[0]}.{ending}": (ending, wide) for ending in TYPES for wide in sizes}


def photo_files(item: Item, name: str) -> Values:
    """The renditions of a photo for a page, by format and width; only the file itself if its size is not known."""
    size, address = item.sizes.get(name), file_address(item, name)
    if size is None:
        return {"file": address, "width": 0, "height": 0, "sources": []}
    forms = renditions(address, size)
    sources = [
        {
            "type": kind,
            "files": [(file, wide[0]) for file, (end, wide) in forms.items() if end == e],
        }
        for e, kind in TYPES.items()
    ]
    width, height = scaled(size, PLAIN_WIDTH)
    return {"file": address, "width": width, "height": height, "sources": sources}


def pdf_of(item: Item) -> PdfFacts | None:
    """What is known of a document's PDF; nothing where it has none here."""
    return item.pdfs.get(item.record(Document).file or "")


def pdf_address(item: Item) -> str:
    """Where a document's PDF is published: others link to it, so it is called as the document, whatever it holds."""
    return f"{item.address}{item.slug}.pdf"


def file_address(item: Item, name: str) -> str:
    """Where a picture of an item's folder is published: once, below the item's page in the first language.

    It is named by its content: two pictures never share an address, whatever their files are called, and what a file
    is called reaches no one. What an issue keeps of it stands below the address of the issue.
    """
    above = f"newsletters/{item.kept_by}/" if item.kept_by else ""
    return f"{above}{item.address.partition('#')[0]}{item.files[name]}.{name.rpartition('.')[2]}"
