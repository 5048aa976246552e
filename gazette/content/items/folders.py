"""Which type of item lies in a folder, and where the original of a published issue's copy was."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from typing import Final

from .. import fields
from ..model import CONTENT_TYPES, KEPT, ContentType


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


def meant_folder(folder: str) -> str:
    """What a folder was probably meant to be called, where a name above the item is all but right: `content/Story`."""
    given = folder.split("/")
    for content in CONTENT_TYPES:
        pattern = content.folder.split("/")
        pairs = list(zip(given, pattern, strict=False))
        if len(given) == len(pattern) and all(right in ("*", fields.closest(part, [right])) for part, right in pairs):
            return "/".join(part if right == "*" else right for part, right in pairs)
    return ""
