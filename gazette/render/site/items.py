"""Pages of one item each: member, statement, story, event, partner, programme, page, newsletter issue."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, cast

from ...content.digests import digest_of
from ...content.library import ABOUT, GLOSSARY, HOME, TRANSLATIONS, Item, Membership, Text, membership
from ...content.model import (
    Event,
    EventText,
    Issue,
    IssueText,
    Kind,
    Medium,
    Member,
    MemberText,
    Page,
    Partner,
    PartnerText,
    Programme,
    ProgrammeText,
    Section,
    Source,
    Statement,
    StatementText,
    Story,
    StoryText,
)
from ..lookup import Values, file_address, quote_of, title_of
from .history import events_left_out, history
from .view import Desk, PageView, Sheet, languages_of, sheet_of

HUB_STORIES: Final = 24
"""Stories on a member's own page; where there are more, it leads to the list of all."""
Beside = tuple[Item | None, ...]
"""The newer and the older neighbour of an item that stands in a row; nothing for one that does not."""


def item_sheets(desk: Desk) -> Iterator[Sheet]:
    """A page for each item, but for the home page and the programmes, which are lists as well."""
    library = desk.library
    for row, make_in_row in ((library.statements, statement_view), (library.stories, story_view)):
        for item, beside in neighbours(row):
            yield _sheet(desk, item, beside, partial(make_in_row, desk, item, beside))
    for item in library.items(Kind.EVENT):
        yield _sheet(desk, item, (), partial(event_view, desk, item))
    yield from (sheet_of(issue_view(desk, item, beside)) for item, beside in neighbours(library.issues))
    yield from (sheet_of(member_view(desk, item)) for item in library.items(Kind.MEMBER))
    yield from (sheet_of(partner_view(desk, item)) for item in library.items(Kind.PARTNER))
    yield from (sheet_of(page_view(desk, page)) for page in library.pages if page.slug != HOME)


def _sheet(desk: Desk, item: Item, beside: Beside, make: Callable[[], PageView]) -> Sheet:
    """The sheet of a page that shows its item, and of others what is in their faces: so it is known unmade."""
    faces = [other.face if other else b"" for other in (*beside, *desk.library.related(item))]
    coming = item.kind is Kind.EVENT and desk.library.is_coming(item)
    shared = [(photo["name"], photo["social"]) for photo in _photos(desk, item, desk.text(item))] if item.files else ()
    digest = digest_of((desk.language, item.digest, faces, coming, shared))
    return Sheet(item.address, desk.language, languages_of([item], desk.library), digest, make)


def neighbours(items: Sequence[Item]) -> Iterator[tuple[Item, Beside]]:
    """Each item with the newer and the older one; `items` run from the newest to the oldest."""
    for newer, item, older in zip((None, *items), items, (*items[1:], None), strict=False):
        yield item, (newer, older)


def _row(desk: Desk, beside: Beside) -> Values:
    """Links to the neighbours of an item."""
    newer, older = (desk.link(item) if item else None for item in beside)
    return {"newer": newer, "older": older}


def _view(desk: Desk, item: Item, text: Text, section: str, data: Mapping[str, Any], title: str = "") -> PageView:
    """What all pages of items have: the body, its language, the issues that carried it, the grants to be named."""
    library = desk.library
    grants = [_grant(desk, programme) for programme in library.grants(item)]
    shared: Values = {
        "body": text.body,
        "body_lang": desk.foreign(text.language),
        "issues": [desk.issue_link(issue) for issue in library.issues_with(item)],
        "grants": grants,
        "original": library.original(item) if text.is_stale else "",
    }
    return PageView(
        address=item.address,
        language=desk.language,
        template=f"{item.kind.value}.html",
        title=title or title_of(text),
        description=str(getattr(text.front, "summary", None) or text.excerpt),
        section=section,
        written_in=languages_of([item], library),
        data={**shared, **data},
        texts=text.bodies,
    )


def _grant(desk: Desk, programme: Item) -> Values:
    text = desk.text(programme)
    front = cast(ProgrammeText, text.front)
    emblem = programme.record(Programme).emblem
    return {
        "name": front.name,
        "emblem": file_address(programme, emblem) if emblem and emblem in programme.files else "",
        "emblem_alt": front.emblem_alt or "",
        "statement": front.funding_statement or "",
        "disclaimer": front.disclaimer or "",
        "lang": desk.foreign(text.language),
    }


def source(desk: Desk, given: Source | None) -> Values | None:
    """Where an item was first published, in words."""
    if given is None:
        return None
    issue = desk.library.get(Kind.ISSUE, str(given.newsletter)) if given.newsletter else None
    pages = given.pages.replace("-", "–") if given.pages else ""
    return {
        "issue": desk.issue_link(issue) if issue else None,
        "pages": desk.words.say("source.pages" if "–" in pages else "source.page", pages=pages) if pages else "",
        "url": given.url or "",
        "title": given.title or given.url or "",
    }


