"""What readers can follow: feeds, calendars, the newsletter. Their addresses, declared once for files and links."""

from __future__ import annotations

from typing import Final, NamedTuple

from ..content.model import Kind

ATOM: Final = "feed.xml"
JSON_FEED: Final = "feed.json"
CALENDAR: Final = "calendar.ics"
TYPES: Final = {ATOM: "application/atom+xml", JSON_FEED: "application/feed+json", CALENDAR: "text/calendar"}
EVENTS: Final = "events/"
"""Whose page leads to the calendar of all events."""
DOCUMENTS: Final = "documents/"
"""The list of documents."""
SUBSCRIBE: Final = "newsletters/subscribe/"
"""The page on which readers subscribe to the newsletter, where they can."""


class Feed(NamedTuple):
    """A feed. Its files stand below the page of what it follows, in each language."""

    name: str
    """The first part of the key of its title, as in `stories.title`; empty for the feed of all kinds."""
    address: str
    kinds: tuple[Kind, ...]


_OF_ONE_KIND: Final = (
    Feed("stories", "stories/", (Kind.STORY,)),
    Feed("statements", "statements/", (Kind.STATEMENT,)),
    Feed("events", EVENTS, (Kind.EVENT,)),
    Feed("documents", DOCUMENTS, (Kind.DOCUMENT,)),
    Feed("newsletters", "newsletters/", (Kind.ISSUE,)),
)
FEEDS: Final = (Feed("", "", tuple(kind for feed in _OF_ONE_KIND for kind in feed.kinds)), *_OF_ONE_KIND)


def offered_at(address: str, is_member: bool) -> list[str]:
    """The files that the page at an address offers: those of its feed, and its calendar."""
    found = [f"{feed.address}{name}" for feed in FEEDS if feed.address == address for name in (ATOM, JSON_FEED)]
    return [*found, f"{address}{CALENDAR}"] if is_member or address == EVENTS else found
