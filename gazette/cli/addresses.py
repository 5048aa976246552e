"""The commands `ledger` and `links`: the addresses that others link to, and those that we link to."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..content import addresses, wording
from ..content.link_record import LINKS_FILE
from ..content.problems import Changed, in_order
from ..files import replace_whole, write_new
from .arguments import DONE, PROBLEMS, Command, common, seconds
from .console import read, report, say, words

if TYPE_CHECKING:
    from ..engines.link_check import LinkStatus
    from ..pipeline.read import Reading

ENOUGH: Final = 3
"""Addresses that can tell together, if none answers, that it is not their fault."""


def _links_arguments(parser: ArgumentParser) -> None:
    common(parser)
    parser.add_argument("--pause", type=seconds, default=1.0, help="seconds between two requests to a host (1)")


def _ledger(options: Namespace) -> int:
    """A fault in the list itself is told; a vanished address too, and both keep the list as it is."""
    reading = read(options)
    if report(options, [problem for problem in reading.problems if problem.rule != addresses.BEHIND]):
        return PROBLEMS
    listed = reading.listed
    address_file, changes_file = addresses.LEDGER
    judged = {changes_file: listed.changes.text, address_file: "\n".join(listed.lines) if listed.known else None}
    for name, made in addresses.renewed_ledger(listed, reading.library, reading.addresses, reading.out).items():
        _renew(reading.settings.root, name, made, judged[name])
    count = len(reading.addresses)
    say(options, words(options, "ledger", path=address_file, changes=changes_file, count=count))
    return DONE


def _renew(root: Path, name: str, made: str, judged: str | None) -> None:
    """Writes a file, or what is new in it. Raises Changed where it is not the text any more that was `judged`."""
    path = root / name
    if judged is None:
        write_new(path, made.encode(), root)
        return
    before = path.read_bytes()
    if before.decode("utf-8", "replace").splitlines() != judged.splitlines():
        raise Changed(name)
    if before != made.encode():
        replace_whole(path, made.encode(), before, root)


def _links(options: Namespace) -> int:
    from ..editorial import external_links
    from ..engines import link_check

    reading = read(options)
    if any(wording.severity(problem) == "error" for problem in reading.problems):
        report(options, reading.problems)
        return PROBLEMS
    url = reading.settings.site_url
    links = list(external_links.external_links(reading.library, reading.settings.root, url))
    answers = link_check.ask([link.address for link in links], f"link check of {url}", options.pause)
    _record(options, reading, answers)
    if report(options, in_order(list(external_links.dead(links, answers)))):
        return PROBLEMS
    say(options, words(options, "links", count=len(answers)))
    return DONE


def _record(options: Namespace, reading: Reading, answers: Mapping[str, LinkStatus]) -> None:
    """Writes down which addresses failed, for the worklists; not where no server said a word: as without a network."""
    from ..engines.link_check import ALIVE, DEAD, UNSURE

    asked = [answer for answer in answers.values() if answer.verdict in (ALIVE, DEAD, UNSURE)]
    if len(asked) >= ENOUGH and not any(answer.verdict == ALIVE or answer.detail.isdigit() for answer in asked):
        say(options, words(options, "links-unrecorded", count=len(asked), path=LINKS_FILE))
        return
    failed = {
        address: (answer.verdict, answer.detail) for address, answer in answers.items() if answer.verdict != ALIVE
    }
    made = reading.listed.links.renewed(failed, reading.library.today)
    _renew(reading.settings.root, LINKS_FILE, made, reading.listed.links.text)
    say(options, words(options, "links-recorded", path=LINKS_FILE, failed=len(failed), count=len(answers)))


COMMANDS: Final = {
    "ledger": Command(
        "Adds every address that the site has now to addresses.txt: from then on each must keep its page, or be named\n"
        "in redirects.yml. Also writes to changes.txt, for feeds and calendars, since when each item has been\n"
        "published, how often it was changed, and when last.",
        common,
        _ledger,
    ),
    "links": Command(
        "Tests each address of another site once, one at a time for each host. Exit code 1 if one leads nowhere;\n"
        "those without a clear answer are warnings. Writes to links.txt which failed. No other command goes online.",
        _links_arguments,
        _links,
    ),
}
