"""What in a text the checker wants to judge."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """Something in a text that the checker wants to judge, with its line in the file."""

    kind: str
    value: str
    line: int
    level: int = 0
    words: str = ""
    """Of a picture: what is said of it in the text itself; of a link: what readers see of it."""
