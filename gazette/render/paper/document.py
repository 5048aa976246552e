"""A view → the one HTML document that an edition is printed from, and every file that it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final, NamedTuple

from jinja2 import Environment

from ...content.characters import fonts_for, printed
from ..issue import IssueView
from ..lookup import Values
from ..templates import with_photos
from ..tokens import colours
from ..typography import quotation_marks, typeset
from ..words import Words
from . import art, cover, design, layout, measures
from .colouring import AS_DESIGNED, Colouring, ColourSeparation, in_grey, in_inks
from .languages import with_languages
from .prose import PAIR_ASIDE, Prose, Setting, figures_placed, kept, running, set_prose, short, with_quotes

FONTS: Final = {
    "Commissioner": (("commissioner-400", 400, "normal"), ("commissioner-700", 700, "normal")),
    "Literata": (("literata-400", 400, "normal"), ("literata-400-italic", 400, "italic")),
}
"""Families of theme/static/fonts/; behind each stands a second one, with the rarer letters, and one for paper alone."""
SET_IN: Final = {"text": "literata-400", "lead": "literata-400-italic", "title": "commissioner-700"}
"""What an item consists of, and the font in which that is set."""
FURTHER: Final = {
    "noto-sans": "Noto", "noto-armenian": "Armenian", "noto-georgian": "Georgian", "noto-hebrew": "Hebrew",
    "noto-devanagari": "Devanagari", "noto-bengali": "Bengali", "noto-arabic": "Arabic", "noto-ethiopic": "Ethiopic",
    "noto-symbols": "Symbols", "noto-math": "Mathematics", "noto-emoji": "emoji",
}  # fmt: skip
"""Fonts of theme/print/fonts/ for what those lack, and their families; Pango looks for the last by that very name."""
PROFILE: Final = "press.icc"
"""How style sheets name the colour profile of a press."""
BOLD: Final = "-bold"
"""How a font's file is called that has another beside it for titles."""
_SHOWN: Final = re.compile(r'(?<=>)[^<]+(?=<)|(?<= data-section=")[^"]+')
"""The printed text of an HTML document, without its title, addresses and descriptions."""
TOO_HIGH: Final = 16.0
"""Millimetres taken from the art of a page whose text did not fit, before it is done without."""
MOST_INSIDE: Final = 3
"""Sentences that stand large within a feature."""
ABRIDGED: Final = 500
"""Letters after which the beginning of a text may end."""
BOOKLET_COVER: Final = 1.23
"""How much higher the words of a cover are where their type is the smallest of a booklet."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A way to print an issue."""

    name: str
    dpi: int
    press: bool = False
    """For a print shop: in its inks, with bleed."""
    grey: bool = False
    archival: bool = False
    """Kept for good: as PDF/A too."""
    large: bool = False
    """In large print, in one column."""
    booklet: bool = False
    """For pages that are printed at two thirds of their size, two on a side."""


class PlannedPages(NamedTuple):
    """The expected pages of a leaf."""

    key: layout.LeafKey
    number: int
    """Of its first page."""
    span: int
    bare: bool
    """Whether there is no art on it that could be lower."""


@dataclass(frozen=True, slots=True)
class PaperDocument:
    """The engine's input: HTML, and `files` by the names that the HTML uses."""

    html: str
    files: Mapping[str, bytes]
    dpi: int
    plan: tuple[PlannedPages, ...] = ()
    archival: bool = False
    press: bool = False
    grey: bool = False


