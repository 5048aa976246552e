"""All the pages of the site, in every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ...content.library import GLOSSARY, TRANSLATIONS, Item, Library
from ...content.model import Kind, Theme
from ..map import Outline
from ..subscriptions import DOCUMENTS, SUBSCRIBE
from ..words import Words
from .documents import document_addresses, document_lists
from .finding import ADDRESS as SEARCH
from .finding import search_view
from .items import item_pages
from .lists import list_views
from .practices import practice_addresses, practice_lists
from .press_page import press_views
from .translations import translations_view
from .view import NOTHING_OFFERED, WITHDRAWN, Offered, PageLookup, PageView, PlannedPage, planned_page

NOT_FOUND: Final = "404.html"
FOOTER: Final = (
    "about/",
    "about/contact/",
    "about/press/",
    DOCUMENTS,
    GLOSSARY,
    "about/accessibility/",
    "about/privacy/",
    "data/",
)
"""Where the foot of every page leads. Its words are `footer.…` in theme/strings/."""


def site_pages(
    library: Library,
    words: Mapping[str, Words],
    coast: Outline,
    offered: Offered = NOTHING_OFFERED,
) -> Iterator[PlannedPage]:
    """Every page of each language, planned; the first is the page for lost addresses, which shows no content."""
    yield planned_page(not_found_view(library, words))
    for language in library.languages:
        lookup = PageLookup(library, words[language], coast, offered)
        yield from map(planned_page, list_views(lookup))
        yield from map(planned_page, practice_lists(lookup))
        yield from map(planned_page, document_lists(lookup))
        yield from map(planned_page, press_views(lookup))
        yield planned_page(search_view(lookup))
        if library.records_translations:
            yield planned_page(translations_view(lookup))
        yield from item_pages(lookup)
        yield from (planned_page(withdrawn_view(lookup, item)) for item in library.withdrawn_items())


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


def withdrawn_view(lookup: PageLookup, item: Item) -> PageView:
    """The page at the address of a withdrawn item. It shows nothing of the item, not even its title."""
    words, section = lookup.words, f"{item.address.split('/')[0]}/"
    data = {"explained": words.say("withdrawn.page"), "section_name": words.say(f"nav.{section.strip('/')}")}
    title = words.say("withdrawn.title")
    return PageView(item.address, lookup.language, WITHDRAWN, title, "", section, (), data)


def generated_addresses(library: Library, takes_subscribers: bool) -> set[str]:
    """The addresses of pages that no single item has, which texts may link to."""
    fixed = {
        "",
        "members/",
        "stories/",
        "events/",
        "statements/",
        "partners/",
        "newsletters/",
        GLOSSARY,
        SEARCH,
        DOCUMENTS,
        "data/",
    }
    fixed |= {SUBSCRIBE} if takes_subscribers else set()
    fixed |= {TRANSLATIONS} if library.records_translations else set()
    fixed |= {*practice_addresses(library), *document_addresses(library)}
    fixed |= {f"stories/theme/{theme.value}/" for theme in Theme}
    fixed |= {f"stories/year/{year}/" for year in library.story_years}
    fixed |= {f"stories/city/{m.slug}/" for m in library.items(Kind.MEMBER) if library.member_content(m).stories}
    return fixed


def menu(words: Words, addresses: Sequence[str]) -> list[str]:
    """The words of the site's menu, for the addresses that the configuration puts there."""
    return [words.say(f"nav.{address.strip('/') or 'home'}") for address in addresses]
