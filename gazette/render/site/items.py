"""Pages of one item each: member, statement, story, event, partner, programme, page, newsletter issue."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, cast

from ...content.digests import digest_of
from ...content.library import (
    ABOUT,
    DATA,
    GLOSSARY,
    HOME,
    PRESS,
    TRANSLATIONS,
    WORKLIST,
    Item,
    Membership,
    Text,
    is_practice,
    membership,
)
from ...content.model import (
    Document,
    DocumentText,
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
    Record,
    Section,
    Statement,
    StatementText,
    Story,
    StoryText,
)
from ..lookup import Values, file_address, pdf_address, pdf_of, quote_of
from ..practice_records import NAMES, ORDERS, as_text, parts_of, text_path
from ..practices import PRACTICES, dialled, practice_id, practice_values, source
from ..subscriptions import DOCUMENTS
from ..worklist import worklist_addresses
from .contacts import contact_values, service_values
from .history import events_left_out, history
from .trust import trust_values
from .view import PageLookup, PageView, PlannedPage, languages_of, planned_page

HUB_STORIES: Final = 24
"""Stories on a member's own page; where there are more, it leads to the list of all."""
PLAIN: Final = (str, int, float, bool)
Beside = tuple[Item | None, ...]
"""The newer and the older neighbour of an item that stands in a row; similar items for a story."""


def item_pages(lookup: PageLookup, among: Container[str] | None = None) -> Iterator[PlannedPage]:
    """A page for each item that has one in this language; of those at the addresses `among`, where these are given.

    But for the home page and the programmes, which are lists as well.
    """
    library = lookup.library

    def has(item: Item) -> bool:
        return (among is None or item.address in among) and lookup.has_page(item)

    for item, beside in neighbours(library.statements):
        if has(item):
            yield _planned(lookup, item, beside, partial(statement_view, lookup, item, beside))
    for item in filter(has, library.stories):
        similar = library.similar(item)
        yield _planned(lookup, item, similar, partial(story_view, lookup, item, similar))
    for kind, make in ((Kind.EVENT, event_view), (Kind.DOCUMENT, document_view)):
        for item in filter(has, library.items(kind)):
            yield _planned(lookup, item, library.documents_about(item), partial(make, lookup, item))
    issues = ((item, beside) for item, beside in neighbours(library.issues) if has(item))
    yield from (planned_page(issue_view(lookup, item, beside)) for item, beside in issues)
    yield from (planned_page(member_view(lookup, item)) for item in filter(has, library.items(Kind.MEMBER)))
    yield from (planned_page(partner_view(lookup, item)) for item in filter(has, library.items(Kind.PARTNER)))
    pages = (page for page in filter(has, library.pages) if page.slug not in (HOME, PRESS))
    yield from (planned_page(page_view(lookup, page)) for page in pages)


def _planned(lookup: PageLookup, item: Item, beside: Beside, make: Callable[[], PageView]) -> PlannedPage:
    """An item's page, planned. Its digest covers the item and what it shows of others, so no view is made to tell."""
    faces = [lookup.card_face(other) if other else b"" for other in beside]
    faces += [other.summary_digest if other else b"" for other in lookup.library.related(item)]
    coming = item.kind is Kind.EVENT and lookup.library.is_coming(item)
    shared = (
        [(photo["name"], photo["social"]) for photo in _photos(lookup, item, lookup.text(item))] if item.files else ()
    )
    guide = lookup.offered_at(PRACTICES) if is_practice(item) else ()
    trust = trust_values(lookup, item)
    digest = digest_of((lookup.language, item.digest, faces, coming, shared, guide, trust))
    return PlannedPage(item.address, lookup.language, languages_of([item], lookup.library), digest, make)


def neighbours(items: Sequence[Item]) -> Iterator[tuple[Item, Beside]]:
    """Each item with the newer and the older one; `items` run from the newest to the oldest."""
    for newer, item, older in zip((None, *items), items, (*items[1:], None), strict=False):
        yield item, (newer, older)


