"""Tables of the open data for spreadsheets: CSV that opens by a double click, and XLSX. Pure.

Excel with Greek settings parts a CSV file at semicolons and reads a comma as the decimal sign; it knows UTF-8 by a byte
order mark alone, and forgets the mark where a line `sep=` stands first. Other settings have the XLSX.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from .data_model import Cell, Column

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Row = Sequence[Any]
"""The values of a record, in the order of the columns; None where there is none."""
BETWEEN: Final = "; "
"""Between the values of one cell."""
_SEPARATOR: Final = ";"
_FORMULA: Final = frozenset("=+-@\t\r\n＝＋－＠")
"""Signs with which a spreadsheet begins a formula (OWASP, "CSV Injection")."""
_WITHIN: Final = re.compile(r"""([,;|\t]["']*)(?=[=+@\t＝＋＠]|[-－](?!\d))""")
"""Before a formula that begins where a program with other settings parts the line: a space makes it words again."""
_MONTH: Final = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ιαν|φεβ|μαρ|απρ|μαι|ιουν|ιουλ|αυγ|σεπ|οκτ|νοε|δεκ)[^\W\d]*\.?"
)
_CONVERTED: Final = re.compile(
    r"[\s\d.,/:()%€$£+-]*\d[\s\d.,/:()%€$£+-]*(?:e[+-]?\d+|[apπμ]\.?(?:[mμ]\.?)?)?"  # numbers, times, days
    rf"|\d{{1,4}}[\s./-]*{_MONTH}[\s./,-]*\d{{0,4}}"
    rf"|{_MONTH}[\s./,-]*\d{{1,4}}(?:[\s./,-]+\d{{1,4}})?"
    r"|true|false|αληθες|ψευδες|#[a-zα-ω0-9/]+[!?]?"
)
"""What a spreadsheet takes for a number, a date, a truth or an error where it opens a text; in small letters, bare."""
_SENTENCE: Final = re.compile(r"(?:[^\W\d_]{2,}[\W\d_]+){5}[^\W\d_]{2,}")
"""Six words: none of the above has so many, and most texts have."""
_YEAR_OR_DAY: Final = re.compile(r"\d{4}(?:-\d\d-\d\d)?")
"""What of a date it takes for what it is; of `2021-02` it would make a day."""
_MOMENTS: Final = {"%Y-%m-%d": "yyyy-mm-dd", "%Y-%m-%dT%H:%M": "yyyy-mm-dd hh:mm"}
"""A date that a spreadsheet can count with, as it is written → how it is shown there."""
_CREATED: Final = datetime(2021, 2, 26)
"""Says every workbook, so that the same rows give the same bytes."""
MOST_LINKS: Final = 65_530
"""In a sheet, by Excel's limits; what comes after stands as text."""
MOST_LETTERS: Final = 32_767
"""In a cell, by Excel's limits."""
_WIDEST: Final = 60
"""Of a column, in letters."""


def as_csv(name: str, columns: Sequence[Column], rows: Sequence[Row]) -> bytes:  # noqa: ARG001 - as all tables are made
    """A table as CSV: UTF-8 with a byte order mark, semicolons, decimal commas, lines as in RFC 4180."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=_SEPARATOR, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([csv_cell(value, column.cell) for column, value in zip(columns, row, strict=True)])
    return buffer.getvalue().encode("utf-8-sig")


def csv_cell(value: object, cell: Cell = Cell.WORDS) -> str:
    """A value for a spreadsheet that guesses: an apostrophe stands before a text that it would change."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value).replace(".", ",")
    text = BETWEEN.join(value) if isinstance(value, tuple) else str(value)
    if cell is Cell.SIGN or (cell is Cell.DATE and _YEAR_OR_DAY.fullmatch(text)):
        return text
    text = _WITHIN.sub(r"\1 ", text)
    return f"'{text}" if text[:1] in _FORMULA or _is_converted(text) else text


def _is_converted(text: str) -> bool:
    return not _SENTENCE.match(text) and _CONVERTED.fullmatch(_plain(text)) is not None


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.strip().lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def as_xlsx(name: str, columns: Sequence[Column], rows: Sequence[Row]) -> bytes:
    """A table as an Excel workbook with one sheet, which has the name of the set."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": name, "created": _CREATED})
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.write_row(0, 0, [column.name for column in columns], bold)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    writer = _SheetWriter(sheet, {form: book.add_format({"num_format": shown}) for form, shown in _MOMENTS.items()})
    for at, column in enumerate(columns):
        values = [row[at] for row in rows]
        letters = max(len(column.name) + 4, *(len(_text(value)) for value in values), 0)
        sheet.set_column(at, at, min(letters, _WIDEST) + 1)
        for number, value in enumerate(values, 1):
            writer.write((number, at), value, column.cell)
    book.close()
    return buffer.getvalue()


class _SheetWriter:
    """Writes values of all sorts into a sheet, and counts its links."""

    def __init__(self, sheet: Worksheet, moments: dict[str, Any]) -> None:
        self._sheet, self._moments = sheet, moments
        self._links = 0

    def write(self, place: tuple[int, int], value: object, cell: Cell) -> None:
        if value is None or value == ():
            return
        if isinstance(value, bool):
            self._sheet.write_boolean(*place, value)
        elif isinstance(value, int | float):
            self._sheet.write_number(*place, value)
        elif cell is Cell.DATE:
            self._write_date(place, str(value))
        elif cell is Cell.LINK and self._links < MOST_LINKS:
            self._links += 1
            self._sheet.write_url(*place, str(value), string=str(value))
        else:
            self._sheet.write_string(*place, _text(value))

    def _write_date(self, place: tuple[int, int], text: str) -> None:
        """As a date where it is exact to the day, else as text: a month is no day."""
        for form, shown in self._moments.items():
            try:
                self._sheet.write_datetime(*place, datetime.strptime(text, form), shown)
            except ValueError:
                continue
            return
        self._sheet.write_string(*place, text)


def _text(value: object) -> str:
    """A value as text. Of a list that is longer than a cell can be, the last entries are left out and counted."""
    if not isinstance(value, tuple):
        return "" if value is None else str(value)
    whole = BETWEEN.join(value)
    if len(whole) <= MOST_LETTERS:
        return whole
    kept = whole[: MOST_LETTERS - 20].rpartition(BETWEEN)[0]
    return f"{kept}{BETWEEN}… +{len(value) - len(kept.split(BETWEEN))}"
