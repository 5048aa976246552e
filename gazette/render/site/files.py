"""Files of the site besides its pages: sitemap, robots.txt, the record of the build."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from ...content.digests import digest_of
from ..lookup import FileView
from .assemble import NOT_FOUND
from .head import sitemap
from .html import Site
from .partial import PageEntry
from .policy import headers_file

MARKER = "build.json"
"""Tells the publisher that a folder is one of its own."""


def record_file(pages: Iterable[PageEntry], site: Site, today: date, digest: str = "") -> bytes:
    """The record of the build: for which day it was made, and the SHA-256 over all other files, where that is given."""
    count = sum(page.address != NOT_FOUND for page in pages)
    record = {"generator": "gazette", "as_of": today.isoformat(), "pages": count, "languages": list(site.roots)}
    return (json.dumps({**record, "sha256": digest} if digest else record, indent=2) + "\n").encode()


def extra_files(pages: Iterable[PageEntry], site: Site, changed: Mapping[str, date]) -> Iterator[FileView]:
    """The files that are no pages and tell about them: for search engines and hosts.

    `changed`: address of a page → the day on which what it shows last changed, where that is on record.
    """
    listed = [page for page in pages if page.address != NOT_FOUND]
    small = {
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {site.url}sitemap.xml\n".encode(),
        ".nojekyll": b"",
    }
    days = {address: day.isoformat() for address, day in changed.items()}
    where = digest_of([(page.address, page.language, page.written_in, days.get(page.address)) for page in listed])
    addresses = [page.address for page in listed]
    roots = {root: site.forms.get(language, "") for language, root in site.roots.items()}
    yield FileView("sitemap.xml", where, lambda: sitemap(_entries(listed, site, days)))
    yield FileView("_headers", where, lambda: headers_file(site.base_path, roots, addresses, site.lasting))
    yield from (FileView(path, raw, partial(bytes, raw)) for path, raw in small.items())


def _entries(views: Iterable[PageEntry], site: Site, days: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """A page counts in the languages that have a text for it; elsewhere it only stands in."""
    for view in views:
        if view.language not in view.written_in:
            continue
        others = [{"language": name, "url": site.address(name, view.address)} for name in view.written_in]
        default = {"language": "x-default", "url": site.address(view.written_in[0], view.address)}
        url = site.address(view.language, view.address)
        yield {"url": url, "changed": days.get(view.address, ""), "alternates": [*others, default]}
