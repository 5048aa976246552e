"""Nothing published breaks: the list of addresses, and the pages at those that were given up."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import pytest

from gazette import cli
from gazette.content.addresses import ADDRESS_FILE, REDIRECTS, read_address_list
from tests.support.sites import PROJECT, TODAY, build, has_moved
from tools.viewing import browse

MOVED = "moved:\n  /stories/park/: /stories/garden/\n  /old/deep/page/: /\n"


def run(command: str, root: Path, *more: str) -> int:
    return cli.main([command, "--root", str(root), "--as-of", TODAY, *more])


@pytest.fixture
def moved(root: Path, tmp_path: Path) -> Path:
    (root / REDIRECTS).write_text(MOVED)
    assert build(root, tmp_path / "out") == 0
    return tmp_path / "out"


def test_the_networks_own_list_is_whole(real_site: Path) -> None:
    """Whatever was published has a page; and the list lacks none of today's."""
    listed = {f"/{address}" for address in read_address_list(PROJECT).published}
    pages = {f"/{path.parent.relative_to(real_site).as_posix()}/".replace("/./", "/") for path in pages_of(real_site)}
    moved = {f"/{address}" for address in read_address_list(PROJECT).moved}
    led_on = {place for place in listed - pages - moved if (real_site / place[1:] / "index.html").is_file()}
    assert {place for place in led_on if not place.startswith("/stories/city/")} == set(), "lists of few stories alone"
    assert listed <= pages | moved | led_on, "name them in redirects.yml"
    assert not moved & pages
    assert {page for page in pages - listed if not page.startswith("/en/") and "/page/" not in page} == set(), (
        "run `make ledger`"
    )


def pages_of(site: Path) -> list[Path]:
    return [path for path in site.rglob("index.html") if not has_moved(path)]


def test_the_list_grows_and_forgets_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ledger", root) == 0
    assert re.search(r"addresses of all \d\d pages", capsys.readouterr().err)
    first = (root / ADDRESS_FILE).read_text()
    assert "/stories/garden/\n" in first
    assert run("check", root) == 0, "a list that is up to date says nothing"
    shutil.move(root / "content/stories/garden", root / "content/stories/park")
    (root / "newsletters/1/issue.yml").write_text(
        (root / "newsletters/1/issue.yml").read_text().replace("stories/garden", "stories/park")
    )
    assert run("check", root) == 1
    assert "'/stories/garden/' was published" in capsys.readouterr().out
    assert run("ledger", root) == 1, "the list cannot be renewed over a broken address"
    assert (root / ADDRESS_FILE).read_text() == first
    (root / REDIRECTS).write_text("moved:\n  /stories/garden/: /stories/park/\n")
    assert run("ledger", root) == 0
    assert {"/stories/garden/", "/stories/park/"} <= set((root / ADDRESS_FILE).read_text().splitlines())
    assert capsys.readouterr().out.count("(warning)") == 0


def test_a_withdrawal_accounts_for_its_address(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ledger", root) == 0
    event = root / "content/events/open-day/event.yml"
    event.write_text(event.read_text() + "withdrawn: 2026-11-01\n")
    (root / "newsletters/1/issue.yml").write_text(
        re.sub(r".*events/open-day.*\n", "", (root / "newsletters/1/issue.yml").read_text())
    )
    run("check", root)
    assert "'/events/open-day/' was published" not in capsys.readouterr().out


def test_what_cannot_be_read_has_not_vanished(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ledger", root) == 0
    story = root / "content/stories/garden/story.yml"
    story.write_text(story.read_text() + "nonsense: true\n")
    assert run("check", root) == 1
    said = capsys.readouterr().out
    assert "nonsense" in said
    assert "was published" not in said


def test_a_link_to_an_old_address_is_told_the_new_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / REDIRECTS).write_text(MOVED)
    text = root / "content/events/open-day/en.md"
    text.write_text(text.read_text() + "\nSee [the park](/stories/park/).\n")
    assert run("check", root) == 1
    assert "/stories/garden/" in capsys.readouterr().out


def test_an_old_address_leads_on(moved: Path) -> None:
    for language, up in (("", "../"), ("en/", "../")):
        html = (moved / language / "stories/park/index.html").read_text()
        assert html.startswith("<!doctype html>")
        assert f'http-equiv="refresh" content="0; url={up}garden/"' in html
        assert f'<link rel="canonical" href="https://www.example.org/{language}stories/garden/">' in html
        assert '<meta name="robots" content="noindex">' in html
        assert '<a href="../garden/">' in html
        html5lib.HTMLParser(strict=True).parse(html)
    assert 'url=../../../"' in (moved / "old/deep/page/index.html").read_text()
    assert "park" not in (moved / "sitemap.xml").read_text()
    assert "/en/stories/park/ /en/stories/garden/ 301\n" in (moved / "_redirects").read_text()


def test_without_redirects_hosts_are_told_of_lists_alone(real_site: Path) -> None:
    told = (real_site / "_redirects").read_text("utf-8").splitlines()
    assert (PROJECT / REDIRECTS).exists() or all(line.endswith(" 302") for line in told)


def test_a_redirect_that_is_taken_back_is_gone(moved: Path, root: Path) -> None:
    (root / REDIRECTS).unlink()
    assert build(root, moved) == 0
    assert not (moved / "stories/park").exists()
    assert not (moved / "_redirects").exists()


def test_a_browser_arrives(moved: Path, tab: Callable[..., Any]) -> None:
    complaints: list[str] = []
    with browse.served(moved) as [url]:
        page = tab()
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"{url}/en/stories/park/")
        page.wait_for_url(f"{url}/en/stories/garden/")
        assert page.title()
    assert complaints == [], "the policy lets the page lead on"


def test_a_record_and_its_copies_do_not_vanish_together(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ledger", root) == 0
    assert cli.main(["newsletter", "1", "--publish", "--root", str(root), "--as-of", TODAY]) == 0
    assert run("check", root) == 0
    assert "published ones: 1 (the first: /newsletters/1/)" in capsys.readouterr().out
    assert run("ledger", root) == 0
    assert "/newsletters/1/ out\n" in (root / ADDRESS_FILE).read_text()
    assert run("check", root) == 0
    assert "(warning)" not in capsys.readouterr().out
    (root / "newsletters/1/record.yml").unlink()
    shutil.rmtree(root / "newsletters/1/kept")
    assert run("check", root) == 1
    assert "/newsletters/1/ was published for good, but its record and its copies are gone" in capsys.readouterr().out
    assert run("ledger", root) == 1, "nor does the list forget it"


def test_an_emptied_list_asks_no_one_and_leads_on(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person who takes a consent back must not wait until someone has said where a list leads now."""
    text = root / "content/events/open-day/en.md"
    text.write_text(text.read_text() + "\nSee [all of that year](/stories/year/2026/).\n")
    assert run("ledger", root) == 0
    story = root / "content/stories/garden/story.yml"
    year = re.search(r"date: (\d{4})", story.read_text())
    assert year
    story.write_text(story.read_text() + "withdrawn: 2026-11-01\n")
    assert run("check", root) == 0, capsys.readouterr().out
    out = tmp_path / "out"
    assert build(root, out) == 0
    assert 'content="0; url=../../"' in (out / f"stories/year/{year.group(1)}/index.html").read_text()
    assert f"/stories/year/{year.group(1)}/ /stories/ 302\n" in (out / "_redirects").read_text()
