"""Feeds: what is newest, as Atom (RFC 4287) and as JSON Feed 1.1, in each language. Pure.

An entry holds a summary and leads to the page. What stands in a feed is copied by its readers and stays with them, so
a text that is withdrawn must not be there. The same content gives the same bytes on any day, unless nothing of the
site has a date at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from heapq import nlargest
from typing import Final

from jinja2 import Environment

from ..content.change_record import ChangeRecord, ItemHistory, midnight
from ..content.digests import digest_of
from ..content.library import FEEDS as OFFERED
from ..content.library import Item, Library, Text, newest_first
from ..content.model import Event, Kind, Statement, Story
from .lookup import FileView, Lookup, Values, headline
from .subscriptions import ATOM, FEEDS, JSON_FEED, Feed
from .words import Words

NEWEST: Final = 50
"""Entries in a feed."""
FIRST: Final = datetime.min.replace(tzinfo=UTC)
"""Where what has no date stands in the order: behind all others."""
VERSION: Final = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True)
class FeedSource:
    """All that feeds are made of."""

    library: Library
    words: Mapping[str, Words]
    changes: ChangeRecord
    address: Callable[[str, str], str]
    """Language and address of a page or file → its full address."""
    root: Callable[[str], str]
    """Language → where its pages stand, as `en/`."""
    lasting_name: Callable[[str, bool], str]
    """First path of a page or file, and whether it is recent → what it is known by for good (`Settings`)."""
    enclosures: Mapping[tuple[str, str], Sequence[Values]] = field(default_factory=dict)
    """Language and address of an issue → what can be downloaded there: `url`, `type`, `bytes`, `edition`."""


def feed_files(source: FeedSource, templates: Environment) -> Iterator[FileView]:
    """All feeds. `templates` are those of theme/feeds/."""
    newest = {feed: _newest(source, feed) for feed in FEEDS}
    last = _last_moment(source, newest.values())
    for language in source.library.offered.offering(OFFERED):
        entries = _Entries(source, language)
        for feed in FEEDS:
            shown = [pair for pair in newest[feed] if source.library.has_page(pair[0], language)]
            values = entries.feed(feed, shown, last)
            digest, place = digest_of(values), f"{source.root(language)}{feed.address}"
            yield FileView(f"{place}{ATOM}", digest, partial(_atom, templates, values))
            yield FileView(f"{place}{JSON_FEED}", digest, partial(_json, values))


def _newest(source: FeedSource, feed: Feed) -> list[tuple[Item, ItemHistory]]:
    """The items of a feed, the last published first; those of one moment in the order of their dates."""
    library = source.library
    rows = {Kind.STORY: library.stories, Kind.STATEMENT: library.statements, Kind.ISSUE: library.issues}
    found: list[tuple[Item, ItemHistory]] = []
    for kind in feed.kinds:
        row = rows[kind][:NEWEST] if kind in rows else newest_first(library.items(kind))
        found += [(item, source.changes.history(item)) for item in row]
    return nlargest(NEWEST, found, key=lambda entry: entry[1].published or FIRST)


def _last_moment(source: FeedSource, newest: Iterable[Sequence[tuple[Item, ItemHistory]]]) -> str:
    """When a feed without any dated entry was last changed, since Atom wants a date: the last day on record.

    Where nothing is on record, when what other feeds tell was last changed; the day itself where they tell nothing.
    """
    if source.changes.last_day:
        return midnight(source.changes.last_day).isoformat()
    moments = [history.updated for shown in newest for _, history in shown if history.updated]
    return max(moments, default=midnight(source.library.today)).isoformat()


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
        "id": entry["id"],
        "url": entry["url"],
        "title": entry["title"],
        "content_text": entry["summary"],
        "language": entry["language"],
    }
    if entry["published"]:
        found["date_published"] = entry["published"]
    if entry["modified"]:
        found["date_modified"] = entry["modified"]
    if entry["author"]:
        found["authors"] = [{"name": entry["author"]}]
    if entry["enclosures"]:
        found["attachments"] = [
            {"url": file["url"], "mime_type": file["type"], "title": file["title"], "size_in_bytes": file["bytes"]}
            for file in entry["enclosures"]
        ]
    return found | ({"tags": entry["tags"]} if entry["tags"] else {})


class _Entries:
    """Where the feeds of a language are written."""

    def __init__(self, source: FeedSource, language: str) -> None:
        self.source, self.lookup = source, Lookup(source.library, source.words[language])
        self._root = source.root(language)
        self._entries: dict[str, Values] = {}

    def feed(self, feed: Feed, newest: Sequence[tuple[Item, ItemHistory]], last: str) -> Values:
        """All that a feed shows. `last` is when it was changed if none of its entries can tell."""
        words = self.lookup.words
        network = words.say("network.name")
        entries = [self.entry(item, history) for item, history in newest]
        return {
            "id": self.source.lasting_name(f"{self._root}{feed.address}{ATOM}", False),
            "title": f"{network} – {words.say(f'{feed.name}.title')}" if feed.name else network,
            "description": words.say(f"{feed.name or 'home'}.description"),
            "language": self.lookup.language,
            "author": network,
            "home": self.at(""),
            "page": self.at(feed.address),
            "atom": self.at(f"{feed.address}{ATOM}"),
            "json": self.at(f"{feed.address}{JSON_FEED}"),
            "updated": max(
                filter(None, (entry["updated"] for entry in entries)), default=last, key=datetime.fromisoformat
            ),
            "entries": entries,
        }

    def at(self, address: str) -> str:
        return self.source.address(self.lookup.language, address)

    def entry(self, item: Item, history: ItemHistory) -> Values:
        """The values that a feed shows of an item."""
        if item.address not in self._entries:
            self._entries[item.address] = self._entry(item, history)
        return self._entries[item.address]

    def _entry(self, item: Item, history: ItemHistory) -> Values:
        lookup, text = self.lookup, self.lookup.text(item)
        title = headline(item, text, self.source.words)
        if item.kind is Kind.ISSUE:
            title = f"{lookup.issue_link(item)['label']} – {title}"
        themes = [lookup.theme(slug)["label"] for slug in getattr(item.data, "themes", ())]
        members = item.data.members if isinstance(item.data, Story | Event) else ()
        published = history.published.isoformat() if history.published else ""
        updated = history.updated.isoformat() if history.updated else ""
        return {
            "id": self.source.lasting_name(f"{self._root}{history.first}", history.is_recent),
            "url": self.at(item.address),
            "title": title,
            "summary": self._summary(item, text),
            "language": text.language,
            "published": published,
            "updated": updated,
            "modified": updated if published or history.changes else "",
            "author": str(getattr(text.front, "person", "")) if isinstance(item.data, Statement) else "",
            "tags": [*themes, *(member["label"] for member in lookup.links(Kind.MEMBER, members))],
            "enclosures": [
                {**file, "title": lookup.words.say(f"edition.{file['edition']}")}
                for file in self.source.enclosures.get((lookup.language, item.address), ())
            ],
        }

    def _summary(self, item: Item, text: Text) -> str:
        """The item's own; before that of a call until when one can answer it."""
        summary = str(getattr(text.front, "summary", ""))
        if not isinstance(item.data, Event) or not item.data.deadline:
            return summary
        own = Lookup(self.source.library, self.source.words[text.language])
        return f"{own.deadline(item.data)}. {summary}"
