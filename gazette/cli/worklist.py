"""The command `worklist`: what waits for each municipality and for the coordinators; and the mail that says so."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..content import load, wording
from ..content.load import field_name
from ..content.problems import Misuse
from ..content.worklist import Task
from ..editorial import worklist
from ..files import write_new
from .arguments import DONE, FORM_PORT, PROBLEMS, Command, day, language
from .clock import now
from .console import read, report, say, words

if TYPE_CHECKING:
    from ..pipeline.read import Reading
    from ..render.words import Words

FORMS: Final = ("text", "json")


def _arguments(parser: ArgumentParser) -> None:
    day(parser, "the day that counts as today")
    language(parser, "language of the list")
    parser.add_argument(
        "--member", action="append", default=[], metavar="NAME", help="this list alone (several: again)"
    )
    parser.add_argument("--format", choices=FORMS, default="text", help="how to print it")
    parser.add_argument("--mail", action="store_true", help="send each list to those whom it concerns")
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="with --mail: write the messages there, send none")
    parser.add_argument("--quiet", action="store_true", help="print the list and nothing else")
    parser.add_argument("--clean", action="store_true", help="forget what earlier runs remembered")


def _worklist(options: Namespace) -> int:
    if options.out and not options.mail:
        raise Misuse("worklist-out")
    reading = read(options)
    grave = [problem for problem in reading.problems if wording.severity(problem) == "error"]
    if options.mail and report(options, grave):
        return PROBLEMS
    lists = worklist.lists_of(reading, options.member)
    spoken = _words(options, reading)
    if options.mail:
        return _mail(options, reading, lists, spoken)
    rows = list(_rows(reading, lists, spoken))
    print(json.dumps(rows, ensure_ascii=False, indent=2) if options.format == "json" else "\n".join(_lines(rows)))
    say(options, words(options, "worklist", count=len(rows), lists=len(lists)))
    if grave:
        say(options, words(options, "worklist-problems", count=len(grave)))
    return PROBLEMS if grave else DONE


def _words(options: Namespace, reading: Reading) -> Words:
    """The interface's words in the language asked for, whichever languages the site has."""
    from ..pipeline.build import context_of

    context = context_of(reading)
    return {**context.theme.elsewhere, **context.words}[options.lang]


def _rows(
    reading: Reading, lists: Mapping[str, Sequence[Task]], spoken: Words
) -> Iterator[dict[str, object]]:  # fmt: skip
    """The tasks as plain values, those of a list together."""
    from ..render.worklist import in_words

    form = reading.settings.editor_url or f"http://127.0.0.1:{FORM_PORT}/"
    for name, tasks in lists.items():
        title = worklist.title_of(reading.library, name, spoken)
        for kind in in_words(reading.library, tasks, spoken, form):
            for entry in kind.tasks:
                task = entry.task
                yield {
                    "list": name, "name": title, "kind": kind.kind.value, "title": kind.title, "how": kind.how,
                    "path": task.path, "line": _line(reading.settings.root, task), "field": field_name(task.route),
                    "language": task.language, "item": entry.label, "message": entry.sentence,
                    "page": f"/{task.item.address}" if task.item else "", "edit": entry.edit,
                }  # fmt: skip


def _line(root: Path, task: Task) -> int:
    """The line of a task's field, or 0 for a file that is yet to be written."""
    return load.read(root, task.path).place(task.route).line if task.route and (root / task.path).is_file() else 0


def _lines(rows: Sequence[Mapping[str, object]]) -> Iterator[str]:
    """List by list, kind by kind, each task with its place and where the form opens at it."""
    known: tuple[object, ...] = ()
    for row in rows:
        if row["list"] not in known:
            yield from (*([""] if known else []), f"{row['name']} ({row['list']})")
        if (row["list"], row["kind"]) != known:
            yield f"  {row['title']}. {row['how']}"
        known = (row["list"], row["kind"])
        place = f"{row['path']}:{row['line']}" if row["line"] else row["path"]
        yield f"    {row['item']}: {row['message']}"
        yield f"      {place}  {row['edit']}".rstrip()


def _mail(options: Namespace, reading: Reading, lists: Mapping[str, Sequence[Task]], spoken: Words) -> int:
    """Sends the lists, or writes them. Gives the exit code."""
    found = list(worklist.letters(reading, lists, spoken))
    waiting = [letter for letter in found if letter.tasks and letter.readers]
    lost = [letter for letter in found if letter.tasks and not letter.readers]
    whole = True
    if options.out:
        _write(options, reading, waiting, spoken)
    elif waiting:
        whole = _send(options, reading, waiting, spoken)
    for letter in found:
        if not letter.tasks:
            say(options, words(options, "worklist-empty", title=letter.title))
    strangers = worklist.strangers(reading.library, reading.settings)
    for name in strangers:
        print(words(options, "worklist-stranger", value=name))
    _tell_lost(options, lost)
    return DONE if whole and not strangers and (waiting or not lost) else PROBLEMS


def _tell_lost(options: Namespace, lost: Sequence[worklist.WorklistLetter]) -> None:
    """Names whose list went to no one: nothing is sent to nobody in silence."""
    if lost:
        print(words(options, "worklist-without", list=lost[0].name, count=len(lost)))
    for letter in lost:
        print(f"  {letter.title} ({letter.name}): {letter.tasks}")


def _send(options: Namespace, reading: Reading, waiting: Sequence[worklist.WorklistLetter], spoken: Words) -> bool:
    """Gives whether the mail server took every message. Raises Misuse where it takes none at all."""
    from ..editorial import mailing

    settings = reading.settings
    report(options, list(mailing.placeholders(settings)))
    access = mailing.read_access(settings.root)
    return worklist.send_all(waiting, settings, access, spoken, now(), partial(_told, options))


def _told(options: Namespace, letter: worklist.WorklistLetter, reader: str, reason: str) -> None:
    name = "worklist-refused" if reason else "worklist-sent"
    print(words(options, name, address=reader, subject=letter.subject, reason=reason), flush=True)


def _write(options: Namespace, reading: Reading, found: Sequence[worklist.WorklistLetter], spoken: Words) -> None:
    """Each message as a file that mail programs open, under a name that no file has yet."""
    folder = options.out.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for letter in found:
        for number, reader in enumerate(letter.readers, 1):
            path = folder / f"{letter.name}{f'-{number}' if number > 1 else ''}.eml"
            write_new(path, worklist.as_message(letter, reader, reading.settings, spoken, now()), folder)
            print(words(options, "worklist-written", path=path, address=reader))


COMMANDS: Final = {
    "worklist": Command(
        "Lists what waits: translations, links that died, contacts to confirm, descriptions, gaps.\n"
        "  build.py worklist --member karditsa --lang el\n"
        "  build.py worklist --format json\n"
        "  build.py worklist --mail --out letters    writes the messages, and sends none\n"
        "  build.py worklist --mail                  sends each list to those whom it concerns",
        _arguments,
        _worklist,
    )
}