def _photos(desk: Desk, item: Item, text: Text) -> list[Values]:
    """The photos that a page shows; `social` says which may stand for it where a link to it is shared."""
    shared = {photo["name"] for photo in desk.photos(item, text, Medium.SOCIAL)}
    return [{**photo, "social": photo["name"] in shared} for photo in desk.photos(item, text, Medium.WEB)]


def member_view(desk: Desk, item: Item) -> PageView:
    """A member's hub: profile, membership, and all that concerns it."""
    text = desk.text(item)
    front, data = cast(MemberText, text.front), item.record(Member)
    hub = desk.library.hub(item)
    return _view(
        desk, item, text, "members/",
        {
            "tile": item.slug,
            "official_name": front.official_name,
            "region": desk.words.say(f"region.{data.region.value}"),
            "founder": data.founder,
            "coordinates": {"latitude": data.coordinates.latitude, "longitude": data.coordinates.longitude},
            "membership": _membership_words(desk, data),
            "website": data.website or "",
            **_reached(data),
            "statements": desk.cards(hub.statements),
            "stories": desk.cards(hub.stories[:HUB_STORIES]),
            "more_stories": len(hub.stories) if len(hub.stories) > HUB_STORIES else 0,
            "events": desk.cards(hub.events),
            "issues": [desk.issue_link(issue) for issue in hub.issues],
        },
    )  # fmt: skip


def _reached(data: Member | Event | Partner | Page) -> Values:
    """How an office is reached; `phone_to` is its number as a telephone takes it."""
    number = data.phone or ""
    return {"contact": data.contact or "", "phone": number, "phone_to": re.sub(r"[^\d+]", "", number)}


def _membership_words(desk: Desk, member: Member) -> str:
    """Since when it has been a member, as far as that is on record."""
    words = desk.words
    if member.left and membership(member, desk.library.today) is Membership.NO:
        return words.say("member.left", date=words.date(member.left))
    for name in ("joined", "joined_by", "joined_after"):
        day = getattr(member, name)
        if day:
            return words.say(f"member.{name.replace('_', '-')}", date=words.date(day))
    return words.say("member.joined-unknown")


def statement_view(desk: Desk, item: Item, beside: Beside) -> PageView:
    """A statement: who speaks, for whom, in which office, when, where first published, before the text."""
    text = desk.text(item)
    front, data = cast(StatementText, text.front), item.record(Statement)
    owner = desk.library.get(Kind.MEMBER, item.owner) or desk.library.get(Kind.PARTNER, item.owner)
    return _view(
        desk, item, text, "statements/",
        {
            **_row(desk, beside),
            "tile": item.owner if desk.library.get(Kind.MEMBER, item.owner) else "",
            "person": front.person,
            "offices": list(front.offices),
            "owner": desk.link(owner) if owner else None,
            "date": desk.date(data.date),
            "summary": front.summary,
            "highlights": list(front.highlights),
            "quote": quote_of(front),
            "source": source(desk, data.source),
        },
    )  # fmt: skip


def _story_part(desk: Desk, item: Item, text: Text) -> Values:
    """What stories and events have in common."""
    data, front = cast(Story | Event, item.data), cast(StoryText, text.front)
    return {
        "summary": front.summary,
        "members": desk.links(Kind.MEMBER, data.members),
        "themes": [desk.theme(slug) for slug in data.themes],
        "programmes": desk.links(Kind.PROGRAMME, data.programmes),
        "partners": desk.parties(data.partners),
        "photos": _photos(desk, item, text),
        "highlights": list(front.highlights),
        "quote": quote_of(front),
        "links": [{"label": link.title, "url": link.url} for link in front.links],
        "source": source(desk, data.source),
    }


def story_view(desk: Desk, item: Item, beside: Beside) -> PageView:
    """A story of "Cities in action"."""
    text = desk.text(item)
    data = {**_row(desk, beside), **_story_part(desk, item, text), "date": desk.date(item.record(Story).date)}
    return _view(desk, item, text, "stories/", data)


