"""Issues of all lengths, measured as a typographer would: `make gates` measures more of them, in both languages."""

import re
from pathlib import Path

import pytest

from gazette.engines import pdf_columns, pdf_feet
from tests.support import gates, lifelike, made_up, paper_measures, pdf_audit

pytestmark = pytest.mark.usefixtures("without_collector")

GENERATED = [(1, "en"), (6, "el"), (20, "el")]
"""Texts and language: longer ones take a minute of work, and `make gates` measures those."""


def bare(words: str) -> str:
    return re.sub(r"[\s\u00a0\u00ad]", "", words)


def misled(raw: bytes) -> list[str]:
    """Titles whose page is not the one that the contents say."""
    with pdf_audit.opened(raw) as made:
        tags = list(pdf_audit.tree(made).walk())
    entries = [bare(tag.text) for tag in tags if tag.kind == "LI"]
    contents = {tag.page for tag in tags if tag.kind == "LI" and re.search(r"\d$", bare(tag.text))} & {1, 2}
    titles = {bare(tag.text): tag.page for tag in tags if tag.kind == "H3" and tag.page not in contents}
    return [title for title, page in titles.items() if not [e for e in entries if e.endswith(f"{title}{page}")]]


@pytest.mark.parametrize(("texts", "language"), GENERATED)
def test_generated_issues_pass_every_gate(texts: int, language: str, tmp_path: Path) -> None:
    made = paper_measures.laid_out(lifelike.lifelike(tmp_path / "site", texts), language, lifelike.NUMBER)
    assert list(gates.shortfalls(paper_measures.figures(made))) == []
    assert misled(made.raw) == []


@pytest.mark.parametrize("language", lifelike.LANGUAGES)
def test_the_second_issue_passes_every_gate(language: str) -> None:
    made = paper_measures.laid_out(made_up.PROJECT, language, "2")
    assert list(gates.shortfalls(paper_measures.figures(made))) == []


def test_without_what_fills_pages_their_feet_would_be_white(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = lifelike.lifelike(tmp_path / "site", 6)
    monkeypatch.setattr(pdf_feet, "_fill", lambda _: None)
    monkeypatch.setattr(pdf_columns, "even", lambda _: None)
    found = list(gates.shortfalls(paper_measures.figures(paper_measures.laid_out(root, "el", lifelike.NUMBER))))
    assert [line for line in found if line.startswith("white feet")]


def test_in_large_print_what_leads_to_the_web_stays_with_its_text() -> None:
    made = paper_measures.laid_out(made_up.PROJECT, "el", "2", "large")
    alone = []
    for number, page in enumerate(made.pages, start=1):
        first = next(box for box in paper_measures.shown(page) if getattr(box, "text", "").strip())
        ends = [
            box for box in paper_measures.boxes(page._page_box) if {"fact", "addresses"} & paper_measures.classes(box)
        ]
        if any(part is first for box in ends for part in paper_measures.boxes(box)):
            alone.append((number, first.text))
    assert alone == []
