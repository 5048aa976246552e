"""The server's pages as people meet them: what they are told, where they are led, what is never lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from submissions.proposals import Proposal
from submissions.services import Services
from tests.support.submissions_app import ANNA, MARIA, Browser, services, written

FROM_MAIL = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with services(tmp_path_factory.mktemp("pages") / "data", {}) as found:
        yield found


# ---- coming from mail


@pytest.mark.parametrize("path", ["/link/secret", "/sign-in?address=a%40b.gr&x=1", "/review"])
def test_a_link_in_mail_that_is_read_in_a_browser_leads_on_and_sets_nothing(server: Services, path: str) -> None:
    """Strict cookies don't come along then: to answer would overwrite the mark of the browser that asked."""
    answer = Browser(server).get(path, **FROM_MAIL)
    assert (answer.status_code, answer.headers.get("set-cookie")) == (200, None)
    assert f'content="0; url={path.replace("&", "&amp;")}"' in answer.text
    assert "set-cookie" in Browser(server).get("/link/secret").headers


# ---- what someone wrote is never lost

STORY = "content/stories/playground"
NEW = {
    f"{STORY}/story.yml": b"date: 2026-11-20\nmembers: [north]\nthemes: [city-life]\n",
    f"{STORY}/el.md": "---\ntitle: Η παιδική χαρά\nsummary: Τα παιδιά παίζουν ξανά.\n---\nΆνοιξε.\n".encode(),
}


def sent(server: Services, files: Mapping[str, bytes] = NEW) -> Proposal:
    proposal = written(server, files)
    server.proposals.send(proposal, MARIA.address)
    return server.proposals.get(proposal.key)


def test_a_comment_is_shown_again_where_the_proposal_waits_no_more(server: Services) -> None:
    proposal, anna = sent(server), Browser(server, ANNA)
    page = f"/review/{proposal.key}/"
    token = anna.token(page)
    server.proposals.take_back(proposal, MARIA.address)
    answer = anna.send(f"{page}return", token, comment="Λείπει η άδεια.\r\n\r\nΚαι ο τίτλος.")
    assert answer.status_code == 422
    assert "Λείπει η άδεια.\r\n\r\nΚαι ο τίτλος.</textarea>" in answer.text


def test_what_was_written_is_shown_again_where_the_session_is_over(server: Services) -> None:
    proposal, anna = sent(server), Browser(server, ANNA)
    page = f"/review/{proposal.key}/"
    token = anna.token(page)
    anna.cookies.clear()
    answer = anna.send(f"{page}return", token, comment="Λείπει η άδεια.")
    assert answer.status_code == 401
    assert "Λείπει η άδεια.</textarea>" in answer.text
