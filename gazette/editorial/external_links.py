"""The addresses of other sites that the content leads to, each with its place; and which of them have died."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from ..content import load
from ..content.check import own_addresses
from ..content.library import Library
from ..content.load import field_name
from ..content.problems import Place, Problem
from ..content.worklist import outside_links
from ..engines.link_check import ALIVE, DEAD, LOCAL, MALFORMED, UNSURE, LinkStatus

RULES: Final = {
    DEAD: "outside-dead", UNSURE: "outside-unsure", LOCAL: "outside-local", MALFORMED: "outside-malformed",
}  # fmt: skip


class ExternalLink(NamedTuple):
    """An address of another site, and where it stands."""

    address: str
    path: str
    place: Place
    field: str = ""


def external_links(library: Library, root: Path, site_url: str) -> Iterator[ExternalLink]:
    """Every address of another site, in fields and in texts."""
    own = own_addresses(site_url)
    for item in library.everything():
        sources = {path: load.read(root, path) for path in (item.data_path, *(one.path for one in item.texts.values()))}
        for link in outside_links(item):
            if link.line and link.address.lower().startswith(own):
                continue
            place = Place(link.line, 1) if link.line else sources[link.path].place(link.route)
            yield ExternalLink(link.address, link.path, place, "" if link.line else field_name(link.route))


def dead(links: Iterable[ExternalLink], answers: Mapping[str, LinkStatus]) -> Iterator[Problem]:
    """A problem for each place that leads nowhere, a warning for each of which one cannot be sure."""
    for link in links:
        answer = answers[link.address]
        if answer.verdict != ALIVE:
            facts = {"value": link.address, "answer": answer.detail}
            yield Problem(link.path, RULES[answer.verdict], link.place, link.field, facts)
