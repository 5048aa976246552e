"""Rules for what a member tells residents: whom to ask, and which services it has."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Contact, Member, MemberText, Service
from .surroundings import Item, Surroundings
from .violations import Facts, Guess, Route, Violation, in_data, not_in_future


def is_told(item: Item, known: Surroundings) -> Iterator[Violation]:
    """What a member says of its office and its services fits together. That it says nothing is told elsewhere, once."""
    member = item.data
    if not isinstance(member, Member):
        return
    if member.contact is not None:
        yield from _confirmed(item, member.contact, ("contact",), known)
    names = [service.name for service in member.services]
    for number, service in enumerate(member.services):
        yield from _service(item, service, ("services", number), known)
        if service.name in names[:number]:
            yield in_data(item, "named-twice", ("services", number, "name"), value=service.name)
    yield from _words(item, names)


def _confirmed(item: Item, said: Contact | Service, way: Route, known: Surroundings) -> Iterator[Violation]:
    yield from not_in_future(item, (*way, "confirmed"), said.confirmed, known)
    if (said.email or said.phone) and not said.confirmed:
        name = "phone" if said.phone else "email"
        yield in_data(item, "contact-unconfirmed", (*way, name), today=known.today.isoformat())


def _service(item: Item, service: Service, way: Route, known: Surroundings) -> Iterator[Violation]:
    """Someone says that there is this service: where that is on record, or when it was last made sure."""
    yield from _confirmed(item, service, way, known)
    source = service.source
    if source and not (source.newsletter or source.url or source.title):
        yield in_data(item, "source-empty", (*way, "source"))
    if not source and not service.confirmed:
        yield in_data(item, "service-unsourced", (*way, "name"), today=known.today.isoformat())


def _words(item: Item, names: list[str]) -> Iterator[Violation]:
    """Each service is named in some language, and no text names one that is not there."""
    told: set[str] = set()
    for text in item.texts.values():
        here: list[str] = [words.name for words in text.front.services] if isinstance(text.front, MemberText) else []
        for number, name in enumerate(here):
            route = ("services", number, "name")
            if name not in names:
                facts: Facts = {"name": name, "data": item.content.data_file, "suggestion": Guess(name, names)}
                yield Violation(text.path, "service-without-facts", route, facts)
            elif name in here[:number]:
                yield Violation(text.path, "named-twice", route, {"value": name})
        told.update(here)
    for number, name in enumerate(names):
        if name not in told and item.texts:
            yield in_data(item, "service-without-words", ("services", number, "name"), name=name)
