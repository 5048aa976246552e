"""Questions to the search page, as the data files beside its tests hold them, and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.data_files import data_of

FOUND_AMONG_FIRST = 5
PLACES = {"el": "search/", "en": "en/search/"}
ASK = """async ([questions, most]) => {
    const { page } = await import(document.querySelector("script[type=module]").src);
    const first = async (text) => {
        const ids = (await page.index.find(text)).slice(0, most);
        const texts = await Promise.all(ids.map((id) => page.index.text(id)));
        return texts.map(({ address }) => address.replace(/\\/$/, ""));
    };
    const answers = [];
    for (const { q, find } of questions) {
        const found = await first(q), meant = page.index.meant.suggestions, led = [];
        if (!found.some((address) => find.includes(address)))
            for (const other of meant) led.push(...await first(other));
        answers.push({ found, led });
    }
    return answers;
}"""


@dataclass(frozen=True)
class Answer:
    """What one question found. `led`: where that is no page that was wanted, what the questions found that the page
    says may have been meant."""

    kind: str
    question: str
    wanted: frozenset[str]
    found: tuple[str, ...]
    led: frozenset[str]

    @property
    def recall(self) -> float:
        """Which part of what was wanted is among the first."""
        return len(self.wanted & set(self.found)) / min(FOUND_AMONG_FIRST, len(self.wanted))

    @property
    def is_dead_end(self) -> bool:
        """Whether nothing leads to any page that was wanted."""
        return not self.wanted & ({*self.found} | self.led)


def read(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Kind → its questions: `q`, what it should `find`, and the language that it is asked `in`."""
    content: dict[str, list[dict[str, Any]]] = data_of(path)
    return content


def answers(searching: Any, questions: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Answer]:
    """The answers of the real page, loaded once in each language."""
    found = []
    for language, address in PLACES.items():
        asked = [(kind, one) for kind, some in questions.items() for one in some if one.get("in", "el") == language]
        searching.goto(address)
        told = searching.evaluate(ASK, [[one for _, one in asked], FOUND_AMONG_FIRST])
        for (kind, one), answer in zip(asked, told, strict=True):
            wanted, led = frozenset(one["find"]), frozenset(answer["led"])
            found.append(Answer(kind, one["q"], wanted, tuple(answer["found"]), led))
    return found
