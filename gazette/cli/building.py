"""The command `build`: checks the content and publishes the site."""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from ..content.problems import Misuse
from ..files import generated
from ..pipeline import restored, unchanged
from ..pipeline.build import PAPER, BuildOptions, build_site
from ..pipeline.read import ListedSite
from .arguments import DONE, PROBLEMS, Command, common
from .console import listed_site, number, read, report, say, say_moved_on, words

KEY: Final = "CACHE_KEY"
"""The environment variable with the key of a cache that is brought from one machine to another."""
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
    started, key, root = time.monotonic(), _key(), options.root.resolve()
    out = options.out or root / generated.SITE
    if not key:
        if restored.is_brought(root):
            say(options, words(options, "cache-keyless", variable=KEY))
        return _built(options, listed_site(options), out, started)[0]
    with restored.turn(root, out):
        is_signed, is_idle = not options.clean and _take_over(options, root, out, key), False
        try:
            code, is_idle = _built(options, listed_site(options, by_content=True), out, started)
            return code
        finally:
            if not (is_signed and is_idle):
                _sign(options, root, out, key)


def _built(options: Namespace, listed: ListedSite, out: Path, started: float) -> tuple[int, bool]:
    """The exit code, and whether there was nothing to do."""

    def progress(text: str) -> None:
        if time.monotonic() - started > PATIENCE:
            say(options, text)

    what, root = _what(options), listed.settings.root
    sources = unchanged.sources_of(listed, what)
    told, built = unchanged.told_before(listed, out, sources), None
    if told is None:
        reading = read(options, listed)
        if report(options, reading.problems):
            return PROBLEMS, False
        built = build_site(reading, out, progress, what, sources)
        told = unchanged.Told.of(reading, built)
        unchanged.keep(root, sources, told)
    else:
        report(options, told.problems)
    _tell(options, told)
    facts = {"new": built.rendered if built else 0, "gone": built.removed if built else 0, "out": out}
    took = number(options, time.monotonic() - started, ".1f")
    say(options, words(options, "built", pages=told.pages, took=took, **facts))
    return DONE, built is None


def _what(options: Namespace) -> BuildOptions:
    without = (*(["search"] if options.no_search else []), *(PAPER if options.no_paper else []))
    return BuildOptions(without, PAPER if options.keep_paper else (), options.without_paper)


def _key() -> str:
    """The key by which a cache is signed that is brought from one machine to another; nothing where none is.

    Raises Misuse.
    """
    key = os.environ.get(KEY, "").strip()
    if key and not (len(key) >= restored.SHORTEST_KEY and key.isascii() and key.isprintable()):
        raise Misuse("cache-key", variable=KEY, least=str(restored.SHORTEST_KEY), length=str(len(key)))
    return key


def _take_over(options: Namespace, root: Path, out: Path, key: str) -> bool:
    """Whether what another machine remembers, and the site that it published, counts here from now on."""
    state, path = restored.take_over(root, out, key)
    if state is not restored.State.MISSING:
        shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in path)  # a log takes lines for commands
        say(options, words(options, state.value, path=shown))
    return state is restored.State.TAKEN


def _sign(options: Namespace, root: Path, out: Path, key: str) -> None:
    try:
        restored.sign(root, out, key)
    except OSError as error:
        say(options, words(options, "cache-unwritten", reason=error.strerror or str(error), path=restored.LIST))


def _tell(options: Namespace, told: unchanged.Told) -> None:
    """What showed only while files were made; last what is wrong with the network: no publisher should overlook it."""
    report(options, told.remarks)
    say_moved_on(options, told.moved_on)
    report(options, told.network)


COMMANDS: Final = {
    "build": Command(
        "Checks everything, renders what changed and replaces the published site.\n"
        "With problems nothing is written, and the old site stays as it is.",
        _arguments,
        _build,
    )
}
