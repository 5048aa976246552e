"""Paper has no font but its own: each sign that is promised is there, and a machine's fonts change nothing."""

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from gazette.content import characters
from gazette.content.font_coverage import EVERYWHERE, FURTHER
from gazette.engines.pdf import PdfError, PdfSource, to_pdf
from gazette.outputs.pdf import paper_renderer
from gazette.render.paper import document
from gazette.render.paper.prose import Setting, set_prose
from gazette.theme import PAPER_FONTS
from tests.support import made_up, pdf_audit

pytestmark = pytest.mark.usefixtures("without_collector")

FOLDER = made_up.PROJECT / "theme" / PAPER_FONTS
SIGNS = "→ ✓ ½ € № ♥ 😀 አማርኛ العربية Українська ქართული Հայերեն हिन्दी বাংলা ∮ ⅓ ﬁ ☎️ 1️⃣ 👩🏽‍🚒 中文 𝐁 `code →`"
OURS = {"Commissioner", "Literata", "Noto", "Armenian", "Georgian", "Devanagari", "Bengali", "Arabic", "Ethiopic",
        "Symbols", "Mathematics", "emoji"}  # fmt: skip


def signs_of(ranges: str) -> set[str]:
    return {chr(sign) for first, last in characters._pairs(ranges) for sign in range(first, last + 1)}


@pytest.mark.parametrize("name", FURTHER)
def test_each_font_has_what_is_said_of_it(name: str) -> None:
    with TTFont(FOLDER / f"{name}.woff2", lazy=True) as font:
        assert signs_of(FURTHER[name]) <= {chr(sign) for sign in font.getBestCmap()}
        assert 0x20 in font.getBestCmap(), "what stands between two words of a script is set in its font"
    assert name in document.FURTHER or name.endswith("-paper")
    assert list(FOLDER.glob(f"{name.partition('-')[0]}*-OFL.txt"))


def test_every_sign_of_the_fonts_can_be_set(root: Path) -> None:
    """As the engine does it, in one go: it would tell of each that it found in no font."""
    some = "".join(min(signs_of(ranges)) for ranges in FURTHER.values()) + "\ufe0f"
    with (root / "content/stories/garden/en.md").open("a", encoding="utf-8") as file:
        file.write(f"\n{some}\n")
    made = paper_renderer(made_up.context(root)).document(made_up.view_of(root, "en"), made_up.SCREEN)
    every = sorted(set().union(*map(signs_of, [EVERYWHERE, *FURTHER.values()])))
    lines = (html.escape(" ".join(every[at : at + 60])) for at in range(0, len(every), 60))
    body = f"<body><p>{'</p><p>'.join(lines)}</p><b>{html.escape(some)}</b><em>{html.escape(some)}</em></body>"
    page = re.sub(r"<body>.*</body>", lambda _: body, made.html, flags=re.DOTALL)
    assert to_pdf(PdfSource(page, made.files, made.dpi))
    with pytest.raises(PdfError, match="U\\+4E2D"):
        to_pdf(PdfSource(page.replace("<body>", "<body>中"), made.files, made.dpi))


