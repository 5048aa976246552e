"""What differs between two versions of a file, in words: for whoever reads texts, not code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from gazette.content.items import KINDS
from gazette.engines.git import Repository

SAME, GONE, NEW = "same", "gone", "new"
AROUND: Final = 160
"""Letters that are shown before and behind what differs."""
_KINDS: Final = {" ": SAME, "-": GONE, "+": NEW}
_COMMAND: Final = (
    "diff", "--no-ext-diff", "--no-textconv", "--no-renames", "--no-color", "--word-diff=porcelain",
    "--word-diff-regex=[^[:space:][:punct:]]+|[[:punct:]]", "--unified=100000",
)  # fmt: skip
"""In a byte-wise locale, letters of other alphabets are bytes that are neither: no letter is ever cut in two."""


class Piece(NamedTuple):
    """A part of a text: the same in both, gone, or new."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """How a file differs. Of a photo there are no pieces. `kind` is `A`, `M` or `D`, as git says it."""

    path: str
    kind: str
    pieces: Sequence[Piece]

    @property
    def is_photo(self) -> bool:
        return is_photo(self.path)


def is_photo(path: str) -> bool:
    """Whether a file is a photo that a browser shows, by the end of its name. An SVG could hold scripts."""
    return PurePosixPath(path).suffix.removeprefix(".") in KINDS


def difference(repository: Repository, before: str, after: str, path: str, kind: str) -> Difference:
    """How a file differs between two commits, by git's own comparison of words (git-scm.com, "git diff")."""
    said = repository.run(*_COMMAND, before, after, "--", path).decode("utf-8", "replace")
    return Difference(path, kind, tuple(_shortened(list(_joined(_pieces(said))))))


def _pieces(said: str) -> Iterator[Piece]:
    """Git's own form: a sign, then words; a line with `~` is a line's end. What is before `@@` is about the file."""
    _, _, shown = said.partition("\n@@")
    for line in shown.split("\n")[1:]:
        if line == "~":
            yield Piece(SAME, "\n")
        elif line[:1] in _KINDS:
            yield Piece(_KINDS[line[0]], line[1:])


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Pieces of one kind that follow each other are one."""
    last: Piece | None = None
    for piece in pieces:
        if last and last.kind == piece.kind:
            last = Piece(piece.kind, last.text + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def _shortened(found: Sequence[Piece]) -> Iterator[Piece]:
    """Long stretches that are the same are left out but for their ends."""
    for number, (kind, text) in enumerate(found):
        if kind != SAME or len(text) <= 2 * AROUND:
            yield Piece(kind, text)
            continue
        begin = text[:AROUND].rpartition(" ")[0] if number else ""
        end = text[-AROUND:].partition(" ")[2] if number < len(found) - 1 else ""
        yield Piece(SAME, f"{begin} … {end}")
