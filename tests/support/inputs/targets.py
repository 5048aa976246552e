"""Whatever reads what people send, each as a function of bytes that raises only where something is wrong with us."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

from lxml import etree, html

from gazette.content import fields, load, markup, wording
from gazette.content.items import check_folder
from gazette.content.items.folder import Looks
from gazette.content.listing import entries_in
from gazette.content.model import CONTENT_TYPES
from gazette.content.problems import Misuse, Problem
from gazette.content.search_keys import SearchKeys
from gazette.editorial import form_import, word_import
from gazette.engines import pdf_files, pictures
from gazette.settings import THEME
from gazette.theme import key_tables
from tests.support.inputs import making, pieces
from tests.support.inputs.making import Maker, of_seeds, of_signs, one_of
from tests.support.sites import PROJECT, TODAY

DAY: Final = date.fromisoformat(TODAY)
STORY: Final = "content/stories/garden"
LANGUAGES: Final = ("el", "en")
LARGEST: Final = 4_000_000
"""Bytes of a picture that are enough for a trial."""
ALLOWED: Final = re.compile(
    r"a|abbr|b|blockquote|br|code|dd|del|div|dl|dt|em|figure|h[2-6]|hr|i|li|ol|p|pre|s|section|span|strong|sub|sup|table"
    r"|tbody|td|th|thead|tr|ul|html|body"
)
ADDRESS: Final = re.compile(r"(?:https?:|mailto:|tel:|[\ue000\ue001#]|\Z)", re.IGNORECASE)
ITEM: Final = (
    "date: 2026-05\nmembers: [athens]\nthemes: [city-life]\n\n=8<=\n---\ntitle: Words\nsummary: More.\n---\n{}"
)
DATES: Final = (
    "1", "12", "31", "2026", "26", "/", ".", "-", " ", ":", "18:00", "6 μ.μ.", "Μαΐου", "Μάιος", "May", "Sept.",
    "Δευτέρα",
    "Monday", "του", "of", "the", "3rd", "3η", "έως", "–", "από", "χθες", "Πάσχα", "άνοιξη", "spring", "Q1",
    "α΄ εξάμηνο",
    "AM", "T", "Z", "+02:00", "٢٠٢٦", "２０２６", "Ιουν", "ΙΟΥΝΙΟΥ", "mai", ",", "(", ")", "π.Χ.",
)  # fmt: skip
Run = Callable[[bytes], None]


@dataclass(frozen=True)
class Target:
    """A reader: how inputs for it are made and tried, and how many of a thousand are for it.

    `seeds` are sound inputs, with which Atheris begins. `signs` are repeated to see how the cost grows; a reader of
    files that are no text has none.
    """

    name: str
    make: Maker
    run: Run
    share: int
    seeds: Callable[[], tuple[bytes, ...]]
    signs: tuple[str, ...] = ()
    form: str = "{}"


def words_of(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def told(problems: Iterable[Problem]) -> None:
    """Each problem can be said in every form, and is one line of a log."""
    found = list(problems)
    for problem in found:
        assert problem.place.line >= 0 and problem.place.column >= 0, problem
    for language in wording.MESSAGE_LANGUAGES:
        for form in wording.FORMATS:
            wording.report(found, form, language).encode("utf-8")


def safe(written: str) -> None:
    """HTML of a text is what the sanitizer lets pass, in another parser's eyes too."""
    if not written.strip():
        return
    for element in html.fragment_fromstring(f"<div>{written}</div>").iter():
        assert isinstance(element.tag, str), f"not an element: {etree.tostring(element)[:80]!r}"
        assert ALLOWED.fullmatch(element.tag), element.tag
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), name
            assert name not in ("href", "src") or ADDRESS.match(value), value


def read_yaml(raw: bytes) -> None:
    for name in ("story.yml", "en.md"):
        source = load.parse(name, raw)
        told(source.problems)
        for content in CONTENT_TYPES[3:5] if source.readable else ():
            _, problems = fields.parse(source, content.data if name == "story.yml" else content.text)
            told(problems)


def convert(raw: bytes) -> None:
    body = words_of(raw).replace("\r\n", "\n").replace("\r", "\n")  # as every text is read
    fragment = markup.convert(body, 1)
    safe(fragment.html)
    assert all(1 <= found.line <= body.count("\n") + 1 for found in fragment.findings)
    assert fragment.html == markup.convert(body, 1).html


