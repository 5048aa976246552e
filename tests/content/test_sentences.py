"""Sentences without a fact behind them, for a reader to judge: where a moral or a made-up detail would stand.

A sentence with a number, a name or a link can be compared with its source. The others of the published texts are
listed in sentences.txt: each was read against the sources of its item. One that is new fails here until someone has
done the same; `UPDATE_EXPECTED=1` then writes the list.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.sites import PROJECT

READ = Path(__file__).parent / "sentences.txt"
FOLDERS = ("content/events", "content/partners", "content/programmes", "content/stories", "members")
END = re.compile(r"(?<=[.;!?])\s+(?=[A-ZΑ-ΩΆΈΉΊΌΎΏ«“])")
FIELD = re.compile(r"^\s*(?:- )?(?:[a-z_]+: )?")
FEWEST = 4
"""Words of a sentence; fewer are a name or a unit."""


def sentences(text: str) -> Iterator[str]:
    """Those of the front matter and of the body, without headings and comments."""
    for line in text.split("\n"):
        if not line.startswith(("#", "translates:")):
            yield from END.split(FIELD.sub("", line).strip().strip('"'))


def is_bare(sentence: str) -> bool:
    """Whether it has no number, no link and, behind its first word, no name."""
    words = re.findall(r"[^\W\d_]+", sentence)
    named = any(word[0].isupper() for word in words[1:])
    return len(words) >= FEWEST and not named and not re.search(r"\d|\]\(", sentence)


def found() -> list[str]:
    texts = sorted(path for folder in FOLDERS for path in (PROJECT / folder).rglob("*.md"))
    lines = []
    for path in texts:
        bare = dict.fromkeys(filter(is_bare, sentences(path.read_text("utf-8"))))
        lines += [f"{path.relative_to(PROJECT).as_posix()}: {sentence}" for sentence in bare]
    return lines


def test_every_sentence_without_a_fact_was_read() -> None:
    lines = found()
    if os.environ.get("UPDATE_EXPECTED"):
        READ.write_text("\n".join([*lines, ""]), "utf-8")
    read = READ.read_text("utf-8").splitlines()
    assert [line for line in lines if line not in read] == [], "compare these with their sources"
    assert [line for line in read if line not in lines] == [], "these are no longer there: take them from the list"
    assert len(lines) > 100


def test_a_moral_is_listed_and_a_fact_is_not() -> None:
    text = "title: Every act has weight\nsummary: It gave 565 masks.\nA town needs everyone. It is [here](/x/)."
    assert list(filter(is_bare, sentences(text))) == ["Every act has weight", "A town needs everyone."]
