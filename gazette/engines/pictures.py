"""Pillow, for what is asked of a picture: what it is, the same made fit to be kept or shown, the same in grey."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS: Final = 30_000_000
"""More than a fitting photo has; a picture that says it has more is not unpacked."""
MOST_TO_SHRINK: Final = 220_000_000
"""Phones take photos of up to 200 million pixels; whatever claims more is no photo."""
MOST_WHOLE: Final = 50_000_000
"""Pixels of a picture that is unpacked whole before it is made smaller, as all are but plain JPEGs."""
LONGEST_SIDE: Final = 16_383
"""Pixels. WebP knows no longer side, and phones take none; a line of millions of pixels is no photo."""
MOST_SCANS: Final = 100
"""Passes over a JPEG; programs write about ten, and each takes as long as a picture."""
MOST_PARTS: Final = 20_000
"""Segments of a JPEG, chunks of a PNG: Pillow looks at each by itself."""
MOST_JUNK: Final = 65_536
"""Bytes between the segments of a JPEG, which are skipped one by one."""
SIDE: Final = 2400
"""Pixels on the longer side that are enough for print over the whole width of a page."""
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_HARMLESS: Final = frozenset(
    "jfif jfif_version jfif_unit jfif_density progressive progression dpi gamma srgb chromaticity transparency"
    " interlace loop background timestamp duration default_image aspect primary".split()
)
"""Keys of Pillow's `info` that reveal nothing about people, places or devices."""
_PLACE_IN_FILM: Final = re.compile(rb"\xa9xyz..\x15\xc7[+-]\d", re.DOTALL)
"""The place in the short film that some phones hang on to a photo (QuickTime, user data)."""
_GPS, _LATITUDE, _LONGITUDE = 0x8825, 2, 4


class PictureError(Exception):
    """A picture cannot be used.

    `reason` is `not-one`, `cut-off`, `too-many-pixels`, `side-too-long`, `too-many-parts`, `moves` or `several` (only
    one of its pictures would be left), `colours` (they cannot be turned into sRGB), `looks-other`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Look(NamedTuple):
    """The findings about a picture. Width and height are in pixels, as a viewer would show it."""

    kind: str
    """JPEG, PNG or WEBP; nothing where it is none of these."""
    width: int
    height: int
    fault: str
    """Nothing, or as in PictureError."""
    has_place: bool
    """Whether it tells where it was taken."""


def look(raw: bytes) -> Look:
    """Examines a picture: its format, and whether it is complete. Never raises, whatever the bytes are."""
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

    if _has_many_parts(raw):  # before Pillow reads them
        raise PictureError("too-many-parts")
    with warnings.catch_warnings(), _strictly():
        warnings.simplefilter("ignore")  # of bombs, which are counted here, and of odd metadata
        try:
            picture = Image.open(BytesIO(raw), formats=formats)
        except Image.DecompressionBombError:
            raise PictureError("too-many-pixels") from None
        except Exception:  # as in `look`
            raise PictureError("not-one") from None
        with picture:
            fault = _fault(picture, raw, most)
            if fault:
                raise PictureError(fault)
            yield picture


def _fault(picture: Image.Image, raw: bytes, most: int) -> str:
    """The fault that a picture's header alone shows, or nothing. `most` is the number of pixels it may have."""
    plain = picture.format in ("JPEG", "MPO") and "progressive" not in picture.info  # unpacked at an eighth of its size
    if max(picture.size) > LONGEST_SIDE:
        return "side-too-long"
    if picture.width * picture.height > (most if plain else min(most, MOST_WHOLE)):
        return "too-many-pixels"
    if picture.format == "HEIF" and getattr(picture, "n_frames", 1) > 1:
        return "several"
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        return "moves"
    return "" if picture.mode in _MODES and not _is_beyond_srgb(picture, raw) else "colours"


_MODES: Final = frozenset("1 L LA P PA RGB RGBA RGBX CMYK I;16 I;16B I;16L I".split())
"""In which Pillow holds a picture: those whose numbers are known here to become those of sRGB."""
_OF_16_BITS: Final = frozenset("I;16 I;16B I;16L I".split())
_CICP: Final = re.compile(rb"\0\0\0\x04cICP(..)", re.DOTALL)
"""In a PNG: which primaries and which curve its numbers follow (PNG, third edition, 11.3.2.6)."""
_CURVES: Final = frozenset({1, 2, 6, 13, 14, 15})
"""Transfer characteristics near that of sRGB, or unsaid (ITU-T H.273, table 3); 16 and 18 are those of HDR."""
_PRIMARIES: Final = frozenset({1, 2, 5, 6, 7})
"""Colour primaries (ITU-T H.273, table 2) of screens and television, not of wider colour."""
_SRGB_GAMMA: Final = 1 / 2.2


