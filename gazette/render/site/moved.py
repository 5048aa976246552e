"""Pages at addresses that were given up: each leads on to the page in its place, for browsers and for hosts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from jinja2 import Environment

from ...content.digests import digest_of
from ..lookup import FileView
from ..words import Words
from .html import Site
from .policy import as_attribute, content_policy

STYLE = "site.css"
ICON = "icon.svg"
"""Without one a browser would ask for /favicon.ico."""

FOR_GOOD, FOR_NOW = 301, 302
"""HTTP status codes of a redirect, permanent and temporary (RFC 9110, 15.4.2 and 15.4.3)."""


def moved_files(
    moved: Mapping[str, str], emptied: Mapping[str, str], site: Site, words: Mapping[str, Words], templates: Environment
) -> Iterator[FileView]:
    """A page in each whole language for each address that leads on, and `_redirects` for hosts that read it.

    `words` are those of these languages. `moved` are given up for good, `emptied` may come back; each old address → the
    one in its place.
    """
    status = {**dict.fromkeys(emptied, FOR_NOW), **dict.fromkeys(moved, FOR_GOOD)}
    leading = {**emptied, **moved}
    if not leading:
        return
    lines = [(old, new, status[old]) for old, new in leading.items()]
    for language in words:
        for old, new in leading.items():
            make = partial(_page, old, new, site, words[language], templates)
            yield FileView(site.path(language, old), digest_of((language, old, new)), make)
    yield FileView("_redirects", digest_of(sorted(lines)), partial(_for_hosts, lines, site, tuple(words)))


def _page(old: str, new: str, site: Site, words: Words, templates: Environment) -> bytes:
    """The page at an old address: without scripts, so that the policy of all pages holds (HTML, `meta` refresh)."""
    root = site.roots[words.language]
    at = site.seen_from(root + old)
    return (
        templates.get_template("moved.html")
        .render(
            language=words.language,
            direction=words.direction,
            policy=as_attribute(content_policy(old)),
            target=at(root + new),
            canonical=site.address(words.language, new),
            asset=at(site.assets[STYLE]),
            icon=at(site.assets[ICON]),
            t=words.say,
        )
        .encode()
    )


def _for_hosts(lines: Iterable[tuple[str, str, int]], site: Site, languages: Iterable[str]) -> bytes:
    """The `_redirects` file that Netlify and Cloudflare Pages read: old path, new path, status."""
    bases = [site.base_path + site.roots[language] for language in languages]
    return "".join(f"{base}{old} {base}{new} {status}\n" for old, new, status in lines for base in bases).encode()
