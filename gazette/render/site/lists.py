"""Pages of many items: home, the lists of each kind, the facets of the stories, the glossary."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final, cast
from unicodedata import normalize

from ...content.dates import PartialDate
from ...content.digests import digest_of
from ...content.library import GLOSSARY, HOME, Item, when
from ...content.model import (
    Issue,
    Kind,
    Member,
    Partner,
    Programme,
    ProgrammeText,
    SearchedName,
    Theme,
    fields_with,
)
from ..lookup import Values
from ..map import LARGER, MARK, TARGET, drawn
from ..practices import dialled
from ..subscriptions import SUBSCRIBE
from .items import logo_of, names_elsewhere, plain_fields, sections_of
from .trust import trust_values
from .view import PAGE_SIZE, LazyList, PageLookup, PageView, languages_of

Cards = Callable[[Sequence[Item]], LazyList]
FEWEST: Final = 3
"""Stories from which on a city has a list of them: a list of one card tells less than the member's page, which has
it."""


def list_views(lookup: PageLookup) -> Iterator[PageView]:
    """Every page that lists items."""
    for make in (home_view, members_view, events_view, partners_view, issues_view, glossary_view, data_view):
        yield make(lookup)
    if lookup.form:
        yield subscribe_view(lookup)
    yield from paged(lookup, "statements/", statements_view(lookup), lookup.library.statements)
    yield from story_lists(lookup)


def partial_lists(lookup: PageLookup) -> Iterator[PageView]:
    """The lists that a partial language has; into the stories there are no ways by theme, city or year."""
    library, language = lookup.library, lookup.language
    views = {
        "members/": members_view, "events/": events_view, "partners/": partners_view, "newsletters/": issues_view,
        GLOSSARY: glossary_view,
    }  # fmt: skip
    yield from (make(lookup) for address, make in views.items() if language in library.with_list(address))
    if language in library.with_list("statements/"):
        yield from paged(lookup, "statements/", statements_view(lookup), library.statements)
    if language in library.with_list("stories/"):
        yield from paged(lookup, "stories/", stories_view(lookup), library.stories)
    programmes = [item for item in library.items(Kind.PROGRAMME) if library.has_page(item, language)]
    for item in programmes:
        stories = library.stories_of("programme", item.slug)
        yield from paged(lookup, item.address, programme_view(lookup, item), stories)


def listing(
    lookup: PageLookup, address: str, template: str, title: str, section: str, data: Values, description: str = ""
) -> PageView:
    """A list is written in every language that has it: its words are the interface's, whatever language its items are
    in.
    """
    about = description or lookup.words.say(f"{template.removesuffix('.html')}.description")
    return PageView(address, lookup.language, template, title, about, section, lookup.library.with_list(address), data)


def home_view(lookup: PageLookup) -> PageView:
    """The home page: the network in a few words, its numbers, and the newest items."""
    library = lookup.library
    page = library.get(Kind.PAGE, HOME)
    text = lookup.text(page) if page else None
    issue = library.issues[0] if library.issues else None
    coming = library.coming_events[:3]
    shown = {"stories": library.stories[:1], "events": library.past_events[:3], "statements": library.statements[:4]}
    headings = {name: _heading(lookup, name, items) for name, items in shown.items()}
    data: Values = {
        "body": text.body if text else "",
        "body_lang": lookup.foreign(text.language) if text else "",
        "numbers": numbers(lookup),
        "headings": {**headings, "issue": _heading(lookup, "issue", library.issues[:1])},
        "stories": lookup.cards(shown["stories"]),
        "events_coming": bool(coming),
        "calls": lookup.cards(library.open_calls[:3]),
        "events": lookup.cards(coming or shown["events"]),
        "statements": lookup.cards(shown["statements"]),
        "issue": _cover(lookup, issue) if issue else None,
        **_cities(lookup),
        "partners": [lookup.link(item) for item in library.supporters(lookup.language)],
        "form": lookup.form,
    }
    title = text.title if page and text else lookup.words.say("network.name")
    summary = str(getattr(text.front, "summary", "")) if text else lookup.words.say("home.description")
    texts = text.bodies if text else ()
    written = languages_of([page], library) if page else library.offered.whole
    return PageView("", lookup.language, "home.html", title, summary, "", written, data, texts)


def _cities(lookup: PageLookup) -> Values:
    """The members of today with all that they are called, and what the field above them says, as JSON."""
    words, library = lookup.words, lookup.library
    said = {
        "one": words.say("home.city-one"),
        "several": words.say("home.city-several"),
        "none": words.say("home.city-none"),
    }
    members = library.named(library.members_today, lookup.language)
    return {
        "members": [{**lookup.link(member), "names": _spellings(member)} for member in members],
        "cities_said": json.dumps(said, ensure_ascii=False),
    }


def _spellings(member: Item) -> str:
    """The words by which a city is called, in all languages and letters, each once: what the field of the home page
    compares with."""
    texts = (text.front for text in member.texts.values())
    values = (getattr(record, name) for record in texts for name, _ in fields_with(type(record), SearchedName))
    names = [name for value in values if value for name in ([value] if isinstance(value, str) else value)]
    names += member.record(Member).spellings
    return " ".join(dict.fromkeys(word for name in names for word in name.split() if word.isalpha() or len(word) > 1))


def _heading(lookup: PageLookup, name: str, items: Sequence[Item]) -> str:
    """What stands over the newest items of a kind: that they are new only where one is of the last twelve months."""
    words, today = lookup.words, lookup.library.today
    a_year_ago = today.replace(year=today.year - 1, day=1)
    days = [day for item in items if (day := when(item))]
    if any(day.last_day >= a_year_ago for day in days):
        return words.say(f"home.{name}")
    sources = {source.newsletter if (source := getattr(item.data, "source", None)) else None for item in items}
    number = sources.pop() if len(sources) == 1 else None
    issue = lookup.library.get(Kind.ISSUE, str(number)) if number else None
    if issue is None:
        return words.say(f"home.{name}-earlier")
    return words.say(f"home.{name}-from", number=number, date=words.date(issue.record(Issue).date))


def _cover(lookup: PageLookup, issue: Item) -> Values:
    """An issue as its cover shows it."""
    label = lookup.issue_link(issue)["label"]
    return {
        **lookup.card(issue),
        "number": label,
        "heading": lookup.link(issue)["label"],
        "tiles": lookup.cover_tiles(issue),
    }


def numbers(lookup: PageLookup) -> Values:
    """The network in numbers, counted from the records as of the library's day."""
    library = lookup.library
    day = library.today
    counts = {
        "members": len(library.members_today),
        "regions": len({item.record(Member).region for item in library.members_today}),
        "stories": len(library.stories),
        "events": len(library.items(Kind.EVENT)),
        "statements": len(library.statements),
    }
    shown = [
        {"name": name, "value": lookup.words.number(count), "label": lookup.words.say(f"numbers.{name}", n=count)}
        for name, count in counts.items()
    ]
    return {"as_of": lookup.date(PartialDate(day.year, day.month, day.day)), "counts": shown}


