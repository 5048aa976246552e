"""The immutable whole: every item, found by kind and slug, with what follows from it.

Counts, members at a date, hubs, neighbours and addresses are derived here and typed nowhere. "Today" is a value that
the library is made with.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import Enum
from functools import cached_property
from typing import Final, NamedTuple, TypeVar, cast
from unicodedata import combining, normalize

from .dates import PartialDate
from .digests import digest_of
from .markup import Finding
from .model import (
    AnyData,
    AnyText,
    Caption,
    Consent,
    ContentType,
    Event,
    Gather,
    Issue,
    Kind,
    Medium,
    Member,
    Page,
    Partner,
    PartnerRole,
    Photo,
    Programme,
    Publication,
    Query,
    Record,
    Statement,
    Story,
    StoryText,
)
from .revisions import original

R = TypeVar("R", bound=Record)
COLLECTIONS: Final = {"stories": Kind.STORY, "events": Kind.EVENT, "statements": Kind.STATEMENT}
"""What an issue may hold, by the first part of its address."""
HOME: Final = "home"
ABOUT: Final = "about"
ACCESSIBILITY: Final = "accessibility"
GLOSSARY: Final = "about/glossary/"
TRANSLATIONS: Final = "about/translations/"
REACH: Final = timedelta(days=92)
"""How far before the last issue the next one looks for what no issue has."""


@dataclass(frozen=True)
class Text:
    """What one language says of an item. The HTML of the body is kept apart, under `digest`."""

    language: str
    path: str
    front: AnyText
    has_body: bool
    excerpt: str
    findings: tuple[Finding, ...]
    digest: str
    anchors: tuple[str, ...] = ()
    """What stands behind # in an address of one of its headings."""
    translates: str = ""
    """For a translation: the revision of the original that it renders."""
    is_stale: bool = False
    """Whether the original has changed since."""

    @property
    def title(self) -> str:
        """What the item is called in this language: its name where it has one, else its title."""
        return str(getattr(self.front, "name", None) or getattr(self.front, "title", ""))

    @property
    def body(self) -> str:
        """The digest of the body, or nothing where there is none."""
        return self.digest if self.has_body else ""

    @property
    def bodies(self) -> tuple[str, ...]:
        """The same, as a page view lists what it shows."""
        return (self.digest,) if self.has_body else ()

    @property
    def pictured(self) -> frozenset[str]:
        """The names of the photos that stand in the body."""
        return frozenset(found.value for found in self.findings if found.kind == "image")


@dataclass(frozen=True)
class Telling:
    """Words of an item that may tell who a child is (`identifying.told`), and where they stand."""

    path: str
    rule: str
    words: str
    line: int
    column: int
    field: str
    is_whole: bool = False
    """Whether a whole name stands beside a child's age, as it may in no text that no office has read."""


