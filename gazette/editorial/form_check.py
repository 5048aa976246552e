"""What the real checker says of the form's changes, told for the form: each problem at its field, in its language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any, Final

from ..content import load
from ..content.addresses import BY_COMMANDS
from ..content.dates import PartialDate
from ..content.human_dates import read_date
from ..content.items import content_type_of
from ..content.library import Item
from ..content.load import BODY
from ..content.model import CONSENTS, PICTURE_PATTERN, Consent, Record, RefersTo, mark_of, record_in
from ..content.problems import Misuse, Problem, told
from ..content.wording import WARNING, misuse, sentences, severity
from ..pipeline.read import Reading
from ..render.words import Words
from .form_plan import BY_COMMAND, collection_name, label, move_sentence, words
from .reading import reading_told

_STEP: Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
Key = tuple[str, str, str, str]
_DATES: Final = {"date-format": False, "moment-format": True}
"""Rules of what is no date → whether there may be a time of day."""
UNREAD: Final = "child-unread"
"""The rule of texts about a child that no office has read, which is about two fields."""
CHECKED_BY, CHECKED_TEXT = "checked_by", "checked_text"


def problems_told(before: Reading, after: Reading, items: Collection[str], language: str) -> list[dict[str, Any]]:
    """The problems of some items, by their folders, and those elsewhere that were not there before."""
    return list(_Teller(after, language).all(_of_concern(before, after, items)))


def texts_told(reading: Reading, items: Collection[str]) -> list[dict[str, Any]]:
    """How hard the texts of some items, by their folders, are to read."""
    read = (item for item in reading.library.everything() if item.folder in items)
    return reading_told(read, reading.settings.root)


def _of_concern(before: Reading, after: Reading, items: Collection[str]) -> Iterator[Problem]:
    known = Counter(map(_key, before.problems))
    for problem in after.problems:
        if problem.path in BY_COMMANDS:
            continue  # a command renews them, when the site is published
        if is_about(problem.path, items):
            yield problem
        elif known[_key(problem)] > 0:
            known[_key(problem)] -= 1
        else:
            yield problem


def is_about(path: str, items: Collection[str]) -> bool:
    """Whether a file or folder is one of the items, or of their files."""
    return path in items or path.rpartition("/")[0] in items or path.removesuffix(".yml") in items


def _key(problem: Problem) -> Key:
    """What makes a problem the same though lines were added above it."""
    return problem.path, problem.rule, problem.field, repr(sorted(problem.facts.items()))


class _Teller:
    """Tells the problems of one reading."""

    def __init__(self, reading: Reading, language: str) -> None:
        self._language = language
        self._read = lru_cache(maxsize=16)(partial(load.read, reading.settings.root))
        self._languages, library = reading.settings.languages, reading.library
        known = (*library.everything(), *library.scheduled_items(), *library.withdrawn_items())
        self._items: dict[str, Item] = {item.folder: item for item in known}
        self._shown = Words(language, {})

    def all(self, problems: Iterable[Problem]) -> Iterator[dict[str, Any]]:
        for problem in told(problems, lambda one: severity(one) == WARNING):
            message, advice = self._sentences(problem)
            yield {
                "path": problem.path, "title": self._title(problem.path), "where": self._where(problem),
                "names_item": self._names_item(problem), "route": self._route(problem),
                "line": problem.place.line, "column": problem.place.column, "warning": severity(problem) == WARNING,
                "rule": problem.rule, "message": message, "advice": advice, "about": _photo(problem),
                "mend": self._mend(problem),
            }  # fmt: skip

    def _sentences(self, problem: Problem) -> Sequence[str]:
        """What is wrong and what to do, in words of the form where those of the checker speak of files."""
        if problem.rule in _DATES and (of_date := self._of_date(problem.facts["value"], _DATES[problem.rule])):
            return of_date
        own: Sequence[str] | None = words(self._language)["problems"].get(problem.rule)
        told_of = replace(problem, facts={name: self._in_words(said) for name, said in problem.facts.items()})
        return [said.format_map(told_of.facts) for said in own] if own else sentences(told_of, self._language)

    def _of_date(self, said: str, with_time: bool) -> Sequence[str]:
        """Why something is no date, as its field tells it to whoever types; nothing where it is one."""
        try:
            read_date(said, with_time)
        except Misuse as error:
            return f"{misuse(error, self._language)}.", ""
        return ()

    def _in_words(self, said: str) -> str:
        """A fact as it is read: a whole day in words, all else as it is."""
        with suppress(ValueError):
            return self._shown.date(PartialDate.parse(said)) if _DAY.fullmatch(said) else said
        return said

    def _fields(self, problem: Problem) -> list[tuple[type[Record], str]]:
        """The fields along the way to a problem, each with its record, as far as they are the model's."""
        content = content_type_of(self._folder(problem.path))
        model: type[Record] = Consent
        if content:
            model = content.text if problem.path.endswith(".md") else content.data
        return list(_fields_along(model, self._route(problem)))

    def _where(self, problem: Problem) -> str:
        """The item and its field as the form calls them: `“A garden” (story), “Partners”`; of no item the path."""
        said, content = words(self._language), content_type_of(self._folder(problem.path))
        if content is None and not problem.path.startswith(f"{CONSENTS}/"):
            return problem.path
        _, singular, _ = said["collections"][collection_name(content) if content else "consent"]
        names = [label(model, name, self._language) for model, name in self._fields(problem)]
        names = [said["body"][0]] if self._route(problem) == [BODY] else names
        item = move_sentence(self._language, "item", title=self._title(problem.path), kind=singular)
        return move_sentence(self._language, "field", item=item, label=" → ".join(names)) if names else item

    def _names_item(self, problem: Problem) -> bool:
        """Whether a problem is that a field names something that there is not."""
        *_, (model, name) = self._fields(problem) or [(Record, "")]
        is_reference = bool(name) and mark_of(model.model_fields[name], RefersTo) is not None
        return is_reference or problem.rule == "consent-unknown"

    def _mend(self, problem: Problem) -> dict[str, Any] | None:
        """What puts it right, where the checker is certain; of texts that an office read, which ones these are."""
        if problem.mend:
            return {"old": problem.mend.old, "new": problem.mend.new}
        if problem.rule.startswith("child-") and {"text", "file"} <= problem.facts.keys():
            path = f"{self._folder(problem.path)}/{problem.facts['file']}"
            return {"old": None, "new": problem.facts["text"], "path": path, "route": [CHECKED_TEXT]}
        return None

    def _folder(self, path: str) -> str:
        return path if content_type_of(path) else path.rpartition("/")[0]

    def _title(self, path: str) -> str:
        """What the item is called, as far as its files tell; else the path."""
        folder = self._folder(path)
        item = self._items.get(folder)
        if item and item.texts:
            return item.text(self._language, item.texts).title
        fronts = (self._read(f"{folder}/{language}.md").data for language in self._languages)
        return next((str(title) for front in fronts if (title := front.get("title") or front.get("name"))), path)

    def _route(self, problem: Problem) -> list[str | int]:
        """The way to the field, counting from 0; nothing for the file as a whole."""
        if problem.field:
            return route_of(problem.field)
        if problem.rule == UNREAD:
            return [CHECKED_TEXT if self._read(problem.path).data.get(CHECKED_BY) else CHECKED_BY]
        is_text = problem.path.endswith(".md") and problem.place.line
        source = self._read(problem.path) if is_text else None
        return [BODY] if source and source.readable and problem.place.line >= source.body_line else []


def route_of(field: str) -> list[str | int]:
    """The way to a field that is named as a person reads it: `sections[2].items` → `sections`, 1, `items`."""
    return [int(match[1]) - 1 if match[1] else match[2] for match in _STEP.finditer(field)]


def _fields_along(model: type[Record] | None, route: Iterable[str | int]) -> Iterator[tuple[type[Record], str]]:
    for name in (step for step in route if isinstance(step, str)):
        if model is None or name not in model.model_fields or name in BY_COMMAND:
            return
        yield model, name
        model = record_in(model.model_fields[name].annotation)


def _photo(problem: Problem) -> str:
    """The photo that a problem is about, where it names one."""
    return next((value for value in problem.facts.values() if re.fullmatch(PICTURE_PATTERN, value)), "")
