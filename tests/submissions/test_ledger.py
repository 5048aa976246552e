"""What the server merges itself leaves nothing to do: its lists are as `make ledger` would write them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from gazette import cli
from gazette.content.addresses import LEDGER
from submissions.proposals import State
from submissions.services import Services
from tests.support.sites import PROJECT, TODAY
from tests.support.submissions_app import ANNA, MARIA, Browser, repository_of, services, written

STORY = "content/stories/playground"
NEW = {
    f"{STORY}/story.yml": b"date: 2026-11-20\nmembers: [north]\nthemes: [city-life]\n",
    f"{STORY}/en.md": b"---\ntitle: The playground\nsummary: Children play again.\n---\nIt is open.\n",
    f"{STORY}/el.md": "---\ntitle: Η παιδική χαρά\nsummary: Τα παιδιά παίζουν ξανά.\n---\nΆνοιξε.\n".encode(),
}


def ledger(root: Path) -> None:
    assert cli.main(["ledger", "--root", str(root), "--as-of", TODAY, "--quiet"]) == cli.DONE


def accepted(server: Services) -> None:
    proposal = written(server, NEW, "The playground")
    server.proposals.send(proposal, MARIA.address)
    sent = server.proposals.get(proposal.key).sent
    answer = Browser(server, ANNA).post(f"/review/{proposal.key}/accept", "/people", sent=sent)
    assert answer.headers.get("location") == "/review", answer.text
    assert server.proposals.get(proposal.key).state is State.ACCEPTED


@pytest.fixture
def site(tmp_path: Path) -> Path:
    ignored = shutil.ignore_patterns(".build")
    return Path(shutil.copytree(PROJECT / "tests/sites/good", tmp_path / "site", ignore=ignored))


def cloned(server: Services, place: Path) -> Path:
    subprocess.run(["git", "clone", "--quiet", str(server.settings.repository), str(place)], check=True)
    return place


def test_the_lists_are_those_that_the_command_would_write(site: Path, tmp_path: Path) -> None:
    ledger(site)
    data = tmp_path / "data"
    data.mkdir()
    repository_of(site, data / "site.git")
    with services(data, {}) as server:
        accepted(server)
        clone = cloned(server, tmp_path / "clone")
        repository = server.proposals.repository
        assert set(repository.changed("main^1", "main")) == {*NEW, *LEDGER}, "in the merge itself"
    before = {name: (clone / name).read_bytes() for name in LEDGER}
    assert b"/stories/playground/" in before["addresses.txt"]
    assert f" {TODAY}" in before["changes.txt"].decode()
    ledger(clone)
    assert {name: (clone / name).read_bytes() for name in LEDGER} == before


def test_a_site_without_lists_gets_none(site: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    repository_of(site, data / "site.git")
    with services(data, {}) as server:
        accepted(server)
        assert not {*LEDGER} & set(server.proposals.repository.files("main"))
