"""The server's pages as people meet them: what they are told, where they are led, what is never lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email import message_from_bytes, policy

import pytest

from gazette.engines.git import Signed
from submissions.people import Account, LastCoordinator, Role
from submissions.proposals import Proposal, State
from submissions.services import Services
from submissions.words import Words
from tests.support.submissions_app import ANNA, MARIA, Browser, services, written
from tests.support.submissions_server import link_in

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


def sent(server: Services, files: Mapping[str, bytes] = NEW, author: Account = MARIA) -> Proposal:
    proposal = written(server, files, author=author)
    server.proposals.send(proposal, author.address)
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


# ---- who may come in

ELENI = Account("eleni@north.example", "Ελένη", Role.EDITOR, "north", "en")


def invited(server: Services, **fields: str) -> str:
    """What the page says to an invitation, or where it leads."""
    known = {"name": "", "role": "editor", "member": "north", "language": "el", **fields}
    answer = Browser(server, ANNA).post("/people", "/people", **known)
    return answer.headers.get("location", answer.text)


def test_who_is_known_is_changed_only_once_someone_said_so(server: Services) -> None:
    server.people.invite(ELENI, "")
    eleni = Browser(server, ELENI)
    said = invited(server, address=ELENI.address, name="Άλλη", member="south")
    assert "Το όνομα μένει" in said or "The name remains Ελένη" in said
    assert server.people.find(ELENI.address) == ELENI
    assert eleni.get("/account").status_code == 200
    assert "people" in invited(server, address=ELENI.address, member="south", sure="yes")[:10]
    assert server.people.find(ELENI.address) == replace(ELENI, member="south"), "the language is theirs"
    assert eleni.get("/account").status_code == 303


def test_who_is_invited_again_as_they_are_stays_signed_in(server: Services) -> None:
    maria = Browser(server, MARIA)
    assert "invited-again" in invited(server, address=MARIA.address.upper())
    assert maria.get("/account").status_code == 200


def test_no_coordinator_changes_their_own_role(server: Services) -> None:
    said = invited(server, address=ANNA.address, sure="yes")
    assert "Only another coordinator" in said
    assert server.people.find(ANNA.address) == ANNA


@pytest.mark.parametrize("how", ["invited", "removed", "deleted"])
def test_the_last_coordinator_stays(server: Services, how: str) -> None:
    if how == "deleted":
        anna = Browser(server, ANNA)
        assert anna.post("/account/delete", "/account", sure="yes").status_code == 422
    else:
        with pytest.raises(LastCoordinator):
            server.people.remove(ANNA.address, "") if how == "removed" else server.people.invite(
                replace(ANNA, role=Role.EDITOR, member="north"), ""
            )
    assert server.people.find(ANNA.address) == ANNA


def test_an_invitation_leads_to_the_very_address(server: Services) -> None:
    invited(server, address="eleni+cities@north.example")
    [message] = [
        message
        for path in server.settings.outbox.iterdir()
        if (message := message_from_bytes(path.read_bytes(), policy=policy.default))["To"]
        == "eleni+cities@north.example"
    ]
    path = link_in(message).removeprefix(server.settings.origin)
    assert 'value="eleni+cities@north.example"' in Browser(server).get(path).text


# ---- proposals that what is published contradicts


def contradicted(server: Services) -> Proposal:
    """A proposal that was returned, and meanwhile another change to its lines was published."""
    repository, path = server.proposals.repository, "members/north/el.md"
    before = repository.read([repository.files("main")[path].digest])[0].rstrip(b"\n")
    proposal = sent(server, {path: before + f" {len(before)}.\n".encode()})
    server.proposals.give_back(proposal, "Η διεύθυνση;", ANNA.address)
    tree = repository.tree_with("main", {path: before + f" {-len(before)}!\n".encode()})
    repository.commit("main", tree, repository.tip("main"), "Other", Signed(ANNA.person, ANNA.person))
    return server.proposals.get(proposal.key)


def test_a_proposal_in_conflict_is_not_sent_and_its_author_is_told(server: Services) -> None:
    proposal, maria = contradicted(server), Browser(server, MARIA)
    page = f"/proposals/{proposal.key}/"
    answer = maria.post(f"{page}send", page)
    assert answer.status_code == 422
    assert Words("el").say("conflicts-how") in answer.text
    assert "<code>members/north/el.md</code>" in answer.text
    assert server.proposals.get(proposal.key).state is State.RETURNED


@pytest.mark.parametrize(("who", "place"), [(MARIA, "/proposals/{}/check"), (ANNA, "/review/{}/")])
def test_what_is_in_conflict_is_not_without_problems(server: Services, who: Account, place: str) -> None:
    proposal, browser = contradicted(server), Browser(server, who)
    path = place.format(proposal.key)
    answer = browser.post(path, f"/proposals/{proposal.key}/") if path.endswith("check") else browser.get(path)
    assert answer.status_code == 200
    assert "members/north/el.md" in answer.text
    assert Words(who.language).say("checked-none") not in answer.text


# ---- who is written to


@pytest.mark.parametrize(("author", "others", "told"), [
    ("there", True, "author"), ("gone", True, "others"), ("moved", True, "others"), ("gone", False, "nobody"),
])  # fmt: skip
def test_a_page_promises_mail_to_those_alone_who_get_it(server: Services, author: str, others: bool, told: str) -> None:
    """In a municipality of its own each time. Whoever has moved to another could not open the proposal."""
    place = f"{author}-{others}".lower()
    one, other = (Account(f"{who}@{place}.example", who, Role.EDITOR, place, "el") for who in ("one", "other"))
    for account in (one, other) if others else (one,):
        server.people.invite(account, "")
    proposal = sent(server, NEW, one)
    if author == "gone":
        server.people.remove(one.address, "")
    elif author == "moved":
        server.people.invite(replace(one, member="south"), "")
    anna, page = Browser(server, ANNA), f"/review/{proposal.key}/"
    assert Words("en").say(f"comment-how-{told}") in anna.get(page).text
    anna.post(f"{page}return", page, comment="Why?")
    letters = [message_from_bytes(path.read_bytes())["To"] for path in server.settings.outbox.iterdir()]
    expected = {"author": [one.address], "others": [other.address], "nobody": []}[told]
    assert [to for to in letters if to.endswith(f"@{place}.example")] == expected


# ---- previews


@pytest.fixture(scope="module")
def preview(server: Services) -> str:
    """The address of the pages of a proposal."""
    secret, _ = server.review.publish_preview(written(server, NEW), "el")
    return f"/preview/{secret}"


def test_a_preview_asks_for_its_fonts_first_and_says_what_it_is(server: Services, preview: str) -> None:
    anyone = Browser(server)
    page = anyone.get(f"{preview}/after/stories/playground/").text
    fonts = re.findall(r'<link rel="preload" href="../../(assets/fonts/[^"]+)" as="font"[^>]* crossorigin>', page)
    assert len(fonts) == 2
    assert page.index("preload") < page.index('rel="stylesheet"')
    for font in fonts:
        assert "max-age" in anyone.get(f"{preview}/after/{font}").headers["cache-control"]
    assert Words("el").say("preview-after") in page
    before, english = anyone.get(f"{preview}/before/stories/").text, anyone.get(f"{preview}/after/en/stories/").text
    assert Words("el").say("preview-before") in before
    assert Words("en").say("preview-after") in english
    assert anyone.get(f"{preview}/after/stories/").headers["cache-control"] == "no-store"
