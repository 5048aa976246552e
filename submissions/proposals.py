"""Proposals: a name, a state and a branch. Several items go together, from the first save until they are merged.

A draft is written on its branch `drafts/…`. While it is sent, `proposals/…` ends with the same commit: whoever looks
at the repository alone sees what waits.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from sqlite3 import Row
from threading import RLock
from typing import Final

from gazette.engines.git import Person, Repository, Signed

from .database import Database
from .people import Account, Clock, excess, log, plain

DRAFTS, WAITING = "drafts", "proposals"
"""Prefixes of branches: of what is being written, and of what was sent."""
WORDS: Final = (".md", ".yml", ".txt")
"""How the names of files end that are no photos."""
LONGEST: Final = 120
"""Letters of a proposal's name."""
LONGEST_COMMENT: Final = 10_000
"""Letters of what a coordinator says of a proposal."""
MOST_OPEN: Final = 50
"""Drafts of one municipality."""


class State(Enum):
    """How far a proposal has come."""

    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Whether it can be written on."""
        return self in (State.DRAFT, State.RETURNED)

    @property
    def is_ended(self) -> bool:
        return self in (State.ACCEPTED, State.WITHDRAWN)


class ProposalRefusal(Exception):
    """Something cannot be done to a proposal. `word` names its sentence in words.yml, `facts` what that fills in."""

    def __init__(self, word: str, **facts: object) -> None:
        super().__init__(word)
        self.word, self.facts = word, facts


@dataclass(frozen=True, slots=True)
class Proposal:
    """`member` is nothing for one of a coordinator. `sent`, `returned` and `merged` are commits, or nothing.

    `comment` is what a coordinator wrote when it was last returned, `remark` when it was accepted.
    """

    key: str
    name: str
    member: str
    author: str
    state: State
    made_at: float
    changed_at: float
    sent: str
    merged: str
    comment: str
    pull: int | None
    returned: str
    remark: str

    @property
    def branch(self) -> str:
        """Where it is written."""
        return f"{DRAFTS}/{self.key}"

    @property
    def waiting_branch(self) -> str:
        """Where it lies while it is sent."""
        return f"{WAITING}/{self.key}"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a coordinator decides of a proposal. `looked_at` is the commit that they saw, `comment` what they say."""

    reviewer: Account
    looked_at: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Proposals:
    """All proposals. `branch` is the one that is published, `committer` the server itself."""

    database: Database
    repository: Repository
    branch: str
    committer: Person
    now: Clock
    _locks: defaultdict[str, RLock] = field(default_factory=lambda: defaultdict(RLock))

    def held(self, key: str) -> RLock:
        """What is held while a proposal is written on or its state changes: neither happens within the other."""
        return self._locks[key]

    @contextmanager
    def publishing(self, key: str) -> Iterator[None]:
        """What is held while a proposal is looked at for the last time and merged: no other is merged meanwhile."""
        with self.held(key), self.held(self.branch):
            yield

    def begin(self, name: str, account: Account) -> Proposal:
        """A new draft, on a branch that begins with what is published. Raises ProposalRefusal."""
        title = _title(name)
        if len([one for one in self.of(account) if one.state.is_open]) >= MOST_OPEN:
            raise ProposalRefusal("too-many-drafts", most=MOST_OPEN)
        key, now = secrets.token_hex(8), self.now()
        self.repository.point(f"{DRAFTS}/{key}", self.repository.tip(self.branch))
        with self.database.writing() as db:
            db.execute(
                "insert into proposals (id, name, member, author, state, made_at, changed_at) values (?,?,?,?,?,?,?)",
                (key, title, account.member, account.address, State.DRAFT.value, now, now),
            )
            log(db, now, account.address, "began", key)
        return self.get(key)

    def get(self, key: str) -> Proposal:
        """The proposal of a key. Raises KeyError."""
        with self.database.reading() as db:
            row = db.execute("select * from proposals where id = ?", (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        return _proposal(row)

    def of(self, account: Account) -> list[Proposal]:
        """Those that someone may see, the latest first: of their municipality, or all."""
        with self.database.reading() as db:
            rows = db.execute("select * from proposals order by changed_at desc").fetchall()
        return [one for one in map(_proposal, rows) if may_see(account, one)]

    def waiting(self) -> list[Proposal]:
        """Those that were sent, the oldest first."""
        with self.database.reading() as db:
            statement = "select * from proposals where state = ? order by changed_at"
            rows = db.execute(statement, (State.SENT.value,)).fetchall()
        return [_proposal(row) for row in rows]

    def changed(self, proposal: Proposal) -> dict[str, str]:
        """Path → `A`, `M` or `D`: what it changes, since it left what is published."""
        return self.repository.changed(self.fork(proposal), self.tip(proposal))

    def tip(self, proposal: Proposal) -> str:
        """The last commit of a proposal; of one that was merged, what was sent; of one withdrawn, what is published."""
        sent = "" if proposal.state is State.WITHDRAWN else proposal.sent
        return self.repository.tip(proposal.branch) or sent or self.repository.tip(self.branch)

    def fork(self, proposal: Proposal) -> str:
        """The published commit that a proposal began with."""
        if proposal.merged:
            return self.repository.line("rev-parse", f"{proposal.merged}^1")
        return self.repository.fork(self.repository.tip(self.branch), self.tip(proposal))

    def rename(self, proposal: Proposal, name: str, who: str) -> None:
        """Gives it another name. Raises ProposalRefusal."""
        title = _title(name)
        self._require(not proposal.state.is_ended)
        self._set(proposal, proposal.state, who, "renamed", name=title)

    def send(self, proposal: Proposal, who: str) -> None:
        """Hands it to the coordinators. Raises ProposalRefusal where it is not open, or changes nothing."""
        with self.held(proposal.key):
            proposal = self.get(proposal.key)
            self._require(proposal.state.is_open)
            if not self.changed(proposal):
                raise ProposalRefusal("nothing-changed")
            tip = self._without_discarded(proposal)
            self.repository.point(proposal.waiting_branch, tip, self.repository.tip(proposal.waiting_branch))
            self._set(proposal, State.SENT, who, "sent", sent=tip)

    def _without_discarded(self, proposal: Proposal) -> str:
        """The tip of a proposal, written anew as one commit where photos were saved in it that it holds no more.

        Whoever gets what is published then gets no photo in its history that someone took out.
        """
        repository, tip, fork = self.repository, self.repository.tip(proposal.branch), self.fork(proposal)
        kept = {blob.digest for commit in (tip, fork) for blob in repository.files(commit).values()}
        saved = repository.blobs_between(fork, tip)
        if not any(digest not in kept and not path.endswith(WORDS) for digest, path in saved.items()):
            return tip
        [message, author] = repository.line("log", "-1", "--format=%s%n%an <%ae>", tip).split("\n")
        name, _, address = author.rpartition(" <")
        made = repository.commit_of(
            f"{tip}^{{tree}}", [fork], message, Signed(Person(name, address[:-1]), self.committer)
        )
        repository.point(proposal.branch, made, tip)
        return made

    def take_back(self, proposal: Proposal, who: str) -> None:
        """Makes what was sent a draft again."""
        with self.held(proposal.key):
            proposal = self.get(proposal.key)
            self._require(proposal.state is State.SENT)
            self._set(proposal, State.DRAFT, who, "took-back")
            self._drop(proposal.waiting_branch)

    def give_back(self, proposal: Proposal, decision: Decision) -> None:
        """Returns what was sent to its author, with a comment.

        Raises ProposalRefusal where another was sent meanwhile, or the comment is missing or too long.
        """
        with self.held(proposal.key):
            proposal = self.decided(proposal, decision)
            comment, who = decision.comment.strip(), decision.reviewer.address
            if not comment:
                raise ProposalRefusal("comment-missing")
            self._set(proposal, State.RETURNED, who, "returned", comment=comment, returned=proposal.sent)
            self._drop(proposal.waiting_branch)

    def withdraw(self, proposal: Proposal, who: str) -> None:
        """Ends it; what was written is thrown away."""
        with self.held(proposal.key):
            proposal = self.get(proposal.key)
            self._require(not proposal.state.is_ended)
            self._set(proposal, State.WITHDRAWN, who, "withdrew")
            self._drop(proposal.waiting_branch)
            self._drop(proposal.branch)

    def accept(self, proposal: Proposal, decision: Decision, finished: Callable[[str], str] = lambda tree: tree) -> str:
        """Merges what was sent into what is published, and gives the merge's commit.

        `finished` gives the merged tree with what follows from it.
        Raises ProposalRefusal where another was sent meanwhile, and Conflict where both changed the same lines.
        """
        with self.publishing(proposal.key):
            proposal = self.decided(proposal, decision)
            repository, ours = self.repository, self.repository.tip(self.branch)
            tree = finished(repository.merged(ours, proposal.sent))
            message = f"Merge: {proposal.name}"
            merged = repository.commit(
                self.branch, tree, [ours, proposal.sent], message, Signed(decision.reviewer.person, self.committer)
            )  # fmt: skip
            self.accepted(proposal, merged, decision.reviewer.address, decision.comment)
            return merged

    def decided(self, proposal: Proposal, decision: Decision) -> Proposal:
        """A proposal as it waits now.

        Raises ProposalRefusal where it waits no more, is not what was looked at, or what is said of it is too long.
        """
        proposal = self.get(proposal.key)
        self._require(proposal.state is State.SENT)
        if decision.looked_at != proposal.sent:
            raise ProposalRefusal("sent-anew")
        if over := excess(decision.comment, LONGEST_COMMENT):
            raise ProposalRefusal("comment-long", **over)
        return proposal

    def accepted(self, proposal: Proposal, merged: str, who: str, remark: str = "") -> None:
        """Notes that it was merged, and drops its branches: its commits are in what is published."""
        self._set(proposal, State.ACCEPTED, who, "accepted", merged=merged, remark=remark)
        self._drop(proposal.waiting_branch)
        self._drop(proposal.branch)

    def saved(self, key: str) -> None:
        """Notes that something was written on a proposal."""
        with self.database.writing() as db:
            db.execute("update proposals set changed_at = ? where id = ?", (self.now(), key))

    def pulled(self, proposal: Proposal, number: int | None) -> None:
        """Notes the number of a forge's pull request; None where there is none any more."""
        with self.database.writing() as db:
            db.execute("update proposals set pull = ? where id = ?", (number, proposal.key))

    def mend(self) -> None:
        """Sets right what a stop in the middle of something left behind: branches that say other than the database."""
        with self.database.reading() as db:
            known = {row["id"]: _proposal(row) for row in db.execute("select * from proposals")}
        for prefix in (DRAFTS, WAITING):
            for branch in self.repository.branches(prefix):
                proposal = known.get(branch.removeprefix(f"{prefix}/"))
                merge = self.merge_of(proposal) if proposal else ""
                if proposal and merge:
                    self.accepted(proposal, merge, "")
                elif proposal is None or proposal.state.is_ended or (prefix == WAITING and proposal.state.is_open):
                    self._drop(branch)

    def merge_of(self, proposal: Proposal) -> str:
        """The commit by which what was sent came into what is published; nothing where it waits, or was never sent."""
        if proposal.state is not State.SENT or not self.repository.holds(f"refs/heads/{self.branch}", proposal.sent):
            return ""
        path = f"{proposal.sent}..refs/heads/{self.branch}"
        merges = self.repository.line("rev-list", "--topo-order", "--ancestry-path", "--merges", path).split()
        return merges[-1] if merges else proposal.sent

    def _require(self, is_so: bool) -> None:
        if not is_so:
            raise ProposalRefusal("state-other")

    def _set(self, proposal: Proposal, state: State, who: str, what: str, **values: str) -> None:
        """Changes the row, if it is still in the state that was seen. Raises ProposalRefusal."""
        columns = {"state": state.value, "changed_at": self.now(), **values}
        changes = ", ".join(f"{name} = :{name}" for name in columns)
        statement = f"update proposals set {changes} where id = :key and state = :before"  # noqa: S608 (our own names)
        with self.database.writing() as db:
            found = db.execute(statement, {**columns, "key": proposal.key, "before": proposal.state.value})
            if found.rowcount != 1:
                raise ProposalRefusal("state-other")
            log(db, self.now(), who, what, proposal.key)

    def _drop(self, branch: str) -> None:
        if self.repository.tip(branch):
            self.repository.drop(branch)


def _title(name: str) -> str:
    """The name of a proposal. Raises ProposalRefusal where it is none."""
    if not (title := plain(name)):
        raise ProposalRefusal("name-missing")
    if over := excess(title, LONGEST):
        raise ProposalRefusal("name-long", **over)
    return title


def may_see(account: Account, proposal: Proposal) -> bool:
    """Whether a proposal is someone's: of their municipality; coordinators see all."""
    return account.is_coordinator or (bool(proposal.member) and proposal.member == account.member)


def _proposal(row: Row) -> Proposal:
    values = {name: row[name] for name in ("name", "member", "author", "made_at", "changed_at", "sent", "merged")}
    others = {name: row[name] for name in ("comment", "pull", "returned", "remark")}
    return Proposal(key=row["id"], state=State(row["state"]), **values, **others)
