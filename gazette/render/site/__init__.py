"""The site: Library → page views, and a page view → its HTML. A page is a function of its own view and the theme."""

from .assemble import generated_addresses, site_views
from .files import extra_files
from .html import Renderer
from .view import PageView

__all__ = ["PageView", "Renderer", "extra_files", "generated_addresses", "site_views"]
