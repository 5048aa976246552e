"""Two fields that cannot both be right are told, with both values, in both languages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from gazette.content import wording
from gazette.pipeline.read import read_site

EVENT, STORY, MEMBER = (
    "content/events/open-day/event.yml",
    "content/stories/garden/story.yml",
    "members/athens/profile.yml",
)
NEVER = {"joined": "", "founder": "", "joined_by": "2020-03", "joined_after": "2021-02"}
ANNOUNCED = {"start": "", "reported": "2026-11-05"}
CALL = {"kind": "call", "start": "2026-10-01", "deadline": "2026-10-31"}


@pytest.mark.parametrize(
    ("path", "fields", "rule", "values"),
    [
        (EVENT, {"start": "2026-03-04", "end": "2026-03-03"}, "end-before-start", ("2026-03-04", "2026-03-03")),
        (EVENT, {"start": "2026-03-04 18:00", "end": "2026-03-04 17:30"}, "end-before-start", ("18:00", "17:30")),
        (EVENT, {"start": "2026-03", "end": "2026-02"}, "end-before-start", ("2026-03", "2026-02")),
        (EVENT, CALL | {"deadline": "2026-09-30"}, "deadline-before-start", ("2026-09-30", "2026-10-01")),
        (EVENT, CALL | ANNOUNCED, "deadline-before-reported", ("2026-10-31", "2026-11-05")),
        (EVENT, {"reported": "2026-12-05"}, "date-in-future", ("2026-12-05", "2026-11-22")),
        (EVENT, {"start": "2096-03-04", "end": ""}, "year-far", ("2096-03-04", "2026-11-22")),
        (EVENT, {"start": "1996-03-04", "end": ""}, "year-far", ("1996-03-04", "2026-11-22")),
        (STORY, {"date": "1986-11"}, "year-far", ("1986-11", "2026-11-22")),
        (STORY, {"date": "2026-11-20"}, "source-before-date", ("2026-11-20",)),
        (MEMBER, NEVER, "joined-never", ("2020-03", "2021-02")),
        (MEMBER, {"joined": "2020-03", "left": "2019-02"}, "end-before-start", ("2020-03", "2019-02")),
    ],
)  # fmt: skip
def test_a_contradiction_is_told_with_both_values(
    path: str, fields: dict[str, str], rule: str, values: tuple[str, ...], root: Path
) -> None:
    write(root / path, fields)
    found = [one for one in read_site(root, date(2026, 11, 22), lambda _: None).problems if one.rule == rule]
    assert [problem.path for problem in found] == [path]
    for language in wording.MESSAGE_LANGUAGES:
        message, _ = wording.sentences(found[0], language)
        assert all(value in message for value in values), message


def write(path: Path, fields: dict[str, str]) -> None:
    """Puts fields into a data file; those without a value are taken out."""
    said = path.read_text("utf-8")
    for name, value in fields.items():
        said = re.sub(rf"^{name}:.*\n", "", said, flags=re.MULTILINE)
        said += f"{name}: {value}\n" if value else ""
    path.write_text(said, "utf-8")
