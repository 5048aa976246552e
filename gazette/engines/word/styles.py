"""What styles say of a passage in Word: which of the built-in ones it is in, and whether it is hidden, bold, struck."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

from .package import W, is_on, value

BUILT_IN: Final = (
    *(f"heading {level}" for level in range(1, 10)),
    *("title", "subtitle", "quote", "intense quote", "quotations", "block text", "caption", "image caption"),
    *(f"toc {level}" for level in range(1, 10)),
    "toc heading",
)
"""Names, in small letters, that Word keeps in every language, and other programs take over."""
_MOST_BASES: Final = 40
"""Styles that a style is based on, one on the other; Word itself stops far below."""
_BY_ID: Final = {name.replace(" ", ""): name for name in BUILT_IN}


class WordStyles:
    """The styles of a document. `root` is the part that holds them, if it has one."""

    def __init__(self, root: Element | None) -> None:
        found = [] if root is None else root.findall(f"{W}style")
        self._styles = {style.get(f"{W}styleId", ""): style for style in found}
        self._default = next(
            (name for name, one in self._styles.items() if one.get(f"{W}type") == "paragraph" and _is_default(one)), ""
        )
        self._all = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._chains: dict[str, list[Element]] = {}

    def of(self, properties: Element | None) -> str:
        """The id of a paragraph's style."""
        return value(properties, "pStyle") or self._default

    def name(self, style: str) -> str:
        """The built-in style that a style is, or is based on; "" where it is none."""
        for one in self._chain(style):
            name = value(one, "name").casefold()
            if name in BUILT_IN:
                return name
        return "" if style in self._styles else _BY_ID.get(style.casefold(), "")

    def is_on(self, style: str, name: str) -> bool:
        """Whether a style, or the nearest one that it is based on, turns a property of runs on."""
        for one in self._chain(style):
            found = one.find(f"{W}rPr/{W}{name}")
            if found is not None:
                return is_on(found)
        return False

    def hides(self, *styles: str) -> bool:
        """Whether text is hidden by its styles, of table, paragraph and run.

        Two styles that both hide cancel each other (ECMA-376-1, 17.7.3, toggle properties).
        """
        if self._all is not None and is_on(self._all.find(f"{W}vanish")):
            return True
        return sum(self.is_on(style, "vanish") for style in styles) % 2 == 1

    def font(self, style: str) -> str:
        """The font that a style names for Latin letters."""
        found = (font_of(one.find(f"{W}rPr")) for one in self._chain(style))
        return next((font for font in found if font), "")

    def numbering(self, style: str) -> tuple[str, str]:
        """The list that a style puts its paragraphs into, and the level; "" for what it does not say."""
        chain = self._chain(style)
        numbers = (value(one, "pPr/numPr/numId") for one in chain)
        levels = (value(one, "pPr/numPr/ilvl") for one in chain)
        return next(filter(None, numbers), ""), next(filter(None, levels), "")

    def _chain(self, style: str) -> list[Element]:
        """A style and those that it is based on, the nearest first."""
        if style not in self._chains:
            found: dict[str, Element] = {}
            name = style
            while name in self._styles and name not in found and len(found) < _MOST_BASES:
                found[name] = self._styles[name]
                name = value(found[name], "basedOn")
            self._chains[style] = list(found.values())
        return self._chains[style]


def _is_default(style: Element) -> bool:
    return style.get(f"{W}default") in ("1", "true", "on")


def font_of(properties: Element | None) -> str:
    """The font of a run for Latin letters, which is where signs are."""
    fonts = None if properties is None else properties.find(f"{W}rFonts")
    return "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