def members_view(lookup: PageLookup) -> PageView:
    """All members of today by region and name, and on the map; those who left below."""
    library = lookup.library
    today = library.named(library.members_today, lookup.language)
    former = [item for item in library.named(library.items(Kind.MEMBER), lookup.language) if item not in today]
    rows = [_member_row(lookup, item) for item in today]
    data: Values = {
        "numbers": numbers(lookup),
        "map": {
            "width": lookup.coast.width,
            "path": lookup.coast.path,
            "target": TARGET,
            "mark": MARK,
            "larger": LARGER,
        },
        "atlas": _atlas(lookup, today),
        "regions": _by_region(rows),
        "former": [_member_row(lookup, item) for item in former],
    }  # fmt: skip
    return listing(lookup, "members/", "members.html", lookup.words.say("members.title"), "members/", data)


def _by_region(rows: Sequence[Values]) -> list[Values]:
    regions: dict[str, Values] = {}
    for row in sorted(rows, key=lambda row: normalize("NFD", str(row["note"])).replace("\u0301", "")):
        found = regions.setdefault(row["region"], {"slug": row["region"], "label": row["note"], "members": []})
        found["members"].append(row)
    return list(regions.values())


def _atlas(lookup: PageLookup, members: Sequence[Item]) -> LazyList:
    """One entry, the map: its height, its parts that are drawn again, and the marks of the members by region."""
    return LazyList(1, digest_of([item.summary_digest for item in members]), lambda: [_drawn(lookup, members)])


