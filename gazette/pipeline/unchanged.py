"""A build with nothing to do: all that it would read is as it was when the site was published, and so is the site.

Compared are size, times and inode of every file that a build reads, the day, the settings and the options. That takes
a glance at each file; to put the site together in memory, only to find every page known, takes ten times as long. On
a machine that was brought a cache, the bytes of each file are compared (`restored`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..content import reach
from ..content.addresses import BY_COMMANDS, REDIRECTS
from ..content.library import moved_on
from ..content.listing import entries_of
from ..content.problems import Problem
from ..files import code_version, content_digest, serialization, tree
from ..files.generated import WORK
from ..settings import CONFIG_FILE, PACKAGE, THEME
from .build import BuildOptions, BuildResult, stage_of
from .cache import CLOCK_STEP_NS, MOST_BYTES
from .read import ListedSite, Reading
from .waiting import waiting_proposals

TOLD: Final = f"{WORK}/memory/told"
FILES: Final = (CONFIG_FILE, REDIRECTS, *BY_COMMANDS)
"""Files at the top of a site that a build reads."""
FOLDER: Final = "theme"
"""The folder of a site with its own words and files."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a build told: a build that finds nothing changed tells it again."""

    pages: int
    problems: tuple[Problem, ...]
    """Warnings about what was read."""
    remarks: tuple[Problem, ...]
    """Those that showed while files were made."""
    moved_on: Mapping[str, tuple[str, ...]]
    """Published issue → the items that have changed since."""
    network: tuple[Problem, ...]
    """Warnings about the network itself."""

    @classmethod
    def of(cls, reading: Reading, built: BuildResult) -> Told:
        """What is told of a site that was just built."""
        library = reading.library
        network = tuple(reach.network(library))
        return cls(built.pages, tuple(reading.problems), tuple(built.remarks), moved_on(library), network)


def sources_of(listed: ListedSite, options: BuildOptions) -> bytes:
    """A digest of all that a build with these options would read; nothing where a file may be changing just now."""
    settings, listing = listed.settings, listed.listing
    if listing.hidden:
        return b""
    seen = hashlib.blake2b(digest_size=32)
    before = listed.listed_ns - CLOCK_STEP_NS
    for folder, seal in listing.folders.items():
        if any(entry[3] >= before for entry in entries_of(seal)):
            return b""
        seen.update(f"{folder}\n".encode("utf-8", "surrogateescape"))
        seen.update(seal)
    own = [(str(path), path.stat()) for path in (settings.root / name for name in FILES) if path.is_file()]
    for path, info in (*_below(settings.root / FOLDER), *_below(THEME), *own):
        if listed.by_content:
            seen.update(f"{path} {content_digest(path)}\n".encode())
        elif max(info.st_mtime_ns, info.st_ctime_ns) >= before:
            return b""
        else:
            seen.update(f"{path} {info.st_size} {info.st_mtime_ns} {info.st_ctime_ns} {info.st_ino}\n".encode())
    waiting = waiting_proposals(settings.root)
    rest = (code_version(PACKAGE, listed.by_content), listed.today, settings, listing.problems, options, waiting)
    seen.update(repr(rest).encode())
    return seen.digest()


def _below(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below a folder, however deep, in an order that is always the same."""
    waiting = [str(folder)] if folder.is_dir() else []
    while waiting:
        with os.scandir(waiting.pop()) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        waiting += [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
        yield from ((entry.path, entry.stat()) for entry in entries if entry.is_file())


def told_before(listed: ListedSite, out: Path, sources: bytes) -> Told | None:
    """What was told when the site at `out` was published, if that is what these sources would make.

    Raises PublishError where nothing may be published at `out`.
    """
    root = listed.settings.root
    if not sources:
        return None
    try:
        raw = tree.read(root, TOLD, MOST_BYTES)
        told: Told = serialization.unpacker(Told)(serialization.opened(sources, raw))
    except Exception:  # whatever is wrong with what was remembered, the answer is to do without
        return None
    with stage_of(root, out) as stage:
        return told if stage.is_made_from(sources) else None


def keep(root: Path, sources: bytes, told: Told) -> None:
    """Remembers what `told_before` will give."""
    with suppress(OSError):  # a full disk or a folder that can't be written: then nothing is remembered
        tree.write(root, TOLD, serialization.sealed(sources, serialization.packer(Told)(told)))
