"""What is written is what is printed, seen and heard: each edition's tags, word for word, and two validators' findings.

The real second issue, and one whose first story holds everything that a text can hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path

import outloud
import page
import pikepdf
import pytest

from gazette.engines import pdf_lines
from gazette.engines.pdf import to_pdf
from gazette.outputs.pdf import EDITIONS, paper_renderer, pdf_source
from gazette.render.paper import PaperDocument
from gazette.render.typography import typeset
from tests.support import constructs, made_up, pdf_audit
from tests.support.pdf_source import Printed, difference, spaced

pytestmark = pytest.mark.usefixtures("without_collector")

LANGUAGES = ("el", "en")
NAMES = tuple(edition.name for edition in EDITIONS if not edition.booklet)
REAL = [("real", language, edition) for language in LANGUAGES for edition in NAMES]
UNLINKED = "LNK-010"
"""An address that cannot be followed: a file for a print shop has no links, for PDF/X-4 allows none on its pages."""
MADE_UP = [
    ("made up", "el", "screen"),
    ("made up", "en", "screen"),
    ("made up", "el", "print"),
    ("made up", "en", "grey"),
]


@dataclass
class Paper:
    """A PDF, and the document that it was printed from."""

    raw: bytes
    document: PaperDocument
    site: Path
    language: str
    label: str


@pytest.fixture(scope="module")
def paper(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str, str], Paper]:
    """Which issue, language and edition → the paper; the real one's are those that the site has."""
    root = constructs.everything(tmp_path_factory.mktemp("constructs") / "site")

    @cache
    def of(which: str, language: str, name: str) -> Paper:
        site, number = (made_up.PROJECT, "2") if which == "real" else (root, "1")
        view = made_up.view_of(site, language, number)
        edition = next(edition for edition in EDITIONS if edition.name == name)
        document = paper_renderer(made_up.context(site)).document(view, edition)
        is_real = which == "real"
        raw = published(request.getfixturevalue("real_site"), language, name) if is_real else printed(document)
        return Paper(raw, document, site, language, view.label)

    return of


def published(site: Path, language: str, name: str) -> bytes:
    folder = site / ("" if language == "el" else language) / "newsletters/2"
    return (folder / f"newsletter-2-{language}{'' if name == 'screen' else f'-{name}'}.pdf").read_bytes()


def printed(made: PaperDocument) -> bytes:
    return to_pdf(pdf_source(made))


