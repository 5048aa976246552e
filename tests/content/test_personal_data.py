"""Numbers and addresses of persons, offices in the place of persons, words that may tell who a child is.

All names and numbers are made up or are published examples (ISO 13616, card networks' test numbers).
"""

from __future__ import annotations

import sys

import pytest

from gazette.content import identifying, offices, personal_data, private_urls
from gazette.content.items.texts import with_cells_apart
from gazette.content.markup import convert

TOLD = {
    "personal-phone": [
        "6944123456",
        "694 412 3456",
        "694.412.3456",
        "694-412-3456",
        "6 9 4 4 1 2 3 4 5 6",
        "+30 694 4123456",
        "+306944123456",
        "0030 694 412 3456",
        "(+30) 6944 123456",
        "69**44**123456",
        "&#54;944123456",
        "٦٩٤٤١٢٣٤٥٦",
        "６９４４１２３４５６",
        "6\xa0944\xa0123\xa0456",
        "694‑412‑3456",
        "| Μαρία | 6944123456 |",
        "[τηλέφωνο](tel:6944123456)",
        "[τηλέφωνο](tel:+302441012345)",
        "`6944123456`",
        "2310 123456",
        "210-1234567",
        "24410 12345",
        "(210) 123 4567",
        "τηλ. 24410-12345",
        "Tel.: 24410 12 345",
        "+49 170 1234567",
        "call 07911 123456",
        "https://wa.me/306944123456",
        "viber://chat?number=%2B306944123456",
        "6️⃣9️⃣4️⃣4️⃣123456",
        "κιν6944123456",
        "mob6944123456",
        "6944123456μ",
        "6944, 12, 34, 56",
        "τηλ. 694,412,3456",
        "⁶⁹⁴⁴¹²³⁴⁵⁶",
        "⑥⑨④④①②③④⑤⑥",
        "₆₉₄₄₁₂₃₄₅₆",
        "τηλ. 694412345O",
        "τηλ 694412345Ο",
        "https://example.org/6944123456",
        "69 44 12 34 56",
        "210 200 2020",
        "30 2310 123456",
        "2310 12 34 56",
        "(2310) 123-456",
        "τηλ. 2310-2320-23",
        "6944 123 456, 6977 123 456",
        "2310 123456 – 2310 123457",
    ],
    "personal-card": [
        "4111 1111 1111 1111",
        "4111111111111111",
        "5500-0000-0000-0004",
        "3782 822463 10005",
    ],
    "personal-amka": [
        "ΑΜΚΑ 01018012347",
    ],
    "personal-afm": [
        "ΑΦΜ 123456789",
        "ΑΦΜ: 090000045",
        "VAT EL090000045",
        "090000045",
    ],
    "personal-iban": [
        "GR16 0110 1250 0000 0001 2300 695",
        "GR1601101250000000012300695",
        "DE89370400440532013000",
        "gb29 nwbk 6016 1331 9268 19 and more",
        "IBAN GR16 0110 1250 0000 0001 2300 696",
        "ΓΡ16 0110 1250 0000 0001 2300 695",
    ],
    "personal-papers": [
        "Α.Δ.Τ. ΑΒ 123456",
        "αριθμός διαβατηρίου: ΑΕ1234567",
        "passport no. AE1234567",
    ],
    "personal-mail": [
        "maria@gmail.com",
        "maria (at) gmail.com",
        "maria [at] gmail [dot] com",
        "maria at gmail dot com",
        "maria&#64;gmail.com",
        "[γράψτε](mailto:info@karditsa.gr)",
        "mar*ia*@gmail.com",
    ],
    "address-with-password": [
        "https://name:secret@host.gr/x",
    ],
    "address-look-alike": [
        "https://www.раypal.com/",
        "https://аррӏе.com/",
        "https://www.xn--pypal-4ve.com/login",
        "[το πρόγραμμα](https://kαrditsa.gr/)",
        "https://www.κаρδίτσα.gr/",
    ],
    "address-with-key": [
        "https://host.gr/x?token=abcdef123",
        "https://host.gr/?key=AIzaSyA1b2c3d4e5f6g7",
        "https://host.gr/?pass=summer",
        "https://host.gr/?otp=123456",
        "https://host.gr/?code=4a0AfJohXyz12345678",
        "https://host.gr/x?X-Amz-Signature=abcdef1234567890",
        "https://host.gr/?pwd=1234",
    ],
    "address-local": [
        "http://localhost:8000/x",
        "http://127.0.0.1/",
        "http://10.0.0.4/a",
        "https://192.168.1.20/",
        "http://172.20.1.1/x",
        "http://[::1]:8000/",
        "http://[fe80::1]/",
        "http://nas.local/x",
        "http://files.internal/",
        "http://2130706433/",
        "file:///C:/Users/x",
        "\\\\server\\share\\x",
        "https://intranet/x.html",
        "192.168.1.20",
    ],
}
"""Rule → texts that break it, in whatever form: spaced, dotted, in bold, as entities, in other digits, in links."""
LEFT_ALONE = [
    "https://www.δήμος-καρδίτσας.ελ/",
    "https://www.правда.укр/",
    "https://xn--jxalpdlp.xn--hxajbheg2az3al/",
    "https://xn--99999999.gr/",
    "20.000 άνθρωποι",
    "20,000 people",
    "2020-10-21 18:00",
    "21/10/2020",
    "21.10.2020 – 22.10.2020",
    "21.10.2020-22.10.2020",
    "21-10-2020 18.00-20.00",
    "ISBN 978-960-16-1234-5",
    "ISBN 9789601612345",
    "2019-2020, 2020-2021, 2021-2022",
    "€ 6.944.123.456",
    "6.944.123.456 ευρώ",
    "2.310.123.456 ευρώ",
    "1.234.567.890",
    "Law 3852/2010, ΦΕΚ 1234/Β/2020",
    "39.366667, 21.921389",
    "112, 1555, 11525",
    "MIS 5003456",
    "100.000.000",
    "https://www.kathimerini.gr/society/561234567/title",
    "https://www.facebook.com/events/693456789012345",
    "https://medium.com/@maria.p/x",
    "https://zoom.us/j/123456789?pwd=abcdefgh",
    "https://example.org/?q=token",
    "we looked at example.com yesterday",
    "Follow @athens on Twitter",
    "2020/2021 10:00-12:00 1.2.3.4",
    "18.000 – 20.000 – 22.000",
    "ΚΥΑ 13411/2019 (ΦΕΚ 2454/Β/24.06.2019)",
    "65 years, 1 000 000 people",
    "1 234 567 people",
    "| Year | People |\n|---|---|\n| 2019 | 210 |\n| 2020 | 230 |",
    "| 211000 | 2011 |",
    "- 2019: 234567\n- 2020: 345678",
    "- 2310\n- 234567",
    "1. 694\n2. 412\n3. 3456",
    "2310\n234567",
    "234567 (2020)",
    "2310-2320-2330",
    "2310 2320 2330",
    "23 24 25 26 27 28 29 30",
    "69 70 71 72 73 74 75",
    "ΕΣΠΑ 2310-2020-15",
    "αρ. πρωτ. 6944123456",
    "αρ. πρωτ.: 2310202015",
    "MIS 6944123456",
    "210, 234, 5678",
    "23.456 (2019), 24.567 (2020)",
    "σελ. 231-232, 233-2345",
    "https://example.org/?key=municipality-of-athens",
    "https://example.org/?code=el",
]


