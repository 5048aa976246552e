"""Whom to ask: the offices of members, their services, the network itself; and who has none on record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ..model import Contact, ContactText, Member, MemberText, Page, Service, ServiceWords
from .item import Item

NO_FACTS: Final = Contact.model_construct()
NO_WORDS: Final = ContactText.model_construct()


def contact_of(member: Item) -> Contact:
    """How a member's office is reached; where its data file says nothing, a record without anything."""
    return member.record(Member).contact or NO_FACTS


def contact_text(member: Item, language: str, order: Iterable[str]) -> tuple[ContactText, str]:
    """What a member says of its office in `language`, else in the first of `order` that does; and which that is."""
    for front, choice in _fronts(member, language, order):
        if front.contact is not None:
            return front.contact, choice
    return NO_WORDS, language


def service_words(
    member: Item, service: Service, language: str, order: Iterable[str]
) -> tuple[ServiceWords | None, str]:
    """What a service is called in `language`, else in the first of `order` that says so; and which that is."""
    for front, choice in _fronts(member, language, order):
        for words in front.services:
            if words.name == service.name:
                return words, choice
    return None, language


def can_be_reached(member: Item) -> bool:
    """Whether any language tells residents where to write, call or go."""
    contact = contact_of(member)
    if contact.email or contact.phone or contact.website:
        return True
    return any(front.contact and front.contact.address for front, _ in _fronts(member, "", member.texts))


def without_contact(members: Iterable[Item]) -> tuple[Item, ...]:
    """Those of the members of whom no way to reach them is on record, as given."""
    return tuple(member for member in members if not can_be_reached(member))


def network_can_be_reached(page: Item) -> bool:
    """Whether the page about contacts gives a mail address or a telephone number."""
    data = page.record(Page)
    return bool(data.contact or data.phone)


def _fronts(member: Item, language: str, order: Iterable[str]) -> Iterator[tuple[MemberText, str]]:
    for choice in dict.fromkeys((language, *order)):
        text = member.texts.get(choice)
        if text is not None and isinstance(text.front, MemberText):
            yield text.front, choice
