"""The finished tree of a text, walked once: links, pictures and headings are noted, ids and addresses made ours."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from ..translit import latin_slug
from .addresses import ID_PREFIX, is_file_name, marked, prefixed
from .findings import Finding

PHOTO: Final = "data-photo"
"""The attribute of an empty <figure> that names a photo of the item's folder and marks its place in a text. A fragment
holds no <img>: whoever shows one puts the photo here, with its credit, or shows none."""
_BLOCKS: Final = frozenset("p ul ol dl blockquote pre table div h1 h2 h3 h4 h5 h6".split())


class TreeScan(Treeprocessor):
    """Walks the finished tree once: notes links, images and headings, and makes ids and addresses ours."""

    found: list[Finding]
    root: Element

    def run(self, root: Element) -> None:
        self.found, self.root = [], root
        used: Counter[str] = Counter()
        pictured = {block: list(block.iter("img")) for block in root if _holds_pictures_alone(block)}
        alone = {image for images in pictured.values() for image in images}
        for element in root.iter():
            if element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                self._image(element, is_alone=element in alone)
            elif len(element.tag) == 2 and element.tag[0] == "h" and element.tag[1].isdigit():
                self._heading(element, used)
            elif element.get("id"):
                element.set("id", prefixed(element.get("id", "")))
        root[:] = [part for block in root for part in (_places(pictured[block]) if block in pictured else [block])]

    def _link(self, element: Element) -> None:
        href = element.get("href", "")
        if element.get("class") in ("footnote-ref", "footnote-backref"):
            element.set("href", "#" + prefixed(href[1:]))
            return
        words = "".join(element.itertext())
        self.found.append(Finding("link", href, 0))
        if not words.strip() and element.find(".//img") is None:
            self.found.append(Finding("link-without-words", href, 0))
        element.set("href", marked(href))

    def _image(self, element: Element, *, is_alone: bool) -> None:
        src = element.get("src", "")
        words = [element.get("alt", ""), element.get("title", "")]
        self.found.append(Finding("image", src, 0, words=" ".join(" ".join(words).split())))
        if not is_alone:
            self.found.append(Finding("image-within", src, 0))

    def _heading(self, element: Element, used: Counter[str]) -> None:
        words = "".join(element.itertext())
        level = int(element.tag[1])
        slug = latin_slug(words) or "section"
        used[slug] += 1
        element.set("id", ID_PREFIX + (slug if used[slug] == 1 else f"{slug}-{used[slug]}"))
        self.found.append(Finding("heading", words, 0, level))


def _holds_pictures_alone(block: Element) -> bool:
    """Whether it is a paragraph with a picture in it, or several, and nothing else."""
    if block.tag != "p" or not len(block) or (block.text or "").strip():
        return False
    return all(child.tag in ("img", "br") and not (child.tail or "").strip() for child in block)


def _places(images: Iterable[Element]) -> Iterator[Element]:
    """The place of each picture that a paragraph held; none for what names no file of the folder."""
    for name in (image.get("src", "") for image in images):
        if is_file_name(name):
            place = Element("figure", {PHOTO: name})
            place.tail = "\n"
            yield place


def running(root: Element) -> Iterator[list[str]]:
    """For each paragraph and entry of a list, the lines that run on from the one before, as they are printed."""
    for element in root.iter():
        if element.tag in ("p", "li", "dd"):
            yield _own_text(element).split("\n")[1:]


def _own_text(element: Element) -> str:
    """The text of an element itself, without the blocks inside it, code, and anything that is not text."""
    parts = [element.text or ""]
    for child in element:
        if child.tag not in _BLOCKS:
            parts.append("" if child.tag == "code" else _own_text(child))
            parts.append(child.tail or "")
    return "".join(parts)


class _ShortLink(InlineProcessor):
    """`<mailto:info@example.gr>` and `<tel:+302100000000>` as links, as `<https://…>` is one."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override] # noqa: ARG002, N802 - the library's name
        address = self.unescape(m.group(1))
        link = Element("a", {"href": address})
        link.text = AtomicString(address.partition(":")[2].partition("?")[0])
        return link, m.start(0), m.end(0)


_SIGNS: Final = {"backtick": "`", "reference": "[", "link": "[", "short_reference": "["}
"""Inline patterns that take long to say that there is nothing."""


class _Where(NamedTuple):
    """A pattern that is looked for only where its sign stands: the converter asks each of each run of words."""

    sign: str
    pattern: re.Pattern[str]

    def finditer(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(text, start) if self.sign in text else iter(())


class SafeMarkdown(Extension):
    """Takes away all that passes HTML through, and puts the harvest at the end."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the library's name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.deregister("automail")
        md.inlinePatterns.register(_ShortLink(r"<((?i:mailto|tel):[^\s<>]+)>", md), "short_link", 115)
        md.treeprocessors.register(TreeScan(md), "scan", -10)
        for name, sign in _SIGNS.items():
            slow = md.inlinePatterns[name]
            slow.compiled_re = _Where(sign, slow.getCompiledRegExp())  # type: ignore[assignment]
