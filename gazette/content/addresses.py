"""Nothing published breaks: the list of every address that was ever published, and where those lead that are no more.

`addresses.txt` is written by `make ledger` and read by the checker; `redirects.yml` is written by people. A site
without the list is not held to it. Addresses are those below the root of a language, since each page stands in all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ..files import tree
from ..files.portable_names import is_portable
from . import fields, load, personal_data
from .change_record import CHANGES_FILE, ChangeRecord, read_changes
from .library import Library
from .link_record import LINKS_FILE, LinkRecord, read_links
from .load import Route, SourceFile, field_name
from .model import CONTENT_TYPES, SITE_ADDRESS, Redirects
from .problems import Place, Problem

ADDRESS_FILE: Final = "addresses.txt"
MOST_BYTES: Final = 4 * 1024 * 1024
"""Of the list: room for more than a hundred thousand addresses; each edition of the site adds a few."""
REDIRECTS: Final = "redirects.yml"
LEDGER: Final = (ADDRESS_FILE, CHANGES_FILE)
"""What `make ledger` writes."""
BY_COMMANDS: Final = (*LEDGER, LINKS_FILE)
"""Files at the top of a site that commands write and people commit."""
BEHIND: Final = "ledger-behind"
_HEAD: Final = (
    "# Every address that was ever published, without its language. Written by `make ledger`: add nothing by hand,\n"
    "# and take nothing out. An address that has no page any more needs a line in redirects.yml.\n"
)
_OF_ITEMS: Final = re.compile("|".join({content.address.replace("{slug}", "[^/]+") for content in CONTENT_TYPES}))
"""Where pages of items stand. Whatever else is in the list is a page that the site makes of itself."""
OUT: Final = " out"
"""Behind the address of an issue that is published for good: its record is never to be missing."""


@dataclass(frozen=True)
class AddressList:
    """The contents of addresses.txt and redirects.yml. `moved`: old address → new one, without the leading slash."""

    known: bool = False
    """Whether there is a list at all."""
    lines: tuple[str, ...] = ()
    source: SourceFile = field(default_factory=lambda: SourceFile(REDIRECTS))
    moved: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    emptied: Mapping[str, str] = field(default_factory=dict)
    """Lists without anything to show at present → where each leads, as `emptied` finds them."""
    changes: ChangeRecord = field(default_factory=ChangeRecord)
    """What changes.txt tells of the items."""
    links: LinkRecord = field(default_factory=LinkRecord)
    """What links.txt tells of addresses of other sites."""

    @property
    def published(self) -> list[str]:
        """The addresses of the list, each as the library has it."""
        return [line[1:].removesuffix(OUT) for line in self.lines if line.startswith("/")]

    @property
    def out(self) -> list[str]:
        """Those of them that are issues published for good."""
        return [line[1:].removesuffix(OUT) for line in self.lines if line.startswith("/") and line.endswith(OUT)]


@dataclass(frozen=True)
class AddressState:
    """The addresses that exist now: of all pages, of items withdrawn or scheduled, and of issues with a record."""

    addresses: AbstractSet[str]
    withdrawn: AbstractSet[str]
    out: AbstractSet[str]
    whole: bool
    """Whether every item could be read, so that what is missing is really gone."""


def read_address_list(root: Path, since: date | None = None) -> AddressList:
    """Reads both files below `root`, changes.txt and links.txt; one that is not there says nothing.

    `since` is the day of the site's first address (`Settings.first_address`).
    """
    listed = _read_lists(root)
    changes = read_changes(root, listed.published, listed.moved, since)
    return replace(listed, changes=changes, links=read_links(root))


def _read_lists(root: Path) -> AddressList:
    known, lines, problems = False, list[str](), list[Problem]()
    try:
        lines, known = tree.read(root, ADDRESS_FILE, MOST_BYTES).decode("utf-8").splitlines(), True
    except FileNotFoundError:
        pass
    except tree.Irregular as error:
        problems.append(load.unreadable(ADDRESS_FILE, error))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "reason", "")
        problems.append(Problem(ADDRESS_FILE, "unreadable", facts={"reason": str(reason)}))
    if not (root / REDIRECTS).exists():
        return AddressList(known, tuple(lines), problems=tuple(problems))
    source = load.read(root, REDIRECTS)
    record, wrong = fields.parse(source, Redirects) if source.readable else (None, [])
    said = record or Redirects()
    moved = {old[1:]: new[1:] for old, new in said.moved.items()}
    gone = tuple(address[1:] for address in said.gone)
    return AddressList(known, tuple(lines), source, moved, gone, (*problems, *source.problems, *wrong))


def emptied(
    listed: AddressList, addresses: AbstractSet[str], in_place: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """Lists that were published and have nothing to show any more, such as those of a year → the list above each.

    `in_place`: a list → the page that tells the same, where there is one: of a city with few stories, the member's.
    A list comes and goes with its items. No one is asked where it leads: a person who takes a consent back must not
    wait until someone has answered.
    """
    settled = {*addresses, *listed.moved, *listed.gone}
    lists = (address for address in listed.published if address not in settled and _is_list(address))
    return {address: _list_above(address, addresses, in_place) for address in lists}


def _is_list(address: str) -> bool:
    return "/" in address.rstrip("/") and _OF_ITEMS.fullmatch(address) is None


def _list_above(address: str, addresses: AbstractSet[str], in_place: Mapping[str, str] = MappingProxyType({})) -> str:
    """The nearest page above an address, or the one in place of it or of a list above; the home page is above all."""
    parts = address.rstrip("/").split("/")
    above = ("/".join(parts[:depth]) + "/" for depth in range(len(parts) - 1, 0, -1))
    pages = (in_place.get(page, page) for page in (address, *above))
    return next((page for page in pages if page in addresses), "")


def judge(listed: AddressList, now: AddressState, languages: Sequence[str]) -> Iterator[Problem]:
    """Problems: published addresses without a page or a redirect, and redirects that lead nowhere."""
    yield from (*listed.problems, *listed.changes.problems, *listed.links.problems)
    yield from _personal(listed)
    yield from _redirects(listed, now.addresses, languages)
    if not listed.known:
        return
    accounted, guesses = {*listed.moved, *listed.gone, *now.withdrawn}, fields.Guesses()
    for number, line in enumerate(listed.lines, 1):
        if line[:1] == "/" and line[1:] in now.addresses:  # as nearly all are
            continue
        yield from _line(listed, now, accounted, guesses, number)
    behind = {*now.addresses - set(listed.published), *now.out - set(listed.out)} if now.whole else set()
    if behind:
        yield Problem(ADDRESS_FILE, BEHIND, facts={"count": str(len(behind)), "value": f"/{min(behind)}"})


def _personal(listed: AddressList) -> Iterator[Problem]:
    """Addresses are published, and so are the files that hold them."""
    for number, line in enumerate(listed.lines, 1):
        for hit in personal_data.found(line, markdown=False):
            yield Problem(ADDRESS_FILE, hit.rule, Place(number, hit.offset + 1), facts={"value": hit.shown})
    for route, place in listed.source.keys.items():
        for hit in personal_data.found(str(route[-1]), markdown=False):
            yield Problem(REDIRECTS, hit.rule, place, field_name(route[:1]), {"value": hit.shown})
    texts = [(listed.source.place(route), text) for route, text in load.strings_of(listed.source.data)]
    for place, text in (*texts, *listed.source.comments):
        for hit in personal_data.found(text, markdown=False):
            yield Problem(REDIRECTS, hit.rule, place, facts={"value": hit.shown})


def _line(
    listed: AddressList,
    now: AddressState,
    accounted: AbstractSet[str],
    guesses: fields.Guesses,
    number: int,
) -> Iterator[Problem]:
    """What is wrong with line `number`, which is more, or less, than the address of a page that there is."""
    line, place = listed.lines[number - 1], Place(number, 1)
    entry = line.removesuffix(OUT)
    address = entry[1:]
    if entry and not entry.startswith("#") and not re.fullmatch(SITE_ADDRESS, entry):
        yield Problem(ADDRESS_FILE, "ledger-line", place, facts={"value": line})
    elif not now.whole or not entry.startswith("/") or listed.problems:
        return
    elif address in now.addresses:
        if address not in now.out:
            yield Problem(
                ADDRESS_FILE, "issue-record-lost", place, facts={"value": entry, "folder": address.rstrip("/")}
            )
    elif address not in accounted and not _is_list(address):
        guess = guesses.closest(address, now.addresses)
        facts = {"value": entry, "example": f"{entry}: /{guess or _list_above(address, now.addresses)}"}
        yield Problem(ADDRESS_FILE, "address-vanished", place, facts=facts)


def _redirects(listed: AddressList, addresses: AbstractSet[str], languages: Sequence[str]) -> Iterator[Problem]:
    guesses = fields.Guesses()
    for old, new in listed.moved.items():
        route: Route = ("moved", f"/{old}")
        first, _, rest = old.partition("/")
        if first in languages:
            yield _problem(listed, "link-with-language", route, value=f"/{old}", suggestion=f"/{rest}")
        elif old in addresses:
            yield _problem(listed, "redirect-taken", route, value=f"/{old}")
        elif not all(map(is_portable, old.split("/"))):
            yield _problem(listed, "redirect-of-device", route, value=f"/{old}")
        elif _comes_back(old, listed.moved):
            yield _problem(listed, "redirect-loop", route, value=f"/{old}")
        elif new in listed.moved:
            yield _problem(listed, "redirect-onward", route, value=f"/{new}", suggestion=f"/{_end(new, listed.moved)}")
        elif new not in addresses:
            guess = guesses.closest(new, addresses)
            yield _problem(listed, "redirect-target", route, value=f"/{new}", suggestion=f"/{guess}" if guess else "")
    for number, address in enumerate(listed.gone):
        if address in addresses or address in listed.moved:
            yield _problem(listed, "redirect-taken", ("gone", number), value=f"/{address}")


def _problem(listed: AddressList, rule: str, route: Route, **facts: str) -> Problem:
    place = listed.source.keys.get(route) or listed.source.place(route)
    return Problem(REDIRECTS, rule, place, field_name(route[:1]), facts)


def _steps(start: str, moved: Mapping[str, str]) -> Iterator[str]:
    """Where one gets from an address, step by step; ends where a step was taken before."""
    seen: set[str] = set()
    while start in moved and start not in seen:
        seen.add(start)
        start = moved[start]
        yield start


def _comes_back(start: str, moved: Mapping[str, str]) -> bool:
    return start in _steps(start, moved)


def _end(start: str, moved: Mapping[str, str]) -> str:
    return list(_steps(start, moved))[-1]


def renewed_ledger(
    listed: AddressList, library: Library, addresses: Iterable[str], out: Iterable[str] = ()
) -> dict[str, str]:
    """What is written as of the library's day, file by file.

    First the record of changes: what is not in it, but in the list of addresses, is taken to be older than both.
    """
    return {CHANGES_FILE: listed.changes.renewed(library), ADDRESS_FILE: renewed(listed, addresses, out)}


def renewed(listed: AddressList, addresses: Iterable[str], out: Iterable[str] = ()) -> str:
    """The list with all that is published now; what was in it stays in it. `out` are issues published for good."""
    final = {*out, *listed.out}
    found = sorted({*addresses, *listed.published})
    return _HEAD + "".join(f"/{address}{OUT if address in final else ''}\n" for address in found)
