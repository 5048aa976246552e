"""What a PDF says of itself, read with pikepdf: its tags with their texts, and where it falls short of PDF/UA-1.

The numbers are sections of ISO 14289-1. The check is narrower than a validator; tests/outputs shows that it bites.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from itertools import pairwise

import pikepdf
from pikepdf import Array, Dictionary, Name

PAINTS = set("f F f* B B* b b* S s sh Do Tj TJ ' \" INLINE".split())
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff](?:[\u0590-\u08ff ]*[\u0590-\u08ff])?")
"""Words that stand in a line as they are seen, from the left."""
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


@lru_cache(maxsize=100)
def unicode_map(source: bytes) -> dict[int, str]:
    """Code → letters, from a font's ToUnicode."""
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", source.decode("latin-1"), re.DOTALL):
        for code, letters in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            found[int(code, 16)] = bytes.fromhex(letters).decode("utf-16-be")
    return found


def painted(page: pikepdf.Page) -> Painted:
    """What a page shows, not to be changed: the same content in the same fonts is gone through once."""
    fonts = page.resources.get("/Font", {}).items()
    maps = ((name, font.ToUnicode.read_bytes() if "/ToUnicode" in font else b"") for name, font in fonts)
    parts = page.obj.get("/Contents", Array())
    streams = parts if isinstance(parts, Array) else [parts]
    return _painted(b"\n".join(part.read_bytes() for part in streams), tuple(maps))


@lru_cache(maxsize=300)
def _painted(content: bytes, fonts: tuple[tuple[str, bytes], ...]) -> Painted:
    painter = _Painter({name: unicode_map(source) for name, source in fonts})
    with pikepdf.new() as alone:
        operations = pikepdf.parse_content_stream(pikepdf.Stream(alone, content))
    for operands, operator in operations:
        name = str(operator) if not isinstance(operator, pikepdf.ContentStreamInlineImage) else "INLINE"
        if name in ("BDC", "BMC"):
            painter.begin(operands)
        elif name == "EMC":
            painter.open.pop()
        elif name == "Tf":
            painter.letters = painter.fonts[str(operands[0])]
        elif name in PAINTS:
            painter.paint(name, operands)
    marked = {
        number: RIGHT_TO_LEFT.sub(lambda run: run[0][::-1], text) for number, text in painter.result.marked.items()
    }
    return Painted(marked, painter.result.artifacts, painter.result.unmarked)


@dataclass
class _Mark:
    is_artifact: bool
    number: int | None
    is_told: bool
    """Whether its /ActualText tells what it shows."""


class _Painter:
    """Goes through a page's content."""

    def __init__(self, fonts: dict[str, dict[int, str]]) -> None:
        self.fonts = fonts
        self.letters: dict[int, str] = {}
        self.open: list[_Mark] = []
        self.result = Painted({}, "", [])

    def begin(self, operands: pikepdf.Array) -> None:
        properties = operands[1] if len(operands) > 1 and isinstance(operands[1], Dictionary) else Dictionary()
        number = properties.get("/MCID")
        told = "/ActualText" in properties
        self.open.append(_Mark(operands[0] == Name.Artifact, None if number is None else int(number), told))
        if told:
            self.tell(str(properties.ActualText))

    def paint(self, name: str, operands: pikepdf.Array) -> None:
        if not self.open:
            self.result.unmarked.append(name)
        elif name in TEXT and not any(mark.is_told for mark in self.open):
            self.tell("".join(_decoded(operand, self.letters) for operand in operands))

    def tell(self, text: str) -> None:
        if any(mark.is_artifact for mark in self.open):
            self.result.artifacts += text
        else:
            number = next((mark.number for mark in reversed(self.open) if mark.number is not None), -1)
            self.result.marked[number] = self.result.marked.get(number, "") + text


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
            found += [*_of_tags(root), *_of_nesting(root), *_of_headings(root)]
            found += [*_of_links(document, root), *_of_marks(document, root), *_of_parents(document, root)]
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


GROUPS = frozenset("Document Part Art Sect Div BlockQuote Caption L LI Table THead TBody TR".split())
"""Tags that hold tags, never words of their own (ISO 32000-1, 14.8.4.2 and 14.8.4.3)."""
BLOCKS = frozenset("P H1 H2 H3 H4 H5 H6 L LI LBody Lbl Table THead TBody TR TH TD Caption Note Reference Link".split())
NEVER_IN = {
    "P": {*BLOCKS, "BlockQuote", "Div", "Art", "Sect"} - {"Note", "Reference", "Link"},
    "Link": BLOCKS,
    **{f"H{level}": {*BLOCKS} - {"Reference", "Link"} for level in range(1, 7)},
}
"""Tag → what never stands within it, at any depth."""
ONLY_IN = {"L": {"LI", "Caption"}, "LI": {"Lbl", "LBody"}, "Table": {"THead", "TBody", "TFoot", "TR", "Caption"},
           "THead": {"TR"}, "TBody": {"TR"}, "TR": {"TH", "TD"}}  # fmt: skip


def _of_nesting(root: Tag) -> Iterator[str]:
    """ISO 32000-1, 14.8.4: which tag may stand in which, and that none is empty."""
    for tag in root.walk():
        within = {below.kind for child in tag.children for below in child.walk()}
        for kind in sorted(within & NEVER_IN.get(tag.kind, set())):
            yield f"{kind} in {tag.kind} (ISO 32000-1, 14.8.4): {tag.heard[:40]!r}"
        for child in tag.children:
            if tag.kind in ONLY_IN and child.kind not in ONLY_IN[tag.kind]:
                yield f"{child.kind} in {tag.kind} (ISO 32000-1, 14.8.4.3)"
        if tag.kind in GROUPS and tag.marks:
            yield f"words right in {tag.kind} (ISO 32000-1, 14.8.4.2): {tag.heard[:40]!r}"
        if not tag.marks and not tag.children and tag.kind not in ("TD", "TH"):
            yield f"an empty {tag.kind}"
        if tag.kind == "Reference" and [child.kind for child in tag.children] != ["Link"]:
            yield "a reference that leads nowhere (ISO 32000-1, table 338)"


def _of_parents(document: pikepdf.Pdf, root: Tag) -> Iterator[str]:
    """The way back from what is shown and clicked to its tag (ISO 32000-1, 14.7.4.4), and from names (14.7.2)."""
    numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
    parents = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    if list(parents) != sorted(parents):
        yield "the tree of parents is not sorted"
    for tag in root.walk():
        for page, mark in tag.marks:
            if parents[int(document.pages[page - 1].StructParents)][mark].objgen != tag.raw.objgen:
                yield f"mark {mark} of page {page} does not lead to its tag"
    named = [str(tag.raw.ID) for tag in root.walk() if "/ID" in tag.raw]
    known = document.Root.StructTreeRoot.get("/IDTree", Dictionary(Names=Array())).Names
    if sorted(named) != [str(known[at]) for at in range(0, len(known), 2)]:
        yield "a name that the tree of names does not know"


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
            if not int(link.get("/F", 0)) & 4:
                yield "a link that is not printed"
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
