"""Data → a record of the model, or Problems that say field by field what an editor should change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, Final, TypeVar, cast

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from .load import Route, Source, field_name
from .model import Record
from .problems import Place, Problem

R = TypeVar("R", bound=Record)

_PATTERNS: Final = {
    "FileName": "file-name",
    "PageRange": "page-range",
    "Slug": "slug",
    "WebAddress": "web-address",
    "EmailAddress": "email-address",
    "Reference": "reference",
    "Line": "one-line",
}
_RULES: Final = {
    "missing": "field-missing",
    "extra_forbidden": "field-unknown",
    "enum": "not-in-list",
    "tuple_type": "list-expected",
    "model_type": "fields-expected",
    "model_attributes_type": "fields-expected",
    "dict_type": "fields-expected",
    "string_type": "text-expected",
    "string_too_long": "too-long",
    "string_too_short": "field-empty",
    "too_short": "list-too-short",
    "too_long": "list-too-long",
    "int_parsing": "number-expected",
    "int_type": "number-expected",
    "int_from_float": "number-expected",
    "int_parsing_size": "number-range",
    "float_parsing": "number-expected",
    "float_type": "number-expected",
    "finite_number": "number-expected",
    "greater_than_equal": "number-range",
    "less_than_equal": "number-range",
    "bool_word": "true-or-false",
    "date_partial": "date-format",
    "date_moment": "moment-format",
}


def closest(word: str, choices: Iterable[str]) -> str:
    """The choice that `word` was probably meant to be, or nothing."""
    found = get_close_matches(word.lower(), list(choices), n=1, cutoff=0.6)
    return found[0] if found else ""


def parse(source: Source, model: type[R]) -> tuple[R | None, list[Problem]]:
    """The record in `source`, or None and what is wrong with it. Empty fields count as left out."""
    try:
        return model.model_validate(_without_empty(source.data)), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, list(_problems(source, model, details))


def _without_empty(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _without_empty(value) for key, value in data.items() if value is not None}
    if isinstance(data, list):
        return ["" if value is None else _without_empty(value) for value in data]
    return data


def _problems(source: Source, model: type[Record], details: list[ErrorDetails]) -> Iterator[Problem]:
    broken_lists = {detail["loc"] for detail in details}
    for detail in details:
        route = cast(Route, tuple(detail["loc"]))
        if detail["type"] == "too_short" and any(other[: len(route)] == route != other for other in broken_lists):
            continue  # the list only seems empty because its entries are wrong, and they are reported themselves
        if route and route[-1] == "[key]":
            route = route[:-1]
        yield _problem(source, model, detail, route)


def _problem(source: Source, model: type[Record], detail: ErrorDetails, route: Route) -> Problem:
    holder = _holder(model, route)
    rule = _rule(detail, holder, route)
    if rule == "field-missing" and route in source.keys:
        rule = "field-empty"
    facts = _facts(detail, holder, route)
    place = source.keys.get(route, Place(1, 1)) if rule in ("field-unknown", "field-empty") else source.place(route)
    return Problem(source.path, rule, place, field_name(route), facts)


def _rule(detail: ErrorDetails, holder: type[Record] | None, route: Route) -> str:
    if detail["type"] == "string_pattern_mismatch":
        return _pattern_rule(str(detail.get("ctx", {}).get("pattern", "")))
    return _RULES.get(detail["type"], "not-valid")


def _pattern_rule(pattern: str) -> str:
    from . import model  # the aliases' patterns, looked up by value so that each is declared once

    for name, rule in _PATTERNS.items():
        metadata = getattr(model, name).__metadata__
        if any(getattr(constraint, "pattern", None) == pattern for constraint in metadata):
            return rule
    return "not-valid"


def _holder(model: type[Record], route: Route) -> type[Record] | None:
    """The record class in which the last named step of `route` stands."""
    current: Any = model
    for step in route[:-1]:
        if isinstance(step, int) or not (isinstance(current, type) and issubclass(current, Record)):
            continue
        info = current.model_fields.get(step)
        current = _record_in(info.annotation) if info else None
    return current if isinstance(current, type) and issubclass(current, Record) else None


def _record_in(annotation: Any) -> Any:
    """The record class inside `tuple[Photo, ...]`, `Quote | None` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    inner = (
        _record_in(part) for part in getattr(annotation, "__args__", ()) or getattr(annotation, "__metadata__", ())
    )
    return next((found for found in inner if found is not None), None)


def _facts(detail: ErrorDetails, holder: type[Record] | None, route: Route) -> dict[str, str]:
    context = detail.get("ctx", {})
    value = detail["input"]
    facts = {"value": value if isinstance(value, str) else "", "name": str(route[-1]) if route else ""}
    if detail["type"] == "enum":
        choices = _choices(str(context["expected"]))
        facts |= {"choices": ", ".join(choices), "suggestion": closest(str(value), choices)}
    elif detail["type"] == "extra_forbidden" and holder:
        names = list(holder.model_fields)
        facts |= {"choices": ", ".join(names), "suggestion": closest(str(route[-1]), names)}
    elif detail["type"] == "missing" and holder:
        facts["example"] = _example(holder, str(route[-1]))
    for key in ("max_length", "min_length", "ge", "le"):
        if key in context:
            facts["limit"] = str(context[key])
    return facts


def _choices(expected: str) -> list[str]:
    return [part for part in expected.replace("' or '", "', '").strip("'").split("', '") if part]


def _example(holder: type[Record], name: str) -> str:
    info = holder.model_fields.get(name)
    examples = info.examples if info else None
    if examples:
        return str(examples[0])
    return "…"
