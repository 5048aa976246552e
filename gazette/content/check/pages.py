"""Rules between the pages of a site: no two have one address or title, and headings and menus that are led to exist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ..library import ABOUT, COORDINATORS, GLOSSARY, TRANSLATIONS, WORKLIST, Item, address_of, when
from ..markup import anchor
from ..model import NETWORK, PARTIES, ContentType, Kind, Member
from ..problems import Place, Problem
from ..prose import SCAFFOLD_MARK
from .links import page_link
from .site import WholeSite
from .violations import Facts, Guess, Violation

RESERVED_STORIES: Final = frozenset({"city", "theme", "programme", "year", "page"})
RESERVED_DOCUMENTS: Final = frozenset({"kind", "page"})
"""What begins the addresses of lists, beside years: no story or document can be called so."""


def is_reserved(content: ContentType, slug: str) -> bool:
    """Whether an item of that name would take the place of something else that bears it."""
    if content.kind is Kind.STORY:
        return slug in RESERVED_STORIES or slug.isdigit()
    if content.kind is Kind.DOCUMENT:
        return slug in RESERVED_DOCUMENTS
    if content.kind is Kind.MEMBER and slug == COORDINATORS:
        return True
    made = (GLOSSARY, TRANSLATIONS, WORKLIST)
    return (content.kind in PARTIES and slug == NETWORK) or address_of(content, slug) in made


def same_slug(items: Iterable[Item]) -> Iterator[Problem]:
    """Two folders with one name, where the pages of both would have one address."""
    taken: dict[tuple[Kind, str], str] = {}
    names: dict[str, str] = {}
    for item in items:
        if item.kept_by:
            continue
        named = names.setdefault(item.slug, item.folder) if item.kind in PARTIES else item.folder
        if named != item.folder and named.rsplit("/", 1)[0] != item.folder.rsplit("/", 1)[0]:
            yield Problem(item.folder, "name-shared", facts={"value": item.slug, "other": named})
        first = taken.setdefault((item.kind, item.slug), item.folder)
        if first != item.folder:
            yield Problem(item.folder, "address-twice", facts={"value": f"/{item.address}", "other": first})


def addresses_are_free(site: WholeSite) -> Iterator[Violation]:
    """No item has the address of a page that the site makes of itself."""
    for item in site.items:
        if is_reserved(item.content, item.slug):
            yield Violation(item.folder, "address-reserved", facts={"value": item.slug})


def titles_differ(site: WholeSite) -> Iterator[Violation]:
    """Two of one kind, of one day and one title: in lists no one can tell them apart, and often one is a copy."""
    taken: dict[object, Item] = {}
    for item in site.items:
        for text in item.texts.values():
            words = vars(text.front)  # asking a record for a field that it lacks takes twenty times as long
            title = words.get("name") or words["title"]
            if SCAFFOLD_MARK in title:
                continue  # a model text, which is a problem of its own
            key = (item.kind, item.owner, text.language, title)
            first = taken.setdefault(key, item)
            if first is item:
                continue
            for known in (first, item):  # only now by day as well, since most titles are there once
                first = taken.setdefault((key, when(known)), known)
            if first is not item:
                yield Violation(text.path, "title-twice", facts={"value": title, "other": first.folder})


def headings_are_there(site: WholeSite) -> Iterator[Violation]:
    """A link to a heading of another page must find it in the text that readers of this one would get there.

    Asked in every check, since an edit of the other page may take the heading away.
    """
    items = site.items
    texts = [text for item in items for text in item.texts.values() if text.findings]
    leading = [(text, found) for text in texts for found in text.findings if "#" in found.value]
    pages = {item.address: item for item in items} if leading else {}
    for text, found in leading:
        address, heading = page_link(found) or ("", "")
        if heading and _can_be_read(address, site):
            page = pages.get(address)
            names = site.library.choose(page, text.language).anchors if page else ()
            if anchor(heading) not in names and (page or address in site.facts.addresses):
                guess = Guess(anchor(heading), names, f"/{address}#")
                facts: Facts = {"value": f"#{anchor(heading)}", "page": f"/{address}", "suggestion": guess}
                yield Violation(text.path, "link-anchor-elsewhere", Place(found.line, 1), facts)


def _can_be_read(address: str, site: WholeSite) -> bool:
    """Whether a page stands there: of a link that leads nowhere, the address alone is told (`links.py`)."""
    known = site.surroundings
    return address in known.addresses and address not in known.gone and address not in known.emptied


def menus_lead_somewhere(site: WholeSite) -> Iterator[Violation]:
    """The pages that every page leads to are there."""
    for address, said_in in site.facts.linked.items():
        if address in site.surroundings.addresses:
            continue
        page = re.fullmatch(r"about/(?:([a-z0-9-]+)/)?", address)
        if page:
            slug = page.group(1) or ABOUT
            yield Violation(f"content/pages/{slug}", "page-missing", facts={"value": f"/{address}", "slug": slug})
        else:
            yield Violation(said_in, "menu-broken", facts={"value": f"/{address}"})


def texts_are_offered(site: WholeSite) -> Iterator[Violation]:
    """No text is written in a partial language in which no page shows it."""
    library = site.library
    for language in library.offered.partial:
        for item in library.everything():
            if language in item.texts and not library.has_page(item, language):
                facts = {"value": language, "offer": item.content.offer}
                yield Violation(item.texts[language].path, "text-not-offered", facts=facts)


def names_are_confirmed(site: WholeSite) -> Iterator[Violation]:
    """Names of members in other languages that no one has confirmed: told once, with how many there are."""
    found = [
        (item, place)
        for item in site.library.items(Kind.MEMBER)
        for place, one in enumerate(item.record(Member).names)
        if one.unconfirmed
    ]
    for item, place in found[:1]:
        route = ("names", place, "unconfirmed")
        yield Violation(item.data_path, "names-unconfirmed", route, {"count": str(len(found))})
