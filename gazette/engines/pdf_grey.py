"""Greys as WeasyPrint 70.0 does not write them: in DeviceGray, one number each, so that a printer takes black alone.

CSS has no colour of that space. It takes the place of private functions, so the version is pinned, and tests walk
through what real PDFs paint.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .pdf_patches import replaced


@contextmanager
def written() -> Iterator[None]:
    """While it lasts, colours are written as greys. Raises ValueError for one that is none."""
    from weasyprint.pdf.stream import Stream

    def set_grey(stream: Any, red: float, green: float, blue: float, stroke: bool = False) -> None:
        if max(red, green, blue) - min(red, green, blue) > 0.001:
            raise ValueError(f"{red:g} {green:g} {blue:g} is no grey")
        stream.stream.append(f"{red:g} {'G' if stroke else 'g'}".encode())

    with replaced((Stream, "set_color_rgb", set_grey), (Stream, "_default_color_space", "/DeviceGray")):
        yield
