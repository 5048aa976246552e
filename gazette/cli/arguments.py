"""The parts of commands: exit codes, the options that most of them share, and how values are read."""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, NamedTuple

from ..content.wording import FORMATS, MESSAGE_LANGUAGES

DONE, PROBLEMS, MISUSED = 0, 1, 2
STOPPED: Final = 130
"""By Ctrl-C, as a shell gives it: 128 and the number of the signal."""
BAD_VALUE: Final = "\0"
"""Between the rule that says why a value cannot be read, and the value: usage.py tells it in words."""
FORM_PORT: Final = 8010
"""Where `edit` shows its form, unless another port is asked for."""
FIRST_LANGUAGE: Final = MESSAGE_LANGUAGES[0]
SETTING: Final = "GAZETTE_LANG"
"""The environment variable that says in which language all commands speak: `el` or `en`."""
_LOCALE: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables that tell the language of messages, the strongest first (POSIX.1-2017, 8.2)."""


class Command(NamedTuple):
    """A command: what its help says, what it takes, and what it does, which gives its exit code."""

    about: str
    arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]
    is_urgent: bool = False
    """Whether someone waits for it, so that what is wrong elsewhere does not stop it."""
    announce: Callable[[Namespace], None] = lambda _: None
    """Says what must stand first, before the site's folder is looked at and whatever is wrong in it."""
    is_cleared_away: bool = False
    """Whether Ctrl-C is raised in it as KeyboardInterrupt, since a folder or a process would be left behind. Any other
    command ends where it is."""


def common(parser: ArgumentParser) -> None:
    """The options of commands that read the site."""
    day(parser, "the day to build for, in place of today")
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to print problems")
    language(parser, "language of the messages")
    parser.add_argument("--quiet", action="store_true", help="print problems and nothing else")
    parser.add_argument("--clean", action="store_true", help="forget what earlier runs remembered")


def day(parser: ArgumentParser, words: str) -> None:
    """The option for the one value that is "today"."""
    parser.add_argument("--as-of", type=_day, metavar="YYYY-MM-DD", help=words)


def language(parser: ArgumentParser, words: str) -> None:
    """The option for the language of what a command says; where it is not given, `spoken` tells."""
    parser.add_argument("--lang", choices=MESSAGE_LANGUAGES, default=None, help=f"{words} ({SETTING}, else the locale)")


def chosen(environment: Mapping[str, str]) -> str:
    """The language that someone set for all commands on this machine; nothing where it is none that they speak."""
    said = environment.get(SETTING, "").strip().lower()
    return said if said in MESSAGE_LANGUAGES else ""


def spoken(environment: Mapping[str, str], form: str) -> str:
    """The language in which a command speaks that was not told one: as set for all commands, else that of the locale.

    What no person reads on this machine, annotations of a proposal for example, has the first language.
    """
    if chosen(environment):
        return chosen(environment)
    if form != FORMATS[0] or environment.get("CI"):
        return FIRST_LANGUAGE
    locale = next(filter(None, (environment.get(name) for name in _LOCALE)), "")
    code = re.split(r"[_.@-]", locale.lower())[0]
    return code if code in MESSAGE_LANGUAGES else FIRST_LANGUAGE


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _unread("not-a-day", text) from None


def _unread(rule: str, text: str) -> ArgumentTypeError:
    return ArgumentTypeError(f"{rule}{BAD_VALUE}{text}")


def seconds(text: str) -> float:
    """A number of seconds."""
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", text):
        raise _unread("not-seconds", text)
    return float(text)


def issue_number(text: str) -> int:
    """The number of a newsletter issue."""
    if not re.fullmatch(r"[1-9]\d{0,2}", text):
        raise _unread("not-an-issue", text)
    return int(text)


def port(text: str) -> int:
    """A port to listen on."""
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise _unread("not-a-port", text)
    return int(text)
