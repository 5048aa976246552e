"""The text of one part of a Word document, made anew of the few elements that the library carries whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import ClassVar, Final
from xml.etree.ElementTree import Element, SubElement

from .drawings import DRAWINGS
from .numbers import ListLabel
from .package import R, W, is_on, value
from .runs import RUNS, matched
from .walk import ALTERNATIVES, Flow, Handler, Piece, Sources, WordWalk, kept

DEEPEST_LIST: Final = 4
"""Levels of lists below the first; the library knows five in all."""
LISTS: Final[Mapping[str, str]] = {"bullet": "unordered-list", "number": "ordered-list"}
"""Kind of label → the style that tells the library what list a paragraph is in; behind it stands its level."""
NUMBER_MARK: Final = "number-"
"""Begins the name of a bookmark that tells the number of an entry."""


class WordStory(WordWalk):
    """The text of one part. `made` holds its paragraphs and tables."""

    def __init__(self, sources: Sources, part: str, root: Element, relations: dict[tuple[str, str], str]) -> None:
        super().__init__(sources, part, relations)
        self.field_signs = matched(kept(root))
        self.inside(root)
        self.flush()
        self.made = self.flow.out
        sources.sections.extend(root.findall(f"{W}body/{W}sectPr"))

    # ---- paragraphs

    def paragraph(self, element: Element) -> None:
        """Walks a paragraph."""
        flow = self.flow
        if flow.line is not None:
            self.apart(element)
            return
        properties = element.find(f"{W}pPr")
        self.style = self.sources.styles.of(properties)
        flow.line, flow.pending = flow.pending, []
        self.inside(element)
        line, flow.line = flow.line, None
        if _is_drop_cap(properties):
            flow.pending = [piece._replace(marks=()) for piece in line]
        elif self._goes_on(properties):
            flow.pending = line
        else:
            self._finish(line, properties)
        flow.out.extend(flow.after)
        flow.after = []
        if properties is not None:
            self.sources.sections.extend(properties.findall(f"{W}sectPr"))

    def _goes_on(self, properties: Element | None) -> bool:
        """Whether the end of a paragraph is deleted or hidden, so that the next goes on in its line.

        One that is hidden for good parts a heading from the text behind it, in one line (ECMA-376-1, 17.3.2.36).
        """
        mark = None if properties is None else properties.find(f"{W}rPr")
        if mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None):
            self.tell("deletions")
            return True
        if mark is not None and is_on(mark.find(f"{W}specVanish")):
            return False
        return self.look_of(mark, self.style).hidden

    def flush(self) -> None:
        """Writes what no further paragraph takes up."""
        if self.flow.pending:
            line, self.flow.pending = self.flow.pending, []
            self.style = ""
            self._finish(line, None)

    def _finish(self, line: list[Piece], properties: Element | None) -> None:
        name = self.sources.styles.name(self.style)
        label = self.sources.numbers.next(properties, self.style)
        if line and name.startswith("toc"):
            self.sources.losses.tell("contents", words_of(line))
            line, name, label = [piece for piece in line if not isinstance(piece.content, str)], "", None
        if not line:
            return
        made = SubElement(self.flow.out, f"{W}p")
        if name:
            SubElement(SubElement(made, f"{W}pPr"), f"{W}pStyle", {f"{W}val": name})
        if label is not None and label.kind != "text" and not name:
            self._list_entry(made, label)
        else:
            self.flow.level = -1
            if label is not None and label.kind != "bullet":
                self.sources.losses.tell("labels")
                line.insert(0, Piece("", (), f"{label.text} "))
        self._write(made, line)

    def _list_entry(self, made: Element, label: ListLabel) -> None:
        self.flow.level = min(label.level, self.flow.level + 1, DEEPEST_LIST)
        style = f"{LISTS[label.kind]} {self.flow.level}"
        SubElement(SubElement(made, f"{W}pPr"), f"{W}pStyle", {f"{W}val": style})
        if label.kind == "number":
            SubElement(made, f"{W}bookmarkStart", {f"{W}name": f"{NUMBER_MARK}{label.number}"})
        if not label.is_plain:
            self.sources.losses.tell("list-letters")

    def _write(self, made: Element, line: list[Piece]) -> None:
        for link, linked in groupby(line, key=lambda piece: piece.link):
            parent = made
            if link.startswith("#"):
                self.sources.losses.tell("links-inner")
            elif link:
                parent = SubElement(made, f"{W}hyperlink", {f"{R}id": self.relation("hyperlink", link)})
            for marks, alike in groupby(linked, key=lambda piece: piece.marks):
                pieces = list(alike)
                if "strike" in marks and words_of(pieces).strip():
                    self.sources.losses.tell("struck", words_of(pieces))
                parent.append(_run(marks, pieces))

    # ---- tables

    def table(self, element: Element) -> None:
        """Walks a table."""
        if self.flow.line is not None:
            self.apart(element)
            return
        self.flush()
        outer, self.table_style = self.table_style, value(element, "tblPr/tblStyle")
        self._within(element, "tbl")
        self.table_style, self.flow.level = outer, -1

    def row(self, element: Element) -> None:
        """Walks a row."""
        properties = element.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            self.tell("deletions")
            return
        if properties is not None and properties.find(f"{W}ins") is not None:
            self.tell("insertions")
        self._within(element, "tr")

    def cell(self, element: Element) -> None:
        """Walks a cell. One that another is laid over may still hold words; Word shows them to no one."""
        properties = element.find(f"{W}tcPr")
        if properties is not None and properties.find(f"{W}cellDel") is not None:
            self.tell("deletions")
            return
        made = self._within(element, "tc")
        props = Element(f"{W}tcPr")
        if re.fullmatch(r"[1-9]\d{0,3}", value(properties, "gridSpan")):
            SubElement(props, f"{W}gridSpan", {f"{W}val": value(properties, "gridSpan")})
        merged = None if properties is None else properties.find(f"{W}vMerge")
        if merged is not None:
            goes_on = merged.get(f"{W}val", "continue") == "continue"
            SubElement(props, f"{W}vMerge", {f"{W}val": "continue" if goes_on else "restart"})
            if goes_on and any(made.iter(f"{W}t")):
                self.tell("merged-cells", " ".join(lines_of(made)))
                made.clear()
        made.insert(0, props)

    def _within(self, element: Element, name: str) -> Element:
        """Walks an element of a table into one of that name."""
        outer = self.flow
        made = SubElement(outer.out, f"{W}{name}")
        self.flow = Flow(made)
        self.inside(element)
        self.flush()
        self.flow = outer
        return made

    handlers: ClassVar[Mapping[str, Handler]] = {}


_BLOCKS: Final[Mapping[str, Handler]] = {
    f"{W}p": WordStory.paragraph,  # type: ignore[dict-item]
    f"{W}tbl": WordStory.table,  # type: ignore[dict-item]
    f"{W}tr": WordStory.row,  # type: ignore[dict-item]
    f"{W}tc": WordStory.cell,  # type: ignore[dict-item]
}
WordStory.handlers = {**RUNS, **DRAWINGS, **ALTERNATIVES, **_BLOCKS}


def _is_drop_cap(properties: Element | None) -> bool:
    """Whether a paragraph is the large first letter of the next one (ECMA-376-1, 17.3.1.11)."""
    frame = None if properties is None else properties.find(f"{W}framePr")
    return frame is not None and frame.get(f"{W}dropCap") in ("drop", "margin")


def _run(marks: tuple[str, ...], pieces: Sequence[Piece]) -> Element:
    made = Element(f"{W}r")
    props = SubElement(made, f"{W}rPr") if marks else made
    for mark in marks:
        raised = mark.endswith("script")
        SubElement(props, f"{W}{'vertAlign' if raised else mark}", {f"{W}val": mark} if raised else {})
    for of_words, group in groupby(pieces, key=lambda piece: isinstance(piece.content, str)):
        if of_words:
            SubElement(made, f"{W}t").text = "".join(str(piece.content) for piece in group)
        else:
            made.extend(piece.content for piece in group if not isinstance(piece.content, str))
    return made


def words_of(line: Sequence[Piece]) -> str:
    """The words of a paragraph."""
    return "".join(piece.content if isinstance(piece.content, str) else " " for piece in line)


def lines_of(made: Element) -> list[str]:
    """The words of each paragraph of a text."""
    found = (
        "".join(one.text or "" if one.tag == f"{W}t" else " " for one in line.iter() if one.tag in (f"{W}t", f"{W}br"))
        for line in made.iter(f"{W}p")
    )
    return [" ".join(words.split()) for words in found if words.strip()]
