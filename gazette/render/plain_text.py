"""A converted text as plain text, for mail: lines of at most 72 letters that still say what the page says.

Links keep their addresses, lists their marks and numbers, notes their numbers and their words, tables their columns. An
address, or any other word, is never divided, so that a program for mail can still follow it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from textwrap import wrap
from typing import Final

WIDTH: Final = 72
"""Letters in a line at most (RFC 3676, 4.2, advises 78), unless one word is longer."""
BULLET: Final = "- "
QUOTED: Final = "> "
RULE: Final = "* * *"
_BETWEEN: Final = "  "
"""Between the columns of a table."""
_BLOCKS: Final = frozenset("p ul ol li h2 h3 h4 h5 h6 blockquote pre hr table div dl dt dd figure".split())
_EMPTY: Final = frozenset(("br", "hr"))
_AROUND: Final = {"del": "~~", "sup": "^", "sub": "_"}
"""Tag → the sign before words whose meaning changes with it; struck words have it on both sides."""
_HARD: Final = "\v"
"""Stands for a line's end that was written, until lines are filled."""


@dataclass(slots=True)
class _Node:
    tag: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Node | str] = field(default_factory=list)

    def within(self, *tags: str) -> Iterator[_Node]:
        """The nodes of these tags among all that it holds, in order."""
        for child in self.children:
            if isinstance(child, _Node):
                if child.tag in tags:
                    yield child
                yield from child.within(*tags)


