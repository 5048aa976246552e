"""The page for journalists: whom to ask, the network in a paragraph, its mark, terms, figures, the newest issue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from ...content.library import CONTACT, PRESS, Item
from ...content.model import Kind, Page, PageText
from ..lookup import Values
from ..practices import dialled
from .items import page_view
from .lists import numbers
from .view import PICTURE, PageLookup, PageView


def press_views(lookup: PageLookup) -> Iterator[PageView]:
    """The page, where this language has one."""
    page = lookup.library.get(Kind.PAGE, PRESS)
    if page is None or not lookup.has_page(page):
        return
    view = page_view(lookup, page)
    shown: dict[str, Any] = {
        **view.data,
        "reached_at": _reached_at(lookup, page),
        "boilerplates": list(_boilerplates(lookup, page)),
        "terms": lookup.offered.texts_licence.get(lookup.language, ""),
        "data_terms": lookup.offered.licence,
        "numbers": numbers(lookup),
        "logo_side": lookup.offered.logo_side,
        "mosaic": f"{lookup.offered.root(lookup.language)}{PICTURE}",
        "issue": _newest(lookup),
    }
    yield replace(view, template="press.html", data=shown)


def _reached_at(lookup: PageLookup, page: Item) -> Values:
    """The press office, or the network's own contact where the page names none; empty where neither is on record."""
    other = lookup.library.get(Kind.PAGE, CONTACT)
    for item in (page, other):
        data = item.record(Page) if item else None
        if data and (data.contact or data.phone):
            return {"contact": data.contact or "", "phone": data.phone or "", "phone_to": dialled(data.phone or "")}
    return {}


def _boilerplates(lookup: PageLookup, page: Item) -> Iterator[Values]:
    """The paragraph in each language that has one, the page's own first: whoever writes may need another."""
    order = dict.fromkeys((lookup.language, *lookup.library.languages))
    for language in (code for code in order if code in page.texts):
        words = cast(PageText, page.texts[language].front).boilerplate
        if words:
            yield {"text": words, "lang": lookup.foreign(language), "language": lookup.words.name_of(language)}


def _newest(lookup: PageLookup) -> Values | None:
    issues = lookup.library.issues
    return lookup.issue_link(issues[0]) if issues else None
