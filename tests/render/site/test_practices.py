"""The practice on its page, and the library with its facets, as a small site shows them."""

import json
import re
from pathlib import Path

import pytest

from gazette.render.site.practices import found_by, practice_addresses
from tests.support.contexts import context
from tests.support.sites import build

STORY = "content/stories/garden"
FACTS = """practice:
  audiences: [refugees, residents]
  start: 2026-02
  end: 2026-03
  staff: 3
  cost:
    amount: 1250
    year: 2026
  results:
    - name: plants
      figure: 1400.5
  phone: +30 210 0000000
  confirmed: 2026-10
"""
WORDS = """practice:
  need: Few knew each other.
  steps:
    - The municipality gave a plot.
    - Residents planted it.
  results:
    - name: plants
      unit: young plants
  difficulties: It rained.
  lessons: Begin in autumn.
  office: Social services
"""


@pytest.fixture
def site(root: Path, tmp_path: Path) -> Path:
    facts, text = root / STORY / "story.yml", root / STORY / "en.md"
    facts.write_text(facts.read_text("utf-8") + FACTS, "utf-8")
    text.write_text(text.read_text("utf-8").replace("---\n\nR", f"{WORDS}---\n\nR"), "utf-8")
    profile = root / "members/athens/profile.yml"
    people = "population:\n  figure: 643452\n  source:\n    title: Census of 2021\n"
    profile.write_text(profile.read_text("utf-8") + people, "utf-8")
    assert build(root, tmp_path / "out") == 0
    return tmp_path / "out"


def text_of(page: Path) -> str:
    section = re.search(r'<section class="practice".*?</section>', page.read_text("utf-8"), re.DOTALL)
    assert section
    return " ".join(re.sub(r"<[^>]*>", " ", section.group()).replace("\xa0", " ").split())


def test_the_page_tells_all_that_is_on_record(site: Path) -> None:
    shown = text_of(site / "en/stories/garden/index.html")
    for words in (
        "Refugees Residents of the city", "February 2026 – March 2026", "Staff 3", "€1,250 (prices of 2026)",
        "Few knew each other.", "The municipality gave a plot. Residents planted it.", "1,400.5 young plants",
        "It rained.", "Begin in autumn.", "Social services +30 210 0000000 Confirmed: October 2026",
    ):  # fmt: skip
        assert words in shown
    assert "Not on record" not in shown, "it is complete"


def test_what_no_language_of_the_page_says_is_shown_in_the_other_and_marked(site: Path) -> None:
    page = (site / "stories/garden/index.html").read_text("utf-8")
    assert '<ol class="steps" lang="en" dir="auto">' in page


def test_the_library_has_a_list_for_each_facet(site: Path) -> None:
    lists = {path.parent.relative_to(site / "practices").as_posix() for path in site.glob("practices/**/index.html")}
    assert lists == {
        ".", "theme/city-life", "for/refugees", "for/residents", "size/large", "cost/known", "record/complete",
    }  # fmt: skip
    page = (site / "en/practices/cost/known/index.html").read_text("utf-8")
    assert 'href="../../../stories/garden/#practice"' in page
    assert '<a href="../../record/complete/">Complete</a>' in page


def test_nothing_is_needed(root: Path, tmp_path: Path) -> None:
    """A practice without a word: its page says what is missing, and where to tell it."""
    facts = root / STORY / "story.yml"
    facts.write_text(facts.read_text("utf-8") + "practice: {}\n", "utf-8")
    assert build(root, tmp_path / "out") == 0
    page = tmp_path / "out/en/stories/garden/index.html"
    assert "Not on record yet: need, for whom, steps, period, staff, cost, results, difficulties, what" in text_of(page)
    assert 'href="../../about/contact/">Tell us what you know.' in page.read_text("utf-8")


def test_without_practices_there_is_an_empty_library_and_no_facet(root: Path, tmp_path: Path) -> None:
    assert build(root, tmp_path / "out") == 0
    lists = [path.relative_to(tmp_path / "out").as_posix() for path in tmp_path.glob("out/practices/**/index.html")]
    assert lists == ["practices/index.html"]
    assert json.loads((tmp_path / "out/data/practices.json").read_text("utf-8"))["records"] == []


def test_all_stories_and_joint_actions_of_the_network_are_practices() -> None:
    library = context("real").library
    assert len(library.practices) == 13
    ways = {(name, value): len(items) for name, value, items in found_by(library)}
    assert ways["cost", "unknown"] == ways["record", "incomplete"] == 13, "no cost is on record"
    assert not [value for name, value in ways if name == "size"], "no population is on record"
    assert "practices/for/refugees/" in set(practice_addresses(library))
