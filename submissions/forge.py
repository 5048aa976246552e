"""What was sent also waits on the forge, as a pull request, and is accepted by the forge's rules.

What should be there follows from the state of each proposal; what is there is noted in references below
`refs/remotes/forge/`. A thread makes the one the other, and tries again what failed: no page waits for the forge, and
no proposal is lost while it cannot be reached. `main` follows the forge's, and is never written on otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from sqlite3 import Error
from threading import Event, RLock, Thread
from typing import Final

from gazette.engines.git import RepositoryError

from .github import ForgeRefusal, PullRequests, git_remote
from .people import LANGUAGES, People
from .proposals import WAITING, Decision, Proposal, ProposalRefusal, Proposals, State
from .settings import ForgeSettings
from .words import Words

THERE: Final = "refs/remotes/forge/"
"""Before the names of the forge's branches: what they end with, as far as we know."""
BETWEEN_LOOKS: Final = 300.0
"""Seconds until the forge is looked at again, such as for what was merged there."""
BETWEEN_TRIES: Final = 60.0
"""Seconds until it is tried again when something failed."""
QUICK: Final = 10.0
"""Seconds that a page may wait to see what is published there."""
GONE: Final = "remote ref does not exist"
"""What git says of a branch that someone has taken away there already."""
UNREACHABLE: Final = "forge-unreachable"


