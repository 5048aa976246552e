"""pikepdf, for PDFs that people bring: whether one may be published, and what it tells of those who made it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.etree.ElementTree import Element, ParseError, fromstring

if TYPE_CHECKING:
    import pikepdf

DAMAGED: Final = "damaged"
"""The fault of a PDF that cannot be opened, or not as it stands."""
ENCRYPTED: Final = "encrypted"
ACTIVE: Final = "active"
"""The fault of a PDF that does something when it is opened, or has files within it."""
LINKS: Final = "links"
"""The fault of a PDF with links that run something, or lead to files of whoever opens it."""
AUTHOR: Final = "author"
"""Its metadata name a person."""
METADATA: Final = "metadata"
"""Its metadata hold an e-mail address, or a place on someone's machine."""
COMMENTS: Final = "comments"
"""On its pages are remarks that carry a name."""
_ACTIONS: Final = frozenset(
    ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/GoToE", "/RichMediaExecute")
)
"""What a PDF can be made to do beside showing a place or opening an address (ISO 32000-1, 12.6.4)."""
_LEAD: Final = frozenset(("http", "https", "mailto", "tel", ""))
"""Schemes of addresses to which a link may lead; without one it is another page of where the PDF is."""
_ELSEWHERE: Final = frozenset(("/GoToR", "/Thread"))
"""Links that can lead into another file (ISO 32000-1, 12.6.4.3 and 12.6.4.6)."""
_UNSEEN: Final = re.compile(r"[\x00-\x20\x7f-\xa0\ufeff]+")
"""What programs take out of an address, or leave aside at its start."""
_DEEPEST: Final = 100
"""Dictionaries and arrays that stand in each other."""
_EXTRAS: Final = frozenset(("/EmbeddedFile", "/RichMedia", "/FileAttachment", "/Movie", "/Sound", "/Screen", "/3D"))
_NAMES_A_PERSON: Final = ("/Author", "/Manager", "/LastSavedBy")
_TELLING: Final = re.compile(r"[^\s@<>]+@[^\s@<>]+\.\w+|\b[A-Za-z]:[\\/]|/Users/|/home/|\\\\\w|\bfile:/", re.IGNORECASE)
"""An e-mail address, or a place on someone's machine."""
_PERSONS: Final = "creator|contributor|Author|AuthorsPosition|Manager"
"""The entries of XMP that name a person (ISO 16684-1), whatever stands before the colon."""
_OF_A_PERSON: Final = re.compile(rf"<([\w.-]+:(?:{_PERSONS}))\b[^>]*(?<!/)>(.*?)</\1>", re.DOTALL)
_SAID_OF_ONE: Final = re.compile(rf"\w:(?:{_PERSONS})\s*=\s*[\"'][^\"']")
_TAG: Final = re.compile(r"<[^>]*>")
_BEFORE: Final = b"\xef\xbb\xbf \t\r\n\0"
"""What may stand before its signature."""
MOST_UNPACKED: Final = 64 * 1024 * 1024
"""Bytes of a single part of a PDF; more is no document."""


class PdfLook(NamedTuple):
    """A look at a PDF. With a `fault`, which ends the name of a rule, the rest is not known.

    `personal` says what tells of a person: AUTHOR, METADATA, COMMENTS, each once. `language` is a code as `el-GR`, or
    empty.
    """

    fault: str = ""
    pages: int = 0
    is_tagged: bool = False
    title: str = ""
    language: str = ""
    personal: tuple[str, ...] = ()


def look(raw: bytes) -> PdfLook:
    """Whether a PDF can be published, and what it says of itself; of whatever bytes, without raising.

    `make photos` may put what is `cleaned` in its place, so that is looked at too: of two objects with one number it
    may hold the other.
    """
    found = _looked_at(raw)
    if found.fault:
        return found
    try:
        return PdfLook(DAMAGED) if _looked_at(cleaned(raw)).fault else found
    except Exception:  # a part that is only read when it is written
        return PdfLook(DAMAGED)


def _looked_at(raw: bytes) -> PdfLook:
    import pikepdf

    if not raw.lstrip(_BEFORE).startswith(b"%PDF-"):
        return PdfLook(DAMAGED)  # what stands before may be something else to another program
    try:
        with _opened(raw) as document:
            return _seen(document)
    except pikepdf.PasswordError:
        return PdfLook(ENCRYPTED)
    except Exception:  # a damaged file makes any of its parts fail
        return PdfLook(DAMAGED)


@contextmanager
def _opened(raw: bytes) -> Iterator[pikepdf.Pdf]:
    """The document as it stands: one that only guessing can read would look different in each reader's program.

    What a few bytes would unpack to without end is not unpacked. The limit is qpdf's own, for the whole process.
    """
    import pikepdf

    before = pikepdf.settings.set_qpdf_limits(flate_max_memory=MOST_UNPACKED, run_length_max_memory=MOST_UNPACKED)
    try:
        with pikepdf.open(BytesIO(raw), attempt_recovery=False, suppress_warnings=True) as document:
            _read_all(document)
            yield document
    finally:
        pikepdf.settings.set_qpdf_limits(**before)  # type: ignore[arg-type]  # mypy holds each against all


def _read_all(document: pikepdf.Pdf) -> None:
    """Has every object read before any is looked into.

    Else qpdf reads one when it is first met. Where another object than the named one stands at its place, that takes
    the place of what it may be going through just then, and the process dies (qpdf 12, found by `make torture`).
    """
    for _ in document.objects:
        pass


