"""Issues of all lengths, measured as a typographer would: `make gates` measures more of them, in both languages."""

import re
from pathlib import Path

import pytest

from gazette.engines import pdf_columns, pdf_feet
from tests.support import gates, lifelike, paper_measures, pdf_audit

pytestmark = pytest.mark.usefixtures("without_collector")

GENERATED = [(1, "en"), (6, "el"), (20, "el")]
"""Texts and language: longer ones take a minute of work, and `make gates` measures those."""


def bare(words: str) -> str:
    return re.sub(r"[\s\u00a0\u00ad]", "", words)


def misled(raw: bytes, texts: int) -> list[str]:
    """Titles whose page is not the one that the contents say, or too few of them; and pages without anything."""
    with pdf_audit.opened(raw) as made:
        shown = {number: pdf_audit.painted(page) for number, page in enumerate(made.pages, start=1)}
        tags = list(pdf_audit.tree(made, shown).walk())
        empty = [
            f"page {number}"
            for number, page in enumerate(made.pages, start=1)
            if not shown[number].marked and not {"/XObject", "/Pattern"} & set(page.resources.keys())
        ]
    entries = [bare(tag.text) for tag in tags if tag.kind == "LI"]
    contents = {tag.page for tag in tags if tag.kind == "LI" and re.search(r"\d$", bare(tag.text))} & {1, 2}
    titles = {bare(tag.text): tag.page for tag in tags if tag.kind == "H3" and tag.page not in contents}
    few = [f"{len(titles)} titles"] if len(titles) < texts else []
    wrong = [title for title, page in titles.items() if not [e for e in entries if e.endswith(f"{title}{page}")]]
    return [*empty, *few, *wrong]


@pytest.mark.parametrize(("texts", "language"), GENERATED)
def test_generated_issues_pass_every_gate(texts: int, language: str, tmp_path: Path) -> None:
    made = paper_measures.laid_out(lifelike.lifelike(tmp_path / "site", texts), language, lifelike.NUMBER)
    assert list(gates.shortfalls(paper_measures.figures(made))) == []
    assert misled(made.raw, texts) == []


def test_without_what_fills_pages_their_feet_would_be_white(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = lifelike.lifelike(tmp_path / "site", 6)
    monkeypatch.setattr(pdf_feet, "_fill", lambda _: None)
    monkeypatch.setattr(pdf_columns, "even", lambda _: None)
    found = list(gates.shortfalls(paper_measures.figures(paper_measures.laid_out(root, "el", lifelike.NUMBER))))
    assert [line for line in found if line.startswith("white feet")]