def _drawn(lookup: PageLookup, members: Sequence[Item]) -> Values:
    points = [item.record(Member).coordinates for item in members]
    links = [lookup.link(item) for item in members]
    places = tuple((point.latitude, point.longitude) for point in points)
    found = drawn(lookup.coast, places, tuple(str(link["label"]) for link in links))
    groups: dict[str, list[Values]] = {}
    for item, link, mark, label in zip(members, links, found.marks, found.labels, strict=True):
        values = {**link, **mark._asdict(), "moved": mark.is_moved, "name": label._asdict() if label else None}
        groups.setdefault(item.record(Member).region.value, []).append(values)
    return {
        "height": found.height,
        "parts": [part._asdict() for part in found.parts],
        "groups": [{"region": region, "marks": marks} for region, marks in sorted(groups.items())],
    }


def _member_row(lookup: PageLookup, item: Item) -> Values:
    member, member_content = item.record(Member), lookup.library.member_content(item)
    return {
        **lookup.card(item),
        "official_name": getattr(lookup.text(item).front, "official_name", ""),
        "founder": member.founder,
        "names": names_elsewhere(lookup, member),
        "region": member.region.value,
        "stories": len(member_content.stories),
        "events": len(member_content.events),
        "statements": len(member_content.statements),
    }


def events_view(lookup: PageLookup) -> PageView:
    """Coming events, then past ones, and those that were called off."""
    library = lookup.library
    data: Values = {
        "coming": lookup.cards(library.coming_events),
        "past": lookup.cards(library.past_events),
        "open_calls": lookup.cards(library.open_calls),
        "closed_calls": lookup.cards(library.closed_calls),
        "called_off": lookup.cards(library.called_off_events),
    }
    title = lookup.words.say("events.title")
    return listing(lookup, "events/", "events.html", title, "events/", data)


def statements_view(lookup: PageLookup) -> PageView:
    """All statements, newest first."""
    title = lookup.words.say("statements.title")
    return listing(lookup, "statements/", "statements.html", title, "statements/", {})


def partners_view(lookup: PageLookup) -> PageView:
    """Partners by their role."""
    groups: dict[str, list[Values]] = {}
    partners = lookup.library.partners(lookup.language)
    for item in partners:
        title = lookup.words.say(f"partners.{item.record(Partner).role.value}")
        groups.setdefault(title, []).append(lookup.card(item))
    data: Values = {"groups": [{"title": title, "items": items} for title, items in groups.items()]}
    return listing(lookup, "partners/", "partners.html", lookup.words.say("partners.title"), "partners/", data)


def issues_view(lookup: PageLookup) -> PageView:
    """The archive of the newsletter, with the contents of the newest issue."""
    library, issues = lookup.library, lookup.library.issues
    title = lookup.words.say("newsletters.title")
    data: Values = {
        "issues": [_cover(lookup, issue) for issue in issues],
        "contents": sections_of(lookup.over(library.as_published(issues[0])), issues[0]) if issues else [],
        "form": lookup.form,
    }
    return listing(lookup, "newsletters/", "newsletters.html", title, "newsletters/", data)


