"""Words of another alphabet are marked with their language, and nothing else is touched."""

import re
from pathlib import Path

import pytest

from gazette.render.language_marks import LanguageMarker

GREEK_AND_ENGLISH = LanguageMarker(["el", "en"])


@pytest.mark.parametrize(
    ("language", "text", "marked"),
    [
        ("el", "Στο πρόγραμμα Curing the Limbo, στην Αθήνα", 'πρόγραμμα <bdi lang="en">Curing the Limbo</bdi>, στην'),
        ("el", "It could be me – It could be you", '<bdi lang="en">It could be me – It could be you</bdi>'),
        ("el", "new media voices, practices and more", '<bdi lang="en">new media voices, practices and more</bdi>'),
        ("en", "The word Δήμος is Greek", 'word <bdi lang="el">Δήμος</bdi> is'),
        ("en", "Stories: Νέα Φιλαδέλφεια – Νέα Χαλκηδόνα", '<bdi lang="el">Νέα Φιλαδέλφεια – Νέα Χαλκηδόνα</bdi>'),
        ("el", "<Curing the Limbo>", '&lt;<bdi lang="en">Curing the Limbo</bdi>&gt;'),
    ],
)
def test_a_run_of_foreign_words_is_marked(language: str, text: str, marked: str) -> None:
    assert marked in GREEK_AND_ENGLISH.marked(text, language)


@pytest.mark.parametrize(
    "text", ["HELIOS και REACT", "ESTIA II", "Admin4All", "το Zoom", "CIAK MigrAction", "Δήμος", ""]
)
def test_one_name_and_acronyms_belong_to_no_language(text: str) -> None:
    assert GREEK_AND_ENGLISH.marked(text, "el") == text


def test_tags_and_signs_are_passed_over() -> None:
    html = '<p title="Curing the Limbo > more words">Ένα <a href="a b">&nbsp;&amp; β</a></p>'
    assert GREEK_AND_ENGLISH.marked_html(html, "el") == html


def test_more_scripts_and_the_first_language_of_each() -> None:
    language_marker = LanguageMarker(["el", "en", "fr", "ar"])
    assert language_marker.marked("مدن: Νότος, Two Words", "ar") == (
        'مدن: <bdi lang="el">Νότος</bdi>, <bdi lang="en">Two Words</bdi>'
    )
    assert language_marker.marked("Une école Νότος", "fr") == 'Une école <bdi lang="el">Νότος</bdi>'
    assert language_marker.marked("Δήμος और नगर", "el") == "Δήμος और नगर"


def test_a_site_in_one_alphabet_has_nothing_to_mark() -> None:
    assert LanguageMarker(["en", "fr"]).marked("<b> Δήμος", "en") == "&lt;b&gt; Δήμος"


def test_names_are_marked_on_the_pages(real_site: Path) -> None:
    pages = {
        "about/glossary/": '<span class="full-name"><bdi lang="en">Emergency Support to Integration and Accommodation',
        "stories/programme/estia/": '<p class="full-name"><bdi lang="en">Emergency Support',
        "stories/athens-city-together/": '<bdi lang="en">Athens Niroo Community</bdi>',
        "stories/": '<bdi lang="en">Curing the Limbo</bdi></a>',
    }
    for address, wanted in pages.items():
        assert wanted in (real_site / address / "index.html").read_text("utf-8"), address


def test_tables_of_marked_texts_stay_tables(good_site: Path) -> None:
    page = (good_site / "stories/garden/index.html").read_text("utf-8")
    assert re.search(r'<div class="wide" role="region"[^>]*><table>', page)
    assert "&lt;table" not in page
