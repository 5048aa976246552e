"""A third language, written from right to left, is a strings file, one configuration entry and texts: no code."""

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gazette.content.digests import digest_of_bytes
from gazette.render.site.assemble import FOOTER
from tests.support.data_files import data_of
from tests.support.sites import PROJECT, build

pytestmark = pytest.mark.whole_build

GOOD = PROJECT / "tests" / "sites" / "good"
Words = Callable[[Path], str]


@pytest.fixture
def site(good_site: Path) -> Path:
    return good_site


def test_every_page_is_there_in_each_language(site: Path) -> None:
    def addresses(root: Path) -> set[str]:
        found = {path.relative_to(root).as_posix() for path in root.rglob("index.html")}
        return {name for name in found if name.split("/")[0] not in ("en", "ar")}

    assert addresses(site) == addresses(site / "en") == addresses(site / "ar")
    assert len(addresses(site)) > 30


def test_the_third_language_runs_from_right_to_left(site: Path) -> None:
    home = (site / "ar/index.html").read_text("utf-8")
    assert re.search(r'<html lang="ar"[^>]* dir="rtl"', home)
    assert "مدن معًا" in home
    assert 'dir="ltr"' in (site / "index.html").read_text("utf-8")
    modules = [path for path in (PROJECT / "gazette").rglob("*.py") if path.name != "choices.py"]  # what services speak
    code = "".join(path.read_text("utf-8") for path in modules)
    assert '"ar"' not in code


@pytest.mark.parametrize(
    ("address", "shown", "text"),
    [
        ("en/stories/only-greek", "el", "Το κείμενο υπάρχει μόνο στα ελληνικά."),
        ("stories/only-arabic", "ar", "نص بالعربية."),
        ("ar/stories/only-greek", "el", "Το κείμενο υπάρχει μόνο στα ελληνικά."),
        ("ar/members/south", "el", "Ο Νότος είναι μέλος του δικτύου."),
        ("events/past", "en", "Photos were shown."),
    ],
)
def test_a_missing_text_is_stood_in_for_marked_and_said(site: Path, address: str, shown: str, text: str) -> None:
    page = (site / address / "index.html").read_text("utf-8")
    language = address.split("/", maxsplit=1)[0] if address[:3] in ("en/", "ar/") else "el"
    notice = data_of(_strings(language))["notice.foreign"]
    assert text in page
    assert notice in page
    assert re.search(rf'<h1[^>]* lang="{shown}"', page)
    main = page[page.index("<main") :]
    assert main.index(f'lang="{shown}"') < main.index(text)


def _strings(language: str) -> Path:
    own = GOOD / f"theme/strings/{language}.yml"
    return own if own.exists() else PROJECT / f"theme/strings/{language}.yml"