def subscribe_view(lookup: PageLookup) -> PageView:
    """How one subscribes to the newsletter, and to what else."""
    title = lookup.words.say("subscribe.title")
    return listing(lookup, SUBSCRIBE, "subscribe.html", title, "newsletters/", {"form": lookup.form})


def glossary_view(lookup: PageLookup) -> PageView:
    """Programmes and bodies, by name."""
    entries = lookup.library.named(lookup.library.items(Kind.PROGRAMME), lookup.language)
    data: Values = {"entries": [_glossary_entry(lookup, entry) for entry in entries]}
    return listing(lookup, GLOSSARY, "glossary.html", lookup.words.say("glossary.title"), "about/", data)


def _glossary_entry(lookup: PageLookup, item: Item) -> Values:
    front = cast(ProgrammeText, lookup.text(item).front)
    label = lookup.words.say(f"programme-kind.{item.record(Programme).kind.value}")
    return {**lookup.card(item), "slug": item.slug, "full_name": front.full_name or "", "kind_label": label}


def data_view(lookup: PageLookup) -> PageView:
    """The open data: which files there are, and on what terms."""
    library, words = lookup.library, lookup.words
    sets: list[Values] = [
        {"name": "members", "title": words.say("members.title"), "count": len(library.items(Kind.MEMBER))},
        {"name": "stories", "title": words.say("stories.title"), "count": len(library.stories)},
        {"name": "events", "title": words.say("events.title"), "count": len(library.items(Kind.EVENT))},
        {"name": "statements", "title": words.say("statements.title"), "count": len(library.statements)},
        {"name": "documents", "title": words.say("documents.title"), "count": len(library.documents)},
        {"name": "practices", "title": words.say("practices.title"), "count": len(library.practices)},
    ]
    data: Values = {"sets": sets, "licence": lookup.offered.licence}
    return listing(lookup, "data/", "data.html", words.say("data.title"), "about/", data)


def story_lists(lookup: PageLookup) -> Iterator[PageView]:
    """All stories, and those of each city, theme, programme and year."""
    yield from paged(lookup, "stories/", stories_view(lookup), lookup.library.stories)
    for name, entry, stories in facet_entries(lookup):
        if name != "city" or len(stories) >= FEWEST:
            yield from paged(lookup, entry["address"], facet_view(lookup, name, entry), stories)
    for item in lookup.library.items(Kind.PROGRAMME):
        stories = lookup.library.stories_of("programme", item.slug)
        yield from paged(lookup, item.address, programme_view(lookup, item), stories)


def stories_view(lookup: PageLookup) -> PageView:
    """All stories."""
    data: Values = {"facets": facets(lookup), "facet": ""}
    return listing(lookup, "stories/", "stories.html", lookup.words.say("stories.title"), "stories/", data)


def facet_view(lookup: PageLookup, name: str, entry: Values) -> PageView:
    """The stories of one city, theme or year."""
    data: Values = {"facets": facets(lookup), "facet": name}
    title = lookup.words.say(f"stories.{name}.title", name=entry["label"])
    about = lookup.words.say(f"stories.{name}.description", name=entry["label"])
    return listing(lookup, entry["address"], "stories.html", title, "stories/", data, about)


def city_list(member: Item) -> str:
    """The address of the list of a city's stories, whether there is one or not."""
    return f"stories/city/{member.slug}/"


def facet_entries(lookup: PageLookup) -> Iterator[tuple[str, Values, tuple[Item, ...]]]:
    """Facet, link and stories for each city with a story, each theme and each year.

    The link of a city without a list of its own leads to the member's page.
    """
    for member in lookup.library.named(lookup.library.items(Kind.MEMBER), lookup.language):
        stories = lookup.library.member_content(member).stories
        if stories:
            address = city_list(member) if len(stories) >= FEWEST else member.address
            yield "city", {**lookup.link(member), "address": address}, stories
    for theme in Theme:
        yield "theme", lookup.theme(theme.value), lookup.library.stories_of("theme", theme.value)
    for year in lookup.library.story_years:
        label = str(year)
        yield (
            "year",
            {"address": f"stories/year/{year}/", "label": label, "lang": ""},
            lookup.library.stories_of("year", year),
        )


