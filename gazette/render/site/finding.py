"""The search page: a form, and every way into the site as a list of links, which a script makes into filters."""

from __future__ import annotations

import json
from typing import Final

from ...content.library import SEARCH, when
from ...content.model import Kind, Theme
from ..lookup import Values
from .view import PageLookup, PageView

_KINDS: Final = {
    Kind.STORY: "stories", Kind.EVENT: "events", Kind.STATEMENT: "statements", Kind.MEMBER: "members",
    Kind.PARTNER: "partners", Kind.DOCUMENT: "documents", Kind.ISSUE: "newsletters",
    Kind.PROGRAMME: "glossary", Kind.PAGE: "about",
}  # fmt: skip
"""Each kind and the list that shows it."""


def search_view(lookup: PageLookup) -> PageView:
    """The search page, with the words that its script says."""
    words = lookup.words
    order = lookup.library.offered.order(lookup.language)  # of a partial language: what stands in comes first
    said = {
        "count": words.say("search.count", n="{n}"),
        "guessed": words.say("search.guessed"),
        "none": words.say("search.none"),
        "meant": words.say("search.meant"),
        "common": words.say("search.common"),
        "waiting": words.say("search.waiting"),
        "failed": words.say("search.failed"),
        "offline": words.say("search.offline"),
        "again": words.say("search.again"),
        "without": words.say("search.without"),
    }
    others = [one for one in lookup.offered.elsewhere if one["language"] != lookup.language]
    data: Values = {
        "groups": [group for group in groups(lookup) if group["entries"]],
        "said": json.dumps({**said, "others": others}, ensure_ascii=False),
        "roots": [(code, lookup.offered.root(code)) for code in dict.fromkeys(order)],
    }
    title, about = words.say("search.title"), words.say("search.description")
    return PageView(
        SEARCH, lookup.language, "search.html", title, about, SEARCH, lookup.library.with_list(SEARCH), data
    )


def groups(lookup: PageLookup) -> list[Values]:
    """The facets with all their values; one that has no page of its own has no address."""
    library = lookup.library
    story_years = library.story_years
    years = {int(day.year) for item in library.everything() if (day := when(item)) and day.year}
    programmes = library.named(library.items(Kind.PROGRAMME), lookup.language)
    members = library.named(library.items(Kind.MEMBER), lookup.language)
    found = {
        "kind": [_kind(lookup, kind, name) for kind, name in _KINDS.items() if library.items(kind)],
        "member": [{**lookup.link(item), "value": item.slug} for item in members],
        "theme": [{**lookup.theme(theme.value), "value": str(theme.value)} for theme in Theme],
        "programme": [{**lookup.link(item), "value": item.slug} for item in programmes],
        "year": [
            _entry(str(year), str(year), f"stories/year/{year}/" if year in story_years else "")
            for year in sorted(years, reverse=True)
        ],
        "language": [_entry(code, lookup.words.name_of(code), "") for code in library.languages],
    }
    return [{"name": name, "entries": entries} for name, entries in found.items()]


def _kind(lookup: PageLookup, kind: Kind, name: str) -> Values:
    if kind is Kind.PROGRAMME:
        return _entry(str(kind.value), lookup.words.say("glossary.title"), "about/glossary/")
    return _entry(str(kind.value), lookup.words.say(f"nav.{name}"), f"{name}/")


def _entry(value: str, label: str, address: str) -> Values:
    return {"value": value, "label": label, "address": address, "lang": ""}
