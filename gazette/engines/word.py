"""mammoth, for what is asked of a Word document: its words as plain HTML, its pictures, and what neither can carry.

A document comes from anywhere, so it is opened with care: nothing is unpacked onto the disk, no part may declare
entities, and sizes are counted before they are read. What reaches the library is made anew from the parts that it
needs. The parts and their elements are those of ECMA-376, part 1.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

if TYPE_CHECKING:
    from mammoth.documents import Image

PICTURE: Final = "picture:"
"""Stands before the number of a picture, where the HTML shows it."""
MOST_BYTES: Final = 150_000_000
"""Unpacked; a story with twenty photos straight from a camera has less."""
MOST_XML: Final = 30_000_000
"""In one part; a novel has two million."""
MOST_PARTS: Final = 2000
MOST_ELEMENTS: Final = 200_000
"""In the text, with their attributes, and with all that says only how it is laid out."""
MOST_ASIDE: Final = 50_000
"""In any other part, such as that of the styles."""
MOST_WRITTEN: Final = 3_000_000
"""Bytes of what remains of the texts."""
MOST_OF_TEXT: Final = 40_000
"""Elements that say something, in text and notes together, some hundred pages. The library takes its time for each."""
MOST_PICTURES: Final = 60
"""That are shown; making a photo fit takes a second."""
DEEPEST: Final = 80
"""Elements within each other; Word itself stays below fifty, and the library calls itself for each."""
_PICTURES: Final = ("jpg", "jpeg", "png", "webp", "gif", "bmp", "tif", "tiff", "emf", "wmf", "svg", "heic")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Begins a file of Word 97 to 2003, and a document under a password (MS-CFB)."""
_PASSWORD: Final = "EncryptedPackage".encode("utf-16-le")
_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHOICE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_COUNTED: Final = {
    f"{_WORD}txbxContent": "text-boxes", f"{_WORD}commentReference": "comments",
    f"{_WORD}ins": "insertions", f"{_WORD}moveTo": "insertions", f"{_WORD}del": "deletions",
    f"{_WORD}moveFrom": "deletions", f"{_WORD}object": "objects", f"{_WORD}strike": "struck",
    f"{_WORD}ffData": "form-fields", f"{_WORD}dropDownList": "form-fields", f"{_WORD}comboBox": "form-fields",
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath": "equations",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "charts",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "diagrams",
}  # fmt: skip
"""Element → what it is to an editor."""
_TEXTS: Final = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_LAYOUT: Final = frozenset(
    f"{_WORD}{name}"
    for name in "proofErr lastRenderedPageBreak noProof lang color sz szCs rFonts bCs iCs spacing kern shd w position"
    " tabs jc ind rPrChange pPrChange sectPr tblPr tblGrid tblW tcW tcBorders keepNext keepLines widowControl".split()
)
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LINKED: Final = f"{_RELATION}link"
_STYLES: Final = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Image Caption'] => p.caption:fresh
p[style-name^='toc '] => !
p[style-name='TOC Heading'] => !
"""
"""Rules for what mammoth does not convert by itself. Style names are those that Word keeps in every language."""


class WordError(Exception):
    """A document cannot be read.

    `reason` is `not-word`, `old`, `odt`, `encrypted`, `damaged`, `unsafe`, `too-large`, `too-long` or `many-pictures`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class WordText:
    """The contents of a document. `html` is well-formed, in one `div`; a picture's `src` is PICTURE and its number."""

    html: str
    title: str
    """The title in the document's properties; often empty or outdated."""
    pictures: tuple[bytes, ...]
    left: Mapping[str, int]
    """Features that were lost or changed → how often."""


