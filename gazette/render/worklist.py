"""A worklist in words: its tasks kind by kind, for pages, for mail and for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

from ..content import worklist as tasks
from ..content.addresses import AddressList
from ..content.dates import PartialDate
from ..content.library import COORDINATORS, WORKLIST, Library, service_words
from ..content.load import Route
from ..content.model import Member
from ..content.problems import Problem
from ..content.wording import MESSAGE_LANGUAGES, WordsByKey, read_words
from ..content.worklist import Outside, Task, WaitingProposal, WorkKind
from .word_files import UNCONFIRMED_RULE
from .words import Words

CATALOGUE: Final = Path(tasks.__file__).with_name("words.yml")


def outside_of(
    listed: AddressList, problems: Iterable[Problem], waiting: Sequence[WaitingProposal] = (), submissions: str = ""
) -> Outside:
    """What a worklist must know that the library does not hold, from the lists of a site and what was told of it.

    `waiting` are the proposals on its repository's branches, `submissions` is the address of the server for them.
    """
    touched = {address: entry.changed or entry.since for address, entry in listed.changes.entries.items()}
    told = {problem.path: problem.facts for problem in problems if problem.rule == UNCONFIRMED_RULE}
    return Outside(
        listed.links.failed,
        {path: int(facts["count"]) for path, facts in told.items()},
        {address: day for address, day in touched.items() if day},
        tuple(waiting),
        submissions,
    )


class TaskWords(NamedTuple):
    """A task in words of one language; `edit` is where the form opens at its field, or nothing."""

    task: Task
    label: str
    """What its item is called."""
    sentence: str
    edit: str


class KindOfTasks(NamedTuple):
    """All tasks of one kind in a list, and what is said of them together."""

    kind: WorkKind
    title: str
    how: str
    tasks: Sequence[TaskWords]
    opens: str = ""
    """What the link of an entry is called where it leads elsewhere than to the form."""


def worklist_addresses(library: Library) -> Iterator[str]:
    """The addresses of a site's worklists: none where tasks are told in none of its languages."""
    if set(library.offered.whole) & set(MESSAGE_LANGUAGES):
        yield WORKLIST
        names = (*(member.slug for member in library.members_today), COORDINATORS)
        yield from (f"{WORKLIST}{name}/" for name in names)


def spoken_in(words: Mapping[str, Words], language: str) -> Words | None:
    """The words of the language in which tasks are told to readers of `language`; None where there are none of it."""
    codes = (language, *MESSAGE_LANGUAGES)
    return next((words[code] for code in codes if code in MESSAGE_LANGUAGES and code in words), None)


def in_words(library: Library, found: Iterable[Task], words: Words, form: str) -> Iterator[KindOfTasks]:
    """The tasks kind by kind, in the order of the kinds. `form` is where the browser form stands, or nothing."""
    for kind, group in groupby(found, key=lambda task: task.kind):
        said = read_words(CATALOGUE)[kind.value][words.language]
        shown = [
            TaskWords(task, _label(library, task, words), _sentence(library, task, words), edit_address(form, task))
            for task in group
        ]
        yield KindOfTasks(kind, said["title"], said["how"], shown, said.get("opens", ""))


def _label(library: Library, task: Task, words: Words) -> str:
    return library.choose(task.item, words.language).title if task.item else task.path


def edit_address(form: str, task: Task) -> str:
    """Where the form opens at the field of a task; nothing for a file that the form does not know, or without a form.
    Of a proposal it is the page on which it is decided.

    `#/edit/<folder>?at=<field>`; a text's field has its language before it: `#/edit/content/stories/garden?at=en/body`.
    """
    if task.kind is WorkKind.WAITING:
        return str(task.facts.get("address", ""))
    if not form or task.item is None:
        return ""
    return form_address(form, task.item.folder, (task.language, *task.route) if task.language else task.route)


def form_address(form: str, folder: str, route: Route = ()) -> str:
    """Where the form opens at a field of an item, by its folder."""
    field = f"?at={'/'.join(map(str, route))}" if route else ""
    return f"{form}#/edit/{folder}{field}"


def _sentence(library: Library, task: Task, words: Words) -> str:
    said: WordsByKey = read_words(CATALOGUE)[task.kind.value][words.language]
    facts = {name: _fact(name, value, words) for name, value in task.facts.items()}
    day = task.facts.get("date")
    if isinstance(day, PartialDate):
        facts |= {"on": words.dated("on", day), "since": words.dated("since", day)}
    if task.language:
        facts["language"] = _language(task.language, words)
    if task.facts.get("part") == "service":
        facts["name"] = _service_title(library, task, words)
    form = said[_form(task, said)]
    number = task.facts.get("n")
    if isinstance(number, int) and not isinstance(form, str):
        form = form[words.locale.plural_form(number)]
    sentence = str(form.format_map(facts))
    return sentence[:1].upper() + sentence[1:] if form.startswith("{languages}") else sentence


def _form(task: Task, said: Mapping[str, object]) -> str:
    """Which of the sentences of a kind is true of a task."""
    part = str(task.facts.get("part") or task.facts.get("verdict") or "entry")
    dated = f"{part}-dated" if part != "entry" else "dated"
    return dated if "date" in task.facts and dated in said else part


def _fact(name: str, value: tasks.Fact, words: Words) -> str:
    if name == "parts" and isinstance(value, tuple):
        named = [words.say(f"practice-part.{part}") for part in value]
        return ", ".join(part[:1].lower() + part[1:] for part in named)
    if name == "languages" and isinstance(value, tuple):
        return ", ".join(_language(code, words) for code in value)
    return words.number(value) if isinstance(value, int) else str(value)


def _language(code: str, words: Words) -> str:
    """The name of a language as it stands within a sentence: in Greek in small letters."""
    name = str(words.locale.languages.get(code, code))
    return name.lower() if words.language == "el" else name


def _service_title(library: Library, task: Task, words: Words) -> str:
    member = task.item
    assert member is not None
    service = next(one for one in member.record(Member).services if one.name == task.facts["name"])
    said, _ = service_words(member, service, words.language, library.languages)
    return said.title if said else words.say(f"service-kind.{service.kind.value}")
