"""The record of changes: entries keep their names over renames and moves, and tell of changes, whatever day it is."""

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import feedparser
import icalendar
import pytest

from gazette import cli
from gazette.content.addresses import REDIRECTS
from gazette.content.change_record import CHANGES_FILE
from gazette.outputs import calendars, feeds
from gazette.pipeline.build import context_of
from gazette.pipeline.read import read_site
from tests.support.contexts import made_by

FIRST, SECOND, THIRD = "2026-11-22", "2026-11-25", "2026-12-30"
EVENT, STORY = "content/events/open-day", "content/stories/garden"


@pytest.fixture
def site(root: Path) -> Path:
    """The small site, which says where it stood first, with a record of its event and its story."""
    config = (root / "mkdocs.yml").read_text("utf-8")
    first = "extra:\n  first_address: {url: https://www.example.org/, since: 2026-01-01}\n"
    (root / "mkdocs.yml").write_text(config.replace("extra:\n", first), "utf-8")
    replace(root / EVENT / "event.yml", "2026-05-08 18:00", "2027-05-08 18:00")
    ledger(root, FIRST)
    return root


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def ledger(root: Path, day: str) -> None:
    assert cli.main(["ledger", "--root", str(root), "--as-of", day, "--quiet"]) == cli.DONE


def rename(root: Path, old: str, new: str) -> None:
    """An editor renames a folder, with all that a rename takes: the issue that names it, and a redirect."""
    shutil.move(root / "content" / old, root / "content" / new)
    replace(root / "newsletters/1/issue.yml", old, new) if old in issue(root) else None
    known = (root / REDIRECTS).read_text("utf-8") if (root / REDIRECTS).exists() else "moved:\n"
    known = known.replace(f": /{old}/", f": /{new}/")
    (root / REDIRECTS).write_text(f"{known}  /{old}/: /{new}/\n", "utf-8")


def begin(root: Path, like: str, new: str) -> None:
    """An editor starts a new item from a copy, with a title of its own."""
    shutil.copytree(root / like, root / new)
    for text in (root / new).glob("*.md"):
        text.write_text(re.sub("(?m)^title: ", "title: Again, ", text.read_text("utf-8")), "utf-8")


def issue(root: Path) -> str:
    return (root / "newsletters/1/issue.yml").read_text("utf-8")


class Told(NamedTuple):
    """What is told of an item: in the feeds of both languages, and in the calendar."""

    ids: tuple[str, str]
    published: str
    updated: str
    uid: str = ""
    sequence: int = 0
    stamp: Any = None


def files(root: Path, day: str) -> dict[str, bytes]:
    given = context_of(read_site(root, date.fromisoformat(day), lambda _: None))
    return made_by(feeds.OUTPUT, given) | made_by(calendars.OUTPUT, given)


def told(root: Path, slug: str, day: str = THIRD) -> Told:
    made = files(root, day)
    entries = [
        next(entry for entry in feedparser.parse(made[path]).entries if f"/{slug}/" in entry.link)
        for path in ("feed.xml", "en/feed.xml")
    ]
    ids = (str(entries[0].id), str(entries[1].id))
    calendar = icalendar.Calendar.from_ical(made["en/events/calendar.ics"].decode())
    for event in calendar.events:
        if f"/{slug}/" in event["URL"]:
            assert event.DTSTAMP == event.LAST_MODIFIED
            found = Told(ids, entries[0].published, entries[0].updated)
            return found._replace(uid=str(event["UID"]), sequence=event.sequence, stamp=event.DTSTAMP)
    return Told(ids, entries[0].published, entries[0].updated)


def test_a_day_that_passes_changes_nothing(site: Path) -> None:
    first = files(site, FIRST)
    assert all(files(site, day) == first for day in (SECOND, THIRD, "2027-06-01")), "the event comes, and has passed"
    assert "2026-11-22" in told(site, "open-day").published, "when it was written down, though it is in May"


@pytest.mark.parametrize("slug", ["open-day", "garden"])
def test_a_change_is_told_before_and_after_it_is_on_record(site: Path, slug: str) -> None:
    before = told(site, slug)
    path = site / (EVENT if slug == "open-day" else STORY) / "en.md"
    replace(path, "---\n\n", "---\n\nOne more sentence. ")
    unrecorded = told(site, slug)
    ledger(site, SECOND)
    recorded = told(site, slug)
    replace(path, "One more sentence.", "Two more.")
    again = told(site, slug)
    steps = [before, unrecorded, recorded, again]
    assert {(step.ids, step.published, step.uid) for step in steps} == {(before.ids, before.published, before.uid)}
    assert sorted({step.updated for step in steps}) == [step.updated for step in steps], "each is later than the last"
    assert SECOND in recorded.updated
    if slug == "open-day":
        assert [step.sequence for step in steps] == [0, 1, 1, 2]
        assert sorted({step.stamp for step in steps}) == [step.stamp for step in steps]


