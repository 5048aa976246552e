"""Issues made up for tests: as many stories as wanted, short and long, with photos of no one and nothing."""

import shutil
from functools import cache
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw

from gazette.content.model import Kind
from gazette.outputs import pdf
from gazette.outputs.base import Context
from gazette.outputs.pdf import SCREEN
from gazette.pipeline.build import context_of
from gazette.render.issue import IssueView, whole_issue
from gazette.render.lookup import Lookup
from gazette.render.paper import measures
from tests.support.contexts import read
from tests.support.sites import PROJECT

__all__ = ["PROJECT", "SCREEN", "Random", "measures"]
BASE = PROJECT / "tests" / "sites" / "base"
WORDS = {
    "el": "η πόλη κάτοικοι μαζί γειτονιά εργαστήριο γλώσσα δημοτικός σύμβουλος για του και στην πλατεία σχολείο "
    "συμμετοχή ένταξη υπηρεσία φθινόπωρο συνάντηση πρόγραμμα αλληλεγγύη μαθήματα οικογένειες διερμηνεία".split(),
    "en": "the town residents together neighbourhood workshop language council adviser for of and in square school "
    "participation integration service autumn meeting programme solidarity lessons families interpreting".split(),
}
LENGTHS = (90, 150, 220, 320, 450)
"""Words of a story; every seventh is longer than a page."""
LONG = 1100
ISSUE = "number: 1\ndate: 2026-04\nmembers: 2\nsections:\n"


def prose(dice: Random, language: str, count: int) -> str:
    """Sentences in paragraphs; a heading here and there."""
    parts, left = [], count
    while left > 0:
        size = dice.randint(25, 70)
        words = [dice.choice(WORDS[language]) for _ in range(min(left, size))]
        parts.append(" ".join(words).capitalize() + ".")
        left -= size
        if left > 60 and dice.random() < 0.25:
            parts.append(f"## {' '.join(dice.choice(WORDS[language]) for _ in range(4)).capitalize()}")
    return "\n\n".join(parts)


def photo(path: Path, size: tuple[int, int], dice: Random) -> None:
    """Hills under a sky."""
    width, height = size
    picture = Image.new("RGB", size, (196, 222, 233))
    draw = ImageDraw.Draw(picture)
    for shade in range(3):
        line = [(x, height * (0.5 + 0.15 * shade) + dice.uniform(-0.1, 0.1) * height) for x in range(0, width + 1, 80)]
        draw.polygon([(0, height), *line, (width, height)], fill=(60 + 50 * shade, 96 + 20 * shade, 80))
    picture.save(path, quality=88)


def made_up(root: Path, stories: int, photos: int = 0, seed: int = 1) -> Path:
    """A site with an issue of so many stories, the first of them with photos. Returns its folder."""
    dice = Random(seed)
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns(".build"))
    for number in range(1, stories + 1):
        folder = root / "content" / "stories" / f"made-up-{number}"
        folder.mkdir(parents=True)
        data = f"date: 2026-03\nmembers: [{dice.choice(['athens', 'thessaloniki'])}]\nthemes: [city-life]\n"
        if number <= photos:
            photo(folder / "hills.jpg", (1600, 1067) if number % 2 else (1200, 1600), dice)
            data += "photos:\n  - file: hills.jpg\n    credit: The tests\n    people: none\n"
        (folder / "story.yml").write_text(data, "utf-8")
        for language in WORDS:
            (folder / f"{language}.md").write_text(story(dice, language, number, number <= photos), "utf-8")
    names = [f"stories/made-up-{number}" for number in range(1, stories + 1)]
    sections = "".join(
        f"  - kind: {kind}\n    items: [{', '.join(part)}]\n"
        for kind, part in (("jointly", names[40:80]), ("partners", names[80:]), ("cities", names[:40]))
        if part
    )
    (root / "newsletters/1/issue.yml").write_text(ISSUE + sections, "utf-8")
    greek = "---\ntitle: Το πρώτο τεύχος\nsummary: Πολλές ιστορίες.\n---\n\nΑυτό είναι το πρώτο τεύχος.\n"
    (root / "newsletters/1/el.md").write_text(greek, "utf-8")
    return root


def story(dice: Random, language: str, number: int, shown: bool) -> str:
    """The text of a story, with a title of its own."""
    words = WORDS[language]
    name = {"el": "Ιστορία", "en": "Story"}[language]
    title = f"{name} {number}: {' '.join(dice.choice(words) for _ in range(dice.randint(2, 7)))}"
    said = "    alt: Green hills at noon\n    caption: Hills behind the town, in spring\n"
    captions = f"captions:\n  - file: hills.jpg\n{said}"
    head = f"title: '{title}'\nsummary: {prose(dice, language, 18)}\n" + (captions if shown else "")
    pulled = f"highlights:\n  - {prose(dice, language, 14)}\n" if number % 3 == 0 else ""
    body = prose(dice, language, LONG if number % 7 == 0 else LENGTHS[number % len(LENGTHS)])
    return f"---\n{head}{pulled}---\n\n{body}\n"


@cache
def context(root: Path) -> Context:
    """What the outputs of the site in a folder are given."""
    return context_of(read(root))


def view_of(root: Path, language: str, number: str = "1") -> IssueView:
    """An issue as paper shows it."""
    found = context(root)
    issue = found.library.get(Kind.ISSUE, number)
    assert issue
    return whole_issue(Lookup(found.library, found.theme.words[language]), issue)


def pdf_of(root: Path, language: str, number: str = "1", edition: str = "screen") -> bytes:
    """An edition of an issue."""
    kind = next(entry for entry in pdf.EDITIONS if entry.name == edition)
    return pdf.make_pdf(pdf.paper_renderer(context(root)), view_of(root, language, number), kind)
