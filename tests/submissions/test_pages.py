"""The server's pages as people meet them: what they are told, where they are led, what is never lost."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlencode

import pytest

from gazette.content.model import Kind
from gazette.engines.git import Signed
from submissions.database import Database
from submissions.people import LANGUAGES, Account, LastCoordinator, Role, readable
from submissions.proposals import Decision, Proposal, State
from submissions.services import Services
from submissions.sign_in import MOST_LINKS
from submissions.words import Words, language_of
from tests.support.submissions_app import ANNA, MARIA, Browser, services, written
from tests.support.submissions_server import link_in, mail_server

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
    answer = anna.send(f"{page}return", token, comment="Λείπει η άδεια.\r\n\r\nΚαι ο τίτλος.", sent=proposal.sent)
    assert answer.status_code == 409
    assert "Λείπει η άδεια.\r\n\r\nΚαι ο τίτλος.</textarea>" in answer.text


def test_what_was_written_is_shown_again_where_the_session_is_over(server: Services) -> None:
    proposal, anna = sent(server), Browser(server, ANNA)
    page = f"/review/{proposal.key}/"
    token = anna.token(page)
    anna.cookies.clear()
    answer = anna.send(f"{page}return", token, comment="Λείπει η άδεια.", sent=proposal.sent)
    assert answer.status_code == 401
    assert "Λείπει η άδεια.</textarea>" in answer.text


def test_a_comment_that_is_too_long_is_shown_whole_with_by_how_much(server: Services) -> None:
    """And the server takes all of one that a browser can hold: what it does not read, it could not show."""
    proposal, anna = sent(server), Browser(server, ANNA)
    page, long = f"/review/{proposal.key}/", "Λείπει η άδεια. " * 3000
    assert "maxlength" not in anna.get(page).text
    answer = anna.post(f"{page}return", page, comment=long, sent=proposal.sent)
    assert answer.status_code == 422
    assert Words("en").say("wrong-comment-long", count=47_999, most=10_000, over=37_999) in answer.text
    assert f"{long.strip()}</textarea>" in answer.text
    assert server.proposals.get(proposal.key).state is State.SENT
    anna.post(f"{page}return", page, comment=long[:10_000], sent=proposal.sent)
    assert server.proposals.get(proposal.key).comment == long[:10_000].strip()


def test_what_was_sent_anew_is_not_returned_unseen(server: Services) -> None:
    """What the comment is about may be mended already; and what changed since would be told of the wrong text."""
    proposal, anna = sent(server), Browser(server, ANNA)
    page, seen = f"/review/{proposal.key}/", proposal.sent
    assert f'name="sent" value="{seen}"' in anna.get(page).text
    server.proposals.take_back(proposal, MARIA.address)
    repository, branch = server.proposals.repository, proposal.branch
    tree = repository.tree_with(seen, {f"{STORY}/story.yml": NEW[f"{STORY}/story.yml"] + b"partners: []\n"})
    repository.commit(branch, tree, seen, "More", Signed(MARIA.person, MARIA.person))
    server.proposals.send(server.proposals.get(proposal.key), MARIA.address)
    for commit in (seen, ""):
        answer = anna.post(f"{page}return", page, comment="Λείπει η άδεια.", sent=commit)
        assert (answer.status_code, Words("en").say("wrong-sent-anew") in answer.text) == (409, True)
        assert "Λείπει η άδεια.</textarea>" in answer.text
    now = server.proposals.get(proposal.key)
    assert (now.state, now.sent != seen, f'value="{now.sent}"' in answer.text) == (State.SENT, True, True)
    assert anna.post(f"{page}return", page, comment="Λείπει η άδεια.", sent=now.sent).status_code == 303
    assert server.proposals.get(proposal.key).returned == now.sent


def test_a_name_that_is_refused_stays_as_it_was_typed(server: Services) -> None:
    maria = Browser(server, MARIA)
    answer = maria.post("/account", "/account", name="Μαρία <Π>", language="en")
    assert answer.status_code == 422
    assert 'value="Μαρία &lt;Π&gt;"' in answer.text
    assert 'value="en" lang="en" selected' in answer.text
    assert server.people.find(MARIA.address) == MARIA
    assert f'value="{MARIA.name}"' in maria.post("/account/delete", "/account").text, "of another form"


def newest_letter(server: Services) -> str:
    message = message_from_bytes(max(server.settings.outbox.iterdir()).read_bytes(), policy=policy.default)
    return str(message.get_content()).replace("\r\n", "\n")


def story(slug: str) -> dict[str, bytes]:
    """A story without problems, of which there is no other."""
    return {
        path.replace("playground", slug): data.replace("παιδική χαρά".encode(), slug.encode())
        for path, data in NEW.items()
    }


def test_a_comment_goes_along_with_an_acceptance(server: Services) -> None:
    """Whoever writes it and presses the other button has not written for nothing."""
    proposal = sent(server, story("remarked"))
    anna, page = Browser(server, ANNA), f"/review/{proposal.key}/"
    form = anna.get(page).text.partition('action="/review/')[2].partition("</form>")[0]
    assert ('name="comment"' in form, f'formaction="{page}accept"' in form) == (True, True)
    too_long = anna.post(f"{page}accept", page, comment="x" * 10_007, sent=proposal.sent)
    assert Words("en").say("wrong-comment-long", count=10_007, most=10_000, over=7) in too_long.text
    assert f"{'x' * 10_007}</textarea>" in too_long.text
    assert anna.post(f"{page}accept", page, comment="Ωραίο!\r\nΕυχαριστούμε.", sent=proposal.sent).status_code == 303
    assert server.proposals.get(proposal.key).state is State.ACCEPTED
    for browser, place in ((Browser(server, MARIA), f"/proposals/{proposal.key}/"), (anna, page)):
        assert "Ωραίο!\nΕυχαριστούμε.</p>" in browser.get(place).text
    assert "Ωραίο!\nΕυχαριστούμε." in newest_letter(server)


def test_what_was_asked_for_once_is_no_comment_on_the_acceptance(server: Services) -> None:
    proposal = sent(server, story("unremarked"))
    anna, page = Browser(server, ANNA), f"/review/{proposal.key}/"
    anna.post(f"{page}return", page, comment="Λείπει η άδεια.", sent=proposal.sent)
    server.proposals.send(server.proposals.get(proposal.key), MARIA.address)
    anna.post(f"{page}accept", page, comment="", sent=server.proposals.get(proposal.key).sent)
    assert server.proposals.get(proposal.key).state is State.ACCEPTED
    assert "Λείπει η άδεια." not in Browser(server, MARIA).get(f"/proposals/{proposal.key}/").text
    assert Words("el").say("mail-accepted", name="The garden", link="").partition("\n")[0] in newest_letter(server)


def test_a_name_that_is_too_long_is_refused_and_shown_whole(server: Services) -> None:
    maria, anna, long = Browser(server, MARIA), Browser(server, ANNA), "Ο κήπος " * 20
    answer = maria.post("/proposals", "/proposals", name=long)
    assert f"{long.strip()}</textarea>" in answer.text
    assert Words("el").say("refused-name-long", count=159, most=120, over=39) in answer.text
    for browser, path in ((maria, "/account"), (anna, "/people")):
        answer = browser.post(path, path, name=long, language="el", address="a@north.example")
        assert answer.status_code == 422
        words = Words("el" if browser is maria else "en")
        assert words.say("wrong-name-long", count=159, most=80, over=79) in answer.text
    whole = "a" * 300 + "@north.example"
    assert f'value="{whole}"' in Browser(server).post("/sign-in", "/sign-in", address=whole).text
    for path in ("/account", "/people", "/proposals", "/sign-in"):
        assert "maxlength" not in (Browser(server) if path == "/sign-in" else anna).get(path).text


# ---- who may come in

ELENI = Account("eleni@north.example", "Ελένη", Role.EDITOR, "north", "en")


def invited(server: Services, **fields: str) -> str:
    """What the page says to an invitation, or the word for what was done."""
    known = {"name": "", "role": "editor", "member": "north", "language": "el", **fields}
    anna = Browser(server, ANNA)
    return anna.post("/people", "/people", **known).text or anna.cookies["__Host-said"]


def test_who_is_known_is_changed_only_once_someone_said_so(server: Services) -> None:
    server.people.invite(ELENI, "")
    eleni = Browser(server, ELENI)
    said = invited(server, address=ELENI.address, name="Άλλη", member="south")
    assert "The name remains Ελένη" in said
    assert server.people.find(ELENI.address) == ELENI
    assert eleni.get("/account").status_code == 200
    assert invited(server, address=ELENI.address, member="south", sure="yes") == "changed"
    assert server.people.find(ELENI.address) == replace(ELENI, member="south"), "the language is theirs"
    assert eleni.get("/account").status_code == 303


def test_who_is_invited_again_as_they_are_stays_signed_in(server: Services) -> None:
    maria = Browser(server, MARIA)
    assert invited(server, address=MARIA.address.upper()) == "invited-again"
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


def test_who_was_invited_at_an_address_that_refuses_is_shown_with_what_was_answered(tmp_path: Path) -> None:
    """The coordinator alone can tell that it was mistyped; once they have, nothing is kept of it."""
    typo = "elenh@north.example"
    with mail_server() as (inbox, port):
        inbox.answers[typo] = "550 5.1.1 No such user"
        mail = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(port), "SMTP_SECURITY": "none"}
        with services(tmp_path / "data", mail) as found:
            said = invited(found, address=typo)
            anna = Browser(found, ANNA)
            assert said == "invited"
            deadline = time.monotonic() + 30
            while not any(entry.what == "mail-refused" for entry in found.people.entries()):
                assert time.monotonic() < deadline
                time.sleep(0.02)
            subject = Words("el").say("mail-invitation-subject")
            told = Words("en").say("letter-refused", subject=subject, reason="5.1.1 No such user")
            assert told in anna.get("/people").text
            assert f"{typo}: «{subject}» (5.1.1 No such user)" in anna.get("/log").text
            anna.post("/people/remove", "/people", address=typo, sure="yes")
            assert told not in anna.get("/people").text
            assert typo not in str(found.people.entries())
            assert not list(found.settings.outbox.iterdir())


# ---- proposals that what is published contradicts


def contradicted(server: Services) -> Proposal:
    """A proposal that was returned, and meanwhile another change to its lines was published."""
    repository, path = server.proposals.repository, "members/north/el.md"
    before = repository.read([repository.files("main")[path].digest])[0].rstrip(b"\n")
    proposal = sent(server, {path: before + f" {len(before)}.\n".encode()})
    server.proposals.give_back(proposal, Decision(ANNA, proposal.sent, "Η διεύθυνση;"))
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
    anna.post(f"{page}return", page, comment="Why?", sent=proposal.sent)
    letters = [message_from_bytes(path.read_bytes())["To"] for path in server.settings.outbox.glob("*")]
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
    assert {anyone.get(f"{preview}/after/{font}").status_code for font in fonts} == {200}
    assert Words("el").say("preview-after") in page
    before, english = anyone.get(f"{preview}/before/stories/").text, anyone.get(f"{preview}/after/en/stories/").text
    assert Words("el").say("preview-before") in before
    assert Words("en").say("preview-after") in english
    assert anyone.get(f"{preview}/after/stories/").headers["cache-control"] == "no-store"


# ---- where people are led


def test_whoever_has_no_name_is_asked_for_it_first_and_then_led_on(server: Services) -> None:
    """Commits would carry the address in its place."""
    server.people.invite(Account("new@north.example", "", Role.EDITOR, "north", "el"), "")
    proposal, new = written(server, NEW), Browser(server, Account("new@north.example", "", Role.EDITOR, "north", "el"))
    page = f"/proposals/{proposal.key}/form/"
    for path in ("/proposals", f"/proposals/{proposal.key}/", page):
        assert new.get(path).headers["location"] == "/account"
    assert new.order(proposal.key, "site").json()["message"] == Words("el").say("form-nameless")
    answer = new.post("/account", "/account", name="Νέα", language="el")
    assert answer.headers["location"] == page
    assert new.get(page).status_code == 200


def test_signing_in_leads_where_someone_wanted_to_go(server: Services) -> None:
    proposal, maria = written(server, NEW), Browser(server)
    page = f"/proposals/{proposal.key}/form/"
    assert maria.get(page).headers["location"] == "/sign-in"
    assert "Για τη σελίδα που ζητήσατε" in maria.get("/sign-in").text
    token, mark = maria.token("/sign-in"), maria.cookies["__Host-browser"]
    found = server.sign_in.asked(MARIA.address, "n", mark)
    assert found
    assert maria.send(f"/link/{found[1]}", token).headers["location"] == page
    assert maria.get(page).status_code == 200
    assert "__Host-next" not in maria.cookies


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "/x?y", "evil", ""])
def test_nobody_is_led_to_another_server(server: Services, wanted: str) -> None:
    anyone = Browser(server)
    assert anyone.get(f"/language/en?{urlencode({'page': wanted})}").headers["location"] == "/sign-in"
    anyone.cookies["__Host-next"] = wanted
    assert "Για τη σελίδα που ζητήσατε" not in anyone.get("/sign-in").text


def test_whose_session_is_over_is_told_and_led_back(server: Services) -> None:
    proposal, maria = written(server, NEW), Browser(server, MARIA)
    page = f"/proposals/{proposal.key}/"
    token = maria.token(page)
    maria.cookies.clear()
    answer = maria.send(f"{page}send", token)
    assert answer.status_code == 401
    assert Words("el").say("refused-401") in answer.text
    assert 'href="/sign-in"' in answer.text
    assert maria.cookies["__Host-next"].strip('"') == page
    maria.sign_in(MARIA)
    old = maria.send(f"{page}send", token)
    assert old.status_code == 403
    assert f'href="{page}"' in old.text


def test_the_address_of_an_action_leads_to_its_page(server: Services) -> None:
    """A phone loads a tab again that it had thrown away."""
    proposal, anna = sent(server), Browser(server, ANNA)
    of = {"proposals": ("check", "send", "withdraw", "name", "take-back"), "review": ("accept", "return")}
    pairs = {f"/{place}/{proposal.key}/{one}": f"/{place}/{proposal.key}/" for place in of for one in of[place]}
    pairs |= {"/account/delete": "/account", "/people/remove": "/people", "/sign-out": "/"}
    assert {path: anna.get(path).headers.get("location") for path in pairs} == pairs
    assert server.proposals.get(proposal.key) == proposal


def test_a_link_that_was_used_leads_whoever_is_signed_in_to_the_start(server: Services) -> None:
    maria = Browser(server, MARIA)
    for path in ("/link/used", "/sign-in", "/sign-in?address=maria@north.example"):
        assert maria.get(path).headers["location"] == "/"


def test_a_preview_that_is_over_says_so_to_people_without_an_account(server: Services) -> None:
    answer = Browser(server).get("/preview/over/after/index.html", **{"Accept-Language": "el"})
    assert answer.status_code == 404
    assert Words("el").say("refused-preview") in answer.text
    assert "λογαριασμό" not in answer.text
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_what_was_done_is_told_once(server: Services) -> None:
    """And not again where the browser goes back to the page."""
    maria, proposal = Browser(server, MARIA), written(server, NEW)
    page = f"/proposals/{proposal.key}/"
    assert maria.post(f"{page}name", page, name="Άλλο").headers["location"] == page
    assert Words("el").say("said-named") in maria.get(page).text
    assert Words("el").say("said-named") not in maria.get(page).text


def test_another_language_leaves_the_page_where_it_is(server: Services) -> None:
    anyone = Browser(server)
    [address] = re.findall(r'href="(/language/[^"]+)"', anyone.get("/link/abc_D-1").text)
    assert anyone.get(address.replace("&amp;", "&")).headers["location"] == "/link/abc_D-1"
    assert anyone.get("/link/abc_D-1").text.count('lang="en"') >= 1


def test_a_new_link_is_asked_for_without_writing_the_address_again(server: Services) -> None:
    anyone = Browser(server)
    asked = anyone.post("/sign-in", "/sign-in", address="who+1@north.example").text
    [again] = re.findall(r'href="(/sign-in[^"]+)"', asked)
    assert 'value="who+1@north.example"' in anyone.get(again).text


def test_whoever_asked_too_often_hears_that_the_last_link_works(server: Services) -> None:
    anyone = Browser(server)
    answers = [anyone.post("/sign-in", "/sign-in", address="often@north.example") for _ in range(MOST_LINKS + 1)]
    assert answers[-1].status_code == 429
    assert Words("el").say("refused-429-link") in answers[-1].text


# ---- what goes with an account


@pytest.mark.parametrize("ticked", [True, False])
def test_whoever_deletes_their_account_decides_about_their_drafts(server: Services, ticked: bool) -> None:
    """A draft keeps a name and an address in its commits; what was sent is no one's own any more."""
    who = Account(f"leaving-{ticked}@north.example".lower(), "Leaving", Role.EDITOR, "north", "el")
    server.people.invite(who, "")
    draft, other = written(server, NEW, "Μόνο για μένα", who), written(server, NEW, "Της Μαρίας")
    taken_back = sent(server, NEW, who)
    server.proposals.take_back(taken_back, who.address)
    browser = Browser(server, who)
    page = browser.get("/account").text
    assert "Μόνο για μένα" in page
    assert other.key not in page
    assert taken_back.key not in page
    browser.post("/account/delete", "/account", sure="yes", **({"drafts": "yes"} if ticked else {}))
    states = [server.proposals.get(one.key).state for one in (draft, other, taken_back)]
    assert states == [State.WITHDRAWN if ticked else State.DRAFT, State.DRAFT, State.DRAFT]
    assert who.address not in str(server.people.entries())


