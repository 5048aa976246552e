"""The page for the press, and partners that stand on the page of their programme."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from gazette import cli
from tests.support.sites import PROJECT, TODAY, build


def words_of(path: Path) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", path.read_text("utf-8").replace("\N{NO-BREAK SPACE}", " ")).split())


def page(root: Path, out: Path, address: str = "en/about/press") -> str:
    assert build(root, out) == cli.DONE
    return words_of(out / address / "index.html")


def test_without_a_contact_or_terms_the_page_says_so(root: Path, tmp_path: Path) -> None:
    (root / "content/pages/contact/page.yml").write_text("order: 3\n", "utf-8")
    said = page(root, tmp_path / "out")
    assert "No telephone number or email address of the network for the press is on record." in said
    assert "not yet stated on what terms texts and logo may be used" in said
    assert "As recorded on this site: 22 November 2026" in said
    assert "Newsletter 1" in said


def test_whoever_answers_the_press_stands_first(root: Path, tmp_path: Path) -> None:
    (root / "content/pages/contact/page.yml").write_text("order: 3\ncontact: info@network.example\n", "utf-8")
    assert "info@network.example" in page(root, tmp_path / "out"), "the network's own, where the page names none"
    press = root / "content/pages/press/page.yml"
    press.write_text("order: 5\ncontact: press@network.example\nphone: +30 210 0000000\n", "utf-8")
    said = page(root, tmp_path / "out")
    assert "press@network.example" in said
    assert "+30 210 0000000" in said
    assert "info@network.example" not in said
    assert "No telephone" not in said


def test_the_terms_are_those_of_the_settings(root: Path, tmp_path: Path) -> None:
    config = root / "mkdocs.yml"
    terms = "extra:\n  data_licence: CC0-1.0\n  newsletter:\n    sender: news@www.example.org\n"
    terms += "    licence:\n      en: Creative Commons Attribution 4.0\n      el: Creative Commons Αναφορά 4.0\n"
    text = re.sub(r"(?m)^  data_licence:.*\n", "", config.read_text("utf-8"))
    config.write_text(text.replace("extra:\n", terms), "utf-8")
    said = page(root, tmp_path / "out")
    assert "Texts and logo: Creative Commons Attribution 4.0" in said
    assert "The data may be used under these terms: CC0-1.0" in said
    assert "Creative Commons Αναφορά 4.0" in words_of(tmp_path / "out/about/press/index.html")


def test_the_paragraph_stands_there_in_each_language_and_marked(root: Path, tmp_path: Path) -> None:
    folder = root / "content/pages/press"
    for language, words in (("en", "The network in a paragraph."), ("el", "Το Δίκτυο σε μία παράγραφο, δηλαδή αυτήν.")):
        text = f"---\ntitle: Press {language}\nsummary: What journalists may use.\nboilerplate: {words}\n---\n\nText.\n"
        (folder / f"{language}.md").write_text(text, "utf-8")
    said = page(root, tmp_path / "out")
    assert said.index("The network in a paragraph.") < said.index("δηλαδή αυτήν")
    html = (tmp_path / "out/en/about/press/index.html").read_text("utf-8")
    assert re.search(r'<p class="boilerplate" lang="el"[^>]*>Το', html)


def test_the_logo_is_the_mark_in_its_colours(root: Path, tmp_path: Path) -> None:
    page(root, tmp_path / "out")
    svg = (tmp_path / "out/assets/logo.svg").read_bytes()
    assert svg == (PROJECT / "theme/static/icon.svg").read_bytes()
    with Image.open(tmp_path / "out/assets/logo.png") as found:
        picture = found.convert("RGB")
    assert picture.size == (1000, 1000)
    colours = [picture.getpixel(((2 * x + 1) * 100, (2 * y + 1) * 100)) for y in range(5) for x in range(5)]
    assert len(set(colours)) == 3
    told = {tuple(bytes.fromhex(one)) for one in re.findall(r'fill="#([0-9a-f]{6})" d="M\d', svg.decode())}
    assert set(colours) <= told
    assert picture.getpixel((200, 200)) in told, "the gap is of the ground"


@pytest.fixture
def with_partner(root: Path) -> Path:
    folder = root / "content/partners/arsis"
    folder.mkdir()
    data = "role: collaborator\nprogramme: helios\nwebsite: https://www.example.org/\nlogo: logo.png\n"
    (folder / "partner.yml").write_text(data, "utf-8")
    (folder / "en.md").write_text("---\nname: ARSIS\nsummary: Takes part in it.\n---\n", "utf-8")
    shutil.copy(root / "content/stories/garden/garden.png", folder / "logo.png")
    story = root / "content/stories/garden/story.yml"
    story.write_text(re.sub(r"(?m)^partners: .*", "partners: [arsis]", story.read_text("utf-8")), "utf-8")
    return root


def test_a_partner_of_one_line_stands_on_its_programmes_page(with_partner: Path, tmp_path: Path) -> None:
    site = tmp_path / "out"
    assert build(with_partner, site) == cli.DONE
    assert not (site / "en/partners/arsis").exists()
    html = (site / "en/stories/programme/helios/index.html").read_text("utf-8")
    assert 'id="arsis"' in html
    logo = re.search(r'<img src="([^"#]*[0-9a-f]{32}\.png)" width="\d+" height="\d+" alt="ARSIS"', html)
    assert logo
    assert (site / "en/stories/programme/helios" / logo[1]).is_file()
    assert not list(site.rglob("*#*"))
    assert "Works with cities of the network ARSIS Takes part in it. www.example.org" in words_of(
        site / "en/stories/programme/helios/index.html"
    )
    for other in ("en/partners/index.html", "en/stories/garden/index.html"):
        assert re.search(r'href="[./]*stories/programme/helios/#arsis"|href="[./]*programme/helios/#arsis"',
                         (site / other).read_text("utf-8")), other  # fmt: skip
    assert "#arsis" not in (site / "sitemap.xml").read_text("utf-8")


def test_a_question_for_its_name_finds_the_programme(with_partner: Path, tmp_path: Path) -> None:
    site = tmp_path / "out"
    assert build(with_partner, site) == cli.DONE
    texts = [path.read_text("utf-8") for path in (site / "search/texts").glob("*.json")]
    assert [text for text in texts if '"ARSIS"' in text and '"stories/programme/helios/"' in text]
    assert not [text for text in texts if "#arsis" in text]


def test_its_old_address_leads_there(with_partner: Path, tmp_path: Path) -> None:
    (with_partner / "redirects.yml").write_text("moved:\n  /partners/arsis/: /stories/programme/helios/\n", "utf-8")
    assert build(with_partner, tmp_path / "out") == cli.DONE
    moved = (tmp_path / "out/en/partners/arsis/index.html").read_text("utf-8")
    assert "stories/programme/helios/" in moved


def test_a_mistake_in_it_is_not_blamed_on_its_old_address(
    with_partner: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (with_partner / "redirects.yml").write_text("moved:\n  /partners/arsis/: /stories/programme/helios/\n", "utf-8")
    data = with_partner / "content/partners/arsis/partner.yml"
    data.write_text(data.read_text("utf-8").replace("website:", "websit:"), "utf-8")
    assert cli.main(["check", "--root", str(with_partner), "--as-of", TODAY]) == cli.PROBLEMS
    said = capsys.readouterr().out
    assert "partner.yml:3:1: websit" in said
    assert "redirects.yml" not in said


def test_the_real_addresses_of_merged_partners_all_lead_on() -> None:
    moved = (PROJECT / "redirects.yml").read_text("utf-8")
    merged = [path for path in (PROJECT / "content/partners").glob("*/partner.yml") if "programme:" in path.read_text()]
    assert len(merged) == 8
    for path in merged:
        programme = re.search(r"programme: (\S+)", path.read_text())
        assert programme
        assert f"/partners/{path.parent.name}/: /stories/programme/{programme[1]}/\n" in moved
