"""The structure of a document that WeasyPrint 70.0 has laid out: one tag for each element, with what is shown of it.

The engine cuts an element into boxes where lines, columns and pages end. Their order on the pages is that of the
document but for two things: notes stand at the feet of pages and are heard behind the text that calls them, as on the
site; and heads of tables come again on each page, which is heard once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final, NamedTuple

from .pdf_lines import set_end, words_of

KINDS: Final = {
    "div": "Div", "header": "Div", "figure": "Div", "nav": "Sect", "section": "Sect", "article": "Art",
    "blockquote": "BlockQuote", "p": "P", "pre": "P", "ul": "L", "ol": "L", "li": "LI", "table": "Table",
    "thead": "THead", "tbody": "TBody", "tr": "TR", "th": "TH", "td": "TD", "img": "Figure", "figcaption": "Caption",
    "a": "Link", "code": "Code", "del": "Span", **{f"h{level}": f"H{level}" for level in range(1, 7)},
}  # fmt: skip
"""Element → type of tag (ISO 32000-1, 14.8.4). What is not here is heard as part of what it stands in."""
GROUPS: Final = frozenset(("Document", "Art", "Sect", "Div", "BlockQuote", "Caption"))
"""They hold tags, never words (14.8.4.2): words right within get a paragraph."""
INLINE: Final = frozenset(("Span", "Link", "Reference", "Code"))
BESIDE_NOTES: Final = frozenset(("Document", "Art", "Sect", "Div"))
"""At whose end the notes stand that are called within."""
CALL: Final = "note-call"
"""Class of a link to a note that stands elsewhere in the document."""
LABELS: Final = ("marker", "before")
"""Parts of an entry of a list, made by its style, that are its number or sign."""


class ShownBox(NamedTuple):
    """Text of a line, or a picture. `page` counts from 0."""

    page: int
    box: Any


@dataclass(eq=False, slots=True)
class Tag:
    """An element of the structure tree. `attributes` belong to an `owner` (14.8.5)."""

    kind: str
    element: Any = None
    parent: Tag | None = None
    kids: list[Tag | ShownBox] = field(default_factory=list)
    notes: list[Tag] = field(default_factory=list)
    language: str = ""
    name: str = ""
    """The /ID of a note."""
    alternative: str = ""
    owner: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """What is heard of it."""
        parts = (words_of(kid.box) if isinstance(kid, ShownBox) else kid.words for kid in self.kids)
        return " ".join("".join(parts).split())

    @property
    def page(self) -> int | None:
        """Where it begins, if it shows anything."""
        pages = (kid.page for kid in (*self.kids, *self.notes))
        return next((page for page in pages if page is not None), None)

    @property
    def parts(self) -> list[Tag | ShownBox]:
        """Its kids in their order. Words beside tags get tags too, for readers that take all words of one first."""
        if not self.kids or len({isinstance(kid, ShownBox) for kid in self.kids}) == 1:
            return self.kids
        runs = ((is_words, list(run)) for is_words, run in groupby(self.kids, lambda kid: isinstance(kid, ShownBox)))
        return [part for is_words, run in runs for part in ([Tag("Span", parent=self, kids=run)] if is_words else run)]

    def add(self, kind: str, element: Any = None) -> Tag:
        """A new tag at its end."""
        made = Tag(kind, element, self)
        self.kids.append(made)
        return made


class Structure:
    """`document` is a layout of the engine. `tagged` are the boxes that belong to a tag: all else is an artifact.

    Without links, as for a print shop, what leads somewhere is heard as the words that it is.
    """

    def __init__(self, document: Any, with_links: bool = True) -> None:
        self.document, self.with_links = document, with_links
        self.root = Tag("Document")
        self.tagged: set[Any] = set()
        self.links: dict[Any, Tag] = {}
        """Box that is a link → its tag."""
        self._tags: dict[Any, Tag] = {}
        self._labels: dict[Any, Tag] = {}
        self._calls: dict[Any, tuple[ShownBox, Tag]] = {}
        self._markers: dict[Any, tuple[ShownBox, Tag]] = {}
        self._backs: dict[Any, ShownBox] = {}
        """Note behind a text → its number."""
        self._heads: set[Any] = set()
        self._parents: dict[Any, Any] = {}
        for number, page in enumerate(document.pages):
            for box in self._boxes(page._page_box):
                self._take(number, box)
        if with_links:
            self._set_links()
        for page in () if with_links else document.pages:
            page.links.clear()

    def _boxes(self, page: Any) -> Iterator[Any]:
        """All boxes of a page in their order, without those in its margins and heads of tables that come again."""
        from weasyprint.formatting_structure import boxes

        left = [page]
        while left:
            box = left.pop()
            box = getattr(box, "_box", box)  # of what stands apart from the flow there is a placeholder
            if isinstance(box, boxes.MarginBox):
                continue
            if getattr(box, "is_header", False) and isinstance(box, boxes.TableRowGroupBox):
                if box.element in self._heads:
                    continue
                self._heads.add(box.element)
            if isinstance(box, boxes.LineBox):
                set_end(box)
            yield box
            left.extend(reversed(box.children))

    def _take(self, page: int, box: Any) -> None:
        from weasyprint.formatting_structure import boxes

        element = box.element
        if element is None:
            return
        if not self._parents:
            self._parents = {child: parent for parent in element.iter() for child in parent}
        pseudo = box.element_tag.partition("::")[2]
        if isinstance(box, boxes.TextBox):
            self._add_words(ShownBox(page, box), pseudo)
        elif isinstance(box, boxes.ReplacedBox):
            self._tag(element).kids.append(ShownBox(page, box))
            self.tagged.add(box)
        elif isinstance(box, boxes.TableCellBox):
            self._tag(element)  # it counts, though it be empty
        elif pseudo in LABELS and element.get("data-call"):
            self._backs.setdefault(element, ShownBox(page, box))
        elif isinstance(box, boxes.InlineBox) and pseudo == "footnote-call":
            call = self._block(self._tag(self._parents[element])).add("Reference" if self.with_links else "Span")
            self._calls[element] = ShownBox(page, box), self._linked(call)
        elif isinstance(box, boxes.InlineBox) and pseudo == "footnote-marker":
            self._markers[element] = ShownBox(page, box), self._linked(self._tag(element).add("Lbl"))

    def _linked(self, tag: Tag) -> Tag:
        return tag.add("Link") if self.with_links else tag

    def _add_words(self, leaf: ShownBox, pseudo: str) -> None:
        holder = self._holder(leaf.box.element, pseudo)
        if holder.kind in GROUPS and not leaf.box.text.strip() and not self._has_block(holder):
            return
        self._block(holder).kids.append(leaf)
        self.tagged.add(leaf.box)

    def _holder(self, element: Any, pseudo: str) -> Tag:
        """The tag of the words of an element, or of what its style puts before or behind it."""
        if pseudo == "footnote-call":
            return self._calls[element][1]
        if pseudo == "footnote-marker":
            return self._markers[element][1]
        tag = self._tag(element)
        if pseudo in LABELS and element.tag == "li":
            return self._label(element, tag)
        return tag

    def _label(self, element: Any, body: Tag) -> Tag:
        """The sign of an entry of a list; of a note it is the way back to the call."""
        if element not in self._labels:
            assert body.parent
            label = Tag("Lbl", parent=body.parent)
            body.parent.kids.insert(0, label)
            self._labels[element] = self._linked(label) if element.get("data-call") else label
        return self._labels[element]

    def _tag(self, element: Any) -> Tag:
        """The tag that has the words of an element."""
        if element not in self._tags:
            self._tags[element] = self._made(element)
        return self._tags[element]

    def _made(self, element: Any) -> Tag:
        if element.tag in ("html", "body"):
            return self.root
        above = self._tag(self._parents[element])
        language = element.get("lang") or ""
        if "footnote" in (element.get("class") or "").split():
            tag = self._note(element, above)
        else:
            known = "" if element.tag == "a" and not self.with_links else KINDS.get(element.tag)
            kind = known or ("Span" if language else "")
            if not kind:
                return above
            above = self._block(above) if kind in INLINE else above
            is_call = self.with_links and element.get("class") == CALL
            tag = (above.add("Reference") if is_call else above).add(kind, element)
        tag.language = language
        _describe(tag, element)
        return tag.add("LBody", element) if tag.kind == "LI" else tag

    def _note(self, element: Any, above: Tag) -> Tag:
        while above.kind not in BESIDE_NOTES and above.parent:
            above = above.parent
        note = Tag("Note", element, above, name=self._name(element))
        above.notes.append(note)
        return note

    def _name(self, note: Any) -> str:
        """A name of its own for a note, by the order in which they are called."""
        return f"note-{list(self._calls).index(note) + 1}"

    @staticmethod
    def _has_block(tag: Tag) -> bool:
        last = tag.kids[-1] if tag.kids else None
        return isinstance(last, Tag) and last.kind == "P" and last.element is None

    def _block(self, tag: Tag) -> Tag:
        """Where words stand that are right within a tag."""
        if tag.kind not in GROUPS:
            return tag
        if self._has_block(tag):
            last = tag.kids[-1]
            assert isinstance(last, Tag)
            return last
        return tag.add("P")

    def _set_links(self) -> None:
        """Links that lead nowhere visible are dropped, as are those of parts of a link; notes and calls are linked."""
        for page in self.document.pages:
            page.links[:] = [link for link in page.links if link[3].link and self._shows(link[3])]
            self.links.update({box: self._tag(box.element) for _, _, _, box in page.links})
        for element in self._calls:
            if element in self._markers:
                note = self._name(element)
                call = f"{note}-call"
                self._link(*self._calls[element], target=note, name=call)
                self._link(*self._markers[element], target=call, name=note)
        for element, leaf in self._backs.items():
            self._link(leaf, self._labels[element], target=element.get("data-call"))

    def _shows(self, box: Any) -> bool:
        return any(part in self.tagged for part in box.descendants())

    def _link(self, leaf: ShownBox, tag: Tag, target: str, name: str = "") -> None:
        page, (left, top, width, height) = self.document.pages[leaf.page], leaf.box.hit_area()
        area = (left, top, left + width, top + height)
        page.links.append(("internal", target, area, leaf.box))
        if name:
            page.anchors[name] = area
        self.links[leaf.box] = tag


def _describe(tag: Tag, element: Any) -> None:
    """Attributes of a tag that its element tells (14.8.5): of cells, numbered lists, struck words, pictures."""
    if element.tag == "img":
        tag.alternative = element.get("alt") or ""
        if not tag.alternative:
            logging.getLogger("weasyprint").error("Image %r has no alt text", element.get("src"))
    elif element.tag in ("th", "td"):
        spans = {"ColSpan": element.get("colspan"), "RowSpan": element.get("rowspan")}
        scope = {"Scope": "/Row" if element.get("scope") == "row" else "/Column"} if element.tag == "th" else {}
        tag.owner, tag.attributes = "/Table", scope | {name: int(value) for name, value in spans.items() if value}
    elif element.tag == "ol":
        tag.owner, tag.attributes = "/List", {"ListNumbering": "/Decimal"}
    elif element.tag == "del":
        tag.owner, tag.attributes = "/Layout", {"TextDecorationType": "/LineThrough"}