def _is_beyond_srgb(picture: Image.Image, raw: bytes) -> bool:
    """Whether its numbers follow another curve than those of sRGB, and no profile says how to turn them into it."""
    written = _CICP.search(raw[:65_536]) if picture.format == "PNG" else None
    if written:
        return written.group(1)[0] not in _PRIMARIES or written.group(1)[1] not in _CURVES
    said = picture.info.get("nclx_profile") or {}
    if said.get("transfer_characteristics", 2) not in _CURVES:
        return True
    if picture.info.get("icc_profile") or "srgb" in picture.info:
        return False
    gamma = picture.info.get("gamma", _SRGB_GAMMA)
    return said.get("color_primaries", 2) not in _PRIMARIES or abs(gamma - _SRGB_GAMMA) > 0.02


def _has_many_parts(raw: bytes) -> bool:
    """Whether it is in so many pieces, or to be drawn in so many passes, that reading it would take minutes."""
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return _counts_beyond(_chunks(raw), MOST_PARTS)
    if raw.startswith(b"\xff\xd8"):
        scans = (marker for marker in _segments(raw) if marker == _START_OF_SCAN)
        return _counts_beyond(_segments(raw), MOST_PARTS) or _counts_beyond(scans, MOST_SCANS)
    return False


def _counts_beyond(parts: Iterator[object], most: int) -> bool:
    return next(islice(parts, most, None), None) is not None


def _chunks(raw: bytes) -> Iterator[bytes]:
    """The name of each chunk of a PNG."""
    at = 8
    while at + 8 <= len(raw):
        yield raw[at + 4 : at + 8]
        at += 12 + int.from_bytes(raw[at : at + 4], "big")


def _segments(raw: bytes) -> Iterator[int]:
    """The marker of each segment of a JPEG, up to its end; many of them where there is much that is none.

    What follows on the end, such as the film that some phones hang on, is none of the picture's.
    """
    at, junk = 2, 0
    while 0 <= at < len(raw) - 3 and raw[at : at + 2] != b"\xff\xd9":
        if raw[at] != 0xFF or raw[at + 1] in (0, 0xFF):
            begins = raw.find(b"\xff", at + 1)
            junk += (begins if begins > 0 else len(raw)) - at
            if junk > MOST_JUNK:
                yield from range(MOST_PARTS + 1)
            at = begins
            continue
        marker = raw[at + 1]
        yield marker
        at += 2 if marker in _ALONE else 2 + int.from_bytes(raw[at + 2 : at + 4], "big")
        if marker == _START_OF_SCAN:
            following = _MARKER.search(raw, at)
            at = following.start() if following else -1


_START_OF_SCAN: Final = 0xDA
_MARKER: Final = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""The end of a JPEG scan: within its data a 0 follows every 255, except in restart markers."""
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xDA)})
"""Markers without a length."""


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
            plain = plain and picture.mode not in (*_OF_16_BITS, "CMYK")  # which not every reader shows as it is
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
    with _opened(raw, MOST_TO_SHRINK, _formats(raw)) as picture:
        try:
            picture.draft("RGB", (side, side))
            made = _in_srgb(_upright(_reduced(picture, side)))
        except Exception:  # as in `look`
            raise PictureError("cut-off") from None
    made.info.clear()
    return made


def _formats(raw: bytes) -> tuple[str, ...]:
    """The formats that it may be in, HEIC too."""
    if raw[4:8] != b"ftyp":
        return _FORMATS
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)
    return ("HEIF",)


def _upright(picture: Image.Image) -> Image.Image:
    """The picture turned as a viewer would show it; unturned if its orientation cannot be read."""
    from PIL import ImageOps

    picture.load()  # so that whatever fails below is no damage of the picture itself
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # as in `look`
        return picture


def _reduced(picture: Image.Image, side: int) -> Image.Image:
    """A much larger picture at a whole part of its size, so that what follows takes a part of the memory."""
    times = max(picture.size) // (2 * side)
    return picture.reduce(times) if times > 1 and picture.mode in ("L", "LA", "RGB", "RGBA", "CMYK") else picture


def _as(picture: Image.Image, mode: str) -> Image.Image:
    """The picture in that mode, without a copy where it is in it."""
    return picture if picture.mode == mode else picture.convert(mode)


def _in_srgb(picture: Image.Image) -> Image.Image:
    colours, alpha = _parted(picture)
    made = _by_profile(colours, picture.info.get("icc_profile", b""), "RGB") or _as(colours, "RGB")
    if alpha:
        made.putalpha(alpha)
    return made


def _parted(picture: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """The colours alone, in L, RGB or CMYK of eight bits, and how opaque each pixel is, where that is said."""
    if picture.mode in _OF_16_BITS:
        deep, clear = picture.convert("I"), picture.info.get("transparency")
        alpha = deep.point([255 * (value != clear) for value in range(65_536)], "L") if clear is not None else None
        return deep.point([round(value / 257) for value in range(65_536)], "L"), alpha
    if not picture.has_transparency_data:
        return _as(picture, {"1": "L", "P": "RGB", "RGBX": "RGB"}.get(picture.mode, picture.mode)), None
    if picture.mode == "LA":
        return picture.getchannel("L"), picture.getchannel("A")
    whole = _as(picture, "RGBA")
    return whole.convert("RGB"), whole.getchannel("A")


def _by_profile(picture: Image.Image, profile: bytes, wanted: str) -> Image.Image | None:
    """The picture in `wanted`, RGB or LAB, as its profile says; None without one that fits.

    A profile that is broken, or for another kind of picture, counts for nothing, as in browsers: the numbers are then
    taken as they stand.
    """
    from PIL import ImageCms

    target = ImageCms.createProfile("LAB" if wanted == "LAB" else "sRGB")
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(picture, given, target, outputMode=wanted) if profile else None
    except (ImageCms.PyCMSError, OSError):
        return None


ALIKE_ON_AVERAGE: Final = 3.0
"""Of 255: by how much lightness and colours (CIELAB) of two pictures may differ on average that look the same."""
ALIKE_AT_MOST: Final = 24.0
"""Of 255: by how much they may differ in the one place where they differ most."""
_CELLS: Final = 32
_CELL: Final = 8
"""Pixels of a cell's side, at least: within one, a JPEG may lose what it likes."""


