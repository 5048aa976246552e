"""The places below a site's root that only commands write: nothing of a proposal belongs there."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

WORK: Final = ".build"
"""The folder for what is kept between runs."""
SITE: Final = "site"
OFFLINE: Final = "offline"
PREVIEW: Final = ".preview"
OUTPUTS: Final = (SITE, OFFLINE, PREVIEW)
VERSIONS: Final = ("next", "new", "old")
"""The endings of an output folder's name, as in `.site.next`, while a new version is made."""
SCRATCH: Final = frozenset({f"{WORK}/map", f"{WORK}/fonts", f"{WORK}/editor/drafts"})
"""Where tools and git keep what is theirs, links too; no command reads it as its own."""
_TOPS: Final = frozenset({WORK, *OUTPUTS, ".venv", "bench.log"})
_VERSION: Final = re.compile(rf"\..+\.({'|'.join(VERSIONS)})")
_BESIDE: Final = re.compile(r"\..+\.\d+\.new")
"""A file or folder on its way into its place, should a command be ended there."""
_ANYWHERE: Final = frozenset(
    "node_modules __pycache__ .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache".split()
)


def is_made(path: str) -> bool:
    """Whether `path`, seen from the site's root, lies where only commands write, on whatever computer."""
    first, *more = (_as_computers_see(part) for part in path.split("/"))
    if first in _TOPS or _VERSION.fullmatch(first):
        return True
    return not _ANYWHERE.isdisjoint((first, *more)) or any(_BESIDE.fullmatch(part) for part in (first, *more))


def _as_computers_see(name: str) -> str:
    """A name as the least careful file system takes it: capitals, invisible letters and dots at its end are nothing."""
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", name) if unicodedata.category(sign) != "Cf")
    return seen.casefold().rstrip(". ") or name
