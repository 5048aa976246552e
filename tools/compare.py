"""Builds two states of the project and tells in which published files they differ: `make compare BASE=main`.

The one is what BASE names, a commit or a folder; the other is this folder as it is. Both are built for one day with
their own code and content, without what earlier builds kept. A PDF counts as changed where its text is another, so that
the version of an engine alone does not; an e-book, where one of its parts is.
"""

from __future__ import annotations

import argparse
import difflib
import io
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

PROJECT: Final = Path(__file__).resolve().parents[1]
DAY: Final = "2026-11-22"
LINES: Final = 6
"""Of a file's differences, how many are shown."""
GROUPS: Final = {
    ".pdf": "PDF", ".epub": "e-books", ".eml": "mail", ".ics": "calendars", ".xml": "feeds", ".csv": "data",
    ".html": "pages", ".json": "data",
}  # fmt: skip


class Difference(NamedTuple):
    """A file that is not the same in both sites. `kind` is new, gone or changed; `lines` show the beginning of how."""

    path: str
    kind: str
    lines: tuple[str, ...] = ()


def differences(before: Path, after: Path) -> Iterator[Difference]:
    """Every file that is in one site alone, or says something else in the other, by path."""
    old, new = _files(before), _files(after)
    for path in sorted(old | new):
        if path not in new:
            yield Difference(path, "gone")
        elif path not in old:
            yield Difference(path, "new")
        elif (before / path).read_bytes() != (after / path).read_bytes():
            first, second = _lines(before / path), _lines(after / path)
            if first != second:
                yield Difference(path, "changed", tuple(_shown(first, second)))


def _files(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def _lines(path: Path) -> list[str]:
    """The contents of a file as lines: the text of a PDF, the parts of an e-book, lines of text; else its bytes."""
    raw = path.read_bytes()
    if path.suffix == ".pdf" and shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
        return done.stdout.decode("utf-8", "replace").splitlines()
    if path.suffix == ".epub":
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            return [f"{name}: {line}" for name in book.namelist() for line in _split(book.read(name))]
    return _split(raw)


def _split(raw: bytes) -> list[str]:
    """Lines; of HTML, in which a line may be a whole page, its elements."""
    try:
        return raw.decode().replace("><", ">\n<").splitlines()
    except UnicodeDecodeError:
        return [repr(raw)]


def _shown(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    changed = [line for line in difflib.unified_diff(before, after, lineterm="", n=0) if line[:3] not in ("---", "+++")]
    lines = [line[:160] for line in changed if not line.startswith("@@")]
    yield from lines[:LINES]
    if len(lines) > LINES:
        yield f"… {len(lines) - LINES} more"


def report(found: Sequence[Difference]) -> Iterator[str]:
    """The differences in groups, as they are printed."""
    if not found:
        yield "The two sites are the same."
    groups: dict[str, list[Difference]] = {}
    for entry in found:
        groups.setdefault(GROUPS.get(Path(entry.path).suffix, "other files"), []).append(entry)
    for group, entries in groups.items():
        yield f"{group} ({len(entries)})"
        for entry in entries:
            yield f"  {entry.kind}: {entry.path}"
            yield from (f"      {line}" for line in entry.lines)


def _checked_out(stack: ExitStack, base: str) -> Path:
    """The folder that BASE names, or a work tree of that commit, which is taken away again."""
    if Path(base).is_dir():
        return Path(base).resolve()
    folder = Path(stack.enter_context(TemporaryDirectory())) / "base"
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(folder), base], cwd=PROJECT, check=True)
    stack.callback(subprocess.run, ["git", "worktree", "remove", "--force", str(folder)], cwd=PROJECT, check=True)
    return folder


def _built(checkout: Path, out: Path, day: str) -> Path:
    command = [sys.executable, "build.py", "build", "--clean", "--quiet", "--as-of", day, "--out", str(out)]
    subprocess.run(command, cwd=checkout, check=True)
    return out


def main() -> int:
    """0 where the sites are the same, 1 where they differ."""
    parser = argparse.ArgumentParser(prog="make compare", description=__doc__.partition("\n")[0])
    parser.add_argument("base", help="a commit, or a folder with another checkout")
    parser.add_argument("--as-of", default=DAY, metavar="YYYY-MM-DD", help=f"the day to build for ({DAY})")
    options = parser.parse_args()
    with ExitStack() as stack:
        sites = Path(stack.enter_context(TemporaryDirectory()))
        before = _built(_checked_out(stack, options.base), sites / "before", options.as_of)
        after = _built(PROJECT, sites / "after", options.as_of)
        found = list(differences(before, after))
    print("\n".join(report(found)))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
