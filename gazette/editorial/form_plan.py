"""The browser form's plan, from the model: JSON Schemas with labels, and how the page turns entries into files.

An item is several files here and one entry in the form. An entry's fields are the data file's, and, under names of
their own (`text_…`), those of each language; the plan tells the page which is which, and what each value is in a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from ..content.dates import DAY_PATTERN, MOMENT_PATTERN
from ..content.described import described
from ..content.items import MAX_PICTURE_BYTES
from ..content.load import FORBIDDEN, MAX_BYTES
from ..content.model import (
    CONSENT_PATTERN,
    CONSENTS,
    CONTENT_TYPES,
    LABELS,
    LONGEST_SLUG,
    SLUG_PATTERN,
    TRANSLATES,
    Consent,
    ContentType,
    Kind,
    Partner,
    Photo,
    Programme,
    Record,
    RefersTo,
    SpokenLanguage,
    mark_of,
    record_in,
)
from ..content.problems import Misuse
from ..content.translit import tables
from ..content.wording import CHOICES, hints, read_words
from ..files.portable_names import DEVICE_NAME
from ..render.words import Words
from ..settings import THEME
from ..theme import CITY_TABLES, key_tables
from .github_forms import labels
from .scaffold import declaring_record, hint

WORDS: Final = Path(__file__).with_name("form_plan.yml")
PAGE_WORDS: Final = Path(__file__).with_name("form_page.yml")
TEXT: Final = "text_"
"""Before the name of a language's field in an entry: a data file's may bear the same."""
SLUG, OWNER, BODY = "slug", "owner", f"{TEXT}body"
_LISTS: Final = {kind.__name__: prefix for kind, prefix in LABELS.items()}
"""Closed list → how its labels in theme/strings/ begin; the others' are in gazette/content/choices.yml."""
PICKED: Final = frozenset({(Photo, "file"), (Programme, "emblem"), (Partner, "logo")})
BY_COMMAND: Final = frozenset({TRANSLATES, "withdrawn"})
"""Commands write these; the form leaves them as they are."""
BESIDE: Final = {"photos": "captions", "practice": "practice", "contact": "contact", "services": "services"}
"""A field of the data file → that of each language's text that stands behind it: first the photos, then their words."""
SLUG_FACT: Final = {Kind.ISSUE: "number"}
"""The fact that says the same as the name of the folder, so that the form asks for it once."""
CREATED: Final = frozenset({Kind.PARTNER, Kind.PROGRAMME, Kind.EVENT})
"""Kinds of which a new item may be begun where one is chosen."""
LONGEST_LINE: Final = 200
_DATES: Final = {f"^{DAY_PATTERN}$": "date", f"^{MOMENT_PATTERN}$": "moment"}
Form = dict[str, Any]
Node = Mapping[str, Any]


def words(language: str) -> Mapping[str, Any]:
    """The form's own words in a language, by their place in form_plan.yml."""
    found: Mapping[str, Any] = read_words(WORDS)[language]
    return found


def move_sentence(language: str, name: str, **facts: object) -> str:
    """What is told of an item that moves or goes, by its name in form_plan.yml."""
    return str(words(language)["moves"][name]).format(**facts)


def page_words(language: str) -> Form:
    """The words of the page, and what it says where the server refuses something, by name."""
    return {**words(language)["errors"], **read_words(PAGE_WORDS)[language]}


def collection_name(content: ContentType) -> str:
    """The name of a folder of items in the form: `stories`, `statements`, `partner-statements`."""
    if content.folder.count("*") == 1:
        return content.collection.rpartition("/")[2]
    return "statements" if content.collection == "members" else "partner-statements"


def choices_name(names: RefersTo) -> str:
    """The name of a list to choose from, by what a field may name: `members`, `partners+programmes`, `organisers`."""
    if names.by_address:
        return "references"
    if names.besides:
        return "organisers"
    return "+".join(collection_name(_content_of(kind)) for kind in names.kinds)


@cache
def chosen_from() -> Mapping[str, RefersTo]:
    """Every list that some field chooses from, by its name, with what can be in it: asked for at each key in a list."""
    marks = (
        mark for content in CONTENT_TYPES for model in (content.data, content.text) for mark in _marks_in(model)
    )  # fmt: skip
    return {choices_name(mark): mark for mark in marks}


def _marks_in(model: type[Record]) -> Iterator[RefersTo]:
    for info in model.model_fields.values():
        inner = record_in(info.annotation)
        mark = mark_of(info, RefersTo)
        if inner:
            yield from _marks_in(inner)
        elif mark:
            yield mark


