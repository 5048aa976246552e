"""Sites with something wrong in them: what editors would read.

A case in `tests/sites/broken/` holds the files that differ from `tests/sites/base/`, `delete.txt` with the paths to
take away, and `expected.txt`, the whole report in English. Those in `tests/sites/warned/`
are built all the same. After a change of wording, renew them with

    UPDATE_EXPECTED=1 .venv/bin/python -m pytest tests/content/test_broken_sites.py

and read every line that changed as the editor who will get it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import string
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Dictionary, Name, String

from gazette import cli
from gazette.content import fields, items, load, prose, wording
from gazette.content.items import texts
from gazette.content.problems import Place, Problem
from tests.support.made_pdf import SCRIPT, pdf
from tests.support.sites import printed_as
from tools.bench.pathological_files import animated, chunk, png

PROJECT = Path(__file__).resolve().parents[2]
SITES = PROJECT / "tests" / "sites"
BROKEN = SITES / "broken"
WARNED = SITES / "warned"
CASES = sorted(path.name for path in BROKEN.iterdir())
WARNINGS = sorted(path.name for path in WARNED.iterdir())
TODAY = "2026-11-22"
STORY = Path("content/stories/garden")

SHOWN_ELSEWHERE = {
    "unreadable": "test_load.py: the administrator, as whom tests may run, can read everything",
    "beyond-content": "test_proposal.py: it takes a proposal, and a state to compare it with",
    "more-warnings": "test_limits.py: each case here that is built warns of one thing",
    "not-valid": "test_fields.py: for whatever pydantic may think of next",
    "outside-dead": "test_external_links.py: it takes a server to ask",
    "outside-local": "test_external_links.py",
    "outside-malformed": "test_external_links.py",
    "outside-unsure": "test_external_links.py",
    "pages-too-few": "test_issues.py: only printing tells",
    "edition-left-out": "test_faults.py: only what the rules did not see fails to be made",
    "interface-double": "test_word_files.py, as the next four",
    "interface-part": "test_word_files.py",
    "interface-unconfirmed": "test_word_files.py",
    "interface-unsaid": "test_word_files.py",
    "interface-unconfirmed-how": "test_word_files.py",
    "text-not-offered": "test_partial.py: it takes a partial language",
    "members-without-contact": "test_reach.py: only the check reminds of it, not each build",
    "newsletter-placeholder": "test_mailing.py, as the next one: only the check reminds of it, not each build",
    "subscribe-unset": "test_mailing.py",
    "owners-unnamed": "test_owners.py: only the check reminds of it, not each build",
    "text-hard": "test_readability.py, as the next two: only where they are asked for",
    "sentence-long": "test_readability.py",
    "sentence-nested": "test_readability.py",
    "text-untranslated": "test_translations.py, as the next two: only where they are asked for",
    "translation-stale": "test_translations.py",
    "translation-unrecorded": "test_translations.py",
    "name-unclear": "test_names.py: it takes two items of one name",
    **dict.fromkeys(
        """
        accent-missing accent-needless accents-missing accents-two address-account address-mistyped address-redirected
        address-shared address-tracked all-capitals alt-automatic alt-repeats alt-says-nothing
        backtick-for-apostrophe choice-label code-unclosed comment-left contents-pasted entity
        entry-empty field-of-word field-other-language footnote-star footnote-unmade garbled
        greek-in-latin heading-glued heading-underlined heading-unmade latin-word letter-lost list-double-sign
        list-flat list-of-paragraphs list-renumbered list-uneven markdown-in-field names-in-one note-mark-lost
        other-syntax page-foot passage-other-language people-none placeholder-left quotes-by-parts
        quotes-mixed quotes-unpaired separator-unmade sigma-wrong sign-repeated sign-spaced
        sign-stray sign-unclosed signs-around-name space-before-sign space-missing space-wide
        star-for-times stray-in-field struck-out summary-is-title summary-says-nothing symbol-of-word
        table-unmade tag-printed task-unmade text-joined title-full-stop title-is-address title-is-file
        title-again title-says-nothing tonos-apart label-left letters-apart lines-joined link-shows-other
        question-mark sentence-cut word-broken word-twice year-digits
        """.split(),
        "test_wrong_inputs.py: whole sentences, in both languages",
    ),
    **dict.fromkeys(
        """
        not-a-text picture-empty picture-is-document picture-is-drawing picture-is-page
        picture-is-pdf picture-to-convert
        """.split(),
        "test_advice_ends.py: whoever does what they say is done",
    ),
    **dict.fromkeys(
        ["deadline-before-reported", "joined-never", "source-before-date", "year-far"], "test_contradictions.py"
    ),
}


def _large(path: Path, size: int) -> None:
    with path.open("ab") as file:
        file.truncate(size)


def _large_picture(root: Path) -> None:
    _large(root / STORY / "garden.png", items.MAX_PICTURE_BYTES + 1)


def _large_text(root: Path) -> None:
    (root / STORY / "en.md").write_text("---\ntitle: T\n---\n" + "word " * (load.MAX_BYTES // 5), "utf-8")


def _links(root: Path) -> None:
    (root / STORY / "el.md").unlink()
    (root / STORY / "el.md").symlink_to("en.md")
    (root / STORY / "other.png").symlink_to("/nowhere")


def _linked_folders(root: Path) -> None:
    (root / "content/stories/twin").symlink_to("garden")
    shutil.move(root / "newsletters", root / "issues")
    (root / "newsletters").symlink_to("issues")


def _pipe(root: Path) -> None:
    os.mkfifo(root / STORY / "pipe.md")


def _folder_for_file(root: Path) -> None:
    (root / "addresses.txt").unlink(missing_ok=True)
    (root / "addresses.txt").mkdir()


def _folders_for_texts(root: Path) -> None:
    (root / STORY / "el.md").unlink()
    (root / STORY / "el.md").mkdir()
    (root / "content/events/open-day/photo.png/.hidden").mkdir(parents=True)


def _tracked(root: Path) -> None:
    (root / ".build/memory").mkdir(parents=True)
    (root / ".build/memory/sound").write_bytes(b"x")
    for command in (["init", "--quiet"], ["add", "--force", "--all"]):
        subprocess.run(["git", "-C", str(root), *command], check=True, capture_output=True)


def _unreadable_names(root: Path) -> None:
    folder = os.fsencode(root / STORY)
    for name in ("κείμενο.md".encode("cp1253"), b"two\nlines.md"):
        try:
            Path(os.fsdecode(folder + b"/" + name)).write_text("x", "utf-8")
        except OSError:
            pytest.skip("this file system takes no such names")


def _names_of_devices(root: Path) -> None:
    """Folders of four kinds, pictures, names that have to be mended otherwise first, and an old address."""
    shutil.move(root / "members/thessaloniki", root / "members/con")
    shutil.copytree(root / "content/partners/iom", root / "content/partners/lpt9")
    shutil.copytree(root / "content/pages/contact", root / "content/pages/nul")
    shutil.copytree(root / "content/events/open-day", root / "content/events/COM1")
    story = root / "content/stories/aux"
    shutil.copytree(root / STORY, story)
    for name in ("aux.jpg", "Prn.PNG", "com².png", "en.md.", "lpt1.md"):
        shutil.copy(root / STORY / "garden.png", story / name)
    (root / "redirects.yml").write_text("moved:\n  /stories/nul/: /stories/garden/\n", "utf-8")


def _text(body: str) -> Callable[[Path], None]:
    """Puts such a body into the story in English."""

    def put(root: Path) -> None:
        path = root / STORY / "en.md"
        path.write_text(f"{path.read_text('utf-8')}\n{body}\n", "utf-8")

    return put


def _picture(make: Callable[[], bytes]) -> Callable[[Path], None]:
    return lambda root: (root / STORY / "garden.png").write_bytes(make()) and None


def _many_members(root: Path) -> None:
    path = root / STORY / "story.yml"
    names = ", ".join(f"nowhere-{number}" for number in range(1200))
    path.write_text(path.read_text("utf-8").replace("[athens]", f"[{names}]"), "utf-8")


def _interface_words(root: Path) -> None:
    """English words of the site's own, with a fault of each kind."""
    faults = {
        r"nav\.home: Home": "nav.hom: Home",
        r"menu\.button: Menu": "menu.button:",
        r"nav\.members: .*": "nav.members: {one: Member, other: Members}",
        r"nav\.about: .*": "nav.about: About {n",
        r"(member\.joined: .*)\{date\}": r"\1{day}",
        r"(member\.left: .*)\{date\}": r"\1",
        r"footer\.about: .*": 'footer.about: "About {name}"',
        r"count\.events: .*": 'count.events: {few: "{n} joint actions", other: []}',
    }
    words = (PROJECT / "theme/strings/en.yml").read_text("utf-8")
    for line, fault in faults.items():
        words, count = re.subn(f"(?m)^{line}", fault, words)
        assert count == 1, line
    (root / "theme/strings").mkdir(parents=True)
    (root / "theme/strings/en.yml").write_text(words, "utf-8")


