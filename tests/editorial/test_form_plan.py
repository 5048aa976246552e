"""The form's plan as it is made from the model: JSON Schemas with labels, and what the page needs to write files."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gazette.content.model import CONTENT_TYPES, LONGEST_SLUG, Consent, Record, YesNo
from gazette.editorial import form, form_plan, form_storage, github_forms
from gazette.engines import form_page
from tests.support.json_schemas import unlike

PROJECT = Path(__file__).resolve().parents[2]
LIMITS = form_plan.PhotoLimits(2400, 52_000_000)


@cache
def plan(language: str = "el") -> dict[str, Any]:
    """Made by the first test that looks at it: that takes half a second."""
    return form_plan.plan(language, ("el", "en"), LIMITS)


def types(language: str = "el") -> dict[str, dict[str, Any]]:
    return {kind["collection"]: kind for kind in plan(language)["types"]}


def schemas(language: str = "el") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, kind in types(language).items():
        yield name, kind["schema"]
        if kind["text_schema"]:
            yield f"{name} text", kind["text_schema"]


def fields(node: dict[str, Any], way: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, inner in node.get("properties", {}).items():
        yield f"{way}.{name}", inner
        yield from fields(inner, f"{way}.{name}")
    if "items" in node:
        yield from fields(node["items"], f"{way}[]")


@pytest.mark.parametrize("language", github_forms.LANGUAGES)
def test_every_field_has_a_label_and_a_hint_that_speaks_of_the_form(language: str) -> None:
    for name, schema in schemas(language):
        for way, field in fields(schema, name):
            is_pair = re.search(r"(section_titles|errata\[\]\.text)\[\]\.(name|text)$", way)
            assert field["title"], f"{way} has no label in {language}: see gazette/editorial/form_plan.yml"
            assert is_pair or field["description"], way
            said = field.get("description", "")
            assert not re.search(r"`|\.yml|\.md\b|data file|by folder name|αρχείο δεδομένων|του φακέλου", said), way


def test_schemas_are_schemas_without_references() -> None:
    for name, schema in schemas():
        assert isinstance(unlike(schema, {}), list)
        said = json.dumps(schema)
        assert not re.search(r'"(\$ref|\$defs|anyOf)"', said), name
        assert '"null"' not in said


def test_every_kind_of_item_has_its_form() -> None:
    assert set(types()) == {form_plan.collection_name(content) for content in CONTENT_TYPES} | {"consent"}
    assert json.loads(json.dumps(plan()))["types"] == plan()["types"]


def test_what_a_schema_asks_for_is_what_the_model_asks_for() -> None:
    for content in CONTENT_TYPES:
        kind = types()[form_plan.collection_name(content)]
        for model, schema in ((content.data, kind["schema"]), (content.text, kind["text_schema"])):
            needed = {name for name, info in model.model_fields.items() if info.is_required()}
            assert set(schema["required"]) == needed - {kind["slugFact"]}
            hidden = form_plan.BY_COMMAND | {kind["slugFact"]}
            assert set(schema["properties"]) == {name for name in model.model_fields if name not in hidden}


def test_what_can_only_be_chosen_is_chosen() -> None:
    lists = set(form_plan.chosen_from()) | {"consents"}
    for name, schema in schemas():
        for way, field in fields(schema, name):
            asked = field.get("x", {})
            assert asked.get("widget") != "pick" or asked["choices"] in lists, way
    story = types()["stories"]["schema"]["properties"]
    assert story["members"]["x"] == {"example": "karditsa", "widget": "pick", "choices": "members"}
    assert story["members"]["uniqueItems"] is True
    assert {"title": "Πρόσβαση στην απασχόληση", "const": "employment"} in story["themes"]["items"]["oneOf"]
    assert story["partners"]["x"]["creates"] == "partners"
    assert story["date"]["x"]["widget"] == "date"
    assert types()["events"]["schema"]["properties"]["start"]["x"]["widget"] == "moment"
    photo = story["photos"]["items"]["properties"]
    assert [photo[name]["x"]["widget"] for name in ("file", "people")] == ["picture", "people"]
    assert types()["stories"]["text_schema"]["properties"]["summary"]["maxLength"] == 320


def test_the_order_is_texts_address_facts_and_words_beside_their_photos() -> None:
    for content in CONTENT_TYPES:
        kind = types()[form_plan.collection_name(content)]
        names = [(part["in"], part["name"]) for part in kind["order"]]
        assert len(names) == len(set(names))
        assert {name for where, name in names if where == "facts"} == set(kind["schema"]["properties"])
        assert {name for where, name in names if where == "text"} == set(kind["text_schema"]["properties"])
        title = kind["title"].removeprefix(form_plan.TEXT)
        assert names[names.index(("text", title)) + 1] == ("slug", "slug")
        if "captions" in kind["text_schema"]["properties"]:
            assert names[names.index(("facts", "photos")) + 1] == ("text", "captions")


def test_an_issues_number_is_asked_once() -> None:
    issue = types()["newsletters"]
    assert issue["slugFact"] == "number"
    assert "number" not in issue["schema"]["properties"]
    assert "number" in {fact["name"] for fact in issue["facts"]}, "it is written all the same"
    assert re.fullmatch(issue["slugPattern"], "3") and not re.fullmatch(issue["slugPattern"], "three")


def test_an_address_is_as_long_as_the_model_allows() -> None:
    pattern = types()["stories"]["slugPattern"]
    assert re.search(pattern, "a" * LONGEST_SLUG) and not re.search(pattern, "a" * (LONGEST_SLUG + 1))


def test_the_plan_knows_an_items_path() -> None:
    matches = [re.compile(kind["match"].replace("(?<", "(?P<")) for kind in plan()["types"]]
    path = "members/chania/statements/chania-2021-02/statement.yml"
    [found] = [match.fullmatch(path) for match in matches if match.fullmatch(path)]
    assert found is not None
    assert found.groupdict() == {"owner": "chania", "slug": "chania-2021-02"}


@pytest.mark.parametrize(
    "record", sorted({content.data for content in CONTENT_TYPES} | {Consent}, key=lambda one: one.__name__)
)
def test_a_field_takes_its_own_example(record: type[Record]) -> None:
    """A rule that refuses what the field itself shows as right would lock editors out."""
    made = form_plan.schema(record, "en")
    for name, field in made["properties"].items():
        example = field.get("x", {}).get("example")
        if field["type"] == "string" and example:
            assert unlike(field, example) == [], f"{record.__name__}.{name}"


def test_patterns_of_the_schemas_compile() -> None:
    """One had a parenthesis too many: Python never used it, and a browser could not."""
    for path in sorted((PROJECT / "schema").glob("*.json")):
        for pattern in re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', path.read_text("utf-8")):
            re.compile(json.loads(pattern))


def test_the_page_may_load_its_own_files_and_nothing_else() -> None:
    assert "default-src 'none'" in form.POLICY
    assert not re.search(r"unsafe|https?:|\*|eval", form.POLICY)


def test_drafts_need_a_repository(tmp_path: Path) -> None:
    with pytest.raises(form_page.FormPageError, match="No drafts can be kept"), ExitStack() as stack:
        form.start(stack, form.FormRequest(tmp_path, "el", date(2026, 11, 22)), 8010, True)


def test_without_its_packages_the_form_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(form_page.FormPageError, match="scripts/setup edit"):
        form_page.parts(tmp_path, {})


class Asked(Record):
    must: YesNo
    """No answer is usual."""
    may: YesNo = False
    """No is."""
    is_usual: YesNo = True
    """Yes is."""


def test_a_question_without_an_answer_of_its_own_has_to_be_answered() -> None:
    """Told by the model: whatever record asks it, and whatever it is called."""
    made = form_plan.schema(Asked, "en")
    assert {field["x"]["widget"] for field in made["properties"].values()} == {"yes-no"}
    assert made["required"] == ["must"]
    assert [made["properties"][name].get("default") for name in ("must", "may", "is_usual")] == [None, False, True]
    assert "default" not in types()["consent"]["schema"]["properties"]["minor"]


def test_each_refusal_has_its_sentence_and_no_sentence_is_left_over() -> None:
    """In both languages; a sentence of the page's own may say it instead."""
    gazette = PROJECT / "gazette"
    paths = [*(gazette / "editorial").glob("form*.py"), gazette / "engines/local_server.py"]
    code = "\n".join(path.read_text("utf-8") for path in paths)
    raised = set(re.findall(r'FormRefusal\(\s*\d+,\s*"([\w-]+)"|"error": "([\w-]+)"', code))
    known = {word for words in raised for word in words if word}
    known |= (
        set(form_storage._FAULTS.values())
        | set(form_storage._RULES.values())
        | {"not-written", "not-moved", "not-shown"}
    )
    for language in github_forms.LANGUAGES:
        assert known <= form_plan.page_words(language).keys()
        assert set(form_plan.words(language)["errors"]) <= known


def test_every_sentence_of_the_form_is_told_by_something() -> None:
    """Each sentence of a refusal or a move is named in the code that tells it; no other is kept."""
    files = [*PROJECT.glob("gazette/**/*.py"), *PROJECT.glob("theme/editor/*.js*")]
    code = "\n".join(path.read_text("utf-8") for path in files)
    told = form_plan.words("el")
    named = set(re.findall(r"""["'`]([a-z-]+)["'`]|words\.([a-z]+)\b""", code))
    unused = {*told["errors"], *told["moves"]} - {name for pair in named for name in pair}
    assert unused == set()