def _content_of(kind: Kind) -> ContentType:
    return next(content for content in CONTENT_TYPES if content.kind is kind)


@dataclass(frozen=True, slots=True)
class PhotoLimits:
    """What the page may keep of a photo: pixels on its longer side, and of a photo that is opened at all."""

    side: int
    pixels: int


def plan(language: str, site_languages: Sequence[str], limits: PhotoLimits) -> Form:
    """The plan for the page, ready for JSON: every type of item with its schemas, in the form's language."""
    shown, tables_of_keys = Words(language, {}), key_tables(THEME)
    return {
        "language": language,
        "languages": list(site_languages),
        "names": {code: shown.name_of(code) for code in site_languages},
        "words": page_words(language),
        "prefix": TEXT,
        "body": BODY,
        "longestSlug": LONGEST_SLUG,
        "largestText": MAX_BYTES,
        "network": words(language)["network"],
        "forbidden": FORBIDDEN.pattern,
        "latin": tables(),
        "tables": {name: tables_of_keys[name] for name in CITY_TABLES},
        "side": limits.side,
        "pixels": limits.pixels,
        "most": MAX_PICTURE_BYTES,
        "types": [*(_type(content, language) for content in CONTENT_TYPES), _consents(language)],
    }


def slug_pattern() -> str:
    """What the name of an item's folder looks like, as a regular expression for a browser."""
    return rf"(?!{DEVICE_NAME})(?=.{{1,{LONGEST_SLUG}}}$){SLUG_PATTERN}"


def title_of(text: type[Record]) -> str:
    """The field that lists and forms show of a text. Raises Misuse where it has none."""
    for name in ("title", "name"):
        if name in text.model_fields:
            return f"{TEXT}{name}"
    raise Misuse("text-untitled", name=text.__name__, file=f"{text.__module__.replace('.', '/')}.py")


def _type(content: ContentType, language: str) -> Form:
    said, name, is_issue = words(language), collection_name(content), content.kind is Kind.ISSUE
    plural, singular, new = said["collections"][name]
    slug_label, slug_hint = said["number" if is_issue else "slug"]
    body, about_body = said["body"]
    found = {
        "kind": content.kind.value, "collection": name, "label": plural, "singular": singular, "new": new,
        "folder": content.folder, "data": content.data_file, "match": _match(content),
        "title": title_of(content.text), "address": f"/{content.address}", "order": list(_order(content)),
        "slugLabel": slug_label, "slugHint": slug_hint, "slugFrom": "" if is_issue else title_of(content.text),
        "slugPattern": r"^[1-9][0-9]{0,2}$" if is_issue else slug_pattern(),
        "bodyNeeded": content.body_required, "bodyLabel": body, "bodyHint": about_body,
        "slugFact": SLUG_FACT.get(content.kind, ""),
        "facts": _sorts(content.data, language), "texts": _sorts(content.text, language),
        "schema": _without(schema(content.data, language), SLUG_FACT.get(content.kind, "")),
        "text_schema": schema(content.text, language),
    }  # fmt: skip
    return found | _owner(content, language)


def _without(made: Form, name: str) -> Form:
    """A schema without one of its fields."""
    properties = {key: value for key, value in made["properties"].items() if key != name}
    return {**made, "properties": properties, "required": [key for key in made["required"] if key != name]}


def _match(content: ContentType) -> str:
    folder = content.folder[::-1].replace("*", "(?<slug>[^/]+)"[::-1], 1)[::-1].replace("*", "(?<owner>[^/]+)")
    return f"^{folder}/{content.data_file.replace('.', chr(92) + '.')}$"


def _owner(content: ContentType, language: str) -> Form:
    if content.folder.count("*") == 1:
        return {"owner": None}
    label, about = words(language)["owner"]
    return {"owner": content.collection.rpartition("/")[2], "ownerLabel": label, "ownerHint": about}


def _consents(language: str) -> Form:
    plural, singular, new = words(language)["collections"]["consent"]
    label, about = words(language)["reference"]
    return {
        "kind": "consent", "collection": "consent", "label": plural, "singular": singular, "new": new,
        "folder": CONSENTS, "data": "", "match": rf"^{CONSENTS}/(?<slug>[^/]+)\.yml$", "title": "", "owner": None,
        "order": [{"in": "slug", "name": SLUG}, *({"in": "facts", "name": name} for name in _names(Consent))],
        "slugLabel": label, "slugHint": about, "slugFrom": "", "slugPattern": CONSENT_PATTERN,
        "bodyNeeded": False, "bodyLabel": "", "bodyHint": "", "facts": _sorts(Consent, language), "texts": None,
        "schema": schema(Consent, language), "text_schema": None,
    }  # fmt: skip


