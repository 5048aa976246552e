"""The real content: all that is on record is on the site, in both languages, and hangs together."""

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from tests.support.facts import MEMBERS, PAGES, PROGRAMMES, THEMES
from tests.support.sites import PROJECT, is_email

Words = Callable[[Path], str]
URL = "https://cities-network.example/"
SCRIPTED = ("index.html", "en/index.html", "search/index.html", "en/search/index.html")
"""Pages that run a script of the site's own: the field for a city, the search."""


@pytest.mark.parametrize("slug", MEMBERS)
def test_a_member_has_its_hub(real_site: Path, words_of: Words, slug: str) -> None:
    name, official, region, english, english_region = MEMBERS[slug]
    greek = words_of(real_site / "members" / slug / "index.html")
    assert all(word in greek for word in (name, official, region))
    latin = words_of(real_site / "en" / "members" / slug / "index.html")
    assert english in latin
    assert english_region in latin


def test_all_members_are_listed_and_no_other(real_site: Path, words_of: Words) -> None:
    for root in ("", "en/"):
        page = (real_site / root / "members/index.html").read_text("utf-8")
        main = page[page.index("<main") :]
        assert set(re.findall(r'href="(?:\.\./members/)?([a-z-]+)/"', main)) >= set(MEMBERS)
    assert {path.name for path in (real_site / "members").iterdir() if path.is_dir()} == set(MEMBERS)


@pytest.mark.parametrize("address", PAGES)
def test_what_is_on_record_is_on_the_page(real_site: Path, words_of: Words, address: str) -> None:
    greek, english = PAGES[address]
    for root, expected in (("", greek), ("en", english)):
        text = words_of(real_site / root / address / "index.html")
        assert [word for word in expected if word not in text] == []


def test_addresses_on_record_are_links(real_site: Path) -> None:
    for address, link in (
        ("events/exploring-our-cities", "http://www.exploringourcities.com"),
        ("events/eccar-conference-2020", "https://www.eccar.info/en/news/recommendations-workinggroups"),
        ("partners/babel", "http://www.babeldc.gr"),
    ):
        for root in ("", "en"):
            assert f'href="{link}' in (real_site / root / address / "index.html").read_text("utf-8")


def test_themes_and_programmes_have_pages(real_site: Path, words_of: Words) -> None:
    for slug, (greek, english) in THEMES.items():
        assert greek in words_of(real_site / "stories/theme" / slug / "index.html")
        assert english in words_of(real_site / "en/stories/theme" / slug / "index.html")
    for slug in PROGRAMMES:
        assert (real_site / "stories/programme" / slug / "index.html").is_file()
        assert (real_site / "en/stories/programme" / slug / "index.html").is_file()


def test_the_issue_keeps_the_order_of_the_newsletter(real_site: Path, words_of: Words) -> None:
    html = (real_site / "newsletters/2/index.html").read_text("utf-8")
    places = re.findall(r'href="\.\./\.\./((?:statements|events|stories)/[a-z0-9-]+)/"', html)
    seen = list(dict.fromkeys(place for place in places if place.count("/") == 1))
    stories = [place.split("/")[1].split("-")[0] for place in seen if place.startswith("stories/")]
    assert stories == ["karditsa", "tripoli", "athens", "piraeus", "heraklion", "thessaloniki", "neapoli", "ioannina"]
    voices = [place.split("/")[1].removesuffix("-2021-02") for place in seen if place.startswith("statements/")]
    assert voices == ["kalamaria", "chania", "neapoli-sykies", "delta", "kmop", "babel"]


def test_seventeen_members_at_the_issue_and_eighteen_today(real_site: Path, words_of: Words) -> None:
    issue = words_of(real_site / "en/newsletters/2/index.html")
    assert "Katerini" not in issue
    assert all(facts[3] in issue for slug, facts in MEMBERS.items() if slug != "katerini")
    assert "18" in words_of(real_site / "en/index.html")


def pages(site: Path) -> Iterator[tuple[str, str]]:
    """Path and text of every page, but for those that lead on at once."""
    for path in (path for path in sorted(site.rglob("*.html")) if not is_email(path)):
        html = path.read_text("utf-8")
        if 'http-equiv="refresh"' not in html:
            yield path.relative_to(site).as_posix(), html