def _document(raw: bytes = b"", name: str = "report.pdf", more: str = "", access: str = "") -> Callable[[Path], None]:
    """Adds a document whose PDF is called `name`, with further fields in its data."""

    def put(root: Path) -> None:
        folder = root / "content/documents/report"
        folder.mkdir(parents=True)
        named = f"file: {name if name.isascii() and name.islower() else 'report.pdf'}\n" if "file:" not in more else ""
        (folder / "document.yml").write_text(f"kind: report\npublishers: [iom]\n{named}{more}", "utf-8")
        (folder / "en.md").write_text(f"---\ntitle: A report\nsummary: What was learned.\n{access}---\n", "utf-8")
        if raw:
            (folder / name).write_bytes(raw)

    return put


def _call(kind: str, **fields: str) -> Callable[[Path], None]:
    """Makes the event one of a kind, with these fields in place of its own days."""

    def put(root: Path) -> None:
        told = "".join(f"{name}: {value}\n" for name, value in fields.items())
        path = root / "content/events/open-day/event.yml"
        path.write_text(f"kind: {kind}\norganisers: [network]\n{told}", "utf-8")

    return put


def _pdf_elsewhere(root: Path) -> None:
    (root / STORY / "report.pdf").write_bytes(pdf())


def _partner_text(root: Path) -> None:
    path = root / "content/partners/iom"
    (path / "partner.yml").write_text("role: supporter\nprogramme: helios\n", "utf-8")
    (path / "en.md").write_text("---\nname: IOM\n---\n\nA text that no page shows.\n", "utf-8")


