"""Texts that are converted at the same time: the form checks and makes a preview in one process."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from gazette.content.markup import convert


@pytest.fixture
def many_turns() -> Iterator[None]:
    """Threads take turns often, as they do on a machine with much to do."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def text(number: int) -> str:
    notes = "\n".join(f"[^n{number}-{note}]: Note {note} of {number}." for note in range(5))
    body = "\n\n".join(
        f"Words {line} of {number}[^n{number}-{line % 5}], [a link](/stories/s-{number}/)." for line in range(20)
    )
    return f"{body}\n\n{notes}\n"


def test_two_threads_convert_without_each_others_notes(many_turns: None) -> None:
    """Two texts had one converter: footnotes of the one came into the other, or it failed, and problems were told."""
    texts = [text(number) for number in range(8)]
    alone = [convert(one) for one in texts]
    with ThreadPoolExecutor(8) as threads:
        for _ in range(5):
            assert list(threads.map(convert, texts)) == alone