def facets(lookup: PageLookup) -> LazyList:
    """The facets with their entries and counts, the same on every list of stories."""
    if lookup.facets is None:
        groups: dict[str, list[Values]] = {name: [] for name in ("theme", "city", "programme", "year")}
        for name, link, stories in facet_entries(lookup):
            groups[name].append({**link, "count": len(stories)})
        for programme in lookup.library.named(lookup.library.items(Kind.PROGRAMME), lookup.language):
            count = len(lookup.library.stories_of("programme", programme.slug))
            if count:
                groups["programme"].append({**lookup.link(programme), "count": count})
        found = [{"name": name, "entries": entries} for name, entries in groups.items() if entries]
        lookup.facets = LazyList(len(found), digest_of(found), lambda: found)
    return lookup.facets


def programme_view(lookup: PageLookup, item: Item) -> PageView:
    """A programme's entry of the glossary, with its events; its stories are put in page by page."""
    text = lookup.text(item)
    front = cast(ProgrammeText, text.front)
    data: Values = {
        "facets": facets(lookup), "facet": "programme",
        "body": text.body, "body_lang": lookup.foreign(text.language),
        "original": lookup.library.original(item) if text.is_stale else "",
        "summary": front.summary, "full_name": front.full_name or "",
        "fields": plain_fields(item.data), "trust": trust_values(lookup, item),
        "events": lookup.cards(lookup.library.events_of(item.slug)),
        "documents": lookup.cards(lookup.library.documents_about(item)),
        "partners": [_listed_partner(lookup, one) for one in lookup.library.listed_partners(item, lookup.language)],
    }  # fmt: skip
    return PageView(
        item.address, lookup.language, "programme.html", front.name, front.summary, "stories/",
        languages_of([item], lookup.library), data, text.bodies,
    )  # fmt: skip


def _listed_partner(lookup: PageLookup, item: Item) -> Values:
    """A partner as it stands on the page of its programme, in place of a page of its own."""
    text, data = lookup.text(item), item.record(Partner)
    return {
        "slug": item.slug, "name": text.title, "lang": lookup.foreign(text.language),
        "full_name": getattr(text.front, "full_name", None) or "",
        "summary": getattr(text.front, "summary", None) or "",
        "role": lookup.words.say(f"partner-role.{data.role.value}"), "logo": logo_of(item),
        "website": data.website or "", "contact": data.contact or "", "phone": data.phone or "",
        "phone_to": dialled(data.phone or ""),
    }  # fmt: skip


def paged(
    lookup: PageLookup, address: str, whole: PageView, items: Sequence[Item], cards: Cards | None = None
) -> Iterator[PageView]:
    """One list over as many pages as it needs, `…/`, `…/page/2/` and so on: `whole` with its part of the items.

    `cards` makes the cards of a page; without it they are those of `lookup`.
    """
    make = cards or lookup.cards
    count = max(1, -(-len(items) // PAGE_SIZE))
    addresses = [address if page == 1 else f"{address}page/{page}/" for page in range(1, count + 1)]
    for number in range(1, count + 1):
        shown: Values = {
            "items": make(items[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]),
            "paging": _paging(addresses, number, len(items)),
        }
        title = lookup.words.say("paging.title", title=whole.title, number=number) if number > 1 else whole.title
        about = whole.description if number == 1 else f"{title}. {whole.description}"
        yield replace(
            whole, address=addresses[number - 1], title=title, description=about, data={**whole.data, **shown}
        )


def _paging(addresses: Sequence[str], number: int, items: int) -> Values:
    """Where in a list of several pages one of them stands."""
    count = len(addresses)
    return {
        "number": number, "of": count, "base": addresses[0], "count": items,
        "before": addresses[number - 2] if number > 1 else "",
        "after": addresses[number] if number < count else "",
    }  # fmt: skip
