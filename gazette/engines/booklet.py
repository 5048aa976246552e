"""pikepdf, for what is done with a finished PDF: counting its pages, and laying them out as a booklet."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

FOLD: Final = 4
"""Pages on a sheet that is printed on both sides and folded once."""
A4: Final = (595.2756, 841.8898)
"""Points."""
EDGE: Final = 6 * 72 / 25.4
"""Points left white along the edges of a sheet, where office printers cannot print; none at the fold."""
TOLD: Final = ("/Title", "/Author", "/Subject", "/CreationDate", "/ModDate")


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

    For print alone: links and tags are left out. Title and language are those of `pdf`. Readers are told to print it
    as large as it is, on both sides, turned over along the short edge.
    """
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as source, pikepdf.new() as made:
        count = -(-len(source.pages) // FOLD) * FOLD
        pages = [made.copy_foreign(page.as_form_xobject()) for page in source.pages]
        for left, right in _order(count):
            made.add_blank_page(page_size=(A4[1], A4[0]))
            _lay(made, made.pages[-1], [pages[at] if at < len(pages) else None for at in (left, right)])
        for name in TOLD:
            if name in source.docinfo:
                made.docinfo[name] = str(source.docinfo[name])
        made.Root.Lang = str(source.Root.get("/Lang", ""))
        made.Root.ViewerPreferences = pikepdf.Dictionary(
            DisplayDocTitle=True, PrintScaling=pikepdf.Name("/None"), Duplex=pikepdf.Name.DuplexFlipShortEdge
        )
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
    """Two pages side by side that meet at the fold, each as large as its half of the sheet allows."""
    import pikepdf

    drawn = []
    placed = pikepdf.Dictionary()
    for at, form in enumerate(forms):
        if form is None:
            continue
        left, low, right, high = (float(edge) for edge in form.BBox)
        scale = min((A4[1] / 2 - EDGE) / (right - left), (A4[0] - 2 * EDGE) / (high - low))
        across = A4[1] / 2 - scale * (left if at else right)
        up = (A4[0] - scale * (high - low)) / 2 - scale * low
        placed[f"/Page{at}"] = form
        drawn.append(f"q {scale:.5f} 0 0 {scale:.5f} {across:.3f} {up:.3f} cm /Page{at} Do Q")
    page.Resources = pikepdf.Dictionary(XObject=placed)
    page.Contents = made.make_stream("\n".join(drawn).encode())
