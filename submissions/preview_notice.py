"""The line by which a page of a preview says that it is one, and of what."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from .people import LANGUAGES
from .words import Words

_LANGUAGE: Final = re.compile(rb'<html lang="([a-z]{2})')
_BODY: Final = b"<body>\n"


def with_notice(page: bytes, side: str) -> bytes:
    """A page of one side of a preview, `before` or `after`, with the line: in its own language where we speak that."""
    written = _LANGUAGE.search(page)
    language = written[1].decode() if written else ""
    language = language if language in LANGUAGES else LANGUAGES[-1]
    words = escape(Words(language).say(f"preview-{side}"))
    line = f'<p class="notice" lang="{language}" dir="ltr">{words}</p>\n'
    return page.replace(_BODY, _BODY + line.encode(), 1)
