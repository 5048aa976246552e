"""What tells that a file, or the code of a folder, is still the same."""

from __future__ import annotations

import hashlib
import os
import sys
import sysconfig
from functools import cache
from pathlib import Path


@cache
def code_version(place: Path, by_content: bool = False) -> str:
    """Changes with the code of a module or of a folder, with all files beside it (words, settings of tools), and with
    the libraries that are installed, so that nothing remembered outlives the rules it was made by.

    Nor does anything count that was remembered elsewhere: when and where the files of the code came to lie here can be
    set by no one who only sends files, and whatever is remembered is kept under this name. With `by_content` it is the
    same on each machine: then something else must tell whether what was remembered can be believed. Asked once a
    process: one that serves for hours keeps the code that it began with, whatever is on the disk by then.
    """
    libraries = (name for name in os.listdir(sysconfig.get_path("purelib")) if name.endswith(".dist-info"))
    parts = [sys.version, *sorted(libraries)]
    for path in _files(place):
        parts.append(f"{path.relative_to(place)}:{content_digest(path) if by_content else _stamp(path)}")
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _files(place: Path) -> list[Path]:
    """A file itself, or all below a folder but what Python compiled."""
    if place.is_file():
        return [place]
    return sorted(path for path in place.rglob("*") if path.is_file() and path.parent.name != "__pycache__")


def _stamp(path: Path) -> str:
    info = path.stat()
    return f"{info.st_size}:{info.st_mtime_ns}:{info.st_ctime_ns}:{info.st_ino}"


def content_digest(path: str | Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal signs. Raises OSError."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
