"""What a PDF says of itself, read with pikepdf: its tags with their texts, and where it falls short of PDF/UA-1.

The numbers are sections of ISO 14289-1. The check is narrower than a validator; tests/outputs shows that it bites.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise

import pikepdf
from pikepdf import Array, Dictionary, Name

PAINTS = set("f F f* B B* b b* S s sh Do Tj TJ ' \" INLINE".split())
TEXT = {"Tj", "TJ", "'", '"'}


@dataclass
class Tag:
    """An element of the structure tree. `texts` are those of its own and its children's marked content, in order."""

    kind: str
    raw: Dictionary
    page: int
    texts: list[str] = field(default_factory=list)
    children: list["Tag"] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    """Page and number of its own marked content."""

    @property
    def text(self) -> str:
        return " ".join(self.texts)

    @property
    def heard(self) -> str:
        """As it is read aloud: each space as it stands there, words whole that a line's end divides."""
        return " ".join("".join(self.texts).replace("\N{SOFT HYPHEN}", "").split())

    def walk(self) -> Iterator["Tag"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class Painted:
    """What a page's content stream shows: text by its mark, and what it paints without any."""

    marked: dict[int, str]
    artifacts: str
    unmarked: list[str]


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def unicode_map(font: Dictionary) -> dict[int, str]:
    """Code → letters, from the font's ToUnicode."""
    if "/ToUnicode" not in font:
        return {}
    found: dict[int, str] = {}
    source = font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", source, re.DOTALL):
        for code, letters in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            found[int(code, 16)] = bytes.fromhex(letters).decode("utf-16-be")
    return found


def painted(page: pikepdf.Page) -> Painted:
    fonts = {name: unicode_map(font) for name, font in page.resources.get("/Font", {}).items()}
    result, stack, letters = Painted({}, "", []), [], {}
    beside: list[bool] = []
    """Whether what each open mark holds is told by its /ActualText instead."""

    def tell(text: str) -> None:
        if any(kind for kind, _ in stack):
            result.artifacts += text
        else:
            mark = next((int(mark) for _, mark in reversed(stack) if mark is not None), -1)
            result.marked[mark] = result.marked.get(mark, "") + text

    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator) if not isinstance(operator, pikepdf.ContentStreamInlineImage) else "INLINE"
        if name in ("BDC", "BMC"):
            properties = operands[1] if name == "BDC" and isinstance(operands[1], Dictionary) else {}
            stack.append(("Artifact" if operands[0] == Name.Artifact else "", properties.get("/MCID")))
            beside.append("/ActualText" in properties)
            if beside[-1]:
                tell(str(properties.ActualText))
        elif name == "EMC":
            stack.pop()
            beside.pop()
        elif name == "Tf":
            letters = fonts[str(operands[0])]
        elif name in PAINTS:
            text = "".join(_decoded(operand, letters) for operand in operands) if name in TEXT else ""
            if not stack:
                result.unmarked.append(name)
            elif not any(beside):
                tell(text)
    return result


def _decoded(operand: object, letters: dict[int, str]) -> str:
    if isinstance(operand, Array):
        return "".join(_decoded(part, letters) for part in operand)
    if not isinstance(operand, pikepdf.String):
        return ""
    raw = bytes(operand)
    return "".join(letters.get(int.from_bytes(raw[at : at + 2], "big"), "\ufffd") for at in range(0, len(raw), 2))


def tree(document: pikepdf.Pdf, shown: dict[int, Painted] | None = None) -> Tag:
    """The structure tree with its texts. Pages count from 1. `shown` is what they paint, where that is read already."""
    pages = {page.objgen: number for number, page in enumerate(document.pages, start=1)}
    shown = shown or {number: painted(page) for number, page in enumerate(document.pages, start=1)}

    def read(raw: Dictionary, page: int) -> Tag:
        page = pages[raw.Pg.objgen] if "/Pg" in raw else page
        tag = Tag(str(raw.get("/S", "/Root"))[1:], raw, page)
        kids = raw.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                child = read(kid, page)
                tag.children.append(child)
                tag.texts += child.texts
            elif isinstance(kid, Dictionary):
                if kid.get("/Type") == Name.MCR:
                    there = pages[kid.Pg.objgen] if "/Pg" in kid else page
                    tag.marks.append((there, int(kid.MCID)))
                    tag.texts.append(shown[there].marked.get(int(kid.MCID), ""))
            else:
                tag.marks.append((page, int(kid)))
                tag.texts.append(shown[page].marked.get(int(kid), ""))
        return tag

    return read(document.Root.StructTreeRoot, 1)


