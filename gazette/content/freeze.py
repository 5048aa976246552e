"""The parts of an issue's own files that may no longer change once it is published: its composition and its words.

A part is a field that editions show, an entry of a field that speaks of one item, or the text itself. Each has a name,
`en.md: title` or `issue.yml: sections stories/garden`, and a digest of what was written. Errata are no part.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from .digests import digest_of_bytes
from .load import BODY, SourceFile, Tree

FIELDS: Final = ("number", "date", "members", "pages", "title", "summary", "section_titles")
"""Fields that are frozen as a whole."""
ENTRIES: Final = ("shown", "short_titles")
"""Fields with an entry for each of some items: what is withdrawn takes its entry along, and the others stay."""


def parts_of(sources: Mapping[str, SourceFile]) -> dict[str, str]:
    """Name → digest for each part of an issue. `sources` are its files, by the names that they have in its folder."""
    return {
        f"{name}: {part}": digest_of_bytes(json.dumps(value, ensure_ascii=False, sort_keys=True).encode())
        for name, source in sources.items()
        for part, value in _parts(source)
    }


def _parts(source: SourceFile) -> Iterator[tuple[str, Any]]:
    for name in FIELDS:
        if name in source.data:
            yield name, source.data[name]
    for name in ENTRIES:
        for entry in _records(source.data.get(name)):
            yield f"{name} {entry.get('item')}", entry
    for section in _records(source.data.get("sections")):
        listed = section.get("items")
        for reference in listed if isinstance(listed, list) else ():
            yield f"sections {reference}", [section.get("kind"), section.get("name")]
    if source.body.strip():
        yield BODY, source.body.strip()


def _records(value: object) -> Iterator[Tree]:
    """Whatever may stand there: this is asked before it is known whether the file is sound."""
    yield from (entry for entry in value if isinstance(entry, dict)) if isinstance(value, list) else ()
