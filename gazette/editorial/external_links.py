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
        for path in (item.data_path, *(text.path for text in item.texts.values())):
            source = load.read(root, path)
            for route, words in load.strings_of(source.data):
                if words.startswith(("http://", "https://")):
                    yield ExternalLink(words, path, source.place(route), field_name(route))
        for text in item.texts.values():
            for found in text.findings:
                if found.value.lower().startswith(("http://", "https://")) and not found.value.lower().startswith(own):
                    yield ExternalLink(found.value, text.path, Place(found.line, 1))


def dead(links: Iterable[ExternalLink], answers: Mapping[str, LinkStatus]) -> Iterator[Problem]:
    """A problem for each place that leads nowhere, a warning for each of which one cannot be sure."""
    for link in links:
        answer = answers[link.address]
        if answer.verdict != ALIVE:
            facts = {"value": link.address, "answer": answer.detail}
            yield Problem(link.path, RULES[answer.verdict], link.place, link.field, facts)
