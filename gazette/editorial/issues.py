"""Putting an issue together: the draft of the next one, queries made lists, and what a published one keeps for good."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from ..content.dates import PartialDate
from ..content.freeze import parts_of
from ..content.library import ABOUT, Item, Library, published_since
from ..content.load import Tree, parse, read
from ..content.model import KEPT, PUBLICATION_FILE, Gather, Issue, Kind, Section, SectionKind
from ..content.problems import Changed, Misuse
from ..files import after, folder_beside, move, replace_whole, take_place
from ..rereading import hold
from .scaffold import NewItem, scaffold

USUAL_ORDER: Final[Mapping[SectionKind, Gather]] = {
    SectionKind.MESSAGES: Gather.MAYORS,
    SectionKind.JOINTLY: Gather.EVENTS,
    SectionKind.PARTNERS: Gather.PARTNERS,
    SectionKind.CITIES: Gather.STORIES,
}
"""The sections that every issue has, as far as there is something to put into them."""
MOST: Final = 60
"""Items that a section may hold."""
_SECTIONS: Final = re.compile(r"^sections:\n(?:[ ].*\n)+", re.MULTILINE)


def next_number(library: Library) -> int:
    """The number after the last issue's."""
    return max((issue.record(Issue).number for issue in library.issues), default=0) + 1


def draft(library: Library, number: int, hints: str) -> dict[str, str]:
    """Path → text for issue `number`: what came out since the issue before it, section by section, newest first.

    Raises Misuse where there is nothing new. `hints` is the language of the hints.
    """
    today = library.today
    day = PartialDate(today.year, today.month, today.day)
    sections = list(_drafted(library, number, day, hints))
    if not sections:
        raise Misuse("nothing-new")
    counted = str(len(library.members_today))
    new_item = NewItem(Kind.ISSUE.value, str(number), given={"members": counted}, hints=hints)
    files = scaffold(new_item, library.offered.whole, today)
    path = next(iter(files))
    files[path] = _SECTIONS.sub(lambda _: "sections:\n" + "".join(sections), files[path])
    return files


def _drafted(library: Library, number: int, day: PartialDate, language: str) -> Iterator[str]:
    for kind, gather in USUAL_ORDER.items():
        names = list(published_since(library, number, day, gather))[:MOST]
        if names:
            lines = "".join(f"      # {_title(library, name, language)}\n      - {name}\n" for name in names)
            yield f"  - kind: {kind.value}\n    items:\n{lines}"


def _title(library: Library, name: str, language: str) -> str:
    item = library.find(name)
    assert item is not None
    return library.choose(item, language).title


def with_lists(text: str, sections: Sequence[Section]) -> str:
    """The text of an issue.yml in which each query gave way to the list of its items in `sections`.

    All else stays as it is, to the letter. Raises Misuse where the file is too unusual to be sure of that.
    """
    made = text
    for start, end, items in reversed(list(_edits(text, sections))):
        made = made[:start] + items + made[end:]
    if not _reads_as(made, _expected(_read(text), sections)):
        raise Misuse("queries-unusual")
    return made


def _reads_as(text: str, wanted: Tree) -> bool:
    try:
        return _read(text) == wanted
    except yaml.YAMLError:
        return False


def _read(text: str) -> Tree:
    found: Tree = yaml.load(text.lstrip("\ufeff"), Loader=yaml.BaseLoader)
    return found


def _expected(data: Tree, sections: Sequence[Section]) -> Tree:
    for given, section in zip(data["sections"], sections, strict=True):
        if given.pop("query", None) is not None:
            given["items"] = list(section.items)
    return data


def _edits(text: str, sections: Sequence[Section]) -> Iterator[tuple[int, int, str]]:
    """Where each query stands in the text, and what takes its place."""
    root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    listed = next(value for key, value in root.value if key.value == "sections")
    line_end = "\r\n" if "\r\n" in text else "\n"
    for node, section in zip(listed.value, sections, strict=True):
        for key, value in node.value:
            if key.value == "query":
                indent = line_end + " " * (key.start_mark.column + 2) + "- "
                items = f" [{', '.join(section.items)}]" if node.flow_style else indent + indent.join(section.items)
                yield key.start_mark.index, _end(value), f"items:{items}"


