"""Pagefind's command line as the maker of the search index: small HTML records in, the files of its bundle out.

The records lie in `<work>/records`, the bundle in `<work>/bundle`; those of a part of a large index in the same below
`<work>/older/…`. Records are written where their key changed, and an index is made again where any record of it, or
Pagefind, did.
"""

from __future__ import annotations

import base64
import fcntl
import gzip
import hashlib
import json
import os
import re
import subprocess
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel

from ..files import tree

if TYPE_CHECKING:
    from concurrent.futures import Executor

LISTING: Final = "records.json"
"""Of each record its key, and behind a space the digest of its bytes: one that was damaged is written again."""
NOTES: Final = "bundle.json"
NO_LANGUAGE: Final = "unknown"
"""No stemmer: records hold what is asked for, letter for letter."""
OF_META: Final = re.compile('<meta name="([a-z]+)" content="([^"]*)">')
OF_BUNDLE: Final = re.compile(
    r"pagefind(-entry\.json|\.js|\.[\w-]+\.pf_meta)|wasm\.[\w-]+\.pagefind|(index|fragment)/[\w-]+\.pf_\w+"
)
"""Of what Pagefind makes: its ready-made interfaces are left out."""
AT_A_TIME: Final = 1 << 16
"""Bytes of an answer."""
OF_RECORD: Final = re.compile(r"([a-z0-9-]+/)*index\.html")
MOST_BYTES: Final = 256 * 1024 * 1024
"""Of what was noted: some hundred bytes a record."""
ENTRY: Final = "pagefind-entry.json"
FILES: Final = ("pagefind.js", ENTRY)
"""Files of the bundle that a search needs beside the index. The ready-made interfaces are left out, the worker, which
would be loaded besides, and the fragments, which would show a result: they hold records, made to be found, not read."""
PACKED: Final = b"pagefind_dcd"
"""How every packed file of the bundle begins."""
SCRIPT_ENDS: Final = (b"};", b"})();")
OLDER: Final = "older"
"""The folder of all parts of an index but the newest."""
AT_ONCE: Final = 2
"""Pagefind itself works on all cores most of the time, and holds all records of a part in memory."""
PIECES: Final = "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE"
SMALL_PIECES: Final = 3000
"""How large the pieces are in which a browser loads the words of a part, as Pagefind counts: 20,000 where there is only
one, since a question loads a piece of each part for each word."""
Records = Mapping[str, tuple[str, Callable[[], str]]]


@dataclass(frozen=True)
class Bundle:
    """The index made from the records."""

    files: Mapping[str, tuple[str, Path]]
    """Path within the bundle → digest and file."""
    identities: Mapping[str, str]
    """A record's folder → its name in the index."""
    words: Mapping[str, Mapping[str, int]]
    """Collected name → what records tell under it → how many do."""

    def entry(self) -> Any:
        """What Pagefind is told first of an index, from which it knows which files to load. Raises OSError."""
        _, file = self.files[ENTRY]
        return json.loads(tree.read(file.parent, file.name, MOST_BYTES))


class BundleNotes(BaseModel):
    """What is noted of a bundle, to be known again: digest and size of each file, by its path."""

    digest: str
    """Of all that it was made from."""
    files: dict[str, tuple[str, int]]
    identities: dict[str, str]
    words: dict[str, dict[str, int]]


class SearchError(Exception):
    """The index could not be made; the text says why and how to mend it."""


def index(work: Path, records: Records, collect: Sequence[str] = ()) -> Bundle:
    """One bundle over all `records`: path of an index.html → key and maker. Of those that answer a question equally
    well, the first is found first. `collect` as below. Raises SearchError.
    """
    return indexes(work, {"": records}, collect)[""]