@dataclass(frozen=True, slots=True)
class PaperRenderer:
    """Makes documents of views: with the templates of theme/print/, colours, fonts, and the site's addresses."""

    templates: Environment
    words: Mapping[str, Words]
    tokens: str
    """The text of theme/tokens.css."""
    fonts: Mapping[str, bytes]
    """Files of theme/static/fonts/ and theme/print/fonts/, by name."""
    address: Callable[[str, str], str]
    """Language and address of a page → its full address."""
    body: Callable[[str], str]
    picture: Callable[[str], bytes]
    """Address of an item's file → its bytes."""
    size: Callable[[bytes], tuple[int, int] | None]
    """A picture's bytes → its width and height in pixels."""
    greyscale: Callable[[bytes], bytes]
    """A picture's bytes → the same in grey."""
    separation: ColourSeparation
    widths: Mapping[str, measures.Widths]
    """Of the letters of each of SET_IN."""
    publisher: Callable[[str], Values]
    """Language → what the publisher says of itself and of the newsletter, in words."""

    def document(
        self, view: IssueView, edition: Edition, fits: layout.Fits = layout.NO_FITS, only: layout.LeafKeys = frozenset()
    ) -> PaperDocument:
        """Everything that `edition` of `view` is printed from; `fits` is what `corrected` found.

        With `only`, a proof: the leaves of these keys alone, each as it stands in the whole.
        """
        if edition.large:
            return self._in_large_print(view, edition)
        words = self.words[view.language]
        pictures: dict[str, str] = {}
        introduction, is_cut = self._introduction(view)
        front = cover.front(view, introduction, BOOKLET_COVER if edition.booklet else 1.0)
        note = measures.BOOKLET_NOTE if edition.booklet else measures.NOTE
        groups = self._parts(view, pictures, note)
        wanted, leaves = self._planned(view, groups, front.contents, fits, note)
        drawn = design.compose(leaves, [entry["tile"] for entry in view.data["tiles"]], wanted, fits) | {
            "art/cover.svg": cover.mosaic(view, front)
        }
        shown = [leaf for leaf in leaves if leaf.key in only or not only]
        codes = {f"qr/{part.item['id']}.svg": self._code(view, part.item) for group in groups for part in group}
        values: dict[str, Any] = {
            "leaves": shown, "proof": bool(only), "end": leaves[-1].number, "groups": groups, "greek": wanted.greek,
            "note_size": wanted.note, "introduction": introduction, "is_cut": is_cut, "front": front,
            "edition": edition, "tone": self._colouring(edition).shapes, "about": self._about(view),
            **self._always(view), **view.data,
        }  # fmt: skip
        html = self._html("issue.html", values)
        further = fonts_for(html)
        styled = {"edition": edition, "front": front, "text": wanted.text, "bleed": art.BLEED}
        texts = {**drawn, **codes, "print.css": self._stylesheet("print.css", words, further, **styled)}
        files = self._files(texts, pictures, edition, further)
        plan = tuple(PlannedPages(leaf.key, leaf.number, leaf.span, _is_bare(leaf)) for leaf in shown)
        return PaperDocument(html, files, edition.dpi, plan, edition.archival, edition.press, edition.grey)

    def _in_large_print(self, view: IssueView, edition: Edition) -> PaperDocument:
        """An issue in one column of large letters, in the order in which it is read."""
        pictures: dict[str, str] = {}
        values = {
            "groups": self._parts(view, pictures, measures.LARGE_NOTE, notes_behind=True),
            "introduction": self._prose_of(view), "about": self._about(view),
            **self._always(view), **view.data,
        }  # fmt: skip
        html = self._html("large.html", values)
        further = fonts_for(html)
        styles = self._stylesheet("large.css", self.words[view.language], further)
        return PaperDocument(html, self._files({"large.css": styles}, pictures, edition, further), edition.dpi)

    def _html(self, template: str, values: Mapping[str, Any]) -> str:
        made = typeset(self.templates.get_template(template).render(values))
        return in_print(with_languages(made, self.words))

    def _planned(
        self, view: IssueView, groups: Sequence[Sequence[layout.LayoutPart]], contents: int, fits: layout.Fits,
        note: measures.TypeSize,
    ) -> tuple[layout.Wanted, list[layout.Leaf]]:  # fmt: skip
        """The flatplan, and what it was made for: in the smaller size of text where a page would be too full."""
        is_mirrored = self.words[view.language].direction == "rtl"
        greek, foot = view.language == "el", _foot(view, self.publisher(view.language))
        letters = len(self.words[view.language].say("members.title"))
        title = measures.OPENING.height(letters, measures.TEXT_WIDTH, greek)
        wanted = layout.Wanted(view.data["pages"], foot, contents, greek, is_mirrored, note=note, title=title)
        leaves = layout.flatplan(view.data["sections"], groups, wanted, fits)
        if layout.is_too_full(leaves, wanted, fits):
            wanted = replace(wanted, text=measures.TIGHT)
            leaves = layout.flatplan(view.data["sections"], groups, wanted, fits)
        return wanted, leaves

    def _files(
        self, texts: Mapping[str, str], pictures: Mapping[str, str], edition: Edition, further: Sequence[str]
    ) -> dict[str, bytes]:
        """Art, styles and pictures, in the colours of the edition; fonts, and the profile of a press, beside them."""
        colouring, named = self._colouring(edition), colours(self.tokens)
        files = {name: colouring.file(name, text, named).encode() for name, text in texts.items()}
        files |= {name: colouring.picture(self.picture(address)) for name, address in pictures.items()}
        files |= {PROFILE: self.separation.profile} if edition.press else {}
        wanted = {f"{name}{ending}.woff2" for name in further for ending in ("", BOLD)}
        wanted |= {f"{file}{more}.woff2" for cuts in FONTS.values() for file, _, _ in cuts for more in ("", "-more")}
        return files | {f"fonts/{name}": raw for name, raw in self.fonts.items() if name in wanted}

    def _colouring(self, edition: Edition) -> Colouring:
        if edition.press:
            return in_inks(self.separation)
        return in_grey(self.greyscale) if edition.grey else AS_DESIGNED

    def _further(self, names: Sequence[str]) -> list[tuple[str, str, int, str]]:
        """Family, file, weight and style of the fonts that a document needs beside those that each has."""
        of_ours = [
            (f"{family} Paper", f"{file}-paper", weight, style)
            for family, cuts in FONTS.items() for file, weight, style in cuts if f"{file}-paper" in names
        ]  # fmt: skip
        others = [(FURTHER[name], name, 400, "normal") for name in names if name in FURTHER]
        bold = [
            (FURTHER[name], f"{name}{BOLD}", 700, "normal") for name in names if f"{name}{BOLD}.woff2" in self.fonts
        ]
        return [*of_ours, *others, *bold]

    def _always(self, view: IssueView) -> dict[str, Any]:
        """The template variables that all editions of a view share."""
        words = self.words[view.language]
        return {
            "page": view, "t": words.say, "direction": words.direction, "sheet": measures, "bleed": art.BLEED,
            "other_languages": self._other_languages(view.language), "leaf_name": leaf_name,
            "quote_words": design.quote_words, "publisher": self.publisher(view.language),
            "directions": {code: other.direction for code, other in self.words.items()},
            "web": lambda address: self.address(view.language, address), "short": short,
            "quotes": quotation_marks(view.language),
            "kept": kept, "aside": PAIR_ASIDE, "running": running, "with_photos": with_photos,
        }  # fmt: skip

    def _other_languages(self, language: str) -> list[Values]:
        """That the issue is out in other languages too, each in its own words."""
        others = {code: words for code, words in self.words.items() if code != language and words.is_whole}
        return [
            {"lang": code, "direction": words.direction, "text": words.say("paper.other_language")}
            for code, words in others.items()
        ]

    def _parts(
        self, view: IssueView, pictures: dict[str, str], note: measures.TypeSize, notes_behind: bool = False
    ) -> list[list[layout.LayoutPart]]:
        """The items of each section, set. The notes of the last stand behind it: the imprint may follow on its page."""
        found: list[list[layout.LayoutPart]] = []
        number, last = 0, sum(len(section["items"]) for section in view.data["sections"])
        for section in view.data["sections"]:
            group = []
            for item in section["items"]:
                number += 1
                letters = ABRIDGED if item["abridged"] else 0
                setting = self._setting(view, item["address"], f"{item['id']}-", notes_behind or number == last)
                prose = self._prose(item["body"], setting, letters)
                figures = [self._sized(photo) for photo in item["figures"] if photo["name"] in prose.pictured]
                photos = [self._sized(photo) for photo in item["photos"] if photo["name"] not in prose.pictured]
                whole = {**item, "photos": photos, "figures": figures}
                group.append(self._part(whole, prose, number, note, view.language == "el"))
                shown = [photo["file"] for photo in (*photos, *figures)]
                shown += [grant["emblem"] for grant in item["grants"]]
                pictures.update({f"photos/{file}": file for file in shown if file})
            found.append(group)
        return found

    def _part(self, item: Values, prose: Prose, number: int, note: measures.TypeSize, greek: bool) -> layout.LayoutPart:
        """An item, its words measured in the typefaces that they are set in."""
        title = measures.text_block("h", item["title"], self.widths["title"])
        lead = measures.text_block("lead", item["summary"], self.widths["lead"])
        pull = measures.text_block("pull", design.quote_words(item), self.widths["title"])
        blocks = measures.text_blocks(prose, self.widths["text"])
        heights = {
            photo["name"]: measures.photo_height(photo, note, greek, measures.COLUMN) for photo in item["figures"]
        }
        prose = replace(prose, html=figures_placed(prose.html, heights, measures.text_height(greek)))
        inside = tuple(item["highlights"][:MOST_INSIDE]) if measures.is_feature(blocks) and not item["quote"] else ()
        if inside:
            prose = replace(prose, html=with_quotes(prose.html, inside))
        return layout.LayoutPart(item, prose, title, lead, pull, blocks, number, inside)

    def _sized(self, photo: Values) -> Values:
        """With its size. Of a picture that is none the engine will complain, in words that name it."""
        return {**photo, "size": self.size(self.picture(photo["file"])) or (3, 2)}

    def _prose(self, digest: str, setting: Setting, letters: int = 0) -> Prose:
        """A body, where there is one."""
        return set_prose(self.body(digest), setting, letters) if digest else Prose()

    def _setting(self, view: IssueView, own: str, prefix: str, notes_behind: bool = False) -> Setting:
        """How the body is set that the page at the address `own` has."""
        inside = {item["address"]: item["id"] for section in view.data["sections"] for item in section["items"]}

        def page(address: str) -> str:
            own, _, _ = address.partition("#")
            return f"#{inside[own]}" if own in inside else self.address(view.language, address)

        web = self.address(view.language, own)
        return Setting(page, prefix, web, inside.get(own, ""), notes_behind)

    def _introduction(self, view: IssueView) -> tuple[Prose, bool]:
        """The part of the introduction that fits on the cover, and whether something is left out."""
        whole = self._prose_of(view)
        fitting = cover.letters_that_fit(view, whole)
        return (whole, False) if fitting is None else (self._prose_of(view, fitting) if fitting else Prose(), True)

    def _prose_of(self, view: IssueView, letters: int = 0) -> Prose:
        """The issue's own text, or its beginning."""
        return self._prose(view.data["body"], self._setting(view, view.address, "introduction-"), letters)

    def _about(self, view: IssueView) -> str:
        """The first paragraph of the page about the network."""
        setting = self._setting(view, view.data["note_page"], "note-")
        return _first_paragraph(self._prose(view.data["note"], setting, letters=1))

    def _code(self, view: IssueView, item: Mapping[str, Any]) -> str:
        """A QR code of the item's page (ISO/IEC 18004), its dark modules ink."""
        import segno  # where a code is drawn: most builds plan issues and print none

        code = segno.make(self.address(view.language, item["address"]), error="m", micro=False)
        drawn = str(code.svg_inline(border=0, omitsize=True, dark="#17202b", svgclass=None, lineclass=None))
        return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" fill="none" ', 1)

    def _stylesheet(self, name: str, words: Words, further: Sequence[str], **values: Any) -> str:
        tokens = list(colours(self.tokens).items())
        before, _, after = words.say("paper.see", page="\0").replace(" ", "\N{NO-BREAK SPACE}").partition("\0")
        return self.templates.get_template(name).render(
            sheet=measures, fonts=FONTS, tokens=tokens, profile=PROFILE, see_before=f" {before}", see_after=after,
            further=self._further(further), families=[FURTHER[name] for name in FURTHER if name in further], **values,
        )  # fmt: skip


