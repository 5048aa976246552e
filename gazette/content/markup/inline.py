"""Words within a block as GitHub reads them: code, escapes and addresses.

Escapes, code, addresses in angle brackets and signs given by name are read in one walk from left to right, as the
CommonMark specification has it (0.29, sections 2.4, 6.1 to 6.3 and 6.8); addresses that stand bare follow GitHub
Flavored Markdown (0.29, section 6.9).
"""

from __future__ import annotations

import html
import re
import string
from collections.abc import Iterator
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor, SubstituteTagInlineProcessor
from markdown.util import INLINE_PLACEHOLDER_RE, AtomicString

from .emphasis import Emphasis, kept
from .links import WRITTEN, Links, found_before, opening

SCHEME: Final = "data-scheme"
"""The attribute of a link that shows its address without this scheme."""
_FIRST: Final = (
    r"\\([!-/:-@\[-`{-~]|\n)"
    r"|(?P<ticks>`+)"
    r"|<(?:(?P<page>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)|(?P<mail>[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9.-]+))>"
    r"|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
)
"""What is read before all else: each of these can hold the signs of the others."""
_BARE: Final = (
    r"(?:(?<![A-Za-z])https?://|(?<![^\s*_~(\x03])www\.)[^\s<]+"
    r"|(?<![\w.+-])(?:mailto:)?[A-Za-z0-9._+-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+"
)
_HOST: Final = re.compile(r"(?:https?://)?([^\s/?#:]+)")
_ENDING: Final = re.compile(r"&[A-Za-z]+;\Z|[;?!.,:*_~'\"]\Z")
"""What belongs to the sentence around an address, and not to the address."""
_SHOWN_SHORT: Final = ("mailto", "tel")
"""Schemes that readers need not see."""


class _First(InlineProcessor):
    """A sign behind a backslash, a line that one breaks, code, an address in angle brackets, or a sign by its name."""

    def handleMatch(  # type: ignore[override] # noqa: N802 - the library's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int, int]:
        escaped, end = m.group(1), m.end()
        found: Element | str | None = None
        if escaped is not None:
            found = Element("br") if escaped == "\n" else kept(escaped)
        elif m["ticks"]:
            found, end = _code(m["ticks"], data, end)
        elif m["page"] or m["mail"]:
            found = _linked(m["page"] or f"mailto:{m['mail']}", m.group(), is_short=not m["page"])
        elif (meant := html.unescape(m.group())) != m.group():
            found = "".join(kept(sign) if sign in string.punctuation else sign for sign in meant)
        return found, m.start(), end


def _code(ticks: str, data: str, start: int) -> tuple[Element | None, int]:
    """The code behind an opening run of backticks, and where it ends; None where no run of that length closes it."""
    closing = re.compile(rf"(?<!`){ticks}(?!`)").search(data, start)
    if closing is None:
        return None, start
    words = data[start : closing.start()].replace("\n", " ")
    if words.strip(" ") and words.startswith(" ") and words.endswith(" "):
        words = words[1:-1]
    element = Element("code", {WRITTEN: data[start - len(ticks) : closing.end()]})
    element.text = AtomicString(words)
    return element, closing.end()


def _linked(address: str, written: str, is_short: bool) -> Element:
    """A link from an address in angle brackets. One by mail or telephone shows no scheme."""
    scheme, sign, rest = address.partition(":")
    link = Element("a", {"href": address, WRITTEN: written})
    link.text = AtomicString(address)
    if scheme.lower() in _SHOWN_SHORT:
        link.text = AtomicString(rest.partition("?")[0])
        link.set(SCHEME, "" if is_short else scheme + sign)
    return link


class _BareAddress(InlineProcessor):
    """An address of a page or of mail that stands in the text as it is."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override] # noqa: N802 - the library's name
        self,
        m: re.Match[str],
        data: str,
    ) -> tuple[Element | None, int | None, int | None]:
        words = self._unbroken(m.group())
        is_mail = "//" not in words and not words.startswith("www.")
        words = words if is_mail else _without_ending(words)
        if not words or (words[-1] in "-_" if is_mail else not _has_host(words) or opening(data, m.start()) >= 0):
            return None, None, None
        link = Element("a", {"href": self.unescape(_begun(words, is_mail))})
        link.text = AtomicString(self.unescape(words))
        return link, m.start(), m.start() + len(words)

    def _unbroken(self, words: str) -> str:
        """The words up to where code, a link or the end of a line stood."""
        stash = found_before(self.md)
        for found in INLINE_PLACEHOLDER_RE.finditer(words):
            if not isinstance(stash.get(found.group(1)), str):
                return words[: found.start()]
        return words


def _begun(words: str, is_mail: bool) -> str:
    if is_mail:
        return words if words.startswith("mailto:") else f"mailto:{words}"
    return f"http://{words}" if words.startswith("www.") else words


def _without_ending(words: str) -> str:
    """An address without the signs behind it that belong to the sentence: full stops, and brackets it did not open."""
    while words:
        ending = _ENDING.search(words)
        if ending:
            words = words[: ending.start()]
        elif words.endswith(")") and words.count(")") > words.count("("):
            words = words[:-1]
        else:
            break
    return words


def _has_host(words: str) -> bool:
    """Whether an address names a host that GitHub takes for one: no underscore in its last two parts."""
    host = _HOST.match(words)
    if host is None:
        return False
    parts = host.group(1).rstrip(".").split(".")
    return all(parts) and not any("_" in part for part in parts[-2:]) and (len(parts) > 1 or "//" in words)


_REPLACED: Final = (
    "backtick", "escape", "reference", "link", "image_link", "image_reference", "short_reference", "short_image_ref",
    "autolink", "automail", "linebreak", "html", "entity", "em_strong",
)  # fmt: skip
"""All of the library's own patterns."""


class _Where(NamedTuple):
    """A pattern that is looked for only where one of its signs stands: it takes long to say that there is nothing."""

    signs: tuple[str, ...]
    pattern: re.Pattern[str]

    def finditer(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(text, start) if any(sign in text for sign in self.signs) else iter(())


def _where(processor: InlineProcessor, *signs: str) -> InlineProcessor:
    # the library asks a pattern for `finditer` and nothing else
    processor.compiled_re = _Where(signs, processor.getCompiledRegExp())  # type: ignore[assignment]
    return processor


class GitHubWords(Extension):
    """Replaces the patterns that read otherwise than GitHub, and takes away all that passes HTML through."""

    links: Links

    def reset(self) -> None:
        """Called by the library before each text."""
        self.links.used.clear()

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the library's name
        md.registerExtension(self)
        self.links = Links(md)
        for name in _REPLACED:
            md.inlinePatterns.deregister(name)
        for processor, name, priority in (
            (_where(_First(_FIRST, md), "\\", "`", "<", "&"), "first", 190),
            (self.links, "links", 160),
            (SubstituteTagInlineProcessor(r" {2,}\n", "br"), "linebreak", 100),
            (_where(_BareAddress(_BARE, md), "@", "://", "www."), "bare_address", 75),
            (_where(Emphasis(), "*", "_", "~"), "emphasis", 60),
        ):
            md.inlinePatterns.register(processor, name, priority)
