"""The one Jinja2 environment: strict about missing names, escaping in all but plain text, fed with values only."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from ..content.markup import FILE_MARK, PAGE_MARK, PHOTO, WORD_MARK

_MARKS: Final = re.compile(f'[{PAGE_MARK}{FILE_MARK}]([^" ]*)')
_PHOTO: Final = re.compile(f'<figure {PHOTO}="([^"]*)"></figure>\n?')


def environment(sources: Mapping[str, str], compiled: BytecodeCache | None = None) -> Environment:
    """An environment over `sources` (name → template); `compiled` keeps what was compiled before."""
    made = Environment(
        loader=DictLoader(dict(sources)),
        autoescape=lambda name: not (name or "").endswith(".txt"),  # noqa: S701 - plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=compiled,
        extensions=["jinja2.ext.do"],
    )
    made.filters["json_ld"] = json_ld
    return made


def json_ld(value: Mapping[str, Any]) -> Markup:
    """JSON that is safe inside a script element (WHATWG HTML, "Restrictions for contents of script elements")."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - made safe above


def placed(
    fragment: str, page: Callable[[str], str], file: Callable[[str], str], back: str = "",
    figures: Mapping[str, str] = MappingProxyType({}),
) -> Markup:  # fmt: skip
    """A converted text as it stands on one page: its marks become addresses as seen from there.

    `figures` are the photos that may be shown there, by name, as HTML; the places of all others stay empty.
    """

    def address(match: re.Match[str]) -> str:
        resolve = page if match.group()[0] == PAGE_MARK else file
        return str(Markup.escape(resolve(match.group(1))))

    text = _MARKS.sub(address, fragment).replace(WORD_MARK, str(Markup.escape(back)))
    return with_photos(text, figures)


def with_photos(fragment: str, figures: Mapping[str, str]) -> Markup:
    """A converted text with each of `figures` in its place; the places of all other photos are taken away."""
    whole = _PHOTO.sub(lambda match: figures.get(match.group(1), ""), fragment)
    return Markup(whole)  # noqa: S704 - sanitized when it was converted, and figures are templates'


def relative(origin: str, target: str) -> str:
    """`target` as seen from the page at `origin`; both are addresses below the site's root, ending in a slash.

    >>> relative("stories/a/", "members/"), relative("en/", ""), relative("a/", "a/"), relative("", "a/")
    ('../../members/', '../', './', 'a/')
    """
    return viewpoint(origin)(target)


def on_disk(seen: Callable[[str], str]) -> Callable[[str], str]:
    """`seen`, for pages that are opened from a disk: there no host finds the file of an address.

    >>> on_disk(viewpoint("a/"))("b/#c"), on_disk(viewpoint(""))(""), on_disk(viewpoint("a/"))("feed.xml")
    ('../b/index.html#c', './index.html', '../feed.xml')
    """

    def filed(target: str) -> str:
        address, sign, rest = seen(target).partition("#")
        return f"{address}index.html{sign}{rest}" if address.endswith("/") else f"{address}{sign}{rest}"

    return filed


def viewpoint(origin: str) -> Callable[[str], str]:
    """A function that makes addresses relative to `origin`. A page calls it fifty times, so the way up is laid once."""
    folders = origin.split("/")[:-1]
    depths = range(len(folders), -1, -1)
    ways = [("".join(f"{name}/" for name in folders[:depth]), "../" * (len(folders) - depth)) for depth in depths]

    def seen(target: str) -> str:
        for folder, steps in ways:
            if target.startswith(folder):
                rest = target[len(folder) :]
                return steps + rest if steps or (rest and rest[0] != "#") else f"./{rest}"
        raise AssertionError("the last of the folders is the root, in which every address begins")

    return seen