def _row(lookup: PageLookup, beside: Beside) -> Values:
    """Links to the neighbours of an item."""
    newer, older = (lookup.link(item) if item else None for item in beside)
    return {"newer": newer, "older": older}


def _view(
    lookup: PageLookup, item: Item, text: Text, section: str, data: Mapping[str, Any], title: str = ""
) -> PageView:
    """The view of an item's page, of `data` and of what all such pages show.

    That is: the body and its language, the issues that carried the item, the grants to be named, and under `fields`
    those that are shown as they are written (`plain_fields`).
    """
    library = lookup.library
    grants = [_grant(lookup, programme) for programme in library.grants(item)]
    shared: Values = {
        "fields": plain_fields(item.data),
        "body": text.body,
        "body_lang": lookup.foreign(text.language),
        "issues": [lookup.issue_link(issue) for issue in library.issues_with(item)],
        "grants": grants,
        "original": library.original(item) if text.is_stale else "",
        "trust": trust_values(lookup, item),
    }
    return PageView(
        address=item.address,
        language=lookup.language,
        template=f"{item.kind.value}.html",
        title=title or text.title,
        description=_description(item, text),
        section=section,
        written_in=languages_of([item], library),
        data={**shared, **data},
        texts=text.bodies,
        has_picture=True,
    )


def _description(item: Item, text: Text) -> str:
    """What search engines show: the summary, else how the text begins. Partners have short ones, and many are alike."""
    said = str(getattr(text.front, "summary", None) or text.excerpt)
    return f"{text.title}: {said}" if item.kind is Kind.PARTNER and said else said or text.title


def plain_fields(data: Record) -> Values:
    """The fields of a data file that a template shows as they are written, by name: text, numbers, yes or no.

    A field that is left out is empty text, so a new one needs no line here: its page shows `fields.<name>`.
    """
    return {name: "" if value is None else value for name, value in data if value is None or type(value) in PLAIN}


def _grant(lookup: PageLookup, programme: Item) -> Values:
    text = lookup.text(programme)
    front = cast(ProgrammeText, text.front)
    emblem = programme.record(Programme).emblem
    return {
        "name": front.name,
        "emblem": file_address(programme, emblem) if emblem and emblem in programme.files else "",
        "emblem_alt": front.emblem_alt or "",
        "statement": front.funding_statement or "",
        "disclaimer": front.disclaimer or "",
        "lang": lookup.foreign(text.language),
    }


def _photos(lookup: PageLookup, item: Item, text: Text) -> list[Values]:
    """The photos that a page shows; `social` says which may stand for it where a link to it is shared."""
    shared = {photo["name"] for photo in lookup.photos(item, text, Medium.SOCIAL)}
    return [{**photo, "social": photo["name"] in shared} for photo in lookup.photos(item, text, Medium.WEB)]


def shared_photos(lookup: PageLookup, item: Item, text: Text) -> list[Values]:
    """The photos of which the first stands for the item's page where a link to it is shared."""
    return [photo for photo in _photos(lookup, item, text) if photo["social"]]


def member_view(lookup: PageLookup, item: Item) -> PageView:
    """A member's hub: profile, membership, and all that concerns it."""
    text = lookup.text(item)
    front, data = cast(MemberText, text.front), item.record(Member)
    member_content = lookup.library.member_content(item)
    return _view(
        lookup, item, text, "members/",
        {
            "tile": item.slug,
            "official_name": front.official_name,
            "region": lookup.words.say(f"region.{data.region.value}"),
            "coordinates": {"latitude": data.coordinates.latitude, "longitude": data.coordinates.longitude},
            "membership": _membership_words(lookup, data),
            "names": names_elsewhere(lookup, data),
            "contact": contact_values(lookup, item),
            "services": service_values(lookup, item),
            "statements": lookup.cards(member_content.statements),
            "stories": lookup.cards(member_content.stories[:HUB_STORIES]),
            "counts": {"statements": len(member_content.statements), "stories": len(member_content.stories),
                       "events": len(member_content.events)},
            "more_stories": len(member_content.stories) if len(member_content.stories) > HUB_STORIES else 0,
            "events": lookup.cards(member_content.events),
            "documents": lookup.cards(lookup.library.documents_about(item)),
            "issues": [lookup.issue_link(issue) for issue in member_content.issues],
        },
    )  # fmt: skip


