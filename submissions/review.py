"""What a proposal would change: what the checker says of it, its pages before and after, its words that differ.

All of it is made from what is published with the proposal merged into it, by the code that runs here.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import RLock
from typing import Any, Final

from gazette.content.addresses import BEHIND, renewed_ledger
from gazette.content.wording import severity
from gazette.editorial.form_check import problems_told
from gazette.editorial.form_preview import MOST_BYTES, PREVIEW
from gazette.editorial.form_shadow import ShadowSite
from gazette.editorial.form_site import item_folders
from gazette.editorial.form_storage import Files, FormRefusal, Stamp
from gazette.editorial.review import changes
from gazette.engines.git import Conflict, Repository, RepositoryError
from gazette.files import tree
from gazette.pipeline.build import build_site
from gazette.pipeline.read import Reading
from gazette.render.site.changes import Change

from .content_store import CommitContent, content_paths
from .database import Database
from .differences import Difference, difference
from .people import Clock
from .preview_notice import with_notice
from .proposals import Proposal, Proposals, State
from .sign_in import digest_of_secret

PREVIEW_DAYS: Final = 14
MOST_PREVIEWS: Final = 5
"""Of one proposal: each is a copy of the whole site, twice."""
PAGES: Final = "pages"
SIDES: Final = ("before", "after")
"""The site as it is published, and with the proposal."""


@dataclass(frozen=True, slots=True)
class Trees:
    """A store that reads whatever commit or tree it is asked for: a draft's name is the tree's."""

    repository: Repository
    branch: str
    drafting: bool = False

    def _at(self, draft: str) -> CommitContent:
        published = self.repository.tip(self.branch)
        return CommitContent(self.repository, draft or published, published)

    def listed(self, folder: str, draft: str = "") -> list[str]:
        """The files below a folder."""
        return self._at(draft).listed(folder)

    def stamps(self, draft: str = "") -> dict[str, Stamp]:
        """Path → stamp of every file that a check reads."""
        return self._at(draft).stamps()

    def read(self, paths: Sequence[str], draft: str = "") -> dict[str, bytes]:
        """Path → content of those files that there are."""
        return self._at(draft).read(paths)

    def write(self, files: Files, was: Mapping[str, bytes], draft: str = "", message: str = "") -> None:
        """Nothing is written here."""
        del was, draft, message
        raise FormRefusal(403, "not-ours", name=next(iter(files), ""))


@dataclass(frozen=True, slots=True)
class Examined:
    """What a proposal would do. `conflicts` are files that what is published changes otherwise."""

    problems: Sequence[Mapping[str, Any]]
    pages: Sequence[Change]
    words: Sequence[Difference]
    conflicts: Sequence[str]

    @property
    def errors(self) -> list[Mapping[str, Any]]:
        """The problems that stop a publication."""
        return [problem for problem in self.problems if not problem["warning"]]


@dataclass(frozen=True, slots=True)
class Review:
    """Looks at one proposal after the other, in two copies of the site below `work`: before and after."""

    proposals: Proposals
    database: Database
    work: Path
    today: Callable[[], date]
    now: Clock
    _lock: RLock = field(default_factory=RLock)

    @contextmanager
    def _sites(self) -> Iterator[tuple[ShadowSite, ShadowSite]]:
        with self._lock:
            store = Trees(self.proposals.repository, self.proposals.branch)
            before, after = (ShadowSite(store, self.work / name / "site", self.today()) for name in SIDES)
            yield before, after

    def problems(self, proposal: Proposal, language: str) -> tuple[list[dict[str, Any]], list[str]]:
        """What the checker says of a proposal's items, and of what they cause elsewhere; and the files in conflict."""
        merged, conflicts = self._merged(proposal)
        folders = list(item_folders(content_paths(self.proposals.changed(proposal))))
        with self._sites() as (before, after):
            return problems_told(before.base(), after.base(merged), folders, language), conflicts

    def examined(self, proposal: Proposal, language: str) -> Examined:
        """All that a proposal would do, with the pages made."""
        problems, conflicts = self.problems(proposal, language)
        with self._sites() as (before, after):
            merged, _ = self._merged(proposal)
            pages = self._pages(before.base(), after.base(merged))
        return Examined(problems, pages, self._words(proposal), conflicts)

    def _pages(self, before: Reading, after: Reading) -> list[Change]:
        folders = []
        for reading in (before, after):
            folder = reading.settings.root.parent / PAGES
            build_site(reading, folder, lambda _: None, PREVIEW)
            folders.append(folder)
        return changes(*folders)

    def with_ledger(self, merged: str) -> str:
        """A merged tree with the lists that `make ledger` writes, as they are today.

        As there, nothing is written where there are problems; nor in a site that keeps no such lists.
        """
        with self._sites() as (_, after):
            reading = after.base(merged)
        others = [problem for problem in reading.problems if problem.rule != BEHIND]
        if not reading.listed.known or any(severity(problem) == "error" for problem in others):
            return merged
        made = renewed_ledger(reading.listed, reading.library, reading.addresses, reading.out)
        return self.proposals.repository.tree_with(merged, {name: text.encode() for name, text in made.items()})

    def _merged(self, proposal: Proposal) -> tuple[str, list[str]]:
        """The tree that accepting it would give; that of the proposal itself where it can't be merged."""
        repository, tip = self.proposals.repository, self.proposals.tip(proposal)
        if proposal.merged:
            return proposal.merged, []
        try:
            return repository.merged(repository.tip(self.proposals.branch), tip), []
        except Conflict as conflict:
            return tip, list(conflict.paths)

    def _words(self, proposal: Proposal) -> list[Difference]:
        repository, changed = self.proposals.repository, self.proposals.changed(proposal)
        fork, tip = self.proposals.fork(proposal), self.proposals.tip(proposal)
        return [difference(repository, fork, tip, path, changed[path]) for path in content_paths(changed)]

    def since_returned(self, proposal: Proposal) -> list[Difference] | None:
        """What differs from what was returned; None where nothing was, or git has forgotten it since."""
        repository, before, tip = self.proposals.repository, proposal.returned, self.proposals.tip(proposal)
        if not before:
            return None
        try:
            changed = repository.changed(before, tip)
            return [difference(repository, before, tip, path, changed[path]) for path in content_paths(changed)]
        except RepositoryError:  # what was taken out of a draft is in no branch, and deleted one day
            return None

    # ---- previews that others can look at

    def publish_preview(self, proposal: Proposal, language: str) -> tuple[str, Examined]:
        """Makes the pages of a proposal, and gives the secret of a link under which they can be seen for two weeks."""
        with self._lock:
            examined = self.examined(proposal, language)
            secret = secrets.token_urlsafe(24)
            digest = digest_of_secret(secret)
            for side in SIDES:
                shutil.copytree(self.work / side / PAGES, self._folder(digest) / side)
        values = (digest, proposal.key, self.proposals.tip(proposal), self.now() + PREVIEW_DAYS * 24 * 60 * 60)
        with self.database.writing() as db:
            db.execute("insert into previews values (?, ?, ?, ?)", values)
        self._forget_old()
        return secret, examined

    def preview_file(self, secret: str, path: str) -> bytes | None:
        """A file of a preview, of which a page says what it is; None where there is none, or its link is over."""
        digest = digest_of_secret(secret)
        with self.database.reading() as db:
            row = db.execute(
                "select expires_at from previews join proposals on id = proposal where digest = ? and state <> ?",
                (digest, State.WITHDRAWN.value),
            ).fetchone()
        if row is None or row["expires_at"] < self.now():
            return None
        try:
            found = tree.read(self._folder(digest), path, MOST_BYTES)
        except (OSError, ValueError):
            return None
        return with_notice(found, path.partition("/")[0]) if path.endswith(".html") else found

    def forget_previews(self, proposal: Proposal) -> None:
        """Ends the links to a proposal's pages."""
        with self.database.writing() as db:
            db.execute("delete from previews where proposal = ?", (proposal.key,))
        self._forget_old()

    def _forget_old(self) -> None:
        """Takes away the pages of links that are over, and of those that newer ones have followed."""
        with self.database.writing() as db:
            db.execute("delete from previews where expires_at < ?", (self.now(),))
            db.execute(
                "delete from previews where digest in (select digest from (select digest, row_number() over"
                " (partition by proposal order by expires_at desc, rowid desc) as place from previews)"
                " where place > ?)",
                (MOST_PREVIEWS,),
            )
            known = {row["digest"] for row in db.execute("select digest from previews")}
        folder = self.work / "previews"
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name not in known:
                shutil.rmtree(path, ignore_errors=True)

    def _folder(self, digest: str) -> Path:
        return self.work / "previews" / digest
