"""The newsletters on paper: which editions each issue has, what each is made from, and how it is made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Final

from ..content.library import Library
from ..content.load import read
from ..content.model import Issue
from ..content.problems import Problem
from ..engines.booklet import booklet, count_pages
from ..engines.pdf import TRIES, EngineMissing, PdfSource, pages_of, to_pdf, within
from ..engines.publish import Stage
from ..parallel import fork_map
from ..render.lookup import Lookup, Values, keyed
from ..render.paper import NO_FITS, Document, Edition, Fits, PaperRenderer, PaperView, corrected, issue_paper
from ..render.words import Words
from .faults import Fault, culprits, told

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
class PlannedPdf:
    """One edition of an issue in one language, about to be made. `key` changes with all that it is made from."""

    view: PaperView
    edition: str
    path: str
    key: str


def planned_pdfs(
    library: Library, words: Mapping[str, Words], root: Callable[[str], str], seal: bytes
) -> list[PlannedPdf]:
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
                found.append(PlannedPdf(view, name, path, keyed(view.digest + name.encode(), made_with)))
    return found


def file_name(view: PaperView, edition: str) -> str:
    """What a reader finds among the downloads: `newsletter-2-en.pdf`, `newsletter-2-en-booklet.pdf`."""
    kind = "" if edition == SCREEN.name else f"-{edition}"
    return f"newsletter-{view.number}-{view.language}{kind}.pdf"


def make_pdfs(wanted: Sequence[PlannedPdf], renderer: Callable[[], PaperRenderer], stage: Stage) -> list[Fault]:
    """Makes those that are not published already, over all cores, and tells which of them could not be made.

    Raises EngineMissing where none can be.
    """
    unmade = [planned for planned in wanted if not stage.has(planned.path, planned.key)]
    if not unmade:
        return []
    made = renderer()
    return [fault for fault in fork_map(partial(_make_batch, made, stage), _batches(unmade)) if fault]


def _batches(unmade: Sequence[PlannedPdf]) -> list[list[PlannedPdf]]:
    """What one process makes at a time: an edition; the booklet with the one it is made of."""
    booklets = {
        (planned.view.address, planned.view.language): planned for planned in unmade if planned.edition == BOOKLET
    }
    batches = []
    for planned in unmade:
        if planned.edition != BOOKLET:
            own = (planned.view.address, planned.view.language)
            more = [booklets.pop(own)] if planned.edition == SCREEN.name and own in booklets else []
            batches.append([planned, *more])
    return [*batches, *([planned] for planned in booklets.values())]


def _make_batch(renderer: PaperRenderer, stage: Stage, batch: Sequence[PlannedPdf]) -> Fault | None:
    name = SCREEN.name if batch[0].edition == BOOKLET else batch[0].edition
    edition = next(edition for edition in EDITIONS if edition.name == name)
    view = batch[0].view

    def make(some: PaperView) -> bytes:
        with within(LONGEST):
            return make_pdf(renderer, some, edition)

    try:
        pdf = make(view)
        made = [(planned, booklet(pdf) if planned.edition == BOOKLET else pdf) for planned in batch]
    except EngineMissing:
        raise
    except Exception as error:  # whatever it is, it is one issue's, and the others can be published without it
        items = culprits(view, make)
        return Fault(tuple(planned.path for planned in batch), view.address, view.language, items, told(error))
    for planned, raw in made:
        stage.write(planned.path, raw, planned.key)
    return None


def make_pdf(renderer: PaperRenderer, view: PaperView, edition: Edition) -> bytes:
    """An edition as PDF. Where a text takes more pages than was planned, it is laid out again with that known."""
    document, fits = renderer.document(view, edition), NO_FITS

    def again(pages: Mapping[str, int]) -> PdfSource | None:
        nonlocal document, fits
        better = corrected(document, fits, pages)
        if better is None:
            return None
        fits = _settled(renderer, view, edition, fits, better)
        document = renderer.document(view, edition, fits)
        return _pdf_source(document)

    return to_pdf(_pdf_source(document), again)


def _settled(renderer: PaperRenderer, view: PaperView, edition: Edition, known: Fits, better: Fits) -> Fits:
    """`better`, after the leaves that it changes were laid out alone: a whole issue takes long."""
    for _ in range(TRIES):
        changed = frozenset(key for key, fit in better.items() if known.get(key) != fit)
        proof = renderer.document(view, edition, better, only=changed)
        further = corrected(proof, better, pages_of(_pdf_source(proof)))
        if further is None:
            break
        known, better = better, further
    return better


def _pdf_source(document: Document) -> PdfSource:
    return PdfSource(document.html, document.files, document.dpi)


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


def downloads(made: Sequence[PlannedPdf], stage: Stage) -> dict[tuple[str, str], list[Values]]:
    """Language and address of an issue → its files, with their bytes and pages as they are."""
    found: dict[tuple[str, str], list[Values]] = {}
    for planned in made:
        pdf = stage.read(planned.path, planned.key)
        entry: Values = {"edition": planned.edition, "file": planned.path, "bytes": len(pdf), "pages": count_pages(pdf)}
        found.setdefault((planned.view.language, planned.view.address), []).append(entry)
    return found