@dataclass(frozen=True)
class Item:
    """One folder: its data and its texts by language. `owner` is the folder around it, for a statement."""

    content: ContentType
    slug: str
    folder: str
    data: AnyData
    texts: Mapping[str, Text]
    files: Mapping[str, str]
    """Pictures of the folder: name → digest of the bytes."""
    owner: str = ""
    face: bytes = b""
    """Digest of whatever others may show of it: its fields, the excerpts of its texts, its pictures."""
    digest: bytes = b""
    """Digest of all that its own page shows of it: the same, and the bodies."""
    seal: str = ""
    """Digest of all that was written in its folder, wherever that lies."""
    kept_by: str = ""
    """The slug of the published issue whose copy of an item this is; for the item itself, nothing."""
    publication: Publication | None = None
    """For an issue that is out: what it was made from."""
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Width and height in pixels of each picture, as a viewer would show it."""
    telling: tuple[Telling, ...] = ()
    """Words of its files that may tell who a child is. But for whole names, they matter only where one is shown."""
    words: str = ""
    """A digest of all that readers get to read of it, signs and all: what someone who answers for it has read."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """For an issue: a digest of each part that must not change once it is out, by name (`freeze.parts_of`)."""

    @property
    def kind(self) -> Kind:
        return self.content.kind

    @property
    def data_path(self) -> str:
        return f"{self.folder}/{self.content.data_file}"

    @cached_property
    def address(self) -> str:
        """Address of its page, below the root of a language; the same in every language."""
        return address_of(self.content, self.slug)

    def record(self, kind: type[R]) -> R:
        """Its data, as the type that the caller knows it to be."""
        assert isinstance(self.data, kind)
        return self.data

    def described_photos(self, text: Text) -> Iterator[tuple[Photo, Caption]]:
        """The photos that may be shown with a text, in order: those that it describes, each with its description."""
        captions = {caption.file: caption for caption in getattr(text.front, "captions", ())}
        for photo in getattr(self.data, "photos", ()):
            if photo.file in captions:
                yield photo, captions[photo.file]

    def text(self, language: str, order: Iterable[str]) -> Text:
        """The text in `language`, else in the first language of `order` that it has."""
        for choice in (language, *order):
            if choice in self.texts:
                return self.texts[choice]
        return next(iter(self.texts.values()))


def address_of(content: ContentType, slug: str) -> str:
    """The address of the page of an item, below the root of a language."""
    if content.kind is Kind.PAGE and slug in (HOME, ABOUT):
        return "" if slug == HOME else "about/"
    return content.address.format(slug=slug)


class Membership(Enum):
    """Whether a municipality was a member on a day, as far as the records tell."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def membership(member: Member, day: date) -> Membership:
    """What the record of `member` says about `day`; where the date of joining is unknown, so is the answer."""
    if member.left and member.left.last_day <= day:
        return Membership.NO
    if member.joined:
        return Membership.YES if member.joined.first_day <= day else Membership.NO
    if member.joined_by and member.joined_by.last_day <= day:
        return Membership.YES
    if member.joined_after and day <= member.joined_after.last_day:
        return Membership.NO
    return Membership.UNKNOWN


@dataclass(frozen=True, slots=True)
class MembersAt:
    """Members on a day: those on record, and those whose date of joining is not on record but who may have been."""

    certain: tuple[Item, ...]
    possible: tuple[Item, ...]

    @property
    def all(self) -> tuple[Item, ...]:
        return tuple(sorted(self.certain + self.possible, key=lambda item: item.slug))


def _alphabetical(name: str) -> str:
    """A key by which names sort as in a directory: capitals and accents make no difference."""
    return "".join(letter for letter in normalize("NFD", name.casefold()) if not combining(letter))


@dataclass(frozen=True, slots=True)
class MemberContent:
    """All that concerns a member, newest first."""

    statements: tuple[Item, ...]
    stories: tuple[Item, ...]
    events: tuple[Item, ...]
    issues: tuple[Item, ...]


_DATED: Final = (Story, Statement, Issue)
"""A tuple, since many items are asked: a union of types takes five times as long to ask."""
_NAMING: Final = (Story, Event)


def when(item: Item) -> PartialDate | None:
    """The date by which an item stands in a list."""
    data = item.data
    if isinstance(data, Event):
        return data.start or data.reported
    return data.date if isinstance(data, _DATED) else None


def _newest_first(items: Iterable[Item]) -> tuple[Item, ...]:
    by_slug = sorted(items, key=lambda item: item.slug)
    return tuple(sorted(by_slug, key=lambda item: date_key(when(item)), reverse=True))


def date_key(day: PartialDate | None) -> str:
    """Sorts what has no date before all that has one."""
    return day.sort_key if day else ""


def withdrawn(item: Item) -> PartialDate | None:
    """When an item was taken back, if it was."""
    return item.data.withdrawn if isinstance(item.data, Story | Event | Statement) else None


