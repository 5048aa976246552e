"""What waits for a review, as the repository of a site tells it: its branches `proposals/…`, and those of its remotes.

The site needs no server for that, and no repository: without one, or in a clone that lacks the history, nothing waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from ..content.model import DEFAULT_TIME_ZONE
from ..content.worklist import WaitingProposal, proposal_of
from ..engines.git import Repository, RepositoryError, Tip

PREFIX: Final = "/proposals/"
BRANCHES: Final = (f"refs/heads{PREFIX}*", f"refs/remotes/*{PREFIX}*")
"""A branch of the repository, or what is known of one of a remote."""
MOST: Final = 200
"""Proposals that are looked at, and files of each."""
READ: Final = (".md", ".yml")


def waiting_proposals(root: Path) -> list[WaitingProposal]:
    """The proposals that are not in what is checked out, the oldest first."""
    if not (root / ".git").exists():
        return []
    try:
        repository = Repository(root)
        tips = {tip.name.rpartition(PREFIX)[2]: tip for tip in reversed(repository.tips(*BRANCHES)[:MOST])}
    except RepositoryError:
        return []
    return [found for key, tip in reversed(tips.items()) for found in _proposal(repository, key, tip)]


def _proposal(repository: Repository, key: str, tip: Tip) -> Iterator[WaitingProposal]:
    """A proposal, unless it changes nothing, is merged already, or cannot be read here."""
    try:
        brought = dict(list(repository.brought(tip.commit, "HEAD").items())[:MOST])
        wanted = [path for path, blob in brought.items() if blob and path.endswith(READ)]
        texts = dict(zip(wanted, repository.read([brought[path] for path in wanted]), strict=True)) if wanted else {}
    except RepositoryError:
        return
    if brought:
        files = {path: texts.get(path, b"") if blob else None for path, blob in brought.items()}
        yield proposal_of(key, datetime.fromtimestamp(tip.at, ZoneInfo(DEFAULT_TIME_ZONE)).date(), files)
