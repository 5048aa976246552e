"""The words that a reader of a Word document sees, by a reading of its XML that shares nothing with the importer's.

Names are read without their namespaces, so Strict and Transitional are the same here. What is read is a string with a
line for each paragraph, cell or box; what is hidden, deleted or an instruction is skipped.
"""

from __future__ import annotations

import io
import posixpath
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote
from xml.dom import minidom
from xml.dom.minidom import Element

OFF = ("0", "false", "off")
GONE = frozenset("del moveFrom delText delInstrText instrText pPr rPr tblPr tcPr trPr sdtPr fldData".split())
SPACES = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "\u2011"}
STRUCTURE = frozenset("p r tbl tr tc fldChar AlternateContent sectPr ruby".split())
"""What is read though it is not seen: what stands in it may be, or counts."""


class Around(NamedTuple):
    """What an element stands in: the styles of its paragraph and table, and whether it is hidden."""

    style: str = ""
    table: str = ""
    hid: bool = False


def text(node: Element) -> str:
    """The letters in an element."""
    return "".join(one.nodeValue or "" for one in node.childNodes if one.nodeType == one.TEXT_NODE)


def kids(node: Element, name: str = "") -> list[Element]:
    """The elements in an element, of one name."""
    return [one for one in node.childNodes if one.nodeType == one.ELEMENT_NODE and name in ("", one.localName)]


def kid(node: Element | None, *path: str) -> Element | None:
    """The first element along a path."""
    for name in path:
        node = next(iter(kids(node, name)), None) if node is not None else None
    return node


def said(node: Element | None, name: str = "val", default: str = "") -> str:
    """An attribute, by its name alone."""
    if node is None:
        return ""
    found = (one.value for one in node.attributes.values() if one.localName == name)
    return next(found, default)


def yes(node: Element | None) -> bool:
    """Whether a switch is there and on."""
    return node is not None and said(node, "val", "1") not in OFF


