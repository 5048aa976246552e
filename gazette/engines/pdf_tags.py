"""What WeasyPrint 70.0 leaves out of a PDF's tags, put in: the language of parts, and footnotes as notes.

It reaches into a private function, so the version is pinned, and a test looks for both in a real PDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def mended() -> Iterator[None]:
    """While it lasts, elements with a `lang` of their own get /Lang, and footnotes become /Note with an /ID.

    ISO 14289-1, 7.2 (natural language) and 7.9 (notes).
    """
    import pydyf
    from weasyprint.pdf import tags

    build = tags._build_box_tree
    notes = 0

    def build_mended(
        box: Any, parent: Any, pdf: Any, page: int, nums: Any, annotations: Any, known: Any
    ) -> Iterator[Any]:
        nonlocal notes
        inner = getattr(box, "_box", box)
        element = inner.element
        for made in build(box, parent, pdf, page, nums, annotations, known):
            if element is not None and inner.element_tag == element.tag and element.tag not in ("html", "body"):
                language = element.get("lang")
                if language:
                    made["Lang"] = pydyf.String(language)
                is_note = "footnote" in (element.get("class") or "").split()
                if is_note and parent["S"] != "/Note":  # the boxes inside one are of the same element
                    notes += 1
                    made["S"], made["ID"] = "/Note", pydyf.String(f"note-{notes}")
            yield made

    tags._build_box_tree = build_mended
    try:
        yield
    finally:
        tags._build_box_tree = build