def _order(content: ContentType) -> Iterator[Form]:
    """The fields as one fills them in: the texts, with the address behind the title; then the facts, and beside the
    photos and the like the words for them."""
    texts, later = _names(content.text), set(BESIDE.values())
    facts = [name for name in _names(content.data) if name != SLUG_FACT.get(content.kind)]
    later &= {BESIDE[name] for name in facts if name in BESIDE}
    for name in texts:
        if name not in later:
            yield {"in": "text", "name": name}
        if f"{TEXT}{name}" == title_of(content.text):
            yield {"in": "slug", "name": SLUG}
            yield from [{"in": "owner", "name": OWNER}] if content.folder.count("*") == 2 else []
    yield {"in": "body", "name": BODY}
    for name in facts:
        yield {"in": "facts", "name": name}
        if BESIDE.get(name) in texts:
            yield {"in": "text", "name": BESIDE[name]}


def _names(model: type[Record]) -> list[str]:
    return [name for name in model.model_fields if name not in BY_COMMAND]


# ---- fields, as the model has them


@dataclass(frozen=True, slots=True)
class PlannedField:
    """A field as the form and the page need it. `sort`: what its value is in a file."""

    name: str
    sort: str
    needed: bool
    node: Node
    owner: type[Record]
    record: type[Record] | None
    example: str
    names: RefersTo | None


@cache
def planned(model: type[Record]) -> tuple[PlannedField, ...]:
    """The fields of a record that the form shows, in order."""
    return tuple(_planned(model))


def _planned(model: type[Record]) -> Iterator[PlannedField]:
    declared = described(model).model_json_schema()
    for name, given in declared["properties"].items():
        if name in BY_COMMAND:
            continue
        node = _bare(given, declared.get("$defs", {}))
        example = str(given["examples"][0]) if given.get("examples") else ""
        info, needed = model.model_fields[name], name in declared.get("required", ())
        record, names = record_in(info.annotation), mark_of(info, RefersTo)
        yield PlannedField(name, _sort(node), needed, node, model, record, example, names)


def _bare(node: Node, known: Mapping[str, Node]) -> Node:
    """A node of a schema without references and without the null of what may be left out."""
    if "$ref" in node:
        return {**_bare(known[node["$ref"].rpartition("/")[2]], known)}
    if "anyOf" in node:
        kinds = [part for part in node["anyOf"] if part.get("type") != "null"]
        return _bare(kinds[0], known) if len(kinds) == 1 else {"people": True}
    if node.get("type") == "array":
        return {**node, "items": _bare(node["items"], known)}
    return node


def _sort(node: Node) -> str:
    if node.get("people"):
        return "people"
    if "patternProperties" in node:
        return "pairs"
    kind = str(node.get("type"))
    if kind == "array":
        return "entries" if "properties" in node["items"] else "list"
    return {"object": "record", "boolean": "yes-no", "integer": "number", "number": "number"}.get(kind, "text")


def label(model: type[Record], name: str, language: str) -> str:
    """A field's name for people; in English, where none is given, its own. Raises Misuse where Greek has none."""
    found = hints()["labels"] if language == "el" else words(language)["labels"]
    plain = name.replace("_", " ").capitalize()
    special = found.get(f"{declaring_record(model, name).__name__}.{name}")
    return str(special or found.get(name) or (plain if language == "en" else found[name]))


def about(model: type[Record], name: str, language: str) -> str:
    """The hint of a field: the model's, unless the form does what a file leaves to a person."""
    own = words(language)["hints"]
    return str(
        own.get(f"{declaring_record(model, name).__name__}.{name}") or own.get(name) or hint(model, name, language)
    )


def _sorts(model: type[Record], language: str) -> list[Form]:
    return [_sorted(field, language) for field in planned(model)]


def _sorted(field: PlannedField, language: str) -> Form:
    made: Form = {"name": field.name, "sort": field.sort, "needed": field.needed}
    made["label"] = label(field.owner, field.name, language)
    if (field.owner, field.name) in PICKED:
        made["picture"] = True
    if field.record is not None and field.sort in ("entries", "record"):
        return {**made, "fields": _sorts(field.record, language)}
    return made


