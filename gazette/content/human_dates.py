"""Dates as people write them, in Greek and English, read as the records have them: the day comes before the month.

`3/2/2026`, `03-02-2026`, `3 Φεβρουαρίου 2026`, `Φεβ. 2026`, `Feb 3, 2026`, `2026-02-03`; with a time, `στις 6 μ.μ.`.
What could mean two things, or nothing, is refused in words.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Final, NoReturn
from unicodedata import combining, normalize

from .dates import FIRST_YEAR, LAST_YEAR, Moment, PartialDate
from .problems import Misuse

SHORTEST: Final = 3
"""Letters of a month's name that tell which it is, but for June and July."""
LONGEST: Final = 100
"""Letters of what is read at all."""
_GREEK: Final = (
    "Ιανουάριος Γενάρης", "Φεβρουάριος Φλεβάρης", "Μάρτιος Μάρτης", "Απρίλιος Απρίλης", "Μάιος Μάης",
    "Ιούνιος Ιούνης", "Ιούλιος Ιούλης", "Αύγουστος", "Σεπτέμβριος Σεπτέμβρης", "Οκτώβριος Οκτώβρης",
    "Νοέμβριος Νοέμβρης", "Δεκέμβριος Δεκέμβρης",
)  # fmt: skip
_ENGLISH: Final = "January February March April May June July August September October November December".split()
_WEEKDAYS: Final = (
    "δευτερα monday", "τριτη tuesday", "τεταρτη wednesday", "πεμπτη thursday", "παρασκευη friday", "σαββατο saturday",
    "κυριακη sunday",
)  # fmt: skip
_BETWEEN: Final = frozenset("στισ στη στην στο στον τη την τησ το τον του ο η ωρα ωρεσ on at the of in".split())
"""Words around the parts of a date and say nothing of it."""
_TIME: Final = re.compile(
    r"(?<![\d/.:-])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>π\.?\s?μ\.?|μ\.?\s?μ\.?|a\.?\s?m\.?|p\.?\s?m\.?)?"
    r"(?![\d/:-]|\.\d)"
)
_NUMBERS: Final = re.compile(r"(\d{1,4})\s*([/.-])\s*(\d{1,4})(?:\s*\2\s*(\d{1,4}))?")
_PART: Final = re.compile(r"\d+|[^\W\d_]+")
_ORDINAL: Final = frozenset("η ησ οσ ου st nd rd th".split())


def _folded(text: str) -> str:
    """Small letters without accents, one kind of sigma, ordinary spaces and hyphens."""
    bare = "".join(letter for letter in normalize("NFKD", text.lower()) if not combining(letter))
    return re.sub(r"[‐-―−]", "-", bare.replace("ς", "σ"))


def _forms(names: str) -> list[str]:
    """A month's names in each case. A name without its last letter is a beginning of it, as any abbreviation."""
    found = _folded(names).split()
    return [*found, *(f"{name[:-2]}ου" for name in found if name.endswith("οσ"))]


_MONTHS: Final = tuple([*_forms(greek), _folded(english)] for greek, english in zip(_GREEK, _ENGLISH, strict=True))


@dataclass(frozen=True, slots=True)
class _Told:
    """The parts of a date, as far as they are told."""

    year: int
    month: int | None = None
    day: int | None = None


def read_date(text: str, with_time: bool = False) -> PartialDate:
    """The date that someone means. Raises Misuse, with a rule whose words say why it cannot be read."""
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise Misuse("date-unread", value=said[:LONGEST])
    try:
        return Moment.parse(said) if with_time else _day_alone(PartialDate.parse(said), said)
    except ValueError:
        pass  # not as the records have it
    return _Reader(said, with_time).read()


def _day_alone(found: PartialDate, said: str) -> PartialDate:
    if found.time is not None:
        raise Misuse("date-with-time", value=said)
    return found


