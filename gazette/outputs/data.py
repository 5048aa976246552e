"""The open data: the library's records as JSON and CSV with their schemas, below data/ (docs/open-data.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..render.data import data_files
from .base import Context, Output, PlannedFile


class Data(Output):
    """A JSON file, a CSV file and a schema for each set of records."""

    name = "data"

    def files(self, context: Context) -> Iterator[PlannedFile]:
        licence = context.settings.data_licence
        yield from map(context.planned, data_files(context.library, context.words, context.site.address, licence))


OUTPUT: Final[Output] = Data()
