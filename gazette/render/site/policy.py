"""The Content Security Policy (Level 3) of all pages, declared once for the pages and for the host's headers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from markupsafe import Markup

from ...content.library import SEARCH
from ..subscriptions import SUBSCRIBE


def _said(rules: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


_FROM_NO_STRING: Final[Mapping[str, str]] = {"require-trusted-types-for": "'script'", "trusted-types": "'none'"}
"""Trusted Types: browsers refuse every call that would make a string into markup or a script, and every exception from
that. Scripts of ours, and Pagefind, need none."""
_PAGE: Final[Mapping[str, str]] = {
    "default-src": "'none'",
    "img-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "manifest-src": "'self'",
    # No script can run that would connect; without this Lighthouse cannot read robots.txt through the page.
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    **_FROM_NO_STRING,
}
_SEARCHING: Final[Mapping[str, str]] = {
    **_PAGE,
    "script-src": "'self' 'wasm-unsafe-eval'",
    "worker-src": "'self'",
}
_HOME: Final[Mapping[str, str]] = {**_PAGE, "script-src": "'self'"}
"""The field by which a city is found on the home page."""
_SCRIPTED: Final = {SEARCH: _SEARCHING, "": _HOME}
"""Address → policy of the pages that run a script."""
_LETTERS: Final[Mapping[str, str]] = {**_PAGE, "style-src": "'self' 'unsafe-inline'"}
"""For the host, for the folders with emails, whose styles are in their tags. The pages beside them say the strict one
themselves, and a browser holds them to both."""
LETTERS: Final = "newsletters"
LETTER: Final = _said({"script-src": "'none'", **_FROM_NO_STRING})
"""What an email says itself where it is published. Of pictures and styles nothing, which may come from elsewhere in the
copies that services keep."""
WITH_FORM: Final = ("", "newsletters/", SUBSCRIBE)
"""Pages on which readers can subscribe. Only these may send a form to somewhere else, and only to the service's."""
_EVERYWHERE: Final[Mapping[str, str]] = {
    # A policy of its own: it may only be said in a header, and adds to the page's.
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}
_FOR_A_YEAR: Final = "public, max-age=31536000, immutable"


def content_policy(address: str, form: str = "") -> str:
    """The policy of the page at an address, for its `<meta>` and for its header.

    `form` is where the form for subscribing is sent; a page may send to that place alone, and only where it has one.
    """
    rules = _SCRIPTED.get(address, _PAGE)
    return _said(_sending_to(form, rules) if address in WITH_FORM else rules)


def as_attribute(policy: str) -> Markup:
    """A policy as it stands between double quotes: single ones, of which it has some twenty, may stay there."""
    return Markup(policy.replace("&", "&amp;").replace('"', "&quot;"))  # noqa: S704 - all that could end it is escaped


def _sending_to(form: str, rules: Mapping[str, str]) -> Mapping[str, str]:
    return {**rules, "form-action": f"{rules['form-action']} {form}"} if form else rules


def headers_file(
    base: str, roots: Mapping[str, str], addresses: Iterable[str], lasting: Iterable[str]
) -> bytes:  # fmt: skip
    """The `_headers` file that Netlify, Cloudflare Pages and others read.

    `base` is the path of the site on its host, `roots` each language's root with where its form for subscribing is
    sent, or nothing, `addresses` those of all pages, `lasting`
    the files whose names change with their content. Where two rules match a page, hosts join their policies and
    browsers hold it to both: so each section has a rule of its own, and no rule gives all pages the strict policy.
    """
    sections = sorted({address.partition("/")[0] for address in addresses if address})
    rules = [(f"{base}*", _EVERYWHERE)]
    for root, form in roots.items():
        rules.append((f"{base}{root}", {"Content-Security-Policy": content_policy("", form)}))
        for name in sections:
            policy = _said(_sending_to(form, _LETTERS)) if name == LETTERS else content_policy(f"{name}/")
            rules.append((f"{base}{root}{name}/*", {"Content-Security-Policy": policy}))
    rules += [(f"{base}{path}", {"Cache-Control": _FOR_A_YEAR}) for path in sorted(lasting)]
    return "\n".join(_rule(path, headers) for path, headers in rules).encode()


def _rule(path: str, headers: Mapping[str, str]) -> str:
    return "".join([f"{path}\n", *(f"  {name}: {value}\n" for name, value in headers.items())])
