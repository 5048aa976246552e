"""Where WeasyPrint 70.0 may end a column or a page, mended: not with half a word, which the eye would have to carry.

CSS has `hyphenate-limit-last` for it (CSS Text 4, 6.3.4), which the engine does not know. It reaches into a private
function, so the version is pinned, and a test looks at the columns of real PDFs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, Final

from .pdf_patches import replaced

HYPHENS: Final = ("\N{HYPHEN}", "-")
SPARE: Final = 2.0
"""Pixels that a word must leave free to be said to have room."""


@contextmanager
def mended() -> Iterator[None]:
    """While it lasts, lines that end with a hyphen go over with the next, where enough stay behind."""
    from weasyprint.layout import block

    original = block._break_line

    def break_line(context: Any, box: Any, line: Any, lines: list[Any], needed: int, is_first: bool, *more: Any) -> Any:
        """`needed` is how many of the `lines` laid out go over too, for two to be there; all, where none may be last.

        `is_first` is the engine's `page_is_empty`: what has nothing before it has to stay.
        """
        movable = len(lines) - box.style["orphans"]
        whole = (count for count in range(needed, movable + 1) if not is_cut(lines[-1 - count]))
        over = next(whole, needed if is_first else len(lines))
        return original(context, box, line, lines, over, is_first, *more)

    with replaced((block, "_break_line", break_line)):
        yield


def is_cut(line: Any) -> bool:
    """Whether a line box ends with a hyphen."""
    words = [box.text for box in line.descendants() if getattr(box, "text", "")]
    return bool(words) and words[-1].endswith(HYPHENS)


def ended_early(laid_out: Any) -> Iterator[tuple[int, str]]:
    """Page, from 1, and words of each line behind which the first word of the next had had room."""
    from weasyprint.formatting_structure import boxes

    for number, page in enumerate(laid_out.pages, start=1):
        for block in page._page_box.descendants():
            lines = [box for box in getattr(block, "children", ()) if isinstance(box, boxes.LineBox)]
            for line, following in pairwise(lines):
                if _has_room(block, line, following):
                    yield number, _words(line)


def _has_room(block: Any, line: Any, following: Any) -> bool:
    from weasyprint.text.line_break import split_first_line

    shown, then = _shown(line), _shown(following)
    if not shown or not then or not shown[-1].text[-1:].strip() or is_cut(line):
        return False
    word = then[0].text.split(" ")[0]
    style = shown[-1].style
    if not word or {style["white_space"], then[0].style["white_space"]} != {"normal"}:
        return False
    *_, width, _, _ = split_first_line(f" {word}", then[0].style, None, None, 0, is_line_start=False)
    ends = [box.position_x + box.width for box in shown]
    room = block.content_box_x() + block.width - max(ends)
    return bool(then[0].style["direction"] == "ltr" and width + SPARE < room)


def _shown(line: Any) -> list[Any]:
    return [box for box in line.descendants() if getattr(box, "text", "").strip()]


def _words(line: Any) -> str:
    return " ".join("".join(box.text for box in _shown(line)).split())
