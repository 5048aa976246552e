"""The browser editor's form, from the model: Decap CMS's configuration, and the plan by which its page writes files.

An item is several files here and one entry there. An entry's fields are the data file's, and, under names of their own
(`text_…`), those of each language; `plan` tells the page which is which, and what each value is in a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ..content.dates import DAY_PATTERN, MOMENT_PATTERN, REAL_DAY_PATTERN, REAL_MOMENT_PATTERN
from ..content.described import described
from ..content.items import MAX_PICTURE_BYTES
from ..content.library import Item, Library
from ..content.load import FORBIDDEN
from ..content.model import (
    COLLECTIONS,
    CONSENT_PATTERN,
    CONSENTS,
    CONTENT_TYPES,
    LABELS,
    NETWORK,
    NO_ONE,
    PARTIES,
    SLUG_PATTERN,
    TRANSLATES,
    Consent,
    ContentType,
    Kind,
    MemberText,
    Partner,
    PartnerText,
    Photo,
    Programme,
    ProgrammeText,
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
from .github_forms import labels
from .scaffold import declaring_record, hint

WORDS: Final = Path(__file__).with_name("cms_config.yml")
TEXT: Final = "text_"
BACKEND: Final = "item-files"
"""The name of our backend and of its format in Decap CMS (theme/editor/page.js)."""
"""Before the name of a language's field: a data file's may bear the same."""
SLUG, OWNER, BODY = "slug", "owner", f"{TEXT}body"
_LISTS: Final = {kind.__name__: prefix for kind, prefix in LABELS.items()}
PICKED: Final = frozenset({(Photo, "file"), (Programme, "emblem"), (Partner, "logo")})
_BY_COMMAND: Final = frozenset({TRANSLATES, "withdrawn"})
"""Commands write these; the form leaves them as they are."""
_BESIDE: Final = {"photos": "captions", "practice": "practice", "contact": "contact", "services": "services"}
"""A field of the data file → that of each language's text that stands behind it: first the photos, then their words."""
LONGEST_LINE: Final = 200
_DATES: Final = {
    f"^{DAY_PATTERN}$": (f"^{REAL_DAY_PATTERN}$", "day"), f"^{MOMENT_PATTERN}$": (f"^{REAL_MOMENT_PATTERN}$", "moment"),
}  # fmt: skip
"""The pattern of a date → one that knows how long each month is, and the word in cms_config.yml for how to write it."""
PEOPLE_PATTERN: Final = rf"^({NO_ONE}|{CONSENT_PATTERN[1:-1]}(, *{CONSENT_PATTERN[1:-1]})*)$"
Form = dict[str, Any]
Node = Mapping[str, Any]


def words(language: str) -> Mapping[str, Any]:
    """The form's own words in a language, by their place in cms_config.yml."""
    found: Mapping[str, Any] = read_words(WORDS)[language]
    return found


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of fields that can name items of several kinds: value → label."""

    organisers: Mapping[str, str]
    references: Mapping[str, str]


def choices(library: Library, language: str) -> Choices:
    """The choices that the content gives, newest references first, as the library has them."""

    def named(kind: Kind) -> Iterator[tuple[Item, str]]:
        for item in library.items(kind):
            front = item.text(language, library.languages).front
            yield item, front.name if isinstance(front, MemberText | PartnerText | ProgrammeText) else front.title

    holders = {item.slug: name for kind in PARTIES for item, name in named(kind)}
    addresses = ((item.address.rstrip("/"), name) for kind in COLLECTIONS.values() for item, name in named(kind))
    references = {address: f"{name} ({address})" for address, name in addresses}
    return Choices({NETWORK: words(language)["network"], **holders}, references)


def collection_name(content: ContentType) -> str:
    """The name of a folder of items in the form: `stories`, `statements`, `partner-statements`."""
    if content.folder.count("*") == 1:
        return content.collection.rpartition("/")[2]
    return "statements" if content.collection == "members" else "partner-statements"


@dataclass(frozen=True, slots=True)
class FormContext:
    """The input for a form: its language, the site's languages, and the items that fields can name."""

    language: str
    site_languages: Sequence[str]
    choices: Choices


