"""The log as a table, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from .people import LogEntry

MOST_ENTRIES: Final = 1_000_000
_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet would reckon out (OWASP, "CSV Injection")."""


def log_table(entries: Iterable[LogEntry]) -> str:
    """The entries as CSV. A sign before what looks like a formula keeps it from being one."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["when", "who", "what", "about"])
    for entry in entries:
        when = datetime.fromtimestamp(entry.at, UTC).isoformat(timespec="seconds")
        writer.writerow([when, *(f"'{cell}" if cell.startswith(_FORMULAS) else cell for cell in entry[1:])])
    return text.getvalue()
