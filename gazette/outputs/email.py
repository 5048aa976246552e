"""The newsletters as mail: which files each issue has for those who send it, and how they are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib.metadata import version
from typing import Final, NamedTuple

from ..content.digests import digest_of
from ..content.library import Item
from ..engines.mail import MailError, Message, leave_by_mail, to_eml, to_html, weight
from ..render.email import ABRIDGEMENTS, BAND, EmailRenderer, EmailView, FooterLinks, issue_email
from ..render.lookup import FileView, Lookup
from ..render.social_card import band
from ..render.words import Words
from ..settings import Sender
from .base import Context, Output, PlannedFile, issue_file_name
from .faults import guarded

HEAVIEST: Final = 80_000
"""Bytes of the HTML part as it is sent. Gmail is known to cut what is longer than some 102 kB."""
PLACEHOLDERS: Final = FooterLinks("gazette:unsubscribe", "gazette:imprint")
"""Placeholders for the links at the end of an email until the sender is known; no text contains them."""


class Service(NamedTuple):
    """A sending service, and its placeholders for what differs for each reader."""

    name: str
    links: FooterLinks
    opening: str
    """With what its signs begin. Where a text holds it by chance, it is parted, so that it stays what it is."""


SERVICES: Final = (
    Service("listmonk", FooterLinks("{{ UnsubscribeURL }}"), "{{"),
    Service("mailchimp", FooterLinks("*|UNSUB|*", "*|LIST:ADDRESS|*"), "*|"),
)


class EmailBodies(NamedTuple):
    """The two bodies of an issue's email, with placeholders for the links that the sender gives."""

    html: str
    text: str


class Email(Output):
    """HTML, text and message of each issue in each language, for each way of sending; and the picture at their head."""

    name = "email"

    def files(self, context: Context) -> Iterator[PlannedFile]:
        """Nothing where the newsletter is not sent by mail."""
        sender, library = context.settings.sender, context.library
        if sender is None:
            return
        renderer = cache(partial(email_renderer, context))
        for language in library.languages:
            lookup = Lookup(library, context.words[language])
            for issue in library.issues:
                yield from map(context.planned, _files(context, lookup, issue, renderer, sender))
        for issue in library.issues:
            slugs = tuple(entry["tile"] for entry in Lookup(library, _first(context)).cover_tiles(issue))
            yield context.planned(FileView(f"{issue.address}{BAND}", digest_of(slugs), partial(band, slugs)))


def _first(context: Context) -> Words:
    return context.words[context.library.languages[0]]


def _files(
    context: Context, lookup: Lookup, issue: Item, renderer: Callable[[], EmailRenderer], sender: Sender
) -> Iterator[FileView]:
    view = issue_email(lookup, issue)
    digest = digest_of((view.digest, version("mrml"), sender.address, sender.unsubscribe))
    made = cache(partial(_write, renderer, view))
    eml = partial(_message, made, view, lookup.words.say("network.name"), sender)
    files = _pasted(made, sender) | {".eml": eml}
    for ending, make in files.items():
        path = context.issue_path(view, ending)
        yield FileView(path, digest, partial(guarded, path, view, partial(_write, renderer), make))


def email_renderer(context: Context) -> EmailRenderer:
    """A renderer that writes an issue as an email."""
    return EmailRenderer(
        context.environment(context.theme.mail_templates, "mail"), context.words, context.theme.tokens,
        context.site.address, lambda path: f"{context.site.url}{path}", context.body,
    )  # fmt: skip


def _write(write: Callable[[], EmailRenderer], view: EmailView) -> EmailBodies:
    """The bodies, with as much of each section as the weight of an email allows."""
    renderer = write()
    for cut in ABRIDGEMENTS:
        html = to_html(renderer.mjml(view, cut, PLACEHOLDERS))
        if weight(html) <= HEAVIEST:
            return EmailBodies(html, renderer.text(view, PLACEHOLDERS))
    raise MailError(f"{view.address}: even without its items the email is too long. Cut its summary.")


def _pasted(made: Callable[[], EmailBodies], sender: Sender) -> dict[str, Callable[[], bytes]]:
    """Ending → file, for what is opened or pasted somewhere: HTML and text, for each service its own."""
    plain = Service("", FooterLinks(leave_by_mail(sender.address)), "")
    found: dict[str, Callable[[], bytes]] = {}
    for service in (plain, *SERVICES):
        kind = f"-{service.name}" if service.name else ""
        found[f"{kind}.html"] = partial(_html, made, service)
        found[f"{kind}.txt"] = partial(_text, made, service)
    return found


def _html(made: Callable[[], EmailBodies], service: Service) -> bytes:
    return _addressed(made().html, service, "&#{};").encode()


def _text(made: Callable[[], EmailBodies], service: Service) -> bytes:
    return _addressed(made().text, service, " {:c}").encode()


def _addressed(email: str, service: Service, parted: str) -> str:
    """A body with the links of a service. `parted` is how the second character of its signs is written apart."""
    if service.opening:
        first, second = service.opening[0], service.opening[1]
        email = email.replace(service.opening, first + parted.format(ord(second)))
    return email.replace(PLACEHOLDERS.unsubscribe, service.links.unsubscribe).replace(
        PLACEHOLDERS.imprint, service.links.imprint
    )


def _message(made: Callable[[], EmailBodies], view: EmailView, network: str, sender: Sender) -> bytes:
    ways = Service("", FooterLinks(leave_by_mail(sender.address)), "")
    return to_eml(
        Message(
            name=issue_file_name(view), subject=view.subject, language=view.language, sender_name=network,
            sender=sender.address, date=view.day, text=_text(made, ways).decode(), html=_html(made, ways).decode(),
            unsubscribe=sender.unsubscribe,
        )
    )  # fmt: skip


OUTPUT: Final[Output] = Email()
