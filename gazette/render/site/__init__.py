"""The site: Library → page views, and a page view → its HTML. A page is a function of its own view and the theme."""

from .assemble import FOOTER, generated_addresses, site_pages
from .files import extra_files
from .html import PageRenderer
from .moved import moved_files
from .view import PageView, PlannedPage

__all__ = [
    "FOOTER",
    "PageRenderer",
    "PageView",
    "PlannedPage",
    "extra_files",
    "generated_addresses",
    "moved_files",
    "site_pages",
]
