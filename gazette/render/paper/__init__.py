"""The paper editions of an issue: Library → view → one HTML document, with the files that it names."""

from .document import NO_FITS, Bindery, Document, Edition, corrected
from .layout import Fits
from .view import PaperView, issue_paper

__all__ = ["NO_FITS", "Bindery", "Document", "Edition", "Fits", "PaperView", "corrected", "issue_paper"]
