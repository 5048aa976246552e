"""A Word document as a package: its parts, found by the relations between them, opened with care.

A document comes from anywhere, so nothing is unpacked onto the disk, no part may declare entities, and sizes are
counted before they are read. Names and relations are those of ECMA-376, part 2.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

MOST_BYTES: Final = 150_000_000
"""Unpacked; a story with twenty photos straight from a camera has less."""
MOST_XML: Final = 30_000_000
"""In one part; a novel has two million."""
MOST_PARTS: Final = 2000
MOST_ELEMENTS: Final = 200_000
"""In the text, with their attributes, and with all that says only how it is laid out."""
MOST_ASIDE: Final = 150_000
"""In all other parts together; the styles of some of Word's own templates have half of it."""
DEEPEST: Final = 80
"""Elements within each other; Word itself stays below fifty, and whoever reads them calls itself for each."""
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT: Final = re.compile(r"http://purl\.oclc\.org/ooxml/(\w+)/")
"""Begins the names of ISO/IEC 29500 Strict."""
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Begins a file of Word 97 to 2003, and a document under a password (MS-CFB)."""
_PASSWORD: Final = "EncryptedPackage".encode("utf-16-le")
_UNSAFE: Final = re.compile(r"^/|(?:^|/)\.\.(?:/|$)|^\w:")


class WordError(Exception):
    """A document cannot be read.

    `reason` is `not-word`, `old`, `odt`, `encrypted`, `damaged`, `unsafe`, `too-large`, `too-long` or `many-pictures`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part names by an id: `kind` is the last word of its type, `target` a part's name or an address."""

    kind: str
    target: str
    external: bool


class WordPackage:
    """The parts of one document. Raises WordError where the bytes are none."""

    def __init__(self, raw: bytes) -> None:
        if raw.startswith(_OLE):
            raise WordError("encrypted" if _PASSWORD in raw else "old")
        if not raw.startswith(b"PK"):
            raise WordError("not-word")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, EOFError):
            raise WordError("damaged") from None
        entries = [entry for entry in self._archive.infolist() if not entry.is_dir()]
        self._entries = {_slashed(entry).casefold(): entry for entry in entries}
        _refuse(entries)
        self._relations: dict[str, Mapping[str, Relation]] = {}
        self._aside = MOST_ASIDE
        if self.read("mimetype").startswith(b"application/vnd.oasis"):
            raise WordError("odt")

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._entries

    def read(self, name: str) -> bytes:
        """The bytes of a part; none where there is no such part. Names are the same in capitals (ECMA-376-2, 6.2.2)."""
        if name not in self:
            return b""
        try:
            return self._archive.read(self._entries[name.casefold()])
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
            raise WordError("damaged") from None

    def tree(self, name: str) -> Element | None:
        """The XML of a part, if there is one, in the names of Transitional."""
        raw = self.read(name)
        if not raw:
            return None
        is_main = bool(self._relations) and name == self.main()
        builder = _Builder(MOST_ELEMENTS if is_main else self._aside)
        parser = ElementTree.XMLParser(target=builder)  # noqa: S314 - it refuses what is known to be unsafe
        parser.feed(raw)
        root: Element = parser.close()
        if not is_main:
            self._aside -= builder.elements
        return root

    def relations(self, part: str) -> Mapping[str, Relation]:
        """Id → what the part names by it; of "" those of the package."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
            found = () if root is None else root.findall("{*}Relationship")
            self._relations[part] = {one.get("Id", ""): _relation(one, folder) for one in found}
        return self._relations[part]

    def related(self, part: str, kind: str) -> str:
        """The name of the first part of that kind that a part names; "" where there is none."""
        found = (one.target for one in self.relations(part).values() if one.kind == kind and one.target in self)
        return next(found, "")

    def main(self) -> str:
        """The name of the part that holds the text."""
        name = self.related("", "officeDocument") or "word/document.xml"
        if name not in self:
            raise WordError("not-word")
        return name

    def macros(self) -> int:
        """How many projects of macros there are."""
        return sum(name.endswith("vbaproject.bin") for name in self._entries)


def _slashed(entry: zipfile.ZipInfo) -> str:
    """Some programs on Windows write backslashes."""
    return entry.filename.replace("\\", "/")


def _refuse(entries: list[zipfile.ZipInfo]) -> None:
    """Before anything is unpacked. A size that is told too small ends the reading there, as damage."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise WordError("encrypted")
    if any(_UNSAFE.search(entry.orig_filename.replace("\\", "/")) for entry in entries):
        raise WordError("unsafe")
    if len({_slashed(entry) for entry in entries}) < len(entries):
        raise WordError("unsafe")
    texts = [entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels"))]
    sizes = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_PARTS or sizes > MOST_BYTES or max(texts, default=0) > MOST_XML:
        raise WordError("too-large")


def _relation(element: Element, folder: str) -> Relation:
    kind, target = element.get("Type", "").rpartition("/")[2], element.get("Target", "")
    external = element.get("TargetMode") == "External" or bool(re.match(r"[a-z][a-z0-9+.-]+:", target, re.IGNORECASE))
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, unquote(target.replace("\\", "/")))).lstrip("/")
    return Relation(kind, target, external)


@lru_cache(4096)
def _transitional(name: str) -> str:
    """A name of Strict as the one that Word writes by itself; other names as they are."""
    return _STRICT.sub(r"http://schemas.openxmlformats.org/\1/2006/", name, count=1)


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
        return super().start(_transitional(tag), {_transitional(name): value for name, value in attrs.items()})

    def end(self, tag: Any, /) -> Element:
        self.depth -= 1
        return super().end(_transitional(tag))


def is_on(element: Element | None) -> bool:
    """Whether a property that is on or off is there, and on (ECMA-376-1, 17.17.4)."""
    return element is not None and element.get(f"{W}val", "1") not in ("0", "false", "off")


def value(parent: Element | None, path: str) -> str:
    """The `val` of a child, as `numPr/ilvl`; "" where there is none."""
    found = None if parent is None else parent.find("/".join(f"{W}{name}" for name in path.split("/")))
    return "" if found is None else found.get(f"{W}val", "")


def by_id(root: Element | None, kind: str, key: str) -> Mapping[str, Element]:
    """The children of one kind by an attribute."""
    return {} if root is None else {one.get(f"{W}{key}", ""): one for one in root.findall(f"{W}{kind}")}
