"""The files of a new item with hints for each field, derived from the model."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Final, get_origin

from pydantic.fields import FieldInfo

from ..content.check import is_reserved
from ..content.dates import Moment, PartialDate
from ..content.described import description
from ..content.fields import NAMEABLE, closest, nameable, nameable_by, parse, unknown_rule
from ..content.human_dates import read_date
from ..content.items import content_type_of
from ..content.load import SourceFile
from ..content.meant import Nameable, filled_in
from ..content.model import (
    CONSENTS,
    CONTENT_TYPES,
    SLUG_PATTERN,
    TRANSLATES,
    Consent,
    ContentType,
    Kind,
    Record,
    RefersTo,
    annotations_of,
    mark_of,
    record_in,
    usual,
)
from ..content.problems import Misuse, Problem
from ..content.prose import SCAFFOLD_MARK
from ..content.translit import latin_slug
from ..content.wording import hints, phrase, sentences
from ..files.portable_names import is_portable, made_portable
from .schemas import _choices, _is_list

LONGEST_MADE: Final = 60
"""Letters of an address that is made from a title."""


@dataclass(frozen=True, slots=True)
class NewItem:
    """A request for a new item of a kind, with some fields filled in.

    `owner` is the folder of the member or partner that a statement belongs to (`members/karditsa`). `hints` is the
    language of the hints. `records` are entries of fields that are lists of records: field → for each entry what is
    known of it. `body` is the text, where it is there already.
    """

    kind: str
    slug: str
    owner: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    hints: str = "en"
    records: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    body: str = ""


def scaffold(new_item: NewItem, languages: Sequence[str], today: date) -> dict[str, str]:
    """Path → text for a new item: every field with its hint, every gap behind a mark that the checker finds.

    Raises Misuse where the wish does not make sense; it says so in one line.
    """
    content = _type_for(new_item)
    slug, owner, given = new_item.slug, new_item.owner, new_item.given
    _refuse_name(content, slug)
    _refuse_fields(content, given)
    folder = f"{owner}/statements/{slug}" if owner else content.folder.replace("*", slug)
    day = str(PartialDate(today.year, today.month, today.day))
    known = {"date": f"{SCAFFOLD_MARK} {day}", **(given or {})}  # a guess, which someone is to confirm
    if content.kind is Kind.ISSUE:
        known = {"date": day, "number": slug, **(given or {})}
    files = {f"{folder}/{content.data_file}": "\n".join(_yaml(content.data, known, new_item)) + "\n"}
    for language in languages:
        is_first = language == languages[0]
        header = "\n".join(_yaml(content.text, known if is_first else {}, new_item, language))
        header = header if is_first else f"# {phrase('untranslated', new_item.hints)}\n{header}"
        body = f"{new_item.body}\n" if new_item.body else _body(content, new_item.hints)
        files[f"{folder}/{language}.md"] = f"---\n{header}\n---\n\n{body}"
    return files


@dataclass(frozen=True, slots=True)
class Question:
    """A field that someone can be asked for: one that is needed, and is a text or a list of words."""

    model: type[Record]
    name: str
    is_text: bool
    """Whether it is written in a language, and not the same in all."""

    @property
    def choices(self) -> list[str]:
        """The words of a closed list, where there is one."""
        return _choices(self.info)

    @property
    def info(self) -> FieldInfo:
        """What the model says of it."""
        return self.model.model_fields[self.name]

    def fault(self, answer: str, language: str, known: Nameable) -> str:
        """The checker's objection to an answer, in one line; empty if it has none."""
        is_list = _is_list(self.info.annotation)
        data = {self.name: [part.strip() for part in answer.split(",")] if is_list else answer}
        _, problems = parse(SourceFile("", data), self.model)
        own = [one for one in problems if re.match(rf"{self.name}\b", one.field)] or list(self._unknown(answer, known))
        return " ".join(sentences(filled_in(own[:1], lambda: known)[0], language)) if own else ""

    def _unknown(self, answer: str, known: Nameable) -> Iterator[Problem]:
        """A problem for each name of an item that there is not."""
        mark = mark_of(self.info, RefersTo)
        there = known.finder(nameable_by(mark)).values if mark else ()
        for name in (part.strip() for part in answer.split(",")) if mark else ():
            if name not in there:
                rule = "reference-unknown" if mark and mark.by_address else unknown_rule(mark.kinds if mark else ())
                facts = {"value": name, "suggestion": closest(name, there), NAMEABLE: nameable(self.info)}
                yield Problem("", rule, facts=facts)


def questions(new_item: NewItem) -> list[Question]:
    """The fields of a new item that are needed and that a command can fill in, but for those that are known already.

    Raises Misuse where the wish does not make sense.
    """
    content = _type_for(new_item)
    known = {*new_item.given, *(("date", "number") if content.kind is Kind.ISSUE else ())}
    return [
        Question(model, name, model is content.text)
        for model in (content.text, content.data)
        for name in _needed(model)
        if name not in known
    ]


