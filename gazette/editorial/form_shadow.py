"""A copy of the site in which the form's changes are tried: the real checker reads it, the real build renders it.

Nothing of it is ever published, and nothing that is only tried comes into the files of the site.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from os import utime
from pathlib import Path
from threading import RLock
from typing import Final

from ..content.digests import digest_of
from ..files import generated, tree
from ..pipeline.read import Reading, read_site
from ..theme import judged_files
from .form_storage import Files, FormStore, Stamp, stamps_of

FOLDER: Final = f"{generated.WORK}/form"
COPIED_AT_ONCE: Final = 50
"""Files of which the content is in memory at the same time."""


@dataclass(slots=True)
class ShadowSite:
    """A copy of a site below its work folder, by a name of its own."""

    store: FormStore
    root: Path
    today: date
    _known: dict[str, tuple[bytes, Reading]] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keeps the copy as it is while something is made of it."""
        with self._lock:
            yield

    def base(self, draft: str = "") -> Reading:
        """The site as it is stored, a draft with what it changes; read again only where a file changed.

        Files of the theme count too: what a new version of them has wrong is not the doing of whoever writes.
        """
        with self._lock:
            return self._base(self.store.stamps(draft), draft)

    @contextmanager
    def as_stored(self) -> Iterator[Reading]:
        """Keeps the copy as the site is stored while its files are read, without what was tried in it before."""
        with self._lock:
            stamps = self.store.stamps()
            reading = self._base(stamps, "")
            self._become(stamps, {}, "")
            yield reading

    def tried(self, changes: Files, draft: str = "", today: date | None = None) -> tuple[Reading, Reading]:
        """The site as it is stored, and as it is with the changes."""
        with self._lock:
            stamps = self.store.stamps(draft)
            before = self._base(stamps, draft)
            self._become(stamps, changes, draft)
            return before, self._read(today)

    def _base(self, stamps: Mapping[str, Stamp], draft: str) -> Reading:
        seal = digest_of([draft, sorted(stamps.items()), judged_files()])
        if draft in self._known and self._known[draft][0] == seal:
            return self._known[draft][1]
        self._become(stamps, {}, draft)
        reading = self._read()
        self._known = {draft: (seal, reading)} if draft else {"": (seal, reading)}
        return reading

    def _read(self, today: date | None = None) -> Reading:
        return read_site(self.root, today or self.today, lambda _: None)

    def _become(self, stamps: Mapping[str, Stamp], changes: Files, draft: str) -> None:
        """Makes the copy what is stored, with the changes. A file's time is that of what it was copied from."""
        self.root.mkdir(parents=True, exist_ok=True)
        there = dict(stamps_of(self.root))
        for path in there.keys() - stamps.keys() - changes.keys():
            tree.remove(self.root, path)
        stale = (path for path, stamp in stamps.items() if path not in changes and there.get(path) != stamp)
        for paths in _in_parts(stale, COPIED_AT_ONCE):
            for path, data in self.store.read(paths, draft).items():
                tree.write(self.root, path, data)
                utime(self.root / path, ns=(stamps[path][1], stamps[path][1]))
        for path, tried in changes.items():
            if tried is None:
                tree.remove(self.root, path)
            elif path not in there or tree.read(self.root, path, len(tried) + there[path][0]) != tried:
                tree.write(self.root, path, tried)


def _in_parts(paths: Iterable[str], size: int) -> Iterator[Sequence[str]]:
    waiting = iter(paths)
    while part := list(islice(waiting, size)):
        yield part
