"""The paper editions of an issue: Library → view → one HTML document, with the files that it names."""

from .document import NO_FITS, Document, Edition, PaperRenderer, corrected
from .layout import Fits

__all__ = ["NO_FITS", "Document", "Edition", "Fits", "PaperRenderer", "corrected"]