def _phone_to(data: Event | Partner | Page) -> Values:
    """The number of an office as a telephone takes it: `phone` is how people read it."""
    return {"phone_to": dialled(data.phone or "")}


def names_elsewhere(lookup: PageLookup, member: Member) -> list[Values]:
    """What a town is called in languages in which it has no text."""
    return [{"lang": one.language, "name": one.name} for one in member.names if one.language != lookup.language]


def _membership_words(lookup: PageLookup, member: Member) -> str:
    """Since when it has been a member, as far as that is on record."""
    words = lookup.words
    if member.left and membership(member, lookup.library.today) is Membership.NO:
        return words.say("member.left", date=words.dated("on", member.left))
    if member.joined:
        return words.say("member.joined", date=words.dated("since", member.joined))
    if member.joined_by:
        return words.say("member.joined-by", date=words.dated("since", member.joined_by))
    if member.joined_after:
        return words.say("member.joined-after", date=words.dated("after", member.joined_after))
    return words.say("member.joined-unknown")


def statement_view(lookup: PageLookup, item: Item, beside: Beside) -> PageView:
    """A statement: who speaks, for whom, in which office, when, where first published, before the text."""
    text = lookup.text(item)
    front, data = cast(StatementText, text.front), item.record(Statement)
    owner = lookup.library.get(Kind.MEMBER, item.owner) or lookup.library.get(Kind.PARTNER, item.owner)
    return _view(
        lookup, item, text, "statements/",
        {
            **_row(lookup, beside),
            "tile": item.owner if lookup.library.get(Kind.MEMBER, item.owner) else "",
            "person": front.person,
            "offices": list(front.offices),
            "owner": lookup.link(owner) if owner else None,
            "date": lookup.date(data.date),
            "summary": front.summary,
            "highlights": list(front.highlights),
            "quote": quote_of(front),
            "source": source(lookup, data.source),
        },
    )  # fmt: skip


def _story_part(lookup: PageLookup, item: Item, text: Text) -> Values:
    """The values that the pages of stories and events share."""
    data, front = cast(Story | Event, item.data), cast(StoryText, text.front)
    return {
        "summary": front.summary,
        "members": lookup.links(Kind.MEMBER, data.members),
        "themes": [lookup.theme(slug) for slug in data.themes],
        "programmes": lookup.links(Kind.PROGRAMME, data.programmes),
        "partners": lookup.parties(data.partners),
        "photos": _photos(lookup, item, text),
        "highlights": list(front.highlights),
        "quote": quote_of(front),
        "links": [{"label": link.title, "url": link.url} for link in front.links],
        "source": source(lookup, data.source),
        "practice": _practice(lookup, item) if is_practice(item) else None,
    }


def _practice(lookup: PageLookup, item: Item) -> Values:
    """What an item tells as a practice, with the guide that holds it too, and its texts for others' forms."""
    offered, language = lookup.offered, lookup.library.offered.having(lookup.language, DATA)
    parts = parts_of(lookup, item, offered.address(lookup.language, item.address))
    texts = [
        {
            "of": NAMES[order],
            "text": as_text(fields, parts),
            "file": text_path(item, offered.root(language), order),
        }
        for order, fields in ORDERS.items()
    ]
    return {
        **practice_values(lookup, item),
        "texts": texts, "guide": lookup.offered_at(PRACTICES), "place": practice_id(item),
    }  # fmt: skip


