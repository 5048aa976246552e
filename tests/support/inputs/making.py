"""Makers of inputs: each throws dice and gives bytes that are nearly, or just, what a reader expects."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

import pillow_heif
from PIL import Image

from tests.support import docx
from tests.support.hostile_files import MADE, PDFS, PICTURES
from tests.support.inputs import pieces
from tests.support.made_pdf import pdf
from tests.support.sites import BASE, PROJECT

Maker = Callable[[Random], bytes]
PARTED: Final = b"\n=8<=\n"
"""Between the data file and the text of an item, where both are one input."""
NUMBERS: Final = (0, 1, 2, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
STORIES: Final = ("content/stories/*", "content/events/*", "members/*", "newsletters/*", "content/documents/*")


def text_of(dice: Random, signs: Sequence[str], most: int = 40) -> str:
    """Signs and words in any order; now and then one of them many times."""
    parts = []
    for _ in range(dice.randint(0, most)):
        where = dice.random()
        kind = signs if where < 0.6 else pieces.WORDS if where < 0.95 else pieces.CONTROLS
        piece = dice.choice(kind)
        parts.append(piece * dice.choice((1, 1, 1, 1, 1, 1, 2, 3, 30)))
        if where < 0.3:
            parts.append(dice.choice(("", " ", "\n")))
    return "".join(parts)


def mutated(dice: Random, raw: bytes, others: Sequence[bytes] = ()) -> bytes:
    """The bytes with some changed, left out, doubled, exchanged, or taken from another input."""
    out = bytearray(raw)
    for _ in range(dice.choice((1, 1, 1, 2, 3, 8))):
        at, size = dice.randint(0, len(out)), dice.choice((1, 1, 2, 4, 16, 64))
        way = dice.randint(0, 6)
        if way == 0 and at < len(out):
            out[at] ^= 1 << dice.randint(0, 7)
        elif way == 1:
            del out[at : at + size]
        elif way == 2:
            out[at:at] = out[at : at + size] * dice.choice((1, 2, 20))
        elif way == 3:
            out[at : at + 4] = struct.pack(dice.choice((">I", "<I")), dice.choice(NUMBERS))
        elif way == 4:
            out[at:at] = dice.choice((*pieces.YAML, *pieces.MARKDOWN, *pieces.CONTROLS)).encode(
                "utf-8", "surrogatepass"
            )
        elif way == 5 and others:
            other = dice.choice(others)
            start = dice.randint(0, len(other))
            out[at : at + size] = other[start : start + size]
        else:
            out[at : at + size] = dice.randbytes(size) if hasattr(dice, "randbytes") else b"\0"
    return bytes(out)


def one_of(*makers: Maker) -> Maker:
    """A maker that takes one of others each time."""
    return lambda dice: dice.choice(makers)(dice)


def of_seeds(seeds: Callable[[], Sequence[bytes]]) -> Maker:
    """Mutations of sound inputs, and now and then one of them as it is."""

    def make(dice: Random) -> bytes:
        known = seeds()
        raw = dice.choice(known)
        return raw if dice.random() < 0.02 else mutated(dice, raw, known)

    return make


def of_signs(signs: Sequence[str], form: str = "{}") -> Maker:
    """Signs in any order, put into a form."""
    return lambda dice: form.replace("{}", text_of(dice, signs)).encode("utf-8", "surrogatepass")


def exchanged(dice: Random, raw: bytes) -> bytes:
    """A sound file with lines left out, exchanged, or with another value."""
    lines = raw.split(b"\n")
    for _ in range(dice.randint(1, 4)):
        at = dice.randint(0, len(lines) - 1)
        way = dice.randint(0, 3)
        if way == 0:
            del lines[at : at + 1]
            lines = lines or [b""]
        elif way == 1:
            other = dice.randint(0, len(lines) - 1)
            lines[at], lines[other] = lines[other], lines[at]
        elif way == 2:
            name = lines[at].split(b":")[0]
            lines[at] = name + b": " + text_of(dice, pieces.YAML, 4).encode("utf-8", "surrogatepass")
        else:
            lines[at:at] = [text_of(dice, pieces.MARKDOWN, 6).encode("utf-8", "surrogatepass")]
    return b"\n".join(lines)


# ---- items


@cache
def items() -> tuple[bytes, ...]:
    """Sound items of each kind: their data files and texts."""
    found = []
    for root in (BASE, PROJECT / "tests/sites/good", PROJECT / "tests/hostile/whole"):
        for path in sorted(root.rglob("*.yml")):
            texts = [path.parent / name for name in ("en.md", "el.md") if (path.parent / name).exists()]
            if texts:
                found.append(path.read_bytes() + PARTED + texts[0].read_bytes())
    return tuple(found)


@cache
def fields() -> tuple[bytes, ...]:
    return tuple(one.split(PARTED)[0] for one in items())


@cache
def texts() -> tuple[bytes, ...]:
    return tuple(one.split(PARTED)[1] for one in items())


@cache
def bodies() -> tuple[bytes, ...]:
    """Texts below the fields, and all that shows what Markdown can do here."""
    shown = [path.read_bytes() for path in sorted((PROJECT / "tests/support").glob("constructs.*.md"))]
    return (*(one.split(b"---\n", 2)[-1] for one in texts()), *shown)


def item(dice: Random) -> bytes:
    return exchanged(dice, dice.choice(items()))


# ---- pictures


def _saved(kind: str, size: tuple[int, int] = (24, 16), **options: object) -> bytes:
    target = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(target, kind, **options)
    return target.getvalue()


@cache
def pictures() -> tuple[bytes, ...]:
    """Small ones of each kind, with metadata, animated, in other colours; and hostile ones."""
    pillow_heif.register_heif_opener()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "teal")]
    moving = io.BytesIO()
    frames[0].save(moving, "PNG", save_all=True, append_images=frames[1:])
    plain = [_saved(kind) for kind in ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "HEIF")]
    modes = io.BytesIO()
    Image.new("CMYK", (8, 8)).save(modes, "JPEG")
    small = [MADE[name]() for name in PICTURES if len(MADE[name]()) < 60_000]
    return (*plain, moving.getvalue(), modes.getvalue(), _saved("JPEG", progressive=True), *small)


def png(dice: Random) -> bytes:
    """A PNG of any chunks in any order."""
    kinds = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"iCCP", b"gAMA", b"eXIf", b"tEXt", b"zTXt", b"acTL", b"fcTL")
    parts = [b"\x89PNG\r\n\x1a\n"]
    head = struct.pack(
        ">IIBBBBB", dice.choice((1, 8, 65535)), dice.choice((1, 8)), *(dice.choice((0, 1, 2, 3, 8)) for _ in "12345")
    )
    parts.append(_chunk(b"IHDR", head))
    for _ in range(dice.randint(0, 6)):
        data = zlib.compress(bytes(dice.randint(0, 300))) if dice.random() < 0.5 else bytes(dice.randint(0, 40))
        parts.append(_chunk(dice.choice(kinds), data))
    return b"".join(parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


# ---- documents


@cache
def pdfs() -> tuple[bytes, ...]:
    return (pdf(), pdf(note_by="a"), pdf(info={"Author": "a"}), *(make() for make in PDFS.values()))


@cache
def _parts() -> dict[str, bytes]:
    body = (
        docx.p(docx.t("Λέξη"), docx.note(2)) + docx.table(["a", "b"]) + docx.item("a", 1) + docx.p(docx.picture("rIdP"))
    )
    made = docx.docx(
        body, links={"rId1": "https://www.example.org/"}, media={"rIdP": ("a.png", _saved("PNG"))},
        notes={"footnotes": {2: "a"}}, title="Words",
    )  # fmt: skip
    return docx.parts_of(made)


@cache
def documents() -> tuple[bytes, ...]:
    return (_zipped(_parts()),)


def _zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, raw in parts.items():
            archive.writestr(zipfile.ZipInfo(name or "x"), raw)
    return target.getvalue()


def document(dice: Random) -> bytes:
    """A Word document with any elements in its text, or with one of its parts mutated, renamed or gone."""
    parts = dict(_parts())
    if dice.random() < 0.6:
        inside = text_of(dice, pieces.WORD_PARTS, 30)
        if dice.random() < 0.8:
            inside = balanced(inside)
        words = f"{docx.XML}<w:document {docx.SPACES}><w:body>{inside}</w:body></w:document>"
        parts["word/document.xml"] = words.encode("utf-8", "surrogatepass")
    else:
        name = dice.choice(sorted(parts))
        parts[name] = mutated(dice, parts[name], tuple(parts.values()))
        if dice.random() < 0.2:
            parts[dice.choice((name.upper(), f"../{name}", f"{name}/x", ""))] = parts.pop(name)
    return _zipped(parts)


def balanced(markup: str) -> str:
    """The markup with each element closed that it opens, and no end without a start."""
    open_ones: list[str] = []
    out = []
    for part in markup.replace("<script>", "").split("<"):
        tag, sign, rest = part.partition(">")
        if not sign:
            out.append(part.replace("&", "&amp;") if not out else f"&lt;{part}")
            continue
        name = tag.split()[0].strip("/") if tag.split() else ""
        if tag.startswith("/"):
            if name not in open_ones:
                continue
            while open_ones[-1] != name:
                out.append(f"</{open_ones.pop()}>")
            open_ones.pop()
        elif not tag.endswith("/") and not tag.startswith(("!", "?")):
            open_ones.append(name)
        out.append(f"<{tag}>{rest}")
    return "".join(out) + "".join(f"</{name}>" for name in reversed(open_ones))


def folder_of(root: Path) -> Path:
    """Where an item is laid to be checked."""
    return root / "content/stories/garden"
