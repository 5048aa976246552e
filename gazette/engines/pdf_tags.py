"""Adds to a PDF's tags what WeasyPrint 70.0 leaves out: languages, notes, and running headers as artifacts.

It reaches into private functions, so the version is pinned, and a test looks for all three in a real PDF.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Build = Callable[..., Iterator[Any]]


@contextmanager
def mended() -> Iterator[None]:
    """While it lasts, elements with a `lang` of their own get /Lang, and footnotes become /Note with an /ID.

    Page numbers and running titles become artifacts: WeasyPrint marks them as content that no tag holds.
    ISO 14289-1, 7.1 (artifacts), 7.2 (natural language) and 7.9 (notes).
    """
    from weasyprint.pdf import tags
    from weasyprint.pdf.stream import Stream

    build, mark = tags._build_box_tree, Stream.marked

    def mark_mended(stream: Any, box: Any, tag: str) -> Any:
        """Only what stands in a page's margin belongs to no element."""
        return stream.artifact() if box.element is None else mark(stream, box, tag)

    tags._build_box_tree, Stream.marked = _tagging(build), mark_mended
    try:
        yield
    finally:
        tags._build_box_tree, Stream.marked = build, mark


def _tagging(build: Build) -> Build:
    """`build`, which makes the tags of a box, with what it leaves out."""
    import pydyf
    from weasyprint.formatting_structure import boxes

    notes = 0

    def build_mended(box: Any, parent: Any, *more: Any) -> Iterator[Any]:
        nonlocal notes
        inner = getattr(box, "_box", box)
        if isinstance(inner, boxes.MarginBox):
            return
        element = inner.element
        for made in build(box, parent, *more):
            if element is not None and inner.element_tag == element.tag and element.tag not in ("html", "body"):
                language = element.get("lang")
                if language:
                    made["Lang"] = pydyf.String(language)
                is_note = "footnote" in (element.get("class") or "").split()
                if is_note and parent["S"] != "/Note":  # the boxes inside one are of the same element
                    notes += 1
                    made["S"], made["ID"] = "/Note", pydyf.String(f"note-{notes}")
            yield made

    return build_mended
