"""Feeds: readers take them without a complaint, and they say what the pages say."""

import json
import re
import warnings
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from gazette.content.change_record import ChangeRecord
from gazette.content.library import Library
from gazette.content.model import Kind
from gazette.render.feeds import NEWEST, FeedSource, feed_files
from gazette.render.subscriptions import FEEDS, TYPES
from gazette.render.templates import environment
from tests.support.contexts import GOOD, ROOTS, SITE, context, read
from tests.support.sites import TODAY


def made(name: str, library: Library | None = None, changes: ChangeRecord | None = None) -> dict[str, bytes]:
    given = context(name)
    root = given.settings.language_root
    shown = given.library if library is None else library
    templates = environment(given.theme.feed_templates)
    source = FeedSource(
        shown, given.theme.words, changes or given.listed.changes, lambda code, at: f"{SITE}{root(code)}{at}", root,
        lambda path, _: f"{SITE}{path}",
    )  # fmt: skip
    files = feed_files(source, templates)
    return {file.path: file.make() for file in files}


def parsed(raw: bytes) -> Any:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found = feedparser.parse(raw)
    assert (found.bozo, found.get("bozo_exception"), [str(warning.message) for warning in said]) == (False, None, [])
    return found


LATEST = {
    name: max(re.findall(r"\d{4}-\d\d-\d\d", f"{TODAY} {told.read_text('utf-8') if told.exists() else ''}"))
    for name, told in ((name, root / "changes.txt") for name, root in ROOTS.items())
}
"""The newest day that a ledger of changes has, or that of the tests."""
PATHS = [(name, path) for name in ROOTS for path in made(name)]


@pytest.mark.parametrize(("name", "path"), [pair for pair in PATHS if pair[1].endswith(".xml")])
def test_readers_take_the_feed(name: str, path: str) -> None:
    found = parsed(made(name)[path])
    assert found.version == "atom10"
    assert found.feed.id == SITE + path
    ids = [entry.id for entry in found.entries]
    assert ids
    assert len(ids) == len(set(ids))
    for entry in found.entries:
        assert entry.link.startswith(SITE)
        assert entry.title
        assert entry.summary
        assert entry.updated_parsed
        assert datetime.fromisoformat(entry.updated).date().isoformat() <= LATEST[name]
    assert found.feed.updated == max((entry.updated for entry in found.entries), key=datetime.fromisoformat)


@pytest.mark.parametrize(("name", "path"), [pair for pair in PATHS if pair[1].endswith(".json")])
def test_json_feed_is_as_declared_and_says_the_same(name: str, path: str) -> None:
    """jsonfeed.org/version/1.1: what must be there, and of which kind."""
    files = made(name)
    feed = json.loads(files[path])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == SITE + path
    assert all(isinstance(feed[field], str) for field in ("title", "home_page_url", "description", "language"))
    atom = parsed(files[path.replace(".json", ".xml")])
    assert [(item["id"], item["title"]) for item in feed["items"]] == [(e.id, e.title) for e in atom.entries]
    for item in feed["items"]:
        assert item["content_text"]
        assert set(item) <= {
            "id", "url", "title", "content_text", "date_published", "date_modified", "language", "authors", "tags",
        }  # fmt: skip
        published = item.get("date_published", "1800-01-01T00:00:00+02:00")
        assert datetime.fromisoformat(published) <= datetime.fromisoformat(item.get("date_modified", published))


def test_each_language_has_each_feed() -> None:
    for name, languages in (("real", ("", "en/")), ("good", ("", "en/", "ar/"))):
        wanted = {f"{root}{feed.address}{file}" for root in languages for feed in FEEDS for file in list(TYPES)[:2]}
        assert set(made(name)) == wanted


def test_all_that_is_on_record_is_in_the_feeds() -> None:
    library = context("real").library
    kinds = {
        "stories/": Kind.STORY, "statements/": Kind.STATEMENT, "events/": Kind.EVENT, "documents/": Kind.DOCUMENT,
        "newsletters/": Kind.ISSUE,
    }  # fmt: skip
    for address, kind in kinds.items():
        found = parsed(made("real")[f"en/{address}feed.xml"])
        assert {entry.id for entry in found.entries} == {f"{SITE}en/{item.address}" for item in library.items(kind)}
    assert len(parsed(made("real")["feed.xml"]).entries) == sum(len(library.items(kind)) for kind in kinds.values())


