"""What a picture is, found without making anything of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from ...files.signatures import kind_of
from .colours import has_unusable_profile
from .opening import CHECKED, CONVERTED, MOVES, PictureError, is_moving, is_on_its_side, opened

if TYPE_CHECKING:
    from PIL import Image

PROFILE: Final = "profile"
"""The remark about a colour profile that cannot be used."""
_PLACE_IN_FILM: Final = re.compile(rb"\xa9xyz..\x15\xc7[+-]\d", re.DOTALL)
"""The place in the short film that some phones hang on to a photo (QuickTime, user data)."""
_GPS, _LATITUDE, _LONGITUDE = 0x8825, 2, 4


class Look(NamedTuple):
    """The findings about a picture. Width and height are in pixels, as a viewer would show it."""

    kind: str
    """JPEG, PNG or WEBP; one of CONVERTED, which are not looked into; nothing where it is none of these."""
    width: int
    height: int
    fault: str
    """Nothing, or as in PictureError."""
    has_place: bool
    """Whether it tells where it was taken."""
    remarks: tuple[str, ...] = ()
    """What readers will not see as it is in the file: `moves`, of which one frame is shown; `profile`, of which the
    colours are taken as sRGB."""


def look(raw: bytes) -> Look:
    """Examines a picture: its format, and whether it is complete. Never raises, whatever the bytes are."""
    kind = kind_of(raw)
    if kind in CONVERTED:
        return Look(kind, 0, 0, "", has_place=False)
    try:
        with opened(raw, CHECKED, still=True) as picture:
            kind = "JPEG" if picture.format == "MPO" else str(picture.format)
            size = picture.size
            remarks = tuple(_remarks(picture))
            picture.draft(None, (1, 1))  # a JPEG is read to its end, and unpacked at an eighth of its size
            try:
                picture.load()
            except Exception:  # a damaged file makes Pillow raise nearly anything
                return Look(kind, *size, "cut-off", _has_place(picture, raw))
            if is_on_its_side(picture):
                size = size[::-1]
            return Look(kind, *size, "", _has_place(picture, raw), remarks)
    except PictureError as error:
        return Look("", 0, 0, error.reason, has_place=False)


def _remarks(picture: Image.Image) -> list[str]:
    return [MOVES] * is_moving(picture) + [PROFILE] * has_unusable_profile(picture)


def size_of_bytes(raw: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, as a viewer would show it; None where it cannot be read as a picture."""
    try:
        with opened(raw, CHECKED, still=True) as picture:
            return picture.size[::-1] if is_on_its_side(picture) else picture.size
    except PictureError:
        return None


def _has_place(picture: Image.Image, raw: bytes) -> bool:
    try:
        gps = picture.getexif().get_ifd(_GPS)
    except Exception:  # whatever its metadata hold
        gps = {}
    return _LATITUDE in gps or _LONGITUDE in gps or b"GPSLatitude" in raw or bool(_PLACE_IN_FILM.search(raw))
