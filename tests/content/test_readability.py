"""How hard texts are to read: what counts as a sentence and a word, both scores, and the real texts that are hard."""

import re
from pathlib import Path

import pytest

from gazette import cli
from gazette.content.markup import PassageKind, passages
from gazette.content.readability import FEWEST, ReadingLevel, readability
from gazette.content.syllables import syllables
from gazette.editorial.reading import hard_to_read
from tests.support.contexts import context
from tests.support.sites import PROJECT, TODAY

FILLER = {"en": "This is a sentence of six words. ", "el": "Αυτή είναι μια πρόταση έξι λέξεων. "}
"""Twelve of them are enough to be measured."""


def words_per_sentence(text: str, language: str) -> float:
    return readability(text, language).words_per_sentence


def sentences(text: str, language: str) -> float:
    """How many sentences are counted, by the words in them."""
    words = sum(len(re.findall(r"\w+(?:[.’'-]\w+)*", passage.text)) for passage in passages(text))
    return words / words_per_sentence(text, language)


ONE_SENTENCE = {
    "el": [
        "Ο κ. Παπαδόπουλος μίλησε στους κατοίκους της πόλης.",
        "Η Δρ. Μαρία Νικολάου διευθύνει το κέντρο υγείας.",
        "Μαθήματα, π.χ. Ελληνικά και Αγγλικά, γίνονται κάθε μέρα.",
        "Το μήνυμα (βλ. Σελίδα 4 του τεύχους) είναι σύντομο.",
        "Στις 3 Φεβ. Τα μέλη συναντήθηκαν στην Αθήνα.",
        "Φιλοξενεί 2.000 ανθρώπους σε 44 διαμερίσματα της πόλης.",
        "Το ποσό είναι 12.500,50 ευρώ για κάθε έτος.",
        "Ρώτησε «Τι ώρα είναι;» και έφυγε από την αίθουσα.",
        "Είπε «Ευχαριστώ!» και πήγε πάλι στη δουλειά του.",
        "Το Κέντρο Ένταξης Μεταναστών (ΚΕΜ) δίνει πληροφορίες.",
        "Η εγκύκλιος αρ. 12 αφορά όλους τους δήμους.",
        "Ο Γ. Π. Παπαδόπουλος ήταν ο πρώτος δήμαρχος.",
        "Περισσότερα βρίσκετε στο https://www.example.gr/a.b.C?d=1 για όλους τους δήμους.",
        "Ήρθαν πολλοί… από όλες τις γειτονιές της πόλης.",
    ],
    "en": [
        "Dr. Smith and Mrs. Jones spoke to the residents.",
        "Some services, e.g. Greek lessons, take place every day.",
        "The party met St. Demetrius Council at the town hall.",
        "It houses 2,000 people in 44 flats of 3.5 rooms.",
        "She asked “What time is it?” and left the room.",
        "The circular no. 12 is about all the municipalities.",
        "See the page (cf. Athens and others) for more of it.",
        "J. R. Smith was the first mayor of the town.",
        "You can read more at https://www.example.org/a.b.C?d=1 about all towns.",
        "On 3 Feb. Athens and Piraeus met for the first time.",
    ],
}


@pytest.mark.parametrize(("language", "text"), [(code, text) for code in ONE_SENTENCE for text in ONE_SENTENCE[code]])
def test_what_looks_like_the_end_of_a_sentence_and_is_none(language: str, text: str) -> None:
    alone = words_per_sentence(text, language)
    twice = words_per_sentence(f"{text} {text}", language)
    assert alone == twice
    assert alone >= 7, "one sentence, not two parts of it"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("el", "Αυτό έγινε το 2021. Όλοι ήταν εκεί μαζί."),
        ("el", "Ήρθε όλη η γειτονιά! Μαγείρεψαν όλοι μαζί."),
        ("el", "Πώς στήνει κανείς δουλειά; Το σεμινάριο απαντά καλά."),
        ("el", "Είπε «Θα έρθουμε όλοι.» Έτσι και έγινε τελικά."),
        ("el", "Δίνει βιβλία, τετράδια κ.λπ. Όλα είναι δωρεάν."),
        ("el", "Μίλησε για τις πόλεις της Ε.Ε. Ακολούθησε μια μεγάλη συζήτηση."),
        ("en", "That was back in 2021. Everyone was there then."),
        ("en", "Is it open to all? Yes, it surely is."),
        ("en", "She said “We will come.” So they all did."),
        ("en", "Meet us at 5 p.m. There will be tea."),
    ],
)
def test_what_is_the_end_of_a_sentence(language: str, text: str) -> None:
    """Also of one that ends with a number, a quotation, or what is cut short."""
    assert 3.5 <= words_per_sentence(text, language) <= 5


