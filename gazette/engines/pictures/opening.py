"""Opening a picture with Pillow: only of the accepted kinds, within limits, and only where it is whole."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from ...files import signatures
from . import parts
from .colours import MODES, as_in_its_file, is_beyond_srgb

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS: Final = 30_000_000
"""More than a fitting photo has; a picture that says it has more is not unpacked by the check."""
MOST_TO_SHRINK: Final = 220_000_000
"""Phones take photos of up to 200 million pixels; whatever claims more is no photo."""
MOST_WHOLE: Final = 52_000_000
"""Pixels of a picture that is unpacked whole before it is made smaller, as all are but JPEGs of one scan: phones store
their 50-megapixel photos (8160 × 6144) as HEIC too."""
LONGEST_SIDE: Final = 16_383
"""Pixels. WebP knows no longer side; a line of millions of pixels is no photo."""
LONGEST_JPEG: Final = 65_535
"""Pixels: more than a JPEG can say (ITU-T T.81, B.2.2). A panorama is made smaller while it is read."""
MOST_PROFILE: Final = 16 * 1024 * 1024
"""Bytes of a PNG's colour profile or text, unpacked; profiles with tables take a few megabytes."""
FORMATS: Final = ("JPEG", "PNG", "WEBP")
CONVERTED: Final = (signatures.HEIC, signatures.AVIF, signatures.TIFF, signatures.GIF, signatures.BMP)
"""Kinds that are not shown as they are, and from which a picture that is can be made."""
MOVES: Final = "moves"
"""The reason of a picture that is animated."""


class PictureError(Exception):
    """A picture cannot be used.

    `reason` is `not-one`, `cut-off`, `too-many-pixels`, `side-too-long`, `too-many-parts`, `moves` or `several` (only
    one of its pictures would be left), `colours` (they cannot be turned into sRGB).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Limits(NamedTuple):
    """The greatest numbers of pixels that are unpacked: of a picture in all, and of its longer side.

    Those of a JPEG of one scan, which is unpacked at up to an eighth of its size, may be higher than of others.
    """

    of_one_scan: tuple[int, int]
    others: tuple[int, int]


CHECKED: Final = Limits((MOST_TO_SHRINK, LONGEST_SIDE), (MOST_PIXELS, LONGEST_SIDE))
"""Of a picture that is to be kept as it is."""
SHRUNK: Final = Limits((MOST_TO_SHRINK, LONGEST_JPEG), (MOST_WHOLE, LONGEST_SIDE))
"""Of a picture that is to be made smaller."""


@contextmanager
def _strictly() -> Iterator[None]:
    """Pillow as it is needed here: it counts no pixels, since limits are counted here, and fills nothing with grey.

    Its settings are of the whole process, and WeasyPrint sets one of them to fill cut-off pictures.
    """
    from PIL import Image, ImageFile, PngImagePlugin

    before = ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS, PngImagePlugin.MAX_TEXT_CHUNK
    ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS = False, None
    PngImagePlugin.MAX_TEXT_CHUNK = MOST_PROFILE
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS, PngImagePlugin.MAX_TEXT_CHUNK = before


@contextmanager
def opened(
    raw: bytes, limits: Limits, formats: tuple[str, ...] = FORMATS, still: bool = False
) -> Iterator[Image.Image]:
    """The picture, not unpacked yet; of one that moves its first frame, if `still` is set. Raises PictureError.

    A PNG whose colour profile is so damaged that Pillow will not open it is opened without.
    """
    if parts.has_many_parts(raw):  # before Pillow reads them
        raise PictureError("too-many-parts")
    if parts.is_of_a_rare_coding(raw):
        raise PictureError("not-one")
    with warnings.catch_warnings(), _strictly():
        warnings.simplefilter("ignore")  # of odd metadata
        with _read(raw, formats) as picture:
            fault = _fault_in(picture, raw, limits)
            if fault and not (still and fault == MOVES):
                raise PictureError(fault)
            yield picture


def _read(raw: bytes, formats: tuple[str, ...]) -> Image.Image:
    from PIL import Image

    try:
        return Image.open(BytesIO(raw), formats=formats)
    except Exception:  # a damaged file makes Pillow raise nearly anything
        bare = parts.without_profile(raw)
    try:
        picture = Image.open(BytesIO(bare), formats=formats)
    except Exception:  # the same
        raise PictureError("not-one") from None
    picture.info["icc_profile"] = b""  # there is one, and it says nothing
    return picture


def _fault_in(picture: Image.Image, raw: bytes, limits: Limits) -> str:
    """The fault of a picture; one that can be opened may have frames or colours that cannot be asked for."""
    try:
        fault = _fault(picture, raw, limits)
        if fault in ("", MOVES):
            as_in_its_file(picture, raw)
    except Exception:  # a damaged file makes Pillow raise nearly anything
        return "not-one"
    return fault


def _fault(picture: Image.Image, raw: bytes, limits: Limits) -> str:
    """The fault that a picture's header alone shows, or nothing."""
    most, longest = limits.of_one_scan if parts.is_of_one_scan(raw) else limits.others
    if picture.width * picture.height > most:
        return "too-many-pixels"
    if max(picture.size) > longest:
        return "side-too-long"
    if picture.format in ("HEIF", "AVIF", signatures.TIFF) and getattr(picture, "n_frames", 1) > 1:
        return "several"
    if picture.format == "PNG" and picture.mode == "P" and not _has_palette(picture):
        return "not-one"
    if picture.mode not in MODES or is_beyond_srgb(picture, raw):
        return "colours"
    return MOVES if is_moving(picture) else ""


def _has_palette(picture: Image.Image) -> bool:
    """Whether there are colours, in threes, for the numbers of its pixels (PNG, third edition, 11.2.2)."""
    colours = bytes(picture.palette.palette) if picture.palette else b""
    return bool(colours) and len(colours) % 3 == 0


def is_moving(picture: Image.Image) -> bool:
    """Whether it is animated; the further pictures that phones store beside a photo (MPO) are no frames."""
    return picture.format != "MPO" and bool(getattr(picture, "is_animated", False))


def formats_of(raw: bytes) -> tuple[str, ...]:
    """The formats that it may be in, those that are CONVERTED too."""
    kind = signatures.kind_of(raw)
    if kind == signatures.HEIC:
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
        return ("HEIF",)
    return (kind,) if kind in CONVERTED else FORMATS


def unpacked(picture: Image.Image, side: int) -> Image.Image:
    """The picture's pixels, upright; one that is much larger than `side` smaller at once where its format can do that.

    Raises PictureError where it is damaged.
    """
    share = side / max(picture.size)
    try:
        picture.draft(None, (max(1, int(picture.width * share)), max(1, int(picture.height * share))))
        return upright(picture)
    except Exception:  # a damaged file makes Pillow raise nearly anything
        raise PictureError("cut-off") from None


def upright(picture: Image.Image) -> Image.Image:
    """The picture turned as a viewer would show it; unturned if its orientation cannot be read."""
    from PIL import ImageOps

    picture.load()  # so that whatever fails below is no damage of the picture itself
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # whatever its metadata hold
        return picture


def is_on_its_side(picture: Image.Image) -> bool:
    """Whether a viewer turns it by a quarter."""
    try:
        return picture.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE
    except Exception:  # whatever its metadata hold: without a word about it, it is upright
        return False


_ORIENTATION: Final = 0x0112
_ON_ITS_SIDE: Final = (5, 6, 7, 8)
"""Orientations turned by a quarter (Exif 2.32, 4.6.4); a number beyond them means nothing."""
