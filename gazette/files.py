"""Writes of files that a person owns: such a file is as it was, or as it is meant to be, and never half of either."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path


def replace_whole(path: Path, data: bytes) -> None:
    """Makes `data` the content of the file at `path`, new or not; its permissions stay.

    The bytes go into a file beside it, `.<name>.<process>.new`, which is synced to the disk and then renamed: a full
    disk, a kill or a power cut leaves the old file whole. Raises OSError, with the old file untouched.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with open(beside, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            shutil.copymode(path, beside)
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Without it a power cut could take back the rename (fsync(2))."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
