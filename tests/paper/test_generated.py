"""Issues of all lengths: whole sheets, contents that are right, no page without anything on it."""

import re
from pathlib import Path

import issues
import papers
import pytest

SIZES = {1: (4, 4), 3: (4, 8), 6: (8, 12), 16: (16, 24), 45: (44, 64), 100: (100, 132)}
"""Stories of an issue → the least and the most pages that it may have."""


def bare(words: str) -> str:
    return re.sub(r"[\s\u00a0\u2010]", "", words)


@pytest.mark.parametrize("language", ["el", "en"])
@pytest.mark.parametrize("stories", SIZES)
def test_contents_and_sheets(stories: int, language: str, tmp_path: Path) -> None:
    root = issues.made_up(tmp_path / "site", stories, photos=3)
    pdf = issues.pdf_of(root, language)
    least, most = SIZES[stories]
    with papers.opened(pdf) as made:
        assert len(made.pages) % 4 == 0
        assert least <= len(made.pages) <= most
        tags = list(papers.tree(made).walk())
        for number, page in enumerate(made.pages, start=1):
            shown = papers.painted(page)
            assert shown.marked or "/XObject" in page.resources or "/Pattern" in page.resources, f"page {number}"
    titles = {bare(tag.text): tag.page for tag in tags if tag.kind == "H3" and tag.page > 1}
    entries = [bare(tag.text) for tag in tags if tag.kind == "LI"]
    assert len(titles) == stories
    wrong = [
        (title, page) for title, page in titles.items() if not [e for e in entries if e.endswith(f"{title}{page}")]
    ]
    assert wrong == []
