"""Dates as people write them: the day first, in Greek and English; what can't be meant is refused in words."""

import pytest

from gazette.content.human_dates import read_date
from gazette.content.problems import Misuse
from gazette.content.wording import misuse, read_words
from gazette.settings import THEME

READ = {
    "2026-02-03": [
        "3/2/2026", "03-02-2026", "3.2.2026", "3 / 2 / 2026", "3–2–2026", "3 Φεβρουαρίου 2026", "3 ΦΕΒΡΟΥΑΡΙΟΥ 2026",
        "3 φεβρουαριου 2026", "3 Φεβ 2026", "3 Φεβ. 2026", "3η Φεβρουαρίου 2026", "3ης Φεβρουαρίου 2026",
        "στις 3 Φεβρουαρίου του 2026", "Τρίτη 3 Φεβρουαρίου 2026", "Τρίτη, 3/2/2026", "3 Φλεβάρη 2026",
        "3 February 2026", "Feb 3, 2026", "February 3rd, 2026", "3rd of February 2026", "Tue 3 Feb 2026",
        "2026-02-03", "2026-2-3", "2026/2/3", "2026.02.03", " 3/2/2026 ",
    ],
    "2026-02": [
        "Φεβρουάριος 2026", "Φεβρουαρίου 2026", "τον Φεβρουάριο του 2026", "φεβ 2026", "2/2026", "02.2026", "2026-02",
    ],
    "2026": ["2026"],
    "2026-05-01": ["1η Μαΐου 2026", "1 ΜΑΪΟΥ 2026", "1 Μάη 2026", "1 May 2026", "1 Μαιου 2026"],
    "2026-06": ["Ιούνιος 2026", "Ιουν. 2026", "June 2026", "jun 2026"],
    "2026-07": ["Ιούλιο 2026", "ιουλ 2026", "July 2026"],
    "2026-03": ["Μάρτης 2026", "Μαρ 2026", "March 2026"],
    "2028-02-29": ["29/2/2028"],
}  # fmt: skip
REFUSED = {
    "": "date-unread",
    "foo": "date-word-unknown",
    "3 foo 2026": "date-word-unknown",
    "31/2/2026": "date-day-impossible",
    "29 Φεβρουαρίου 2026": "date-day-impossible",
    "2026-02-31": "date-day-impossible",
    "0/2/2026": "date-day-impossible",
    "13/13/2026": "date-impossible",
    "2026-13-01": "date-impossible",
    "2/13/2026": "date-month-first",
    "3/2/26": "date-year-short",
    "3 Φεβ 26": "date-year-short",
    "3 Φεβρουαρίου": "date-year-missing",
    "Ιου 2026": "date-month-unclear",
    "3/2/3026": "date-year-unlikely",
    "3/2/1026": "date-year-unlikely",
    "Δευτέρα 3 Φεβρουαρίου 2026": "date-weekday",
    "Monday, 3/2/2026": "date-weekday",
    "3/2/2026 18:00": "date-with-time",
    "2026-02-03 18:00": "date-with-time",
    "03022026": "date-unread",
    "3-4 Μαΐου 2026": "date-unread",
    "έως 3/2/2026": "date-unread",
    "3/2/2026 ή 4/2/2026": "date-unread",
    "9" * 200: "date-unread",
}
MOMENTS = {
    "2026-02-03T18:00": [
        "3/2/2026 18:00", "3/2/2026, 6 μ.μ.", "3 Φεβρουαρίου 2026 στις 6 μμ", "3 Φεβρουαρίου 2026, 18.00",
        "Feb 3, 2026 at 6pm", "2026-02-03 18:00", "2026-02-03T18:00", "18:00, 3/2/2026", "3/2/2026 ώρα 18:00",
    ],
    "2026-02-03T09:30": ["3.2.2026 9.30", "3/2/2026 9:30 π.μ.", "Tuesday 3 February 2026, 9:30 am"],
    "2026-02-03T00:00": ["3/2/2026 12 π.μ.", "3/2/2026 00:00"],
    "2026-02-03": ["3.2.2026", "3/2/2026"],
    "2026-02": ["2/2026"],
}  # fmt: skip


@pytest.mark.parametrize(("value", "said"), [(value, one) for value, many in READ.items() for one in many])
def test_a_date_is_read(value: str, said: str) -> None:
    assert str(read_date(said)) == value


@pytest.mark.parametrize(("said", "rule"), REFUSED.items(), ids=lambda value: ascii(value)[:30])
def test_what_cannot_be_meant_is_refused_in_words(said: str, rule: str) -> None:
    with pytest.raises(Misuse) as refused:
        read_date(said)
    assert refused.value.rule == rule
    for language in ("el", "en"):
        assert misuse(refused.value, language)


@pytest.mark.parametrize(("value", "said"), [(value, one) for value, many in MOMENTS.items() for one in many])
def test_a_time_of_day_is_read_where_one_is_kept(value: str, said: str) -> None:
    assert str(read_date(said, with_time=True)) == value


@pytest.mark.parametrize(
    ("said", "rule"),
    [("3/2/2026 25:00", "date-time-impossible"), ("3/2/2026 13 μ.μ.", "date-time-impossible"),
     ("Φεβρουάριος 2026, 18:00", "date-time-alone"), ("3/2/2026 18", "date-unread"), ("18:00", "date-unread")],
)  # fmt: skip
def test_a_time_that_is_none_is_refused(said: str, rule: str) -> None:
    with pytest.raises(Misuse) as refused:
        read_date(said, with_time=True)
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    ("said", "greek", "english"),
    [
        ("χθες", "«χθες»", "'χθες'"),
        ("3 Αύγουστως 2026", "«Αύγουστως»", "'Αύγουστως'"),
        ("ΧΘΕΣ 2026", "«ΧΘΕΣ»", "'ΧΘΕΣ'"),
        ("31/2/2026", "ο μήνας του 2026 έχει 28 ημέρες", "month of 2026 has 28 days"),
        ("30 Φεβ 2028", "ο μήνας του 2028 έχει 29 ημέρες", "month of 2028 has 29 days"),
        ("31/9/2026", "ο μήνας του 2026 έχει 30 ημέρες", "month of 2026 has 30 days"),
        ("2/13/2026", "αν εννοείτε 13/2/2026", "if you mean 13/2/2026"),
        ("Monday, 3/2/2026", "Η 3/2/2026", "3/2/2026 is another weekday"),
    ],
)
def test_a_refusal_quotes_what_was_typed_and_says_how_long_the_month_is(said: str, greek: str, english: str) -> None:
    with pytest.raises(Misuse) as refused:
        read_date(said)
    assert greek in misuse(refused.value, "el")
    assert english in misuse(refused.value, "en")


@pytest.mark.parametrize("language", ["el", "en"])
def test_every_month_is_read_as_the_pages_write_it(language: str) -> None:
    """A date that someone copied from a page of the site."""
    months = read_words(THEME / "strings" / f"{language}.yml")["date.months"].split(", ")
    assert len(months) == 12
    for number, month in enumerate(months, 1):
        assert str(read_date(f"{month} 2026")) == f"2026-{number:02}"
        assert str(read_date(f"3 {month.upper()} 2026")) == f"2026-{number:02}-03"
