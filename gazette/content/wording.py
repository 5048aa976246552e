"""Problems → sentences: in English or Greek, for a person, for annotations on GitHub, or as JSON.

The catalogue, `messages.yml`, holds a message and a mend for each rule and language; `{names}` are the problem's facts.
A rule with `warning: true` is something to look at: it is said, and nothing waits for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from .problems import MENDED, Misuse, Problem, told

Format = Literal["text", "github", "json"]
Severity = Literal["error", "warning"]
FORMATS: Final[tuple[Format, ...]] = ("text", "github", "json")
MESSAGE_LANGUAGES: Final = ("en", "el")
WARNING: Final = "warning"
LONGEST_VALUE: Final = 160
"""Letters of what someone wrote that a message repeats; of more it shows how it begins and ends."""
LONGEST_LIST: Final = 1000
"""Letters of a list of what may be chosen."""
MOST_LINES: Final = 12
"""Lines of a mended text that a report shows."""
_ENDING: Final = 40
_LISTS: Final = frozenset({"choices", "expected"})
_WHOLE: Final = frozenset({"file", "folder", "path", "root"})
"""Facts that are places on the disk, which bounds them itself: half of a path leads nowhere."""
_BECOMES: Final = {"en": "Mended", "el": "Διορθωμένο"}
_MARKS: Final = {"en": "(warning) ", "el": "(προειδοποίηση) "}
_PROJECT: Final = Path(__file__).resolve().parents[2]
CATALOGUE: Final = Path(__file__).with_name("messages.yml")
MISUSES: Final = Path(__file__).with_name("misuses.yml")
CHOICES: Final = Path(__file__).with_name("choices.yml")
HINTS: Final = Path(__file__).with_name("hints.yml")
PHRASES: Final = {
    "optional": "(optional)",
    "one-of": "One of",
    "body": "Write the text here.",
    "words": "write it here",
    "untranslated": "No translation yet? Delete this file. The page shows the other language's text, and says so.",
}
"""The phrases around the hints in a new item's files, in English, by name."""


class WordsByKey(dict[str, Any]):
    """A mapping out of a file of words. Asked for what is not there, it says in which file and where it is missing."""

    def __init__(self, file: str, content: Mapping[str, Any], keys: tuple[str, ...] = ()) -> None:
        """`keys` lead to `content` from the top of the file."""
        super().__init__(
            (key, WordsByKey(file, words, (*keys, str(key))) if isinstance(words, dict) else words)
            for key, words in content.items()
        )
        self._file, self._keys = file, keys

    def __missing__(self, key: str) -> Any:
        """Raises Misuse, since whoever added a field, a choice or a language has not written its words yet."""
        raise Misuse("catalogue-lacks", file=self._file, key=" → ".join((*self._keys, str(key))))


@cache
def read_words(path: Path) -> Mapping[str, Any]:
    """A file of words, most often name → language → words. Raises Misuse where it cannot be read, or holds none."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    named = (path.relative_to(_PROJECT) if path.is_relative_to(_PROJECT) else path).as_posix()
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=loader)
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise Misuse("catalogue-broken", file=named, reason=" ".join(str(error).split())) from None
    if not isinstance(content, dict):
        raise Misuse("catalogue-broken", file=named, reason="no key: value")
    return WordsByKey(named, content)


def _rules() -> Mapping[str, Mapping[str, Any]]:
    return read_words(CATALOGUE)


def misuse(error: Misuse, language: str) -> str:
    """Why a command cannot be carried out, and what to do, in one line; a command that mends it, on one below."""
    said = str(read_words(MISUSES)[error.rule][language].format(**_shown(error.facts)))
    return f"{said}\n    {error.mended_by}" if error.mended_by else said


@cache
def catalogue() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """rule → language → `message`, `mend` and, where there is one, `suggest` for a near miss."""
    return {rule: {key: words for key, words in entry.items() if key != WARNING} for rule, entry in _rules().items()}


def severity(problem: Problem) -> Severity:
    """Whether nothing is published until the problem is mended."""
    return "warning" if _rules()[problem.rule].get(WARNING) else "error"


def hints() -> Mapping[str, Mapping[str, str]]:
    """Record → field → its hint in Greek; in English that is the field's description. And Greek for PHRASES."""
    return read_words(HINTS)


def phrase(name: str, language: str) -> str:
    """One of PHRASES in that language."""
    return hints()["phrases"][name] if language == "el" else PHRASES[name]


