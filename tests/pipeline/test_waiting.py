"""What waits for a review is seen in git alone, and whatever git cannot tell is no reason to fail."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from gazette import cli
from gazette.pipeline.waiting import waiting_proposals
from tests.support.sites import PROJECT, TODAY

KEY = "0a1b2c3d4e5f6071"
STORY = "content/stories/garden"
WHO = ["-c", "user.name=Tests", "-c", "user.email=tests@example.org"]


def git(root: Path, *arguments: str, day: str = "2026-11-20") -> str:
    known = {"GIT_COMMITTER_DATE": f"{day}T23:30:00Z", "GIT_AUTHOR_DATE": f"{day}T23:30:00Z", "PATH": "/usr/bin:/bin"}
    command = ["git", "-C", str(root), *WHO, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=known).stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good site in a repository, with a proposal on a branch, and another that is merged."""
    root = tmp_path_factory.mktemp("waiting") / "site"
    shutil.copytree(PROJECT / "tests/sites/good", root, ignore=shutil.ignore_patterns(".build"))
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--force", ".")
    git(root, "commit", "--quiet", "-m", "As published")
    git(root, "branch", "proposals/merged")
    git(root, "switch", "--quiet", "--create", f"proposals/{KEY}")
    text = root / STORY / "en.md"
    text.write_text(text.read_text("utf-8").replace("The neighbourhood garden", "The garden at night"), "utf-8")
    git(root, "commit", "--quiet", "--all", "-m", "Update")
    git(root, "switch", "--quiet", "main")
    config = root / "mkdocs.yml"
    config.write_text(f"{config.read_text('utf-8')}  submissions_url: https://write.example.org\n", "utf-8")
    git(root, "commit", "--quiet", "--all", "-m", "The server")
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "site"))


def keys(root: Path) -> list[str]:
    return [one.key for one in waiting_proposals(root)]


def test_a_branch_waits_since_its_last_commit(root: Path) -> None:
    [found] = waiting_proposals(root)
    assert (found.key, found.titles) == (KEY, {STORY: "The garden at night"})
    assert found.since == date(2026, 11, 21), "in Greece it is the next day already"


def test_what_is_known_of_a_remote_waits_too_and_once(root: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(root), str(clone))
    assert keys(clone) == [KEY]
    git(clone, "branch", f"proposals/{KEY}", f"origin/proposals/{KEY}")
    assert keys(clone) == [KEY]


def test_the_oldest_is_first(root: Path) -> None:
    git(root, "switch", "--quiet", "--create", "proposals/first")
    (root / STORY / "el.md").unlink()
    git(root, "commit", "--quiet", "--all", "-m", "Delete", day="2026-11-01")
    git(root, "switch", "--quiet", "main")
    assert keys(root) == ["first", KEY]


def test_nothing_waits_where_git_cannot_tell(root: Path, tmp_path: Path) -> None:
    shallow, bare = tmp_path / "shallow", tmp_path / "none"
    git(root, "checkout", "--quiet", "--orphan", "proposals/other")
    git(root, "commit", "--quiet", "--all", "-m", "Without common history")
    git(root, "switch", "--quiet", "main")
    assert keys(root) == [KEY]
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{root}", str(shallow))
    assert keys(shallow) == []
    shutil.copytree(root, bare, ignore=shutil.ignore_patterns(".git"))
    assert keys(bare) == []
    (bare / ".git").write_text("gitdir: /nowhere\n", "utf-8")
    assert keys(bare) == []
    git(bare.parent, "init", "--quiet", "unborn")
    assert keys(tmp_path / "unborn") == []


def test_a_repository_runs_nothing(root: Path, tmp_path: Path) -> None:
    """A configuration can name programs: none of them is started."""
    said = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {said}\n", "utf-8")
    program.chmod(0o755)
    for name in ("diff.external", "core.fsmonitor", "core.pager", "diff.x.textconv", "diff.x.command"):
        git(root, "config", name, str(program))
    (root / ".git/info/attributes").write_text("* diff=x\n", "utf-8")
    assert keys(root) == [KEY]
    assert not said.exists()


@pytest.mark.parametrize(("language", "sentence"), [
    ("en", "“The garden at night” has been waiting since 21 November 2026."),
    ("el", "«The garden at night»: περιμένει από τις 21 Νοεμβρίου 2026."),
])  # fmt: skip
def test_the_lists_tell_it(root: Path, capsys: pytest.CaptureFixture[str], language: str, sentence: str) -> None:
    arguments = ["worklist", "--root", str(root), "--as-of", TODAY, "--lang", language, "--format", "json", "--quiet"]
    assert cli.main(arguments) == cli.DONE
    rows = [row for row in json.loads(capsys.readouterr().out) if row["kind"] == "waiting"]
    assert {row["message"] for row in rows} == {sentence}
    assert {row["list"]: row["edit"] for row in rows} == {
        "north": f"https://write.example.org/proposals/{KEY}/", "south": f"https://write.example.org/proposals/{KEY}/",
        "coordinators": f"https://write.example.org/review/{KEY}/",
    }  # fmt: skip


def test_pages_and_mail_lead_to_the_review(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ["build", "--root", str(root), "--out", str(out), "--as-of", TODAY, "--quiet", "--no-paper"]
    assert cli.main(command) == cli.DONE
    page = (out / "en/about/worklist/coordinators/index.html").read_text("utf-8")
    assert f'href="https://write.example.org/review/{KEY}/">Look at the proposal</a>' in page
    git(root, "branch", "--quiet", "-D", f"proposals/{KEY}")
    assert cli.main(command) == cli.DONE
    assert KEY not in (out / "en/about/worklist/coordinators/index.html").read_text("utf-8")