PRINT = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[1]]
from tests.support import made_up
sys.stdout.buffer.write(made_up.pdf_of(Path(sys.argv[2]), "en"))
"""
CONFIG = '<?xml version="1.0"?><fontconfig>{folders}<cachedir>{cache}</cachedir></fontconfig>'


def printed_with(root: Path, folders: str, **surroundings: str) -> bytes:
    config = root.parent / f"{root.name}.conf"
    config.write_text(CONFIG.format(folders=folders, cache=root.parent / "cache"), "utf-8")
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPYCACHEPREFIX") if name in os.environ}
    environment = {**kept, "FONTCONFIG_FILE": str(config), "HOME": str(root.parent), **surroundings}
    command = [sys.executable, "-c", PRINT, str(made_up.PROJECT), str(root)]
    return subprocess.run(command, capture_output=True, check=True, env=environment, cwd=root).stdout


def test_the_same_bytes_on_any_machine(root: Path, tmp_path: Path) -> None:
    with (root / "content/stories/garden/en.md").open("a", encoding="utf-8") as file:
        file.write(f"\n{SIGNS}\n\n## Head\n\n[Back to the top](#), [here](#head).\n")
    other = tmp_path / "another folder" / "of another name"
    other.parent.mkdir()
    subprocess.run(["cp", "-r", str(root), str(other)], check=True)
    bare = printed_with(root, "", LC_ALL="C", TZ="America/New_York")
    rich = printed_with(
        other, f"<dir>/usr/share/fonts</dir><dir>{FOLDER}</dir>", LANG="el_GR.UTF-8", TZ="Asia/Tokyo", FC_LANG="zh",
        XDG_CONFIG_HOME=str(tmp_path / "config"), XDG_DATA_HOME=str(tmp_path), PANGO_LANGUAGE="ja",
    )  # fmt: skip
    assert bare == rich
    with pdf_audit.opened(bare) as made:
        assert {re.split(r"[+-]", str(font.BaseFont))[1] for font in pdf_audit.fonts(made)} <= OURS


def test_a_name_in_other_letters_within_a_greek_text_is_embedded(root: Path) -> None:
    """And the letters stand in the text that is read aloud and copied, in their order."""
    with (root / "content/stories/garden/el.md").open("a", encoding="utf-8") as file:
        file.write("\nΣτα αραβικά η πόλη λέγεται أثينا και στα ουκρανικά Афіни.\n")
    pdf = made_up.pdf_of(root, "el")
    with pdf_audit.opened(pdf) as made:
        faces = {re.split(r"[+-]", str(font.BaseFont))[1] for font in pdf_audit.fonts(made)}
        assert "Arabic" in faces
        assert faces <= OURS
    listed = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    rows = [line.split() for line in listed.splitlines()[2:]]
    assert any("Arabic" in row[0] for row in rows)
    assert all(row[-5] == "yes" for row in rows), "embedded"
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    letters = "".join(text.replace("\u202b", "").replace("\u202c", "").split())  # pdftotext parts joined letters
    assert "λέγεταιأثيناκαι" in letters
    assert "Афіни" in text


def test_what_paper_shows_instead() -> None:
    assert characters.printed("中 𝐁 ㎡ Ⅻ\ufe05 x") == "□ B m2 XII x"
    assert list(characters.unprinted("ab 中文 € 𝐁")) == [(3, "中文"), (8, "𝐁")]
    assert document.in_print('<title>中</title></head><a href="https://x/中" data-section="中">文</a>') == (
        '<title>中</title></head><a href="https://x/中" data-section="□">□</a>'
    )


SETTING = Setting(str, "x-", "https://example.org/a/", "x")


@pytest.mark.parametrize(
    ("written", "leads", "letters"),
    [
        ('<p><a href="#">top</a></p>', "#x", 0),
        ('<h2 id="c-a">A</h2><p><a href="#c-a">there</a></p>', "#x-c-a", 0),
        ('<p><a href="#c-a">there</a></p><h2 id="c-a">A</h2><p>x</p>', "https://example.org/a/#c-a", 3),
    ],
)
def test_links_within_a_text_lead_to_what_is_printed(written: str, leads: str, letters: int) -> None:
    made = set_prose(written, SETTING, letters).html
    assert f'href="{leads}"' in made
    assert not leads.startswith("#x-") or f'id="{leads[1:]}"' in made


def test_the_top_of_a_text_without_a_place_is_its_page() -> None:
    nowhere = Setting(str, "x-", "https://example.org/a/")
    assert 'href="https://example.org/a/"' in set_prose('<p><a href="#">top</a></p>', nowhere).html


def test_notes_too_many_for_the_feet_of_pages_stand_behind_the_text() -> None:
    """With 30 notes of two lines the engine was not ready after minutes."""
    calls = "".join(f'<sup id="c-r{n}"><a class="footnote-ref" href="#c-f{n}">{n}</a></sup>' for n in range(1, 31))
    notes = "".join(f'<li id="c-f{n}"><p>{"words " * 30}</p></li>' for n in range(1, 31))
    made = set_prose(f'<p>Text{calls}</p><div class="footnote"><ol>{notes}</ol></div>', SETTING)
    assert made.html.count(">words") == made.html.count('class="note-call"') == len(made.notes) == 30
    assert sorted(re.findall(r'href="#([^"]+)"', made.html)) == sorted(re.findall(r'<li id="([^"]+)"', made.html))
    assert sorted(re.findall(r'data-call="([^"]+)"', made.html)) == sorted(re.findall(r' id="([^"]+-call)"', made.html))
    assert "footnote" not in made.html
    few = set_prose(f'<p>Text{calls[:60]}</a></sup></p><div class="footnote"><ol>{notes[:240]}</ol></div>', SETTING)
    assert few.html.count('<span class="footnote" id=') == 1
