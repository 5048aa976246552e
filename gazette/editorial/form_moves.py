"""An item that gets another address, or goes: what changes with it, tried on a copy before anything is written.

Whoever names the item is led along: fields that name it, links in texts, redirects. What cannot be rewritten is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ..content import load
from ..content.addresses import REDIRECTS
from ..content.check import is_reserved
from ..content.items import content_type_of
from ..content.library import Item, Library, address_of, lapses
from ..content.model import COLLECTIONS, CONSENTS, Issue, Kind, Record, references
from ..content.owners import read_owners
from ..files.portable_names import is_portable
from ..pipeline.read import Reading
from .form_check import problems_told
from .form_plan import collection_name, move_sentence, words
from .form_shadow import ShadowSite
from .form_storage import FormRefusal, FormStore

_BY_COLLECTION: Final = {kind: name for name, kind in COLLECTIONS.items()}
LASTING: Final = frozenset({Kind.MEMBER, Kind.PAGE, Kind.ISSUE})
"""Kinds of which what is published stays, unless a coordinator sees to all that leads there."""
Moved = dict[str, bytes | None]


@dataclass(slots=True)
class MovePlan:
    """What is to be done: files as they will be, and what is told of it. Where `stops` holds, nothing can be done."""

    changes: Moved = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    stops: bool = False
    done: str = ""
    """The first sentence once it was done, where it is another."""

    def told(self) -> list[str]:
        """The sentences once it was done."""
        return [self.done or self.sentences[0], *self.sentences[1:]]


@dataclass(frozen=True, slots=True)
class ItemMoves:
    """Plans what happens to an item's files, and to all that name it."""

    store: FormStore
    shadow: ShadowSite
    language: str

    def sentence(self, name: str, **facts: object) -> str:
        """A sentence in the form's language."""
        return move_sentence(self.language, name, **facts)

    def renamed(self, folder: str, slug: str, draft: str) -> MovePlan:
        """An item under another name. Raises FormRefusal where it can't have that name."""
        reading = self.shadow.base(draft)
        item = item_in(reading.library, folder)
        self._refuse_name(reading, item, slug, draft)
        renaming = _Renaming(self, reading, item, slug, draft)
        return self.tried(renaming.plan_all(), [renaming.target], draft)

    def _refuse_name(self, reading: Reading, item: Item, slug: str, draft: str) -> None:
        library, content = reading.library, item.content
        carried = [issue.slug for issue in library.issues if issue.publication and _carries(issue, item)]
        if content.kind is Kind.ISSUE:
            raise FormRefusal(409, "issue-not-renamed")
        if carried:
            raise FormRefusal(409, "carried-not-renamed", number=", ".join(carried))
        if not is_portable(slug):
            raise FormRefusal(422, "name-of-device", name=slug)
        other = f"{item.folder.rpartition('/')[0]}/{slug}"
        taken = library.get(content.kind, slug) or self.store.listed(other, draft)
        if taken or is_reserved(content, slug) or address_of(content, slug) in reading.listed.moved:
            raise FormRefusal(409, "taken-plain", slug=slug, field=words(self.language)["slug"][0])

    def removed(self, folder: str, draft: str) -> MovePlan:
        """An item taken away: one that no one ever saw, or of a kind that is not withdrawn. Raises FormRefusal."""
        reading = self.shadow.base(draft)
        if folder.startswith(f"{CONSENTS}/"):
            return self._without_consent(reading, folder, draft)
        content, paths = content_type_of(folder), self.store.listed(folder, draft)
        if content is None or not paths:
            raise FormRefusal(404, "lost", path=folder)
        slug = folder.rpartition("/")[2]
        address = address_of(content, slug)
        plan = MovePlan(dict.fromkeys(paths), [self.sentence("removed", folder=folder, count=len(paths))])
        plan.done = self.sentence("removed-done", folder=folder, count=len(paths))
        if address in reading.listed.published and address not in reading.listed.moved:
            if content.kind in COLLECTIONS.values():
                raise FormRefusal(409, "published-not-removed")
            if content.kind in LASTING:
                return MovePlan(sentences=[self.not_withdrawn(folder, draft)], stops=True)
            made = _with_lines(redirects_of(self.store, draft), "gone", [f"  - /{address}"])
            plan.changes[REDIRECTS] = made.encode("utf-8", "surrogateescape")
            plan.sentences.append(self.sentence("gone", address=f"/{address}"))
        return self.tried(plan, [folder], draft)

    def _without_consent(self, reading: Reading, folder: str, draft: str) -> MovePlan:
        """A record of consent that goes. One on which something published rests is taken back instead: FormRefusal."""
        path, reference = f"{folder}.yml", folder.rpartition("/")[2]
        if not self.store.read([path], draft):
            raise FormRefusal(404, "lost", path=folder)
        published = (item for item in reading.library.everything() if item.address in reading.listed.published)
        if any(lapses(item, {reference}) for item in published):
            raise FormRefusal(409, "published-not-removed")
        plan = MovePlan({path: None}, [self.sentence("consent-removed", reference=reference)])
        plan.done = self.sentence("consent-removed-done", reference=reference)
        return self.tried(plan, [path], draft)

    def not_withdrawn(self, folder: str, draft: str) -> str:
        """Why an item is of a kind that is never withdrawn, and whom to ask; nothing where it can be."""
        content = content_type_of(folder)
        if content is None or content.kind in COLLECTIONS.values():
            return ""
        _, singular, _ = words(self.language)["collections"][collection_name(content)]
        known = self.shadow.base(draft).library.everything()
        found = next((item for item in known if item.folder == folder), None)
        title = found.text(self.language, found.texts).title if found else folder.rpartition("/")[2]
        return self.sentence("lasting", item=self.sentence("item", title=title, kind=singular))

    def tried(self, plan: MovePlan, own: list[str], draft: str) -> MovePlan:
        """The plan with what the checker says that it would break."""
        before, after = self.shadow.tried(plan.changes, draft)
        for problem in problems_told(before, after, [], self.language):
            is_own = any(f"{problem['path']}/".startswith(f"{name}/") for name in own)
            if not problem["warning"] and not is_own:
                plan.stops = True
                plan.warnings.append(self._broken(problem))
        return plan

    def _broken(self, problem: Mapping[str, Any]) -> str:
        """What would no longer be right elsewhere: where an item names what goes, or what the checker says."""
        if problem["names_item"]:
            return self.sentence("named-there", where=problem["where"])
        return f"{problem['where']}: {problem['message']}"