def config(context: FormContext, backend: Form, workflow: bool, site_url: str = "") -> Form:
    """Decap CMS's configuration. `workflow`: a branch and a pull request for each entry, else files are written.

    With `site_url` each published item has a link to its page.
    """
    return {
        "backend": {"name": BACKEND, **backend},
        "publish_mode": "editorial_workflow" if workflow else "simple",
        "locale": context.language,
        "media_folder": CONTENT_TYPES[0].collection,
        "public_folder": "",
        "media_processing": {"enabled": True, "strip_metadata": True, "quality": 88},
        "slug": {"encoding": "ascii", "clean_accents": True, "sanitize_replacement": "-"},
        "show_preview_links": bool(site_url), **({"site_url": site_url} if site_url else {}),
        "editor": {"preview": False},
        "i18n": {
            "structure": "single_file", "locales": list(context.site_languages),
            "default_locale": context.site_languages[0],
        },
        "collections": [*(_collection(content, context) for content in CONTENT_TYPES), _consents(context)],
    }  # fmt: skip


def _collection(content: ContentType, context: FormContext) -> Form:
    name = collection_name(content)
    plural, singular = words(context.language)["collections"][name]
    inside = content.folder.removeprefix(f"{content.collection}/").replace("*", "{{slug}}")
    if content.folder.count("*") == 2:
        inside = inside.replace("{{slug}}", "{{owner}}", 1)
    title = _title_of(content.text)
    summary = f"{{{{{TEXT}person}}}}: {{{{{title}}}}}" if content.kind is Kind.STATEMENT else f"{{{{{title}}}}}"
    return {
        "name": name, "label": plural, "label_singular": singular, "folder": content.collection,
        "path": f"{inside}/{content.data_file.removesuffix('.yml')}", "slug": "{{fields.slug}}",
        "extension": "yml", "format": BACKEND, "create": True, "delete": False, "publish": False,
        "identifier_field": SLUG, "summary": summary, "editor": {"preview": False}, "i18n": True,
        "media_folder": "", "public_folder": "", "preview_path": content.address.replace("{slug}", "{{fields.slug}}"),
        "sortable_fields": [SLUG, *_sortable(content)],
        "fields": list(_fields_of(content, context)),
    }  # fmt: skip


def _sortable(content: ContentType) -> list[str]:
    return [name for name in ("date", "start", "number", "order") if name in content.data.model_fields]


def _title_of(text: type[Record]) -> str:
    """The field that lists and forms show of a text. Raises Misuse where it has none."""
    for name in ("title", "name"):
        if name in text.model_fields:
            return f"{TEXT}{name}"
    raise Misuse("text-untitled", name=text.__name__, file=f"{text.__module__.replace('.', '/')}.py")


def _consents(context: FormContext) -> Form:
    plural, singular = words(context.language)["collections"]["consent"]
    slug = _slug(context, "reference", CONSENT_PATTERN, "c-0042", "")
    return {
        "name": "consent", "label": plural, "label_singular": singular, "folder": CONSENTS, "path": "{{slug}}",
        "slug": "{{fields.slug}}", "extension": "yml", "format": BACKEND, "create": True, "delete": False,
        "publish": False, "identifier_field": SLUG, "summary": "{{slug}}", "editor": {"preview": False},
        "sortable_fields": [SLUG, "given"], "fields": [slug, *_fields(Consent, context)],
    }  # fmt: skip


def _slug(context: FormContext, name: str, pattern: str, example: str, source: str) -> Form:
    label, about = words(context.language)[name]
    others = f", {words(context.language)['device']}" if DEVICE_NAME in pattern else ""
    how = [pattern, _how(context, example, 80) + others]
    return {"name": SLUG, "label": label, "hint": about, "widget": "item-slug", "pattern": how, "from": source}


