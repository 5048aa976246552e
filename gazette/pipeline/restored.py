"""What another machine remembers of a site, and the site that it published: brought along, and believed if signed.

A machine that builds the site at each push begins with a fresh checkout. It can be brought what the build before it
left: the folders of KEPT in the work folder, and the site. A list names each of these files with its digest, and bears
a signature with a key that no proposal knows. What is remembered counts where all of it is as the list says, and so
does the site; the build then goes on from there, as it would on the machine that made it.
"""

from __future__ import annotations

import hmac
import marshal
import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple

from ..engines import publish
from ..files import content_digest, tree
from ..files.generated import WORK
from ..parallel import cores, fork_map
from .read import REMEMBERED, forget

LIST: Final = f"{WORK}/signed"
KEPT: Final = tuple(name for name in REMEMBERED if name != "publish")
"""Folders of the work folder whose files are on the list. What `publish` notes of files is true on one machine only."""
_FORMAT: Final = b"signed 1\n"
"""Signed with the list: one of another format does not count."""
_PASSING: Final = frozenset({"lock"})
"""Names of files that hold nothing."""
SHORTEST_KEY: Final = 32
"""Characters of a key: `openssl rand -hex 32` gives twice as many."""
MOST_BYTES: Final = 512 * 1024 * 1024
_PARTS: Final = 16
"""How many parts the files are read in, for each core: some are larger than others."""


class State(Enum):
    """What a cache that was brought along is found to be."""

    TAKEN = "cache-taken"
    MISSING = "cache-missing"
    """There is none."""
    UNSIGNED = "cache-unsigned"
    """There is no list of it, or one that was not signed with this key."""
    CHANGED = "cache-changed"
    """A file is not as the list says, is missing, or is not on it."""


class Outcome(NamedTuple):
    """What became of a cache that was brought along."""

    state: State
    path: str = ""
    """The first file, from the site's root, by which it was found changed."""


class _Signed(NamedTuple):
    """The list."""

    kept: dict[str, str]
    """Path in the work folder → digest."""
    site: dict[str, tuple[str, str]]
    """Path in the site → the key from which the file was made, and its digest."""
    sources: bytes
    """A digest of all that the site was made from."""


def turn(root: Path, out: Path) -> AbstractContextManager[None]:
    """Keeps another build with a key from judging what this one is at work with. Raises PublishError where one runs."""
    return publish.turn(out, root / WORK)


def sign(root: Path, out: Path, key: str) -> None:
    """Writes the list of what may be brought to another machine: what is remembered of the site, and the site at `out`.

    After a build, when nothing writes there any more. Raises OSError where the list cannot be written.
    """
    tree_there = publish.published(out, root / WORK)
    paths = list(tree_there.keys)
    site = {path: (tree_there.keys[path], digest) for path, digest in _digests(out, paths).items()}
    kept = _digests(root / WORK, _remembered(root))
    data = marshal.dumps(tuple(_Signed(kept, site, tree_there.sources)))
    tree.write(root, LIST, _signature(key, data) + data)


def take_over(root: Path, out: Path, key: str) -> Outcome:
    """Makes what was brought along count on this machine: what is remembered, and the site, each if it is whole.

    What is not is deleted; a site that was published on this machine stays, and nothing of it counts. Raises
    PublishError as a build does, and OSError where something cannot be deleted.
    """
    signed = _signed(root, key)
    with publish.adoption(out, root / WORK) as adoption:
        brought = is_brought(root) and not adoption.was_known
        kept, wrong = _kept(root), "" if signed is None else _adopted(out, adoption, signed)
        if brought and (signed is None or wrong):
            adoption.discard()
        changed = _first_difference(kept, signed.kept if signed else {})
        if changed:
            forget(root, KEPT)
    if signed is None:
        return Outcome(State.UNSIGNED if kept or brought else State.MISSING)
    if changed or wrong:
        return Outcome(State.CHANGED, f"{WORK}/{changed}" if changed else os.path.normpath(f"{out.name}/{wrong}"))
    return Outcome(State.TAKEN)


def is_brought(root: Path) -> bool:
    """Whether there is a list of what may count, be it signed or not."""
    return (root / LIST).exists()


def _kept(root: Path) -> dict[str, str]:
    """Path → digest of what is remembered; an empty one for what is no file, or cannot be read."""
    remembered = _remembered(root)
    return dict.fromkeys(remembered, "") | _digests(root / WORK, remembered)


def _adopted(out: Path, adoption: publish.Adoption, signed: _Signed) -> str:
    """Nothing where the site is as the list says, or the list tells of none; else the first path by which it is not."""
    keys = {path: made_from for path, (made_from, _) in signed.site.items()}
    digests = {path: digest for path, (_, digest) in signed.site.items()}
    if not keys:
        return ""
    return adoption.adopt(keys, signed.sources, lambda paths: _first_difference(_digests(out, paths), digests))


def _first_difference(there: Mapping[str, str], wanted: Mapping[str, str]) -> str:
    """The first path that has another digest there than it should have, or none; nothing where all are the same."""
    return min((path for path in there.keys() | wanted.keys() if there.get(path) != wanted.get(path)), default="")


def _signed(root: Path, key: str) -> _Signed | None:
    """The list, if it was signed with this key. What was not written here is not unpacked."""
    try:
        raw = tree.read(root, LIST, MOST_BYTES)
    except OSError:
        return None
    length = len(_signature(key, b""))
    if not hmac.compare_digest(raw[:length], _signature(key, raw[length:])):
        return None
    return _Signed(*marshal.loads(raw[length:]))


def _signature(key: str, data: bytes) -> bytes:
    return hmac.digest(key.encode(), _FORMAT + data, "sha256")


def _remembered(root: Path) -> set[str]:
    """Every file that is kept between builds, by its path in the work folder."""
    found: set[str] = set()
    for name in KEPT:
        found |= {name} if os.path.islink(root / WORK / name) else set()  # a link is no folder, wherever it leads
        for folder, folders, files in os.walk(root / WORK / name):
            inner = Path(folder).relative_to(root / WORK).as_posix()
            links = (one for one in folders if os.path.islink(f"{folder}/{one}"))
            found.update(f"{inner}/{file}" for file in (*files, *links) if file not in _PASSING)
    return found


def _digests(folder: Path, paths: Iterable[str]) -> dict[str, str]:
    """The digest of each file below a folder, read on all cores; nothing for one that is none, or cannot be read."""
    ordered = sorted(paths)
    size = max(1, -(-len(ordered) // (_PARTS * cores())))
    parts = [ordered[start : start + size] for start in range(0, len(ordered), size)]
    return {path: digest for found in fork_map(lambda part: _read(folder, part), parts) for path, digest in found}


def _read(folder: Path, paths: Sequence[str]) -> list[tuple[str, str]]:
    found = []
    for path in paths:
        with suppress(OSError):
            if stat.S_ISREG(os.lstat(f"{folder}/{path}").st_mode):
                found.append((path, content_digest(f"{folder}/{path}")))
    return found
