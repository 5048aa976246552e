"""Pages of many items: home, the lists of each kind, the facets of the stories, the glossary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast
from unicodedata import normalize

from ...content.dates import PartialDate
from ...content.digests import digest_of
from ...content.library import HOME, Item
from ...content.model import Kind, Member, Partner, PartnerRole, Programme, ProgrammeText, Theme
from ..lookup import Values, title_of
from ..map import MARK, TARGET, marks
from .items import sections_of
from .view import PAGE_SIZE, Desk, PageView, Shown, languages_of


def list_views(desk: Desk) -> Iterator[PageView]:
    """Every page that lists items."""
    for make in (home_view, members_view, events_view, partners_view, issues_view, glossary_view, data_view):
        yield make(desk)
    yield from paged(desk, "statements/", statements_view(desk), desk.library.statements)
    yield from story_lists(desk)


def _listing(
    desk: Desk, address: str, template: str, title: str, section: str, data: Values, description: str = ""
) -> PageView:
    """A list is written in every language: its words are the interface's, whatever language its items are in."""
    about = description or desk.words.say(f"{template.removesuffix('.html')}.description")
    return PageView(address, desk.language, template, title, about, section, desk.library.languages, data)


def home_view(desk: Desk) -> PageView:
    """What the network is, its numbers, what is newest."""
    library = desk.library
    page = library.get(Kind.PAGE, HOME)
    text = desk.text(page) if page else None
    issue = library.issues[0] if library.issues else None
    coming = library.coming_events[:3]
    data: Values = {
        "body": text.body if text else "",
        "body_lang": desk.foreign(text.language) if text else "",
        "numbers": numbers(desk),
        "stories": desk.cards(library.stories[:4]),
        "events_coming": bool(coming),
        "events": desk.cards(coming or library.past_events[:3]),
        "statements": desk.cards(library.statements[:4]),
        "issue": _cover(desk, issue) if issue else None,
        "members": [desk.link(member) for member in library.named(library.members_today, desk.language)],
        "partners": [desk.link(item) for item in library.partners(desk.language) if is_supporter(item)],
    }
    title = title_of(text) if page and text else desk.words.say("network.name")
    summary = str(getattr(text.front, "summary", "")) if text else desk.words.say("home.description")
    texts = text.bodies if text else ()
    written = languages_of([page], library) if page else library.languages
    return PageView("", desk.language, "home.html", title, summary, "", written, data, texts)


def _cover(desk: Desk, issue: Item) -> Values:
    """An issue as its cover shows it."""
    label = desk.issue_link(issue)["label"]
    return {
        **desk.card(issue),
        "number": label,
        "heading": desk.link(issue)["label"],
        "tiles": desk.cover_tiles(issue),
    }


def is_supporter(item: Item) -> bool:
    """Whether a partner supports the network as a whole."""
    return item.record(Partner).role is PartnerRole.SUPPORTER


def numbers(desk: Desk) -> Values:
    """The network in numbers, counted from the records as of the library's day."""
    library = desk.library
    day = library.today
    counts = {
        "members": len(library.members_today),
        "regions": len({item.record(Member).region for item in library.members_today}),
        "stories": len(library.stories),
        "events": len(library.items(Kind.EVENT)),
        "statements": len(library.statements),
    }
    shown = [
        {"name": name, "value": desk.words.number(count), "label": desk.words.say(f"numbers.{name}", n=count)}
        for name, count in counts.items()
    ]
    return {"as_of": desk.date(PartialDate(day.year, day.month, day.day)), "counts": shown}


def members_view(desk: Desk) -> PageView:
    """All members of today by region and name, and on the map; those who left below."""
    library = desk.library
    today = library.named(library.members_today, desk.language)
    former = [item for item in library.named(library.items(Kind.MEMBER), desk.language) if item not in today]
    rows = [_member_row(desk, item) for item in today]
    data: Values = {
        "numbers": numbers(desk),
        "map": {
            "width": desk.coast.width,
            "height": desk.coast.height,
            "path": desk.coast.path,
            "target": TARGET,
            "mark": MARK,
        },
        "marks": _marks(desk, today),
        "regions": _by_region(rows),
        "former": [_member_row(desk, item) for item in former],
    }  # fmt: skip
    return _listing(desk, "members/", "members.html", desk.words.say("members.title"), "members/", data)


