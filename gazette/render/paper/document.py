"""A view → the one HTML document that an edition is printed from, and every file that it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import segno
from jinja2 import Environment
from markupsafe import Markup

from ..lookup import Values
from ..templates import dashed
from ..tokens import colours
from ..words import Words
from . import art, design, layout
from .grey import greyed
from .prose import Prose, Setting, set_prose
from .view import PaperView

FONTS: Final = {
    "Commissioner": (("commissioner-400", 400, "normal"), ("commissioner-700", 700, "normal")),
    "Literata": (("literata-400", 400, "normal"), ("literata-400-italic", 400, "italic")),
}
"""Families of theme/static/fonts/; behind each stands a second one, with the rarer letters."""
LONE: Final = 10
"""Letters up to which a word should not be a line of its own."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A way to print an issue."""

    name: str
    dpi: int
    marks: bool = False
    """With bleed and crop marks."""
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What the engine prints: `files` as the HTML names them."""

    html: str
    files: Mapping[str, bytes]
    dpi: int


@dataclass(frozen=True, slots=True)
class Bindery:
    """Makes documents of views: with the templates of theme/print/, colours, fonts, and the site's addresses."""

    templates: Environment
    words: Mapping[str, Words]
    tokens: str
    """The text of theme/tokens.css."""
    fonts: Mapping[str, bytes]
    """Files of theme/static/fonts/, by name."""
    address: Callable[[str, str], str]
    """Language and address of a page → its full address."""
    body: Callable[[str], str]
    picture: Callable[[str], bytes]
    """Address of an item's file → its bytes."""

    def document(self, view: PaperView, edition: Edition) -> Document:
        """Everything that `edition` of `view` is printed from."""
        words = self.words[view.language]
        greek = view.language == "el"
        pictures: dict[str, str] = {}
        groups = self._parts(view, pictures)
        leaves = layout.flatplan(view.data["sections"], groups, view.data["pages"], greek)
        drawn = design.compose(leaves, [entry["tile"] for entry in view.data["tiles"]], greek) | {
            "art/cover.svg": _cover(view)
        }
        codes = {f"qr/{part.item['id']}.svg": self._code(view, part.item) for group in groups for part in group}
        values: dict[str, Any] = {
            "page": view, "t": words.say, "direction": words.direction, "leaves": leaves, "groups": groups,
            "sheet": layout, "bleed": art.BLEED, "edition": edition, "twins": self._twins(view.language),
            "quote_words": design.quote_words, "tone": greyed if edition.grey else str,
            "web": lambda address: self.address(view.language, address), "short": short, "kept": kept,
            "introduction": self._prose(view, view.data["body"], "introduction-", pictures, view.address),
            "about": _first_paragraph(self._prose(view, view.data["note"], "note-", pictures, "")),
            **view.data,
        }  # fmt: skip
        html = dashed(self.templates.get_template("issue.html").render(values))
        sheet = self._stylesheet(edition, words)
        texts = {**drawn, **codes, "print.css": sheet}
        if edition.grey:
            texts = {name: greyed(text) for name, text in texts.items()}
        files = {name: text.encode() for name, text in texts.items()}
        files |= {name: self.picture(address) for name, address in pictures.items()}
        return Document(html, files | {f"fonts/{name}": raw for name, raw in self.fonts.items()}, edition.dpi)

    def _twins(self, language: str) -> list[Values]:
        """That the issue is out in other languages too, each in its own words."""
        others = {code: words for code, words in self.words.items() if code != language}
        return [
            {"lang": code, "direction": words.direction, "text": words.say("paper.twin")}
            for code, words in others.items()
        ]

    def _parts(self, view: PaperView, pictures: dict[str, str]) -> list[list[layout.Part]]:
        found: list[list[layout.Part]] = []
        number = 0
        for section in view.data["sections"]:
            group = []
            for item in section["items"]:
                number += 1
                prose = self._prose(view, item["body"], f"{item['id']}-", pictures, item["address"])
                group.append(layout.Part(item, prose, number))
                for photo in item["photos"]:
                    pictures[f"photos/{photo['file']}"] = photo["file"]
            found.append(group)
        return found

    def _prose(self, view: PaperView, digest: str, prefix: str, pictures: dict[str, str], base: str) -> Prose:
        if not digest:
            return Prose()
        inside = {item["address"]: item["id"] for section in view.data["sections"] for item in section["items"]}

        def page(address: str) -> str:
            own, _, _ = address.partition("#")
            return f"#{inside[own]}" if own in inside else self.address(view.language, address)

        def file(name: str) -> str:
            pictures[f"photos/{base}{name}"] = base + name
            return f"photos/{base}{name}"

        return set_prose(self.body(digest), Setting(page, file, prefix))

    def _code(self, view: PaperView, item: Mapping[str, Any]) -> str:
        """A QR code of the item's page (ISO/IEC 18004), its dark modules ink."""
        code = segno.make(self.address(view.language, item["address"]), error="m", micro=False)
        return str(code.svg_inline(border=0, omitsize=True, dark="#17202b", svgclass=None, lineclass=None)).replace(
            "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1
        )

    def _stylesheet(self, edition: Edition, words: Words) -> str:
        tokens = list(colours(self.tokens).items())
        before, _, after = words.say("paper.see", page="\0").replace(" ", "\N{NO-BREAK SPACE}").partition("\0")
        return self.templates.get_template("print.css").render(
            sheet=layout, design=design, edition=edition, bleed=art.BLEED, fonts=FONTS, tokens=tokens,
            names=sorted(self.fonts), see_before=f" {before}", see_after=after,
        )  # fmt: skip


def kept(words: str) -> str:
    """A title whose last two words stay together, so that no short one is alone on the last line."""
    before, _, last = words.rpartition(" ")
    return f"{before}\N{NO-BREAK SPACE}{last}" if before.count(" ") > 1 and len(last) <= LONE else words


def short(address: str) -> str:
    """An address as it is typed."""
    return re.sub(r"^https?://(www\.)?", "", address).rstrip("/")


def _first_paragraph(prose: Prose) -> Markup:
    end = prose.html.find("</p>")
    return Markup(prose.html[: end + 4] if end >= 0 else "")  # noqa: S704 - sanitized when it was converted


def _cover(view: PaperView) -> str:
    tiles = view.data["tiles"]
    faded = frozenset(entry["tile"] for entry in tiles if not entry["new"])
    columns = min(9, len(tiles)) or 1
    return art.row([entry["tile"] for entry in tiles], faded, columns)
