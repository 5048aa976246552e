"""The PDFs of documents, byte for byte as they were checked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from .. import rereading
from ..content.model import Document, Kind
from ..render.lookup import pdf_address
from .base import Context, Output, PlannedFile


class Documents(Output):
    """A file for each document that has one, at an address that stays the same when the file is replaced."""

    name = "documents"

    def files(self, context: Context) -> Iterator[PlannedFile]:
        root = context.settings.root
        for item in context.library.items(Kind.DOCUMENT):
            name = item.record(Document).file
            if name and name in item.pdfs:
                path, digest = f"{item.folder}/{name}", item.files[name]
                yield PlannedFile(pdf_address(item), digest, partial(rereading.file_of, root, path, digest))


OUTPUT: Final[Output] = Documents()
