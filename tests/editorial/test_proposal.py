"""What a proposal touches beside content: said first, whatever else there is to say."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from gazette import cli
from gazette.content.model import CONTENT_ROOTS
from gazette.content.problems import Misuse
from gazette.editorial import review
from gazette.engines.git import SETTINGS
from tests.support.sites import BASE, PROJECT, TODAY

STORY = "content/stories/garden"


def git(root: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "protocol.file.allow=always"]
    done = subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def commit(root: Path, words: str) -> None:
    git(root, "add", "--all", "--force")
    git(root, "commit", "--quiet", "-m", words)


@pytest.fixture
def proposal(root: Path) -> Path:
    """A site in git, on a branch of its own."""
    git(root, "init", "--quiet", "--initial-branch", "main")
    (root / "hook.py").write_text("print()\n")
    commit(root, "Before")
    git(root, "switch", "--quiet", "--create", "proposal")
    return root


def touched(root: Path) -> dict[str, str]:
    commit(root, "A proposal")
    return dict(review.touched(root, "main"))


def test_content_is_content(proposal: Path) -> None:
    (proposal / STORY / "en.md").write_text("---\n---\n")
    (proposal / STORY / "el.md").unlink()
    shutil.copy(proposal / STORY / "garden.png", proposal / STORY / "second.png")
    shutil.move(proposal / "content/partners/iom", proposal / "content/partners/migration")
    for path in (
        "consent/c-0042.yml",
        "newsletters/9/issue.yml",
        "members/athens/ar.md",
        "redirects.yml",
        "addresses.txt",
    ):
        (proposal / path).parent.mkdir(parents=True, exist_ok=True)
        (proposal / path).write_text("x")
    assert touched(proposal) == {}


def test_what_is_no_content(proposal: Path) -> None:
    added = [
        "gazette/check.py", ".github/workflows/own.yml", "Makefile", ".gitattributes", "content/.gitattributes",
        f"{STORY}/run.py", f"{STORY}/.hidden.md", "content/.github/workflows/x.yml", "Content/stories/x/en.md",
        f"{STORY}/page.html", "theme/root/CNAME", "redirects.yml/x", "content.md", f"{STORY}/el", "κείμενο.md",
        "two\nlines.md", ".gitmodules",
    ]  # fmt: skip
    for path in added:
        (proposal / path).parent.mkdir(parents=True, exist_ok=True)
        (proposal / path).write_text("x")
    (proposal / "mkdocs.yml").write_text("x")
    (proposal / "hook.py").unlink()
    (proposal / STORY / "en.md").chmod(0o755)
    (proposal / STORY / "link.md").symlink_to("/etc/hostname")
    (proposal / STORY / "garden.png").unlink()
    (proposal / STORY / "garden.png").symlink_to("/etc/hostname")
    expected = dict.fromkeys(added, "added") | {"mkdocs.yml": "changed", "hook.py": "deleted"}
    expected |= {f"{STORY}/en.md": "program", f"{STORY}/link.md": "link", f"{STORY}/garden.png": "link"}
    assert touched(proposal) == expected


def test_a_file_moved_out_of_content_and_one_moved_in(proposal: Path) -> None:
    shutil.move(proposal / STORY / "el.md", proposal / "el.md")
    shutil.move(proposal / "hook.py", proposal / STORY / "hook.md")
    assert touched(proposal) == {"el.md": "added", "hook.py": "deleted"}


def test_a_repository_within(proposal: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "other")
    git(tmp_path / "other", "commit", "--quiet", "--allow-empty", "-m", "Other")
    git(proposal, "submodule", "--quiet", "add", str(tmp_path / "other"), f"{STORY}/other.md")
    assert touched(proposal) == {".gitmodules": "added", f"{STORY}/other.md": "repository"}


def test_what_others_did_meanwhile_is_not_the_proposals(proposal: Path) -> None:
    (proposal / STORY / "en.md").write_text("x")
    commit(proposal, "A proposal")
    git(proposal, "switch", "--quiet", "main")
    (proposal / "Makefile").write_text("x")
    commit(proposal, "Meanwhile")
    git(proposal, "switch", "--quiet", "proposal")
    assert review.touched(proposal, "main") == []


def test_a_site_that_is_not_the_whole_repository(proposal: Path, tmp_path: Path) -> None:
    inner = tmp_path / "site/inner"
    shutil.copytree(BASE, inner)
    commit(proposal, "Inner")
    git(proposal, "branch", "--force", "main")
    (inner / STORY / "en.md").write_text("x")
    (inner / "own.py").write_text("x")
    (proposal / "outer.py").write_text("x")
    commit(proposal, "A proposal")
    assert dict(review.touched(inner, "main")) == {"own.py": "added", "../outer.py": "added"}


def test_a_commit_that_is_not_there(proposal: Path, tmp_path: Path) -> None:
    for base in ("nowhere", "--help", "main..proposal", ""):
        with pytest.raises(Misuse):
            review.touched(proposal, base)
    git(proposal, "commit", "--quiet", "--allow-empty", "-m", "One more")
    git(proposal, "switch", "--quiet", "--orphan", "other")
    git(proposal, "commit", "--quiet", "--allow-empty", "-m", "Without a past")
    with pytest.raises(Misuse) as error:
        review.touched(proposal, "main")
    assert error.value.rule == "no-common-commit"
    with pytest.raises(Misuse):
        review.touched(tmp_path, "main")


def run(root: Path, *command: str) -> int:
    return cli.main([*command, "--root", str(root), "--as-of", TODAY])


def test_the_report_says_it_first(proposal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (proposal / "zz.py").write_text("x")
    (proposal / "content/about.txt").write_text("x")
    commit(proposal, "A proposal")
    assert run(proposal, "check", "--base", "main") == 1, "there is a problem too"
    said = capsys.readouterr()
    first = "content/about.txt: (warning) The proposal changes something other than content here (added)."
    assert said.out.splitlines()[0] == first
    assert said.out.splitlines()[2].startswith("zz.py: (warning) ")
    assert said.out.splitlines()[4].startswith("content/about.txt: The site does not know")
    assert said.err.startswith("This proposal changes more than content (2).")
    assert run(proposal, "check", "--base", "main", "--format", "github", "--lang", "el") == 1
    said = capsys.readouterr()
    assert said.out.startswith("::warning file=content/about.txt,title=beyond-content::Η πρόταση αλλάζει εδώ κάτι πέρα")
    assert said.err.startswith("Η πρόταση αλλάζει περισσότερα από το περιεχόμενο (2).")
    assert run(proposal, "check", "--base", "HEAD") == 1
    assert "more than content" not in capsys.readouterr().out
    assert run(proposal, "check", "--base", "nowhere") == 2


def test_the_summary_of_a_run_says_it_first(proposal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Though there are problems, so that there is no preview; and no name of a file becomes anything but one."""
    (proposal / "`](http:x)\n# Approved").write_text("x")
    (proposal / STORY / "story.yml").write_text("date: soon\n")
    commit(proposal, "A proposal")
    assert run(proposal, "preview", "--base", "main", "--quiet") == 1
    head, _, listed, empty, *_ = capsys.readouterr().out.splitlines()
    assert head.startswith("**This proposal changes more than content (1).") and head.endswith("**")
    assert listed == "- `?](http:x) # Approved`: added" and empty == ""


def test_the_workflows_know_what_content_is() -> None:
    folders = [f"{name}/**" for name in CONTENT_ROOTS]
    tests = yaml.safe_load((PROJECT / ".github/workflows/test.yml").read_text("utf-8"))
    for event in tests[True].values():
        assert sorted(event["paths-ignore"]) == sorted([*folders, *review.CONTENT_FILES])
    steps = yaml.safe_load((PROJECT / ".github/workflows/proposal.yml").read_text("utf-8"))["jobs"]["check"]["steps"]
    check, preview = (next(s for s in steps if f"make {name} " in s.get("run", "")) for name in ("check", "preview"))
    assert "--base HEAD^1" in check["run"]
    assert preview["if"] == "${{ !cancelled() }}", "a check that fails must not keep it from the run's page"
    words = (PROJECT / "docs/hosting.md").read_text("utf-8")
    assert "made by the proposal's own code" in words


def test_git_is_asked_in_one_place() -> None:
    code = {path: path.read_text("utf-8") for path in (PROJECT / "gazette").rglob("*.py")}
    asking = [path.name for path, text in code.items() if re.search(r'\.(run|Popen)\(\s*\["git"', text)]
    assert asking == ["git.py"]
    assert SETTINGS["core.fsmonitor"] == "false"