def gathered(library: Library, issue: Item) -> Issue:
    """The data of `issue` with the items that its queries find in `library`, none of them twice."""
    data = issue.record(Issue)
    taken = {name for section in data.sections for name in section.items}
    sections = []
    for section in data.sections:
        if section.query and not section.items:
            names = tuple(name for name in _found(library, issue, section.query) if name not in taken)
            names = names[: section.query.limit]
            taken.update(names)
            section = section.model_copy(update={"items": names})  # noqa: PLW2901 - the same section, filled
        sections.append(section)
    return data.model_copy(update={"sections": tuple(sections)})


def published_since(
    library: Library, number: int, until: PartialDate, kind: Gather, since: PartialDate | None = None
) -> Iterable[str]:
    """References to items of a kind that came out up to a day and not before `since`, newest first.

    Without `since` to those that no issue before `number` holds and that may have come out after the last of these,
    or not longer than REACH before it: what was written down late goes into the next issue.
    """
    earlier = [other for other in library.issues if other.record(Issue).number < number]
    held = {item.address for other in earlier for item in library.contents(other)} if since is None else set()
    last = max((other.record(Issue).date for other in earlier), default=None, key=lambda day: day.sort_key)
    start = since.first_day if since else last.first_day - REACH if last else date.min
    for item in _of_kind(library, kind):
        day = when(item)
        if day and day.last_day >= start and day.first_day <= until.last_day and item.address not in held:
            yield item.address.rstrip("/")


def moved_on(library: Library) -> dict[str, tuple[str, ...]]:
    """Published issue → the items that have changed since, which it shows as they were."""
    found = {}
    for issue in library.issues:
        seals = {seal.item: seal.digest for seal in issue.publication.items} if issue.publication else {}
        shown = library.contents(issue) if seals else ()
        changed = [item.address.rstrip("/") for item in shown if seals.get(item.folder, item.seal) != item.seal]
        if changed:
            found[issue.slug] = tuple(changed)
    return found


def _of_kind(library: Library, kind: Gather) -> Iterable[Item]:
    if kind is Gather.STORIES:
        return library.stories
    if kind is Gather.EVENTS:
        return _newest_first(library.items(Kind.EVENT))
    owners = Kind.MEMBER if kind is Gather.MAYORS else Kind.PARTNER
    return (item for item in library.statements if library.get(owners, item.owner))


def _found(library: Library, issue: Item, query: Query) -> Iterable[str]:
    data = issue.record(Issue)
    for name in published_since(library, data.number, data.date, query.gather, query.since):
        item = library.find(name)
        assert item is not None
        about = (item.owner,) if isinstance(item.data, Statement) else getattr(item.data, "members", ())
        themes = getattr(item.data, "themes", ())
        if (not query.theme or query.theme in themes) and (not query.member or query.member in about):
            yield name


class Lapse(NamedTuple):
    """A consent that does not hold, or will not for long, and what it was for: a photo of an item, or its text."""

    item: Item
    """As it was written, before anything was left out."""
    consent: str
    file: str
    """The photo; nothing where the text itself is about the person."""
    takes_all: bool
    """Whether the whole page goes: the text is about the person, or shows the photo."""

    @property
    def route(self) -> tuple[str | int, ...]:
        """Where the item's data name the consent."""
        data = self.item.data
        assert isinstance(data, Story | Event)
        if not self.file:
            return ("people", data.people.index(self.consent))
        number = next(number for number, photo in enumerate(data.photos) if photo.file == self.file)
        return ("photos", number, "people", data.photos[number].people.index(self.consent))


def lapses(item: Item, ended: AbstractSet[str]) -> list[Lapse]:
    """What is left out of an item without these consents."""
    data = item.data
    if not isinstance(data, Story | Event) or data.withdrawn:
        return []
    in_texts = {found.value for text in item.texts.values() for found in text.findings}
    gone = [Lapse(item, name, "", True) for name in data.people if name in ended]
    for photo in data.photos:
        gone += [Lapse(item, name, photo.file, photo.file in in_texts) for name in photo.people if name in ended]
    return gone


