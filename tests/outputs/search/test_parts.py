"""The index of a large site is in parts: which these are, and that they answer as one would."""

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from gazette.files import tree
from gazette.outputs.search import Search
from gazette.pipeline.build import context_of
from gazette.pipeline.read import read_site
from gazette.render.search import UNDATED, SearchRecord, parted, ranked
from tests.support.browser import Browsing, Sites
from tests.support.questions import answers, read
from tests.support.sites import PROJECT, TODAY
from tools.viewing.browse import served

Tab = Callable[..., Page]
PARTS, FEW = 4, 10
LEAST_RECALL = 0.99
QUERIES = read(Path(__file__).with_name("queries.yml"))
FOUND = """async (questions) => {
    const { page } = await import(document.querySelector("script[type=module]").src);
    const found = [];
    for (const text of questions) {
        const texts = await Promise.all((await page.index.find(text)).map((id) => page.index.text(id)));
        found.push([text, texts.map(({ address }) => address).sort(), page.index.meant.suggestions]);
    }
    return found;
}"""
COUNTS = """() => [...document.querySelectorAll(".ways li:not([hidden])")]
    .map((entry) => [entry.dataset.value, entry.querySelector(".count")?.textContent])"""


def record(number: int, date: str) -> SearchRecord:
    return SearchRecord(f"stories/made-up-{number}/", date, {}, {}, (), (), {})


def addresses(parts: dict[str, list[SearchRecord]]) -> dict[str, set[str]]:
    return {name: {one.address for one in part} for name, part in parts.items()}


MONTHS = [f"{2016 + number // 12}-{number % 12 + 1:02}" for number in range(24)]
DATED = [record(number, f"{MONTHS[number // 4]}-{number % 4 + 1:02}") for number in range(4 * len(MONTHS))]
WITHOUT = [record(number, UNDATED) for number in range(1000, 1020)]


def test_what_happened_comes_first_and_of_it_the_newest() -> None:
    def of(kind: str, address: str, day: str = UNDATED) -> SearchRecord:
        return replace(record(0, day), address=address, facets={"kind": (kind,)} if kind else {"language": ("el",)})

    wanted = [
        of("story", "stories/b/", "2021-02"), of("story", "stories/a/", "2020"), of("story", "stories/c/", "2020"),
        of("event", "events/a/", "2024-01-01"), of("statement", "statements/a/", "2021"),
        of("issue", "newsletters/2/", "2021-02"), of("document", "documents/a/", "2020-01-01"),
        of("member", "members/a/"), of("member", "members/b/"), of("programme", "stories/programme/a/"),
        of("", "data/"),
    ]  # fmt: skip
    assert ranked(reversed(wanted)) == wanted
    assert ranked(wanted[5:] + wanted[:5]) == wanted


def test_a_site_like_ours_has_one_part() -> None:
    assert parted(WITHOUT + DATED) == {"": WITHOUT + DATED}
    assert parted([]) == {"": []}


def test_parts_are_about_as_large_as_said_with_whole_months_and_the_newest_first() -> None:
    parts = parted([*DATED, *WITHOUT], FEW)
    assert list(parts) == ["", *(str(number) for number in reversed(range(len(parts) - 1)))]
    assert all(abs(len(part) - FEW) < 4 for name, part in parts.items() if name)
    assert all(one in parts[""] for one in WITHOUT)
    months = [sorted({one.date[:7] for one in part} - {UNDATED}) for part in parts.values()]
    assert [month for some in reversed(months) for month in some] == MONTHS


def test_parts_depend_on_what_there_is_and_not_on_its_order() -> None:
    assert addresses(parted([*WITHOUT, *DATED], FEW)) == addresses(parted([*reversed(DATED), *WITHOUT], FEW))


def test_an_item_of_today_changes_the_newest_part_alone() -> None:
    before, after = addresses(parted(DATED, FEW)), addresses(parted([*DATED, record(2000, f"{MONTHS[-1]}-28")], FEW))
    assert after.pop("") - before.pop("") == {"stories/made-up-2000/"}
    assert after == before


def dealt(found: Iterable[SearchRecord]) -> dict[str, list[SearchRecord]]:
    """What has a date, a record to each part in turn."""
    ours = list(found)
    dated = [one for one in ours if one.date != UNDATED]
    parts = {str(PARTS - place) if place else "": dated[place::PARTS] for place in range(PARTS)}
    return parts | {"": [*parts[""], *(one for one in ours if one.date == UNDATED)]}