# ---- schemas


def schema(model: type[Record], language: str) -> Form:
    """A record as a JSON Schema without references, with labels and hints; what no keyword says stands under `x`."""
    fields = planned(model)
    return {
        "type": "object",
        "properties": {field.name: _property(field, language) for field in fields},
        "required": [field.name for field in fields if field.needed],
    }


def _property(field: PlannedField, language: str) -> Form:
    """A field with its label and hint, in the shape that its value has in an entry."""
    named = {"title": label(field.owner, field.name, language), "description": about(field.owner, field.name, language)}
    made = _SHAPES.get(field.sort, _single)(field, field.node, language)
    extra = made.pop("x", {})
    return {**named, **made, "x": {**({"example": field.example} if field.example else {}), **extra}}


def _record(field: PlannedField, node: Node, language: str) -> Form:
    assert field.record is not None
    inner = schema(field.record, language)
    if field.sort == "record":
        return inner
    return {"type": "array", "items": {**inner, "title": label(field.owner, field.name, language)}, **_kept(node)}


def _list(field: PlannedField, node: Node, language: str) -> Form:
    """A list of words: chosen from what there is, or written one below the other."""
    one = _single(field, node["items"], language)
    extra = one.pop("x", {})
    unique = {"uniqueItems": True} if extra.get("widget") in ("choose", "pick") else {}
    return {"type": "array", "items": one, **_kept(node), **unique, "x": extra}


def _people(field: PlannedField, node: Node, language: str) -> Form:
    del field, node, language
    return {"type": "string", "x": {"widget": "people", "choices": "consents", "creates": CONSENTS}}


def _pairs(field: PlannedField, node: Node, language: str) -> Form:
    """Entries by name: `obituary: In memory`."""
    [(_, inner)] = node["patternProperties"].items()
    called, said = words(language)["pairs"]
    name = {"type": "string", "title": called, "x": {"widget": "line"}}
    text = {"title": said, **_written(field, inner)}
    entry = {"type": "object", "properties": {"name": name, "text": text}, "required": ["name", "text"]}
    return {"type": "array", "items": entry, "x": {"widget": "pairs"}}


def _single(field: PlannedField, node: Node, language: str) -> Form:
    if "enum" in node:
        return {"type": "string", "oneOf": _options(node, language), "x": {"widget": "choose"}}
    if field.sort == "yes-no":
        return {"type": "boolean", **_kept(node), "x": {"widget": "yes-no"}}
    if field.names:
        kind = "integer" if field.sort == "number" else "string"
        new = next((_content_of(kind) for kind in field.names.kinds if kind in CREATED), None)
        creates = {"creates": collection_name(new)} if new and not field.names.by_address else {}
        return {"type": kind, "x": {"widget": "pick", "choices": choices_name(field.names), **creates}}
    if field.sort == "number":
        return {"type": node["type"], **_kept(node), "x": {"widget": "number"}}
    return _written(field, node)


def _written(field: PlannedField, node: Node) -> Form:
    return {"type": "string", **_kept(node), "x": {"widget": _widget(field, node)}}


def _widget(field: PlannedField, node: Node) -> str:
    pattern = str(node.get("pattern") or "")
    if pattern in _DATES:
        return _DATES[pattern]
    if "webp" in pattern:  # a photo is chosen where it is given, and named where it is spoken of
        return "picture" if (field.owner, field.name) in PICKED else "photo-name"
    if pattern.startswith("^https?:"):
        return "address"
    return "long" if (node.get("maxLength") or 0) > LONGEST_LINE and not pattern else "line"


_SHAPES: Final = {"record": _record, "entries": _record, "list": _list, "people": _people, "pairs": _pairs}
_KEPT: Final = ("maxLength", "minLength", "minItems", "maxItems", "minimum", "maximum", "default")


def _kept(node: Node) -> Form:
    return {name: node[name] for name in _KEPT if node.get(name) not in (None, [], {}, "")}


def _options(node: Node, language: str) -> list[Form]:
    name, own = str(node["title"]), read_words(CHOICES)[language]
    if name == SpokenLanguage.__name__:
        return [{"title": Words(language, {}).name_of(code), "const": code} for code in node["enum"]]
    found = []
    for value in node["enum"]:
        said = own.get(name, {}).get(value)
        shown = said or (labels(language)[f"{_LISTS[name]}.{value}"] if name in _LISTS else own[name][value])
        found.append({"title": shown, "const": value})
    return found
