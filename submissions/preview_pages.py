"""The pages of previews as they are shown: fonts come in time, as on the site, and a line says what the page is.

A site that is built to be read from a disk asks for its fonts only once its style sheets are there, which is too late
for `font-display: optional`. Nothing of a sandboxed page is kept by a browser, so that it is too late each time.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Final

from gazette.files import tree

from .people import LANGUAGES
from .words import Words

_SHEET: Final = re.compile(r'<link rel="stylesheet" href="((?:\.\./)*)assets/')
_LANGUAGE: Final = re.compile(r'<html lang="([a-z]{2})')
_BODY: Final = "<body>\n"
_EARLY: Final = ("commissioner-400.*.woff2", "commissioner-700.*.woff2")
"""The fonts that each page of the site asks for first (theme/site/main.html)."""
FONTS: Final = "assets/fonts"
MOST_BYTES: Final = 64 * 1024 * 1024
"""Of one file."""


def shown_file(site: Path, path: str, notice: str = "") -> bytes | None:
    """A file of a built site; None where there is none. Pages bear a notice: the sentence of that key in words.yml."""
    try:
        data = tree.read(site, path, MOST_BYTES)
    except (OSError, ValueError):
        return None
    if not path.endswith(".html"):
        return data
    page = _with_fonts(data.decode(), site)
    return (_with_notice(page, notice) if notice else page).encode()


def _with_fonts(page: str, site: Path) -> str:
    """A page that asks for its fonts before its style sheets."""
    found = _SHEET.search(page)
    if not found:
        return page
    links = "".join(
        f'<link rel="preload" href="{found[1]}{FONTS}/{font.name}" as="font" type="font/woff2" crossorigin>\n'
        for pattern in _EARLY
        for font in (site / FONTS).glob(pattern)
    )
    return f"{page[: found.start()]}{links}{page[found.start() :]}"


def _with_notice(page: str, key: str) -> str:
    """A page that says what it is, in its own language where there is such a sentence."""
    written = _LANGUAGE.search(page)
    language = written[1] if written and written[1] in LANGUAGES else LANGUAGES[-1]
    line = f'<p class="notice" lang="{language}" dir="ltr">{escape(Words(language).say(key))}</p>\n'
    return page.replace(_BODY, f"{_BODY}{line}", 1)
