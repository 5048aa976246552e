"""Proposals on a repository of their own: what may be done in which state, whose items are whose, sudden stops."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from gazette.editorial.form_orders import EditablePaths
from gazette.editorial.form_storage import FormRefusal
from gazette.engines.git import Conflict, Person, Repository
from submissions.database import Database
from submissions.differences import GONE, NEW, Piece, difference
from submissions.people import Account, Role
from submissions.proposals import MOST_OPEN, Decision, Proposal, ProposalRefusal, Proposals, State
from submissions.rights import Rights
from submissions.writing import ProposalContent
from tests.support.submissions_visitor import prepared, story

EDITOR = Account("nora@north.example", "Nora", Role.EDITOR, "north", "el")
COORDINATOR = Account("anna@network.example", "Anna", Role.COORDINATOR, "", "el")
PLACES = EditablePaths(("el", "en", "ar"))


@dataclass
class Shelf:
    proposals: Proposals
    place: Path

    def save(self, proposal: Proposal, slug: str = "one", title: str = "", account: Account = EDITOR) -> None:
        content = ProposalContent(self.proposals, proposal.key, account, PLACES)
        files = {path: text.encode() for path, text in story(slug, "north", title).items()}
        content.write(files, content.read(list(files)), message=f"Add {slug}")

    def begun(self, name: str = "Test") -> Proposal:
        return self.proposals.begin(name, EDITOR)

    def sent(self, slug: str = "one", title: str = "") -> Proposal:
        proposal = self.begun(slug)
        self.save(proposal, slug, title)
        self.proposals.send(proposal, EDITOR.address)
        return self.now(proposal)

    def now(self, proposal: Proposal) -> Proposal:
        return self.proposals.get(proposal.key)

    def accept(self, proposal: Proposal) -> str:
        return self.proposals.accept(proposal, Decision(COORDINATOR, self.now(proposal).sent))

    def set(self, statement: str, *values: object) -> None:
        with self.proposals.database.writing() as db:
            db.execute(statement, values)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    place = prepared(tmp_path / "data")
    repository = Repository(place, bare=True)
    clock = iter(range(1000, 10**6)).__next__
    database = Database(tmp_path / "data.db")
    return Shelf(Proposals(database, repository, "main", Person("Server", "server@network.example"), clock), place)


# ---- states

ACTIONS: dict[str, Callable[[Shelf, Proposal], object]] = {
    "save": lambda shelf, one: shelf.save(one, "two"),
    "send": lambda shelf, one: shelf.proposals.send(one, "x"),
    "take back": lambda shelf, one: shelf.proposals.take_back(one, "x"),
    "give back": lambda shelf, one: shelf.proposals.give_back(one, Decision(COORDINATOR, one.sent, "Why")),
    "accept": lambda shelf, one: shelf.accept(one),
    "withdraw": lambda shelf, one: shelf.proposals.withdraw(one, "x"),
    "rename": lambda shelf, one: shelf.proposals.rename(one, "Other", "x"),
}
ALLOWED = {
    State.DRAFT: {"save", "send", "withdraw", "rename"},
    State.SENT: {"take back", "give back", "accept", "withdraw", "rename"},
    State.RETURNED: {"save", "send", "withdraw", "rename"},
    State.ACCEPTED: set(),
    State.WITHDRAWN: set(),
}
REACHED = {
    State.DRAFT: (), State.SENT: ("send",), State.RETURNED: ("send", "give back"), State.ACCEPTED: ("send", "accept"),
    State.WITHDRAWN: ("withdraw",),
}  # fmt: skip


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("state", State)
def test_what_may_be_done_in_which_state(shelf: Shelf, state: State, action: str) -> None:
    proposal = shelf.begun()
    shelf.save(proposal)
    for step in REACHED[state]:
        ACTIONS[step](shelf, shelf.now(proposal))
    proposal = shelf.now(proposal)
    assert proposal.state is state
    if action in ALLOWED[state]:
        ACTIONS[action](shelf, proposal)
        return
    before = subprocess.check_output(["git", "--git-dir", str(shelf.place), "for-each-ref"])
    with pytest.raises((ProposalRefusal, FormRefusal)):
        ACTIONS[action](shelf, proposal)
    assert shelf.now(proposal) == proposal
    assert subprocess.check_output(["git", "--git-dir", str(shelf.place), "for-each-ref"]) == before


def test_a_proposal_that_changes_nothing_is_not_sent(shelf: Shelf) -> None:
    with pytest.raises(ProposalRefusal, match="nothing-changed"):
        shelf.proposals.send(shelf.begun(), "x")


def test_a_municipality_has_so_many_drafts(shelf: Shelf) -> None:
    for _ in range(MOST_OPEN):
        shelf.begun()
    with pytest.raises(ProposalRefusal, match="too-many-drafts"):
        shelf.begun()


@pytest.mark.parametrize("looked_at", ["", "main", "0" * 40])
def test_what_a_coordinator_did_not_see_is_not_accepted(shelf: Shelf, looked_at: str) -> None:
    with pytest.raises(ProposalRefusal, match="sent-anew"):
        shelf.proposals.accept(shelf.sent(), Decision(COORDINATOR, looked_at))


def test_two_that_change_the_same_lines_are_in_conflict(shelf: Shelf) -> None:
    one, other = shelf.sent("one", "Ένα"), shelf.sent("one", "Δύο")
    shelf.accept(one)
    with pytest.raises(Conflict) as told:
        shelf.accept(other)
    assert told.value.paths == ("content/stories/one/el.md",)
    assert shelf.now(other).state is State.SENT


def test_who_wrote_and_who_accepted_is_in_the_history(shelf: Shelf) -> None:
    shelf.accept(shelf.sent())
    for commit, people in (("main", "Anna Server"), ("main^2", "Nora Server")):
        assert shelf.proposals.repository.line("log", "-1", "--format=%an %cn", commit) == people


def test_a_withdrawn_proposal_shows_what_is_published(shelf: Shelf) -> None:
    proposal = shelf.sent()
    shelf.proposals.withdraw(proposal, "x")
    assert shelf.proposals.changed(shelf.now(proposal)) == {}
    content = ProposalContent(shelf.proposals, proposal.key, EDITOR, PLACES)
    assert content.listed("content/stories/garden")
    assert not content.listed("content/stories/one")


# ---- stops in the middle


@pytest.mark.parametrize("later", [0, 2])
def test_a_merge_that_nobody_wrote_down_is_found(shelf: Shelf, later: int) -> None:
    """The server stopped between the merge and the database; others may have been merged before it started again."""
    proposal = shelf.sent()
    repository = shelf.proposals.repository
    merged = shelf.accept(proposal)
    shelf.set("update proposals set state = 'sent', merged = ''")
    for prefix in ("drafts", "proposals"):
        repository.point(f"{prefix}/{proposal.key}", proposal.sent)
    others = [shelf.sent(f"later-{number}") for number in range(later)]
    for other in others:
        shelf.accept(other)
    shelf.proposals.mend()
    assert (shelf.now(proposal).state, shelf.now(proposal).merged) == (State.ACCEPTED, merged)
    assert not repository.branches("drafts") + repository.branches("proposals")
    shelf.proposals.mend()


def test_branches_that_nobody_knows_go(shelf: Shelf) -> None:
    repository, kept = shelf.proposals.repository, shelf.begun()
    waiting, returned, withdrawn = shelf.sent("two"), shelf.sent("three"), shelf.begun()
    tip = repository.tip("main")
    repository.point("drafts/unknown", tip)
    repository.point("proposals/unknown", tip)
    shelf.set("update proposals set state = 'returned' where id = ?", returned.key)
    shelf.set("update proposals set state = 'withdrawn' where id = ?", withdrawn.key)
    shelf.proposals.mend()
    assert set(repository.branches("drafts")) == {f"drafts/{one.key}" for one in (kept, waiting, returned)}
    assert repository.branches("proposals") == [f"proposals/{waiting.key}"]
    assert shelf.now(returned).state is State.RETURNED


def test_what_was_sent_and_not_merged_still_waits(shelf: Shelf) -> None:
    proposal = shelf.sent()
    shelf.accept(shelf.sent("two"))
    shelf.proposals.mend()
    assert shelf.now(proposal) == proposal


# ---- rights

OWN, OTHER, SHARED, NO_ONE = "[north]", "[south]", "[north, south]", "[]"
WHOSE = [
    ("stories", "story.yml", "members"), ("events", "event.yml", "members"), ("documents", "document.yml", "members"),
    ("events", "event.yml", "organisers"), ("documents", "document.yml", "publishers"),
]  # fmt: skip


def may(
    account: Account, files: dict[str, bytes | None], published: dict[str, bytes], written: dict[str, bytes]
) -> bool:
    def reader(known: dict[str, bytes]) -> Callable[[object], dict[str, bytes]]:
        return lambda paths: {path: known[path] for path in list(paths) if path in known}  # type: ignore[call-overload]

    try:
        Rights(account, PLACES).refuse(files, reader(published), reader({**published, **written}))
    except FormRefusal:
        return False
    return True


@pytest.mark.parametrize(("collection", "name", "field"), WHOSE)
@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        (None, OWN, True), (None, OTHER, False), (None, SHARED, True), (None, NO_ONE, True), (OWN, OWN, True),
        (OWN, OTHER, False), (OWN, SHARED, True), (OWN, NO_ONE, False), (OTHER, OWN, False), (OTHER, OTHER, False),
        (OTHER, SHARED, False), (SHARED, OWN, True), (SHARED, OTHER, False), (NO_ONE, OWN, False), (OWN, None, True),
        (OTHER, None, False), (SHARED, None, True), ("north-east", OWN, False), (None, "[north-east]", False),
        (None, "{north: x}", True), (None, "north", True), (None, "[[north]]", False), ("[", OWN, False),
    ],
)  # fmt: skip
def test_whose_an_item_is(
    collection: str, name: str, field: str, before: str | None, after: str | None, allowed: bool
) -> None:
    path = f"content/{collection}/x/{name}"

    def data(value: str) -> bytes:
        return f"{field}: {value}\n".encode()

    published = {} if before is None else {path: data(before)}
    files: dict[str, bytes | None] = {path: None if after is None else data(after)}
    assert may(EDITOR, files, published, {}) == allowed
    assert may(COORDINATOR, files, published, {})
    text = f"content/{collection}/x/el.md"
    assert may(EDITOR, {text: b"x"}, published, {}) == (before in (None, OWN, SHARED))
    assert may(EDITOR, {**files, text: b"x"}, published, {}) == allowed


@pytest.mark.parametrize(
    ("path", "new", "existing", "coordinator"),
    [
        ("members/north/profile.yml", True, True, True), ("members/north/el.md", True, True, True),
        ("members/north/statements/x/statement.yml", True, True, True),
        ("members/south/profile.yml", False, False, True),
        ("members/south/statements/x/statement.yml", False, False, True),
        ("members/northern/el.md", False, False, True),
        ("content/partners/x/partner.yml", True, False, True), ("content/partners/x/x.png", True, False, True),
        ("content/programmes/x/programme.yml", True, False, True),
        ("content/pages/x/page.yml", False, False, True),
        ("content/partners/x/statements/y/statement.yml", False, False, True),
        ("newsletters/3/issue.yml", False, False, True),
        ("consent/2026-01.yml", True, False, True), ("redirects.yml", False, False, True),
        ("mkdocs.yml", False, False, False), ("theme/strings/el.yml", False, False, False),
        (".github/workflows/x.yml", False, False, False), ("build.py", False, False, False),
        ("requirements/site.txt", False, False, False), ("content/stories/x/../y/story.yml", False, False, False),
    ],
)  # fmt: skip
def test_who_writes_what_names_no_municipality(path: str, new: bool, existing: bool, coordinator: bool) -> None:
    folder = path.rpartition("/")[0]
    data = {"partners": "partner.yml", "programmes": "programme.yml", "pages": "page.yml"}
    kind = data.get(path.split("/")[1]) if path.startswith("content/") and "statements" not in path else None
    published = {path: b"a: b\n", **({f"{folder}/{kind}": b"a: b\n"} if kind else {})}
    if "stories" not in path:
        assert may(EDITOR, {path: b"a: c\n"}, {}, {}) == (new and PLACES.holds(path))
    assert may(EDITOR, {path: b"a: c\n"}, published, {}) == (existing and PLACES.holds(path))
    assert may(COORDINATOR, {path: b"a: c\n"}, published, {}) == (
        coordinator and (PLACES.holds(path) or path[0] == "r")
    )


# ---- differences


def test_what_differs_is_told_in_words(shelf: Shelf) -> None:
    repository, path = shelf.proposals.repository, "content/stories/garden/el.md"
    ours = repository.tip("main")
    raw = repository.read([repository.files(ours)[path].digest])[0]
    changed = raw.replace("Δύο πόλεις, ένας κήπος.".encode(), "Τρεις πόλεις, ένας κήπος. ~ @@ +x".encode())
    theirs = repository.commit_of(repository.tree_with(ours, {path: changed}), [ours], "x")
    found = difference(repository, ours, theirs, path, "M")
    assert Piece(GONE, "Δύο") in found.pieces
    assert Piece(NEW, "Τρεις") in found.pieces
    assert "~ @@ +x" in "".join(piece.text for piece in found.pieces if piece.kind == NEW)
    assert "title" not in "".join(piece.text for piece in found.pieces if piece.kind != "same")


def test_a_photo_has_no_words_and_a_new_file_is_new(shelf: Shelf) -> None:
    repository = shelf.proposals.repository
    ours = repository.tip("main")
    files = {
        "content/stories/garden/garden.png": b"\x89PNG\0\1",
        "content/stories/new/el.md": b"---\ntitle: x\n---\ny\n",
    }
    theirs = repository.commit_of(repository.tree_with(ours, files), [ours], "x")
    assert not difference(repository, ours, theirs, "content/stories/garden/garden.png", "M").pieces
    pieces = difference(repository, ours, theirs, "content/stories/new/el.md", "A").pieces
    assert [piece.text for piece in pieces if piece.text.strip()] == ["---", "title: x", "---", "y"]
    assert {piece.kind for piece in pieces if piece.text.strip()} == {NEW}
