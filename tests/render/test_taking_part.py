"""Of cities it is said that they took part only where an event took place: in every medium, at any time."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from gazette import cli
from gazette.content.dates import PartialDate
from gazette.content.model import Publication
from gazette.outputs import epub, images
from gazette.outputs.pdf import EDITIONS, paper_renderer
from gazette.pipeline.build import context_of
from gazette.render.issue import whole_issue
from gazette.render.lookup import Lookup
from tests.support.contexts import read
from tests.support.readers import opened
from tests.support.sites import BASE, build, give_sender

DAYS = {
    "past": "2026-05-08",
    "coming": "2027-03-04",
    "off": "2026-06-01\ncancelled: true",
    "off-coming": "2027-06-01\ncancelled: true",
}
WAS = {"en": r"\w+ took part", "el": r"Συμμετείχ\w+"}
SAID = {
    "en": {"past": "2 cities took part", "coming": "2 cities take part", "off": "2 cities were to take part"},
    "el": {"past": "Συμμετείχαν 2 πόλεις", "coming": "Συμμετέχουν 2 πόλεις", "off": "Θα συμμετείχαν 2 πόλεις"},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site with an event of each kind in its issue, and a sender of mail; not to be changed."""
    root = tmp_path_factory.mktemp("taking-part") / "site"
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns(".build"))
    for name, day in DAYS.items():
        folder = root / f"content/events/{name}"
        folder.mkdir()
        (folder / "event.yml").write_text(
            f"kind: meeting\nstart: {day}\norganisers: [network]\nmembers: [athens, thessaloniki]\n", "utf-8"
        )
        (folder / "en.md").write_text(f"---\ntitle: Event {name}\nsummary: All meet.\n---\n\nAll meet.\n", "utf-8")
    issue = root / "newsletters/1/issue.yml"
    listed = ", ".join(f"events/{name}" for name in DAYS)
    issue.write_text(issue.read_text("utf-8") + f"  - kind: jointly\n    items: [{listed}]\n", "utf-8")
    give_sender(root)
    return root


@pytest.fixture(scope="module")
def built(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That site as it is published; not to be changed."""
    out = tmp_path_factory.mktemp("built") / "site"
    assert build(site, out) == cli.DONE
    return out


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("name", DAYS)
def test_the_page_of_an_event_says_how_it_stands(built: Path, name: str, language: str) -> None:
    path = built / ("" if language == "el" else language) / f"events/{name}/index.html"
    shown = words(path.read_text("utf-8"))
    assert SAID[language][name.removesuffix("-coming")] in shown
    assert bool(re.search(WAS[language], shown)) == (name == "past")


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("edition", ["screen", "large"])
def test_paper_says_how_they_stand(site: Path, edition: str, language: str) -> None:
    given = context_of(read(site))
    view = whole_issue(Lookup(given.library, given.words[language]), given.library.issues[0])
    kind = next(one for one in EDITIONS if one.name == edition)
    html = paper_renderer(given).document(view, kind).html
    shown = {
        found[1]: words(found[0])
        for found in re.finditer(r'<article id="events-([a-z-]+)".*?</article>', html, re.DOTALL)
    }
    assert shown.keys() == DAYS.keys()
    assert {name: [said for said in SAID[language].values() if said in text] for name, text in shown.items()} == {
        name: [SAID[language][name.removesuffix("-coming")]] for name in DAYS
    }


@pytest.mark.parametrize("language", SAID)
def test_mail_and_lists_say_it_of_none(built: Path, language: str) -> None:
    folder = built / ("" if language == "el" else language)
    stem = f"newsletters/1/newsletter-1-{language}"
    names = [f"{stem}.txt", f"{stem}.html", "newsletters/1/index.html", "events/index.html"]
    names += ["index.html", "events/feed.json", "events/calendar.ics"]
    for name in names:
        assert not re.search(WAS[language], words((folder / name).read_text("utf-8"))), name


@pytest.mark.parametrize("language", SAID)
def test_an_e_book_says_how_they_stand(site: Path, tmp_path: Path, language: str) -> None:
    given = context_of(read(site))
    with_pictures = given.after("images", images.OUTPUT.files(given))
    (book,) = [file.make() for file in epub.OUTPUT.files(with_pictures) if file.path.endswith(f"-{language}.epub")]
    path = tmp_path / "book.epub"
    path.write_bytes(book)
    parts = [words(part) for part in opened(path) if isinstance(part, str)]
    for name in DAYS:
        (text,) = [
            part for part in parts if f"Event {name} " in part and SAID[language][name.removesuffix("-coming")] in part
        ]
        assert bool(re.search(WAS[language], text)) == (name == "past")


def test_a_paper_that_is_out_does_not_change_when_what_it_announced_is_over(site: Path) -> None:
    given = context_of(read(site))
    lookup = Lookup(given.library, given.words["en"])
    event = next(item for item in given.library.past_events if item.slug == "past")
    issue = next(iter(given.library.issues))
    out = Publication.model_construct(recorded=PartialDate.parse("2026-04-01"), items=(), parts=())
    [section] = [
        part
        for part in whole_issue(lookup, replace(issue, publication=out)).data["sections"]
        if part["kind"] == "jointly"
    ]
    labels = [fact["label"] for item in section["items"] if item["title"] == "Event past" for fact in item["facts"]]
    assert SAID["en"]["coming"] in labels
    assert lookup.taking_part(event) == SAID["en"]["past"]
