"""The blocks of a text – paragraphs, lists, quotations, tables, code – as GitHub reads them, as a tree of elements.

Python-Markdown's own rules for blocks follow an older Markdown: a list within a list must be indented by four spaces,
and a table needs an empty line above it. Editors and reviewers see a text on GitHub first, so the blocks are found by
markdown-it-py, which follows the CommonMark specification; words within a block are Python-Markdown's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.util import AtomicString
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

DEEPEST: Final = 100
"""Levels down to which blocks are looked for: far more than a text may have (`limits.MAX_NESTING`)."""
LINE: Final = "data-line"
"""The attribute of a heading that says in which line of the text it begins, counted from 0."""
DONE, OPEN = "☑", "☐"
"""Stand for the boxes of a list of tasks."""
TASK: Final = "task"
"""The class of an entry with such a box, which needs no other sign before it."""
_TASK: Final = re.compile(r"\[([ xX])\][ \t\n]+(?=\S)")
_LABEL: Final = re.compile(r"^.*?\[\^[^\]]+\]:[ \t]*")
_INDENT: Final = re.compile(r"^(?: {1,4}|\t)")
_NOTE_OPENS, _NOTE_CLOSES = "footnote_reference_open", "footnote_reference_close"

References = dict[str, dict[str, Any]]
"""Label as `normalizeReference` gives it → `href` and `title` of the address that it stands for."""


class BlockRules(MarkdownIt):
    """Leaves every address as it was written: those that are not allowed are told, and not dropped."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
        return url

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the library's signature
        return True


@cache
def _parser() -> BlockRules:
    """Raw HTML is no block of its own: it is refused, and told where it stands."""
    parser = BlockRules("commonmark", {"maxNesting": DEEPEST})
    parser.enable("table").disable("html_block")
    footnote_plugin(parser, inline=False, move_to_end=False)
    return parser


@lru_cache(maxsize=4)
def parsed(text: str) -> tuple[list[Token], References]:
    """The block tokens of a text, their words not looked at yet; and the addresses that it defines by label."""
    environment: dict[str, Any] = {}
    tokens: list[Token] = []
    parser = _parser()
    parser.block.parse(text, parser, environment, tokens)
    references: References = environment.get("references", {})
    for number, again in enumerate(environment.get("duplicate_refs", ())):  # of two, the first counts
        references[f"{again['label']}\n{number}"] = again
    return tokens, references


def code_lines(tokens: Iterable[Token]) -> Iterator[tuple[int, int]]:
    """First and last line (not included) of each block of code, counted from 0."""
    return ((token.map[0], token.map[1]) for token in tokens if token.type in ("fence", "code_block") and token.map)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """First and last line (not included) of each paragraph that stands in nothing else, counted from 0."""
    tokens = (token for token in parsed(text)[0] if token.type == "paragraph_open" and token.level == 0)
    return ((token.map[0], token.map[1]) for token in tokens if token.map)


class GitHubBlocks(BlockProcessor):
    """Takes a whole text at once, so that none of the other processors for blocks has anything left to do."""

    def __init__(self, md: markdown.Markdown, notes: FootnoteExtension) -> None:
        super().__init__(md.parser)
        self.md, self.notes = md, notes

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - the library's signature
        return True

    def run(self, parent: Element, blocks: list[str]) -> None:
        text = "\n\n".join(blocks)
        blocks.clear()
        tokens, references = parsed(text)
        for label, found in references.items():
            self.md.references.setdefault(label, (found["href"], found.get("title", "")))
        keeps_lines = parent is getattr(self.parser, "root", None)  # a footnote is a text of its own
        _Tree(parent, keeps_lines).fill(self._without_notes(tokens, text.split("\n")))

    def _without_notes(self, tokens: Iterable[Token], lines: list[str]) -> Iterator[Token]:
        """The tokens of the text itself; footnotes are handed to the extension that puts them at the end."""
        for token in _outside_notes(tokens):
            if token.type != _NOTE_OPENS:
                yield token
            elif token.map:
                self._keep(token.meta["label"], lines[slice(*token.map)])

    def _keep(self, label: str, lines: list[str]) -> None:
        """Keeps a note: of two with one mark the first; not one without words of its own, on which the extension would
        fail, but the notes that stand in it.
        """
        first, *others = lines or [""]
        text = "\n".join([_LABEL.sub("", first), *(_INDENT.sub("", line) for line in others)])
        if label in self.notes.footnotes:
            return
        if _has_own_words(text):
            self.notes.setFootnote(label, text)
        else:
            list(self._without_notes(parsed(text)[0], text.split("\n")))