def test_nobody_is_removed_by_one_press(server: Services) -> None:
    server.people.invite(ELENI, "")
    anna = Browser(server, ANNA)
    answer = anna.post("/people/remove", "/people", address=ELENI.address)
    assert (answer.status_code, Words("en").say("wrong-not-sure") in answer.text) == (422, True)
    assert server.people.find(ELENI.address)
    anna.post("/people/remove", "/people", address=ELENI.address, sure="yes")
    assert server.people.find(ELENI.address) is None


# ---- the form


def message(server: Services, who: Account, key: str, action: str, **params: object) -> str:
    return str(Browser(server, who).order(key, action, **params).json()["message"])


@pytest.mark.parametrize("state", ["sent", "withdrawn", "accepted"])
def test_the_form_says_why_a_proposal_does_not_change(server: Services, state: str) -> None:
    proposal = written(server, {f"content/stories/{state}-one/story.yml": b"members: [north]\n"})
    if state != "withdrawn":
        server.proposals.send(proposal, MARIA.address)
        proposal = server.proposals.get(proposal.key)
    if state == "withdrawn":
        server.proposals.withdraw(proposal, MARIA.address)
    elif state == "accepted":
        server.proposals.accept(proposal, Decision(ANNA, proposal.sent))
    path = f"content/stories/{state}/story.yml"
    changes = {"files": {path: "members: [north]\n"}, "pictures": {}}
    said = message(server, MARIA, proposal.key, "save", changes=changes, expected={path: None})
    assert said == Words("el").say("form-not-open" if state == "sent" else f"form-{state}")
    opened = Browser(server, MARIA).get(f"/proposals/{proposal.key}/form/")
    assert opened.status_code == (200 if state == "sent" else 303)


