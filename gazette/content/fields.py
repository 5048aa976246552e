"""Data → a record of the model, or Problems that say field by field what an editor should change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final, TypeVar, cast, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from . import model as declared
from . import pasted_addresses
from .dates import FIRST_YEAR, LAST_YEAR
from .human_dates import read_date
from .load import Route, SourceFile, field_name
from .model import Choice, Record, RefersTo, annotations_of, mark_of, record_in
from .problems import Misuse, Problem, Replacement
from .translit import latin_name, latin_slug

R = TypeVar("R", bound=Record)

NAMEABLE: Final = "nameable"
"""The fact of a problem that says what could be named there; `meant.py` knows the names."""
_OF_NAMES: Final = ("slug", "reference", "not-in-list", "list-expected")
LONGEST_WORD: Final = 300
"""Letters of a word that may be meant to be another."""
MOST_MISTAKES: Final = 3
"""In a word, or in a part of a path."""
ALWAYS_GUESSED: Final = 20
MOST_COMPARED: Final = 1_000_000
"""Letters of words that are compared with choices: about half a second."""
_YEAR_SLIP: Final = re.compile(r"\s*(\d{3}|\d{5}|0[1-9]\d{2})(?:-\d{1,2}){0,2}\s*")
FIRST_LIKELY, LAST_LIKELY = 2000, 2040
"""Years that are offered where one was mistyped: the network began in 2018, and what it tells of not long before."""
_NO_ONE: Final = frozenset(
    "κανείς κανεις κανένας κανενας καμία καμια κανένα κανενα nobody noone no-one no οχι όχι - – .".split()
)
_CLOCK: Final = re.compile(r"\s*(\d{1,2})[:.](\d{2})\s*")
_PATTERNS: Final = {
    "FileName": "file-name",
    "PageRange": "page-range",
    "Slug": "slug",
    "WebAddress": "web-address",
    "EmailAddress": "email-address",
    "PhoneNumber": "phone-number",
    "LanguageCode": "language-code",
    "Reference": "reference",
    "ConsentReference": "consent-reference",
    "SiteAddress": "site-address",
    "Revision": "revision",
    "Handle": "handle",
    "Currency": "currency",
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
    "plain_number": "plain-number",
    "people_unsaid": "people-unsaid",
    "date_partial": "date-format",
    "date_moment": "moment-format",
    "date_year": "year-unlikely",
}


def closest(word: str, choices: Iterable[str]) -> str:
    """The choice that `word` was probably meant to be, or nothing.

    A slip of the finger, not a likeness: where an item is gone, its neighbours bear names like its own. Numbers must
    be equal, and so must be all but a few letters. Nothing is so long and meant to be something else.
    """
    if len(word) > LONGEST_WORD:
        return ""
    word = word.lower()
    numbers = _numbers(word)
    for choice in get_close_matches(word, _alike_in_length(word, choices), n=3, cutoff=0.6):
        if _numbers(choice) == numbers and _is_slip(word, choice):
            return choice
    return ""


def _numbers(word: str) -> list[str]:
    return re.findall(r"\d+", word)


def _alike_in_length(word: str, choices: Iterable[str]) -> list[str]:
    """Those that can be slips at all: the comparison itself takes a thousand times as long."""
    reach = MOST_MISTAKES * (word.count("/") + 1)
    return [choice for choice in choices if -reach <= len(choice) - len(word) <= reach]


class Guesses:
    """`closest`, as long as it can be afforded.

    The first problems always get their guess. Where there are thousands, each would be compared with thousands of
    names: the later ones are told without a guess once all the letters that may be compared are.
    """

    def __init__(self) -> None:
        self._asked = 0
        self._left = MOST_COMPARED

    def closest(self, word: str, choices: Iterable[str]) -> str:
        if self._asked >= ALWAYS_GUESSED and self._left <= 0:
            return ""
        known = list(choices)
        alike = _alike_in_length(word, known)
        self._asked += 1
        self._left -= len(known) + len(word) * len(alike)
        return closest(word, alike)


def _is_slip(word: str, choice: str) -> bool:
    """In a path each part must be close: that `stories/` is the same says nothing about which story is meant."""
    parts, others = word.split("/"), choice.split("/")
    pairs = zip(parts, others, strict=True) if len(parts) == len(others) else [(word, choice)]
    return all(
        one == other or mistakes(one, other) <= min(max(len(one), len(other)) // 3, MOST_MISTAKES)
        for one, other in pairs
    )


def mistakes(one: str, other: str) -> int:
    """How many letters one must put in, leave out, change or swap with the next to make `other` of `one`."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, wanted in enumerate(other, 1):
            least = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and one[row - 2] == wanted and letter == other[column - 2]:
                least = min(least, before[column - 2] + 1)
            line.append(least)
        before, last = last, line
    return last[-1]


