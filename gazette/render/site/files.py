"""What the site holds beside its pages: sitemap, robots, the record of the build."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from ...content.digests import digest_of
from .assemble import NOT_FOUND
from .head import sitemap
from .html import Site
from .policy import headers_file

MARKER = "build.json"
"""Tells the publisher that a folder is one of its own."""


class BuiltPage(NamedTuple):
    """A page that was made, as far as the rest of the site must know of it."""

    path: str
    key: str
    rendered: bool
    address: str
    language: str
    written_in: tuple[str, ...]


class ExtraFile(NamedTuple):
    """A file that is to be: a digest that changes whenever it would, and how to make it."""

    digest: bytes
    make: Callable[[], bytes]


def extra_files(pages: Iterable[BuiltPage], site: Site, today: date) -> dict[str, ExtraFile]:
    """Path → file, for the files that are no pages."""
    listed = [page for page in pages if page.address != NOT_FOUND]
    record = {"generator": "gazette", "as_of": today.isoformat(), "pages": len(listed), "languages": list(site.roots)}
    small = {
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {site.url}sitemap.xml\n".encode(),
        MARKER: (json.dumps(record, indent=2) + "\n").encode(),
        ".nojekyll": b"",
    }
    where = digest_of([(page.address, page.language, page.written_in) for page in listed])
    addresses, roots = [page.address for page in listed], site.roots.values()
    return {
        "sitemap.xml": ExtraFile(where, lambda: sitemap(_entries(listed, site))),
        "_headers": ExtraFile(where, lambda: headers_file(site.base_path, roots, addresses, site.lasting)),
        **{path: ExtraFile(raw, partial(bytes, raw)) for path, raw in small.items()},
    }


def _entries(views: Iterable[BuiltPage], site: Site) -> Iterator[dict[str, Any]]:
    """A page counts in the languages that have a text for it; elsewhere it only stands in."""
    for view in views:
        if view.language not in view.written_in:
            continue
        others = [{"language": name, "url": site.address(name, view.address)} for name in view.written_in]
        default = {"language": "x-default", "url": site.address(view.written_in[0], view.address)}
        yield {"url": site.address(view.language, view.address), "alternates": [*others, default]}
