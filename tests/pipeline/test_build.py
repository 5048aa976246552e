"""The build as a whole: one move, same bytes, nothing lost, only what changed is rendered."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from gazette import cli
from gazette.outputs import pdf
from tests.support import killing
from tests.support.sites import PROJECT, TODAY, build

WHY_NOT = killing.possible()
"""Why no command can be watched here, so that none can be stopped at a system call; nothing where it can."""
GOOD = PROJECT / "tests" / "sites" / "good"
BASE = PROJECT / "tests" / "sites" / "base"


def snapshot(folder: Path) -> dict[str, str]:
    """Every file below a folder, by the digest of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.blake2b(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    shutil.copytree(GOOD, root)
    return root


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, which knows nothing of what ran before."""
    return subprocess.run(
        [sys.executable, str(PROJECT / "build.py"), *_without_paper(arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


def said(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in this process: nothing has to be imported anew."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        try:
            code: object = cli.main(_without_paper(arguments))
        except SystemExit as end:
            code = end.code
    assert isinstance(code, int)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


def _without_paper(arguments: Sequence[str]) -> list[str]:
    """Builds leave the newsletters' PDFs out: tests/outputs has them."""
    return [*arguments, *(["--no-paper"] if arguments[:1] == ("build",) and "--help" not in arguments else [])]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_the_day_is_one_value_given_from_outside(site: Path) -> None:
    for variable, day in (("1798800000", "2027-01-01"), ("1795348800", "2026-11-22")):
        assert said("build", "--root", str(site), SOURCE_DATE_EPOCH=variable).returncode == 0
        assert f'"as_of": "{day}"' in (site / "site/build.json").read_text()
    assert said("build", "--root", str(site), "--as-of", "2028-03-04", SOURCE_DATE_EPOCH="0").returncode == 0
    assert '"as_of": "2028-03-04"' in (site / "site/build.json").read_text()
    refused = said("build", "--root", str(site), SOURCE_DATE_EPOCH="soon")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)