def in_print(html: str) -> str:
    """A document in which nothing is to be set that no font has."""
    if html.isascii():
        return html
    head, sign, body = html.partition("</head>")
    return head + sign + _SHOWN.sub(lambda match: printed(match.group()), body)


def corrected(document: PaperDocument, fits: layout.Fits, pages: Mapping[str, int]) -> layout.Fits | None:
    """Corrections to the plan after a printing: `fits` to print again with, or None if the plan was right.

    `pages` gives the page on which each leaf did begin, by its name in the document, and under "" how many there are.
    """
    begun = [pages[leaf_name(leaf.number)] for leaf in document.plan] + [pages[""] + 1]
    taken = [after - first for first, after in pairwise(begun)]
    wrong = [(leaf, real) for leaf, real in zip(document.plan, taken, strict=True) if leaf.key and leaf.span != real]
    if not wrong:
        return None
    found = dict(fits)
    for leaf, real in wrong:
        known = fits.get(leaf.key)
        if real < leaf.span or leaf.bare or (known and known.bare):
            found[leaf.key] = layout.Fit(real, flows=real < leaf.span or leaf.bare)
        else:
            found[leaf.key] = layout.Fit(leaf.span, bare=True) if known else layout.Fit(leaf.span, less=TOO_HIGH)
    return found if found != fits else None


def _is_bare(leaf: layout.Leaf) -> bool:
    return leaf.flows


def leaf_name(number: int) -> str:
    """How a leaf is called in the document, by its page."""
    return f"leaf-{number}"


def _foot(view: IssueView, publisher: Values) -> float:
    """Height of the imprint in millimetres, with corrections and notes on withdrawn items."""
    lines = (len(str(words)) + 30 for words in publisher.values() if words)
    said = sum(measures.NOTE.height(letters, measures.TEXT_WIDTH, greek=True) for letters in lines)
    notes = [len(entry["title"]) + len(entry["text"]) + 20 for entry in view.data["errata"]]
    notes += [len(entry["title"]) + 80 for entry in view.data["withdrawn"]]
    more = sum(measures.NOTE.height(letters, measures.TEXT_WIDTH, greek=True) + 1 for letters in notes)
    return layout.IMPRINT + said + more + (8 if notes else 0)


def _first_paragraph(prose: Prose) -> str:
    end = prose.html.find("</p>")
    return with_photos(prose.html[: end + 4] if end >= 0 else "", {})
