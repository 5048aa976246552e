"""The commands `edit` and `admin`: the browser editor, on this machine and for the web."""

from __future__ import annotations

import os
import re
import signal
from argparse import ArgumentParser, Namespace
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Event
from typing import Final

from ..content.problems import Misuse
from ..editorial import cms
from ..files import generated
from .arguments import DONE, FORM_PORT, Command, chosen, day, language, port
from .clock import today
from .console import say, words

REPOSITORY: Final = r"[\w.-]+/[\w.-]+"
BETWEEN_LOOKS: Final = 0.5
"""Seconds between looks whether whoever started the editor, such as make, is still there."""
RELAY: Final = r"https://[\w.-]+(:\d+)?(/[\w./-]*)?"


def _shared_arguments(parser: ArgumentParser) -> None:
    day(parser, "the day that counts as today")
    language(parser, "the form's language (el)")
    parser.set_defaults(lang=chosen(os.environ) or "el", quiet=False)


def _edit_arguments(parser: ArgumentParser) -> None:
    _shared_arguments(parser)
    parser.add_argument("--drafts", action="store_true", help="a branch for each text, in place of writing the files")
    parser.add_argument("--port", type=port, default=FORM_PORT, help=f"the page's port ({FORM_PORT})")


def _admin_arguments(parser: ArgumentParser) -> None:
    _shared_arguments(parser)
    parser.add_argument("--repo", required=True, metavar="OWNER/NAME", help="the repository on GitHub")
    parser.add_argument("--branch", default="main", help="the branch that proposals are made to (main)")
    parser.add_argument("--auth", required=True, metavar="URL", help="the relay that signs people in with GitHub")
    parser.add_argument("--out", type=Path, help="the folder to write (default: admin/ in the site's folder)")


def _edit(options: Namespace) -> int:
    request = cms.CmsRequest(options.root.resolve(), options.lang, today(options))
    ended, parent = _end_of_ours(), os.getppid()
    with ExitStack() as stack, suppress(KeyboardInterrupt):
        url, branch = cms.start(stack, request, options.port, options.drafts)
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


def _admin(options: Namespace) -> int:
    if not re.fullmatch(REPOSITORY, options.repo):
        raise Misuse("editor-repository", value=options.repo)
    if not re.fullmatch(RELAY, options.auth):
        raise Misuse("editor-relay", value=options.auth)
    request = cms.CmsRequest(options.root.resolve(), options.lang, today(options))
    out = (options.out or request.root / cms.FOLDER).resolve()
    if out.is_relative_to(request.root / generated.SITE):
        raise Misuse("editor-in-site")
    count = cms.make_for_github(request, out, options.repo, options.branch, options.auth)
    say(options, words(options, "editor-made", count=count, out=out))
    return DONE


COMMANDS: Final = {
    "edit": Command(
        "Shows the browser editor on this machine, without an account or a network, until Ctrl-C. What is saved is\n"
        "written into the files; with --drafts, each text becomes a branch of its own, as on GitHub.",
        _edit_arguments,
        _edit,
    ),
    "admin": Command(
        "Writes admin/: the browser editor for people who sign in with GitHub, each text a pull request.\n"
        "It belongs on an origin of its own, not the site's: see docs/hosting.md.\n"
        '  make admin ARGS="--repo our-network/site --auth https://auth.example.org"',
        _admin_arguments,
        _admin,
    ),
}
