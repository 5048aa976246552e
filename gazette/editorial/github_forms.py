"""Forms and checklists for GitHub, in both languages: fields and hints from the model, other words from forms.yml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args

import yaml
from pydantic.fields import FieldInfo

from ..content.library import SiteLanguages
from ..content.model import (
    CONTENT_TYPES,
    LABELS,
    TRANSLATES,
    Choice,
    Kind,
    Record,
    record_in,
)
from ..content.problems import Misuse
from ..content.wording import read_words
from ..pipeline import preflight
from ..settings import PROJECT, THEME
from ..theme import word_problems
from .scaffold import hint
from .schemas import RENEW

WORDS: Final = Path(__file__).with_name("github_forms.yml")
STRINGS: Final = THEME / "strings"
LANGUAGES: Final = ("el", "en")
KINDS: Final = (Kind.STORY, Kind.STATEMENT, Kind.EVENT, Kind.PARTNER)
_LEFT_OUT: Final = frozenset(
    {
        TRANSLATES,
        "withdrawn",
        "checked_by",
        "checked_text",
        "time_zone",
        "photos",
        "captions",
        "participants",
        "logo",
        "practice",
        "online",
        "cancelled",
    }
)
"""Machines write these, or coordinators; photos are handed over where not everyone can see them."""
Form = dict[str, Any]


def exports() -> dict[str, str]:
    """Path → text of every form and checklist; `make export` renews them."""
    found = {}
    for language in LANGUAGES:
        for place, kind in enumerate(KINDS, 1):
            found[f".github/ISSUE_TEMPLATE/{place}-{kind.value}.{language}.yml"] = _form_of(kind, language)
        found[f".github/ISSUE_TEMPLATE/9-correction.{language}.yml"] = _written(_correction(language))
        for name in (kind for kind in _words(language)["checks"] if kind not in ("heading", "what", "all")):
            found[f".github/PULL_REQUEST_TEMPLATE/{name}.{language}.md"] = _checklist(name, language)
    both = "\n".join(_checklist("", language) for language in LANGUAGES)
    return {**found, ".github/pull_request_template.md": both}


def _words(language: str) -> Mapping[str, Any]:
    words: Mapping[str, Any] = read_words(WORDS)[language]
    return words


@cache
def labels(language: str) -> Mapping[str, Any]:
    """The interface's words in a language (theme/strings/), among them the labels of closed lists.

    They are judged once: the plan of the browser form asks for nearly a hundred of them.
    Raises Refused where that file is not as a site needs it.
    """
    problems = list(word_problems(THEME, PROJECT, SiteLanguages((language,))))
    if problems:
        raise preflight.Refused(problems)
    return read_words(STRINGS / f"{language}.yml")


def label_of(choice: Choice, language: str) -> str:
    """The site's word for one of a closed list. Raises Misuse where the list or the word is not known there."""
    prefix = LABELS.get(type(choice))
    if prefix is None:
        raise Misuse("list-unlabelled", name=type(choice).__name__, file="gazette/content/model/choices.py")
    return str(labels(language)[f"{prefix}.{choice.value}"])


def _written(form: Form) -> str:
    text = yaml.safe_dump(form, allow_unicode=True, sort_keys=False, width=120)
    return f"# Made from the model and gazette/editorial/github_forms.yml by `{RENEW}`; don't edit it here.\n{text}"


def _form_of(kind: Kind, language: str) -> str:
    words = _words(language)
    content = next(content for content in CONTENT_TYPES if content.kind is kind)
    body = [_markdown(words["public"]), _line("slug", words["slug"], needed=True)]
    if kind is Kind.STATEMENT:
        body.append(_line("owner", words["owner"], needed=True))
    body += _fields(content.data, content.data_file, language)
    body.append(_line("language", words["language"], needed=True))
    body += _fields(content.text, f"{language}.md", language)
    body.append(_area("body", words["body"], needed=content.body_required))
    return _written(_form(words["kinds"][kind.value], kind.value, body))


def _form(words: Mapping[str, str], name: str, body: Sequence[Form]) -> Form:
    return {"name": words["name"], "description": words["about"], "title": f"[{name}] ", "body": list(body)}


def _correction(language: str) -> Form:
    words = _words(language)["correction"]
    body = [_markdown(words["withdraw"]), _line("page", words["page"], needed=True), _area("wrong", words["wrong"])]
    return _form(words, "correction", [*body, _area("right", words["right"], needed=True)])


def _fields(model: type[Record], file: str, language: str) -> Iterator[Form]:
    for name, info in model.model_fields.items():
        if name not in _LEFT_OUT:
            yield _field(model, name, info, file, language)


def _field(model: type[Record], name: str, info: FieldInfo, file: str, language: str) -> Form:
    """A field as its kind asks for: a list to choose from, a line, or room for more."""
    label = hint(model, name, language).rstrip(".")
    about = _words(language)["goes-to"].format(file=file, field=name)
    needed, inner = info.is_required(), [info.annotation, *get_args(info.annotation)]
    choices = next((part for part in inner if isinstance(part, type) and issubclass(part, Choice)), None)
    several = any(part is Ellipsis for part in inner)
    example = str(info.examples[0]) if info.examples else ""
    name = f"{file.partition('.')[0]}-{name.replace('_', '-')}"
    if choices:
        options = [f"{label_of(choice, language)} ({choice.value})" for choice in choices]
        found = {"label": label, "description": about, "multiple": several, "options": options}
        return _input("dropdown", name, found, needed)
    if several or record_in(info.annotation):
        return _area(name, label, about, example, needed)
    return _line(name, label, about, example, needed)


def _markdown(words: str) -> Form:
    return {"type": "markdown", "attributes": {"value": words}}


def _input(kind: str, name: str, attributes: Form, needed: bool) -> Form:
    shown = {key: value for key, value in attributes.items() if value}
    return {"type": kind, "id": name, "attributes": shown, "validations": {"required": needed}}


def _line(name: str, label: str, about: str = "", example: str = "", needed: bool = False) -> Form:
    return _input("input", name, {"label": label, "description": about, "placeholder": example}, needed)


def _area(name: str, label: str, about: str = "", example: str = "", needed: bool = False) -> Form:
    return _input("textarea", name, {"label": label, "description": about, "placeholder": example}, needed)


def _checklist(name: str, language: str) -> str:
    """The checklist of a pull request, for its author and for whoever merges it, as Markdown."""
    checks = _words(language)["checks"]
    lines = [f"- [ ] {check}" for check in (*checks.get(name, ()), *checks["all"])]
    return "\n".join([f"**{checks['what']}**", "", "", "", f"### {checks['heading']}", "", *lines, ""])