def sentences(problem: Problem, language: str) -> tuple[str, str]:
    """Two sentences: what is wrong, and how to fix it. Raises KeyError for an unknown rule or language."""
    words = catalogue()[problem.rule][language]
    facts = _shown({**problem.facts, "field": problem.field})
    message = words["message"].format_map(facts)
    if facts.get("suggestion") and "suggest" in words:
        return message, words["suggest"].format_map(facts)
    return message, words["mend"].format_map(facts)


def _shown(facts: Mapping[str, str]) -> dict[str, str]:
    most = {name: LONGEST_LIST if name in _LISTS else LONGEST_VALUE for name in facts}
    cut = {name: value if name in _WHOLE else shortened(value, most[name]) for name, value in facts.items()}
    return {name: on_one_line(value) for name, value in cut.items()}


def shortened(text: str, most: int = LONGEST_VALUE) -> str:
    """The text, or of one of more letters than `most` its beginning and its end: `aaaa … zzzz`."""
    if len(text) <= most:
        return text
    return f"{text[: most - _ENDING].rstrip()} … {text[-_ENDING:].lstrip()}"


def _named(problem: Problem) -> str:
    return on_one_line(shortened(problem.field))


def on_one_line(text: str) -> str:
    """`text` with spaces for unprintable characters, so that it can neither start a line nor steer a terminal."""
    return "".join(letter if letter.isprintable() or letter == "\u00a0" else " " for letter in text)


def report(problems: Iterable[Problem], form: Format, language: str) -> str:
    """All problems in the form asked for, ending in a newline unless there are none; of many alike, how many."""
    problems = told(problems, lambda problem: severity(problem) == WARNING)
    if form == "json":
        return json.dumps([_as_json(p, language) for p in problems], ensure_ascii=False, indent=2) + "\n"
    line = _as_annotation if form == "github" else _as_text
    return "".join(line(problem, language) for problem in problems)


def is_warning_told(line: str) -> bool:
    """Whether the first line of a problem, as `report` writes it in any language for people or for GitHub, is that of a
    warning.
    """
    return line.startswith(f"::{WARNING} ") or any(f": {mark}" in line for mark in _MARKS.values())


def _as_text(problem: Problem, language: str) -> str:
    place = f":{problem.place.line}:{problem.place.column}" if problem.place.line else ""
    message, mend = sentences(problem, language)
    named = f"{_named(problem)}: " if problem.field else ""
    mark = _MARKS[language] if severity(problem) == WARNING else ""
    mended = "".join(f"    {line}\n" for line in _mended(problem, mend, language))
    return f"{on_one_line(problem.path)}{place}: {mark}{named}{message}\n    {mend}\n{mended}"


def _mended(problem: Problem, mend: str, language: str) -> list[str]:
    """The mended text, line by line, where there is one and the sentence `mend` does not show it already."""
    new = problem.mend.new if problem.mend else problem.facts.get(MENDED, "")
    lines = new.strip("\n").split("\n") if new else []
    if all(line in mend for line in lines):
        return []
    more = ["…"] if len(lines) > MOST_LINES else []
    shown = [*(on_one_line(shortened(line)) for line in lines[:MOST_LINES]), *more]
    return [f"{_BECOMES[language]}: {shown[0]}"] if len(shown) == 1 else [f"{_BECOMES[language]}:", *shown]


def _as_annotation(problem: Problem, language: str) -> str:
    """GitHub's workflow command (docs.github.com, "Workflow commands": setting an error or warning message)."""
    message, mend = sentences(problem, language)
    named = f"{_named(problem)}: " if problem.field else ""
    properties = {"file": problem.path}
    if problem.place.line:
        properties |= {"line": str(problem.place.line), "col": str(problem.place.column)}
    listed = ",".join(f"{name}={_escaped(value, ',:')}" for name, value in properties.items())
    return (
        f"::{severity(problem)} {listed},title={_escaped(problem.rule, ',:')}::{_escaped(f'{named}{message} {mend}')}\n"
    )


def _escaped(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _as_json(problem: Problem, language: str) -> dict[str, object]:
    message, mend = sentences(problem, language)
    return {
        "path": problem.path, "line": problem.place.line, "column": problem.place.column, "field": _named(problem),
        "rule": problem.rule, "severity": severity(problem), "message": message, "mend": mend,
        "replace": problem.mend._asdict() if problem.mend else None,
    }  # fmt: skip