@cache
def _keys() -> SearchKeys:
    return SearchKeys(key_tables(THEME))


def find_keys(raw: bytes) -> None:
    text, keys = unicodedata.normalize("NFC", words_of(raw)), _keys()  # as every text is read
    assert all(keys.of_text(text))
    assert all(term and not term.isspace() for term in keys.distinct(keys.words(text)))


def read_dates(raw: bytes) -> None:
    for with_time in (True, False):
        try:
            form_import.dated(words_of(raw), with_time, "el")
        except Misuse as error:
            assert wording.misuse(error, "el")


def paste(raw: bytes) -> None:
    try:
        made = form_import.pasted(words_of(raw), "el")
    except Misuse:
        return
    fragment = markup.convert(made["markdown"], 1)
    safe(fragment.html)
    assert not [found for found in fragment.findings if found.kind == "raw-html"], made["markdown"]


def look_at_picture(raw: bytes) -> None:
    seen = pictures.look(raw)
    assert seen.width >= 0 and seen.height >= 0
    try:
        made = pictures.fitted(raw, "JPEG", LARGEST, still=True)
    except pictures.PictureError:
        return
    assert pictures.is_fit(made, "JPEG", LARGEST)


def look_at_pdf(raw: bytes) -> None:
    if not pdf_files.look(raw).fault:
        assert not pdf_files.look(pdf_files.cleaned(raw)).fault


def import_word(raw: bytes) -> None:
    try:
        made = word_import.draft(raw, "a.docx", "a", LANGUAGES, "el", DAY)
    except Misuse as error:
        assert wording.misuse(error, "el")
        return
    for path, content in made.files.items():
        if isinstance(content, str):
            source = load.parse(path, content.encode())
            assert not source.problems, source.problems
            found = markup.convert(source.body, 1).findings
            assert not [one for one in found if one.kind == "raw-html"], content


class Checking:
    """The check of an item, in a folder of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        making.folder_of(root).mkdir(parents=True)

    def __call__(self, raw: bytes) -> None:
        data, _, text = raw.partition(making.PARTED)
        folder = making.folder_of(self.root)
        (folder / "story.yml").write_bytes(data)
        (folder / "en.md").write_bytes(text)
        entries = entries_in(self.root, STORY)
        told(check_folder(self.root, STORY, entries, LANGUAGES, Looks(pictures.look, pdf_files.look)).problems)


def _of_items(dice: Random) -> bytes:
    return making.exchanged(dice, dice.choice((*making.fields(), *making.texts())))


@cache
def clipboards() -> tuple[bytes, ...]:
    """What word processors put into a clipboard."""
    return tuple(path.read_bytes()[:20_000] for path in sorted((PROJECT / "tests/engines/clipboards").glob("*.html")))


def targets(root: Path) -> dict[str, Target]:
    """All of them; `root` is where the one that needs files has them."""
    yaml = one_of(of_seeds(making.fields), of_seeds(making.texts), of_signs(pieces.YAML), _of_items)
    texts = one_of(of_seeds(making.bodies), of_signs(pieces.MARKDOWN), of_signs(pieces.MARKDOWN))
    whole = one_of(making.item, of_seeds(making.items))
    clipboard = one_of(of_signs(pieces.HTML), of_signs(pieces.HTML), of_seeds(clipboards))
    found = (
        Target("load", yaml, read_yaml, 200, making.fields, pieces.YAML),
        Target("check", whole, Checking(root),
    60, making.items, pieces.MARKDOWN, ITEM),
        Target("markdown", texts, convert, 200, making.bodies, pieces.MARKDOWN),
        Target("keys", of_signs(pieces.WORDS), find_keys, 180, making.bodies, pieces.WORDS),
        Target("dates", of_signs(DATES), read_dates, 100, lambda: (b"12/5/2026 18:00",), DATES),
        Target("clipboard", clipboard, paste, 80, clipboards, pieces.HTML),
        Target("pictures", one_of(of_seeds(making.pictures), making.png), look_at_picture, 100, making.pictures),
        Target("pdf", of_seeds(making.pdfs), look_at_pdf, 50, making.pdfs),
        Target("word", one_of(making.document, of_seeds(making.documents)), import_word, 30, making.documents),
    )  # fmt: skip
    return {one.name: one for one in found}
