"""The newsletters as PDF: which editions each issue has, what each is made from, and how it is made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache, partial
from importlib.metadata import version
from typing import Final

from ..content.load import read
from ..content.model import Issue
from ..content.problems import Problem
from ..engines import pictures
from ..engines.booklet import booklet, count_pages
from ..engines.fonts import letter_widths
from ..engines.pdf import TRIES, EngineMissing, PdfSource, pages_of, to_pdf, within
from ..render.issue import IssueView, whole_issue
from ..render.lookup import Lookup, Values, file_address, keyed
from ..render.paper import (
    MULTIPLE,
    NO_FITS,
    SET_IN,
    ColourSeparation,
    Edition,
    Fits,
    PaperDocument,
    PaperRenderer,
    corrected,
    filled_up,
)
from ..render.subscriptions import SUBSCRIBE
from ..render.words import Words
from .base import Context, DownloadFile, Output, PlannedFile
from .faults import guarded
from .images import for_print

SCREEN: Final = Edition("screen", dpi=150, archival=True)
EDITIONS: Final = (
    SCREEN,
    Edition("print", dpi=300, press=True),
    Edition("grey", dpi=200, grey=True),
    Edition("large", dpi=150, large=True),
    Edition("booklet", dpi=300, booklet=True),
)
PLANS: Final = TRIES - 2
"""How many plans are tried; if none was right, only what whole sheets need is added at the end."""
LONGEST: Final = 300.0
"""Seconds of work after which an edition is given up: an issue of a hundred pages takes far less."""
ENGINES: Final = ("weasyprint", "pydyf", "fonttools", "pikepdf", "pillow", "segno")
"""Whose version changes the bytes."""


class Pdf(Output):
    """The editions of each issue in each language. Planning lays nothing out: a PDF takes seconds."""

    name = "pdf"
    is_read_later = True
    batch = 1

    def files(self, context: Context) -> Iterator[PlannedFile]:
        seal, renderer = made_with(context), cache(partial(paper_renderer, context))
        for language in context.library.languages:
            lookup = Lookup(context.library, context.words[language])
            for issue in context.library.issues:
                view = whole_issue(lookup, issue)
                for edition in (one for one in EDITIONS if context.library.offered.makes(language, one.name)):
                    path = context.issue_path(view, f"{'' if edition is SCREEN else f'-{edition.name}'}.pdf")
                    key = keyed(view.digest + edition.name.encode(), seal)
                    make = partial(_made, renderer, view, edition, path)
                    facts = folded_count if edition.booklet else page_count
                    yield DownloadFile(path, key, make, view.address, language, edition.name, facts)

    def remarks(self, context: Context) -> Iterator[Problem]:
        """Issues that ask for fewer pages than their texts take, which only the layout can tell."""
        screens = [file for file in context.of_kind(DownloadFile) if file.edition == SCREEN.name]
        for issue in context.library.issues:
            asked = issue.record(Issue).pages
            made = [file for file in screens if file.address == issue.address] if asked else []
            taken = max((count_pages(context.read(file)) for file in made), default=0)
            if asked and taken > asked and not issue.publication:
                place = read(context.settings.root, issue.data_path).place(("pages",))
                facts = {"value": str(asked), "count": str(taken)}
                yield Problem(issue.data_path, "pages-too-few", place, "pages", facts)


def made_with(context: Context) -> bytes:
    """Changes with whatever every paper edition is made with: the theme for print, addresses, code, engines."""
    seen = hashlib.blake2b(context.theme.print_digest.encode(), digest_size=32)
    seen.update(context.settings.site_url.encode() + context.code)
    seen.update(repr([publisher(context, language) for language in context.library.languages]).encode())
    seen.update(" ".join(f"{name} {version(name)}" for name in ENGINES).encode())
    return seen.digest()


def paper_renderer(
    context: Context, kind: type[PaperRenderer] = PaperRenderer, words: Mapping[str, Words] | None = None
) -> PaperRenderer:
    """Turns the view of an issue, or of what `kind` prints, into a document for the PDF engine.

    `words` are those of each language, where they are not the theme's.
    """
    pictures_of = {
        file_address(item, name): (f"{item.folder}/{name}", digest)
        for item in (*context.library.everything(), *context.library.all_kept())
        for name, digest in item.files.items()
    }
    theme, root = context.theme, context.settings.root
    widths = {
        part: _widths(theme.fonts[f"{name}.woff2"], theme.fonts[f"{name}-more.woff2"]) for part, name in SET_IN.items()
    }
    return kind(
        context.environment(theme.print_templates, "print"), words or theme.words, theme.tokens, theme.fonts,
        context.site.address, context.body, lambda address: for_print(root, *pictures_of[address]),
        pictures.size_of_bytes, pictures.greyscale, _separation(theme.press_profile), widths,
        partial(publisher, context),
    )  # fmt: skip


def _separation(profile: bytes) -> ColourSeparation:
    return ColourSeparation(
        profile, lambda colour: pictures.inks_of(colour, profile), lambda raw: pictures.separated(raw, profile)
    )


def publisher(context: Context, language: str) -> Values:
    """What the publisher says of itself and of the newsletter, from mkdocs.yml; what is not said is empty."""
    settings, form = context.settings, context.settings.subscribe.get(language)
    page = context.site.address(language, SUBSCRIBE) if form and not form.mail else ""
    return {
        "issn": settings.imprint.issn,
        "editor": settings.imprint.editor.get(language, ""),
        "licence": settings.imprint.licence.get(language, ""),
        "postal": settings.sender.postal.get(language, ()) if settings.sender else (),
        "subscribe": form.mail if form and form.mail else page,
    }


@lru_cache(maxsize=8)
def _widths(*fonts: bytes) -> Mapping[str, float]:
    """The widths of the letters of a typeface that lies in several files."""
    return {letter: width for raw in reversed(fonts) for letter, width in letter_widths(raw).items()}


def page_count(pdf: bytes) -> Mapping[str, int]:
    """Facts about a PDF that its page states beside its size: the number of pages."""
    return {"pages": count_pages(pdf)}


def folded_count(pdf: bytes) -> Mapping[str, int]:
    """Facts about a booklet that its page states beside its size: its pages, two on each side of a sheet."""
    return {"pages": 2 * count_pages(pdf)}


def _made(renderer: Callable[[], PaperRenderer], view: IssueView, edition: Edition, path: str) -> bytes:
    def make(some: IssueView) -> bytes:
        with within(LONGEST):
            return as_published(make_pdf(renderer(), some, edition), edition)

    return guarded(path, view, make, partial(make, view), besides=EngineMissing)


def as_published(pdf: bytes, edition: Edition) -> bytes:
    """The pages of an edition as they are published: those of a booklet two by two."""
    return booklet(pdf) if edition.booklet else pdf


def make_pdf(renderer: PaperRenderer, view: IssueView, edition: Edition) -> bytes:
    """An edition as PDF, its pages one by one."""
    made, _ = printed(renderer, view, edition)
    return made


def printed(renderer: PaperRenderer, view: IssueView, edition: Edition) -> tuple[bytes, PdfSource]:
    """An edition as PDF, and what it was laid out from in the end.

    Where a text takes more pages than was planned, it is laid out again with that known. Whatever the plan, what is
    folded from sheets becomes whole sheets.
    """
    document, fits, tried = renderer.document(view, edition), NO_FITS, 0

    def again(pages: Mapping[str, int]) -> PdfSource | None:
        nonlocal document, fits, tried
        better, tried = corrected(document, fits, pages), tried + 1
        if better is not None and tried <= PLANS:
            fits = _settled(renderer, view, edition, fits, better)
        elif document.plan and pages[""] % MULTIPLE:
            fits = filled_up(fits, pages[""])
        else:
            return None
        document = renderer.document(view, edition, fits)
        return pdf_source(document)

    made = to_pdf(pdf_source(document), again)
    return made, pdf_source(document)


def _settled(renderer: PaperRenderer, view: IssueView, edition: Edition, known: Fits, better: Fits) -> Fits:
    """`better`, after the leaves that it changes were laid out alone: a whole issue takes long."""
    for _ in range(TRIES):
        changed = frozenset(key for key, fit in better.items() if known.get(key) != fit)
        proof = renderer.document(view, edition, better, only=changed)
        if not proof.plan:  # the texts that did not fit into a page stand on others by now
            break
        further = corrected(proof, better, pages_of(pdf_source(proof)))
        if further is None:
            break
        known, better = better, further
    return better


def pdf_source(document: PaperDocument) -> PdfSource:
    """A document as the engine takes it."""
    return PdfSource(
        document.html, document.files, document.dpi, document.archival, document.press, document.grey
    )  # fmt: skip


OUTPUT: Final[Output] = Pdf()