def story_view(lookup: PageLookup, item: Item, similar: Sequence[Item]) -> PageView:
    """A story of "Cities in action", and those to read after it."""
    text = lookup.text(item)
    data = {
        **_story_part(lookup, item, text),
        "date": lookup.date(item.record(Story).date),
        "similar": lookup.cards(similar),
    }
    return _view(lookup, item, text, "stories/", data)


def event_view(lookup: PageLookup, item: Item) -> PageView:
    """An event or joint action with its date block."""
    text = lookup.text(item)
    front, data = cast(EventText, text.front), item.record(Event)
    zone = data.time_zone if data.start and data.start.time else ""
    ends = bool(data.end and data.end.time)
    return _view(
        lookup, item, text, "events/",
        {
            **_story_part(lookup, item, text),
            "kind": lookup.words.say(f"event-kind.{data.kind.value}"),
            "start": lookup.date(data.start),
            "start_time": lookup.words.time(data.start, "" if ends else zone) if data.start else "",
            "end": lookup.date(data.end),
            "end_time": lookup.words.time(data.end, zone) if data.end else "",
            "time_zone": data.time_zone,
            "online": data.online,
            "reported": lookup.date(data.reported),
            "coming": lookup.library.is_coming(item) and not data.deadline,
            "stands": lookup.stands(item),
            "deadline": lookup.date(data.deadline),
            "documents": lookup.cards(lookup.library.documents_about(item)),
            "cancelled": data.cancelled,
            "place": front.place or "",
            **_phone_to(data),
            "organisers": lookup.parties(data.organisers),
            "participants": lookup.taking_part(item),
            "programme": list(front.programme),
        },
    )  # fmt: skip


def partner_view(lookup: PageLookup, item: Item) -> PageView:
    """A partner, what its head says, and where it took part."""
    text = lookup.text(item)
    front, data = cast(PartnerText, text.front), item.record(Partner)
    return _view(
        lookup, item, text, "partners/",
        {
            "full_name": front.full_name or "",
            "summary": front.summary or "",
            "role": lookup.words.say(f"partner-role.{data.role.value}"),
            "logo": logo_of(item),
            "documents": lookup.cards(lookup.library.documents_about(item)),
            **_phone_to(data),
            "statements": lookup.cards(lookup.library.statements_of(item.slug)),
            "involved": lookup.cards(lookup.library.involving(item.slug)),
        },
    )  # fmt: skip


def logo_of(item: Item) -> Values | None:
    """A partner's logo: its file, width and height in pixels; nothing where it gave none."""
    logo = item.record(Partner).logo
    if not logo or logo not in item.files or logo not in item.sizes:
        return None
    width, height = item.sizes[logo]
    return {"file": file_address(item, logo), "width": width, "height": height}


def document_view(lookup: PageLookup, item: Item) -> PageView:
    """A document: what it is, whose, and how it is read."""
    text = lookup.text(item)
    front, data, pdf = cast(DocumentText, text.front), item.record(Document), pdf_of(item)
    issue = lookup.library.get(Kind.ISSUE, str(data.newsletter)) if data.newsletter else None
    others = [code for code in data.languages if data.languages != (lookup.language,)]
    shown: Values = {
        "kind": lookup.words.say(f"document-kind.{data.kind.value}"),
        "summary": front.summary,
        "date": lookup.date(data.date),
        "publishers": lookup.parties(data.publishers),
        "written_in": [lookup.words.name_of(code) for code in others],
        "hreflang": data.languages[0] if len(data.languages) == 1 else "",
        "pdf": pdf_address(item) if pdf else "",
        "size": lookup.words.megabytes(pdf.bytes) if pdf else "",
        "pages": pdf.pages if pdf else 0,
        "access": front.access or "",
        "issue": lookup.issue_link(issue) if issue else None,
        "themes": [lookup.theme(slug) for slug in data.themes],
        "members": lookup.links(Kind.MEMBER, data.members),
        "events": lookup.links(Kind.EVENT, data.events),
        "programmes": lookup.links(Kind.PROGRAMME, data.programmes),
    }
    return _view(lookup, item, text, "about/", shown)


