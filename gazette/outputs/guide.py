"""The guide to the practices, in each language: a PDF for screen and printer, and an e-book."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from ..content.digests import digest_of
from ..content.library import EPUB
from ..content.library import GUIDE as OFFERED
from ..engines.pdf import EngineMissing, to_pdf, within
from ..render.epub import EpubRenderer
from ..render.issue import IssueView
from ..render.lookup import Lookup, keyed
from ..render.paper import Edition, GuideRenderer
from ..render.practice_guide import guide_view, own_words, printable
from .base import Context, DownloadFile, Output, PlannedFile
from .faults import guarded
from .pdf import LONGEST, made_with, page_count, paper_renderer, pdf_source

GUIDE: Final = Edition("guide", dpi=150, archival=True)
BOOK: Final = "guide-epub"
EDITIONS: Final = (GUIDE.name, BOOK)


class Guide(Output):
    """Both books in each language, where any practice may be printed."""

    name = "guide"
    is_read_later = True
    batch = 1

    def files(self, context: Context) -> Iterator[PlannedFile]:
        on_paper = made_with(context)
        templates = context.theme.texts(EPUB)
        as_book = digest_of((sorted(templates.items()), on_paper, context.site.url, context.code))
        for language in context.library.offered.making(OFFERED):
            lookup = Lookup(context.library, context.words[language])
            if not printable(lookup):
                continue
            view = guide_view(lookup)
            start = f"{context.settings.language_root(language)}{view.address}guide-{language}"
            path, key = f"{start}.pdf", keyed(view.digest + GUIDE.name.encode(), on_paper)
            make = partial(_guarded, _pdf, context, view, path)
            yield DownloadFile(path, key, make, view.address, language, GUIDE.name, page_count)
            path, key = f"{start}.epub", keyed(view.digest + BOOK.encode(), as_book)
            make = partial(_guarded, _epub, context, view, path)
            yield DownloadFile(path, key, make, view.address, language, BOOK, lambda _: {})


def _guarded(make: Callable[[Context, IssueView], bytes], context: Context, view: IssueView, path: str) -> bytes:
    def of(some: IssueView) -> bytes:
        return make(context, some)

    return guarded(path, view, of, partial(of, view), besides=EngineMissing)


def _pdf(context: Context, view: IssueView) -> bytes:
    renderer = paper_renderer(context, GuideRenderer, own_words(context.words))
    with within(LONGEST):
        return to_pdf(pdf_source(renderer.document(view, GUIDE)))


def _epub(context: Context, view: IssueView) -> bytes:
    templates, words = context.theme.texts(EPUB), own_words(context.words)
    environment = context.environment(templates, EPUB)
    fragment = environment.get_template("practice.xhtml")
    practices = {item["body"]: item["practice"] for section in view.data["sections"] for item in section["items"]}
    say = words[view.language].say
    renderer = EpubRenderer(
        environment, templates["style.css"], words, context.site.address,
        lambda digest: fragment.render(t=say, practice=practices[digest]), lambda _: b"",
    )  # fmt: skip
    return renderer.epub(view, {}, "")


OUTPUT: Final[Output] = Guide()