def test_a_page_that_stands_in_says_which_one_is_meant(site: Path) -> None:
    page = (site / "en/stories/only-greek/index.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://good.example/stories/only-greek/"' in page
    assert 'hreflang="en"' not in page[: page.index("</head>")]
    assert "/en/stories/only-greek/" not in (site / "sitemap.xml").read_text("utf-8")


def test_the_switch_leads_to_the_same_page(site: Path) -> None:
    page = (site / "en/stories/garden/index.html").read_text("utf-8")
    assert 'href="../../../stories/garden/"' in page
    assert 'href="../../../ar/stories/garden/"' in page


def test_coming_and_past_events_and_unknown_dates(site: Path, words_of: Words) -> None:
    page = words_of(site / "en/events/index.html")
    assert page.index("Meeting") < page.index("What has taken place") < page.index("Exhibition")
    undated = words_of(site / "en/events/undated/index.html")
    assert "Date not on record" in undated
    assert "February 2021" in undated
    coming = words_of(site / "en/events/coming/index.html")
    assert "4 March 2027" in coming
    assert "Eastern European Time" in coming


def test_membership_is_told_as_far_as_it_is_known(site: Path, words_of: Words) -> None:
    assert "Member since January 2018" in words_of(site / "en/members/north/index.html")
    assert "not on record" in words_of(site / "en/members/south/index.html")
    members = words_of(site / "en/members/index.html")
    assert members.index("Former members") < members.index("Δύση")
    issue = words_of(site / "en/newsletters/1/index.html")
    assert "Δύση" in issue, "a member then, though it has left since"
    assert "South" in issue


def test_a_grant_is_named_with_every_item_of_it(site: Path) -> None:
    for address in ("stories/garden", "events/coming"):
        for root, words in (
            ("", "Με τη χρηματοδότηση ενός παραδείγματος."),
            ("en", "Funded by an example."),
            ("ar", "بتمويل من مثال."),
        ):
            page = (site / root / address / "index.html").read_text("utf-8")
            assert words in page
            assert re.search(r'src="[./]*(?:stories/)?programme/bridge/[0-9a-f]{32}\.png" alt="[^"]+"', page)
    assert "Funded by" not in (site / "en/stories/first-steps/index.html").read_text("utf-8")


def test_a_link_to_a_heading_of_another_page_finds_it(tmp_path: Path) -> None:
    root = tmp_path / "root"
    shutil.copytree(GOOD, root)
    with (root / "content/stories/garden/en.md").open("a") as file:
        file.write("\n## Roots and leaves\n\nHere.\n")
    with (root / "content/pages/about/en.md").open("a") as file:
        file.write("\nSee [the roots](</stories/garden/#Roots and leaves>).\n")
    assert build(root, tmp_path / "site") == 0
    assert '"../stories/garden/#c-roots-and-leaves"' in (tmp_path / "site/en/about/index.html").read_text("utf-8")
    assert 'id="c-roots-and-leaves"' in (tmp_path / "site/en/stories/garden/index.html").read_text("utf-8")


def structured(page: Path) -> dict[str, object]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    assert found
    thing: dict[str, object] = json.loads(found.group(1))["@graph"][0]
    return thing


def test_a_member_of_many_stories_shows_the_newest_and_leads_to_all(tmp_path: Path) -> None:
    root = tmp_path / "root"
    shutil.copytree(GOOD, root)
    for number in range(30):
        folder = root / f"content/stories/more-{number}"
        folder.mkdir()
        (folder / "story.yml").write_text(f"date: 2025-01-{number + 1:02}\nmembers: [north]\nthemes: [employment]\n")
        (folder / "en.md").write_text(f"---\ntitle: More {number}\nsummary: One more.\n---\n\nText.\n")
    assert build(root, tmp_path / "site") == 0
    page = (tmp_path / "site/en/members/north/index.html").read_text("utf-8")
    shown = [int(number) for number in re.findall(r'href="[./]*/stories/more-(\d+)/"', page)]
    assert shown[0] == 29
    assert len(set(shown)) <= 24
    assert re.search(r'<a href="[./]*/stories/city/north/">All 3\d stories</a>', page)


def test_machines_are_told_which_text_stands_in(site: Path) -> None:
    thing = structured(site / "en/stories/only-greek/index.html")
    assert (thing["inLanguage"], thing["url"]) == ("el", "https://good.example/stories/only-greek/")
    thing = structured(site / "en/stories/garden/index.html")
    assert (thing["inLanguage"], thing["url"]) == ("en", "https://good.example/en/stories/garden/")


def test_machines_are_told_when_and_where_an_event_is(site: Path) -> None:
    coming = structured(site / "en/events/coming/index.html")
    assert (coming["startDate"], coming["endDate"]) == ("2027-03-04T18:00+02:00", "2027-03-04T20:00+02:00")
    assert coming["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    past = structured(site / "en/events/past/index.html")
    assert (past["startDate"], past["endDate"]) == ("2019-05-02", "2019-05-09")
    assert past["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"


def test_every_page_that_the_foot_leads_to_is_there(site: Path) -> None:
    page = (site / "en/stories/garden/index.html").read_text("utf-8")
    foot = re.findall(r'<li><a href="\.\./\.\./([^"]*)"', page[page.index('<footer class="colophon"') :])
    assert foot == [*FOOTER, "../assets/licences.txt"]
    assert all((site / "en" / address / "index.html").is_file() for address in FOOTER)
    assert (site / "assets/licences.txt").is_file()


def test_photos_lie_where_the_pages_look_for_them(site: Path) -> None:
    raw = (GOOD / "content/stories/garden/garden.png").read_bytes()
    name = f"stories/garden/{digest_of_bytes(raw)}.png"
    assert (site / name).read_bytes() == raw
    assert f'src="../../../{name}"' in (site / "en/stories/garden/index.html").read_text("utf-8")


def test_offices_are_reached_by_what_fields_say(site: Path) -> None:
    for address, mail, phone in (
        ("members/north", "office@north.example", "+302310000000"),
        ("events/coming", "events@north.example", "2310000001"),
        ("about/contact", "site@north.example", "+302310000002"),
        ("partners/helper", "info@partner.example", "+302310000003"),
    ):
        page = (site / "en" / address / "index.html").read_text("utf-8")
        assert f'<a href="mailto:{mail}">{mail}</a>' in page
        assert f'<a href="tel:{phone}">' in page


def test_lists_of_each_facet_are_plain_pages(site: Path, words_of: Words) -> None:
    for address, title in (
        ("stories/theme/employment", "First steps"),
        ("stories/programme/bridge", "The neighbourhood garden"),
        ("stories/year/2020", "First steps"),
    ):
        assert title in words_of(site / "en" / address / "index.html")


def test_a_language_without_words_is_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "root"
    shutil.copytree(GOOD, root)
    config = (GOOD / "mkdocs.yml").read_text("utf-8").replace("[el, en, ar]", "[el, en, ar, la]")
    (root / "mkdocs.yml").write_text(config, "utf-8")
    assert build(root, tmp_path / "site") == 1
    said = capsys.readouterr().out
    assert "theme/strings/la.yml: " in said
