"""An issue with all its texts, as plain values: cover, sections, items; and a digest that changes with any of it.

What is made of whole issues is made of this: the paper editions, the e-book.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from ..content.digests import digest_of
from ..content.library import ABOUT, CONTACT, Item, Text
from ..content.model import (
    Event,
    EventText,
    Issue,
    IssueText,
    Kind,
    Length,
    Medium,
    Programme,
    Section,
    Statement,
    StatementText,
    Story,
    StoryText,
)
from .lookup import Lookup, Values, file_address, pulled


@dataclass(frozen=True, slots=True)
class IssueView:
    """An issue in one language. `data` holds plain values only; `texts` are the digests of the bodies it shows."""

    language: str
    number: int
    address: str
    title: str
    label: str
    data: Values
    texts: tuple[str, ...]

    @property
    def digest(self) -> bytes:
        """Changes with anything that is shown."""
        return digest_of((self.language, self.number, self.address, self.title, self.label, self.data, self.texts))


def whole_issue(today: Lookup, issue: Item) -> IssueView:
    """The view of `issue` in the language of `today`; of a published one as it was then."""
    lookup = Lookup(today.library.as_published(issue), today.words)
    text = lookup.text(issue)
    front, data = cast(IssueText, text.front), issue.record(Issue)
    sections = [_section(lookup, issue, text, section) for section in data.sections]
    about = lookup.library.get(Kind.PAGE, ABOUT)
    note = lookup.text(about) if about else None
    contact = lookup.library.get(Kind.PAGE, CONTACT)
    tiles = lookup.cover_tiles(issue)
    members = [lookup.library.get(Kind.MEMBER, entry["tile"]) for entry in tiles]
    texts = [*text.bodies, *(note.bodies if note else ())]
    texts += [item["body"] for section in sections for item in section["items"] if item["body"]]
    values: Values = {
        "summary": front.summary,
        "body": text.body,
        "body_lang": lookup.foreign(text.language),
        "note": note.body if note else "",
        "note_page": about.address if about else "",
        "note_lang": lookup.foreign(note.language) if note else "",
        "date": lookup.date(data.date),
        "pages": data.pages or 0,
        "tiles": tiles,
        "members": [lookup.link(member) for member in members if member],
        "sections": [section for section in sections if section["items"]],
        "supporters": [lookup.link(item) for item in lookup.library.supporters(lookup.language)],
        "contact_page": contact.address if contact else "",
        "withdrawn": lookup.withdrawn(issue),
        "errata": lookup.errata(issue),
    }
    label = lookup.issue_link(issue)["label"]
    return IssueView(lookup.language, data.number, issue.address, front.title, label, values, tuple(texts))


def _section(lookup: Lookup, issue: Item, text: Text, section: Section) -> Values:
    found = ((reference, lookup.library.find(reference)) for reference in section.items)
    items = [_item(lookup, issue, item, reference) for reference, item in found if item is not None]
    return {**lookup.section_title(text, section), "kind": section.kind.value, "items": items}


def _item(lookup: Lookup, issue: Item, item: Item, reference: str) -> Values:
    text, display = lookup.text(item), issue.record(Issue).display(reference)
    front = cast(StoryText | EventText | StatementText, text.front)
    shared: Values = {
        "kind": item.kind.value,
        "id": item.address.strip("/").replace("/", "-"),
        "address": item.address,
        **lookup.title_in(issue, reference, text),
        "lang": lookup.foreign(text.language),
        "abridged": display.length is Length.ABRIDGED,
        "summary": front.summary,
        "body": text.body,
        **pulled(front, display.pull),
        "span": _span(issue, item),
        "links": [],
        "themes": [],
        "person": "",
        "offices": [],
        "photos": [],
        "figures": [],
        "facts": [],
        "grants": [_grant(lookup, programme) for programme in lookup.library.grants(item)],
    }
    more = _voice(lookup, item, front) if isinstance(front, StatementText) else _report(lookup, issue, item, reference)
    return {**shared, **more}


def _grant(lookup: Lookup, programme: Item) -> Values:
    front: Any = lookup.text(programme).front
    emblem = programme.record(Programme).emblem
    return {
        "statement": front.funding_statement or "",
        "disclaimer": front.disclaimer or "",
        "emblem": file_address(programme, emblem) if emblem and emblem in programme.files else "",
        "alt": front.emblem_alt or "",
        "lang": lookup.foreign(lookup.text(programme).language),
    }


def _span(issue: Item, item: Item) -> list[int]:
    """The pages on which the item stands in this issue, where they are on record: the first and the last."""
    given = cast(Story | Event | Statement, item.data).source
    if given is None or given.newsletter != issue.record(Issue).number or not given.pages:
        return []
    numbers = [int(part) for part in given.pages.split("-")]
    return [numbers[0], numbers[-1]]


def _voice(lookup: Lookup, item: Item, front: StatementText) -> Values:
    owner = lookup.library.party(item.owner)
    return {
        "person": front.person,
        "offices": list(front.offices),
        "cities": [lookup.link(owner)] if owner else [],
        "tiles": [item.owner] if owner and owner.kind is Kind.MEMBER else [],
    }


def _report(lookup: Lookup, issue: Item, item: Item, reference: str) -> Values:
    """The values of a story or event in an issue, with the photo and the theme that the issue chose for it.

    `photos` stand above its text, unless they are among the `figures` that stand within.
    """
    text = lookup.text(item)
    data, front = cast(Story | Event, item.data), cast(StoryText, text.front)
    shown = issue.record(Issue).photo_of(reference, item.data)
    theme = issue.record(Issue).display(reference).theme
    out = issue.publication.recorded.first_day if issue.publication else None
    printed = [
        {name: photo[name] for name in ("name", "file", "alt", "caption", "credit", "in_text")}
        for photo in lookup.photos(item, text, Medium.PRINT)
    ]
    members = lookup.links(Kind.MEMBER, data.members)
    facts = _event_facts(lookup, item, cast(EventText, front), out) if isinstance(data, Event) else []
    facts += [
        _fact(
            lookup.words.say("facts.programmes", n=len(data.programmes)), lookup.links(Kind.PROGRAMME, data.programmes)
        ),
        _fact(lookup.words.say("facts.partners", n=len(data.partners)), lookup.parties(data.partners)),
    ]
    return {
        "cities": members if isinstance(data, Story) else [],
        "tiles": [member["tile"] for member in members],
        "themes": [lookup.theme(slug)["label"] for slug in ([theme] if theme else data.themes)],
        "links": [{"label": link.title, "url": link.url} for link in front.links],
        "facts": [fact for fact in facts if fact["values"]],
        "photos": [photo for photo in printed if photo["name"] == shown],
        "figures": [photo for photo in printed if photo["in_text"]],
    }


def _fact(label: str, values: Sequence[Values]) -> Values:
    return {"label": label, "values": [{"label": value["label"], "lang": value["lang"]} for value in values]}


def _when(lookup: Lookup, event: Event) -> Iterator[str]:
    """The days of an event and its hours, each from beginning to end, as far as they are known."""
    days = dict.fromkeys(day["text"] for day in (lookup.date(event.start), lookup.date(event.end)) if day)
    if event.deadline:
        yield lookup.deadline(event)
    if days:
        yield " – ".join(days)
    if event.start and event.start.time:
        ends = event.end is not None and event.end.time is not None
        start = lookup.words.time(event.start, "" if ends else event.time_zone)
        yield f"{start} – {lookup.words.time(event.end, event.time_zone)}" if ends and event.end else start


def _event_facts(lookup: Lookup, item: Item, front: EventText, out: date | None) -> list[Values]:
    """What is known of an event, as it stood on the day when its issue came `out`; of a draft, as it stands today."""
    data, say = item.record(Event), lookup.words.say

    def plain(words: str) -> Values:
        return {"label": words, "lang": ""}

    def where() -> Iterator[Values]:
        if front.place:
            yield plain(front.place)
        if data.online:
            yield plain(say("event.online"))

    reported = lookup.date(data.reported)
    when = [plain(words) for words in _when(lookup, data)]
    if not when and reported:
        when = [plain(say("event.reported", date=reported["on"]))]
    cancelled = [plain(say("event.cancelled"))] if data.cancelled else []
    return [
        _fact(say(f"event-kind.{data.kind.value}"), [*cancelled, *when, *where()]),
        _fact(say("facts.organisers", n=len(data.organisers)), lookup.parties(data.organisers)),
        _fact(lookup.taking_part(item, out), lookup.links(Kind.MEMBER, data.members)),
    ]
