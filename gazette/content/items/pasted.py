"""Web addresses that were pasted as a program gave them, as problems: in the fields of a file and in its links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .. import load, pasted_addresses
from ..load import SourceFile, field_name
from ..markup import Finding
from ..pasted_addresses import MISTYPED, REDIRECTED, TRACKED
from ..problems import MENDED, Place, Problem, Replacement

_FIELD: Final = re.compile(r"https?://[^\s<>\"'\\]+\.[^\s<>\"'\\]+\Z")
"""What a field for an address takes; what it does not take is told already."""
_CERTAIN: Final = (MISTYPED, REDIRECTED, TRACKED)


def pasted_in_fields(source: SourceFile) -> Iterator[Problem]:
    """The addresses in the fields of a file that readers should not get as they are."""
    for route, text in load.strings_of(source.data):
        found = pasted_addresses.judged(text) if _FIELD.match(text) else None
        if found:
            facts = {"value": text, MENDED: found.meant}
            mend = Replacement(text, found.meant) if found.meant else None
            yield Problem(source.path, found.rule, source.place(route), field_name(route), facts, mend)


def is_mistyped(address: str) -> bool:
    """Whether an address is told as a mistyped one."""
    return bool(pasted_addresses.whole(address))


def pasted_link(source: SourceFile, link: Finding) -> Problem | None:
    """What is wrong with the address of a link as it was pasted, if anything is."""
    found = pasted_addresses.judged(link.value)
    if found is None or (found.rule == MISTYPED and not found.meant):
        return None
    is_certain = found.rule in _CERTAIN and found.meant and link.value in source.body
    mend = Replacement(link.value, found.meant) if is_certain else None
    facts = {"value": link.value, MENDED: found.meant}
    return Problem(source.path, found.rule, Place(link.line, 1), "", facts, mend)
