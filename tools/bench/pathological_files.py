"""Pictures and documents meant to cost: each a function of how often it repeats something, so that its cost can be
measured as it grows. What is in them is invented and means nothing.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from typing import Final

Made = Callable[[int], bytes]


# ---- pictures


def _jpeg_parts(size: tuple[int, int], progressive: bool) -> bytes:
    from PIL import Image

    target = BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(target, "JPEG", quality=60, progressive=progressive)
    return target.getvalue()


def jpeg_of_scans(scans: int, side: int = 2000) -> bytes:
    """A progressive JPEG whose last scan comes again and again: each is a pass over the whole picture."""
    from PIL import Image

    target = BytesIO()
    Image.new("RGB", (side, side), "teal").save(target, "JPEG", quality=50, progressive=True)
    raw = target.getvalue()
    starts = [at for at in range(len(raw) - 1) if raw[at : at + 2] == b"\xff\xda"]
    last = raw[starts[-1] : -2]
    while b"\xff\xc4" in last[2:]:
        last = last[: last.rindex(b"\xff\xc4")]
    return raw[:-2] + last * scans + b"\xff\xd9"


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, depth: int = 8, colour: int = 0, interlaced: int = 0, extra: bytes = b"") -> bytes:
    """A black PNG of that header, with more chunks before its data."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    row = 1 + (width * depth * channels + 7) // 8
    packer = zlib.compressobj(9)
    data = b"".join([*(packer.compress(b"\0" * row) for _ in range(height)), packer.flush()])
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))
    palette = chunk(b"PLTE", b"\0\0\0\xff\xff\xff") if colour == 3 else b""
    return b"\x89PNG\r\n\x1a\n" + head + palette + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _bomb(size: int) -> bytes:
    return zlib.compress(b"\0" * size, 9)