def _by_region(rows: Sequence[Values]) -> list[Values]:
    regions: dict[str, Values] = {}
    for row in sorted(rows, key=lambda row: normalize("NFD", str(row["note"])).replace("\u0301", "")):
        found = regions.setdefault(row["region"], {"slug": row["region"], "label": row["note"], "members": []})
        found["members"].append(row)
    return list(regions.values())


def _marks(desk: Desk, members: Sequence[Item]) -> Shown:
    """A mark on the map for each member, those of a region together."""
    regions = {item.record(Member).region for item in members}
    return Shown(len(regions), digest_of([item.face for item in members]), lambda: _mark_groups(desk, members))


def _mark_groups(desk: Desk, members: Sequence[Item]) -> list[Values]:
    points = [item.record(Member).coordinates for item in members]
    placed = marks(desk.coast, tuple((point.latitude, point.longitude) for point in points))
    groups: dict[str, list[Values]] = {}
    for item, mark in zip(members, placed, strict=True):
        values = {**desk.link(item), **mark._asdict(), "moved": mark.is_moved}
        groups.setdefault(item.record(Member).region.value, []).append(values)
    return [{"region": region, "marks": found} for region, found in sorted(groups.items())]


def _member_row(desk: Desk, item: Item) -> Values:
    member, hub = item.record(Member), desk.library.hub(item)
    return {
        **desk.card(item),
        "official_name": getattr(desk.text(item).front, "official_name", ""),
        "founder": member.founder,
        "region": member.region.value,
        "stories": len(hub.stories),
        "events": len(hub.events),
        "statements": len(hub.statements),
    }


def events_view(desk: Desk) -> PageView:
    """Coming events, then past ones."""
    library = desk.library
    data: Values = {"coming": desk.cards(library.coming_events), "past": desk.cards(library.past_events)}
    title = desk.words.say("events.title")
    return _listing(desk, "events/", "events.html", title, "events/", data)


def statements_view(desk: Desk) -> PageView:
    """All statements, newest first."""
    title = desk.words.say("statements.title")
    return _listing(desk, "statements/", "statements.html", title, "statements/", {})


def partners_view(desk: Desk) -> PageView:
    """Partners by their role."""
    groups: dict[str, list[Values]] = {}
    partners = desk.library.partners(desk.language)
    for item in partners:
        title = desk.words.say(f"partners.{item.record(Partner).role.value}")
        groups.setdefault(title, []).append(desk.card(item))
    data: Values = {"groups": [{"title": title, "items": items} for title, items in groups.items()]}
    return _listing(desk, "partners/", "partners.html", desk.words.say("partners.title"), "partners/", data)


def issues_view(desk: Desk) -> PageView:
    """The archive of the newsletter, with the contents of the newest issue."""
    library, issues = desk.library, desk.library.issues
    title = desk.words.say("newsletters.title")
    data: Values = {
        "issues": [_cover(desk, issue) for issue in issues],
        "contents": sections_of(desk.over(library.as_published(issues[0])), issues[0]) if issues else [],
    }
    return _listing(desk, "newsletters/", "newsletters.html", title, "newsletters/", data)


def glossary_view(desk: Desk) -> PageView:
    """Programmes and bodies, by name."""
    entries = desk.library.named(desk.library.items(Kind.PROGRAMME), desk.language)
    data: Values = {"entries": [_glossary_entry(desk, entry) for entry in entries]}
    return _listing(desk, "about/glossary/", "glossary.html", desk.words.say("glossary.title"), "about/", data)


def _glossary_entry(desk: Desk, item: Item) -> Values:
    front = cast(ProgrammeText, desk.text(item).front)
    label = desk.words.say(f"programme-kind.{item.record(Programme).kind.value}")
    return {**desk.card(item), "slug": item.slug, "full_name": front.full_name or "", "kind_label": label}


def data_view(desk: Desk) -> PageView:
    """The open data: which files there are, and on what terms."""
    library, words = desk.library, desk.words
    sets: list[Values] = [
        {"name": "members", "title": words.say("members.title"), "count": len(library.items(Kind.MEMBER))},
        {"name": "stories", "title": words.say("stories.title"), "count": len(library.stories)},
        {"name": "events", "title": words.say("events.title"), "count": len(library.items(Kind.EVENT))},
        {"name": "statements", "title": words.say("statements.title"), "count": len(library.statements)},
    ]
    data: Values = {"sets": sets, "licence": desk.licence}
    return _listing(desk, "data/", "data.html", words.say("data.title"), "about/", data)