def faults(pdf: bytes) -> list[str]:
    """Where the file falls short; none for a good one."""
    with opened(pdf) as document:
        found = list(_of_the_whole(document))
        if "/StructTreeRoot" in document.Root:
            root = tree(document)
            found += [*_of_tags(root), *_of_headings(root), *_of_links(document, root), *_of_marks(document, root)]
        found += [*_of_pages(document), *_of_fonts(document)]
    return found


def _of_the_whole(document: pikepdf.Pdf) -> Iterator[str]:
    root = document.Root
    if not root.get("/MarkInfo", {}).get("/Marked") or "/StructTreeRoot" not in root:
        yield "not tagged (7.1)"
    if not str(root.get("/Lang", "")):
        yield "no language (7.2)"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "title is not shown (7.1)"
    with document.open_metadata() as metadata:
        if not str(metadata.get("dc:title", "")):
            yield "no title (7.1)"
        if metadata.get("pdfuaid:part") != "1":
            yield "does not say that it is PDF/UA-1 (5)"


def _of_tags(root: Tag) -> Iterator[str]:
    ids = [str(tag.raw.get("/ID", "")) for tag in root.walk() if tag.kind == "Note"]
    if len(ids) != len(set(ids)) or "" in ids:
        yield "a note without an ID of its own (7.9)"
    if not any("/Lang" in tag.raw for tag in root.walk()):
        yield "no part has a language of its own (7.2)"
    parents = {id(child): tag for tag in root.walk() for child in tag.children}
    allowed = {"TH": {"TR"}, "TD": {"TR"}, "LI": {"L"}, "LBody": {"LI"}, "Lbl": {"LI", "Note", "BibEntry"}}
    for tag in root.walk():
        if tag.kind == "Figure" and not str(tag.raw.get("/Alt", "")).strip():
            yield "a picture without alternative text (7.3)"
        if tag.kind in allowed and parents[id(tag)].kind not in allowed[tag.kind]:
            yield f"{tag.kind} in {parents[id(tag)].kind} (7.5, 7.6)"
        if tag.kind == "TH" and "/Scope" not in tag.raw.get("/A", {}):
            yield "TH without Scope (7.5)"


def _of_headings(root: Tag) -> Iterator[str]:
    levels = [int(tag.kind[1]) for tag in root.walk() if re.fullmatch(r"H[1-6]", tag.kind)]
    if levels[:1] != [1]:
        yield "the first heading is no H1 (7.4)"
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield "a level of headings is left out (7.4)"


def _of_links(document: pikepdf.Pdf, root: Tag) -> Iterator[str]:
    owners: dict[int, str] = {}
    for tag in root.walk():
        kids = tag.raw.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
                owners[int(kid.Obj.StructParent)] = tag.kind
    for page in document.pages:
        links = [note for note in page.get("/Annots", []) if note.Subtype == Name.Link]
        if links and page.get("/Tabs") != Name.S:
            yield "the order of tabs is not that of the tags (7.18.3)"
        for link in links:
            if not str(link.get("/Contents", "")).strip():
                yield "a link without Contents (7.18.5)"
            owner = owners.get(int(link.StructParent))
            if owner != "Link":
                yield f"a link in {owner} (7.18.5)"


def _of_marks(document: pikepdf.Pdf, root: Tag) -> Iterator[str]:
    held = {mark for tag in root.walk() for mark in tag.marks}
    shown = {(number, mark) for number, page in enumerate(document.pages, start=1) for mark in painted(page).marked}
    if shown - held:
        yield f"marked content that no tag holds (7.1): {sorted(shown - held)[:3]}"


def _of_pages(document: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(document.pages, start=1):
        shown = painted(page)
        if shown.unmarked:
            yield f"page {number} paints what is neither tagged nor an artifact (7.1): {shown.unmarked[:3]}"
        if "\ufffd" in "".join(shown.marked.values()):
            yield f"page {number} has letters that stand for nothing (7.21.7)"


def fonts(document: pikepdf.Pdf) -> list[Dictionary]:
    found = {font.objgen: font for page in document.pages for font in page.resources.get("/Font", {}).values()}
    return list(found.values())


def _of_fonts(document: pikepdf.Pdf) -> Iterator[str]:
    for font in fonts(document):
        below = font.get("/DescendantFonts", [font])[0]
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(below.get("/FontDescriptor", {}).keys()):
            yield f"{font.BaseFont} is not embedded (7.21.4)"
        if "/ToUnicode" not in font:
            yield f"{font.BaseFont} has no ToUnicode (7.21.7)"
