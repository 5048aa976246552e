"""Remembers what became of each folder, so that only folders that changed are read again.

A folder counts as unchanged when every file has the same size, times and inode as when it was read. A file that was
changed so shortly before it was read that a second change might bear the same time is read again.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from .content import load
from .content.items import Checked, check_folder
from .content.load import Entry
from .workers import fork_map

CLOCK_STEP_NS: Final = 20_000_000
"""Two changes within one tick of the file system's clock may bear one time; 20 ms is more than any such tick."""
WORTH_FORKING: Final = 40
Folders = Mapping[str, tuple[Entry, ...]]
Known = dict[str, tuple[tuple[Entry, ...], Checked]]


def file_clock(work: Path) -> int:
    """The time, in nanoseconds, that a file changed now would bear. Ask before the folders are listed."""
    work.mkdir(parents=True, exist_ok=True)
    probe = work / "clock"
    probe.write_bytes(b"")
    os.utime(probe)
    return probe.stat().st_mtime_ns


def check_folders(
    root: Path,
    folders: Folders,
    languages: tuple[str, ...],
    store: Path | None,
    listed_ns: int,
    progress: Callable[[str], None],
) -> dict[str, Checked]:
    """Every folder's result, from `store` where it is still true, in parallel where much is new.

    `listed_ns` is the file clock just before `folders` were listed.
    """
    code = f"{code_version(Path(load.__file__).parent)}:{','.join(languages)}\n"
    known = _recall(store, code)
    results: dict[str, Checked] = {}
    changed: list[str] = []
    for folder, entries in folders.items():
        remembered = known.get(folder)
        if remembered is not None and remembered[0] == entries:
            results[folder] = remembered[1]
        else:
            changed.append(folder)
    fresh = _check_all(root, folders, changed, languages, progress)
    results.update(fresh)
    if store is not None and (fresh or len(known) != len(folders)):
        _remember(store, code, folders, results, listed_ns)
    return {folder: results[folder] for folder in folders}


def _check_all(
    root: Path, folders: Folders, changed: Sequence[str], languages: tuple[str, ...], progress: Callable[[str], None]
) -> dict[str, Checked]:
    def check_part(part: Sequence[str]) -> dict[str, Checked]:
        return {folder: check_folder(root, folder, folders[folder], languages) for folder in part}

    if len(changed) < WORTH_FORKING:
        return check_part(changed)
    progress(f"reading {len(changed)} folders")
    size = max(10, min(100, len(changed) // 8))
    parts = [changed[start : start + size] for start in range(0, len(changed), size)]
    return {folder: checked for part in fork_map(check_part, parts) for folder, checked in part.items()}


def code_version(folder: Path) -> str:
    """Changes with the code in `folder`, so that nothing remembered outlives the rules it was made by."""
    parts = [sys.version]
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".yml"):
            info = path.stat()
            parts.append(f"{path.name}:{info.st_size}:{info.st_mtime_ns}")
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _recall(store: Path | None, code: str) -> Known:
    """What `store` holds, or nothing where it is missing, damaged or of other code."""
    if store is None:
        return {}
    gc.disable()  # tens of thousands of new objects would set the collector off again and again
    try:
        with open(store, "rb") as file:
            if file.readline() != code.encode():
                return {}
            known: Known = pickle.load(file)  # noqa: S301 - our own file
            return known
    except Exception:  # whatever is wrong with a cache, the answer is to do without
        return {}
    finally:
        gc.enable()


def _remember(store: Path, code: str, folders: Folders, results: Mapping[str, Checked], listed_ns: int) -> None:
    known: Known = {}
    for folder, entries in folders.items():
        if all(entry.changed_ns < listed_ns - CLOCK_STEP_NS for entry in entries):
            known[folder] = (entries, replace(results[folder], fragments={}))
    store.parent.mkdir(parents=True, exist_ok=True)
    beside = store.with_suffix(".new")
    with open(beside, "wb") as file:
        file.write(code.encode())
        pickle.dump(known, file, protocol=pickle.HIGHEST_PROTOCOL)
    os.replace(beside, store)
