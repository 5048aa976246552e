"""Markdown → safe HTML fragment, plain text and findings."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

import markdown
import nh3
from markdown.extensions.footnotes import FootnoteExtension

from .addresses import ID_PREFIX, SCHEMES
from .findings import Finding
from .limits import UNREAD, unsafe
from .lines import LIST_WITHIN, LineFinder
from .tree_scan import PHOTO, SafeMarkdown, TreeScan, running

WORD_MARK: Final = "\ue002"
"""Stands for "back to the text" in the language of the text."""
_NOTES: Final = re.compile(r'<sup id="[^"]*">.*?</sup>|<a class="footnote-backref".*?</a>')
_BLOCK_END: Final = re.compile(r"</(?:p|h\d|li|tr|blockquote|pre|dt|dd)>")
_TAG: Final = re.compile(r"<[^>]+>")
_SPACES: Final = re.compile(r" +")
_TAGS: Final = frozenset(
    "a abbr blockquote br code dd del div dl dt em figure h2 h3 h4 h5 h6 hr li ol p pre strong sub sup "
    "table tbody td th thead tr ul".split()
)
_ATTRIBUTES: Final = {
    "a": {"href", "title", "class", "id", "role"},
    "figure": {PHOTO},
    "sup": {"id"}, "li": {"id"}, "div": {"class"}, "ol": {"start"}, "th": {"style"}, "td": {"style"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fragment:
    """A converted text: `html` has no wrapper and no heading above h2; `plain` is what a reader reads, unmarked."""

    html: str
    plain: str
    findings: tuple[Finding, ...]

    @property
    def excerpt(self) -> str:
        """The first words, for a list: at most 200 characters, cut at a word."""
        first = self.plain.split("\n", 1)[0]
        return first if len(first) <= 200 else first[:200].rsplit(" ", 1)[0].rstrip(" ,.;:·–-") + "…"


def convert(body: str, first_line: int = 1) -> Fragment:
    """Converts a text whose first line is line `first_line` of its file.

    A text that nests too deeply to be converted safely, or holds too much, gives an empty fragment with a finding that
    says so (UNREAD).
    """
    findings = list(unsafe(body, first_line))
    if any(finding.kind in UNREAD for finding in findings):
        return Fragment("", "", tuple(findings))
    converter = _converter()
    try:
        _scan(converter).found = []  # an empty text never reaches the tree, and would show what the last one left
        raw = converter.reset().convert(body)
    except RecursionError:
        return Fragment("", "", (*findings, Finding("nested-too-deep", "", first_line)))
    lines = LineFinder(body, first_line)
    findings += [lines.locate(found) for found in _scan(converter).found]
    if LIST_WITHIN.search(lines.text):
        findings += lines.lists(running(_scan(converter).root))
    return Fragment(_with_roles(_sanitized(raw)), plain(raw), tuple(findings))


def _with_roles(safe: str) -> str:
    """Footnotes with the roles by which screen readers name them (W3C, DPUB-ARIA 1.1).

    In a sanitized text `<` stands only where a tag begins, so nothing that someone wrote is touched.
    """
    for name, role in (("footnote-ref", "doc-noteref"), ("footnote-backref", "doc-backlink")):
        safe = safe.replace(f'<a class="{name}"', f'<a class="{name}" role="{role}"')
    return safe.replace('<div class="footnote">', '<div class="footnote" role="doc-endnotes">')


def _sanitized(raw: str) -> str:
    return _sanitizer().clean(raw)


@cache
def _sanitizer() -> nh3.Cleaner:
    """One sanitizer a process: making one costs as much as cleaning a text."""
    return nh3.Cleaner(
        tags=set(_TAGS), attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes=set(SCHEMES), link_rel=None, strip_comments=True, allowed_classes={},
        attribute_filter=_allowed_attribute,
    )  # fmt: skip


def _allowed_attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return value if value in ("footnote", "footnote-ref", "footnote-backref") else None
    if name == "id":
        return value if value.startswith(ID_PREFIX) else None
    if name == "style":
        return value if value in ("text-align: left;", "text-align: right;", "text-align: center;") else None
    return value


def plain(raw: str) -> str:
    """Text for excerpts and search: one line a block, footnote marks left out."""
    text = _NOTES.sub("", raw) if "footnote" in raw else raw
    text = " ".join(line.strip() for line in text.split("\n"))
    text = html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", text)))
    lines = (_SPACES.sub(" ", line).strip() if "  " in line else line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


@cache
def _converter() -> markdown.Markdown:
    """One converter a process: making one costs as much as a page."""
    footnotes = FootnoteExtension(BACKLINK_TITLE=WORD_MARK, BACKLINK_TEXT="↩")
    return markdown.Markdown(
        extensions=["tables", "sane_lists", "fenced_code", footnotes, SafeMarkdown()], output_format="html"
    )


def _scan(converter: markdown.Markdown) -> TreeScan:
    processor = converter.treeprocessors["scan"]
    assert isinstance(processor, TreeScan)
    return processor
