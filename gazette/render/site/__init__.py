"""The site: Library → page views, and a page view → its HTML. A page is a function of its own view and the theme."""

from .assemble import generated_addresses, site_sheets
from .files import Made, extra_files
from .html import Renderer
from .moved import moved_files
from .view import PageView, Sheet

__all__ = ["Made", "PageView", "Renderer", "Sheet", "extra_files", "generated_addresses", "moved_files", "site_sheets"]
