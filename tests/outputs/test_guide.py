"""The guide to the practices: a practice a page, contents and indexes that are right, PDF/UA, read aloud as written."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import page
import pytest

from gazette.content.model import Event, Story
from gazette.outputs import guide
from gazette.outputs.base import DownloadFile
from gazette.outputs.pdf import paper_renderer
from gazette.pipeline.build import context_of
from gazette.render.lookup import Lookup
from gazette.render.paper import GuideRenderer, PaperDocument
from gazette.render.practice_guide import guide_view, own_words, printable
from tests.outputs.test_epub import documents
from tests.outputs.test_pdf_read_aloud import Paper, by_outloud, is_running_line, places
from tests.support import pdf_audit
from tests.support.contexts import context, read
from tests.support.epubcheck import complaints
from tests.support.pdf_source import Printed, _Open, difference, spaced

pytestmark = pytest.mark.usefixtures("without_collector")

BOOKS = [("real", "el"), ("real", "en"), ("good", "el"), ("good", "en"), ("good", "ar")]


FROM_RIGHT_TO_LEFT = re.compile(r"[\s.]*[\u0590-\u08ff][\u0590-\u08ff\s.]*")
"""Words that stand in a line as they are seen, their full stop with them."""


class WithSteps(Printed):
    """The number of a step stands before it, as the styles put it there."""

    def _generated(self, entry: _Open) -> None:
        above = self.open[-1] if self.open else None
        if entry.tag == "li" and above and "steps" in above.classes:
            above.entries += 1
            self.say(f"{above.entries} ")
        super()._generated(entry)


@cache
def files(name: str) -> dict[str, DownloadFile]:
    return {file.path: file for file in guide.OUTPUT.files(context(name)) if isinstance(file, DownloadFile)}


def path_of(name: str, language: str, ending: str) -> str:
    return f"{context(name).settings.language_root(language)}practices/guide-{language}.{ending}"


@cache
def book(name: str, language: str, ending: str = "pdf") -> bytes:
    return files(name)[path_of(name, language, ending)].make()


def html_of(name: str, language: str) -> str:
    given = context(name)
    view = guide_view(Lookup(given.library, given.words[language]))
    renderer = paper_renderer(given, GuideRenderer, own_words(given.words))
    return renderer.document(view, guide.GUIDE).html


def objections(raw: bytes, language: str, folder: Path) -> list[str]:
    """What outloud finds, but for what runs at the foot of pages and is marked as that."""
    label = context("real").words[language].say("guide.label")
    made = Paper(raw, PaperDocument("", {}, 0), folder, language, label)
    found = (fault for fault in by_outloud(raw, folder) if not is_running_line(fault, made))
    return [f"{fault.rule}: {fault.message} {fault.evidence}" for fault in found]


@pytest.mark.parametrize(("name", "language"), BOOKS)
def test_what_is_heard_is_what_was_written_and_no_validator_objects(name: str, language: str, tmp_path: Path) -> None:
    raw = book(name, language)
    assert pdf_audit.faults(raw) == []
    found = [fault for profile in ("ua1", "2a") for fault in page.validate_pdf_bytes(raw, profile=profile).failures]
    assert [f"{fault.rule_id}: {fault.message}" for fault in found] == []
    if language == "ar":  # of Arabic letters both take each form for a letter of its own
        return
    assert objections(raw, language, tmp_path) == []
    with pdf_audit.opened(raw) as pdf:
        written = WithSteps(html_of(name, language), places(pdf).__getitem__, lambda _: "").words
        heard = spaced(pdf_audit.tree(pdf).heard)
        assert difference(FROM_RIGHT_TO_LEFT.sub(" ", heard), FROM_RIGHT_TO_LEFT.sub(" ", written)) == ""


@pytest.mark.parametrize("language", ["el", "en"])
def test_a_practice_begins_on_a_page_of_its_own_and_all_lists_lead_there(language: str) -> None:
    given = context("real")
    items = printable(Lookup(given.library, given.words[language]))
    assert len(items) == len(given.library.practices)
    with pdf_audit.opened(book("real", language)) as pdf:
        of = places(pdf)
        begun = [of[item.address.strip("/").replace("/", "-")] for item in items]
        tags = list(pdf_audit.tree(pdf).walk())
        assert len(pdf.pages) <= 18
    assert begun == sorted(set(begun))
    assert begun[0] == 3
    for item in items:
        title = given.library.choose(item, language).title
        entries = [tag.heard for tag in tags if tag.kind == "LI" and title in tag.heard]
        pages = {entry.rsplit(" ", 1)[1] for entry in entries}
        wanted = of[item.address.strip("/").replace("/", "-")]
        assert pages == {str(wanted)}, title
        assert isinstance(item.data, Story | Event)
        places_of_it = 1 + len(item.data.themes) + len(given.library.cities_of(item))
        assert len(entries) == places_of_it, "once in the contents, under each theme and each city"


def test_it_weighs_little_and_is_the_same_each_time() -> None:
    assert len(book("real", "el")) < 300_000
    assert files("real")[path_of("real", "el", "pdf")].make() == book("real", "el")


@pytest.mark.parametrize(("name", "language"), [("real", "el"), ("good", "ar")])
def test_epubcheck_has_nothing_to_say(name: str, language: str, tmp_path: Path) -> None:
    assert complaints(book(name, language, "epub"), tmp_path) == []


def test_the_book_holds_every_practice_and_speaks_of_no_issue() -> None:
    whole = documents(book("real", "en", "epub"))
    nav = whole["book/nav.xhtml"]
    assert "In this guide" in nav
    assert "issue" not in re.sub(r"<[^>]*>", "", nav).lower()
    assert len([name for name in whole if re.match(r"book/(stories|events)-", name)]) == 13
    assert "565</b> fabric masks" in whole["book/stories-ioannina-masks-and-council.xhtml"]


def test_without_practices_there_is_no_guide(root: Path) -> None:
    assert list(guide.OUTPUT.files(context_of(read(root)))) == []


def test_whoever_did_not_agree_to_print_is_not_printed(root: Path) -> None:
    """A text that names someone may be on the web alone."""
    story = root / "content/stories/garden/story.yml"
    story.write_text(story.read_text("utf-8") + "people: [c-0042]\npractice:\n  audiences: [refugees]\n", "utf-8")
    (root / "consent").mkdir()
    record = "given: 2026-03-01\nscope: [{scope}]\nshows: [name]\nminor: false\nreviewer: Integration office\n"
    for scope, count in (("web", 0), ("web, print, email", 1)):
        (root / "consent/c-0042.yml").write_text(record.format(scope=scope), "utf-8")
        given = context_of(read(root))
        assert len(printable(Lookup(given.library, given.words["en"]))) == count
