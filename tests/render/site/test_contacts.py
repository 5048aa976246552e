"""A member's page: whom to contact, which services there are, and what is said where nothing is on record."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

NORTH = "members/north/index.html"


def section(page: Path, name: str) -> str:
    found = re.search(rf'<section class="reach" id="{name}">.*?</section>', page.read_text("utf-8"), re.DOTALL)
    assert found, f"{page}: {name}"
    return found.group()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).replace("\xa0", " ").split())


def described(page: Path) -> Any:
    data = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    assert data
    return json.loads(data.group(1))["@graph"][0]


def test_the_office_is_one_press_away(good_site: Path) -> None:
    contact = section(good_site / NORTH, "contact")
    assert '<a href="tel:+302310000000"><bdi>+30 2310 000000</bdi></a>' in contact
    assert '<a href="mailto:office@north.example">office@north.example</a>' in contact
    assert '<a href="https://north.example/integration/">north.example/integration</a>' in contact
    assert words(contact).startswith("Με ποιον επικοινωνείτε Κοινωνική υπηρεσία του Δήμου +30 2310 000000")
    assert "Διεύθυνση: Οδός Παραδείγματος 1, 2ος όροφος Ωράριο: Δευτέρα έως Παρασκευή, 9:00–14:00" in words(contact)
    assert words(contact).endswith("Επιβεβαιώθηκε: Νοέμβριος 2026")


def test_services_say_their_languages_and_how_far_they_are_known(good_site: Path) -> None:
    services = section(good_site / NORTH, "services")
    first, second = re.findall(r"<li>.*?</li>", services, re.DOTALL)
    assert words(first) == (
        "Μαθήματα ελληνικής γλώσσας Μαθήματα για ενηλίκους Δωρεάν, για όλους. +30 2310 000009"
        " Διεύθυνση: Δημοτική βιβλιοθήκη Γλώσσες: Αραβικά, Ουκρανικά Επιβεβαιώθηκε: Οκτώβριος 2026"
    )
    assert "Δεν έχει επιβεβαιωθεί από τότε." in words(second)
    assert "Πηγή:" in words(second)


@pytest.mark.parametrize(("root", "spoken"), [("en/", "Arabic, Ukrainian"), ("ar/", "العربية, الأوكرانية")])
def test_what_a_language_does_not_say_another_does_and_is_marked(good_site: Path, root: str, spoken: str) -> None:
    services = section(good_site / root / NORTH, "services")
    assert spoken in words(services)
    assert re.search(r'<h3 lang="el" dir="auto">Συμβούλιο των Βορείων</h3>', services)
    if root == "ar/":
        office = section(good_site / root / NORTH, "contact")
        assert re.search(r'<p class="reach-office" lang="el" dir="auto">Κοινωνική υπηρεσία του Δήμου</p>', office)


def test_machines_are_told_what_someone_made_sure_of(good_site: Path) -> None:
    found = described(good_site / "en" / NORTH)
    assert found["@type"] == "GovernmentOrganization"
    assert found["sameAs"] == "https://north.example/"
    assert found["contactPoint"] == {
        "@type": "ContactPoint", "name": "Social services of the municipality", "telephone": "+302310000000",
        "email": "office@north.example", "url": "https://north.example/integration/",
    }  # fmt: skip
    offered = [offer["itemOffered"] for offer in found["makesOffer"]]
    assert [service["name"] for service in offered] == ["Lessons for adults"], "the council is not confirmed"
    assert offered[0]["availableChannel"]["availableLanguage"] == ["ar", "uk"]


def test_where_nothing_is_on_record_one_line_says_so_and_how_to_ask(good_site: Path) -> None:
    page = good_site / "en/members/south/index.html"
    contact = section(page, "contact")
    assert words(contact) == (
        "Whom to contact It is not on record yet which office of the municipality answers residents."
        " No integration services are on record either. Ask at the town hall. How to ask"
    )
    assert 'href="../../about/contact/">How to ask' in contact
    assert 'id="services"' not in page.read_text("utf-8")
    assert "contactPoint" not in described(page)


def test_the_open_data_tell_of_the_office(good_site: Path) -> None:
    found = json.loads((good_site / "data/members.json").read_text("utf-8"))["records"]
    north = next(record for record in found if record["id"] == "north")
    assert north["contact_phone"] == "+30 2310 000000"
    assert north["contact_confirmed"] == "2026-11"
    assert north["contact_office"]["en"] == "Social services of the municipality"
    assert north["services"]["el"] == ["Μαθήματα για ενηλίκους", "Συμβούλιο των Βορείων"]