def test_a_text_that_stands_in_is_marked() -> None:
    space = {"a": "http://www.w3.org/2005/Atom"}
    entries = ElementTree.fromstring(made("good")["en/stories/feed.xml"]).findall("a:entry", space)
    languages = {
        entry.findtext("a:id", "", space).split("/")[-2]: entry.get("{http://www.w3.org/XML/1998/namespace}lang")
        for entry in entries
    }
    assert languages["only-greek"] == "el"
    assert languages["only-arabic"] == "ar"
    assert languages["garden"] is None
    items = json.loads(made("good")["en/stories/feed.json"])["items"]
    assert {item["language"] for item in items} == {"en", "el", "ar"}


def test_a_coming_event_is_dated_by_what_is_on_record_and_not_by_the_day_of_the_build() -> None:
    found = {entry.id.split("/")[-2]: entry for entry in parsed(made("good")["en/events/feed.xml"]).entries}
    assert found["coming"].updated == "2026-10-01T00:00:00+03:00", "since the site has its address"
    assert found["undated"].updated == "2021-02-01T00:00:00+02:00", "when it was reported"
    assert found["past"].updated == "2019-05-02T00:00:00+03:00"


def test_words_that_look_like_xml_stay_words(tmp_path: Path) -> None:
    files = {"story.yml": "date: 2021-02\nmembers: [north]\nthemes: [employment]\n"}
    title = "Bread & salt <b>]]> \"x\" 'y'"
    files["en.md"] = (
        f"---\ntitle: {json.dumps(title)}\nsummary: {json.dumps('<script>1 && 2</script>')}\n---\n\nText.\n"
    )
    root = _with_story(tmp_path, "odd", files)
    library = read(root).library
    found = {entry.id.split("/")[-2]: entry for entry in parsed(made("good", library)["en/stories/feed.xml"]).entries}
    raw = ElementTree.fromstring(made("good", library)["en/stories/feed.xml"])
    assert title in [element.text for element in raw.iter("{http://www.w3.org/2005/Atom}title")]
    assert "odd" in found


def _with_story(tmp_path: Path, slug: str, files: dict[str, str]) -> Path:
    import shutil

    root = tmp_path / "root"
    if not root.exists():
        shutil.copytree(GOOD, root)
    folder = root / "content/stories" / slug
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    return root


def test_a_feed_holds_the_newest_and_stays_as_it_is_when_an_older_one_changes(tmp_path: Path) -> None:
    def story(number: int, words: str = "One more.") -> dict[str, str]:
        day = f"2024-{number // 28 + 1:02}-{number % 28 + 1:02}"
        return {
            "story.yml": f"date: {day}\nmembers: [north]\nthemes: [employment]\n",
            "en.md": f"---\ntitle: More {number}\nsummary: {words}\n---\n\nText.\n",
        }

    for number in range(60):
        root = _with_story(tmp_path, f"more-{number}", story(number))
    given = context("good")

    def digests() -> tuple[set[bytes], int]:
        library = read(root).library
        source = FeedSource(
            library, given.theme.words, given.listed.changes, lambda *_: "", lambda _: "", lambda path, _: path
        )
        files = feed_files(source, environment({}))
        entries = parsed(made("good", library)["en/stories/feed.xml"]).entries
        return {file.digest for file in files if file.path.startswith("stories/")}, len(entries)

    before, count = digests()
    assert count == NEWEST
    (root / "content/stories/more-0/en.md").write_text(story(0, "Something else.")["en.md"])
    assert digests()[0] == before
    (root / "content/stories/more-59/en.md").write_text(story(59, "Something else.")["en.md"])
    assert digests()[0] != before