def test_every_link_leads_somewhere(real_site: Path) -> None:
    lost = []
    for name, html in pages(real_site):
        here = URL + name.removesuffix("index.html")
        for raw in re.findall(r'(?:href|src)="([^"]+)"', html):
            address = urljoin(here, unescape(raw))
            if not address.startswith(URL):
                continue
            path = unquote(urlsplit(address).path.lstrip("/"))
            target = real_site / path / "index.html" if path.endswith("/") or not path else real_site / path
            if not target.is_file():
                lost.append((name, raw))
    assert lost == []


def test_anchors_lead_to_ids(real_site: Path) -> None:
    for name, html in pages(real_site):
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids)), f"{name}: an id twice"
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids), name


def is_unlisted(name: str) -> bool:
    """Whether it is a page that searches do not list: that of a wrong address, and what is left to do."""
    return name == "404.html" or "about/worklist/" in name


def test_each_page_tells_its_language_its_twin_and_its_address(real_site: Path) -> None:
    for name, html in pages(real_site):
        language = "en" if name.startswith("en/") else "el"
        assert f'<html lang="{language}"' in html, name
        if is_unlisted(name):
            continue
        address = name.removesuffix("index.html").removeprefix("en/")
        assert f'hreflang="el" href="{URL}{address}"' in html, name
        assert f'hreflang="en" href="{URL}en/{address}"' in html, name
        assert f'hreflang="x-default" href="{URL}{address}"' in html, name
        assert f'<link rel="canonical" href="{URL}{"en/" if language == "en" else ""}{address}"' in html, name
        assert 'property="og:title"' in html
        assert html.count("<h1") == 1, name


def test_structured_data_is_json_and_names_the_page(real_site: Path) -> None:
    kinds = set()
    for name, html in pages(real_site):
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        if is_unlisted(name) and not found:
            continue
        assert found, name
        thing, way = json.loads(found.group(1))["@graph"]
        kinds.add(thing["@type"])
        assert way["@type"] == "BreadcrumbList"
        assert all(step["item"].startswith(URL) for step in way["itemListElement"])
    assert kinds >= {"WebSite", "Article", "Event", "GovernmentOrganization", "PublicationIssue", "WebPage"}


def test_the_sitemap_lists_every_page_with_its_alternates(real_site: Path) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    urls = ElementTree.parse(real_site / "sitemap.xml").getroot().findall("s:url", space)
    listed = {url.findtext("s:loc", "", space) for url in urls}
    assert listed == {URL + name.removesuffix("index.html") for name, _ in pages(real_site) if not is_unlisted(name)}
    assert all(len(url.findall("x:link", space)) == 3 for url in urls)


def test_nothing_comes_from_elsewhere_and_nothing_runs(real_site: Path) -> None:
    for name, html in pages(real_site):
        assert not re.search(r'<(?:script|img|iframe|link rel="stylesheet")[^>]+(?:src|href)="https?:', html), name
        scripts = re.findall(r"<script[^>]*>", html)
        own = [script for script in scripts if "ld+json" not in script]
        assert len(own) == (name in SCRIPTED), name
        ours = r'<script type="module" src="[./]*assets/(?:search|cities)\.\w+\.js">'
        assert all(re.fullmatch(ours, script) for script in own)
        assert not re.search(r'\son[a-z]+="', html), name
        assert " style=" not in re.sub(r'<t[dh] style="text-align', "", html), name


def test_no_placeholder_is_left(real_site: Path) -> None:
    for name, html in pages(real_site):
        assert not re.search(r"[✎\ue000-\uf8ff]|\{\{|\{%|lorem|TODO", html), name


def test_the_content_names_no_count_of_members_that_the_records_deny() -> None:
    """What is typed in the texts agrees with the record of membership."""
    page = PROJECT / "content/pages/about"
    assert all(number in (page / "en.md").read_text("utf-8") for number in ("12", "18"))
    assert re.findall(r"members: (\d+)", (page / "page.yml").read_text("utf-8")) == ["12", "13", "14"]
    assert re.findall(r"^members: (\d+)", (PROJECT / "newsletters/2/issue.yml").read_text("utf-8"), re.M) == ["17"]
