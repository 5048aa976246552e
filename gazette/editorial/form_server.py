"""The server's side of the browser form: what its page may ask for, read and write, in a folder or on git branches.

Whatever it asks for, only files of items and records of consent are touched, as the model names them: never code,
settings or what lies elsewhere, and never by way of a link. Nothing is stored that was not asked for as a whole.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

from ..content.problems import Misuse
from ..content.wording import misuse
from ..engines.git import RepositoryError
from ..engines.pictures import size_of_bytes
from ..pipeline.read import Reading
from .form_check import problems_told, texts_told
from .form_endings import ItemEndings
from .form_import import dated, from_word, pasted, values_named
from .form_moves import ItemMoves, MovePlan
from .form_orders import (
    LONGEST_NAME,
    FormChanges,
    OrderReader,
    Params,
    decoded,
    digest,
    draft_of,
    name_unfit,
    not_understood,
    paths_in,
    readable,
    refuse_path,
    text,
)
from .form_preview import UNMADE, FormPreview
from .form_saving import FormSaving
from .form_shadow import ShadowSite
from .form_site import SiteOverview, item_folders
from .form_storage import Branches, FormRefusal, FormStore

Answered = tuple[int, Any]


@dataclass(frozen=True, slots=True)
class FormServer:
    """Answers what the form's page asks. Orders that write wait for each other; checks wait for checks alone."""

    store: FormStore
    orders: OrderReader
    checked: ShadowSite
    previewed: FormPreview
    language: str
    prefix: str
    """Before the path of a preview: no one can guess it."""
    home: Mapping[str, str] | None = None
    """`address` and `label` of the page that the form belongs to, where there is one."""
    lock: Lock = field(default_factory=Lock)
    """Held while something is written."""
    owner: str = ""
    """Whose work, and in what, a browser keeps that was not saved; nothing where there is one person alone."""

    def answer(self, asked: Any) -> Answered:
        """A status of HTTP with what was asked for, or with `error`: a word that form_plan.yml has a sentence for."""
        try:
            action = ACTIONS.get(text(asked, "action"))
            if action is None:
                raise not_understood()
            if asked.get("owner", self.owner) != self.owner:
                raise FormRefusal(409, "another-account")
            return 200, action(self, asked["params"] if isinstance(asked.get("params"), dict) else {})
        except FormRefusal as refusal:
            return refusal.status, {"error": refusal.word, **refusal.facts}
        except Misuse as error:
            return 422, {"error": error.rule, "message": misuse(error, self.language)}
        except (OSError, RepositoryError, *UNMADE) as error:
            return 500, {"error": str(error)}

    def warm(self) -> None:
        """Reads the site and makes its pages once, so that no one waits for the first check or preview."""
        with suppress(FormRefusal, Misuse, OSError, RepositoryError, *UNMADE):
            self.checked.base()
            self.previewed.warm()

    def finish(self) -> None:
        """Waits for the order that is being carried out, and takes no more that write."""
        self.lock.acquire()

    @property
    def _saving(self) -> FormSaving:
        return FormSaving(self.store, self.orders.places)

    def _draft(self, params: Params) -> str:
        draft = draft_of(params)
        if draft and not self.store.drafting:
            raise FormRefusal(409, "started-otherwise")
        return draft

    # ---- reading

    def site(self, params: Params) -> Any:
        """Every item, and what fields can choose from, as it is stored at this moment."""
        del params
        reading = self.checked.base()
        drafts = tuple(self.store.drafts()) if isinstance(self.store, Branches) else ()
        told = SiteOverview(reading, self.store.stamps(), drafts, self.language, self.store.read).told()
        return {**told, "drafting": self.store.drafting, "home": self.home, "owner": self.owner}

    def present(self, params: Params) -> Any:
        """Nothing: it was asked whether the page is still that of whoever is signed in."""
        del params
        return {}

    def find(self, params: Params) -> Any:
        """What someone means who types a name where the form chooses from a list: `the City of Athens`, `Αθηνών`."""
        with self.checked.as_stored() as reading:
            library, root = reading.library, reading.settings.root
            return values_named(library, root, text(params, "choices"), text(params, "text"))

    def open(self, params: Params) -> Any:
        """The files of an item, those of a draft where it is one that is opened."""
        folder, draft = self.orders.item(params), self._draft(params)
        paths = self._files_of(folder, draft)
        if not paths:
            raise FormRefusal(404, "lost", path=folder)
        found = self.store.read(paths, draft)
        is_words = self.orders.places.is_words
        return {
            "raws": {path: readable(path, data) for path, data in found.items() if is_words(path)},
            "pictures": [_picture(path, data) for path, data in found.items() if not is_words(path)],
            "draft": draft,
        }

    def _files_of(self, folder: str, draft: str) -> list[str]:
        """The files of an item that the form may touch."""
        if self.orders.places.is_data(f"{folder}.yml"):
            return [path for path in [f"{folder}.yml"] if self.store.read([path], draft)]
        return [path for path in paths_in(folder, self.store.listed(folder, draft)) if self.orders.places.holds(path)]

    def picture(self, params: Params) -> Any:
        """One photo."""
        path, draft = text(params, "path"), self._draft(params)
        if not self.orders.places.is_picture(path):
            refuse_path(path)
        found = self.store.read([path], draft)
        if path not in found:
            raise FormRefusal(404, "lost", path=path)
        return {"content": base64.b64encode(found[path]).decode()}

    def check(self, params: Params) -> Any:
        """What the real checker says of the changes: of the items themselves, and of what they cause elsewhere.

        Beside it, which of the items are not stored: they are new, or someone deleted them.
        """
        language = text(params, "language", self.language)
        if language not in ("el", "en"):
            raise not_understood()
        with self.checked.held():  # what is told reads the files again that were tried
            before, after, items = self._tried(params)
            told = {"problems": problems_told(before, after, items, language), "reading": texts_told(after, items)}
        draft = self._draft(params)
        return {**told, "gone": [folder for folder in self.orders.items(params) if not self._files_of(folder, draft)]}

    def read_date(self, params: Params) -> Any:
        """A date that someone typed, as the files have it, and in words: whoever typed it sees how it was read."""
        return dated(text(params, "text"), text(params, "precision", "date") == "moment", self.language)

    def read_html(self, params: Params) -> Any:
        """What a clipboard holds, as Markdown."""
        return pasted(text(params, "html"), self.language)

    def read_word(self, params: Params) -> Any:
        """A Word document: its title, its text as Markdown, its photos."""
        name = text(params, "name")[:LONGEST_NAME]
        return from_word(decoded(params, "content"), name, self.checked.base().settings.languages, self.language)

    def _tried(self, params: Params) -> tuple[Reading, Reading, list[str]]:
        changes, draft = self.orders.changes(params), self._draft(params)
        before, after = self.checked.tried(changes.files, draft)
        return before, after, [*item_folders(changes.files), *self.orders.items(params)]

    def preview(self, params: Params) -> Any:
        """The address of an item's page as it will be with the changes, below that of all previews."""
        changes, draft, folder = self.orders.changes(params), self._draft(params), self.orders.item(params)
        shown = self.previewed.made(changes, draft, folder, text(params, "language", self.language))
        return {"url": f"/{self.prefix}{shown}"}

    # ---- writing

    def save(self, params: Params) -> Any:
        """Writes all that was changed, in several items at once, or nothing where something changed meanwhile."""
        changes, draft, expected = self.orders.changes(params), self._draft(params), params.get("expected")
        if not isinstance(expected, dict) or not changes.files:
            raise not_understood()
        with self.lock:
            return self._saving.apply(changes, draft, expected)

    def rename(self, params: Params) -> Any:
        """Gives an item another address, and leads all along that name it; unless it is to `apply`, only tells."""
        folder, draft, slug = self.orders.item(params), self._draft(params), text(params, "slug")
        target = f"{folder.rpartition('/')[0]}/{slug}"
        if not self.orders.places.is_new_item(target):
            raise name_unfit(slug)
        told = self._carried_out(lambda: self._moves().renamed(folder, slug, draft), params, draft)
        return {**told, "folder": target}

    def remove(self, params: Params) -> Any:
        """Deletes an item that no one ever saw, or takes back one that is published; or only tells what that means."""
        folder, draft = self.orders.item(params), self._draft(params)
        if params.get("withdraw") is not True:
            return self._carried_out(lambda: self._moves().removed(folder, draft), params, draft)
        if reason := self._moves().not_withdrawn(folder, draft):
            return {"sentences": [reason], "warnings": [], "can": False, "done": False}
        if params.get("apply") is not True:
            return {"sentences": self._endings().to_withdraw(folder), "warnings": [], "can": True, "done": False}
        with self.lock:
            done, left = self._endings().withdrawn(folder)
        return {"sentences": done, "warnings": left, "can": True, "done": True}

    def _moves(self) -> ItemMoves:
        return ItemMoves(self.store, self.checked, self.language)

    def _endings(self) -> ItemEndings:
        return ItemEndings(self.store, self.checked, self.language)

    def _carried_out(self, planned: Callable[[], MovePlan], params: Params, draft: str) -> dict[str, Any]:
        """Writes what is planned, where it is asked for, nothing would break and nothing changed meanwhile."""
        with self.lock:
            stamps = self.store.stamps(draft)
            plan = planned()
            is_done = params.get("apply") is True and not plan.stops
            if is_done:
                was = self.store.read(list(plan.changes), draft)
                if self.store.stamps(draft) != stamps:
                    raise FormRefusal(409, "changed", paths=[])
                branch = draft or self._saving.draft_for(FormChanges(plan.changes, {}))
                self.store.write(plan.changes, was, branch, plan.told()[0])
        sentences = plan.told() if is_done else plan.sentences
        return {"sentences": sentences, "warnings": plan.warnings, "can": not plan.stops, "done": is_done}

    def drop(self, params: Params) -> Any:
        """Throws a draft away."""
        draft = self._draft(params)
        if not draft or not isinstance(self.store, Branches):
            raise FormRefusal(409, "started-otherwise")
        with self.lock:
            self.store.drop(draft)
        return {}


def _picture(path: str, data: bytes) -> dict[str, Any]:
    width, height = size_of_bytes(data) or (0, 0)
    found = {"name": path.rpartition("/")[2], "path": path, "size": len(data)}
    return {**found, "width": width, "height": height, "sha256": digest(data)}


ACTIONS: Final[Mapping[str, Callable[[FormServer, Params], Any]]] = {
    "site": FormServer.site, "present": FormServer.present,
    "open": FormServer.open, "picture": FormServer.picture, "check": FormServer.check,
    "preview": FormServer.preview, "save": FormServer.save, "drop": FormServer.drop, "rename": FormServer.rename,
    "remove": FormServer.remove, "read_date": FormServer.read_date,
    "read_html": FormServer.read_html, "read_word": FormServer.read_word, "find": FormServer.find,
}  # fmt: skip
"""What the page can ask for."""
