"""Builds the site again elsewhere and compares it with the published one, byte for byte: `make reproduce`.

The other build runs in a copy of this folder, without anything that earlier builds kept: under another path, with
another time zone, locale, umask, home, order of Python's sets and number of processes, with files of other ages and,
where there is room in memory, on a file system that lists files in another order. It is made for the day that the
published site's build.json names, whatever day it is. Libraries and fonts are the same: those that requirements/ locks.

Exit code 0: no byte differs; 1: some do; 2: there is nothing to compare with, or the site could not be built.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

PROJECT: Final = Path(__file__).resolve().parents[1]
RECORD: Final = "build.json"
KEPT: Final = ".build/reproduced"
"""Where the other site is left if it is another."""
NOT_SOURCES: Final = frozenset(
    {".git", ".venv", ".build", ".preview", "site", "offline", "node_modules", "__pycache__"}
)  # fmt: skip
"""Names of what is no part of the sources, where git does not tell."""
IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
ROOM: Final = 2 << 30
"""Bytes that a copy, and the site made from it, may take."""
LONG_AGO: Final = 1_000_000_000
"""The age of every file of the copy: a day in September 2001."""
ZONES: Final = ("Pacific/Kiritimati", "Pacific/Pago_Pago")
"""Two zones of which one is on another day than Greece at any time."""


class Published(NamedTuple):
    """What is compared with: for which day it was made, its digest as it was published, and its folder, if at hand."""

    day: str
    digest: str
    folder: Path | None = None


class NothingToCompareError(Exception):
    """The text says what is missing."""


class NotBuiltError(Exception):
    """The text is what the build said."""


def published(place: Path, digest: str, day: str) -> Published:
    """The site in a folder, or the one that its build.json alone tells of, or a digest with its day.

    Raises NothingToCompareError.
    """
    if digest and day:
        return Published(day, digest)
    if digest:
        raise NothingToCompareError("--digest needs --as-of too: the day that stands in build.json beside it.")
    file = place / RECORD if place.is_dir() else place
    try:
        record = json.loads(file.read_bytes())
        return Published(day or record["as_of"], record["sha256"], place if place.is_dir() else None)
    except (OSError, ValueError, KeyError, TypeError):
        message = f"{file} does not tell for which day the site was made, and its digest: run `make site` first."
        raise NothingToCompareError(message) from None


def digest_of(site: Path) -> str:
    """The digest of a site, as docs/hosting.md describes it."""
    seen = hashlib.sha256()
    for path in sorted(_files(site) - {RECORD}, key=str.encode):
        seen.update(f"{_sha256(site / path)}  ./{path}\0".encode())
    return seen.hexdigest()


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _files(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def differences(before: Path, after: Path) -> Iterator[str]:
    """A line for each file that is in one site alone, or whose bytes differ."""
    old, new = _files(before), _files(after)
    for path in sorted(old | new):
        if path not in new:
            yield f"{path}: is only published"
        elif path not in old:
            yield f"{path}: is only in the new build"
        elif (place := first_difference((before / path).read_bytes(), (after / path).read_bytes())) is not None:
            sizes = ", ".join(str((site / path).stat().st_size) for site in (before, after))
            yield f"{path}: differs from byte {place} on (sizes: {sizes})"


def first_difference(one: bytes, other: bytes) -> int | None:
    """Where two files part, counted from 1 as `cmp` does; none where they are the same."""
    if one == other:
        return None
    return next((number for number, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
                min(len(one), len(other))) + 1  # fmt: skip


def sources(project: Path) -> list[str]:
    """The files of a project but for what commands made: as git tells, where there is git."""
    command = ["git", "-C", str(project), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError):
        listed = [path.relative_to(project).as_posix() for path in project.rglob("*")]
        listed = [path for path in listed if NOT_SOURCES.isdisjoint(path.split("/"))]
    return sorted(path for path in listed if path and (project / path).is_file())


def copied(project: Path, copy: Path) -> Path:
    """A copy of a project's sources, of other ages, written in another order; with its branches, where it has any."""
    for path in reversed(sources(project)):
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(project / path, copy / path)
        os.utime(copy / path, (LONG_AGO, LONG_AGO))
    if (project / ".git").exists():  # the worklists name the proposals that wait on branches
        git = ["git", "-C", str(project)]
        head = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, check=True, text=True).stdout.strip()
        there = str(copy / ".git")
        subprocess.run([*git, "clone", "--quiet", "--mirror", str(project), there], check=True)
        subprocess.run(["git", "--git-dir", there, "config", "core.bare", "false"], check=True)
        subprocess.run(["git", "--git-dir", there, "update-ref", "--no-deref", "HEAD", head], check=True)
    return copy