def looks_same(raw: bytes, made: bytes) -> bool:
    """Whether `made`, as it is stored, looks as `raw` does: both laid on white, in a grid of at most 32 × 32 cells.

    Neither is asked what `fitted` made of it: the grid is averaged over the numbers as they stand in the file, of
    sixteen bits too, and goes by the profile into CIELAB, so that a fault there does not hide itself here.
    Raises PictureError where one of the two cannot be read.
    """
    from PIL import ImageChops, ImageStat

    one, other = _unpacked(raw), _unpacked(made)
    if one.size != other.size and abs(one.width * other.height - one.height * other.width) > max(one.size + other.size):
        return False  # lies on its side
    smaller = min(one.size, other.size)
    grid = (max(1, min(_CELLS, smaller[0] // _CELL)), max(1, min(_CELLS, smaller[1] // _CELL)))
    apart = ImageStat.Stat(ImageChops.difference(_averaged(one, grid), _averaged(other, grid)))
    most = max(high for _, high in apart.extrema)
    return max(apart.mean) <= ALIKE_ON_AVERAGE and most <= ALIKE_AT_MOST


def _unpacked(raw: bytes) -> Image.Image:
    with _opened(raw, MOST_TO_SHRINK, _formats(raw)) as picture:
        try:
            picture.draft(None, (SIDE, SIDE))
            return _upright(picture)
        except Exception:  # as in `look`
            raise PictureError("cut-off") from None


def _averaged(picture: Image.Image, grid: tuple[int, int]) -> Image.Image:
    """The picture as a few cells in CIELAB."""
    from PIL import Image, ImageCms

    profile, box = picture.info.get("icc_profile", b""), Image.Resampling.BOX
    if picture.mode in _OF_16_BITS:
        deep, clear = picture.convert("I"), picture.info.get("transparency")
        if clear is not None:
            deep.paste(65_535, mask=deep.point([255 * (value == clear) for value in range(65_536)], "L"))
        cells = deep.convert("F").resize(grid, box).point(lambda value: value * (1 / 257) + 0.0).convert("L")
    elif picture.has_transparency_data:
        clear = picture.convert("RGBA").convert("RGBa").resize(grid, box).convert("RGBA")
        cells = Image.alpha_composite(Image.new("RGBA", grid, "white"), clear).convert("RGB")
    else:
        cells = picture.convert({"1": "L", "P": "RGB"}.get(picture.mode, picture.mode)).resize(grid, box)
    if cells.mode == "RGB" and picture.mode == "LA":
        cells = cells.convert("L")
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    seen = _by_profile(cells, profile, "LAB") or _by_profile(cells.convert("RGB"), srgb, "LAB")
    assert seen is not None
    return seen


def _within(picture: Image.Image, side: int) -> Image.Image:
    from PIL import Image

    if max(picture.size) <= side:
        return picture
    share = side / max(picture.size)
    wanted = tuple(max(1, round(length * share)) for length in picture.size)
    return picture.resize(wanted, Image.Resampling.LANCZOS)


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
    from PIL import Image

    with Image.open(BytesIO(raw)) as picture:
        form = picture.format
        colours, alpha = _parted(_upright(picture))
    grey = colours.convert("L")
    if alpha:
        grey.putalpha(alpha)
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