class _Renaming:
    """An item under another name: its files, and all that name it."""

    def __init__(self, moves: ItemMoves, reading: Reading, item: Item, slug: str, draft: str) -> None:
        self._moves, self._reading, self._item, self._slug, self._draft = moves, reading, item, slug, draft
        self.target = f"{item.folder.rpartition('/')[0]}/{slug}"
        self.plan = MovePlan(sentences=[moves.sentence("renamed", old=item.slug, new=slug)])

    def plan_all(self) -> MovePlan:
        """The plan: files moved, names written anew, published addresses led on."""
        paths = self._moves.store.listed(self._item.folder, self._draft)
        for path, data in self._moves.store.read(paths, self._draft).items():
            self.plan.changes[self._moved(path)] = data
            self.plan.changes[path] = None
        self._name_anew()
        self._lead_on(*self._moves.shadow.tried(self.plan.changes, self._draft))
        return self.plan

    def _moved(self, path: str) -> str:
        """Where a file lies once the item is called otherwise."""
        inside = path.removeprefix(f"{self._item.folder}/")
        return path if inside == path else f"{self.target}/{inside}"

    def _name_anew(self) -> None:
        """Writes the new name wherever a field or a link of an item names the old one."""
        say, old = self._moves.sentence, self._item.slug
        link, address = _link_to(self._item.address), _renamed_address(self._item, self._slug).rstrip("/")
        touched: dict[str, None] = {}
        for path, places in self._named().items():
            made, missed = _rewritten(self._text(path), places, old, self._slug)
            self.plan.warnings += [say("not-rewritten", path=path, line=line) for line in missed]
            touched |= self._put(path, made)
        for path in self._texts():
            touched |= self._put(path, link.sub(f"/{address}", self._text(path)))
        if touched:
            self.plan.sentences.append(say("named-anew", count=len(touched), paths=", ".join(touched)))
        owners, _ = read_owners(self._moves.shadow.root)
        if self._item.kind is Kind.MEMBER and owners and old in owners.members:
            self.plan.warnings.append(say("owner-renamed", old=old, new=self._slug))

    def _named(self) -> dict[str, list[tuple[int, int]]]:
        """File → the places in which it names the item: line and column."""
        library, item = self._reading.library, self._item
        found: dict[str, list[tuple[int, int]]] = {}
        for other in (*library.everything(), *library.scheduled_items(), *library.withdrawn_items()):
            records: Iterable[tuple[str, Record]] = [
                (other.data_path, other.data), *((text.path, text.front) for text in other.texts.values()),
            ]  # fmt: skip
            for path, record in records:
                routes = [one.route for one in references(record) if one.slug == item.slug and item.kind in one.kinds]
                source = load.read(self._moves.shadow.root, path) if routes else load.SourceFile(path)
                places = [source.place(route) for route in routes]
                if places:
                    found.setdefault(path, []).extend((place.line, place.column) for place in places)
        return found

    def _texts(self) -> list[str]:
        """Every text that may hold a link, but for what issues keep as it was."""
        stamps = self._moves.store.stamps(self._draft)
        return [path for path in stamps if path.endswith(".md") and "/kept/" not in path]

    def _text(self, path: str) -> str:
        """A file's text as the plan has it by now."""
        planned = self.plan.changes.get(self._moved(path))
        data = planned if planned is not None else self._moves.store.read([path], self._draft).get(path, b"")
        return data.decode("utf-8", "surrogateescape")

    def _put(self, path: str, text: str) -> dict[str, None]:
        if text == self._text(path):
            return {}
        self.plan.changes[self._moved(path)] = text.encode("utf-8", "surrogateescape")
        return {self._moved(path): None}

    def _lead_on(self, before: Reading, after: Reading) -> None:
        """Leads every published address that is gone to the one in its place."""
        old, new = re.escape(self._item.slug), self._slug
        lost = [address for address in before.listed.published if address in before.addresses - after.addresses]
        pairs = {address: re.sub(rf"(?<![^/#]){old}(?=/|$)", new, address) for address in lost}
        pairs = {was: now for was, now in pairs.items() if now in after.addresses}
        if not pairs:
            return
        text = redirects_of(self._moves.store, self._draft)
        for was, now in pairs.items():
            text = re.sub(rf"(?m)(:\s*[\"']?)/{re.escape(was)}([\"']?\s*(?:#.*)?)$", rf"\g<1>/{now}\g<2>", text)
        made = _with_lines(text, "moved", [f"  /{was}: /{now}" for was, now in pairs.items()])
        self.plan.changes[REDIRECTS] = made.encode("utf-8", "surrogateescape")
        told = ", ".join(f"/{was} → /{now}" for was, now in pairs.items())
        self.plan.sentences.append(self._moves.sentence("led-on", count=len(pairs), addresses=told))


