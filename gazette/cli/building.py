"""The command `build`: checks the content and publishes the site."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from ..content import reach
from ..files import generated
from ..pipeline.build import PAPER, build_site
from .arguments import DONE, PROBLEMS, Command, common
from .console import read, report, say, say_moved_on, words

PATIENCE: Final = 2.0
"""Seconds before a build says how far it is."""


def _arguments(parser: ArgumentParser) -> None:
    common(parser)
    parser.add_argument("--out", type=Path, help="the folder to publish into (default: site/ in the site's folder)")
    parser.add_argument("--no-search", action="store_true", help="leave the search index out")
    parser.add_argument("--no-paper", action="store_true", help="make no PDFs of the newsletters")
    parser.add_argument(
        "--keep-paper", action="store_true", help="leave the newsletters' PDFs and e-books as they were published"
    )
    parser.add_argument(
        "--without-paper", action="store_true",
        help="publish even where a newsletter's PDF or email cannot be made, without that one",
    )  # fmt: skip


def _build(options: Namespace) -> int:
    started = time.monotonic()

    def progress(text: str) -> None:
        if time.monotonic() - started > PATIENCE:
            say(options, text)

    reading = read(options)
    if report(options, reading.problems):
        return PROBLEMS
    out = options.out or reading.settings.root / generated.SITE
    without = [*(["search"] if options.no_search else []), *(PAPER if options.no_paper else [])]
    kept = PAPER if options.keep_paper else ()
    built = build_site(reading, out, progress, without, whatever_can=options.without_paper, kept=kept)
    took = f"{time.monotonic() - started:.1f}"
    report(options, list(built.remarks))
    say_moved_on(options, reading)
    report(options, list(reach.network(reading.library)))  # last but for one line: no publisher should overlook it
    facts = {"pages": built.pages, "out": out, "new": built.rendered, "gone": built.removed, "took": took}
    say(options, words(options, "built", **facts))
    return DONE


COMMANDS: Final = {
    "build": Command(
        "Checks everything, renders what changed and replaces the published site.\n"
        "With problems nothing is written, and the old site stays as it is.",
        _arguments,
        _build,
    )
}
