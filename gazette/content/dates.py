"""Dates as records give them: to the year, the month, the day or the minute.

A newsletter says "in 2020" or "January 2018"; pretending to know the day would invent a fact.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, Final, LiteralString, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

DAY_PATTERN: Final = r"\d{4}(-\d{2}(-\d{2})?)?"
MOMENT_PATTERN: Final = DAY_PATTERN[: -len(")?)?")] + r"([T ]\d{2}:\d{2})?)?)?"
FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Beyond these a year is a slip of the finger, and calendars, feeds and clocks do strange things."""
_LEAP: Final = r"(\d\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_REAL: Final = (
    r"(?=(19|20)\d\d|2100)(?!\d{4}-(0[2469]|11)-31)(?!\d{4}-02-30)"
    rf"(?!(?!{_LEAP})\d{{4}}-02-29)\d{{4}}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])"
)
REAL_DAY_PATTERN: Final = _REAL + ")?)?"
REAL_MOMENT_PATTERN: Final = _REAL + r"([T ]([01]\d|2[0-3]):[0-5]\d)?)?)?"
"""A regular expression for days and times that exist, for places that know only patterns, such as a browser's form."""
_PARTS: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2}))?)?)?", re.ASCII)


class UnlikelyYear(ValueError):
    """A date of a year that can't be meant."""


@dataclass(frozen=True)
class PartialDate:
    """A day, month or year, written as ISO 8601 cuts it short: `2021`, `2021-02`, `2021-02-16`."""

    year: int
    month: int | None = None
    day: int | None = None
    time: time | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Raises ValueError where `text` is no such date or names a day that does not exist; for a year that can't be
        meant, UnlikelyYear.
        """
        match = _PARTS.fullmatch(text.strip())
        if match is None:
            raise ValueError(text)
        year, month, day, hour, minute = (None if part is None else int(part) for part in match.groups())
        assert year is not None
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise UnlikelyYear(text)
        date(year, 1 if month is None else month, 1 if day is None else day)
        clock = None if hour is None else time(hour, minute or 0)
        return cls(year, month, day, clock)

    @property
    def first_day(self) -> date:
        """The earliest day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day that it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def begins(self, zone: str) -> datetime:
        """The first moment that it can mean, by the clocks of a time zone (IANA)."""
        return by_clocks(datetime.combine(self.first_day, self.time or time()), zone)

    def __str__(self) -> str:
        if self.day is None:
            return f"{self.year:04}" if self.month is None else f"{self.year:04}-{self.month:02}"
        return f"{self.year:04}-{self.month:02}-{self.day:02}" + (f"T{self.time:%H:%M}" if self.time else "")

    @property
    def sort_key(self) -> str:
        """Sorts as text; a date known only to the month stands before that month's days."""
        return str(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls._validate, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": f"^{DAY_PATTERN}$"}

    @classmethod
    def _validate(cls, value: Any) -> PartialDate:
        moment = _parse_or_error(cls, value, "date_partial")
        if moment.time is not None:
            raise PydanticCustomError("date_partial", "not a date")
        return moment


class Moment(PartialDate):
    """A partial date that may carry a time of day: `2021-02-16 18:00`, in the time zone of its event."""

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": f"^{MOMENT_PATTERN}$"}

    @classmethod
    def _validate(cls, value: Any) -> PartialDate:
        return _parse_or_error(cls, value, "date_moment")


def _parse_or_error(kind: type[PartialDate], value: Any, error: LiteralString) -> PartialDate:
    if isinstance(value, kind):
        return value
    try:
        return kind.parse(value if isinstance(value, str) else "")
    except UnlikelyYear:
        raise PydanticCustomError("date_year", "a year that can't be meant") from None
    except ValueError:
        raise PydanticCustomError(error, "not a date") from None


class ClockChange(NamedTuple):
    """Clocks that are set forward or back: what they show `before`, and what `after`, at the same moment."""

    before: datetime
    after: datetime

    @property
    def is_forward(self) -> bool:
        """Whether the times between the two do not exist; else they come twice."""
        return self.after > self.before


def change_at(moment: datetime, zone: str) -> ClockChange | None:
    """The change of clocks that skips a time of day in a time zone (IANA), or brings it twice. None for all others.

    `moment` is without a zone. What differs by seconds, as before clocks were agreed on, is told in whole minutes.
    """
    first, second = (moment.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    offsets = [told.utcoffset() or timedelta() for told in (first, second)]
    if offsets[0] == offsets[1]:
        return None
    start, end = sorted(told.astimezone(UTC) for told in (first, second))
    margin = timedelta(minutes=1)  # the change itself may be one of the two
    _, change = change_between(ZoneInfo(zone), start - margin, end + margin)
    before, after = ((change + offset).replace(second=0, tzinfo=None) for offset in offsets)
    return ClockChange(before, after)


def change_between(zone: ZoneInfo, low: datetime, high: datetime) -> tuple[datetime, datetime]:
    """The last minute before clocks change, and the first after. They change once between `low` and `high` (UTC)."""
    old, minute = low.astimezone(zone).utcoffset(), timedelta(minutes=1)
    while high - low > minute:
        middle = low + minute * ((high - low) // minute // 2)
        low, high = (middle, high) if middle.astimezone(zone).utcoffset() == old else (low, middle)
    return low, high


def by_clocks(moment: datetime, zone: str) -> datetime:
    """A moment by the clocks of a time zone (IANA), its distance from UTC in whole minutes.

    Before clocks were agreed on, that had seconds, which feeds and structured data cannot say (RFC 3339, 5.6).
    """
    told = moment.replace(tzinfo=ZoneInfo(zone))
    distance = told.utcoffset() or timedelta()
    minutes = round(distance / timedelta(minutes=1))
    return told if distance == timedelta(minutes=minutes) else told.replace(tzinfo=timezone(timedelta(minutes=minutes)))
