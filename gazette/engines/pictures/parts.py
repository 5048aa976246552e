"""The parts that a JPEG, PNG or WebP file consists of, found in its bytes before any library unpacks them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

MOST_SCANS: Final = 100
"""Passes over a JPEG; programs write about ten, and each takes as long as a picture."""
MOST_PARTS: Final = 20_000
"""Segments of a JPEG, chunks of a PNG: Pillow looks at each by itself."""
MOST_JUNK: Final = 65_536
"""Bytes between the segments of a JPEG, which are skipped one by one."""
PNG: Final = b"\x89PNG\r\n\x1a\n"
JPEG: Final = b"\xff\xd8"
PROFILE: Final = b"iCCP"
"""The chunk of a PNG that holds its colour profile."""


class Part(NamedTuple):
    """A segment of a JPEG (named by its marker, one byte) or a chunk of a PNG or WebP, and where it lies."""

    name: bytes
    start: int
    end: int


def has_many_parts(raw: bytes) -> bool:
    """Whether it is in so many pieces, or to be drawn in so many passes, that reading it would take minutes."""
    scans = (part for part in _segments(raw) if part.name == _START_OF_SCAN) if raw.startswith(JPEG) else iter(())
    return _counts_beyond(parts_of(raw), MOST_PARTS) or _counts_beyond(scans, MOST_SCANS)


def is_of_one_scan(raw: bytes) -> bool:
    """Whether it is a JPEG that can be unpacked line by line, at an eighth of its size, so that it needs no memory.

    One in several passes, progressive or not, is held whole until the last of them.
    """
    return raw.startswith(JPEG) and sum(part.name == _START_OF_SCAN for part in _segments(raw)) == 1


def is_of_a_rare_coding(raw: bytes) -> bool:
    """Whether it is a JPEG without loss, or in another coding that no browser knows and Pillow barely does."""
    return raw.startswith(JPEG) and any(part.name in _RARE_FRAMES for part in islice(_segments(raw), MOST_PARTS))


def is_bare(raw: bytes) -> bool:
    """Whether it has no part but what every reader needs to show it: no metadata, no profile, nothing behind its end.

    Nor is it coded in one of the ways of the standards that browsers don't know, such as arithmetic JPEG.
    """
    parts = list(islice(parts_of(raw), MOST_PARTS))
    return bool(parts) and parts[-1].end == len(raw) and all(map(_is_needed, parts))


def without_profile(raw: bytes) -> bytes:
    """A PNG without its colour profile, which Pillow needs to be whole; whatever else there is as it is."""
    if not raw.startswith(PNG):
        return raw
    for part in islice(_chunks(raw), MOST_PARTS):
        if part.name == PROFILE:
            return raw[: part.start] + raw[part.end :]
    return raw


def parts_of(raw: bytes) -> Iterator[Part]:
    """The parts of a JPEG, PNG or WebP in their order; none of anything else."""
    if raw.startswith(PNG):
        return _chunks(raw)
    if raw.startswith(JPEG):
        return _segments(raw)
    return _riff_chunks(raw) if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP" else iter(())


def _is_needed(part: Part) -> bool:
    if part.name == _JFIF:
        return part.end - part.start == _PLAIN_JFIF
    return part.name in _NEEDED


def _counts_beyond(parts: Iterator[Part], most: int) -> bool:
    return next(islice(parts, most, None), None) is not None


def _chunks(raw: bytes) -> Iterator[Part]:
    at = len(PNG)
    while at + 8 <= len(raw):
        end = at + 12 + int.from_bytes(raw[at : at + 4], "big")
        yield Part(raw[at + 4 : at + 8], at, end)
        at = end


def _riff_chunks(raw: bytes) -> Iterator[Part]:
    at = 12
    while at + 8 <= len(raw):
        size = int.from_bytes(raw[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        yield Part(raw[at : at + 4], at, end)
        at = end


def _segments(raw: bytes) -> Iterator[Part]:
    """The segments of a JPEG, its end the last; many of them where there is much that is none.

    What follows on the end, such as the film that some phones hang on, is none of the picture's.
    """
    at, junk = 2, 0
    while 0 <= at < len(raw) - 1:
        if raw[at] != 0xFF or raw[at + 1] in (0, 0xFF):
            begins = raw.find(b"\xff", at + 1)
            junk += (begins if begins > 0 else len(raw)) - at
            if junk > MOST_JUNK:
                yield from (Part(b"", at, at) for _ in range(MOST_PARTS + 1))
            at = begins
            continue
        name = raw[at + 1 : at + 2]
        end = at + 2 if name in _ALONE else at + 2 + int.from_bytes(raw[at + 2 : at + 4], "big")
        yield Part(name, at, end)
        if name == _END:
            return
        at = end
        if name == _START_OF_SCAN:
            following = _MARKER.search(raw, at)
            at = following.start() if following else -1


_START_OF_SCAN: Final = b"\xda"
_END: Final = b"\xd9"
_RARE_FRAMES: Final = frozenset({b"\xc3", b"\xc5", b"\xc6", b"\xc7", b"\xcb", b"\xcd", b"\xce", b"\xcf"})
"""Lossless and hierarchical (ITU-T T.81, table B.1)."""
_JFIF: Final = b"\xe0"
_PLAIN_JFIF: Final = 18
"""Bytes of this segment without a small picture in it, which may show another one (ITU-T T.871, 10.1)."""
_MARKER: Final = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""The end of a JPEG scan: within its data a 0 follows every 255, except in restart markers."""
_ALONE: Final = frozenset({b"\x01", *(bytes([marker]) for marker in range(0xD0, 0xDA))})
"""Markers without a length."""
_NEEDED: Final = frozenset(
    {
        # JPEG (ITU-T T.81, table B.1): Huffman-coded frames alone, tables, the scan, the end, Adobe's kind of colours
        *(b"\xc0", b"\xc1", b"\xc2", b"\xc4", b"\xdb", b"\xdd", b"\xda", b"\xd9", b"\xee"),
        *(b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"cHRM", b"pHYs", b"sBIT", b"bKGD"),  # PNG
        *(b"VP8 ", b"VP8L", b"VP8X", b"ALPH"),  # WebP
    }
)
