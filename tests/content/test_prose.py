"""Letters of two alphabets, shortened links, signs that come to nothing."""

from __future__ import annotations

import pytest

from gazette.content import prose
from tests.support.growth import growth


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\u0399nformation", ["\u0399nformation"]),  # a Greek capital iota
        ("κήπo", ["κήπo"]),  # a Latin o
        ("Η MKΟ και η ΜΚΟ", ["MKΟ"]),
        ("και o Δήμος", ["o"]),
        ("H Αθήνα", ["H"]),
        ("A «γειτονιά»", ["A"]),
        ("co-Athens, e-mail στον Δήμο, COVID-19, το lockdown", []),
        ("ο Δήμος o", []),
        ("d' Αθήνα, 5 A Δήμος", ["A"]),
        ("Straße, naïve, œuvre, Ιωάννης, Ἀθῆναι", []),
        ("µm and ½", []),
        ("25μm, 3 μg, μmol, 10 kΩ", []),
        ("μia and 5 μmm", ["μia", "μmm"]),
        ("γεια❤️σου hello", []),
    ],
)
def test_mixed_script(text: str, words: list[str]) -> None:
    assert [word for _, word in prose.mixed_script(text)] == words


def test_offsets_point_at_the_word() -> None:
    assert list(prose.mixed_script("ο κήπo και o Δήμος")) == [(2, "κήπo"), (11, "o")]


def test_addresses_and_code_may_mix() -> None:
    text = "[x](https://a.gr/αb) `αb` <https://a.gr/αb> https://a.gr/αb\n```\nαb\n```\nαb"
    blanked = prose.without_addresses(text)
    assert len(blanked) == len(text)
    assert list(prose.mixed_script(blanked)) == [(len(text) - 2, "αb")]


@pytest.mark.parametrize(
    ("word", "letters", "rule"),
    [
        ("κήπo", "o", "mixed-script"),
        ("Ιnformation", "Ι", "mixed-script"),
        ("o", "o", "latin-letter"),
        ("MKΟ", "Ο", "mixed-script"),
    ],
)
def test_which_letters_are_foreign(word: str, letters: str, rule: str) -> None:
    assert prose.foreign_letters(word) == letters
    assert prose.letter_rule(word) == rule


@pytest.mark.parametrize(
    ("address", "shortened"),
    [
        ("https://bit.ly/3abc", True),
        ("http://www.TinyURL.com/x", True),
        ("https://t.co:443/x", True),
        ("https://bit.ly.example.org/x", False),
        ("https://rabbit.ly/x", False),
        ("https://example.org/bit.ly/x", False),
        ("/bit.ly/", False),
        ("https://[bit.ly/x", False),
    ],
)
def test_shortened_addresses(address: str, shortened: bool) -> None:
    assert prose.is_shortened(address) is shortened


def test_shortened_addresses_in_a_text() -> None:
    text = "See bit.ly/a, https://t.co/b. Not at.co/x, x@t.co/y or https://example.org/t.co/z."
    assert [address for _, address in prose.shortened(text)] == ["bit.ly/a", "https://t.co/b"]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("[a] (https://x.gr)", ["] ("]),
        ("[a] (/members/athens/)", ["] ("]),
        ("(a)[https://x.gr]", [")["]),
        ("[a](https://x.gr and on", ["]("]),
        ('[a](https://x.gr) [b](/c/ "d") [1] (see below) (a)[^1] `[a] (/b)`', []),
    ],
)
def test_links_that_fail(text: str, signs: list[str]) -> None:
    assert [sign for _, sign in prose.unmade_links(text)] == signs


def test_footnotes() -> None:
    text = "One.[^1] Two.[^two] `[^code]`\n\n[^1]: Of the first.\n  [^3]: See [^1].\n"
    assert sorted(prose.lone_footnotes(text)) == [
        (text.index("[^two]"), "[^two]", "footnote-missing"),
        (text.index("[^3]"), "[^3]", "footnote-unused"),
    ]


@pytest.mark.parametrize("piece", ["αa", "[", "](", "[^", "(", ")[", "`", "bit.ly", "o ", "www.", "] \t", "α"])
def test_time_grows_in_proportion(piece: str) -> None:
    def judge(size: int) -> None:
        text = piece * (size // len(piece))
        for rule in (prose.mixed_script, prose.shortened, prose.unmade_links, prose.lone_footnotes):
            list(rule(text))
        prose.without_addresses(text)

    assert growth(judge, 60_000) < 8
