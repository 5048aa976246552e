"""Our own files of words: no key twice, every leaf a text, each language with the others' shape and facts.

What is wrong there is a developer's fault, and told here. A key that is missing all the same is named, with its file,
where it is asked for.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from gazette.content import described, wording
from gazette.content.model import Choice, Record, StoryText
from gazette.content.problems import Misuse
from gazette.editorial import form_plan, github_forms, scaffold

PROJECT = Path(__file__).resolve().parents[2]
FILES = sorted(path.relative_to(PROJECT).as_posix() for path in (PROJECT / "gazette").rglob("*.yml"))
MAY_LACK = {"gazette/editorial/form_plan.yml": ("labels",)}
"""Where English is said by the fields' own names."""
LANGUAGES = set(wording.MESSAGE_LANGUAGES)


class _Strict(yaml.SafeLoader):
    """Refuses two equal keys, of which YAML keeps the last."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        assert len(keys) == len(set(keys)), [key for key in keys if keys.count(key) > 1]
        return super().construct_mapping(node, deep)


def leaves(content: Any, route: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(content, dict | list):
        for key, inner in content.items() if isinstance(content, dict) else enumerate(content):
            yield from leaves(inner, (*route, key))
    else:
        yield route, content


def by_language(path: str) -> dict[str, dict[tuple[Any, ...], Any]]:
    """Language → the way to each text, without the language → the text."""
    found: dict[str, dict[tuple[Any, ...], Any]] = {language: {} for language in LANGUAGES}
    for route, text in leaves(yaml.load((PROJECT / path).read_text("utf-8"), Loader=_Strict)):
        for place, key in enumerate(route):
            if key in LANGUAGES and not set(route[:place]) & LANGUAGES:
                found[key][(*route[:place], *route[place + 1 :])] = text
    return found


def facts(text: str) -> set[str]:
    """What is filled in; a brace that is printed is doubled."""
    return set(re.findall(r"%?\{\w+\}", text.replace("{{", "").replace("}}", "")))


def test_every_file_of_words_is_seen() -> None:
    assert {Path(path).stem for path in FILES} == {
        *(
            "messages",
            "misuses",
            "hints",
            "words",
            "github_forms",
            "form_plan",
            "form_page",
            "word_import",
            "choices",
            "settings",
            "licences",
        ),
    }


@pytest.mark.parametrize("path", FILES)
def test_no_key_stands_twice_and_every_leaf_is_a_text(path: str) -> None:
    for route, text in leaves(yaml.load((PROJECT / path).read_text("utf-8"), Loader=_Strict)):
        is_mark = route[-1] == wording.WARNING and text is True
        assert is_mark or (isinstance(text, str) and text.strip()), route


@pytest.mark.parametrize("path", [path for path in FILES if not path.endswith("hints.yml")])
def test_each_language_says_as_much_with_the_same_facts(path: str) -> None:
    found = by_language(path)
    lacks = MAY_LACK.get(path, ())
    english, greek = found["en"], found["el"]
    assert english
    assert {route for route in english.keys() ^ greek.keys() if route[0] not in lacks} == set()
    for route in english.keys() & greek.keys():
        assert facts(english[route]) == facts(greek[route]), route


def test_a_key_that_is_missing_is_named_with_its_file() -> None:
    with pytest.raises(Misuse) as raised:
        form_plan.words("el")["collections"]["no-such"]
    said = wording.misuse(raised.value, "el")
    assert "gazette/editorial/form_plan.yml" in said and "«el → collections → no-such»" in said
    assert "Traceback" not in said


class Fresh(Record):
    """A record as a developer adds it, with nothing said about it yet."""

    colour: str
    shade: str
    """How dark it is."""


class Mood(Choice):
    """A closed list that no one has named."""

    GLAD = "glad"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: scaffold.hint(Fresh, "shade", "el"), "gazette/content/hints.yml has nothing under 'Fresh'"),
        (lambda: scaffold.hint(Fresh, "colour", "en"), "'Fresh.colour' has no description: write one below it in "),
        (lambda: described.description(Fresh, "colour"), "/content/test_catalogues.py"),
        (
            lambda: form_plan.label(Fresh, "shade", "el"),
            "gazette/content/hints.yml has nothing under 'labels → shade'",
        ),
        (lambda: form_plan.title_of(Fresh), "texts of 'Fresh' have neither a field `title` nor `name`"),
        (
            lambda: github_forms.label_of(Mood.GLAD, "el"),
            "'Mood' is not among LABELS in gazette/content/model/",
        ),
        (
            lambda: form_plan._options({"title": "Mood", "enum": ["glad"]}, "el"),
            "gazette/content/choices.yml has nothing under 'el → Mood'",
        ),
        (lambda: github_forms.labels("el")["theme.sport"], "theme/strings/el.yml has nothing under 'theme.sport'"),
    ],
)
def test_what_a_new_field_or_choice_lacks_is_named(asked: Any, said: str) -> None:
    with pytest.raises(Misuse) as raised:
        asked()
    assert said in wording.misuse(raised.value, "en")


def test_what_is_there_is_given() -> None:
    assert described.description(Fresh, "shade") == scaffold.hint(Fresh, "shade", "en") == "How dark it is."
    assert form_plan.title_of(StoryText) == "text_title"


@pytest.mark.parametrize(
    "text", ["", "[a", "- one\n", "just words", "a: b: c\n", "\ud83d".encode("utf-8", "surrogatepass")]
)
def test_a_file_of_words_that_cannot_be_read_is_named(tmp_path: Path, text: str | bytes) -> None:
    path = tmp_path / "words.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(Misuse) as raised:
        wording.read_words(path)
    for language in LANGUAGES:
        assert f"{path}" in wording.misuse(raised.value, language)