@pytest.mark.parametrize("who", [MARIA, ANNA])
def test_the_form_says_who_withdraws_what_is_published(server: Services, who: Account) -> None:
    proposal = written(server, NEW)
    said = message(server, who, proposal.key, "remove", folder="content/stories/garden", withdraw=True, apply=False)
    assert "--drafts" not in said
    assert ("make withdraw" in said) == who.is_coordinator


def test_the_form_calls_a_text_of_others_by_its_title(server: Services) -> None:
    proposal, path = written(server, NEW), "members/south/el.md"
    was = server.proposals.repository
    before = was.read([was.files("main")[path].digest])[0]
    changes = {"files": {path: before.decode() + "x\n"}, "pictures": {}}
    expected = {path: hashlib.sha256(before).hexdigest()}
    said = message(server, MARIA, proposal.key, "save", changes=changes, expected=expected)
    assert said == Words("el").say("form-not-yours", name=server.forms.members("el")["south"])


@pytest.mark.parametrize(("data", "key"), [
    ("content/stories/swings/story.yml", "members"), ("content/events/swings/event.yml", "organisers"),
])  # fmt: skip
def test_the_form_says_how_a_new_text_becomes_ones_own(server: Services, data: str, key: str) -> None:
    """Before the first save its title stands in what is being saved alone."""
    place = data.rpartition("/")[0]
    files = {data: f"{key}: [south]\n", f"{place}/el.md": "---\ntitle: Οι κούνιες\n---\n"}
    proposal = server.proposals.begin("Swings", MARIA)
    changes, expected = {"files": files, "pictures": {}}, dict.fromkeys(files)
    said = message(server, MARIA, proposal.key, "save", changes=changes, expected=expected)
    assert said == Words("el").say("form-lacks-yours", name="Οι κούνιες", field="Δήμοι")