def animated(kind: str, frames: int, side: int = 64) -> bytes:
    """A picture that moves."""
    from PIL import Image

    target = BytesIO()
    pictures = [Image.new("RGB", (side, side), (number * 80 % 256, number // 256, 9)) for number in range(frames)]
    pictures[0].save(target, kind, save_all=True, append_images=pictures[1:])
    return target.getvalue()


def with_segment(marker: int, data: bytes, again: int = 1) -> bytes:
    """A small JPEG with such segments behind its first marker."""
    raw = _jpeg_parts((64, 64), progressive=False)
    segment = bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data
    return raw[:2] + segment * again + raw[2:]


def round_about_exif(entries: int) -> bytes:
    """Exif whose directory names itself as the next, and again and again as one inside it."""
    entries = min(entries, 5000)
    rows = b"".join(struct.pack("<HHII", 0x8769, 4, 1, 8) for _ in range(entries))
    return b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", entries) + rows + struct.pack("<I", 8)


def _overfull(size: int) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", _bomb(size)) + chunk(b"IEND", b"")


def _small_data(size: int) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 5000, 5000, 8, 0, 0, 0, 0))
    data = zlib.compress(b"\0" * 5001 * 5000, 0)[: size * 10]
    parts = (chunk(b"IDAT", data[at : at + 10]) for at in range(0, len(data), 10))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(parts) + chunk(b"IEND", b"")


def flat_jpeg(width: int, height: int, scans: int = 1) -> bytes:
    """A JPEG in middle grey of any size, put together from a small one.

    With the standard's tables (ITU-T T.81, annex K.3) each block takes six bits: no change of its mean, and its end.
    """
    from PIL import Image

    target = BytesIO()
    Image.new("L", (8, 8), 128).save(target, "JPEG")
    raw = target.getvalue()
    frame, scan = raw.index(b"\xff\xc0"), raw.index(b"\xff\xda")
    head = raw[: frame + 5] + struct.pack(">HH", height, width) + raw[frame + 9 : scan]
    blocks = -(-width // 8) * -(-height // 8)
    data = b"\x28\xa2\x8a" * (blocks // 4 + 1)
    return head + (raw[scan : scan + 10] + data) * scans + b"\xff\xd9"


def _noisy_jpeg(side: int) -> bytes:
    from PIL import Image

    target = BytesIO()
    Image.effect_noise((side // 4, side // 4), 60).resize((side, side)).convert("RGB").save(
        target, "JPEG", quality=70, progressive=True
    )
    return target.getvalue()


PICTURES: Final[Mapping[str, tuple[str, int, Made]]] = {
    "scans of a JPEG": ("jpg", 15_000, jpeg_of_scans),
    "JPEG of 220 million": ("jpg", 14_832, lambda side: flat_jpeg(side, side)),
    "PNG of one line": ("png", 30_000_000, lambda size: png(size, 1)),
    "PNG of one column": ("png", 3_000_000, lambda size: png(1, size)),
    "PNG of one bit lines": ("png", 29_000_000, lambda size: png(size, 1, 1)),
    "PNG of 30 million": ("png", 5477, lambda side: png(side, side)),
    "PNG of 30 million in colour": ("png", 5477, lambda side: png(side, side, 8, 6)),
    "PNG of 30 million, 16 bit": ("png", 5477, lambda side: png(side, side, 16, 6)),
    "PNG of 30 million, 16 bit grey": ("png", 5477, lambda side: png(side, side, 16)),
    "PNG, empty chunks": ("png", 300_000, lambda size: png(64, 64, extra=chunk(b"teSt", b"") * size)),
    "PNG, texts": ("png", 100_000, lambda size: png(64, 64, extra=chunk(b"tEXt", b"a\0b") * size)),
    "PNG, one long text": ("png", 4_000_000, lambda size: png(64, 64, extra=chunk(b"tEXt", b"a\0" + b"b" * size))),
    "PNG, packed text": ("png", 1_000_000_000, lambda size: png(64, 64, extra=chunk(b"zTXt", b"a\0\0" + _bomb(size)))),
    "PNG, packed texts": (
        "png",
        60,
        lambda size: png(64, 64, extra=chunk(b"zTXt", b"a\0\0" + _bomb(1_000_000)) * size),
    ),
    "PNG, packed profile": (
        "png",
        1_000_000_000,
        lambda size: png(64, 64, extra=chunk(b"iCCP", b"a\0\0" + _bomb(size))),
    ),
    "PNG, more data than told": ("png", 1_000_000_000, _overfull),
    "PNG, data in small chunks": ("png", 200_000, _small_data),
    "animated PNG": ("png", 4000, partial(animated, "PNG")),
    "animated WebP": ("webp", 4000, partial(animated, "WEBP")),
    "JPEG of 65,500 × 458": ("jpg", 65_500, lambda side: _jpeg_parts((side, 458), progressive=False)),
    "JPEG of 5,400 × 5,400": ("jpg", 5400, _noisy_jpeg),
    "JPEG, comments": ("jpg", 900_000, lambda size: with_segment(0xFE, b"", size)),
    "JPEG, Exif again": ("jpg", 60, lambda size: with_segment(0xE1, round_about_exif(5000), size)),
    "JPEG, round about Exif": ("jpg", 5000, lambda size: with_segment(0xE1, round_about_exif(size))),
    "JPEG, XMP again": (
        "jpg",
        60,
        lambda size: with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + b"<a>" * 20_000, size),
    ),
    "JPEG, broken profiles": ("jpg", 60, lambda size: with_segment(0xE2, b"ICC_PROFILE\0\1\1" + b"\0" * 65_000, size)),
    "JPEG, many pictures told": (
        "jpg",
        4000,
        lambda size: with_segment(0xE2, b"MPF\0II*\0\x08\0\0\0" + b"\0" * size, 50),
    ),
    "JPEG, xyz again": ("jpg", 4_000_000, lambda size: with_segment(0xE5, b"\xa9xyz" * 16_000, size // 64_000)),
}
"""Ending of its name, the size at which it is as bad as may be, and how it is made."""


# ---- documents of Word

_SPACES: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES: Final = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATIONS: Final = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def document(body: str, parts: Mapping[str, bytes | str] | None = None, begins: str = "") -> bytes:
    """A document of Word with that body, and other parts."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", f"{begins}<w:document {_SPACES}><w:body>{body}</w:body></w:document>")
        for name, raw in (parts or {}).items():
            archive.writestr(name, raw)
    return target.getvalue()


def _run(words: str) -> str:
    return f"<w:r><w:t>{words}</w:t></w:r>"


def _paragraph(words: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{_run(words)}</w:p>"


def nested_tables(depth: int) -> str:
    """A table in a table in a table."""
    inner = _paragraph("a")
    for _ in range(depth):
        inner = f"<w:tbl><w:tr><w:tc>{inner}{_paragraph('a')}</w:tc></w:tr></w:tbl>"
    return inner


def _numbered(words: str, level: int) -> str:
    listed = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return f"<w:p>{listed}{_run(words)}</w:p>"


_NUMBERING: Final = (
    f'<w:numbering {_SPACES}><w:abstractNum w:abstractNumId="1">'
    + "".join(f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="bullet"/></w:lvl>' for level in range(9))
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
_NUMBERING_PARTS: Final = {
    "word/numbering.xml": _NUMBERING,
    "word/_rels/document.xml.rels": _RELATIONS.replace(
        'officeDocument" Target="word/document.xml', 'numbering" Target="numbering.xml'
    ),
}


def _notes(count: int) -> bytes:
    notes = "".join(f'<w:footnote w:id="{n}">{_paragraph("a")}</w:footnote>' for n in range(1, count + 1))
    marks = "".join(f'<w:p><w:r><w:footnoteReference w:id="{n}"/></w:r></w:p>' for n in range(1, count + 1))
    relations = _RELATIONS.replace('officeDocument" Target="word/document.xml', 'footnotes" Target="footnotes.xml')
    return document(
        marks,
        {
            "word/footnotes.xml": f"<w:footnotes {_SPACES}>{notes}</w:footnotes>",
            "word/_rels/document.xml.rels": relations,
        },
    )


def _styles(count: int) -> bytes:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:name w:val="heading {n}"/></w:style>' for n in range(count)
    )
    relations = _RELATIONS.replace('officeDocument" Target="word/document.xml', 'styles" Target="styles.xml')
    return document(
        _paragraph("a", "s1"),
        {"word/styles.xml": f"<w:styles {_SPACES}>{styles}</w:styles>", "word/_rels/document.xml.rels": relations},
    )


def _laughs(depth: int) -> bytes:
    def ten_of(number: int) -> str:
        return f"&l{number};" * 10

    lines = "".join(f'<!ENTITY l{n + 1} "{ten_of(n)}">' for n in range(depth))
    return document(_paragraph(f"&l{depth};"), begins=f'<!DOCTYPE a [<!ENTITY l0 "ha">{lines}]>')


def _field(count: int) -> str:
    one = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://a.example/" '
        "</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_run("a")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return f"<w:p>{one * count}</w:p>"


_BEGINNING: Final = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
_CELL: Final = f"<w:tc>{_paragraph('a')}</w:tc>"
_MERGED: Final = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{_paragraph('a')}</w:tc>"
DOCUMENTS: Final[Mapping[str, tuple[int, Made]]] = {
    "nested tables": (16, lambda depth: document(nested_tables(depth))),
    "paragraphs": (250_000, lambda count: document(_paragraph("a") * count)),
    "runs in a paragraph": (250_000, lambda count: document(f"<w:p>{_run('a') * count}</w:p>")),
    "bold and plain runs": (
        100_000,
        lambda count: document(
            f"<w:p>{('<w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r>' + _run('b')) * (count // 2)}</w:p>"
        ),
    ),
    "words in a run": (10_000_000, lambda size: document(_paragraph("a " * (size // 2)))),
    "one word": (10_000_000, lambda size: document(_paragraph("a" * size))),
    "signs in a run": (1_000_000, lambda size: document(_paragraph("[*" * (size // 2)))),
    "breaks": (250_000, lambda count: document(f"<w:p><w:r>{'<w:br/>' * count}</w:r></w:p>")),
    "tabs": (250_000, lambda count: document(f"<w:p><w:r>{'<w:tab/>' * count}</w:r></w:p>")),
    "headings": (50_000, lambda count: document(_paragraph("a", "Heading1") * count)),
    "list entries": (50_000, lambda count: document(_numbered("a", 0) * count, _NUMBERING_PARTS)),
    "list levels": (
        50_000,
        lambda count: document("".join(_numbered("a", n % 9) for n in range(count)), _NUMBERING_PARTS),
    ),
    "footnotes": (20_000, _notes),
    "styles": (50_000, _styles),
    "laughs": (9, _laughs),
    "fields": (50_000, lambda count: document(_field(count))),
    "field beginnings": (100_000, lambda count: document(f"<w:p>{_BEGINNING * count}</w:p>")),
    "cells": (50_000, lambda count: document(f"<w:tbl><w:tr>{_CELL * count}</w:tr></w:tbl>")),
    "rows": (50_000, lambda count: document(f"<w:tbl>{f'<w:tr>{_CELL}</w:tr>' * count}</w:tbl>")),
    "merged cells": (20_000, lambda count: document(f"<w:tbl>{f'<w:tr>{_MERGED}</w:tr>' * count}</w:tbl>")),
    "spanned cells": (
        1_000_000_000,
        lambda count: document(
            f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{count}"/></w:tcPr>{_paragraph("a")}</w:tc></w:tr></w:tbl>'
        ),
    ),
    "shapes in shapes": (
        24,
        lambda depth: document(
            "<w:p>"
            + "<w:r><mc:AlternateContent><mc:Choice/><mc:Fallback>" * depth
            + _run("a")
            + "</mc:Fallback></mc:AlternateContent></w:r>" * depth
            + "</w:p>"
        ),
    ),
    "elements in elements": (
        78,
        lambda depth: document("<w:p>" + "<w:ins>" * depth + _run("a") + "</w:ins>" * depth + "</w:p>"),
    ),
    "parts": (1990, lambda count: document(_paragraph("a"), {f"word/a{n}.xml": "<a/>" for n in range(count)})),
    "a part of zeros": (190_000_000, lambda size: document(_paragraph("a"), {"word/media/a.png": b"\0" * size})),
    "an unnamed part of zeros": (190_000_000, lambda size: document(_paragraph("a"), {"word/a.bin": b"\0" * size})),
    "attributes": (200_000, lambda count: document("<w:p " + " ".join(f'a{n}="b"' for n in range(count)) + "/>")),
}
"""How many are as bad as may be, and how the document is made."""