def slug_pattern() -> str:
    """What the name of an item's folder looks like, as a regular expression for a browser."""
    return rf"(?!{DEVICE_NAME}){SLUG_PATTERN}"


def _slug_name(content: ContentType) -> str:
    return "number" if content.kind is Kind.ISSUE else "slug"


def _fields_of(content: ContentType, context: FormContext) -> Iterator[Form]:
    """The texts' fields, side by side, with the address behind the title; below them the facts."""
    texts = list(_fields(content.text, context, TEXT))
    beside = {fact: [field for field in texts if field["name"] == f"{TEXT}{words}"] for fact, words in _BESIDE.items()}
    later = [field for fields in beside.values() for field in fields]
    title = _title_of(content.text)
    for field in texts:
        if field not in later:
            yield field
        if field["name"] == title:
            is_issue = content.kind is Kind.ISSUE
            pattern = r"^[1-9][0-9]{0,2}$" if is_issue else slug_pattern()
            example = "3" if is_issue else "karditsa-library"
            yield _slug(context, _slug_name(content), pattern, example, "" if is_issue else title)
            if content.folder.count("*") == 2:
                yield _owner(content, context)
    label, about = words(context.language)["body"]
    body = {"name": BODY, "label": label, "hint": about, "widget": "text", "i18n": True}
    yield {**body, "required": content.body_required}
    for field in _fields(content.data, context):
        yield field
        yield from beside.get(field["name"], ())


def _owner(content: ContentType, context: FormContext) -> Form:
    label, about = words(context.language)["owner"]
    holders = content.collection.rpartition("/")[2]
    return {"name": OWNER, "label": label, "hint": about, **_relation(holders, False)}


def _collection_of(names: RefersTo) -> str:
    """Where to choose from: the collection of the items that are usually meant."""
    return collection_name(next(content for content in CONTENT_TYPES if content.kind is names.kinds[0]))


def _relation(collection: str, multiple: bool) -> Form:
    named = next(content.text for content in CONTENT_TYPES if collection_name(content) == collection)
    shown = _title_of(named)
    return {
        "widget": "relation", "collection": collection, "value_field": SLUG, "display_fields": [shown],
        "search_fields": [shown, SLUG], "multiple": multiple, "options_length": 50,
    }  # fmt: skip


def _fields(model: type[Record], context: FormContext, prefix: str = "") -> Iterator[Form]:
    for field in _plan(model):
        if field.name not in _BY_COMMAND:
            made = _field(field, model, context)
            yield made if not prefix else _in_each_language({**made, "name": f"{prefix}{field.name}"})


def _in_each_language(field: Form) -> Form:
    inner: Form = {"fields": [_in_each_language(part) for part in field["fields"]]} if "fields" in field else {}
    inner |= {"field": _in_each_language(field["field"])} if "field" in field else {}
    return {**field, **inner, "i18n": True}


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


def _plan(model: type[Record]) -> Iterator[PlannedField]:
    schema = described(model).model_json_schema()
    for name, given in schema["properties"].items():
        node = _bare(given, schema.get("$defs", {}))
        example = str(given["examples"][0]) if given.get("examples") else ""
        info, needed = model.model_fields[name], name in schema.get("required", ())
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


def _field(field: PlannedField, model: type[Record], context: FormContext) -> Form:
    made: Form = {"name": field.name, "label": label(model, field.name, context.language)}
    made |= {"hint": about(model, field.name, context.language), "required": field.needed}
    if field.sort in ("entries", "record"):
        return made | _nested(field, context, made["label"])
    if field.sort == "list":
        return made | _list(field, context, made["label"])
    return made | _single(field, field.node, context)


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