MADE_HERE: dict[str, Callable[[Path], None]] = {
    "file-for-folder": lambda root: (root / "offline").write_text("x"),
    "file-too-large": _large_text,
    "interface-words": _interface_words,
    "folder-for-file": _folder_for_file,
    "folders-for-texts": _folders_for_texts,
    "more-problems": _many_members,
    "name-of-device": _names_of_devices,
    "picture-colours": _picture(lambda: png(8, 8, extra=chunk(b"cICP", b"\x09\x10\x00\x01"))),
    "picture-moves": _picture(lambda: animated("PNG", 3, 800)),
    "picture-profile": _picture(lambda: png(800, 800, extra=chunk(b"iCCP", b"a\0\0" + zlib.compress(b"none")))),
    "picture-side-too-long": _picture(lambda: png(30_000_000, 1, 1)),
    "picture-too-many-parts": _picture(lambda: png(8, 8, extra=chunk(b"teSt", b"") * 25_000)),
    "text-too-long": _text("Some words more. " * 5000),
    "too-many-cells": _text("a|" * 80 + "\n" + "-|" * 80 + "\n" + "|\n" * 80),
    "too-many-headings": _text("## Heading\n\n" * 700),
    "too-many-links": _text("A [link](/about/).\n\n" * 1600),
    "too-many-signs": _text("A [link](/about/) " * 301),
    "name-unreadable": _unreadable_names,
    "not-a-file": _pipe,
    "picture-too-large": _large_picture,
    "pdf-name": _document(pdf(), "Έκθεση.pdf"),
    "pdf-too-large": _document(pdf() + b"\n" * items.MAX_PDF_BYTES),
    "pdf-damaged": _document(pdf()[:300]),
    "pdf-encrypted": _document(pdf(password="")),
    "pdf-active": _document(pdf(root=SCRIPT)),
    "pdf-links": _document(pdf(root={"Link": Dictionary(S=Name.URI, URI=String("javascript:app.alert(1)"))})),
    "pdf-author": _document(pdf(xmp={"dc:creator": ["Maria Papa"], "dc:title": "A report"})),
    "pdf-metadata": _document(pdf(info={"Producer": r"Writer of C:\Users\maria"})),
    "pdf-comments": _document(pdf(note_by="Maria Papa")),
    "pdf-missing": _document(pdf(), more="file: reprot.pdf\n"),
    "pdf-unused": _document(pdf(), more="# file:\nurl: https://www.example.org/report.pdf\n"),
    "pdf-elsewhere": _pdf_elsewhere,
    "pdf-untagged": _document(pdf(tagged=False)),
    "pdf-untitled": _document(pdf(title="")),
    "pdf-without-language": _document(pdf(language="")),
    "pdf-other-language": _document(pdf(language="el-GR"), more="languages: [en]\n"),
    "document-absent": _document(more="# file:\n"),
    "document-names": _document(pdf(), more="events: [open-days]\nmembers: [athenes]\ndate: 2027\n"),
    "call-without-deadline": _call("call", start="2026-05-08"),
    "deadline-without-call": _call("meeting", start="2026-05-08", deadline="2026-05-01"),
    "deadline-vague": _call("call", deadline="2026-12"),
    "deadline-before-start": _call("call", start="2026-12-01", deadline="2026-11-30 14:00"),
    "deadline-skipped": _call("call", deadline="2026-03-29 03:30"),
    "call-with-end": _call("call", deadline="2026-12-01", end="2026-12-02"),
    "partner-text-unshown": _partner_text,
    "symlink": _links,
    "symlink-folder": _linked_folders,
    "tracked": _tracked,
}
"""What neither git nor a zip file carries everywhere."""


