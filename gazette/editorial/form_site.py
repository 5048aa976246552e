"""What the form lists and lets choose from: every item of the site, as it is stored at this moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from ..content import load
from ..content.items import content_type_of
from ..content.library import Item, newest_first, when, withdrawn
from ..content.model import CONSENTS, NETWORK, Consent, ContentType, Kind, RefersTo
from ..content.names import folded, own_names
from ..content.search_keys import SearchKeys
from ..content.translit import to_latin
from ..content.wording import severity
from ..pipeline.read import Reading
from ..render.words import Words
from ..settings import THEME
from ..theme import key_tables
from .form_plan import chosen_from, collection_name, words
from .form_storage import FormDraft, Stamp
from .scaffold import free_reference

Found = dict[str, Any]


@dataclass(frozen=True)
class SiteOverview:
    """A reading of the site, told in the form's language. `stamps` name every file that is stored."""

    reading: Reading
    stamps: Mapping[str, Stamp]
    drafts: tuple[FormDraft, ...]
    language: str
    read: Callable[[Sequence[str], str], Mapping[str, bytes]] = lambda _paths, _draft: {}
    """Path → content of the files that there are on a draft's branch."""

    def told(self) -> Found:
        """All of it, ready for JSON."""
        return {
            "items": self.items,
            "choices": {name: list(self._choices(mark)) for name, mark in chosen_from().items()}
            | {"consents": list(self._consents())},
            "drafts": [self._draft(draft) for draft in self.drafts],
            "next_consent": free_reference(self.reading.library.consents),
            "published": {
                item["folder"]: self.reading.settings.site_url + item.pop("address")
                for item in self.items if item.get("address") is not None
            },
            "today": self.reading.library.today.isoformat(),
        }  # fmt: skip

    @cached_property
    def items(self) -> list[Found]:
        """Every item, those included that cannot be read and those taken back; the newest of a kind first."""
        library = self.reading.library
        everything = (*library.everything(), *library.scheduled_items(), *library.withdrawn_items())
        known = {item.folder: item for item in everything}
        known |= {lapse.item.folder: lapse.item for lapse in library.lapsed}
        ordered = [item.folder for item in newest_first(known.values())]
        folders = dict.fromkeys((*ordered, *sorted({path.rpartition("/")[0] for path in self.stamps})))
        found = []
        for folder in folders:
            content = content_type_of(folder)
            if content:
                found.append(self._item(known[folder]) if folder in known else self._broken(folder, content))
        return [*found, *self._consent_items()]

    def _item(self, item: Item) -> Found:
        titles = {language: text.title for language, text in item.texts.items()}
        day = when(item)
        made = self._entry(item.content, item.folder, titles, str(day or ""), self._state(item))
        is_out = item.has_page and item.address in self._published and not withdrawn(item)
        return {
            **made,
            "dateText": self._words.date(day) if day else "",
            "keys": self._keys(_spellings(item)),
            "address": item.address if is_out else None,
        }

    def _entry(self, content: ContentType, folder: str, titles: Mapping[str, str], day: str, state: str) -> Found:
        whole = self.reading.library.offered.whole
        title = next((titles[code] for code in (self.language, *whole, *titles) if titles.get(code)), "")
        parts = folder.split("/")
        return {
            "kind": content.kind.value, "collection": collection_name(content), "folder": folder,
            "path": f"{folder}/{content.data_file}", "slug": parts[-1],
            "owner": parts[-3] if content.folder.count("*") == 2 else "",
            "titles": dict(titles), "title": title or parts[-1], "date": day, "dateText": day,
            "state": state, "lacks": [code for code in whole if code not in titles],
            "keys": self._keys([*titles.values(), parts[-1]]), "draft": self._drafted.get(folder, ""),
        }  # fmt: skip

    def _state(self, item: Item) -> str:
        if withdrawn(item):
            return "withdrawn"
        if item.folder in self._with_errors:
            return "broken"
        if self.reading.library.is_scheduled(item):
            return "scheduled"
        page = item.address.partition("#")[0]  # that of another item, where it has none of its own
        return "published" if page in self._published or not self.reading.listed.known else "draft"

    @cached_property
    def _with_errors(self) -> frozenset[str]:
        wrong = (problem.path for problem in self.reading.problems if severity(problem) == "error")
        return frozenset(part for path in wrong for part in (path, path.rpartition("/")[0]))

    @cached_property
    def _published(self) -> frozenset[str]:
        return frozenset(self.reading.listed.published)

    def _broken(self, folder: str, content: ContentType) -> Found:
        """An item of which no more is known than what stands in its files."""
        titles = {}
        for language in self.reading.settings.languages:
            if f"{folder}/{language}.md" in self.stamps:
                data = load.read(self.reading.settings.root, f"{folder}/{language}.md").data
                titles[language] = str(data.get("title") or data.get("name") or "")
        return self._entry(content, folder, titles, "", "broken")

    def _consent_items(self) -> Iterator[Found]:
        plural, _, _ = words(self.language)["collections"]["consent"]
        for path in sorted(path for path in self.stamps if path.startswith(f"{CONSENTS}/") and path.endswith(".yml")):
            name = path.removeprefix(f"{CONSENTS}/").removesuffix(".yml")
            record = self.reading.library.consents.get(name)
            day = str(record.given) if record else ""
            yield {
                "kind": "consent", "collection": "consent", "folder": f"{CONSENTS}/{name}", "path": path, "slug": name,
                "owner": "", "titles": {}, "title": name, "date": day,
                "dateText": self._words.date(record.given) if record else "",
                "state": self._consent_state(record), "lacks": [], "keys": f"{name} {plural.lower()}",
                "draft": self._drafted.get(f"{CONSENTS}/{name}", ""),
            }  # fmt: skip

    def _consent_state(self, record: Consent | None) -> str:
        """Nothing where it holds: a record of consent is never published."""
        if record is None:
            return "broken"
        return "withdrawn" if record.has_ended(self.reading.library.today) else ""

    # ---- what fields choose from

    def _choices(self, mark: RefersTo) -> Iterator[Found]:
        for word in mark.besides:
            label = words(self.language)["network"]
            yield {"value": word, "label": label if word == NETWORK else word, "keys": self._keys([label, word])}
        for kind in mark.kinds:
            for item in newest_first(self.reading.library.items(kind)):
                yield {
                    "value": item.address.rstrip("/") if mark.by_address else item.slug,
                    "label": self._label(item),
                    "keys": self._keys(_spellings(item)),
                    **({"address": f"/{item.address}"} if mark.by_address else {}),
                }

    def _label(self, item: Item) -> str:
        text = item.text(self.language, self.reading.library.languages)
        return f"{item.slug}: {text.title}" if item.kind is Kind.ISSUE else text.title

    def _consents(self) -> Iterator[Found]:
        for name, record in self.reading.library.consents.items():
            until = str(record.expires or "")
            yield {
                "value": name, "label": name, "keys": name, "until": until,
                "untilText": self._words.date(record.expires) if record.expires else "",
                "holds": record.holds(self.reading.library.today), "minor": record.minor,
                "scope": [medium.value for medium in record.scope], "shows": [shown.value for shown in record.shows],
            }  # fmt: skip

    # ---- drafts

    @cached_property
    def _drafted(self) -> dict[str, str]:
        """Item → the draft that changes it."""
        return {folder: draft.branch for draft in self.drafts for folder in item_folders(draft.changed)}

    def _draft(self, draft: FormDraft) -> Found:
        """A draft by the title that its own files give its item. What it takes away comes last among its folders."""
        known = {item["folder"]: item["title"] for item in self.items}
        folders = [folder for folder in item_folders(draft.changed) if folder in known or is_item(folder)]
        titles = {folder: self._drafted_title(folder, draft) for folder in folders}
        folders.sort(key=lambda folder: not titles[folder])
        first = next(iter(folders), "")
        title = titles.get(first) or known.get(first) or first.rpartition("/")[2]
        return {"name": draft.branch, "title": title, "folders": folders, "updated": draft.updated}

    def _drafted_title(self, folder: str, draft: FormDraft) -> str:
        """What an item is called on a draft's branch, in the form's language where it has that; nothing where gone."""
        if folder.startswith(f"{CONSENTS}/"):
            return folder.rpartition("/")[2] if self.read([f"{folder}.yml"], draft.branch) else ""
        languages = dict.fromkeys((self.language, *self.reading.settings.languages))
        found = self.read([f"{folder}/{language}.md" for language in languages], draft.branch)
        fronts = (load.parse(path, raw).data for path, raw in found.items())
        titles = (str(front.get("title") or front.get("name") or "") for front in fronts)
        return next((title for title in titles if title), folder.rpartition("/")[2] if found else "")

    # ---- words

    @cached_property
    def _words(self) -> Words:
        return Words(self.language, {})

    def _keys(self, names: Iterable[str]) -> str:
        """What is typed to find something: each word without accents, in Latin letters, and as it sounds."""
        found: dict[str, None] = {}
        for name in names:
            for word in _sounds().words(name):
                found |= dict.fromkeys(_forms(word))
        return " ".join(word for word in found if word)


@cache
def _sounds() -> SearchKeys:
    return SearchKeys(key_tables(THEME))


@lru_cache(maxsize=1 << 15)
def _forms(word: str) -> tuple[str, ...]:
    """A word as it may be typed, and as it sounds."""
    return folded(word), to_latin(word), _sounds().sound(word)


def item_folders(paths: Iterable[str]) -> dict[str, None]:
    """The items that paths belong to, in order: their folders, and of records of consent what names them."""
    return dict.fromkeys(
        path.removesuffix(".yml") if path.startswith(f"{CONSENTS}/") else path.rpartition("/")[0] for path in paths
    )


def is_item(folder: str) -> bool:
    """Whether a path is that of an item, or of a record of consent without its ending."""
    return content_type_of(folder) is not None or folder.startswith(f"{CONSENTS}/")


def _spellings(item: Item) -> Iterator[str]:
    """All that an item is called: its titles, its names in every language, its address."""
    yield from (text.title for text in item.texts.values())
    yield item.slug
    yield from own_names(item)
