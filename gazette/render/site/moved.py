"""Pages at addresses that were given up: each leads on to the page in its place, for browsers and for hosts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from jinja2 import Environment

from ...content.digests import digest_of
from ..words import Words
from .files import ExtraFile
from .html import Site
from .policy import content_policy

STYLE = "site.css"
ICON = "icon.svg"
"""Without one a browser would ask for /favicon.ico."""


def moved_files(
    moved: Mapping[str, str], site: Site, words: Mapping[str, Words], templates: Environment
) -> dict[str, ExtraFile]:
    """Path → file: a page in each language for each old address of `moved`, and `_redirects` for hosts that read it."""
    if not moved:
        return {}
    hosts = ExtraFile(digest_of(sorted(moved.items())), partial(_for_hosts, moved, site))
    pages = {
        site.path(language, old): ExtraFile(
            digest_of((language, old, new)), partial(_page, old, new, site, words[language], templates)
        )
        for language in site.roots
        for old, new in moved.items()
    }
    return {**pages, "_redirects": hosts}


def _page(old: str, new: str, site: Site, words: Words, templates: Environment) -> bytes:
    """The page at an old address: without scripts, so that the policy of all pages holds (HTML, `meta` refresh)."""
    root = site.roots[words.language]
    at = site.seen_from(root + old)
    return (
        templates.get_template("moved.html")
        .render(
            language=words.language,
            direction=words.direction,
            policy=content_policy(old),
            target=at(root + new),
            canonical=site.address(words.language, new),
            asset=at(site.assets[STYLE]),
            icon=at(site.assets[ICON]),
            t=words.say,
        )
        .encode()
    )


def _for_hosts(moved: Mapping[str, str], site: Site) -> bytes:
    """The `_redirects` file that Netlify and Cloudflare Pages read: old path, new path, status."""
    bases = [site.base_path + root for root in site.roots.values()]
    return "".join(f"{base}{old} {base}{new} 301\n" for old, new in moved.items() for base in bases).encode()