@dataclass(slots=True)
class Forge:
    """The forge's side of the proposals. `url` is the server's own address, for links.

    `on_accepted` is called for a proposal that someone merged on the forge itself.
    """

    proposals: Proposals
    people: People
    settings: ForgeSettings
    url: str
    on_accepted: Callable[[Proposal], None]
    _refused: dict[str, ForgeRefusal] = field(default_factory=dict)
    _diverged: bool = False
    _lock: RLock = field(default_factory=RLock)
    _following: RLock = field(default_factory=RLock)
    _wanted: Event = field(default_factory=Event)
    _ended: Event = field(default_factory=Event)

    # ---- what pages ask

    def waits(self, proposal: Proposal) -> bool:
        """Whether something of a proposal is still to be brought to the forge, or taken away there."""
        there = self.proposals.repository.reference(f"{THERE}{proposal.waiting_branch}")
        return there != proposal.sent or proposal.pull is None if proposal.state is State.SENT else bool(there)

    def refusal(self, key: str = "") -> ForgeRefusal | None:
        """Why a proposal could not be brought there at the last try; without a key, why the forge was not followed."""
        return self._refused.get(key)

    @property
    def has_diverged(self) -> bool:
        """Whether what is published here has commits that the forge's branch lacks, so that it can't follow."""
        repository, branch = self.proposals.repository, self.proposals.branch
        theirs = repository.reference(f"{THERE}{branch}")
        return bool(theirs) and not repository.holds(theirs, repository.tip(branch))

    def follow(self) -> None:
        """Brings what is published here up to the forge's, where it answers soon; else the last known stays."""
        if UNREACHABLE not in (refusal.word for refusal in self._refused.values()):
            with suppress(ForgeRefusal):
                self._follow(QUICK)
        self.wake()

    def wake(self) -> None:
        """Has the thread look at once at what is to be done."""
        self._wanted.set()

    def accept(self, proposal: Proposal, decision: Decision) -> None:
        """Merges a proposal as the forge allows it. Raises ProposalRefusal or ForgeRefusal: it then waits as before."""
        with self._lock:
            proposal = self.proposals.decided(proposal, decision)
            if self.has_diverged:
                raise ForgeRefusal("forge-diverged", "")
            number = self._brought(proposal)
            person = decision.reviewer.person
            trailer = f"Reviewed-by: {person.name} <{person.address}>"
            PullRequests(self.settings).merge(number, proposal.sent, f"Merge: {proposal.name}", trailer)
            self._follow()
            merge = self.proposals.merge_of(proposal)
            if not merge:
                raise ForgeRefusal("forge-diverged", "")
            self.proposals.accepted(proposal, merge, decision.reviewer.address, decision.comment)
        self.wake()

    # ---- the thread

    def start(self) -> Callable[[], None]:
        """Looks after the forge until the function that this gives is called."""
        thread = Thread(target=self._run, daemon=True)
        thread.start()

        def end() -> None:
            self._ended.set()
            self._wanted.set()
            thread.join(BETWEEN_TRIES)

        return end

    def _run(self) -> None:
        while not self._ended.is_set():
            self._wanted.clear()
            try:
                is_done = self.bring()
            except (RepositoryError, Error, OSError) as error:
                is_done = self._failed("", ForgeRefusal(UNREACHABLE, str(error)))
            self._wanted.wait(BETWEEN_LOOKS if is_done else BETWEEN_TRIES)

    def bring(self) -> bool:
        """Makes the forge hold what waits, and nothing that does not; gives whether all of it could be done."""
        with self._lock:
            done = [self._tried("", self._merged_there)]
            waiting = self.proposals.waiting()
            done += [self._tried(one.key, partial(self._brought, one)) for one in waiting]
            over = set(self._keys_there()) - {one.key for one in waiting}
            done += [self._tried(key, partial(self._taken_away, key)) for key in sorted(over)]
            return all(done)

    def _tried(self, key: str, step: Callable[[], object]) -> bool:
        try:
            step()
        except ForgeRefusal as refusal:
            return self._failed(key, refusal)
        self._refused.pop(key, None)
        return True

    def _failed(self, key: str, refusal: ForgeRefusal) -> bool:
        """Notes why, in the log too where it was not the same before."""
        before = self._refused.get(key)
        self._refused[key] = refusal
        if before is None or before.word != refusal.word:
            self.people.note("", "forge-failed", f"{key} {refusal.said}".strip())
        return False

    # ---- single steps; each raises ForgeRefusal

    def _follow(self, seconds: float = BETWEEN_TRIES) -> None:
        repository, branch = self.proposals.repository, self.proposals.branch
        with self._following:
            try:
                repository.fetch(git_remote(self.settings), branch, f"{THERE}{branch}", seconds)
                ours, theirs = repository.tip(branch), repository.reference(f"{THERE}{branch}")
                if ours != theirs and repository.holds(theirs, ours):
                    repository.point(branch, theirs, ours)
            except RepositoryError as error:
                raise ForgeRefusal(UNREACHABLE, str(error)) from None
            if self.has_diverged and not self._diverged:
                self.people.note("", "forge-diverged", branch)
            self._diverged = self.has_diverged

    def _merged_there(self) -> None:
        """Follows the forge, and notes what someone merged there."""
        self._follow()
        for proposal in self.proposals.waiting():
            if merge := self.proposals.merge_of(proposal):
                with suppress(ProposalRefusal):
                    self.proposals.accepted(proposal, merge, "")
                    self.on_accepted(proposal)

    def _brought(self, proposal: Proposal) -> int:
        """Sees to the branch and the pull request of what was sent; gives the number of the latter."""
        proposals, name, branch = self.proposals, f"{THERE}{proposal.waiting_branch}", proposal.waiting_branch
        if proposals.repository.reference(name) != proposal.sent:
            proposals.pulled(proposal, None)
            proposals.repository.refer(name, proposal.sent)  # before it is so: what may be there is taken away again
        elif proposal.pull is not None:
            return proposal.pull
        self._push(proposal.sent, branch)
        author = self.people.find(proposal.author)
        words = Words(author.language if author else LANGUAGES[0])
        body = words.say("pull-body", link=f"{self.url}review/{proposal.key}/")
        number = PullRequests(self.settings).open(branch, proposals.branch, proposal.name, body)
        proposals.pulled(proposal, number)
        return number

    def _keys_there(self) -> list[str]:
        prefix = f"{THERE}{WAITING}/"
        return [name.removeprefix(prefix) for name in self.proposals.repository.references(prefix)]

    def _taken_away(self, key: str) -> None:
        """Closes the pull request of what waits no more, and takes its branch away there."""
        try:
            proposal = self.proposals.get(key)
        except KeyError:
            proposal = None
        if proposal and proposal.state is State.SENT:
            return
        branch = f"{WAITING}/{key}"
        if proposal is None or proposal.state is not State.ACCEPTED:
            self._close(branch, proposal)
        self._push("", branch)
        self.proposals.repository.refer(f"{THERE}{branch}", "")

    def _close(self, branch: str, proposal: Proposal | None) -> None:
        pulls = PullRequests(self.settings)
        number = proposal.pull if proposal else None
        number = pulls.find(branch, self.proposals.branch) if number is None else number
        if number is not None:
            try:
                pulls.close(number)
            except ForgeRefusal as refusal:  # one that is merged can't be closed
                if refusal.word != "forge-refused":
                    raise
        if proposal:
            self.proposals.pulled(proposal, None)

    def _push(self, commit: str, branch: str) -> None:
        try:
            self.proposals.repository.push(git_remote(self.settings), commit, branch)
        except RepositoryError as error:
            if commit or GONE not in str(error):
                raise ForgeRefusal(UNREACHABLE, str(error)) from None
