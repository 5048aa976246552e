"""The one place where the clock is read."""

from __future__ import annotations

import os
from argparse import Namespace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ..content.dates import FIRST_YEAR, LAST_YEAR
from ..content.model import DEFAULT_TIME_ZONE
from ..content.problems import Misuse


def today(options: Namespace) -> date:
    """`--as-of`, else SOURCE_DATE_EPOCH (reproducible-builds.org), else the clock, in the network's time zone."""
    if options.as_of:
        given: date = options.as_of
        _refuse_unlikely(given)
        return given
    return now().date()


def now() -> datetime:
    """SOURCE_DATE_EPOCH, else the clock, in the network's time zone."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        found = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise Misuse("time-unreadable", value=str(epoch)) from None
    _refuse_unlikely(found.date())
    return found.astimezone(ZoneInfo(DEFAULT_TIME_ZONE))


def _refuse_unlikely(day: date) -> None:
    """Beside a day at the calendar's end there is none to reckon with, and no item is of such a year."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Misuse("today-unlikely", value=str(day), first=str(FIRST_YEAR), last=str(LAST_YEAR))
