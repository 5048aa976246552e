"""What follows from the records: membership at a date, hubs, order, coming and past."""

from datetime import date

import pytest

from gazette.content.dates import PartialDate
from gazette.content.library import Item, Library, Membership, Text, membership
from gazette.content.model import (
    CONTENT_TYPES,
    AnyData,
    AnyText,
    Event,
    Issue,
    Kind,
    Member,
    Region,
    Section,
    SectionKind,
    Source,
    Statement,
    Story,
    StoryText,
    Theme,
)

TODAY = date(2026, 11, 22)


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def member(**facts: object) -> Member:
    return Member.model_validate({"region": Region.ATTICA, "coordinates": {"latitude": 38, "longitude": 23}, **facts})


def item(kind: Kind, slug: str, data: AnyData, owner: str = "", languages: tuple[str, ...] = ("el", "en")) -> Item:
    content = next(content for content in CONTENT_TYPES if content.kind is kind)
    front: AnyText = StoryText(title=slug, summary=slug)
    texts = {language: Text(language, f"{slug}/{language}.md", front, False, "", (), slug) for language in languages}
    return Item(content, slug, slug, data, texts, {}, owner)


def story(slug: str, when: str, *members: str) -> Item:
    return item(Kind.STORY, slug, Story(date=day(when), members=members, themes=(Theme.EMPLOYMENT,)))


def event(slug: str, **facts: object) -> Item:
    return item(Kind.EVENT, slug, Event.model_validate({"kind": "meeting", "organisers": ["network"], **facts}))


@pytest.mark.parametrize(
    ("facts", "on", "expected"),
    [
        ({"joined": "2018-01"}, date(2018, 1, 1), Membership.YES),
        ({"joined": "2018-01"}, date(2017, 12, 31), Membership.NO),
        ({"joined_by": "2021-02"}, date(2021, 2, 28), Membership.YES),
        ({"joined_by": "2021-02"}, date(2021, 2, 27), Membership.UNKNOWN),
        ({"joined_after": "2021-02"}, date(2021, 2, 28), Membership.NO),
        ({"joined_after": "2021-02"}, date(2021, 3, 1), Membership.UNKNOWN),
        ({}, date(2019, 1, 1), Membership.UNKNOWN),
        ({"joined": "2018-01", "left": "2024-06"}, date(2024, 6, 29), Membership.YES),
        ({"joined": "2018-01", "left": "2024-06"}, date(2024, 6, 30), Membership.NO),
    ],
)
def test_membership_is_what_the_records_tell(facts: dict[str, str], on: date, expected: Membership) -> None:
    assert membership(member(**facts), on) is expected


def test_members_at_a_date_tell_the_certain_from_the_possible() -> None:
    library = Library(
        [
            item(Kind.MEMBER, "b-founder", member(joined="2018-01")),
            item(Kind.MEMBER, "a-unknown", member()),
            item(Kind.MEMBER, "c-later", member(joined_after="2021-02")),
        ],
        ("el",),
        TODAY,
    )
    at = library.members_at(date(2021, 2, 28))
    assert [m.slug for m in at.certain] == ["b-founder"]
    assert [m.slug for m in at.possible] == ["a-unknown"]
    assert [m.slug for m in at.all] == ["a-unknown", "b-founder"]
    assert len(library.members_today) == 3


def test_newest_first_and_equal_dates_by_name() -> None:
    library = Library([story("b", "2021-02", "x"), story("a", "2021-02", "x"), story("c", "2022", "x")], ("el",), TODAY)
    assert [s.slug for s in library.stories] == ["c", "a", "b"]


def test_coming_and_past_events_turn_at_the_end_of_the_last_day() -> None:
    events = [
        event("over", start="2026-11-21"),
        event("today", start="2026-11-22"),
        event("running", start="2026-11-01", end="2026-11-30"),
        event("this-month", start="2026-11"),
        event("undated", reported="2026-11"),
        event("next", start="2026-12-01"),
    ]
    library = Library(events, ("el",), TODAY)
    assert {e.slug for e in library.coming_events} == {"today", "running", "this-month", "next"}
    assert library.coming_events[-1].slug == "next"
    assert {e.slug for e in library.past_events} == {"over", "undated"}


def test_a_hub_holds_all_that_concerns_a_member() -> None:
    voice = item(Kind.STATEMENT, "v", Statement(date=day("2021"), source=Source(newsletter=1)), owner="x")
    issue = Issue(number=1, date=day("2021-02"), sections=(Section(kind=SectionKind.CITIES, items=("stories/s",)),))
    library = Library(
        [
            item(Kind.MEMBER, "x", member()),
            item(Kind.MEMBER, "y", member()),
            voice,
            story("s", "2021", "x"),
            event("organised", start="2020", organisers=["x"]),
            event("attended", start="2021", members=["x", "y"]),
            item(Kind.ISSUE, "1", issue),
        ],
        ("el",),
        TODAY,
    )
    x, y = library.items(Kind.MEMBER)
    member_content = library.member_content(x)
    assert [
        i.slug
        for i in member_content.statements + member_content.stories + member_content.events + member_content.issues
    ] == [
        "v",
        "s",
        "attended",
        "organised",
        "1",
    ]
    assert library.member_content(y).issues == ()
    assert [i.slug for i in library.issues_with(library.stories[0])] == ["1"]


def test_a_missing_language_is_stood_in_for_in_the_order_of_preference() -> None:
    only_arabic = item(Kind.MEMBER, "x", member(), languages=("ar",))
    both = item(Kind.MEMBER, "y", member(), languages=("ar", "en"))
    library = Library([only_arabic, both], ("el", "en", "ar"), TODAY)
    assert library.choose(only_arabic, "el").language == "ar"
    assert library.choose(both, "el").language == "en"
    assert library.choose(both, "ar").language == "ar"


def themed(slug: str, when: str, theme: Theme, *members: str) -> Item:
    return item(Kind.STORY, slug, Story(date=day(when), members=members, themes=(theme,)))


def test_after_a_story_come_others_of_its_city_then_of_its_theme_the_nearest_in_time() -> None:
    """No more than two of the city, so that others have their say; the story itself never."""
    stories = [
        *(themed(f"a{year}", f"{year}-05", Theme.CITY_LIFE, "athens") for year in range(2015, 2022)),
        *(themed(f"t{year}", f"{year}-05", Theme.EMPLOYMENT, "tilos") for year in range(2015, 2022)),
        themed("here", "2018-06", Theme.EMPLOYMENT, "athens"),
    ]
    library = Library(stories, ("el",), TODAY)
    (here,) = (story for story in library.stories if story.slug == "here")
    assert [story.slug for story in library.similar(here)] == ["a2018", "a2019", "t2018", "t2019"]
    assert library.similar(here) == library.similar(here)


def test_a_story_that_is_alone_leads_to_none() -> None:
    alone = themed("alone", "2018-06", Theme.EMPLOYMENT, "athens")
    other = themed("other", "2018-06", Theme.CITY_LIFE, "tilos")
    assert Library([alone, other], ("el",), TODAY).similar(alone) == ()


def test_what_follows_a_story_has_each_story_once_where_city_and_theme_meet() -> None:
    stories = [themed(f"s{month}", f"2020-{month:02}", Theme.EMPLOYMENT, "athens", "tilos") for month in range(1, 8)]
    library = Library(stories, ("el",), TODAY)
    for story in library.stories:
        found = [other.slug for other in library.similar(story)]
        assert len(found) == len(set(found)) == 4
        assert story.slug not in found
