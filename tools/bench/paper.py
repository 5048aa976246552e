"""How much work an issue's editions are beside WeasyPrint alone with the same HTML: `python -m tools.bench.paper`."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from statistics import median
from typing import Any, Final

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from gazette.content.model import Kind
from gazette.engines import pdf as engine
from gazette.outputs import pdf
from gazette.pipeline import build, read
from gazette.render.issue import whole_issue
from gazette.render.lookup import Lookup
from gazette.render.paper import PaperDocument
from gazette.settings import PROJECT

ISSUE: Final = "2"
DAY: Final = date(2026, 11, 22)
ROUNDS: Final = 5


def main() -> None:
    """Times both in turn, and prints medians of CPU seconds and what the one is of the other."""
    context = build.context_of(read.read_site(PROJECT, DAY, lambda _: None))
    issue = context.library.get(Kind.ISSUE, ISSUE)
    assert issue
    renderer = pdf.paper_renderer(context)
    whole = [0.0, 0.0]
    for language in context.library.languages:
        view = whole_issue(Lookup(context.library, context.theme.words[language]), issue)
        for edition in pdf.EDITIONS:
            ours = partial(pdf.make_pdf, renderer, view, edition)
            found = timed(ours, partial(alone, renderer.document(view, edition)))
            whole = [sum(both) for both in zip(whole, found, strict=True)]
            print(f"{language} {edition.name:7}{told(*found)}")
    print(f"together  {told(*whole)}")


def told(ours: float, plain: float) -> str:
    """Both times and their ratio, in words."""
    return f"{ours:6.2f} s; WeasyPrint alone {plain:6.2f} s; {ours / plain:.2f} times as long"


def timed(*works: Callable[[], object]) -> list[float]:
    """The median of the CPU seconds that each takes, in turns; a first round warms up."""
    took: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS + 1):
        for work, times in zip(works, took, strict=True):
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
    return [median(times[1:]) for times in took]


def alone(document: PaperDocument) -> bytes:
    """The document as PDF by the engine as it comes."""

    class Given(URLFetcher):  # type: ignore[misc] # the library has no types
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 - the engine's own form
            name = url.removeprefix(engine.BASE)
            kind = engine.TYPES[name.rpartition(".")[2]]
            return URLFetcherResponse(url, document.files[name], {"Content-Type": kind})

    source = pdf.pdf_source(document)
    html = HTML(string=document.html, base_url=engine.BASE, url_fetcher=Given())
    pdf_of: bytes = html.write_pdf(**engine._options(source))
    return pdf_of


if __name__ == "__main__":
    main()
