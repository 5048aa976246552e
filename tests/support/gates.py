"""What a page must measure up to, each limit declared once; and where an issue falls short of it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

MOST_HYPHENS: Final = 0.08
"""Of all lines of texts that may end with a hyphen."""
FEW_HYPHENS: Final = 5
"""Lines that always may: of a text of half a page a share says little."""
MOST_IN_A_ROW: Final = 2
MOST_WHITE: Final = 15.0
"""Millimetres between what stands lowest on a page and the foot of the text."""
MOST_UNEVEN: Final = 0.2
"""Of all pages that may have columns of which one ends more than a line above the other: where it is one paragraph, a
photo or a table's end that cannot be parted anywhere else; and"""
LINES_UNEVEN: Final = 4.5
"""by how many lines at most."""
LEAST_USED: Final = 0.5
"""Of a panel's height by what stands on it."""
MOST_EARLY: Final = 1
"""Lines of an issue that end early: before a word in another language at a paragraph's end the engine gives up."""


def shortfalls(found: Mapping[str, Any]) -> Iterator[str]:
    """The gates that the figures of an issue do not pass, each with what was found."""
    hyphens, pages = found["hyphens"], found["pages"]
    uneven = {page: lines for page, lines in found["columns over 1"].items() if lines > LINES_UNEVEN}
    failed = {
        "whole sheets": pages % 4 and pages,
        "lines that end early": len(found["early"]) > MOST_EARLY and found["early"],
        "hyphens": hyphens["lines"] > max(FEW_HYPHENS, MOST_HYPHENS * found["lines"]) and hyphens["share"],
        "hyphens in a row": hyphens["in a row"] > MOST_IN_A_ROW and hyphens["in a row"],
        "names that are parted": hyphens["names"],
        "white feet": {page: white for page, white in found["feet"].items() if white > MOST_WHITE},
        "pages with uneven columns": len(found["columns over 1"]) > max(2, MOST_UNEVEN * pages)
        and found["columns over 1"],
        "very uneven columns": uneven,
        "below the imprint": found["below imprint"],
        "calls of notes and dashes at a line's start": found["lone starts"],
        "sentences that leave their panel": found["panels left"],
        "half-empty panels": {page: used for page, used in found["panels"].items() if used < LEAST_USED},
        "marks of cities cropped or repeated": found["art cropped or repeated"],
        "marks of cities over two pages": found["art split"],
        "pages of art only": found["art only"] if pages > 8 and len(found["art only"]) > 1 else [],
        "several sizes of text": len(found["sizes"]) > 1 and found["sizes"],
    }
    yield from (f"{gate}: {what}" for gate, what in failed.items() if what)
