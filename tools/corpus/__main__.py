"""Runs any folder of Markdown, Word and picture files through check, draft and build: `make corpus FOLDER=…`.

Each file becomes a story of a small site of its own in a temporary folder. Its verdict is one of these:

whole             nothing of it was lost: a page shows it as GitHub does (Markdown), its draft holds all words that are
                  seen in the document (Word), it looks as Pillow shows it (pictures)
refused in words  a problem says what is wrong and how to mend it
refused wrongly   a rule about structure refuses what GitHub shows as ordinary text or code (judging.py)
differs           something is lost or shown otherwise, and no one was told
crashed           check, draft or build ended with an error of ours

`ARGS=--list` tells each file's verdict and why; `ARGS=--make` first writes a corpus of varied files (making.py) into
FOLDER, which must not be there yet. Exits with 1 where anything crashed or differs.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from .intake import KINDS, kind_of, trial_of
from .making import write_corpus
from .trial import OUTCOMES, Trial, Verdict, judge

BATCH: Final = 100
"""Stories of one site: a build of so many texts takes seconds; of photos, which it makes in many forms, minutes."""
LARGEST: Final = 150_000_000
"""Bytes of a file that is opened at all."""


class CorpusFile(NamedTuple):
    """A file of the folder with what became of it."""

    path: Path
    kind: str
    verdict: Verdict


def files_of(folder: Path) -> list[Path]:
    """All files below a folder of the kinds that are tried; what begins with a dot, such as git's, is left out."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink() and kind_of(path))
    kept = (path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))
    return sorted(path for path in kept if path.stat().st_size <= LARGEST)


def tried(paths: Sequence[Path], at: Path) -> Iterator[CorpusFile]:
    """What becomes of each file. `at` is a folder to work in."""
    for start in range(0, len(paths), BATCH):
        batch = paths[start : start + BATCH]
        made = {f"file-{start + number:06}": path for number, path in enumerate(batch)}
        taken = {slug: trial_of(path, slug) for slug, path in made.items()}
        verdicts = judge([trial for trial in taken.values() if isinstance(trial, Trial)], at)
        print(f"{start + len(batch)} of {len(paths)} files", file=sys.stderr, flush=True)
        for slug, path in made.items():
            outcome = taken[slug]
            yield CorpusFile(path, kind_of(path), verdicts[slug] if isinstance(outcome, Trial) else outcome)


def table(found: Sequence[CorpusFile]) -> Iterator[str]:
    """Counts by kind of file, as lines of text."""
    counts = Counter((file.kind, file.verdict.outcome) for file in found)
    yield f"{'':10}" + "".join(f"{name:>18}" for name in (*OUTCOMES, "in all"))
    for kind in KINDS:
        row = [counts[kind, outcome] for outcome in OUTCOMES]
        if sum(row):
            yield f"{kind:10}" + "".join(f"{number:>18}" for number in (*row, sum(row)))


def main() -> int:
    """Tries the folder, prints the counts and gives the exit code."""
    parser = argparse.ArgumentParser(prog="make corpus", description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="any folder; nothing in it is changed")
    parser.add_argument("--list", action="store_true", help="tell each file's verdict, and why")
    parser.add_argument("--make", action="store_true", help="write a corpus of varied files into FOLDER first")
    options = parser.parse_args()
    if options.make:
        write_corpus(options.folder)
    if not options.folder.is_dir():
        parser.error(f"there is no folder {options.folder}")
    started = time.monotonic()
    with TemporaryDirectory() as at:
        found = list(tried(files_of(options.folder), Path(at) / "trial"))
    if options.list:
        for file in found:
            print(
                f"{file.path.relative_to(options.folder)}: {file.verdict.outcome}: {file.verdict.message}".rstrip(": ")
            )
    print("\n".join(table(found)))
    print(f"{len(found)} files, {time.monotonic() - started:.0f} s.")
    return int(any(file.verdict.outcome in ("crashed", "differs") for file in found))


if __name__ == "__main__":
    sys.exit(main())
