"""The finished tree of a text, walked once: links, pictures and headings are noted, ids and addresses made ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

from ..translit import latin_slug
from .addresses import ID_PREFIX, is_file_name, marked, prefixed
from .blocks import LINE
from .findings import Finding

PHOTO: Final = "data-photo"
"""The attribute of an empty <figure> that names a photo of the item's folder and marks its place in a text. A fragment
holds no <img>: whoever shows one puts the photo here, with its credit, or shows none."""
ROLES: Final = {"footnote-ref": "doc-noteref", "footnote-backref": "doc-backlink", "footnote": "doc-endnotes"}
"""Class of a part of footnotes → the role by which screen readers name it (W3C, DPUB-ARIA 1.1)."""
_BLOCKS: Final = frozenset("p ul ol dl blockquote pre table div h1 h2 h3 h4 h5 h6".split())


def scanned(root: Element) -> list[Finding]:
    """Notes the links, images and headings of a tree, and makes its ids and addresses ours.

    Only headings have a line: that in the text, counted from 0.
    """
    return _Scan().run(root)


class _Scan:
    """One walk through a tree."""

    def __init__(self) -> None:
        self.found: list[Finding] = []

    def run(self, root: Element) -> list[Finding]:
        used: Counter[str] = Counter()
        pictured = {block: list(block.iter("img")) for block in root if _holds_pictures_alone(block)}
        alone = {image for images in pictured.values() for image in images}
        for element in root.iter():
            if role := ROLES.get(element.get("class", "")):
                element.set("role", role)
            if element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                self._image(element, is_alone=element in alone)
            elif len(element.tag) == 2 and element.tag[0] == "h" and element.tag[1].isdigit():
                self._heading(element, used)
            elif element.get("id"):
                element.set("id", prefixed(element.get("id", "")))
        root[:] = [part for block in root for part in (_places(pictured[block]) if block in pictured else [block])]
        return self.found

    def _link(self, element: Element) -> None:
        href = element.get("href", "")
        if element.get("class") in ("footnote-ref", "footnote-backref"):
            element.set("href", "#" + prefixed(href[1:]))
            return
        words = "".join(element.itertext())
        self.found.append(Finding("link", href, 0, words=words))
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
        self.found.append(Finding("heading", words, int(element.attrib.pop(LINE, "0")), level))


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
