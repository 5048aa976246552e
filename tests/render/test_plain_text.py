"""Texts as plain text in mail: nothing that the page says is lost, and no word is divided."""

import re

import pytest

from gazette.content.markup import convert
from gazette.render.plain_text import WIDTH, filled, plain_text

LONG = "https://www.example.org/" + "a-long-way/" * 12


def written(markdown: str) -> str:
    return plain_text(convert(markdown).html)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (f"Δείτε [τη σελίδα]({LONG}) εδώ.", f"Δείτε τη σελίδα\n<{LONG}>\nεδώ."),
        (f"<{LONG}>", LONG),
        ("[**έντονα** και *πλάγια*](https://a.org/?b=1&c=2)", "έντονα και πλάγια <https://a.org/?b=1&c=2>"),
        ("[Γράψτε](mailto:a@b.org)", "Γράψτε <mailto:a@b.org>"),
        ("3. τρία\n4. τέσσερα", "3. τρία\n4. τέσσερα"),
        ("9. α\n10. β\n    - γ\n        1. δ", " 9. α\n10. β\n    - γ\n      1. δ"),
        ("- α\n\n  β\n\n- γ", "- α\n\n  β\n- γ"),
        ("- [x] έγινε\n- [ ] όχι", "☑ έγινε\n☐ όχι"),
        ("> α\n>\n> - β", "> α\n>\n> - β"),
        (
            "α[^1] β[^x].\n\n[^1]: ένα\n[^x]: δύο [γ](https://c.org/)\n\n    δ",
            "α[1] β[2].\n\n* * *\n\n[1] ένα\n[2] δύο γ <https://c.org/>\n\n    δ",
        ),
        (
            "| Πόλη | Πόσοι |\n|---|--:|\n| Αθήνα | 12 |\n| Άρτα | 3 |",
            "Πόλη   Πόσοι\n-----  -----\nΑθήνα     12\nΆρτα       3",
        ),
        ("α\\\nβ", "α\nβ"),
        ("### Τίτλος\n\nα", "Τίτλος\n\nα"),
        ("~~παλιό~~ νέο", "~~παλιό~~ νέο"),
        ("```\nα  β\n  γ\n```", "    α  β\n      γ"),
        ("α\n\n---\n\nβ", "α\n\n* * *\n\nβ"),
        ("α < β & γ", "α < β & γ"),
    ],
)  # fmt: skip
def test_what_a_text_says_is_kept(markdown: str, text: str) -> None:
    assert written(markdown) == text


def test_a_table_too_wide_for_columns_names_the_column_of_each_cell() -> None:
    text = written(f"| Πόλη | Τι |\n|---|---|\n| Άρτα | {'λόγια ' * 20}|\n| Βόλος | [α]({LONG}) |")
    assert text.startswith("Πόλη: Άρτα\nΤι: λόγια λόγια")
    assert f"Πόλη: Βόλος\nΤι: α\n  <{LONG}>" in text


def test_lines_are_short_but_for_words_that_are_not() -> None:
    text = written(f"{'Λόγια-με-παύλα και άλλα. ' * 30}\n\n- {'λόγια ' * 40}\n\n> {'λόγια ' * 40}\n\n{LONG}")
    assert [line for line in text.split("\n") if len(line) > WIDTH] == [LONG]
    assert re.findall(r"\S+-\n", text) == [], "a word is not divided at its hyphen"
    assert filled("a\u00a0b " * 40).count("a\u00a0b") == 40
