"""The licences of what readers get: each file of others is under one, each text is there once, pages lead to it."""

import re
from collections import Counter
from pathlib import Path

import pytest

from gazette.outputs.licences import OUTPUT, WORKS, Work, notice, works
from gazette.theme import THEME
from tests.support.contexts import context, made_by
from tests.support.sites import PROJECT
from tools.sbom import source

OF_OTHERS = {".woff2", ".woff", ".ttf", ".otf", ".icc", ".wasm"}
OURS = {".html", ".xhtml", ".xml", ".mjml", ".opf", ".txt", ".css", ".js", ".jsx", ".json", ".yml", ".svg"}


def claimed(listed: list[Work]) -> Counter[Path]:
    return Counter(path for work in listed for pattern in work.files for path in THEME.glob(pattern))


def test_each_file_of_others_is_under_one_licence() -> None:
    kinds = {path.suffix for path in THEME.rglob("*") if path.is_file()}
    assert kinds <= OF_OTHERS | OURS, "say in licences.yml whose they are"
    found = claimed(works())
    files = [path for path in THEME.rglob("*") if path.suffix in OF_OTHERS]
    assert len(files) > 25
    assert {path.name: found[path] for path in files if found[path] != 1} == {}
    assert found[THEME / "map/greece.json"] == 1


def test_each_entry_is_about_something() -> None:
    for work in works():
        assert all(any(THEME.glob(pattern)) for pattern in work.files), work.name
        assert work.files or work.published or work.name == "sRGB2014"
        assert all(work.use[language] for language in ("el", "en"))


def test_the_notice_holds_each_text_once() -> None:
    [(path, raw)] = made_by(OUTPUT, context("real")).items()
    text = raw.decode()
    assert path == "assets/licences.txt"
    words = " ".join(text.split())
    for work in works():
        told = (THEME / work.text).read_text("utf-8").strip()
        assert f"\n{work.name}\n{work.use['el']} · {work.use['en']}\n" in text
        for part in told.split("\n\n"):
            assert " ".join(part.split()) in words, (work.name, part)
    assert text.count("SIL OPEN FONT LICENSE Version 1.1") == 2  # as two foundries write the address of its questions
    numbers = [int(number) for number in re.findall(r"Text (\d+)\)", text)]
    assert set(numbers) == set(range(1, max(numbers) + 1))
    assert f"\n{max(numbers)}. " in text


def test_works_under_one_text_share_it(tmp_path: Path) -> None:
    use = {"el": "γράμματα", "en": "letters"}
    for name, breaks in (("a", "\n"), ("b", "\r\n\r\n")):
        (tmp_path / f"{name}.txt").write_text(f"Copyright {name}\n\nDo as you{breaks}like.\n", "utf-8")
    (tmp_path / "c.txt").write_text("Ask first.\n", "utf-8")
    listed = [Work(name, use, f"{name}.txt", "X") for name in "abc"]
    said = notice(listed, tmp_path, "https://x.example/")
    assert said.count("Do as you") == 1
    assert "Copyright a\nX (Κείμενο · Text 1)" in said
    assert "Copyright b\nX (Κείμενο · Text 1)" in said
    assert "1. a, b\n\nDo as you" in said
    assert "2. c\n\nAsk first." in said
    assert "https://x.example/about/press/" in said


def test_texts_are_of_the_versions_that_are_locked() -> None:
    """A text of another version might name someone else: look whether it still holds, then write the number anew."""
    stated = re.search(r"pagefind\.txt  # of the package `pagefind` ([\d.]+) on npm", WORKS.read_text("utf-8"))
    package = {work.name: source(work) for work in works()}
    assert stated
    assert stated[1] == package["Pagefind"].purl.version
    assert f"world-atlas {package['world-atlas'].purl.version}" in (THEME / "map/greece.json").read_text("utf-8")


def test_a_profile_says_of_itself_whose_it_is() -> None:
    weasyprint = pytest.importorskip("weasyprint")
    raw = (Path(weasyprint.__file__).parent / "pdf/sRGB2014.icc").read_bytes()
    assert (THEME / "licences/srgb2014.txt").read_text("utf-8").split("\n")[0].encode() in raw


def test_nothing_of_material_is_published() -> None:
    """Its environment and words are used while the site is built; its templates, scripts, styles and icons are not."""
    material = pytest.importorskip("material")
    theirs = {path.read_bytes() for path in (Path(material.__file__).parent / "templates/assets").rglob("*.*")}
    given = context("real")
    assert len(theirs) > 10
    assert theirs.isdisjoint({*given.static.values(), *given.theme.root.values()})
    for path in (THEME / "site").glob("*.html"):
        assert not re.search(r"{%-? *(extends|include|import|from)\b", path.read_text("utf-8")), path.name


def test_every_page_leads_to_the_licences() -> None:
    shell = (THEME / "site/main.html").read_text("utf-8")
    assert '<li><a href="{{ view.asset("licences.txt") }}">' in shell[shell.index('class="colophon"') :]
    assert context("real").site.assets["licences.txt"] == "assets/licences.txt"


def test_the_code_is_under_the_licence_that_is_stated() -> None:
    text = (PROJECT / "LICENSE").read_text("utf-8")
    assert text.startswith("MIT License\n\nCopyright (c) 2026 ")
    assert '\nlicense = "MIT"\n' in (PROJECT / "pyproject.toml").read_text("utf-8")
    assert [work.licence for work in works() if work.text == "../LICENSE"] == ["MIT"]
