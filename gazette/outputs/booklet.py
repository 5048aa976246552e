"""Each newsletter issue as a booklet: the pages of its PDF for screens, two on a side, to be folded once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from ..engines.booklet import booklet
from ..render.lookup import keyed
from .base import Context, DownloadFile, Output, PlannedFile
from .faults import Fault, FileFault
from .pdf import SCREEN, page_count

BOOKLET: Final = "booklet"


class Booklet(Output):
    """A booklet for each PDF for screens, which the output before this one has made."""

    name = BOOKLET
    is_read_later = True
    batch = 1

    def files(self, context: Context) -> Iterator[PlannedFile]:
        for screen in context.of_kind(DownloadFile):
            if screen.edition == SCREEN.name:
                path = _path_of(screen.path)
                key, make = keyed(screen.key.encode(), BOOKLET.encode()), partial(_made, context, screen)
                yield DownloadFile(path, key, make, screen.address, screen.language, BOOKLET, page_count)
        yield from _impossible(context)


def _impossible(context: Context) -> Iterator[PlannedFile]:
    """Booklets of PDFs that could not be made: they are missed for the same reason, and are named with them."""
    for screen, fault in context.failed:
        if isinstance(screen, DownloadFile) and screen.edition == SCREEN.name:
            path = _path_of(screen.path)
            refuse = partial(_refuse, fault._replace(files=(path,)))
            yield PlannedFile(path, keyed(path.encode(), context.code), refuse)


def _path_of(screen: str) -> str:
    return f"{screen.removesuffix('.pdf')}-{BOOKLET}.pdf"


def _refuse(fault: Fault) -> bytes:
    raise FileFault(fault)


def _made(context: Context, screen: PlannedFile) -> bytes:
    return booklet(context.read(screen))


OUTPUT: Final[Output] = Booklet()