def page_view(lookup: PageLookup, item: Item) -> PageView:
    """A page about the network or the site, with its sisters beside it."""
    text = lookup.text(item)
    data = item.record(Page)
    sisters = [
        lookup.link(page) | {"label": menu_title(lookup, page)} for page in lookup.library.pages if page.slug != HOME
    ]
    shown: Values = {
        "summary": getattr(text.front, "summary", ""),
        **_phone_to(data),
        "sisters": [*sisters, *_made_sisters(lookup)],
        "is_about": item.slug == ABOUT,
        "history": history(lookup) if item.slug == ABOUT else (),
        "more_events": events_left_out(lookup) if item.slug == ABOUT else 0,
    }
    return _view(lookup, item, text, "about/", shown)


def _made_sisters(lookup: PageLookup) -> list[Values]:
    """The pages of the same section that no one wrote."""
    made = {DOCUMENTS: lookup.words.say("documents.title"), GLOSSARY: lookup.words.say("glossary.title")}
    if lookup.library.records_translations:
        made[TRANSLATIONS] = lookup.words.say("translations.title")
    if WORKLIST in worklist_addresses(lookup.library):
        made[WORKLIST] = lookup.words.say("worklist.title")
    return [{"address": address, "label": label, "lang": ""} for address, label in made.items()]


def menu_title(lookup: PageLookup, page: Item) -> str:
    """The short title of a page."""
    front = lookup.text(page).front
    return str(getattr(front, "menu", None) or getattr(front, "title", ""))


def issue_view(today: PageLookup, item: Item, beside: Beside) -> PageView:
    """A newsletter issue: its introduction and what stands in it; of a published one as it was then."""
    lookup = today.over(today.library.as_published(item))
    text = lookup.text(item)
    front, data = cast(IssueText, text.front), item.record(Issue)
    members = lookup.library.members_at(data.date.last_day)
    return _view(
        lookup, item, text, "newsletters/",
        {
            **_row(lookup, beside),
            "issue_number": data.number,
            "label": lookup.issue_link(item)["label"],
            "date": lookup.date(data.date),
            "summary": front.summary,
            "pages": data.pages or 0,
            "tiles": lookup.cover_tiles(item),
            "downloads": lookup.downloads(item),
            "sections": [section for section in sections_of(lookup, item) if section["items"]],
            "errata": lookup.errata(item),
            "documents": lookup.cards(lookup.library.documents_about(item)),
            "withdrawn": lookup.withdrawn(item),
            "members": [lookup.link(member) for member in lookup.library.named(members.all, lookup.language)],
            "members_uncertain": len(members.possible),
        },
    )  # fmt: skip


def sections_of(lookup: PageLookup, issue: Item) -> list[Values]:
    """The contents of an issue, section by section, without empty ones."""
    text = lookup.text(issue)
    return [
        {**lookup.section_title(text, section), "anchor": section.name or section.kind.value, "items": items}
        for section in issue.record(Issue).sections
        for items in [_entries(lookup, issue, section)]
    ]


def _entries(lookup: PageLookup, issue: Item, section: Section) -> list[Values]:
    """Cards of the items of a section, each with the title, theme and photo that the issue chose for it."""
    data = issue.record(Issue)
    found = []
    for reference in section.items:
        item = lookup.library.find(reference)
        if item is None:
            continue
        text, display = lookup.text(item), data.display(reference)
        title = lookup.title_in(issue, reference, text)
        card = {**lookup.card(item), "label": title["title"], "lang": title["title_lang"]}
        card |= {"text_lang": lookup.foreign(text.language), "within": issue.address}
        if display.theme:
            card["themes"] = [lookup.theme(display.theme)]
        if display.photo:
            card["photo"] = next(
                (photo for photo in lookup.photos(item, text, Medium.WEB) if photo["name"] == display.photo), None
            )
        found.append(card)
    return found
