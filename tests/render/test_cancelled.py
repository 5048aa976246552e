"""An event that is cancelled says so wherever a reader may come upon it."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import icalendar
import pytest

from gazette import cli
from gazette.outputs import epub, images
from gazette.pipeline.build import context_of
from gazette.pipeline.read import read_site
from gazette.render.issue import whole_issue
from gazette.render.lookup import Lookup
from tests.support.readers import opened
from tests.support.sites import BASE, TODAY, build, give_sender

SAID = {"": "Ακυρώθηκε", "en/": "Cancelled"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site with its event cancelled, the event in its issue, and a sender of mail; not to be changed."""
    root = tmp_path_factory.mktemp("cancelled") / "site"
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns(".build"))
    event, issue = root / "content/events/open-day/event.yml", root / "newsletters/1/issue.yml"
    event.write_text(event.read_text("utf-8") + "cancelled: true\n", "utf-8")
    issue.write_text(issue.read_text("utf-8") + "  - kind: jointly\n    items: [events/open-day]\n", "utf-8")
    give_sender(root)
    return root


@pytest.fixture(scope="module")
def built(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That site as it is published; not to be changed."""
    out = tmp_path_factory.mktemp("built") / "site"
    assert build(site, out) == cli.DONE
    return out


@pytest.mark.parametrize("language", SAID)
def test_pages_and_lists_say_it(good_site: Path, words_of: Callable[[Path], str], language: str) -> None:
    said = SAID[language]
    page = good_site / language / "events/called-off/index.html"
    assert said in words_of(page)
    assert "<s>" in page.read_text("utf-8"), "the day does not hold any more"
    for path in ("events/index.html", "index.html"):
        assert said in words_of(good_site / language / path), path
    untouched = words_of(good_site / language / "events/past/index.html")
    assert said not in untouched


def test_programs_that_read_pages_are_told(good_site: Path) -> None:
    def status(slug: str) -> str | None:
        html = (good_site / f"en/events/{slug}/index.html").read_text("utf-8")
        blocks = [json.loads(raw) for raw in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]
        things = [thing for block in blocks for thing in block.get("@graph", [block])]
        (event,) = [thing for thing in things if thing["@type"] == "Event"]
        found: str | None = event.get("eventStatus")
        return found

    assert status("called-off") == "https://schema.org/EventCancelled"
    assert status("coming") is None


@pytest.mark.parametrize("language", SAID)
def test_feeds_calendars_and_data_say_it(good_site: Path, language: str) -> None:
    feed = json.loads((good_site / language / "events/feed.json").read_text("utf-8"))
    titles = {item["url"].split("/")[-2]: item["title"] for item in feed["items"]}
    assert titles["called-off"].startswith(f"{SAID[language]}: ")
    assert not titles["coming"].startswith(SAID[language])
    for whose in ("events", "members/north"):
        calendar = icalendar.Calendar.from_ical((good_site / language / whose / "calendar.ics").read_text("utf-8"))
        events = {event["URL"].split("/")[-2]: event for event in calendar.events}
        assert events["called-off"]["STATUS"] == "CANCELLED"
        assert events["called-off"]["SUMMARY"].startswith(f"{SAID[language]}: ")
        assert "STATUS" not in events["coming"]
    records = json.loads((good_site / "data/events.json").read_text("utf-8"))["records"]
    assert {record["id"] for record in records if record["cancelled"]} == {"called-off"}


@pytest.mark.parametrize("language", SAID)
def test_what_was_called_off_is_not_among_what_took_place(
    built: Path, words_of: Callable[[Path], str], language: str
) -> None:
    heads = {"": ("Όσα έγιναν", "Όσα ακυρώθηκαν"), "en/": ("What has taken place", "What was cancelled")}
    took_place, called_off = heads[language]
    took_place, _, called_off = (
        words_of(built / language / "events/index.html").partition(took_place)[2].partition(called_off)
    )
    assert "An open day" not in took_place
    assert "An open day" in called_off
    assert "An open day" not in words_of(built / language / "index.html")


def test_what_did_not_happen_is_no_history(built: Path, words_of: Callable[[Path], str]) -> None:
    assert "An open day" not in words_of(built / "en/about/index.html")


def test_mail_says_it(built: Path) -> None:
    for language, said in (("el", "Ακυρώθηκε"), ("en", "Cancelled")):
        folder = built / ("" if language == "el" else "en") / "newsletters/1"
        for name in (f"newsletter-1-{language}.txt", f"newsletter-1-{language}.html"):
            assert said in (folder / name).read_text("utf-8"), name


def test_paper_and_e_book_say_it(site: Path, tmp_path: Path) -> None:
    given = context_of(read_site(site, date.fromisoformat(TODAY), lambda _: None))
    for language, said in (("el", "Ακυρώθηκε"), ("en", "Cancelled")):
        view = whole_issue(Lookup(given.library, given.words[language]), given.library.issues[0])
        assert said in repr(view), "what every edition on paper is made of"
    with_pictures = given.after("images", images.OUTPUT.files(given))
    (book,) = [file.make() for file in epub.OUTPUT.files(with_pictures) if "-en" in file.path]
    path = tmp_path / "book.epub"
    path.write_bytes(book)
    assert any("Cancelled" in part for part in opened(path) if isinstance(part, str))
