"""Rules for the links in the texts of one item: the page is there. Whether a heading is there too, `pages.py` asks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from ..fields import Guesses
from ..markup import Finding
from ..problems import Place, Problem
from .surroundings import Item, Surroundings
from .violations import Closest, Guess, Violation


class PageLink(NamedTuple):
    """A link to a page of this site: its address below the root of a language, and the heading where it names one."""

    address: str
    heading: str


def page_link(found: Finding) -> PageLink | None:
    """The link to a page of this site that was found, if that is what it is."""
    if found.kind != "link" or not found.value.startswith("/") or found.value.startswith("//"):
        return None
    address, _, heading = found.value[1:].partition("#")
    return PageLink(address.split("?")[0], heading)


def leads_to_pages(item: Item, known: Surroundings) -> Iterator[Violation]:
    """Each link within the site leads to a page that is there, and none names the site's own full address."""
    for text in item.texts.values():
        for found in text.findings:
            yield from leads_to_page(found, text.path, item.address, known)


def leads_to_page(found: Finding, path: str, own: str, known: Surroundings) -> Iterator[Violation]:
    """One link of the text at `path` leads to a page that is there; `own` is the address of the item's page."""
    link = page_link(found)
    if link:
        yield from _judge(path, found, link, own, known)
    elif found.kind == "link" and found.value.lower().startswith(known.own):
        yield from _own_link(path, found, known)


def _judge(path: str, found: Finding, link: PageLink, own: str, known: Surroundings) -> Iterator[Violation]:
    address, heading = link
    if address in known.emptied:
        return  # a list that is led on from, and that comes back with its items
    if address in known.gone:
        facts = {"value": f"/{address}", "date": str(known.gone[address])}
        yield Violation(path, "link-withdrawn", Place(found.line, 1), facts)
    elif address in known.scheduled:
        day, own_day = known.scheduled[address], known.scheduled.get(own)
        if own_day is None or own_day.first_day < day.first_day:
            facts = {"value": f"/{address}", "date": day.first_day.isoformat()}
            yield Violation(path, "link-scheduled", Place(found.line, 1), facts)
    elif address not in known.addresses:
        rule = "link-with-language" if _without_language(address, known) in known.addresses else "link-broken"
        suggestion = _suggestion(address, known, f"#{heading}" if heading else "")
        yield Violation(path, rule, Place(found.line, 1), {"value": found.value, "suggestion": suggestion})


def _own_link(path: str, found: Finding, known: Surroundings) -> Iterator[Violation]:
    """A full address of this site leads out of the reader's language, and nowhere once the site moves."""
    start = next(start for start in known.own if found.value.lower().startswith(start))
    rest = re.sub(r"^:\d+", "", found.value[len(start) :])
    if rest[:1] not in ("", "/", "?", "#"):
        return  # another site, whose name only begins like this one's
    page, sign, heading = rest.lstrip("/").partition("#")
    address = page.split("?")[0]
    if "." in address:
        return  # a file, which no text can name in another way
    address = address if not address or address.endswith("/") else f"{address}/"
    facts = {"value": found.value, "suggestion": _suggestion(address, known, sign + heading)}
    yield Violation(path, "link-own", Place(found.line, 1), facts)


def _without_language(address: str, known: Surroundings) -> str:
    first, _, rest = address.partition("/")
    return rest if first in known.languages else address


def with_pages(problems: Iterable[Problem], known: Surroundings) -> list[Problem]:
    """The problems; an address that starts nowhere has the page of this site with it that is meant, if there is one."""
    closest = Guesses().closest
    return [
        replace(problem, facts={**problem.facts, "suggestion": _meant(problem.facts["value"], known, closest)})
        if problem.rule == "link-relative" and not problem.facts["suggestion"]
        else problem
        for problem in problems
    ]


def _meant(value: str, known: Surroundings, closest: Closest) -> str:
    page, sign, heading = value.partition("#")
    found = _suggestion(page.split("?")[0], known, sign + heading)
    return found.fact(closest) if isinstance(found, Guess) else found


def _suggestion(address: str, known: Surroundings, behind: str) -> str | Guess:
    """The address that was meant, as one writes it in a link, with what stands behind it; none that is not there.

    Whoever knows the files may name one of them: its page is meant, or the only one with the name of its folder.
    """
    bare = _without_language(re.sub(r"^[./]*(?:content/)?", "", address), known)
    page = _page_of(bare, known)
    named = _by_last_part(known.addresses).get(page, ())
    certain = [
        bare,
        page,
        known.moved.get(bare, bare),
        known.moved.get(page, page),
        *(named if len(named) == 1 else ()),
    ]
    found = next((meant for meant in certain if meant in known.addresses and meant not in known.gone), None)
    there = (other for other in known.addresses if other not in known.gone)
    return Guess(page, there, "/", behind) if found is None else f"/{found}{behind}"


@lru_cache(maxsize=1)
def _by_last_part(addresses: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """What the addresses end with, as `garden/`, and which do: asked for each of thousands of links."""
    found: dict[str, list[str]] = {}
    for address in addresses:
        found.setdefault(f"{address[:-1].rpartition('/')[2]}/", []).append(address)
    return found


def _page_of(address: str, known: Surroundings) -> str:
    """The address of the page for that of a file: of `stories/x.md`, `stories/x/en.md` and `stories/x/index.html`."""
    ending = rf"(?:(?:^|/)(?:index|{'|'.join(known.languages)}))?\.(?:md|html?)/?$"
    return f"{re.sub(ending, '', address).rstrip('/')}/".lstrip("/")
