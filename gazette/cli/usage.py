"""What the command line says of itself: its help, and what is wrong with a line that it was given.

The library that takes a line apart speaks English; its sentences are told anew, in the language of the other messages.
"""

from __future__ import annotations

import re
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any, Final

from ..content import wording
from ..content.problems import Misuse
from .arguments import BAD_VALUE, FIRST_LANGUAGE, MISUSED
from .console import CATALOGUE

_SENTENCES: Final = (
    (r"argument (?P<name>.+?): (?P<rule>[a-z-]+)" + BAD_VALUE + "(?P<value>.*)", ""),
    (
        r"argument (?P<name>.+?): invalid choice: (?P<value>.+?)(?:, maybe .*)? \(choose from (?P<choices>.*)\)",
        "choice",
    ),
    (r"the following arguments are required: (?P<names>.*)", "arguments-missing"),
    (r"unrecognized arguments: (?P<names>.*)", "arguments-unknown"),
    (r"argument (?P<name>.+?): expected (?:one|at least one|\d+) arguments?", "argument-alone"),
    (r"argument (?P<name>.+?): ignored explicit argument (?P<value>.*)", "argument-with-more"),
    (r"ambiguous option: (?P<name>.*) could match (?P<choices>.*)", "option-unclear"),
)
"""Each sentence of argparse, and the rule that says the same."""


class CommandParser(ArgumentParser):
    """Takes a line apart, and speaks a language of the messages."""

    def __init__(self, *arguments: Any, language: str = FIRST_LANGUAGE, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._language = language

    def error(self, message: str) -> Any:
        """Tells how a line is written and what is wrong with this one, and ends the process."""
        self.exit(MISUSED, f"{self.format_usage()}{self.prog}: {in_words(message, self._language)}\n")

    def format_usage(self) -> str:
        """How a line is written."""
        return self._with_heading(super().format_usage())

    def format_help(self) -> str:
        """How a line is written, and what each part of it is for."""
        for group, name in ((self._positionals, "help-arguments"), (self._optionals, "help-options")):
            group.title = self._say(name)
        for action in self._actions:
            action.help = self._say("help-help") if action.dest == "help" else action.help
        return self._with_heading(super().format_help())

    def _with_heading(self, said: str) -> str:
        return said.replace("usage: ", f"{self._say('help-usage')} ", 1)

    def _say(self, name: str) -> str:
        return str(wording.read_words(CATALOGUE)[name][self._language])


def in_words(message: str, language: str) -> str:
    """A sentence of argparse in a language of the messages; as it is where we know of none such."""
    for pattern, rule in _SENTENCES:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            facts = found.groupdict()
            return wording.misuse(_choice(facts) if rule == "choice" else _misuse(rule, facts), language)
    return message


def _misuse(rule: str, facts: dict[str, str]) -> Misuse:
    return Misuse(rule or facts.pop("rule"), **facts)


def _choice(facts: dict[str, str]) -> Misuse:
    """A word that is none of those that can be chosen, with the one that was probably meant."""
    from ..content.fields import closest  # here, so that a line without a mistake waits for none of it

    value, choices = facts["value"].strip("'\""), [word.strip("'\" ") for word in facts["choices"].split(",")]
    told = {"name": facts["name"], "value": value, "choices": ", ".join(choices)}
    suggestion = closest(value, choices)
    return (
        Misuse("choice-unknown-but", **told, suggestion=suggestion) if suggestion else Misuse("choice-unknown", **told)
    )


def language_in(arguments: Sequence[str], usual: str) -> str:
    """The language that a line asks for, before it is taken apart."""
    pairs = zip(arguments, [*arguments[1:], ""], strict=False)
    said = [
        after if one == "--lang" else one.removeprefix("--lang=") for one, after in pairs if one.startswith("--lang")
    ]
    return next((language for language in reversed(said) if language in wording.MESSAGE_LANGUAGES), usual)
