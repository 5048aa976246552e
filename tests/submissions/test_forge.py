"""With a forge: what is sent waits there as a pull request, is merged by its rules, and is never lost."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from cProfile import Profile
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from gazette.engines.git import Person, Repository, Signed
from submissions.forge import THERE, Forge
from submissions.github import ForgeRefusal, PullRequests
from submissions.people import LANGUAGES
from submissions.proposals import Decision, Proposal, State
from submissions.services import Services
from submissions.settings import GITHUB, ForgeSettings, NotConfigured, read_settings
from submissions.words import Words
from tests.support import github as pretended
from tests.support.github import TOKEN, LocalGitHub, answering, local_github
from tests.support.sites import PROJECT
from tests.support.submissions_app import ANNA, MARIA, Browser, repository_of, services, written

PATH = "content/stories/garden/en.md"
OTHER = Person("Eleni", "eleni@south.example")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    place = tmp_path / "data"
    place.mkdir()
    repository_of(PROJECT / "tests/sites/good", place / "site.git")
    return place


@pytest.fixture
def github(tmp_path: Path, data: Path) -> Iterator[LocalGitHub]:
    pretended.described()
    with local_github(tmp_path / "github", data / "site.git") as found:
        yield found


@pytest.fixture
def server(data: Path, github: LocalGitHub) -> Iterator[Services]:
    with services(data, github.environment()) as found:
        yield found


def until(is_so: Callable[[], object]) -> None:
    """Waits for what a thread does."""
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def forge_of(server: Services) -> Forge:
    assert server.forge
    return server.forge


def text(server: Services, new: str = "A tree was planted.") -> dict[str, bytes]:
    repository = server.proposals.repository
    blob = repository.files("main")[PATH]
    return {PATH: repository.read([blob.digest])[0] + f"\n{new}\n".encode()}


def sent(server: Services, name: str = "The garden", new: str = "A tree was planted.") -> Proposal:
    """A proposal that was sent from its page."""
    proposal = written(server, text(server, new), name)
    page = f"/proposals/{proposal.key}/"
    answer = Browser(server, MARIA).post(f"{page}send", page)
    assert answer.status_code == 303, answer.text
    return server.proposals.get(proposal.key)


def there(server: Services, proposal: Proposal) -> Proposal:
    """The proposal, once the forge has it."""
    until(lambda: not forge_of(server).waits(server.proposals.get(proposal.key)))
    return server.proposals.get(proposal.key)


def accepted(server: Services, proposal: Proposal) -> str:
    """What a coordinator reads who accepts it; where it worked, the address that they are led to."""
    page = f"/review/{proposal.key}/"
    answer = Browser(server, ANNA).post(f"{page}accept", "/people", sent=proposal.sent)
    return answer.headers.get("location", "") or answer.text


def operations(github: LocalGitHub) -> list[str]:
    return [name for name, _ in github.asked]


def test_what_is_sent_waits_there_and_is_merged_there(server: Services, github: LocalGitHub) -> None:
    proposal = there(server, sent(server))
    assert github.repository.tip(f"proposals/{proposal.key}") == proposal.sent
    [pull] = github.pulls
    assert (pull["title"], pull["base"]["ref"], proposal.pull) == ("The garden", "main", 1)
    assert f"http://localhost:8765/review/{proposal.key}/" in pull["body"]
    assert "Η πρόταση γράφτηκε" in pull["body"], "Maria reads Greek"
    assert accepted(server, proposal) == "/review"
    [merge] = [body for name, body in github.asked if name == "pulls/merge"]
    assert (merge["sha"], merge["merge_method"]) == (proposal.sent, "merge")
    ours, theirs = server.proposals.repository, github.repository
    assert ours.tip("main") == theirs.tip("main")
    assert "Reviewed-by: Άννα <anna@network.example>" in theirs.line("log", "-1", "--format=%B", "main")
    assert server.proposals.get(proposal.key).state is State.ACCEPTED
    until(lambda: not theirs.branches("proposals"))
    until(lambda: not ours.references(f"{THERE}proposals/"))


def test_a_pull_request_that_is_open_already_is_used(server: Services, github: LocalGitHub) -> None:
    proposal = there(server, sent(server))
    server.proposals.pulled(proposal, None)  # as after a stop between its opening and our note of it
    forge_of(server).wake()
    assert there(server, proposal).pull == 1
    assert operations(github).count("pulls/create") == 1


REFUSALS = [
    (405, "At least 1 approving review is required by reviewers with write access.", "forge-review"),
    (405, 'Required status check "check" is expected.', "forge-check"),
    (405, "Pull Request is not mergeable", "forge-conflict"),
    (409, "Head branch was modified. Review and try the merge again.", "forge-moved"),
    (409, "Base branch was modified. Review and try the merge again.", "forge-moved"),
    (403, "Resource not accessible by personal access token", "forge-forbidden"),
    (401, "Bad credentials", "forge-forbidden"),
    (404, "Not Found", "forge-forbidden"),
    (422, "Validation Failed", "forge-refused"),
    (503, "Service unavailable", "forge-unreachable"),
]  # fmt: skip


def test_each_refusal_of_a_merge_is_understood(server: Services, github: LocalGitHub) -> None:
    proposal = written(server, text(server))
    server.proposals.send(proposal, MARIA.address)
    proposal = server.proposals.get(proposal.key)
    for status, message, word in REFUSALS:
        github.refuse("pulls/merge", status, message)
        with pytest.raises(ForgeRefusal) as refused:
            forge_of(server).accept(proposal, Decision(ANNA, proposal.sent))
        assert (refused.value.word, refused.value.said) == (word, message)
        assert server.proposals.get(proposal.key).state is State.SENT
        github.answers.clear()
    forge_of(server).accept(proposal, Decision(ANNA, proposal.sent))
    assert server.proposals.get(proposal.key).state is State.ACCEPTED


def test_a_coordinator_reads_why_it_is_not_merged(server: Services, github: LocalGitHub) -> None:
    proposal = there(server, sent(server))
    github.refuse("pulls/merge", 405, "At least 1 approving review is required by reviewers with write access.")
    shown = accepted(server, proposal)
    assert "GitHub wants an approval first" in shown
    assert "At least 1 approving review" in shown
    assert server.proposals.get(proposal.key).state is State.SENT
    assert not [path for path in server.settings.outbox.glob("*.eml") if MARIA.address in path.read_text()]


def test_what_is_wrong_with_fields_is_told_with_the_reason(server: Services, github: LocalGitHub) -> None:
    github.refuse("pulls/create", 422, "Validation Failed", "No commits between main and proposals/x")
    proposal = sent(server)
    until(lambda: forge_of(server).refusal(proposal.key))
    shown = Browser(server, MARIA).get(f"/proposals/{proposal.key}/").text
    assert Words("el").say("forge-waits") in shown
    assert "No commits between main and proposals/x" in shown


def test_too_many_requests_are_tried_again(server: Services, github: LocalGitHub) -> None:
    github.refuse("pulls/list", 403, "You have exceeded a secondary rate limit.", retry_after="60")
    proposal = sent(server)
    until(lambda: forge_of(server).refusal(proposal.key))
    refusal = forge_of(server).refusal(proposal.key)
    assert refusal and refusal.word == "forge-unreachable"
    github.answers.clear()
    forge_of(server).wake()
    there(server, proposal)


@pytest.mark.parametrize("what", ["take-back", "withdraw", "return"])
def test_what_waits_no_more_is_closed_there(server: Services, github: LocalGitHub, what: str) -> None:
    proposal = there(server, sent(server))
    page = f"/proposals/{proposal.key}/"
    if what == "return":
        Browser(server, ANNA).post(
            f"/review/{proposal.key}/return", "/people", sent=proposal.sent, comment="Please add a photo."
        )
    else:
        Browser(server, MARIA).post(f"{page}{what}", page, sure="yes")
    until(lambda: not github.repository.branches("proposals"))
    assert [pull["state"] for pull in github.pulls] == ["closed"]
    until(lambda: not forge_of(server).waits(server.proposals.get(proposal.key)))
    if what != "withdraw":
        server.proposals.send(server.proposals.get(proposal.key), MARIA.address)
        forge_of(server).wake()
        assert there(server, proposal).pull == 2


def test_a_branch_that_someone_deleted_there_is_done_with(server: Services, github: LocalGitHub) -> None:
    proposal = there(server, sent(server))
    github.repository.drop(f"proposals/{proposal.key}")
    server.proposals.take_back(proposal, MARIA.address)
    forge_of(server).wake()
    there(server, proposal)
    assert forge_of(server).refusal(proposal.key) is None


def test_a_forge_that_is_unreachable_loses_nothing(data: Path, github: LocalGitHub) -> None:
    github.answers["git"] = (503, "", {})
    github.refuse("pulls/list", 503, "Service unavailable")
    with services(data, github.environment()) as server:
        proposal = sent(server)
        until(lambda: forge_of(server).refusal(proposal.key))
        shown = Browser(server, ANNA).get(f"/review/{proposal.key}/").text
        assert Words("en").say("forge-waits") in shown
        assert Words("en").say("accept-how-forge") in shown
        assert "503" in accepted(server, proposal)
        assert server.proposals.get(proposal.key).state is State.SENT
        told = [entry.about for entry in server.people.entries() if entry.what == "forge-failed"]
        assert len(told) == 2, "once for what is published, once for the proposal"
    github.answers.clear()
    with services(data, github.environment()) as server:  # at the next start
        assert there(server, proposal).pull == 1
        assert accepted(server, server.proposals.get(proposal.key)) == "/review"


def test_what_is_published_follows_the_forge(server: Services, github: LocalGitHub) -> None:
    changed(github.repository, "mkdocs.yml", b"# a remark\n")
    Browser(server, MARIA).post("/proposals", "/proposals", name="Begun")
    assert server.proposals.repository.tip("main") == github.repository.tip("main")
    [proposal] = server.proposals.of(MARIA)
    assert server.proposals.tip(proposal) == github.repository.tip("main")


def changed(repository: Repository, path: str, more: bytes) -> None:
    """A commit of someone else's on the branch that is published."""
    tip = repository.tip("main")
    before = repository.read([repository.files(tip)[path].digest])[0]
    repository.commit("main", repository.tree_with(tip, {path: before + more}), tip, "Other", Signed(OTHER, OTHER))


