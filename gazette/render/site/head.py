"""Data for machines: schema.org as JSON-LD in each page, and the sitemap (sitemaps.org, with xhtml:link)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from typing import Any, NamedTuple

from ...content.dates import by_clocks
from ..words import Words
from .view import PageView

_TYPES = {"story.html": "Article", "statement.html": "Article", "issue.html": "PublicationIssue"}


class PageAddresses(NamedTuple):
    """Full addresses: of the site, of its pages in the page's language, of the page, and of the picture for it."""

    site: str
    language: str
    page: str
    picture: str


def structured_data(view: PageView, words: Words, text_language: str, at: PageAddresses) -> dict[str, Any]:
    """The page as schema.org describes it: the thing itself, its publisher, and the way to it.

    Where the text of another language stands in, the thing is the page of that language, as its canonical address says.
    """
    network = {
        "@type": "Organization",
        "@id": f"{at.site}#network",
        "name": words.say("network.name"),
        "url": at.site,
    }
    thing = _thing(view, at.language)
    is_office = thing["@type"] == "GovernmentOrganization"  # which is no work in a language, and has a site of its own
    thing |= {"mainEntityOfPage": at.page} if is_office else {"inLanguage": text_language, "url": at.page}
    if view.template == "home.html":
        thing |= {"publisher": network, "name": words.say("network.name")}
    elif thing["@type"] in ("Article", "PublicationIssue"):
        thing |= {"publisher": network, "image": at.picture}
    elif thing["@type"] == "Event":
        thing["image"] = at.picture
    return {"@context": "https://schema.org", "@graph": [thing, _way(view, words, at.language)]}


def _thing(view: PageView, language_root: str) -> dict[str, Any]:
    data = view.data
    about = [
        {"@type": "City", "name": m["label"], "url": language_root + m["address"]} for m in data.get("members", ())
    ]
    if view.template in _TYPES:
        found = {"@type": _TYPES[view.template], "headline": view.title, "description": view.description}
        if data.get("date"):
            found["datePublished"] = data["date"]["iso"]
        if view.template == "issue.html":
            found["issueNumber"] = str(data["issue_number"])
        return found | ({"about": about} if about and view.template == "story.html" else {})
    if view.template == "event.html":
        return _event(view) if not data["deadline"] else _call(view)
    if view.template == "document.html":
        return _document(view)
    if view.template == "member.html":
        point = data["coordinates"]
        place = {"@type": "GeoCoordinates", "latitude": point["latitude"], "longitude": point["longitude"]}
        area = {"@type": "City", "name": view.title, "geo": place}
        return {"@type": "GovernmentOrganization", "name": data["official_name"], "areaServed": area} | _reached(data)
    if view.template == "home.html":
        return {"@type": "WebSite", "description": view.description}
    return {"@type": "WebPage", "name": view.title, "description": view.description}


def _reached(data: Mapping[str, Any]) -> dict[str, Any]:
    """How a municipality is reached, and what it offers, as far as someone made sure of it.

    A page can say that something has not been confirmed since 2021; who reads these data takes them for true today.
    """
    found: dict[str, Any] = {"sameAs": data["fields"]["website"]} if data["fields"]["website"] else {}
    contact = data["contact"]
    if contact and contact["confirmed"]:
        found["contactPoint"] = _point(contact, contact["office"])
    services = [service for service in data["services"] if service["confirmed"]]
    if services:
        found["makesOffer"] = [{"@type": "Offer", "itemOffered": _service(service)} for service in services]
    return found


def _point(said: Mapping[str, Any], name: str) -> dict[str, Any]:
    facts = {"name": name, "telephone": said["phone_to"], "email": said["mail"], "url": said["website"]}
    return {"@type": "ContactPoint"} | {key: value for key, value in facts.items() if value}


