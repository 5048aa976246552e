"""A picture made fit to be kept, to be shown, or to be printed in grey."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

from . import parts
from .colours import OF_16_BITS, in_srgb, parted
from .opening import SHRUNK, PictureError, formats_of, opened, unpacked, upright

if TYPE_CHECKING:
    from PIL import Image

SIDE: Final = 2400
"""Pixels on the longer side that are enough for print over the whole width of a page."""
QUALITY: Final = {"AVIF": 60, "WEBP": 78, "JPEG": 82, "PNG": 0}
"""Of what is shown; each looks the same to the eye as the others. PNG loses nothing."""


def is_fit(raw: bytes, kind: str, most_bytes: int) -> bool:
    """Whether nothing is left to do for `fitted`: of that kind, small enough, upright, without a word of metadata."""
    if len(raw) > most_bytes or not parts.is_bare(raw):
        return False
    try:
        with opened(raw, SHRUNK) as picture:
            plain = picture.mode not in (*OF_16_BITS, "CMYK")  # which not every reader shows as it is
            return plain and picture.format == kind and max(picture.size) <= SIDE
    except PictureError:
        return False


def fitted(raw: bytes, kind: str, most_bytes: int, still: bool = False) -> bytes:
    """The picture as `kind` (JPEG, PNG, WEBP): upright, in sRGB, without metadata, at most `SIDE` wide and high.

    Smaller still where it would take more than `most_bytes`. Takes HEIC as well; of a picture that moves the first
    frame, if `still` is set. What is transparent becomes white in a JPEG. Raises PictureError.
    """
    whole = _plain(raw, SIDE, still)
    for side in (SIDE, 1800, 1200, 800):
        made = _packed(_within(whole, side), kind, quality=88)
        if len(made) <= most_bytes:
            break
    return made


def rendition(raw: bytes, kind: str, width: int, height: int) -> bytes:
    """The picture as it is shown: of that kind (AVIF too) and size, in sRGB, without metadata or motion.

    Raises PictureError.
    """
    from PIL import Image

    whole = _plain(raw, max(width, height), still=True)
    picture = whole if whole.size == (width, height) else whole.resize((width, height), Image.Resampling.LANCZOS)
    return _packed(picture, kind, QUALITY[kind])


def for_mail(raw: bytes, size: tuple[int, int], most_bytes: int) -> bytes:
    """The picture as a JPEG of that width and height in pixels, in sRGB, without metadata or motion.

    Where it would take more than `most_bytes` it is packed more tightly, and made smaller in the end. Raises
    PictureError.
    """
    from PIL import Image

    picture = _plain(raw, max(size), still=True)
    for share in (1, 0.75, 0.5, 0.35, 0.25):
        wanted = max(1, round(size[0] * share)), max(1, round(size[1] * share))
        smaller = picture.resize(wanted, Image.Resampling.LANCZOS)
        for quality in (QUALITY["JPEG"], 70, 55, 40):
            made = _packed(smaller, "JPEG", quality)
            if len(made) <= most_bytes:
                return made
    return made


def greyscale(raw: bytes) -> bytes:
    """The picture in shades of grey, in the format that it has. Raises OSError where it is none."""
    from PIL import Image

    with Image.open(BytesIO(raw)) as picture:
        form = picture.format
        colours, alpha = parted(upright(picture))
    grey = colours.convert("L")
    if alpha:
        grey.putalpha(alpha)
    target = BytesIO()
    grey.save(target, form, quality=92)
    return target.getvalue()


def _plain(raw: bytes, side: int, still: bool) -> Image.Image:
    """Unpacked, upright, in sRGB, with nothing but its colours; near `side` where the format can do that at once."""
    with opened(raw, SHRUNK, formats_of(raw), still) as picture:
        made = in_srgb(_reduced(unpacked(picture, side), side))
    made.info.clear()
    return made


def _reduced(picture: Image.Image, side: int) -> Image.Image:
    """A much larger picture at a whole part of its size, so that what follows takes a part of the memory."""
    times = max(picture.size) // (2 * side)
    if times <= 1 or picture.mode not in ("L", "LA", "RGB", "RGBA", "CMYK") or "transparency" in picture.info:
        return picture
    return picture.reduce(times)


def _within(picture: Image.Image, side: int) -> Image.Image:
    from PIL import Image

    if max(picture.size) <= side:
        return picture
    share = side / max(picture.size)
    wanted = max(1, round(picture.width * share)), max(1, round(picture.height * share))
    return picture.resize(wanted, Image.Resampling.LANCZOS)


def _packed(picture: Image.Image, kind: str, quality: int) -> bytes:
    target = BytesIO()
    if kind == "JPEG":
        picture = _on_white(picture)
        picture.save(target, kind, quality=quality, optimize=True, progressive=True)
    elif kind == "PNG":
        picture.save(target, kind, optimize=True)
    elif kind == "AVIF":  # in one thread: what libaom makes in two is another file, and cores differ by machine
        picture.save(target, kind, quality=quality, max_threads=1)
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