def test_what_does_not_change_keeps_its_bytes_when_something_else_does(site: Path) -> None:
    before = files(site, FIRST)
    replace(site / STORY / "en.md", "---\n\n", "---\n\nOne more sentence. ")
    ledger(site, SECOND)
    after = files(site, SECOND)
    changed = {path for path in before if before[path] != after[path]}
    assert changed
    assert not [path for path in changed if "events" in path or path.endswith(".ics")]


@pytest.mark.parametrize("is_recorded", [True, False], ids=["each on record", "none on record"])
@pytest.mark.parametrize(("kind", "slug"), [("events", "open-day"), ("stories", "garden")])
def test_names_outlive_renames(site: Path, kind: str, slug: str, is_recorded: bool) -> None:
    before = told(site, slug)
    for old, new in ((slug, "one"), ("one", "two"), ("two", "three")):
        rename(site, f"{kind}/{old}", f"{kind}/{new}")
        if is_recorded:
            ledger(site, SECOND)
        after = told(site, new)
        assert (after.ids, after.uid, after.published) == (before.ids, before.uid, before.published)
    rename_back(site, f"{kind}/three", f"{kind}/{slug}")
    assert told(site, slug)[:3] == before[:3]


def rename_back(root: Path, old: str, new: str) -> None:
    (root / REDIRECTS).write_text(re.sub(rf"(?m)^  /{new}/: .*\n", "", (root / REDIRECTS).read_text("utf-8")), "utf-8")
    rename(root, old, new)


def test_names_outlive_a_new_domain(site: Path) -> None:
    before = files(site, FIRST)
    replace(site / "mkdocs.yml", "site_url: https://www.example.org/", "site_url: https://cities.example/net/")
    after = files(site, FIRST)
    for path in before:
        if path.endswith(".json"):
            items = [json.loads(made[path])["items"] for made in (before, after)]
            assert [item["id"] for item in items[0]] == [item["id"] for item in items[1]]
            assert all(item["url"].startswith("https://cities.example/net/") for item in items[1])
        elif path.endswith(".xml"):
            assert feedparser.parse(before[path]).feed.id == feedparser.parse(after[path]).feed.id
        else:
            uids = [re.findall(rb"\r\nUID:(.*)\r", made[path]) for made in (before, after)]
            assert uids[0] == uids[1]


def test_what_was_published_before_keeps_its_name_and_what_is_new_has_a_tag(site: Path) -> None:
    """An older version knew entries by their addresses: a reader who has them must not see them twice."""
    (site / CHANGES_FILE).unlink()
    old = ("https://www.example.org/stories/garden/", "https://www.example.org/en/stories/garden/")
    assert told(site, "garden").ids == old
    begin(site, STORY, "content/stories/second")
    tags = ("tag:www.example.org,2026-01-01:/stories/second/", "tag:www.example.org,2026-01-01:/en/stories/second/")
    assert told(site, "second").ids == tags
    ledger(site, SECOND)
    assert (told(site, "garden").ids, told(site, "second").ids) == (old, tags)
    rename(site, "stories/garden", "stories/park")
    ledger(site, THIRD)
    assert told(site, "park").ids == old


def test_a_new_item_in_the_place_of_a_renamed_one_is_another(site: Path) -> None:
    before = told(site, "open-day")
    rename(site, "events/open-day", "events/spring-day")
    ledger(site, SECOND)
    (site / REDIRECTS).unlink()
    begin(site, "content/events/spring-day", EVENT)
    for day in (SECOND, THIRD):
        new = told(site, "open-day")
        assert told(site, "spring-day")[:2] == before[:2]
        assert new.uid not in ("", before.uid)
        assert not set(new.ids) & set(before.ids)
        ledger(site, day)
    assert told(site, "open-day").ids == new.ids


def test_an_item_to_which_another_one_is_led_keeps_its_own_name(site: Path) -> None:
    begin(site, STORY, "content/stories/second")
    ledger(site, SECOND)
    before = told(site, "second")
    shutil.rmtree(site / STORY)
    replace(site / "newsletters/1/issue.yml", "stories/garden", "stories/second")
    (site / REDIRECTS).write_text("moved:\n  /stories/garden/: /stories/second/\n", "utf-8")
    assert told(site, "second") == before


def test_without_a_first_address_names_are_those_of_today(root: Path) -> None:
    assert told(root, "garden").ids[1] == "https://www.example.org/en/stories/garden/"


@pytest.mark.parametrize(
    "wrong", ["since: 2026-01-01", "url: www.example.org", "{url: https://a.example/, since: soon}", "[1]"]
)
def test_a_first_address_that_is_none_is_told(root: Path, wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    config = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(config.replace("extra:\n", f"extra:\n  first_address: {{{wrong.strip('{}')}}}\n"))
    assert cli.main(["check", "--root", str(root)]) != cli.DONE
    said = capsys.readouterr()
    assert "first_address" in said.out + said.err
