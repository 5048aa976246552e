"""Inputs meant to cost: each a function of a size, so that its cost can be measured as it grows.

A text fills the number of letters that it is given, a data file the number of bytes, a picture and a document count
what they repeat. What is in them is invented and means nothing.
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


def filled(piece: str, size: int, around: tuple[str, str] = ("", "")) -> str:
    """`piece` again and again, up to `size` letters; `#` in double braces becomes its number."""
    if "{{#}}" not in piece:
        return around[0] + piece * ((size - len("".join(around))) // len(piece)) + around[1]
    parts: list[str] = []
    length = len("".join(around))
    while length < size:
        parts.append(piece.replace("{{#}}", str(len(parts))))
        length += len(parts[-1])
    return around[0] + "".join(parts)[: size - len("".join(around))] + around[1]


REPEATED: Final[Mapping[str, str]] = {
    "words": "Residents of the city planted a garden together. ",
    "greek words": "Κάτοικοι της πόλης φύτεψαν μαζί έναν κήπο. ",
    "paragraphs": "Residents planted a garden.\n\n",
    "one letter paragraphs": "a\n\n",
    "autolinks": "<http://a>",
    "autolinks with spaces": "<http://a> ",
    "autolink paragraphs": "<http://a>\n\n",
    "mail links": "<mailto:a@b.gr> ",
    "brackets open": "[",
    "brackets spaced": "[ ",
    "brackets closed": "]",
    "brackets pairs": "[]",
    "brackets pairs spaced": "[] a ",
    "images open": "![",
    "images open spaced": "![ a ",
    "images": "![a](b.jpg) ",
    "image paragraphs": "![a](b.jpg)\n\n",
    "links": "[a](/b/) ",
    "link paragraphs": "[a](/b/)\n\n",
    "long link paragraphs": "[Residents of the city](https://example.org/{{#}})\n\n",
    "link openings": "[a](",
    "link openings spaced": "[a]( b ",
    "link titles open": '[a](b "c ',
    "links with pointed address": "[a](<b ",
    "references": "[a][b] ",
    "reference paragraphs": "[a][b]\n\n",
    "reference definitions": "[a{{#}}]: /b/\n",
    "reference definitions spaced": "[a{{#}}]: /b/\n\n",
    "footnote marks": "[^1] ",
    "footnotes": "[^{{#}}]: a\n\n",
    "footnotes and marks": "a[^{{#}}]\n\n[^{{#}}]: b\n\n",
    "footnotes of one name": "a[^1]\n\n[^1]: b\n\n",
    "stars": "*",
    "stars spaced": "* ",
    "stars about": "a* ",
    "stars before": "*a ",
    "emphasis": "*a* ",
    "emphasis joined": "*a*",
    "emphasis underscored": "_a_ ",
    "emphasis nested": "*a **b ",
    "emphasis mixed": "*a _b ",
    "strong open": "**a ",
    "strong paragraphs": "**a**\n\n",
    "triple": "***a** b* ",
    "underscores": "_",
    "underscores in words": "a_",
    "backticks": "`",
    "backticks spaced": "` ",
    "code": "`a` ",
    "code paragraphs": "`a`\n\n",
    "backticks double open": "``a` ",
    "quotes": ">",
    "quotes spaced": "> ",
    "quote lines": "> a\n",
    "quote paragraphs": "> a\n\n",
    "quotes in quotes": "> > > > a\n\n",
    "quote alternating": "> a\n\n> > b\n\n",
    "list": "- a\n",
    "list loose": "- a\n\n",
    "list numbered": "1. a\n",
    "list nested": "- a\n    - b\n        - c\n",
    "list nested deep": "- a\n    - b\n        - c\n            - d\n                - e\n",
    "list loose nested": "- a\n\n    b\n\n    - c\n\n        d\n\n",
    "list markers alone": "-\n",
    "list within": "a\n- b\n",
    "list signs": "• a\n",
    "list of two kinds": "- a\n\n1. b\n\n",
    "list in quote": "> - a\n> - b\n\n",
    "quote in list": "- > a\n",
    "indented": "    a\n",
    "indented in list": "- a\n\n        b\n\n",
    "headings": "## A\n\n",
    "headings tight": "## A\n",
    "headings numbered": "## A{{#}}\n\n",
    "heading signs": "#",
    "heading lines": "a\n===\n\n",
    "heading hyphens": "a\n---\n\n",
    "rules": "---\n\n",
    "rules tight": "***\n",
    "rules spaced": "* * *\n",
    "hyphens": "- - - - - - - - - - - - - - - a\n",
    "fences": "```\na\n```\n\n",
    "fences open": "```\n",
    "fences open longer": "````\na\n```\n",
    "fence waves": "~~~\n",
    "fences with names": "``` a{{#}}\n",
    "tables": "a|b\n-|-\nc|d\n\n",
    "table rows": "a|b\n",
    "bars": "|",
    "bar lines": "|\n",
    "bars and hyphens": "|-",
    "entities": "&amp;",
    "entities numbered": "&#65;",
    "ampersands": "&",
    "ampersands hash": "&#",
    "escapes": "\\*",
    "backslashes": "\\",
    "less than": "<",
    "less than letters": "<a",
    "less than spaced": "< a ",
    "tags": "<b>",
    "tags open": "<b ",
    "tags attributes": '<a b="c" ',
    "comments": "<!--",
    "instructions": "<?",
    "cdata": "<![CDATA[",
    "braces": "{",
    "braces pairs": "{{",
    "attributes": "{: #a }",
    "attribute paragraphs": "a {.b}\n\n",
    "abbreviations": "*[A{{#}}]: b\n",
    "two spaces": "a  \n",
    "spaces": " ",
    "tabs": "\t",
    "tabs spaced": "a\t",
    "empty lines": "\n",
    "space lines": " \n",
    "no-break spaces": "\u00a0",
    "marks on marks": "\u0301",
    "marked letters": "α\u0301",
    "quotation marks": "«",
    "quotes straight": '"',
    "mixed words": "Αa ",
    "articles": "O Αθήνα ",
    "greek latin": "Αa",
    "scaffold": "✎ ",
    "shortened": "bit.ly/a ",
    "shortened numbered": "bit.ly/a{{#}} ",
    "shorteners": "bit.ly",
    "www": "www.",
    "http": "http://",
    "mailto": "mailto:",
    "addresses in brackets": "(https://",
    "slashes": "/",
    "links unmade": "[a] (https://b) ",
    "links unmade open": "](",
    "links unmade other": "(a)[https://b] ",
    "closing bracket spaces": "] ",
    "parentheses": "(",
    "links to headings": "[a](#b) ",
    "links to headings of many": "## A{{#}}\n\n[a](#b{{#}})\n\n",
    "link paragraphs to headings": "[a](#b{{#}})\n\n",
    "broken links": "[a](/stories/gardn{{#}}/)\n\n",
    "relative links": "[a](stories/a{{#}})\n\n",
    "shy references": "&shy; ",
    "digits": "1",
    "numbers": "1. ",
    "letters": "a",
    "greek letters": "α",
    "colons": ":",
    "equals": "=",
    "equal lines": "=\n",
    "hyphen lines": "-\n",
    "exclamations": "!",
    "includes": "--8<-- ",
    "definition lists": "a\n:   b\n\n",
    "marked spaces": "a \n",
}
"""What a text repeats."""


def nested_list(size: int) -> str:
    """A list in a list in a list."""
    lines: list[str] = []
    length = 0
    while length < size:
        lines.append("    " * (len(lines) % 11) + "- a\n")
        length += len(lines[-1])
    return "".join(lines)


def wide_table(size: int) -> str:
    """Two rows as wide as may be."""
    cells = size // 6
    return f"{'a|' * cells}\n{'-|' * cells}\n{'b|' * cells}\n"


def columns_and_rows(size: int) -> str:
    """A table with as many rows as columns, most of its cells left out."""
    cells = size // 8
    return f"{'a|' * cells}\n{'-|' * cells}\n" + "|\n" * (size // 4)


def names_and_uses(size: int) -> str:
    """Definitions of references, and as many uses."""
    half = size // 2
    return filled("[a{{#}}]: /b/\n", half) + "\n" + filled("[b][a{{#}}]\n\n", half - 1)


def ends_unlike(size: int) -> str:
    """Backticks in runs of every length."""
    parts: list[str] = []
    length = 0
    while length < size:
        parts.append("`" * (len(parts) % 90 + 1) + "a")
        length += len(parts[-1])
    return "".join(parts)


TEXTS: Final[Mapping[str, Callable[[int], str]]] = {
    **{name: partial(filled, piece) for name, piece in REPEATED.items()},
    "nested list": nested_list,
    "wide table": wide_table,
    "columns and rows": columns_and_rows,
    "names and uses": names_and_uses,
    "backticks of every length": ends_unlike,
    "brackets one in another": lambda size: "[ " * (size // 4) + "] " * (size // 4),
    "stars one in another": lambda size: "*a " * (size // 6) + "b* " * (size // 6),
    "strong one in another": lambda size: "**a " * (size // 8) + "b** " * (size // 8),
    "link words one in another": lambda size: "[a " * (size // 8) + "](b) " * (size // 8),
    "fence never closed": lambda size: "```\n" + "a\n" * (size // 2 - 3),
    "title never closed": lambda size: '[a](b "' + "c " * (size // 2 - 5),
    "one list entry of lines": lambda size: "- a\n" + "    a\n" * (size // 6 - 1),
    "one quotation of lines": lambda size: "> a\n" + "a\n" * (size // 2 - 3),
    "lines of spaces": lambda size: ("a" + " " * 500 + "\n") * (size // 502),
    "one line of words and a bar": lambda size: "a " * (size // 2 - 6) + "|\n-|-\n",
}


def entries(piece: str, size: int, nodes: int = 1) -> str:
    """Such a piece as often as nodes of YAML and bytes allow; each holds as many nodes."""
    most = size * 4900 // 250_000 // nodes
    text = "".join(piece.replace("{{#}}", str(number)) for number in range(most))
    return text if len(text) < size else filled(piece, size)


def list_of(piece: str, size: int, key: str = "members", nodes: int = 1) -> str:
    """A story's data with a list as long as may be."""
    return f"date: 2026-03\nthemes: [city-life]\n{key}:\n" + entries(piece, size - 80, nodes)


