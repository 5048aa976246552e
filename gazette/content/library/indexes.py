"""Who is named by what: items sorted by the members, parties and facets that they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..model import Event, Kind, Story, references
from .item import Item

Facets = Mapping[str, Mapping[str | int, tuple[Item, ...]]]
"""Facet → value → stories."""


@dataclass(frozen=True, slots=True)
class MemberContent:
    """All that concerns a member, newest first."""

    statements: tuple[Item, ...]
    stories: tuple[Item, ...]
    events: tuple[Item, ...]
    issues: tuple[Item, ...]


def by_member(stories: Iterable[Item], events: Iterable[Item]) -> Mapping[str, tuple[list[Item], list[Item]]]:
    """Slug of a member → the stories that are about it, and the events that it held or took part in, as given."""
    found: defaultdict[str, tuple[list[Item], list[Item]]] = defaultdict(lambda: ([], []))
    for story in stories:
        for slug in story.record(Story).members:
            found[slug][0].append(story)
    for event in events:
        data = event.record(Event)
        for slug in dict.fromkeys((*data.members, *data.organisers)):
            found[slug][1].append(event)
    return found


def by_owner(statements: Iterable[Item]) -> Mapping[str, list[Item]]:
    """Slug of a member or partner → what was said for it, as given."""
    found: defaultdict[str, list[Item]] = defaultdict(list)
    for statement in statements:
        found[statement.owner].append(statement)
    return found


def by_partner(items: Iterable[Item]) -> Mapping[str, list[Item]]:
    """Slug of a partner or body → the stories and events in which it took part, as given."""
    found: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        data = item.data
        if isinstance(data, Story | Event):
            organisers = data.organisers if isinstance(data, Event) else ()
            for slug in dict.fromkeys((*data.partners, *organisers)):
                found[slug].append(item)
    return found


def by_facet(stories: Iterable[Item]) -> Facets:
    """Stories by `theme`, `programme` and `year`, as given."""
    found: dict[str, defaultdict[str | int, list[Item]]] = {
        name: defaultdict(list) for name in ("theme", "programme", "year")
    }
    for story in stories:
        data = story.record(Story)
        for theme in data.themes:
            found["theme"][theme].append(story)
        for programme in data.programmes:
            found["programme"][programme].append(story)
        found["year"][data.date.year].append(story)
    return {name: {value: tuple(items) for value, items in values.items()} for name, values in found.items()}


def by_named(
    items: Iterable[Item], known: Mapping[Kind, Mapping[str, Item]]
) -> Mapping[tuple[Kind, str], tuple[Item, ...]]:
    """Kind and slug of whatever the data of these items name → the items that name it, as given."""
    found: defaultdict[tuple[Kind, str], dict[str, Item]] = defaultdict(dict)
    for item in items:
        for named in references(item.data):
            kind = next((kind for kind in named.kinds if named.slug in known[kind]), None)
            if kind is not None:
                found[kind, named.slug][item.slug] = item
    return {name: tuple(naming.values()) for name, naming in found.items()}
