"""What the browser form reads and writes for one person in one proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gazette.editorial.form_orders import EditablePaths
from gazette.editorial.form_site import item_folders
from gazette.editorial.form_storage import Files, FormRefusal, Stamp
from gazette.engines.git import RepositoryError, Signed

from .content_store import CommitContent, content_paths
from .people import Account
from .proposals import Proposal, Proposals
from .rights import Rights


@dataclass(frozen=True, slots=True)
class ProposalContent:
    """A proposal's branch as the form's store. Every write is a commit of the account's; what is not theirs is refused.

    It is written on only while it is open: what was sent stays as it is being looked at.
    """

    proposals: Proposals
    key: str
    account: Account
    places: EditablePaths
    drafting: bool = False

    def listed(self, folder: str, draft: str = "") -> list[str]:
        """The files below a folder."""
        del draft
        return self._now().listed(folder)

    def stamps(self, draft: str = "") -> dict[str, Stamp]:
        """Path → stamp of every file that a check reads."""
        del draft
        return self._now().stamps()

    def read(self, paths: Sequence[str], draft: str = "") -> dict[str, bytes]:
        """Path → content of those files that there are."""
        del draft
        return self._now().read(paths)

    def write(self, files: Files, was: Mapping[str, bytes], draft: str = "", message: str = "") -> None:
        """A commit with all of the files. Raises FormRefusal where someone else saved one of them meanwhile."""
        del draft
        with self.proposals.held(self.key):
            self._write(files, was, message)

    def _write(self, files: Files, was: Mapping[str, bytes], message: str) -> None:
        proposal, proposals = self._proposal(), self.proposals
        if not proposal.state.is_open:
            raise FormRefusal(409, proposal.state.value if proposal.state.is_ended else "not-open")
        repository, tip = proposals.repository, proposals.repository.tip(proposal.branch)
        there = self._at(tip).read(files)
        differing = [path for path in files if there.get(path) != was.get(path)]
        if differing:
            raise FormRefusal(409, "changed", paths=differing)
        Rights(self.account, self.places).refuse(files, self._published, self._at(tip).read)
        try:
            made = repository.tree_with(tip, files)
        except RepositoryError:  # such as: a link is where a folder is to be
            raise FormRefusal(409, "not-written", name=next(iter(files))) from None
        if made == repository.line("rev-parse", f"{tip}^{{tree}}"):
            return
        try:
            repository.commit(proposal.branch, made, tip, message, Signed(self.account.person, proposals.committer))
        except RepositoryError:
            raise FormRefusal(409, "changed", paths=sorted(files)) from None
        proposals.saved(self.key)

    def foreign(self) -> list[str]:
        """The proposal's items that are not the account's to change, as it is to be sent."""
        folders = item_folders(content_paths(self.proposals.changed(self._proposal())))
        rights = Rights(self.account, self.places)
        return list(rights.foreign(folders, self._published, self.read))

    def _proposal(self) -> Proposal:
        try:
            return self.proposals.get(self.key)
        except KeyError:
            raise FormRefusal(404, "lost", path=self.key) from None

    def _now(self) -> CommitContent:
        return self._at(self.proposals.tip(self._proposal()))

    def _at(self, commit: str) -> CommitContent:
        repository = self.proposals.repository
        return CommitContent(repository, commit, repository.tip(self.proposals.branch))

    def _published(self, paths: Sequence[str]) -> Mapping[str, bytes]:
        repository = self.proposals.repository
        tip = repository.tip(self.proposals.branch)
        return CommitContent(repository, tip, tip).read(paths)
