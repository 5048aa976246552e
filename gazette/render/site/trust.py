"""What stands at the foot of a page for whoever doubts it: when it was reviewed, how it is corrected, whom to ask."""

from __future__ import annotations

from urllib.parse import quote

from ...content.library import CONTACT, Item, can_be_reached, contact_of
from ...content.model import Kind, Page
from ...content.worklist import owners_of
from ..lookup import Values
from ..worklist import form_address
from .partial import without_marks
from .view import PageLookup


def trust_values(lookup: PageLookup, item: Item) -> Values:
    """Nothing is said but what is on record: without a form or an address one is led to the page that says how."""
    members = [member for slug in owners_of(lookup.library, item) if (member := lookup.library.get(Kind.MEMBER, slug))]
    offices = [lookup.link(member) for member in members if member is not item and can_be_reached(member)]
    return {
        "reviewed": lookup.date(item.data.reviewed) if isinstance(item.data, Page) else None,
        "offices": [{**office, "address": f"{office['address']}#contact"} for office in offices],
        **_way(lookup, item, members),
    }


def _way(lookup: PageLookup, item: Item, members: list[Item]) -> Values:
    """How the page is corrected: in the form, else by a message to those who answer for it, else to the network."""
    if lookup.offered.editor:
        return {"form": form_address(lookup.offered.editor, item.folder), "message": "", "mail": ""}
    offices = [one.data for one in (item, lookup.library.get(Kind.PAGE, CONTACT)) if one]  # a page's own comes first
    asked = [contact_of(member).email for member in members]
    asked += [office.contact for office in offices if isinstance(office, Page)]
    mail = next((address for address in asked if address), "")
    return {"form": "", "message": _message(lookup, item, mail) if mail else "", "mail": mail}


def _message(lookup: PageLookup, item: Item, mail: str) -> str:
    """The address of a message (RFC 6068) that names the page, so that no one has to copy its address."""
    text, words = lookup.text(item), lookup.words
    subject = without_marks(words.say("trust.subject", title=text.title))
    body = without_marks(words.say("trust.body", address=lookup.offered.address(lookup.language, item.address)))
    return f"mailto:{quote(mail, safe='@')}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"