def _has_own_words(note: str) -> bool:
    """Whether anything stands in a note besides other notes and definitions of links."""
    return any(token.type != _NOTE_OPENS for token in _outside_notes(parsed(note)[0]))


def _outside_notes(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens that stand in no footnote; of each footnote the one that opens it."""
    within = 0
    for token in tokens:
        is_end = token.type == _NOTE_CLOSES
        within -= is_end
        if not within and not is_end:
            yield token
        within += token.type == _NOTE_OPENS


class _Tree:
    """Builds elements from tokens: those that open and close one, and those that hold words or code."""

    def __init__(self, root: Element, keeps_lines: bool) -> None:
        self.path, self.keeps_lines = [root], keeps_lines

    def fill(self, tokens: Iterable[Token]) -> None:
        for token in tokens:
            if token.hidden:  # the paragraph of an entry whose list has no empty lines
                continue
            if token.nesting > 0:
                self.path.append(SubElement(self.path[-1], token.tag, _attributes(token)))
                if token.type == "heading_open" and token.map and self.keeps_lines:
                    self.path[-1].set(LINE, str(token.map[0]))
            elif token.nesting < 0:
                self.path.pop()
            elif token.type == "inline":
                _put(self.path[-1], self._words(token))
            elif token.type == "hr":
                SubElement(self.path[-1], "hr")
            else:
                SubElement(SubElement(self.path[-1], "pre"), "code").text = AtomicString(token.content)

    def _words(self, token: Token) -> str:
        words = token.content
        entry = self._entry() if words.startswith("[") else None
        task = _TASK.match(words) if entry is not None else None
        if task is None or entry is None:
            return words
        entry.set("class", TASK)
        return f"{OPEN if task.group(1) == ' ' else DONE} {words[task.end() :]}"

    def _entry(self) -> Element | None:
        """The entry of a list whose first words are those to come; None where they begin none."""
        here, around = self.path[-1], self.path[-2] if len(self.path) > 1 else None
        if here.tag == "li":
            return here if not len(here) and not here.text else None
        return around if here.tag == "p" and around is not None and around.tag == "li" and len(around) == 1 else None


def _attributes(token: Token) -> dict[str, str]:
    if token.tag in ("th", "td"):
        style = str(token.attrGet("style") or "").replace(":", ": ")
        return {"style": f"{style};"} if style else {}
    if token.tag == "ol":
        start = token.attrGet("start")
        return {} if start is None else {"start": str(start)}
    return {}


def _put(element: Element, words: str) -> None:
    """Adds words to an element, behind what it holds already."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words


def without_unused_notes(root: Element) -> None:
    """Takes away the footnotes to which no mark leads, as GitHub does."""
    used = {link.get("href") for link in root.iter("a") if link.get("class") == "footnote-ref"}
    for notes in [child for child in root if child.get("class") == "footnote"]:
        entries = notes[-1]
        entries[:] = [entry for entry in entries if f"#{entry.get('id')}" in used]
        if not len(entries):
            root.remove(notes)


class GitHubBlocksExtension(Extension):
    """Replaces the processors for blocks; `notes` is the extension for footnotes."""

    def __init__(self, notes: FootnoteExtension) -> None:
        super().__init__()
        self.notes = notes

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the library's name
        md.preprocessors.deregister("html_block")
        md.parser.blockprocessors = type(md.parser.blockprocessors)()
        md.parser.blockprocessors.register(GitHubBlocks(md, self.notes), "github", 100)
