"""A page as it will be with the form's changes, made by the real build and shown to whoever writes it alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ..content.library import Item, Library, when
from ..content.problems import Misuse
from ..engines.pages import HostError
from ..engines.publish import PublishError
from ..files import tree
from ..pipeline.build import PAPER, BuildOptions, SiteUse, build_site
from ..pipeline.read import Reading
from ..settings import SettingsError
from ..theme import ThemeError
from .form_orders import FormChanges
from .form_shadow import ShadowSite
from .form_storage import FormRefusal

PREVIEW: Final = BuildOptions(
    (*PAPER, "email", "feeds", "calendars", "data", "search", "sharing"), whatever_can=True, use=SiteUse.PREVIEWED
)
"""Without the outputs that no one looks at while they write."""
PAGES: Final = "pages"
"""The folder of the pages, beside the copy."""
UNMADE: Final = (SettingsError, ThemeError, HostError, RuntimeError)
"""Why a site cannot be read or built at all, each with words for whoever looks after it."""
MOST_BYTES: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FormPreview:
    """Builds pages from a copy of the site of its own, so that no check waits for it."""

    site: ShadowSite

    def made(self, changes: FormChanges, draft: str, folder: str, language: str) -> str:
        """The address, below the root of the preview, of an item's page in a language. Raises FormRefusal.

        An item whose day is still to come is shown as on that day.
        """
        with self.site.held():
            _, reading = self.site.tried(changes.files, draft)
            item = _found(reading.library, folder)
            if reading.library.is_scheduled(item):
                _, reading = self.site.tried(changes.files, draft, _day_of(item, reading.library.today))
                item = _found(reading.library, folder)
            self._build(reading)
        return _address(reading, item, language)

    def warm(self) -> None:
        """Makes all pages once, so that the first preview makes only what it changes."""
        with self.site.held():
            self._build(self.site.base())

    def _build(self, reading: Reading) -> None:
        try:
            build_site(reading, self.site.root.parent / PAGES, lambda _: None, PREVIEW)
        except PublishError as error:  # which the page shows in its own language, as any other misuse
            raise Misuse(error.rule, mended_by=error.command, **error.facts) from error

    def file(self, path: str) -> bytes | None:
        """A file of the preview; None where there is none."""
        try:
            return tree.read(self.site.root.parent / PAGES, path, MOST_BYTES)
        except OSError:
            return None


def _day_of(item: Item, today: date) -> date:
    day = when(item)
    return max(today, day.first_day) if day else today


def _found(library: Library, folder: str) -> Item:
    items: Sequence[Item] = [*library.everything(), *library.scheduled_items()]
    item = next((item for item in items if item.folder == folder), None)
    if item is None:
        raise FormRefusal(409, "not-shown")
    return item


def _address(reading: Reading, item: Item, language: str) -> str:
    """Where the page stands; of an item without a page in that language, the one that shows it."""
    shown = language if language in reading.settings.languages else reading.settings.languages[0]
    if not reading.library.has_page(item, shown) and item.has_page:
        shown = reading.settings.languages[0]
    page, sign, part = item.address.partition("#")
    return f"{reading.settings.language_root(shown)}{page}index.html{sign}{part}"
