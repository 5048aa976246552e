"""The guide to the practices on paper: a practice a page, or on two where one is too small for it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from ...content.characters import fonts_for
from ..issue import IssueView
from ..lookup import Values
from . import art, measures
from .document import Edition, PaperDocument, PaperRenderer

ON_COVER: Final = 9
"""Tiles in a row on the cover."""
ASIDE: Final = 3
"""Tiles in a row beside a practice that is of several cities."""


class GuideRenderer(PaperRenderer):
    """Makes the document of a guide, with the templates, fonts and colours of the other papers."""

    __slots__ = ()

    def document(self, view: IssueView, edition: Edition, *_: Any, **__: Any) -> PaperDocument:
        """Everything that the guide is printed from."""
        slugs = [entry["tile"] for entry in view.data["tiles"]]
        sections = [{**section, "items": list(map(_placed, section["items"]))} for section in view.data["sections"]]
        items = [item for section in sections for item in section["items"]]
        drawn = {f"art/{item['id']}.svg": _tiles(item["tiles"], ASIDE) for item in items if item["tiles"]}
        drawn |= {"art/cover.svg": _tiles(slugs, ON_COVER)} if slugs else {}
        drawn |= {f"qr/{item['id']}.svg": self._code(view, item) for item in items}
        height = _height(len(slugs), ON_COVER, measures.COVER_WIDTH)
        values = {**self._always(view), **view.data, "sections": sections, "cover_height": height}
        html = self._html("guide.html", values)
        further = fonts_for(html)
        styles = self._stylesheet("guide.css", self.words[view.language], further, edition=edition)
        files = self._files({**drawn, "guide.css": styles}, {}, edition, further)
        return PaperDocument(html, files, edition.dpi, archival=edition.archival)


def _placed(item: Values) -> Values:
    """With the height of its tiles, in millimetres."""
    return {**item, "tiles_height": _height(len(item["tiles"]), ASIDE, measures.side_width())}


def _tiles(slugs: Sequence[str], most: int) -> str:
    return art.row(slugs, columns=min(len(slugs), most))


def _height(count: int, most: int, width: float) -> float:
    """Of so many tiles in rows of `most` at a width."""
    return width * math.ceil(count / most) / min(count, most) if count else 0.0