# ---- addresses in Greek

GREEK, ASCII = "maria@δήμος-καρδίτσας.ελ", "maria@xn----slbehbnd0cq4azihmo.xn--qxam"


def test_a_domain_in_greek_is_taken_in_both_forms_and_shown_in_greek(server: Services) -> None:
    assert invited(server, address=GREEK.upper().replace("ΚΑΡΔΊΤΣΑΣ", "ΚΑΡΔίτσας")) == "invited"
    assert server.people.find(ASCII)
    assert invited(server, address=ASCII) == "invited-again"
    assert GREEK in Browser(server, ANNA).get("/people").text
    for address in (GREEK, ASCII):
        anyone = Browser(server)
        assert GREEK in anyone.post("/sign-in", "/sign-in", address=address).text
    letters = [message_from_bytes(path.read_bytes())["To"] for path in server.settings.outbox.iterdir()]
    assert letters.count(ASCII) == 4, "two invitations, two links"


@pytest.mark.parametrize("address", ["a@xn--80ak6aa92e.com", "a@xn--.gr", "x", "", "a@b.gr"])
def test_what_looks_like_another_address_is_shown_as_it_is(address: str) -> None:
    """The first one is `apple` in Cyrillic letters."""
    assert readable(address) == address


# ---- what a coordinator sees


