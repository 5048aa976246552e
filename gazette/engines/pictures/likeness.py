"""Whether two pictures look the same, so that one may take the other's place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .colours import OF_16_BITS, by_profile, is_grey_and_opacity
from .opening import SHRUNK, formats_of, opened, unpacked

if TYPE_CHECKING:
    from PIL import Image

ALIKE_ON_AVERAGE: Final = 3.0
"""Of 255: by how much lightness, colours (CIELAB) and opacity of two pictures may differ on average that look the same.
"""
ALIKE_AT_MOST: Final = 24.0
"""Of 255: by how much they may differ in the one place where they differ most."""
_COMPARED: Final = 2400
"""Pixels of the longer side down to which a large picture is unpacked before it is averaged."""
_CELLS: Final = 32
_CELL: Final = 8
"""Pixels of a cell's side, at least: within one, a JPEG may lose what it likes."""


def looks_same(raw: bytes, made: bytes) -> bool:
    """Whether `made`, as it is stored, looks as `raw` does: on white, and in what shines through, in a grid of cells.

    Neither is asked what `fitted` made of it: the grid, of at most 32 × 32 cells, is averaged over the numbers as they
    stand in the file, of sixteen bits too, and goes by the profile into sRGB and CIELAB, so that a fault there does not
    hide itself here. Raises PictureError where one of the two cannot be read.
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


def has_clear_parts(raw: bytes) -> bool:
    """Whether something shines through it. Raises PictureError where it cannot be read."""
    return _unpacked(raw).convert("RGBA").getchannel("A").getextrema() != (255, 255)


def _unpacked(raw: bytes) -> Image.Image:
    with opened(raw, SHRUNK, formats_of(raw)) as picture:
        return unpacked(picture, _COMPARED)


def _averaged(picture: Image.Image, grid: tuple[int, int]) -> Image.Image:
    """The picture as a few cells: lightness and colours (CIELAB) on white, and opacity."""
    from PIL import Image, ImageCms

    profile = picture.info.get("icc_profile")
    if picture.mode == "CMYK":  # four inks at once: their averages are not those of the colours
        picture, profile = by_profile(picture, profile) or picture.convert("RGB"), None
    is_deep = picture.mode in OF_16_BITS
    cells, alpha = _deep_cells(picture, grid) if is_deep else _cells(picture, grid)
    seen = by_profile(cells, profile) or cells.convert("RGB")  # no wider than sRGB: the rest is for no screen
    if not is_deep:
        seen = Image.composite(seen, Image.new("RGB", grid, "white"), alpha)
    lightness = ImageCms.profileToProfile(
        seen, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert lightness is not None, "only a picture that is changed in place gives nothing"
    return Image.merge("CMYK", (*lightness.split(), alpha))  # four bands, whatever they mean


def _cells(picture: Image.Image, grid: tuple[int, int]) -> tuple[Image.Image, Image.Image]:
    """The colours that each cell has on average where it is not transparent, and its opacity."""
    from PIL import Image

    box = Image.Resampling.BOX
    if not picture.has_transparency_data:
        mode = {"1": "L", "P": "RGB", "RGBX": "RGB"}.get(picture.mode, picture.mode)
        return picture.convert(mode).resize(grid, box), Image.new("L", grid, 255)
    clear = picture.convert("RGBA").convert("RGBa").resize(grid, box).convert("RGBA")
    return clear.convert("L" if is_grey_and_opacity(picture) else "RGB"), clear.getchannel("A")


def _deep_cells(picture: Image.Image, grid: tuple[int, int]) -> tuple[Image.Image, Image.Image]:
    """Cells of sixteen-bit grey, with white for what is transparent, and their opacity."""
    from PIL import Image

    deep, clear, box = picture.convert("I"), picture.info.get("transparency"), Image.Resampling.BOX
    alpha = Image.new("L", deep.size, 255)
    if clear is not None:
        mask = deep.point([255 * (value == clear) for value in range(65_536)], "L")
        deep.paste(65_535, mask=mask)
        alpha.paste(0, mask=mask)
    cells = deep.convert("F").resize(grid, box).point(lambda value: value * (1 / 257) + 0.0).convert("L")
    return cells, alpha.resize(grid, box)