class _Reader:
    """Reads one date."""

    def __init__(self, said: str, with_time: bool) -> None:
        self._said, self._with_time = said, with_time
        self._plain = _folded(said)

    def read(self) -> PartialDate:
        clock, rest = self._clock()
        told = self._numbers(rest) or self._words(rest)
        self._refuse_impossible(told)
        if clock and told.day is None:
            self._refuse("date-time-alone")
        kind = Moment if self._with_time else PartialDate
        return kind(told.year, told.month, told.day, clock)

    def _refuse(self, rule: str, **facts: str) -> NoReturn:
        raise Misuse(rule, value=self._said, **facts)

    # ---- the time of day

    def _clock(self) -> tuple[time | None, str]:
        """The time of day, and the text without it."""
        for match in _TIME.finditer(self._plain):
            half = re.sub(r"[\s.]", "", match["half"] or "")
            if not half and not (match["minute"] and self._is_apart(match)):
                continue
            if not self._with_time:
                self._refuse("date-with-time")
            return self._moment(int(match["hour"]), int(match["minute"] or 0), half), (
                f"{self._plain[: match.start()]} {self._plain[match.end() :]}"
            )
        return None, self._plain

    def _is_apart(self, match: re.Match[str]) -> bool:
        """Whether `18.00` is a time: with a colon always, with a point where there is a date beside it."""
        return ":" in match.group() or bool(re.search(r"\d{4}", self._plain[: match.start()]))

    def _moment(self, hour: int, minute: int, half: str) -> time:
        if half and not 1 <= hour <= 12:
            self._refuse("date-time-impossible")
        hour = hour % 12 + (12 if half in ("μμ", "pm") else 0) if half else hour
        if hour > 23 or minute > 59:
            self._refuse("date-time-impossible")
        return time(hour, minute)

    # ---- the day

    def _numbers(self, rest: str) -> _Told | None:
        """`3/2/2026`, `2/2026`, `2026/2/3`; None where it is written otherwise."""
        match = _NUMBERS.search(rest)
        if not match:
            return None
        self._refuse_strange(rest.replace(match.group(), " ", 1))
        parts = [part for part in (match[1], match[3], match[4]) if part is not None]
        if len(parts[0]) == 4:
            return _Told(*map(int, parts))
        if len(parts[-1]) != 4:
            self._refuse("date-year-short" if len(parts) == 3 else "date-unread")
        day, month = (None, int(parts[0])) if len(parts) == 2 else (int(parts[0]), int(parts[1]))
        if month > 12 and day is not None and 1 <= day <= 12:
            meant = f"{month}/{day}/{parts[-1]}" if month <= 31 else ""
            self._refuse("date-month-first" if meant else "date-impossible", meant=meant)
        self._told_weekday(rest, int(parts[-1]), month, day)
        return _Told(int(parts[-1]), month, day)

    def _words(self, rest: str) -> _Told:
        """`3 Φεβρουαρίου 2026`, `Φεβ. 2026`, `Feb 3rd, 2026`, `2026`."""
        numbers, months = [], []
        for part in _PART.findall(rest):
            if part.isdigit():
                numbers.append(part)
            elif part not in _BETWEEN and part not in _ORDINAL and _weekday(part) is None:
                months.append(self._month(part))
        years = [number for number in numbers if len(number) == 4]
        days = [number for number in numbers if len(number) <= 2]
        if len(years) != 1 or len(days) > 1 or len(months) > 1 or len(years) + len(days) != len(numbers):
            short = len(numbers) == 2 and not years and months
            self._refuse("date-year-short" if short else "date-year-missing" if months else "date-unread")
        if days and not months:
            self._refuse("date-unread")
        year, month, day = int(years[0]), next(iter(months), None), int(days[0]) if days else None
        self._told_weekday(rest, year, month, day)
        return _Told(year, month, day)

    def _month(self, word: str) -> int:
        found = [
            number
            for number, names in enumerate(_MONTHS, 1)
            if any(name == word or (len(word) >= SHORTEST and name.startswith(word)) for name in names)
        ]
        if len(found) != 1:
            self._refuse("date-month-unclear" if found else "date-word-unknown", word=self._as_typed(word))
        return found[0]

    def _as_typed(self, word: str) -> str:
        """A word of the folded text as the person wrote it: with its accents, capitals and last sigma."""
        return next((part for part in _PART.findall(normalize("NFC", self._said)) if _folded(part) == word), word)

    def _refuse_strange(self, rest: str) -> None:
        """Beside a date in figures there are no other words than a weekday's."""
        for part in _PART.findall(rest):
            if part not in _BETWEEN and _weekday(part) is None:
                self._refuse("date-unread")

    def _told_weekday(self, rest: str, year: int, month: int | None, day: int | None) -> None:
        """A weekday that is told beside the day is that of the day: else one of the two is wrong."""
        told = [number for part in _PART.findall(rest) if (number := _weekday(part)) is not None]
        if not told or month is None or day is None or not _exists(year, month, day):
            return
        if date(year, month, day).weekday() != told[0]:
            self._refuse("date-weekday", day=f"{day}/{month}/{year}")

    def _refuse_impossible(self, told: _Told) -> None:
        if not FIRST_YEAR <= told.year <= LAST_YEAR:
            self._refuse("date-year-unlikely", first=str(FIRST_YEAR), last=str(LAST_YEAR))
        if told.month is not None and not 1 <= told.month <= 12:
            self._refuse("date-impossible")
        if told.day is not None and not _exists(told.year, told.month or 0, told.day):
            most = monthrange(told.year, told.month or 1)[1]
            self._refuse("date-day-impossible", year=str(told.year), most=str(most))


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and year >= 1 and 1 <= day <= monthrange(year, month)[1]


def _named(rows: tuple[str, ...]) -> Mapping[str, int]:
    return {name: number for number, row in enumerate(rows) for name in row.split()}


_DAYS: Final = _named(_WEEKDAYS)


def _weekday(word: str) -> int | None:
    """The number of a weekday that is named in full or by its beginning; Monday is 0."""
    found = {number for name, number in _DAYS.items() if len(word) >= SHORTEST and name.startswith(word)}
    return found.pop() if len(found) == 1 else None