def test_what_was_sent_again_shows_the_comment_and_what_changed_since(server: Services) -> None:
    proposal, maria = sent(server), Browser(server, MARIA)
    server.proposals.give_back(proposal, Decision(ANNA, proposal.sent, "Λείπει η περίληψη."))
    page, path = f"/proposals/{proposal.key}/", f"{STORY}/el.md"
    text = NEW[path].decode()
    files = {path: text.replace("ξανά", "πάλι")}
    expected = {path: hashlib.sha256(NEW[path]).hexdigest()}
    saved = maria.order(proposal.key, "save", changes={"files": files, "pictures": {}}, expected=expected)
    assert saved.status_code == 200
    assert maria.post(f"{page}send", page).status_code == 303
    shown = Browser(server, ANNA).get(f"/review/{proposal.key}/").text
    since = shown.partition(Words("en").say("since-head"))[2].partition("<section>")[0]
    assert "Λείπει η περίληψη." in shown
    assert ("<del>ξανά</del>" in since, "<ins>πάλι</ins>" in since, "story.yml" in since) == (True, True, False)
    newest = max(server.settings.outbox.iterdir())
    assert "Sent again" in str(message_from_bytes(newest.read_bytes(), policy=policy.default)["Subject"])


def test_the_time_on_a_proposal_is_when_it_was_last_saved(server: Services) -> None:
    proposal, path = written(server, NEW), f"{STORY}/story.yml"
    changes = {"files": {path: NEW[path].decode() + "partners: []\n"}, "pictures": {}}
    expected = {path: hashlib.sha256(NEW[path]).hexdigest()}
    assert Browser(server, MARIA).order(proposal.key, "save", changes=changes, expected=expected).status_code == 200
    assert server.proposals.get(proposal.key).changed_at > proposal.changed_at


