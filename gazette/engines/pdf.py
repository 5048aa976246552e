"""WeasyPrint, the engine of the paper editions: one HTML document and the files it names in, a tagged PDF out.

The document sees the files given with it, no disk and no network, and no font of the machine. Whatever the engine would
only log, such as a font or a picture that is missing, is an error here, for the PDF would be made without it and still
pass for good.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from . import pdf_archive, pdf_press
from .fonts import decompressed

BASE: Final = "http://issue.invalid/"
"""Where the document stands: an address that can never be fetched (RFC 2606), so that bytes name no folder."""
VARIANT: Final = "pdf/ua-1"
TYPES: Final = {
    "css": "text/css", "icc": "application/vnd.iccprofile", "svg": "image/svg+xml", "woff2": "font/woff2",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp",
}  # fmt: skip
SURROUNDINGS: Final = {
    "FONTCONFIG_FILE": str(Path(__file__).with_name("fonts.conf")),
    "FC_LANG": "en",
    "PANGO_LANGUAGE": "en",
}
"""The whole environment of the PDF libraries, so that they give the same bytes on every machine."""
UNSET: Final = ("FONTCONFIG_PATH", "FONTCONFIG_SYSROOT", "FC_DEBUG")
MISSING: Final = (
    "The newsletter's PDF needs Pango, which this machine lacks: "
    "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)


class PdfError(Exception):
    """Why no PDF was made, in words that tell how to mend it."""


class EngineMissing(PdfError):
    """Why no PDF at all can be made on this machine."""


@dataclass(frozen=True, slots=True)
class PdfSource:
    """A document to be printed. `files` are named as the HTML and its styles name them, relative to the document."""

    html: str
    files: Mapping[str, bytes]
    dpi: int
    """Pictures are brought down to this many dots an inch where they have more."""
    archival: bool = False
    """As PDF/A-2a too (ISO 19005-2)."""
    press: bool = False
    """For a print shop: as PDF/X-4 too (ISO 15930-7), without links. Its styles name a profile for device-cmyk."""
    grey: bool = False
    """All colours are greys, and are written as such."""


Again = Callable[[Mapping[str, int]], PdfSource | None]
"""Page of each name in the document, and under "" how many there are → what to lay out instead, or None if all is well.
"""
TRIES: Final = 5
"""How often a document is laid out again at most."""


def to_pdf(document: PdfSource, again: Again | None = None) -> bytes:
    """The document as PDF/UA-1 (ISO 14289-1), the same bytes wherever it is made. Raises PdfError.

    `again` is asked after each layout whether the pages came out as they should.
    """
    said: list[str] = []
    with _apart(), _listening(said), _fonts() as fonts:
        pages = _laid_out(document, fonts)
        for _ in range(TRIES):
            better = again(_pages(pages)) if again else None
            if better is None:
                break
            document = better
            pages = _laid_out(document, fonts)
        _refuse(said)  # before it draws: without a single font the process itself would end there
        with _written(pages, document):
            pdf: bytes = pages.write_pdf(finisher=_finisher(document), **_options(document))
    _refuse(said)
    return pdf


def _refuse(said: Sequence[str]) -> None:
    if said:
        raise PdfError("The PDF was not made as it should be: " + "; ".join(dict.fromkeys(said)))


def pages_of(document: PdfSource) -> dict[str, int]:
    """Name of each target → its page, in a part of a document whose links may lead outside it. Raises PdfError."""
    with laid_out(document) as pages:
        return _pages(pages)


@contextmanager
def laid_out(document: PdfSource) -> Iterator[Any]:
    """The engine's own document of pages, with all boxes on them. Raises PdfError."""
    with _apart(), _listening([]), _fonts() as fonts:
        yield _laid_out(document, fonts)