def _end(node: Any) -> int:
    """Behind the last sign of a value; a block's own mark would lie behind the comments that follow it."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def write_lists(root: Path, library: Library, issue: Item) -> bool:
    """Fixes the lists of an issue; False where there was no query. Raises Misuse, Changed, NotWritten."""
    raw, made = _lists(root, library, issue)
    if made != raw:
        replace_whole(root / issue.data_path, made, raw, root)
    return made != raw


def _lists(root: Path, library: Library, issue: Item) -> tuple[bytes, bytes]:
    """The data file of an issue as it is, and with lists in the place of its queries."""
    raw = (root / issue.data_path).read_bytes()
    hold(root, [issue], library.languages)
    return raw, with_lists(raw.decode("utf-8"), issue.record(Issue).sections).encode("utf-8")


def made_from(library: Library, issue: Item) -> tuple[Item, ...]:
    """Everything that the editions of an issue show: its items, the note on the network, the grants to be named."""
    items = library.contents(issue)
    about = library.get(Kind.PAGE, ABOUT)
    grants = dict.fromkeys(programme.folder for item in items for programme in library.grants(item))
    programmes = [item for item in library.items(Kind.PROGRAMME) if item.folder in grants]
    return (*items, *([about] if about else []), *programmes)


def publish(root: Path, library: Library, issue: Item, today: date) -> tuple[int, bool]:
    """Publishes an issue for good: fixes its lists, copies what it is made from into its folder, records that.

    Gives how many items it keeps, and whether lists took the place of queries. All is written into a folder beside, the
    record too: that this folder takes its place is the one step by which the issue is out. Raises Misuse, Changed,
    NotWritten.
    """
    items = made_from(library, issue)
    raw, made = _lists(root, library, issue)
    data = issue.content.data_file
    words = {name: digest for name, digest in issue.parts.items() if not name.startswith(f"{data}: ")}
    parts = parts_of({data: parse(issue.data_path, made)}) | words
    files = {path: _read_file(root, path) for item in items for path in _files(item)}
    hold(root, items, library.languages)  # after the reading: what was read is what was judged
    record = _record(items, parts, today).encode()
    folder = root / issue.folder
    with folder_beside(folder / KEPT, {**files, PUBLICATION_FILE: record}, root) as fresh:
        if made != raw:
            replace_whole(root / issue.data_path, made, raw, root)
        done = [root / issue.data_path] if made != raw else []
        with after(done):
            take_place(fresh, folder / KEPT, over=_is_empty(folder / KEPT))
    with after([*done, folder / KEPT]):
        return finish(root, issue.folder), made != raw


def is_unfinished(root: Path, folder: str) -> bool:
    """Whether a publishing of the issue in `folder` was cut off after its one step."""
    place = root / folder
    return (place / KEPT / PUBLICATION_FILE).is_file() and not os.path.lexists(place / PUBLICATION_FILE)


def finish(root: Path, folder: str) -> int:
    """Gives the record its place: what is left to do once an issue is out. Tells how many items it keeps.

    Raises NotWritten.
    """
    move(root / folder / KEPT / PUBLICATION_FILE, root / folder / PUBLICATION_FILE, root)
    return len(read(root, f"{folder}/{PUBLICATION_FILE}").data.get("items") or ())


def _is_empty(folder: Path) -> bool:
    """Whether there is a folder without a file in it, as whoever deletes its files leaves it."""
    return folder.is_dir() and not any(path.is_symlink() or not path.is_dir() for path in folder.rglob("*"))


def _read_file(root: Path, path: str) -> bytes:
    try:
        return (root / path).read_bytes()
    except OSError:
        raise Changed(path) from None


def _files(item: Item) -> Iterable[str]:
    pictures = (f"{item.folder}/{name}" for name in item.files)
    return (item.data_path, *(text.path for text in item.texts.values()), *pictures)


_HEAD: Final = """\
# What the published issue was made from; the texts themselves lie in kept/. A command wrote this.
# A mistake in what was published is corrected by an entry under `errata` in issue.yml.
"""


def _record(items: Sequence[Item], parts: Mapping[str, str], today: date) -> str:
    entries = "".join(f"  - item: {item.folder}\n    digest: {item.seal}\n" for item in items)
    own = "".join(f"  - part: '{name}'\n    digest: {digest}\n" for name, digest in parts.items())
    return f"{_HEAD}recorded: {today}\nitems:\n{entries}parts:\n{own}"
