"""The hall: arguments, the wiring of the stages, and the one place where the clock is read.

Exit codes: 0 done; 1 the content has problems; 2 the command was misused, or the machine lacks something.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from . import memo
from .content import check, load, wording
from .content.items import Checked
from .content.library import Library
from .content.model import CONTENT_TYPES, DEFAULT_TIME_ZONE
from .content.problems import Place, Problem, in_order
from .settings import Settings, SettingsError, read_settings

PROJECT: Final = Path(__file__).resolve().parent.parent
DONE, PROBLEMS, MISUSED, INTERRUPTED = 0, 1, 2, 130


class Misuse(Exception):
    """The command cannot be carried out as given; the text says why and how to mend it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading and checking a site gave. `fragments` holds the bodies that were converted on the way."""

    library: Library
    problems: list[Problem]
    fragments: dict[str, str]
    settings: Settings


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code."""
    options = _parser().parse_args(arguments)
    try:
        result: int = options.run(options)
        return result
    except (Misuse, SettingsError) as error:
        print(f"build.py: {error}", file=sys.stderr)
        return MISUSED
    except KeyboardInterrupt:
        print("\nbuild.py: stopped. What was published before is untouched.", file=sys.stderr)
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py",
        description="Checks the content and builds the site of the Cities Network for Integration.",
        epilog="Start with `python build.py check`. Exit codes: 0 done, 1 the content has problems, 2 misuse.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _check_parser(commands)
    return parser


Commands = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _check_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "check",
        help="look for problems and write nothing",
        description="Reads every file and reports all problems at once: file, line, field, what is wrong, how to mend it.",
    )
    _common(parser)
    parser.set_defaults(run=_check)


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--root", type=Path, default=PROJECT, help="the site's folder, if it is not this one")
    parser.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD", help="the day to build for, in place of today")
    parser.add_argument("--format", choices=wording.FORMATS, default="text", help="how to print problems")
    parser.add_argument("--lang", choices=wording.MESSAGE_LANGUAGES, default="en", help="language of the messages")
    parser.add_argument("--quiet", action="store_true", help="print problems and nothing else")
    parser.add_argument("--clean", action="store_true", help="forget what earlier runs remembered")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no date: write it as 2026-11-22") from None


def _today(options: argparse.Namespace) -> date:
    """`--as-of`, else SOURCE_DATE_EPOCH (reproducible-builds.org), else the clock, in the network's time zone."""
    if options.as_of:
        given: date = options.as_of
        return given
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise Misuse(f"SOURCE_DATE_EPOCH is '{epoch}': it must be a number of seconds, or unset.") from None
    return now.astimezone(ZoneInfo(DEFAULT_TIME_ZONE)).date()


def _say(options: argparse.Namespace, words: str) -> None:
    if not options.quiet:
        print(words, file=sys.stderr, flush=True)


def _read(options: argparse.Namespace) -> Reading:
    """Load and check: the first half of every command."""
    settings = read_settings(options.root.resolve())
    root = settings.root
    work = root / ".build"
    store = work / "folders.cache"
    if options.clean:
        store.unlink(missing_ok=True)
    listed_ns = memo.file_clock(work)
    listing = load.list_files(root, tuple(dict.fromkeys(t.folder.split("/")[0] for t in CONTENT_TYPES)))
    checked = memo.check_folders(
        root, listing.folders, settings.languages, store, listed_ns, lambda words: _say(options, words)
    )
    return _put_together(settings, checked, listing.problems, _today(options))


def _put_together(settings: Settings, checked: dict[str, Checked], problems: Sequence[Problem], today: date) -> Reading:
    found = [*problems, *(problem for result in checked.values() for problem in result.problems)]
    items = [result.item for result in checked.values() if result.item is not None]
    found += check.same_slug(items)
    library = Library(items, settings.languages, today)

    def locate(path: str, route: load.Route) -> Place:
        return load.read(settings.root, path).place(route)

    unreadable = [folder for folder, result in checked.items() if result.item is None]
    found += check.check_library(library, (), unreadable, locate)
    fragments = {digest: html for result in checked.values() for digest, html in result.fragments.items()}
    return Reading(library, in_order(found), fragments, settings)


def _check(options: argparse.Namespace) -> int:
    reading = _read(options)
    if reading.problems:
        return _report(options, reading.problems)
    _say(options, f"No problems in {sum(1 for _ in reading.library.everything())} items.")
    if options.format == "json":
        print("[]")
    return DONE


def _report(options: argparse.Namespace, problems: list[Problem]) -> int:
    sys.stdout.write(wording.report(problems, options.format, options.lang))
    files = len({problem.path for problem in problems})
    _say(options, f"{len(problems)} problem(s) in {files} file(s). Nothing was written.")
    return PROBLEMS
