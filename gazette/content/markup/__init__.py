"""Markdown → safe HTML fragment, plain text and the facts that the checker needs, each with its line.

Nothing in a text can run: raw HTML is never passed through, attributes come from a closed list, addresses from a list
of schemes, and a sanitizer judges the result once more. Ids of content carry a prefix, so that they can't stand in for
names that the site's scripts use.
"""

from .addresses import FILE_MARK, ID_PREFIX, PAGE_MARK, SCHEMES, anchor, is_file_name, marked, scheme
from .blocks import paragraphs
from .code_spans import CODE, without_code
from .conversion import WORD_MARK, Fragment, convert, plain, without_marks
from .emphasis import unpaired
from .findings import Finding
from .limits import MAX_LETTERS, MAX_LINKS, UNREAD
from .lines import BULLETS
from .outline import OutlineBlock, outline
from .passages import Passage, PassageKind, passages
from .printed import printed
from .tree_scan import PHOTO

__all__ = [
    "BULLETS",
    "CODE",
    "FILE_MARK",
    "ID_PREFIX",
    "MAX_LETTERS",
    "MAX_LINKS",
    "PAGE_MARK",
    "PHOTO",
    "SCHEMES",
    "UNREAD",
    "WORD_MARK",
    "Finding",
    "Fragment",
    "OutlineBlock",
    "Passage",
    "PassageKind",
    "anchor",
    "convert",
    "is_file_name",
    "marked",
    "outline",
    "paragraphs",
    "passages",
    "plain",
    "printed",
    "scheme",
    "unpaired",
    "without_code",
    "without_marks",
]