def test_what_someone_merges_there_is_accepted(server: Services, github: LocalGitHub) -> None:
    proposal = there(server, sent(server))
    ours = github.repository.tip("main")
    tree = github.repository.merged(ours, proposal.sent)
    merge = github.repository.commit("main", tree, [ours, proposal.sent], "Merge pull request #1", Signed(OTHER, OTHER))
    forge_of(server).wake()
    until(lambda: server.proposals.get(proposal.key).state is State.ACCEPTED)
    assert server.proposals.get(proposal.key).merged == merge
    until(lambda: [path for path in server.settings.outbox.glob("*.eml") if MARIA.address in path.read_text()])


def test_branches_that_have_diverged_are_told_and_nothing_is_lost(server: Services, github: LocalGitHub) -> None:
    proposal = there(server, sent(server))
    repository = server.proposals.repository
    changed(repository, "mkdocs.yml", b"# ours\n")
    changed(github.repository, "mkdocs.yml", b"# theirs\n")
    ours = repository.tip("main")
    browser = Browser(server, ANNA)
    browser.post("/proposals", "/proposals", name="Begun")
    assert Words("en").say("wrong-forge-diverged") in browser.get("/review").text
    assert Words("en").say("wrong-forge-diverged") in browser.get(f"/review/{proposal.key}/").text
    with pytest.raises(ForgeRefusal, match="forge-diverged"):
        forge_of(server).accept(proposal, Decision(ANNA, proposal.sent))
    assert "pulls/merge" not in operations(github)
    assert repository.tip("main") == ours
    assert [entry.what for entry in server.people.entries()].count("forge-diverged") == 1


