"""Open data: the files keep to their schemas, say what the records say, and do no harm in a spreadsheet."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from gazette.content import wording
from gazette.content.model import Kind
from gazette.pipeline.read import read_site
from gazette.render import data, data_model
from gazette.settings import SettingsError, read_settings
from gazette.theme import read_theme
from tests.support.facts import MEMBERS
from tests.support.sites import PROJECT

GOOD = PROJECT / "tests" / "sites" / "good"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def files_of(root: Path, licence: str = "") -> dict[str, bytes]:
    reading = read_site(root, date(2026, 11, 22), lambda _: None)
    assert not [problem for problem in reading.problems if wording.severity(problem) == "error"]
    words = read_theme(PROJECT / "theme", root, reading.settings.languages).words
    roots = {language: reading.settings.language_root(language) for language in reading.settings.languages}
    files = data.data_files(reading.library, words, lambda name, at: f"https://x.example/{roots[name]}{at}", licence)
    return {file.path: file.make() for file in files}


@pytest.fixture(scope="module", params=[PROJECT, GOOD], ids=["real", "good"])
def files(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return files_of(request.param)


def rows(raw: bytes) -> list[dict[str, str]]:
    assert raw.count(b"\n") == raw.count(b"\r\n")
    return list(csv.DictReader(io.StringIO(raw.decode(), newline=""), strict=True))


@pytest.mark.parametrize("name", data_model.SETS)
def test_the_files_keep_to_their_schema(files: dict[str, bytes], name: str) -> None:
    schema = json.loads((PROJECT / f"schema/data/{name}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    content = json.loads(files[f"data/{name}.json"])
    assert [error.message for error in Draft202012Validator(schema).iter_errors(content)] == []
    assert content["records"]
    assert files[f"data/schema/{name}.json"].decode() == data_model.schema(name)


def test_what_the_model_marks_as_open_is_what_the_schemas_declare() -> None:
    """A mark without a declaration would be published nowhere, and a declaration without a value could not be made."""
    reading = read_site(GOOD, date(2026, 11, 22), lambda _: None)
    words = read_theme(PROJECT / "theme", GOOD, reading.settings.languages).words
    records = data._Records(reading.library, words, lambda _, at: at)
    makers = {
        "members": (Kind.MEMBER, records.member), "stories": (Kind.STORY, records.story),
        "events": (Kind.EVENT, records.event), "statements": (Kind.STATEMENT, records.statement),
    }  # fmt: skip
    for name, (kind, make) in makers.items():
        made = [set(make(item)) for item in reading.library.items(kind)]
        assert made
        assert all(fields == set(data_model.SETS[name].model_fields) for fields in made), name


@pytest.mark.parametrize("name", data_model.SETS)
def test_a_schema_explains_every_field_and_refuses_others(files: dict[str, bytes], name: str) -> None:
    schema = json.loads(data_model.schema(name))
    record = schema["properties"]["records"]["items"]
    resolved = [
        schema["$defs"][field["$ref"].split("/")[-1]] if "$ref" in field else field
        for field in record["properties"].values()
    ]
    assert all(field.get("description") for field in resolved)
    content: dict[str, Any] = json.loads(files[f"data/{name}.json"])
    content["records"][0]["more"] = 1
    assert list(Draft202012Validator(schema).iter_errors(content))


@pytest.mark.parametrize("name", data_model.SETS)
def test_csv_says_the_same_as_json(files: dict[str, bytes], name: str) -> None:
    content = json.loads(files[f"data/{name}.json"])
    table = rows(files[f"data/{name}.csv"])
    assert [row["id"] for row in table] == [record["id"] for record in content["records"]]
    for row, record in zip(table, content["records"], strict=True):
        for language in content["languages"]:
            assert row[f"url_{language}"] == record["url"].get(language, "")
        for key, value in record.items():
            if isinstance(value, list):
                assert row[key] == "; ".join(value)
        assert (row["licence"], row["schema_version"]) == ("", data_model.VERSION)


def test_every_member_on_record_is_in_the_data() -> None:
    records = json.loads(files_of(PROJECT)["data/members.json"])["records"]
    assert {record["id"]: record["name"]["el"] for record in records} == {
        slug: facts[0] for slug, facts in MEMBERS.items()
    }
    assert sum(record["is_member"] for record in records) == 18
    assert all(set(record["url"]) == {"el", "en"} for record in records)
    assert "@" not in files_of(PROJECT)["data/members.csv"].decode()


def test_a_language_without_a_text_is_missing() -> None:
    records = json.loads(files_of(GOOD)["data/stories.json"])["records"]
    only = next(record for record in records if record["id"] == "only-arabic")
    assert set(only["title"]) == set(only["url"]) == {"ar"}


def test_the_licence_is_what_the_configuration_says(tmp_path: Path) -> None:
    for licence in ("", "CC-BY-4.0"):
        files = files_of(PROJECT, licence)
        content = json.loads(files["data/stories.json"])
        assert content["licence"] == (licence or None)
        assert (licence or "not yet stated") in content["licence_note"]["en"]
        assert {row["licence"] for row in rows(files["data/stories.csv"])} == {licence}
    good = (GOOD / "mkdocs.yml").read_text("utf-8")
    (tmp_path / "mkdocs.yml").write_text(good + "  data_licence: CC-BY-4.0\n", "utf-8")
    assert read_settings(tmp_path).data_licence == "CC-BY-4.0"
    (tmp_path / "mkdocs.yml").write_text(good + "  data_licence: [1]\n", "utf-8")
    with pytest.raises(SettingsError, match="data_licence"):
        read_settings(tmp_path)


def test_the_page_leads_to_every_file(real_site: Path) -> None:
    for root in ("", "en/"):
        page = (real_site / root / "data/index.html").read_text("utf-8")
        linked = {
            name.removeprefix("../")
            for name in re.findall(r'href="(?:\.\./)*(?:data/)?((?:schema/)?[a-z]+\.(?:json|csv))"', page)
        }
        assert linked == {f"{stem}{end}" for stem in data_model.SETS for end in (".json", ".csv")} | {
            f"schema/{stem}.json" for stem in data_model.SETS
        }


@given(st.text(max_size=20) | st.sampled_from([f"{sign}cmd|' /C calc'!A0" for sign in DANGEROUS]))
def test_no_cell_is_a_formula(text: str) -> None:
    cell = data._cell(text)
    assert not cell.startswith(DANGEROUS)
    assert cell in (text, "'" + text)


def test_numbers_stay_numbers() -> None:
    assert [data._cell(value) for value in (-1.5, 3, True, None, ("a", "b"))] == ["-1.5", "3", "true", "", "a; b"]
