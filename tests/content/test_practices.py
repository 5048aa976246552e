"""Practices: which items are some, what counts as missing, and that no issue is touched by them."""

from datetime import date
from typing import Any

import pytest

from gazette.content.items.digesting import seal_of, words_of
from gazette.content.library import Item, Library, Text, is_practice, missing, period_of, reached_by
from gazette.content.load import SourceFile
from gazette.content.model import (
    CONTENT_TYPES,
    Event,
    EventText,
    Kind,
    PracticePart,
    PracticeText,
    Story,
    StoryText,
)

WHOLE = {
    "audiences": ["refugees"], "start": "2020-04", "staff": "3", "cost": {"amount": "0", "year": "2020"},
    "results": [{"name": "masks", "figure": "565"}], "phone": "+30 24410 00000",
}  # fmt: skip
WORDS = {
    "need": "Why.", "steps": ["First.", "Then."], "results": [{"name": "masks", "unit": "masks"}],
    "difficulties": "Time.", "lessons": "Begin early.", "office": "Social services",
}  # fmt: skip
TAKEN = {
    PracticePart.NEED: "need", PracticePart.FOR_WHOM: "audiences", PracticePart.STEPS: "steps",
    PracticePart.PERIOD: "start", PracticePart.STAFF: "staff", PracticePart.COST: "cost",
    PracticePart.RESULTS: "results", PracticePart.DIFFICULTIES: "difficulties", PracticePart.LESSONS: "lessons",
    PracticePart.CONTACT: "phone",
}  # fmt: skip


def item(
    facts: dict[str, Any] | None, words: dict[str, dict[str, Any] | None], kind: Kind = Kind.STORY, **more: Any
) -> Item:
    content = next(content for content in CONTENT_TYPES if content.kind is kind)
    of_kind = {"date": "2021-02", "members": ["a"], "themes": ["employment"]}
    if kind is Kind.EVENT:
        of_kind = {"kind": "meeting", "organisers": ["network"]}
    record, front = (Story, StoryText) if kind is Kind.STORY else (Event, EventText)
    data = record.model_validate({**of_kind, **more, "practice": facts})
    texts = {
        language: Text(
            language, f"{language}.md", front(title="A", summary="B", practice=said and PracticeText(**said)),
            False, "", (), "",
        )
        for language, said in words.items()
    }  # fmt: skip
    return Item(content, "slug", "folder", data, texts, {})


def test_a_practice_is_whatever_has_the_part_in_its_data_or_in_a_text() -> None:
    assert not is_practice(item(None, {"el": None}))
    assert is_practice(item({}, {"el": None}))
    assert is_practice(item(None, {"el": None, "en": {"need": "Why."}}))
    practices = Library([item({}, {"el": None})], ("el", "en"), date(2026, 11, 22)).practices
    assert [found.slug for found in practices] == ["slug"]


def test_a_whole_practice_lacks_nothing_and_costs_nothing_is_a_cost() -> None:
    assert missing(item(WHOLE, {"el": WORDS})) == ()


@pytest.mark.parametrize("part", PracticePart)
def test_whatever_is_taken_away_is_missing(part: PracticePart) -> None:
    facts, words = ({name: value for name, value in whole.items() if name != TAKEN[part]} for whole in (WHOLE, WORDS))
    if part is PracticePart.RESULTS:
        assert "results" not in facts
    assert missing(item(facts, {"el": words})) == (part,)


def test_what_one_language_tells_is_on_record() -> None:
    half = {name: value for name, value in WORDS.items() if name != "lessons"}
    assert missing(item(WHOLE, {"el": half, "en": WORDS})) == ()


def test_an_event_has_its_own_dates_and_office() -> None:
    made = item({}, {"el": None}, Kind.EVENT, start="2020-12-16", contact="office@example.gr")
    assert [str(day) for day in period_of(made)] == ["2020-12-16"]
    assert reached_by(made) == ("office@example.gr", "", "")
    own = item({"start": "2020-11", "phone": "+30 210 0000000"}, {"el": None}, Kind.EVENT, start="2020-12-16")
    assert [str(day) for day in period_of(own)] == ["2020-11"]
    assert reached_by(own) == ("", "+30 210 0000000", "")


def test_an_issue_is_not_older_than_a_practice_written_down_later_but_an_office_has_not_read_it() -> None:
    def digests(more: dict[str, Any]) -> tuple[str, str]:
        sources = {
            "data": SourceFile("story.yml", {"date": "2021-02", **more}),
            "el": SourceFile("el.md", {"title": "A", **more}, body="Text."),
        }
        return seal_of(sources, {}), words_of(sources)

    before, after = digests({}), digests({"practice": {"need": "Why."}})
    assert before[0] == after[0]
    assert before[1] != after[1]
    assert digests({"source": {"title": "Paper"}})[0] != before[0], "any other field counts"