def parse(source: SourceFile, model: type[R]) -> tuple[R | None, list[Problem]]:
    """The record in `source`, or None and what is wrong with it. Empty fields count as left out."""
    try:
        return model.model_validate(_without_empty(source.data, model)), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, list(_problems(source, model, details))


def _without_empty(data: Any, model: type[Record] | None) -> Any:
    """Data without the fields of `model` that are empty. What has no such name stays, and is told."""
    if isinstance(data, dict):
        parts = model.model_fields if model else {}
        inner = {
            key: record_in(part.annotation) for key, part in parts.items() if isinstance(data.get(key), dict | list)
        }
        filled = {key: value for key, value in data.items() if value is not None or key not in parts}
        return {key: _without_empty(value, inner.get(key)) for key, value in filled.items()}
    if isinstance(data, list):
        return [_without_empty(value, model) for value in data]
    return "" if data is None else data


def _problems(source: SourceFile, model: type[Record], details: list[ErrorDetails]) -> Iterator[Problem]:
    broken_lists = {detail["loc"] for detail in details}
    for detail in details:
        route = cast(Route, tuple(detail["loc"]))
        if detail["type"] == "too_short" and any(other[: len(route)] == route != other for other in broken_lists):
            continue  # the list only seems empty because its entries are wrong, and they are reported themselves
        if route and route[-1] == "[key]":
            route = route[:-1]
        yield _problem(source, model, detail, route)


def _problem(source: SourceFile, model: type[Record], detail: ErrorDetails, route: Route) -> Problem:
    holder = _holder(model, route)
    rule = _rule(detail)
    if rule == "field-missing" and route in source.keys:
        rule = "field-empty"
    if rule == "field-unknown" and _part_with(holder, str(route[-1])):
        rule = "field-inside"
    if rule in ("field-missing", "field-empty") and route[-1:] == ("people",):
        rule = "people-unsaid"  # an example alone would be copied, and with it the consent of someone else
    place = source.place(route)
    if rule in ("field-unknown", "field-inside", "field-empty"):
        place = source.keys.get(route, place)
    facts = _facts(detail, rule, holder, route)
    mend = Replacement(facts["value"], facts["suggestion"]) if rule in _CERTAIN and facts["suggestion"] else None
    return Problem(source.path, rule, place, field_name(route), facts, mend)


def _rule(detail: ErrorDetails) -> str:
    kind, value = detail["type"], detail["input"]
    if isinstance(value, str) and (slip := _slip(detail, value)):
        return slip
    if value == "" and kind not in ("people_unsaid", "extra_forbidden"):
        return "field-empty"
    if kind == "enum" and not isinstance(value, str):
        return "text-expected"
    if kind == "date_moment" and isinstance(value, str) and _CLOCK.fullmatch(value):
        return "time-alone"
    if kind == "string_pattern_mismatch":
        return _pattern_rule(str(detail.get("ctx", {}).get("pattern", "")))
    return _RULES.get(kind, "not-valid")


def _slip(detail: ErrorDetails, value: str) -> str:
    """The rule for a word that many write in the place of another one, whatever pydantic makes of it."""
    if "people" in detail["loc"] and value.strip().lower().replace(" ", "-") in _NO_ONE:
        return "people-none"
    return "year-digits" if detail["type"].startswith("date_") and years_like(value) else ""


def _pattern_rule(pattern: str) -> str:
    """The rule of the alias that has this pattern: looked up by value, so that each is declared once."""
    for name, rule in _PATTERNS.items():
        metadata = getattr(declared, name).__metadata__
        if any(getattr(constraint, "pattern", None) == pattern for constraint in metadata):
            return rule
    return "not-valid"


def _holder(model: type[Record], route: Route) -> type[Record] | None:
    """The record class in which the last named step of `route` stands."""
    current: Any = model
    names = [step for step in route if isinstance(step, str)]
    for step in names[:-1]:
        if not (isinstance(current, type) and issubclass(current, Record)):
            return None
        info = current.model_fields.get(step)
        current = record_in(info.annotation) if info else None
    return current if isinstance(current, type) and issubclass(current, Record) else None


