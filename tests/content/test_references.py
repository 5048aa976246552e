"""What fields say of themselves: whom they name, what of them is searched, in which order."""

from __future__ import annotations

from typing import Any

from gazette.content.model import (
    CONTENT_TYPES,
    SLUG_PATTERN,
    EventText,
    Issue,
    Kind,
    Owners,
    Query,
    Record,
    RefersTo,
    Section,
    annotations_of,
    fields_with,
    mark_of,
    record_in,
    references,
    searched_texts,
)

NAMES_NO_ITEM = {
    ("Section", "name"), ("Erratum", "text"), ("IssueText", "section_titles"),
    ("Result", "name"), ("ResultWords", "name"), ("Service", "name"), ("ServiceWords", "name"),
}  # fmt: skip
"""Slugs of something else: of a section of an issue, of a language, of a result of a practice, of a service."""


def records() -> set[type[Record]]:
    found: set[type[Record]] = {Owners}
    waiting = [model for content in CONTENT_TYPES for model in (content.data, content.text)]
    while waiting:
        model = waiting.pop()
        inner = [record_in(info.annotation) for info in model.model_fields.values()]
        waiting += [one for one in inner if one and one not in found]
        found.add(model)
    return found


def made(kind: Kind, **values: Any) -> Record:
    """A record as a file gives it, with what else it needs left out."""
    model = next(content.data for content in CONTENT_TYPES if content.kind is kind)
    return model.model_construct(**{name: info.get_default() for name, info in model.model_fields.items()} | values)


def test_whatever_holds_slugs_says_of_whom() -> None:
    unsaid = []
    for model in records():
        for name, info in model.model_fields.items():
            patterns = {getattr(part, "pattern", None) for part in annotations_of(info)}
            if SLUG_PATTERN in patterns and mark_of(info, RefersTo) is None:
                unsaid.append((model.__name__, name))
    assert set(unsaid) == NAMES_NO_ITEM


def test_a_story_names_members_programmes_and_partners() -> None:
    story = made(Kind.STORY, members=("athens", "kos"), programmes=("estia",), partners=("unhcr",))
    assert [found[:3] for found in references(story)] == [
        (("members", 0), "athens", (Kind.MEMBER,)),
        (("members", 1), "kos", (Kind.MEMBER,)),
        (("programmes", 0), "estia", (Kind.PROGRAMME,)),
        (("partners", 0), "unhcr", (Kind.PARTNER, Kind.PROGRAMME)),
    ]


def test_the_network_among_organisers_is_no_item() -> None:
    event = made(Kind.EVENT, organisers=("network", "accmr"))
    (found,) = references(event)
    assert found[:2] == (("organisers", 1), "accmr")
    assert found.besides == ("network",), "what may stand there too is guessed at as well"


def test_an_issue_names_items_by_address_however_deep() -> None:
    sections = (
        Section(kind="cities", items=("stories/one", "events/two")),  # type: ignore[arg-type]
        Section(kind="free", query=Query(gather="stories", member="kos")),  # type: ignore[arg-type]
    )
    issue = made(Kind.ISSUE, number=3, sections=sections)
    assert isinstance(issue, Issue)
    assert [found[:3] for found in references(issue)] == [
        (("sections", 0, "items", 0), "one", (Kind.STORY,)),
        (("sections", 0, "items", 1), "two", (Kind.EVENT,)),
        (("sections", 1, "query", "member"), "kos", (Kind.MEMBER,)),
    ]


def test_names_of_entries_are_named_too() -> None:
    owners = Owners(members={"kos": "@our/kos"})
    assert [found[:3] for found in references(owners)] == [(("members", "kos"), "kos", (Kind.MEMBER,))]


def test_a_field_can_be_read_before_those_of_the_class_below() -> None:
    assert searched_texts(EventText) == ("summary", "place", "highlights", "programme", "quote", "captions", "practice")


def test_a_mark_is_found_within_a_type() -> None:
    """`Reference` carries its own mark, which each field of that type has without a word."""
    assert [name for name, _ in fields_with(Section, RefersTo)] == ["items"]
