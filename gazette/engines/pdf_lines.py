"""The text of lines in a PDF that WeasyPrint 70.0 writes: with the spaces that lines swallow, and letters as written.

The engine drops the space where a line ends, and one that is a box of its own: who searches a PDF for a phrase, or has
it read by its words, finds two words glued together. Where it divides a word it writes a hyphen as any other, where
ISO 32000-1 (14.8.2.2.3) asks for U+00AD. And its table of letters has one entry for each shape, which in Arabic is not
one for each letter. Here the spaces are set, behind the end of the line; what shapes do not tell stands beside them as
/ActualText (14.9.4), shape by shape: readers turn round what runs from right to left, as in any PDF. It takes the place
of private functions, so the version is pinned, and tests read real PDFs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

from .pdf_patches import replaced

SOFT_HYPHEN: Final = "\N{SOFT HYPHEN}"
SPACES: Final = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{FIGURE SPACE}\N{THIN SPACE}"
HYPHENS: Final = "\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
JOINER: Final = "\N{WORD JOINER}"
"""What a shape stands for that is a part of a letter only."""
_SAME: Final = str.maketrans({**dict.fromkeys(SPACES, " "), **dict.fromkeys(HYPHENS, "-"), JOINER: None})
_FONT: Final = re.compile(rb"/(\S+) \S+ Tf")
_GLYPHS: Final = re.compile(rb"<([0-9a-f]+)>")
_PARTS: Final = re.compile(rb"<[0-9a-f]+>|[-+.0-9e]+")
_LAST: Final = re.compile(rb"\[(.*<[0-9a-f]*?)([0-9a-f]{4})(>[^<]*)\] TJ", re.DOTALL)


@contextmanager
def remembered() -> Iterator[None]:
    """While it lasts, each line that is laid out knows the block it is of, and where in it the next begins."""
    from weasyprint.layout import inline

    original = inline.get_next_linebox

    def get_next_linebox(context: Any, linebox: Any, *more: Any) -> tuple[Any, Any]:
        line, resume_at = original(context, linebox, *more)
        if line:
            line.goes_on = linebox, resume_at
        return line, resume_at

    with replaced((inline, "get_next_linebox", get_next_linebox)):
        yield


def set_end(line: Any) -> None:
    """Notes at the last text of a line what stands between it and the next: `line_end`, " ", U+00AD, or nothing."""
    block, resume_at = getattr(line, "goes_on", (None, None))
    last = _last_text(line)
    if last is not None:
        last.line_end = _end(last, *_around(block, resume_at)) if resume_at else " "


def _last_text(box: Any) -> Any:
    """The last box of a line that shows anything."""
    found = [part for part in box.descendants() if getattr(part, "text", "")]
    return found[-1] if found else None


def _around(box: Any, resume_at: Any) -> tuple[str, str]:
    """The letters before and behind the place in a block where its next line begins."""
    before = ""
    while resume_at and hasattr(box, "children") and not hasattr(box, "text"):
        ((index, resume_at),) = resume_at.items()
        before = next((text[-1] for child in reversed(box.children[:index]) for text in _texts(child, -1)), before)
        box = box.children[index]
    if not hasattr(box, "text"):
        return before, next((text[0] for text in _texts(box, 1)), "")
    text, at = box.text.encode(), next(iter(resume_at)) if resume_at else 0
    return text[:at].decode()[-1:] or before, text[at:].decode()[:1]


def _texts(box: Any, step: int) -> Iterator[str]:
    """What is written in a box, from its beginning or, with -1, from its end."""
    if getattr(box, "text", ""):
        yield box.text
    for child in getattr(box, "children", ())[::step]:
        yield from _texts(child, step)


def _end(last: Any, before: str, behind: str) -> str:
    sign = last.style["hyphenate_character"]
    if before == SOFT_HYPHEN or (last.text.endswith(sign) and before != sign and not before.isspace()):
        return SOFT_HYPHEN
    return " " if before.isspace() or behind.isspace() or not behind else ""


def _space(box: Any) -> str:
    """The space that is missing at the end of a text, if one is."""
    return " " if getattr(box, "line_end", "") == " " and not box.text.endswith(" ") else ""


def words_of(box: Any) -> str:
    """The text of a box as it is read aloud."""
    if not hasattr(box, "text"):
        return ""
    is_cut = getattr(box, "line_end", "") == SOFT_HYPHEN
    return str(box.text.removesuffix(box.style["hyphenate_character"]) if is_cut else box.text + _space(box))


@contextmanager
def written() -> Iterator[None]:
    """While it lasts, text is drawn with the spaces and letters that were written."""
    import weasyprint.pdf
    from weasyprint import draw
    from weasyprint.draw import text as drawing

    draw_text, draw_line, build_fonts = draw.draw_text, drawing.draw_first_line, weasyprint.pdf.build_fonts_dictionary

    def draw_text_mended(stream: Any, box: Any, *more: Any) -> None:
        if box.text:
            box.pango_layout.text += _space(box)
        draw_text(stream, box, *more)

    def draw_line_mended(stream: Any, box: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
        return _drawn(draw_line, stream, box, (overflow, ellipsis), matrix)

    def build_fonts_mended(pdf: Any, fonts: Mapping[Any, Any], *more: Any) -> Any:
        for font in fonts.values():
            font.to_unicode = {glyph: _told(letters) for glyph, letters in font.to_unicode.items()}
        return build_fonts(pdf, fonts, *more)

    with replaced(
        (draw, "draw_text", draw_text_mended),
        (drawing, "draw_first_line", draw_line_mended),
        (weasyprint.pdf, "build_fonts_dictionary", build_fonts_mended),
    ):
        yield


def _told(letters: str) -> str:
    return " " if letters in SPACES else letters or JOINER


def _drawn(draw_line: Any, stream: Any, box: Any, how: Sequence[Any], matrix: Any) -> Any:
    """Draws a line's text, then writes beside it what its shapes do not tell."""
    layout = box.pango_layout
    if box.text and not box.text.strip():
        box.text = layout.text + "."  # the engine passes over what looks empty; it draws the layout
    line, _ = layout.get_first_line()
    if layout.first_line_direction % 2 and layout.text.endswith(" "):
        matrix = _moved(line, box, matrix)
    first = len(stream.stream)
    emojis = draw_line(stream, box, *how, matrix)
    is_cut = getattr(box, "line_end", "") == SOFT_HYPHEN
    drawn = stream.stream[first:]
    if _shown(drawn, stream._fonts.values()).translate(_SAME) != layout.text.translate(_SAME):
        stream.stream[first:] = _told_beside(drawn, _letters(stream, layout))
    elif is_cut and (found := _LAST.fullmatch(drawn[-1])):
        before, hyphen, rest = found.groups()
        stream.stream[-1:] = [b"[" + before + b">] TJ", _beside(SOFT_HYPHEN), b"[<" + hyphen + rest + b"] TJ", b"EMC"]
    return emojis