def lay_out(case: str, root: Path) -> Path:
    """The base site with a case's files over it."""
    shutil.copytree(SITES / "base", root, ignore=shutil.ignore_patterns(".build"))
    folder = WARNED / case if case in WARNINGS else BROKEN / case
    deleted = folder / "delete.txt"
    for path in deleted.read_text("utf-8").split("\n") if deleted.exists() else ():
        if path:
            (root / path).unlink()
    ignore = shutil.ignore_patterns("delete.txt", "expected.txt")
    shutil.copytree(folder, root, dirs_exist_ok=True, ignore=ignore)
    if case in MADE_HERE:
        MADE_HERE[case](root)
    return root


def check(root: Path, *options: str) -> int:
    return cli.main(["check", "--root", str(root), "--as-of", TODAY, "--quiet", *options])


def test_the_base_site_is_free_of_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(SITES / "base", tmp_path / "site", ignore=shutil.ignore_patterns(".build"))
    assert check(tmp_path / "site") == cli.DONE
    assert check(tmp_path / "site", "--format", "json") == cli.DONE
    assert capsys.readouterr() == ("[]\n", "")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Problem]:
    """The problems that a command reports, in every form the same."""
    told: list[Problem] = []

    def report(problems: Iterable[Problem], form: wording.Format, language: str) -> str:
        told[:] = problems
        return written(told, form, language)

    written = wording.report
    monkeypatch.setattr(wording, "report", report)
    return told


