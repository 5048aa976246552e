"""How WeasyPrint 70.0 parts words, mended: no name is parted, and no three lines in a row end with a hyphen.

CSS has `hyphenate-limit-lines` for it (CSS Text 4, 6.3.3), which the engine does not know. It reaches into private
functions, so the version is pinned, and a test looks at the lines of real PDFs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, Final

from .pdf_breaks import is_cut
from .pdf_patches import replaced

MOST_IN_A_ROW: Final = 2
_KEEPS: Final = "\N{NO-BREAK SPACE}"
_JOINER: Final = "\N{WORD JOINER}"


@contextmanager
def mended() -> Iterator[None]:
    """While it lasts, words are parted as this module says, and lines before a link end where they should."""
    from weasyprint.layout import block, inline

    pyphen: Any = import_module("pyphen")
    parting = _Parting(inline.split_first_line, block.iter_line_boxes)
    with replaced(
        (pyphen, "Pyphen", _without_names(pyphen.Pyphen)),
        (inline, "split_first_line", parting.split_first_line),
        (block, "iter_line_boxes", parting.iter_line_boxes),
    ):
        yield


def _without_names(dictionary: Any) -> Any:
    """A kind of dictionary that parts no word with a capital."""

    def iterate(self: Any, word: str) -> Iterator[tuple[str, str]]:
        if not word[:1].isupper():
            yield from dictionary.iterate(self, word)

    return type("Dictionary", (dictionary,), {"iterate": iterate})


class _Parting:
    """The engine's functions that lay out lines, with what they lack."""

    def __init__(self, split: Callable[..., Any], lines: Callable[..., Iterator[Any]]) -> None:
        self._split, self._lines = split, lines
        self._keeps_words = False

    def split_first_line(
        self, text: str, style: Any, context: Any, width: float | None, *more: Any, **named: Any
    ) -> Any:
        """The first line of a text, and where the next begins, in the engine's own form.

        Where the last word of a text has to go over, the engine lays it out in a little less than its width. A space at
        the text's end then hangs over the line's end: Pango gives the whole text as one line, as wide as before, the
        engine takes that for a first word that is too long, and breaks behind the first space.
        """
        if self._keeps_words and style["hyphens"] == "auto":
            style = style.copy()
            style["hyphens"] = "manual"
        found = self._split(text, style, context, width, *more, **named)
        hangs = text.endswith(_KEEPS) or (text.endswith(" ") and width is not None and found[3] < width / 2)
        if hangs and found[2] is not None:
            joined = self._split(text + _JOINER, style, context, width, *more, **named)
            return found if joined[2] is None else joined
        return found

    def iter_line_boxes(self, *given: Any, **named: Any) -> Iterator[Any]:
        """The lines of a block: where enough of them ended with a hyphen, the next parts no word."""
        found, cut = self._lines(*given, **named), 0
        while True:
            before, self._keeps_words = self._keeps_words, cut >= MOST_IN_A_ROW
            try:
                line, resume = next(found)
            except StopIteration:
                return
            finally:
                self._keeps_words = before
            cut = cut + 1 if is_cut(line) else 0
            yield line, resume