def consent_questions(given: Mapping[str, str]) -> list[Question]:
    """The questions that `new consent` asks: those of every record, and more for a minor."""
    more = ["guardian", "child"] if given.get("minor") == "true" else []
    return [Question(Consent, name, False) for name in [*_needed(Consent), *more] if name not in given]


def _needed(model: type[Record]) -> list[str]:
    found = model.model_fields.items()
    return [name for name, info in found if info.is_required() and record_in(info.annotation) is None]


def understood(info: FieldInfo, said: str, known: Nameable) -> str:
    """What to write in a field for what someone said: the words for what is named there, a date as the files have it.

    Raises Misuse where a date cannot be read.
    """
    is_date = [issubclass(part, Moment) for part in annotations_of(info) if part in (PartialDate, Moment)]
    if is_date:
        return str(read_date(said, with_time=is_date[0])).replace("T", " ")
    return known.meant(info, said)


def named_by(kind: str, given: Mapping[str, str], known: Nameable) -> dict[str, str]:
    """The fields that are given for an item of a kind, or for a consent, as they are understood. Raises Misuse."""
    fields = _fields_of(kind)
    return {
        name: understood(fields[name].info, said, known) if name in fields else said for name, said in given.items()
    }


def refuse_unfit(kind: str, given: Mapping[str, str], known: Nameable, language: str) -> None:
    """Raises Misuse where the checker would refuse what is given in a field, or it names what there is not."""
    for name, asked in _fields_of(kind).items():
        is_written = name in given and record_in(asked.info.annotation) is None
        if is_written and (reason := asked.fault(given[name], language, known)):
            raise Misuse("field-unfit", name=name, reason=reason)


def _fields_of(kind: str) -> dict[str, Question]:
    """Every field of an item of a kind, or of a consent, by its name."""
    types = [content for content in CONTENT_TYPES if content.kind.value == kind]
    models = [part for content in types for part in (content.text, content.data)] or [Consent]
    texts = {content.text for content in types}
    return {name: Question(model, name, model in texts) for model in models for name in model.model_fields}


def named_in(root: Path, field: Question) -> list[str]:
    """The folders that a field can name; nothing where it names none, or may name what has no folder."""
    mark = mark_of(field.info, RefersTo)
    if mark is None or mark.besides or mark.by_address:
        return []
    collections = [content.collection for content in CONTENT_TYPES if content.kind in mark.kinds]
    return sorted(path.name for found in collections for path in (root / found).iterdir() if path.is_dir())


def slug_of(title: str) -> str:
    """The address that a title gives, cut between words, and none that Windows keeps for itself."""
    slug = latin_slug(title)
    if len(slug) > LONGEST_MADE:
        slug = slug[: LONGEST_MADE + 1].rpartition("-")[0] or slug[:LONGEST_MADE]
    return made_portable(slug)


def free_reference(taken: Container[str]) -> str:
    """A reference for a new record of a consent: drawn by lot, so that it tells nothing of its person."""
    references = (f"c-{secrets.randbelow(900_000) + 100_000}" for _ in count())
    return next(reference for reference in references if reference not in taken)


def consent(reference: str, given: Mapping[str, str], language: str) -> dict[str, str]:
    """Path → text for a new record of a consent. No field has an answer that no one gave."""
    return {
        f"{CONSENTS}/{reference}.yml": "\n".join(_yaml(Consent, given, NewItem(CONSENTS, "", hints=language))) + "\n"
    }


def _type_for(new_item: NewItem) -> ContentType:
    choices = [content for content in CONTENT_TYPES if content.kind.value == new_item.kind]
    if not choices:
        raise Misuse("kind-unknown", value=new_item.kind, choices=", ".join(kind.value for kind in Kind))
    if choices[0].kind is not Kind.STATEMENT:
        if new_item.owner:
            raise Misuse("owner-not-wanted", kind=new_item.kind)
        return choices[0]
    named = re.fullmatch(SLUG_PATTERN, new_item.owner.rsplit("/", 1)[-1])
    whose = content_type_of(new_item.owner) if named else None
    matching = [content for content in choices if whose and content.folder == f"{whose.folder}/statements/*"]
    if not matching:
        raise Misuse("owner-missing")
    return matching[0]


def _refuse_name(content: ContentType, slug: str) -> None:
    if is_reserved(content, slug):
        raise Misuse("name-reserved", value=slug)
    if not is_portable(slug):
        raise Misuse("name-of-device", value=slug, suggestion=made_portable(slug))
    if content.kind is Kind.ISSUE and not re.fullmatch(r"[1-9]\d{0,2}", slug):
        raise Misuse("issue-number", value=slug)


def _refuse_fields(content: ContentType, given: Mapping[str, str]) -> None:
    _refuse(content.kind.value, {**content.text.model_fields, **content.data.model_fields}, given)


def refuse_fields(model: type[Record], kind: str, given: Mapping[str, str]) -> None:
    """Raises Misuse where a field is given that such a record has not, or that a command cannot fill in."""
    _refuse(kind, model.model_fields, given)


