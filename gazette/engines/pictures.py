"""Pillow, for what is asked of a picture: what it is, the same made fit to be kept or shown, the same in grey."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS: Final = 30_000_000
"""More than a fitting photo has; a picture that says it has more is not unpacked."""
MOST_TO_SHRINK: Final = 220_000_000
"""Phones take photos of up to 200 million pixels; whatever claims more is no photo."""
SIDE: Final = 2400
"""Pixels on the longer side that are enough for print over the whole width of a page."""
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_HARMLESS: Final = frozenset(
    "jfif jfif_version jfif_unit jfif_density progressive progression dpi gamma srgb chromaticity transparency"
    " interlace loop background timestamp duration default_image aspect primary".split()
)
"""What Pillow tells of a picture that says nothing about people, places or devices."""
_PLACE_IN_FILM: Final = re.compile(rb"\xa9xyz..\x15\xc7[+-]\d", re.DOTALL)
"""The place in the short film that some phones hang on to a photo (QuickTime, user data)."""
_GPS, _LATITUDE, _LONGITUDE = 0x8825, 2, 4


class PictureError(Exception):
    """A picture cannot be used; `reason` is `not-one`, `cut-off` or `too-many-pixels`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Look(NamedTuple):
    """What a look at a picture showed. Width and height in pixels, as a viewer would show it."""

    kind: str
    """JPEG, PNG or WEBP; nothing where it is none of these."""
    width: int
    height: int
    fault: str
    """Nothing, or as in PictureError."""
    has_place: bool
    """Whether it tells where it was taken."""


def look(raw: bytes) -> Look:
    """What a picture is and whether it is whole. Never raises, whatever the bytes are."""
    try:
        with _opened(raw, MOST_PIXELS) as picture:
            kind = "JPEG" if picture.format == "MPO" else str(picture.format)
            size = picture.size
            picture.draft(None, (1, 1))  # a JPEG is read to its end, and unpacked at an eighth of its size
            try:
                picture.load()
            except Exception:  # a damaged file makes Pillow raise nearly anything
                return Look(kind, *size, "cut-off", _has_place(picture, raw))
            if _is_on_its_side(picture):
                size = size[::-1]
            return Look(kind, *size, "", _has_place(picture, raw))
    except PictureError as error:
        return Look("", 0, 0, error.reason, has_place=False)


@contextmanager
def _strictly() -> Iterator[None]:
    """Pillow has one setting for the whole process, and WeasyPrint sets it to fill cut-off pictures with grey."""
    from PIL import ImageFile

    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


@contextmanager
def _opened(raw: bytes, most: int, formats: tuple[str, ...] = _FORMATS) -> Iterator[Image.Image]:
    from PIL import Image

    with warnings.catch_warnings(), _strictly():
        warnings.simplefilter("ignore")  # of bombs, which are counted here, and of odd metadata
        try:
            picture = Image.open(BytesIO(raw), formats=formats)
        except Image.DecompressionBombError:
            raise PictureError("too-many-pixels") from None
        except Exception:  # as in `look`
            raise PictureError("not-one") from None
        with picture:
            if picture.width * picture.height > most:
                raise PictureError("too-many-pixels")
            yield picture


def _has_place(picture: Image.Image, raw: bytes) -> bool:
    try:
        gps = picture.getexif().get_ifd(_GPS)
    except Exception:  # as in `look`
        gps = {}
    return _LATITUDE in gps or _LONGITUDE in gps or b"GPSLatitude" in raw or bool(_PLACE_IN_FILM.search(raw))


def _has_exif(picture: Image.Image) -> bool:
    try:
        return bool(picture.getexif())
    except Exception:  # as in `look`
        return True


def is_fit(raw: bytes, kind: str, most_bytes: int) -> bool:
    """Whether nothing is left to do for `fitted`: of that kind, small enough, upright, without a word of metadata."""
    try:
        with _opened(raw, MOST_TO_SHRINK) as picture:
            plain = not _has_exif(picture) and picture.info.keys() <= _HARMLESS and picture.format == kind
            return plain and max(picture.size) <= SIDE and len(raw) <= most_bytes and not _has_place(picture, raw)
    except PictureError:
        return False


