"""Feeds for feed readers: the newest items of each kind, in each language (Atom and JSON Feed)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..render.feeds import FeedSource, feed_files
from ..render.lookup import Values
from .base import Context, DownloadFile, Output, PlannedFile

TYPES: Final = {"pdf": "application/pdf", "epub": "application/epub+zip"}
"""Media types of what an issue offers, by the ending of the file."""


class Feeds(Output):
    """Each feed in both formats, in each language."""

    name = "feeds"

    def files(self, context: Context) -> Iterator[PlannedFile]:
        settings = context.settings
        source = FeedSource(
            context.library, context.words, context.listed.changes, context.site.address, settings.language_root,
            settings.lasting_name, _enclosures(context),
        )  # fmt: skip
        templates = context.environment(context.theme.feed_templates, "feeds")
        yield from map(context.planned, feed_files(source, templates))


def _enclosures(context: Context) -> dict[tuple[str, str], list[Values]]:
    """Language and address of an issue → its downloads, as far as this build has them: without paper there are none."""
    found: dict[tuple[str, str], list[Values]] = {}
    for file in context.of_kind(DownloadFile):
        entry: Values = {
            "url": context.site.url + file.path,
            "type": TYPES.get(file.path.rpartition(".")[2], "application/octet-stream"),
            "bytes": len(context.read(file)),
            "edition": file.edition,
        }
        found.setdefault((file.language, file.address), []).append(entry)
    return found


OUTPUT: Final[Output] = Feeds()
