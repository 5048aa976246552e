"""What a reader can get out of a published folder: every file opened as far as it goes, down to words and pictures."""

from __future__ import annotations

import base64
import gzip
import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from html import unescape
from pathlib import Path

import pikepdf
from PIL import Image, UnidentifiedImageError

SIDE = 6
"""Squares of the face, across and down."""
TONES = (12, 243, 96, 12, 171, 243, 243, 12, 12, 243, 12, 96, 171, 243, 12, 12, 243, 12)
"""Grey of its squares; the lower half is the upper one turned round and inverted: no photo of the tests is like it."""
_INLINE = re.compile(rb"data:[\w/+.-]+;base64,([A-Za-z0-9+/=]+)")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8", b"BM")


def face(size: int = 1200) -> Image.Image:
    """A picture that is told in any size, in colour or grey, however it was packed."""
    tones = [*TONES, *(255 - tone for tone in reversed(TONES))]
    small = Image.new("RGB", (SIDE, SIDE))
    small.putdata([(tone, 255 - tone, 255 - tone) if at % 5 == 0 else (tone,) * 3 for at, tone in enumerate(tones)])
    return small.resize((size, size), Image.Resampling.NEAREST)


def likeness(picture: Image.Image) -> float:
    """How far the squares of a picture rise and fall with those of the face: 1 for the face, about 0 for others."""
    theirs, ours = (_squares(one) for one in (picture, face(SIDE)))
    spread = (sum(x * x for x in theirs) * sum(y * y for y in ours)) ** 0.5
    return sum(x * y for x, y in zip(theirs, ours, strict=True)) / spread if spread else 0.0


def _squares(picture: Image.Image) -> list[float]:
    shown = list(picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX).tobytes())
    middle = sum(shown) / len(shown)
    return [tone - middle for tone in shown]


def opened(path: Path) -> Iterator[str | Image.Image]:
    """All words and all pictures of a file."""
    yield from _opened(path.read_bytes())


def _opened(raw: bytes) -> Iterator[str | Image.Image]:
    if raw.startswith(b"\x1f\x8b"):  # as all that Pagefind makes
        yield from _opened(gzip.decompress(raw))
    elif raw.startswith(b"%PDF"):
        yield from _of_pdf(raw)
    elif raw.startswith(b"PK\x03\x04"):  # an e-book
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in archive.namelist():
                yield name
                yield from _opened(archive.read(name))
    elif raw.startswith(_PICTURES) or raw[4:12] in (b"ftypavif", b"ftypheic"):
        yield from _of_picture(raw)
    elif b"MIME-Version: 1.0" in raw[:4000]:
        for part in message_from_bytes(raw, policy=policy.default).walk():
            yield " ".join(f"{name}: {value}" for name, value in part.items())
            if not part.is_multipart():
                yield from _opened(part.get_payload(decode=True))
    else:
        yield from _of_text(raw)


def _of_picture(raw: bytes) -> Iterator[str | Image.Image]:
    yield raw.decode("latin-1")  # whatever may be written beside it
    try:
        with Image.open(io.BytesIO(raw)) as picture:
            yield picture.convert("RGB")
    except UnidentifiedImageError:
        return


def _of_text(raw: bytes) -> Iterator[str | Image.Image]:
    text = raw.decode("utf-8", "replace")
    if "\\u" in text:
        text += re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    text = re.sub(r"\r?\n ", "", text) if text.startswith("BEGIN:VCALENDAR") else text
    plain = unescape(re.sub(r"<[^>]+>|\u00ad", "", text))
    yield re.sub(r"\s+", " ", f"{text} {unescape(text)} {plain}")
    for found in _INLINE.finditer(raw):
        yield from _opened(base64.b64decode(found[1]))


def _of_pdf(raw: bytes) -> Iterator[str | Image.Image]:
    done = subprocess.run(["pdftotext", "-q", "-", "-"], input=raw, capture_output=True, check=True)
    yield re.sub(r"\s+", " ", done.stdout.decode().replace("\u00ad", "").replace("-\n", ""))
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        yield str(pdf.docinfo)
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                yield pikepdf.PdfImage(thing).as_pil_image()
            elif isinstance(thing, pikepdf.Dictionary) and ("/Alt" in thing or "/ActualText" in thing):
                yield f"{thing.get('/Alt', '')} {thing.get('/ActualText', '')}"
            elif isinstance(thing, pikepdf.Stream) and thing.get("/Type") == "/Metadata":
                yield thing.read_bytes().decode("utf-8", "replace")


def reached(folder: Path, name: str, traces: tuple[str, ...]) -> dict[str, set[str]]:
    """Path → what of the person is in the file: `name`, `face`, or `trace`, the address of the face."""
    found: dict[str, set[str]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        for part in opened(path):
            told = set()
            if isinstance(part, Image.Image):
                told |= {"face"} if likeness(part) > 0.9 else set()
            else:
                told |= {"name"} if name.casefold() in part.casefold() else set()
                told |= {"trace"} if any(trace in part for trace in traces) else set()
            if told:
                found.setdefault(path.relative_to(folder).as_posix(), set()).update(told)
    return found
