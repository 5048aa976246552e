"""All the pages of the site, in every language."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Final

from ...content.library import GLOSSARY, INTERFACE, SEARCH, TRANSLATIONS, Item, Library
from ...content.model import Kind, Theme
from ..map import Outline
from ..subscriptions import DOCUMENTS, SUBSCRIBE
from ..words import Words
from .documents import document_addresses, document_lists
from .finding import search_view
from .items import item_pages
from .lists import FEWEST, city_list, home_view, list_views, partial_lists
from .practices import practice_addresses, practice_lists
from .press_page import press_views
from .translations import translations_view
from .view import NOTHING_OFFERED, WITHDRAWN, Offered, PageLookup, PageView, PlannedPage, planned_page
from .worklist import worklist_addresses, worklist_views

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
        if language in library.offered.partial:
            yield from partial_pages(lookup)
            continue
        yield from map(planned_page, list_views(lookup))
        yield from map(planned_page, practice_lists(lookup))
        yield from map(planned_page, document_lists(lookup))
        yield from map(planned_page, press_views(lookup))
        yield planned_page(search_view(lookup))
        if library.records_translations:
            yield planned_page(translations_view(lookup))
        yield from map(planned_page, worklist_views(lookup, words))
        yield from item_pages(lookup)
        yield from (planned_page(withdrawn_view(lookup, item)) for item in library.withdrawn_items())


def pages_at(
    library: Library, words: Mapping[str, Words], coast: Outline, offered: Offered, addresses: Container[str]
) -> Iterator[PlannedPage]:
    """The pages of the items at these addresses, in every language, as `site_pages` plans them among all others."""
    for language in library.languages:
        yield from item_pages(PageLookup(library, words[language], coast, offered), addresses)


def partial_pages(lookup: PageLookup) -> Iterator[PlannedPage]:
    """The pages of a partial language: its home, those of the interface that it offers, and the items written in it."""
    library, language = lookup.library, lookup.language
    yield planned_page(home_view(lookup))
    if library.offered.offers(language, INTERFACE):
        yield planned_page(search_view(lookup))
        yield from map(planned_page, partial_lists(lookup))
    if language in library.with_list(DOCUMENTS):
        yield from (planned_page(view) for view in document_lists(lookup) if language in view.written_in)
    yield from map(planned_page, press_views(lookup))
    yield from item_pages(lookup)


def not_found_view(library: Library, words: Mapping[str, Words]) -> PageView:
    """The page for addresses that lead nowhere: one for all languages, since no one knows which was wanted."""
    parts = [
        {
            "lang": language,
            "direction": words[language].direction,
            "root": "" if language == library.languages[0] else f"{language}/",
            "has": [name for name in ("stories", "members") if language in library.with_list(f"{name}/")],
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
    fixed |= {*practice_addresses(library), *document_addresses(library), *worklist_addresses(library)}
    fixed |= {f"stories/theme/{theme.value}/" for theme in Theme}
    fixed |= {f"stories/year/{year}/" for year in library.story_years}
    members = library.items(Kind.MEMBER)
    fixed |= {city_list(member) for member in members if len(library.member_content(member).stories) >= FEWEST}
    return fixed


def pages_of_lists(library: Library) -> dict[str, str]:
    """Address of a list that may come and go → the page that tells the same as long as it is not there.

    Lists that are not here are led on to the list above them.
    """
    return {city_list(member): member.address for member in library.items(Kind.MEMBER)}


def menu(words: Words, addresses: Sequence[str]) -> list[str]:
    """The words of the site's menu, for the addresses that the configuration puts there."""
    return [words.say(f"nav.{address.strip('/') or 'home'}") for address in addresses]