def _without_photos(item: Item, names: AbstractSet[str]) -> Item:
    data = item.data
    assert isinstance(data, Story | Event)
    digests = (item.face, item.digest, sorted(names))
    texts = {
        language: replace(text, front=text.front.model_copy(update={"captions": _of_others(text.front, names)}))
        for language, text in item.texts.items()
    }
    return replace(
        item,
        data=data.model_copy(update={"photos": tuple(photo for photo in data.photos if photo.file not in names)}),
        texts=texts,
        files={name: digest for name, digest in item.files.items() if name not in names},
        face=digest_of(digests[::2]),
        digest=digest_of(digests[1:]),
    )


def _of_others(front: AnyText, names: AbstractSet[str]) -> tuple[Caption, ...]:
    return tuple(caption for caption in cast(StoryText, front).captions if caption.file not in names)


class Library:
    """Every item of a site on a day. `languages` are in the order of preference; the first is the site's own."""

    def __init__(
        self,
        items: Iterable[Item],
        languages: tuple[str, ...],
        today: date,
        consents: Mapping[str, Consent] | None = None,
    ) -> None:
        """`consents` are the records by reference: what one of them covers is there only as long as it holds."""
        self.languages, self.today, self.consents = languages, today, consents or {}
        void = frozenset(name for name, consent in self.consents.items() if not consent.holds(today))
        self.lapsed: list[Lapse] = []
        """What is left out since a consent ended, or has not begun."""
        if void:
            items = [self._as_consented(item, void) for item in items]
        self._by_slug: dict[Kind, dict[str, Item]] = {kind: {} for kind in Kind}
        self._kept: defaultdict[str, dict[tuple[Kind, str], Item]] = defaultdict(dict)
        self._withdrawn: dict[tuple[Kind, str], Item] = {}
        self._closed: set[str] = set()
        for item in items:
            if item.kept_by and self.lapsed and not item.texts:
                self._closed.add(item.folder)
            elif item.kept_by:
                self._kept[item.kept_by][item.kind, item.slug] = item
            elif withdrawn(item):
                self._withdrawn[item.kind, item.slug] = item
            else:
                self._by_slug[item.kind][item.slug] = item
        self._made_hubs: dict[str, MemberContent] = {}
        self._kinds = {kind: tuple(found.values()) for kind, found in self._by_slug.items()}
        self._gather_issues()

    def _as_consented(self, item: Item, void: AbstractSet[str]) -> Item:
        """An item without the photos of those whose consent does not hold; taken back as a whole where it takes all."""
        gone = lapses(item, void)
        self.lapsed += gone
        whole = [lapse.consent for lapse in gone if lapse.takes_all]
        if whole:
            record = self.consents[whole[-1]]
            day = record.withdrawn or record.expires or record.given
            data = item.data.model_copy(update={"withdrawn": day})
            return replace(item, data=data, texts={}, files={})
        return _without_photos(item, {lapse.file for lapse in gone}) if gone else item

    def ending(self, within: timedelta) -> list[Lapse]:
        """What will be left out within that time, since a consent runs out, unless the person gives it anew."""
        last = self.today + within
        soon = {name for name, record in self.consents.items() if record.expires and record.expires.last_day <= last}
        soon = {name for name in soon if self.consents[name].holds(self.today)}
        kept = (item for found in self._kept.values() for item in found.values())
        return [lapse for item in (*self.everything(), *kept) for lapse in lapses(item, soon)] if soon else []

    def may(self, people: Iterable[str], medium: Medium) -> bool:
        """Whether all of them agreed to be shown there."""
        return all(name in self.consents and medium in self.consents[name].scope for name in people)

    def _gather_issues(self) -> None:
        """Puts into each issue's sections what their queries find, so that all others need know of lists alone."""
        asking = [
            issue for issue in self._kinds[Kind.ISSUE] if any(section.query for section in issue.record(Issue).sections)
        ]
        for issue in sorted(asking, key=lambda item: item.record(Issue).number):
            full = replace(issue, data=gathered(self, issue))
            self._by_slug[Kind.ISSUE][issue.slug] = full
            self._kinds[Kind.ISSUE] = tuple(full if one is issue else one for one in self._kinds[Kind.ISSUE])
            vars(self).pop("issues", None)  # the next one asks what this one holds

    def withdrawn(self, reference: str) -> Item | None:
        """The item of that reference, where someone took it back: all that may be said of it is when."""
        collection, _, slug = reference.partition("/")
        return self._withdrawn.get((COLLECTIONS[collection], slug))

    def withdrawn_items(self) -> Iterable[Item]:
        """All that was taken back."""
        return self._withdrawn.values()

    def kept(self, issue: Item) -> Mapping[tuple[Kind, str], Item]:
        """The items that an issue keeps as they were when it was published, but for those withdrawn since."""
        found = self._kept.get(issue.slug, {})
        return {key: item for key, item in found.items() if key not in self._withdrawn}

    def all_kept(self) -> Iterable[Item]:
        """What all issues keep, and may still show."""
        return (item for issue in self._kinds[Kind.ISSUE] for item in self.kept(issue).values())

    def is_closed(self, folder: str) -> bool:
        """Whether a kept copy is not shown any more since a consent ended."""
        return folder in self._closed

    def kept_though_withdrawn(self) -> Iterable[Item]:
        """What lies in the folders of issues and must not be shown any more."""
        return (item for kept in self._kept.values() for key, item in kept.items() if key in self._withdrawn)

    def as_published(self, issue: Item) -> Library:
        """This library with the items of `issue` as they were when it was published; itself, where it is not yet.

        Lists of all items of a kind stay those of today.
        """
        kept = self.kept(issue)
        if issue.publication is None or not kept:
            return self
        then = copy.copy(self)
        touched = {kind for kind, _ in kept}
        then._by_slug = {kind: dict(found) if kind in touched else found for kind, found in self._by_slug.items()}
        for (kind, slug), item in kept.items():
            then._by_slug[kind][slug] = item
        return then

    def __len__(self) -> int:
        return sum(map(len, self._kinds.values()))

    def get(self, kind: Kind, slug: str) -> Item | None:
        """The item of that kind and slug, or None."""
        return self._by_slug[kind].get(slug)

    def items(self, kind: Kind) -> tuple[Item, ...]:
        """All items of a kind, in the order of their folders."""
        return self._kinds[kind]

    def everything(self) -> Iterable[Item]:
        """All items of all kinds."""
        return [item for items in self._kinds.values() for item in items]

    def original(self, item: Item) -> str:
        """The language that an item was written in."""
        return original({language: text.translates for language, text in item.texts.items()}, self.languages)

    @cached_property
    def records_translations(self) -> bool:
        """Whether any text says what it is a translation of: a site where none does needs no page about them."""
        several = (item.texts.values() for item in self.everything() if len(item.texts) > 1)
        return any(text.translates for texts in several for text in texts)

    def find(self, reference: str) -> Item | None:
        """The item that an issue's `stories/slug`, `events/slug` or `statements/slug` names."""
        collection, _, slug = reference.partition("/")
        return self.get(COLLECTIONS[collection], slug)

    def party(self, slug: str) -> Item | None:
        """Who can hold an event: a member, a partner or a body."""
        return self.get(Kind.MEMBER, slug) or self.get(Kind.PARTNER, slug) or self.get(Kind.PROGRAMME, slug)

    def cities_of(self, item: Item) -> tuple[Item, ...]:
        """The members that an item is about: those that a story or event names, whoever speaks, a member itself."""
        data = item.data
        if isinstance(data, Member):
            return (item,)
        slugs = data.members if isinstance(data, Story | Event) else [item.owner] if isinstance(data, Statement) else []
        return tuple(member for slug in slugs if (member := self.get(Kind.MEMBER, slug)))

    def choose(self, item: Item, language: str) -> Text:
        """The item's text in `language`, or the one that stands in for it."""
        return item.text(language, self.languages)

    def members_at(self, day: date) -> MembersAt:
        """The members on `day`, as far as the records tell."""
        sorted_out: defaultdict[Membership, list[Item]] = defaultdict(list)
        for item in self.items(Kind.MEMBER):
            sorted_out[membership(item.record(Member), day)].append(item)
        return MembersAt(tuple(sorted_out[Membership.YES]), tuple(sorted_out[Membership.UNKNOWN]))

    @cached_property
    def members_today(self) -> tuple[Item, ...]:
        """Who is a member now: everyone with a folder who has not left and does not join later."""
        return self.members_at(self.today).all

    @cached_property
    def stories(self) -> tuple[Item, ...]:
        return _newest_first(self.items(Kind.STORY))

    @cached_property
    def statements(self) -> tuple[Item, ...]:
        return _newest_first(self.items(Kind.STATEMENT))

    @cached_property
    def issues(self) -> tuple[Item, ...]:
        return _newest_first(self.items(Kind.ISSUE))

    @cached_property
    def coming_events(self) -> tuple[Item, ...]:
        """Events that have not ended, the next one first."""
        return tuple(reversed(_newest_first(item for item in self.items(Kind.EVENT) if self.is_coming(item))))

    @cached_property
    def past_events(self) -> tuple[Item, ...]:
        """Events that are over, the latest first."""
        return _newest_first(item for item in self.items(Kind.EVENT) if not self.is_coming(item))

    def is_coming(self, item: Item) -> bool:
        """Whether an event has not ended; one without a date on record has."""
        event = item.record(Event)
        last = event.end or event.start
        return last is not None and last.last_day >= self.today

    @cached_property
    def _member_contents(self) -> Mapping[str, tuple[list[Item], list[Item]]]:
        hubs: defaultdict[str, tuple[list[Item], list[Item]]] = defaultdict(lambda: ([], []))
        for story in self.stories:
            for slug in story.record(Story).members:
                hubs[slug][0].append(story)
        for event in _newest_first(self.items(Kind.EVENT)):
            data = event.record(Event)
            for slug in dict.fromkeys((*data.members, *data.organisers)):
                hubs[slug][1].append(event)
        return hubs

    @cached_property
    def _voices(self) -> Mapping[str, list[Item]]:
        voices: defaultdict[str, list[Item]] = defaultdict(list)
        for statement in self.statements:
            voices[statement.owner].append(statement)
        return voices

    def member_content(self, member: Item) -> MemberContent:
        """What concerns `member`; an issue does where one of its items does."""
        if member.slug not in self._made_hubs:
            self._made_hubs[member.slug] = self._make_member_content(member)
        return self._made_hubs[member.slug]

    def _make_member_content(self, member: Item) -> MemberContent:
        stories, events = self._member_contents.get(member.slug, ([], []))
        statements = self._voices.get(member.slug, [])
        mine = {item.slug for item in (*statements, *stories, *events)}
        issues = [issue for issue in self.issues if any(item.slug in mine for item in self.contents(issue))]
        return MemberContent(tuple(statements), tuple(stories), tuple(events), tuple(issues))

    def statements_of(self, slug: str) -> tuple[Item, ...]:
        """What the mayor of a member, or the head of a partner, has said; newest first."""
        return tuple(self._voices.get(slug, ()))

    def contents(self, issue: Item) -> tuple[Item, ...]:
        """The items of an issue in order."""
        found = (self.find(name) for section in issue.record(Issue).sections for name in section.items)
        return tuple(item for item in found if item is not None)

    @cached_property
    def _mentions(self) -> Mapping[str, tuple[Item, ...]]:
        mentions: defaultdict[str, list[Item]] = defaultdict(list)
        for issue in self.issues:
            for item in self.contents(issue):
                mentions[item.address].append(issue)
        return {address: tuple(issues) for address, issues in mentions.items()}

    def issues_with(self, item: Item) -> tuple[Item, ...]:
        """The issues in which an item stands."""
        return self._mentions.get(item.address, ())

    def related(self, item: Item) -> list[Item | None]:
        """Those that a story, event or statement names, in the order in which it does, and the issues that carry it.

        None stands for a name without an item, such as the network's own.
        """
        data = item.data
        found: list[Item | None] = []
        if isinstance(data, _NAMING):  # map, since every story is asked in every build
            found.extend(map(self._by_slug[Kind.MEMBER].get, data.members))
            found.extend(map(self._by_slug[Kind.PROGRAMME].get, data.programmes))
            found.extend(map(self.party, data.partners))
        if isinstance(data, Event):
            found.extend(map(self.party, data.organisers))
        elif isinstance(data, Statement):
            found.append(self.party(item.owner))
        source = getattr(data, "source", None)
        if source and source.newsletter:
            found.append(self.get(Kind.ISSUE, str(source.newsletter)))
        found.extend(self.issues_with(item))
        return found

    @cached_property
    def _stories_by(self) -> Mapping[str, Mapping[str | int, tuple[Item, ...]]]:
        """Facet → value → stories, newest first."""
        found: dict[str, defaultdict[str | int, list[Item]]] = {
            name: defaultdict(list) for name in ("theme", "programme", "year")
        }
        for story in self.stories:
            data = story.record(Story)
            for theme in data.themes:
                found["theme"][theme].append(story)
            for programme in data.programmes:
                found["programme"][programme].append(story)
            found["year"][data.date.year].append(story)
        return {name: {value: tuple(items) for value, items in values.items()} for name, values in found.items()}

    def stories_of(self, facet: str, value: str | int) -> tuple[Item, ...]:
        """Stories of a `theme`, `programme` or `year`, newest first."""
        return self._stories_by[facet].get(value, ())

    @property
    def story_years(self) -> tuple[int, ...]:
        """The years in which stories were published, newest first."""
        return tuple(sorted((int(year) for year in self._stories_by["year"]), reverse=True))

    def events_of(self, programme: str) -> tuple[Item, ...]:
        """Events of a programme, newest first."""
        return _newest_first(e for e in self.items(Kind.EVENT) if programme in e.record(Event).programmes)

    def involving(self, partner: str) -> tuple[Item, ...]:
        """Stories and events in which a partner took part, newest first."""
        return _newest_first(self._involved.get(partner, ()))

    @cached_property
    def _involved(self) -> Mapping[str, list[Item]]:
        involved: defaultdict[str, list[Item]] = defaultdict(list)
        for item in (*self.items(Kind.STORY), *self.items(Kind.EVENT)):
            data = item.data
            if isinstance(data, Story | Event):
                organisers = data.organisers if isinstance(data, Event) else ()
                for slug in dict.fromkeys((*data.partners, *organisers)):
                    involved[slug].append(item)
        return involved

    @cached_property
    def pages(self) -> tuple[Item, ...]:
        """Pages about the network, in the order of their menu."""
        return tuple(sorted(self.items(Kind.PAGE), key=lambda item: (item.record(Page).order, item.slug)))

    def named(self, items: Iterable[Item], language: str) -> tuple[Item, ...]:
        """Members, partners or programmes in the order of their names."""
        return tuple(
            sorted(items, key=lambda item: _alphabetical(getattr(self.choose(item, language).front, "name", "")))
        )

    def partners(self, language: str) -> tuple[Item, ...]:
        """Partners by role, then by name."""
        named = self.named(self.items(Kind.PARTNER), language)
        return tuple(sorted(named, key=lambda item: list(PartnerRole).index(item.record(Partner).role)))

    def grants(self, item: Item) -> tuple[Item, ...]:
        """The programmes of an item whose grant asks to be named with it."""
        slugs = item.data.programmes if isinstance(item.data, Story | Event) else ()
        found = (self.get(Kind.PROGRAMME, slug) for slug in slugs)
        return tuple(programme for programme in found if programme and programme.record(Programme).grant)
