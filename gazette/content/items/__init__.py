"""One folder → an Item, or Problems: everything that can be judged without looking at other folders.

A pure function of the folder's files and the languages, so its result can be kept until one of them changes.
"""

from .checked import Checked
from .checking import check_folder
from .folder import Looks
from .folders import content_type_of, origin_of
from .pdfs import MAX_PDF_BYTES, PDF, PdfSeen
from .pictures import CONVERTED_PICTURES, KINDS, MARKS, MAX_PICTURE_BYTES, PHONE_PICTURES, Look, PictureFacts

__all__ = [
    "CONVERTED_PICTURES",
    "KINDS",
    "MARKS",
    "MAX_PDF_BYTES",
    "MAX_PICTURE_BYTES",
    "PDF",
    "PHONE_PICTURES",
    "Checked",
    "Look",
    "Looks",
    "PdfSeen",
    "PictureFacts",
    "check_folder",
    "content_type_of",
    "origin_of",
]
