"""The printed editions of an issue, as one HTML document and the files that it names."""

from .colouring import ColourSeparation
from .document import SET_IN, Edition, PaperDocument, PaperRenderer, corrected
from .guide import GuideRenderer
from .layout import MULTIPLE, NO_FITS, Fits, filled_up

__all__ = [
    "MULTIPLE",
    "NO_FITS",
    "SET_IN",
    "ColourSeparation",
    "Edition",
    "Fits",
    "GuideRenderer",
    "PaperDocument",
    "PaperRenderer",
    "corrected",
    "filled_up",
]
