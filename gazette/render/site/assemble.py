"""All the pages of the site, in every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from ...content.library import Library
from ...content.model import Kind, Theme
from ..map import Outline
from ..words import Words
from .finding import ADDRESS as SEARCH
from .finding import search_views
from .items import item_views
from .lists import list_views
from .view import Desk, Maker, PageView

NOT_FOUND = "404.html"


def site_views(library: Library, words: Mapping[str, Words], coast: Outline, licence: str = "") -> Iterator[Maker]:
    """A maker for each page of each language; the first is the page for lost addresses, which shows no content.

    `licence` says on what terms the open data may be used.
    """
    yield partial(not_found_view, library, words)
    for language in library.languages:
        desk = Desk(library, words[language], coast, licence)
        yield from list_views(desk)
        yield from search_views(desk)
        yield from item_views(desk)


def not_found_view(library: Library, words: Mapping[str, Words]) -> PageView:
    """The page for addresses that lead nowhere: one for all languages, since no one knows which was wanted."""
    parts = [
        {
            "lang": language,
            "direction": words[language].direction,
            "title": words[language].say("not-found.title"),
            "text": words[language].say("not-found.text"),
            "home": words[language].say("nav.home"),
            "stories": words[language].say("stories.title"),
            "members": words[language].say("members.title"),
        }
        for language in library.languages
    ]
    first = library.languages[0]
    title = words[first].say("not-found.title")
    return PageView(NOT_FOUND, first, "404.html", title, "", "", (first,), {"parts": parts})


def generated_addresses(library: Library) -> set[str]:
    """The addresses of pages that no single item has, which texts may link to."""
    fixed = {
        "",
        "members/",
        "stories/",
        "events/",
        "statements/",
        "partners/",
        "newsletters/",
        "about/",
        "about/glossary/",
        SEARCH,
        "data/",
    }
    fixed |= {f"stories/theme/{theme.value}/" for theme in Theme}
    fixed |= {f"stories/year/{year}/" for year in library.story_years}
    fixed |= {f"stories/city/{m.slug}/" for m in library.items(Kind.MEMBER) if library.hub(m).stories}
    return fixed


def menu(words: Words, addresses: Sequence[str]) -> list[str]:
    """The words of the site's menu, for the addresses that the configuration puts there."""
    return [words.say(f"nav.{address.strip('/') or 'home'}") for address in addresses]
