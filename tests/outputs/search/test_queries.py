"""The search finds what people look for: the questions of queries.yml, asked in the real page."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

FOUND_AMONG_FIRST = 5
LEAST_RECALL = 0.97
QUERIES: dict[str, list[dict[str, Any]]] = yaml.safe_load(Path(__file__).with_name("queries.yml").read_text("utf-8"))
ASK = """async (queries) => {
    const { page } = await import(document.querySelector("script[type=module]").src);
    const answers = [];
    for (const query of queries) {
        const first = (await page.index.find(query)).slice(0, 5);
        const texts = await Promise.all(first.map((id) => page.index.text(id)));
        answers.push(texts.map(({ address }) => address.replace(/\\/$/, "")));
    }
    return answers;
}"""


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
    asked = [(category, query) for category, queries in QUERIES.items() for query in queries]
    answers: dict[int, list[str]] = {}
    for language, address in (("el", "search/"), ("en", "en/search/")):
        numbers = [number for number, (_, query) in enumerate(asked) if query.get("in", "el") == language]
        searching.goto(address)
        answers |= zip(numbers, searching.evaluate(ASK, [asked[number][1]["q"] for number in numbers]), strict=True)
    recalls, worst = defaultdict(list), []
    for number, (category, query) in enumerate(asked):
        wanted, found = query["find"], answers[number]
        hits = len(set(wanted) & set(found[:FOUND_AMONG_FIRST]))
        recalls[category].append(hits / min(FOUND_AMONG_FIRST, len(wanted)))
        if hits < len(wanted):
            worst.append(f"{query['q']}: {found}, not {sorted(set(wanted) - set(found))}")
    table = {category: round(sum(values) / len(values), 3) for category, values in recalls.items()}
    every = [value for values in recalls.values() for value in values]
    print(table, round(sum(every) / len(every), 4), *worst, sep="\n")
    assert sum(every) / len(every) >= LEAST_RECALL, (table, worst)
    assert 0 not in every, worst
