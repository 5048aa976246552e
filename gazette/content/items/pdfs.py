"""Rules for the PDF of a document: the file itself, and what its data and texts say of it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from ...files import tree
from ...files.portable_names import is_portable
from .. import fields, load
from ..digests import digest_of_bytes
from ..library import Item, PdfFacts
from ..listing import FileEntry
from ..load import SourceFile
from ..model import PDF_PATTERN, Document, DocumentText
from ..problems import Place, Problem
from ..translit import latin_name

PDF: Final = ".pdf"
MAX_PDF_BYTES: Final = 10 * 1024 * 1024
"""What stays in git for good, in every copy of it, and what a reader on a phone has to load."""


class PdfSeen(Protocol):
    """What a look at a PDF showed (`engines/pdf_files.py`)."""

    @property
    def fault(self) -> str: ...
    @property
    def pages(self) -> int: ...
    @property
    def is_tagged(self) -> bool: ...
    @property
    def title(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def personal(self) -> tuple[str, ...]: ...


LookAtPdf = Callable[[bytes], PdfSeen]
"""Looks at a PDF: `fault` is the end of a rule's name or nothing."""


class PdfCheck(NamedTuple):
    """What became of a PDF: the digest of its bytes, if they could be read, and the facts, if it can be published."""

    digest: str = ""
    facts: PdfFacts | None = None
    problems: tuple[Problem, ...] = ()


def check_pdf(root: Path, entry: FileEntry, look: LookAtPdf) -> PdfCheck:
    """Judges a PDF by its name, its size, and what `look` sees in it."""
    path, name = entry.path, entry.path.rsplit("/", 1)[1]
    if not re.fullmatch(PDF_PATTERN, name) or not is_portable(name):
        facts = {"name": name, "suggestion": f"{latin_name(name[: -len(PDF)]) or 'document'}{PDF}"}
        return PdfCheck(problems=(Problem(path, "pdf-name", facts=facts),))
    if entry.size > MAX_PDF_BYTES:
        facts = {"name": name, "limit": str(MAX_PDF_BYTES // 1024 // 1024)}
        return PdfCheck(problems=(Problem(path, "pdf-too-large", facts=facts),))
    try:
        raw = tree.read(root, path, MAX_PDF_BYTES)
    except OSError as error:
        return PdfCheck(problems=(load.unreadable(path, error),))
    return _looked_at(path, name, raw, look(raw))


def _looked_at(path: str, name: str, raw: bytes, seen: PdfSeen) -> PdfCheck:
    facts = {"name": name, "path": shlex.quote(path)}
    if seen.fault:
        return PdfCheck(digest_of_bytes(raw), None, (Problem(path, f"pdf-{seen.fault}", facts=facts),))
    told = [Problem(path, f"pdf-{found}", facts=facts) for found in seen.personal]
    known = PdfFacts(len(raw), seen.pages, seen.is_tagged, seen.title, seen.language)
    return PdfCheck(digest_of_bytes(raw), known, tuple(told))


def pdf_problems(item: Item, sources: Mapping[str, SourceFile]) -> Iterator[Problem]:
    """Rules between a document's PDF and what its data and texts say of it."""
    data = item.data
    held = sorted(name for name in item.files if name.endswith(PDF))
    named = data.file if isinstance(data, Document) else None
    if named is not None and named not in item.files:
        facts = {"name": named, "suggestion": fields.closest(named, held) or (held[0] if len(held) == 1 else "")}
        yield Problem(item.data_path, "pdf-missing", sources["data"].place(("file",)), "file", facts)
        return
    for name in held:
        if name != named:
            yield Problem(f"{item.folder}/{name}", "pdf-unused", facts={"name": name})
    if isinstance(data, Document) and named and named in item.pdfs:
        yield from _said_of(item, data, item.pdfs[named], sources)


def _said_of(item: Item, data: Document, pdf: PdfFacts, sources: Mapping[str, SourceFile]) -> Iterator[Problem]:
    facts = {"name": str(data.file)}
    path = f"{item.folder}/{data.file}"
    for language, text in item.texts.items():
        if not pdf.is_tagged and isinstance(text.front, DocumentText) and text.front.access is None:
            yield Problem(text.path, "pdf-untagged", sources[language].place(()) or Place(1, 1), "access", facts)
    if not pdf.title:
        yield Problem(path, "pdf-untitled", facts=facts)
    code = pdf.language.lower().partition("-")[0]
    if not code:
        yield Problem(path, "pdf-without-language", facts=facts)
    elif data.languages and code not in data.languages:
        told = {**facts, "value": code, "languages": ", ".join(data.languages)}
        yield Problem(item.data_path, "pdf-other-language", sources["data"].place(("languages",)), "languages", told)
