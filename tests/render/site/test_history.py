"""The network's history holds what is on record with a date, in order, and nothing else."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gazette.content.dates import Moment
from gazette.content.library import Library
from gazette.content.model import Event, Kind
from gazette.render.site.history import MOST_EVENTS, events_left_out, history
from gazette.render.site.view import PageLookup
from gazette.settings import THEME
from gazette.theme import read_theme
from tests.support.contexts import read
from tests.support.sites import PROJECT, TODAY


def _desk(name: str, today: str = TODAY, more_events: int = 0) -> PageLookup:
    root = PROJECT if name == "real" else PROJECT / "tests/sites/good"
    reading = read(root)
    theme = read_theme(THEME, reading.settings.root, reading.settings.languages)
    items = list(reading.library.everything())
    model = reading.library.items(Kind.EVENT)[0]
    for number in range(more_events):
        data = model.record(Event).model_copy(update={"start": Moment(2001, 1, number + 1), "end": None})
        items.append(replace(model, slug=f"more-{number}", folder=f"content/events/more-{number}", data=data))
    library = Library(items, reading.library.languages, date.fromisoformat(today))
    return PageLookup(library, theme.words["en"], theme.map)


def _told(lookup: PageLookup) -> list[tuple[str, str, list[str]]]:
    return [
        (one["date"]["iso"] or one["date"]["text"], one["what"], [item["label"] for item in one["items"]])
        for one in history(lookup)
    ]


def test_what_is_on_record_in_order() -> None:
    """With how many members there were at each time: 12, 13, 14, 17, and those of today."""
    events = ("Discussion", "Consultation", "Conference")
    assert [one for one in _told(_desk("real")) if one[1] not in events] == [
        ("2018-01", "Founding members", ["Athens", "Thessaloniki"]),
        ("2018-11", "12 members", []),
        ("After November 2018", "13 members", []),
        ("2020-07", "14 members", []),
        ("By February 2021", "New members", ["Chania", "Delta", "Kalamaria", "Neapoli – Sykies"]),
        ("2021-02", "Newsletter, issue 2 · 17 members", ["The network grows"]),
        ("After February 2021", "New member", ["Katerini"]),
        ("Today", "18 members", []),
    ]


@pytest.mark.parametrize(("today", "left"), [("2024-05-31", False), ("2024-06-30", True)])
def test_nothing_that_lies_ahead(today: str, left: bool) -> None:
    told = _told(_desk("good", today))
    assert any(what == "Left" for _, what, _ in told) == left
    assert all(day <= today for day, _, _ in told if day[0].isdigit())


def test_the_newest_actions_and_the_number_of_the_others() -> None:
    lookup = _desk("real", more_events=15)
    events = [one for one in _told(lookup) if one[1] in ("Conference", "Consultation", "Discussion", "Exhibition")]
    assert len(events) <= MOST_EVENTS
    assert events_left_out(lookup) == len(lookup.library.items(Kind.EVENT)) - MOST_EVENTS


def test_the_digest_tells_of_every_change() -> None:
    digests = {history(_desk("good", today)).digest for today in ("2017-01-01", "2024-05-31", "2024-06-30")}
    assert len(digests) == 3


def test_it_stands_on_the_page_about_the_network_and_on_no_other(real_site: Path) -> None:
    page = (real_site / "about/index.html").read_text("utf-8")
    assert page.count('<ol class="timeline">') == 1
    moments = re.findall(r'<p class="timeline-day"><time datetime="([^"]+)">', page)
    assert moments == ["2018-01", "2018-11", "2020", "2020-07", "2020-10-21", "2020-12-16", "2021-02"]
    assert 'class="timeline"' not in (real_site / "about/structure/index.html").read_text("utf-8")
