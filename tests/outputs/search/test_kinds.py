"""Every kind of question that people type finds its page: those of kinds.yml, asked in the real page."""

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.support.questions import answers, read

QUESTIONS = read(Path(__file__).with_name("kinds.yml"))
LEAST, LEAST_OF_A_KIND = 0.98, 0.95
MOST_BYTES = 150_000


def test_there_are_enough_of_every_kind(real_site: Path) -> None:
    letters = {"exact", "no accents", "capitals", "inflected", "greeklish", "dialytika", "abbreviation"}
    kinds = letters | {"one typo", "two typos"}
    assert kinds <= QUESTIONS.keys()
    assert sum(len(QUESTIONS[kind]) for kind in kinds) >= 300
    assert all(len(QUESTIONS[kind]) >= 30 for kind in kinds)
    addresses = {address for questions in QUESTIONS.values() for one in questions for address in one["find"]}
    assert [address for address in addresses if not (real_site / address / "index.html").is_file()] == []


def test_the_first_five_hold_what_is_looked_for(searching: Any) -> None:
    recalls: dict[str, list[float]] = defaultdict(list)
    told, missed = answers(searching, QUESTIONS), []
    for answer in told:
        recalls[answer.kind].append(answer.recall)
        if answer.recall < 1:
            missed.append(f"{answer.kind}: {answer.question}: {answer.found}, not {sorted(answer.wanted)}")
    table = {kind: round(sum(values) / len(values), 3) for kind, values in recalls.items()}
    mean = sum(answer.recall for answer in told) / len(told)
    print(table, round(mean, 4), *missed, sep="\n")
    assert mean >= LEAST, (table, missed)
    assert min(table.values()) >= LEAST_OF_A_KIND, (table, missed)
    assert [answer.question for answer in told if answer.is_dead_end] == []


@pytest.mark.parametrize(
    "question",
    [
        "πρόσφυγες εκπαίδευση συμμετοχή πόλη",
        "Θεσαλονκη",
        "refugees",
        "προσφιγες εκπαδευση Θεσαλονκη συμετοχι",
        "refuges muncipality Athnes intgration volunters",
    ],
)
def test_a_first_question_weighs_little(searching: Any, question: str) -> None:
    """Common words whose keys lie in different pieces of the index, and some that are mistyped."""
    page = searching.page
    came: list[Any] = []
    searching.goto("search/")
    page.wait_for_load_state("networkidle")

    def note(request: Any) -> None:
        came.append(request)

    page.on("requestfinished", note)
    page.locator("#q").fill(question)
    page.locator(".found:not([aria-busy]) a").first.wait_for()
    page.wait_for_load_state("networkidle")
    sizes = {request.url: request.sizes()["responseBodySize"] for request in came}
    assert any("pf_index" in url for url in sizes)
    print(question, sum(sizes.values()))
    assert 100_000 < sum(sizes.values()) <= MOST_BYTES, sizes
