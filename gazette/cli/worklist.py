"""The command `worklist`: what waits for each municipality and for the coordinators; and the mail that says so."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from ..content import wording
from ..content.problems import Misuse
from ..editorial import mailing, worklist
from ..files import write_new
from .arguments import DONE, FORM_PORT, PROBLEMS, Command, day, language
from .clock import now
from .console import read, report, say, words

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
    told = worklist.told_worklists(reading, options.member, options.lang)
    if options.mail:
        return _mail(options, told)
    rows = list(worklist.rows(told, f"http://127.0.0.1:{FORM_PORT}/"))
    print(json.dumps(rows, ensure_ascii=False, indent=2) if options.format == "json" else "\n".join(_lines(rows)))
    say(options, words(options, "worklist", count=len(rows), lists=len(told.lists)))
    if grave:
        say(options, words(options, "worklist-problems", count=len(grave)))
    return PROBLEMS if grave else DONE


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


def _mail(options: Namespace, told: worklist.ToldWorklists) -> int:
    """Sends the lists, or writes them. Gives the exit code."""
    found = list(worklist.letters(told))
    waiting = [letter for letter in found if letter.tasks and letter.readers]
    lost = [letter for letter in found if letter.tasks and not letter.readers]
    whole = True
    if options.out:
        _write(options, told, waiting)
    elif waiting:
        whole = _send(options, told, waiting)
    for letter in found:
        if not letter.tasks:
            say(options, words(options, "worklist-empty", title=letter.title))
    strangers = worklist.strangers(told.reading.library, told.reading.settings)
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


def _send(options: Namespace, told: worklist.ToldWorklists, waiting: Sequence[worklist.WorklistLetter]) -> bool:
    """Gives whether the mail server took every message. Raises Misuse where it takes none at all."""
    report(options, list(mailing.placeholders(told.reading.settings)))
    whole = True
    for letter, reader, reason in worklist.send_each(waiting, told, now()):
        name = "worklist-refused" if reason else "worklist-sent"
        print(words(options, name, address=reader, subject=letter.subject, reason=reason), flush=True)
        whole = whole and not reason
    return whole


def _write(options: Namespace, told: worklist.ToldWorklists, found: Sequence[worklist.WorklistLetter]) -> None:
    """Each message as a file that mail programs open, under a name that no file has yet."""
    folder = options.out.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for letter in found:
        for number, reader in enumerate(letter.readers, 1):
            path = folder / f"{letter.name}{f'-{number}' if number > 1 else ''}.eml"
            write_new(path, worklist.as_message(letter, reader, told, now()), folder)
            print(words(options, "worklist-written", path=path, address=reader))


COMMANDS: Final = {
    "worklist": Command(
        "Lists what waits: translations, broken links, contacts to confirm, descriptions, gaps.\n"
        '  make worklist ARGS="--member karditsa --lang el"\n'
        '  make worklist ARGS="--format json"\n'
        '  make worklist ARGS="--mail --out letters"    writes the messages, and sends none\n'
        "  make worklist ARGS=--mail                    sends each list to those whom it concerns",
        _arguments,
        _worklist,
    )
}
