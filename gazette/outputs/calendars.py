"""Calendars to subscribe to: all events, and those of each member, in each language (iCalendar)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..render.calendars import calendar_files
from .base import Context, Output, PlannedFile


class Calendars(Output):
    """The calendar of all events, and one for each member."""

    name = "calendars"

    def files(self, context: Context) -> Iterator[PlannedFile]:
        address, root = context.site.address, context.settings.language_root
        files = calendar_files(context.library, context.words, context.listed.changes, address, root)
        yield from map(context.planned, files)


OUTPUT: Final[Output] = Calendars()