LATEST_ON_RECORD = max(re.findall(r"\d{4}-\d\d-\d\d", (ROOTS["real"] / "changes.txt").read_text("utf-8")))


def test_what_has_no_date_is_dated_by_the_day_on_which_it_came_here() -> None:
    """Atom must have a date of each entry, JSON Feed need not."""
    files = made("real")
    record = context("real").listed.changes
    undated = [item for item in context("real").library.items(Kind.DOCUMENT) if record.history(item).published is None]
    assert undated
    atom = {entry.link: entry for entry in parsed(files["documents/feed.xml"]).entries}
    told = {entry["url"]: entry for entry in json.loads(files["documents/feed.json"])["items"]}
    for item in undated:
        since = record.entries[item.address].since
        assert atom[f"{SITE}{item.address}"].updated.startswith(f"{since}T00:00:0")
        assert "published" not in atom[f"{SITE}{item.address}"]
        assert "date_published" not in told[f"{SITE}{item.address}"]
    assert not [path for path, raw in files.items() if b"1970" in raw]


def test_what_has_no_date_anywhere_is_in_the_feed_that_needs_none() -> None:
    record = context("real").listed.changes
    documents = [item for item in context("real").library.items(Kind.DOCUMENT) if not record.history(item).published]
    library = Library(documents, ("el", "en"), date.fromisoformat(TODAY))
    files = made("real", library, ChangeRecord(published=frozenset(item.address for item in documents)))
    assert len(json.loads(files["feed.json"])["items"]) == len(documents)
    found = parsed(files["feed.xml"])
    assert (found.entries, found.feed.updated) == ([], f"{TODAY}T00:00:00+02:00")


def test_a_feed_without_entries_is_a_feed() -> None:
    empty = Library([], ("el", "en"), date.fromisoformat(TODAY))
    for path, raw in made("real", empty).items():
        if path.endswith(".xml"):
            assert parsed(raw).feed.updated == f"{LATEST_ON_RECORD}T00:00:00+02:00"
        else:
            assert json.loads(raw)["items"] == []


ATOM_SPACE = "{http://www.w3.org/2005/Atom}"


def _enclosures(site: Path, path: str) -> dict[str, list[tuple[str, str, int]]]:
    """Address of an entry → type, path and size of each of its enclosures, by Atom; JSON Feed must say the same."""
    atom = ElementTree.fromstring((site / f"{path}.xml").read_bytes())
    found = {}
    for entry in atom.iter(f"{ATOM_SPACE}entry"):
        links = [link.attrib for link in entry.findall(f"{ATOM_SPACE}link") if link.get("rel") == "enclosure"]
        assert all(link["title"] for link in links)
        found[entry.findtext(f"{ATOM_SPACE}id") or ""] = [
            (link["type"], link["href"], int(link["length"])) for link in links
        ]
    for item in json.loads((site / f"{path}.json").read_bytes())["items"]:
        files = [(file["mime_type"], file["url"], file["size_in_bytes"]) for file in item.get("attachments", ())]
        assert files == found[item["id"]]
    return {name: files for name, files in found.items() if files}


@pytest.mark.parametrize(("root", "language"), [("", "el"), ("en/", "en")])
def test_an_issue_brings_its_editions_along(real_site: Path, root: str, language: str) -> None:
    for feed in ("feed", "newsletters/feed"):
        ((name, files),) = _enclosures(real_site, f"{root}{feed}").items()
        assert name == f"https://cities-network.example/{root}newsletters/2/"
        paths = {url.removeprefix("https://cities-network.example/"): size for _, url, size in files}
        folder = real_site / root / "newsletters/2"
        made = [*folder.glob(f"newsletter-2-{language}*.pdf"), *folder.glob("*.epub")]
        assert paths == {path.relative_to(real_site).as_posix(): path.stat().st_size for path in made}
        kinds = {url.rpartition(".")[2]: kind for kind, url, _ in files}
        assert kinds == {"pdf": "application/pdf", "epub": "application/epub+zip"}


def test_without_paper_there_are_no_enclosures(good_site: Path) -> None:
    assert _enclosures(good_site, "feed") == {}