def test_the_token_is_in_no_argument_and_no_answer(server: Services, github: LocalGitHub) -> None:
    seen: list[bytes] = []

    def look() -> None:
        seen.extend(path.read_bytes() for path in processes())

    def processes() -> Iterator[Path]:
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            if b"git" in (path.read_bytes() if path.exists() else b""):
                yield path

    github.during_push = look
    proposal = there(server, sent(server))
    assert any(b"remote-http" in one for one in seen), "a push was looked at"
    assert not any(TOKEN.encode() in one for one in seen)
    github.answers["git"] = (401, TOKEN, {})
    github.refuse("pulls/merge", 405, f"{TOKEN[:-1]} is expired")
    accepted(server, proposal)
    assert TOKEN not in "".join(entry.about for entry in server.people.entries())
    configured = (server.settings.repository / "config").read_text("utf-8")
    assert TOKEN not in configured
    assert not Repository(server.settings.repository, bare=True).line("config", "--list").count("x-access-token")


def test_nobody_is_followed_elsewhere(server: Services, github: LocalGitHub) -> None:
    """An answer that leads to another host would give that host the token."""
    asked: list[str] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_POST = do_PUT = do_PATCH = do_GET

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    with answering(Elsewhere) as url:
        github.answers |= {
            name: (307, {"message": "Moved Permanently"}, {"Location": f"{url}/"}) for name in ("git", "pulls/list")
        }
        proposal = sent(server)
        until(lambda: forge_of(server).refusal(proposal.key))
        github.answers.pop("git")
        forge_of(server).wake()
        until(lambda: getattr(forge_of(server).refusal(proposal.key), "said", "") == "Moved Permanently")
    assert asked == []
    github.answers.clear()