def _facts(detail: ErrorDetails, rule: str, holder: type[Record] | None, route: Route) -> dict[str, str]:
    """All facts that the rule's sentence fills in, by name."""
    value = detail["input"] if isinstance(detail["input"], str) else ""
    name = next((step for step in reversed(route) if isinstance(step, str)), "")
    info = holder.model_fields.get(name) if holder else None
    facts = {"value": value, "name": name, "suggestion": _guess(rule, value, name, info)}
    if rule in _OF_NAMES and info and (what := nameable(info)):
        facts[NAMEABLE] = what
    if rule == "not-in-list":
        facts |= _from_choices(value, _choices(str(detail.get("ctx", {}).get("expected", ""))))
    elif rule == "field-unknown":
        facts |= _from_choices(name, list(holder.model_fields) if holder else [])
    elif rule == "field-inside":
        facts |= {"part": _part_with(holder, name), "example": f"{name}: {value or '…'}"}
    elif rule in ("field-missing", "fields-expected"):
        hyphen = "- " if route and isinstance(route[-1], int) else ""
        facts["example"] = hyphen + (_as_part(info, value) or _example(info, name, rule))
    elif rule == "number-range":
        facts |= _bounds(info)
    elif rule == "year-digits":
        facts["choices"] = ", ".join(years_like(value))
    elif rule == "year-unlikely":
        facts |= {"least": str(FIRST_YEAR), "most": str(LAST_YEAR)}
    else:
        facts |= {"limit": _limit(detail), "length": str(len(value.strip()))}
    return facts


def nameable(info: FieldInfo) -> str:
    """What a field can name, in words: kinds of items (`/story` by its address), what else may stand there (`network`),
    or the name of a closed list; nothing where it names nothing.
    """
    mark = mark_of(info, RefersTo)
    if mark is not None:
        return nameable_by(mark)
    lists = (part.__name__ for part in annotations_of(info) if isinstance(part, type) and issubclass(part, Choice))
    return next(lists, "")


def nameable_by(mark: RefersTo) -> str:
    """What can be named by fields with this mark, as `nameable` says it."""
    return " ".join([*(f"/{kind}" if mark.by_address else kind.value for kind in mark.kinds), *mark.besides])


def unknown_rule(kinds: tuple[declared.Kind, ...]) -> str:
    """The rule for a name of no item, by the kinds that could be named there."""
    of_several = {declared.PARTIES: "organiser-unknown", (declared.Kind.ISSUE,): "newsletter-unknown"}
    return of_several.get(kinds, f"{kinds[0]}-unknown")


def _from_choices(word: str, choices: list[str]) -> dict[str, str]:
    return {"choices": ", ".join(choices), "suggestion": closest(word, choices)}


def _choices(expected: str) -> list[str]:
    return [part for part in expected.replace("' or '", "', '").strip("'").split("', '") if part]


