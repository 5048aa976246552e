"""Issues of few texts: whole sheets, contents that are right, no page without anything on it.

Of one of twenty test_pdf_gates.py looks at the same.
"""

import re
from pathlib import Path

import pytest

from gazette.outputs.pdf import paper_renderer
from tests.support import made_up, pdf_audit

pytestmark = pytest.mark.usefixtures("without_collector")

SIZES = {1: (4, 4), 3: (4, 8), 8: (8, 20)}
"""Stories of an issue → the least and the most pages that it may have."""


def bare(words: str) -> str:
    return re.sub(r"[\s\u00a0\u00ad]", "", words)


@pytest.mark.parametrize(("stories", "language"), [(1, "el"), (3, "en"), (8, "el")])
def test_contents_and_sheets(stories: int, language: str, tmp_path: Path) -> None:
    root = made_up.made_up(tmp_path / "site", stories, photos=3)
    pdf = made_up.pdf_of(root, language)
    least, most = SIZES[stories]
    with pdf_audit.opened(pdf) as made:
        assert len(made.pages) % 4 == 0
        assert least <= len(made.pages) <= most
        shown_on = {number: pdf_audit.painted(page) for number, page in enumerate(made.pages, start=1)}
        tags = list(pdf_audit.tree(made, shown_on).walk())
        for number, page in enumerate(made.pages, start=1):
            shown = shown_on[number]
            assert shown.marked or "/XObject" in page.resources or "/Pattern" in page.resources, f"page {number}"
    entries = [bare(tag.text) for tag in tags if tag.kind == "LI"]
    contents = {tag.page for tag in tags if tag.kind == "LI"}
    titles = {bare(tag.text): tag.page for tag in tags if tag.kind == "H3" and tag.page not in contents}
    assert len(titles) == stories
    wrong = [
        (title, page) for title, page in titles.items() if not [e for e in entries if e.endswith(f"{title}{page}")]
    ]
    assert wrong == []


def figures(pdf: bytes) -> list[tuple[int, str, str]]:
    """Page, alternative text, and the words that follow on the same page."""
    with pdf_audit.opened(pdf) as made:
        tags = [
            tag for tag in pdf_audit.tree(made).walk() if tag.kind in ("Figure", "P", "Caption", "Div", "NonStruct")
        ]
    found = []
    for at, tag in enumerate(tags):
        if tag.kind == "Figure":
            after = " ".join(other.text for other in tags[at + 1 : at + 4] if other.page == tag.page)
            found.append((tag.page, str(tag.raw.Alt), " ".join(after.split())))
    return found


def test_photos_keep_their_captions_and_credits(tmp_path: Path) -> None:
    root = made_up.made_up(tmp_path / "site", 4, photos=4)
    pdf = made_up.pdf_of(root, "en")
    shown = [entry for entry in figures(pdf) if entry[1] == "Green hills at noon"]
    assert len(shown) == 4
    for page, _, after in shown:
        assert "Hills behind the town, in spring" in after, page
        assert "Photo: The tests" in after, page
    assert pdf_audit.faults(pdf) == []


def pictures(pdf: bytes) -> list[tuple[int, str]]:
    """Width in dots and colours of each photo."""
    with pdf_audit.opened(pdf) as made:
        images = {
            image.objgen: image
            for page in made.pages
            for image in page.resources.get("/XObject", {}).values()
            if image.get("/Subtype") == "/Image"
        }
        return [(int(image.Width), str(image.ColorSpace)) for image in images.values()]


def test_print_has_more_dots_than_screens_and_grey_no_colours(tmp_path: Path) -> None:
    root = made_up.made_up(tmp_path / "site", 1, photos=1)
    wide = {name: pictures(made_up.pdf_of(root, "en", edition=name)) for name in ("screen", "print", "grey")}
    assert {name: len(found) for name, found in wide.items()} == {"screen": 1, "print": 1, "grey": 1}
    inches = 142.5 / 25.4
    assert wide["print"][0][0] / inches > 250
    assert 140 < wide["screen"][0][0] / inches < 170
    assert {name: found[0][1] for name, found in wide.items()} == {
        "screen": "/DeviceRGB", "print": "/DeviceCMYK", "grey": "/DeviceGray",
    }  # fmt: skip


def test_who_pays_is_named_with_emblem_statement_and_disclaimer(tmp_path: Path) -> None:
    root = made_up.made_up(tmp_path / "site", 1)
    folder = root / "content/programmes/helios"
    made_up.photo(folder / "emblem.png", (300, 200), made_up.Random(3))
    data = folder / "programme.yml"
    data.write_text(data.read_text("utf-8") + "grant: true\nemblem: emblem.png\n", "utf-8")
    text = folder / "en.md"
    words = (
        "funding_statement: Paid by a fund.\ndisclaimer: The fund is not responsible.\nemblem_alt: Emblem of the fund\n"
    )
    text.write_text(text.read_text("utf-8").replace("---\n", f"---\n{words}", 1), "utf-8")
    story = root / "content/stories/made-up-1/story.yml"
    story.write_text(story.read_text("utf-8") + "programmes: [helios]\n", "utf-8")
    [(page, _, after)] = [entry for entry in figures(made_up.pdf_of(root, "en")) if entry[1] == "Emblem of the fund"]
    assert page > 1
    assert "Paid by a fund. The fund is not responsible." in after


def test_from_right_to_left_the_outer_margin_changes_sides() -> None:
    root = made_up.PROJECT / "tests/sites/good"
    sides = {}
    for language in ("el", "ar"):
        html = paper_renderer(made_up.context(root)).document(made_up.view_of(root, language), made_up.SCREEN).html
        sides[language] = re.findall(r'class="leaf (verso|recto)', html)
    assert sides["el"][:2] == ["verso", "recto"]
    assert sides["ar"][:2] == ["recto", "verso"]
    assert 'dir="ltr"' in html


def test_a_text_too_high_for_its_page_is_laid_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Heights are estimates: were they all too low, the plan would still be kept true."""
    root = made_up.made_up(tmp_path / "site", 5)
    monkeypatch.setattr(
        made_up.measures.TypeSize, "lines", lambda self, letters, width, greek: max(1, int(letters * 0.012))
    )
    with pdf_audit.opened(made_up.pdf_of(root, "en")) as made:
        assert len(made.pages) % 4 == 0
        tags = list(pdf_audit.tree(made).walk())
    titles = {bare(tag.text): tag.page for tag in tags if tag.kind == "H3" and tag.page > 1}
    entries = [bare(tag.text) for tag in tags if tag.kind == "LI"]
    assert all([e for e in entries if e.endswith(f"{title}{page}")] for title, page in titles.items()), titles
