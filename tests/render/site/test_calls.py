"""Calls: open until their deadline, closed after it, in every medium, without a word that a day makes untrue."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from icalendar import Calendar

from gazette import cli
from gazette.pipeline.build import context_of
from gazette.render.issue import whole_issue
from gazette.render.lookup import Lookup
from tests.support.contexts import read
from tests.support.sites import build, give_sender

CALLS = {
    "later": "2026-12-05",
    "today": "2026-11-22 14:00",
    "over": "2026-11-21 23:59",
    "off": "2026-12-05\ncancelled: true",
}


@pytest.fixture
def with_calls(root: Path) -> Path:
    for name, deadline in CALLS.items():
        folder = root / f"content/events/{name}"
        folder.mkdir()
        data = f"kind: call\nstart: 2026-11-01\ndeadline: {deadline}\norganisers: [network]\nmembers: [athens]\n"
        (folder / "event.yml").write_text(data, "utf-8")
        (folder / "en.md").write_text(f"---\ntitle: Call {name}\nsummary: Help.\n---\n\nWrite to us.\n", "utf-8")
    issue = root / "newsletters/1/issue.yml"
    listed = ", ".join(f"events/{name}" for name in CALLS)
    issue.write_text(issue.read_text("utf-8") + f"  - kind: jointly\n    items: [{listed}]\n", "utf-8")
    give_sender(root)
    return root


@pytest.fixture
def site(with_calls: Path, tmp_path: Path) -> Path:
    assert build(with_calls, tmp_path / "out") == cli.DONE
    return tmp_path / "out"


def words_of(path: Path) -> str:
    text = re.sub(r"<[^>]*>", " ", path.read_text("utf-8")).replace("\N{NO-BREAK SPACE}", " ")
    return " ".join(text.replace("\N{NARROW NO-BREAK SPACE}", " ").split())


def test_its_page_says_until_when_or_that_it_closed(site: Path) -> None:
    zone = "(Eastern European Time)"
    assert "Open: respond by 5 December 2026 Opening: 1 November 2026" in words_of(site / "en/events/later/index.html")
    today = words_of(site / "en/events/today/index.html")
    assert f"Open: respond by 22 November 2026, 2:00 PM {zone}" in today, "at the hour no page can know it is over"
    over = words_of(site / "en/events/over/index.html")
    assert f"Closed on 21 November 2026, 11:59 PM {zone}" in over
    assert "Open:" not in over
    off = words_of(site / "en/events/off/index.html")
    assert "Cancelled" in off
    assert "Open:" not in off
    assert "Ανοιχτή έως τις 5 Δεκεμβρίου 2026" in words_of(site / "events/later/index.html")


def test_lists_part_open_from_closed_ones(site: Path) -> None:
    text = words_of(site / "en/events/index.html")
    heads = ["Open calls", "What has taken place", "Calls that have closed", "Coming up"]
    places = [text.index(head) for head in heads]
    assert places == sorted(places), "nothing is coming, so that is said last"
    parts = {head: text[start:end] for head, start, end in zip(heads, places, [*places[1:], None], strict=True)}
    assert re.findall(r"Call (later|today|over|off)", parts["Open calls"]) == ["today", "later", "off"]
    assert re.findall(r"Call (later|today|over|off)", parts["Calls that have closed"]) == ["over"]
    assert not re.search(r"Call (later|today|over|off)", parts["Coming up"] + parts["What has taken place"])
    home = words_of(site / "en/index.html")
    assert "Open calls" in home
    assert "Call over" not in home


def test_a_day_later_it_has_closed(with_calls: Path, site: Path, tmp_path: Path) -> None:
    command = ["build", "--root", str(with_calls), "--out", str(site), "--as-of", "2026-12-06", "--quiet", "--no-paper"]
    assert cli.main(command) == cli.DONE
    assert "Closed on 5 December 2026" in words_of(site / "en/events/later/index.html")
    assert "Open calls" not in words_of(site / "en/events/index.html") + words_of(site / "en/index.html")
    assert "Open:" not in words_of(site / "en/members/athens/index.html")


def test_a_calendar_has_the_day_or_the_hour_before_it_closes(site: Path) -> None:
    calendar = Calendar.from_ical((site / "en/events/calendar.ics").read_bytes())
    entries = {str(entry["summary"]): entry for entry in calendar.walk("VEVENT")}
    later, today = entries["Deadline: Call later"], entries["Deadline: Call today"]
    assert (str(later.decoded("dtstart")), str(later.decoded("dtend"))) == ("2026-12-05", "2026-12-06")
    assert today.decoded("dtstart").isoformat() == "2026-11-22T13:00:00+02:00"
    assert today.decoded("dtend").isoformat() == "2026-11-22T14:00:00+02:00"
    assert entries["Cancelled: Call off"]["status"] == "CANCELLED"
    assert "Deadline: 5 December 2026" in later["description"]


def test_feeds_data_and_machines_are_told_the_day_and_nothing_of_today(site: Path) -> None:
    feed = {entry["title"]: entry for entry in json.loads((site / "en/events/feed.json").read_text("utf-8"))["items"]}
    assert feed["Call later"]["content_text"] == "Deadline: 5 December 2026. Help."
    records = {one["id"]: one for one in json.loads((site / "data/events.json").read_text("utf-8"))["records"]}
    assert records["today"]["deadline"] == "2026-11-22T14:00"
    assert records["open-day"]["deadline"] is None
    page = (site / "en/events/today/index.html").read_text("utf-8")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    thing = json.loads(found[1])["@graph"][0]
    assert (thing["@type"], thing["expires"]) == ("WebPage", "2026-11-22T14:00+02:00"), "no one attends a call"


@pytest.mark.parametrize("language", ["en", "el"])
def test_mail_and_paper_say_the_deadline(with_calls: Path, site: Path, language: str) -> None:
    said = {"en": "Deadline: 5 December 2026", "el": "Προθεσμία: 5 Δεκεμβρίου 2026"}[language]
    folder = site / ("" if language == "el" else language) / "newsletters/1"
    assert said in words_of(folder / f"newsletter-1-{language}.html")
    assert said in words_of(folder / f"newsletter-1-{language}.txt")
    given = context_of(read(with_calls))
    view = whole_issue(Lookup(given.library, given.words[language]), given.library.issues[0])
    [section] = [part for part in view.data["sections"] if part["kind"] == "jointly"]
    facts = {item["title"]: repr(item["facts"]) for item in section["items"]}
    assert said in facts["Call later"].replace(r"\xa0", " ")
    assert "Open" not in facts["Call later"]
