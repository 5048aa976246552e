"""Documents: a page for each, lists by kind, a PDF byte for byte, ways to it from what it is about."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from gazette import cli
from gazette.content.problems import Changed
from gazette.outputs import documents
from gazette.pipeline.build import context_of
from tests.support.contexts import read
from tests.support.made_pdf import pdf
from tests.support.sites import TODAY, build

FOLDER = "content/documents/report"
RAW = pdf(language="el")


def words_of(path: Path) -> str:
    text = re.sub(r"<[^>]*>", " ", path.read_text("utf-8").replace("\N{NO-BREAK SPACE}", " "))
    return " ".join(text.split())


def put(root: Path, slug: str, data: str, raw: bytes = b"", more: str = "") -> Path:
    folder = root / f"content/documents/{slug}"
    folder.mkdir(parents=True)
    (folder / "document.yml").write_text(data, "utf-8")
    for language, title in (("el", "Μια έκθεση"), ("en", "A report")):
        text = f"---\ntitle: {title} {slug}\nsummary: What was learned.\n{more}---\n"
        (folder / f"{language}.md").write_text(text, "utf-8")
    if raw:
        (folder / "some-name.pdf").write_bytes(raw)
    return folder


@pytest.fixture
def with_report(root: Path) -> Path:
    data = "kind: report\ndate: 2025-03\npublishers: [iom]\nlanguages: [el]\nfile: some-name.pdf\n"
    put(
        root,
        "report",
        data + "members: [athens]\nevents: [open-day]\nprogrammes: [helios]\nthemes: [employment]\n",
        RAW,
    )
    put(root, "memo", "kind: memorandum\npublishers: [network]\n")
    put(root, "first-issue", "kind: publication\npublishers: [network]\nnewsletter: 1\n")
    put(root, "far", "kind: conclusions\npublishers: [iom]\nurl: https://www.example.org/a/b.html\n")
    return root


def test_a_document_is_opened_downloaded_and_found(with_report: Path, tmp_path: Path) -> None:
    site = tmp_path / "out"
    assert build(with_report, site) == cli.DONE
    assert (site / "documents/report/report.pdf").read_bytes() == RAW, "byte for byte, and named after the document"
    page = words_of(site / "en/documents/report/index.html")
    assert "Open the document (PDF, 1 kB) 1 page" in page
    assert "Language of the document Greek" in page
    assert "Language of the document" not in words_of(site / "documents/report/index.html"), "as the page's own"
    html = (site / "en/documents/report/index.html").read_text("utf-8")
    assert 'href="../../../documents/report/report.pdf" type="application/pdf" hreflang="el"' in html
    for address in ("events/open-day", "members/athens", "partners/iom", "stories/programme/helios"):
        assert "A report report" in words_of(site / f"en/{address}/index.html"), address
    assert "A report first-issue" in words_of(site / "en/newsletters/1/index.html")


def test_a_document_elsewhere_in_an_issue_or_nowhere_says_so(with_report: Path, tmp_path: Path) -> None:
    site = tmp_path / "out"
    assert build(with_report, site) == cli.DONE
    assert "Read it at www.example.org" in words_of(site / "en/documents/far/index.html")
    assert "Read it here: Newsletter 1" in words_of(site / "en/documents/first-issue/index.html")
    absent = words_of(site / "documents/memo/index.html")
    assert "Το ίδιο το έγγραφο δεν υπάρχει εδώ" in absent
    assert "PDF" not in absent


def test_lists_feeds_and_data_have_them(with_report: Path, tmp_path: Path) -> None:
    site = tmp_path / "out"
    assert build(with_report, site) == cli.DONE
    every = words_of(site / "en/documents/index.html")
    assert all(f"A report {slug}" in every for slug in ("report", "memo", "first-issue", "far"))
    one = words_of(site / "en/documents/kind/memorandum/index.html")
    assert "A report memo" in one
    assert "A report far" not in one
    assert {entry["title"] for entry in json.loads((site / "en/documents/feed.json").read_text())["items"]} == {
        f"A report {slug}" for slug in ("report", "memo", "first-issue", "far")
    }
    records = {one["id"]: one for one in json.loads((site / "data/documents.json").read_text())["records"]}
    assert records["report"]["file"] == "https://www.example.org/documents/report/report.pdf"
    assert (records["report"]["bytes"], records["report"]["pages"]) == (len(RAW), 1)
    assert records["far"]["published_at"] == "https://www.example.org/a/b.html"
    assert records["memo"]["date"] is None


def test_a_note_helps_where_a_pdf_has_no_tags(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = "kind: report\npublishers: [iom]\nfile: some-name.pdf\n"
    put(root, "report", data, pdf(tagged=False), "access: The office reads it out.\n")
    assert build(root, tmp_path / "out") == cli.DONE
    capsys.readouterr()
    page = words_of(tmp_path / "out/en/documents/report/index.html")
    assert "If you use a screen reader: The office reads it out." in page


def test_a_file_that_is_swapped_during_the_build_is_not_published(with_report: Path) -> None:
    given = context_of(read(with_report))
    [file] = documents.OUTPUT.files(given)
    assert file.make() == RAW
    (with_report / FOLDER / "some-name.pdf").write_bytes(pdf(info={"Author": "Maria Papa"}))
    with pytest.raises(Changed):
        file.make()
    (with_report / FOLDER / "some-name.pdf").unlink()
    with pytest.raises(Changed):
        file.make()


def test_a_new_pdf_stands_at_the_same_address(with_report: Path, tmp_path: Path) -> None:
    assert build(with_report, tmp_path / "out") == cli.DONE
    new = pdf(title="The second edition")
    (with_report / FOLDER / "renamed.pdf").write_bytes(new)
    (with_report / FOLDER / "some-name.pdf").unlink()
    path = with_report / FOLDER / "document.yml"
    path.write_text(path.read_text("utf-8").replace("some-name", "renamed").replace("[el]", "[en]"), "utf-8")
    assert build(with_report, tmp_path / "out") == cli.DONE
    assert (tmp_path / "out/documents/report/report.pdf").read_bytes() == new


def test_the_command_takes_out_what_tells_of_a_person(with_report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = with_report / FOLDER / "some-name.pdf"
    path.write_bytes(pdf(language="el", info={"Author": "Maria Papa"}))
    options = ["--root", str(with_report)]
    assert cli.main(["photos", *options]) == cli.PROBLEMS
    assert "some-name.pdf" in capsys.readouterr().out
    assert b"Maria" in path.read_bytes(), "a look changes nothing"
    assert cli.main(["photos", *options, "--shrink", f"{with_report}/{FOLDER}"]) == cli.DONE
    assert b"Maria" not in path.read_bytes()
    capsys.readouterr()
    assert cli.main(["check", *options, "--as-of", TODAY, "--quiet"]) == cli.DONE
    assert "some-name.pdf" not in capsys.readouterr().out