@pytest.mark.parametrize("case", [*CASES, *WARNINGS])
def test_what_an_editor_reads(
    case: str, told: list[Problem], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = check(lay_out(case, tmp_path / "site"))
    report = capsys.readouterr().out
    expected = (BROKEN if case in CASES else WARNED) / case / "expected.txt"
    if os.environ.get("UPDATE_EXPECTED"):
        expected.write_text(report, "utf-8")
    assert report == expected.read_text("utf-8")
    assert code == (cli.PROBLEMS if case in CASES else cli.DONE)
    is_grave = {wording.severity(problem) for problem in told} - {wording.WARNING}
    assert bool(is_grave) is (case in CASES)
    _in_every_form(told)


PRINTED = ("photo-not-printed", "sign-not-printed")
"""Warnings of what the PDFs leave out: only there they could stop anything."""


@pytest.mark.parametrize("case", [*PRINTED, "review-old", "title-long", "translation-missing"])
def test_a_warning_stops_no_build(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of those that the check tells: it exits for each of them as it does without a problem (see above)."""
    root = lay_out(case, tmp_path / "site")
    command = ["build", "--root", str(root), "--out", str(tmp_path / "out"), "--as-of", TODAY, "--no-search"]
    without = () if case in PRINTED else ("--no-paper",)
    with printed_as("screen", "print"):
        assert cli.main([*command, *without, "--format", "github"]) == cli.DONE
    said = capsys.readouterr()
    assert said.out.startswith("::warning file=")
    assert "Warnings: " in said.err
    assert (tmp_path / "out/index.html").is_file()
    assert check(root, "--lang", "el") == cli.DONE
    assert ": (προειδοποίηση) " in capsys.readouterr().out


def test_a_review_stands_for_a_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = lay_out("review-old", tmp_path / "site")
    for day, said in (("2026-11-21", False), ("2026-11-22", True)):
        assert cli.main(["check", "--root", str(root), "--as-of", day, "--quiet"]) == cli.DONE
        assert bool(capsys.readouterr().out) is said


def _annotations(report: str, count: int) -> None:
    lines = report.splitlines()
    assert len(lines) == count
    for line in lines:
        assert re.fullmatch(r"::(?:error|warning) file=[^,:]+(,line=\d+,col=\d+)?,title=[a-z-]+::.+", line)
        assert not re.search(r"%(?!25|0A|0D|2C|3A)", line)


def _in_every_form(told: list[Problem]) -> None:
    """As text, for GitHub and as JSON, in the other language too."""
    problems = json.loads(wording.report(list(told), "json", "el"))
    _annotations(wording.report(list(told), "github", "en"), len(problems))
    text = wording.report(list(told), "text", "el")
    assert problems == sorted(problems, key=lambda p: (p["path"], p["line"], p["column"], p["field"], p["rule"]))
    for problem in problems:
        assert re.search("[α-ω]{3}", problem["message"])
        assert not re.search(r"\n| $|\s\s", problem["message"] + problem["mend"])
        is_of_names = problem["rule"].startswith("interface-")  # that is about names in braces
        assert is_of_names or not re.search(r"\{[a-z]+\}", problem["message"] + problem["mend"])
        assert problem["message"] in text


@pytest.mark.parametrize("case", ["link-broken", "encoding-windows-1253"])
@pytest.mark.parametrize(("form", "language"), [("text", "el"), ("github", "en"), ("json", "el")])
def test_a_command_gives_the_form_that_is_asked_for(
    case: str, form: str, language: str, told: list[Problem], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(lay_out(case, tmp_path / "site"), "--format", form, "--lang", language) == cli.PROBLEMS
    said = capsys.readouterr().out
    assert said.startswith({"text": "content/", "github": "::error file=", "json": "[\n"}[form])
    assert bool(re.search("[α-ω]{3}", said)) is (language == "el")


@pytest.mark.parametrize(
    "case", ["encoding-windows-1253", "name-unreadable", "symlink-folder", "yaml-alias-bomb", "nested-signs"]
)
def test_a_real_run_shows_no_traceback(case: str, tmp_path: Path) -> None:
    root = lay_out(case, tmp_path / "site")
    command = [sys.executable, "build.py", "check", "--root", str(root), "--as-of", TODAY, "--quiet"]
    environment = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command, cwd=PROJECT, capture_output=True, encoding="utf-8", timeout=600, env=environment, check=False
    )
    assert done.stderr == ""
    assert done.returncode == cli.PROBLEMS
    assert done.stdout == (BROKEN / case / "expected.txt").read_text("utf-8")


# ---- the catalogue


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_say_the_same() -> None:
    for rule, words in wording.catalogue().items():
        assert set(words) == set(wording.MESSAGE_LANGUAGES), rule
        english, greek = words["en"], words["el"]
        assert english.keys() == greek.keys(), rule
        assert {"message", "mend"} <= english.keys() <= {"message", "mend", "suggest"}, rule
        for name, sentence in english.items():
            assert _placeholders(sentence) == _placeholders(greek[name]), rule


def test_the_words_are_in_order() -> None:
    said = [(rule, *each) for rule, texts in wording.catalogue().items() for each in texts.items()]
    for rule, language, name, sentence in ((rule, at, *one) for rule, at, words in said for one in words.items()):
        assert sentence == " ".join(sentence.split()), rule
        assert name != "message" or sentence.endswith("."), rule
        assert not list(prose.mixed_script(sentence)), sentence
        assert language == "el" or not re.search("[α-ωΑ-Ω]", sentence), rule
        assert "'" not in sentence or language == "en", rule


def _as_pattern(message: str) -> re.Pattern[str]:
    parts = string.Formatter().parse(message)
    return re.compile("".join(re.escape(text) + (".*" if name is not None else "") for text, name, _, _ in parts))


def test_every_rule_of_the_catalogue_is_shown() -> None:
    reports = "".join(path.read_text("utf-8") for path in SITES.glob("*/*/expected.txt"))
    hidden = {
        rule for rule, words in wording.catalogue().items() if not _as_pattern(words["en"]["message"]).search(reports)
    }
    assert hidden == SHOWN_ELSEWHERE.keys()


def test_every_rule_of_the_code_has_words() -> None:
    """As far as it can be read off the text of the modules; the rest shows itself in the cases."""
    code = "".join(path.read_text("utf-8") for path in (PROJECT / "gazette/content").rglob("*.py"))
    named = set(re.findall(r'(?:Problem|Violation|in_data|_refuse)\([\w.]+, "([a-z-]+)"', code))
    named |= set(re.findall(r'rule = "([a-z-]+)"', code))
    named |= set(fields._RULES.values()) | set(fields._PATTERNS.values()) | texts._BY_ITS_VALUE
    assert len(named) > 70
    assert named <= wording.catalogue().keys()


def test_github_annotations_are_escaped() -> None:
    """docs.github.com, "Workflow commands"; the escapes are those of actions/toolkit, command.ts."""
    problem = Problem("a,b:c%.md", "link-broken", Place(3, 4), "x", {"value": "/1%\r\n::error::2", "suggestion": ""})
    line = wording.report([problem], "github", "en")
    assert line.startswith("::error file=a%2Cb%3Ac%25.md,line=3,col=4,title=link-broken::x: There is no page ")
    assert "'/1%25  ::error::2'" in line, "what someone wrote begins no line of its own"
    assert line.count("\n") == 1


# ---- whatever people may put into a file

BOUNDED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
YAML_PIECES = [
    *("title", "summary", "date", "members", "themes", "photos", "quote", "captions", "source", "- ", ": ", ":", "\n"),
    *("  ", "\t", "---\n", "...", "&a ", "*a", "!!str ", "!x ", "[", "]", "{", "}", ",", "|", ">", '"', "'", "#", "%"),
    *("? ", "@", "`", "<<", "~", "null", "yes", "2026-03", "1", "-1", "1e9", "athens", "Αθήνα", "\\x00", "\u0085", "é"),
]
MARKDOWN_PIECES = [
    *("# ", "## ", "#### ", "> ", "- ", "1. ", "    ", "\t", "\n", "\n\n", "***", "---", "===", "```", "`", "~~~", "|"),
    *(
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        "[^1]",
        "[^1]: ",
        "<",
        ">",
        "&#x6a;",
        "&amp;",
        "javascript:",
        "https://x.gr",
        "\\",
    ),
    *(
        "/members/athens/",
        "garden.png",
        "word",
        "λέξη",
        "<b>",
        "{{",
        "--8<--",
        "{: x}",
        "*",
        "__",
        "!",
        "//",
        "#x",
        "☺",
    ),
]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    shutil.copytree(SITES / "base", tmp_path / "site", ignore=shutil.ignore_patterns(".build"))
    return tmp_path / "site"


def _judged(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Problems or success, and a report that can be written down; anything else would be raised here."""
    code = check(site, "--format", "json")
    out, errors = capsys.readouterr()
    assert errors == ""
    assert code == (cli.PROBLEMS if json.loads(out) else cli.DONE)
    out.encode("utf-8")


@BOUNDED
@given(raw=st.binary(max_size=300), name=st.sampled_from(["story.yml", "en.md", "garden.png"]))
def test_any_bytes(site: Path, capsys: pytest.CaptureFixture[str], raw: bytes, name: str) -> None:
    (site / STORY / name).write_bytes(raw)
    _judged(site, capsys)


@BOUNDED
@given(pieces=st.lists(st.sampled_from(YAML_PIECES) | st.text(max_size=5), max_size=40))
def test_anything_like_yaml(site: Path, capsys: pytest.CaptureFixture[str], pieces: list[str]) -> None:
    text = "".join(pieces)
    (site / STORY / "story.yml").write_bytes(text.encode("utf-8", "surrogatepass"))
    (site / STORY / "en.md").write_bytes(f"---\n{text}\n---\nText.\n".encode("utf-8", "surrogatepass"))
    _judged(site, capsys)


@BOUNDED
@given(pieces=st.lists(st.sampled_from(MARKDOWN_PIECES) | st.text(max_size=5), max_size=60))
def test_anything_like_markdown(site: Path, capsys: pytest.CaptureFixture[str], pieces: list[str]) -> None:
    text = f"---\ntitle: T\nsummary: S\n---\n{''.join(pieces)}\n"
    (site / STORY / "en.md").write_bytes(text.encode("utf-8", "surrogatepass"))
    _judged(site, capsys)
