"""The command `translated`: marks translations as up to date."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Final

from ..content.problems import Misuse
from ..editorial import translations
from .arguments import DONE, PROBLEMS, Command, common
from .console import read, report, say, words


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("items", nargs="*", metavar="ITEM", help="an item's folder, or its address")
    parser.add_argument("--into", action="append", default=[], metavar="LANG", help="only the text in this language")
    parser.add_argument("--every", action="store_true", help="all items that record no revision yet")
    common(parser)


def _translated(options: Namespace) -> int:
    reading = read(options)
    if report(options, reading.problems):
        return PROBLEMS
    library, root = reading.library, reading.settings.root
    if bool(options.items) == options.every:
        raise Misuse("items-missing")
    items = [translations.find(library, name) for name in options.items] or translations.unrecorded(library)
    changed = translations.mark(root, library, items, options.into)
    print("".join(f"{path}\n" for path in changed), end="")
    say(options, words(options, "translated", count=len(changed)))
    return DONE


COMMANDS: Final = {
    "translated": Command(
        "Writes into each translation of an item which revision of the original it renders: after translating, and\n"
        "after a correction of the original that does not touch the translations.\n"
        "  make translated ARGS=content/stories/karditsa-drawing\n"
        '  make translated ARGS="content/stories/karditsa-drawing --into en"',
        _arguments,
        _translated,
    )
}
