"""Remembers what became of each folder, so that only folders that changed are read again.

A folder counts as unchanged when every file has the same size, times and inode as when it was read. A file that was
changed so shortly before it was listed that a second change might bear the same time is read again next time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final
from zlib import crc32

from ..content import load
from ..content.items import Checked, check_folder
from ..content.listing import entries_of
from ..engines import pdf_files, pictures
from ..files import code_version, serialization, tree
from ..files.generated import WORK
from ..parallel import fork_map
from ..rereading import LOOKS

CLOCK_STEP_NS: Final = 20_000_000
"""Two changes within one tick of the file system's clock may bear one time; 20 ms is more than any such tick."""
WORTH_FORKING: Final = 40
FOLDER: Final = f"{WORK}/memory"
SOUND: Final = "sound"
SHARD_SIZE: Final = 200
"""Folders in a file of the memory, about: an edit writes one such file again, not all."""
MOST_BYTES: Final = 64 * 1024 * 1024
"""Of a file of the memory: what is larger was not written here."""
Folders = Mapping[str, bytes]
"""Folder → its files, sealed."""
Known = dict[str, tuple[bytes, Checked]]


def file_clock(root: Path) -> int:
    """The time, in nanoseconds, that a file changed now would bear. Ask before the folders are listed.

    Where nothing can be written nothing will be remembered either, and any time will do.
    """
    try:
        tree.write(root, f"{WORK}/clock", b"")
        return (root / WORK / "clock").stat().st_mtime_ns
    except OSError:
        return 0


class Cache:
    """Results about the folders of the site at `root`, kept in its work folder between runs."""

    def __init__(self, root: Path, languages: Sequence[str], by_content: bool = False) -> None:
        """`by_content` says whether files of the code are known by their bytes (`files.code_version`)."""
        self.root, self.folder = root, root / FOLDER
        code = (Path(load.__file__).parent, Path(pictures.__file__).parent, Path(pdf_files.__file__))
        rules = [code_version(place, by_content) for place in code]
        self.header: Final = f"{':'.join([*rules, *languages])}\n".encode()
        self.known: Known = {}
        self.shards = 0

    def recall(self) -> None:
        """Reads what is there; a file that is damaged, or of other code, counts as nothing."""
        for path in self._shards():
            self.known.update(self._read(path))
            self.shards += 1

    def _read(self, path: Path) -> Known:
        try:
            plain = serialization.opened(self.header, tree.read(self.root, f"{FOLDER}/{path.name}", MOST_BYTES))
            unpack = serialization.unpacker(Checked)
            return {folder: (seal, unpack(checked)) for folder, (seal, checked) in plain.items()}
        except Exception:  # whatever is wrong with what was remembered, the answer is to do without
            return {}

    def sound(self, surroundings: bytes) -> frozenset[bytes]:
        """Digests of the items that were found sound in surroundings of this digest, if those were the last."""
        try:
            return frozenset(
                serialization.opened(self.header + surroundings, tree.read(self.root, f"{FOLDER}/{SOUND}", MOST_BYTES))
            )
        except Exception:  # whatever is wrong with what was remembered, the answer is to do without
            return frozenset()

    def keep_sound(self, surroundings: bytes, digests: AbstractSet[bytes]) -> None:
        """Remembers what `sound` will answer. A digest stands for a content, so this can never become untrue."""
        with suppress(OSError):
            self._write(SOUND, serialization.sealed(self.header + surroundings, tuple(sorted(digests))))

    def keep(self, folders: Folders, results: Mapping[str, Checked], fresh: set[str], listed_ns: int) -> None:
        """Writes the files in which something changed."""
        with suppress(OSError):  # a full disk or a folder that can't be written: then nothing is remembered
            self._keep(folders, results, fresh, listed_ns)

    def _keep(self, folders: Folders, results: Mapping[str, Checked], fresh: set[str], listed_ns: int) -> None:
        shards = max(1, len(folders) // SHARD_SIZE)
        resized = shards != self.shards
        gone = self.known.keys() - folders.keys()
        dirty = {_shard(folder, shards) for folder in fresh | gone}
        parts: defaultdict[int, Known] = defaultdict(dict)
        for folder, seal in folders.items():
            number = _shard(folder, shards)
            if (resized or number in dirty) and _is_settled(seal, listed_ns):
                parts[number][folder] = (seal, replace(results[folder], fragments={}))
        if resized:
            for path in self._shards():
                tree.remove(self.root, f"{FOLDER}/{path.name}")
        pack = serialization.packer(Checked)
        for number in range(shards) if resized else dirty:
            plain = {folder: (seal, pack(checked)) for folder, (seal, checked) in parts[number].items()}
            self._write(f"{number}.memory", serialization.sealed(self.header, plain))

    def _shards(self) -> list[Path]:
        """The files of the memory, by the names that they are given here."""
        return sorted(path for path in self.folder.glob("*.memory") if path.stem.isdecimal())

    def _write(self, name: str, raw: bytes) -> None:
        tree.write(self.root, f"{FOLDER}/{name}", raw)


def _is_settled(seal: bytes, listed_ns: int) -> bool:
    return all(entry.changed_ns < listed_ns - CLOCK_STEP_NS for entry in entries_of(seal))


def _shard(folder: str, shards: int) -> int:
    return crc32(folder.encode()) % shards


def check_folders(
    folders: Folders,
    languages: tuple[str, ...],
    store: Cache,
    listed_ns: int,
    progress: Callable[[str], None],
) -> dict[str, Checked]:
    """The result of every folder of the site that `store` is of: what it remembers where that is still true.

    Where much is new, in parallel. `store` has recalled; `listed_ns` is the file clock just before `folders` were
    listed.
    """
    results: dict[str, Checked] = {}
    changed: list[str] = []
    for folder, seal in folders.items():
        remembered = store.known.get(folder)
        if remembered is not None and remembered[0] == seal:
            results[folder] = remembered[1]
        else:
            changed.append(folder)
    results.update(_check_all(store.root, folders, changed, languages, progress))
    store.keep(folders, results, set(changed), listed_ns)
    return {folder: results[folder] for folder in folders}


def _check_all(
    root: Path, folders: Folders, changed: Sequence[str], languages: tuple[str, ...], progress: Callable[[str], None]
) -> dict[str, Checked]:
    def check_part(part: Sequence[str]) -> dict[str, Checked]:
        sealed = ((folder, entries_of(folders[folder])) for folder in part)
        return {folder: check_folder(root, folder, entries, languages, LOOKS) for folder, entries in sealed}

    if len(changed) < WORTH_FORKING:
        return check_part(changed)
    progress(f"reading {len(changed)} folders")
    size = max(10, min(100, len(changed) // 8))
    parts = [changed[start : start + size] for start in range(0, len(changed), size)]
    return {folder: checked for part in fork_map(check_part, parts) for folder, checked in part.items()}