DATA: Final[Mapping[str, Callable[[int], str]]] = {
    "equal members": lambda size: list_of("  - athens\n", size),
    "unknown members": lambda size: list_of("  - athenz{{#}}\n", size),
    "long unknown members": lambda size: list_of(f"  - {'athens-' * 11}{{{{#}}}}\n", size),
    "letters as members": lambda size: list_of("- a\n", size),
    "flow members": lambda size: f"date: 2026-03\nmembers: [{entries('athens, ', size - 40)}athens]\n",
    "equal themes": lambda size: list_of("  - city-life\n", size, "themes"),
    "unknown themes": lambda size: list_of("  - city-lif{{#}}\n", size, "themes"),
    "unknown people": lambda size: list_of("  - c-{{#}}\n", size, "people"),
    "unknown programmes": lambda size: list_of("  - heliox{{#}}\n", size, "programmes"),
    "wrong slugs": lambda size: list_of("  - Αθήνα {{#}}\n", size),
    "empty entries": lambda size: list_of("  -\n", size),
    "lists in lists": lambda size: list_of("  - [a, b]\n", size, nodes=3),
    "photos without a file": lambda size: list_of("  - file: a{{#}}.jpg\n", size, "photos", 3),
    "photos of unknown fields": lambda size: list_of("  - fil{{#}}: a\n", size, "photos", 3),
    "photos whole": lambda size: list_of("  - {file: a{{#}}.jpg, credit: A, people: none}\n", size, "photos", 8),
    "photos of people": lambda size: list_of(
        "  - {file: a{{#}}.jpg, credit: A, people: [c-1, c-1]}\n", size, "photos", 10
    ),
    "unknown fields": lambda size: "date: 2026-03\n" + entries("membres{{#}}: a\n", size, 2),
    "unknown fields like known": lambda size: "date: 2026-03\n" + entries("programms{{#}}: a\n", size, 2),
    "fields twice": lambda size: entries("date: 2026-03\n", size, 2),
    "long field names": lambda size: entries(f"{'members' * 100}{{{{#}}}}: a\n", size, 2),
    "a long word": lambda size: f"date: {'a' * (size - 100)}\nmembers: [athens]\n",
    "a long member": lambda size: f"date: 2026-03\nmembers: [{'a' * (size - 100)}]\n",
    "a long member of hyphens": lambda size: f"date: 2026-03\nmembers: [{'a-' * (size // 2 - 100)}]\n",
    "a long greek member": lambda size: f"date: 2026-03\nmembers: [{'α' * (size // 2 - 100)}]\n",
    "a long date of digits": lambda size: f"date: {'1' * (size - 100)}\n",
    "a long date of dates": lambda size: f"date: {'2026-' * (size // 5 - 20)}\n",
    "a long number": lambda size: f"date: 2026-03\nsource: {{newsletter: {'1' * (size - 100)}}}\n",
    "a long address": lambda size: f"date: 2026-03\nsource: {{url: 'https://{'a.' * (size // 2 - 100)}'}}\n",
    "a long address of slashes": lambda size: f"date: 2026-03\nsource: {{url: '{'www./' * (size // 5 - 100)}'}}\n",
    "a long page range": lambda size: f"date: 2026-03\nsource: {{pages: '{'1-' * (size // 2 - 100)}'}}\n",
    "a long credit": lambda size: f"photos: [{{file: a.jpg, credit: '{'Aα ' * (size // 4 - 100)}'}}]\n",
    "a long credit of addresses": lambda size: f"photos: [{{credit: '{'bit.ly/a ' * (size // 9 - 20)}'}}]\n",
    "spaces and a hash": lambda size: f"date: 2026-03{' ' * (size - 60)}# a\n",
    "comments": lambda size: "date: 2026-03\n" + filled("# a\n", size),
    "hashes behind values": lambda size: list_of("  - athens # a\n", size),
    "quoted controls": lambda size: list_of('  - "\\0"\n', size),
    "deep flow": lambda size: "a: " + "[" * (size // 2) + "]" * (size // 2) + "\n",
    "deep maps": lambda size: "a: " + "{a: " * (size // 5) + "}" * (size // 5) + "\n",
    "block in block": lambda size: "".join(" " * (2 * depth) + "a:\n" for depth in range(int(size**0.5))),
    "anchors": lambda size: filled("a{{#}}: &b c\n", size),
    "quotes open": lambda size: 'date: "' + filled("a\n\n", size),
    "a folded scalar": lambda size: "date: >\n" + filled("  a\n\n", size),
    "keys with question mark": lambda size: filled("? a{{#}}\n: b\n", size),
    "tabs": lambda size: "date:\t" + "\t" * (size - 60) + "a\n",
    "colons": lambda size: "date: " + ": " * (size // 2 - 50) + "\n",
    "documents": lambda size: filled("---\n", size),
    "control characters": lambda size: "date: " + "\u200b" * (size // 3 - 50) + "\n",
}
"""What a story's data may be."""


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


def _flat_jpeg(side: int) -> bytes:
    from PIL import Image

    target = BytesIO()
    Image.effect_noise((side // 4, side // 4), 60).resize((side, side)).convert("RGB").save(
        target, "JPEG", quality=70, progressive=True
    )
    return target.getvalue()


PICTURES: Final[Mapping[str, tuple[str, int, Made]]] = {
    "scans of a JPEG": ("jpg", 15_000, jpeg_of_scans),
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
    "JPEG of 5,400 × 5,400": ("jpg", 5400, _flat_jpeg),
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