def _seen(document: pikepdf.Pdf) -> PdfLook:
    import pikepdf

    if document.is_encrypted:
        return PdfLook(ENCRYPTED)
    if not document.pages:
        return PdfLook(DAMAGED)
    if _is_active(document):
        return PdfLook(ACTIVE)
    if _misleads(document):
        return PdfLook(LINKS)
    root = document.Root
    is_tagged = "/StructTreeRoot" in root and bool(root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False))
    title = _text(document.docinfo.get("/Title")) or _xmp_title(document)
    found = tuple(dict.fromkeys(_personal(document)))
    return PdfLook("", len(document.pages), is_tagged, title, _text(root.get("/Lang")), found)


def _text(value: Any) -> str:
    return str(value).strip() if value is not None else ""


def _is_active(document: pikepdf.Pdf) -> bool:
    """Whether any part of it runs something, sends something, or is a file of its own."""
    if "/XFA" in document.Root.get("/AcroForm", {}):
        return True
    return any(_acts(part) for thing in document.objects for part in _parts(thing))


def _misleads(document: pikepdf.Pdf) -> bool:
    """Whether a link leads to a script or to a file beside it, or all of them do (`/Base`)."""
    return any(_leads_astray(part) for thing in document.objects for part in _parts(thing))


def _leads_astray(thing: Any) -> bool:
    if str(thing.get("/S", "")) in _ELSEWHERE and "/F" in thing:
        return True
    return any(_scheme(_text(thing.get(name))) not in _LEAD for name in ("/URI", "/Base") if _is_words(thing.get(name)))


def _is_words(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.String)


def _scheme(address: str) -> str:
    """The scheme as a reader's program may read it; of a file on a network `file`."""
    bare = _UNSEEN.sub("", address).replace("\\", "/").lower()
    match = re.match(r"([a-z][a-z0-9+.-]*):", bare)
    return match[1] if match else "file" if bare.startswith("//") else ""


def _parts(thing: Any, depth: int = 0) -> Iterator[Any]:
    """A dictionary and those that stand within it, as far as they are no objects of their own.

    Raises ValueError where they stand in each other as no program writes them.
    """
    import pikepdf

    if depth > _DEEPEST:
        raise ValueError(depth)
    values: Iterable[Any] = ()
    if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        values = (thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing).values()
    elif isinstance(thing, pikepdf.Array):
        values = thing
    for value in values:
        if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
            yield from _parts(value, depth + 1)


def _acts(thing: Any) -> bool:
    is_extra = any(str(thing.get(name, "")) in _EXTRAS for name in ("/Type", "/Subtype"))
    return is_extra or str(thing.get("/S", "")) in _ACTIONS or "/JS" in thing


def _personal(document: pikepdf.Pdf) -> Iterator[str]:
    """What tells of those who made it."""
    for name, value in document.docinfo.items():
        words = _text(value)
        if words and name in _NAMES_A_PERSON:
            yield AUTHOR
        elif _TELLING.search(words):
            yield METADATA
    packet = _packet(document)
    if any(_TAG.sub("", found[2]).strip() for found in _OF_A_PERSON.finditer(packet)) or _SAID_OF_ONE.search(packet):
        yield AUTHOR
    if _TELLING.search(packet) or (packet and _as_xml(packet) is None):
        yield METADATA
    if any(_is_comment(note) for page in document.pages for note in page.obj.get("/Annots", ())):
        yield COMMENTS


def _as_xml(packet: str) -> Element | None:
    """Metadata as XML; nothing where they are none."""
    try:
        return fromstring(packet.encode())  # noqa: S314 - expat unfolds no entities beyond measure
    except ParseError:
        return None


def _is_comment(note: Any) -> bool:
    """Whether a mark on a page is someone's remark: it carries a name."""
    return str(note.get("/Subtype")) not in ("/Link", "/Widget") and bool(_text(note.get("/T")))


def _packet(document: pikepdf.Pdf) -> str:
    """The metadata as XML; empty where there are none."""
    found = document.Root.get("/Metadata")
    return found.read_bytes().decode("utf-8", "replace") if found is not None else ""


def _xmp_title(document: pikepdf.Pdf) -> str:
    match = re.search(r"<dc:title>(?:\s*<[^>]*>)*\s*([^<]+)", _packet(document))
    return match[1].strip() if match else ""


def cleaned(raw: bytes) -> bytes:
    """The PDF without the names, addresses and places that its metadata tell; all else as it was.

    Comments on its pages stay, since they may be part of it. Raises ValueError where it cannot be opened.
    """
    import pikepdf

    try:
        with _opened(raw) as document:
            _clean(document)
            made = BytesIO()
            document.save(made, deterministic_id=True, fix_metadata_version=False)
            return made.getvalue()
    except pikepdf.PdfError as error:
        raise ValueError(str(error)) from error


def _clean(document: pikepdf.Pdf) -> None:
    for name, value in list(document.docinfo.items()):
        if name in _NAMES_A_PERSON or _TELLING.search(_text(value)):
            del document.docinfo[name]
    if "/Metadata" not in document.Root:
        return
    if _as_xml(_packet(document)) is not None:
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as packet:
            for entry in list(packet):
                if entry.rpartition("}")[2] in _PERSONS.split("|") or _TELLING.search(str(packet[entry])):
                    del packet[entry]
    if {AUTHOR, METADATA}.intersection(_personal(document)):  # in a part that is no entry
        del document.Root["/Metadata"]