@pytest.mark.parametrize("language", FILLER)
def test_what_is_no_sentence_counts_as_none(language: str) -> None:
    text = FILLER[language] * 12
    plain = readability(text, language)
    long_word = {"en": "internationalisation", "el": "διαπολιτισμικότητα"}[language]
    around = (
        f"## {long_word.capitalize()} {long_word}\n\n{text}\n\n> {long_word} {long_word} {long_word} {long_word}.\n\n"
        f"| {long_word} | {long_word} |\n|---|---|\n| {long_word} {long_word} {long_word} {long_word} | b |\n\n"
        f"```\n{long_word} {long_word} {long_word} {long_word}\n```\n\n![{long_word} of a {long_word}](a.jpg)\n\n"
        f"- {long_word}\n- {long_word} {long_word}\n"
    )
    found = readability(around, language)
    assert (found.score, found.words_per_sentence) == (plain.score, plain.words_per_sentence)


@pytest.mark.parametrize("language", FILLER)
def test_each_entry_of_a_list_is_a_sentence(language: str) -> None:
    entry = FILLER[language].strip(". ")
    listed = "".join(f"- {entry}\n" for _ in range(12))
    assert words_per_sentence(listed, language) == words_per_sentence(FILLER[language] * 12, language)


def test_marks_links_and_notes_are_not_read() -> None:
    plain = "The town gives free lessons to all. " * 10
    marked = (
        "The **town** gives [free](/a-b-c/) *lessons*[^1] to `x` all. " * 10 + "\n\n[^1]: The note has six words too.\n"
    )
    assert words_per_sentence(marked, "en") == pytest.approx(words_per_sentence(plain, "en"), abs=0.2)


def test_the_flesch_reading_ease_is_that_of_its_formula() -> None:
    """72 words, 12 sentences, 7 of a sentence's words having 7 syllables in all."""
    text = "The cat sat on the mat. " * 12
    assert readability(text, "en").score == pytest.approx(206.835 - 1.015 * 6 - 84.6 * 1, abs=0.05)
    harder = "The municipality coordinates integration policies nationally. " * 12
    count = sum(syllables(word, "en") for word in harder.split()) / 12
    assert count == 1 + 6 + 4 + 4 + 3 + 4
    assert readability(harder, "en").score == pytest.approx(206.835 - 1.015 * 6 - 84.6 * count / 6, abs=0.05)


def test_lix_is_that_of_its_formula() -> None:
    """Words of more than six letters: two of six. Numbers are never long."""
    text = "Ο δήμος στηρίζει 1.234.567 παιδιά διαρκώς. " * 12
    assert readability(text, "el").score == pytest.approx(6 + 100 * 2 / 6, abs=0.05)


