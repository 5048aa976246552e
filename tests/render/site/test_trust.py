"""The foot of a page: when it was reviewed, how it is corrected, whom to ask; only what is on record."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from gazette.content.library import CONTACT
from gazette.content.model import Kind
from gazette.render.site.trust import trust_values
from gazette.render.site.view import Offered, PageLookup
from tests.support.contexts import context
from tests.support.sites import has_moved


def foot(page: Path) -> str:
    found = re.search(r'<p class="trust">.*?</p>', page.read_text("utf-8"), re.DOTALL)
    return found.group() if found else ""


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).replace("\xa0", " ").split())


def lookup_of(language: str, **offered: Any) -> PageLookup:
    known = context("good")
    given = Offered(address=known.site.address, **offered)
    return PageLookup(known.library, known.words[language], known.theme.map, given)


def test_a_message_is_addressed_to_those_who_answer_for_the_page(good_site: Path) -> None:
    """With the page's name and address, so that no one has to copy them."""
    there = foot(good_site / "en/stories/garden/index.html")
    href = re.search(r'href="(mailto:[^"]*)"', there)
    assert href
    parts = urlsplit(href[1].replace("&amp;", "&"))
    assert parts.path == "office@north.example"
    assert parse_qs(parts.query) == {
        "subject": ["Correction: The neighbourhood garden"],
        "body": ["The page: https://good.example/en/stories/garden/"],
    }
    assert "Something wrong? Write to office@north.example" in words(there)
    assert re.search(r'Contact of the municipality:\s*<a href="\.\./\.\./members/north/#contact"', there)


def test_where_no_member_answers_the_network_does(good_site: Path) -> None:
    there = foot(good_site / "about/accessibility/index.html")
    assert 'href="mailto:site@north.example?subject=' in there
    assert "Επικοινωνία με τον δήμο" not in there
    assert re.search("Τελευταία [^<]*2026", words(there)), there


def test_a_town_is_not_its_own_contact(good_site: Path) -> None:
    assert "members/north/#contact" not in foot(good_site / "members/north/index.html")
    assert foot(good_site / "members/north/index.html")


@pytest.mark.parametrize("kind", ["stories", "events", "statements", "members", "partners", "documents", "newsletters"])
def test_every_page_about_one_thing_has_it(real_site: Path, kind: str) -> None:
    """In both languages, and without an address on record it leads to the page that says how: that link is whole."""
    lists = ("page", "city", "theme", "programme", "year", "kind", "subscribe")
    for root in ("", "en/"):
        how = (real_site / root / "about/contact/index.html").resolve()
        pages = [page for page in (real_site / root / kind).glob("*/index.html") if page.parent.name not in lists]
        pages = [page for page in pages if not has_moved(page)]
        assert pages
        for page in pages:
            [way] = re.findall(r'<a href="([^"]*)"', foot(page))
            assert (page.parent / way / "index.html").resolve() == how


def test_the_page_that_says_how_does_not_lead_to_itself(real_site: Path) -> None:
    assert "about/contact" not in foot(real_site / "about/contact/index.html")
    assert foot(real_site / "stories/programme/helios/index.html")
    assert not foot(real_site / "stories/index.html")


def test_with_a_form_on_the_web_it_opens_at_the_item() -> None:
    lookup = lookup_of("el", editor="https://editor.example.org/form/")
    story = lookup.library.get(Kind.STORY, "garden")
    assert story
    values = trust_values(lookup, story)
    assert values["form"] == "https://editor.example.org/form/#/edit/content/stories/garden"
    assert (values["message"], values["mail"]) == ("", "")


def test_borrowed_words_leave_no_marks_in_an_address() -> None:
    """A partial language takes words from another; what is marked for the page must not get into a message."""
    lookup = lookup_of("el")
    page = lookup.library.get(Kind.PAGE, CONTACT)
    assert page
    message = trust_values(lookup, page)["message"]
    assert message.startswith("mailto:site@north.example?subject=%CE%94")
    assert "%EE%83" not in message