def _nested(field: PlannedField, context: FormContext, shown: str) -> Form:
    assert field.record is not None
    inner = list(_fields(field.record, context))
    if field.sort == "entries":
        first = next((part["name"] for part in inner if part["widget"] != "list"), "")
        limits = _limits(field.node)
        return {
            "widget": "list", "fields": inner, "collapsed": False, "summary": f"{{{{fields.{first}}}}}",
            "label_singular": shown, "default": [], **limits,
        }  # fmt: skip  # without a default, Decap begins with an entry wherever one of its fields has one
    if not field.needed:  # what is left out as a whole lacks none of its parts; the page sees to half-filled ones
        inner = [{**part, "required": False} for part in inner]
    return {"widget": "object", "fields": inner, "collapsed": not field.needed}


def _limits(node: Node) -> Form:
    named = {"min": node.get("minItems"), "max": node.get("maxItems")}
    return {key: value for key, value in named.items() if value is not None}


def _list(field: PlannedField, context: FormContext, shown: str) -> Form:
    """A list of words: chosen from what there is, or written one below the other."""
    items, limits = field.node["items"], _limits(field.node)
    if "enum" in items:
        return {"widget": "select", "multiple": True, "options": _options(items, context.language), **limits}
    if field.names and (field.names.besides or field.names.by_address):
        known = context.choices.references if field.names.by_address else context.choices.organisers
        options = [{"label": name, "value": value} for value, name in known.items()]
        return {"widget": "select", "multiple": True, "options": options, **limits}
    if field.names:
        return {**_relation(_collection_of(field.names), True), **limits}
    one = {"name": "line", "label": shown, "required": True, **_single(field, items, context)}
    return {"widget": "list", "field": one, "collapsed": False, "label_singular": shown, **limits}


def _options(node: Node, language: str) -> list[Form]:
    name, own = str(node["title"]), read_words(CHOICES)[language]
    if name == SpokenLanguage.__name__:
        return [{"label": Words(language, {}).name_of(code), "value": code} for code in node["enum"]]
    found = []
    for value in node["enum"]:
        said = own.get(name, {}).get(value)
        shown = said or (labels(language)[f"{_LISTS[name]}.{value}"] if name in _LISTS else own[name][value])
        found.append({"label": shown, "value": value})
    return found


def _single(field: PlannedField, node: Node, context: FormContext) -> Form:
    """One value: chosen, or written under the rules that the model has for it."""
    if field.sort == "people":
        return {"widget": "string", "pattern": [PEOPLE_PATTERN, _how(context, f"{NO_ONE}» / «c-0042, c-0043", 0)]}
    if field.sort == "pairs":
        return _pairs(field, context)
    if field.sort == "yes-no":
        return _yes_or_no(node)
    if field.sort == "number":
        return _number(node)
    return _written(field, node, context)


def _yes_or_no(node: Node) -> Form:
    """A switch, which stands at one of its answers; a question without one is a choice that the editor has to make."""
    return {"widget": "item-yes-no", **({"default": bool(node["default"])} if "default" in node else {})}


def _number(node: Node) -> Form:
    whole = node["type"] == "integer"
    limits = {"min": node.get("minimum"), "max": node.get("maximum")}
    known = {key: value for key, value in limits.items() if value is not None}
    return {"widget": "number", "value_type": "int" if whole else "float", "step": 1 if whole else 0.0001, **known}


def _written(field: PlannedField, node: Node, context: FormContext) -> Form:
    if "enum" in node:
        return {"widget": "select", "options": _options(node, context.language)}
    if field.names and not field.names.by_address:
        return _relation(_collection_of(field.names), False)
    if "webp" in node.get("pattern", ""):  # a photo is chosen where it is given, and named where it is spoken of
        return {"widget": "image" if (field.owner, field.name) in PICKED else "item-photo", "choose_url": False}
    is_long = (node.get("maxLength") or 0) > LONGEST_LINE and "pattern" not in node
    return {"widget": "text" if is_long else "string", **_rule(field, node, context)}


