"""Colours and pictures of screens in the inks of a print shop, by the profile of its press (ICC.1)."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

from .colours import parted
from .opening import upright

if TYPE_CHECKING:
    from PIL import ImageCms

QUALITY: Final = 95
"""Of a photo for print; the engine that sets it packs it once more."""


class Inks(NamedTuple):
    """Cyan, magenta, yellow and black, each in percent."""

    cyan: int
    magenta: int
    yellow: int
    black: int


@lru_cache(maxsize=1024)
def inks_of(colour: str, profile: bytes) -> Inks:
    """The inks of a colour (`#rrggbb`, sRGB). `profile` is that of a press, for CMYK.

    Pillow writes the whole profile anew for each picture that it turns, which takes a thousandth of a second: drawings
    ask for the same few colours hundreds of times.
    """
    from PIL import Image

    dot = Image.new("RGB", (1, 1), colour)
    return Inks(*(round(value / 2.55) for value in _turn(profile).apply(dot).tobytes()))


def separated(raw: bytes, profile: bytes) -> bytes:
    """A picture as a JPEG in these inks; one in shades of grey stays so. What is transparent becomes white.

    Raises OSError where it is none.
    """
    from PIL import Image

    with Image.open(BytesIO(raw)) as picture:
        colours, alpha = parted(upright(picture))
    if alpha:
        ground = Image.new(colours.mode, colours.size, "white")
        ground.paste(colours, mask=alpha)
        colours = ground
    made = colours if colours.mode in ("L", "CMYK") else _turn(profile).apply(colours)
    target = BytesIO()
    made.save(target, "JPEG", quality=QUALITY, subsampling=0)
    return target.getvalue()


@lru_cache(maxsize=4)
def _turn(profile: bytes) -> ImageCms.ImageCmsTransform:
    """As the eye sees it on white paper, the darkest of a screen as the darkest of the press."""
    from PIL import ImageCms

    return ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(BytesIO(profile)), "RGB", "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )  # fmt: skip
