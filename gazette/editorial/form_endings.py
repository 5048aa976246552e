"""What the form takes back at once, as `make withdraw` does: an item that is published, or what a consent covered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..content.model import CONSENTS
from . import withdrawal
from .form_moves import item_in
from .form_plan import move_sentence
from .form_shadow import ShadowSite
from .form_storage import Folder, FormRefusal, FormStore
from .mentions import Mention


@dataclass(frozen=True, slots=True)
class ItemEndings:
    """Takes items and consents back. Saves that are drafts can't: someone waits for it."""

    store: FormStore
    shadow: ShadowSite
    language: str

    def _say(self, name: str, **facts: object) -> str:
        return move_sentence(self.language, name, **facts)

    def withdrawn(self, folder: str) -> tuple[list[str], list[str]]:
        """Takes an item, or a person's consent, back at once; gives what was done, and what is left to do.

        Raises FormRefusal, Misuse.
        """
        root, reading = self._files(), self.shadow.base()
        library, reference = reading.library, folder.rpartition("/")[2]
        if folder.startswith(f"{CONSENTS}/"):
            uses, places = withdrawal.lift(root, library, reference, library.today)
            paths = [use.path for use in uses]
            done = [self._say("lifted", reference=reference, count=len(paths)), *paths]
            left = (
                [self._say("files-left", paths=", ".join(files))]
                if (files := withdrawal.left_behind(root, paths))
                else []
            )
            return done, [*left, *self._places(places)]
        report = withdrawal.withdraw(root, library, item_in(library, folder), library.today)
        done = [self._say("withdrawn", folder=folder, count=len(report.removed)), *report.removed]
        left = [self._say("carried-out", number=number) for number in report.issues]
        left += [self._say("carried-draft", number=number) for number in report.drafts]
        left += self._places(report.places)
        return done, [*left, *([self._say("history", count=report.commits)] if report.commits > 0 else [])]

    def to_withdraw(self, folder: str) -> list[str]:
        """What would be done, in words. Raises FormRefusal, Misuse."""
        root, reading = self._files(), self.shadow.base()
        if folder.startswith(f"{CONSENTS}/"):
            uses = withdrawal.uses_of(root, reading.library, folder.rpartition("/")[2])
            named = ", ".join(use.path for use in uses) or "–"
            return [self._say("to-lift", reference=folder.rpartition("/")[2], paths=named)]
        item_in(reading.library, folder)
        return [self._say("to-withdraw", folder=folder)]

    def _files(self) -> Path:
        if not isinstance(self.store, Folder):
            raise FormRefusal(409, "not-in-drafts")
        return self.store.root

    def _places(self, places: Sequence[Mention]) -> list[str]:
        return [self._say("places", count=len(places)), *map(str, places)] if places else []
