"""Which type of item lies in a folder, and where the original of a published issue's copy was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Final

from ...files.portable_names import is_portable
from .. import fields
from ..model import CONTENT_TYPES, KEPT, SLUG_PATTERN, ContentType
from ..problems import Problem
from ..translit import latin_name


def content_type_of(folder: str) -> ContentType | None:
    """The type of the items in a folder, told by where it lies."""
    depth = folder.count("/")
    for content in CONTENT_TYPES:
        if content.folder.count("/") == depth and fnmatch(folder, content.folder):
            return content
    return None


_KEPT_FOLDER: Final = re.compile(rf"newsletters/([^/]+)/{KEPT}/(.+)")


def origin_of(folder: str) -> tuple[str, str]:
    """For what a published issue keeps: where it lay, and the issue's slug. Else the folder itself, and nothing."""
    kept = _KEPT_FOLDER.fullmatch(folder)
    return (kept.group(2), kept.group(1)) if kept else (folder, "")


def name_problems(folder: str) -> Iterator[Problem]:
    """Why the last part of an item's folder cannot be its name, if it can't."""
    slug = folder.rpartition("/")[2]
    facts = {"value": slug, "suggestion": latin_name(slug)}
    if not re.fullmatch(SLUG_PATTERN, slug):
        yield Problem(folder, "folder-name", facts=facts)
    elif not is_portable(slug):
        yield Problem(folder, "name-of-device", facts=facts)


def meant_folder(folder: str) -> str:
    """What a folder was probably meant to be called, where a name above the item is all but right: `content/Story`."""
    given = folder.split("/")
    for content in CONTENT_TYPES:
        pattern = content.folder.split("/")
        pairs = list(zip(given, pattern, strict=False))
        if len(given) == len(pattern) and all(right in ("*", fields.closest(part, [right])) for part, right in pairs):
            return "/".join(part if right == "*" else right for part, right in pairs)
    return ""
