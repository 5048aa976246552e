"""Which page is meant by an address that starts nowhere: one that is there, or none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gazette.content.check import with_pages
from gazette.content.problems import Problem
from tests.content.check.test_surroundings import KNOWN

PAGES = frozenset({"", "stories/", "stories/garden/", "stories/gone/", "events/day/", "stories/day/", "new/"})
SITE = replace(KNOWN, addresses=PAGES)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("stories/garden.md", "/stories/garden/"),
        ("en/stories/garden", "/stories/garden/"),
        ("../garden/el.md#how", "/stories/garden/#how"),
        ("stories/gardn.html", "/stories/garden/"),
        ("stories/index.md", "/stories/"),
        ("index.html", "/"),
        ("old.md", "/new/"),
        ("stories/gone.md", ""),
        ("gone.md", ""),
        ("day.md", ""),
        ("stories/nowhere.md", ""),
    ],
)
def test_only_a_page_that_is_there_is_proposed(written: str, meant: str) -> None:
    """Not one that was withdrawn, nor one of several with the same name."""
    problem = Problem("a.md", "link-relative", facts={"value": written, "suggestion": ""})
    [told] = with_pages([problem], SITE)
    assert told.facts == {"value": written, "suggestion": meant}


def test_what_has_a_suggestion_keeps_it() -> None:
    kept = Problem("a.md", "link-relative", facts={"value": "www.a.gr", "suggestion": "https://www.a.gr"})
    other = Problem("a.md", "link-shortened", facts={"value": "stories/garden.md", "suggestion": ""})
    assert with_pages([kept, other], SITE) == [kept, other]
