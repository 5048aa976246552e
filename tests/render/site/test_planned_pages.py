"""A planned page's digest tells whether it changed, so it must cover all that the page's view may look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import pytest

from gazette.content.library import CONTACT, Item, Library
from gazette.content.model import Kind
from gazette.render.site.items import document_view, event_view, neighbours, statement_view, story_view
from gazette.render.site.view import LazyList, PageLookup, PageView
from gazette.settings import THEME
from gazette.theme import SiteTheme, read_theme
from tests.support.contexts import read
from tests.support.sites import PROJECT

ROOTS = {"real": PROJECT, "good": PROJECT / "tests" / "sites" / "good"}


@cache
def _reading(name: str) -> tuple[Library, SiteTheme]:
    reading = read(ROOTS[name])
    settings = reading.settings
    return reading.library, read_theme(THEME, settings.root, settings.languages)


def _faceless(item: Item) -> Item:
    """The item with nothing of it left but what its face stands for."""
    texts = {
        language: replace(text, path="", findings=(), digest="gone" if text.has_body else "")
        for language, text in item.texts.items()
    }
    return replace(item, texts=texts, digest=b"")


def _library_of(items: Iterable[Item | None], like: Library) -> Library:
    few = {item.folder: item for item in items if item is not None}
    return Library(few.values(), like.languages, like.today)


def _plain(view: PageView) -> object:
    data = {name: list(value) if isinstance(value, LazyList) else value for name, value in view.data.items()}
    return replace(view, data=data)


def _pages(library: Library) -> Iterator[tuple[Item, tuple[Item | None, ...]]]:
    yield from ((story, library.similar(story)) for story in library.stories)
    yield from neighbours(library.statements)
    for kind in (Kind.EVENT, Kind.DOCUMENT):
        yield from ((item, library.documents_about(item)) for item in library.items(kind))


def _view(lookup: PageLookup, item: Item, beside: tuple[Item | None, ...]) -> PageView:
    if item.kind is Kind.STORY:
        return story_view(lookup, item, [other for other in beside if other])
    if item.kind in (Kind.EVENT, Kind.DOCUMENT):
        return (event_view if item.kind is Kind.EVENT else document_view)(lookup, item)
    return statement_view(lookup, item, beside)


@pytest.mark.parametrize("name", ROOTS)
def test_a_view_looks_at_nothing_but_its_item_and_the_faces_in_its_digest(name: str) -> None:
    library, theme = _reading(name)
    seen = 0
    for item, beside in _pages(library):
        shown = [*beside, *library.related(item)]
        shown += [city for other in beside if other for city in library.cities_of(other)]
        shown.append(library.get(Kind.PAGE, CONTACT))  # the digest has what the foot says of it
        others = [_faceless(other) for other in shown if other]
        few = _library_of([*others, item], library)
        thin = tuple(few.get(other.kind, other.slug) if other else None for other in beside)
        for language in library.languages:
            words, coast = theme.words[language], theme.map
            whole = _view(PageLookup(library, words, coast), item, beside)
            assert _plain(_view(PageLookup(few, words, coast), item, thin)) == _plain(whole), item.folder
            seen += 1
    assert seen > 5


@pytest.mark.parametrize("name", ROOTS)
def test_a_card_looks_at_nothing_but_faces(name: str) -> None:
    library, theme = _reading(name)
    for language in library.languages:
        lookup = PageLookup(library, theme.words[language], theme.map)
        for item in library.everything():
            few = _library_of(map(_faceless, (item, *lookup.concerned(item))), library)
            own = few.get(item.kind, item.slug)
            assert own is not None
            assert PageLookup(few, theme.words[language], theme.map).card(own) == lookup.card(item), item.folder
