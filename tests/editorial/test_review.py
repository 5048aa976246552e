"""A preview that opens from a disk: no server, every link leads to a file, and the list of what changed leads there."""

import re
import shutil
import subprocess
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import html5lib
import pytest

from gazette import cli
from tests.support.sites import PROJECT, TODAY
from tests.support.trusted_types import strings_taken

BASE = PROJECT / "tests/sites/base"


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)


def preview(root: Path, *more: str) -> int:
    return cli.main(["preview", "--root", str(root), "--as-of", TODAY, "--quiet", *more])


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in git, with a proposal: a text changed, a page renamed, a page added."""
    root = tmp_path_factory.mktemp("proposal") / "site"
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns(".build"))
    (root / ".gitignore").write_text(".build/\n/offline/\n")
    git(root, "init", "--quiet")
    git(root, "add", "-A")
    git(root, "commit", "--quiet", "-m", "Before")
    text = root / "content/stories/garden/en.md"
    text.write_text(text.read_text("utf-8") + "\nA new sentence, with [a link](/members/athens/).\n", "utf-8")
    shutil.move(root / "content/partners/iom", root / "content/partners/migration")
    for path in (root / "content").rglob("*.yml"):
        path.write_text(re.sub(r"\biom\b", "migration", path.read_text("utf-8")), "utf-8")
    (root / "redirects.yml").write_text("moved:\n  /partners/iom/: /partners/migration/\n")
    return root


@pytest.fixture(scope="module")
def made(root: Path) -> Path:
    assert preview(root, "--base", "HEAD") == 0
    return root / "offline"


def links_of(page: Path) -> set[str]:
    found = re.findall(r'\s(?:href|src)="([^"]*)"', page.read_text("utf-8"))
    return {link for link in map(unescape, found) if not urlsplit(link).scheme and not link.startswith("#")}


def test_every_link_leads_to_a_file(made: Path) -> None:
    found = [made / "changes.html", *(made / "site").rglob("*.html")]
    pages = [path for path in found if not path.name.startswith("newsletter-")]
    assert len(pages) > 50
    broken = {
        f"{page.relative_to(made)}: {link}"
        for page in pages
        for link in links_of(page)
        if not (page.parent / unquote(urlsplit(link).path)).resolve().is_file()
    }
    assert broken == set()


def test_what_changed_is_listed(made: Path, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (made / "changes.html").read_text("utf-8")
    html5lib.HTMLParser(strict=True).parse(page)
    assert 'href="site/en/stories/garden/index.html"' in page
    assert 'href="site/partners/migration/index.html"' in page
    assert 'href="site/members/thessaloniki/index.html"' not in page
    assert preview(root, "--base", "HEAD") == 0
    listed = capsys.readouterr().out
    assert "(`en/stories/garden/index.html`)" in listed
    trees = subprocess.run(["git", "-C", root, "worktree", "list"], capture_output=True, check=True).stdout
    assert trees.count(b"\n") == 1, "what git was asked for is put away"


def test_a_commit_that_is_none(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("nowhere", "--help"):
        assert preview(root, f"--base={name}") == 2
        assert f"build.py: git knows no commit called '{name}'" in capsys.readouterr().err


def test_problems_make_no_preview(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(BASE, tmp_path / "site", ignore=shutil.ignore_patterns(".build"))
    (tmp_path / "site/content/stories/garden/story.yml").write_text("date: soon\n")
    assert preview(tmp_path / "site") == 1
    assert not (tmp_path / "site/offline").exists()


def test_a_browser_reads_it_from_the_disk(made: Path, tab: Callable[..., Any]) -> None:
    page = tab(width=390)
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.goto((made / "changes.html").as_uri())
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 248, 242)"
    assert strings_taken(page) == []
    page.evaluate("""() => {
        const script = document.createElement("script");
        script.append("document.title = 1");
        document.body.append(script);
    }""")
    assert page.title() != "1", "no script runs there"
    page.click('a[href="site/en/stories/garden/index.html"]')
    assert page.url.startswith("file:///")
    assert page.inner_text("h1") == "Neighbours plant a garden"
    assert "A new sentence" in page.inner_text("main")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 248, 242)", (
        "the style is there"
    )
    assert page.evaluate("[...document.images].filter(i => i.loading !== 'lazy').every(i => i.naturalWidth)")
    assert page.evaluate("document.fonts.ready.then(f => [...f].some(face => face.status === 'loaded'))"), (
        "the type too"
    )
    page.click("main a:text('a link')")
    assert page.url.endswith("/en/members/athens/index.html")
    page.click('.languages a[hreflang="el"]')
    assert page.url.endswith("/site/members/athens/index.html")
    assert failed == []
    page.goto((made / "site/partners/iom/index.html").as_uri())
    page.wait_for_url("**/partners/migration/index.html")