def fitted(raw: bytes, kind: str, most_bytes: int) -> bytes:
    """The picture as `kind` (JPEG, PNG, WEBP): upright, in sRGB, without metadata, at most `SIDE` wide and high.

    Smaller still where it would take more than `most_bytes`. Takes HEIC as well. Raises PictureError.
    """
    whole = _plain(raw, SIDE)
    for side in (SIDE, 1800, 1200, 800):
        made = _packed(_within(whole, side), kind, quality=88)
        if len(made) <= most_bytes:
            break
    return made


def rendition(raw: bytes, kind: str, width: int, height: int) -> bytes:
    """The picture as it is shown: of that kind (AVIF too) and size, in sRGB, without metadata. Raises PictureError."""
    from PIL import Image

    whole = _plain(raw, max(width, height))
    picture = whole if whole.size == (width, height) else whole.resize((width, height), Image.Resampling.LANCZOS)
    return _packed(picture, kind, QUALITY[kind])


QUALITY: Final = {"AVIF": 60, "WEBP": 78, "JPEG": 82, "PNG": 0}
"""Of what is shown; each looks the same to the eye as the others. PNG loses nothing."""


def _plain(raw: bytes, side: int) -> Image.Image:
    """Unpacked, upright, in sRGB, with nothing but its colours; near `side` where the format can do that at once."""
    from PIL import ImageOps

    formats: tuple[str, ...] = _FORMATS
    if raw[4:8] == b"ftyp":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)
        formats = ("HEIF",)
    with _opened(raw, MOST_TO_SHRINK, formats) as picture:
        try:
            picture.draft("RGB", (side, side))
            upright = ImageOps.exif_transpose(picture)
            made = _in_srgb(upright)
        except Exception:  # as in `look`
            raise PictureError("cut-off") from None
    made.info.clear()
    return made


def _in_srgb(picture: Image.Image) -> Image.Image:
    from PIL import ImageCms

    mode = "RGBA" if picture.has_transparency_data else "RGB"
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            given = ImageCms.ImageCmsProfile(BytesIO(profile))
            done = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode=mode)
            if done is not None:
                return done
        except ImageCms.PyCMSError:
            pass  # a profile for another kind of picture: the numbers are taken as sRGB
    return picture.convert(mode)


def _within(picture: Image.Image, side: int) -> Image.Image:
    from PIL import Image, ImageOps

    fits = max(picture.size) <= side
    return picture if fits else ImageOps.contain(picture, (side, side), Image.Resampling.LANCZOS)


def _packed(picture: Image.Image, kind: str, quality: int) -> bytes:
    target = BytesIO()
    if kind == "JPEG":
        picture = _on_white(picture)
        picture.save(target, kind, quality=quality, optimize=True, progressive=True)
    elif kind == "PNG":
        picture.save(target, kind, optimize=True)
    else:
        picture.save(target, kind, quality=quality)
    return target.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """JPEG knows no transparency; what shines through becomes white."""
    from PIL import Image

    if picture.mode != "RGBA":
        return picture
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def size_of_bytes(raw: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, as a viewer would show it; None where it cannot be read as a picture."""
    try:
        with _opened(raw, MOST_PIXELS) as picture:
            return picture.size[::-1] if _is_on_its_side(picture) else picture.size
    except PictureError:
        return None


def greyscale(raw: bytes) -> bytes:
    """The picture in shades of grey, in the format that it has. Raises OSError where it is none."""
    from PIL import Image, ImageOps

    with Image.open(BytesIO(raw)) as picture:
        form = picture.format
        grey = ImageOps.exif_transpose(picture).convert("LA" if picture.has_transparency_data else "L")
    target = BytesIO()
    grey.save(target, form, quality=92)
    return target.getvalue()


def _is_on_its_side(picture: Image.Image) -> bool:
    try:
        turned: bool = picture.getexif().get(_ORIENTATION, 1) >= _ON_ITS_SIDE
    except Exception:  # as in `look`: without a word about it, it is upright
        return False
    return turned


_ORIENTATION = 0x0112
_ON_ITS_SIDE = 5
"""From this value on the picture is turned by a quarter (Exif 2.32, 4.6.4)."""
