"""Columns of WeasyPrint 70.0 that end beside each other, made even: within a line, where the text allows it.

The engine makes columns as low as lines, headings and what is never parted allow. One may then end some lines above the
other: where an element in columns says `data-even`, space is put above headings, lists, quotations and pictures, as a
typesetter does by hand. It looks at private attributes, so the version is pinned, and a test looks at real pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

EVEN: Final = "data-even"
MOST: Final = 2.0
"""Lines that are put in one place at most."""
LITTLE: Final = 0.5
"""Lines that are put between two paragraphs at most."""
APART: Final = frozenset(("ul", "ol", "blockquote", "figure", "pre"))
"""What has space around it anyway."""
PARTED: Final = APART | {"h4", "h5", "h6"}
"""What has space above it anyway."""


def even(box: Any) -> None:
    """Makes the columns within a box of a page even."""
    for first, second in list(_beside(box)):
        lines = [line for column in (first, second) for line in _lines(column)]
        if not lines:
            continue
        line = min(one.height for one in lines)
        missing = _end(first) - _end(second)
        if abs(missing) > line:
            _stretch(second if missing > 0 else first, abs(missing), line)


def _beside(box: Any) -> Iterator[tuple[Any, Any]]:
    children = [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]
    columns = [child for child in children if getattr(child, "is_column", False)]
    element = getattr(box, "element", None)
    for one, other in pairwise(columns if element is not None and element.get(EVEN) else ()):
        if one.position_y == other.position_y:
            yield one, other
    for child in children:
        yield from _beside(child)


def _lines(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if type(child).__name__ == "LineBox":
            yield child
        elif child.is_in_normal_flow():
            yield from _lines(child)


def _end(column: Any) -> float:
    """How far down the last thing in a column stands."""
    return max(
        (
            float(child.position_y + child.margin_height() - child.margin_bottom)
            for child in column.children
            if child.is_in_normal_flow()
        ),
        default=0.0,
    )


def _stretch(column: Any, missing: float, line: float) -> None:
    """Puts what is missing, but for a line, above what may have more space there; else between paragraphs."""
    flow = [child for child in column.children if child.is_in_normal_flow()]
    places = [at for at in range(1, len(flow)) if flow[at].element_tag in PARTED or flow[at - 1].element_tag in APART]
    most = MOST if places else LITTLE
    places = places or list(range(1, len(flow)))
    share = min((missing - line) / max(1, len(places)), most * line)
    for number, at in enumerate(places, start=1):
        following = places[number] if number < len(places) else len(flow)
        for child in flow[at:following]:
            child.translate(0, share * number)