def indexes(work: Path, parts: Mapping[str, Records], collect: Sequence[str] = ()) -> dict[str, Bundle]:
    """A bundle for each part that has records: its folder, which is "" or such as `older/1/` → its records.

    Only those are made again of which a record changed, two at a time, while the records of others are being written.
    `collect`: names of <meta> elements that Pagefind does not read, whose words are wanted back. Raises SearchError.
    """
    from concurrent.futures import ThreadPoolExecutor

    how = _Made(collect, SMALL_PIECES if len(parts) > 1 else None)
    with _locked(work):
        _remove_others(work, parts)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            begun = {name: _begun(work / name, records, how, pool) for name, records in parts.items() if records}
            known = {name: made() for name, made in begun.items()}
    nothing = Bundle({}, {}, {})
    return {name: _bundled(work / name, known[name]) if name in known else nothing for name in parts}


@dataclass(frozen=True)
class _Made:
    """How an index is made: what is collected, and how large the pieces are in which words are loaded."""

    collect: Sequence[str]
    pieces: int | None

    def digest(self, records: Records) -> str:
        """Of all that an index is made from."""
        from importlib.metadata import version

        wanted = [(name, key) for name, (key, _) in records.items()]
        told = [wanted, NO_LANGUAGE, list(self.collect), self.pieces, version("pagefind_bin")]
        return _digest(json.dumps(told).encode())


def _begun(work: Path, records: Records, how: _Made, pool: Executor) -> Callable[[], BundleNotes]:
    """What gives the notes of a bundle: one that is as it should be, or, when it is made, one that is being made."""
    work.mkdir(parents=True, exist_ok=True)
    digest, known = how.digest(records), _noted(work)
    if known is not None and known.digest == digest and _is_whole(work / "bundle", known.files):
        return lambda: known
    tree.remove(work, NOTES)
    _write_records(work, records, {name: key for name, (key, _) in records.items()})
    return pool.submit(_finished, work, list(records), how, digest).result


def _finished(work: Path, names: Sequence[str], how: _Made, digest: str) -> BundleNotes:
    _run(work, names, how.pieces)
    words = _collected([work / "records" / name for name in names], how.collect)
    files, identities = _seen(work / "bundle")
    known = BundleNotes(digest=digest, files=files, identities=identities, words=words)
    tree.write(work, NOTES, known.model_dump_json().encode())
    return known


def _bundled(work: Path, known: BundleNotes) -> Bundle:
    made = {path: (key, work / "bundle" / path) for path, (key, _) in known.files.items()}
    return Bundle(made, known.identities, known.words)


def _remove_others(work: Path, parts: Collection[str]) -> None:
    """Deletes what earlier builds left of parts that are none any more, and whatever stands where a folder should."""
    try:
        if not tree.refuse_irregular(work, OLDER, is_folder=True):
            return
    except tree.Irregular:
        tree.remove(work, OLDER)
        return
    with os.scandir(work / OLDER) as entries:
        there = {f"{OLDER}/{entry.name}/": entry.is_dir(follow_symlinks=False) for entry in entries}
    for name, is_folder in there.items():
        if name not in parts or not is_folder:
            tree.remove(work, name.rstrip("/"))


def likeliest(bundles: Iterable[Bundle], collect: Sequence[str]) -> list[str]:
    """What the records of all these tell under the collected names, each once.

    First comes what is told under the first name; under each, what most records tell.
    """
    counts = {name: Counter[str]() for name in collect}
    for bundle in bundles:
        for name, count in counts.items():
            count.update(bundle.words.get(name, {}))
    ordered = (sorted(count, key=lambda word: (-count[word], word)) for count in counts.values())
    return list(dict.fromkeys(word for words in ordered for word in words))


def _write_records(work: Path, records: Records, wanted: Mapping[str, str]) -> None:
    """Brings the folder of records up to date; one that was not written here is made anew.

    While that lasts there is no list of it: half of it is worth nothing.
    """
    known, folder = _recall(work / LISTING), work / "records"
    if not _is_ours(known, wanted):
        known = {}
    tree.remove(work, LISTING)
    if not known or not folder.is_dir():
        tree.remove(work, "records")
    for name in known.keys() - wanted.keys():
        tree.remove(work, f"records/{name}")
    listed = {}
    for name, (key, make) in records.items():
        kept, _, digest = str(known.get(name, "")).rpartition(" ")
        if kept != key or not _is_whole(folder, {name: (digest, 0)}):
            raw = make().encode()
            tree.write(work, f"records/{name}", raw)
            digest = _digest(raw)
        listed[name] = f"{key} {digest}"
    tree.write(work, LISTING, json.dumps(listed).encode())


