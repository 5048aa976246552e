"""The newsletters on paper: which editions each issue has, what each is made from, and how it is made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Final

from .content.library import Library
from .content.load import read
from .content.model import Issue
from .content.problems import Problem
from .engines.booklet import booklet, count_pages
from .engines.pdf import TRIES, EngineMissing, Sheetful, pages_of, to_pdf, within
from .engines.publish import Stage
from .faults import Fault, culprits, told
from .render.lookup import Lookup, Values, keyed
from .render.paper import NO_FITS, Bindery, Document, Edition, Fits, PaperView, corrected, issue_paper
from .render.words import Words
from .workers import fork_map

SCREEN: Final = Edition("screen", dpi=150)
EDITIONS: Final = (
    SCREEN,
    Edition("print", dpi=300, marks=True),
    Edition("grey", dpi=150, grey=True),
)
BOOKLET: Final = "booklet"
"""Made of the pages of the edition for screens."""
NAMES: Final = (*(edition.name for edition in EDITIONS), BOOKLET)
LONGEST: Final = 300.0
"""Seconds of work after which an edition is given up: an issue of a hundred pages takes far less."""
ENGINES: Final = ("weasyprint", "pydyf", "fonttools", "pikepdf", "segno")
"""Whose version changes the bytes."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One edition of an issue in one language, about to be made. `key` changes with all that it is made from."""

    view: PaperView
    edition: str
    path: str
    key: str


def papers(library: Library, words: Mapping[str, Words], root: Callable[[str], str], seal: bytes) -> list[Paper]:
    """All editions of all issues. `root` tells where a language's pages stand; `seal` what all papers are made with."""
    engines = " ".join(f"{name} {version(name)}" for name in ENGINES)
    made_with = hashlib.blake2b(seal + engines.encode(), digest_size=32).digest()
    found = []
    for language in library.languages:
        lookup = Lookup(library, words[language])
        for issue in library.issues:
            view = issue_paper(lookup, issue)
            for name in NAMES:
                path = f"{root(language)}{view.address}{file_name(view, name)}"
                found.append(Paper(view, name, path, keyed(view.digest + name.encode(), made_with)))
    return found


def file_name(view: PaperView, edition: str) -> str:
    """What a reader finds among the downloads: `newsletter-2-en.pdf`, `newsletter-2-en-booklet.pdf`."""
    kind = "" if edition == SCREEN.name else f"-{edition}"
    return f"newsletter-{view.number}-{view.language}{kind}.pdf"


def print_papers(wanted: Sequence[Paper], bindery: Callable[[], Bindery], stage: Stage) -> list[Fault]:
    """Makes those that are not published already, over all cores, and tells which of them could not be made.

    Raises EngineMissing where none can be.
    """
    unmade = [paper for paper in wanted if not stage.has(paper.path, paper.key)]
    if not unmade:
        return []
    made = bindery()
    return [fault for fault in fork_map(partial(_print, made, stage), _batches(unmade)) if fault]


def _batches(unmade: Sequence[Paper]) -> list[list[Paper]]:
    """What one process makes at a time: an edition; the booklet with the one it is made of."""
    booklets = {(paper.view.address, paper.view.language): paper for paper in unmade if paper.edition == BOOKLET}
    batches = []
    for paper in unmade:
        if paper.edition != BOOKLET:
            own = (paper.view.address, paper.view.language)
            more = [booklets.pop(own)] if paper.edition == SCREEN.name and own in booklets else []
            batches.append([paper, *more])
    return [*batches, *([paper] for paper in booklets.values())]


def _print(bindery: Bindery, stage: Stage, batch: Sequence[Paper]) -> Fault | None:
    name = SCREEN.name if batch[0].edition == BOOKLET else batch[0].edition
    edition = next(edition for edition in EDITIONS if edition.name == name)
    view = batch[0].view

    def make(some: PaperView) -> bytes:
        with within(LONGEST):
            return printed(bindery, some, edition)

    try:
        pdf = make(view)
        made = [(paper, booklet(pdf) if paper.edition == BOOKLET else pdf) for paper in batch]
    except EngineMissing:
        raise
    except Exception as error:  # whatever it is, it is one issue's, and the others can be published without it
        items = culprits(view, make)
        return Fault(tuple(paper.path for paper in batch), view.address, view.language, items, told(error))
    for paper, raw in made:
        stage.write(paper.path, raw, paper.key)
    return None


def printed(bindery: Bindery, view: PaperView, edition: Edition) -> bytes:
    """An edition as PDF. Where a text takes more pages than was planned, it is laid out again with that known."""
    document, fits = bindery.document(view, edition), NO_FITS

    def again(pages: Mapping[str, int]) -> Sheetful | None:
        nonlocal document, fits
        better = corrected(document, fits, pages)
        if better is None:
            return None
        fits = _proved(bindery, view, edition, fits, better)
        document = bindery.document(view, edition, fits)
        return _sheetful(document)

    return to_pdf(_sheetful(document), again)


def _proved(bindery: Bindery, view: PaperView, edition: Edition, known: Fits, better: Fits) -> Fits:
    """`better`, after the leaves that it changes were laid out alone: a whole issue takes long."""
    for _ in range(TRIES):
        changed = frozenset(key for key, fit in better.items() if known.get(key) != fit)
        proof = bindery.document(view, edition, better, only=changed)
        further = corrected(proof, better, pages_of(_sheetful(proof)))
        if further is None:
            break
        known, better = better, further
    return better


def _sheetful(document: Document) -> Sheetful:
    return Sheetful(document.html, document.files, document.dpi)


def remarks(library: Library, made: Mapping[tuple[str, str], Sequence[Values]], root: Path) -> list[Problem]:
    """Issues that ask for fewer pages than their texts take, which only a printing can tell. `made` by `downloads`."""
    found = []
    for issue in library.issues:
        asked = issue.record(Issue).pages
        files = [file for (_, address), listed in made.items() if address == issue.address for file in listed]
        taken = max((int(file["pages"]) for file in files if file["edition"] == SCREEN.name), default=0)
        if asked and taken > asked and not issue.publication:
            place = read(root, issue.data_path).place(("pages",))
            facts = {"value": str(asked), "count": str(taken)}
            found.append(Problem(issue.data_path, "pages-too-few", place, "pages", facts))
    return found


def downloads(made: Sequence[Paper], stage: Stage) -> dict[tuple[str, str], list[Values]]:
    """Language and address of an issue → its files, with their bytes and pages as they are."""
    found: dict[tuple[str, str], list[Values]] = {}
    for paper in made:
        pdf = stage.read(paper.path, paper.key)
        entry: Values = {"edition": paper.edition, "file": paper.path, "bytes": len(pdf), "pages": count_pages(pdf)}
        found.setdefault((paper.view.language, paper.view.address), []).append(entry)
    return found
