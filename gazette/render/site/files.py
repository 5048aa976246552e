"""What the site holds beside its pages: sitemap, robots, the record of the build."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from .assemble import NOT_FOUND
from .head import sitemap
from .html import Site
from .view import PageView

MARKER = "build.json"
"""Tells the publisher that a folder is one of its own."""


def extra_files(views: Iterable[PageView], site: Site, today: date) -> dict[str, bytes]:
    """Path → bytes for the files that are no pages."""
    listed = [view for view in views if view.address != NOT_FOUND]
    record = {"generator": "gazette", "as_of": today.isoformat(), "pages": len(listed), "languages": list(site.roots)}
    return {
        "sitemap.xml": sitemap(_entries(listed, site)),
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {site.url}sitemap.xml\n".encode(),
        MARKER: (json.dumps(record, indent=2) + "\n").encode(),
        ".nojekyll": b"",
    }


def _entries(views: Iterable[PageView], site: Site) -> Iterator[dict[str, Any]]:
    """A page counts in the languages that have a text for it; elsewhere it only stands in."""
    for view in views:
        if view.language not in view.written_in:
            continue
        others = [{"language": name, "url": site.address(name, view.address)} for name in view.written_in]
        default = {"language": "x-default", "url": site.address(view.written_in[0], view.address)}
        yield {"url": site.address(view.language, view.address), "alternates": [*others, default]}
