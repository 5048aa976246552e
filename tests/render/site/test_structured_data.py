"""The JSON-LD of every page, held to schema.org's own vocabulary."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.schema_org import SchemaOrg, vocabulary

__all__ = ["vocabulary"]


def things(folder: Path) -> dict[str, list[Any]]:
    found = {}
    for page in sorted(folder.rglob("*.html")):
        scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
        assert len(scripts) <= 1
        for script in scripts:
            told = json.loads(script)
            assert told["@context"] == "https://schema.org"
            found[page.relative_to(folder).as_posix()] = told["@graph"]
    return found


@pytest.mark.parametrize("site", ["real_site", "good_site"])
def test_every_page_speaks_schema_org(site: str, vocabulary: SchemaOrg, request: pytest.FixtureRequest) -> None:
    pages = things(request.getfixturevalue(site))
    faults = {fault for page, graph in pages.items() for thing in graph for fault in vocabulary.faults(thing)}
    assert faults == set()
    assert len(pages) > 80


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        ({"@type": "Artikel"}, "no type"),
        ({"@type": "Organization", "inLanguage": "el"}, "no such property"),
        ({"@type": "Article", "datePublished": "February 2021"}, "none of"),
        ({"@type": "Article", "publisher": {"@type": "City", "name": "Athens"}}, "a City is none of"),
        ({"@type": "Event", "eventStatus": "https://schema.org/EventForgotten"}, "none of"),
        ({"@type": "Event", "organizer": []}, "empty"),
        ({"@type": "ListItem", "position": True}, "no value"),
        ({"@type": "ListItem", "item": "stories/"}, "none of"),
        ({"@type": "Article", "about": [{"@type": "City", "geo": {"@type": "GeoCoordinates", "lat": 1}}]}, "no such"),
    ],
)
def test_a_fault_is_seen(thing: dict[str, Any], said: str, vocabulary: SchemaOrg) -> None:
    faults = list(vocabulary.faults(thing))
    assert faults
    assert said in faults[0]


def test_what_is_right_is_left_alone(vocabulary: SchemaOrg) -> None:
    event = {
        "@type": "Event", "name": "a", "startDate": "2020-12-16T10:00+02:00", "endDate": "2020-12",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": {"@type": "City", "name": "b"},
        "organizer": [{"@type": "GovernmentOrganization", "name": "c"}], "image": "https://x.example/picture.png",
    }  # fmt: skip
    assert list(vocabulary.faults(event)) == []
