"""Where columns, pages and paragraphs of the real second issue end."""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from functools import cache
from itertools import groupby
from typing import Any

import pytest

from gazette.engines import pdf, pdf_breaks, pdf_hyphens
from gazette.engines.pdf import PdfSource
from gazette.outputs.pdf import EDITIONS, paper_renderer
from gazette.render.paper import measures
from gazette.render.paper.prose import ALONE, Setting, set_prose
from tests.support import gates, made_up, paper_measures

UNEVEN = 5
"""Lines that one column may be longer: a heading, and all of a paragraph in which each line ends within a word."""


@cache
def laid_out(language: str, edition: str) -> paper_measures.LaidOut:
    """The second issue on its pages, as it is printed."""
    return paper_measures.laid_out(made_up.PROJECT, language, "2", edition)


def section_of(language: str, section: int, edition: str = "screen") -> Any:
    """One section of the second issue, counted from 0, laid out anew: the negative controls need no more."""
    view = made_up.view_of(made_up.PROJECT, language, "2")
    view = replace(view, data={**view.data, "sections": [view.data["sections"][section]]})
    kind = next(one for one in EDITIONS if one.name == edition)
    made = paper_renderer(made_up.context(made_up.PROJECT)).document(view, kind)
    with pdf.laid_out(PdfSource(made.html, made.files, made.dpi)) as pages:
        return pages


def boxes(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from boxes(child)


def lines(box: Any) -> list[str]:
    found = [entry for entry in boxes(box) if type(entry).__name__ == "LineBox"]
    words = ["".join(part.text for part in line.descendants() if getattr(part, "text", "")) for line in found]
    return [line for line in words if line.strip("– ")]


def columns(made: Any) -> list[tuple[int, Any]]:
    return [
        (number, box)
        for number, page in enumerate(made.pages, start=1)
        for box in boxes(page._page_box)
        if getattr(box, "is_column", False)
    ]


MOST_HYPHENS = 0.08
"""Of all lines of texts."""
MOST_WHITE = 20.5
"""Millimetres between what stands lowest on a page and the foot of the text."""


def paragraphs(made: Any) -> list[list[str]]:
    """The lines of each paragraph, heading and entry of a list in columns."""
    found = [box for _, column in columns(made) for box in boxes(column)]
    return [
        lines(box) for box in found if any(type(child).__name__ == "LineBox" for child in getattr(box, "children", ()))
    ]


@pytest.mark.parametrize("language", ["el", "en"])
def test_few_lines_end_with_a_hyphen_never_three_in_a_row_and_no_name_is_parted(language: str) -> None:
    texts = paragraphs(laid_out(language, "screen"))
    cut = [[line.endswith(pdf_breaks.HYPHENS[0]) for line in text] for text in texts]
    assert 0 < sum(map(sum, cut)) <= MOST_HYPHENS * sum(map(len, cut))
    assert max(len(list(run)) for ends in cut for is_cut, run in groupby(ends) if is_cut) <= pdf_hyphens.MOST_IN_A_ROW
    ends = [
        line.split()[-1]
        for text, ends in zip(texts, cut, strict=True)
        for line, end in zip(text, ends, strict=True)
        if end
    ]
    assert [word for word in ends if word.lstrip("«(“")[0].isupper()] == []


def test_without_the_mend_names_would_be_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_hyphens, "mended", nullcontext)
    ends = [line.split()[-1] for text in paragraphs(section_of("el", 1)) for line in text]
    assert [word for word in ends if word.endswith(pdf_breaks.HYPHENS[0]) and word[0].isupper()]


def is_plain(box: Any) -> bool:
    """Whether it is a paragraph of a text, not a sentence that is shown large."""
    return box.element_tag == "p" and "pull" not in (box.element.get("class") or "")


def half_empty(made: Any) -> list[str]:
    """The lines of texts that leave half of their width free, though they are not the last of their paragraphs."""
    found = [box for page in made.pages for box in boxes(page._page_box) if is_plain(box)]
    return [
        "".join(part.text for part in line.descendants() if getattr(part, "text", ""))
        for box in found
        if type(box).__name__ == "BlockBox" and box.width > 150
        for line in [child for child in box.children if type(child).__name__ == "LineBox"][:-1]
        if max((part.position_x + part.width for part in line.descendants()), default=0) - box.position_x
        < box.width / 2
    ]


@pytest.mark.parametrize("edition", ["screen", "large"])
@pytest.mark.parametrize("language", ["el", "en"])
def test_no_line_is_left_half_empty(language: str, edition: str) -> None:
    assert half_empty(laid_out(language, edition)) == []


def test_without_the_mend_a_line_would_be_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_hyphens, "mended", nullcontext)
    assert "της" in [line.strip() for line in half_empty(section_of("el", 0, "large"))]


