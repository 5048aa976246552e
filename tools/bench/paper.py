"""How long an issue's PDF takes, beside what WeasyPrint alone needs for its HTML: `python -m tools.bench.paper`."""

from __future__ import annotations

import statistics
import time
from datetime import date
from typing import Final

from weasyprint import HTML

from gazette.content.model import Kind
from gazette.engines import pdf as pdf_engine
from gazette.outputs import pdf
from gazette.pipeline import build, read
from gazette.render.issue import whole_issue
from gazette.render.lookup import Lookup
from gazette.settings import PROJECT

ISSUE: Final = "2"
LANGUAGE: Final = "el"
DAY: Final = date(2026, 11, 22)
ROUNDS: Final = 5


def main() -> None:
    """Times both in turn, and prints the medians and what the one is of the other."""
    context = build.context_of(read.read_site(PROJECT, DAY, lambda _: None))
    issue = context.library.get(Kind.ISSUE, ISSUE)
    assert issue
    paper_renderer = pdf.paper_renderer(context)
    view = whole_issue(Lookup(context.library, context.theme.words[LANGUAGE]), issue)
    made = paper_renderer.document(view, pdf.SCREEN)
    sheetful = pdf_engine.PdfSource(made.html, made.files, made.dpi)
    ours, alone = [], []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        pdf.make_pdf(paper_renderer, view, pdf.SCREEN)
        middle = time.perf_counter()
        _, fetcher = pdf_engine._engine(made.files)
        HTML(string=made.html, base_url=pdf_engine.BASE, url_fetcher=fetcher).write_pdf(**pdf_engine._options(sheetful))
        ours.append(middle - start)
        alone.append(time.perf_counter() - middle)
    first, second = statistics.median(ours[1:]), statistics.median(alone[1:])  # the first round warms up
    print(f"{first:.2f} s; WeasyPrint alone {second:.2f} s; {first / second:.2f} times as long")


if __name__ == "__main__":
    main()
