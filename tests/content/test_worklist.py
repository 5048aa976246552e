"""What waits: each rule finds what it is for, and nothing where there is nothing to do."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from string import Formatter
from typing import Any

import pytest

from gazette.content.dates import PartialDate
from gazette.content.library import COORDINATORS, Item, Library, Text
from gazette.content.link_record import FailedLink
from gazette.content.markup import Finding
from gazette.content.model import (
    CONTENT_TYPES,
    Caption,
    Consent,
    Document,
    DocumentText,
    Event,
    EventText,
    Kind,
    Member,
    MemberText,
    Page,
    PageText,
    Practice,
    PracticeText,
    Statement,
    StatementText,
    Story,
    StoryText,
)
from gazette.content.wording import MESSAGE_LANGUAGES, read_words
from gazette.content.worklist import RULES, Outside, Task, WorkKind, owners_of, proposal_of, worklists
from gazette.render.words import Words
from gazette.render.worklist import CATALOGUE, edit_address, in_words
from tests.support.contexts import context

TODAY = date(2026, 11, 22)
LONG = "word " * 60
TOWN = {"name": "North", "official_name": "Municipality of North"}
FRONTS: dict[Kind, Callable[..., Any]] = {
    Kind.STORY: lambda **more: StoryText(title="Garden", summary="A garden.", **more),
    Kind.EVENT: lambda **more: EventText(title="Open day", summary="A day.", **more),
    Kind.STATEMENT: lambda **more: StatementText(
        person="A Mayor", offices=("Mayor",), title="Words", summary="Words.", **more
    ),
    Kind.DOCUMENT: lambda **more: DocumentText(title="Report", summary="A report.", **more),
    Kind.PAGE: lambda **more: PageText(title="A page", summary="A page.", **more),
    Kind.MEMBER: lambda **more: MemberText(**TOWN, **more),
}
ADDRESS = "https://www.example.org/page"


def item(data: Any, slug: str = "thing", owner: str = "", texts: Mapping[str, Any] | None = None, **more: Any) -> Item:
    """An item with a text in both languages, the second a translation; `texts` changes what they say."""
    kind = Kind(type(data).__name__.lower())
    content = next(one for one in CONTENT_TYPES if one.kind is kind)
    said = {"el": {}, "en": {"translates": "9f86d081"}} if texts is None else texts
    made = {}
    for language, changes in said.items():
        front = FRONTS[kind](**changes.get("front", {}))
        known = {name: value for name, value in changes.items() if name != "front"}
        text = Text(language, f"{slug}/{language}.md", front, True, "", (), f"{slug}-{language}", length=60)
        made[language] = replace(text, **known)
    return Item(content, slug, slug, data, made, {}, owner, **more)


def member(slug: str = "north", texts: Mapping[str, Any] | None = None, **facts: Any) -> Item:
    whole = {"region": "epirus", "coordinates": {"latitude": 39, "longitude": 21}, **facts}
    return item(Member.model_validate(whole), slug, texts=texts)


def story(texts: Mapping[str, Any] | None = None, slug: str = "thing", **facts: Any) -> Item:
    whole = {"date": "2026-02", "members": ["north"], "themes": ["employment"], **facts}
    return item(Story.model_validate(whole), slug, texts=texts)


def event(texts: Mapping[str, Any] | None = None, slug: str = "thing", **facts: Any) -> Item:
    whole = {"kind": "meeting", "organisers": ["north"], "start": "2026-05-03", **facts}
    return item(Event.model_validate(whole), slug, texts=texts)


def found(kind: WorkKind, *items: Item, outside: Outside | None = None, **more: Any) -> list[Task]:
    """The tasks of a kind in a library of these items, and of a town with everything on record."""
    reached = {"contact": {"phone": "+30 210 0000000", "confirmed": "2026-11"}}
    town = [] if any(one.kind is Kind.MEMBER for one in items) else [member(**reached)]
    library = Library([*town, *items], ("el", "en"), TODAY, more.get("consents"))
    return list(RULES[kind](library, outside or Outside()))


PHOTO = {"file": "a.jpg", "credit": "North", "people": "none"}
SHOWN = {"file": "a.jpg", "credit": "North", "people": ["c-0042"]}
DESCRIBED = {"front": {"captions": (Caption(file="a.jpg", alt="A bed of onions"),)}}
CONTACT = {"phone": "+30 210 0000000"}
SERVICE = {"name": "school", "kind": "greek-lessons"}
TRANSLATED = {"translates": "9f86d081"}
CASES: dict[str, tuple[WorkKind, Item, Item, tuple[str | int, ...]]] = {
    # kind, an item that waits, one that does not, the field that the task is at
    "untranslated": (WorkKind.UNTRANSLATED, story({"el": {}}), story(), ()),
    "behind": (WorkKind.BEHIND, story({"el": {}, "en": {**TRANSLATED, "is_stale": True}}), story(), ("translates",)),
    "unrecorded": (WorkKind.UNRECORDED, story({"el": {}, "en": {}}), story({"el": {}}), ("translates",)),
    "undescribed": (
        WorkKind.UNDESCRIBED,
        story({"el": DESCRIBED, "en": TRANSLATED}, photos=[PHOTO]),
        story({"el": DESCRIBED, "en": {**DESCRIBED, **TRANSLATED}}, photos=[PHOTO]),
        ("captions",),
    ),
    "hard": (WorkKind.HARD, story({"el": {"is_hard": True}}), story(), ("body",)),
    "no profile": (WorkKind.NO_PROFILE, member(texts={"el": {"length": 39}}), member(), ("body",)),
    "no profile at all": (
        WorkKind.NO_PROFILE, member(texts={"el": {"length": 0, "has_body": False}}),
        member(texts={"el": {"length": 0}, "en": {"length": 40}}), ("body",),
    ),
    "note": (WorkKind.UNCONFIRMED_NOTE, story({"el": {"to_confirm": ("Spelling to be confirmed",)}}), story(), ()),
    "no contact": (WorkKind.NO_CONTACT, member(), member(contact=CONTACT), ("contact",)),
    "no contact of the network": (
        WorkKind.NO_CONTACT, item(Page(order=1), "contact"), item(Page(order=1, phone="+30 210 0000000"), "contact"),
        ("contact",),
    ),
    "office": (
        WorkKind.UNCONFIRMED_CONTACT, member(contact=CONTACT), member(contact={**CONTACT, "confirmed": "2025-12"}),
        ("contact", "confirmed"),
    ),
    "office of long ago": (
        WorkKind.UNCONFIRMED_CONTACT, member(contact={**CONTACT, "confirmed": "2025-10"}), member(),
        ("contact", "confirmed"),
    ),
    "service": (
        WorkKind.UNCONFIRMED_CONTACT, member(services=[SERVICE]),
        member(services=[{**SERVICE, "confirmed": "2026-10"}]), ("services", 0, "confirmed"),
    ),
    "office of a practice": (
        WorkKind.UNCONFIRMED_CONTACT, story(practice={"phone": "+30 210 0000000"}),
        story(practice={"phone": "+30 210 0000000", "confirmed": "2026-10"}), ("practice", "confirmed"),
    ),
    "unreviewed": (
        WorkKind.UNREVIEWED, item(Page(order=1)), item(Page(order=1, reviewed=PartialDate(2025, 11, 23))),
        ("reviewed",),
    ),
    "reviewed long ago": (
        WorkKind.UNREVIEWED, item(Page(order=1, reviewed=PartialDate(2025, 11, 21))),
        item(Page(order=1, reviewed=PartialDate(2025))), ("reviewed",),
    ),
    "no write-up": (WorkKind.NO_WRITE_UP, event(), event(start="2026-11-22"), ("source",)),
    "no write-up of a day in a year": (WorkKind.NO_WRITE_UP, event(start="2025"), event(start="2026"), ("source",)),
    "statement": (
        WorkKind.INCOMPLETE_STATEMENT,
        item(Statement.model_validate({"date": "2026"}), owner="north"),
        item(Statement.model_validate({"date": "2026", "source": {"newsletter": 2}}), owner="north"), ("source",),
    ),
    "practice": (WorkKind.INCOMPLETE_PRACTICE, story(practice={"staff": 3}), story(), ("practice",)),
    "document": (
        WorkKind.UNREADABLE, item(Document.model_validate({"kind": "report", "publishers": ["north"]})),
        item(Document.model_validate({"kind": "report", "publishers": ["north"], "url": ADDRESS})), ("file",),
    ),
    "names": (
        WorkKind.UNCONFIRMED_NAMES,
        member(names=[{"language": "ar", "name": "ش"}, {"language": "uk", "name": "П", "unconfirmed": "true"}]),
        member(names=[{"language": "ar", "name": "ش"}]), ("names", 1),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_rule_finds_what_waits_and_nothing_else(name: str) -> None:
    kind, waits, done, route = CASES[name]
    [task] = found(kind, waits)
    assert (task.kind, task.item, task.route) == (kind, waits, route)
    assert found(kind, done) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"source": {"newsletter": 2}}, {"reported": "2026-06"}, {"cancelled": "true"}, {"photos": [PHOTO]},
        {"practice": {"results": [{"name": "guests", "figure": "40"}]}},
        {"kind": "call", "deadline": "2026-05-03", "start": None},
    ],
)  # fmt: skip
def test_an_event_that_was_told_of_needs_no_write_up(facts: dict[str, Any]) -> None:
    assert found(WorkKind.NO_WRITE_UP, event(**facts)) == []


@pytest.mark.parametrize(("touched", "waits"), [("2026-05-03", True), ("2026-05-04", False)])
def test_an_event_that_was_changed_afterwards_needs_none(touched: str, waits: bool) -> None:
    outside = Outside(touched={"events/thing/": date.fromisoformat(touched)})
    assert bool(found(WorkKind.NO_WRITE_UP, event(), outside=outside)) is waits


@pytest.mark.parametrize(("expires", "waits"), [("2026-11-22", True), ("2027-01-21", True), ("2027-01-22", False)])
@pytest.mark.parametrize("in_text", [False, True])
def test_a_consent_that_ends_is_told_sixty_days_before(expires: str, waits: bool, in_text: bool) -> None:
    """With the photo, or the page where the text shows it."""
    consent = Consent.model_validate(
        {"given": "2026-01", "scope": ["web"], "shows": ["face"], "expires": expires, "minor": "false", "reviewer": "N"}
    )
    findings = (Finding("image", "a.jpg", 9),) if in_text else ()
    shown = story({"el": {**DESCRIBED, "findings": findings}}, photos=[SHOWN])
    tasks = found(WorkKind.CONSENT_ENDS, shown, consents={"c-0042": consent})
    told = [(task.route, task.facts["part"], str(task.facts["date"])) for task in tasks]
    assert told == ([(("photos", 0, "people", 0), "page" if in_text else "photo", expires)] if waits else [])


def test_a_dead_link_is_told_at_each_place_and_gone_with_it() -> None:
    dead = FailedLink("dead", date(2026, 11, 3), "404")
    outside = Outside(failed={ADDRESS: dead, "https://gone.example.org/": dead})
    leads = {"findings": (Finding("link", ADDRESS, 9), Finding("link", ADDRESS, 11), Finding("link", "/stories/", 12))}
    linked = {"front": {"links": ({"title": "Site", "url": ADDRESS},)}, **TRANSLATED}
    waits = story({"el": leads, "en": linked}, source={"url": ADDRESS})
    tasks = found(WorkKind.DEAD_LINK, waits, outside=outside)
    assert [(task.path, task.route) for task in tasks] == [
        ("thing/story.yml", ("source", "url")), ("thing/el.md", ("body",)), ("thing/en.md", ("links", 0, "url")),
    ]  # fmt: skip
    assert found(WorkKind.DEAD_LINK, story(), outside=outside) == []


def test_words_that_no_one_confirmed_are_the_coordinators_task() -> None:
    [task] = found(WorkKind.UNCONFIRMED_WORDS, story(), outside=Outside(unconfirmed={"theme/strings/uk.yml": 61}))
    assert (task.item, task.path, task.lists, task.language) == (None, "theme/strings/uk.yml", (COORDINATORS,), "uk")


SENT = proposal_of(
    "0a1b2c3d4e5f6071", date(2026, 11, 20),
    {
        "content/stories/new/el.md": "---\ntitle: Ο  νέος   κήπος\n---\n".encode(),
        "content/stories/new/story.yml": b"members: [south, network, gone]\n",
        "content/stories/new/garden.jpg": b"",
        "content/stories/thing/en.md": None,
        "mkdocs.yml": b"site_name: X\n",
    },
)  # fmt: skip


def test_a_proposal_waits_for_those_whom_it_concerns_and_for_the_coordinators() -> None:
    """What is new tells by its own file to whom it belongs, what is published by the library."""
    library = Library(
        [member("north"), member("south"), replace(story(), folder="content/stories/thing")], ("el", "en"), TODAY
    )
    outside = Outside(waiting=(SENT,), submissions="https://write.example.org/")
    own, all_ = RULES[WorkKind.WAITING](library, outside)
    assert (set(own.owners), all_.lists) == ({"north", "south"}, (COORDINATORS,))
    assert (own.item, own.path) == (None, "content/stories/new")
    assert own.facts["title"] == "Ο νέος κήπος, Garden"
    assert edit_address("", own) == "https://write.example.org/proposals/0a1b2c3d4e5f6071/"
    assert edit_address("", all_) == "https://write.example.org/review/0a1b2c3d4e5f6071/"
    assert {edit_address("form/", task) for task in RULES[WorkKind.WAITING](library, Outside(waiting=(SENT,)))} == {""}


def test_a_proposal_that_holds_no_item_is_none() -> None:
    other = proposal_of("x", date(2026, 11, 20), {"mkdocs.yml": b"", "content/stories/new": b""})
    assert found(WorkKind.WAITING, outside=Outside(waiting=(other,))) == []


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"---\n[", b"members: {a: [", b"members: 5\n", b"- x\n", b"&a [*a]\n"])
def test_files_that_cannot_be_read_name_nobody(raw: bytes) -> None:
    files = {"content/stories/new/story.yml": raw, "content/stories/new/el.md": raw}
    [task] = found(WorkKind.WAITING, outside=Outside(waiting=(proposal_of("x", date(2026, 11, 20), files),)))
    assert (task.lists, task.facts["title"]) == ((COORDINATORS,), "new")


def test_each_list_has_its_own() -> None:
    """A story of two towns stands in both; what the network holds, or a town that left, is the coordinators'."""
    items = [
        member("north"), member("south"), member("west", left="2024"),
        story({"el": {}}, "both", members=["north", "south"]), story({"el": {}}, "left", members=["west"]),
        event({"el": {}}, "held", organisers=["network"], members=["north", "south"]),
        event({"el": {}}, "own", organisers=["network", "south"]),
    ]  # fmt: skip
    library = Library(items, ("el", "en"), TODAY)
    lists = {
        name: [task.item.slug for task in tasks if task.item and task.kind is WorkKind.UNTRANSLATED]
        for name, tasks in worklists(library, Outside()).items()
    }
    assert lists == {"north": ["both"], "south": ["both", "own"], COORDINATORS: ["left", "held"]}


