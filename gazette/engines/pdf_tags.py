"""The tags of a PDF that WeasyPrint 70.0 writes, made of the elements of the document, not of the boxes on its pages.

The engine tags boxes: a paragraph that goes over to the next column is two paragraphs there, a link over two lines two
links, and a list's sign none. Here an element is one tag, whatever it was cut into (ISO 32000-1, 14.7 and 14.8;
ISO 14289-1, 7). It takes the place of a private function of the engine, so the version is pinned, and tests compare
what is tagged with what was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from .pdf_elements import ShownBox, Structure, Tag
from .pdf_patches import replaced

RUNNING: Final = "/Artifact <</Type /Pagination /Subtype /Footer>> BDC"
"""Running words and page numbers: an artifact of paging, told from decoration (ISO 14289-1, 7.8)."""
PRINTED: Final = 4
"""The flag of annotations that are printed too (ISO 32000-1, table 165)."""
POINTS: Final = 0.75
"""Points in a pixel of CSS."""


@contextmanager
def mended(document: Any, with_links: bool = True) -> Iterator[None]:
    """While it lasts, `document`, a layout of the engine, is written with the tags of its elements."""
    import weasyprint.pdf
    from weasyprint.pdf.stream import Stream

    structure = Structure(document, with_links)
    mark = Stream.marked

    @contextmanager
    def running(stream: Any) -> Iterator[None]:
        stream.stream.append(RUNNING)
        yield
        stream.end_marked_content()

    def mark_mended(stream: Any, box: Any, tag: str) -> Any:
        return mark(stream, box, tag) if box in structure.tagged else running(stream)

    def add_tags(pdf: Any, _document: Any, _version: Any, streams: Sequence[Any]) -> None:
        _TagWriter(pdf, structure, [stream._tags for stream in streams]).write()

    with replaced((weasyprint.pdf, "add_tags", add_tags), (Stream, "marked", mark_mended)):
        yield


class _TagWriter:
    """Writes a structure into a PDF. `marks` tell for each page the number of each box's marked content."""

    def __init__(self, pdf: Any, structure: Structure, marks: Sequence[Mapping[Any, Any]]) -> None:
        self.pdf, self.structure, self.marks = pdf, structure, marks
        self.owners: list[dict[int, Any]] = [{} for _ in marks]
        """For each page, number of marked content → the tag that holds it."""
        self.annotations: dict[Tag, list[tuple[int, Any]]] = {}
        """Page and annotation of each rectangle of a link."""
        self.annotated: list[Any] = []
        """The tag of each annotation, in the order of their numbers."""
        self.named: dict[str, Any] = {}
        for number, page in enumerate(structure.document.pages):
            for *_, box in page.links:
                if box.link_annotation:
                    self.annotations.setdefault(structure.links[box], []).append((number, box.link_annotation))

    def write(self) -> None:
        """Adds the tree, what leads from pages and annotations into it, and what the catalog has to say of it."""
        from pydyf import Array, Dictionary, String

        top = self._added({"Type": "/StructTreeRoot"})
        top["K"] = Array([self._element(self.structure.root, top)])
        numbers = Array()
        for number, owners in enumerate(self.owners):
            numbers.extend((number, Array(owners[mark] for mark in sorted(owners))))
        for number, owner in enumerate(self.annotated, start=len(self.owners)):
            numbers.extend((number, owner))
        top["ParentTree"] = self._added({"Nums": numbers}).reference
        if self.named:
            names = Array(part for name in sorted(self.named) for part in (String(name), self.named[name]))
            top["IDTree"] = self._added({"Names": names}).reference
        self.pdf.catalog["StructTreeRoot"] = top.reference
        self.pdf.catalog["MarkInfo"] = Dictionary({"Marked": "true"})
        self.pdf.catalog["ViewerPreferences"] = Dictionary({"DisplayDocTitle": "true"})

    def _added(self, values: Mapping[str, Any]) -> Any:
        from pydyf import Dictionary

        made = Dictionary(values)
        self.pdf.add_object(made)
        return made

    def _element(self, tag: Tag, above: Any) -> Any:
        """Adds a tag with all it holds; returns its reference."""
        from pydyf import Array, String

        element = self._added({"Type": "/StructElem", "S": f"/{tag.kind}", "P": above.reference})
        parts, page = tag.parts, tag.page
        if page is not None:
            element["Pg"] = self.pdf.page_references[page]
        kids = [
            self._content(kid, page, element) if isinstance(kid, ShownBox) else self._element(kid, element)
            for kid in (*parts, *tag.notes)
        ]
        element["K"] = Array([*kids, *self._rectangles(tag, element)])
        for key, value in (("Lang", tag.language), ("ID", tag.name), ("Alt", tag.alternative)):
            if value:
                element[key] = String(value)
        if tag.name:
            self.named[tag.name] = element.reference
        self._describe(tag, element)
        return element.reference

    def _content(self, leaf: ShownBox, page: int | None, element: Any) -> Any:
        from pydyf import Dictionary

        mark = self.marks[leaf.page][leaf.box]["mcid"]
        self.owners[leaf.page][mark] = element.reference
        if leaf.page == page:
            return mark
        return Dictionary({"Type": "/MCR", "Pg": self.pdf.page_references[leaf.page], "MCID": mark})

    def _rectangles(self, tag: Tag, element: Any) -> Iterator[Any]:
        """The annotations of a link, one for each line that it stands in: they say its words."""
        from pydyf import Dictionary, String

        for page, annotation in self.annotations.get(tag, ()):
            annotation["Contents"] = String(tag.words)
            annotation["F"] = PRINTED
            annotation["StructParent"] = len(self.owners) + len(self.annotated)
            self.annotated.append(element.reference)
            yield Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": self.pdf.page_references[page]})

    def _describe(self, tag: Tag, element: Any) -> None:
        from pydyf import Array, Dictionary

        owner, attributes = tag.owner, dict(tag.attributes)
        first = tag.kids[0] if tag.kids else None
        if tag.kind == "Figure" and isinstance(first, ShownBox):
            number, box = first
            left, top, height = box.content_box_x(), box.content_box_y(), self.structure.document.pages[number].height
            corners = (left, height - top - box.height, left + box.width, height - top)
            owner, attributes = "/Layout", {"BBox": Array(round(edge * POINTS, 3) for edge in corners)}
        if attributes:
            element["A"] = Dictionary({"O": owner, **attributes})