def test_whom_a_connection_trusts_is_read_once() -> None:
    """To read the list of all authorities takes twenty times as long as to ask."""
    profile = Profile()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # it does not listen: nobody is reached
        pulls = PullRequests(ForgeSettings(f"http://127.0.0.1:{closed.getsockname()[1]}/", "cities/site", TOKEN))
        for number in range(3):
            with pytest.raises(ForgeRefusal, match="forge-unreachable"):
                profile.runcall(pulls.close, number)
    read = [entry.callcount for entry in profile.getstats() if "load_verify_locations" in str(entry.code)]
    assert sum(read) <= 1


@pytest.mark.parametrize(("name", "value"), [
    ("SUBMISSIONS_FORGE", "cities"), ("SUBMISSIONS_FORGE", "cities/../x"), ("SUBMISSIONS_FORGE", "cities/site?x"),
    ("SUBMISSIONS_FORGE_TOKEN", ""), ("SUBMISSIONS_FORGE_TOKEN", "to ken"), ("SUBMISSIONS_FORGE_TOKEN", "a\nb: c"),
    ("SUBMISSIONS_FORGE_URL", "http://github.example.org/api/v3/"), ("SUBMISSIONS_FORGE_URL", "https://a@b/api/v3/"),
    ("SUBMISSIONS_FORGE_URL", "https://github.example.org/"), ("SUBMISSIONS_FORGE_URL", "file:///srv/api/v3/"),
    ("SUBMISSIONS_FORGE_URL", "https://git.example.org/api/v1/"),
])  # fmt: skip
def test_settings_of_a_forge_are_judged(name: str, value: str) -> None:
    good = {"SUBMISSIONS_FORGE": "cities/site", "SUBMISSIONS_FORGE_TOKEN": TOKEN}
    assert read_settings(good).forge == ForgeSettings(GITHUB, "cities/site", TOKEN)
    with pytest.raises(NotConfigured) as told:
        read_settings({**good, name: value})
    assert TOKEN not in str(told.value)
    assert not (name.endswith("TOKEN") and value and value in str(told.value))


def test_every_refusal_has_its_sentence() -> None:
    source = (PROJECT / "submissions/github.py").read_text("utf-8") + (PROJECT / "submissions/forge.py").read_text()
    words = {
        word for word in source.split('"') if word.startswith("forge-") and not word.endswith(("failed", "diverged"))
    }
    for word in {*words, "forge-diverged"}:
        for language in LANGUAGES:
            assert Words(language).say(f"wrong-{word}", said="x")