def story_lists(desk: Desk) -> Iterator[PageView]:
    """All stories, and those of each city, theme, programme and year."""
    yield from paged(desk, "stories/", stories_view(desk), desk.library.stories)
    for name, entry, stories in facet_entries(desk):
        yield from paged(desk, entry["address"], facet_view(desk, name, entry), stories)
    for item in desk.library.items(Kind.PROGRAMME):
        stories = desk.library.stories_of("programme", item.slug)
        yield from paged(desk, item.address, programme_view(desk, item), stories)


def stories_view(desk: Desk) -> PageView:
    """All stories."""
    data: Values = {"facets": facets(desk), "facet": ""}
    return _listing(desk, "stories/", "stories.html", desk.words.say("stories.title"), "stories/", data)


def facet_view(desk: Desk, name: str, entry: Values) -> PageView:
    """The stories of one city, theme or year."""
    data: Values = {"facets": facets(desk), "facet": name}
    title = desk.words.say(f"stories.{name}.title", name=entry["label"])
    about = desk.words.say(f"stories.{name}.description", name=entry["label"])
    return _listing(desk, entry["address"], "stories.html", title, "stories/", data, about)


def facet_entries(desk: Desk) -> Iterator[tuple[str, Values, tuple[Item, ...]]]:
    """Facet, link and stories for each city with a story, each theme and each year."""
    for member in desk.library.named(desk.library.items(Kind.MEMBER), desk.language):
        stories = desk.library.hub(member).stories
        if stories:
            link = desk.link(member)
            yield "city", {**link, "address": f"stories/city/{member.slug}/"}, stories
    for theme in Theme:
        yield "theme", desk.theme(theme.value), desk.library.stories_of("theme", theme.value)
    for year in desk.library.story_years:
        label = str(year)
        yield (
            "year",
            {"address": f"stories/year/{year}/", "label": label, "lang": ""},
            desk.library.stories_of("year", year),
        )


def facets(desk: Desk) -> Shown:
    """The facets with their entries and counts, the same on every list of stories."""
    if desk.facets is None:
        groups: dict[str, list[Values]] = {name: [] for name in ("theme", "city", "programme", "year")}
        for name, link, stories in facet_entries(desk):
            groups[name].append({**link, "count": len(stories)})
        for programme in desk.library.named(desk.library.items(Kind.PROGRAMME), desk.language):
            count = len(desk.library.stories_of("programme", programme.slug))
            if count:
                groups["programme"].append({**desk.link(programme), "count": count})
        found = [{"name": name, "entries": entries} for name, entries in groups.items() if entries]
        desk.facets = Shown(len(found), digest_of(found), lambda: found)
    return desk.facets


def programme_view(desk: Desk, item: Item) -> PageView:
    """A programme's entry of the glossary, with its events; its stories are put in page by page."""
    text = desk.text(item)
    front = cast(ProgrammeText, text.front)
    data: Values = {
        "facets": facets(desk), "facet": "programme",
        "body": text.body, "body_lang": desk.foreign(text.language),
        "original": desk.library.original(item) if text.is_stale else "",
        "summary": front.summary, "full_name": front.full_name or "",
        "website": item.record(Programme).website or "",
        "events": desk.cards(desk.library.events_of(item.slug)),
    }  # fmt: skip
    return PageView(
        item.address, desk.language, "programme.html", front.name, front.summary, "stories/",
        languages_of([item], desk.library), data, text.bodies,
    )  # fmt: skip


def paged(desk: Desk, address: str, whole: PageView, items: Sequence[Item]) -> Iterator[PageView]:
    """One list over as many pages as it needs, `…/`, `…/page/2/` and so on: `whole` with its part of the items."""
    count = max(1, -(-len(items) // PAGE_SIZE))
    addresses = [address if page == 1 else f"{address}page/{page}/" for page in range(1, count + 1)]
    yield from (_page_of(desk, addresses, number, whole, items) for number in range(1, count + 1))


def _page_of(desk: Desk, addresses: Sequence[str], number: int, view: PageView, items: Sequence[Item]) -> PageView:
    count = len(addresses)
    paging: Values = {
        "number": number, "of": count, "base": addresses[0], "count": len(items),
        "before": addresses[number - 2] if number > 1 else "",
        "after": addresses[number] if number < count else "",
    }  # fmt: skip
    title = desk.words.say("paging.title", title=view.title, number=number) if number > 1 else view.title
    shown = desk.cards(items[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    data = {**view.data, "items": shown, "paging": paging}
    return replace(view, address=addresses[number - 1], title=title, data=data)