@pytest.fixture(scope="module")
def parts(sites: Sites, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real site, with its index in parts: where it is served."""
    folder = tmp_path_factory.mktemp("parts")
    site = Path(shutil.copytree(sites.real.folder, folder / "site", copy_function=os.link))
    for name in ("pagefind", "texts", "about.json"):
        tree.remove(site / "search", name)
    given = context_of(read_site(PROJECT, date.fromisoformat(TODAY), lambda _: None))
    (folder / "work").mkdir()
    for file in Search(dealt).files(replace(given, work=folder / "work")):
        tree.write(site, file.path, file.make())
    assert len(list((site / "search/older").iterdir())) == PARTS - 1
    with served(site) as (url,):
        yield url


def test_the_first_five_hold_what_is_looked_for(tab: Tab, parts: str) -> None:
    told = answers(Browsing(tab(), f"{parts}/"), QUERIES)
    recalls = [answer.recall for answer in told]
    worst = [f"{answer.question}: {answer.found}, not {sorted(answer.wanted)}" for answer in told if answer.recall < 1]
    assert sum(recalls) / len(recalls) >= LEAST_RECALL, worst
    assert 0 not in recalls, worst


def test_parts_find_what_one_index_finds(tab: Tab, sites: Sites, parts: str) -> None:
    """A part that lacks a word of a question does not answer by the others, nor by what the word begins with."""
    questions = [one["q"] for some in QUERIES.values() for one in some]
    page = tab()
    found = []
    for url in (sites.real.url, parts):
        page.goto(f"{url}/search/")
        found.append(page.evaluate(FOUND, questions))
    assert found[1] == found[0]


@pytest.mark.parametrize("address", ["search/?q=Αθήνα", "search/?kind=story", "search/?q=πρόσφυγες&year=2021"])
def test_facets_count_over_all_parts(tab: Tab, sites: Sites, parts: str, address: str) -> None:
    page, found = tab(), []
    for url in (sites.real.url, parts):
        Browsing(page, f"{url}/").goto(address)
        expect(page.get_by_role("status")).to_have_text(re.compile(r"Αποτελέσματα: \d+"))
        found.append((page.get_by_role("status").inner_text(), page.evaluate(COUNTS)))
    assert found[1] == found[0]


def test_what_all_parts_have_in_common_is_loaded_once(tab: Tab, parts: str) -> None:
    page, came = tab(), list[str]()

    def note(request: Any) -> None:
        came.append(request.url.removeprefix(f"{parts}/search/"))

    page.on("request", note)
    Browsing(page, f"{parts}/").goto("search/?q=Αθήνα")
    page.wait_for_load_state("networkidle")
    older = [one for one in came if one.startswith("older/")]
    assert not [one for one in older if re.search(r"wasm|entry|pagefind\.js", one)]
    assert len([one for one in older if one.endswith(".pf_meta")]) == PARTS - 1
    assert sorted({*came}) == sorted(came), "each file is asked for once"


@pytest.mark.parametrize("part", ["**/older/*/**/*.pf_meta", "**/older/*/**/*.pf_index", "**/older/*/about.json"])
def test_a_part_that_fails_is_no_answer_and_the_next_try_is_whole(tab: Tab, parts: str, part: str) -> None:
    page = tab()

    def lose(route: Route) -> None:
        route.abort("connectionreset")

    page.goto(f"{parts}/en/search/")
    page.route(part, lose)
    page.locator("#q").fill("refugees")
    status = page.get_by_role("status")
    expect(status).to_contain_text("There is no connection")
    page.unroute(part)
    status.get_by_role("button", name="Try again").press("Enter")
    expect(status).to_have_text(re.compile(r"Results: \d+"))


def test_a_phone_counts_over_all_parts_when_the_categories_are_opened(tab: Tab, parts: str) -> None:
    page, came = tab(width=390), list[str]()

    def note(request: Any) -> None:
        came.append(request.url)

    page.on("request", note)
    Browsing(page, f"{parts}/").goto("en/search/?q=refugees")
    page.wait_for_load_state("networkidle")
    assert not [url for url in came if re.search("older/./about", url)]
    page.locator(".ways > summary").click()
    story = page.locator("li[data-value=story]")
    expect(story.locator(".count")).to_have_text(re.compile(r"[1-9]"))
    number = story.locator(".count").inner_text()
    story.get_by_role("checkbox").check()
    expect(page.get_by_role("status")).to_have_text(f"Results: {number}")