def places(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Name of a place in the document → its page."""
    pages = {sheet.objgen: number for number, sheet in enumerate(pdf.pages, start=1)}
    names = pdf.Root.Names.Dests.Names
    return {str(names[at]): pages[names[at + 1][0].objgen] for at in range(0, len(names), 2)}


def written(made: Paper, of: Mapping[str, int]) -> str:
    """The words of the document."""
    say = made_up.context(made.site).theme.words[made.language].say
    return Printed(made.document.html, of.__getitem__, lambda at: f" {say('paper.see', page=at)}").words


def apart(raw: bytes, made: Paper) -> str:
    """Where the tags' words first are not those of the document."""
    with pdf_audit.opened(raw) as pdf:
        return difference(spaced(pdf_audit.tree(pdf).heard), written(made, places(pdf)))


@pytest.mark.parametrize("which", [*REAL, *MADE_UP], ids="-".join)
def test_what_is_heard_is_what_was_written_and_no_validator_objects(
    which: tuple[str, str, str], paper: Callable[..., Paper], tmp_path: Path
) -> None:
    """All of a paper in one test: it takes longer to make than to look at."""
    made = paper(*which)
    assert apart(made.raw, made) == ""
    assert pdf_audit.faults(made.raw) == []
    profiles = ("ua1", "2a") if which[2] == "screen" else ("ua1",)
    assert [fault for profile in profiles for fault in by_page(made.raw, profile)] == []
    found = [fault for fault in by_outloud(made.raw, tmp_path) if not is_running_line(fault, made)]
    if which[2] == "print":
        found = [fault for fault in found if fault.rule != UNLINKED]
    assert [f"{fault.rule}: {fault.message} {fault.evidence}" for fault in found] == []


def test_without_the_mended_lines_words_would_be_glued(
    paper: Callable[..., Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = paper("made up", "el", "screen")
    monkeypatch.setattr(pdf_lines, "written", nullcontext)
    assert "ΈνταξηΕνημερωτικό" in apart(printed(made.document), made)


def test_a_lost_paragraph_is_noticed(paper: Callable[..., Paper]) -> None:
    made = paper("made up", "en", "screen")
    with pdf_audit.opened(made.raw) as pdf:
        lost = [tag for tag in pdf_audit.tree(pdf).walk() if tag.kind == "P"][3]
        lost.raw.K = pikepdf.Array()
        assert lost.heard in apart(saved(pdf), made)


def saved(pdf: pikepdf.Pdf) -> bytes:
    target = BytesIO()
    pdf.save(target)
    return target.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_of_the_view_is_in_the_document(language: str) -> None:
    """The other half of the way: from what editors wrote to what is printed from."""
    context, view = made_up.context(made_up.PROJECT), made_up.view_of(made_up.PROJECT, language, "2")
    html = paper_renderer(context).document(view, EDITIONS[0]).html
    shown = bare(re.sub(r"\[\d+\]", "", Printed(html, lambda _: 0, lambda _: "").words))
    for section in view.data["sections"]:
        for item in section["items"]:
            body = context.body(item["body"]).partition('<div class="footnote"')[0] if item["body"] else ""
            words = [item["title"], *re.findall(r"<p>(.*?)</p>", body, re.DOTALL)]
            assert [part for part in words if bare(unescape(typeset(part))) not in shown] == [], item["id"]


def bare(html: str) -> str:
    return re.sub(r"<[^>]*>|\s", "", html)


# Parts of the made-up issue


def test_signs_of_lists_are_labels_and_numbers_go_on(paper: Callable[..., Paper]) -> None:
    with pdf_audit.opened(paper("made up", "en", "screen").raw) as pdf:
        tags = list(pdf_audit.tree(pdf).walk())
    entries = [[child.heard for child in tag.children if child.kind == "Lbl"] for tag in tags if tag.kind == "LI"]
    labels = [label for found in entries for label in found]
    assert labels == ["1.", "2.", "–", "–", "1.", "2.", "3.", "7.", "8.", "–", "–"]
    numbered = [tag for tag in tags if tag.kind == "L" and tag.children[0].children[0].heard in ("1.", "7.")]
    assert {str(tag.raw.A.ListNumbering) for tag in numbered} == {"/Decimal"}


def test_a_link_over_lines_is_one_tag_and_says_its_words(paper: Callable[..., Paper]) -> None:
    with pdf_audit.opened(paper("made up", "en", "screen").raw) as pdf:
        links = [tag for tag in pdf_audit.tree(pdf).walk() if tag.kind == "Link"]
        areas = {tag.heard: [kid.Obj for kid in tag.raw.K if isinstance(kid, pikepdf.Dictionary)] for tag in links}
        assert {str(area.Contents) for tag in links for area in areas[tag.heard]} == set(areas)
        long = areas["link to a page elsewhere that is long enough to go over the end of a line"]
        assert len(long) == 3
        assert len({tuple(map(float, area.Rect)) for area in long}) == 3


def test_notes_and_their_calls_lead_to_each_other(paper: Callable[..., Paper]) -> None:
    with pdf_audit.opened(paper("made up", "en", "screen").raw) as pdf:
        tags = list(pdf_audit.tree(pdf).walk())
        notes = [tag for tag in tags if tag.kind == "Note"]
        calls = [tag for tag in tags if tag.kind == "Reference"]
        assert [call.heard for call in calls] == ["1", "2", "1"], "a note that is called twice is printed once"
        assert [note.children[0].heard for note in notes] == ["1", "2"]
        of = places(pdf)
        leads = [str(target(tag)) for tag in (*calls, *(note.children[0] for note in notes))]
        assert leads[:2] == ["note-1", "note-2"]
        assert leads[3:] == ["note-1-call", "note-2-call"]
        assert set(leads) <= set(of)


def target(tag: pdf_audit.Tag) -> pikepdf.Object:
    return tag.children[0].raw.K[-1].Obj.Dest


def test_parts_in_other_languages_and_struck_words_are_told(paper: Callable[..., Paper]) -> None:
    with pdf_audit.opened(paper("made up", "en", "screen").raw) as pdf:
        tags = list(pdf_audit.tree(pdf).walk())
        assert "Δίκτυο Πόλεων για την Ένταξη" in [tag.heard for tag in tags if str(tag.raw.get("/Lang", "")) == "el"]
        struck = [tag.heard for tag in tags if tag.raw.get("/A", {}).get("/TextDecorationType") == "/LineThrough"]
        assert struck == ["struck words"]
        assert [str(tag.raw.A.Scope) for tag in tags if tag.kind == "TH"] == ["/Column"] * 3


# Two validators, neither of them ours


def by_page(raw: bytes, profile: str) -> list[str]:
    return [f"{fault.rule_id}: {fault.message}" for fault in page.validate_pdf_bytes(raw, profile=profile).failures]


def by_outloud(raw: bytes, folder: Path) -> list[outloud.findings.Finding]:
    path = folder / "issue.pdf"
    path.write_bytes(raw)
    result = outloud.check(str(path))
    assert result.error is None
    return list(result.findings)


def is_running_line(fault: outloud.findings.Finding, made: Paper) -> bool:
    """A false alarm: it takes for text what runs at the foot of pages, where a section has fewer than three.

    ISO 14289-1, 7.8: "Running headers and footers shall be identified as Pagination artifacts and shall be classified
    as either Header or Footer subtypes as per ISO 32000-1:2008, 14.8.2.2.2, Table 330." So they are marked.
    """
    if fault.rule != "TAG-002" or fault.count != 1:
        return False
    with pdf_audit.opened(made.raw) as pdf:
        running = spaced(pdf_audit.painted(pdf.pages[fault.page - 1]).artifacts)
    *words, _ = (fault.evidence or "").split()  # the last may be cut
    return made.label.split()[0] in words and all(word in running for word in words)


def test_what_runs_at_the_foot_of_pages_is_marked_as_that(paper: Callable[..., Paper]) -> None:
    with pdf_audit.opened(paper("real", "el", "screen").raw) as pdf:
        for sheet in list(pdf.pages)[1:]:
            assert b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC" in sheet.Contents.read_bytes()


def without_pictures_words(pdf: pikepdf.Pdf) -> None:
    figure = next(tag for tag in pdf_audit.tree(pdf).walk() if tag.kind == "Figure")
    del figure.raw["/Alt"]


def without_words_of_a_link(pdf: pikepdf.Pdf) -> None:
    link = next(tag for tag in pdf_audit.tree(pdf).walk() if tag.kind == "Link")
    link.raw.K = pikepdf.Array([link.raw.K[-1]])


def with_a_silent_label(pdf: pikepdf.Pdf) -> None:
    note = next(tag for tag in pdf_audit.tree(pdf).walk() if tag.kind == "Note")
    note.raw.ID = pikepdf.String("note-2")


def without_colours(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


SPOILT = {
    "a picture without words": (without_pictures_words, "ua1", "FIG-001"),
    "two notes of one name": (with_a_silent_label, "ua1", "NOTE-004"),
    "a link without words": (without_words_of_a_link, "", "LNK-003"),
    "no output intent": (without_colours, "2a", ""),
}
"""What is spoilt → the profile by which the one refuses it, the rule by which the other does."""


@pytest.mark.parametrize("name", SPOILT)
def test_the_validators_bite(name: str, paper: Callable[..., Paper], tmp_path: Path) -> None:
    spoil, profile, rule = SPOILT[name]
    with pdf_audit.opened(paper("made up", "en", "screen").raw) as pdf:
        spoil(pdf)
        raw = saved(pdf)
    assert not profile or by_page(raw, profile)
    assert not rule or rule in [fault.rule for fault in by_outloud(raw, tmp_path)]
