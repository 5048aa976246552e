"""The items of a proposal by their titles, told from its files alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gazette.content.items import content_type_of
from gazette.content.model import CONSENTS
from gazette.editorial.form_plan import collection_name, words
from gazette.editorial.form_site import item_folders

from .content_store import CommitContent, content_paths, title_of
from .people import LANGUAGES
from .proposals import Proposal, Proposals

CHANGED, DELETED = "M", "D"


@dataclass(frozen=True, slots=True)
class ProposedItem:
    """An item that a proposal adds, changes or deletes. `kind` is what the form calls it: story, partner."""

    folder: str
    title: str
    kind: str
    change: str

    @property
    def is_there(self) -> bool:
        """Whether it can be opened."""
        return self.change != DELETED

    def has_file(self, path: str) -> bool:
        """Whether a file of the repository is one of the item's."""
        return path.startswith((f"{self.folder}/", f"{self.folder}."))

    def has_page(self, path: str) -> bool:
        """Whether a page of the site is the item's own, in whatever language, and no list that names it."""
        return f"/{path}".endswith(f"/{self.folder.removeprefix('content/')}/index.html")


def proposed_items(proposals: Proposals, proposal: Proposal, language: str) -> list[ProposedItem]:
    """What a proposal is about, in the order of the folders."""
    changed = proposals.changed(proposal)
    fork, tip = (proposals.fork(proposal), proposals.tip(proposal)) if changed else ("", "")
    found = []
    for folder in item_folders(content_paths(changed)):
        data = f"{folder}.yml" if folder.startswith(f"{CONSENTS}/") else _data_file(folder)
        change = changed.get(data, CHANGED)
        commit = fork if change == DELETED else tip
        title = title_of(folder, CommitContent(proposals.repository, commit, commit).read, (language, *LANGUAGES))
        found.append(ProposedItem(folder, title, _kind(folder, language), change))
    return found


def _data_file(folder: str) -> str:
    content = content_type_of(folder)
    return f"{folder}/{content.data_file}" if content else folder


def _kind(folder: str, language: str) -> str:
    content = content_type_of(folder)
    names: Mapping[str, Sequence[str]] = words(language)["collections"]
    if content:
        return names[collection_name(content)][1]
    return names["consent"][1] if folder.startswith(f"{CONSENTS}/") else folder
