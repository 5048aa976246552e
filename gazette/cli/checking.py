"""The command `check`: looks for problems and writes nothing."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Final

from ..content import owners, reach
from ..content.library import moved_on
from ..content.model import Kind
from ..content.problems import BEYOND, Problem, in_order
from ..editorial import mailing
from .arguments import DONE, PROBLEMS, Command, common
from .console import beyond_content, read, report, say, say_moved_on, words


def _arguments(parser: ArgumentParser) -> None:
    common(parser)
    parser.add_argument("--base", metavar="COMMIT", help="first list what changed since then besides content")
    parser.add_argument("--translations", action="store_true", help="also report missing and outdated translations")
    parser.add_argument(
        "--readability", action="store_true", help="also report texts and sentences that are hard to read"
    )


def _announce(options: Namespace) -> None:
    """Notes as `beyond` what stands first in the report, whoever gives it: the check, or a refusal to go on."""
    found = beyond_content(options, options.root.resolve())
    if found:
        say(options, words(options, "beyond", count=len(found)))
    options.beyond = [Problem(path, BEYOND, facts={"change": change}) for path, change in found]


def _check(options: Namespace) -> int:
    beyond = options.beyond
    reading = read(options)
    members = [item.slug for item in reading.library.items(Kind.MEMBER)]
    remarks = [
        *owners.judge(reading.settings.root, members),
        *mailing.judge(reading.settings),
        *reach.judge(reading.library),
    ]
    found = in_order([*reading.problems, *remarks])
    if options.translations:
        from ..editorial import translations

        found = in_order([*found, *translations.behind(reading.library, reading.settings.root)])
    if options.readability:
        from ..editorial import reading as readers

        found = in_order([*found, *readers.hard_to_read(reading.library, reading.settings.root)])
    if report(options, [*beyond, *found]):
        return PROBLEMS
    say_moved_on(options, moved_on(reading.library))
    say(options, words(options, "clean", items=sum(1 for _ in reading.library.everything())))
    if options.format == "json" and not beyond and not found:
        print("[]")
    return DONE


COMMANDS: Final = {
    "check": Command(
        "Reads every file and reports all problems at once: file, line, column, field,\nwhat is wrong, how to fix it.",
        _arguments,
        _check,
        announce=_announce,
    )
}
