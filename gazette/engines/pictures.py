"""Pillow, for what is asked of a picture: its size, and the same in grey."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path
from typing import IO


def size_of(path: Path) -> tuple[int, int] | None:
    """Width and height in pixels, as a viewer would show it; None where it cannot be read as a picture."""
    with path.open("rb") as file:
        return _size(file)


def size_of_bytes(raw: bytes) -> tuple[int, int] | None:
    """The same, of what was read already."""
    return _size(BytesIO(raw))


def greyscale(raw: bytes) -> bytes:
    """The picture in shades of grey, in the format that it has. Raises OSError where it is none."""
    from PIL import Image, ImageOps

    with Image.open(BytesIO(raw)) as picture:
        form = picture.format
        grey = ImageOps.exif_transpose(picture).convert("LA" if picture.has_transparency_data else "L")
    target = BytesIO()
    grey.save(target, form, quality=92)
    return target.getvalue()


def _size(file: IO[bytes]) -> tuple[int, int] | None:
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # only the head of the file is read
            with Image.open(file) as picture:
                turned = picture.getexif().get(_ORIENTATION, 1) >= _ON_ITS_SIDE
                return (picture.height, picture.width) if turned else picture.size
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return None


_ORIENTATION = 0x0112
_ON_ITS_SIDE = 5
"""From this value on the picture is turned by a quarter (Exif 2.32, 4.6.4)."""
