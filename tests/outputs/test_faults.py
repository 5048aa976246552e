"""The last net: what cannot be printed or sent stops nothing else, if the coordinator says so."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gazette import cli
from gazette.engines import pictures
from gazette.outputs import email, images, pdf
from gazette.render.paper import document
from tests.support.sites import build

EN = "newsletters/1/newsletter-1-en"
STORY = "---\ntitle: A sign\nsummary: A sign that no font has.\n---\n\nIt is 中.\n"
ISSUE = "number: 1\ndate: 2026-04\nsections:\n  - kind: cities\n    items: [stories/garden, stories/sign]\n"
SENDER = "extra:\n  newsletter:\n    sender: news@example.org\n"


@pytest.fixture
def spoilt(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site in which one story has a sign that the engine refuses, as if no rule had seen to it."""
    (root / "content/stories/sign").mkdir()
    (root / "content/stories/sign/story.yml").write_text("date: 2026-03\nmembers: [athens]\nthemes: [city-life]\n")
    (root / "content/stories/sign/en.md").write_text(STORY, "utf-8")
    (root / "newsletters/1/issue.yml").write_text(ISSUE, "utf-8")
    monkeypatch.setattr(document, "in_print", str)
    monkeypatch.setattr(pdf, "EDITIONS", (pdf.SCREEN,))
    return root


@pytest.mark.whole_build
def test_a_fault_names_its_item_and_leaves_the_rest(
    spoilt: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert build(spoilt, out, paper=True) == cli.MISUSED
    said = capsys.readouterr().err
    assert "newsletter-1-el.pdf, newsletter-1-en.pdf could not be made, because of /stories/sign/: " in said
    assert "make site ARGS=--without-paper" in said
    assert "U+4E2D" in said
    assert "Traceback" not in said
    assert not out.exists()
    assert build(spoilt, out, "--without-paper", "--lang", "el", paper=True) == cli.DONE
    said = capsys.readouterr().out
    assert (
        said.count("newsletters/1/issue.yml:1:1: (προειδοποίηση) Αρχεία που λείπουν, επειδή δεν δημιουργήθηκαν: ") == 2
    )
    assert "/stories/sign/" in said
    assert "/stories/garden/" not in said
    assert not list(out.rglob("*.pdf"))
    assert ".pdf" not in (out / "en/newsletters/1/index.html").read_text("utf-8")
    assert (out / "en/stories/sign/index.html").is_file()


def test_an_edition_without_end_is_given_up(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pdf, "LONGEST", 0.02)
    monkeypatch.setattr(pdf, "EDITIONS", (pdf.SCREEN,))
    assert build(root, tmp_path / "out", paper=True) == cli.MISUSED
    assert "because of /newsletters/1/: The PDF was not ready after 0.02 seconds of work." in capsys.readouterr().err


def failing(part: str) -> Callable[[str], str]:
    made = email.to_html

    def to_html(mjml: str) -> str:
        if part in mjml:
            raise RuntimeError("a fault of the program")
        return made(mjml)

    return to_html


def test_a_letter_that_fails_leaves_the_rest(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(config.replace("extra:\n", SENDER), "utf-8")
    monkeypatch.setattr(email, "to_html", failing("Neighbours plant a garden"))
    assert build(root, tmp_path / "out") == cli.MISUSED
    said = capsys.readouterr().err
    assert "because of /stories/garden/: RuntimeError: a fault of the program." in said
    assert "newsletter-1-en.eml" in said
    assert build(root, tmp_path / "out", "--without-paper") == cli.DONE
    letters = {path.name for path in (tmp_path / "out").rglob("*.eml")}
    assert letters == {"newsletter-1-el.eml"}


def out_of_memory(*_: object, **__: object) -> bytes:
    raise MemoryError("no room")


@pytest.mark.parametrize("language", ["el", "en"])
def test_a_picture_that_cannot_be_shown_is_named(
    language: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pictures, "rendition", out_of_memory)
    assert build(root, tmp_path / "out", "--lang", language) == cli.MISUSED
    said = capsys.readouterr().err
    assert "content/stories/garden/garden.png" in said
    assert "MemoryError: no room" in said
    assert "Traceback" not in said


def test_a_picture_that_cannot_be_printed_is_named(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pdf, "EDITIONS", (pdf.SCREEN,))
    monkeypatch.setattr(pictures, "is_fit", lambda *_: False)
    monkeypatch.setattr(images, "fitted", out_of_memory)
    assert build(root, tmp_path / "out", paper=True) == cli.MISUSED
    assert "because of /stories/garden/: content/stories/garden/garden.png: MemoryError" in capsys.readouterr().err
