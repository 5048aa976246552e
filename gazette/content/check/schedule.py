"""Rules for items whose day is still to come: that day is told, and what was published already does not go back."""

from __future__ import annotations

from collections.abc import Iterator

from .site import WholeSite
from .violations import Violation, in_data


def days_are_told(site: WholeSite) -> Iterator[Violation]:
    """Each item that is not published yet says on which day it will be."""
    for item in site.library.scheduled_items():
        day = site.surroundings.scheduled[item.address]
        rule = "scheduled-published" if item.address in site.facts.published else "scheduled"
        facts = {"value": str(day), "date": day.first_day.isoformat(), "today": site.library.today.isoformat()}
        yield in_data(item, rule, ("date",), **facts)
