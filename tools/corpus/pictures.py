"""A published photo beside what Pillow itself makes of the original."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import pillow_heif
from PIL import Image, ImageChops, ImageCms, ImageOps, ImageStat

from gazette.content.items import MAX_PICTURE_BYTES
from gazette.engines.pictures import is_fit

from .trial import Verdict

GRID: Final = (24, 24)
"""Cells in which two pictures are averaged and compared, so that compression and sharpening do not count."""
MOST_APART: Final = 8.0
"""Of 255, on the average over all cells and channels."""
_STILL: Final = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}
_WHITE: Final = 255
_PUBLISHED: Final = (".jpg", ".jpeg", ".png", ".webp", ".avif")
pillow_heif.register_heif_opener()


def kind_of(raw: bytes) -> tuple[str, str]:
    """The kind of file as which a picture is kept, and how its name then ends: JPEG for all that browsers don't show."""
    try:
        with Image.open(io.BytesIO(raw)) as picture:
            kind = picture.format or ""
    except Exception:  # whatever it is: the checker is to say so
        kind = ""
    return (kind, _STILL[kind]) if kind in _STILL else ("JPEG", "jpg")


def can_stay(raw: bytes, kind: str) -> bool:
    """Whether the checker takes it as it is."""
    return is_fit(raw, kind, MAX_PICTURE_BYTES)


def compared(raw: bytes, slug: str, out: Path) -> Verdict:
    """The verdict on each published form of a photo, by its distance from the original as Pillow reads it."""
    forms = [path for path in sorted((out / "stories" / slug).iterdir()) if path.suffix in _PUBLISHED]
    if not forms:
        return Verdict("differs", "no form of the photo is published")
    original = _averaged(Image.open(io.BytesIO(raw)))
    for path in forms:
        with Image.open(path) as made:
            apart = _apart(original, _averaged(made))
        if apart > MOST_APART:
            return Verdict("differs", f"{path.name} is {apart:.1f} of 255 away from the original, on the average")
    return Verdict("whole")


def _apart(one: Image.Image, other: Image.Image) -> float:
    means = ImageStat.Stat(ImageChops.difference(one, other)).mean
    return sum(means) / len(means)


def _averaged(picture: Image.Image) -> Image.Image:
    """Upright, in sRGB, on white, in GRID cells."""
    upright = ImageOps.exif_transpose(picture)
    return _flat(upright).resize(GRID, Image.Resampling.BOX)


def _flat(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):  # of sixteen bits
        picture = picture.convert("I").point(lambda value: value / 257).convert("L")
    if picture.mode in ("P", "PA", "LA", "RGBA") or "transparency" in picture.info:
        full = picture.convert("RGBA")
        ground = Image.new("RGBA", full.size, (_WHITE,) * 4)
        return _in_srgb(Image.alpha_composite(ground, full).convert("RGB"), picture)
    return _in_srgb(picture, picture)


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
