"""The printed editions of an issue, as one HTML document and the files that it names."""

from .colouring import ColourSeparation
from .document import SET_IN, Edition, PaperDocument, PaperRenderer, corrected
from .guide import GuideRenderer
from .layout import NO_FITS, Fits

__all__ = [
    "NO_FITS",
    "SET_IN",
    "ColourSeparation",
    "Edition",
    "Fits",
    "GuideRenderer",
    "PaperDocument",
    "PaperRenderer",
    "corrected",
]