def _moved(line: Any, box: Any, matrix: Any) -> Any:
    """From right to left the space at the end stands on the left, where the text began."""
    from weasyprint.matrix import Matrix
    from weasyprint.text.line_break import line_size

    width, _ = line_size(line, box.style)
    return Matrix(*matrix.values[:4], matrix.values[4] - (width - box.width), matrix.values[5])


def _shown(operators: Sequence[Any], fonts: Any) -> str:
    """What the fonts say of the shapes that a line shows."""
    tables = {font.hash.encode(): font.to_unicode for font in fonts}
    letters: Mapping[int, str] = {}
    shown = []
    for operator in operators:
        if not isinstance(operator, bytes):
            continue
        if name := _FONT.fullmatch(operator):
            letters = tables[name[1]]
        elif operator.endswith(b"TJ"):
            for glyphs in _GLYPHS.findall(operator):
                shown += [letters.get(int(glyphs[at : at + 4], 16), "") for at in range(0, len(glyphs), 4)]
    return "".join(shown)


class _Letters(NamedTuple):
    """What so many shapes, one after the other as they are drawn, stand for."""

    shapes: int
    text: str
    is_told: bool
    """Whether the font's table tells it."""


def _letters(stream: Any, layout: Any) -> Iterator[_Letters]:
    """What the shapes of a line stand for, each cluster of them (as Pango has it) in its order on the line."""
    from weasyprint.text.ffi import ffi, pango

    text = layout.text.encode()
    run = layout.get_first_line()[0].runs[0]
    while run != ffi.NULL:
        item, glyphs, run = run.data.item, run.data.glyphs, run.next
        table = stream.add_font(item.analysis.font)[0].to_unicode
        found = [(glyphs.log_clusters[at], glyphs.glyphs[at].glyph) for at in range(glyphs.num_glyphs)]
        ends = sorted({at for at, _ in found} | {item.length})
        for start, cluster in groupby(found, itemgetter(0)):
            shapes = [glyph for _, glyph in cluster if glyph != pango.PANGO_GLYPH_EMPTY]
            end = ends[ends.index(start) + 1]
            meant = text[item.offset + start : item.offset + end].decode()
            told = "".join(table.get(glyph, "") for glyph in shapes)
            if shapes:
                yield _Letters(len(shapes), meant, "" not in map(table.get, shapes) and told == meant)


def _told_beside(drawn: Sequence[Any], letters: Iterator[_Letters]) -> list[Any]:
    """The operators of a line, with the text of such shapes beside them of which the fonts tell another."""
    made: list[Any] = []
    left, is_open = 0, False
    for operator in drawn:
        if not (isinstance(operator, bytes) and operator.endswith(b"TJ")):
            made.append(operator)
            continue
        shown: list[bytes] = []
        for one in _shapes(operator):
            if one.startswith(b"<") and not left:
                left, text, is_told = next(letters)
                is_open = not is_told
                if is_open:
                    made += [*_shows(shown), _beside(text)]
            shown.append(one)
            left -= one.startswith(b"<")
            if is_open and not left:
                made += [*_shows(shown), b"EMC"]
                is_open = False
        made += _shows(shown)
    return made


def _shapes(operator: bytes) -> Iterator[bytes]:
    """The shapes that an operator shows, one by one, and the distances between them."""
    for part in _PARTS.findall(operator.removesuffix(b"TJ")):
        yield from (
            [b"<" + part[at : at + 4] + b">" for at in range(1, len(part) - 1, 4)] if part[:1] == b"<" else [part]
        )


def _shows(shapes: list[bytes]) -> list[bytes]:
    """The operator that shows them, if there are any; they are taken from the list."""
    operator = b"[" + b"".join(shapes).replace(b"><", b"") + b"] TJ" if shapes else b""
    shapes.clear()
    return [operator] if operator else []


def _beside(text: str) -> bytes:
    return b"/Span <</ActualText <feff" + text.encode("utf-16-be").hex().encode() + b">>> BDC"
