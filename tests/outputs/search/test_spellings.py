"""A text is found however it is written: each line of TEXTS is a page of a small index, asked in a real browser."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from gazette.content.search_keys import SearchKeys
from gazette.engines import search
from gazette.render.search import VOCABULARY, SearchRecord, facets_of, record_html, table, vocabulary, words_of
from gazette.theme import read_theme
from tests.support.sites import PROJECT
from tools.viewing import browse

TEXTS = {
    "amka": "Για τον Α.Μ.Κ.Α. χρειάζεται διαβατήριο",
    "deya": "Η ΔΕΥΑΚ ενημερώνει",
    "elstat": "Στοιχεία της ΕΛ.ΣΤΑΤ.",
    "mko": "Δώδεκα Μ. Κ. Ο. συμμετέχουν",
    "wifi": "Δωρεάν Wi-Fi στο δημαρχείο",
    "email": "Στείλτε e-mail",
    "follow": "A followup visit",
    "people": "Ήρθαν 15.000 άνθρωποι",
    "budget": "A budget of 6,250,000 euros",
    "phone": "Καλέστε στο 210 527-7000",
    "mobile": "Ή στο +30 6900000000",
    "date": "Έγινε στις 12/3/2021",
    "iso": "Starts on 2022-07-09",
    "first": "Η 1η συνάντηση",
    "third": "Στο 17ο Δημοτικό",
    "mixed": "Στο Hράκλειο και στη Pόδο",
    "office": "Το γραφείο Τύπου & R&D",
    "slash": "Η Δ/νση παιδείας",
    "apostrophe": "Η οικογένεια O’Connor",
    "europe": "ευρωπαϊκό",
    "coffee": "Οδός Γαϊδουρονησίου",
    "train": "προϋπολογισμός",
    "sleep": "αϋπνία",
    "clock": "ρολόι",
    "intangible": "άυλος τίτλος",
    "deaf": "νοηματική",
    "morning": "πρωινό",
    "heroic": "ηρωικός",
    "michael": "Μιχαήλ",
    "louisa": "Λουίζα",
    "quince": "κυδώνι",
    "soft": "συνερ\u00adγασία",
    "capital": "ΧΑΪΔΑΡΙ",
    "athens": "Αθήνα",
    "health": "ψυχολόγος",
}
ASKED = {
    "amka": "ΑΜΚΑ αμκα Α.Μ.Κ.Α α.μ.κ.α. amka",
    "deya": "Δ.Ε.Υ.Α.Κ. ΔΕΥΑΚ deyak",
    "elstat": "ΕΛΣΤΑΤ ελ.στατ elstat",
    "mko": "ΜΚΟ Μ.Κ.Ο. mko",
    "wifi": "wifi wi-fi WiFi Wi‑Fi",
    "email": "email e-mail E-MAIL",
    "follow": "follow-up followup",
    "people": "15000 15.000 15,000",
    "budget": "6250000 6.250.000",
    "phone": "2105277000 210-5277000 210.527.7000",
    "mobile": "6900000000 00306900000000 +306900000000",
    "date": "12/3/2021 12.03.2021 12-3-2021 2021-03-12",
    "iso": "9/7/2022 2022-07-09 09.07.2022",
    "first": "1ος 1ης 1st",
    "third": "17ος 17th",
    "mixed": "Ηράκλειο irakleio Ρόδο rodo",
    "office": "RD r&d",
    "slash": "δνση Δ/νση",
    "apostrophe": "OConnor O'Connor oconnor",
    "europe": "ευρωπαικο ΕΥΡΩΠΑΙΚΟ evropaiko eyrwpaiko ευρωπαϊκη",
    "coffee": "γαιδουρονησιου gaidouronisiou",
    "train": "προυπολογισμος ΠΡΟΥΠΟΛΟΓΙΣΜΟΣ proypologismos",
    "sleep": "αυπνια ΑΥΠΝΙΑ aypnia",
    "clock": "ρολοι ΡΟΛΟΪ roloi",
    "intangible": "αυλος ΑΥΛΟΣ aylos",
    "deaf": "νοηματικη noimatiki",
    "morning": "πρωϊνο proino prwino",
    "heroic": "ηρωικος ηρωϊκός iroikos",
    "michael": "μιχαηλ Mixail michail",
    "louisa": "λουιζα louiza",
    "soft": "συνεργασια",
    "capital": "Χαϊδάρι χαιδαρι xaidari",
    "athens": "auhna ΑΘHΝΑ Αθνηα",
    "health": "ψυχολγος ψψυχολόγος ψηχολόγος ψυχλόογος",
}
SPACED = [
    ("amka", "Α Μ Κ Α"), ("wifi", "wi fi"), ("follow", "follow up"), ("people", "15 000"), ("phone", "210 5277000"),
    ("mobile", "690 000 0000"), ("athens", "Au;hna"), ("wifi", "δωρεάνδημαρχείο"),
]  # fmt: skip
ASK = """async ([texts, most]) => {
    const { find, SETTINGS, Vocabulary } = await import("/search.js");
    const pagefind = await import("/pagefind/pagefind.js");
    await pagefind.options(SETTINGS);
    await pagefind.init();
    const read = async (name) => (await fetch(name)).json();
    const known = new Vocabulary(await read("/about.json"));
    const found = [];
    for (const text of texts) found.push((await find(pagefind, text, known)).slice(0, most));
    return found;
}"""


def _write(folder: Path) -> dict[str, str]:
    """A site of nothing but the search; gives the page behind each name of the index."""
    theme = read_theme(PROJECT / "theme", PROJECT, ("el", "en"))
    keys = SearchKeys(theme.key_tables)
    records = [
        SearchRecord(f"{name}/", "2021", {}, {}, (), (), {"el": (f"Σελίδα {name}", (text,), "")})
        for name, text in TEXTS.items()
    ]
    wanted: dict[str, tuple[str, Callable[[], str]]] = {
        f"{record.address}index.html": (record.address, partial(record_html, record, keys, str)) for record in records
    }
    bundle = search.index(folder / "work", wanted, VOCABULARY)
    made = {path: file.read_bytes() for path, (_, file) in bundle.files.items()}
    files = {f"site/pagefind/{path}": raw for path, raw in made.items()}
    files |= {"site/search.js": theme.static["search.js"], "site/index.html": b"<!doctype html><title>.</title>"}
    files["site/about.json"] = table(
        facets_of(records, bundle.identities), words_of(vocabulary(search.likeliest([bundle], VOCABULARY)), keys)
    )
    for path, raw in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(raw)
    return {identity: address.rstrip("/") for address, identity in bundle.identities.items()}


@pytest.fixture(scope="module")
def found(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[list[str]], list[list[str]]]]:
    """Asks each text, and gives the pages that it finds first."""
    folder = tmp_path_factory.mktemp("search")
    names = _write(folder)
    with browse.served(folder / "site") as (url,):
        page = chromium.new_page()
        page.goto(url)
        yield lambda texts: [[names[one] for one in ids] for ids in page.evaluate(ASK, [texts, 5])]
        page.context.close()


def test_what_is_written_in_one_way_is_found_in_any_other(found: Callable[[list[str]], list[list[str]]]) -> None:
    asked = [(name, text) for name, texts in ASKED.items() for text in texts.split()] + SPACED
    answers = found([text for _, text in asked])
    assert [
        (name, text, pages) for (name, text), pages in zip(asked, answers, strict=True) if pages[:1] != [name]
    ] == []
