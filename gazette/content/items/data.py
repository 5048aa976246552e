"""Rules for the fields of any one file: their words, the numbers and addresses in them, the offices they name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Set
from typing import Final

from .. import load, offices, pasted_addresses, personal_data, prose
from ..load import Route, SourceFile, field_name
from ..markup import MAX_LETTERS
from ..model import CONTENT_TYPES, AnyText, Record, record_in
from ..private_urls import LOCAL
from ..problems import Problem
from .pasted import pasted_in_fields
from .slipped import in_one_script


def _part_of(model: type[Record], name: str) -> type[Record] | None:
    """The record that a field of `model` holds, or a list of which."""
    info = model.model_fields.get(name)
    return record_in(info.annotation) if info else None


OFFICIAL: Final = ("contact", "email", "phone")
"""Fields in which an office's own address and number stand, and may."""
_PARTS: Final = ("practice", "contact", "services")
"""Fields of an item's data that hold records, or lists of them, with such fields."""
EXAMPLES: Final = frozenset(
    personal_data.plainly(str(example))
    for content in CONTENT_TYPES
    for record in (content.data, *filter(None, (_part_of(content.data, name) for name in _PARTS)))
    for name in OFFICIAL
    if name in record.model_fields
    for example in record.model_fields[name].examples or ()
)
"""What the hints of a new item's files show in these fields, as comments."""
OFFICES: Final = ("reviewer", "checked_by", "office")
"""Fields that name an office, and are judged as such."""


def without_models(problems: Iterable[Problem]) -> Iterator[Problem]:
    """A model text that was left is a problem of its own; that it does not fit its field either helps no one."""
    return (problem for problem in problems if prose.SCAFFOLD_MARK not in problem.facts.get("value", ""))


def prose_of_fields(source: SourceFile, *, is_kept: bool = False) -> Iterator[Problem]:
    """Words of fields that no reader should get: model texts, shortened addresses, letters of another script.

    What an issue keeps can't be mended any more, so that its addresses stay as they were pasted.
    """
    yield from () if is_kept else pasted_in_fields(source)
    for route, text in load.strings_of(source.data):
        place, name = source.place(route), field_name(route)
        if prose.SCAFFOLD_MARK in text:
            yield Problem(source.path, "scaffold-left", place, name)
        if name == "quote.text" and text.lstrip()[:1] in prose.QUOTATION_MARKS:
            yield Problem(source.path, "quotation-marks", place, name)
        for _, address in prose.shortened(text):
            yield Problem(source.path, "link-shortened", place, name, {"value": address})
        for offset, word in prose.mixed_script(text):
            rule, facts, mend = in_one_script(text, offset, word)
            yield Problem(source.path, rule, place, name, facts, mend)


def personal_of_fields(source: SourceFile, official: Set[str] = frozenset()) -> Iterator[Problem]:
    """Numbers and addresses of persons in fields and in comments; `official` are those of the item's own office."""
    for route, text in load.strings_of(source.data):
        if route[-1] not in (*OFFICIAL, *OFFICES):
            for hit in personal_data.found(text[:MAX_LETTERS], official, markdown=False):
                if hit.rule != LOCAL or not pasted_addresses.whole(text):  # of a mistyped one more is told
                    yield Problem(source.path, hit.rule, source.place(route), field_name(route), {"value": hit.shown})
    told = {text for _, text in load.strings_of(source.data)}
    for place, comment in source.comments:
        for hit in personal_data.found(comment, official | EXAMPLES, markdown=False):
            if not any(comment.strip() in text for text in told):  # else it is a field's, with a sign such as "no #12"
                yield Problem(source.path, hit.rule, place, facts={"value": hit.shown})


def office_problems(source: SourceFile, route: Route, written: str) -> Iterator[Problem]:
    """Why what is written in the field at the end of `route` is no office."""
    fault = "" if prose.SCAFFOLD_MARK in written else offices.fault(written)
    if fault:
        yield Problem(source.path, fault, source.place(route), field_name(route))


def official_of(data: Record | None) -> frozenset[str]:
    """An office's own number and address in an item's data, as they are compared."""
    declared = [getattr(part, name, None) for part, _ in _parts(data) for name in OFFICIAL]
    return frozenset(personal_data.plainly(value) for value in declared if isinstance(value, str))


def _parts(data: Record | None) -> Iterator[tuple[Record | None, Route]]:
    """An item's data and the records in it that may give an office's address, each with the way to it."""
    yield data, ()
    for name in _PARTS:
        part = getattr(data, name, None)
        if isinstance(part, Record):
            yield part, (name,)
        elif isinstance(part, tuple):
            yield from ((entry, (name, number)) for number, entry in enumerate(part))


def personal_of_names(folder: str, pictures: Collection[str]) -> Iterator[Problem]:
    """Numbers and addresses in the names of a folder and of its pictures, which are published as well."""
    for name in (folder.rsplit("/", 1)[1], *sorted(pictures)):
        for hit in personal_data.found(name, markdown=False):
            path = folder if name not in pictures else f"{folder}/{name}"
            yield Problem(path, hit.rule, facts={"value": hit.shown})


def offices_of(data: Record, source: SourceFile) -> Iterator[Problem]:
    """Fields of an item's data that must name an office, or give an office's address, and don't."""
    answered = getattr(data, "checked_by", None)
    if answered:
        yield from office_problems(source, ("checked_by",), answered)
    for part, way in _parts(data):
        for name in ("contact", "email"):
            address = getattr(part, name, None)
            if isinstance(address, str) and personal_data.is_private(address):
                route, host = (*way, name), address.rpartition("@")[2]
                facts = {"value": f"…@{host}"}
                yield Problem(source.path, "mail-private", source.place(route), field_name(route), facts)


def offices_of_text(front: AnyText, source: SourceFile) -> Iterator[Problem]:
    """Whoever answers questions, about a practice or for a municipality, is an office."""
    for part in ("practice", "contact"):
        written = getattr(getattr(front, part, None), "office", None)
        if written:
            yield from office_problems(source, (part, "office"), written)
