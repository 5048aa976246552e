"""Can readers reach anyone? What `check` reminds of, and the end of each build: no more than warnings."""

from __future__ import annotations

from collections.abc import Iterator

from .library import CONTACT, Library, network_can_be_reached, without_contact
from .model import Kind
from .problems import Problem


def judge(library: Library) -> Iterator[Problem]:
    """Warnings about the network's own contact, and, once for all members, how many of them have none on record."""
    yield from network(library)
    members = library.members_today
    without = without_contact(members)
    if without:
        facts = {"count": str(len(without)), "of": str(len(members)), "first": without[0].data_path}
        yield Problem(without[0].content.collection, "members-without-contact", facts=facts)


def network(library: Library) -> Iterator[Problem]:
    """A warning where the page about contacts gives no way to reach the network. That there is no such page is
    another rule's."""
    page = library.get(Kind.PAGE, CONTACT)
    if page and not network_can_be_reached(page):
        yield Problem(page.data_path, "network-without-contact", field="contact")
