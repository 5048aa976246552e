"""Committed files that derive from the model are up to date, and the schemas are schemas."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from gazette import cli
from gazette.cli.exporting import owners_file
from gazette.content.model import CONTENT_TYPES
from gazette.editorial import github_forms, schemas
from tests.support.json_schemas import checked, unlike

PROJECT = Path(__file__).resolve().parents[2]


def test_each_committed_export_is_up_to_date() -> None:
    exports = schemas.exports() | github_forms.exports() | owners_file(PROJECT)
    assert [path for path in exports if (PROJECT / path).read_text("utf-8") != exports[path]] == [], schemas.RENEW


def test_the_exports_are_the_same_after_content_was_read() -> None:
    """A record that was used before its fields were described told nothing of those that it holds."""
    use = "from gazette.content.model import *; StoryText(title='A', summary='B', practice=PracticeText(need='C'))"
    code = f"{use}; from gazette.editorial import schemas; print(schemas.exports()['schema/story-text.json'], end='')"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout == (PROJECT / "schema/story-text.json").read_text("utf-8")


def test_no_export_is_left_over() -> None:
    committed = {path.relative_to(PROJECT).as_posix() for path in (PROJECT / "schema").rglob("*.json")}
    assert committed == {path for path in schemas.exports() if path.startswith("schema/")}


def test_the_field_guide_names_every_field() -> None:
    guide = schemas.field_guide()
    for content in CONTENT_TYPES:
        for model in (content.data, content.text):
            for name, info in model.model_fields.items():
                assert f"`{name}`" in guide
                assert info.description, f"{model.__name__}.{name} has no description"


def test_schemas_refuse_unknown_fields() -> None:
    schema = json.loads(schemas.exports()["schema/story.json"])
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["date", "members", "themes"]


def test_export_writes_and_checks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["export", "--check", "--root", str(tmp_path)]) == 1
    assert "schema/story.json is not up to date: run `make export`." in capsys.readouterr().out
    assert cli.main(["export", "--root", str(tmp_path)]) == 0
    assert cli.main(["export", "--check", "--root", str(tmp_path)]) == 0


def test_forms_are_valid_and_none_is_left_over() -> None:
    made = {path for path in github_forms.exports() if "ISSUE_TEMPLATE/" in path}
    committed = {path.relative_to(PROJECT).as_posix() for path in (PROJECT / ".github/ISSUE_TEMPLATE").glob("*.yml")}
    assert committed == made | {".github/ISSUE_TEMPLATE/config.yml"}
    folder = PROJECT / ".github/ISSUE_TEMPLATE"
    for schema, paths in (
        ("vendor.github-issue-forms", [str(PROJECT / path) for path in sorted(made)]),
        ("vendor.github-issue-config", [str(folder / "config.yml")]),
    ):
        code, words = checked("--builtin-schema", schema, *paths)
        assert code == 0, words


@pytest.mark.parametrize("language", github_forms.LANGUAGES)
def test_a_form_asks_for_what_the_model_asks_for(language: str) -> None:
    form = yaml.safe_load(github_forms.exports()[f".github/ISSUE_TEMPLATE/1-story.{language}.yml"])
    asked = {part["id"]: part for part in form["body"] if "id" in part}
    assert len(asked) == len([part for part in form["body"] if "id" in part]), "names are told apart"
    needed = {name for name, part in asked.items() if part["validations"]["required"]}
    texts = {f"{language}-title", f"{language}-summary"}
    assert needed == {"slug", "language", "body", "story-date", "story-members", "story-themes", *texts}
    themes = asked["story-themes"]
    assert themes["type"] == "dropdown"
    assert themes["attributes"]["multiple"] is True
    assert any("(employment)" in option for option in themes["attributes"]["options"])
    assert len({part["attributes"]["label"] for part in asked.values()}) == len(asked)


def test_both_languages_have_the_same_forms() -> None:
    names = {
        language: {path for path in github_forms.exports() if f".{language}." in path}
        for language in github_forms.LANGUAGES
    }
    assert {path.replace(".el.", ".en.") for path in names["el"]} == names["en"]
    assert len(names["en"]) == 10


def test_each_schema_has_an_address_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    """By `$id` other schemas and programs name it; within it, references go on from there and need no network."""
    monkeypatch.setenv("SITE_URL", "https://elsewhere.example/")
    made = {path: json.loads(text) for path, text in schemas.exports().items() if path.endswith(".json")}
    known = [schema["$id"] for schema in made.values()]
    assert len(set(known)) == len(known)
    assert {address.partition("schema/")[0] for address in known} == {
        "https://cities-network.example/", "https://cities-network.example/data/",
    }  # fmt: skip
    event = made["schema/event.json"]
    told = {
        "kind": "meeting",
        "organisers": ["network"],
        "photos": [{"file": "a.jpg", "credit": "A", "people": "none"}],
    }
    assert unlike(event, told) == []
    assert len(unlike(event, {**told, "kind": "party", "cancelled": "maybe"})) == 2


def test_every_schema_is_one_for_programs_that_speak_javascript() -> None:
    """Its patterns too: an editor's program refuses a whole schema for one sign that is escaped without need."""
    code, words = checked("--check-metaschema", *map(str, PROJECT.glob("schema/**/*.json")))
    assert code == 0, words


def test_a_schema_with_an_address_serves_in_an_editor(tmp_path: Path) -> None:
    """check-jsonschema, as programs for editing do, takes the schema from the disk and asks no one for its address."""
    item = tmp_path / "event.yml"
    schema = PROJECT / "schema/event.json"
    for text, is_valid in (("cancelled: true\n", True), ("cancelled: perhaps\n", False)):
        item.write_text(f"kind: meeting\norganisers: [network]\n{text}", "utf-8")
        code, words = checked("--schemafile", str(schema), str(item))
        assert (code == 0) is is_valid, words
