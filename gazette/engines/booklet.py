"""pikepdf, for what is done with a finished PDF: counting its pages, and laying them out as a booklet."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

FOLD: Final = 4
"""Pages on a sheet that is printed on both sides and folded once."""
A4: Final = (595.2756, 841.8898)
"""Points."""


def count_pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


def destinations(pdf: bytes) -> dict[str, int]:
    """Name of a place that something leads to → the page on which it is, from 1 on."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as document:
        numbers: dict[object, int] = {page.objgen: number for number, page in enumerate(document.pages, 1)}
        found = pikepdf.NameTree(document.Root.Names.Dests) if "/Names" in document.Root else {}
        return {str(name): numbers[place[0].objgen] for name, place in found.items()}


def booklet(pdf: bytes) -> bytes:
    """The pages two by two on A4 across, in the order for saddle stitching; the same bytes whenever it is made.

    For print alone: links and tags are left out, and the title says whose booklet it is.
    """
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as source, pikepdf.new() as made:
        count = -(-len(source.pages) // FOLD) * FOLD
        pages = [made.copy_foreign(page.as_form_xobject()) for page in source.pages]
        for left, right in _order(count):
            made.add_blank_page(page_size=(A4[1], A4[0]))
            _lay(made, made.pages[-1], [pages[at] if at < len(pages) else None for at in (left, right)])
        for name in ("/Title", "/Author", "/CreationDate", "/ModDate"):
            if name in source.docinfo:
                made.docinfo[name] = str(source.docinfo[name])
        target = BytesIO()
        made.save(target, deterministic_id=True)
        return target.getvalue()


def _order(count: int) -> list[tuple[int, int]]:
    """Left and right page of each side, from 0: the outermost sheet first, its outer side before its inner one."""
    sides = []
    for sheet in range(count // FOLD):
        sides.append((count - 1 - 2 * sheet, 2 * sheet))
        sides.append((2 * sheet + 1, count - 2 - 2 * sheet))
    return sides


def _lay(made: Any, page: Any, forms: list[Any]) -> None:
    """Two pages side by side, each as large as half of the sheet allows."""
    import pikepdf

    drawn = []
    placed = pikepdf.Dictionary()
    for at, form in enumerate(forms):
        if form is None:
            continue
        left, low, right, high = (float(edge) for edge in form.BBox)
        scale = min(A4[1] / 2 / (right - left), A4[0] / (high - low))
        across = at * A4[1] / 2 + (A4[1] / 2 - scale * (right - left)) / 2 - scale * left
        placed[f"/Page{at}"] = form
        drawn.append(f"q {scale:.5f} 0 0 {scale:.5f} {across:.3f} {-scale * low:.3f} cm /Page{at} Do Q")
    page.Resources = pikepdf.Dictionary(XObject=placed)
    page.Contents = made.make_stream("\n".join(drawn).encode())
