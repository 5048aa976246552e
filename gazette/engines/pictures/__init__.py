"""Pillow, for what is asked of a picture: what it is, and how it is made fit to be kept, shown or printed."""

from .drawing import Stones, band, icon, logo
from .fitting import SIDE, fitted, for_mail, greyscale, is_fit, rendition
from .inks import Inks, inks_of, separated
from .lettering import FontFile
from .likeness import ALIKE_AT_MOST, ALIKE_ON_AVERAGE, has_clear_parts, looks_same
from .looking import Look, look, size_of_bytes
from .opening import LONGEST_SIDE, MOST_PIXELS, MOST_TO_SHRINK, MOST_WHOLE, PictureError
from .parts import MOST_JUNK, MOST_PARTS, MOST_SCANS
from .sharing import SharedColours, SharedPictures, SharedWords

__all__ = [
    "ALIKE_AT_MOST",
    "ALIKE_ON_AVERAGE",
    "LONGEST_SIDE",
    "MOST_JUNK",
    "MOST_PARTS",
    "MOST_PIXELS",
    "MOST_SCANS",
    "MOST_TO_SHRINK",
    "MOST_WHOLE",
    "SIDE",
    "FontFile",
    "Inks",
    "Look",
    "PictureError",
    "SharedColours",
    "SharedPictures",
    "SharedWords",
    "Stones",
    "band",
    "fitted",
    "for_mail",
    "greyscale",
    "has_clear_parts",
    "icon",
    "inks_of",
    "is_fit",
    "logo",
    "look",
    "looks_same",
    "rendition",
    "separated",
    "size_of_bytes",
]