def redirects_of(store: FormStore, draft: str) -> str:
    """The text of redirects.yml, or nothing."""
    return store.read([REDIRECTS], draft).get(REDIRECTS, b"").decode("utf-8", "surrogateescape")


def item_in(library: Library, folder: str) -> Item:
    """The item in a folder. Raises FormRefusal where none can be read there."""
    known = (*library.everything(), *library.scheduled_items())
    found = next((item for item in known if item.folder == folder), None)
    if found is None:
        raise FormRefusal(409, "not-moved" if folder.startswith(f"{CONSENTS}/") else "not-shown")
    return found


def _carries(issue: Item, item: Item) -> bool:
    collection = _BY_COLLECTION.get(item.kind)
    return bool(collection) and any(
        f"{collection}/{item.slug}" in section.items for section in issue.record(Issue).sections
    )


def _renamed_address(item: Item, slug: str) -> str:
    page, sign, part = item.address.partition("#")
    return f"{page}#{slug}" if sign and part else address_of(item.content, slug)


def _link_to(address: str) -> re.Pattern[str]:
    """A link to a page, as it stands in a text, with or without what stands behind the address."""
    return re.compile(rf"(?<![\w/.-])/{re.escape(address.rstrip('/'))}(?![\w-])")


def _rewritten(text: str, places: Iterable[tuple[int, int]], old: str, new: str) -> tuple[str, list[int]]:
    """A file's text with another name at these places; and the lines in which none stood as it was expected."""
    lines, missed = text.splitlines(keepends=True), []
    named = re.compile(rf"(?P<before>[\"']?(?:[a-z]+/)?){re.escape(old)}(?![\w-])")
    for line, column in sorted(places, reverse=True):
        said = lines[line - 1] if line <= len(lines) else ""
        match = named.match(said, column - 1)
        if match:
            lines[line - 1] = f"{said[: match.start()]}{match['before']}{new}{said[match.end() :]}"
        else:
            missed.append(line)
    return "".join(lines), missed


def _with_lines(text: str, key: str, lines: list[str]) -> str:
    """A YAML file with further entries below one of its keys, and all else as it was."""
    end = "\r\n" if "\r\n" in text else "\n"
    made = "".join(f"{line}{end}" for line in lines)
    found = re.search(rf"(?m)^{key}:[ \t]*(?:#.*)?\r?\n", text)
    if found:
        return text[: found.end()] + made + text[found.end() :]
    start = text if not text or text.endswith("\n") else text + end
    return f"{start}{key}:{end}{made}"
