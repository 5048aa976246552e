"""Where a site may still tell of what was taken back: every place to be read by a person, with its line.

No program knows whether a summary tells of someone. So nothing is judged here: whatever names an item, repeats a
sentence of it, or introduces it, is listed, and so are names that stand in captions of a photo.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..content import load
from ..content.addresses import ADDRESS_FILE, REDIRECTS
from ..content.identifying import given_names, names
from ..content.library import Item, Library
from ..content.load import BODY, Route, SourceFile, field_name
from ..content.model import EDITED_FOLDERS, PUBLICATION_FILE, Issue, StatementText, StoryText
from ..content.problems import Place
from ..content.readable import as_read

FILES: Final = (REDIRECTS, ADDRESS_FILE, "mkdocs.yml")
TOLD: Final = ("title", "summary", "section_titles", BODY)
"""Words of an issue that may tell of any item that it carries."""
OF_ITEM: Final = ("title", "summary", "highlights", "quote", "place", "programme", "links")
"""Words of an item that may tell of anyone in it."""
WORTH: Final = 24
"""Letters from which on a sentence that is met again was taken from there."""
STEM: Final = 3
"""Letters of a Greek word that its cases change at most."""


@dataclass(frozen=True, order=True)
class Mention:
    """A place that may tell of what was taken back; `field` is empty in a text's body and in files without fields."""

    path: str
    line: int
    field: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" + (f": {self.field}" if self.field else "")


