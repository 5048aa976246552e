"""A build with nothing to do says what the last one said and touches nothing; whatever a build reads ends that."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from gazette import cli
from tests.support.sites import TODAY, build

STORY = "content/stories/garden/en.md"


def published(root: Path, *more: str) -> int:
    """Builds. Gives the inode of the site's folder, which is another one after each move into its place."""
    assert build(root, root / "site", "--no-search", *more) == 0
    return (root / "site").stat().st_ino


def settled(root: Path, *more: str) -> int:
    """Builds until nothing is to be done: what was changed within the tick of a clock is looked at again."""
    before = published(root, *more)
    while (after := published(root, *more)) != before:
        before = after
    return after


def same_size_and_time(root: Path) -> None:
    path = root / STORY
    told, text = path.stat(), path.read_text("utf-8")
    path.write_text(text[:-2] + "!\n", "utf-8")
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))


def put(path: str, text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")

    return change


def append(path: str, text: str) -> Callable[[Path], None]:
    return lambda root: put(path, (root / path).read_text("utf-8") + text)(root)


CHANGES: dict[str, Callable[[Path], None]] = {
    "a text": append(STORY, "\nMore.\n"),
    "a text, with its size and time as before": same_size_and_time,
    "a photo": lambda root: os.utime(root / "content/stories/garden/garden.png"),
    "a file that goes": lambda root: (root / "theme/root/note.txt").unlink(),
    "a file of its own": put("theme/root/CNAME", "www.example.org\n"),
    "a redirect": put("redirects.yml", "moved:\n  /stories/old/: /stories/garden/\n"),
    "the settings": append("mkdocs.yml", "# A remark.\n"),
    "a page that was spoilt": put("site/en/stories/garden/index.html", "spoilt"),
    "a file that is gone": lambda root: (root / "site/sitemap.xml").unlink(),
    "a damaged manifest": lambda root: (
        [path.write_bytes(b"x") for path in root.glob(".build/publish/*/*.tree")] and None
    ),
    "what was told": put(".build/memory/told", "damaged"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import shutil

    from tests.support.sites import BASE

    root = tmp_path_factory.mktemp("unchanged") / "root"
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns(".build"))
    put("theme/root/note.txt", "a note\n")(root)
    config = (root / "mkdocs.yml").read_text("utf-8")
    given = config.replace("site_url: ", "site_url: !ENV [SITE_URL, ", 1).replace("/\n", "/]\n", 1)
    put("mkdocs.yml", given)(root)
    return root


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_is_seen(site: Path, name: str) -> None:
    before = settled(site)
    CHANGES[name](site)
    assert published(site) != before, name
    again = settled(site)
    assert published(site) == again


def test_another_day_other_options_and_another_address_are_seen(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = settled(site)
    assert published(site, "--as-of", "2026-11-23") != before
    before = settled(site)
    assert published(site, "--keep-paper") != before
    before = settled(site)
    monkeypatch.setenv("SITE_URL", "https://elsewhere.example/")
    assert published(site) != before


def test_a_proposal_that_waits_is_seen(site: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-C", str(site), "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments],
            check=True, capture_output=True,
        )  # fmt: skip

    (site / ".gitignore").write_text("/.build/\n/site/\n/.site.*\n", "utf-8")
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "all")
    before = settled(site)
    git("checkout", "-q", "-b", "proposals/one")
    append(STORY, "\nProposed.\n")(site)
    git("commit", "-qam", "a proposal")
    git("checkout", "-q", "main")
    assert published(site) != before


def test_as_many_pages_are_told_as_are_on_record(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["build", "--root", str(site), "--out", str(site / "site"), "--as-of", TODAY, "--no-paper"]
    assert cli.main([*command, "--no-search", "--lang=en"]) == 0
    count = json.loads((site / "site/build.json").read_text("utf-8"))["pages"]
    assert f"\n{count} pages in {site / 'site'} (" in f"\n{capsys.readouterr().err}"


def test_what_was_told_is_told_again(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    append(STORY, "\nRead it on the the web.\n")(site)
    settled(site)
    command = ["build", "--root", str(site), "--out", str(site / "site"), "--as-of", TODAY, "--no-paper"]

    def told() -> tuple[str, list[str]]:
        assert cli.main([*command, "--no-search"]) == 0
        said = capsys.readouterr()
        return said.out, said.err.splitlines()[:-1]  # the last line tells how long it took

    capsys.readouterr()
    kept = told()
    assert "the the" in kept[0]
    os.remove(site / ".build/memory/told")
    assert told() == kept


def test_a_stray_file_is_refused_though_nothing_else_changed(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settled(site)
    (site / "site/CNAME.txt").write_text("by hand", "utf-8")
    assert build(site, site / "site", "--no-search") == 2
    assert "put there by hand" in capsys.readouterr().err
    (site / "site/CNAME.txt").unlink()


def test_an_error_stays_an_error(site: Path) -> None:
    settled(site)
    text = (site / STORY).read_text("utf-8")
    (site / STORY).write_text(text.replace("title:", "tittle:"), "utf-8")
    assert [build(site, site / "site", "--no-search") for _ in range(3)] == [1, 1, 1]
    (site / STORY).write_text(text, "utf-8")
