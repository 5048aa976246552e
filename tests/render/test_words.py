"""The words of the interface: every key that is used exists in every language, and none is left over."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from jinja2 import Environment, nodes

from gazette.content.dates import PartialDate
from gazette.content.model import (
    Audience,
    DocumentKind,
    EventKind,
    PartnerRole,
    PracticePart,
    ProgrammeKind,
    Region,
    SectionKind,
    ServiceKind,
    Theme,
)
from gazette.languages import EPUB
from gazette.outputs import guide, pdf
from gazette.render.site.practices import VALUES
from gazette.render.subscriptions import FEEDS
from gazette.render.words import Relation, Words
from tests.support.data_files import data_of

PROJECT = Path(__file__).resolve().parents[2]
STRINGS = PROJECT / "theme" / "strings"
LANGUAGES = ("el", "en")
"""Those of the whole site; the main words of others are judged in test_word_files.py."""

FACETS = ("theme", "city", "programme", "year")
MENU = (
    "home",
    "stories",
    "practices",
    "members",
    "events",
    "statements",
    "partners",
    "newsletters",
    "documents",
    "about",
)
LISTS = (
    "stories", "practices", "members", "events", "statements", "partners", "newsletters", "documents", "glossary",
    "data",
)  # fmt: skip
FAMILIES: dict[str, tuple[str, ...]] = {
    "nav.{}": MENU,
    "footer.{}": ("about", "contact", "press", "documents", "glossary", "accessibility", "privacy", "data"),
    "{}.description": (*LISTS, "home", "subscribe"),
    "{}.title": tuple({*LISTS, *(feed.name for feed in FEEDS if feed.name)}),
    "numbers.{}": ("members", "regions", "stories", "events", "statements"),
    "stories.{}.title": ("theme", "city", "year"),
    "stories.{}.description": ("theme", "city", "year"),
    "facet.{}": FACETS,
    "facts.participants-{}": ("past", "coming", "cancelled"),
    "search.facet.{}": ("kind", "member", "theme", "programme", "year", "language"),
    "also.{}": (*LISTS, *Theme),
    "kind.{}": ("story", "statement", "member", "partner"),
    "history.{}": ("founded", "joined", "left"),
    "home.{}": ("stories", "events", "statements", "issue"),
    "home.{}-from": ("stories", "events", "statements"),
    "home.{}-earlier": ("stories", "events", "statements", "issue"),
    "date.{}": tuple(f"{one}-{known}" for one in get_args(Relation) for known in ("first", "day", "month", "year")),
    "partners.{}": tuple(PartnerRole),
    "theme.{}": tuple(Theme),
    "region.{}": tuple(Region),
    "event-kind.{}": tuple(EventKind),
    "document-kind.{}": tuple(DocumentKind),
    "practices.by.{}": tuple(VALUES),
    "practices.way.{}": tuple(f"{name}-{value}" for name in ("size", "cost", "record") for value in VALUES[name]),
    "audience.{}": tuple(Audience),
    "service-kind.{}": tuple(ServiceKind),
    "practice-part.{}": tuple(PracticePart),
    "partner-role.{}": tuple(PartnerRole),
    "programme-kind.{}": tuple(ProgrammeKind),
    "edition.{}": (*(edition.name for edition in pdf.EDITIONS), EPUB, *guide.EDITIONS),
    "section.{}": tuple(kind for kind in SectionKind if kind is not SectionKind.FREE),
}
"""Keys that are put together while rendering: pattern → what may stand in it."""


def keys_in_python(path: Path) -> Iterator[str]:
    """The keys that a module says; `{}` stands for what is filled in."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say":
            yield from _python_key(node.args[0], path)


def _python_key(node: ast.expr, path: Path) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from _python_key(node.body, path)
        yield from _python_key(node.orelse, path)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    else:
        raise AssertionError(f"{path.name}:{node.lineno}: write the key in the call of say()")


def keys_in_template(source: str, name: str) -> Iterator[str]:
    """The keys that a template says with t(…) or view.t(…).

    `lang.t(…)` would be Material's own words, which it has in some sixty languages and no more.
    """
    assert "lang.t(" not in source, name
    for call in Environment(extensions=["jinja2.ext.do"]).parse(source).find_all(nodes.Call):
        ours = isinstance(call.node, nodes.Name) and call.node.name == "t"
        owner = call.node.node if isinstance(call.node, nodes.Getattr) and call.node.attr == "t" else None
        if ours or (isinstance(owner, nodes.Name) and owner.name == "view"):
            yield from _template_key(call.args[0], name)


