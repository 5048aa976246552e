"""Calendars: programs take them, times are right in every week of the year, an event is one thing in all of them."""

import warnings
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.tz import tzical

from gazette.content.dates import Moment
from gazette.content.model import Event, Kind
from gazette.render.calendars import Span, _moment, _zone, calendar_files, span
from tests.support.contexts import SITE, context


def made(name: str) -> dict[str, bytes]:
    given = context(name)
    root = given.settings.language_root
    words, changes = given.theme.words, given.listed.changes
    files = calendar_files(given.library, words, changes, lambda language, at: f"{SITE}{root(language)}{at}", root)
    return {file.path: file.make() for file in files}


def parsed(raw: bytes) -> icalendar.Calendar:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (found,) = icalendar.Calendar.from_ical(raw, multiple=True)
    assert not [(part, part.errors) for part in found.walk() if part.errors]
    return found


@pytest.mark.parametrize("name", ["real", "good"])
def test_every_calendar_is_taken_without_a_complaint(name: str) -> None:
    files = made(name)
    members = context(name).library.items(Kind.MEMBER)
    assert len(files) == len(context(name).library.languages) * (len(members) + 1)
    for path, raw in files.items():
        calendar = parsed(raw)
        assert calendar["VERSION"] == "2.0"
        assert calendar["SOURCE"] == SITE + path
        assert calendar.subcomponents, "RFC 5545, 3.4: at least one"
        assert raw.count(b"\n") == raw.count(b"\r\n")
        assert max(map(len, raw.split(b"\r\n"))) <= 75
        for event in calendar.events:
            assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "URL"} <= set(event)
            assert event["URL"].startswith(SITE)
            assert not calendar.get_missing_tzids()


def test_an_event_has_one_identity_in_every_calendar() -> None:
    uids: dict[str, set[str]] = {}
    for raw in made("real").values():
        for event in parsed(raw).events:
            uids.setdefault(event["URL"].split("/")[-2], set()).add(str(event["UID"]))
    assert uids == {
        "ministry-consultation-2020": {"042c3513-deec-5f43-948f-66c15d7e8658"},
        "positive-communication-2020": {"8143a3bc-e61d-555f-ba91-9b9568a29a78"},
    }, "identities that are published never change"


def test_a_member_has_its_own_events() -> None:
    library = context("real").library
    for member in library.items(Kind.MEMBER):
        shown = {event["URL"].split("/")[-2] for event in parsed(made("real")[f"{member.address}calendar.ics"]).events}
        dated = {item.slug for item in library.member_content(member).events if span(item.record(Event))}
        assert shown == dated


def test_days_and_moments() -> None:
    events = {event["URL"].split("/")[-2]: event for event in parsed(made("good")["en/events/calendar.ics"]).events}
    assert set(events) == {"coming", "past", "called-off"}, "what has no day on record is in no calendar"
    assert date(2019, 5, 2) == events["past"].DTSTART
    assert date(2019, 5, 10) == events["past"].DTEND, "the day after the last"
    coming = events["coming"]
    assert coming.DTSTART.astimezone(UTC) == datetime(2027, 3, 4, 16, 0, tzinfo=UTC)
    assert coming.DTEND.astimezone(UTC) == datetime(2027, 3, 4, 18, 0, tzinfo=UTC)
    assert coming["DTSTART"].params["TZID"] == "Europe/Athens"
    assert datetime(2026, 9, 30, 21, tzinfo=UTC) == coming.DTSTAMP, "since the site has its address, and no build's day"
    assert events["past"]["SUMMARY"].params["LANGUAGE"] == "en"
    called_off = events["called-off"]
    assert called_off.duration == timedelta(hours=1), "an instant is refused by Exchange, and shown by few"
    assert "DTEND" not in called_off
    assert "not on record" in called_off["DESCRIPTION"]
    assert "not on record" not in coming["DESCRIPTION"]
    greek = {event["URL"].split("/")[-2]: event for event in parsed(made("good")["events/calendar.ics"]).events}
    assert greek["past"]["SUMMARY"].params["LANGUAGE"] == "en", "no Greek text: the English one stands in"