def read_word(raw: bytes) -> WordText:
    """Reads a document. Raises WordError, and nothing else, whatever the bytes are."""
    try:
        parts = _parts(raw)
        left: Counter[str] = Counter()
        whole = {name: _cleaned(name, parts, left) for name in parts if _is_needed(name)}
        _refuse_long(whole)
        left.update(_aside(parts))
        html, pictures = _converted(whole, left)
        return WordText(f"<div>{html}</div>", _title(parts), tuple(pictures), dict(left))
    except WordError:
        raise
    except Exception as error:  # a damaged file makes a reader of XML and zip raise nearly anything
        raise WordError("damaged") from error


def _parts(raw: bytes) -> dict[str, bytes]:
    """Name → bytes of every part."""
    if raw.startswith(_OLE):
        raise WordError("encrypted" if _PASSWORD in raw else "old")
    if not raw.startswith(b"PK"):
        raise WordError("not-word")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _refuse(archive.infolist())
            named = [info for info in archive.infolist() if not info.is_dir()]
            parts = {info.filename: archive.read(info) if _is_needed(info.filename) else b"" for info in named}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise WordError("damaged") from None
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis"):
        raise WordError("odt")
    if "word/document.xml" not in parts:
        raise WordError("not-word")
    return parts


def _refuse(entries: list[zipfile.ZipInfo]) -> None:
    """Before anything is unpacked. A size that is told too small ends the reading there, as damage."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise WordError("encrypted")
    if any(re.search(r"^[/\\]|\.\.|\\|^\w:", entry.orig_filename) for entry in entries):
        raise WordError("unsafe")
    if len({entry.filename for entry in entries}) < len(entries):
        raise WordError("unsafe")
    texts = [entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels"))]
    sizes = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_PARTS or sizes > MOST_BYTES or max(texts, default=0) > MOST_XML:
        raise WordError("too-large")


def _refuse_long(parts: Mapping[str, bytes]) -> None:
    """Limits the text that is kept, so that it can be read in seconds."""
    texts = [parts[name] for name in _TEXTS if name in parts]
    elements = sum(raw.count(b"<") - raw.count(b"</") for raw in texts)
    if elements > MOST_OF_TEXT or sum(map(len, texts)) > MOST_WRITTEN:
        raise WordError("too-long")
    if sum(raw.count(b":embed=") for raw in texts) > MOST_PICTURES:
        raise WordError("many-pictures")


def _is_needed(name: str) -> bool:
    return name == "mimetype" or name.endswith((".xml", ".rels", *(f".{ending}" for ending in _PICTURES)))


def _cleaned(name: str, parts: Mapping[str, bytes], left: Counter[str]) -> bytes:
    """A part as the library gets it; what it says that cannot be carried is counted on the way."""
    raw = parts[name]
    if not name.endswith((".xml", ".rels")):
        return raw
    root = _tree(raw, MOST_ELEMENTS if name in _TEXTS else MOST_ASIDE)
    if name not in _TEXTS:
        return raw
    _without_layout(root)
    _refuse_open_fields(root)
    for element in _walk(root):
        counted = _COUNTED.get(element.tag)
        if counted and element.get(f"{_WORD}val") not in ("0", "false"):
            left[counted] += 1
        left["linked-pictures"] += _LINKED in element.attrib
    left["hidden"] += _without_hidden(root)
    left["lost-pictures"] += _without_loose_ends(root, parts.get(f"word/_rels/{name[5:]}.rels", b""))
    cleaned: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return cleaned


class _Builder(ElementTree.TreeBuilder):
    """Refuses what no document of Word has: entities of its own, and nesting without end."""

    depth = elements = 0

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def doctype(self, *_: str | None) -> None:
        raise WordError("unsafe")

    def start(self, tag: Any, attrs: Any, /) -> Element:
        self.depth += 1
        self.elements += 1 + len(attrs)
        if self.depth > DEEPEST:
            raise WordError("unsafe")
        if self.elements > self.most:
            raise WordError("too-long")
        return super().start(tag, attrs)

    def end(self, tag: Any, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def _tree(raw: bytes, most: int = MOST_ASIDE) -> Element:
    parser = ElementTree.XMLParser(target=_Builder(most))  # noqa: S314 - the builder refuses what is known to be unsafe
    parser.feed(raw)
    root: Element = parser.close()
    return root


def _walk(element: Element) -> Iterator[Element]:
    """Every element once. A shape is written twice, for new programs and for old ones; the library reads the latter."""
    yield element
    for child in element:
        if child.tag != _CHOICE or _has_no_fallback(element):
            yield from _walk(child)


def _has_no_fallback(element: Element) -> bool:
    return not any(child.tag.endswith("}Fallback") for child in element)


def _refuse_open_fields(root: Element) -> None:
    """Fields stand in fields, a few deep; the library looks at all open ones for each word inside them."""
    depth = 0
    for sign in root.iter(f"{_WORD}fldChar"):
        depth += {"begin": 1, "end": -1}.get(sign.get(f"{_WORD}fldCharType", ""), 0)
        if depth > DEEPEST:
            raise WordError("unsafe")


def _without_layout(root: Element) -> None:
    """Takes out what the library skips one by one: fonts, sizes, marks of the spelling checker."""
    for parent in list(root.iter()):
        if any(child.tag in _LAYOUT for child in parent):
            parent[:] = [child for child in parent if child.tag not in _LAYOUT]


def _without_hidden(root: Element) -> int:
    """Takes out what someone hid in Word, which is seen only by those who know; tells how many runs."""
    found = 0
    for parent in list(root.iter()):
        for run in [child for child in parent if child.tag == f"{_WORD}r"]:
            hidden = run.find(f"{_WORD}rPr/{_WORD}vanish")
            if hidden is not None and hidden.get(f"{_WORD}val") not in ("0", "false"):
                parent.remove(run)
                found += 1
    return found


def _without_loose_ends(root: Element, relations: bytes) -> int:
    """Takes out what names a relation that is not there, at which the library would stop; tells how many pictures."""
    known = {relation.get("Id") for relation in _tree(relations)} if relations else set()
    found = 0
    for element in root.iter():
        for name in [name for name in element.attrib if name.startswith(_RELATION)]:
            if element.attrib[name] not in known:
                del element.attrib[name]
                found += name == f"{_RELATION}embed"
    return found


def _aside(parts: Mapping[str, bytes]) -> dict[str, int]:
    """Counts of what stands outside the text: headers, footers, macros."""
    margins = [name for name in parts if re.fullmatch(r"word/(header|footer)\d*\.xml", name)]
    return {
        "margins": sum(bool("".join(_tree(parts[name]).itertext()).strip()) for name in margins),
        "macros": sum(name.endswith("vbaProject.bin") for name in parts),
    }


def _title(parts: Mapping[str, bytes]) -> str:
    if "docProps/core.xml" not in parts:
        return ""
    found = _tree(parts["docProps/core.xml"]).findtext("{http://purl.org/dc/elements/1.1/}title")
    return (found or "").strip()


def _converted(parts: Mapping[str, bytes], left: Counter[str]) -> tuple[str, list[bytes]]:
    import mammoth

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, raw in parts.items():  # pictures are not packed once more: of each stands its name there
            archive.writestr(name, raw if name.endswith((".xml", ".rels")) else name)
    pictures: dict[str, int] = {}
    found: list[bytes] = []

    def shown(image: Image) -> dict[str, str]:
        try:
            with image.open() as source:
                raw = parts[source.read().decode()]
        except Exception:  # the library raises what the zip or its own look-up raises
            left["lost-pictures"] += 1
            return {"src": ""}
        number = pictures.setdefault(hashlib.sha256(raw).hexdigest(), len(found))
        if number == len(found):
            found.append(raw)
        return {"src": f"{PICTURE}{number}"}

    done = mammoth.convert_to_html(
        target, style_map=_STYLES, convert_image=mammoth.images.img_element(shown), include_embedded_style_map=False
    )
    return done.value, found
