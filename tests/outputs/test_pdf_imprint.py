"""Who publishes an issue, and what is said of it: on its back cover and in its imprint, each where it is on record."""

import re
from pathlib import Path

import pytest

from gazette.outputs.pdf import EDITIONS, paper_renderer
from tests.support import made_up

SAID = """extra:
  newsletter:
    sender: news@network.test
    address: {el: Οδός 1, en: Street 1}
    subscribe: news@network.test
    issn: 2049-3630
    editor: {el: Η ομάδα, en: The team}
    licence: CC BY 4.0
"""
LINES = ("Street 1", "The team", "news@network.test", "CC BY 4.0", "2049-3630")


def paper(root: Path, edition: str = "screen") -> str:
    kind = next(one for one in EDITIONS if one.name == edition)
    return paper_renderer(made_up.context(root)).document(made_up.view_of(root, "en"), kind).html


def back(html: str) -> str:
    return re.sub(r"<[^>]*>|\\s+", " ", html.partition('class="back"')[2])


def with_settings(root: Path, said: str) -> None:
    config = root / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("extra:\n", said), "utf-8")


@pytest.mark.parametrize("edition", ["screen", "large"])
def test_what_is_said_stands_in_the_imprint(tmp_path: Path, edition: str) -> None:
    root = made_up.made_up(tmp_path / "site", 2)
    with_settings(root, SAID)
    imprint = paper(root, edition).rpartition('class="imprint')[2]
    assert [line for line in LINES if line not in imprint] == []


def test_what_is_not_said_is_not_there(tmp_path: Path) -> None:
    html = paper(made_up.made_up(tmp_path / "site", 2))
    imprint = html.rpartition('class="imprint')[2]
    assert [word for word in ("Contact", "Editor", "Subscribe", "Licence", "ISSN") if f"<b>{word}" in imprint] == []


def test_the_back_cover_names_contact_page_supporters_and_grants(tmp_path: Path) -> None:
    root = made_up.made_up(tmp_path / "site", 2)
    partner = root / "content/partners/fund"
    partner.mkdir(parents=True)
    (partner / "partner.yml").write_text("role: supporter\n", "utf-8")
    (partner / "en.md").write_text("---\nname: The Fund\n---\n\nIt supports.\n", "utf-8")
    programme = root / "content/programmes/helios"
    data, text = programme / "programme.yml", programme / "en.md"
    data.write_text(data.read_text("utf-8") + "grant: true\n", "utf-8")
    text.write_text(text.read_text("utf-8").replace("---\n", "---\nfunding_statement: Paid by a fund.\n", 1), "utf-8")
    story = root / "content/stories/made-up-1/story.yml"
    story.write_text(story.read_text("utf-8") + "programmes: [helios]\n", "utf-8")
    shown = back(paper(root))
    assert "Paid by a fund." in shown
    assert "The Fund" in shown
    assert "/en/about/contact" in shown
    assert "Supported by" in shown
