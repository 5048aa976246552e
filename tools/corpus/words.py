"""The words of a Word document, read from its XML and nothing else: those that Word shows, and those that it hides.

Element names are those of ECMA-376, part 1; in the strict form their namespaces differ, so only local names are looked
at.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections import Counter
from typing import Final
from xml.etree.ElementTree import Element, fromstring

_PARTS: Final = re.compile(r"word/(document\d*|footnotes\d*|endnotes\d*)\.xml")
_NOT_READ: Final = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "sectPr", "rPr", "pPr"})
_BREAKS: Final = frozenset({"p", "tab", "br", "cr", "tc"})
_HIDES: Final = frozenset({"vanish", "webHidden"})
_OFF: Final = frozenset({"0", "false", "off"})


def counted(text: str) -> Counter[str]:
    """How often each word stands in a text. Numbers are words; a raised `2` is the same as `²`."""
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", text)))


def of_document(raw: bytes) -> tuple[str, str]:
    """The text that a document shows, and the text in it that is hidden. Both are empty for what is no document."""
    shown, hidden = list[str](), list[str]()
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in sorted(filter(_PARTS.fullmatch, archive.namelist())):
                _read(_tree(archive.read(name)), shown, hidden)
    except (zipfile.BadZipFile, SyntaxError, KeyError, NotImplementedError):
        return "", ""
    return "".join(shown), "".join(hidden)


def _tree(raw: bytes) -> Element:
    return fromstring(raw)  # noqa: S314 - expat itself limits what entities unfold to


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _read(element: Element, shown: list[str], hidden: list[str]) -> None:
    for child in element:
        name = _local(child)
        if name == "r" and _is_hidden(child):
            _read(child, hidden, hidden)
        elif name == "t":
            shown.append(child.text or "")
        elif name in _BREAKS:
            _read(child, shown, hidden)
            shown.append("\n")
        elif name not in _NOT_READ:
            _read(child, shown, hidden)


def _is_hidden(run: Element) -> bool:
    marks = (mark for props in run if _local(props) == "rPr" for mark in props)
    return any(_local(mark) in _HIDES and not _is_off(mark) for mark in marks)


def _is_off(mark: Element) -> bool:
    return any(name.rpartition("}")[2] == "val" and value in _OFF for name, value in mark.attrib.items())