def test_who_answers_for_an_item() -> None:
    library = Library([member("north"), member("south")], ("el", "en"), TODAY)
    report = item(Document.model_validate({"kind": "report", "publishers": ["network", "south"]}))
    statement = item(Statement.model_validate({"date": "2026"}), owner="north")
    owners = [owners_of(library, one) for one in (member("north"), report, statement, item(Page(order=1)))]
    assert owners == [("north",), ("south",), ("north",), ()]


def test_every_kind_has_a_rule_and_is_tested() -> None:
    assert list(RULES) == list(WorkKind)
    others = {WorkKind.WAITING, WorkKind.CONSENT_ENDS, WorkKind.DEAD_LINK, WorkKind.UNCONFIRMED_WORDS}
    assert {case[0] for case in CASES.values()} | others == set(WorkKind)


@pytest.mark.parametrize("language", MESSAGE_LANGUAGES)
def test_every_task_has_a_sentence_in_both_languages(language: str) -> None:
    words: Words = context("good").words[language]
    failed = {ADDRESS: FailedLink("dead", date(2026, 11, 3), "404")}
    outside = Outside(failed=failed, unconfirmed={"theme/strings/uk.yml": 1}, waiting=(SENT,))
    items = [case[1] for case in CASES.values()]
    seen = set()
    for number, one in enumerate([*items, story(source={"url": ADDRESS})]):
        library = Library([one], ("el", "en"), TODAY)
        tasks = [task for kind in WorkKind for task in RULES[kind](library, outside)]
        for kind in in_words(library, tasks, words, ""):
            seen.add(kind.kind)
            for shown in kind.tasks:
                assert shown.sentence.endswith((".", "confirmed", ADDRESS)), (number, shown.sentence)
                assert not set("{}") & set(shown.sentence + kind.title + kind.how)
                assert shown.sentence[0].isupper() or shown.sentence[0] in "«“h"
    assert set(WorkKind) - seen == {WorkKind.CONSENT_ENDS}


