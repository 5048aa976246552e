"""One folder → an Item, or Problems: everything that can be judged without looking at other folders.

A pure function of the folder's files and the languages, so its result can be kept until one of them changes.
"""

from .checked import Checked
from .checking import check_folder
from .folders import content_type_of, origin_of
from .pictures import KINDS, MAX_PICTURE_BYTES, PHONE_PICTURES, Look, PictureFacts

__all__ = [
    "KINDS",
    "MAX_PICTURE_BYTES",
    "PHONE_PICTURES",
    "Checked",
    "Look",
    "PictureFacts",
    "check_folder",
    "content_type_of",
    "origin_of",
]
