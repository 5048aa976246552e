"""Pages of many items: home, the lists of each kind, the facets of the stories, the glossary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from ...content.dates import PartialDate
from ...content.library import HOME, Item
from ...content.model import Kind, Member, Partner, PartnerRole, Programme, ProgrammeText, Theme
from .items import issue_link, sections_of
from .view import PAGE_SIZE, Desk, PageView, Values, languages_of, title_of


def list_views(desk: Desk) -> Iterator[PageView]:
    """Every page that lists items."""
    yield home_view(desk)
    yield members_view(desk)
    yield events_view(desk)
    yield from statements_views(desk)
    yield partners_view(desk)
    yield issues_view(desk)
    yield glossary_view(desk)
    yield from story_lists(desk)


def _listing(
    desk: Desk, address: str, template: str, title: str, section: str, data: Values, items: Sequence[Item]
) -> PageView:
    written = languages_of(items, desk.library) if items else desk.library.languages
    description = desk.words.say(f"{template.removesuffix('.html')}.description")
    return PageView(address, desk.language, template, title, description, section, written, data)


def home_view(desk: Desk) -> PageView:
    """What the network is, its numbers, what is newest."""
    library = desk.library
    page = library.get(Kind.PAGE, HOME)
    text = desk.text(page) if page else None
    issue = library.issues[0] if library.issues else None
    coming = library.coming_events[:3]
    data: Values = {
        "body": text.digest if text and text.plain else "",
        "body_lang": desk.foreign(text.language) if text else "",
        "body_base": "",
        "numbers": numbers(desk),
        "stories": desk.cards(library.stories[:4]),
        "events_coming": bool(coming),
        "events": desk.cards(coming or library.past_events[:3]),
        "statements": desk.cards(library.statements[:4]),
        "issue": {**desk.card(issue), **{"number": issue_link(desk, issue)["label"]}} if issue else None,
        "members": [desk.link(member) for member in library.named(library.members_today, desk.language)],
        "partners": [desk.link(item) for item in library.partners(desk.language) if is_supporter(item)],
    }
    title = title_of(text) if page and text else desk.words.say("network.name")
    summary = str(getattr(text.front, "summary", "")) if text else desk.words.say("home.description")
    texts = (text.digest,) if text and text.plain else ()
    written = languages_of([page], library) if page else library.languages
    return PageView("", desk.language, "home.html", title, summary, "", written, data, texts)


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
    """All members of today by name, with their regions; those who left below."""
    library = desk.library
    today = library.named(library.members_today, desk.language)
    former = [item for item in library.named(library.items(Kind.MEMBER), desk.language) if item not in today]
    data: Values = {
        "numbers": numbers(desk),
        "members": [_member_row(desk, item) for item in today],
        "former": [_member_row(desk, item) for item in former],
    }
    return _listing(desk, "members/", "members.html", desk.words.say("members.title"), "members/", data, today)


def _member_row(desk: Desk, item: Item) -> Values:
    member, hub = item.record(Member), desk.library.hub(item)
    return {
        **desk.card(item),
        "official_name": getattr(desk.text(item).front, "official_name", ""),
        "founder": member.founder,
        "stories": len(hub.stories),
        "events": len(hub.events),
        "statements": len(hub.statements),
    }


def events_view(desk: Desk) -> PageView:
    """Coming events, then past ones."""
    library = desk.library
    data: Values = {"coming": desk.cards(library.coming_events), "past": desk.cards(library.past_events)}
    title = desk.words.say("events.title")
    return _listing(desk, "events/", "events.html", title, "events/", data, library.items(Kind.EVENT))


def statements_views(desk: Desk) -> Iterator[PageView]:
    """All statements, newest first."""
    title, items = desk.words.say("statements.title"), desk.library.statements
    yield from paged(desk, _listing(desk, "statements/", "statements.html", title, "statements/", {}, items), items)


def partners_view(desk: Desk) -> PageView:
    """Partners by their role."""
    groups: dict[str, list[Values]] = {}
    partners = desk.library.partners(desk.language)
    for item in partners:
        title = desk.words.say(f"partners.{item.record(Partner).role.value}")
        groups.setdefault(title, []).append(desk.card(item))
    data: Values = {"groups": [{"title": title, "items": items} for title, items in groups.items()]}
    return _listing(desk, "partners/", "partners.html", desk.words.say("partners.title"), "partners/", data, partners)


def issues_view(desk: Desk) -> PageView:
    """The archive of the newsletter, with the contents of the newest issue."""
    issues = desk.library.issues
    cards = [
        {**desk.card(issue), "label": issue_link(desk, issue)["label"], "heading": desk.link(issue)["label"]}
        for issue in issues
    ]
    title = desk.words.say("newsletters.title")
    data: Values = {"issues": cards, "contents": sections_of(desk, issues[0]) if issues else []}
    return _listing(desk, "newsletters/", "newsletters.html", title, "newsletters/", data, issues)


def glossary_view(desk: Desk) -> PageView:
    """Programmes and bodies, by name."""
    entries = desk.library.named(desk.library.items(Kind.PROGRAMME), desk.language)
    data: Values = {"entries": [_glossary_entry(desk, entry) for entry in entries]}
    return _listing(desk, "about/glossary/", "glossary.html", desk.words.say("glossary.title"), "about/", data, entries)


def _glossary_entry(desk: Desk, item: Item) -> Values:
    front = cast(ProgrammeText, desk.text(item).front)
    label = desk.words.say(f"programme-kind.{item.record(Programme).kind.value}")
    return {**desk.card(item), "slug": item.slug, "full_name": front.full_name or "", "kind_label": label}


def story_lists(desk: Desk) -> Iterator[PageView]:
    """All stories, and those of each city, theme, programme and year."""
    library, words = desk.library, desk.words
    data: Values = {"facets": facets(desk), "facet": ""}
    whole = _listing(desk, "stories/", "stories.html", words.say("stories.title"), "stories/", data, library.stories)
    yield from paged(desk, whole, library.stories)
    for name, entry, stories in facet_entries(desk):
        title = words.say(f"stories.{name}.title", name=entry["label"])
        facet: Values = {"facets": facets(desk), "facet": name}
        view = _listing(desk, entry["address"], "stories.html", title, "stories/", facet, stories)
        about = words.say(f"stories.{name}.description", name=entry["label"])
        yield from paged(desk, replace(view, description=about), stories)
    for programme in library.items(Kind.PROGRAMME):
        yield from programme_views(desk, programme)


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


def facets(desk: Desk) -> list[Values]:
    """The facets with their entries and counts, the same on every list of stories."""
    if desk.facets is None:
        groups: dict[str, list[Values]] = {name: [] for name in ("theme", "city", "programme", "year")}
        for name, link, stories in facet_entries(desk):
            groups[name].append({**link, "count": len(stories)})
        for programme in desk.library.named(desk.library.items(Kind.PROGRAMME), desk.language):
            count = len(desk.library.stories_of("programme", programme.slug))
            if count:
                groups["programme"].append({**desk.link(programme), "count": count})
        desk.facets = [{"name": name, "entries": entries} for name, entries in groups.items() if entries]
    return desk.facets


def programme_views(desk: Desk, item: Item) -> Iterator[PageView]:
    """A programme's entry of the glossary, with its stories and events."""
    text = desk.text(item)
    front = cast(ProgrammeText, text.front)
    library = desk.library
    data: Values = {
        "facets": facets(desk), "facet": "programme",
        "body": text.digest if text.plain else "", "body_lang": desk.foreign(text.language), "body_base": item.address,
        "summary": front.summary, "full_name": front.full_name or "",
        "website": item.record(Programme).website or "",
        "events": desk.cards(library.events_of(item.slug)),
    }  # fmt: skip
    stories = library.stories_of("programme", item.slug)
    whole = PageView(
        item.address, desk.language, "programme.html", front.name, front.summary, "stories/",
        languages_of([item], library), data, (text.digest,) if text.plain else (),
    )  # fmt: skip
    yield from paged(desk, whole, stories)


def paged(desk: Desk, whole: PageView, items: Sequence[Item]) -> Iterator[PageView]:
    """One list over as many pages as it needs, `…/`, `…/page/2/` and so on: `whole` with its part of the items."""
    address, count = whole.address, max(1, -(-len(items) // PAGE_SIZE))
    addresses = [address if page == 1 else f"{address}page/{page}/" for page in range(1, count + 1)]
    for number, here in enumerate(addresses, 1):
        shown = items[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        paging: dict[str, Any] = {
            "number": number, "of": count, "base": address, "count": len(items),
            "before": addresses[number - 2] if number > 1 else "",
            "after": addresses[number] if number < count else "",
        }  # fmt: skip
        title = desk.words.say("paging.title", title=whole.title, number=number) if number > 1 else whole.title
        yield replace(
            whole, address=here, title=title, data={**whole.data, "items": desk.cards(shown), "paging": paging}
        )