@pytest.mark.parametrize("text", [text for texts in TOLD.values() for text in texts])
def test_it_is_told(text: str) -> None:
    hits = personal_data.found(f"A word before.\n\n{text}")
    assert hits, "nothing was found"
    assert text in TOLD[hits[0].rule]
    for hit in hits:
        digits = "".join(sign for sign in hit.shown if sign.isdigit())
        assert hit.rule.startswith("address-") or len(digits) <= 6, "a report never shows it whole"
        assert hit.offset >= len("A word before.\n\n"), "the place is the one in what was written"


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_it_is_left_alone(text: str) -> None:
    assert personal_data.found(text) == []


def test_what_a_field_declares_may_be_repeated() -> None:
    official = frozenset(map(personal_data.plainly, ("+30 24410 00000", "Info@Karditsa.example")))
    assert personal_data.found("Call 2441000000 or write to info@karditsa.example.", official) == []
    assert personal_data.found("Call 2441000001.", official) != []


@pytest.mark.parametrize("start", ["1 ", "4 ", "GR16 ", "69", "http://a ", "a@", "&#54;", "12345678 ", "a.", "(at) "])
def test_no_text_takes_long(start: str) -> None:
    """Counted and not timed: a text twice as long may take at most some three times as many steps."""

    def steps(size: int) -> int:
        taken = 0

        def count(*_: object) -> None:
            nonlocal taken
            taken += 1

        sys.setprofile(count)
        try:
            personal_data.found(start * (size // len(start)))
        finally:
            sys.setprofile(None)
        return taken

    assert steps(4000) <= 3 * steps(2000) + 500


LOCAL = [
    "localhost", "a.localhost", "127.1", "0x7f.1", "2130706433", "10.1.2.3", "172.31.0.1", "169.254.1.1", "nas.local",
    "server", "x.internal", "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "0.0.0.0",
]  # fmt: skip
OPEN = ["example.org", "172.32.0.1", "192.169.1.1", "local.example.org", "8.8.8.8", "2001:4860:4860::8888"]


def test_hosts_of_a_network_at_home() -> None:
    assert [host for host in LOCAL if not private_urls.is_local(host)] == []
    assert [host for host in OPEN if private_urls.is_local(host)] == []


OFFICES = [
    "Υπεύθυνη προστασίας δεδομένων",
    "Υπεύθυνος Προστασίας Δεδομένων",
    "Αντιδημαρχία Κοινωνικής Πολιτικής",
    "Data protection officer",
    "Communications office, Municipality of Karditsa",
    "Integration office",
    "Integration office, Karditsa",
    "Γραφείο ένταξης",
    "Γραφείο Ένταξης Μεταναστών, Δήμος Νεάπολης – Συκεών",
    "Γραφείο Τύπου του Δήμου Αγίου Δημητρίου",
    "Δήμος Παύλου Μελά, Γραφείο Κοινωνικής Πολιτικής",
    "ΚΕΜ Καρδίτσας",
    "Κ.Ε.Μ. Λάρισας",
    "ACCMR",
    "UNHCR",
    "Κέντρο Κοινότητας Τρικκαίων",
    "Κέντρο Ένταξης Μεταναστών (ΚΕΜ), Νέα Φιλαδέλφεια",
    "Integration office, Nea Filadelfeia",
    "Social services department, Agios Dimitrios",
    "Της Υπεύθυνης Επικοινωνίας",
    "Του Τμήματος Προστασίας Δεδομένων",
    "Διεύθυνσης Κοινωνικής Προστασίας",
    "Office of the Deputy Mayor for Social Policy",
    "Municipality of Pavlos Melas, social services",
    "Δήμος Ιωαννιτών",
    "Municipality of Ioannina",
    "Τμήμα Κοινωνικής Ένταξης, Περιφέρεια Δυτικής Μακεδονίας",
    "Legal department",
    "DPO",
    "DPO, Karditsa",
    "Γραφείο Δημάρχου",
    "Δομή φιλοξενίας ασυνόδευτων ανηλίκων",
    "Αναπτυξιακή Καρδίτσας",
    "2ο Γυμνάσιο Καρδίτσας",
    "School no. 5, Athens",
    "Municipal library of Chania",
    "Coordination team, Cities Network",
    "Υπηρεσία Πρωτοκόλλου, Δήμος Ηρακλείου",
    "Head of social services",
]
PERSONS = [
    "Maria Papadopoulou",
    "Μαρία Παπαδοπούλου",
    "κ. Παπαδόπουλος",
    "κα Παπαδοπούλου, Γραφείο Ένταξης",
    "Μαρία Παπαδοπούλου, Γραφείο Ένταξης",
    "Integration office (Maria Papadopoulou)",
    "Γραφείο Ένταξης, Μ. Παπαδοπούλου",
    "Integration office, J. Smith",
    "Ms Papadopoulou, Integration office",
    "Integration office, 2441012345",
    "Γραφείο Ένταξης 694 412 3456",
    "Integration office, maria@karditsa.gr",
    "office (at) karditsa.gr",
    "Γραφείο Ένταξης – Μαρία Παπαδοπούλου",
    "Υπεύθυνη: Χρυσούλα Μπακιρτζή",
    "maria",
    "Μαρία",
    "Dr. Nina Paper",
    "Integration office Maria Papadopoulou",
    "Παπαδοπούλου Μαρία",
    "ΜΑΡΙΑ ΠΑΠΑΔΟΠΟΥΛΟΥ",
    "MARIA PAPADOPOULOU",
    "John Smith, data protection officer",
    "Η υπεύθυνη Μαρία Παπαδοπούλου",
    "κυρία Μαρία",
    "Nina Paper Cut",
    "Γιώργος",
]


@pytest.mark.parametrize("written", OFFICES)
def test_an_office_is_one(written: str) -> None:
    assert offices.fault(written) == ""


@pytest.mark.parametrize("written", PERSONS)
def test_a_person_is_none(written: str) -> None:
    assert offices.fault(written).startswith("office-")


TELLING = [
    "Η Νίνα Χάρτινη, 9 ετών, ζωγραφίζει.",
    "Nina Paper (9) paints.",
    "9-year-old Nina Paper paints.",
    "Nina Paper, 9, paints",
    "η 9χρονη Νίνα Χάρτινη",
    "η εννιάχρονη Νίνα Χάρτινη",
    "Η Νίνα Χάρτινη από τη Συρία είναι εννέα χρονών.",
    "nine-year-old Nina Paper",
    "Nina Paper, aged 9",
    "Nina Paper, who is nine years old",
    "Η Νίνα, 9 ετών",
    "Nina, 9 years old",
    "**Νίνα** *Χάρτινη*, 9 ετών",
    "Μένει στην οδό Ερμού 12.",
    "Λεωφόρος Βασιλίσσης Σοφίας 45, Αθήνα",
    "12 Ermou Street",
    "Ermou Street 12",
    "στην Ερμού 12",
    "Λεωφ. Αλεξάνδρας 12Α",
    "at Ermou 12",
    "Ερμού αρ. 12, οδός Ερμού αρ. 12",
    "rue Lepic 12",
    "Nina Paper, 9&nbsp;years old",
    "Nina P. (9)",
    "δεκατετράχρονος Ρένος Χάρτης",
]
TELLING_NO_ONE = [
    "Το εργαστήριο έγινε στις 12 Μαρτίου.",
    "Στην Καρδίτσα 12 παιδιά ζωγράφισαν.",
    "On March 12 they met.",
    "Τα παιδιά, 9 ετών, ζωγραφίζουν.",
    "Παιδιά 9 ετών ζωγράφισαν",
    "Ο Δήμος Καρδίτσας λειτουργεί 9 χρόνια",
    "Children aged 9 took part.",
    "The Municipality of Athens, 9 cities",
    "Το Δίκτυο Πόλεων ξεκίνησε το 2018 με 12 δήμους.",
    "The second workshop of the town library was full.",
    "Στο Μουσείο 200 έργα",
]


WHOLE = [
    "Η οκτάχρονη Αμίνα Χασάν μένει στην Ερμού 12.",
    "Ο Ομάρ Χασάν είναι 8 ετών.",
    "Omar Hasan is 12",
    "Omar Hasan is 12 years old.",
    "Omar Hasan, aged 12, paints",
    "Ομάρ Χασάν, 8",
    "Ομάρ Χασάν (8)",
    "Η Αμίνα Χασάν, που είναι 8,",
    "Η Αμίνα Χασάν είναι οκτώ",
    "Nina Paper, 12yo",
    "a twelve-year-old Nina Paper",
    "ο 10χρονος Ομάρ Χασάν",
    "η 10-χρονη Αμίνα Χασάν",
    "του 10χρονου Ομάρ Χασάν",
    "Η Νίνα Χάρτινη, ετών 8,",
    "Νίνα Χάρτινη, ηλικία: 8",
    "Νίνα Χάρτινη από τη Συρία είναι εννέα χρονών",
    "9-year-old Nina Paper",
    "η οκτάχρονη μαθήτρια\nΝίνα Χάρτινη",
    "| Ομάρ Χασάν | 8 |",
    "- Ομάρ Χασάν, 8\n- Μαρία Χάρτη, 9",
    "Nina Paper turned nine.",
    "Η Νίνα Χάρτινη, η εννιάχρονη",
    "Η 17χρονη Νίνα Χάρτινη",
    "Η Νίνα Χάρτινη, 9 ετών, ζωγραφίζει.",
    "**Νίνα** *Χάρτινη*, 9 ετών",
    "Nina Paper, who is nine years old",
    "ΑΜΙΝΑ ΧΑΣΑΝ, 8 ΕΤΩΝ",
    "Nina Paper, from Syria, aged 9",
]
"""Whole names beside a child's age."""
TELLING_TOO = [
    "Ο μικρός Ομάρ (8)",
    "Omar (12)",
    "γενν. 12/3/2012 Ομάρ Χασάν",
    "Ομάρ Χασάν, born 12/3/2012",
    "ο έφηβος Ομάρ Χασάν",
    "το βρέφος Ομάρ Χασάν",
    "μαθητής Ομάρ Χασάν",
    "- Ομάρ, 8",
    "Ομάρ, 8",
    "the pupil Omar Hasan",
    "η ανήλικη Αμίνα Χασάν",
    "Ομάρ, γενν. 12/3/2012",
    "Ομάρ είναι 8",
    "| Ομάρ | 8 |",
    "ο 20χρονος Ομάρ Χασάν",
]
"""What an office looks at where a child is told of, and no more."""
NO_CHILD = [
    "12 χρόνια Δήμος Αθηναίων",
    "η Αναπτυξιακή Καρδίτσας (15 χρόνια)",
    "η Αναπτυξιακή Καρδίτσα (15 χρόνια)",
    "Το πρόγραμμα Curing the Limbo, διάρκειας 3 ετών",
    "Curing Limbo (3 years)",
    "Νέα Φιλαδέλφεια (12)",
    "Άγιος Δημήτριος, 8,",
    "Παύλος Μελάς (4)",
    "Children aged 6-12 from Nea Smyrni",
    "παιδιά 12 ετών από τη Δυτική Θεσσαλονίκη",
    "Η Ύπατη Αρμοστεία, 10 χρόνια στην Ελλάδα",
    "η δεκάχρονη πορεία του Curing Limbo",
    "η δεκάχρονη συνεργασία με την Catholic Relief Services",
    "Maria Papadopoulou, mayor for 12 years",
    "Η Μαρία Παπαδοπούλου, δήμαρχος επί 8 έτη",
    "Maria Papadopoulou is 45 years old",
    "Ο Γιώργος Παππάς, 50 ετών",
    "The Mayor, Giorgos Pappas, 12 March",
    "Ο Νίκος Παππάς είναι 12 Μαρτίου",
    "Nikos Pappas, 12:30",
    "Nikos Pappas, 9-11",
    "Nina Paper is one of the founders",
    "Nina Paper is two of",
    "Η Μαρία Χάρτη είναι ένα από",
    "Η Μαρία Χάρτη είναι μία από",
    "Maria Papa was one, of many",
    "Maria Papadopoulou turned 12 rooms",
    "Giorgos Pappas is 12 km away",
    "ο 20χρονος Ομάρ Χασάν",
    "Η Μαρία Χάρτη, στα 15 χρόνια της λειτουργίας",
    "Maria Papa, Section 9",
    "City Network, 9, Athens",
]


@pytest.mark.parametrize("text", WHOLE)
def test_a_name_beside_a_childs_age(text: str) -> None:
    assert identifying.whole(text)
    assert [hit for hit in identifying.told(text) if hit.is_whole]


@pytest.mark.parametrize("text", NO_CHILD)
def test_no_name_beside_a_childs_age(text: str) -> None:
    assert identifying.whole(text) == []


def test_a_row_of_a_table_is_told_once() -> None:
    rows = "| Nina Paper | 8 |\n| Maria Paper | 9 |"
    assert [hit.words for hit in identifying.told(rows)] == ["Nina Paper | 8", "Maria Paper | 9"]


@pytest.mark.parametrize("text", TELLING + TELLING_TOO)
def test_words_may_tell_who_a_child_is(text: str) -> None:
    assert identifying.told(text)


@pytest.mark.parametrize("text", TELLING_NO_ONE)
def test_words_that_tell_no_one(text: str) -> None:
    assert identifying.told(text) == []


def test_a_number_that_is_struck_out_and_parted_is_found() -> None:
    """Readers still see it: a link or a note within it changes nothing."""
    for text in ("~~69[44](https://a.gr/)123456~~", "~~69[^1]44123456~~ α\n\n[^1]: β"):
        assert [
            hit.rule for hit in personal_data.found(with_cells_apart(convert(text)), frozenset(), markdown=False)
        ] != []
