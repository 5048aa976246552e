"""An item that gets another address, or goes: what changes with it, tried on a copy before anything is written.

Whoever names the item is led along: fields that name it, links in texts, redirects. What cannot be rewritten is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ..content import load
from ..content.addresses import REDIRECTS
from ..content.check import is_reserved
from ..content.items import content_type_of
from ..content.library import Item, Library, address_of
from ..content.model import COLLECTIONS, CONSENTS, Issue, Kind, Record, references
from ..content.owners import read_owners
from ..files.portable_names import is_portable
from ..pipeline.read import Reading
from . import withdrawal
from .form_check import problems_told
from .form_plan import words
from .form_shadow import ShadowSite
from .form_storage import Branches, Folder, FormRefusal
from .mentions import Mention

_BY_COLLECTION: Final = {kind: name for name, kind in COLLECTIONS.items()}
Moved = dict[str, bytes | None]


@dataclass(slots=True)
class MovePlan:
    """What is to be done: files as they will be, and what is told of it. Where `stops` holds, nothing can be done."""

    changes: Moved = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    stops: bool = False


@dataclass(frozen=True, slots=True)
class ItemMoves:
    """Plans what happens to an item's files, and to all that name it."""

    store: Folder | Branches
    shadow: ShadowSite
    language: str

    def say(self, name: str, **facts: object) -> str:
        """A sentence in the form's language."""
        return str(words(self.language)["moves"][name]).format(**facts)

    # ---- another address

    def renamed(self, folder: str, slug: str, draft: str) -> MovePlan:
        """An item under another name. Raises FormRefusal where it can't have that name."""
        reading = self.shadow.base(draft)
        item = _item(reading.library, folder)
        self._refuse_name(reading, item, slug, draft)
        target = f"{folder.rpartition('/')[0]}/{slug}"
        plan = MovePlan(sentences=[self.say("renamed", old=item.slug, new=slug)])
        self._move_files(plan, folder, target, draft)
        self._name_anew(plan, reading, item, slug, draft)
        before, after = self.shadow.tried(plan.changes, draft)
        self._lead_on(plan, before, after, item.slug, slug, draft)
        return self._tried(plan, [target], draft)

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

    def _move_files(self, plan: MovePlan, folder: str, target: str, draft: str) -> None:
        paths = self.store.listed(folder, draft)
        for path, data in self.store.read(paths, draft).items():
            plan.changes[f"{target}{path.removeprefix(folder)}"] = data
            plan.changes[path] = None

    def _name_anew(self, plan: MovePlan, reading: Reading, item: Item, slug: str, draft: str) -> None:
        """Writes the new name wherever a field or a link of an item names the old one."""
        link = _link_to(item.address)
        new = _renamed_address(item, slug)
        touched: dict[str, None] = {}
        for path, places in self._named(reading, item).items():
            text = self._text(plan, path, item, slug, draft)
            made, missed = _rewritten(text, places, item.slug, slug)
            plan.warnings += [self.say("not-rewritten", path=path, line=line) for line in missed]
            touched |= self._put(plan, path, item, slug, text, made)
        for path in self._texts(draft):
            text = self._text(plan, path, item, slug, draft)
            touched |= self._put(plan, path, item, slug, text, link.sub(f"/{new.rstrip('/')}", text))
        if touched:
            plan.sentences.append(self.say("named-anew", count=len(touched), paths=", ".join(touched)))
        owners, _ = read_owners(self.shadow.root)
        if item.kind is Kind.MEMBER and owners and item.slug in owners.members:
            plan.warnings.append(self.say("owner-renamed", old=item.slug, new=slug))

    def _named(self, reading: Reading, item: Item) -> dict[str, list[tuple[int, int]]]:
        """File → the places in which it names the item: line and column."""
        library = reading.library
        known = (*library.everything(), *library.scheduled_items(), *library.withdrawn_items())
        found: dict[str, list[tuple[int, int]]] = {}
        for other in known:
            records: Iterable[tuple[str, Record]] = [
                (other.data_path, other.data), *((text.path, text.front) for text in other.texts.values()),
            ]  # fmt: skip
            for path, record in records:
                routes = [one.route for one in references(record) if one.slug == item.slug and item.kind in one.kinds]
                source = load.read(self.shadow.root, path) if routes else None
                for route in routes if source else ():
                    place = source.place(route)  # type: ignore[union-attr]
                    found.setdefault(path, []).append((place.line, place.column))
        return found

    def _texts(self, draft: str) -> list[str]:
        """Every text that may hold a link, but for what issues keep as it was."""
        return [path for path in self.store.stamps(draft) if path.endswith(".md") and "/kept/" not in path]

    def _text(self, plan: MovePlan, path: str, item: Item, slug: str, draft: str) -> str:
        """A file's text as the plan has it by now."""
        target = _moved(path, item, slug)
        planned = plan.changes.get(target)
        data = planned if planned is not None else self.store.read([path], draft).get(path, b"")
        return data.decode("utf-8", "surrogateescape")

    def _put(self, plan: MovePlan, path: str, item: Item, slug: str, old: str, new: str) -> dict[str, None]:
        if old == new:
            return {}
        target = _moved(path, item, slug)
        plan.changes[target] = new.encode("utf-8", "surrogateescape")
        return {target: None}

    def _lead_on(self, plan: MovePlan, before: Reading, after: Reading, old: str, new: str, draft: str) -> None:
        """Leads every published address that is gone to the one in its place."""
        lost = [address for address in before.listed.published if address in before.addresses - after.addresses]
        pairs = {address: re.sub(rf"(?<![^/#]){re.escape(old)}(?=/|$)", new, address) for address in lost}
        pairs = {was: now for was, now in pairs.items() if now in after.addresses}
        if not pairs:
            return
        text = self.store.read([REDIRECTS], draft).get(REDIRECTS, b"").decode("utf-8", "surrogateescape")
        for was, now in pairs.items():
            text = re.sub(rf"(?m)(:\s*[\"']?)/{re.escape(was)}([\"']?\s*(?:#.*)?)$", rf"\g<1>/{now}\g<2>", text)
        plan.changes[REDIRECTS] = _with_lines(text, "moved", [f"  /{a}: /{b}" for a, b in pairs.items()]).encode(
            "utf-8", "surrogateescape"
        )
        told = ", ".join(f"/{was} → /{now}" for was, now in pairs.items())
        plan.sentences.append(self.say("led-on", count=len(pairs), addresses=told))

    # ---- gone

    def removed(self, folder: str, draft: str) -> MovePlan:
        """An item taken away: one that no one ever saw, or of a kind that is not withdrawn. Raises FormRefusal."""
        reading = self.shadow.base(draft)
        content, paths = content_type_of(folder), self.store.listed(folder, draft)
        if content is None or not paths:
            raise FormRefusal(404, "lost", path=folder)
        slug = folder.rpartition("/")[2]
        address = address_of(content, slug)
        plan = MovePlan(dict.fromkeys(paths), [self.say("removed", folder=folder, count=len(paths))])
        if address in reading.listed.published and address not in reading.listed.moved:
            if content.kind in COLLECTIONS.values():
                raise FormRefusal(409, "published-not-removed")
            text = self.store.read([REDIRECTS], draft).get(REDIRECTS, b"").decode("utf-8", "surrogateescape")
            made = _with_lines(text, "gone", [f"  - /{address}"])
            plan.changes[REDIRECTS] = made.encode("utf-8", "surrogateescape")
            plan.sentences.append(self.say("gone", address=f"/{address}"))
        return self._tried(plan, [folder], draft)

    # ---- taken back

    def withdrawn(self, folder: str) -> tuple[list[str], list[str]]:
        """Takes an item, or a person's consent, back at once; gives what was done, and what is left to do.

        Raises FormRefusal, Misuse.
        """
        root, reading = self._files(), self.shadow.base()
        library, reference = reading.library, folder.rpartition("/")[2]
        if folder.startswith(f"{CONSENTS}/"):
            uses, places = withdrawal.lift(root, library, reference, library.today)
            paths = [use.path for use in uses]
            done = [self.say("lifted", reference=reference, count=len(paths)), *paths]
            left = [self.say("files-left", paths=", ".join(files))] if (files := _left(root, paths)) else []
            return done, [*left, *self._places(places)]
        report = withdrawal.withdraw(root, library, _item(library, folder), library.today)
        done = [self.say("withdrawn", folder=folder, count=len(report.removed)), *report.removed]
        left = [self.say("carried-out", number=number) for number in report.issues]
        left += [self.say("carried-draft", number=number) for number in report.drafts]
        left += self._places(report.places)
        return done, [*left, *([self.say("history", count=report.commits)] if report.commits > 0 else [])]

    def to_withdraw(self, folder: str) -> list[str]:
        """What would be done, in words. Raises FormRefusal, Misuse."""
        root, reading = self._files(), self.shadow.base()
        if folder.startswith(f"{CONSENTS}/"):
            uses = withdrawal.uses_of(root, reading.library, folder.rpartition("/")[2])
            named = ", ".join(use.path for use in uses) or "–"
            return [self.say("to-lift", reference=folder.rpartition("/")[2], paths=named)]
        item = _item(reading.library, folder)
        if item.kind not in COLLECTIONS.values():
            raise FormRefusal(409, "not-withdrawn")
        return [self.say("to-withdraw", folder=folder)]

    def _files(self) -> Path:
        if not isinstance(self.store, Folder):
            raise FormRefusal(409, "not-in-drafts")
        return self.store.root

    def _places(self, places: Sequence[Mention]) -> list[str]:
        return [self.say("places", count=len(places)), *map(str, places)] if places else []

    def _tried(self, plan: MovePlan, own: list[str], draft: str) -> MovePlan:
        """The plan with what the checker says that it would break."""
        before, after = self.shadow.tried(plan.changes, draft)
        for problem in problems_told(before, after, [], self.language):
            if not problem["warning"] and not any(problem["path"].startswith(f"{name}/") for name in own):
                plan.stops = True
                line = f":{problem['line']}" if problem["line"] else ""
                plan.warnings.append(f"{problem['path']}{line}: {problem['message']}")
        return plan


def _left(root: Path, paths: list[str]) -> list[str]:
    return withdrawal.left_behind(root, paths)


def _item(library: Library, folder: str) -> Item:
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


def _moved(path: str, item: Item, slug: str) -> str:
    """Where a file lies once the item is called otherwise."""
    inside = path.removeprefix(f"{item.folder}/")
    return path if inside == path else f"{item.folder.rpartition('/')[0]}/{slug}/{inside}"


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
