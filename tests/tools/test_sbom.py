"""The bill of materials is CycloneDX by its schema, holds every lock and every licence, and is the same each time."""

import json
import os
import re
from dataclasses import replace
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion

from gazette.outputs.licences import works
from gazette.theme import THEME
from tests.support.sites import PROJECT
from tools import sbom

BUNDLE = PROJECT / "requirements/npm/edit/node_modules/.form"


@pytest.fixture(scope="module")
def text() -> str:
    return sbom.written(sbom.bill())


@pytest.fixture(scope="module")
def components(text: str) -> dict[str, dict[str, Any]]:
    return {one["bom-ref"]: one for one in json.loads(text)["components"]}


def parts(component: dict[str, Any]) -> set[str]:
    return {one["value"] for one in component["properties"]}


def test_it_is_valid_by_the_published_schema(text: str) -> None:
    from cyclonedx.validation.json import JsonStrictValidator  # not where all tests are collected: it takes a second

    judge = JsonStrictValidator(SchemaVersion.V1_6)
    assert judge.validate_str(text) is None
    assert json.loads(text)["specVersion"] == "1.6"
    assert judge.validate_str(text.replace('"specVersion"', '"version of it"')) is not None


def test_each_locked_library_is_in_it_with_its_digests(components: dict[str, dict[str, Any]]) -> None:
    for part, name in (("build", "site"), ("server", "submissions")):
        lock = (PROJECT / f"requirements/{name}.txt").read_text("utf-8")
        wanted = {f"pkg:pypi/{one}@{version}" for one, version in re.findall(r"(?m)^([\w.-]+)==([^\s;\\]+)", lock)}
        assert len(wanted) > 50
        assert wanted <= {ref for ref, one in components.items() if part in parts(one)}
    locked = (PROJECT / "requirements/site.txt").read_text("utf-8")
    digests = [digest["content"] for digest in components["pkg:pypi/jinja2@3.1.6"]["hashes"]]
    assert sorted(digests) == sorted(re.findall(r"sha256:(\w+)", locked.split("jinja2==")[1].split("\nlxml")[0]))


def test_libraries_say_their_licences(components: dict[str, dict[str, Any]]) -> None:
    """But for those that say none, and those that this machine has no use for."""
    assert components["pkg:pypi/weasyprint@70.0"]["licenses"] == [{"license": {"name": "BSD License"}}]
    assert components["pkg:pypi/jinja2@3.1.6"]["licenses"]
    assert components["pkg:npm/react@19.3.1"]["licenses"] == [{"license": {"id": "MIT"}}]
    silent = [ref for ref, one in components.items() if not one.get("licenses")]
    assert len(silent) < len(components) / 10, silent


def test_what_readers_get_is_in_it(components: dict[str, dict[str, Any]]) -> None:
    shipped = {ref: one for ref, one in components.items() if "site" in parts(one)}
    assert len(shipped) == len(works()) - 1  # the bill is about the project itself
    assert parts(shipped["pkg:pypi/pagefind-bin@1.5.2"]) >= {"site", "build"}
    named = {file["name"] for one in shipped.values() for file in one.get("components", [])}
    assert {f"theme/{path.relative_to(THEME).as_posix()}" for path in THEME.rglob("*.woff2")} <= named
    assert shipped["work/Commissioner"]["purl"].startswith("pkg:npm/%40expo-google-fonts/commissioner@")


def test_what_the_form_is_made_of_is_in_it(components: dict[str, dict[str, Any]]) -> None:
    """By the note that esbuild leaves of what it put together; a file beside the bundle holds their licences."""
    form = {f"{one.get('group', '')}/{one['name']}".lstrip("/") for one in components.values() if "form" in parts(one)}
    assert "react-dom" in form
    assert "esbuild" not in form
    if not (BUNDLE / "licences.txt").is_file():
        words = "the form is not put together here: run scripts/setup edit"
        if os.environ.get("CI"):
            pytest.fail(words, pytrace=False)
        pytest.skip(words)
    inputs = json.loads((BUNDLE.parent / ".form-parts.json").read_text("utf-8"))["inputs"]
    used = {found[1] for path in inputs if (found := re.search(r"node_modules/((?:@[^/]+/)?[^/]+)", path))}
    assert {"react", "react-dom", "@rjsf/core"} <= used <= form
    licences = (BUNDLE / "licences.txt").read_text("utf-8")
    assert set(re.findall(r"^(\S+) [\d.]+: [\w.-]+$", licences, re.MULTILINE)) == used
    assert licences.count("Permission is hereby granted, free of charge") >= 4
    assert 'href="licences.txt"' in (THEME / "editor/index.html").read_text("utf-8")


def test_it_is_the_same_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    once, again = (sbom.written(sbom.bill()) for _ in range(2))
    assert once == again
    assert '"timestamp": "2026-11-18T11:06:40+00:00"' in once


def test_a_package_that_no_lock_holds_is_told() -> None:
    [work] = [work for work in works() if work.name == "Literata"]
    with pytest.raises(LookupError, match="fonts/nothing: no such package"):
        sbom.source(replace(work, package="fonts/nothing"))
