"""Translations: what they are made from, what is behind, how that is told and mended."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from gazette import cli
from gazette.content import load
from gazette.content.model import Kind
from gazette.content.revisions import original, revision
from gazette.pipeline.read import read_site
from tests.support.sites import PROJECT, TODAY, build

STORY = "content/stories/garden"


def run(command: str, root: Path, *more: str) -> int:
    return cli.main([command, "--root", str(root), "--as-of", TODAY, "--quiet", *more])


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def first_language(root: Path) -> str:
    found = re.search(r"languages: \[(\w\w)", (root / "mkdocs.yml").read_text())
    assert found
    return found.group(1)


def of_text(tmp_path: Path, text: str) -> str:
    (tmp_path / "el.md").write_text(text, "utf-8")
    return revision(load.read(tmp_path, "el.md"))


def test_a_revision_is_of_the_words(tmp_path: Path) -> None:
    text = "---\ntitle: Ο κήπος\nsummary: Μια ιστορία\n---\n\nΟι γείτονες φύτεψαν, όλοι μαζί.\n"
    first = of_text(tmp_path, text)
    assert re.fullmatch("[0-9a-f]{8}", first)
    same = [
        text.replace(",", " –"),
        text.replace("\n\nΟι", "\n\n\nοι"),
        text.replace("---\n\n", "aliases: [Κ]\n---\n\n"),
    ]
    assert [of_text(tmp_path, other) for other in same] == [first] * 3
    others = [text.replace("κήπος", "λόφος"), text.replace("μαζί", "μαζι"), text.replace("γείτονες ", "")]
    assert first not in [of_text(tmp_path, other) for other in others]


def test_the_original_is_the_one_that_says_nothing() -> None:
    assert original({"el": "", "en": ""}, ("el", "en")) == "el"
    assert original({"el": "0123abcd", "en": ""}, ("el", "en")) == "en"
    assert original({"en": ""}, ("el", "en")) == "en"
    assert original({"en": "0123abcd"}, ("el", "en")) == ""


def test_the_way_of_a_translation(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Written, recorded, overtaken, told to editors and readers, brought up to date."""
    first = first_language(root)
    other = "en" if first == "el" else "el"
    assert run("check", root) == 0
    assert capsys.readouterr().out == "", "a plain check leaves translations alone"
    assert run("check", root, "--translations") == 0
    assert f"{STORY}/{other}.md:1:1: (warning) This text does not say which revision" in capsys.readouterr().out
    before = (root / STORY / f"{other}.md").read_bytes()
    assert run("translated", root, STORY) == 0
    assert capsys.readouterr().out == f"{STORY}/{other}.md\n"
    added = set((root / STORY / f"{other}.md").read_bytes().splitlines()) - set(before.splitlines())
    assert re.fullmatch(rb"translates: [0-9a-f]{8}", added.pop())
    assert added == set()
    source = root / STORY / f"{first}.md"
    source.write_text(source.read_text("utf-8") + "\nAnother sentence.\n", "utf-8")
    assert run("check", root, "--translations", "--format", "github") == 0
    said = capsys.readouterr().out
    assert re.search(
        rf"::warning file={STORY}/{other}.md,line=\d+,col=13,title=translation-stale::translates: The or", said
    )
    assert build(root, tmp_path / "out") == 0
    prefix = {language: "" if language == first else f"{language}/" for language in (first, other)}
    page = (tmp_path / "out" / prefix[other] / "stories/garden/index.html").read_text("utf-8")
    assert re.search(rf'<p class="notice">[^<]+<a href="[./a-z]+stories/garden/" hreflang="{first}">', page)
    assert 'class="notice"' not in (tmp_path / "out" / prefix[first] / "stories/garden/index.html").read_text("utf-8")
    assert run("translated", root, "/stories/garden/", "--into", other) == 0
    assert build(root, tmp_path / "out") == 0
    assert 'class="notice"' not in (tmp_path / "out" / prefix[other] / "stories/garden/index.html").read_text("utf-8")


def test_the_page_about_translations(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert build(root, out) == 0
    assert not (out / "about/translations").exists(), "where nothing is recorded there is nothing to say"
    assert run("translated", root, "--every") == 0
    assert build(root, out) == 0
    page = (out / "about/translations/index.html").read_text("utf-8")
    assert 'href="../../members/thessaloniki/"' in page, "not translated"
    assert 'href="../../stories/garden/"' not in page, "translated"
    assert 'href="../../about/translations/"' in (out / "about/privacy/index.html").read_text("utf-8").replace(
        'href="../translations/"', 'href="../../about/translations/"'
    )


def test_line_ends_and_the_rest_of_the_file_stay(root: Path) -> None:
    other = "en" if first_language(root) == "el" else "el"
    path = root / STORY / f"{other}.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    assert run("translated", root, STORY) == 0
    after = path.read_bytes()
    assert re.sub(rb"translates: [0-9a-f]{8}\r\n", b"", after) == before
    assert run("translated", root, STORY) == 0
    assert path.read_bytes() == after


def test_misuse(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("translated", root) == 2
    assert run("translated", root, "stories/nothing") == 2
    assert run("translated", root, STORY, "--into", first_language(root)) == 2
    said = capsys.readouterr().err
    assert "or say --every" in said
    assert "no item 'stories/nothing'" in said
    assert "has no translation in" in said


def test_a_mark_changes_nothing_that_an_issue_keeps(root: Path) -> None:
    """Else every item of every published issue would count as changed since."""

    def seal() -> str:
        item = read_site(root, date.fromisoformat(TODAY), print).library.get(Kind.STORY, "garden")
        assert item
        return item.seal

    before = seal()
    assert run("translated", root, STORY) == 0
    assert seal() == before


def test_the_networks_own_translations_are_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", PROJECT, "--translations", "--format", "json") == 0
    rules = {problem["rule"] for problem in json.loads(capsys.readouterr().out)}
    assert rules.isdisjoint({"text-untranslated", "translation-stale", "translation-unrecorded"})
