"""What editors write wrongly, and what they are told: each input of wrong_inputs.yml, in both languages.

An input is put into a story, event or member that is without a fault. `put` are fields and their text (`in: data` those
of the data file), `body` the text below them, `photo` the description of one, `language` that of the text; what is
`right` is told nothing. Expected are the rule, both messages whole and, where it is certain, what a
program may put in place of what (`mend`). After a change of wording, renew what is expected with

    UPDATE_EXPECTED=1 .venv/bin/python -m pytest tests/content/test_wrong_inputs.py -p no:xdist

and read every line that changed, aloud.
"""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from gazette.content import wording
from gazette.content.items import Looks, check_folder
from gazette.content.listing import entries_in
from gazette.content.meant import Nameable, filled_in
from gazette.content.problems import MENDED, Problem, Replacement
from gazette.engines import pdf_files
from gazette.engines.pictures import look
from gazette.theme import nameable
from tests.support.data_files import data_of
from tests.support.sites import PROJECT

FILE: Final = Path(__file__).with_name("wrong_inputs.yml")
INPUTS: Final[list[dict[str, Any]]] = data_of(FILE)
TODAY: Final = date(2026, 11, 22)
FOLDERS: Final = {"story": "content/stories/garden", "event": "content/events/day", "member": "members/town"}
DATA: Final = {
    "story": {"date": "2026-03", "members": "[karditsa]", "themes": "[city-life]"},
    "event": {"kind": "meeting", "start": "2026-03-04", "organisers": "[network]"},
    "member": {"region": "thessaly", "coordinates": "{latitude: 39.36, longitude: 21.92}"},
}
PHOTO: Final = PROJECT / "tests/sites/base/content/stories/garden/garden.png"
TEXT: Final = {
    "el": {"title": "Ένας κήπος στη γειτονιά", "summary": "Κάτοικοι φύτεψαν μαζί έναν κήπο."},
    "en": {"title": "A garden in the neighbourhood", "summary": "Residents planted a garden together."},
}
NAMES: Final = {"name": "Πόλη", "official_name": "Δήμος Πόλης"}
BODY: Final = {"el": "Όλοι μαζί φύτεψαν δέντρα.\n", "en": "Together they planted trees.\n"}


@pytest.fixture(scope="module")
def known() -> Nameable:
    return nameable(PROJECT)


def problems_of(wrong: dict[str, Any], root: Path, known: Nameable) -> list[Problem]:
    kind, language = wrong.get("kind", "story"), wrong.get("language", "el")
    folder = root / FOLDERS[kind]
    folder.mkdir(parents=True)
    put: dict[str, str] = wrong.get("put", {})
    if "photo" in wrong:
        (folder / "garden.png").write_bytes(PHOTO.read_bytes())
        put = {"captions": f"[{{file: garden.png, alt: {wrong['photo']}}}]"}
    shown = {"photos": "[{file: garden.png, credit: Δήμος, people: none}]"} if "photo" in wrong else {}
    data, text = DATA[kind] | shown, NAMES if kind == "member" else TEXT[language]
    own = {name: put[name] for name in put if wrong.get("in", "") != "data"}
    facts = {name: put[name] for name in put if wrong.get("in", "") == "data"}
    name = {"story": "story.yml", "event": "event.yml", "member": "profile.yml"}[kind]
    (folder / name).write_text("".join(f"{key}: {value}\n" for key, value in (data | facts).items()), "utf-8")
    front = "".join(f"{key}: {value}\n" for key, value in (text | own).items())
    body = wrong.get("body", BODY[language])
    (folder / f"{language}.md").write_text(f"---\n{front}---\n{body}", "utf-8")
    entries = entries_in(root, FOLDERS[kind])
    checked = check_folder(root, FOLDERS[kind], entries, ("el", "en"), Looks(look, pdf_files.look))
    return filled_in(checked.problems, lambda: known)


def said(problem: Problem) -> Iterator[tuple[str, str]]:
    for language in wording.MESSAGE_LANGUAGES:
        yield language, " ".join(" ".join(wording.sentences(problem, language)).split())


def told(problem: Problem) -> dict[str, Any]:
    mended = {"mend": list(problem.mend)} if problem.mend else {}
    proposed = problem.facts.get(MENDED, "")
    proposal = {"mended": proposed} if proposed and not problem.mend else {}
    return {"rule": problem.rule, **mended, **proposal, **dict(said(problem))}


@pytest.mark.parametrize("wrong", INPUTS, ids=lambda wrong: wrong["input"])
def test_an_editor_is_told(wrong: dict[str, Any], tmp_path: Path, known: Nameable) -> None:
    found = [told(problem) for problem in problems_of(wrong, tmp_path, known)]
    if os.environ.get("UPDATE_EXPECTED") and found != wrong.get("told"):
        wrong["told"] = found
        write()
    assert found == wrong.get("told")


def test_all_are_wrong_and_each_is_told() -> None:
    assert len(INPUTS) >= 120
    assert all(wrong["told"] for wrong in INPUTS if not wrong.get("right"))
    assert not any(wrong["told"] for wrong in INPUTS if wrong.get("right"))


@pytest.mark.parametrize("wrong", [one for one in INPUTS if "body" in one], ids=lambda wrong: wrong["input"])
def test_what_a_program_mends_is_mended(wrong: dict[str, Any], tmp_path: Path, known: Nameable) -> None:
    """Whoever presses the button for each problem that has one, and checks again, is soon told of none any more."""
    body = wrong["body"]
    for number in range(3):
        found = problems_of({**wrong, "body": body}, tmp_path / str(number), known)
        for mend in [problem.mend for problem in found if problem.mend and not problem.field]:
            body = replaced(body, mend)
    assert not [problem.rule for problem in found if problem.mend]


def replaced(text: str, mend: Replacement) -> str:
    assert mend.old in text
    return text.replace(mend.old, mend.new, 1)


class _Blocks(yaml.SafeDumper):
    """Writes texts of several lines as blocks."""


def _as_block(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text and not any(line != line.rstrip() for line in text.split("\n")) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Blocks.add_representer(str, _as_block)


def write() -> None:
    lines = yaml.dump(INPUTS, Dumper=_Blocks, allow_unicode=True, sort_keys=False, width=10_000)
    about = "Inputs as editors write them wrongly, and what they are told. test_wrong_inputs.py says how to renew this."
    FILE.write_text(textwrap.indent(about, "# ") + "\n" + lines, "utf-8")
