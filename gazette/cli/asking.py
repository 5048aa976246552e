"""Questions in a terminal, and only there: whoever calls from a program gets an answer in one line instead."""

from __future__ import annotations

import io
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from ..content.problems import Misuse
from .console import words

PROMPT: Final = "> "


def can_ask() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask(options: Namespace, question: str, fault: Callable[[str], str], default: str = "", needed: bool = False) -> str:
    """The answer to a question, asked again until `fault` finds nothing wrong with it.

    Enter alone is `default`, or nothing where the question is not `needed`. Raises Misuse where they are ended.
    """
    with suppress(ImportError):
        import readline  # noqa: F401 - arrow keys, and deleting a Greek letter as one
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    if not options.is_told_how:
        print(words(options, "ask-how"))
        options.is_told_how = True
    print(f"\n{question}")
    while True:
        try:
            answer = input(PROMPT).strip() or default
        except EOFError:
            print()
            raise Misuse("nothing-answered") from None
        said = fault(answer) if answer else words(options, "ask-again") if needed else ""
        if not said:
            return answer
        print(said)