def lowest(page: Any) -> float:
    """How far down a page something stands, in millimetres: words, a picture, or a coloured ground."""
    text = [part for part in page._page_box.children if type(part).__name__ != "MarginBox"]
    kinds = ("TextBox", "BlockBox", "InlineReplacedBox")
    found = [box for part in text for box in boxes(part) if type(box).__name__ in kinds and box.element_tag != "html"]
    shown = [
        box.position_y + box.border_height() if type(box).__name__ == "BlockBox" else box.position_y + box.height
        for box in found
        if getattr(box, "text", "").strip() or type(box).__name__ == "InlineReplacedBox" or is_painted(box)
    ]
    return max(shown) * 25.4 / 96


def is_painted(box: Any) -> bool:
    """Whether a block has a ground of its own."""
    style = box.style
    return type(box).__name__ == "BlockBox" and (
        style["background_color"].alpha > 0 or any(kind == "url" for kind, *_ in style["background_image"])
    )


@pytest.mark.parametrize("language", ["el", "en"])
def test_no_page_has_a_white_foot(language: str) -> None:
    made = laid_out(language, "screen")
    feet = {
        number: round(measures.HEIGHT - measures.BOTTOM - lowest(page))
        for number, page in enumerate(made.pages, start=1)
        if number > 1
    }
    assert {number: foot for number, foot in feet.items() if foot > MOST_WHITE} == {}


@pytest.mark.parametrize("language", ["el", "en"])
def test_columns_end_with_whole_words_and_are_balanced(language: str) -> None:
    made = laid_out(language, "screen")
    found = columns(made)
    assert len(found) > 30
    assert [(page, lines(box)[-1]) for page, box in found if lines(box)[-1].endswith(pdf_breaks.HYPHENS)] == []
    for (page, first), (_, second) in zip(found[::2], found[1::2], strict=True):
        assert abs(len(lines(first)) - len(lines(second))) <= UNEVEN, page
    assert min(len(lines(box)) for _, box in found) > 1


def test_without_the_mend_a_column_would_end_within_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_breaks, "mended", nullcontext)
    monkeypatch.setattr(measures, "HYPHENATION_ZONE", 0.0)  # so that many lines end with a hyphen
    assert [box for _, box in columns(section_of("el", 0)) if lines(box)[-1].endswith(pdf_breaks.HYPHENS)]


@pytest.mark.parametrize("language", ["el", "en"])
def test_the_second_issue_passes_every_gate(language: str) -> None:
    """As a typographer would measure it; tests/outputs/test_pdf_gates.py does so with issues that are made up."""
    assert list(gates.shortfalls(paper_measures.figures(laid_out(language, "screen")))) == []


def test_in_large_print_what_leads_to_the_web_stays_with_its_text() -> None:
    made = laid_out("el", "large")
    alone = []
    for number, page in enumerate(made.pages, start=1):
        first = next(box for box in paper_measures.shown(page) if getattr(box, "text", "").strip())
        ends = [
            box for box in paper_measures.boxes(page._page_box) if {"fact", "addresses"} & paper_measures.classes(box)
        ]
        if any(part is first for box in ends for part in paper_measures.boxes(box)):
            alone.append((number, first.text))
    assert alone == []


SETTING = Setting(str, "x-")


def test_the_last_words_of_a_paragraph_stay_together() -> None:
    made = set_prose("<p>The Mayor hopes that they will be met.</p><p>Two words</p>", SETTING).html
    assert made == '<p>The Mayor hopes that they will <span class="end">be met.</span></p><p>Two words</p>'
    long = "a" * ALONE
    assert set_prose(f"<p>One and {long}</p>", SETTING).html == f'<p>One and <span class="end">{long}</span></p>'


def test_before_a_link_at_the_end_the_space_does_not_break() -> None:
    made = set_prose('<p>It comes after <a href="https://kmop.example/">KMOP</a>.</p>', SETTING).html
    assert made.startswith("<p>It comes after\N{NO-BREAK SPACE}<a "), made
    nested = set_prose("<ul><li><p>One two three four.</p></li>\n<li>Five six seven</li></ul>", SETTING).html
    assert nested.count('<span class="end">') == 2
    assert "<span\N{NO-BREAK SPACE}" not in nested


def test_what_stands_in_a_link_or_a_note_keeps_its_weight_and_lists_their_first_number() -> None:
    link = '<a href="https://kmop.example/">the <strong>KMOP</strong> of <del>old</del></a>'
    assert link in set_prose(f"<p>By {link}, a body.</p>", SETTING).html
    assert '<ol style="counter-reset: list-item 6">' in set_prose('<ol start="7"><li>Seven</li></ol>', SETTING).html