def surroundings(folder: Path) -> dict[str, str]:
    """The environment of the other build: what this one does not share, but for the programs that it finds."""
    here = os.environ
    zone = next(zone for zone in ZONES if zone != here.get("TZ"))
    language = "C" if here.get("LC_ALL", here.get("LANG", "")) not in ("", "C", "POSIX") else _locale()
    kept = {name: here[name] for name in ("PATH", "SITE_URL") if name in here}
    seed = "1" if here.get("PYTHONHASHSEED") != "1" else "2"
    own = {name: str(folder / name.lower()) for name in ("HOME", "TMPDIR")}
    for place in own.values():
        Path(place).mkdir()
    return {**kept, **own, "TZ": zone, "LC_ALL": language, "PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1"}


def _locale() -> str:
    """A locale that this machine has: the last one, if it has any but the plain ones."""
    try:
        said = subprocess.run(["locale", "-a"], capture_output=True, check=True, text=True).stdout.split()
    except (OSError, subprocess.CalledProcessError):
        return "C"
    return next((name for name in reversed(said) if name.lower().partition(".")[0] not in ("c", "posix")), "C.UTF-8")


def built_again(root: Path, day: str, folder: Path, *more: str) -> Path:
    """The site of a root within this project, built for a day in a copy below `folder`, with `more` options.

    Raises NotBuiltError.
    """
    copy, out = copied(PROJECT, folder / "another path" / "copy"), folder / "site"
    command = [sys.executable, "build.py", "build", "--quiet", "--as-of", day, "--out", str(out)]
    command += ["--root", str(copy / root.resolve().relative_to(PROJECT)), *more]
    environment = surroundings(folder)
    told = ", ".join(f"{name}={environment[name]}" for name in ("TZ", "LC_ALL", "PYTHONHASHSEED"))
    print(f"building again in {copy}: {told}, one process, umask 077", flush=True)
    with _one_core():
        done = subprocess.run(command, cwd=copy, env=environment, umask=0o077, capture_output=True, check=False)
    if done.returncode:
        raise NotBuiltError((done.stdout + done.stderr).decode(errors="replace"))
    return out


@contextmanager
def _one_core() -> Iterator[None]:
    """What is started meanwhile has one core, and so forks no processes, where the system can restrict it."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def compare(site: Published, again: Path) -> list[str]:
    """What differs, a line each: of the files, where they are at hand, and of the digests."""
    digest = digest_of(again)
    found = list(differences(site.folder, again)) if site.folder else []
    if site.folder and (own := digest_of(site.folder)) != site.digest:
        found.append(f"{RECORD} names the digest {site.digest}, and its files have {own}: they were changed since.")
    if digest != site.digest:
        found.append(f"the digest of the new build is {digest}, published was {site.digest}")
    return found


def main(arguments: Sequence[str]) -> int:
    """Builds, compares and tells; gives the exit code."""
    parser = argparse.ArgumentParser(prog="make reproduce", description=__doc__.partition("\n")[0])
    parser.add_argument("site", nargs="?", type=Path, help="the published site, or its build.json alone (site/)")
    parser.add_argument("--digest", default="", metavar="HEX", help="the digest that the published build.json names")
    parser.add_argument("--as-of", default="", metavar="YYYY-MM-DD", help="the day that it names")
    parser.add_argument("--root", type=Path, default=PROJECT, help="the folder of the content, within this project")
    options = parser.parse_args(arguments)
    try:
        site = published(options.site or options.root / "site", options.digest, options.as_of)
    except NothingToCompareError as error:
        print(f"reproduce: {error}", file=sys.stderr)
        return 2
    with TemporaryDirectory(dir=elsewhere()) as folder:
        try:
            again = built_again(options.root, site.day, Path(folder))
        except (OSError, subprocess.CalledProcessError, NotBuiltError) as error:
            print(f"reproduce: the site could not be built again: {error}", file=sys.stderr)
            return 2
        return report(site, again, options.root / KEPT)


def elsewhere() -> Path | None:
    """A file system in memory, which lists files by when they were made; none where it is too small."""
    return IN_MEMORY if IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM else None


def report(site: Published, again: Path, kept: Path) -> int:
    """Says what differs, and keeps the other site where something does. Gives the exit code."""
    found, count = compare(site, again), len(_files(again))
    if not found:
        print(f"{count} files, made for {site.day}: 0 bytes differ. sha256 {site.digest}")
        return 0
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(again, kept)
    print("\n".join([*found, f"{len(found)} differences. The new build is in {kept}"]))
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
