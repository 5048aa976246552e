"""The pages of what is left to do: there for whoever looks after the texts, and found by no search."""

import json
import re
from collections.abc import Callable
from pathlib import Path

from gazette.content.library import COORDINATORS
from gazette.content.worklist import Outside, Task, WorkKind, worklists
from gazette.render.site.worklist import MOST, worklist_views
from gazette.render.worklist import spoken_in, worklist_addresses
from tests.render.site.test_trust import lookup_of
from tests.support.contexts import context

WordsOf = Callable[[Path], str]


def test_each_member_of_today_has_a_list(real_site: Path) -> None:
    library = context("real").library
    names = {member.slug for member in library.members_today} | {COORDINATORS}
    for root in ("", "en/"):
        folder = real_site / root / "about/worklist"
        assert {page.parent.name for page in folder.glob("*/index.html")} == names
        assert (folder / "index.html").is_file()
    assert len(list(worklist_addresses(library))) == len(names) + 1


def test_the_overview_counts_what_the_lists_hold(real_site: Path, words_of: WordsOf) -> None:
    overview = (real_site / "en/about/worklist/index.html").read_text("utf-8")
    rows = re.findall(r'<a href="(?:\./)?([a-z-]+)/"[^>]*>[^<]*</a> <span class="count">(\d+) entr', overview)
    assert len(rows) == len(context("real").library.members_today) + 1
    for name, count in rows:
        page = (real_site / "en/about/worklist" / name / "index.html").read_text("utf-8")
        assert page.count('<p class="work-said">') == int(count)
    assert "Links to other sites have not been tested yet." in words_of(real_site / "en/about/worklist/index.html")


def test_search_engines_and_our_search_leave_them_out(real_site: Path) -> None:
    page = (real_site / "about/worklist/karditsa/index.html").read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in page
    assert "worklist" not in (real_site / "sitemap.xml").read_text("utf-8")
    for found in (real_site / "search").rglob("*.json"):
        assert "worklist" not in found.read_text("utf-8"), found


def test_a_reader_is_led_to_the_page_and_to_how_one_corrects_it(real_site: Path, words_of: WordsOf) -> None:
    page = real_site / "en/about/worklist/athens/index.html"
    html = page.read_text("utf-8")
    assert 'href="../../../members/athens/"' in html
    assert 'href="../../contact/"' in html
    assert "work-edit" not in html
    said = words_of(page)
    assert "It is not on record when someone last made sure of this service: Migrant Integration Centre." in said
    assert 'href="../worklist/"' in (real_site / "en/about/structure/index.html").read_text("utf-8")


def test_another_language_tells_tasks_in_one_that_has_them(good_site: Path) -> None:
    html = (good_site / "ar/about/worklist/north/index.html").read_text("utf-8")
    assert re.search(r'<section class="shelf shelf-side" lang="en" dir="auto">\s*<h2>', html)


def test_an_empty_list_says_so_and_a_long_one_how_many_more() -> None:
    library = context("good").library
    member = library.members_today[0]
    many = [Task(WorkKind.NO_CONTACT, (member.slug,), member, member.data_path, ("contact",))] * (MOST + 3)
    lists = {**{name: [] for name in worklists(library, Outside())}, member.slug: many}
    lookup = lookup_of("en", editor="https://editor.example.org/", lists=lists)
    views = {view.address: view.data for view in worklist_views(lookup, context("good").words)}
    [kind] = views[f"about/worklist/{member.slug}/"]["kinds"]
    assert (kind["count"], kind["more"], len(kind["entries"])) == (MOST + 3, 3, MOST)
    assert kind["entries"][0]["edit"] == f"https://editor.example.org/#/edit/{member.folder}?at=contact"
    assert views[f"about/worklist/{COORDINATORS}/"]["kinds"] == []


def test_the_home_page_is_a_page_and_a_file_is_none(real_site: Path) -> None:
    """Its address is empty, and it has one all the same."""
    html = (real_site / "en/about/worklist/coordinators/index.html").read_text("utf-8")
    assert re.search(r'<a href="\.\./\.\./\.\./">Cities that work together for integration</a>', html)
    assert re.findall("<code>(.*?)</code>", html) == ["theme/strings/ar.yml", "theme/strings/uk.yml"]


def test_tasks_are_told_in_greek_or_english() -> None:
    words = context("good").words
    told = {language: getattr(spoken_in(words, language), "language", None) for language in words}
    assert told == {"el": "el", "en": "en", "ar": "en"}
    assert spoken_in({"ar": words["ar"]}, "ar") is None


def test_the_open_data_know_nothing_of_it(real_site: Path) -> None:
    for path in (real_site / "data").glob("*.json"):
        assert "worklist" not in json.dumps(json.loads(path.read_text("utf-8"))), path
