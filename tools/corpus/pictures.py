"""A published photo beside what Pillow itself makes of the original."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import pillow_heif
from PIL import Image, ImageChops, ImageCms, ImageMath, ImageOps, ImageStat

from gazette.content.items import MAX_PICTURE_BYTES
from gazette.engines.pictures import PictureError, fitted, is_fit

from .trial import Verdict

CELLS: Final = 24
"""Cells each way, at most, in which two pictures are averaged and compared, so that compression and sharpening do not
count; a cell is CELL pixels of the smaller picture at least."""
CELL: Final = 8
MOST_APART: Final = 12.0
"""Of 255, on the average over all cells and channels. Small drawings in AVIF come to 11; a photo on its side, or one
that turned white, is 30 or more away."""
_STILL: Final = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
_WHITE: Final = 255
_PUBLISHED: Final = (".jpg", ".jpeg", ".png", ".webp", ".avif")
pillow_heif.register_heif_opener()


def as_advised(raw: bytes) -> tuple[str, bytes]:
    """Name and bytes of a photo as an editor brings it who follows the checker's advice: as it is where it is fit, else
    as `photos --shrink` makes it. What that refuses, or does not take, stays as it is, for the checker to speak of.
    """
    try:
        with Image.open(io.BytesIO(raw)) as picture:
            kind = picture.format or ""
    except Exception:  # whatever Pillow thinks of it
        return "photo.jpg", raw
    if kind not in (*_STILL, "HEIF"):
        return f"photo.{kind.lower()}", raw
    kind = kind if kind in _STILL else "JPEG"
    try:
        return f"photo.{_STILL[kind]}", raw if is_fit(raw, kind, MAX_PICTURE_BYTES) else fitted(
            raw, kind, MAX_PICTURE_BYTES
        )
    except PictureError:
        return f"photo.{_STILL[kind]}", raw


def compared(raw: bytes, slug: str, out: Path) -> Verdict:
    """The verdict on each published form of a photo, by its distance from the original as Pillow reads it."""
    forms = [path for path in sorted((out / "stories" / slug).iterdir()) if path.suffix in _PUBLISHED]
    if not forms:
        return Verdict("differs", "no form of the photo is published")
    original = _flat(ImageOps.exif_transpose(Image.open(io.BytesIO(raw))))
    for path in forms:
        with Image.open(path) as made:
            apart = _apart(original, _flat(ImageOps.exif_transpose(made)))
        if apart > MOST_APART:
            return Verdict("differs", f"{path.name} is {apart:.1f} of 255 away from the original, on the average")
    return Verdict("whole")


def _apart(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are from each other, of 255, on the average."""
    width, height = (max(1, min(CELLS, side // CELL)) for side in map(min, one.size, other.size))
    cells = [picture.resize((width, height), Image.Resampling.BOX) for picture in (one, other)]
    means = ImageStat.Stat(ImageChops.difference(*cells)).mean
    return sum(means) / len(means)


def _flat(picture: Image.Image) -> Image.Image:
    """In sRGB, with eight bits, on white."""
    if picture.mode.startswith("I"):
        return _of_16_bits(picture)
    if picture.mode in ("P", "PA", "LA", "RGBA") or "transparency" in picture.info:
        full = picture.convert("RGBA")
        ground = Image.new("RGBA", full.size, (_WHITE,) * 4)
        return _in_srgb(Image.alpha_composite(ground, full).convert("RGB"), picture)
    return _in_srgb(picture, picture)


def _of_16_bits(picture: Image.Image) -> Image.Image:
    """In eight bits; the level that stands for what is transparent becomes white."""
    levels, clear = picture.convert("I"), picture.info.get("transparency")
    made = levels.point(lambda value: value / 257).convert("RGB")
    if isinstance(clear, int):
        is_clear = ImageMath.lambda_eval(lambda args: (args["levels"] == clear) * _WHITE, levels=levels).convert("L")
        made.paste((_WHITE,) * 3, mask=is_clear)
    return made


def _in_srgb(picture: Image.Image, original: Image.Image) -> Image.Image:
    """By the colour profile, where one can be read; else the numbers as they are."""
    profile = original.info.get("icc_profile")
    try:
        if profile:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            made = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return made or picture.convert("RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        pass
    return picture.convert("RGB")
