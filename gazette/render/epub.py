"""An issue as an e-book (EPUB 3.3, with EPUB Accessibility 1.1): documents of XHTML and what leads through them. Pure.

Each item is a document, so that it opens at once. Languages of parts and page breaks go along: whoever reads with ears
or fingers has each part in its own language, and finds the pages that others hold in print.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html.entities import html5
from types import MappingProxyType
from typing import Any, Final

from jinja2 import Environment
from markupsafe import Markup

from . import mosaic
from .issue import IssueView
from .language_marks import LanguageMarker
from .lookup import Values
from .templates import placed
from .typography import typeset
from .words import Words

CONTAINER: Final = """<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
KINDS: Final = {
    "xhtml": "application/xhtml+xml", "css": "text/css", "svg": "image/svg+xml", "png": "image/png",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp",
}  # fmt: skip
FEATURES: Final = (
    "alternativeText", "displayTransformability", "readingOrder", "structuralNavigation", "tableOfContents",
)  # fmt: skip
"""The accessibility features of the books (schema.org, `accessibilityFeature`)."""
PAGE_FEATURES: Final = ("pageBreakMarkers", "pageNavigation")
WIDE: Final = 6
"""Tiles in a row of the cover's mosaic."""
NO_FIGURES: Final[Mapping[str, str]] = MappingProxyType({})
_VOID: Final = re.compile(r'<(br|hr|img)\b((?:"[^"]*"|[^>"/])*)/?>')
_NAMED: Final = re.compile(r"&(?!(?:amp|lt|gt|quot);)(\w+;)")
_LANGUAGE: Final = re.compile(r'(<[^>]*?\s)lang="([^"]+)"')
_HEADING: Final = re.compile(r'<h[2-6] id="([^"]+)"')


@dataclass(frozen=True, slots=True)
class EpubRenderer:
    """Makes e-books of views: with the templates of theme/epub/, the site's words, addresses and pictures."""

    templates: Environment
    style: str
    words: Mapping[str, Words]
    address: Callable[[str, str], str]
    """Language and address of a page → its full address."""
    body: Callable[[str], str]
    picture: Callable[[str], bytes]
    """Address of a picture of the site → its bytes."""

    def epub(self, view: IssueView, pages: Mapping[str, int], printed: str) -> bytes:
        """The archive of an issue.

        `pages` tells on which page of the printed edition an item, or a heading in one, begins; `printed` is the full
        address of that edition. Both are empty where there is none.
        """
        return _Book(self, view, pages, printed).made()