def test_a_text_of_a_few_words_is_not_measured() -> None:
    few = readability("Ένα δύο τρία τέσσερα. " * ((FEWEST - 1) // 4), "el")
    enough = readability("Ένα δύο τρία τέσσερα. " * (FEWEST // 4), "el")
    assert (few.score, few.level) == (None, ReadingLevel.UNKNOWN)
    assert enough.score is not None
    assert readability("كلمة " * 100, "ar").level is ReadingLevel.UNKNOWN


def test_a_long_sentence_is_told_with_its_place() -> None:
    text = "First a short one.\n\n- An entry\n- " + "word " * 30 + "and\n  a last one, with [a link](/x/).\n"
    [found] = readability(text, "en").sentences
    assert (found.place.line, found.place.column, found.words) == (4, 3, 37)
    assert (found.is_long, found.is_nested) == (True, False)
    assert found.text.endswith("and a last one, with a link.")
    assert not readability("word " * 30 + ".", "en").sentences, "thirty are not too many"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The office, which helps those who come when they need what they lack because it is near, is open."),
        (
            "el",
            "Η υπηρεσία που βοηθά όσους έρχονται όταν χρειάζονται κάτι επειδή είναι κοντά, όπως λένε, είναι ανοιχτή.",
        ),
        ("el", "Η πόλη (που είναι μικρή) έχει ένα σχολείο – αν και παλιό – όπου πηγαίνουν όσα παιδιά μένουν εδώ."),
    ],
)
def test_a_sentence_of_many_clauses_is_told(language: str, text: str) -> None:
    [found] = readability(text, language).sentences
    assert (found.is_long, found.is_nested) == (False, True)


def test_hard_words_are_told_and_names_are_not() -> None:
    text = (
        "Internationalisation is a word. People in Nea Filadelfeia-Chalkidona like internationalisation.\n\n"
        "The non-governmental sector is small."
    )
    found = readability(text, "en").words
    assert [(word.word, word.times, word.place.line) for word in found] == [
        ("Internationalisation", 2, 1), ("non-governmental", 1, 3),
    ]  # fmt: skip


def test_passages_keep_their_places() -> None:
    text = "## Head\n\n> - quoted **words**\n>   and more\n\n1. One\n   two\n\nLast[^1].\n\n[^1]: A note\n"
    found = [
        (one.kind, " ".join(one.text.split()), one.place(one.text.index(one.text.split()[-1])))
        for one in passages(text)
    ]
    assert [(kind, words) for kind, words, _ in found] == [
        (PassageKind.HEADING, "Head"), (PassageKind.QUOTATION, "quoted words and more"), (PassageKind.ENTRY, "One two"),
        (PassageKind.PROSE, "Last ."), (PassageKind.NOTE, "A note"),
    ]  # fmt: skip
    assert [(place.line, place.column) for _, _, place in found][:3] == [(1, 4), (4, 9), (7, 4)]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("make", 1), ("people", 2), ("municipality", 6), ("integration", 4), ("refugees", 3), ("worked", 1),
        ("wanted", 2), ("created", 3), ("region", 2), ("European", 4), ("every", 2), ("business", 2), ("being", 2),
        ("racism", 3), ("theatre", 3), ("languages", 3), ("years", 1), ("people's", 2), ("UNHCR", 5), ("statement", 2),
    ],
)  # fmt: skip
def test_english_syllables(word: str, count: int) -> None:
    assert syllables(word, "en") == count


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("και", 1), ("ένταξη", 3), ("δήμος", 2), ("τσάι", 2), ("λαϊκός", 3), ("ευκαιρία", 4), ("οικογένειες", 5),
        ("υιοθεσία", 5), ("Αύγουστος", 3), ("κ", 1),
    ],
)  # fmt: skip
def test_greek_syllables(word: str, count: int) -> None:
    assert syllables(word, "el") == count


def test_of_the_real_texts_only_the_densest_are_hard() -> None:
    """They were read: each is one sentence of thirty words, or two, that name a dozen things."""
    library = context("real").library
    hard = {text.path for item in library.everything() for text in item.texts.values() if text.is_hard}
    assert hard == {
        "content/partners/kmop/el.md", "members/athens/el.md", "members/athens/en.md", "members/heraklion/el.md",
        "members/heraklion/en.md", "members/ioannina/el.md", "members/ioannina/en.md",
        "members/kalamaria/statements/kalamaria-2021-02/en.md", "members/piraeus/el.md",
    }  # fmt: skip
    problems = list(hard_to_read(library, PROJECT))
    assert {problem.path for problem in problems if problem.rule == "text-hard"} == hard
    for problem in problems:
        line = (PROJECT / problem.path).read_text("utf-8").splitlines()[problem.place.line - 1]
        assert line[problem.place.column - 1 :].lstrip("[*")[:1] == problem.facts.get("value", line.lstrip("["))[:1]


def test_the_check_tells_them_where_it_is_asked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As warnings, which stop nothing: a text as a whole, a long sentence, a nested one, each at its line."""
    path = root / "content/stories/garden/en.md"
    hard = "Municipalities nationally coordinating interdepartmental programmes " + "of integration policies " * 9
    nested = "The office, which helps those who come when they need what they lack because it is near, is open."
    path.write_text(f"{path.read_text('utf-8')}\n{hard}here.\n\n{hard}there. {nested}\n\n{hard}too.\n", "utf-8")
    lines = path.read_text("utf-8").split("\n")
    arguments = ["check", "--root", str(root), "--as-of", TODAY, "--quiet"]
    assert cli.main(arguments) == cli.DONE
    assert "sentence" not in capsys.readouterr().out
    assert cli.main([*arguments, "--readability"]) == cli.DONE
    out = capsys.readouterr().out
    first = next(number for number, line in enumerate(lines, 1) if line.startswith("Municipalities"))
    assert f"en.md:{first}:1: (warning) A sentence of 33 words: “Municipalities nationally" in out
    assert f"en.md:{first + 2}:{lines[first + 1].index('The office') + 1}: (warning) A sentence in which many" in out
    assert "(warning) This text is hard to read: " in out
    assert cli.main([*arguments, "--readability", "--lang", "el"]) == cli.DONE
    assert "Μια πρόταση 33 λέξεων: «Municipalities" in capsys.readouterr().out