def _template_key(node: nodes.Expr, name: str) -> Iterator[str]:
    if isinstance(node, nodes.Const):
        yield str(node.value)
    elif isinstance(node, nodes.CondExpr) and node.expr2 is not None:
        yield from _template_key(node.expr1, name)
        yield from _template_key(node.expr2, name)
    elif isinstance(node, nodes.Concat):
        yield "".join(str(part.value) if isinstance(part, nodes.Const) else "{}" for part in node.nodes)
    else:
        raise AssertionError(f"{name}:{node.lineno}: write the key in the call of t()")


@cache
def said() -> set[str]:
    """Every key and pattern that code and templates say."""
    found: set[str] = set()
    for path in sorted((PROJECT / "gazette").rglob("*.py")):
        found.update(keys_in_python(path))
    for folder in ("site", "pages", "print", "email", "epub", "feeds"):
        for path in sorted((PROJECT / "theme" / folder).glob("*.*")):
            if path.suffix in (".html", ".xhtml", ".opf", ".xml", ".txt", ".mjml"):
                found.update(keys_in_template(path.read_text("utf-8"), path.name))
    return found


def expected() -> set[str]:
    """Every key that a language needs."""
    patterns = {key for key in said() if "{}" in key}
    filled = {pattern.replace("{}", str(value)) for pattern in patterns for value in FAMILIES[pattern]}
    return (said() - patterns) | filled


def strings(language: str) -> dict[str, Any]:
    found: dict[str, Any] = data_of(STRINGS / f"{language}.yml")
    return found


def placeholders(value: str | dict[str, str]) -> set[str]:
    """What a string has filled in. A plural's forms together: "one" may spell out its number."""
    forms = value.values() if isinstance(value, dict) else [value]
    return {name for form in forms for name in re.findall(r"\{(\w*)\}", form)}


def test_patterns_of_keys_are_listed_here() -> None:
    """A new family needs its values in FAMILIES; one that nobody says must go."""
    assert {key for key in said() if "{}" in key} == set(FAMILIES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_missing_and_none_is_left_over(language: str) -> None:
    found = set(strings(language))
    assert (expected() - found, found - expected()) == (set(), set()), f"theme/strings/{language}.yml (missing, unused)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_fill_in_the_same_facts(language: str) -> None:
    first, other = strings(LANGUAGES[0]), strings(language)
    for key, value in first.items():
        assert isinstance(value, dict) == isinstance(other[key], dict), key
        assert placeholders(value) == placeholders(other[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_words(language: str) -> None:
    """YAML reads an unquoted `Ναι: …` as a mapping and `no` as false; a plural has the forms one and other."""
    for key, value in strings(language).items():
        forms = value if isinstance(value, dict) else {"": value}
        assert all(isinstance(form, str) and form == form.strip() and form for form in forms.values()), key
        if isinstance(value, dict):
            assert "other" in value, key


def test_no_key_stands_twice() -> None:
    for language in LANGUAGES:
        lines = (STRINGS / f"{language}.yml").read_text("utf-8").splitlines()
        keys = [line.split(":")[0] for line in lines if re.match(r"[a-z]", line)]
        assert sorted(set(keys)) == sorted(keys), language


def test_greek_words_mix_no_alphabets() -> None:
    """A Latin o in a Greek word looks right and cannot be found."""
    mixed = re.compile(r"[A-Za-z][Α-Ωα-ωά-ώΆ-Ώ]|[Α-Ωα-ωά-ώΆ-Ώ][A-Za-z]")
    for key, value in strings("el").items():
        for form in value.values() if isinstance(value, dict) else [value]:
            assert not mixed.search(form), key


def test_the_scan_sees_each_way_of_writing_a_key() -> None:
    template = '{{ t("a") }}{{ view.t("b." ~ x) }}{{ t("c" if x else "d", n=1) }}{{ other.t("not.ours") }}'
    assert list(keys_in_template(template, "x")) == ["a", "b.{}", "c", "d"]
    with pytest.raises(AssertionError, match="write the key"):
        list(keys_in_template("{{ t(key) }}", "x"))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2021", {"el": "μετά το 2021", "en": "after 2021"}),
        ("2021-02", {"el": "μετά τον Φεβρουάριο του 2021", "en": "after February 2021"}),
        ("2021-05-01", {"el": "μετά την 1η Μαΐου 2021", "en": "after 1 May 2021"}),
        ("2020-12-16", {"el": "μετά τις 16 Δεκεμβρίου 2020", "en": "after 16 December 2020"}),
    ],
)
def test_a_date_in_a_sentence(day: str, said: dict[str, str]) -> None:
    for language, expected in said.items():
        assert Words(language, strings(language)).dated("after", PartialDate.parse(day)) == expected


def test_a_month_after_a_preposition() -> None:
    for month, name in ((1, "τον Ιανουάριο"), (5, "τον Μάιο"), (8, "τον Αύγουστο"), (12, "τον Δεκέμβριο")):
        assert Words("el", strings("el")).dated("on", PartialDate(2020, month)) == f"{name} του 2020"
