from datetime import date

import pytest

from gazette.content.dates import Moment, PartialDate


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2021-02", date(2021, 2, 1), date(2021, 2, 28)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020-12-16", date(2020, 12, 16), date(2020, 12, 16)),
    ],
)
def test_a_date_means_every_day_it_may_be(text: str, first: date, last: date) -> None:
    parsed = PartialDate.parse(text)
    assert (parsed.first_day, parsed.last_day, str(parsed)) == (first, last, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20",
        "2021-2",
        "2021-13",
        "2021-02-30",
        "16/12/2020",
        "2021-02-16 25:00",
        "Φεβρουάριος",
        "２０２１",
        "٢٠٢١-02",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Moment.parse(text)


def test_moments_carry_a_time() -> None:
    assert str(Moment.parse("2021-03-04 18:00")) == "2021-03-04T18:00"


def test_dates_sort_as_text() -> None:
    texts = ["2020", "2020-12", "2020-12-16", "2021-02"]
    shuffled = [texts[place] for place in (2, 0, 3, 1)]
    assert sorted(shuffled, key=lambda text: PartialDate.parse(text).sort_key) == texts
