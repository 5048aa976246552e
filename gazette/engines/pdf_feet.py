"""What pages of WeasyPrint 70.0 leave free at their feet, given to what may grow: a page ends where it should.

How high a text becomes is known when it is laid out, not before. So whatever is to fill the rest of a page says so
in the document, and is made as high as that rest is, without another layout:

- `data-grows` at a block: it takes the height that its page leaves free. What stands below it moves down; what is fixed
  to its foot moves along, a block within it with `data-grows="along"` grows along, and one out of the flow beside it
  with `data-grows="down"` moves down.
- `data-fills="LEAST GAP"` at a block without height, in CSS pixels: if its page leaves so much free, and a gap above
  it, it fills it. Of several on a page the one that asks for most is shown.

It reaches into private functions, so the version is pinned, and a test looks at real pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, Final

from . import pdf_columns
from .pdf_patches import replaced

GROWS: Final = "data-grows"
FILLS: Final = "data-fills"
ALONG: Final = "along"
DOWN: Final = "down"
LEAST: Final = 1.0
"""Pixels that are worth it."""


@contextmanager
def filled() -> Iterator[None]:
    """While it lasts, columns are made even and pages filled as soon as they are laid out, before their grounds are."""
    from weasyprint import layout

    original = layout.layout_backgrounds

    def layout_backgrounds(page: Any, *more: Any) -> None:
        pdf_columns.even(page.children[0])
        _fill(page)
        original(page, *more)

    with replaced((layout, "layout_backgrounds", layout_backgrounds)):
        yield


def _fill(page: Any) -> None:
    root, *beside = page.children
    notes = (box.position_y for box in beside if type(box).__name__ == "FootnoteAreaBox")
    free = min(page.content_box_y() + page.height, *notes, page.margin_height()) - _lowest(root)
    path = _path(root, free) if free >= LEAST else []
    _leave_out(root, path[-1] if path else None)
    if not path:
        return
    box = path[-1]
    if fills := _said(box, FILLS):
        gap = float(fills.split()[1])
        box.translate(0, gap)
        box.height = free - gap
    else:
        box.height += free
        _take_along(box, free)
    _make_room(path, free)


def _said(box: Any, name: str) -> str | None:
    element = getattr(box, "element", None)
    return None if element is None or "::" in box.element_tag else element.get(name)


def _in_flow(box: Any) -> list[Any]:
    return [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]


def _lowest(box: Any) -> float:
    """How far down something stands in the flow."""
    if _said(box, FILLS):
        return 0.0
    below = max((_lowest(child) for child in _in_flow(box)), default=0.0)
    return max(below, float(box.position_y + box.margin_height() - box.margin_bottom)) if _is_seen(box) else below


def _is_seen(box: Any) -> bool:
    """Whether it is a line or a picture, or has a ground."""
    kind, style = type(box).__name__, box.style
    if kind == "LineBox" or "ReplacedBox" in kind:
        return True
    return "Block" in kind and bool(style["background_color"].alpha or style["background_image"] != (("none", None),))


def _path(box: Any, free: float) -> list[Any]:
    """From the root to the box that is to grow; none where none is."""
    found = [path for path in _paths(box) if _asks(path[-1]) <= free]
    growing = [path for path in found if _said(path[-1], GROWS) is not None]
    return growing[-1] if growing else max(found, key=lambda path: _asks(path[-1]), default=[])


def _asks(box: Any) -> float:
    fills = _said(box, FILLS)
    return sum(map(float, fills.split())) if fills else 0.0


def _paths(box: Any) -> Iterator[list[Any]]:
    if _said(box, GROWS) not in (None, ALONG, DOWN) or _said(box, FILLS):
        yield [box]
    for child in _in_flow(box):
        for path in _paths(child):
            yield [box, *path]


def _leave_out(box: Any, kept: Any) -> None:
    """Takes away the blocks without height that are not shown: of a ground without height some viewers draw a line."""
    if hasattr(box, "children"):
        box.children = [child for child in box.children if child is kept or not _said(child, FILLS)]
        for child in _in_flow(box):
            _leave_out(child, kept)


def _take_along(box: Any, free: float) -> None:
    for child in box.children:
        if _said(child, GROWS) == ALONG:
            child.height += free
        elif not child.is_in_normal_flow() and child.style["top"] == "auto":
            child.translate(0, free)


def _make_room(path: list[Any], free: float) -> None:
    """Moves what stands below down, and makes what is around as much higher."""
    for parent, child in pairwise(path):
        flow = _in_flow(parent)
        moved = [other for other in parent.children if _said(other, GROWS) == DOWN]
        for other in (*flow[flow.index(child) + 1 :], *moved):
            other.translate(0, free)
        parent.height += free
