"""How long an issue's PDF takes, beside what WeasyPrint alone needs for the same HTML: `python -m bench.paper`."""

from __future__ import annotations

import statistics
import time
from datetime import date
from typing import Final

from weasyprint import HTML

from gazette import hall, pressroom
from gazette.content.model import Kind
from gazette.engines import pdf
from gazette.render.lookup import Lookup
from gazette.render.paper import issue_paper
from gazette.settings import PROJECT

ISSUE: Final = "2"
LANGUAGE: Final = "el"
DAY: Final = date(2026, 11, 22)
ROUNDS: Final = 5


def main() -> None:
    """Times both in turn, and prints the medians and what the one is of the other."""
    press = hall.Press(hall.read_site(PROJECT, DAY, lambda _: None))
    issue = press.reading.library.get(Kind.ISSUE, ISSUE)
    assert issue
    bindery = press.bindery()
    view = issue_paper(Lookup(press.reading.library, press.theme.words[LANGUAGE]), issue)
    made = bindery.document(view, pressroom.SCREEN)
    sheetful = pdf.Sheetful(made.html, made.files, made.dpi)
    ours, alone = [], []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        pressroom.printed(bindery, view, pressroom.SCREEN)
        middle = time.perf_counter()
        _, fetcher, _ = pdf._engine(made.files)
        HTML(string=made.html, base_url=pdf.BASE, url_fetcher=fetcher).write_pdf(**pdf._options(sheetful))
        ours.append(middle - start)
        alone.append(time.perf_counter() - middle)
    first, second = statistics.median(ours[1:]), statistics.median(alone[1:])  # the first round warms up
    print(f"{first:.2f} s; WeasyPrint alone {second:.2f} s; {first / second:.2f} times as long")


if __name__ == "__main__":
    main()
