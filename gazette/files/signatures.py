"""What a file is by its first bytes, whatever it is called."""

from __future__ import annotations

import re
from typing import Final

EMPTY, PDF, WEB_PAGE, DRAWING = "empty", "PDF", "HTML", "SVG"
OFFICE, OLD_OFFICE, RICH_TEXT = "office", "old-office", "RTF"
"""What is no picture of pixels: `office` is a document as Word and others save it today, `old-office` as they did."""
HEIC, AVIF, TIFF, GIF, BMP, PHOTOSHOP = "HEIC", "AVIF", "TIFF", "GIF", "BMP", "PSD"
LOOKED_AT: Final = 1024
"""Bytes that tell what a file is."""
_BEGINNINGS: Final = (
    (re.compile(rb"\xff\xd8\xff"), "JPEG"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "WEBP"),
    (re.compile(rb"....ftyp(?:hei|hev|mif1|msf1)", re.DOTALL), HEIC),  # ISO/IEC 23008-12, 10.2
    (re.compile(rb"....ftypavi[fs]", re.DOTALL), AVIF),
    (re.compile(rb"II\*\x00|MM\x00\*|II\+\x00|MM\x00\+"), TIFF),
    (re.compile(rb"GIF8[79]a"), GIF),
    (re.compile(rb"BM....\x00\x00\x00\x00", re.DOTALL), BMP),
    (re.compile(rb"8BPS"), PHOTOSHOP),
    (re.compile(rb"(?:[\x00\s]|\xef\xbb\xbf){0,64}%PDF-"), PDF),
    (re.compile(rb"PK\x03\x04"), OFFICE),
    (re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), OLD_OFFICE),
    (re.compile(rb"\{\\rtf"), RICH_TEXT),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE svg[^>]*>|\s)*<svg", re.DOTALL), DRAWING),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)", re.IGNORECASE), WEB_PAGE),
)  # fmt: skip


def kind_of(raw: bytes) -> str:
    """The kind of a file: JPEG, PNG, WEBP or one of the names above; nothing where its beginning tells none."""
    if not raw:
        return EMPTY
    beginning = raw[:LOOKED_AT]
    return next((kind for pattern, kind in _BEGINNINGS if pattern.match(beginning)), "")