def test_a_problem_leaves_the_old_site_whole(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(site, site / "site") == 0
    before = snapshot(site / "site")
    story = next((site / "content/stories").iterdir()) / "story.yml"
    edit(story, "themes: [", "themes: [nonsense, ")
    assert build(site, site / "site") == 1
    assert "nonsense" in capsys.readouterr().out
    assert snapshot(site / "site") == before


def test_a_first_build_with_problems_writes_no_site(site: Path) -> None:
    (next((site / "content/stories").iterdir()) / "story.yml").write_text("date: [\n")
    assert build(site, site / "site") == 1
    assert not (site / "site").exists()


def test_a_foreign_folder_is_not_replaced(site: Path, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "thesis.txt").write_text("years of work")
    result = said("build", "--root", str(site), "--out", str(papers))
    assert (result.returncode, result.stderr.count("Traceback")) == (2, 0)
    assert (papers / "thesis.txt").read_text() == "years of work"


def rendered(capsys: pytest.CaptureFixture[str], site: Path, *more: str) -> int:
    """How many pages a build rendered, by its own word."""
    capsys.readouterr()
    assert cli.main(["build", "--root", str(site), "--as-of", TODAY, "--no-paper", *more]) == 0
    words = capsys.readouterr().err
    return int(words.rsplit("(", 1)[1].split(" ")[0])


def test_only_what_changed_is_rendered(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    total = rendered(capsys, site)
    assert rendered(capsys, site) == 0
    with (site / "content/stories/garden/en.md").open("a") as file:
        file.write("\nOne more sentence.\n")
    assert 0 < rendered(capsys, site) < total / 4


def test_a_page_touched_by_hand_is_made_again(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rendered(capsys, site)
    before = snapshot(site / "site")
    (site / "site/members/index.html").write_text("vandalised")
    (site / "site/en/index.html").unlink()
    assert rendered(capsys, site) == 2
    assert snapshot(site / "site") == before


@pytest.mark.whole_build
def test_a_day_later_pages_turn_with_the_day(site: Path) -> None:
    assert build(site, site / "site") == 0
    before = snapshot(site / "site")
    assert command("build", "--root", str(site), "--as-of", "2030-01-01").returncode == 0
    after = snapshot(site / "site")
    assert before["events/index.html"] != after["events/index.html"]
    assert command("build", "--root", str(site), "--as-of", "2030-01-01", "--clean").returncode == 0
    assert snapshot(site / "site") == after
    assert before["404.html"] == after["404.html"]


def test_what_was_sound_is_judged_again_when_others_change(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text that leads to a page breaks when the page goes, though the text itself stays as it was."""
    text = site / "content/stories/first-steps/en.md"
    text.write_text(text.read_text("utf-8").replace("/members/north/", "/stories/garden/"), "utf-8")
    assert build(site, site / "site") == 0
    (site / "content/stories/garden").rename(site / "content/stories/meadow")
    for _ in range(2):  # what has a problem is never remembered as sound
        assert build(site, site / "site") == 1
        assert "content/stories/first-steps/en.md:5:1" in capsys.readouterr().out
    (site / "content/stories/meadow").rename(site / "content/stories/garden")
    assert build(site, site / "site") == 0


@pytest.mark.whole_build
@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
def test_ctrl_c_leaves_the_old_site_whole_and_says_one_line(site: Path) -> None:
    """Wherever it comes: while classes are made, in a callback, in a library. It was a traceback, or was swallowed."""
    assert build(site, site / "site") == 0
    before = snapshot(site / "site")
    for path in sorted((site / "content/stories").glob("*/en.md")):
        path.write_text(path.read_text("utf-8") + "\nMore.\n", "utf-8")
    watched = ["strace", "-f", "-qq", "-o", os.devnull, "-e", "trace=openat"]
    line = [sys.executable, str(PROJECT / "build.py"), "build", "--root", str(site), "--as-of", TODAY, "--no-paper"]
    ended = []
    for number in range(800, 2_600, 225):  # until about then modules are loaded, and nothing is said
        inject = ["-e", f"inject=openat:signal=INT:when={number}"]
        done = subprocess.run([*watched, *inject, *line], capture_output=True, text=True, check=False)
        ended.append(done.returncode)
        if done.returncode == 0:
            break
        assert done.returncode in {130, -signal.SIGINT}, done.stderr
        assert "Traceback" not in done.stderr
        assert done.stderr.count("stopped") == (done.returncode == 130)
        assert snapshot(site / "site") == before
    assert ended.count(130) > 5
    assert build(site, site / "site") == 0
    assert snapshot(site / "site") != before


def test_misuse_is_said_in_one_line_with_the_mend(tmp_path: Path) -> None:
    result = said("build", "--root", str(tmp_path))
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "--root" in result.stderr
    assert said("build", "--as-of", "yesterday").returncode == 2
    assert said("bake").returncode == 2
    assert said().returncode == 2


def test_a_machine_without_the_libraries_is_told_the_command() -> None:
    result = subprocess.run(
        [sys.executable, "-S", "-I", "build.py"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "make site" in result.stderr


def test_help_teaches() -> None:
    words = said("--help").stdout
    assert all(name in words for name in ("build", "check", "serve", "new", "export", "Exit codes"))
    assert all(said(name, "--help").returncode == 0 for name in ("build", "check", "serve", "new", "export"))


@pytest.mark.whole_build
def test_no_page_waits_for_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `serve` builds: first without PDFs, then with them; after a change with the old ones, then with new ones."""
    monkeypatch.setattr(pdf, "EDITIONS", (pdf.SCREEN,))
    left = tmp_path / "left"
    left.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(left))
    root, out = tmp_path / "root", tmp_path / "root/site"
    shutil.copytree(BASE, root)
    letter, page = out / "en/newsletters/1/newsletter-1-en.pdf", out / "en/newsletters/1/index.html"
    assert build(root, out, "--keep-paper", paper=True) == 0
    assert not letter.exists()
    assert letter.name not in page.read_text("utf-8")
    assert build(root, out, paper=True) == 0
    before, whole = letter.read_bytes(), snapshot(out)
    assert letter.name in page.read_text("utf-8")
    assert build(root, out, "--keep-paper", paper=True) == 0
    assert snapshot(out) == whole
    edit(root / "newsletters/1/en.md", "title: ", "title: A changed ")
    assert build(root, out, "--keep-paper", paper=True) == 0
    assert letter.read_bytes() == before
    assert "A changed " in page.read_text("utf-8")
    assert build(root, out, paper=True) == 0
    assert letter.read_bytes() != before
    assert build(root, tmp_path / "clean", paper=True) == 0
    assert snapshot(out) == snapshot(tmp_path / "clean")
    assert list(left.iterdir()) == []


def test_a_folder_with_a_marker_of_someone_else_is_not_replaced(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "build.json").write_text("{}")
    (other / "mine.txt").write_text("mine")
    assert said("build", "--root", str(site), "--out", str(other)).returncode == 2
    assert (other / "mine.txt").read_text() == "mine"


def test_a_sites_own_files_are_published_as_they_are(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = site / "theme/root"
    (own / ".well-known").mkdir(parents=True)
    (own / "CNAME").write_text("www.example.org\n")
    (own / ".well-known/security.txt").write_text("Contact: mailto:a@example.org\n")
    assert build(site, site / "site") == 0
    assert (site / "site/CNAME").read_text() == "www.example.org\n"
    assert (site / "site/.well-known/security.txt").is_file()
    (own / "robots.txt").write_text("Disallow: /\n")
    assert build(site, site / "site") == 2
    assert "theme/root/robots.txt would take the place" in capsys.readouterr().err
    (own / "robots.txt").rename(own / "feed.xml")
    assert build(site, site / "site") == 2
    assert "theme/root/feed.xml would take the place" in capsys.readouterr().err
    (own / "feed.xml").unlink()
    (own / "linked.txt").symlink_to("/etc/hostname")
    assert build(site, site / "site") == 2
    (own / "linked.txt").unlink()
    os.mkfifo(own / "pipe")
    assert build(site, site / "site") == 2
    assert "pipe is neither a file nor a folder: take it out" in capsys.readouterr().err
    (own / "pipe").unlink()
    (own / "CNAME").unlink()
    assert build(site, site / "site") == 0
    assert not (site / "site/CNAME").exists()
    (site / "site/CNAME").write_text("www.example.org\n")
    assert build(site, site / "site") == 2
    assert f"mv -- {site}/site/CNAME {own}/" in capsys.readouterr().err


def test_a_lone_edit_of_an_item_without_a_text(site: Path) -> None:
    assert command("check", "--root", str(site)).returncode == 0
    edit(site / "content/partners/helper/en.md", "name: Helper", "name: The Helper")
    result = command("check", "--root", str(site))
    assert result.returncode == 0
    assert "helper" not in result.stdout


def test_two_checks_at_once_do_not_disturb_each_other(site: Path) -> None:
    checks = [
        subprocess.Popen([sys.executable, str(PROJECT / "build.py"), "check", "--root", str(site), "--quiet"])
        for _ in range(3)
    ]
    assert [check.wait(timeout=600) for check in checks] == [0, 0, 0]
