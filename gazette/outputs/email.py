"""The newsletters as mail: which files each issue has for those who send it, and how they are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from importlib.metadata import version
from typing import Final, NamedTuple

from ..content.digests import digest_of
from ..content.library import EMAIL, Item
from ..engines import listmonk, pictures
from ..engines.mail import MailError, Message, leave_by_mail, to_eml, to_html
from ..render.email import ABRIDGEMENTS, BAND, EmailRenderer, EmailView, FooterLinks, issue_email
from ..render.lookup import FileView, Lookup
from ..render.mosaic import LIMESTONE, colours
from ..render.site.policy import LETTER
from ..settings import Sender
from .base import Context, Output, PlannedFile, issue_file_name
from .faults import guarded
from .images import for_mail

TILES_IN_BAND: Final = 16
"""At least, so that it is no taller than a line of text where the network is small."""
BAND_STONE: Final = 12
"""Pixels of a side."""
HEAVIEST: Final = 75_000
"""Bytes of the HTML part. Gmail cuts what is longer than 102 kB; sent in base64 this is 102,632 bytes."""
PLACEHOLDERS: Final = FooterLinks("gazette:unsubscribe", "gazette:imprint")
"""Placeholders for the links at the end of an email until the sender is known; no text contains them."""


class EmailBodies(NamedTuple):
    """The two bodies of an issue's email, with placeholders for the links that the sender gives."""

    html: str
    text: str


def _addressed(email: str, links: FooterLinks) -> str:
    return email.replace(PLACEHOLDERS.unsubscribe, links.unsubscribe).replace(PLACEHOLDERS.imprint, links.imprint)


def plain(bodies: EmailBodies, sender: Sender) -> EmailBodies:
    """The bodies for whatever sends them as they are: readers leave the list by a message to the sender."""
    links = FooterLinks(leave_by_mail(sender.address))
    return EmailBodies(_addressed(bodies.html, links), f"{_addressed(bodies.text, links).rstrip()}\n")


def for_listmonk(bodies: EmailBodies, _sender: Sender) -> EmailBodies:
    """The bodies as templates of listmonk."""
    html, text = (body.replace(PLACEHOLDERS.imprint, "") for body in bodies)
    text = f"{text.rstrip()}\n"
    return EmailBodies(
        listmonk.html_template(html, PLACEHOLDERS.unsubscribe), listmonk.text_template(text, PLACEHOLDERS.unsubscribe)
    )


def for_mailchimp(bodies: EmailBodies, _sender: Sender) -> EmailBodies:
    """The bodies with Mailchimp's signs. Where a text holds the beginning of one by chance, it is parted."""
    links = FooterLinks("*|UNSUB|*", "*|LIST:ADDRESS|*")
    return EmailBodies(
        _addressed(bodies.html.replace("*|", "*&#124;"), links), _addressed(bodies.text.replace("*|", "* |"), links)
    )


SERVICES: Final[dict[str, Callable[[EmailBodies, Sender], EmailBodies]]] = {
    "": plain, "-listmonk": for_listmonk, "-mailchimp": for_mailchimp,
}  # fmt: skip
"""What a file's name has for its service → how its bodies are made of those with placeholders."""
POLICY: Final = f'<meta http-equiv="Content-Security-Policy" content="{LETTER}">'
FOR_READERS_OF_MAIL: Final = {"-mailchimp": ("<!-- *|IFNOT:ARCHIVE_PAGE|* -->", "<!-- *|END:IF|* -->")}
"""What a file's name has for its service → what stands before and after the policy, so that the page that the service
itself makes of a letter, with scripts of its own, has none."""


class Email(Output):
    """HTML, text and message of each issue in each language, for each way of sending; and the pictures in them."""

    name = "email"

    def files(self, context: Context) -> Iterator[PlannedFile]:
        """Nothing where the newsletter is not sent by mail."""
        sender, library = context.settings.sender, context.library
        if sender is None:
            return
        renderer = cache(partial(email_renderer, context, sender))
        shown: dict[str, FileView] = {}
        for language in library.offered.making(EMAIL):
            lookup = Lookup(library, context.words[language])
            for issue in library.issues:
                view = issue_email(lookup, issue)
                yield from map(context.planned, _files(context, view, renderer, sender))
                shown |= {file.path: file for file in _photos(context, view)}
        yield from map(context.planned, shown.values())
        for issue in library.issues:
            tiles = Lookup(library, context.words[library.languages[0]]).cover_tiles(issue)
            slugs = tuple(entry["tile"] for entry in tiles)
            yield context.planned(FileView(f"{issue.address}{BAND}", digest_of(slugs), partial(band, slugs)))