def test_the_catalogue_says_the_same_in_both() -> None:
    def fields(said: Any) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(said) if name} if isinstance(said, str) else set(said)

    for kind, by_language in read_words(CATALOGUE).items():
        one, other = (by_language[language] for language in MESSAGE_LANGUAGES)
        assert list(one) == list(other), kind
        assert {key: fields(said) - {"n"} for key, said in one.items()} == {
            key: fields(said) - {"n"} for key, said in other.items()
        }, kind


def test_the_form_opens_at_the_field() -> None:
    form = "https://editor.example.org/"
    [task] = found(WorkKind.HARD, story({"el": {"is_hard": True}}))
    assert edit_address(form, task) == "https://editor.example.org/#/edit/thing?at=el/body"
    [task] = found(WorkKind.UNCONFIRMED_CONTACT, member(services=[SERVICE]))
    assert edit_address(form, task) == "https://editor.example.org/#/edit/north?at=services/0/confirmed"
    [task] = found(WorkKind.UNCONFIRMED_WORDS, outside=Outside(unconfirmed={"theme/strings/uk.yml": 61}))
    assert edit_address(form, task) == ""
    assert edit_address("", task) == ""


def test_a_practice_without_gaps_waits_for_nothing() -> None:
    facts = {
        "audiences": ["refugees"], "start": "2026-01", "staff": 2, "cost": {"amount": 0, "year": 2026},
        "phone": "+30 210 0000000", "confirmed": "2026-10",
    }  # fmt: skip
    words = PracticeText(need="N", steps=("S",), outcome="O", difficulties="D", lessons="L")
    whole = story({"el": {"front": {"practice": words}}}, practice=Practice.model_validate(facts).model_dump())
    assert found(WorkKind.INCOMPLETE_PRACTICE, whole) == []
