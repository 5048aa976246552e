"""Data → record, or problems: which rule, at which field, with which guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazette.content import fields, load, model
from gazette.content.problems import Problem, Replacement

STORY = {"date": "2021-02", "members": "[athens]", "themes": "[employment]"}


def parse(
    tmp_path: Path, text: str, kind: type[model.Record] = model.Story
) -> tuple[model.Record | None, list[Problem]]:
    (tmp_path / "x.yml").write_text(text, "utf-8")
    source = load.read(tmp_path, "x.yml")
    assert source.readable, source.problems
    return fields.parse(source, kind)


def problems(tmp_path: Path, kind: type[model.Record] = model.Story, /, **changes: str) -> list[Problem]:
    base = STORY if kind is model.Story else {}
    record, found = parse(tmp_path, "".join(f"{key}: {value}\n" for key, value in (base | changes).items()), kind)
    assert (record is None) == bool(found)
    return found


def only(tmp_path: Path, kind: type[model.Record] = model.Story, /, **changes: str) -> tuple[str, str, str]:
    [problem] = problems(tmp_path, kind, **changes)
    return problem.rule, problem.field, problem.facts.get("suggestion", "")


def test_a_record(tmp_path: Path) -> None:
    record, found = parse(tmp_path, "date: 2021-02\nmembers: [athens]\nthemes: [employment]\nsource:\nphotos: ~\n")
    assert found == []
    assert isinstance(record, model.Story)
    assert (record.members, record.source, record.photos) == (("athens",), None, ())


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"date": "16/12/2020"}, ("date-format", "date", "2020-12-16")),
        ({"date": "16.12.2020"}, ("date-format", "date", "2020-12-16")),
        ({"date": "1-2-2021"}, ("date-format", "date", "2021-02-01")),
        ({"date": "12/2020"}, ("date-format", "date", "2020-12")),
        ({"date": "2020/12/16"}, ("date-format", "date", "2020-12-16")),
        ({"date": "2020-2-6"}, ("date-format", "date", "2020-02-06")),
        ({"date": "30/2/2021"}, ("date-format", "date", "")),
        ({"date": "2021-02-30"}, ("date-format", "date", "")),
        ({"date": "2021-13"}, ("date-format", "date", "")),
        ({"date": "0000-01-01"}, ("year-unlikely", "date", "")),
        ({"date": "0206-01-01"}, ("year-digits", "date", "")),
        ({"date": "1799-01-01"}, ("year-unlikely", "date", "")),
        ({"date": "2021-02-16 18:00"}, ("date-format", "date", "")),
        ({"date": "Φεβρουάριος 2021"}, ("date-format", "date", "2021-02")),
        ({"date": "[2021]"}, ("date-format", "date", "")),
        ({"themes": "[employement]"}, ("not-in-list", "themes[1]", "employment")),
        ({"themes": "[Employment]"}, ("not-in-list", "themes[1]", "employment")),
        ({"themes": "[no]"}, ("not-in-list", "themes[1]", "")),
        ({"themes": "[[employment]]"}, ("text-expected", "themes[1]", "")),
        ({"themes": "employment"}, ("list-expected", "themes", "themes: [employment]")),
        ({"members": "'Athens: one'"}, ("list-expected", "members", "")),
        ({"members": "[Αθήνα]"}, ("slug", "members[1]", "athina")),
        ({"members": "[Agios Dimitrios]"}, ("slug", "members[1]", "agios-dimitrios")),
        ({"members": "[athens, ~]"}, ("field-empty", "members[2]", "")),
        ({"members": ""}, ("field-empty", "members", "")),
        ({"members": "[]"}, ("list-too-short", "members", "")),
        ({"membres": "[athens]"}, ("field-unknown", "membres", "members")),
        ({"source": "{newsletter: two}"}, ("number-expected", "source.newsletter", "")),
        ({"source": "{newsletter: 2, pages: 2 – 4}"}, ("page-range", "source.pages", "2-4")),
        ({"source": "{newsletter: 2, pages: '1234'}"}, ("page-range", "source.pages", "")),
        ({"source": "{url: example.org/a}"}, ("web-address", "source.url", "https://example.org/a")),
        ({"source": "{url: 'ftp://example.org'}"}, ("web-address", "source.url", "")),
        ({"source": "'newsletter 2'"}, ("fields-expected", "source", "")),
        ({"photos": "[{file: Ο κήπος.PNG, credit: x, people: none}]"}, ("file-name", "photos[1].file", "o-kipos.png")),
        ({"photos": "[{file: garden.gif, credit: x, people: none}]"}, ("file-name", "photos[1].file", "")),
        ({"photos": "[{file: a.png, people: none}]"}, ("field-missing", "photos[1].credit", "")),
        ({"photos": "[{file: a.png, credit: x}]"}, ("people-unsaid", "photos[1].people", "")),
        ({"photos": "[{file: a.png, credit: x, people: }]"}, ("people-unsaid", "photos[1].people", "")),
        ({"photos": "[a.png]"}, ("fields-expected", "photos[1]", "")),
        ({"photos": '[{file: a.png, credit: "a\\nb", people: none}]'}, ("one-line", "photos[1].credit", "")),
    ],
)
def test_rules_fields_and_guesses(tmp_path: Path, changes: dict[str, str], expected: tuple[str, str, str]) -> None:
    assert only(tmp_path, **changes) == expected


@pytest.mark.parametrize(
    ("start", "suggestion"),
    [
        ("8.5.2026 18:00", "2026-05-08 18:00"),
        ("8/5/2026, 9.30", "2026-05-08 09:30"),
        ("2026-5-8 18:00", "2026-05-08 18:00"),
        ("8/5/2026", "2026-05-08"),
        ("8/5/2026 25:00", ""),
        ("tomorrow 18:00", ""),
    ],
)
def test_times(tmp_path: Path, start: str, suggestion: str) -> None:
    expected = ("moment-format", "start", suggestion)
    assert only(tmp_path, model.Event, kind="meeting", organisers="[network]", start=f"'{start}'") == expected


@pytest.mark.parametrize(
    ("word", "suggestion"),
    [("yes", "true"), ("NO", "false"), ("Ναι", "true"), ("όχι", "false"), ("off", "false"), ("perhaps", "")],
)
def test_true_or_false(tmp_path: Path, word: str, suggestion: str) -> None:
    assert only(tmp_path, model.Programme, kind="body", grant=word) == ("true-or-false", "grant", suggestion)


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [
        ("/stories/x/", "stories/x"),
        ("story/x", "stories/x"),
        ("/en/events/X", "events/x"),
        ("x", ""),
        ("stories/«»", ""),
    ],
)
def test_references(tmp_path: Path, value: str, suggestion: str) -> None:
    sections = f"[{{kind: cities, items: ['{value}']}}]"
    expected = ("reference", "sections[1].items[1]", suggestion)
    assert only(tmp_path, model.Issue, number="1", date="2021", sections=sections) == expected


def test_numbers_name_both_bounds(tmp_path: Path) -> None:
    coordinates = "{latitude: 23.7, longitude: 1e400}"
    found = problems(tmp_path, model.Member, region="attica", coordinates=coordinates)
    assert [(p.rule, p.facts.get("least"), p.facts.get("most")) for p in found] == [
        ("number-range", "34", "42"),
        ("number-expected", None, None),
    ]
    [found_count] = problems(tmp_path, model.Event, kind="meeting", organisers="[x]", participants="-1")
    assert (found_count.facts["least"], found_count.facts["most"]) == ("0", "1000000")


def test_a_decimal_comma(tmp_path: Path) -> None:
    coordinates = "{latitude: '37,98', longitude: 23.7}"
    expected = ("number-expected", "coordinates.latitude", "37.98")
    assert only(tmp_path, model.Member, region="attica", coordinates=coordinates) == expected


def test_places_point_at_the_value_or_the_name(tmp_path: Path) -> None:
    _, found = parse(
        tmp_path,
        "date: soon\nmembers:\n  - athens\n  -\nthemes: [x]\nphotos:\n  - file: a.png\n    people: none\ntitel: x\n",
    )
    places = {problem.field: (problem.place.line, problem.place.column) for problem in found}
    assert places == {
        "date": (1, 7), "members[2]": (4, 4), "themes[1]": (5, 10), "photos[1].credit": (7, 5), "titel": (9, 1),
    }  # fmt: skip


def test_a_list_of_wrong_entries_is_not_called_empty(tmp_path: Path) -> None:
    assert [problem.rule for problem in problems(tmp_path, themes="[x]")] == ["not-in-list"]


@pytest.mark.parametrize(
    ("kind", "name", "example"),
    [
        (model.Story, "members", "members: [karditsa]"),
        (model.Member, "coordinates", "coordinates: {latitude: 37.98, longitude: 23.73}"),
        (model.Issue, "sections", "sections: [{kind: cities, items: [stories/karditsa-drawing]}]"),
    ],
)
def test_examples_for_missing_fields(tmp_path: Path, kind: type[model.Record], name: str, example: str) -> None:
    _, found = parse(tmp_path, "{}", kind)
    assert example in [problem.facts["example"] for problem in found if problem.field == name]


@pytest.mark.parametrize("content", model.CONTENT_TYPES, ids=lambda content: f"{content.kind}-{content.folder}")
def test_examples_can_be_copied(tmp_path: Path, content: model.ContentType) -> None:
    """Whoever adds every example that the messages give has mended the file."""
    for kind in (content.data, content.text):
        _, found = parse(tmp_path, "{}", kind)
        record, left = parse(tmp_path, "".join(f"{problem.facts['example']}\n" for problem in found), kind)
        assert left == []
        assert record is not None


def test_what_pydantic_may_think_of_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "_RULES", {})
    monkeypatch.setattr(fields, "_PATTERNS", {})
    assert only(tmp_path, date="soon", members="[athens]") == ("not-valid", "date", "")
    assert only(tmp_path, members="[Αθήνα]") == ("not-valid", "members[1]", "")


def test_closest() -> None:
    assert fields.closest("Thesaloniki", ["thessaloniki", "athens"]) == "thessaloniki"
    assert fields.closest("", ["athens"]) == ""
    assert fields.closest("xyz", []) == ""


@pytest.mark.parametrize(
    ("changes", "old", "new"),
    [
        ({"date": "16/12/2020"}, "16/12/2020", "2020-12-16"),
        ({"date": "12/2020"}, "12/2020", "2020-12"),
        ({"source": "{url: www.example.gr/page}"}, "www.example.gr/page", "https://www.example.gr/page"),
    ],
)
def test_what_only_is_written_otherwise_can_be_put_right_by_a_program(
    tmp_path: Path, changes: dict[str, str], old: str, new: str
) -> None:
    [problem] = problems(tmp_path, **changes)
    assert problem.mend == Replacement(old, new)


@pytest.mark.parametrize("changes", [{"date": "30/2/2021"}, {"themes": "[employement]"}, {"date": "next month"}])
def test_what_a_person_has_to_decide_no_program_mends(tmp_path: Path, changes: dict[str, str]) -> None:
    [problem] = problems(tmp_path, **changes)
    assert problem.mend is None
