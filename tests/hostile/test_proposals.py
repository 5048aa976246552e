"""Proposals that strangers send to do harm: each is refused in words, or does none.

What each says, and what is to come of it, stands in `proposals/`; what is published of them is tried in test_media.py
and test_pages.py.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from gazette.content import wording
from gazette.content.model import CONTENT_TYPES, Record
from gazette.content.problems import Problem
from tests.support.hostile import BESIDES, UNREAD, WHOLE, HostileSite, Proposal, proposals, rules_of

ANY_LINE = "^[^\\n]*$"
WITHOUT_LINE = {"symlink", "misplaced", "file-case", "language-unknown"}
"""Rules that are about a file as a whole, whatever stands in it."""


def test_there_are_enough_of_them_and_each_has_a_name_of_its_own() -> None:
    names = [one.name for one in proposals()]
    assert len(names) == len(set(names)) >= 300
    assert all(re.fullmatch("[a-z0-9-]+", name) for name in names)


@pytest.mark.parametrize("proposal", proposals(), ids=lambda one: one.name)
def test_it_is_refused_in_words_or_published(proposal: Proposal, strangers: HostileSite) -> None:
    if proposal.refused == {UNREAD}:
        said = strangers.unread[proposal.name]
        assert said.startswith(("There are no words in", proposal.name)) and "\n" not in said
        return
    assert proposal.name not in strangers.unread
    rules = rules_of(proposal, strangers.problems)
    assert proposal.refused <= rules and bool(proposal.refused) == bool(rules), rules
    for problem in strangers.problems:
        if proposal.is_at(problem.path) and problem.rule not in BESIDES:
            _has_a_place(problem, strangers)


def _has_a_place(problem: Problem, strangers: HostileSite) -> None:
    if problem.path.endswith((".yml", ".md")) and problem.rule not in WITHOUT_LINE:
        assert problem.place.line >= 1, problem
    for language in wording.MESSAGE_LANGUAGES:
        assert all(wording.sentences(problem, language)), problem


def test_a_report_is_as_many_lines_as_it_tells_of_and_steers_nothing(strangers: HostileSite) -> None:
    for form in wording.FORMATS:
        for language in wording.MESSAGE_LANGUAGES:
            report = wording.report(strangers.problems, form, language)
            assert not [letter for letter in report if unicodedata.category(letter) in ("Cc", "Cf") and letter != "\n"]
    told = json.loads(wording.report(strangers.problems, "json", "en"))
    lines = wording.report(strangers.problems, "github", "en").split("\n")[:-1]
    assert len(lines) == len(told) > 1000
    for line in lines:
        assert re.fullmatch(r"::(?:error|warning) file=[^,:]+(,line=\d+,col=\d+)?,title=[a-z-]+::[^\r\n]+", line)
        assert not re.search(r"%(?!25|0A|0D|2C|3A)", line)


def test_every_field_that_holds_words_is_filled_in_the_whole_items() -> None:
    """Else a new field would be tried by no proposal."""
    for content in CONTENT_TYPES:
        folder = content.folder.replace("newsletters/*", "newsletters/NUMBER").replace("*", "NAME")
        [found] = [path for path in WHOLE.rglob(content.data_file) if _is_in(path.parent, folder)]
        text = (found.parent / "en.md").read_text("utf-8").split("---\n")[1]
        for model, raw in ((content.data, found.read_text("utf-8")), (content.text, text)):
            filled = set(_filled(yaml.load(raw, Loader=yaml.BaseLoader), ()))
            assert set(_wordy(model)) - filled == set(), found


def _is_in(folder: Any, pattern: str) -> bool:
    path = folder.relative_to(WHOLE).as_posix()
    return re.sub("NAME-(said|mayor)", "NAME", path) == pattern


def _filled(data: Any, way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _filled(value, (*way, key))
    elif isinstance(data, list):
        for value in data:
            yield from _filled(value, way)
    elif data == "WORDS":
        yield way


def _wordy(model: type[Record]) -> Iterator[tuple[str, ...]]:
    """The ways to all fields of a record in which any words may stand, by its JSON Schema."""
    schema = TypeAdapter(model).json_schema()
    yield from _wordy_in(schema, schema.get("$defs", {}), ())


def _wordy_in(schema: Any, known: Any, way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    schema = known[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
    for part in schema.get("anyOf", ()):
        yield from _wordy_in(part, known, way)
    for name, part in schema.get("properties", {}).items():
        if name not in ("time_zone", "translates"):
            yield from _wordy_in(part, known, (*way, name))
    if isinstance(schema.get("additionalProperties"), dict):
        yield from _wordy_in(
            schema["additionalProperties"], known, (*way, "en" if way == ("errata", "text") else "other")
        )
    if "items" in schema:
        yield from _wordy_in(schema["items"], known, way)
    is_text = schema.get("type") == "string" and not {"enum", "const", "format"} & schema.keys()
    if is_text and schema.get("pattern", ANY_LINE) == ANY_LINE:
        yield way
