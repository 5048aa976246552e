"""Straight marks become those of a typesetter, in every medium, and nothing else changes."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazette.outputs.pdf import paper_renderer
from gazette.render.typography import typeset, typeset_plain
from tests.support import made_up


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("It's the cities' day", "It’s the cities’ day"),
        ('"Yes," she said, "it\'s \'so\' good."', "“Yes,” she said, “it’s ‘so’ good.”"),
        ("'Yes,' she said. 'The '90s.'", "‘Yes,’ she said. ‘The ’90s.’"),
        ("rock 'n' roll in l'Aquila", "rock ‘n’ roll in l’Aquila"),
        ('("in brackets"), "one"–"two"', "(“in brackets”), “one”–“two”"),
        ("Λένε \"ναι\" σ' αυτό και απ' όλα", "Λένε «ναι» σ’ αυτό και απ’ όλα"),
        ('Το πρόγραμμα "Curing the Limbo"', "Το πρόγραμμα “Curing the Limbo”"),
        ('a board 6" wide', 'a board 6" wide'),
        ("Νεάπολη – Συκιές", "Νεάπολη\u00a0– Συκιές"),
        ("α & β < γ", "α & β < γ"),
        ("the city's page: https://example.org/l'eau", "the city’s page: https://example.org/l'eau"),
    ],
)
def test_marks_are_those_of_a_typesetter(typed: str, shown: str) -> None:
    assert typeset_plain(typed) == shown


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ('<p>"<a href="/x">One</a>" and "<em>two</em>"</p>', '<p>“<a href="/x">One</a>” and “<em>two</em>”</p>'),
        ("<p>&#34;A&#34; it&#39;s &quot;B&quot;</p>", "<p>“A” it’s “B”</p>"),
        ('<p>"never closed</p><p>"b"</p>', "<p>“never closed</p><p>“b”</p>"),
        ('<p>the <code>"a"</code>\'s end</p>', '<p>the <code>"a"</code>’s end</p>'),
    ],
)
def test_marks_are_read_across_tags_and_not_across_paragraphs(source: str, made: str) -> None:
    assert typeset(source) == made


@pytest.mark.parametrize(
    "source",
    [
        '<p title="it\'s">a</p>', "<pre>it's \"a\"</pre>", '<script type="application/ld+json">{"a":"it\'s"}</script>',
        "<style>p::before { content: \"a\" }</style>", "<p><code>it's</code></p>", '<p>{{ Safe "<!--a-->" }}</p>',
        "<!-- it's -->",
    ],
)  # fmt: skip
def test_what_is_no_text_stays(source: str) -> None:
    assert typeset(source) == source


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*"'\"αb1 (.", "<b>", "</b>", "<p>", "<code>'</code>", "&#39;", "&amp;"]), max_size=24))
def test_all_but_the_marks_stays(parts: list[str]) -> None:
    source = "".join(parts)
    plain = re.compile("['\"“”‘’«»]|&#39;")
    assert plain.sub("", typeset(source)) == plain.sub("", source)


def test_a_paper_has_no_straight_marks(tmp_path: Path) -> None:
    root = made_up.made_up(tmp_path / "site", 1)
    story = root / "content/stories/made-up-1/en.md"
    story.write_text(story.read_text("utf-8") + '\nThe city\'s "open house".\n', "utf-8")
    document = paper_renderer(made_up.context(root)).document(made_up.view_of(root, "en"), made_up.SCREEN)
    assert "The city’s “open house”." in re.sub("<[^>]*>|\\s+", " ", document.html).replace("  ", " ")
