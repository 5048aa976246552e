"""mammoth, for what is asked of a Word document: its words, its pictures, and what could not be taken over."""

from .document import MOST_PICTURES, PICTURE, WordText, read_word
from .package import MOST_PARTS, MOST_XML, WordError

__all__ = ["MOST_PARTS", "MOST_PICTURES", "MOST_XML", "PICTURE", "WordError", "WordText", "read_word"]