def band(slugs: Sequence[str]) -> bytes:
    """The mosaic at the top of an email as PNG, since those who show mail take no SVG: its tiles in one row.

    If they are few, they are repeated.
    """
    shown = [*slugs] * -(-TILES_IN_BAND // max(1, len(slugs)))
    return pictures.band([colours(slug) for slug in shown], BAND_STONE, LIMESTONE)


def _files(
    context: Context, view: EmailView, renderer: Callable[[], EmailRenderer], sender: Sender
) -> Iterator[FileView]:
    digest = digest_of((view.digest, version("mrml"), sender.address, sender.unsubscribe, dict(sender.postal)))
    made = cache(partial(_write, renderer, view))
    files: dict[str, Callable[[], bytes]] = {}
    for service, bodies in SERVICES.items():
        files[f"{service}.html"] = partial(_page, made, bodies, sender, FOR_READERS_OF_MAIL.get(service, ("", "")))
        files[f"{service}.txt"] = partial(_text, made, bodies, sender)
    files[".eml"] = partial(_eml, context, view, made, sender)
    for ending, make in files.items():
        path = context.issue_path(view, ending)
        yield FileView(path, digest, partial(guarded, path, view, partial(_write, renderer), make))


def _page(
    made: Callable[[], EmailBodies], bodies: Callable[[EmailBodies, Sender], EmailBodies], sender: Sender,
    around: tuple[str, str],
) -> bytes:  # fmt: skip
    """The HTML as a browser may open it: with a policy, which a message has no use for."""
    before, after = around
    return bodies(made(), sender).html.replace("<head>", f"<head>{before}{POLICY}{after}", 1).encode()


def _text(
    made: Callable[[], EmailBodies], bodies: Callable[[EmailBodies, Sender], EmailBodies], sender: Sender
) -> bytes:  # fmt: skip
    return bodies(made(), sender).text.encode()


def _eml(context: Context, view: EmailView, made: Callable[[], EmailBodies], sender: Sender) -> bytes:
    return to_eml(_message(context, view, plain(made(), sender), sender))


def _photos(context: Context, view: EmailView) -> Iterator[FileView]:
    """The photos of an email, each as light as mail needs it."""
    for photo in view.photos:
        made_of = (photo["path"], photo["digest"], photo["size"])
        yield FileView(photo["file"], digest_of(made_of), partial(for_mail, context.settings.root, *made_of))


def email_renderer(context: Context, sender: Sender) -> EmailRenderer:
    """A renderer that writes an issue as an email. Where no address of the publisher is given, the sender's stands."""
    imprint = {language: sender.postal.get(language, (sender.address,)) for language in context.words}
    return EmailRenderer(
        context.environment(context.theme.mail_templates, "mail"), context.words, context.theme.tokens,
        context.site.address, lambda path: f"{context.site.url}{path}", context.body, imprint,
    )  # fmt: skip


def _write(write: Callable[[], EmailRenderer], view: EmailView) -> EmailBodies:
    """The bodies, with as much of each item as the weight of an email allows."""
    renderer = write()
    for cut in ABRIDGEMENTS:
        html = to_html(renderer.mjml(view, cut, PLACEHOLDERS))
        if len(html.encode()) < HEAVIEST:
            return EmailBodies(html, renderer.text(view, PLACEHOLDERS))
    raise MailError(f"{view.address}: even without its items the email is too long. Cut its summary.")


def _message(context: Context, view: EmailView, bodies: EmailBodies, sender: Sender) -> Message:
    return Message(
        name=issue_file_name(view), subject=view.subject, language=view.language,
        sender_name=context.words[view.language].say("network.name"), sender=sender.address, date=view.day,
        text=bodies.text, html=bodies.html, unsubscribe=sender.unsubscribe,
    )  # fmt: skip


class Letter(NamedTuple):
    """An issue in one language as it goes to a service, or to one reader."""

    language: str
    name: str
    """The name of its files."""
    subject: str
    sender: str
    """Name and address."""
    listmonk: EmailBodies
    message: Message


def letters(context: Context, issue: Item, sender: Sender) -> Iterator[Letter]:
    """An issue in every language, to be sent. Raises MailError."""
    for language in context.library.offered.making(EMAIL):
        words = context.words[language]
        view = issue_email(Lookup(context.library, words), issue)
        made = _write(partial(email_renderer, context, sender), view)
        message = _message(context, view, plain(made, sender), sender)
        name = f"{words.say('network.name')} <{sender.address}>"
        yield Letter(language, issue_file_name(view), view.subject, name, for_listmonk(made, sender), message)


def to_one(message: Message, reader: str, now: datetime) -> bytes:
    """A message for one reader, dated now, so that it stands on top of what came before."""
    name = f"{message.name}.{now:%Y%m%d%H%M%S%f}"
    return to_eml(replace(message, reader=reader, date=now, name=name))


OUTPUT: Final[Output] = Email()
