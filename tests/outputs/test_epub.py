"""The issue as an e-book: EPUBCheck finds nothing; it is whole; parts say their language; printed pages are found."""

import io
import re
import zipfile
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from gazette.outputs import epub, images
from gazette.outputs.base import Context
from gazette.render.epub import xhtml
from gazette.render.typography import typeset_plain
from tests.support import made_up
from tests.support.contexts import context, context_of, read
from tests.support.epubcheck import complaints

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
BOOKS = {"el": ("real", "newsletters/2/newsletter-2-el.epub"), "ar": ("good", "ar/newsletters/1/newsletter-1-ar.epub")}


def given(name: str) -> Context:
    found = context(name)
    return found.after("images", images.OUTPUT.files(found))


@cache
def books(name: str) -> dict[str, bytes]:
    """The e-books of a site where no PDF was made: without printed pages."""
    return {file.path: file.make() for file in epub.OUTPUT.files(given(name))}


@pytest.fixture(scope="module")
def printed(real_site: Path) -> bytes:
    """The English e-book of the real site, made after its PDFs."""
    return (real_site / "en/newsletters/2/newsletter-2-en.epub").read_bytes()


def documents(book: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xhtml", ".opf"))}


def test_epubcheck_has_nothing_to_say(printed: bytes, tmp_path: Path) -> None:
    assert complaints(printed, tmp_path) == []


@pytest.mark.parametrize("language", BOOKS)
def test_epubcheck_takes_other_languages(language: str, tmp_path: Path) -> None:
    name, path = BOOKS[language]
    assert complaints(books(name)[path], tmp_path) == []


def test_no_tag_is_printed_as_words(printed: bytes) -> None:
    """EPUBCheck takes `&lt;hr/&gt;` for words, which it is."""
    assert xhtml(Markup('a<br>b<hr>c<img src="d" alt="">')) == 'a<br/>b<hr/>c<img src="d" alt=""/>'
    chapters = "".join(documents(printed).values())
    assert chapters.count("<hr/>") > 1, "above the notes of a text"
    assert not re.search(r"&lt;/?[a-z]+ ?/?&gt;", chapters)


def test_epubcheck_bites(tmp_path: Path) -> None:
    name, path = BOOKS["ar"]
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(books(name)[path])) as old, zipfile.ZipFile(broken, "w") as new:
        for entry in old.infolist():
            raw = old.read(entry)
            new.writestr(entry, raw.replace(b'src="cover.svg"', b'src="lost.svg"'))
    assert any("lost.svg" in line for line in complaints(broken.getvalue(), tmp_path))


def test_a_book_is_the_same_each_time() -> None:
    name, path = BOOKS["ar"]
    again = {file.path: file for file in epub.OUTPUT.files(given(name))}[path]
    assert again.make() == books(name)[path]


def test_every_text_of_the_issue_is_in_the_book(printed: bytes) -> None:
    found, whole = context("real"), documents(printed)
    words = " ".join(whole.values())
    issue = found.library.issues[0]
    for item in found.library.contents(issue):
        text = found.library.choose(item, "en")
        assert f"book/{item.address.strip('/').replace('/', '-')}.xhtml" in whole
        assert f"{found.site.address('en', item.address)}" in words
        assert typeset_plain(str(getattr(text.front, "summary", "")).split(" – ")[0]) in words


def test_printed_pages_are_found_in_the_book(printed: bytes) -> None:
    """Each page on which a text or a part with a heading begins; the list leads to marks that are there."""
    whole = documents(printed)
    nav = ElementTree.fromstring(whole["book/nav.xhtml"])
    (pages,) = [part for part in nav.iter(f"{XHTML}nav") if part.get(f"{OPS}type") == "page-list"]
    links = [(link.text, str(link.get("href"))) for link in pages.iter(f"{XHTML}a")]
    numbers = [int(str(number)) for number, _ in links]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 1
    assert len(numbers) > 10
    for number, target in links:
        document, _, anchor = target.partition("#")
        marks = re.findall(
            rf'<span epub:type="pagebreak"[^>]* id="{anchor}" aria-label="{number}"', whole[f"book/{document}"]
        )
        assert len(marks) == 1
    assert "pageBreakMarkers" in whole["book/package.opf"]
    assert "newsletter-2-en.pdf</meta>" in whole["book/package.opf"]


def test_without_a_pdf_no_pages_are_claimed() -> None:
    whole = documents(books("real")[BOOKS["el"][1]])
    assert "page-list" not in whole["book/nav.xhtml"]
    assert "pageBreak" not in whole["book/package.opf"]


def test_parts_say_their_language_and_direction() -> None:
    whole = documents(books("good")[BOOKS["ar"][1]])
    assert 'page-progression-direction="rtl"' in whole["book/package.opf"]
    foreign = [text for name, text in whole.items() if "stories-" in name and 'xml:lang="el" dir="ltr"' in text]
    assert foreign, "an item that has no Arabic text says which language it is in"
    assert all('lang="ar" xml:lang="ar" dir="rtl"' in text for name, text in whole.items() if name.endswith(".xhtml"))


def test_pictures_have_their_words(tmp_path: Path) -> None:
    root = made_up.made_up(tmp_path / "site", 2, photos=1)
    found = context_of(read(root))
    found = found.after("images", images.OUTPUT.files(found))
    (book,) = [file.make() for file in epub.OUTPUT.files(found) if file.path.startswith("en/")]
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        (picture,) = [name for name in archive.namelist() if name.startswith("book/pictures/")]
        assert archive.read(picture)[:2] == b"\xff\xd8"
    pages = documents(book)
    assert (
        f'<img src="{picture.removeprefix("book/")}" alt="Green hills at noon"/>'
        in pages["book/stories-made-up-1.xhtml"]
    )
    assert 'schema:accessMode">visual' in pages["book/package.opf"]
    assert complaints(book, tmp_path) == []


def test_the_page_of_the_issue_offers_it(real_site: Path) -> None:
    page = (real_site / "en/newsletters/2/index.html").read_text("utf-8")
    assert 'href="newsletter-2-en.epub"' in page


def test_html_becomes_xml() -> None:
    assert (
        xhtml('a<br>b&nbsp;c &amp; &lt; <img src="x" alt="a > b">')
        == 'a<br/>b\xa0c &amp; &lt; <img src="x" alt="a > b"/>'
    )
