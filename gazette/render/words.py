"""The words of the interface in one language: labels, plurals, dates and numbers (CLDR, through Babel)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final, Literal

from babel import Locale
from babel.dates import format_date, format_time, get_timezone, get_timezone_name
from babel.numbers import format_currency, format_decimal

from ..content.dates import PartialDate
from ..content.problems import Misuse

Strings = Mapping[str, str | Mapping[str, str]]
Relation = Literal["on", "since", "by", "after"]
"""How something stands to a date: it happened then, began then, had happened by then, or happened later."""


MEGABYTE: Final = 1_000_000
Mark = Callable[["Words", str], str]
"""Marks words of a language, so that they can be told from others around them."""


class Words:
    """A language's strings. `language` is an ISO 639 code that CLDR knows.

    What a partial language lacks the `fallback` says, and `mark` marks it where given.
    """

    def __init__(
        self, language: str, strings: Strings, fallback: Words | None = None, mark: Mark = lambda _, text: text
    ) -> None:
        self.language: Final = language
        self.strings: Final = strings
        self.locale: Final = Locale.parse(language)
        self.fallback: Final = fallback
        self._mark = mark

    @property
    def is_whole(self) -> bool:
        """Whether it is the language of a whole site, so that everything is out in it."""
        return self.fallback is None

    def marking(self, mark: Mark) -> Words:
        """These words, with what the fallback says in place of a missing one marked."""
        return Words(self.language, self.strings, self.fallback, mark) if self.fallback else self

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return str(self.locale.text_direction)

    def say(self, key: str, **facts: object) -> str:
        """The string `key` with its {names} filled in; `n` also picks the plural form, where there are several.

        Raises Misuse where the language has no such string: a missing word is never shown as its key.
        """
        return self._said(key, facts)

    def _said(self, key: str, facts: dict[str, object]) -> str:
        found = self.strings.get(key)
        if found is None and self.fallback:
            return self._mark(self.fallback, self.fallback._said(key, facts))
        if found is None:
            raise Misuse("catalogue-lacks", file=f"theme/strings/{self.language}.yml", key=key)
        number = facts.get("n")
        if not isinstance(found, str):
            assert isinstance(number, int)
            found = found.get(self.locale.plural_form(number)) or found["other"]
        if isinstance(number, int):
            facts["n"] = self.number(number)
        return found.format_map(facts) if facts else found

    def name_of(self, language: str) -> str:
        """The name of a language in this one."""
        name = str(self.locale.languages.get(language, language))
        return name[0].upper() + name[1:]

    def number(self, value: float) -> str:
        """A number with the language's marks for thousands."""
        return _number(value, self.language)

    def megabytes(self, size: int) -> str:
        """A size in bytes as readers compare it: `1,2 MB`, or `340 kB` below a tenth of that.

        >>> Words("el", {}).megabytes(1_250_000), Words("en", {}).megabytes(4_000)
        ('1,3 MB', '4 kB')
        """
        if size < MEGABYTE // 10:
            return f"{self.number(-(-size // 1000))}\N{NO-BREAK SPACE}kB"
        return f"{self.number(-(-size * 10 // MEGABYTE) / 10)}\N{NO-BREAK SPACE}MB"

    def money(self, amount: float, currency: str) -> str:
        """A sum with the sign of its currency (ISO 4217); cents only where there are any."""
        pattern = None if amount % 1 else _without_cents(self.locale)
        return str(format_currency(amount, currency, pattern, self.locale, currency_digits=pattern is None))

    def date(self, day: PartialDate) -> str:
        """A date as far as it is known: `16 Δεκεμβρίου 2020`, `Δεκέμβριος 2020`, `2020`."""
        return _date(day, self.language)

    def dated(self, relation: Relation, day: PartialDate) -> str:
        """A date as part of a sentence: `στις 16 Δεκεμβρίου 2020`, `μετά τον Δεκέμβριο του 2020`, `since 2020`.

        The strings `date.…` have a form for the first day of a month, for other days, for months and for years.
        """
        known = "first" if day.day == 1 else "day" if day.day else "month" if day.month else "year"
        form = f"{relation}-{known}"
        if self.fallback and not {f"date.{form}", "date.months"} <= self.strings.keys():
            return self._mark(self.fallback, self.fallback.dated(relation, day))
        return self.say(f"date.{form}", date=self.date(day), month=self._month(day), year=day.year)

    def _month(self, day: PartialDate) -> str:
        """The month in that form, or for a day the month and year that follow it."""
        if day.day or not day.month:
            return str(format_date(day.first_day, "MMMM y", locale=self.locale))
        return self.say("date.months").split(", ")[day.month - 1]

    def time(self, moment: PartialDate, zone: str) -> str:
        """The time of day with its zone's name, or nothing where no time is known."""
        if moment.time is None:
            return ""
        clock = format_time(moment.time, "short", locale=self.locale)
        name = get_timezone_name(get_timezone(zone), "long", locale=self.locale) if zone else ""
        return f"{clock} ({name})" if name else clock


@lru_cache(maxsize=4096)
def _number(value: float, language: str) -> str:
    return str(format_decimal(value, locale=language))


@lru_cache(maxsize=4096)
def _date(day: PartialDate, language: str) -> str:
    pattern = "d MMMM y" if day.day else "LLLL y" if day.month else "y"
    text = str(format_date(day.first_day, pattern, locale=language))
    return text[0].upper() + text[1:] if not day.day else text


def _without_cents(locale: Locale) -> str:
    """The pattern of a whole sum: the locale's own without its decimals."""
    return str(locale.currency_formats["standard"].pattern).replace(".00", "")
