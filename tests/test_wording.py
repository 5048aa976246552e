"""What people read, in Greek and English: words that do not come back, quotation marks, commands that run as written.

The texts are those of the interface, messages, hints, forms, checklists and guides. What an editor publishes is not
judged here, and docs/decisions/ keep the words of their day.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from typing import Any, NamedTuple

import pytest

from gazette import cli
from tests.support.data_files import data_of
from tests.support.sites import PROJECT

GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
RETIRED = {
    "el": {
        r"συνα[ιί]ν\w*": "συγκατάθεση",
        r"λόγια": "κείμενο",
        r"[χκ]τ[ιί][σζ]\w*": "δημιουργία, δημιουργώ",
        r"ιστοτόπ\w+": "ιστότοπου, ιστότοπων",
        r"εκδηλ[ωώ]σ\w*|εκδήλωσ\w*": "δράση",
        r"περιηγητ\w+|φυλλομετρητ\w+": "πρόγραμμα περιήγησης",
    },
    "en": {
        r"stands?|stood": "is, appears",
        r"carr(?:y|ies|ied)(?! out\b)": "keep, take over, contain",
        r"parted": "separated",
        r"e-mails?": "email",
    },
}
"""Language → a word that is not used, and what is said instead. One thing has one name."""
LEFT_OUT = re.compile(r"```.*?```|`[^`\n]+`|\]\([^)\s]+\)|\b\w+: \"[^\"]*\"|\w+=\"[^\"]*\"|\(\"\)", re.DOTALL)
"""What is no sentence: code, addresses, a line as it is written in a file, a command's values."""
STRAIGHT = re.compile(r"[\"“”]")
TARGETS = dict(re.findall(r"^(\w+):.*\n\t@scripts/setup \w+\n\t(.+)", (PROJECT / "Makefile").read_text("utf-8"), re.M))
"""Target → the line that it runs."""
COMMAND = re.compile(
    r"\bmake (?P<target>[a-z]+)(?: (?P<name>[A-Z]+)=(?P<value>\"[^\"]+\"|[^\s`\"'·,;:).]+(?:\.\w+)*))?"
)
FACTS = {"kind": "story", "number": "3", "example": "my-story", "file": "a.docx"}


class Said(NamedTuple):
    """Some text that people read: in which language, and where it is from."""

    place: str
    language: str
    text: str


