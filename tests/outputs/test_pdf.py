"""The papers of the real second issue: PDF/UA-1, sixteen pages, contents that are right, our fonts, the same bytes."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest

from gazette.content.model import Kind
from gazette.engines.booklet import booklet
from gazette.engines.pdf import PdfError, PdfSource, to_pdf
from gazette.outputs import pdf as pdf_output
from gazette.pipeline.build import context_of
from gazette.render.issue import whole_issue
from gazette.render.lookup import Lookup
from gazette.render.paper import Edition, PaperDocument
from gazette.render.typography import typeset
from tests.support import pdf_audit
from tests.support.contexts import read
from tests.support.sites import PROJECT, build, printed_as

pytestmark = pytest.mark.usefixtures("without_collector")

LANGUAGES = ("el", "en")
Published = Callable[..., bytes]
STANDS_ON = {
    "statements": {"kalamaria": 2, "chania": 3, "neapoli": 4, "delta": 4, "kmop": 8, "babel": 9},
    "stories": {
        "karditsa": 10, "tripoli": 11, "athens": 12, "piraeus": 13, "heraklion": 13, "thessaloniki": 14,
        "neapoli": 15, "ioannina": 16,
    },
}  # fmt: skip
FONTS = {"Commissioner", "Commissioner-Bold", "Literata", "Literata-Italic"}


@cache
def document(
    language: str, edition: Edition = pdf_output.SCREEN, root: Path = PROJECT, section: int | None = None
) -> PaperDocument:
    """The second issue, or one section of it, counted from 0."""
    given = context_of(read(root))
    library = given.library
    issue = library.get(Kind.ISSUE, "2")
    assert issue
    view = whole_issue(Lookup(library, given.theme.words[language]), issue)
    if section is not None:
        view = replace(view, data={**view.data, "sections": [view.data["sections"][section]]})
    return pdf_output.paper_renderer(given).document(view, edition)


def short() -> PaperDocument:
    """One section of the issue, with all that the negative controls spoil: quicker than the whole, and as sound."""
    return document("en", section=1)


def printed(made: PaperDocument) -> bytes:
    return to_pdf(pdf_output.pdf_source(made))


@pytest.fixture(scope="module")
def pdf(real_site: Path) -> Published:
    """The second issue as the real site has it, in a language and an edition."""

    def of(language: str, edition: Edition = pdf_output.SCREEN) -> bytes:
        name = f"newsletter-2-{language}{'' if edition is pdf_output.SCREEN else f'-{edition.name}'}.pdf"
        return (real_site / ("" if language == "el" else language) / "newsletters/2" / name).read_bytes()

    return of


def bare(words: str) -> str:
    """Without spaces, which lines swallow where they end, and without the marks of hyphenation."""
    return re.sub(r"[\s\u00a0\u00ad]", "", words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_keeps_to_pdf_ua(pdf: Published, language: str) -> None:
    assert pdf_audit.faults(pdf(language)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sixteen_pages_of_a4_and_under_the_weight(pdf: Published, language: str) -> None:
    with pdf_audit.opened(pdf(language)) as made:
        assert len(made.pages) == 16
        assert {tuple(round(float(edge)) for edge in page.trimbox) for page in made.pages} == {(0, 0, 595, 842)}
    assert len(pdf(language)) < 3_000_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_contents_name_the_pages_of_the_titles(pdf: Published, language: str) -> None:
    with pdf_audit.opened(pdf(language)) as made:
        tags = list(pdf_audit.tree(made).walk())
    titles = {bare(tag.text): tag.page for tag in tags if tag.kind == "H3" and tag.page > 1}
    entries = [bare(tag.text) for tag in tags if tag.kind == "LI" and tag.page == 1]
    assert len(entries) == len(titles) == 19
    for title, page in titles.items():
        assert [entry for entry in entries if entry.endswith(f"{title}{page}")], (title, page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_item_stands_where_the_newsletter_had_it(pdf: Published, language: str) -> None:
    order = re.findall(r'<article id="([a-z0-9-]+)"', document(language).html)
    with pdf_audit.opened(pdf(language)) as made:
        titles = [tag.page for tag in pdf_audit.tree(made).walk() if tag.kind == "H3" and tag.page > 1]
    where = dict(zip(order, titles, strict=True))
    for collection, wanted in STANDS_ON.items():
        for name, page in wanted.items():
            assert [where[item] for item in order if item.startswith(f"{collection}-{name}")] == [page], name
    events = [page for item, page in where.items() if item.startswith("events-")]
    assert events == sorted(events)
    assert {5, 6, 7} == set(events)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_our_fonts(pdf: Published, language: str) -> None:
    with pdf_audit.opened(pdf(language)) as made:
        assert {str(font.BaseFont).split("+")[1] for font in pdf_audit.fonts(made)} == FONTS


@pytest.mark.parametrize("language", LANGUAGES)
def test_running_words_are_artifacts_and_notes_are_notes(pdf: Published, language: str) -> None:
    with pdf_audit.opened(pdf(language)) as made:
        for number, page in enumerate(made.pages, start=1):
            if number > 1:
                assert str(number) in pdf_audit.painted(page).artifacts
        notes = [tag for tag in pdf_audit.tree(made).walk() if tag.kind == "Note"]
    assert len(notes) == document(language).html.count('class="footnote"') > 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_issue_is_printed(pdf: Published, language: str) -> None:
    """What is set in columns must not be lost where a page ends."""
    with pdf_audit.opened(pdf(language)) as made:
        text = bare("".join(pdf_audit.tree(made).texts))
    given = context_of(read(PROJECT))
    library = given.library
    kept = library.kept(library.issues[0])
    for item in (kept.get((now.kind, now.slug), now) for now in library.contents(library.issues[0])):
        last = re.findall(r"<p>([^<]{40,})</p>", given.body(library.choose(item, language).body))
        assert all(bare(typeset(part).replace("&nbsp;", "")) in text for part in last), item.slug


def test_the_same_bytes_from_another_folder(pdf: Published, tmp_path: Path) -> None:
    for name in ("content", "members", "newsletters"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    shutil.copy(PROJECT / "mkdocs.yml", tmp_path)
    assert printed(document("el", root=tmp_path)) == pdf("el")


# Negative controls: what the check is there to find


def without(pattern: str, replacement: str, made: PaperDocument) -> PaperDocument:
    html, count = re.subn(pattern, replacement, made.html, count=1)
    assert count == 1
    return replace(made, html=html)


def bare_of_languages(made: PaperDocument) -> PaperDocument:
    head, sign, body = made.html.partition("<body>")
    return replace(made, html=head + sign + re.sub(r' lang="\w+"', "", body))


def test_what_is_spoilt_is_sound_before() -> None:
    assert pdf_audit.faults(printed(short())) == []


SPOILT: dict[str, tuple[Callable[[PaperDocument], PaperDocument], str]] = {
    "a level left out": (lambda made: without(r"<h4([^>]*)>(.*?)</h4>", r"<h6\1>\2</h6>", made), "7.4"),
    "no title": (lambda made: without(r"<title>.*?</title>", "", made), "7.1"),
    "no part in another language": (bare_of_languages, "7.2"),
}


@pytest.mark.parametrize("name", SPOILT)
def test_the_check_bites(name: str) -> None:
    spoil, section = SPOILT[name]
    assert [fault for fault in pdf_audit.faults(printed(spoil(short()))) if f"({section})" in fault]


def test_a_picture_without_words_stops_the_press() -> None:
    with pytest.raises(PdfError, match="alt"):
        printed(without(r'alt="QR[^"]*"', 'alt=""', short()))


def test_the_check_bites_where_a_picture_lost_its_words(pdf: Published) -> None:
    with pdf_audit.opened(pdf("en")) as made:
        figure = next(tag for tag in pdf_audit.tree(made).walk() if tag.kind == "Figure")
        del figure.raw["/Alt"]
        target = BytesIO()
        made.save(target)
    assert "a picture without alternative text (7.3)" in pdf_audit.faults(target.getvalue())


def test_the_check_bites_where_nothing_is_tagged(pdf: Published) -> None:
    with pdf_audit.opened(pdf("en")) as made:
        del made.Root.StructTreeRoot
        del made.Root.MarkInfo
        target = BytesIO()
        made.save(target)
    assert "not tagged (7.1)" in pdf_audit.faults(target.getvalue())


def test_the_check_bites_where_something_is_painted_unmarked(pdf: Published) -> None:
    with pdf_audit.opened(pdf("en")) as made:
        made.pages[3].contents_add(b"0 0 10 10 re f")
        target = BytesIO()
        made.save(target)
    assert [fault for fault in pdf_audit.faults(target.getvalue()) if "neither tagged" in fault]


@pytest.mark.parametrize("lost", ["fonts/literata-400.woff2", "art/cover.svg", "print.css"])
def test_a_file_that_is_missing_stops_the_press(lost: str) -> None:
    made = short()
    with pytest.raises(PdfError):
        to_pdf(PdfSource(made.html, {name: raw for name, raw in made.files.items() if name != lost}, made.dpi))


def test_the_engine_reads_no_disk() -> None:
    made = without(r"</head>", f'<link rel="stylesheet" href="file://{PROJECT}/theme/tokens.css"></head>', short())
    with pytest.raises(PdfError):
        printed(made)


# Editions


def test_the_print_shop_gets_bleed_that_is_filled(pdf: Published) -> None:
    edition = next(edition for edition in pdf_output.EDITIONS if edition.press)
    with pdf_audit.opened(pdf("en", edition)) as made:
        assert len(made.pages) == 16
        for page in made.pages:
            assert [round(float(edge), 1) for edge in page.bleedbox] == [-8.5, -8.5, 603.8, 850.4]
            assert [round(float(edge)) for edge in page.trimbox] == [0, 0, 595, 842]
    assert pdf_audit.faults(pdf("en", edition)) == []


def test_the_booklet_is_in_order_and_stable(pdf: Published) -> None:
    made = booklet(pdf("el"))
    assert made == booklet(pdf("el"))
    with pdf_audit.opened(made) as sheets, pdf_audit.opened(pdf("el")) as pages:
        assert len(sheets.pages) == 8
        streams = [page.Contents.read_bytes() for page in pages.pages]
        order = []
        for sheet in sheets.pages:
            forms = [sheet.Resources.XObject[name] for name in ("/Page0", "/Page1")]
            order.append(tuple(streams.index(form.read_bytes()) + 1 for form in forms))
    assert order == [(16, 1), (2, 15), (14, 3), (4, 13), (12, 5), (6, 11), (10, 7), (8, 9)]


def test_the_papers_are_published_and_linked(real_site: Path) -> None:
    for root, language in (("", "el"), ("en/", "en")):
        folder = real_site / root / "newsletters" / "2"
        names = {path.name for path in folder.glob("*.pdf")}
        stem = f"newsletter-2-{language}"
        others = ("print", "grey", "large", "booklet")
        assert names == {f"{stem}.pdf", *(f"{stem}-{name}.pdf" for name in others)}
        html = (folder / "index.html").read_text("utf-8")
        assert all(f'href="{name}"' in html for name in names)


def test_a_paper_is_not_made_again_where_nothing_changed(root: Path) -> None:
    """A file that is kept is the same file: the next version of the site links to it."""
    out = root / "out"

    def files() -> dict[str, int]:
        return {path.name: path.stat().st_ino for path in out.rglob("newsletter-*.pdf")}

    with printed_as("screen", "booklet"):
        assert build(root, out, paper=True) == 0
        before = files()
        assert len(before) == 4
        assert build(root, out, paper=True) == 0
        assert files() == before
