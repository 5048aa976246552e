"""What a member's page tells of its office and of its integration services: plain values in one language."""

from __future__ import annotations

from ...content.library import Item, contact_of, contact_text, service_words
from ...content.model import Contact, Member, Service
from ..lookup import Lookup, Values
from ..practices import dialled, source


def contact_values(lookup: Lookup, member: Item) -> Values | None:
    """The office that answers for a member and how it is reached; None where nothing of it is on record.

    `lang` is the language of its name, address and hours where it is not the page's own.
    """
    words, language = contact_text(member, lookup.language, lookup.library.offered.order(lookup.language))
    told = {"office": words.office or "", "address": words.address or "", "hours": words.hours or ""}
    reached = _reached(lookup, contact_of(member))
    if not any((*told.values(), reached["mail"], reached["phone"], reached["website"])):
        return None
    return {**told, **reached, "lang": lookup.foreign(language)}


def service_values(lookup: Lookup, member: Item) -> list[Values]:
    """A member's integration services, in the order of its data file."""
    return [_service(lookup, member, service) for service in member.record(Member).services]


def _service(lookup: Lookup, member: Item, service: Service) -> Values:
    words, language = service_words(member, service, lookup.language, lookup.library.offered.order(lookup.language))
    kind = lookup.words.say(f"service-kind.{service.kind.value}")
    return {
        "name": service.name, "kind": kind, "title": words.title if words else kind,
        "about": (words.about if words else None) or "", "place": (words.place if words else None) or "",
        "lang": lookup.foreign(language) if words else "",
        "languages": [{"name": lookup.words.name_of(code), "code": str(code.value)} for code in service.languages],
        "source": source(lookup, service.source),
        **_reached(lookup, service),
    }  # fmt: skip


def _reached(lookup: Lookup, said: Contact | Service) -> Values:
    return {
        "mail": said.email or "", "phone": said.phone or "", "phone_to": dialled(said.phone or ""),
        "website": said.website or "", "confirmed": lookup.date(said.confirmed),
    }  # fmt: skip