def _limit(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    return str(context.get("max_length", context.get("min_length", "")))


def _bounds(info: FieldInfo | None) -> dict[str, str]:
    """The least and the most that a number field takes, wherever in its annotation that is said."""
    found = {"ge": "…", "le": "…"}
    for constraint in annotations_of(info):
        for name in found:
            bound = getattr(constraint, name, None)
            if bound is not None:
                found[name] = f"{bound:.10g}"
    return {"least": found["ge"], "most": found["le"]}


def _example(info: FieldInfo | None, name: str, rule: str) -> str:
    """A line as it could stand in the file, made from the model's examples."""
    if info is None:
        return f"{name}: …"
    record = record_in(info.annotation)
    if rule == "field-missing":
        return f"{name}: {_sample(info)}"
    if record is None:
        return str(info.examples[0]) if info.examples else "…"
    first, inner = next(iter(record.model_fields.items()))
    return f"{first}: {_sample(inner)}"


def _part_with(holder: type[Record] | None, name: str) -> str:
    """The one field of a record that holds fields of its own and has one of that name, where none is a likelier slip.

    So whoever writes `phone:` beside what belongs to it is told below which field it stands.
    """
    if holder is None or closest(name, holder.model_fields):
        return ""
    inner = {part: record_in(info.annotation) for part, info in holder.model_fields.items() if not _is_list(info)}
    found = [part for part, record in inner.items() if record is not None and name in record.model_fields]
    return found[0] if len(found) == 1 else ""


def _is_list(info: FieldInfo) -> bool:
    return any(get_origin(part) is tuple for part in (info.annotation, *get_args(info.annotation)))


def _has_form(info: FieldInfo) -> bool:
    """Whether a text must look in some way, as an address or a number does."""
    patterns = {getattr(part, "pattern", None) for part in annotations_of(info)}
    return bool(patterns - {None, *(getattr(part, "pattern", None) for part in get_args(declared.Line))})


def _as_part(info: FieldInfo | None, value: str) -> str:
    """A line with what was written, where it fits a field of the record that is expected there; else nothing."""
    record = record_in(info.annotation) if info else None
    if record is None or not value or len(value) > LONGEST_WORD or "\n" in value:
        return ""
    for name, field in record.model_fields.items():
        if not _has_form(field):
            continue  # anything fits a line of words
        try:
            record.model_validate({name: value})
        except ValidationError as error:
            if any(detail["loc"][:1] == (name,) for detail in error.errors(include_url=False)):
                continue
        return f"{name}: {value}"
    return ""


def _sample(info: FieldInfo) -> str:
    record = record_in(info.annotation)
    text = str(info.examples[0]) if info.examples else "…"
    if record is not None:
        fields = record.model_fields
        needed = declared.usual(record) or tuple(fields)[:1]
        text = "{" + ", ".join(f"{name}: {_sample(fields[name])}" for name in needed) + "}"
    return f"[{text}]" if get_origin(info.annotation) is tuple else text


def _guess(rule: str, value: str, name: str, info: FieldInfo | None) -> str:
    """The value that the editor probably meant, or an empty string."""
    if rule == "list-expected":
        plain = info is not None and record_in(info.annotation) is None and not re.search(r"[\n\[\]{}:#]", value)
        return f"{name}: [{value}]" if plain and value else ""
    return _GUESSES[rule](value) if rule in _GUESSES and len(value) < 300 else ""


def _true_or_false(value: str) -> str:
    words = {"true": "yes y on 1 ναι ναί true", "false": "no n off 0 οχι όχι false"}
    return next((meant for meant, known in words.items() if value.strip().lower() in known.split()), "")


def _date(value: str) -> str:
    """A date as people write it, as the records have it: `16/12/2020` → `2020-12-16`."""
    return _read(value, with_time=False)


def _moment(value: str) -> str:
    return _read(value, with_time=True)


def _read(value: str, with_time: bool) -> str:
    try:
        return str(read_date(value, with_time)).replace("T", " ")
    except Misuse:
        return ""


def years_like(value: str) -> list[str]:
    """The years that a date may have been meant to have whose own has too few or too many digits, or begins with 0."""
    written = _YEAR_SLIP.fullmatch(value)
    if written is None:
        return []
    digits = written.group(1)
    near = (str(year) for year in range(FIRST_LIKELY, LAST_LIKELY))
    return [year for year in near if mistakes(digits, year) == 1]


def _time_of_day(value: str) -> str:
    """The hour as it is written behind a date: `9.30` → `09:30`."""
    match = _CLOCK.fullmatch(value)
    clock = f"{match.group(1):0>2}:{match.group(2)}" if match else ""
    return clock if clock < "24" and clock[3:] < "60" else ""


def _decimal_point(value: str) -> str:
    return value.strip().replace(",", ".") if re.fullmatch(r"\s*-?\d+,\d+\s*", value) else ""


def _plain_number(value: str) -> str:
    """A number without the signs between thousands: `12.500 €` → `12500`."""
    bare = value.strip().removesuffix("€").strip()
    return re.sub(r"[., ]", "", bare) if re.fullmatch(r"\d{1,3}([., ]\d{3})+", bare) else _decimal_point(bare)


def _page_range(value: str) -> str:
    numbers = re.findall(r"\d{1,3}", value)
    return "-".join(numbers) if len(numbers) in (1, 2) and not re.search(r"\d{4}", value) else ""


def web_address(value: str) -> str:
    """The address in full, where only its scheme was left out, or nothing."""
    said = value.strip()
    meant = pasted_addresses.whole(said)
    return meant or (f"https://{said}" if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/[^\s<>\"'\\]*)?", said) else "")


def _reference(value: str) -> str:
    match = re.search(r"(stor(?:y|ies)|events?|statements?)/([^/\s]+)", value.lower())
    kind = {"sto": "stories", "eve": "events", "sta": "statements"}.get(match.group(1)[:3], "") if match else ""
    return f"{kind}/{latin_slug(match.group(2))}" if match and latin_slug(match.group(2)) else ""


def picture_name(name: str) -> str:
    """A name that a picture could bear instead of `name`, or nothing where its ending is no picture's."""
    stem, _, ending = name.rpartition(".")
    ending = ending.strip().lower()
    slug = latin_name(stem)
    return f"{slug}.{ending}" if slug and ending in ("jpg", "jpeg", "png", "webp") else ""


_GUESSES: Final[Mapping[str, Callable[[str], str]]] = {
    "date-format": _date,
    "moment-format": _moment,
    "file-name": picture_name,
    "number-expected": _decimal_point,
    "page-range": _page_range,
    "plain-number": _plain_number,
    "people-none": lambda _: declared.NO_ONE,
    "reference": _reference,
    "slug": latin_slug,
    "time-alone": _time_of_day,
    "true-or-false": _true_or_false,
    "web-address": web_address,
}
_CERTAIN: Final = frozenset(
    "date-format moment-format number-expected page-range people-none true-or-false web-address".split()
)
"""Those whose guess only writes otherwise what was written. `12.500` may be twelve and a half; a name is a choice."""
