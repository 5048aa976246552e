"""The pages of the site: first as views, then as HTML. A page depends on its own view and the theme, nothing else."""

from .assemble import FOOTER, NOT_FOUND, generated_addresses, pages_at, pages_of_lists, site_pages
from .files import MARKER, extra_files, record_file
from .html import PageRenderer
from .moved import moved_files
from .partial import Standing, marked_words
from .view import Offered, PageView, PlannedPage

__all__ = [
    "FOOTER",
    "MARKER",
    "NOT_FOUND",
    "Offered",
    "PageRenderer",
    "PageView",
    "PlannedPage",
    "Standing",
    "extra_files",
    "generated_addresses",
    "marked_words",
    "moved_files",
    "pages_at",
    "pages_of_lists",
    "record_file",
    "site_pages",
]