class _Book:
    """One e-book while it is put together."""

    def __init__(self, renderer: EpubRenderer, view: IssueView, pages: Mapping[str, int], printed: str) -> None:
        self.renderer, self.view, self.pages, self.printed = renderer, view, pages, printed
        self.files: dict[str, bytes] = {}
        self.breaks: dict[int, str] = {}
        """Printed page → the document in which it begins."""
        self.marker = LanguageMarker(renderer.words)
        self.items = [(section, item) for section in view.data["sections"] for item in section["items"]]
        self.shared = self._shared()

    def made(self) -> bytes:
        """The whole archive; documents in reading order, since page breaks are counted along."""
        self._cover()
        for section, item in self.items:
            self._item(section, item)
        about = self._text("imprint.xhtml", self.view.data["note"], self.view.data["note_lang"])
        self._write("imprint.xhtml", about=about)
        page_list = sorted(self.breaks.items())
        start = f"{self.items[0][1]['id']}.xhtml" if self.items else "cover.xhtml"
        self._write("nav.xhtml", page_list=page_list, start=start)
        self._package(page_list)
        return _archive(self.files)

    def _shared(self) -> Values:
        """The template variables that all documents share."""
        view, renderer = self.view, self.renderer
        words = renderer.words[view.language]
        return {
            **view.data, "page": view, "t": words.say, "direction": words.direction, "printed": self.printed,
            "directions": {code: own.direction for code, own in renderer.words.items()},
            "web": lambda address: renderer.address(view.language, address), "picture": self._picture,
            "other_languages": [
                {"lang": code, "direction": own.direction, "text": own.say("paper.other_language")}
                for code, own in renderer.words.items()
                if code != view.language and own.is_whole
            ],
        }  # fmt: skip

    def _write(self, name: str, template: str = "", **values: Any) -> None:
        made = self.renderer.templates.get_template(template or name).render(self.shared | values)
        self.files[name] = _LANGUAGE.sub(r'\1lang="\2" xml:lang="\2"', typeset(made)).encode()

    def _cover(self) -> None:
        data = self.view.data
        self.files["style.css"] = self.renderer.style.encode()
        self.files["cover.svg"] = _mosaic([entry["tile"] for entry in data["tiles"]]).encode()
        number = 1 if self.pages else 0
        if number:
            self.breaks[number] = "cover.xhtml"
        introduction = self._text("cover.xhtml", data["body"], data["body_lang"])
        self._write("cover.xhtml", number=number, introduction=introduction)

    def _item(self, section: Values, item: Values) -> None:
        name = f"{item['id']}.xhtml"
        number = self._begins(item["id"], name)
        text = self._text(name, item["body"], item["lang"], item["id"], self._figures(item))
        above = [photo for photo in item["photos"] if not photo["in_text"]]
        self._write(name, "item.xhtml", section=section, item=item, photos=above, number=number, text=text)

    def _figures(self, item: Values) -> dict[str, str]:
        """The photos that stand within an item's text, by name, as XHTML."""
        parts: Any = self.renderer.templates.get_template("parts.xhtml").make_module(self.shared)
        return {photo["name"]: str(parts.figure(photo, item["lang"])) for photo in item["figures"]}

    def _begins(self, place: str, document: str) -> int:
        """The printed page that begins at a place; 0 where it began before, or where that is not known."""
        number = self.pages.get(place, 0)
        if not number or number in self.breaks:
            return 0
        self.breaks[number] = document
        return number

    def _text(
        self, document: str, digest: str, language: str, item: str = "", figures: Mapping[str, str] = NO_FIGURES
    ) -> Markup:
        """A converted text as XHTML: its links lead into the book where they can, else to the web."""
        if not digest:
            return Markup("")
        own = language or self.view.language
        inside = {item["address"]: f"{item['id']}.xhtml" for _, item in self.items}

        def page(address: str) -> str:
            return inside.get(address) or self.renderer.address(self.view.language, address)

        def broken(match: re.Match[str]) -> str:
            number = self._begins(f"{item}-{match.group(1)}", document)
            return f"{_page_break(number)}{match.group()}" if number else match.group()

        fragment = self.marker.marked_html(_HEADING.sub(broken, self.renderer.body(digest)), own)
        back = self.renderer.words[own].say("footnote.back")
        return Markup(xhtml(placed(fragment, page, str, back, figures)))  # noqa: S704 - sanitized when it was converted

    def _picture(self, address: str) -> str:
        """Takes a picture into the book; gives its name there."""
        name = f"pictures/{address.strip('/').replace('/', '-')}"
        self.files[name] = self.renderer.picture(address)
        return name

    def _package(self, page_list: list[tuple[int, str]]) -> None:
        """The list of all files, the order of reading, and what is said of the whole."""
        spine = ["cover", "nav", *(item["id"] for _, item in self.items), "imprint"]
        has_pictures = any(name.startswith("pictures/") for name in self.files)
        self._write(
            "package.opf", manifest=[_entry(name) for name in sorted(self.files)], spine=spine, page_list=page_list,
            modified=_moment(self.view.data["date"]["iso"]), has_pictures=has_pictures,
            features=[*FEATURES, *(PAGE_FEATURES if page_list else ())],
        )  # fmt: skip


def _page_break(number: int) -> str:
    return f'<span epub:type="pagebreak" role="doc-pagebreak" id="page-{number}" aria-label="{number}"></span>'


def _entry(name: str) -> tuple[str, str, str, str]:
    """A file in the list of all: identifier, name, media type, and what it is for."""
    stem, _, ending = name.rpartition(".")
    properties = {"nav.xhtml": "nav", "cover.svg": "cover-image"}
    identifier = stem if ending == "xhtml" else re.sub(r"[^\w-]", "-", name)
    return identifier, name, KINDS[ending], properties.get(name, "")


def _moment(day: str) -> str:
    """A date as far as it is known → the first moment that it can mean, as EPUB wants it.

    >>> _moment("2021-02")
    '2021-02-01T00:00:00Z'
    """
    return f"{day}-01-01"[:10] + "T00:00:00Z"


def xhtml(fragment: str) -> str:
    """A fragment of HTML as XML: empty elements closed, signs by number.

    >>> xhtml('a<br>b&nbsp;c &amp; <img src="x.png" alt="">')
    'a<br/>b\xa0c &amp; <img src="x.png" alt=""/>'
    """
    closed = _VOID.sub(r"<\1\2/>", str(fragment))  # a Markup would escape what is put in
    return _NAMED.sub(lambda match: html5[match.group(1)], closed)


def _mosaic(slugs: Sequence[str]) -> str:
    """The tiles of the members in rows: the picture that stands for the book on a shelf."""
    step = mosaic.SIDE + 1
    rows = -(-len(slugs) // WIDE) or 1
    tiles = "".join(
        f'<g transform="translate({place % WIDE * step} {place // WIDE * step})">{mosaic.drawing(slug)}</g>'
        for place, slug in enumerate(slugs)
    )
    size = f"{WIDE * step - 1} {rows * step - 1}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">{tiles}</svg>\n'


def _archive(files: Mapping[str, bytes]) -> bytes:
    """A zip with the type first and as it is (OCF 3.3), and no time that would make two builds differ."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")
        for name, raw in {"META-INF/container.xml": CONTAINER.encode(), **_below(files)}.items():
            made.writestr(zipfile.ZipInfo(name), raw, zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def _below(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"book/{name}": files[name] for name in sorted(files)}