def event(**given: str) -> Event:
    dates = {name: Moment.parse(text) for name, text in given.items()}
    return Event.model_validate({"kind": "meeting", "organisers": ["network"], **dates})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, None),
        ({"start": "2020"}, None),
        ({"start": "2020-10"}, None),
        ({"start": "2020-10-21"}, Span(date(2020, 10, 21), date(2020, 10, 22))),
        ({"start": "2020-10-21", "end": "2020-10-23"}, Span(date(2020, 10, 21), date(2020, 10, 24))),
        ({"start": "2020-10-21", "end": "2020-11"}, Span(date(2020, 10, 21), date(2020, 10, 22))),
        ({"start": "2020-10-21", "end": "2020-10-22 18:00"}, Span(date(2020, 10, 21), date(2020, 10, 23))),
        ({"start": "2020-10-21 18:00"}, Span(datetime(2020, 10, 21, 18), None, "Europe/Athens")),
        (
            {"start": "2020-10-21 18:00", "end": "2020-10-21 18:00"},
            Span(datetime(2020, 10, 21, 18), None, "Europe/Athens"),
        ),
        (
            {"start": "2020-10-21 18:00", "end": "2020-10-22"},
            Span(datetime(2020, 10, 21, 18), datetime(2020, 10, 23), "Europe/Athens"),
        ),
    ],
)
def test_when_an_event_is_as_far_as_it_is_on_record(given: dict[str, str], expected: Span | None) -> None:
    assert span(event(**given)) == expected


@pytest.mark.parametrize(
    ("zone", "told", "meant"),
    [
        ("Europe/Athens", "2026-10-25T03:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("America/Sao_Paulo", "2018-02-17T23:30", datetime(2018, 2, 18, 1, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", "2026-04-05T01:45", datetime(2026, 4, 4, 14, 45, tzinfo=UTC)),
        ("America/Sao_Paulo", "2017-10-15T00:00", datetime(2017, 10, 15, 3, 0, tzinfo=UTC)),  # a skipped midnight
    ],
)
def test_a_time_that_comes_twice_is_the_first_for_every_program(zone: str, told: str, meant: datetime) -> None:
    assert _moment(told, zone) == meant
    written = icalendar.vDDDTypes(_moment(told, zone)).to_ical().decode()
    assert written == f"{meant:%Y%m%dT%H%M%SZ}"
    assert _moment("2026-07-01T03:30", zone).tzinfo == ZoneInfo(zone), "others stay by their own clocks"


def zone_as_read(component: icalendar.Timezone, name: str) -> list[timedelta]:
    """Distances from UTC through two years, each hour, as another library reads the component."""
    calendar = icalendar.Calendar()
    calendar.add_component(component)
    read = tzical(StringIO(calendar.to_ical().decode().replace("\r\n ", ""))).get(name)
    start = datetime(2026, 1, 1)
    return [(start + timedelta(hours=hour)).replace(tzinfo=read).utcoffset() for hour in range(2 * 365 * 24)]


@pytest.mark.parametrize("name", ["Europe/Athens", "America/New_York", "Asia/Tokyo", "Europe/Dublin"])
def test_time_zones_are_right_in_every_hour(name: str) -> None:
    start = datetime(2026, 1, 1)
    wanted = [
        (start + timedelta(hours=hour)).replace(tzinfo=ZoneInfo(name)).utcoffset() for hour in range(2 * 365 * 24)
    ]
    found = zone_as_read(_zone(name, 2026, 2027), name)
    wrong = [
        start + timedelta(hours=hour) for hour, pair in enumerate(zip(found, wanted, strict=True)) if len(set(pair)) > 1
    ]
    # The hour that does not exist, or that comes twice, may be read either way.
    assert all(
        ZoneInfo(name).utcoffset(day - timedelta(hours=2)) != ZoneInfo(name).utcoffset(day + timedelta(hours=2))
        for day in wrong
    )
    assert len(wrong) <= 4


def test_the_library_is_an_hour_late() -> None:
    """Shows that the check bites. When this fails, the library has mended it, and `_zone` can go."""
    theirs = icalendar.Timezone.from_tzid("Europe/Athens", first_date=date(2025, 1, 1), last_date=date(2029, 1, 1))
    ours = _zone("Europe/Athens", 2026, 2027)
    assert zone_as_read(theirs, "Europe/Athens") != zone_as_read(ours, "Europe/Athens")
