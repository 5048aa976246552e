"""The paper editions of an issue: Library → view → one HTML document, with the files that it names."""

from .document import Bindery, Document, Edition
from .view import PaperView, issue_paper

__all__ = ["Bindery", "Document", "Edition", "PaperView", "issue_paper"]
