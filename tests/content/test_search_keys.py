"""The key: what has one sound and one stem has one key, and Python and JavaScript make the same one."""

import json
from pathlib import Path
from typing import Any

import pytest

from gazette.content.markup import convert
from gazette.content.search_keys import SearchKeys
from gazette.render.search import plain
from tests.support.sites import PROJECT

KEYS = SearchKeys(json.loads((PROJECT / "theme/search/key.json").read_text("utf-8")))
TRICKY = """
ρολόι ρολοι ΡΟΛΟΪ Μάιος Μαΐου προϋπόθεση γάιδαρος αϋπνία ευχή εὐχή αυγό αύριο Εύβοια Ηύρα υιός άγχος έλεγξα
ΠΕΙΡΑΙΆΣ πειραιασ ς σ Σ ΟΔΥΣΣΕΎΣ ὀδός ᾠδή ΐ ΰ Ϊ Ϋ ﬁne ½ x² İstanbul ISTANBUL straße
co-Athens Admin4All 2021 2ος COVID-19 8essaloniki
κι’ αν γι' αυτό l’été naïve Ωμέγα Ω Å １２３ ٢٠٢١ السلام عليكم
مَدْرَسَة مدرسه لاجئين اللاجئين كتاب کتاب می‌روم مي روم هٔ ة ى ی ؤ ئ أ إ آ ٱ
a_b _ — … 🙂 न हि 中文 кириллица ij ǆ
Α.Μ.Κ.Α. Wi‑Fi e-mail 15.000 12/3/2021 +30(210)52-77.000 ΕΛ.ΣΤΑΤ. O’Connor R&D Салоніках здоров'я Μιχαήλ Hράκλειο
"""


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("Αθήνα ΑΘΗΝΑ Αθήνας Αθηνών Athina", "aqin"),
        ("πρόσφυγας πρόσφυγες προσφύγων ΠΡΟΣΦΥΓΕΣ prosfyges", "prosfig"),
        ("δήμος δήμου δήμων ΔΗΜΟΣ dimos", "dim"),
        ("Ιωάννινα Ιωαννίνων ioannina", "ioanin"),
        ("Θεσσαλονίκη θεσαλονικη Θεσσαλονίκης 8essaloniki thessaloniki", "qesalonik"),
        ("Χανιά Χανίων Chania Hania Xania", "xan"),
        ("ένταξη ένταξης ΕΝΤΑΞΗ entaxi edaxi", "edax"),
        ("ποδόσφαιρο ποδοσφερο podosfairo", "podosfer"),
        ("ευκαιρία ευκαιρίες efkairia eukeria", "efker"),
        ("ίδρυμα ιδρύματος ιδρυμάτων", "idrim"),
        ("مدرسة مَدْرَسَة المدرسة مدرسه", "مدرسه"),
        ("کتاب كتاب", "كتاب"),
        ("ευρωπαϊκό ευρωπαικό ΕΥΡΩΠΑΪΚΗ ΕΥΡΩΠΑΙΚΟ evropaiko eyrwpaikos europaiko", "evropek"),
        ("Αθηναϊκός αθηναικο athinaiko", "aqinek"),
        ("προϋπολογισμός προυπολογισμος ΠΡΟΫΠΟΛΟΓΙΣΜΟΣ proypologismos", "prupologism"),
        ("νοηματική noimatiki νοιματικη", "nimatik"),
        ("πρωινού πρωϊνό proino prwino", "prin"),
        ("Μιχαήλ Michail Mixail", "mixel"),
        ("Салоніки Салоніках Σαλονίκη Salonica", "salonik"),
        ("Карта картами", "kart"),
        ("Hράκλειο Ηράκλειο", "irakl"),
        ("1η 1ος 1ης 1st 01 １ ١", "1"),
    ],
)
def test_one_sound_has_one_key(words: str, key: str) -> None:
    assert set(KEYS.of_text(words)) == {key}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ο Α.Μ.Κ.Α. και", "Ο ΑΜΚΑ και"),
        ("Μ. Κ. Ο. εδώ", "ΜΚΟ εδώ"),
        ("δωρεάν Wi-Fi", "δωρεάν Wi Fi WiFi"),
        ("e-mail/Skype", "mail email Skype"),
        ("15.000, 15 000", "15 000 15000 15 000 15000"),
        ("12/3/2021 2021-03-12", "12 3 2021 20210312 2021 03 12 20210312"),
        ("τηλ. (210) 52-77.000", "τηλ 210 52 77 000 2105277000"),
        (
            "https://www.example.org/a-very-long-address/of-a-page",
            "https www example org wwwexampleorg very long address averylongaddress of page ofapage",
        ),
    ],
)
def test_what_signs_part_counts_in_parts_and_whole(text: str, words: str) -> None:
    assert " ".join(KEYS.words(text)) == words


def test_different_words_keep_different_keys() -> None:
    words = "Αθήνα Άγιος Δέλτα Ηράκλειο Θεσσαλονίκη Ιωάννινα Καλαμαριά Καρδίτσα Κατερίνη Λάρισα Πειραιάς Τήλος Χανιά"
    assert len(set(KEYS.of_text(words))) == len(words.split())


def texts() -> list[str]:
    """Every text of the real content and of the good site, and words that are hard to read alike."""
    places = [PROJECT / name for name in ("content", "members", "newsletters", "tests/sites/good", "theme/strings")]
    files = [path for place in places for path in sorted(place.rglob("*")) if path.suffix in (".md", ".yml")]
    read = [path.read_text("utf-8") for path in files]
    return [*read, *(text.upper() for text in read), *TRICKY.split(), TRICKY]


def test_javascript_makes_the_same_keys(searching: Any, real_site: Path) -> None:
    given = texts()
    assert len(given) > 200
    searching.goto("search/")
    theirs = searching.evaluate(
        """async (texts) => {
            const { keys, soundOf, words } = await import(document.querySelector("script[type=module]").src);
            return texts.map((text) => [...keys(text), ...words(text).map(soundOf)]);
        }""",
        given,
    )
    ours = [[*KEYS.of_text(text), *map(KEYS.sound, KEYS.words(text))] for text in given]
    pairs = [pair for mine, other in zip(ours, theirs, strict=True) for pair in zip(mine, other, strict=False)]
    different = [pair for pair in pairs if pair[0] != pair[1]]
    assert different == []
    assert ours == theirs


def test_what_is_searched_of_a_text_has_no_marks() -> None:
    """Neither the number of a footnote at its word, nor words that were struck out."""
    html = convert("Το φεστιβάλ[^1] την ~~Παρασκευή~~ Κυριακή.\n\n[^1]: Στον *Βόλο*.").html
    assert plain(html) == ["Το φεστιβάλ την Κυριακή.", "Στον Βόλο."]
