"""Headings and lists that begin in the middle of a line, behind other words: they are printed with their signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .found import Slip

_HEADING: Final = re.compile(r"(?<=[^\s#\\])[ \xa0]{0,4}(#{2,6})[ \xa0]{1,4}(?=[^\s#])")
_ENTRY: Final = re.compile(r"(?<=[.:;·!?…»”)\]])(?:-[ \xa0](?=\S[^\n]*\n- )|1\.[ \xa0](?=\S[^\n]*\n2\. ))")
"""An entry behind the end of a sentence, with one more below it: alone the sign may be that of a dateline."""


def glued(body: str, covered: str) -> Iterator[Slip]:
    """Both, of a text; in `covered` its code is covered up."""
    if "##" in covered:
        for match in _HEADING.finditer(covered):
            start, end = _line(body, match.start())
            if covered[start:end].lstrip(" \t>")[:1] != "#":
                new = f"{body[start : match.start()]}\n\n{match.group(1)} {body[match.end() : end]}"
                yield Slip(start, "heading-glued", body[start:end], new, covered[start] not in " \t>|")
    for match in _ENTRY.finditer(covered) if "\n- " in covered or "\n2. " in covered else ():
        start, end = _line(body, match.start())
        # Words behind the sign that end in a colon are what the list belongs to.
        if not covered[match.end() : end].rstrip().endswith(":"):
            new = f"{body[start : match.start()]}\n\n{body[match.start() : end]}"
            yield Slip(start, "list-unmade", body[start:end], new, covered[start] not in " \t>|-")


def _line(text: str, place: int) -> tuple[int, int]:
    """Where the line of a place begins and ends."""
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, end if end >= 0 else len(text)