def leaves(content: Any, route: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(content, dict | list):
        for key, inner in content.items() if isinstance(content, dict) else enumerate(content):
            yield from leaves(inner, f"{route}/{key}")
    elif isinstance(content, str):
        yield route, content


def of_yaml(path: str) -> Iterator[Said]:
    for route, text in leaves(data_of(PROJECT / path)):
        yield Said(f"{path}{route}", "el" if GREEK.search(text) else "en", text)


def of_markdown(path: str) -> Iterator[Said]:
    language = "el" if path.endswith(".el.md") else "en"
    for number, line in enumerate((PROJECT / path).read_text("utf-8").split("\n"), 1):
        yield Said(f"{path}:{number}", language, line)


def of_help() -> Iterator[Said]:
    for name, (module, short) in cli.COMMANDS.items():
        command = import_module(f"gazette.cli.{module}").COMMANDS[name]
        yield Said(f"{name} --help", "en", f"{short}\n{command.about}")


def of_make_help() -> Iterator[Said]:
    for target, said in re.findall(r"^(\w+):.*## (.+)$", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE):
        yield Said(f"make help: {target}", "en", said)


def named(*patterns: str) -> list[str]:
    return sorted(path.relative_to(PROJECT).as_posix() for pattern in patterns for path in PROJECT.glob(pattern))


WORDS = named("gazette/**/*.yml", "theme/strings/e*.yml", ".github/ISSUE_TEMPLATE/*.yml")
GUIDES = named("docs/*.md", "README.md", "CONTRIBUTING.md", "SECURITY.md", ".github/**/*.md")
SAID = [
    *(said for path in WORDS for said in of_yaml(path)),
    *(said for path in GUIDES for said in of_markdown(path)),
    *of_help(),
    *of_make_help(),
]


def retired(said: Said) -> list[str]:
    """Words that are not used any more, each with what is said instead. `also.` are what people search for."""
    if re.search(r"/also[./]", said.place):
        return []
    text = LEFT_OUT.sub("", said.text)
    words = RETIRED[said.language]
    return [f"{found}: {words[word]}" for word in words for found in re.findall(rf"\b(?:{word})\b", text, re.I)]


def straight(said: Said) -> bool:
    """Whether a Greek sentence has other quotation marks than «»."""
    return said.language == "el" and bool(GREEK.search(said.text) and STRAIGHT.search(LEFT_OUT.sub("", said.text)))


def commands(said: Said) -> Iterator[re.Match[str]]:
    """Each `make …` that is meant as a command: with values, between backticks, or in Greek, where it is no word."""
    for found in COMMAND.finditer(said.text):
        if found["name"] or said.language == "el" or said.text[: found.start()].endswith(("`", "run: ")):
            yield found


def arguments(found: re.Match[str]) -> list[str]:
    """What the command line gets from a `make …`: nothing for another program, or where a reader fills in all of it."""
    line = TARGETS.get(found["target"], "")
    if "$(RUN)" not in line or found["value"] == "…":
        return []
    value = (found["value"] or "").strip('"') if found["name"] == "ARGS" else ""
    value = re.sub(r"\{(\w+)\}", lambda fact: FACTS.get(fact[1], "x"), value)
    return shlex.split(line.partition("$(RUN)")[2].replace("$(ARGS)", value))


def test_all_is_looked_at() -> None:
    languages = [said.language for said in SAID]
    assert min(languages.count("el"), languages.count("en")) > 1000
    assert {"docs/editors.el.md", "docs/fields.md"} <= set(GUIDES)
    assert {"gazette/content/messages.yml", "theme/strings/el.yml"} <= set(WORDS)


def test_one_thing_has_one_name() -> None:
    assert {said.place: words for said in SAID if (words := retired(said))} == {}


def test_greek_sentences_have_greek_quotation_marks() -> None:
    assert {said.place: said.text for said in SAID if straight(said)} == {}


def test_every_command_runs_as_it_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    count = 0
    for said in SAID:
        for found in commands(said):
            count += 1
            assert found["target"] in TARGETS or found["target"] in ("help", "clean"), f"{said.place}: {found[0]}"
            words = arguments(found)
            try:
                assert not words or cli.read_arguments(words)
            except SystemExit:
                pytest.fail(f"{said.place}: {found[0]}: {capsys.readouterr().err}")
    assert count > 100


def test_nobody_is_told_to_type_what_make_does() -> None:
    typed = {said.place: said.text for said in SAID if re.search(r"build\.py (?!--help\b|hands )\w", said.text)}
    assert typed == {}


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("el", "Η συναίνεσή του λείπει.", ["συναίνεσή"]),
        ("el", "Οι Συναινέσεις μένουν, με άλλα λόγια, εκεί.", ["Συναινέσεις", "λόγια"]),
        ("el", "Τα ημερολόγια και τα ρολόγια του ιστότοπου. Η συγκατάθεση.", []),
        ("el", "Πριν χτιστεί ο ιστότοπος, το χτίσιμο.", ["χτιστεί", "χτίσιμο"]),
        ("el", 'Γράψτε `λόγια`, όπως text: "λόγια".', []),
        ("en", "It stands here. It stood there.", ["stands", "stood"]),
        ("en", "What they carry out, and what was carried over.", ["carried"]),
        ("en", "A standing order; [a page](stands.md).", []),
    ],
)
def test_a_retired_word_is_found(language: str, text: str, words: list[str]) -> None:
    assert [found.partition(":")[0] for found in retired(Said("x", language, text))] == words


def test_other_quotation_marks_are_found() -> None:
    for text in ('Λέγεται "Γιορτή".', "Λέγεται “Γιορτή”."):
        assert straight(Said("x", "el", text))
    for text in ("Λέγεται «Γιορτή».", 'Γράψτε title: "Η «Γιορτή»"', 'Δώστε make new ARGS="story my-story".'):
        assert not straight(Said("x", "el", text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('Run `make new ARGS="story {example} --set members=a"`.', ["new", "story", "my-story", "--set", "members=a"]),
        ("Δώστε make import ARGS=story.docx.", ["import", "story.docx"]),
        ("make press ARGS=3, then read it", ["newsletter", "3", "--press"]),
        ("`make check`", ["check"]),
        ("`make test`", []),
    ],
)
def test_a_command_is_read(text: str, words: list[str]) -> None:
    (found,) = commands(Said("x", "el" if GREEK.search(text) else "en", text))
    assert arguments(found) == words


def test_a_sentence_is_no_command() -> None:
    assert not list(commands(Said("x", "en", "These make sure that pages make sense.")))
