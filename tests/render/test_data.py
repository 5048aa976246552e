"""Open data: the files keep to their schemas, say what the records say, and do no harm in a spreadsheet."""

import codecs
import csv
import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazette.content import wording
from gazette.content.model import Kind
from gazette.pipeline.read import read_site
from gazette.render import data, data_model, tables
from gazette.render.data_model import Cell, Column
from gazette.render.tables import csv_cell
from gazette.settings import SettingsError, read_settings
from gazette.theme import read_theme
from tests.support.facts import MEMBERS
from tests.support.json_schemas import unlike
from tests.support.sites import PROJECT

GOOD = PROJECT / "tests" / "sites" / "good"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def files_of(root: Path, licence: str = "") -> dict[str, bytes]:
    reading = read_site(root, date(2026, 11, 22), lambda _: None)
    assert not [problem for problem in reading.problems if wording.severity(problem) == "error"]
    words = read_theme(PROJECT / "theme", root, reading.settings.languages).words
    roots = {language: reading.settings.language_root(language) for language in reading.settings.languages}
    source = data.DataSource(
        reading.library, words, lambda name, at: f"https://x.example/{roots[name]}{at}",
        roots.__getitem__, licence, reading.settings.lasting_name,
    )  # fmt: skip
    files = data.data_files(source)
    return {file.path: file.make() for file in files}


@pytest.fixture(scope="module", params=[PROJECT, GOOD], ids=["real", "good"])
def files(request: pytest.FixtureRequest) -> dict[str, bytes]:
    return files_of(request.param)


def rows(raw: bytes) -> list[dict[str, str]]:
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert raw.startswith(codecs.BOM_UTF8), "by which Excel knows UTF-8"
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True, delimiter=";"))


@pytest.mark.parametrize("name", data_model.SETS)
def test_the_files_keep_to_their_schema(files: dict[str, bytes], name: str) -> None:
    schema = json.loads((PROJECT / f"schema/data/{name}.json").read_text("utf-8"))
    content = json.loads(files[f"data/{name}.json"])
    assert unlike(schema, content) == []
    assert content["records"]
    published = json.loads(files[f"data/schema/{name}.json"])
    assert {**published, "$id": ""} == {**schema, "$id": ""}
    assert published["$id"].endswith(f".example/data/schema/{name}.json")


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
    schema = json.loads(data_model.schema(name, "https://x.example/schema.json"))
    record = schema["properties"]["records"]["items"]
    resolved = [
        schema["$defs"][field["$ref"].split("/")[-1]] if "$ref" in field else field
        for field in record["properties"].values()
    ]
    assert all(field.get("description") for field in resolved)
    content: dict[str, Any] = json.loads(files[f"data/{name}.json"])
    content["records"][0]["more"] = 1
    assert unlike(schema, content)


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
            for name in re.findall(r'href="(?:\.\./)*(?:data/)?((?:schema/)?[a-z]+\.(?:json|csv|xlsx))"', page)
        }
        assert linked == {f"{stem}{end}" for stem in data_model.SETS for end in (".json", ".csv", ".xlsx")} | {
            f"schema/{stem}.json" for stem in data_model.SETS
        }


@given(st.text(max_size=20) | st.sampled_from([f"{sign}cmd|' /C calc'!A0" for sign in DANGEROUS]))
def test_no_cell_is_a_formula(text: str) -> None:
    cell = csv_cell(text)
    assert not cell.startswith(DANGEROUS)
    assert cell.replace(" ", "") in (text.replace(" ", ""), f"'{text}".replace(" ", ""))


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ('a,=1+1,"=2', 'a, =1+1," =2'), ("a;+b\t@c|-d", "a; +b\t @c| -d"), ("a,-5", "a,-5"),
        ("1, 2 = 3", "1, 2 = 3"), ("a,＝1", "a, ＝1"),
    ],
)  # fmt: skip
def test_no_cell_holds_a_formula_for_programs_that_part_lines_elsewhere(text: str, cell: str) -> None:
    """A table parted at semicolons is opened by Excel with English settings, which parts it at commas."""
    assert csv_cell(text) == cell


def test_numbers_stay_numbers() -> None:
    shown = [csv_cell(value) for value in (-1.5, 3, True, None, ("a", "b"))]
    assert shown == ["-1,5", "3", "true", "", "a; b"], "the decimal sign of Greek settings"


CONVERTED = [
    "0123", "007", "2310 555 123", "+30 24410 00000", "(231) 000-0001", "1-2", "2021-02", "1/2", "10:30", "18:00",
    "3,14", "1e5", "12.5%", "€ 20", "may-21", "Mar 2021", "1 Sept", "Μάιος 2021", "12 Ιουν 2021", "ΜΑΡΤΙΟΣ 2021",
    "true", "FALSE", "Αληθές", "#N/A", "2021", "5 μ.μ.", "1234567890123456789", "＝1+1", "=1+1", "-1", "@a", "\n=1",
]  # fmt: skip
KEPT = [
    "garden",
    "may",
    "Μάιος",
    "12 cities",
    "2021: a year",
    "Karditsa 2021",
    "mayors-3-words",
    "A – 1",
    "#one two",
    "",
]


