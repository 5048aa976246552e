"""`make corpus` tells the five outcomes apart: each is shown with a file for which it is the right one."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

from gazette.content.markup import convert
from gazette.content.problems import Place, Problem
from tests.support import docx
from tools.corpus import __main__ as command
from tools.corpus import intake, judging, making, pictures, structure, trial, words
from tools.corpus.trial import Trial

PAGE = '<main><div class="prose" lang="el">\n{}\n</div><div>after</div></main>'


def difference(text: str, html: str = "") -> structure.Difference | None:
    return structure.first_difference(text, PAGE.format(html or convert(text).html))


@pytest.mark.parametrize(
    "text",
    [
        "Λέξεις *και* **άλλες** `x` [εδώ](https://a.example/ά?b=1&c=2), <https://b.example/>.\n",
        "***a*** **b *c* d** *e **f** g*\n",
        "- a\n- b\n\n1. c\n2. d\n",
        "- a\n\n- b\n",
        "A[^1] b[^2].\n\n[^1]: One *x*\n[^2]: Two\n",
        "| a | b |\n|:-:|--:|\n| 1 | **2** |\n",
        "```py\nx = 1\n\n\ty\n```\n",
        "> a\n> b\n\n## Κεφαλίδα\n\n---\n\nend  \nnext\n",
        "![](a.jpg)\n\ntext\n",
        "Νεάπολη – Συκιές\u00a0\n",
    ],
)
def test_what_differs_by_right_is_no_difference(text: str) -> None:
    assert difference(text) is None


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a b\n", "<p>a</p>"), ("a\n", "<p>a b</p>"), ("*a* b\n", "<p>a b</p>"), ("a\n\nb\n", "<p>a b</p>"),
        ("ab\n", "<p>a b</p>"), ("[a](https://x.example/1)\n", '<p><a href="https://x.example/2">a</a></p>'),
        ("- a\n  - b\n", "<ul><li>a</li><li>b</li></ul>"), ("2. a\n", "<ol><li>a</li></ol>"),
        ("- a\n\n  b\n", "<ul><li>a b</li></ul>"), ("- [x] a\n", "<ul><li>[x] a</li></ul>"),
        ("~~16~~ 17\n", "<p>16 17</p>"), ("a\\\nb\n", "<p>a b</p>"), ("## a\n", "<h3>a</h3>"),
        ("```\na\n  b\n```\n", "<pre><code>a\nb\n</code></pre>"),
        ("| a |\n|--:|\n| 1 |\n", "<table><tr><th>a</th></tr></table>"),
        ("a[^1]\n\n[^1]: b\n", "<p>a</p>"), ("![](a.jpg)\n", "<p></p>"),
        ("> a\n", "<p>a</p>"), ("&copy;\n", "<p>&amp;copy;</p>"),
    ],
)  # fmt: skip
def test_what_is_lost_or_changed_is_one(text: str, html: str) -> None:
    assert difference(text, html)


def test_a_difference_names_its_line_and_both_sides() -> None:
    found = difference("one\n\ntwo\nthree\n", "<p>one</p><p>two four</p>")
    assert found
    assert (found.line, found.github, found.page) == (3, "one</p><p>two three</p>", "one</p><p>two four</p>")


@pytest.mark.parametrize(
    ("rule", "value", "text", "line", "is_wrong"),
    [
        ("template-syntax", "{{ x", "a `{{ x }}` b\n", 1, True),
        ("template-syntax", "{{ x", "a {{ x }} `{{ x }}` b\n", 1, False),
        ("raw-html", "<b>", "a\n\n- c `<b>` d\n", 3, True),
        ("raw-html", "<b>", "```\n<b>\n```\n", 2, True),
        ("raw-html", "<b>", "a <b>b</b>\n", 1, False),
        ("text-indented", "", "a\n\n    b\n", 3, False),
        ("text-indented", "", "1. a\n\n    b\n", 3, True),
        ("nested-too-deep", "", "```\n" + " " * 60 + "Αθήνα\n```\n", 2, True),
        ("nested-too-deep", "", "> " * 14 + "a\n", 1, False),
        ("list-unmade", "-", "a\n- b\n", 2, False),
        ("mixed-script", "aα", "`aα`\n", 1, False),
    ],
)
def test_a_refusal_is_wrong_where_github_has_code_or_ordinary_text(
    rule: str, value: str, text: str, line: int, is_wrong: bool
) -> None:
    problem = Problem("content/stories/x/en.md", rule, Place(line + 5, 1), facts={"value": value})
    assert bool(list(judging.wrong([problem], text, 6))) is is_wrong


@pytest.mark.parametrize(
    ("raw", "body", "skipped"),
    [
        (b"Words.\n", b"Words.\n", 0), (b"---\nlayout: post\n---\nWords.\n", b"Words.\n", 3),
        (b"\xef\xbb\xbf---\r\na: b\r\n---\r\n\r\nWords.\r\n", b"\r\nWords.\r\n", 3),
        (b"+++\na = 1\n+++\nWords.\n", b"Words.\n", 3),
        (b"---\n\nWords, below a rule.\n", b"---\n\nWords, below a rule.\n", 0),
    ],
)  # fmt: skip
def test_fields_of_another_program_make_room_for_ours(tmp_path: Path, raw: bytes, body: bytes, skipped: int) -> None:
    (tmp_path / "a.md").write_bytes(raw)
    made = intake.trial_of(tmp_path / "a.md", "a")
    assert isinstance(made, Trial)
    text = made.files[made.text]
    assert text.endswith(b"---\n" + body)
    assert text.startswith(b"\xef\xbb\xbf") is raw.startswith(b"\xef\xbb\xbf")
    assert made.body_line + made.skipped == skipped + 1, "the first line of the body, in the file as it came"


def test_words_that_a_document_shows_and_hides() -> None:
    body = docx.p(docx.t("Seen "), docx.t("hidden", "vanish"), docx.t("too", "b")) + docx.p(docx.note(2), docx.t("m2"))
    made = docx.docx(body, notes={"footnotes": {2: docx.p(docx.t("Noted"))}})
    shown, hidden = words.of_document(made)
    assert words.counted(shown) == Counter(["Seen", "too", "m2", "Noted"])
    assert words.counted("m²") == words.counted("m2")
    assert hidden.split() == ["hidden"]
    assert words.of_document(b"no zip") == ("", "")


FOLDER = {
    "whole.md": b"---\nlayout: post\n---\n## Heading\n\nWords of a *text*.\n",
    "windows.md": "Οι κάτοικοι\r\n\r\nφύτεψαν.\r\n".encode(),
    "refused.md": b"---\nlayout: post\n---\nSome words.\n\nA [link](/nowhere/).\n",
    "crash/crashed.MD": b"This one makes the build fail.\n",
    "other.txt": b"not tried",
    ".hidden/whole.md": b"not tried either",
    "letter.docx": docx.docx(docx.p(docx.t("The residents planted a garden."))),
    "damaged.docx": b"no document",
    "not-a-photo.jpg": b"words",
}


def test_each_file_of_a_folder_gets_its_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, raw in FOLDER.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(raw)
    Image.linear_gradient("L").convert("RGB").save(tmp_path / "photo.png")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    build = trial._build

    def failing(root: Path, out: Path) -> None:
        if any("makes the build fail" in path.read_text("utf-8") for path in root.glob("content/stories/*/en.md")):
            raise RuntimeError("on purpose")
        build(root, out)

    monkeypatch.setattr(trial, "_build", failing)
    monkeypatch.setattr(sys, "argv", ["corpus", str(tmp_path), "--list"])
    assert command.main() == 1
    said = capsys.readouterr().out
    lines = dict(re.findall(r"^(\S+\.\w+): ([a-z ]+)", said, re.MULTILINE))
    assert lines == {
        "whole.md": "whole", "windows.md": "whole", "letter.docx": "whole", "photo.png": "whole",
        "refused.md": "refused in words", "damaged.docx": "refused in words", "not-a-photo.jpg": "refused in words",
        "crash/crashed.MD": "crashed",
    }  # fmt: skip
    assert "refused.md: refused in words: line 6: [link-broken]" in said
    assert "crash/crashed.MD: crashed: RuntimeError: on purpose (test_corpus.py:" in said
    assert re.search(r"^Markdown +2 +1 +0 +0 +1 +4$", said, re.MULTILINE)
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}, "nothing of it is changed"
    (tmp_path / "crash/crashed.MD").unlink()
    assert command.main() == 0


def test_what_a_page_loses_in_silence_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("One word, and another.\n")
    raw = docx.docx(docx.p(docx.t("A document of seven words and more.")))
    (tmp_path / "b.docx").write_bytes(raw)
    Image.linear_gradient("L").convert("RGB").save(tmp_path / "c.png")
    monkeypatch.setattr(structure, "github_html", lambda _: "<p>One word, and another, and a third.</p>")
    monkeypatch.setattr(words, "of_document", lambda _: ("A document of seventeen words", ""))
    white = Image.new("RGB", (32, 32), "white")
    shown = pictures._flat
    monkeypatch.setattr(pictures, "_flat", lambda given: shown(given) if given.format == "AVIF" else white)
    found = {file.path.name: file.verdict for file in command.tried(command.files_of(tmp_path), tmp_path / "work")}
    assert {verdict.outcome for verdict in found.values()} == {"differs"}
    assert "and another, and a" in found["a.md"].message
    assert "seventeen" in found["b.docx"].message


def test_the_corpus_is_varied_and_the_same_each_time(tmp_path: Path) -> None:
    for name in ("one", "other"):
        making.write_corpus(tmp_path / name)
    files = command.files_of(tmp_path / "one")
    kinds = Counter(map(intake.kind_of, files))
    assert kinds["Markdown"] >= 200
    assert sum(kinds.values()) >= 300
    assert min(kinds.values()) >= 50
    for path in files:
        assert path.read_bytes() == (tmp_path / "other" / path.relative_to(tmp_path / "one")).read_bytes()
    with pytest.raises(FileExistsError):
        making.write_corpus(tmp_path / "one")
