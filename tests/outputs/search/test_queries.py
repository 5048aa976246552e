"""The search finds what people look for: the questions of queries.yml, asked in the real page."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.support.questions import answers, read

pytestmark = pytest.mark.one_tab

LEAST_RECALL = 0.97
QUERIES = read(Path(__file__).with_name("queries.yml"))


def test_there_are_enough_of_every_sort() -> None:
    assert sum(map(len, QUERIES.values())) >= 80
    assert all(len(queries) >= 5 for queries in QUERIES.values())
    assert {query.get("in", "el") for queries in QUERIES.values() for query in queries} == {"el", "en"}


@pytest.mark.parametrize("category", QUERIES)
def test_expected_pages_exist(real_site: Path, category: str) -> None:
    for query in QUERIES[category]:
        for address in query["find"]:
            assert (real_site / address / "index.html").is_file(), address


def test_the_first_five_hold_what_is_looked_for(searching: Any) -> None:
    recalls, worst = defaultdict(list), []
    for answer in answers(searching, QUERIES):
        recalls[answer.kind].append(answer.recall)
        if answer.recall < 1:
            worst.append(f"{answer.question}: {answer.found}, not {sorted(answer.wanted)}")
    table = {category: round(sum(values) / len(values), 3) for category, values in recalls.items()}
    every = [value for values in recalls.values() for value in values]
    print(table, round(sum(every) / len(every), 4), *worst, sep="\n")
    assert sum(every) / len(every) >= LEAST_RECALL, (table, worst)
    assert 0 not in every, worst
