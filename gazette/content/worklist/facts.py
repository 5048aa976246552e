"""Rules for facts: whom to ask, when that was last confirmed, what an event came to, what a practice does not tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..check.records import REVIEW_EVERY
from ..check.withdrawals import ENDS_SOON
from ..dates import PartialDate
from ..library import (
    CONTACT,
    Item,
    Library,
    contact_of,
    is_call,
    missing,
    network_can_be_reached,
    practice_of,
    without_contact,
)
from ..model import Document, Event, Kind, Member, Page, Statement
from .task import Fact, Outside, Task, WorkKind, owners_of


def consent_ends(library: Library, _: Outside) -> Iterator[Task]:
    """Photos and pages that will be left out within 60 days, since a person's consent ends."""
    for lapse in library.ending(ENDS_SOON):
        expires = library.consents[lapse.consent].expires
        if not lapse.item.kept_by and expires:
            facts: dict[str, Fact] = {"name": lapse.file, "consent": lapse.consent, "date": expires}
            facts["part"] = "page" if lapse.takes_all else "photo"
            owners = owners_of(library, lapse.item)
            yield Task(WorkKind.CONSENT_ENDS, owners, lapse.item, lapse.item.data_path, lapse.route, facts=facts)


def no_contact(library: Library, _: Outside) -> Iterator[Task]:
    """Members of whom no way to reach them is on record; and the network itself, where its page names none."""
    for member in without_contact(library.members_today):
        yield Task(WorkKind.NO_CONTACT, (member.slug,), member, member.data_path, ("contact",))
    page = library.get(Kind.PAGE, CONTACT)
    if page is not None and not network_can_be_reached(page):
        yield Task(WorkKind.NO_CONTACT, (), page, page.data_path, ("contact",))


def unconfirmed_contact(library: Library, _: Outside) -> Iterator[Task]:
    """Offices and services of members, and offices of practices, of which no one made sure within a year."""
    for member in library.members_today:
        office = contact_of(member)
        if (office.email or office.phone or office.website) and _is_old(office.confirmed, library.today):
            yield _confirmation(library, member, ("contact", "confirmed"), office.confirmed, part="office")
        for number, service in enumerate(member.record(Member).services):
            if _is_old(service.confirmed, library.today):
                route = ("services", number, "confirmed")
                yield _confirmation(library, member, route, service.confirmed, part="service", name=service.name)
    for item in library.practices:
        practice = practice_of(item)
        if (practice.contact or practice.phone or practice.website) and _is_old(practice.confirmed, library.today):
            yield _confirmation(library, item, ("practice", "confirmed"), practice.confirmed, part="practice")


def unreviewed(library: Library, _: Outside) -> Iterator[Task]:
    """Pages about the network that no one has read through within a year, as far as that is on record."""
    for page in library.pages:
        reviewed = page.record(Page).reviewed
        if _is_old(reviewed, library.today):
            facts: dict[str, Fact] = {"date": reviewed} if reviewed else {}
            yield Task(WorkKind.UNREVIEWED, (), page, page.data_path, ("reviewed",), facts=facts)


def no_write_up(library: Library, outside: Outside) -> Iterator[Task]:
    """Events that are over, and whose text dates from before they took place.

    That is so where nothing says where it was reported, nor what came of it, and no one has changed it since.
    """
    for item in library.past_events:
        event = item.record(Event)
        last = event.end or event.start
        told = event.source or event.reported or event.photos or practice_of(item).results
        touched = outside.touched.get(item.address)
        if last and not told and not is_call(item) and (touched is None or touched <= last.last_day):
            owners = owners_of(library, item)
            yield Task(WorkKind.NO_WRITE_UP, owners, item, item.data_path, ("source",), facts={"date": last})


def incomplete_statement(library: Library, _: Outside) -> Iterator[Task]:
    """Statements of which it is not on record where they were first published."""
    for item in library.statements:
        if item.record(Statement).source is None:
            yield Task(WorkKind.INCOMPLETE_STATEMENT, owners_of(library, item), item, item.data_path, ("source",))


def incomplete_practice(library: Library, _: Outside) -> Iterator[Task]:
    """Practices of which something is not on record that another city would want to know."""
    for item in library.practices:
        parts = tuple(part.value for part in missing(item))
        if parts:
            owners = owners_of(library, item)
            yield Task(
                WorkKind.INCOMPLETE_PRACTICE, owners, item, item.data_path, ("practice",), facts={"parts": parts}
            )


def unreadable(library: Library, _: Outside) -> Iterator[Task]:
    """Documents that can be read nowhere: neither here, nor elsewhere, nor in an issue."""
    for item in library.documents:
        document = item.record(Document)
        if not document.file and not document.url and not document.newsletter:
            yield Task(WorkKind.UNREADABLE, owners_of(library, item), item, item.data_path, ("file",))


def unconfirmed_names(library: Library, _: Outside) -> Iterator[Task]:
    """Names of towns in other languages that no one who speaks the language has confirmed."""
    for member in library.members_today:
        found = [(number, one.language) for number, one in enumerate(member.record(Member).names) if one.unconfirmed]
        if found:
            facts: dict[str, Fact] = {"languages": tuple(language for _, language in found)}
            route = ("names", found[0][0])
            yield Task(WorkKind.UNCONFIRMED_NAMES, (member.slug,), member, member.data_path, route, facts=facts)


def _is_old(day: PartialDate | None, today: date) -> bool:
    return day is None or day.last_day + REVIEW_EVERY < today


def _confirmation(
    library: Library, item: Item, route: tuple[str | int, ...], day: PartialDate | None, **facts: Fact
) -> Task:
    owners = owners_of(library, item)
    told = {**facts, **({"date": day} if day else {})}
    return Task(WorkKind.UNCONFIRMED_CONTACT, owners, item, item.data_path, route, facts=told)
