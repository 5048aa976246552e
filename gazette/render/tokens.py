"""Colours, and sizes in pixels, from theme/tokens.css, for media that know no custom properties."""

from __future__ import annotations

import re
from typing import Final

_COLOUR: Final = re.compile(r"^\s*(--[a-z-]+): (#[0-9a-f]{3,6});", re.MULTILINE)
_SIZE: Final = re.compile(r"^\s*--size-([a-z0-9]+): (?:clamp\()?([\d.]+)rem", re.MULTILINE)
_FAMILY: Final = re.compile(r"^\s*--font-([a-z]+):\s+(.+);", re.MULTILINE)
_REM: Final = 16
"""Pixels of a rem, where a reader has set nothing else."""


def colours(sheet: str, dark: bool = False) -> dict[str, str]:
    """Name (`--paper`) → colour; in dark with what differs there put in its place."""
    light, _, rest = sheet.partition("@media")
    return dict(_COLOUR.findall(light)) | (dict(_COLOUR.findall(rest)) if dark else {})


def sizes(sheet: str) -> dict[str, int]:
    """Name (`text`) → pixels; of a size that grows with the window, the least, which is a phone's."""
    return {name: round(float(least) * _REM) for name, least in _SIZE.findall(sheet)}


def families(sheet: str) -> dict[str, str]:
    """Name (`display`) → typefaces that a reader's machine may have: ours cannot be sent along."""
    return {
        name: ", ".join(part for part in given.split(", ") if part[0] != '"') for name, given in _FAMILY.findall(sheet)
    }