def _refuse(kind: str, known: Mapping[str, FieldInfo], given: Mapping[str, str]) -> None:
    """Only fields that are there, and hold a text or a list of words, can be filled in from a command."""
    for name in given:
        if name not in known:
            guess = closest(name, known)
            rule = "no-such-field-but" if guess else "no-such-field"
            facts = {"suggestion": guess, "choices": ", ".join(known)}
            raise Misuse(rule, kind=kind, name=name, **facts)
        if record_in(known[name].annotation):
            raise Misuse("field-of-several", name=name)


def _body(content: ContentType, language: str) -> str:
    return f"{SCAFFOLD_MARK} {phrase('body', language)}\n" if content.body_required else ""


def hint(model: type[Record], name: str, language: str) -> str:
    """The hint for a field, in English or Greek. Raises Misuse where the field has none yet."""
    if language != "el":
        return description(model, name)
    return hints()[declaring_record(model, name).__name__][name]


def declaring_record(model: type[Record], name: str) -> type[Record]:
    """The record that declares a field: the model itself, or one that it inherits from."""
    return next(parent for parent in model.__mro__ if name in getattr(parent, "__annotations__", {}))


def _yaml(model: type[Record], given: Mapping[str, str], new_item: NewItem, own: str = "") -> Iterator[str]:
    """The fields of a record as YAML with hints; optional ones commented out. `own` is the language of its words."""
    language = new_item.hints
    for name, info in model.model_fields.items():
        if name == TRANSLATES:  # a command writes it
            continue
        start = "" if info.is_required() or name in given or new_item.records.get(name) else "# "
        needed = "" if info.is_required() else f" {phrase('optional', language)}"
        yield f"# {hint(model, name, language)}{needed}"
        choices = _choices(info)
        if choices:
            yield f"# {phrase('one-of', language)}: {', '.join(choices)}"
        inner = record_in(info.annotation)
        if inner is not None and new_item.records.get(name):
            yield f"{name}:"
            for entry in new_item.records[name]:
                yield from _nested(inner, "", True, own, entry)
        else:
            yield from _field(name, info, given.get(name), start, own)


def _field(name: str, info: FieldInfo, given: str | None, start: str, own: str) -> Iterator[str]:
    inner = record_in(info.annotation)
    if inner is not None:
        yield f"{start}{name}:"
        yield from _nested(inner, start, _is_list(info.annotation), own)
    elif given is not None and not _is_list(info.annotation):
        yield f"{start}{name}: {_quoted(given)}"
    else:
        parts = [_quoted(part.strip()) for part in given.split(",")] if given else None
        yield from _lines(f"{start}{name}:", f"{start}  ", info, own, parts)


def _lines(name: str, indent: str, info: FieldInfo, own: str, given: Iterable[str] | None = None) -> Iterator[str]:
    """A field with its model text: a value, a list of one, or an entry by name, behind `indent`."""
    key, sign, words = _example(info).partition(": ")
    if _is_list(info.annotation):
        yield name
        yield from (f"{indent}- {part}" for part in given or [_model(_example(info), own)])
    elif get_origin(info.annotation) is dict and sign:
        yield name
        yield f"{indent}{key}: {_model(words, own)}"
    else:
        yield f"{name} {_model(_example(info), own)}"


def _example(info: FieldInfo) -> str:
    return str(info.examples[0]) if info.examples else "…"


def _model(example: str, own: str) -> str:
    """An example behind the mark; where its words are of another language than the file's, that they are wanted."""
    is_words = "://" not in example and (" " in example or example[:1].isupper())
    is_greek = re.search("[α-ωά-ώ]", example) is not None
    words = phrase("words", own) if own and is_words and is_greek != (own == "el") else example
    return f'"{SCAFFOLD_MARK} {words}"'


def _quoted(value: str) -> str:
    """A value as YAML reads it back: between quotation marks where it has signs that mean something there."""
    return value if re.fullmatch(r"\w[\w ./@-]*(:\d\d)?", value) else json.dumps(value, ensure_ascii=False)


def _nested(
    model: type[Record], start: str, in_list: bool, own: str, known: Mapping[str, str] | None = None
) -> Iterator[str]:
    """The required fields of a record inside a record, or all where none is: one of them will be wanted.

    What is `known` of the record is there as well.
    """
    known = known or {}
    wanted = {*usual(model), *known}
    fields = [(name, info) for name, info in model.model_fields.items() if name in wanted]
    for place, (name, info) in enumerate(fields or model.model_fields.items()):
        lead = "  - " if in_list and place == 0 else "    " if in_list else "  "
        inner = record_in(info.annotation)
        if name in known:
            yield f"{start}{lead}{name}: {_quoted(known[name])}"
        elif inner is not None:
            yield f"{start}{lead}{name}:"
            yield from _nested(inner, f"{start}{' ' * len(lead)}", _is_list(info.annotation), own)
        else:
            yield from _lines(f"{start}{lead}{name}:", f"{start}{' ' * len(lead)}  ", info, own)
