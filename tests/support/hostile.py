"""The proposals of `tests/hostile/proposals/`, laid over a small site as a stranger would send them.

A proposal has a `name` and one of these: `fields`, words for every field that holds words (`everywhere`: of every kind
of item, otherwise of a story); `swap`, values of a story's and an event's fields and what stands in their place;
`body`, the text of a story; `data` or `text`, the lines of its data file or the header of its text; `files` or
`links`, whatever they are; `made`, a function of hostile_files.py. Those that are not published say by which rules they
are `refused`; `told` is where that is said, if not at the folders that are called like the proposal.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from gazette.content import wording
from gazette.content.problems import Misuse, Problem
from gazette.editorial import word_import
from gazette.editorial.review import changes, list_changes
from gazette.engines.pdf import to_pdf
from gazette.outputs.pdf import SCREEN, paper_renderer, pdf_source
from gazette.pipeline.build import BuildOptions, build_site, context_of
from gazette.pipeline.read import read_site
from tests.support import hostile_files
from tests.support.data_files import data_of
from tests.support.made_up import context, view_of
from tests.support.sites import BASE, PROJECT, TODAY, give_sender

HOSTILE: Final = PROJECT / "tests/hostile"
WHOLE: Final = HOSTILE / "whole"
"""An item of each kind, every field filled: WORDS stands for words, NAME and NUMBER for what it is called."""
STORY: Final = "content/stories/NAME"
EVENT: Final = "content/events/NAME"
MARKER: Final = "marker.example"
"""The host that no page may ask, whatever a proposal says."""
BESIDES: Final = frozenset({"office-none", "title-twice", "name-shared", "members-disagree"})
"""Rules that are broken because the same words stand in every field of several items."""
UNREAD: Final = "unread"
"""Stands for the rule of a document that is refused as a whole."""
LEANT_ON: Final = frozenset(
    """
    address-reserved folder-name member-unknown name-of-device organiser-unknown programme-unknown symlink
    time-zone-unknown
    """.split()
)
"""Rules without which no page can be made: of all others a page is made here, as if no one had looked."""
DAY: Final = date.fromisoformat(TODAY)
FIRST_ISSUE: Final = 10
HTML_MARKS: Final = ("<img src=x",)
"""How what `quotes-in-fields` says would stand in a page that believed it."""
DATA: Final = "date: 2026-05\nmembers: [athens]\nthemes: [city-life]\n"
HEADER: Final = "title: What {name} is about\nsummary: What a stranger wrote about {name}."
DOCUMENT: Final = "kind: report\npublishers: [iom]\nfile: report.pdf\n"
DOCUMENT_TEXT: Final = "title: A report about {name}\nsummary: What was found about {name}.\naccess: At the office."
WORDS_OF_BODY: Final = "Residents planted beds."
PHOTO: Final = "photos:\n  - {{file: {photo}, credit: Municipality of Athens, people: none}}\n"
CAPTION: Final = "\ncaptions:\n  - {{file: {photo}, alt: Four people kneel by a bed}}"


PARTS: Final = {"data": DATA, "text": HEADER, "body": WORDS_OF_BODY}


@dataclass(frozen=True)
class Proposal:
    """What a stranger sends, and what is to come of it."""

    name: str
    family: str
    said: Mapping[str, Any]

    @property
    def refused(self) -> frozenset[str]:
        """The rules that refuse it; none where it is published."""
        return frozenset(self.said.get("refused", ()))

    def is_at(self, path: str) -> bool:
        """Whether a file, or what is told of it, belongs to this proposal."""
        if "told" in self.said:
            told = self.said["told"]
            return path.startswith(told if isinstance(told, str) else tuple(told))
        if self.name not in path:
            return path.startswith(f"newsletters/{self.number}/")
        return bool(re.search(rf"/{re.escape(self.name)}(-said|-mayor)?(/|$)", path))

    @property
    def number(self) -> int:
        """The number of the issue that it brings along, where it brings items of every kind."""
        return _numbers().get(self.name, 0)


@cache
def _numbers() -> dict[str, int]:
    whole = (one.name for one in proposals() if one.said.get("everywhere"))
    return {name: number for number, name in enumerate(whole, FIRST_ISSUE)}


@cache
def proposals() -> tuple[Proposal, ...]:
    """All of them, family by family."""
    found = []
    for path in sorted((HOSTILE / "proposals").glob("*.yml")):
        family = data_of(path)
        found += [Proposal(said["name"], path.stem, said) for said in family["proposals"]]
    return tuple(found)


def lay_out(root: Path, sent: Sequence[Proposal]) -> dict[str, str]:
    """A small site with these proposals in it, as they were sent. Gives what is said of documents that are refused."""
    shutil.copytree(BASE, root, ignore=shutil.ignore_patterns(".build"))
    give_sender(root)
    unread = {}
    for proposal in sent:
        try:
            for path, content in files_of(proposal):
                put(root, path, content)
        except Misuse as error:
            unread[proposal.name] = wording.misuse(error, "en")
        for path, target in proposal.said.get("links", {}).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).symlink_to(target)
    return unread


def put(root: Path, path: str, content: str | bytes) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(content.encode() if isinstance(content, str) else content)


def files_of(proposal: Proposal) -> Iterator[tuple[str, str | bytes]]:
    """Path and content of each file that a proposal brings."""
    said, name = proposal.said, proposal.name
    if "fields" in said:
        words = _joined(said["fields"])
        yield from whole(proposal, lambda value: words if value == "WORDS" else value)
    elif "swap" in said:
        yield from whole(proposal, lambda value: _swapped(name, value, said["swap"]))
    elif "files" in said:
        yield from said["files"].items()
    elif "made" in said:
        yield from _made(name, said["made"])
    elif "links" not in said:
        yield from story(name, *(_joined(said.get(part, usual)) for part, usual in PARTS.items()))


def _joined(pieces: str | list[str | list[Any]]) -> str:
    """Words as a proposal says them: pieces, of which some are `[words, times]`."""
    if isinstance(pieces, str):
        return pieces
    return "".join(piece if isinstance(piece, str) else piece[0] * piece[1] for piece in pieces)


def _made(name: str, made: str) -> Iterator[tuple[str, str | bytes]]:
    raw = hostile_files.MADE[made]()
    if made.startswith("pdf-"):
        folder = f"content/documents/{name}"
        yield f"{folder}/document.yml", DOCUMENT
        yield f"{folder}/en.md", f"---\n{DOCUMENT_TEXT.format(name=name)}\n---\n"
        yield f"{folder}/report.pdf", raw
    elif made.startswith("word-"):
        yield from word_import.draft(raw, f"{name}.docx", name, ("el", "en"), "en", DAY).files.items()
    else:
        photo = f"photo.{hostile_files.ENDINGS.get(made, 'png')}"
        yield from story(name, DATA + PHOTO.format(photo=photo), HEADER + CAPTION.format(photo=photo), WORDS_OF_BODY)
        yield f"content/stories/{name}/{photo}", raw


def story(name: str, data: str, header: str, body: str) -> Iterator[tuple[str, str | bytes]]:
    """A story with these lines in its files."""
    header = header.replace("{name}", name)
    yield f"content/stories/{name}/story.yml", data
    yield f"content/stories/{name}/en.md", f"---\n{header}\n---\n\n{body}\n"


def whole(proposal: Proposal, value: Callable[[str], str]) -> Iterator[tuple[str, str | bytes]]:
    """Items in which every field is filled, with other values in them."""
    everywhere = proposal.said.get("everywhere", False)
    for path in sorted(path for path in WHOLE.rglob("*") if path.is_file()):
        named = path.relative_to(WHOLE).as_posix()
        kind = named.rsplit("/", 1)[0]
        if not everywhere and kind not in ((STORY, EVENT) if "swap" in proposal.said else (STORY,)):
            continue
        if not everywhere and path.name == "el.md":
            continue
        name, number = proposal.name, str(proposal.number)
        raw = path.read_text("utf-8").replace("NAME", name).replace("NUMBER", number)
        target = named.replace("NAME", name).replace("NUMBER", number)
        yield target, _filled(raw, value, target.endswith(".md"))
        if path.name in ("story.yml", "event.yml", "programme.yml"):
            photo = "emblem.png" if path.name == "programme.yml" else "garden.png"
            yield f"{target.rsplit('/', 1)[0]}/{photo}", (BASE / "content/stories/garden/garden.png").read_bytes()


def _filled(raw: str, value: Callable[[str], str], is_text: bool) -> str:
    _, header, body = raw.split("---\n", 2) if is_text else ("", raw, "")
    filled = _mapped(yaml.load(header, Loader=yaml.BaseLoader), value)
    written = yaml.safe_dump(filled, allow_unicode=True, sort_keys=False, width=100_000)
    return f"---\n{written}---\n{body}" if is_text else written


def _mapped(data: Any, value: Callable[[str], str]) -> Any:
    if isinstance(data, dict):
        return {key: _mapped(inner, value) for key, inner in data.items()}
    if isinstance(data, list):
        return [_mapped(inner, value) for inner in data]
    return value(data)


def _swapped(name: str, value: str, swap: Mapping[str, str]) -> str:
    if value == "WORDS":
        return f"Beds of young plants of {name}"
    for old, new in swap.items():
        value = value.replace(old, new)
    return value


@dataclass(frozen=True)
class HostileSite:
    """What became of all proposals: where they lie, what was told of them, and the site with them, built unchecked."""

    root: Path
    problems: tuple[Problem, ...]
    unread: Mapping[str, str]
    built: Path


def made_in(folder: Path) -> HostileSite:
    """Lays all proposals out, has them judged, and builds the site with all that a page can be made of.

    The problems are put aside: so it is the escaping of each medium that is tried, and not only the checker before it.
    """
    unread = lay_out(folder / "sent", proposals())
    problems = tuple(read_site(folder / "sent", DAY, lambda _: None).problems)
    broken = {one.name for one in proposals() if LEANT_ON & rules_of(one, problems)}
    shutil.copytree(folder / "sent", folder / "root", symlinks=True, ignore=shutil.ignore_patterns(".build"))
    for path in sorted(folder.glob("root/*/*/*")) + sorted(folder.glob("root/members/*")):
        if any(one.name in broken and one.is_at(path.relative_to(folder / "root").as_posix()) for one in proposals()):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    reading = replace(read_site(folder / "root", DAY, lambda _: None), problems=[])
    build_site(reading, folder / "site", lambda _: None, BuildOptions(("pdf", "guide", "sharing")))
    (folder / "site/issue.pdf").write_bytes(_printed(folder / "root"))
    found = changes(folder / "nothing", folder / "site")
    page, text = list_changes(context_of(reading), found, "site")
    (folder / "site/changes.html").write_bytes(page)
    (folder / "changes.md").write_text(text, "utf-8")
    return HostileSite(folder, problems, unread, folder / "site")


def _printed(root: Path) -> bytes:
    """An issue with items of every kind, laid out once: words and links are the same on whichever page they stand.

    Fields as long as these never come to stand as planned, and thirty layouts would be tried.
    """
    made = paper_renderer(context(root)).document(view_of(root, "en", str(FIRST_ISSUE)), SCREEN)
    return to_pdf(pdf_source(made))


def rules_of(proposal: Proposal, problems: Iterable[Problem]) -> set[str]:
    """The rules that refuse a proposal."""
    found = (one for one in problems if proposal.is_at(one.path) and wording.severity(one) == "error")
    return {one.rule for one in found} - BESIDES
