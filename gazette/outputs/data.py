"""The open data: the library's records as JSON, CSV and XLSX with their schemas, below data/ (docs/open-data.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..content.library import DATA
from ..render.data import DataSource, data_files
from .base import Context, Output, PlannedFile


class Data(Output):
    """A JSON file, a CSV file, an Excel workbook and a schema for each set of records."""

    name = "data"

    def files(self, context: Context) -> Iterator[PlannedFile]:
        settings = context.settings
        words = {code: context.words[code] for code in settings.offered.offering(DATA)}
        source = DataSource(
            context.library, words, context.site.address, settings.language_root, settings.data_licence,
            settings.lasting_name,
        )  # fmt: skip
        yield from map(context.planned, data_files(source))


OUTPUT: Final[Output] = Data()