def test_a_photo_is_shown_and_nothing_else_is_given_out(server: Services) -> None:
    photo = f"{STORY}/swing.png"
    proposal = sent(server, {**NEW, photo: b"\x89PNG\r\n\x1a\nnew", f"{STORY}/x.svg": b"<svg/>"})
    anna, place = Browser(server, ANNA), f"/review/{proposal.key}/photo/"
    assert f'src="{place}{photo}"' in anna.get(f"/review/{proposal.key}/").text
    answer = anna.get(f"{place}{photo}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    for path in (f"{STORY}/x.svg", f"{STORY}/story.yml", "theme/static/logo.png", "x.png", "../../../etc/passwd.png"):
        assert anna.get(f"{place}{path}").status_code == 404
    assert Browser(server, MARIA).get(f"{place}{photo}").status_code == 404


def test_who_wrote_is_led_to_the_pages_that_change(server: Services) -> None:
    proposal, maria = written(server, NEW), Browser(server, MARIA)
    page = f"/proposals/{proposal.key}/"
    checked = maria.post(f"{page}check", page).text
    [address] = re.findall(r'href="http://localhost:8765(/preview/[^"]+/after/stories/playground/index.html)"', checked)
    assert "Η παιδική χαρά" in maria.get(address).text
    titled = re.findall(r'<bdi lang="(\w\w)">([^<]+)</bdi> <small><code>(/en/[^<]*)', checked)
    assert ("el", "Η παιδική χαρά") in {(language, title) for language, title, _ in titled}, "an untranslated page"


def test_everyone_finds_a_coordinator(server: Services) -> None:
    assert f'href="mailto:{ANNA.address}"' in Browser(server, MARIA).get("/account").text


def test_municipalities_are_in_the_order_of_their_names_as_on_the_site(server: Services) -> None:
    library = server.forms.published().library
    for language in LANGUAGES:
        named = library.named(library.items(Kind.MEMBER), language)
        assert list(server.forms.members(language)) == [item.slug for item in named]


@pytest.mark.parametrize(("title", "otherwise", "language"), [
    ("Ο κήπος", "en", "el"), ("The garden", "en", "en"), ("UNHCR", "el", ""), ("7", "el", "el"), ("حديقة", "en", "ar"),
])  # fmt: skip
def test_letters_tell_the_language_of_a_title(title: str, otherwise: str, language: str) -> None:
    assert language_of(title, otherwise) == language


def test_a_database_of_the_version_before_is_taken_on(tmp_path: Path) -> None:
    file = tmp_path / "data.db"
    Database(file)
    with closing(sqlite3.connect(file)) as db:
        for column in ("returned", "remark"):
            db.execute(f"alter table proposals drop column {column}")
        db.execute("pragma user_version = 1")
        db.execute("insert into proposals (id, name, member, author, state, made_at, changed_at)"
                   " values ('k', 'n', 'north', 'a', 'sent', 1, 1)")  # fmt: skip
        db.commit()
    with Database(file).reading() as db:
        assert tuple(db.execute("select returned, remark from proposals").fetchone()) == ("", "")
    Database(file)
