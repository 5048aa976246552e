"""A worklist on its way to those who can help: to whom each goes, and the message that brings it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..content import load
from ..content.library import CONTACT, COORDINATORS, WORKLIST, Library, contact_of
from ..content.load import field_name
from ..content.model import Kind, MemberText, Page
from ..content.problems import Misuse
from ..content.wording import read_words
from ..content.worklist import Task, WorkKind, worklists
from ..render.words import Words
from ..render.worklist import CATALOGUE, KindOfTasks, TaskWords, in_words
from ..settings import Settings
from .mailing import read_access, sender_of, server_of

if TYPE_CHECKING:
    from ..pipeline.read import Reading


class WorklistLetter(NamedTuple):
    """A worklist as a message. Without `readers` it goes to no one, as no address is on record."""

    name: str
    """Whose list: the slug of a municipality, or `coordinators`."""
    title: str
    readers: tuple[str, ...]
    tasks: int
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class ToldWorklists:
    """Worklists as they are told: in which words, and which of them."""

    reading: Reading
    words: Words
    lists: Mapping[str, Sequence[Task]]


def told_worklists(reading: Reading, wanted: Sequence[str], language: str) -> ToldWorklists:
    """List by list what waits, or those of the `wanted` alone. Raises Misuse where there is no such list."""
    from ..pipeline.build import context_of

    context = context_of(reading)
    found = worklists(reading.library, context.outside)
    unknown = [name for name in wanted if name not in found]
    if unknown:
        raise Misuse("worklist-unknown", value=unknown[0], choices=", ".join(found))
    words = {**context.theme.elsewhere, **context.words}[language]  # whichever languages the site has
    return ToldWorklists(reading, words, {name: tasks for name, tasks in found.items() if name in wanted or not wanted})


def rows(told: ToldWorklists, local_form: str) -> Iterator[dict[str, str | int]]:
    """The tasks as plain values, those of a list together. Where no form is on the web it opens at `local_form`."""
    library, settings = told.reading.library, told.reading.settings
    for name, tasks in told.lists.items():
        title = title_of(library, name, told.words)
        for kind in in_words(library, tasks, told.words, settings.editor_url or local_form):
            for entry in kind.tasks:
                task = entry.task
                yield {
                    "list": name, "name": title, "kind": kind.kind.value, "title": kind.title, "how": kind.how,
                    "path": task.path, "line": _line(settings.root, task), "field": field_name(task.route),
                    "language": task.language, "item": entry.label, "message": entry.sentence,
                    "page": f"/{task.item.address}" if task.item else "", "edit": entry.edit,
                }  # fmt: skip


def _line(root: Path, task: Task) -> int:
    """The line of a task's field, or 0 for a file that is yet to be written."""
    return load.read(root, task.path).place(task.route).line if task.route and (root / task.path).is_file() else 0


def title_of(library: Library, name: str, words: Words) -> str:
    """What a list is called: the municipality's official name."""
    member = library.get(Kind.MEMBER, name)
    if member is None:
        return words.say("worklist.coordinators")
    front = library.choose(member, words.language).front
    return front.official_name if isinstance(front, MemberText) else name


def readers_of(library: Library, settings: Settings, name: str) -> tuple[str, ...]:
    """To whom a list is sent: as the settings say, else to the contact on record."""
    if name in settings.worklist:
        return settings.worklist[name]
    if name == COORDINATORS:
        page = library.get(Kind.PAGE, CONTACT)
        address = page.record(Page).contact if page else None
    else:
        member = library.get(Kind.MEMBER, name)
        address = contact_of(member).email if member else None
    return (address,) if address else ()


def strangers(library: Library, settings: Settings) -> list[str]:
    """Names below `worklist:` in the settings of which there is no list."""
    known = {COORDINATORS, *(member.slug for member in library.members_today)}
    return [name for name in settings.worklist if name not in known]


def letters(told: ToldWorklists) -> Iterator[WorklistLetter]:
    """The message for each list."""
    library, settings, words = told.reading.library, told.reading.settings, told.words
    said = read_words(CATALOGUE)["mail"][words.language]
    root = settings.site_url + settings.language_root(words.language if words.language in settings.languages else "")
    for name, tasks in told.lists.items():
        title = title_of(library, name, words)
        kinds = in_words(library, tasks, words, settings.editor_url)
        parts = [said["begins"].format(name=title), *(_kind(kind, said, root) for kind in kinds)]
        parts.append(said["ends"].format(address=f"{root}{WORKLIST}{name}/"))
        subject = said["subject"][words.locale.plural_form(len(tasks))].format(name=title, n=words.number(len(tasks)))
        readers = readers_of(library, settings, name)
        yield WorklistLetter(name, title, readers, len(tasks), subject, "\n\n".join(parts) + "\n")


def _kind(kind: KindOfTasks, said: Mapping[str, str], root: str) -> str:
    entries = "\n".join(_entry(entry, said, root) for entry in kind.tasks)
    return f"{kind.title}\n{kind.how}\n\n{entries}"


def _entry(entry: TaskWords, said: Mapping[str, str], root: str) -> str:
    item = entry.task.item
    if entry.edit:
        where = said["proposal" if entry.task.kind is WorkKind.WAITING else "form"].format(address=entry.edit)
    elif item is not None:
        where = said["page"].format(address=root + item.address)
    else:
        where = said["file"].format(address=entry.task.path)
    return f"- {entry.label}: {entry.sentence}\n  {where}"


def as_message(letter: WorklistLetter, reader: str, told: ToldWorklists, now: datetime) -> bytes:
    """The message to one reader, dated now. Raises Misuse where the settings name no sender."""
    from email.headerregistry import Address

    from ..engines.mail import to_note

    sender = sender_of(told.reading.settings).address
    headers = {
        "From": Address(told.words.say("network.name"), addr_spec=sender),
        "To": Address(addr_spec=reader),
        "Subject": letter.subject,
        "Date": now,
        "Message-ID": f"<worklist.{letter.name}.{now:%Y%m%d%H%M%S%f}@{sender.partition('@')[2]}>",
        "Content-Language": told.words.language,
        "Auto-Submitted": "auto-generated",
    }
    return to_note(headers, letter.text)


def send_each(
    found: Sequence[WorklistLetter], told: ToldWorklists, now: datetime
) -> Iterator[tuple[WorklistLetter, str, str]]:  # fmt: skip
    """Sends each message to each of its readers, one after the other.

    Gives the letter, its reader, and the reason where the server refused that reader, which keeps back no other. Raises
    Misuse where nothing can be sent.
    """
    from ..engines.smtp import SmtpError, send

    settings = told.reading.settings
    sender, server = sender_of(settings).address, server_of(read_access(settings.root))
    for letter in found:
        for reader in letter.readers:
            try:
                send(server, sender, reader, [as_message(letter, reader, told, now)])
            except SmtpError as error:
                if error.rule != "smtp-reader":
                    raise Misuse(error.rule, **error.facts) from None
                yield letter, reader, error.facts["reason"]
            else:
                yield letter, reader, ""
