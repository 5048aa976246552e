"""What the site holds beside its pages: sitemap, robots, the record of the build."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from .assemble import NOT_FOUND
from .head import sitemap
from .html import Site
from .policy import headers_file

MARKER = "build.json"
"""Tells the publisher that a folder is one of its own."""


class Made(NamedTuple):
    """A page that was made, as far as the rest of the site must know of it."""

    path: str
    key: str
    rendered: bool
    address: str
    language: str
    written_in: tuple[str, ...]


def extra_files(pages: Iterable[Made], site: Site, today: date) -> dict[str, bytes]:
    """Path → bytes for the files that are no pages."""
    listed = [page for page in pages if page.address != NOT_FOUND]
    record = {"generator": "gazette", "as_of": today.isoformat(), "pages": len(listed), "languages": list(site.roots)}
    return {
        "sitemap.xml": sitemap(_entries(listed, site)),
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {site.url}sitemap.xml\n".encode(),
        "_headers": headers_file(site.base_path, site.roots.values(), (page.address for page in listed), site.lasting),
        MARKER: (json.dumps(record, indent=2) + "\n").encode(),
        ".nojekyll": b"",
    }


def _entries(views: Iterable[Made], site: Site) -> Iterator[dict[str, Any]]:
    """A page counts in the languages that have a text for it; elsewhere it only stands in."""
    for view in views:
        if view.language not in view.written_in:
            continue
        others = [{"language": name, "url": site.address(name, view.address)} for name in view.written_in]
        default = {"language": "x-default", "url": site.address(view.written_in[0], view.address)}
        yield {"url": site.address(view.language, view.address), "alternates": [*others, default]}
