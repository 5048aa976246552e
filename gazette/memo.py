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
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from .content import load
from .content.items import Checked, check_folder
from .content.load import Entry

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
    code = _code_version(languages)
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
    processes = os.cpu_count() or 1
    if len(changed) < WORTH_FORKING or processes == 1:
        return {folder: check_folder(root, folder, folders[folder], languages) for folder in changed}
    progress(f"reading {len(changed)} folders")
    size = max(8, min(200, len(changed) // (processes * 4)))
    parts = [changed[start : start + size] for start in range(0, len(changed), size)]
    with ProcessPoolExecutor(processes, mp_context=get_context("fork"), initializer=gc.freeze) as pool:
        jobs = [pool.submit(_check_part, root, [(name, folders[name]) for name in part], languages) for part in parts]
        return {folder: checked for job in jobs for folder, checked in job.result().items()}


def _check_part(
    root: Path, part: Sequence[tuple[str, tuple[Entry, ...]]], languages: tuple[str, ...]
) -> dict[str, Checked]:
    return {folder: check_folder(root, folder, entries, languages) for folder, entries in part}


def _code_version(languages: Iterable[str]) -> str:
    """Changes with the code that reads and checks, so that a remembered result never outlives its rules."""
    parts = [sys.version, *languages]
    for path in sorted(Path(load.__file__).parent.iterdir()):
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
            if file.read(len(code)).decode("ascii", "replace") != code:
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
        file.write(code.encode("ascii"))
        pickle.dump(known, file, protocol=pickle.HIGHEST_PROTOCOL)
    os.replace(beside, store)
