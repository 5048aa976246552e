"""The hall: arguments, the wiring of the stages, and the one place where the clock is read.

Exit codes: 0 done; 1 the content has problems; 2 the command was misused, or the machine lacks something.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from .content import wording
from .content.model import DEFAULT_TIME_ZONE
from .content.problems import Problem
from .engines.pages import HostError
from .engines.publish import PublishError
from .hall import PROJECT, Reading, build_site, read_site
from .settings import SettingsError
from .theme import ThemeError

DONE, PROBLEMS, MISUSED, INTERRUPTED = 0, 1, 2, 130


class Misuse(Exception):
    """The command cannot be carried out as given; the text says why and how to mend it."""


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code."""
    options = _parser().parse_args(arguments)
    try:
        result: int = options.run(options)
        return result
    except (Misuse, SettingsError, ThemeError, HostError, PublishError) as error:
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
    _build_parser(commands)
    _check_parser(commands)
    return parser


def _build_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "build",
        help="check the content and build the site",
        description="Checks everything; then renders what changed and swaps the new site in. With problems, nothing is "
        "written and the old site stays as it is.",
    )
    _common(parser)
    parser.add_argument("--out", type=Path, help="the folder to publish into (default: site/ in the site's folder)")
    parser.set_defaults(run=_build)


def _check_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser(
        "check",
        help="look for problems and write nothing",
        description="Reads every file and reports all problems at once, each with its line and how to mend it.",
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
    return read_site(options.root, _today(options), lambda words: _say(options, words), options.clean)


def _build(options: argparse.Namespace) -> int:
    started = time.monotonic()
    reading = _read(options)
    if reading.problems:
        return _report(options, reading.problems)
    out = options.out or reading.settings.root / "site"
    built = build_site(reading, out, lambda words: _say(options, words))
    took = time.monotonic() - started
    _say(options, f"{built.pages} pages in {out} ({built.rendered} new, {built.removed} files gone), {took:.1f} s.")
    return DONE


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
