"""Committed files that derive from the model are up to date, and the schemas are schemas."""

import json
from pathlib import Path

import pytest

from gazette import authoring, cli
from gazette.content.model import CONTENT_TYPES

PROJECT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("path", sorted(authoring.exports()))
def test_a_committed_export_is_up_to_date(path: str) -> None:
    assert (PROJECT / path).read_text("utf-8") == authoring.exports()[path], f"run `{authoring.RENEW}`"


def test_no_export_is_left_over() -> None:
    committed = {path.relative_to(PROJECT).as_posix() for path in (PROJECT / "schema").rglob("*.json")}
    assert committed == {path for path in authoring.exports() if path.startswith("schema/")}


def test_the_field_guide_names_every_field() -> None:
    guide = authoring.field_guide()
    for content in CONTENT_TYPES:
        for model in (content.data, content.text):
            for name, info in model.model_fields.items():
                assert f"`{name}`" in guide
                assert info.description, f"{model.__name__}.{name} has no description"


def test_schemas_refuse_unknown_fields() -> None:
    schema = json.loads(authoring.exports()["schema/story.json"])
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["date", "members", "themes"]


def test_export_writes_and_checks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["export", "--check", "--root", str(tmp_path)]) == 1
    assert "schema/story.json is not up to date: run `make export`." in capsys.readouterr().out
    assert cli.main(["export", "--root", str(tmp_path)]) == 0
    assert cli.main(["export", "--check", "--root", str(tmp_path)]) == 0
