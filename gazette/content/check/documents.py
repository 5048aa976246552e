"""Rules for one document: its date, and that there is something to read."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Document
from .surroundings import Item, Surroundings
from .violations import Violation, in_data


def is_there(item: Item, known: Surroundings) -> Iterator[Violation]:  # noqa: ARG001 - all item rules take both
    """A document lies here, elsewhere or in an issue.

    One that does not is a warning: its page says so to readers, which may be all that is on record.
    """
    document = item.data
    if not isinstance(document, Document):
        return
    if not (document.file or document.url or document.newsletter):
        yield in_data(item, "document-absent", ("file",))
