"""Feeds: what is newest, as Atom (RFC 4287) and as JSON Feed 1.1, in each language. Pure.

An entry holds a summary and leads to the page. What stands in a feed is copied by its readers and stays with them, so
a text that is withdrawn must not be there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, time
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from jinja2 import Environment

from ..content.dates import PartialDate
from ..content.digests import digest_of
from ..content.library import Item, Library, when
from ..content.model import DEFAULT_TIME_ZONE, Event, Kind, Statement, Story
from .lookup import FileView, Lookup, Values
from .subscriptions import ATOM, FEEDS, JSON_FEED, Feed
from .words import Words

NEWEST: Final = 50
"""Entries in a feed."""
NEVER: Final = datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC")).isoformat()
"""When a feed without entries was last changed: Atom wants a date."""
VERSION: Final = "https://jsonfeed.org/version/1.1"
Address = Callable[[str, str], str]
"""Language and address of a page or file → its full address."""


def feed_files(
    library: Library, words: Mapping[str, Words], address: Address, root: Callable[[str], str], templates: Environment
) -> Iterator[FileView]:
    """All feeds. `root` tells where the pages of a language stand; `templates` are those of theme/feeds/."""
    for language in library.languages:
        entries = _Entries(Lookup(library, words[language]), address)
        for feed in FEEDS:
            values = entries.feed(feed)
            digest = digest_of(values)
            make_atom = partial(_atom, templates, values)
            yield FileView(f"{root(language)}{feed.address}{ATOM}", digest, make_atom)
            yield FileView(f"{root(language)}{feed.address}{JSON_FEED}", digest, partial(_json, values))


def _atom(templates: Environment, values: Values) -> bytes:
    return templates.get_template("atom.xml").render(values).encode()


def _json(values: Values) -> bytes:
    feed = {
        "version": VERSION,
        "title": values["title"],
        "home_page_url": values["page"],
        "feed_url": values["json"],
        "description": values["description"],
        "language": values["language"],
        "authors": [{"name": values["author"], "url": values["home"]}],
        "items": [_json_item(entry) for entry in values["entries"]],
    }
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _json_item(entry: Values) -> Values:
    found: Values = {
        "id": entry["url"],
        "url": entry["url"],
        "title": entry["title"],
        "content_text": entry["summary"],
        "date_published": entry["date"],
        "language": entry["language"],
    }
    if entry["author"]:
        found["authors"] = [{"name": entry["author"]}]
    return found | ({"tags": entry["tags"]} if entry["tags"] else {})


class _Entries:
    """Where the feeds of a language are written."""

    def __init__(self, lookup: Lookup, address: Address) -> None:
        self.lookup, self.library = lookup, lookup.library
        self._address = address
        self._entries: dict[str, Values] = {}

    def feed(self, feed: Feed) -> Values:
        """All that a feed shows."""
        words = self.lookup.words
        network = words.say("network.name")
        entries = [self.entry(item) for item in self._newest(feed)]
        return {
            "title": f"{network} – {words.say(f'{feed.name}.title')}" if feed.name else network,
            "description": words.say(f"{feed.name or 'home'}.description"),
            "language": self.lookup.language,
            "author": network,
            "home": self.at(""),
            "page": self.at(feed.address),
            "atom": self.at(f"{feed.address}{ATOM}"),
            "json": self.at(f"{feed.address}{JSON_FEED}"),
            "updated": max((entry["date"] for entry in entries), default=NEVER, key=datetime.fromisoformat),
            "entries": entries,
        }

    def at(self, address: str) -> str:
        return self._address(self.lookup.language, address)

    def _newest(self, feed: Feed) -> list[Item]:
        """The items of a feed, newest first; items of one date in the order of their list."""
        found = [item for kind in feed.kinds for item in self._row(kind)]
        return sorted(found, key=self._moment, reverse=True)[:NEWEST]

    def _row(self, kind: Kind) -> Iterable[Item]:
        library = self.library
        rows = {Kind.STORY: library.stories, Kind.STATEMENT: library.statements, Kind.ISSUE: library.issues}
        return rows[kind][:NEWEST] if kind in rows else [*library.coming_events, *library.past_events[:NEWEST]]

    def _moment(self, item: Item) -> datetime:
        """When an item became known, as far as that is on record: the first moment that its date can mean.

        Since when a coming event has been announced is not on record; it is known on the library's day.
        """
        today = datetime.combine(self.library.today, time(), ZoneInfo(DEFAULT_TIME_ZONE))
        day = (item.data.reported or item.data.start) if isinstance(item.data, Event) else when(item)
        return min(day.begins(_zone(item)), today) if isinstance(day, PartialDate) else datetime.fromisoformat(NEVER)

    def entry(self, item: Item) -> Values:
        """The values that a feed shows of an item."""
        if item.address not in self._entries:
            self._entries[item.address] = self._entry(item)
        return self._entries[item.address]

    def _entry(self, item: Item) -> Values:
        lookup, text = self.lookup, self.lookup.text(item)
        title = text.title
        if item.kind is Kind.ISSUE:
            title = f"{lookup.issue_link(item)['label']} – {title}"
        themes = [lookup.theme(slug)["label"] for slug in getattr(item.data, "themes", ())]
        members = item.data.members if isinstance(item.data, Story | Event) else ()
        return {
            "url": self.at(item.address),
            "title": title,
            "summary": str(getattr(text.front, "summary", "")),
            "language": text.language,
            "date": self._moment(item).isoformat(),
            "author": str(getattr(text.front, "person", "")) if isinstance(item.data, Statement) else "",
            "tags": [*themes, *(member["label"] for member in lookup.links(Kind.MEMBER, members))],
        }


def _zone(item: Item) -> str:
    return item.data.time_zone if isinstance(item.data, Event) else DEFAULT_TIME_ZONE
