"""JSON Schemas and the field guide, derived from the model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ..content.described import described, description
from ..content.model import CONSENTS, CONTENT_TYPES, TRANSLATES, Consent, ContentType, Kind, Record, record_in
from ..render.data_model import SCHEMA_DIALECT, SETS, schema
from ..settings import PROJECT, read_settings

RENEW: Final = "make export"


def exports() -> dict[str, str]:
    """Path → text of every committed file that derives from the model; `make export` renews them.

    Schemas are known by this project's own first address (`$id`); where they lie, editors' programs find them by path.
    """
    name = read_settings(PROJECT).lasting_name
    files = {f"schema/{kind}.json": _schema(model, name(f"schema/{kind}.json")) for kind, model in _models().items()}
    files |= {f"schema/data/{kind}.json": schema(kind, name(f"data/schema/{kind}.json")) for kind in SETS}
    return {**files, "docs/fields.md": field_guide()}


def _models() -> dict[str, type[Record]]:
    """`story` for story.yml, `story-text` for the front matter of its languages."""
    found: dict[str, type[Record]] = {}
    for content in CONTENT_TYPES:
        found.setdefault(content.kind.value, content.data)
        found.setdefault(f"{content.kind.value}-text", content.text)
    found["consent"] = Consent
    return found


def _schema(model: type[Record], identifier: str) -> str:
    schema = {"$schema": SCHEMA_DIALECT, "$id": identifier, **described(model).model_json_schema()}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def field_guide() -> str:
    """All files and fields in Markdown, for editors."""
    parts = [
        "# Field guide\n",
        f"Every file an editor writes, field by field. Made from the model by `{RENEW}`; don't edit it here.\n",
    ]
    seen: set[Kind] = set()
    for content in CONTENT_TYPES:
        if content.kind not in seen:
            seen.add(content.kind)
            parts += _guide_of(content)
    parts += ["## Consent\n", f"{_first_line(Consent)} Folder: `{CONSENTS}/`, a file for each person.\n"]
    parts += ["### `c-0042.yml`\n", *_rows(Consent)]
    return "\n".join(parts)


def _guide_of(content: ContentType) -> Iterator[str]:
    folders = [other.folder for other in CONTENT_TYPES if other.kind is content.kind]
    yield f"## {content.kind.value.capitalize()}\n"
    yield f"{_first_line(content.data)} Folder: {' or '.join(f'`{folder}/`' for folder in folders)}\n"
    yield f"### `{content.data_file}`\n"
    yield from _rows(content.data)
    yield "### `el.md`, `en.md`: the lines between the two `---`\n"
    yield from _rows(content.text)


def _rows(model: type[Record], prefix: str = "") -> Iterator[str]:
    yield "| field | needed | what to write | example |\n| --- | --- | --- | --- |"
    yield from _plain_rows(model, prefix)
    yield ""


def _plain_rows(model: type[Record], prefix: str) -> Iterator[str]:
    known = described(model).model_fields.items()
    for name, info in sorted(known, key=lambda field: field[0] == TRANSLATES):  # that one last
        needed = "yes" if info.is_required() else ""
        example = f"`{info.examples[0]}`" if info.examples else ""
        choices = _choices(info)
        words = description(model, name).replace("\n", " ") + (f" One of: {', '.join(choices)}." if choices else "")
        yield f"| `{prefix}{name}` | {needed} | {words} | {example} |"
        inner = record_in(info.annotation)
        if inner is not None:
            mark = "[]" if _is_list(info.annotation) else ""
            yield from _plain_rows(inner, f"{prefix}{name}{mark}.")


def _first_line(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().split("\n")[0]


def _is_list(annotation: Any) -> bool:
    if get_origin(annotation) in (Union, UnionType):
        return any(_is_list(part) for part in get_args(annotation))
    return get_origin(annotation) is tuple


def _choices(info: FieldInfo) -> list[str]:
    kinds = [info.annotation, *get_args(info.annotation)]
    return [str(value.value) for kind in kinds if hasattr(kind, "__members__") for value in kind]
