"""The editor's form as it is made from the model, without a browser."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from gazette import cli
from gazette.content.model import CONTENT_TYPES, Consent, Record, YesNo
from gazette.editorial import cms, cms_config, github_forms
from gazette.engines import cms as cms_engine

PROJECT = Path(__file__).resolve().parent.parent.parent
CHOICES = cms_config.Choices({"network": "Το Δίκτυο"}, {"stories/a": "A (stories/a)"})


def form(language: str) -> dict[str, Any]:
    return cms_config.config(cms_config.FormContext(language, ("el", "en"), CHOICES), {"through": "proxy"}, True)


def fields(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield part
        yield from fields(part.get("fields", []))
        yield from fields([part["field"]] if "field" in part else [])


def collections(language: str = "el") -> dict[str, dict[str, Any]]:
    return {collection["name"]: collection for collection in form(language)["collections"]}


@pytest.mark.parametrize("language", github_forms.LANGUAGES)
def test_every_field_has_a_label_and_a_hint(language: str) -> None:
    for name, collection in collections(language).items():
        for field in fields(collection["fields"]):
            assert field["label"], (
                f"{name}: {field['name']} has no label in {language}: see gazette/editorial/cms_config.yml"
            )
            assert field.get("hint") or field["name"] in ("line", "name", "text")


def test_every_kind_of_item_has_its_form_and_no_pane_renders_it() -> None:
    known = collections()
    assert set(known) == {cms_config.collection_name(content) for content in CONTENT_TYPES} | {"consent"}
    assert form("el")["editor"] == {"preview": False}
    for collection in known.values():
        assert collection["editor"] == {"preview": False}
        assert collection["delete"] is False
        assert not any(field["widget"] in ("markdown", "richtext", "code") for field in fields(collection["fields"]))


def test_what_can_only_be_chosen_is_chosen() -> None:
    known = collections()
    story = {field["name"]: field for field in known["stories"]["fields"]}
    assert [story["members"][key] for key in ("widget", "collection", "value_field")] == ["relation", "members", "slug"]
    assert {"label": "Πρόσβαση στην απασχόληση", "value": "employment"} in story["themes"]["options"]
    event = {field["name"]: field for field in known["events"]["fields"]}
    assert event["organisers"]["options"] == [{"label": "Το Δίκτυο", "value": "network"}]
    for collection in known.values():
        for field in fields(collection["fields"]):
            assert field["widget"] != "relation" or field["collection"] in known


def test_both_languages_stand_side_by_side_and_facts_stand_once() -> None:
    for content in CONTENT_TYPES:
        for field in collections()[cms_config.collection_name(content)]["fields"]:
            assert field.get("i18n", False) is field["name"].startswith(cms_config.TEXT)


def test_files_lie_where_the_model_says() -> None:
    for content in CONTENT_TYPES:
        made = collections()[cms_config.collection_name(content)]
        path = f"{made['folder']}/{made['path']}.yml".replace("{{owner}}", "*").replace("{{slug}}", "*")
        assert path == f"{content.folder}/{content.data_file}"


def test_the_plan_knows_an_items_path() -> None:
    plan = cms_config.plan(cms_config.FormContext("el", ("el", "en"), CHOICES), 2400, 220_000_000)
    matches = [re.compile(kind["match"].replace("(?<", "(?P<")) for kind in plan["types"]]
    path = "members/chania/statements/chania-2021-02/statement.yml"
    [found] = [match.fullmatch(path) for match in matches if match.fullmatch(path)]
    assert found is not None
    assert found.groupdict() == {"owner": "chania", "slug": "chania-2021-02"}
    assert json.loads(json.dumps(plan))["types"] == plan["types"]


def records() -> Iterator[type[Record]]:
    for content in CONTENT_TYPES:
        yield content.data
        yield content.text
    yield Consent


@pytest.mark.parametrize("record", sorted(set(records()), key=lambda record: record.__name__))
def test_a_field_takes_its_own_example(record: type[Record]) -> None:
    """A rule that refuses what the field itself shows as right would lock editors out."""
    for field in cms_config._plan(record):
        if field.sort == "text" and field.example:
            assert re.search(cms_config.rule_of(field.node), field.example), f"{record.__name__}.{field.name}"


@pytest.mark.parametrize(
    ("node", "good", "bad"),
    [
        ({"pattern": r"^[^\n]*$", "minLength": 1, "maxLength": 5}, "εννέα", "δεκαέξι"),
        ({"maxLength": 3}, "α\nβ", "αβγδ"),
        ({"pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}, "2021-02", "Φεβρουάριος"),
    ],
)
def test_a_rule_is_pattern_and_length(node: dict[str, Any], good: str, bad: str) -> None:
    assert re.search(cms_config.rule_of(node), good)
    assert not re.search(cms_config.rule_of(node), bad)


def test_people_are_none_or_references() -> None:
    for said in ("none", "c-0042", "c-0042, c-0043"):
        assert re.search(cms_config.PEOPLE_PATTERN, said)
    for said in ("", "Μαρία", "c-1", "none, c-0042"):
        assert not re.search(cms_config.PEOPLE_PATTERN, said)


def test_patterns_of_the_schemas_compile() -> None:
    """One had a parenthesis too many: Python never used it, and a browser could not."""
    for path in sorted((PROJECT / "schema").glob("*.json")):
        for pattern in re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', path.read_text("utf-8")):
            re.compile(json.loads(pattern))


def test_the_page_may_load_its_own_files_and_nothing_else() -> None:
    said = cms.policy([])
    assert "default-src 'none'" in said
    assert "connect-src 'self' blob:;" in said
    assert "connect-src 'self' blob: https://api.github.com;" in cms.policy([cms.GITHUB])
    assert "frame-src" not in said
    assert "https:" not in said


def admin(*arguments: str) -> int:
    return cli.main(
        [
            "admin",
            "--root",
            str(PROJECT),
            "--repo",
            "network/site",
            "--auth",
            "https://a.example",
            "--lang",
            "en",
            *arguments,
        ]
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--repo", "https://github.com/network/site"], "write it as --repo organisation/repository"),
        (["--auth", "http://auth.example.org"], "write it as --auth https://auth.example.org"),
        (["--out", str(PROJECT / "site" / "admin")], "must not lie in the site"),
        (["--out", str(PROJECT / "docs")], "holds something else: name another folder"),
    ],
)
@pytest.mark.usefixtures("equipment")
def test_wrong_wishes_are_refused(arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert admin(*arguments) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.usefixtures("equipment")
def test_the_folder_for_a_host(tmp_path: Path) -> None:
    out = tmp_path / "admin"
    assert admin("--out", str(out)) == 0
    assert admin("--out", str(out)) == 0, "a second time over its own"
    config = yaml.safe_load((out / "config.yml").read_text("utf-8"))
    assert config["backend"] == {
        "name": "item-files", "through": "github", "repo": "network/site", "branch": "main", "base_url": "https://a.example",
        "use_graphql": False,
    }  # fmt: skip
    assert config["publish_mode"] == "editorial_workflow"
    page = (out / "index.html").read_text("utf-8")
    assert "{" not in page
    assert "http-equiv" in page and "unsafe-eval" in page


def test_drafts_need_a_repository(tmp_path: Path) -> None:
    with pytest.raises(cms_engine.EditorError, match="No drafts can be kept"), ExitStack() as stack:
        cms.start(stack, cms.CmsRequest(tmp_path, "el", date(2026, 11, 22)), 8010, True)


def test_without_its_packages_the_editor_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(cms_engine.EditorError, match="scripts/setup edit"):
        cms_engine.parts(tmp_path, tmp_path, {})


class Asked(Record):
    must: YesNo
    """No answer is usual."""
    may: YesNo = False
    """No is."""
    is_usual: YesNo = True
    """Yes is."""


def test_a_question_without_an_answer_of_its_own_has_to_be_answered() -> None:
    """Told by the model: whatever record asks it, and whatever it is called."""
    made = {
        field["name"]: field for field in cms_config._fields(Asked, cms_config.FormContext("en", ("el", "en"), CHOICES))
    }
    assert {field["widget"] for field in made.values()} == {"item-yes-no"}
    assert made["must"]["required"] is True
    assert "default" not in made["must"]
    assert [made[name]["default"] for name in ("may", "is_usual")] == [False, True]
    consent = {field["name"]: field for field in collections()["consent"]["fields"]}
    assert "default" not in consent["minor"]