def event_view(desk: Desk, item: Item) -> PageView:
    """An event or joint action with its date block."""
    text = desk.text(item)
    front, data = cast(EventText, text.front), item.record(Event)
    zone = data.time_zone if data.start and data.start.time else ""
    ends = bool(data.end and data.end.time)
    return _view(
        desk, item, text, "events/",
        {
            **_story_part(desk, item, text),
            "kind": desk.words.say(f"event-kind.{data.kind.value}"),
            "start": desk.date(data.start),
            "start_time": desk.words.time(data.start, "" if ends else zone) if data.start else "",
            "end": desk.date(data.end),
            "end_time": desk.words.time(data.end, zone) if data.end else "",
            "time_zone": data.time_zone,
            "reported": desk.date(data.reported),
            "coming": desk.library.is_coming(item),
            "place": front.place or "",
            "online": data.online,
            **_reached(data),
            "organisers": desk.parties(data.organisers),
            "participants": data.participants or len(data.members),
            "programme": list(front.programme),
        },
    )  # fmt: skip


def partner_view(desk: Desk, item: Item) -> PageView:
    """A partner, what its head says, and where it took part."""
    text = desk.text(item)
    front, data = cast(PartnerText, text.front), item.record(Partner)
    return _view(
        desk, item, text, "partners/",
        {
            "full_name": front.full_name or "",
            "summary": front.summary or "",
            "role": desk.words.say(f"partner-role.{data.role.value}"),
            "website": data.website or "",
            **_reached(data),
            "statements": desk.cards(desk.library.statements_of(item.slug)),
            "involved": desk.cards(desk.library.involving(item.slug)),
        },
    )  # fmt: skip


def page_view(desk: Desk, item: Item) -> PageView:
    """A page about the network or the site, with its sisters beside it."""
    text = desk.text(item)
    data = item.record(Page)
    sisters = [desk.link(page) | {"label": menu_title(desk, page)} for page in desk.library.pages if page.slug != HOME]
    shown: Values = {
        "summary": getattr(text.front, "summary", ""),
        "reviewed": desk.date(data.reviewed),
        **_reached(data),
        "sisters": [*sisters, *_made_sisters(desk)],
        "is_about": item.slug == ABOUT,
        "history": history(desk) if item.slug == ABOUT else (),
        "more_events": events_left_out(desk) if item.slug == ABOUT else 0,
    }
    return _view(desk, item, text, "about/", shown)


def _made_sisters(desk: Desk) -> list[Values]:
    """The pages of the same section that no one wrote."""
    made = {GLOSSARY: desk.words.say("glossary.title")}
    if desk.library.records_translations:
        made[TRANSLATIONS] = desk.words.say("translations.title")
    return [{"address": address, "label": label, "lang": ""} for address, label in made.items()]


def menu_title(desk: Desk, page: Item) -> str:
    """The short title of a page."""
    front = desk.text(page).front
    return str(getattr(front, "menu", None) or getattr(front, "title", ""))


def issue_view(today: Desk, item: Item, beside: Beside) -> PageView:
    """A newsletter issue: its introduction and what stands in it; of a published one as it was then."""
    desk = today.over(today.library.as_published(item))
    text = desk.text(item)
    front, data = cast(IssueText, text.front), item.record(Issue)
    members = desk.library.members_at(data.date.last_day)
    return _view(
        desk, item, text, "newsletters/",
        {
            **_row(desk, beside),
            "issue_number": data.number,
            "label": desk.issue_link(item)["label"],
            "date": desk.date(data.date),
            "summary": front.summary,
            "pages": data.pages or 0,
            "tiles": desk.cover_tiles(item),
            "downloads": list(desk.downloads.get(item.address, ())),
            "sections": [section for section in sections_of(desk, item) if section["items"]],
            "errata": desk.errata(item),
            "withdrawn": desk.withdrawn(item),
            "members": [desk.link(member) for member in desk.library.named(members.all, desk.language)],
            "members_uncertain": len(members.possible),
        },
    )  # fmt: skip


def sections_of(desk: Desk, issue: Item) -> list[Values]:
    """What stands in an issue, section by section."""
    text = desk.text(issue)
    return [
        {**desk.section_title(text, section), "anchor": section.name or section.kind.value, "items": items}
        for section in issue.record(Issue).sections
        for items in [_entries(desk, issue, section)]
    ]


def _entries(desk: Desk, issue: Item, section: Section) -> list[Values]:
    """Cards of the items of a section, each with the title, theme and photo that the issue chose for it."""
    data = issue.record(Issue)
    found = []
    for reference in section.items:
        item = desk.library.find(reference)
        if item is None:
            continue
        text, wish = desk.text(item), data.wish(reference)
        title = desk.title_in(issue, reference, text)
        card = {**desk.card(item), "label": title["title"], "lang": title["title_lang"]}
        card |= {"text_lang": desk.foreign(text.language), "within": issue.address}
        if wish.theme:
            card["themes"] = [desk.theme(wish.theme)]
        if wish.photo:
            card["photo"] = next(
                (photo for photo in desk.photos(item, text, Medium.WEB) if photo["name"] == wish.photo), None
            )
        found.append(card)
    return found