@pytest.mark.parametrize("text", CONVERTED)
def test_a_text_stays_a_text_where_a_spreadsheet_guesses(text: str) -> None:
    assert csv_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", KEPT)
def test_words_are_left_alone(text: str) -> None:
    assert csv_cell(text) == text


@given(st.from_regex(tables._CONVERTED, fullmatch=True))
def test_no_text_of_several_words_is_converted(text: str) -> None:
    """Such texts are not looked at further, which took a third of the time that the tables take."""
    assert not tables._SENTENCE.match(text)


def test_a_date_is_one_where_it_is_exact() -> None:
    shown = [csv_cell(text, Cell.DATE) for text in ("2021", "2021-02", "2021-02-16", "2027-03-04T18:00")]
    assert shown == ["2021", "'2021-02", "2021-02-16", "2027-03-04T18:00"], "of a month Excel would make its first day"


def _sheet(raw: bytes) -> list[list[tuple[str, str]]]:
    """The cells of the first sheet, row by row: type and value, as ECMA-376 has them (18.3.1.4, 18.18.11)."""
    space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        assert book.testzip() is None
        assert {info.date_time[0] for info in book.infolist()} == {1980}
        strings = [
            "".join(part.itertext())
            for part in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iterfind("x:si", space)
        ]
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert sheet.find(".//x:pane[@state='frozen']", space) is not None
    assert sheet.find(".//x:f", space) is None, "no formula"
    rows = []
    for row in sheet.iterfind(".//x:row", space):
        cells = [(cell.get("t", "n"), cell.findtext("x:v", "", space)) for cell in row.iterfind("x:c", space)]
        rows.append([(kind, strings[int(value)] if kind == "s" else value) for kind, value in cells])
    return rows


@pytest.mark.parametrize("name", data_model.SETS)
def test_a_workbook_says_the_same_as_the_csv(files: dict[str, bytes], name: str) -> None:
    table, sheet = rows(files[f"data/{name}.csv"]), _sheet(files[f"data/{name}.xlsx"])
    assert [value for _, value in sheet[0]] == list(table[0])
    assert len(sheet) == len(table) + 1
    for row, cells in zip(table, sheet[1:], strict=True):
        filled = [value.removeprefix("'") for value in row.values() if value]
        assert len(filled) == len(cells)
        for value, (kind, shown) in zip(filled, cells, strict=True):
            if kind == "s":
                assert shown == value
            elif kind == "b":
                assert shown == str(int(value == "true"))
            elif re.fullmatch(r"\d{4}-\d\d-\d\d", value):
                assert float(shown) == (date.fromisoformat(value) - date(1899, 12, 30)).days
            elif "T" not in value:
                assert float(shown) == float(value.replace(",", "."))


def test_the_same_records_give_the_same_workbook() -> None:
    first, second = files_of(GOOD), files_of(GOOD)
    assert [path for path in first if first[path] != second[path]] == []


def test_a_workbook_keeps_types_and_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_LINKS", 1)
    columns = [Column("a", "", cell) for cell in (Cell.WORDS, Cell.DATE, Cell.LINK)]
    many = tuple(f"story-{number:05}" for number in range(3000))
    values = [
        ("=1+1", "2021-02-16", "https://a.example/"),
        ("0123", "2021-02", "https://b.example/"),
        (many, None, None),
    ]
    raw = tables.as_xlsx("a", columns, values)
    first, second, third = _sheet(raw)[1:]
    assert [kind for kind, _ in first] == ["s", "n", "s"]
    assert first[0][1] == "=1+1"
    assert second == [("s", "0123"), ("s", "2021-02"), ("s", "https://b.example/")]
    assert len(third[0][1]) <= tables.MOST_LETTERS
    kept, left_out = re.fullmatch(r"(.*); … \+(\d+)", third[0][1]).groups()  # type: ignore[union-attr]
    assert len(kept.split("; ")) + int(left_out) == len(many), "what is left out is counted"
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        assert book.read("xl/worksheets/_rels/sheet1.xml.rels").count(b"https://") == 1
        assert b"2021-02-26T00:00:00Z" in book.read("docProps/core.xml")


def test_tables_do_not_change_with_the_day() -> None:
    digests = []
    for day in (date(2026, 11, 22), date(2026, 11, 23)):
        reading = read_site(GOOD, day, lambda _: None)
        words = read_theme(PROJECT / "theme", GOOD, reading.settings.languages).words
        source = data.DataSource(reading.library, words, lambda _, at: at, str, "", lambda path: path)
        digests.append({file.path: file.digest for file in data.data_files(source)})
    same = {path for path in digests[0] if digests[0][path] == digests[1][path]}
    assert {f"data/{name}.{end}" for name in ("stories", "events", "statements") for end in ("csv", "xlsx")} <= same
