"""What the numbers of a picture mean: by its mode, its colour profile and what else it says, and those of sRGB."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL import Image, ImageCms

OF_16_BITS: Final = frozenset("I;16 I;16B I;16L I".split())
"""Modes of grey in sixteen bits."""
_CICP: Final = re.compile(rb"\0\0\0\x04cICP(..)", re.DOTALL)
"""In a PNG: which primaries and which curve its numbers follow (PNG, third edition, 11.3.2.6)."""
_CURVES: Final = frozenset({1, 2, 6, 13, 14, 15})
"""Transfer characteristics near that of sRGB, or unsaid (ITU-T H.273, table 3); 16 and 18 are those of HDR."""
_PRIMARIES: Final = frozenset({1, 2, 5, 6, 7})
"""Colour primaries (ITU-T H.273, table 2) of screens and television, not of wider colour."""
_SRGB_GAMMA: Final = 1 / 2.2
_SRGB_PRIMARIES: Final = (0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
"""Of white, red, green and blue, x and y each, as a PNG gives them."""
_NEAR: Final = 0.02
"""By how much a gamma, or a part of a primary, may differ before the eye sees another colour."""
_OF_PICTURES: Final = frozenset({"scnr", "mntr", "prtr", "spac"})
"""Classes of profiles that say what the numbers of a picture mean (ICC.1:2022, 7.2.7)."""
_WHITE: Final[Mapping[str, float | tuple[float, ...]]] = {"L": 255, "RGB": (255, 255, 255), "CMYK": (0, 0, 0, 0)}
_PALE: Final = 128
"""What white becomes at least, by any profile of a screen, a printer or paper."""
_BASE: Final = {
    "1": "L", "LA": "L", "P": "RGB", "PA": "RGB", "RGBA": "RGB", "RGBX": "RGB", **dict.fromkeys(OF_16_BITS, "L")
}  # fmt: skip
"""Mode → that of its colours alone, in eight bits."""
MODES: Final = frozenset({*_BASE, "L", "RGB", "CMYK"})
"""In which Pillow holds a picture: those whose numbers are known here to become those of sRGB."""


def is_beyond_srgb(picture: Image.Image, raw: bytes) -> bool:
    """Whether its numbers follow other curves or primaries than those of sRGB, and no profile says which."""
    written = _CICP.search(raw[:65_536]) if picture.format == "PNG" else None
    if written:
        return written.group(1)[0] not in _PRIMARIES or written.group(1)[1] not in _CURVES
    said = picture.info.get("nclx_profile") or {}
    if said.get("transfer_characteristics", 2) not in _CURVES:
        return True
    if picture.info.get("icc_profile") or "srgb" in picture.info:
        return False
    gamma, given = picture.info.get("gamma", _SRGB_GAMMA), picture.info.get("chromaticity", _SRGB_PRIMARIES)
    apart = max(abs(one - other) for one, other in zip(given, _SRGB_PRIMARIES, strict=False))
    return said.get("color_primaries", 2) not in _PRIMARIES or abs(gamma - _SRGB_GAMMA) > _NEAR or apart > _NEAR


def has_unusable_profile(picture: Image.Image) -> bool:
    """Whether it has a colour profile that cannot be read, or that is for another kind of picture."""
    from PIL import Image

    if "icc_profile" not in picture.info:
        return False
    mode = "L" if is_grey_and_opacity(picture) else _BASE.get(picture.mode, picture.mode)
    dot = Image.new(mode, (1, 1))
    return by_profile(dot, picture.info["icc_profile"]) is None


def as_in_its_file(picture: Image.Image, raw: bytes) -> None:
    """Mends what Pillow says of a PNG: its transparent colour, and that it is grey where it is unpacked as colours.

    The colour is given in the bits of the file (PNG, third edition, 11.3.1.1), not in those that are unpacked.
    """
    if picture.format != "PNG" or raw[12:16] != b"IHDR":
        return
    bits, clear = raw[24], picture.info.get("transparency")
    if picture.mode == "L" and isinstance(clear, int) and bits < 8:
        picture.info["transparency"] = clear * 255 // (2**bits - 1)
    elif isinstance(clear, tuple) and bits == 16:
        picture.info["transparency"] = tuple(value >> 8 for value in clear)
    if raw[25] == _GREY_AND_OPACITY:
        picture.info[_GREY] = True


_GREY_AND_OPACITY: Final = 4
"""The type of such a PNG; of sixteen bits Pillow makes RGBA of it."""
_GREY: Final = "is-grey"


def is_grey_and_opacity(picture: Image.Image) -> bool:
    """Whether each of its pixels is a shade of grey, and more or less opaque."""
    return picture.mode == "LA" or _GREY in picture.info


def in_srgb(picture: Image.Image) -> Image.Image:
    """The picture in RGB or RGBA, with the numbers of sRGB."""
    colours, alpha = parted(picture)
    made = by_profile(colours, picture.info.get("icc_profile")) or _as(colours, "RGB")
    if alpha:
        made.putalpha(alpha)
    return made


def parted(picture: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """The colours alone, in L, RGB or CMYK of eight bits, and how opaque each pixel is, where that is said."""
    if picture.mode in OF_16_BITS:
        deep, clear = picture.convert("I"), picture.info.get("transparency")
        alpha = deep.point([255 * (value != clear) for value in range(65_536)], "L") if clear is not None else None
        return deep.point([round(value / 257) for value in range(65_536)], "L"), alpha
    if not picture.has_transparency_data:
        return _as(picture, _BASE.get(picture.mode, picture.mode)), None
    if is_grey_and_opacity(picture):
        return picture.getchannel(0), picture.getchannel("A")
    whole = _as(picture, "RGBA")
    return whole.convert("RGB"), whole.getchannel("A")


def _as(picture: Image.Image, mode: str) -> Image.Image:
    """The picture in that mode, without a copy where it is in it."""
    return picture if picture.mode == mode else picture.convert(mode)


def by_profile(picture: Image.Image, profile: bytes | None) -> Image.Image | None:
    """The picture, in L, RGB or CMYK, in the RGB of sRGB, as its profile says; None without one that fits.

    A profile that is broken, or for another kind of picture, counts for nothing, as in browsers: the numbers are then
    taken as they stand. So does one that makes white dark: it is damaged. Grey in the numbers of an RGB profile is a
    colour of that profile like any other.
    """
    from PIL import Image, ImageCms

    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile or b""))
        if given.profile.device_class.strip() not in _OF_PICTURES:
            return None
        fitting = picture.convert("RGB") if picture.mode == "L" and _is_of_colours(given) else picture
        turn = ImageCms.buildTransform(given, ImageCms.createProfile("sRGB"), fitting.mode, "RGB")
        white = turn.apply(Image.new(fitting.mode, (1, 1), _WHITE[fitting.mode])).tobytes()
        return turn.apply(fitting) if min(white) >= _PALE else None
    except Exception:  # a damaged profile makes the library raise nearly anything
        return None


def _is_of_colours(profile: ImageCms.ImageCmsProfile) -> bool:
    return profile.profile.xcolor_space.strip() == "RGB"
