"""Feeds for feed readers: the newest items of each kind, in each language (Atom and JSON Feed)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..render.feeds import feed_files
from .base import Context, Output, PlannedFile


class Feeds(Output):
    """Each feed in both formats, in each language."""

    name = "feeds"

    def files(self, context: Context) -> Iterator[PlannedFile]:
        templates = context.environment(context.theme.feed_templates, "feeds")
        root = context.settings.language_root
        yield from map(
            context.planned, feed_files(context.library, context.words, context.site.address, root, templates)
        )


OUTPUT: Final[Output] = Feeds()
