"""The record of a site, build.json: the day it was made for, and one digest over all of its files.

The digest is what `sha256sum` gives of a list of the files, as docs/hosting.md says: anyone can compute it without this
program. Of each file its own digest is kept between builds, by the key from which it was made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from ..content.digests import digest_of
from ..engines.publish import Stage
from ..files import serialization, tree
from ..outputs.base import Context, PageFile
from ..render.site import MARKER, record_file

KEPT: Final = "digests"
"""The folder with what is kept, below the work folder: a file for each folder that is published into."""
_HEADER: Final = b"digests 1\n"
MOST_BYTES: Final = 512 * 1024 * 1024
Digests = dict[str, tuple[str, bytes]]
"""Path of a file → the key from which it was made, and the SHA-256 of its bytes."""


def write_record(
    context: Context, stage: Stage, keys: Mapping[str, str], made: Mapping[str, bytes], out: Path | None
) -> dict[str, str]:  # fmt: skip
    """Makes build.json, where it is not as it should be already, and gives `keys` with its own.

    `keys` are those of all other files, `made` the SHA-256 of the files made by this build. `out` is the folder that is
    published into. Where it is none, since the site is only looked at, no digest is computed: one that is still right
    stays, else the record has none.
    """
    pages, today = list(context.of_kind(PageFile)), context.library.today
    plain = record_file(pages, context.site, today)
    key = digest_of((sorted(keys.items()), plain)).hex()
    if out is None and not stage.has(MARKER, key):
        key = digest_of(plain).hex()
    if not stage.has(MARKER, key):
        digest = site_digest(_digests(context.work, stage, keys, made, out)) if out else ""
        stage.write(MARKER, record_file(pages, context.site, today, digest), key)
    return {**keys, MARKER: key}


def site_digest(files: Iterable[tuple[str, bytes]]) -> str:
    """One SHA-256 for a whole site: path and SHA-256 of each file, as `sha256sum --zero` lists them, by path."""
    ordered = sorted((path.encode(), digest) for path, digest in files)
    return hashlib.sha256(
        b"".join(b"%b  ./%b\0" % (digest.hex().encode(), path) for path, digest in ordered)
    ).hexdigest()


def _digests(
    work: Path, stage: Stage, keys: Mapping[str, str], made: Mapping[str, bytes], out: Path
) -> list[tuple[str, bytes]]:
    """Path and SHA-256 of each file: as it was made, or is known from an earlier build, or else as it is read."""
    kept = f"{KEPT}/{digest_of(str(out.absolute())).hex()}"
    known = _recalled(work, kept)
    found: Digests = {}
    for path, key in keys.items():
        if path in made:
            found[path] = (key, made[path])
        elif known.get(path, ("",))[0] == key:
            found[path] = known[path]
        else:
            found[path] = (key, hashlib.sha256(stage.read(path, key)).digest())
    with suppress(OSError):  # a full disk, or a folder that can't be written: then nothing is remembered
        tree.write(work, kept, serialization.sealed(_HEADER, found))
    return [(path, digest) for path, (_, digest) in found.items()]


def _recalled(work: Path, kept: str) -> Digests:
    """What an earlier build kept; nothing where that is missing or damaged."""
    try:
        found: Digests = serialization.opened(_HEADER, tree.read(work, kept, MOST_BYTES))
    except (OSError, ValueError, EOFError, TypeError, serialization.DamagedData):
        return {}
    return found
