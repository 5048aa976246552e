"""What a published tree held when it was left: the key and the looks of each file and folder.

A manifest lies in the work folder, and says nothing about a tree in which something looks otherwise by now.
"""

import marshal
import os
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from ..files import tree

Stamp = tuple[int, int, int, int]
"""How a file or folder looked when it was recorded: size, mtime in ns, inode, mode."""


class Tree(NamedTuple):
    """A tree as its manifest tells it; an empty one when there is none to trust."""

    keys: dict[str, str]  # of each file
    stamps: dict[str, Stamp]  # of each file and folder: a folder's mtime shows that a file was added or taken away
    sources: bytes = b""  # a digest of what all of it was made from

    def folders(self) -> AbstractSet[str]:
        return self.stamps.keys() - self.keys.keys()


NOTHING = Tree({}, {})


def stamp_of(path: str) -> Stamp | None:
    """Look at a file or folder, following no link; None when it is not there."""
    try:
        seen = os.lstat(path)
    except OSError:
        return None
    return seen.st_size, seen.st_mtime_ns, seen.st_ino, seen.st_mode


def is_whole(stamps: Mapping[str, Stamp], root: str, seen: Mapping[str, Stamp]) -> bool:
    """Say whether every file and folder is as recorded, and nothing was added."""
    prefix = root + "/"
    # A file seen in the live tree with the same stamp is the same inode: no need to look at it a second time, since the
    # stamp of its folder tells that the name still stands for it. It halves the looking in a build of one change.
    return all(seen.get(path) == stamp or stamp_of(prefix + path) == stamp for path, stamp in stamps.items())


MANIFEST = re.compile(r"\d+\.tree(\.\d+\.new)?")
"""The names of manifests, finished or being written. Nothing else beside them is ever deleted."""
MOST_BYTES = 512 * 1024 * 1024


def manifest(notes: str, root: str) -> str:
    """Name the manifest of a tree.

    By the inode of its top folder, which moves with the tree: after the exchange each manifest still belongs to its
    own tree, so no moment exists at which a crash could leave one tree with the other's.
    """
    return f"{notes}/{os.lstat(root).st_ino}.tree"


def load(notes: str, root: str) -> Tree:
    """Read a tree's manifest; whatever is missing or spoilt counts as no manifest."""
    try:
        data = tree.read(Path(notes), os.path.basename(manifest(notes, root)), MOST_BYTES)
        # Checked first: marshal promises nothing about bytes it did not write.
        return Tree(*marshal.loads(data[16:])) if data[:16] == _seal(data[16:]) else NOTHING
    except (OSError, ValueError, EOFError, TypeError):
        return NOTHING


def save(notes: str, root: str, held: Tree) -> None:
    """Write the manifest of a tree, which is complete."""
    data = marshal.dumps(tuple(held))
    tree.write(Path(notes), os.path.basename(manifest(notes, root)), _seal(data) + data)


def _seal(data: bytes) -> bytes:
    """Digest a manifest; the name in it changes with the format, so that an older one is not read."""
    return blake2b(data, digest_size=16, person=b"gazette tree 2").digest()


def forget(notes: str, root: str) -> None:
    """Delete the manifest of a tree."""
    with suppress(FileNotFoundError):
        os.unlink(manifest(notes, root))
