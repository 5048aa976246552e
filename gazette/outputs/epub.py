"""Each newsletter issue as an e-book (EPUB), for telephones, e-readers and screen readers, in each language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Final

from ..content.digests import digest_of
from ..content.library import EPUB
from ..engines.booklet import destinations
from ..render.epub import EpubRenderer
from ..render.issue import IssueView, whole_issue
from ..render.lookup import Lookup, keyed
from .base import Context, DownloadFile, Output, PlannedFile
from .faults import guarded
from .pdf import SCREEN


class Epub(Output):
    """An e-book for each issue and language. Where there is a PDF for screens, its pages can be found in the e-book."""

    name = EPUB
    is_read_later = True
    batch = 1

    def files(self, context: Context) -> Iterator[PlannedFile]:
        templates = context.theme.texts(EPUB)
        renderer = cache(partial(_renderer, context, templates))
        printed = {
            (file.language, file.address): file for file in context.of_kind(DownloadFile) if file.edition == SCREEN.name
        }
        made_with = digest_of((sorted(templates.items()), context.theme.print_digest, context.site.url, context.code))
        for language in context.library.offered.making(EPUB):
            lookup = Lookup(context.library, context.words[language])
            for issue in context.library.issues:
                view = whole_issue(lookup, issue)
                screen = printed.get((language, view.address))
                path = context.issue_path(view, ".epub")
                key = keyed(view.digest + (screen.key.encode() if screen else b""), made_with)
                make = partial(_made, context, renderer, view, screen, path)
                yield DownloadFile(path, key, make, view.address, language, EPUB, lambda _: {})


def _renderer(context: Context, templates: dict[str, str]) -> EpubRenderer:
    pictures = {file.path: file for file in context.earlier.get("images", ())}
    return EpubRenderer(
        context.environment(templates, EPUB), templates["style.css"], context.words, context.site.address, context.body,
        lambda address: context.read(pictures[address]),
    )  # fmt: skip


def _made(
    context: Context, renderer: Callable[[], EpubRenderer], view: IssueView, screen: PlannedFile | None, path: str
) -> bytes:
    pages = destinations(context.read(screen)) if screen else {}
    printed = f"{context.site.url}{screen.path}" if screen else ""

    def make(some: IssueView) -> bytes:
        return renderer().epub(some, pages, printed)

    return guarded(path, view, make, partial(make, view))


OUTPUT: Final[Output] = Epub()