def ended_early(document: PdfSource) -> list[tuple[int, str]]:
    """Page and words of each line that ends though the next word had had room beside it. Raises PdfError."""
    from .pdf_breaks import ended_early as of_layout

    with laid_out(document) as pages:
        return list(of_layout(pages))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Gives up with PdfError after so many seconds of work, however long the machine took about them.

    Only where a process has a clock for that, and in its main thread: elsewhere it waits.
    """
    if not hasattr(signal, "ITIMER_VIRTUAL") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(*_: object) -> None:
        raise PdfError(f"The PDF was not ready after {seconds:g} seconds of work.")

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds)  # again: what is raised in a library's callback is lost
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _options(document: PdfSource) -> dict[str, Any]:
    variant = pdf_archive.VARIANT if document.archival else pdf_press.VARIANT if document.press else VARIANT
    how = {"dpi": document.dpi, "optimize_images": True, "jpeg_quality": 88}
    return {"pdf_variant": variant, "pdf_tags": True, **how}


def _finisher(document: PdfSource) -> Callable[[Any, Any], None] | None:
    return pdf_archive.finish if document.archival else pdf_press.finish if document.press else None


@contextmanager
def _fonts() -> Iterator[Any]:
    """The engine's fonts, whose files it would leave behind where a process ends without tidying up."""
    _imported()
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    try:
        yield fonts
    finally:
        fonts.__del__()


def _laid_out(document: PdfSource, fonts: Any) -> Any:
    html, fetcher = _engine(document.files)
    with _set_in_lines():
        source = html(string=document.html, base_url=BASE, url_fetcher=fetcher)
        return source.render(font_config=fonts, **_options(document))


def _pages(laid_out: Any) -> dict[str, int]:
    found = {"": len(laid_out.pages)}
    for number, page in enumerate(laid_out.pages, start=1):
        for name in page.anchors:
            found.setdefault(name, number)  # what goes on overleaf is named there once more
    return found


def _imported() -> Any:
    """The engine; imported late, since it takes a while. Raises EngineMissing."""
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "No fonts configured", UserWarning)  # which is as it should be
            return import_module("weasyprint")
    except OSError:
        raise EngineMissing(MISSING) from None


def _engine(files: Mapping[str, bytes]) -> tuple[Any, Any]:
    """The engine's document and a fetcher of `files`."""
    engine = _imported()
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Given(URLFetcher):  # type: ignore[misc] # the library has no types
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 - the engine's own form
            name = url.removeprefix(BASE)
            if name == url or name not in files:
                raise ValueError(f"{url} is not among the files of the issue")
            kind = name.rpartition(".")[2]
            found = decompressed(files[name]) if kind == "woff2" else files[name]
            return URLFetcherResponse(url, found, {"Content-Type": TYPES[kind]})

    return engine.HTML, Given()


@contextmanager
def _set_in_lines() -> Iterator[None]:
    from . import pdf_breaks, pdf_feet, pdf_hyphens, pdf_lines

    with pdf_breaks.mended(), pdf_hyphens.mended(), pdf_lines.remembered(), pdf_feet.filled():
        yield


@contextmanager
def _written(laid_out: Any, document: PdfSource) -> Iterator[None]:
    from . import pdf_grey, pdf_lines, pdf_tags

    grey = pdf_grey.written() if document.grey else nullcontext()
    with warnings.catch_warnings(), grey, pdf_lines.written(), pdf_tags.mended(laid_out, not document.press):
        warnings.simplefilter("ignore", ResourceWarning)  # it does not close its own colour profile
        yield


@contextmanager
def _apart() -> Iterator[None]:
    """While it lasts, neither fonts nor settings of the machine are seen by the engine's libraries."""
    before = {name: os.environ.get(name) for name in (*SURROUNDINGS, *UNSET)}
    _set({**dict.fromkeys(UNSET), **SURROUNDINGS})
    try:
        yield
    finally:
        _set(before)


def _set(surroundings: Mapping[str, str | None]) -> None:
    for name, value in surroundings.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@contextmanager
def _listening(said: list[str]) -> Iterator[None]:
    """Collects what the engine warns of, and keeps it off the terminal."""

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    logs = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [(log.handlers, log.propagate) for log in logs]
    for log in logs:
        log.handlers, log.propagate = [Listener(logging.WARNING)], False
    try:
        yield
    finally:
        for log, (handlers, propagate) in zip(logs, before, strict=True):
            log.handlers, log.propagate = handlers, propagate
