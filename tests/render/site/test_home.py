"""The home page says that something is new only where it is."""

from datetime import date

import pytest

from gazette.content.library import Library
from gazette.render.site.lists import home_view
from gazette.render.site.view import PageLookup
from tests.support.contexts import context


def headings(today: str, language: str = "en", numbers: tuple[int, ...] = (1, 2)) -> dict[str, str]:
    """Over the newest items of each kind, on a day, where the site has these issues."""
    given = context("real")
    items = [item for item in given.library.everything() if not item.folder.startswith("newsletters/")]
    items += [item for item in given.library.issues if int(item.slug) in numbers]
    library = Library(items, given.library.languages, date.fromisoformat(today))
    found: dict[str, str] = home_view(PageLookup(library, given.words[language], given.theme.map)).data["headings"]
    return found


@pytest.mark.parametrize("today", ["2021-03-01", "2022-02-28"])
def test_new_is_what_is_of_the_last_twelve_months(today: str) -> None:
    assert headings(today) == {
        "stories": "Newest stories",
        "events": "Latest joint actions",
        "statements": "Newest statements",
        "issue": "Newest issue",
    }


@pytest.mark.parametrize("today", ["2022-03-01", "2026-11-22"])
def test_later_it_is_what_an_issue_told_of(today: str) -> None:
    assert headings(today) == {
        "stories": "Stories from issue 2 (February 2021)",
        "events": "Joint actions from issue 2 (February 2021)",
        "statements": "Statements from issue 2 (February 2021)",
        "issue": "The newsletter",
    }
    assert headings(today, "el")["stories"] == "Ιστορίες από το τεύχος 2 (Φεβρουάριος 2021)"


def test_without_that_issue_nothing_is_said_of_it() -> None:
    assert headings("2026-11-22", numbers=())["stories"] == "Stories of the cities"
