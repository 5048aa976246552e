"""Issues as long as wanted, of the length, the words and the parts that real ones have; no fact in them is one.

They are made up of sentences of the network's own site, so that words are as long as they are: lines, hyphens and
columns fall as in a real issue. Members, programmes and partners are the real ones, for their tiles and names.
"""

import shutil
from pathlib import Path
from random import Random

from tests.support.made_up import PROJECT, photo

NUMBER = "9"
"""Of the issue."""
LANGUAGES = ("el", "en")
SENTENCES = {
    language: Path(__file__).with_name(f"sentences.{language}.txt").read_text("utf-8").splitlines()
    for language in LANGUAGES
}
LENGTHS = (140, 260, 190, 330, 230, 420, 160, 1150)
"""Words of a text, in turn; the last is longer than a page."""
SHAPES = ((1600, 1067), (900, 1600), (1400, 1400), (2000, 700), (1067, 1600))
"""Width and height of photos, in turn: as usual, very tall, square, very wide, tall."""
HEADS = {"el": "Ιστορία", "en": "Story"}
TABLE = {
    "el": ("Πόλη", "Μαθήματα", "Παρατηρήσεις", "Λιβαδειά", "Θεσσαλονίκη"),
    "en": ("Town", "Lessons", "Remarks", "Livadeia", "Thessaloniki"),
}
CITIES = sorted(path.name for path in (PROJECT / "members").iterdir())
EVENTS = 0.3
"""Which part of the texts are events, and"""
MANY = 6
"""from how many texts an issue has events and statements."""


class _Writer:
    """Writes texts in a language, the same ones for the same dice."""

    def __init__(self, dice: Random, language: str) -> None:
        self.dice, self.language = dice, language

    def sentence(self, most: int = 99) -> str:
        return self.dice.choice([one for one in SENTENCES[self.language] if len(one.split()) <= most])

    def few_words(self, least: int, most: int) -> str:
        """The beginning of a sentence, as a title or heading may be."""
        words = self.sentence().rstrip(".;?!").replace(",", "").replace("·", "").replace(";", "").split()
        return " ".join(words[: self.dice.randint(least, most)])

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.dice.randint(2, 4)))

    def listed(self, sign: str) -> str:
        return "\n".join(f"{sign} {self.sentence(18)}" for _ in range(self.dice.randint(3, 5)))

    def table(self) -> str:
        town, lessons, remarks, *towns = TABLE[self.language]
        rows = "".join(f"| {one} | {self.dice.randint(3, 120)} | {self.sentence(10)} |\n" for one in towns)
        return f"| {town} | {lessons} | {remarks} |\n|---|---:|---|\n{rows}"

    def body(self, number: int, words: int, shown: bool) -> str:
        """A text of so many words: paragraphs and headings, and now and then a list, a table, a quotation, notes."""
        parts: list[str] = []
        special = iter(
            [self.listed("-")] * (number % 3 == 0)
            + [self.listed("1.")] * (number % 5 == 0)
            + [self.table()] * (number % 7 == 3)
            + [f"> {self.sentence()}"] * (number % 6 == 4)
            + ["![](within.jpg)"] * shown
        )
        notes = 0
        while sum(len(part.split()) for part in parts) < words:
            if len(parts) % 3 == 2:
                parts.append(f"## {self.few_words(2, 5)}")
            text = self.paragraph()
            if number % 4 == 1 and notes < 2:
                notes += 1
                text = text.replace(",", f",[^{notes}]", 1) if "," in text else f"{text}[^{notes}]"
            parts.append(text)
            parts += [part for part in (next(special, ""),) if part]
        parts += list(special)
        parts += [f"[^{note}]: {self.sentence()}" for note in range(1, notes + 1)]
        return "\n\n".join(parts)


def lifelike(root: Path, texts: int, seed: int = 1) -> Path:
    """A site with an issue of so many stories and events, and two statements where they are six or more."""
    for name in ("content", "members", "newsletters"):
        shutil.copytree(PROJECT / name, root / name)
    shutil.copy(PROJECT / "mkdocs.yml", root)
    dice = Random(seed)
    events = round(texts * EVENTS) if texts >= MANY else 0
    names = [_story(root, dice, number, "event" if number <= events else "story") for number in range(1, texts + 1)]
    sections = [
        ("messages", _statements(root) if texts >= MANY else []),
        ("jointly", names[:events]),
        ("cities", names[events:]),
    ]
    folder = root / "newsletters" / NUMBER
    folder.mkdir()
    lists = "".join(f"  - kind: {kind}\n    items: [{', '.join(items)}]\n" for kind, items in sections if items)
    issue = f"number: {NUMBER}\ndate: 2026-11\nmembers: 18\nsections:\n{lists}"
    (folder / "issue.yml").write_text(issue, "utf-8")
    for language in LANGUAGES:
        writer = _Writer(dice, language)
        head = f"title: {writer.few_words(3, 5)}\nsummary: {writer.sentence(16)}\n"
        body = f"{writer.paragraph()}\n\n{writer.paragraph()}\n"
        (folder / f"{language}.md").write_text(f"---\n{head}---\n\n{body}", "utf-8")
    return root


def _statements(root: Path) -> list[str]:
    """Those of the second issue, as real as they are."""
    return [f"statements/{path.name}" for path in sorted(root.glob("members/*/statements/*"))[:2]]


def _story(root: Path, dice: Random, number: int, kind: str) -> str:
    folder = root / "content" / {"story": "stories", "event": "events"}[kind] / f"lifelike-{number}"
    folder.mkdir(parents=True)
    shown, within = number % 5 in (1, 3), number % 10 in (4, 8)
    data = f"members: [{', '.join(dice.sample(CITIES, dice.choice((1, 1, 1, 2, 3))))}]\nthemes: [city-life]\n"
    data += "date: 2026-10\n" if kind == "story" else "kind: meeting\norganisers: [network]\nstart: 2026-10-08 18:00\n"
    files = ["photo.jpg"] * shown + ["within.jpg"] * within
    if files:
        data += "photos:\n"
    for place, name in enumerate(files):
        photo(folder / name, SHAPES[(number // 2 + place) % len(SHAPES)], dice)
        data += f"  - file: {name}\n    credit: The tests\n    people: none\n"
    (folder / f"{kind}.yml").write_text(data, "utf-8")
    for language in LANGUAGES:
        (folder / f"{language}.md").write_text(_text(_Writer(dice, language), number, files), "utf-8")
    return f"{folder.parent.name}/{folder.name}"


def _text(writer: _Writer, number: int, photos: list[str]) -> str:
    title = f"{HEADS[writer.language]} {number}: {writer.few_words(2, 7)}"
    head = f"title: '{title}'\nsummary: >-\n  {writer.sentence(24)}\n"
    head += "highlights:\n" if number % 2 else ""
    head += "".join(f"  - >-\n    {writer.sentence(16)}\n" for _ in range(number % 2 * 3))
    head += "captions:\n" if photos else ""
    head += "".join(
        f"  - file: {name}\n    alt: Hills\n    caption: >-\n      {writer.sentence(14)}\n" for name in photos
    )
    words = LENGTHS[number % len(LENGTHS)]
    return f"---\n{head}---\n\n{writer.body(number, words, 'within.jpg' in photos)}\n"