def _pairs(field: PlannedField, context: FormContext) -> Form:
    """Entries by name: `obituary: In memory`."""
    [(pattern, inner)] = field.node["patternProperties"].items()
    called, said = words(context.language)["pairs"]
    name = {"name": "name", "label": called, "widget": "string", "pattern": [pattern, _how(context, "obituary", 0)]}
    text = {"name": "text", "label": said, "widget": "text", **_rule(field, inner, context)}
    return {"widget": "list", "fields": [name, text], "collapsed": False}


def rule_of(node: Node) -> str:
    """A text's pattern and its length as one regular expression, for a browser as for Python."""
    most, least = node.get("maxLength"), node.get("minLength", 0)
    pattern = str(node.get("pattern") or "")
    pattern, _ = _DATES.get(pattern, (pattern, ""))
    size = rf"^(?=[\s\S]{{{least},{most}}}$)" if most else "^"
    return "" if not pattern and not most else size + (pattern.removeprefix("^") or r"[\s\S]*$")


def _rule(field: PlannedField, node: Node, context: FormContext) -> Form:
    rule = rule_of(node)
    _, date = _DATES.get(str(node.get("pattern")), ("", ""))
    if date:
        return {"pattern": [rule, words(context.language)[date]]}
    example = field.example if node.get("pattern", "") not in ("", r"^[^\n]*$") else ""
    return {"pattern": [rule, _how(context, example, node.get("maxLength") or 0)]} if rule else {}


def _how(context: FormContext, example: str, most: int) -> str:
    """How a field is to be written, as the line below it says it."""
    said = words(context.language)
    parts = [said["like"].format(example=example)] if example else []
    return ", ".join([*parts, *([said["longest"].format(most=most)] if most else [])])


def plan(context: FormContext, longest_side: int, most_pixels: int) -> Form:
    """The plan by which the page turns entries into files and back, ready for JSON.

    `longest_side` of a photo that is kept, and `most_pixels` of one that is opened at all.
    """
    types = [_type(content, context) for content in CONTENT_TYPES]
    match, slug_label = rf"^{CONSENTS}/(?<slug>[^/]+)\.yml$", words(context.language)["reference"][0]
    shown = Words(context.language, {})
    own = {"match": match, "facts": _sorts(Consent, context), "texts": None, "slugLabel": slug_label}
    return {
        "languages": list(context.site_languages),
        "names": {code: shown.name_of(code) for code in context.site_languages},
        "words": words(context.language)["page"],
        "decap": words(context.language)["decap"],
        "locale": context.language,
        "prefix": TEXT,
        "body": BODY,
        "forbidden": FORBIDDEN.pattern,
        "latin": tables(),
        "side": longest_side,
        "pixels": most_pixels,
        "most": MAX_PICTURE_BYTES,
        "types": [*types, own],
    }


def _type(content: ContentType, context: FormContext) -> Form:
    folder = content.folder[::-1].replace("*", "(?<slug>[^/]+)"[::-1], 1)[::-1].replace("*", "(?<owner>[^/]+)")
    body, _ = words(context.language)["body"]
    slug_label, _ = words(context.language)[_slug_name(content)]
    return {
        "match": f"^{folder}/{content.data_file.replace('.', chr(92) + '.')}$",
        "facts": _sorts(content.data, context),
        "texts": _sorts(content.text, context),
        "title": _title_of(content.text),
        "slugLabel": slug_label,
        "bodyNeeded": content.body_required,
        "bodyLabel": body,
    }


def _sorts(model: type[Record], context: FormContext) -> list[Form]:
    return [_sorted(field, context) for field in _plan(model) if field.name not in _BY_COMMAND]


def _sorted(field: PlannedField, context: FormContext) -> Form:
    made: Form = {"name": field.name, "sort": field.sort, "needed": field.needed}
    made["label"] = label(field.owner, field.name, context.language)
    if (field.owner, field.name) in PICKED:
        made["picture"] = True
    if field.record is not None and field.sort in ("entries", "record"):
        return {**made, "fields": _sorts(field.record, context)}
    node = field.node["items"] if field.sort == "list" else field.node
    return made | (_rule(field, node, context) if field.sort in ("text", "list") else {})
