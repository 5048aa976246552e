"""Both orders hold all that is on record of a practice, and a text of it can be pasted as it is."""

import pytest

from gazette.content.model import Kind
from gazette.render.lookup import Lookup
from gazette.render.practice_records import ORDERS, as_text, fields_in, parts_of
from tests.support.contexts import context

WEB = "https://x.example/stories/x/"


def parts(slug: str, kind: Kind = Kind.STORY, language: str = "en") -> dict[str, str]:
    given = context("real")
    item = given.library.get(kind, slug)
    assert item
    return dict(parts_of(Lookup(given.library, given.words[language]), item, WEB))


@pytest.mark.parametrize("order", ORDERS)
def test_an_order_leaves_nothing_out(order: str) -> None:
    wanted = {part for _, _, parts in ORDERS[order] for part in parts}
    assert wanted == set(parts("ioannina-masks-and-council"))
    names = [name for name, _, _ in ORDERS[order]]
    assert len(names) == len(set(names))


def test_the_intercultural_cities_ask_in_their_own_order() -> None:
    headings = [heading for _, heading, _ in ORDERS["icc"]]
    asked = ["Purpose", "Stimulus/Rationale", "Process", "Impact"]
    assert [heading for heading in headings if heading in asked] == asked


@pytest.mark.parametrize("order", ORDERS)
def test_a_text_says_what_is_on_record_under_its_headings(order: str) -> None:
    found = parts("ioannina-masks-and-council")
    text = as_text(ORDERS[order], found)
    assert "565 fabric masks for the social grocery" in text
    assert WEB in text
    filled = [heading for _, heading, words in fields_in(ORDERS[order], found) if words]
    assert [line for line in text.split("\n") if line in filled] == filled
    assert "Stimulus" not in text, "the need is not on record, so nothing stands for it"


def test_a_paragraph_is_one_line_since_forms_keep_the_ends_of_lines() -> None:
    found = parts("neapoli-sykies-entrepreneurship", language="el")
    assert f"\n1. {'Η υπηρεσία κοινωνικής προστασίας'}" in as_text(ORDERS["icc"], found)
    assert max(map(len, as_text(ORDERS["icc"], found).split("\n"))) > 100


def test_of_a_joint_action_it_is_said_who_held_it_and_when() -> None:
    found = parts("ministry-consultation-2020", Kind.EVENT)
    assert found["organisers"] == "Organiser: Cities Network for Integration"
    assert found["period"] == "16 December 2020"


@pytest.mark.parametrize("order", ORDERS)
def test_whom_to_ask_is_the_office_alone_and_is_left_out_without_one(order: str) -> None:
    found = parts("tripoli-quarantine-monologues")
    assert "UNHCR" in found["partners"]
    assert found["office"] == ""
    assert {name: words for name, _, words in fields_in(ORDERS[order], found)}["contact"] == ""
    assert "\nContact\n" not in as_text(ORDERS[order], found)
    assert as_text(ORDERS[order], found).count(found["partners"]) == 1
    asked = {**found, "office": "Office for newcomers"}
    assert "\nContact\nOffice for newcomers\n" in as_text(ORDERS[order], asked)