class Reading:
    """What can be seen of one document: `lines` of its text and notes, and of what stands beside it."""

    def __init__(self, raw: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            self.parts = {name.replace("\\", "/").lower(): archive.read(name) for name in archive.namelist()}
        self.main = next(iter(self.targets("", "officeDocument")), "word/document.xml")
        self.styles = {said(one, "styleId"): one for one in self.found(self.main, "styles", "style")}
        self.lines: list[str] = []
        self.notes: list[tuple[str, str]] = []
        self.comments: list[str] = []
        self.sections: list[Element] = []
        self.read(self.xml(self.main), self.main)
        for kind, key in dict.fromkeys(self.notes):
            for note in self.found(self.main, f"{kind}s", kind):
                if said(note, "id") == key:
                    self.read(note, next(iter(self.targets(self.main, f"{kind}s"))))
        for note in self.found(self.main, "comments", "comment"):
            if said(note, "id") in self.comments:
                self.read(note, self.main)
        self.margins()

    # ---- parts

    def xml(self, name: str) -> Element:
        """The XML of a part."""
        root = minidom.parseString(self.parts[name]).documentElement
        assert root is not None
        return root

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Id → kind and part."""
        folder, name = posixpath.split(part)
        path = f"{folder}/_rels/{name}.rels".lstrip("/")
        found = kids(self.xml(path)) if path in self.parts else []
        return {
            said(one, "Id"): (
                said(one, "Type").split("/")[-1],
                posixpath.normpath(f"/{folder}/{unquote(said(one, 'Target'))}".replace("\\", "/")).lstrip("/").lower()
                if not said(one, "Target").startswith("/")
                else unquote(said(one, "Target")).lstrip("/").lower(),
            )
            for one in found
            if said(one, "TargetMode") != "External"
        }

    def targets(self, part: str, kind: str) -> list[str]:
        """The parts of a kind that a part names."""
        return [target for one, target in self.relations(part).values() if one == kind and target in self.parts]

    def found(self, part: str, kind: str, name: str) -> list[Element]:
        """The elements of a name in the part of a kind."""
        return [one for target in self.targets(part, kind)[:1] for one in kids(self.xml(target), name)]

    # ---- text

    def read(self, root: Element, part: str) -> None:
        """Adds the lines of a part."""
        self.part, self.line, self.fields = part, "", []  # type: ignore[var-annotated]
        self.pairs = set(self.whole_fields(root))
        self.inside(root, Around())
        self.end()

    def end(self) -> None:
        """Ends a line."""
        self.lines.append(self.line)
        self.line = ""

    def whole_fields(self, root: Element) -> Iterator[int]:
        """The signs of fields that have a beginning and an end."""
        open_ones: list[list[int]] = []

        def look(node: Element) -> Iterator[int]:
            for one in kids(node):
                if one.localName in ("del", "moveFrom"):
                    continue
                if one.localName == "fldChar":
                    kind = said(one, "fldCharType")
                    if kind == "begin":
                        open_ones.append([id(one)])
                    elif kind == "separate" and open_ones and len(open_ones[-1]) == 1:
                        open_ones[-1].append(id(one))
                    elif kind == "end" and open_ones:
                        yield from [*open_ones.pop(), id(one)]
                yield from look(one)

        return look(root)

    def hidden(self, look: Element | None, style: str, table: str) -> bool:
        """Whether a run is hidden."""
        if yes(kid(look, "specVanish")):
            return True
        own = kid(look, "vanish")
        if own is not None:
            return yes(own)
        layers = [self.by_style(name) for name in (table, style or self.default(), said(kid(look, "rStyle")))]
        return layers.count(True) % 2 == 1

    def default(self) -> str:
        """The style of paragraphs that name none."""
        usual = [
            key
            for key, one in self.styles.items()
            if said(one, "default") in ("1", "true", "on") and said(one, "type") == "paragraph"
        ]
        return usual[0] if usual else ""

    def by_style(self, name: str, depth: int = 0) -> bool:
        """Whether a style hides what is in it."""
        style = self.styles.get(name)
        if style is None or depth > 30:
            return False
        own = kid(style, "rPr", "vanish")
        return yes(own) if own is not None else self.by_style(said(kid(style, "basedOn")), depth + 1)

    def inside(self, node: Element, around: Around) -> None:
        """Reads what an element holds: each by the method of its name, or what it holds in turn."""
        for one in kids(node):
            if one.localName in GONE or said(kid(one, "docPr"), "hidden") in ("1", "true"):
                continue
            seen = not around.hid and "code" not in self.fields
            method = getattr(self, f"on_{one.localName}", None)
            if one.localName in SPACES:
                self.line += SPACES[one.localName] * seen
            elif method is None:
                self.inside(one, around)
            elif seen or one.localName in STRUCTURE:
                method(one, around)

    def on_sectPr(self, one: Element, _: Around) -> None:
        self.sections.append(one)

    def on_r(self, one: Element, around: Around) -> None:
        hid = around.hid or self.hidden(kid(one, "rPr"), around.style, around.table)
        self.inside(one, around._replace(hid=hid))

    def on_t(self, one: Element, _: Around) -> None:
        self.line += text(one)

    def on_fldChar(self, one: Element, _: Around) -> None:
        if id(one) in self.pairs:
            self.sign(said(one, "fldCharType"))

    def on_AlternateContent(self, one: Element, around: Around) -> None:
        self.inside(kid(one, "Choice") or kid(one, "Fallback") or one, around)

    def on_ruby(self, one: Element, around: Around) -> None:
        for name, before, after in (("rubyBase", "", ""), ("rt", "(", ")")):
            self.line += before
            self.inside(kid(one, name) or one, around)
            self.line += after

    def on_tbl(self, one: Element, around: Around) -> None:
        self.inside(one, around._replace(table=said(kid(one, "tblPr", "tblStyle"))))

    def on_tr(self, one: Element, around: Around) -> None:
        if kid(one, "trPr", "del") is None and kid(one, "tcPr", "cellDel") is None:
            self.inside(one, around)
            self.line += "\n"

    on_tc = on_tr

    def on_txbxContent(self, one: Element, around: Around) -> None:
        outer, self.line = self.line, ""
        self.inside(one, around)
        self.end()
        self.line = outer

    on_oMath = on_txbxContent

    def on_textpath(self, one: Element, _: Around) -> None:
        self.lines.append(said(one, "string"))

    def on_footnoteReference(self, one: Element, _: Around) -> None:
        self.notes.append((one.localName.removesuffix("Reference"), said(one, "id")))

    on_endnoteReference = on_footnoteReference

    def on_commentReference(self, one: Element, _: Around) -> None:
        self.comments.append(said(one, "id"))

    def on_chart(self, one: Element, _: Around) -> None:
        """A chart or a diagram: its titles and names."""
        target = self.relations(self.part).get(said(one, "id") or said(one, "dm"), ("", ""))[1]
        if target not in self.parts:
            return
        root = self.xml(target)
        for line in root.getElementsByTagNameNS("*", "p"):
            self.lines.append("".join(map(text, line.getElementsByTagNameNS("*", "t"))))
        for name in ("tx", "cat"):
            for part in root.getElementsByTagNameNS("*", name):
                self.lines += map(text, part.getElementsByTagNameNS("*", "v"))

    on_relIds = on_chart

    def on_p(self, one: Element, around: Around) -> None:
        """A paragraph; its line ends with it, unless its end is hidden, deleted, or it is a drop cap."""
        if "drawingml" in (one.namespaceURI or ""):
            self.on_txbxContent(one, around)
            return
        props = kid(one, "pPr")
        style = said(kid(props, "pStyle"))
        self.sections += kids(props, "sectPr") if props is not None else []
        self.inside(one, around._replace(style=style))
        mark = kid(props, "rPr")
        gone = kid(mark, "del") is not None or kid(mark, "moveFrom") is not None
        unseen = self.hidden(mark, style, around.table) and not yes(kid(mark, "specVanish"))
        dropped = said(kid(props, "framePr"), "dropCap") in ("drop", "margin")
        if not (gone or unseen or dropped):
            self.end()

    def sign(self, kind: str) -> None:
        """A sign of a field: what follows is its instruction, or its result, or neither."""
        if kind == "begin":
            self.fields.append("code")
        elif kind == "separate":
            self.fields[-1] = "result"
        else:
            self.fields.pop()

    def margins(self) -> None:
        """Headers and footers that are seen."""
        relations = self.relations(self.main)
        now: dict[tuple[str, str], str] = {}
        settings = [self.xml(target) for target in self.targets(self.main, "settings")]
        even = any(yes(kid(one, "evenAndOddHeaders")) for one in settings)
        seen: dict[str, None] = {}
        for section in self.sections:
            for name in ("headerReference", "footerReference"):
                now |= {(name, said(one, "type", "default")): said(one, "id") for one in kids(section, name)}
            for (_, kind), key in now.items():
                if kind == "default" or (kind == "even" and even) or (kind == "first" and yes(kid(section, "titlePg"))):
                    seen[relations.get(key, ("", ""))[1]] = None
        for target in seen:
            if target in self.parts:
                self.read(self.xml(target), target)


INVISIBLE = re.compile("[\xad\u061c\u200b\u200e\u200f\u2060-\u206f\ufeff]")


def words(lines: str) -> list[str]:
    """The words of a text, as they are compared."""
    return INVISIBLE.sub("", unicodedata.normalize("NFC", lines)).split()


def seen_words(raw: bytes) -> list[str]:
    """Every word that a reader sees."""
    return words("\n".join(Reading(raw).lines))