@dataclass(frozen=True)
class SearchTerms:
    """The search terms for a withdrawn item: its addresses, and words that were its own."""

    references: tuple[str, ...]
    words: tuple[str, ...]
    people: tuple[str, ...] = ()
    """Names, of which each word may stand in another case."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """One pattern for all, in texts as `as_read` folds them."""
        parts = [rf"(?<![\w-]){re.escape(name)}(?![\w-])" for name in self.references]
        parts += [r"\s+".join(map(re.escape, _folded(words).split())) for words in self.words]
        parts += [r"\s+".join(map(_in_any_case, _folded(name).split())) for name in self.people]
        return re.compile("|".join(parts) or r"(?!)")


def _folded(words: str) -> str:
    return as_read(words).folded


def _in_any_case(word: str) -> str:
    stem = word[: max(len(word) - STEM + 1, STEM)] if len(word) > STEM + 1 else word
    return rf"\b{re.escape(stem)}\w{{0,{STEM}}}"


def sought_for(items: Iterable[Item], people: Iterable[str] = ()) -> SearchTerms:
    """The terms by which items may be mentioned elsewhere: addresses, titles, highlighted sentences and captions."""
    listed = list(items)
    words = {text for item in listed for text in _sentences(item)}
    references = tuple(dict.fromkeys(item.address.rstrip("/") for item in listed))
    return SearchTerms(references, tuple(sorted(words)), tuple(sorted(set(people))))


def _sentences(item: Item) -> Iterator[str]:
    for text in item.texts.values():
        front = text.front
        if isinstance(front, StoryText | StatementText):
            said = [front.title, *front.highlights, *([front.quote.text] if front.quote else [])]
            said += re.split(r"(?<=[.;!?·])\s+", front.summary)
            if isinstance(front, StoryText):
                said += [words for caption in front.captions for words in (caption.alt, caption.caption or "")]
            yield from (words.rstrip(".") for words in said if len(words) >= WORTH)
            yield from (words for words in (front.title,) if WORTH > len(words) >= WORTH // 2)


def people_in(root: Path, item: Item, files: Iterable[str]) -> Iterator[str]:
    """Words that may be a person's name, as guesses: whole names by their capitals, single ones of a title by a list.

    Names stand in captions of the photos, and in the title and body of an item wherever it has such a photo or text.
    """
    wanted = set(files)
    for text in item.texts.values():
        source = load.read(root, text.path)
        for caption in getattr(text.front, "captions", ()):
            if caption.file in wanted or "" in wanted:
                yield from names(f"{caption.alt}. {caption.caption or ''}")
        for route, words in load.strings_of(source.data):
            if route[0] in OF_ITEM and not (route[0] == "links" or route[-1] in ("place", "programme")):
                yield from names(words)
            if route == ("title",):
                yield from given_names(words)
        for paragraph in source.body.split("\n"):
            yield from names(paragraph)


def find(root: Path, library: Library, sought: SearchTerms, besides: Iterable[str] = ()) -> list[Mention]:
    """Every place that may tell of it, but for those in the folders `besides`, which are gone or named already."""
    own = tuple(f"{folder}/" for folder in besides)
    paths = [path for path in _texts(root) if not path.startswith(own)] if own else _texts(root)
    pattern = sought.pattern
    found = {trace for path in paths for trace in _in_file(root, path, pattern)}
    carried = [issue for issue in library.issues if _carries(issue, sought.references)]
    for issue in carried:
        found |= set(_of_issue(root, issue))
    return sorted(found)


def _texts(root: Path) -> list[str]:
    found = [path for name in EDITED_FOLDERS for end in ("yml", "md") for path in (root / name).rglob(f"*.{end}")]
    listed = [path.relative_to(root).as_posix() for path in found if path.is_file() and not path.is_symlink()]
    listed = [path for path in listed if not path.endswith(f"/{PUBLICATION_FILE}")]  # digests, which no one edits
    return [*sorted(listed), *(name for name in FILES if (root / name).is_file())]


def _in_file(root: Path, path: str, pattern: re.Pattern[str]) -> Iterator[Mention]:
    if path in FILES:
        lines = (root / path).read_text("utf-8", "replace").split("\n")
        yield from (Mention(path, number, "") for number, line in enumerate(lines, 1) if pattern.search(_folded(line)))
        return
    source = load.read(root, path)
    for route, text in load.strings_of(source.data):
        if pattern.search(as_read(text, markdown=False).folded):
            yield Mention(path, source.place(route).line, field_name(route))
    body = as_read(source.body)
    for match in pattern.finditer(body.folded):
        line = source.body_line + source.body.count("\n", 0, body.offsets[match.start()])
        yield Mention(path, line, "")
    for place, comment in source.comments:
        if pattern.search(as_read(comment, markdown=False).folded):
            yield Mention(path, place.line, "")


def _carries(issue: Item, references: Iterable[str]) -> bool:
    held = {name for section in issue.record(Issue).sections for name in section.items}
    return not held.isdisjoint(references)


def _of_issue(root: Path, issue: Item) -> Iterator[Mention]:
    """The words with which an issue introduces what it carries, whether or not they name it."""
    data = load.read(root, issue.data_path)
    for number in range(len(issue.record(Issue).errata)):
        yield _trace(data, ("errata", number))
    for text in issue.texts.values():
        source = load.read(root, text.path)
        for name in TOLD:
            if name in source.data or (name == BODY and source.body.strip()):
                yield _trace(source, (name,))


def _trace(source: SourceFile, route: Route) -> Mention:
    place: Place = source.keys.get(route) or source.place(route)
    return Mention(source.path, place.line, "" if route == (BODY,) else field_name(route))


def of_person(root: Path, items: Iterable[Item]) -> Iterator[Mention]:
    """The words of items that show or tell of a person: they stay published, or lie in the files, without a photo."""
    for item in items:
        for text in item.texts.values():
            source = load.read(root, text.path)
            yield from (_trace(source, (name,)) for name in OF_ITEM if name in source.data)
            captions = source.data.get("captions")
            for number in range(len(captions) if isinstance(captions, list) else 0):
                yield _trace(source, ("captions", number))
            if source.body.strip():
                yield _trace(source, (BODY,))


def of_data(root: Path, item: Item) -> Iterator[Mention]:
    """Words that remain in the data file of a withdrawn item, which stays in place with the date of the withdrawal."""
    source = load.read(root, item.data_path)
    for route, _ in load.strings_of(source.data):
        if route[-1] in ("credit", "title"):
            yield Mention(source.path, source.place(route).line, field_name(route))
