"""Where a proposal's items lie: its branch in the bare repository, on which each save is a commit of its author's.

What is not content, such as settings and templates, is read from the published branch: nothing of it comes with a
proposal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from gazette.content import load
from gazette.content.addresses import BY_COMMANDS, REDIRECTS
from gazette.content.model import CONTENT_ROOTS
from gazette.editorial.form_storage import FOLDERS, MOST_BYTES, SINGLE, Stamp
from gazette.engines.git import Blob, Repository

_TOPS: Final = tuple(f"{name}/" for name in FOLDERS)
_OF_PROPOSALS: Final = tuple(f"{name}/" for name in CONTENT_ROOTS)
LISTS: Final = (REDIRECTS, *BY_COMMANDS)
"""Files besides items that are content: people write them, or commands do."""


@dataclass(frozen=True, slots=True)
class CommitContent:
    """The files of a site as a commit has them. `published` is the commit from which all but content is read."""

    repository: Repository
    commit: str
    published: str

    def listed(self, folder: str) -> list[str]:
        """The files below a folder. Links are left out."""
        return sorted(path for path in self._known() if path.startswith(f"{folder}/"))

    def stamps(self) -> dict[str, Stamp]:
        """Path → size and a number that follows from the content, of every file that a check reads."""
        known = self._known()
        return {path: (blob.size, int(blob.digest[:13], 16)) for path, blob in known.items() if _is_read(path)}

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Path → content of those files that there are."""
        known = self._known()
        found = [path for path in paths if path in known and known[path].size <= MOST_BYTES]
        return dict(zip(found, self.repository.read([known[path].digest for path in found]), strict=True))

    def _known(self) -> dict[str, Blob]:
        return _files(self.repository, self.commit, self.published)


@lru_cache(maxsize=32)
def _files(repository: Repository, commit: str, published: str) -> dict[str, Blob]:
    """What a commit holds never changes, so it is listed once."""
    if commit == published:
        return repository.files(commit)
    theirs = {path: blob for path, blob in repository.files(commit).items() if _is_content(path)}
    ours = _files(repository, published, published)
    return theirs | {path: blob for path, blob in ours.items() if not _is_content(path)}


def title_of(folder: str, read: Callable[[Sequence[str]], Mapping[str, bytes]], languages: Sequence[str]) -> str:
    """What an item is called, in the first language that it has; else the last part of its folder.

    `read` gives path → content of those files that there are.
    """
    paths = [f"{folder}/{language}.md" for language in languages]
    found = read(paths)
    fronts = (load.parse(path, found[path]).data for path in paths if path in found)
    titles = (str(front.get("title") or front.get("name") or "") for front in fronts)
    return next((title for title in titles if title), folder.rpartition("/")[2])


def _is_content(path: str) -> bool:
    return path.startswith(_OF_PROPOSALS) or path in LISTS


def _is_read(path: str) -> bool:
    return path.startswith(_TOPS) or path in SINGLE


def content_paths(paths: Iterable[str]) -> list[str]:
    """The paths that are content, in order."""
    return [path for path in paths if _is_content(path)]
