"""What stands in an issue where its file gives a query, and what has changed since it came out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from ..dates import PartialDate
from ..model import Gather, Issue, Kind, Query, Statement
from .catalogue import Catalogue
from .item import Item, newest_first, when

REACH: Final = timedelta(days=92)
"""How far before the last issue the next one looks for what no issue has."""


def gathered(catalogue: Catalogue, issue: Item) -> Issue:
    """The data of `issue` with the items that its queries find in `catalogue`, none of them twice."""
    data = issue.record(Issue)
    taken = {name for section in data.sections for name in section.items}
    sections = []
    for section in data.sections:
        if section.query and not section.items:
            names = tuple(name for name in _found(catalogue, issue, section.query) if name not in taken)
            names = names[: section.query.limit]
            taken.update(names)
            section = section.model_copy(update={"items": names})  # noqa: PLW2901 - the same section, filled
        sections.append(section)
    return data.model_copy(update={"sections": tuple(sections)})


def published_since(
    catalogue: Catalogue, number: int, until: PartialDate, kind: Gather, since: PartialDate | None = None
) -> Iterable[str]:
    """References to items of a kind that came out up to a day and not before `since`, newest first.

    Without `since` to those that no issue before `number` holds and that may have come out after the last of these,
    or not longer than REACH before it: what was written down late goes into the next issue.
    """
    earlier = [other for other in catalogue.issues if other.record(Issue).number < number]
    held = {item.address for other in earlier for item in catalogue.contents(other)} if since is None else set()
    last = max((other.record(Issue).date for other in earlier), default=None, key=lambda day: day.sort_key)
    start = since.first_day if since else last.first_day - REACH if last else date.min
    for item in _of_kind(catalogue, kind):
        day = when(item)
        if day and day.last_day >= start and day.first_day <= until.last_day and item.address not in held:
            yield item.address.rstrip("/")


def moved_on(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Published issue → the items that have changed since, which it shows as they were."""
    found = {}
    for issue in catalogue.issues:
        seals = {seal.item: seal.digest for seal in issue.publication.items} if issue.publication else {}
        shown = catalogue.contents(issue) if seals else ()
        changed = [item.address.rstrip("/") for item in shown if seals.get(item.folder, item.seal) != item.seal]
        if changed:
            found[issue.slug] = tuple(changed)
    return found


def _of_kind(catalogue: Catalogue, kind: Gather) -> Iterable[Item]:
    if kind is Gather.STORIES:
        return catalogue.stories
    if kind is Gather.EVENTS:
        return newest_first(catalogue.items(Kind.EVENT))
    owners = Kind.MEMBER if kind is Gather.MAYORS else Kind.PARTNER
    return (item for item in catalogue.statements if catalogue.get(owners, item.owner))


def _found(catalogue: Catalogue, issue: Item, query: Query) -> Iterable[str]:
    data = issue.record(Issue)
    for name in published_since(catalogue, data.number, data.date, query.gather, query.since):
        item = catalogue.find(name)
        assert item is not None
        about = (item.owner,) if isinstance(item.data, Statement) else getattr(item.data, "members", ())
        themes = getattr(item.data, "themes", ())
        if (not query.theme or query.theme in themes) and (not query.member or query.member in about):
            yield name
