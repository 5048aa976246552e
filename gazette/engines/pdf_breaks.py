"""Where WeasyPrint 70.0 may end a column or a page, mended: not with half a word, which the eye would have to carry.

CSS has `hyphenate-limit-last` for it (CSS Text 4, 6.3.4), which the engine does not know. It reaches into a private
function, so the version is pinned, and a test looks at the columns of real PDFs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from .pdf_patches import replaced

HYPHENS: Final = ("\N{HYPHEN}", "-")


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