def _is_ours(known: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    """Whether a list was written here: keys hold what no one knows who only sends files, so one that fits is enough."""
    keys = {name: str(told).rpartition(" ")[0] for name, told in known.items()}
    return all(OF_RECORD.fullmatch(name) for name in known) and any(keys.get(name) == wanted[name] for name in wanted)


def _run(work: Path, names: Sequence[str], pieces: int | None = None) -> None:
    """Makes the bundle of these records.

    In Pagefind's index the order of records counts. From a folder it takes them as the file system happens to list
    them, so they are handed to it one by one.
    """
    told = {**os.environ, **({PIECES: str(pieces)} if pieces else {})}
    try:
        from pagefind_bin import get_executable

        answer = _asked([str(get_executable()), "--service"], _orders(work, names), told)
    except (ImportError, OSError) as error:
        raise SearchError(
            f"Pagefind cannot be run ({error}): run `make site`, or build with `make site ARGS=--no-search`."
        ) from None
    fresh = work / "bundle.new"
    tree.remove(work, fresh.name)
    for file in answer["files"]:
        if OF_BUNDLE.fullmatch(file["path"]):
            tree.write(work, f"{fresh.name}/{file['path']}", base64.b64decode(file["content"]))
    languages = json.loads((fresh / ENTRY).read_bytes())["languages"].values()
    count = sum(told["page_count"] for told in languages)
    if count != len(names):
        raise _failed(f"{count} of {len(names)} records are in its index")
    tree.remove(work, "bundle")
    fresh.rename(work / "bundle")


def _orders(work: Path, names: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    """What Pagefind is asked to do, one after the other. It gives its files back: those that it writes itself may be
    cut off when its service ends.
    """
    yield {"type": "NewIndex", "config": {"force_language": NO_LANGUAGE}}
    for name in names:
        html = tree.read(work, f"records/{name}", MOST_BYTES).decode()
        yield {"type": "AddFile", "index_id": 0, "file_path": name, "file_contents": html}
    yield {"type": "GetFiles", "index_id": 0}


def _asked(command: Sequence[str], orders: Iterable[Mapping[str, Any]], variables: Mapping[str, str]) -> Any:
    """Has Pagefind's service carry out orders, each in base64 and closed by a comma, as its answers are.

    Gives the last answer. Raises SearchError with its own words.
    """
    with (
        TemporaryFile() as log,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, env=variables) as process,
    ):
        assert process.stdin and process.stdout
        told: Any = None
        for number, order in enumerate(orders, 1):
            answer = bytearray()
            with suppress(BrokenPipeError):
                asked = json.dumps({"message_id": number, "payload": order}).encode()
                process.stdin.write(base64.b64encode(asked) + b",")
                process.stdin.flush()
                while not answer.endswith(b",") and (more := os.read(process.stdout.fileno(), AT_A_TIME)):
                    answer += more
            told = json.loads(base64.b64decode(answer.rstrip(b",")) or b"{}").get("payload", {})
            if told.get("type", "Error") == "Error":
                process.kill()
                log.seek(0)
                said = told.get("message") or " ".join(log.read().decode("utf-8", "replace").split()) or "it ended"
                raise _failed(said)
        return told


def _failed(why: str) -> SearchError:
    return SearchError(f"Pagefind failed: {why}. To publish without search: make site ARGS=--no-search")


def _collected(records: Iterable[Path], names: Sequence[str]) -> dict[str, dict[str, int]]:
    """What records tell under these names: word → how many records."""
    counts = {name: Counter[str]() for name in names}
    for path in records:
        for name, words in OF_META.findall(path.read_text("utf-8")):
            if name in counts:
                counts[name].update(words.split())
    return {name: dict(count) for name, count in counts.items()}


def _seen(folder: Path) -> tuple[dict[str, tuple[str, int]], dict[str, str]]:
    """Digest and size of each file that a page may ask for, and which fragment is whose.

    Raises SearchError where a file is missing or incomplete.
    """
    _refuse_missing(folder)
    files = {path: (_digest(raw), len(raw)) for path, raw in _bundle(folder)}
    identities: dict[str, str] = {}
    for path in sorted((folder / "fragment").glob("*.pf_fragment")):
        identities[json.loads(_opened(path.name, path.read_bytes()))["url"].lstrip("/")] = path.stem
    return files, identities


def _opened(name: str, raw: bytes) -> bytes:
    """What is in a file of the bundle. Raises SearchError where some of it is missing.

    Pagefind says nothing where the disk was full while it wrote: its own files tell by their checksum, its scripts by
    their last signs.
    """
    try:
        if name.endswith(".json"):
            content = raw if json.loads(raw) else b""
        elif name.endswith(".js"):
            content = raw if raw.rstrip().endswith(SCRIPT_ENDS) else b""
        else:
            content = gzip.decompress(raw)
            content = content[len(PACKED) :] if content.startswith(PACKED) else b""
    except (OSError, EOFError, ValueError, zlib.error):
        content = b""
    if not content:
        raise _incomplete(name)
    return content


def _refuse_missing(folder: Path) -> None:
    """Raises SearchError where a file is not there that the bundle's own lists name."""
    entry = json.loads(_whole(folder / ENTRY))
    there = {path.stem for path in folder.glob("*/*.pf_*")}
    for language, told in entry["languages"].items():
        _whole(folder / f"wasm.{told['wasm'] or 'unknown'}.pagefind")
        listed = _whole(folder / f"pagefind.{told['hash']}.pf_meta")
        for name in re.findall(rf"{language}_[0-9a-f]{{7}}".encode(), listed):
            if name.decode() not in there:
                raise _incomplete(name.decode())


def _whole(path: Path) -> bytes:
    return _opened(path.name, path.read_bytes() if path.is_file() else b"")


def _incomplete(name: str) -> SearchError:
    return SearchError(
        f"Pagefind left {name} incomplete: make room on the disk and build again, or `make site ARGS=--no-search`."
    )


def _bundle(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Each file that a page may ask for, with its bytes. Raises SearchError where one is incomplete."""
    paths = [folder / name for name in FILES] + [*folder.glob("*.pf_meta"), *folder.glob("wasm.*")]
    paths += [*(folder / "index").glob("*")]
    for path in sorted(paths):
        raw = path.read_bytes() if path.is_file() else b""
        _opened(path.name, raw)
        yield path.relative_to(folder).as_posix(), raw


def _is_whole(folder: Path, files: Mapping[str, tuple[str, int]]) -> bool:
    """Whether each file is as it was noted, to the byte: readers' browsers run some of them."""
    try:
        return all(_digest(tree.read(folder, path, MOST_BYTES)) == key for path, (key, _) in files.items())
    except OSError:
        return False


def _noted(work: Path) -> BundleNotes | None:
    """The notes of an earlier run; nothing if they are missing, damaged or of another shape."""
    try:
        return BundleNotes.model_validate_json(tree.read(work, NOTES, MOST_BYTES))
    except (OSError, ValueError):
        return None


def _recall(path: Path) -> dict[str, Any]:
    """The notes of an earlier run; empty if the file is missing or damaged."""
    try:
        known = json.loads(tree.read(path.parent, path.name, MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}


@contextmanager
def _locked(work: Path) -> Iterator[None]:
    """One build at a time: a preview and a build of the same site share the folder."""
    work.mkdir(parents=True, exist_ok=True)
    lock = os.open(work / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _digest(raw: bytes) -> str:
    return hashlib.blake2b(raw, digest_size=16).hexdigest()
