"""What a Word document shows beside its text: pictures, text boxes, charts, diagrams, equations.

Of what cannot be carried over, the words are told. DrawingML, VML and OMML are those of ECMA-376, parts 1 and 4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from .package import R, W
from .walk import Handler, WordWalk, kept

_SCHEMAS: Final = "http://schemas.openxmlformats.org"
_A: Final = f"{{{_SCHEMAS}/drawingml/2006/main}}"
_WP: Final = f"{{{_SCHEMAS}/drawingml/2006/wordprocessingDrawing}}"
_PIC: Final = f"{{{_SCHEMAS}/drawingml/2006/picture}}"
_C: Final = f"{{{_SCHEMAS}/drawingml/2006/chart}}"
_DGM: Final = f"{{{_SCHEMAS}/drawingml/2006/diagram}}"
_M: Final = f"{{{_SCHEMAS}/officeDocument/2006/math}}"
_CX: Final = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_WPS: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_O: Final = "{urn:schemas-microsoft-com:office:office}"
_LETTERS: Final = (f"{_M}t", f"{W}t")
_UNSEEN: Final = re.compile(r"visibility\s*:\s*hidden|display\s*:\s*none", re.IGNORECASE)
_VML: Final = "shape rect roundrect oval line polyline curve arc image".split()


def _drawing(walk: WordWalk, element: Element) -> None:
    props = element.find(f"{_WP}docPr")
    if props is None:
        walk.inside(element)
        return
    if props.get("hidden") in ("1", "true", "on"):
        walk.tell("hidden")
        return
    link = props.find(f"{_A}hlinkClick")
    if link is not None and link.get(f"{R}id") in walk.named:
        walk.tell("links-pictures", walk.named[link.get(f"{R}id", "")].target)
    _described(walk, element, props.get("descr") or props.get("title") or "")


def _described(walk: WordWalk, element: Element, words: str) -> None:
    outer, walk.alt = walk.alt, words or walk.alt
    walk.inside(element)
    walk.alt = outer


def _old_shape(walk: WordWalk, element: Element) -> None:
    if _UNSEEN.search(element.get("style", "")):
        walk.tell("hidden")
        return
    if not any(one.tag in (f"{_V}imagedata", f"{_V}textbox", f"{_V}textpath") for one in element.iter()):
        walk.tell("shapes")
    _described(walk, element, element.get("alt", ""))


def _shape(walk: WordWalk, element: Element) -> None:
    if not any(one.tag in (f"{W}txbxContent", f"{_A}blip") for one in element.iter()):
        walk.tell("shapes")
    walk.inside(element)


def _box(walk: WordWalk, element: Element) -> None:
    if walk.is_shown() and walk.apart(element):
        walk.tell("text-boxes")


def _drawn_words(walk: WordWalk, words: str) -> None:
    """WordArt and the like: words that stand in a drawing by themselves."""
    if words.strip() and walk.is_shown():
        walk.tell("text-boxes")
        paragraph = Element(f"{W}p")
        SubElement(SubElement(paragraph, f"{W}r"), f"{W}t").text = words
        walk.flow.follow([paragraph])


def _drawn_paragraph(walk: WordWalk, element: Element) -> None:
    _drawn_words(walk, "".join(one.text or "" for one in element.iter(f"{_A}t")))


def _word_art(walk: WordWalk, element: Element) -> None:
    _drawn_words(walk, element.get("string", ""))


def _picture(walk: WordWalk, element: Element) -> None:
    if element.get(f"{R}link") or element.get(f"{R}href"):
        walk.tell("linked-pictures")
    key = element.get(f"{R}embed") or element.get(f"{R}id") or element.get(f"{_O}relid")
    if not key or not walk.is_shown():
        return
    relation = walk.named.get(key)
    if relation is not None and relation.external:
        walk.tell("linked-pictures")
    elif relation is None or relation.target not in walk.sources.package:
        walk.tell("lost-pictures")
    else:
        if walk.flow.links[-1]:
            walk.tell("links-pictures", walk.flow.links[-1])
        walk.put(_as_drawing(walk.relation("image", relation.target), walk.alt), link="")


def _as_drawing(key: str, alt: str) -> Element:
    """A picture in the line, as the library reads it."""
    drawing = Element(f"{W}drawing")
    inline = SubElement(drawing, f"{_WP}inline")
    SubElement(inline, f"{_WP}docPr", {"descr": alt})
    data = SubElement(SubElement(inline, f"{_A}graphic"), f"{_A}graphicData")
    SubElement(SubElement(SubElement(data, f"{_PIC}pic"), f"{_PIC}blipFill"), f"{_A}blip", {f"{R}embed": key})
    return drawing


def _object(walk: WordWalk, element: Element) -> None:
    walk.tell("objects")
    walk.inside(element)


def _control(walk: WordWalk, _: Element) -> None:
    walk.tell("form-fields")


def _equation(walk: WordWalk, element: Element) -> None:
    runs = [one for one in kept(element) if one.tag in (f"{_M}r", f"{W}r")]
    shown = [run for run in runs if not walk.look_of(run.find(f"{W}rPr"), walk.style).hidden]
    words = (one.text or "" for run in shown for one in kept(run) if one.tag in _LETTERS)
    walk.tell("hidden" if runs and not shown else "equations", " ".join(words))


def _chart(walk: WordWalk, element: Element) -> None:
    """Titles, names of series and of categories; the numbers are the drawing itself."""
    root = _part(walk, element.get(f"{R}id", ""))
    found = [] if root is None else _chart_words(root)
    walk.tell("charts", " · ".join(dict.fromkeys(found)))


def _chart_words(root: Element) -> list[str]:
    named = (f"{_C}tx", f"{_C}cat", f"{_CX}strDim", f"{_CX}tx")
    cached = (f"{_C}v", f"{_CX}pt", f"{_CX}v")
    found = ["".join(one.text or "" for one in line.iter(f"{_A}t")) for line in root.iter(f"{_A}p")]
    found += [one.text or "" for part in root.iter() if part.tag in named for one in part.iter() if one.tag in cached]
    return [words for words in found if words.strip()]


def _diagram(walk: WordWalk, element: Element) -> None:
    root = _part(walk, element.get(f"{R}dm", ""))
    lines = () if root is None else root.iter(f"{_A}p")
    found = ("".join(one.text or "" for one in line.iter(f"{_A}t")) for line in lines)
    walk.tell("diagrams", " · ".join(words for words in found if words.strip()))


def _part(walk: WordWalk, key: str) -> Element | None:
    relation = walk.named.get(key)
    return None if relation is None or relation.external else walk.sources.package.tree(relation.target)


DRAWINGS: Final[Mapping[str, Handler]] = {
    f"{_WP}inline": _drawing,
    f"{_WP}anchor": _drawing,
    f"{_WPS}wsp": _shape,
    f"{W}txbxContent": _box,
    f"{_A}p": _drawn_paragraph,
    f"{_A}blip": _picture,
    f"{_V}imagedata": _picture,
    f"{_V}textpath": _word_art,
    f"{W}object": _object,
    f"{W}control": _control,
    f"{_M}oMath": _equation,
    f"{_C}chart": _chart,
    f"{_CX}chart": _chart,
    f"{_DGM}relIds": _diagram,
    **{f"{_V}{name}": _old_shape for name in _VML},
}