def _service(service: Mapping[str, Any]) -> dict[str, Any]:
    """A service and the way to it, with the languages in which it answers (BCP 47)."""
    channel: dict[str, Any] = {"@type": "ServiceChannel"}
    if service["languages"]:
        channel["availableLanguage"] = [language["code"] for language in service["languages"]]
    if service["phone_to"] or service["mail"]:
        channel["servicePhone"] = _point(service, service["title"])
    if service["website"]:
        channel["serviceUrl"] = service["website"]
    if service["place"]:
        channel["serviceLocation"] = {"@type": "Place", "name": service["place"]}
    found = {"@type": "GovernmentService", "name": service["title"], "serviceType": service["kind"]}
    about = {"description": service["about"]} if service["about"] else {}
    return {**found, **about, "availableChannel": channel}


def _event(view: PageView) -> dict[str, Any]:
    data = view.data
    mode = "Mixed" if data["online"] and data["place"] else "Online" if data["online"] else "Offline"
    found: dict[str, Any] = {"@type": "Event", "name": view.title, "description": view.description}
    organisers = [{"@type": "Organization", "name": party["label"]} for party in data["organisers"]]
    if organisers:
        found["organizer"] = organisers
    if data["start"]:
        found["startDate"] = _moment(data["start"]["iso"], data["time_zone"])
    if data["end"]:
        found["endDate"] = _moment(data["end"]["iso"], data["time_zone"])
    if data["place"]:
        found["location"] = {"@type": "Place", "name": data["place"]}
    if data["cancelled"]:
        found["eventStatus"] = "https://schema.org/EventCancelled"
    if data["place"] or data["online"]:
        found["eventAttendanceMode"] = f"https://schema.org/{mode}EventAttendanceMode"
    return found


def _call(view: PageView) -> dict[str, Any]:
    """A call is no event that anyone attends: it is a page that is of no use any more after a day."""
    data = view.data
    found = {"@type": "WebPage", "name": view.title, "description": view.description}
    if data["start"]:
        found["datePublished"] = _moment(data["start"]["iso"], data["time_zone"])
    return found | {"expires": _moment(data["deadline"]["iso"], data["time_zone"])}


def _document(view: PageView) -> dict[str, Any]:
    """A document: who published it, when, and its file or its address elsewhere."""
    data = view.data
    found: dict[str, Any] = {
        "@type": "DigitalDocument", "name": view.title, "description": view.description,
        "publisher": [{"@type": "Organization", "name": party["label"]} for party in data["publishers"]],
    }  # fmt: skip
    if data["date"]:
        found["datePublished"] = data["date"]["iso"]
    if data["fields"]["url"]:
        found["sameAs"] = data["fields"]["url"]
    return found


def _moment(iso: str, zone: str) -> str:
    """A date as it is; a time with its distance from UTC on that day, since a reader elsewhere has another clock."""
    if "T" not in iso:
        return iso
    return by_clocks(datetime.fromisoformat(iso), zone).isoformat(timespec="minutes")


def _way(view: PageView, words: Words, language_root: str) -> dict[str, Any]:
    """The breadcrumb: home, the section, the page."""
    steps = [(words.say("nav.home"), language_root)]
    if view.section and view.section != view.address:
        steps.append((words.say(f"nav.{view.section.strip('/')}"), language_root + view.section))
    if view.address:
        steps.append((view.title, language_root + view.address))
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": url}
        for place, (name, url) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def sitemap(pages: Iterable[Mapping[str, Any]]) -> bytes:
    """All pages in the languages they are written in; each with its alternates and, if known, its last change."""
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    ]
    for page in pages:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{other["language"]}" href="{escape(other["url"])}"/>'
            for other in page["alternates"]
        )
        changed = f"<lastmod>{page['changed']}</lastmod>" if page["changed"] else ""
        parts.append(f"<url><loc>{escape(page['url'])}</loc>{changed}{links}</url>\n")
    return "".join([*parts, "</urlset>\n"]).encode()
