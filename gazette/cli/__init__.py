"""The command line: a module for each group of commands, and how each command ends.

A command's module is imported when that command is given, and what it works with no sooner: a build waits for nothing
that only an export needs. Exit codes: 0 done; 1 the content has problems; 2 the command was misused, or the machine
lacks something.
"""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Final, NoReturn

from ..content.problems import Changed, Problem
from ..files import CHANGED
from ..settings import PROJECT
from . import errors
from .arguments import DONE, FIRST_LANGUAGE, MISUSED, PROBLEMS, STOPPED, Command, spoken
from .usage import CommandParser, language_in

__all__ = ["COMMANDS", "DONE", "MISUSED", "PROBLEMS", "main", "read_arguments"]

COMMANDS: Final = {
    "build": ("building", "check the content and build the site"),
    "check": ("checking", "look for problems and write nothing"),
    "serve": ("serving", "preview on this machine; pages reload when you save"),
    "preview": ("showing", "build a copy that opens without a server, and list what changed"),
    "new": ("starting", "start a new item, with hints in its files"),
    "import": ("importing", "make the draft of a story from a Word document"),
    "edit": ("editing", "write in a form, in a browser"),
    "newsletter": ("issues", "show what is in an issue, fix its lists, publish it for good"),
    "photos": ("photos", "make photos fit: upright, smaller, without the place where they were taken"),
    "withdraw": ("withdrawing", "withdraw what someone no longer wants published"),
    "translated": ("translations", "mark translations as up to date"),
    "ledger": ("addresses", "renew the list of published addresses"),
    "worklist": ("worklist", "list what is left to do for each municipality, or mail it"),
    "links": ("addresses", "test the links to other sites"),
    "export": ("exporting", "renew the files that derive from the model"),
}
"""Name → the module whose COMMANDS holds it, and what it does in a few words."""


def main(arguments: Sequence[str], *, is_own_process: bool = False) -> int:
    """Runs one command and returns its exit code. In its own process, Ctrl-C ends it with STOPPED and one line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")  # Greek, wherever the output goes
    options = read_arguments(arguments)
    if not is_own_process or signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        return _run(options)
    if not options.is_cleared_away:
        signal.signal(signal.SIGINT, _end_of(options))
        return _run(options)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return _run(options)
    except KeyboardInterrupt:
        _end_of(options)()


def _end_of(options: argparse.Namespace) -> Callable[..., NoReturn]:
    """What ends the process wherever it is: whatever it was writing survives a command that is killed.

    An exception would come out of any line, also out of those that turn it into another one, or swallow it.
    """
    from .console import words

    said = words(argparse.Namespace(lang=getattr(options, "lang", FIRST_LANGUAGE)), "stopped")

    def end(*_: object) -> NoReturn:
        os.write(sys.stderr.fileno(), f"\n{said}\n".encode())
        os._exit(STOPPED)

    return end


def _run(options: argparse.Namespace) -> int:
    from ..files import tree
    from ..pipeline import preflight

    try:
        options.announce(options)
        preflight.refuse(options.root.resolve(), options.is_urgent)
        result: int = options.run(options)
        return result
    except preflight.Refused as refused:
        return _refuse(options, refused.problems)
    except tree.Irregular as irregular:
        return _refuse(options, [preflight.problem_of(irregular)])
    except Exception as error:
        said = errors.said(error, getattr(options, "lang", FIRST_LANGUAGE))
        if said is None:
            raise
        if getattr(options, "beyond", ()):
            _refuse(options, [])
        with suppress(OSError):  # where not even this can be written, the exit code tells
            print(f"build.py: {said}", file=sys.stderr)
        return PROBLEMS if isinstance(error, Changed) or getattr(error, "fault", "") == CHANGED else MISUSED


def _refuse(options: argparse.Namespace, problems: list[Problem]) -> int:
    """Reports problems of the folder itself, in the format and language asked for. Gives the exit code."""
    from .console import report

    told = argparse.Namespace(**{"format": "text", "lang": FIRST_LANGUAGE, "quiet": False, **vars(options)})
    report(told, [*getattr(options, "beyond", ()), *problems])
    return PROBLEMS


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """Parses the command line; `run` of the result is the command's. A wrong line ends the process (2)."""
    language = language_in(arguments, spoken(os.environ, "text"))
    parser = CommandParser(
        prog="build.py",
        language=language,
        description="Checks the content and builds the site of the Cities Network for Integration.",
        epilog="Start with `make check`. Exit codes: 0 done, 1 the content has problems, 2 misuse.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (module, short) in COMMANDS.items():
        sub = commands.add_parser(name, help=short, formatter_class=argparse.RawTextHelpFormatter, language=language)
        if name == next(iter(arguments), ""):
            command: Command = import_module(f".{module}", __name__).COMMANDS[name]
            sub.description = command.about
            sub.add_argument("--root", type=Path, default=PROJECT, help="the site's folder, if it is not this one")
            command.arguments(sub)
            sub.set_defaults(run=command.run, announce=command.announce, is_urgent=command.is_urgent)
            sub.set_defaults(is_cleared_away=command.is_cleared_away)
    options = parser.parse_args(arguments)
    if getattr(options, "lang", "") is None:
        options.lang = spoken(os.environ, getattr(options, "format", "text"))
    return options
