"""The browser form of each proposal: its store, its checks, its previews; and what the published site tells."""

from __future__ import annotations

import hashlib
import shutil
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from secrets import token_hex, token_urlsafe
from threading import Lock, RLock
from typing import Final

from gazette.content.model import Kind
from gazette.editorial.form import page_files
from gazette.editorial.form_orders import EditablePaths, OrderReader
from gazette.editorial.form_preview import FormPreview
from gazette.editorial.form_server import FormServer
from gazette.editorial.form_shadow import ShadowSite
from gazette.pipeline.read import Reading

from .people import Account
from .proposals import Proposal, Proposals
from .review import Trees
from .words import Words
from .writing import ProposalContent

MOST_OPEN: Final = 12
"""Proposals whose copies of the site are kept; the others' are made again when someone goes on writing."""
PREVIEWS: Final = "preview"
"""The first part of the addresses of pages that are only looked at."""


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """What is kept while people write on a proposal. `prefix` begins the addresses of its pages."""

    orders: OrderReader
    checked: ShadowSite
    previewed: FormPreview
    prefix: str
    today: date
    lock: Lock = field(default_factory=Lock)


@dataclass(slots=True)
class ProposalForms:
    """Gives each request the server's side of its form. `work` holds the copies of the site."""

    proposals: Proposals
    work: Path
    today: Callable[[], date]
    _open: OrderedDict[str, OpenProposal] = field(default_factory=OrderedDict)
    _pages: dict[str, Mapping[str, Path | bytes]] = field(default_factory=dict)
    _site: ShadowSite | None = None
    _lock: RLock = field(default_factory=RLock)

    def server(self, proposal: Proposal, account: Account, language: str) -> FormServer:
        """What answers the orders of a form's page."""
        found = self._opened(proposal, account)
        store = ProposalContent(self.proposals, proposal.key, account, found.orders.places)
        label = Words(language).say("form-home", name=proposal.name)
        home = {"address": f"/proposals/{proposal.key}/", "label": label}
        # A digest, as it stays in browsers that others use.
        owner = hashlib.sha256(f"{proposal.key} {account.address}".encode()).hexdigest()
        return FormServer(
            store, found.orders, found.checked, found.previewed, language, found.prefix, home, found.lock, owner
        )

    def content(self, proposal: Proposal, account: Account) -> ProposalContent:
        """What someone reads and writes in a proposal."""
        places = EditablePaths(self.published().settings.languages)
        return ProposalContent(self.proposals, proposal.key, account, places)

    def page(self, language: str) -> Mapping[str, Path | bytes]:
        """The files of the form's page in a language. Raises FormPageError where they were never put together."""
        with self._lock:
            if language not in self._pages:
                self._pages[language] = page_files(self.published().settings, language)
            return self._pages[language]

    def published(self) -> Reading:
        """The site as it is published."""
        with self._lock:
            if self._site is None or self._site.today != self.today():
                store = Trees(self.proposals.repository, self.proposals.branch)
                self._site = ShadowSite(store, self.work / "published", self.today())
            return self._site.base()

    def members(self, language: str) -> dict[str, str]:
        """The municipalities: folder → name, in the order of the names."""
        library = self.published().library
        members = library.named(library.items(Kind.MEMBER), language)
        return {item.slug: item.text(language, library.languages).title for item in members}

    def shown(self, secret: str, path: str) -> bytes | None:
        """A file of a page that someone sees while they write; None where there is none."""
        with self._lock:
            prefix = f"{PREVIEWS}/{secret}/"
            found = next((one for one in self._open.values() if one.prefix == prefix), None)
        return found.previewed.file(path) if found and "\0" not in path else None

    def close(self, proposal: Proposal) -> None:
        """Forgets the copies of a proposal that is ended."""
        with self._lock:
            if found := self._open.pop(proposal.key, None):
                self._forget(found)

    def _forget(self, found: OpenProposal) -> None:
        """Takes the copies away, once nothing is being made of them. Copies that follow have a folder of their own."""
        with found.checked.held(), found.previewed.site.held():
            shutil.rmtree(found.checked.root.parent, ignore_errors=True)

    def _opened(self, proposal: Proposal, account: Account) -> OpenProposal:
        today = self.today()
        with self._lock:
            found = self._open.pop(proposal.key, None)
            if found is None or found.today != today:
                found = self._begun(proposal, account, today)
            self._open[proposal.key] = found
            while len(self._open) > MOST_OPEN:
                self._forget(self._open.popitem(last=False)[1])
        return found

    def _begun(self, proposal: Proposal, account: Account, today: date) -> OpenProposal:
        store, folder = self.content(proposal, account), self.work / "open" / f"{proposal.key}-{token_hex(4)}"
        checked, shown = (ShadowSite(store, folder / name, today) for name in ("checked", "previewed"))
        prefix = f"{PREVIEWS}/{token_urlsafe(24)}/"
        return OpenProposal(OrderReader(store.places), checked, FormPreview(shown), prefix, today)