class _FragmentTree(HTMLParser):
    """Of a converted text, in which each tag is closed by its own."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.open = [_Node()]
        self.feed(fragment)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _EMPTY:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _EMPTY:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def filled(text: str, width: int = WIDTH, first: str = "", rest: str = "") -> str:
    """Words in lines of at most `width` letters; `first` stands before the first line, `rest` before the others.

    No word is divided, however long.
    """
    lines = [
        line
        for part in text.split(_HARD)
        for line in wrap(part, max(20, width - len(rest)), break_long_words=False, break_on_hyphens=False) or [""]
    ]
    return "\n".join(f"{rest if place else first}{line}".rstrip() for place, line in enumerate(lines))


def plain_text(fragment: str) -> str:
    """The text of a converted fragment whose addresses are whole ones, its blocks parted by empty lines."""
    return "\n\n".join(_PlainWriter().blocks(_FragmentTree(fragment).open[0], WIDTH))


class _PlainWriter:
    """Writes each kind of block in its own way."""

    def blocks(self, node: _Node, width: int) -> list[str]:
        """Each block of a node, as lines; words that stand beside blocks are one of their own."""
        found: list[str] = []
        loose: list[_Node | str] = []
        for child in [*node.children, _Node("hr")]:
            if isinstance(child, str) or child.tag not in _BLOCKS:
                loose.append(child)
                continue
            words = self._words(loose)
            found += [filled(words, width)] if words else []
            loose = []
            found += self._block(child, width)
        return [block for block in found[:-1] if block]

    def _block(self, node: _Node, width: int) -> list[str]:
        ways = {
            "ul": self._bullets, "ol": self._numbers, "table": self._table, "blockquote": self._quotation,
            "dd": self._definition, "div": self._notes,
        }  # fmt: skip
        if node.tag == "hr":
            return [RULE]
        if node.tag == "pre":
            return [_indented(_text(node).strip("\n"), "    ")]
        return [ways[node.tag](node, width)] if node.tag in ways else self.blocks(node, width)

    def _definition(self, node: _Node, width: int) -> str:
        return _indented("\n\n".join(self.blocks(node, width - 4)), "    ")

    def _quotation(self, node: _Node, width: int) -> str:
        return _indented("\n\n".join(self.blocks(node, width - len(QUOTED))), QUOTED)

    def _bullets(self, node: _Node, width: int) -> str:
        return self._list(node, width, lambda entry, _: "" if entry.attributes.get("class") == "task" else BULLET)

    def _numbers(self, node: _Node, width: int) -> str:
        first = int(node.attributes.get("start", "1"))
        return self._list(node, width, lambda _, place: f"{first + place}. ")

    def _list(self, node: _Node, width: int, mark: Callable[[_Node, int], str]) -> str:
        """The entries of a list, one below the other, each behind its mark."""
        entries = [child for child in node.children if isinstance(child, _Node)]
        marks = [mark(entry, place) for place, entry in enumerate(entries)]
        widest = max(map(len, marks), default=0)
        made = []
        for entry, sign in zip(entries, marks, strict=True):
            parts = self.blocks(entry, width - widest)
            between = "\n\n" if any(isinstance(child, _Node) and child.tag == "p" for child in entry.children) else "\n"
            made.append(_behind(sign.rjust(widest), between.join(parts)))
        return "\n".join(made)

    def _notes(self, node: _Node, width: int) -> str:
        """The notes, each behind its number as the text calls it; of anything else, its blocks."""
        if node.attributes.get("role") != "doc-endnotes":
            return "\n\n".join(self.blocks(node, width))
        notes = [
            _behind(f"[{place}] ", "\n\n".join(self.blocks(note, width - 4)))
            for place, note in enumerate(node.within("li"), 1)
            if note.attributes.get("id")
        ]
        return "\n".join([RULE, "", *notes])

    def _table(self, node: _Node, width: int) -> str:
        """In columns where these fit; else each row by itself, each cell behind the head of its column."""
        rows = [list(row.within("th", "td")) for row in node.within("tr")]
        cells = [[self._words(cell.children).replace(_HARD, " ") for cell in row] for row in rows]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        if sum(widths) + len(_BETWEEN) * (len(widths) - 1) > width:
            return self._records(cells, width)
        right = ["right" in cell.attributes.get("style", "") for cell in rows[0]]
        lines = [_row(row, widths, right) for row in cells]
        return "\n".join([lines[0], _BETWEEN.join("-" * size for size in widths), *lines[1:]])

    def _records(self, cells: Sequence[Sequence[str]], width: int) -> str:
        head, *rows = cells
        records = [
            "\n".join(
                filled(f"{name}: {cell}" if name else cell, width, "", _BETWEEN)
                for name, cell in zip(head, row, strict=True)
                if cell
            )
            for row in rows
        ]
        return "\n\n".join(records)

    def _words(self, nodes: Sequence[_Node | str]) -> str:
        """Words in one line, with the addresses of their links; where a line was ended by hand, `_HARD`."""
        text = "".join(map(self._word, nodes))
        return re.sub(rf" ?{_HARD} ?", _HARD, re.sub(r"[ \t\n\r]+", " ", text)).strip(" ")

    def _word(self, node: _Node | str) -> str:
        if isinstance(node, str):
            return node
        if node.tag == "br":
            return _HARD
        if node.tag == "sup" and any(link.attributes.get("role") == "doc-noteref" for link in node.within("a")):
            return f"[{_text(node)}]"
        words = "".join(map(self._word, node.children))
        if node.tag == "a":
            return self._link(node, words)
        sign = _AROUND.get(node.tag, "")
        return f"{sign}{words}{sign if node.tag == 'del' else ''}"

    def _link(self, node: _Node, words: str) -> str:
        if node.attributes.get("role") == "doc-backlink":
            return ""
        written = node.attributes.get("href", "")
        if not written or written.startswith("#"):
            return words
        bare = re.sub(r"^(mailto|tel):", "", written)
        return words if words in (written, bare) else f"{words} <{written}>"


def _text(node: _Node) -> str:
    return "".join(child if isinstance(child, str) else _text(child) for child in node.children)


def _indented(text: str, by: str) -> str:
    """Each line behind the same signs."""
    return "\n".join(f"{by}{line}".rstrip() for line in text.split("\n"))


def _behind(mark: str, text: str) -> str:
    """A text behind a mark, its later lines below its first."""
    return (mark + _indented(text, " " * len(mark))[len(mark) :]).rstrip()


def _row(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = [
        cell.rjust(size) if at_right else cell.ljust(size)
        for cell, size, at_right in zip(cells, widths, right, strict=True)
    ]
    return _BETWEEN.join(padded).rstrip()
