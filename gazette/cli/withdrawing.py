"""The command `withdraw`: takes back an item, or a person's consent."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ..content import wording
from ..content.model import CONSENT_PATTERN
from ..editorial import withdrawal
from ..pipeline import preflight
from .arguments import DONE, Command, common
from .console import read, words

if TYPE_CHECKING:
    from ..editorial.mentions import Mention
    from ..pipeline.read import Reading


MOST_CALLS: Final = 10_000
"""One within the other: Python's walk through folders takes some for each, and a path has 4096 letters at most."""


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("reference", metavar="REF", help="the item's address, such as stories/karditsa-library")
    common(parser)


def _withdraw(options: Namespace) -> int:
    """Problems elsewhere do not stop it: someone waits. Nor do folders in each other, as many as a path can name."""
    sys.setrecursionlimit(MOST_CALLS)
    reading = read(options)
    _tell_links(options, reading)
    if re.fullmatch(CONSENT_PATTERN, options.reference):
        return _lift(options, reading)
    item = withdrawal.find(reading.library, options.reference)
    traces = withdrawal.withdraw(reading.settings.root, reading.library, item, reading.library.today)
    print(words(options, "withdrawal-done", path=item.data_path, count=len(traces.removed)))
    for path in traces.removed:
        print(f"  {path}")
    for name, issues in (("out", traces.issues), ("draft", traces.drafts)):
        for number in issues:
            print(words(options, f"withdrawal-{name}", number=number))
    _tell_places(options, traces.places)
    _tell_history(options, traces.history, traces.commits)
    print(words(options, "withdrawal-next"))
    return DONE


def _tell_links(options: Namespace, reading: Reading) -> None:
    """A copy behind a link is not found, so that someone has to look there."""
    behind = preflight.links_in_content(reading.settings.root)
    if behind:
        print(words(options, "withdrawal-links", count=len(behind)))
    for problem in behind:
        print(f"  {wording.on_one_line(problem.path)}")


def _lift(options: Namespace, reading: Reading) -> int:
    """The withdrawal of a consent: its photos and texts are shown no more; each is a warning until it is taken out."""
    root = reading.settings.root
    found, places = withdrawal.lift(root, reading.library, options.reference, reading.library.today)
    print(words(options, "withdrawal-lifted", reference=options.reference, count=len(found)))
    for use in found:
        whole = f" ({words(options, 'withdrawal-whole')})" if use.takes_all else ""
        print(f"  {use.path}{whole}")
    for gone in withdrawal.withdrawn_before(reading.library, options.reference):
        print(words(options, "withdrawal-before", reference=gone))
    uses = [use.path for use in found]
    kept = sorted({use.split("/")[1] for use in uses if use.startswith("newsletters/")})
    for number in kept:
        print(words(options, "withdrawal-out", number=number))
    files = withdrawal.left_behind(root, uses)
    if files:
        print(words(options, "withdrawal-files", count=len(files)))
        print(f"  {withdrawal.deletion(root, files)}")
    _tell_places(options, places)
    _tell_history(options, *withdrawal.history_of(root, uses))
    print(words(options, "withdrawal-next"))
    return DONE


def _tell_places(options: Namespace, places: Sequence[Mention]) -> None:
    """Where words may still tell of it, one a line, as an editor opens them."""
    if places:
        print(words(options, "withdrawal-places", count=len(places)))
    for place in places:
        print(f"  {place}")


def _tell_history(options: Namespace, paths: Sequence[str], commits: int) -> None:
    if commits:
        print(words(options, f"withdrawal-{'history' if commits > 0 else 'no-history'}", count=commits))
    for command in withdrawal.purge_commands(paths) if paths else ():
        print(f"  {command}")


COMMANDS: Final = {
    "withdraw": Command(
        "Marks an item as withdrawn and removes its texts and pictures, and the copies that issues kept.\n"
        "The next build puts a neutral page at its address. The command then lists what is left to do.\n"
        "  make withdraw ARGS=stories/karditsa-library\n"
        "  make withdraw ARGS=c-0042                    a person's consent: all that it covered",
        _arguments,
        _withdraw,
        is_urgent=True,
    )
}
