"""The command `edit`: the browser form, on this machine."""

from __future__ import annotations

import os
import signal
from argparse import ArgumentParser, Namespace
from contextlib import ExitStack, suppress
from threading import Event
from typing import Final

from ..editorial import form
from .arguments import DONE, FORM_PORT, Command, chosen, day, language, port
from .clock import today
from .console import say, words

BETWEEN_LOOKS: Final = 0.5
"""Seconds between looks whether whoever started the editor, such as make, is still there."""


def _arguments(parser: ArgumentParser) -> None:
    day(parser, "the day that counts as today")
    language(parser, "the form's language (el)")
    parser.set_defaults(lang=chosen(os.environ) or "el", quiet=False)
    parser.add_argument("--drafts", action="store_true", help="a branch for each save, in place of writing the files")
    parser.add_argument("--port", type=port, default=FORM_PORT, help=f"the page's port ({FORM_PORT})")


def _edit(options: Namespace) -> int:
    request = form.FormRequest(options.root.resolve(), options.lang, today(options))
    ended, parent = _end_of_ours(), os.getppid()
    with ExitStack() as stack, suppress(KeyboardInterrupt):
        url, branch = form.start(stack, request, options.port, options.drafts)
        said = "editor-drafts" if options.drafts else "editor-files"
        say(options, words(options, said, url=url, root=request.root, branch=branch))
        while os.getppid() == parent and not ended.wait(BETWEEN_LOOKS):
            pass
    return DONE


def _end_of_ours() -> Event:
    """An event that is set once this process is told to end. A save that is under way is finished first."""
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: ended.set())
    return ended


COMMANDS: Final = {
    "edit": Command(
        "Shows the browser form on this machine, without an account or a network, until Ctrl-C. What is saved is\n"
        "written into the files; with --drafts, each save becomes a branch of its own, named after its first item.",
        _arguments,
        _edit,
        is_cleared_away=True,
    ),
}
