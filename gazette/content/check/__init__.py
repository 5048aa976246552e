"""Items → Library, or Problems: the rules that hold between folders, one module per concern.

`rules.py` lists them. Rules for one item see `Surroundings` and no library; rules for the whole site see everything.
"""

from .links import with_pages
from .pages import is_reserved, same_slug
from .rules import judge, judge_item
from .site import SiteFacts, WholeSite, own_addresses, whole_site
from .surroundings import Surroundings
from .withdrawals import without_excused

__all__ = [
    "SiteFacts",
    "Surroundings",
    "WholeSite",
    "is_reserved",
    "judge",
    "judge_item",
    "own_addresses",
    "same_slug",
    "whole_site",
    "with_pages",
    "without_excused",
]
