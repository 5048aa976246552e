"""Addresses in a text: what they are, and how a fragment carries them until a medium knows from where it is seen."""

from __future__ import annotations

import html
import re
from typing import Final
from urllib.parse import urlsplit

from ..translit import latin_slug

PAGE_MARK: Final = "\ue000"
"""Stands before the address of a page of the site, until a medium knows from where it is seen."""
FILE_MARK: Final = "\ue001"
"""Stands before the address of a file of the site until the page is known that leads there. Texts never contain it."""
ID_PREFIX: Final = "c-"
SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})


def anchor(name: str) -> str:
    """The address of a heading within its text, as someone may have written it: `#Ένταξη`, `#entaxi`, `#c-entaxi`."""
    return latin_slug(name.removeprefix("#").removeprefix(ID_PREFIX))


def marked(address: str) -> str:
    """An address as the fragment carries it; one that is not allowed becomes empty."""
    if re.match(r"/(?![/\\\s])", address):
        page, sign, name = address.partition("#")
        return PAGE_MARK + page[1:] + (sign + ID_PREFIX + anchor(name) if name else "")
    if address.startswith("#"):
        return "#" + (ID_PREFIX + anchor(address) if anchor(address) else "")
    return address if scheme(address) in SCHEMES else ""


def scheme(address: str) -> str:
    """The scheme as a browser would read it: entities, control characters and white space taken away first."""
    cleaned = re.sub(r"[\x00-\x20\x7f-\xa0]", "", html.unescape(address))
    try:
        return urlsplit(cleaned).scheme.lower()
    except ValueError:
        return "malformed"


def is_file_name(address: str) -> bool:
    """Whether it names a file of the item's own folder."""
    return re.fullmatch(r"[A-Za-z0-9][\w.-]*\.[A-Za-z0-9]{2,5}", address) is not None and ".." not in address


def prefixed(identity: str) -> str:
    """An id of content, which can stand in for none that the site's scripts use."""
    return identity if identity.startswith(ID_PREFIX) else ID_PREFIX + re.sub(r"[:\s]+", "-", identity)
