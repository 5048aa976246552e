"""Markdown → safe HTML fragment, plain text and findings."""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Final, cast
from xml.etree.ElementTree import Element, tostring

import markdown
import nh3
from markdown.extensions.footnotes import FootnoteExtension
from markdown.util import ETX, STX

from .addresses import ID_PREFIX, SCHEMES
from .blocks import TASK, GitHubBlocksExtension, parsed, without_unused_notes
from .findings import Finding
from .github import difference, holds_html
from .inline import GitHubWords
from .limits import MAX_LETTERS, UNREAD, unsafe
from .lines import LIST_WITHIN, LineFinder
from .links import Links
from .structure import drawn, judged, unused
from .tree_scan import PHOTO, ROLES, running, scanned

WORD_MARK: Final = "\ue002"
"""Stands for "back to the text" in the language of the text."""
_NOTES: Final = re.compile(r'<sup id="[^"]*">.*?</sup>|(?:&nbsp;|\xa0)?<a [^>]*class="footnote-backref".*?</a>')
_STRUCK: Final = re.compile(r" *<del>(?:(?!</?del>).)*</del> *", re.DOTALL)
_BEFORE_SIGNS: Final = re.compile(r" +(?=[,.;·:!?»)])")
_NUMBERED: Final = re.compile(r'(<ol start="(\d+)">\s*<li[^>]*>(?:\s*<p>)?)')
_BLOCK_END: Final = re.compile(r"</(?:p|h\d|li|tr|blockquote|pre)>|<(?:p|h\d|ul|ol|table|blockquote|pre)\b[^>]*>")
"""Where a block ends, or another one begins within it."""
_TAG: Final = re.compile(r"<[^>]+>")
_GREEK: Final = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
"""No name and no attribute of HTML has such letters: `a<b και b>c` only looks like it."""
_QUOTED: Final = re.compile(r"[«»“”„<>‹›]|[·…–—‘’′″]\Z")
"""Signs that belong to the sentence around an address: GitHub, too, takes them for a part of one that stands bare."""
_LINK: Final = re.compile(r"<a\b([^>]*)>")
_SPACES: Final = re.compile(r" +")
_TAGS: Final = frozenset(
    "a abbr blockquote br code dd del div dl dt em figure h2 h3 h4 h5 h6 hr li ol p pre strong sub sup "
    "table tbody td th thead tr ul".split()
)
_ATTRIBUTES: Final = {
    "a": {"href", "title", "class", "id", "role"},
    "figure": {PHOTO},
    "sup": {"id"}, "li": {"id", "class"}, "div": {"class", "role"}, "ol": {"start"}, "th": {"style"}, "td": {"style"},
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
    with _converter() as converter:
        return _converted(converter, body, first_line)


def _converted(converter: markdown.Markdown, body: str, first_line: int) -> Fragment:
    body = body.replace(STX, "").replace(ETX, "")  # stand for parts that were read already
    if len(body) > MAX_LETTERS:
        return Fragment("", "", (Finding("text-too-long", "", first_line, MAX_LETTERS),))
    tokens, references = parsed(body)
    findings = list(unsafe(body, tokens, first_line))
    if any(finding.kind in UNREAD for finding in findings):
        return Fragment("", "", tuple(findings))
    try:
        root, used = _tree(converter, body)
    except RecursionError:
        return Fragment("", "", (*findings, Finding("nested-too-deep", "", first_line)))
    has_html, findings = _html_told(body, findings)
    unlike = None if has_html else difference(root, body, first_line)
    lines, noted = LineFinder(body, first_line), scanned(root)
    if LIST_WITHIN.search(lines.text):
        findings += lines.lists(running(root))
    raw = _written(converter, root)
    safe = _sanitizer().clean(raw)
    findings += [lines.locate(found) for found in (*noted, *(() if has_html else _without_address(root, safe)))]
    findings += [
        *judged(tokens, body, first_line),
        *drawn(tokens, lines.text, first_line),
        *([unlike] if unlike else []),
    ]
    findings += unused(references, used, body, first_line)
    return Fragment(safe, plain(raw), tuple(findings))


def _html_told(body: str, findings: list[Finding]) -> tuple[bool, list[Finding]]:
    """Whether a text holds HTML, so that what stands around it tells nothing; and the findings without those of words
    that only look like it.
    """
    looks_so = any(finding.kind == "raw-html" for finding in findings)
    if not looks_so or holds_html(body):
        return looks_so, findings
    return False, [found for found in findings if found.kind != "raw-html" or not _GREEK.search(found.value)]


def _without_address(root: Element, safe: str) -> Iterator[Finding]:
    """A finding for each link whose address no browser could open: the sanitizer takes most of them away."""
    for link, attributes in zip(root.iter("a"), _LINK.findall(safe), strict=False):
        address = link.get("href", "")
        if address and ("href=" not in attributes or _QUOTED.search(address)):
            yield Finding("link-malformed", address, 0)


def _tree(converter: markdown.Markdown, body: str) -> tuple[Element, Set[str]]:
    """The text as a tree of elements below a root of its own, and the labels of definitions that it used."""
    root = cast(Element, converter.reset().parser.parseDocument(body.split("\n")).getroot())
    for processor in converter.treeprocessors:
        changed = processor.run(root)
        root = root if changed is None else changed
    without_unused_notes(root)
    links = converter.inlinePatterns["links"]
    assert isinstance(links, Links)
    return root, frozenset(links.used)


def _written(converter: markdown.Markdown, root: Element) -> str:
    """The content of a tree as HTML, without the root itself."""
    # Python-Markdown's own serializer leaves `&lt;` as it is, also where a text shows how to write it
    raw = tostring(root, encoding="unicode", method="html")
    for processor in converter.postprocessors:
        raw = processor.run(raw)
    return raw[raw.index(">") + 1 : raw.rindex("<")].strip()


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
        return value if value in (*ROLES, TASK) else None
    if name == "id":
        return value if value.startswith(ID_PREFIX) else None
    if name == "role":
        return value if value in ROLES.values() else None
    if name == "style":
        return value if value in ("text-align: left;", "text-align: right;", "text-align: center;") else None
    return value


def without_struck(raw: str) -> str:
    """HTML without the words that were struck out, also where some stand within others."""
    while "<del>" in raw and (shorter := _STRUCK.sub(" ", raw)) != raw:
        raw = _BEFORE_SIGNS.sub("", shorter)
    return raw


def without_marks(raw: str, with_struck: bool = False) -> str:
    """HTML of which the tags can be taken away: without the marks of footnotes and what was struck out.

    A list that begins with another number than 1 keeps that: it may have been meant as a year.
    """
    raw = _NOTES.sub("", raw) if "footnote" in raw else raw
    raw = raw if with_struck else without_struck(raw)
    return _NUMBERED.sub(r"\1\2. ", raw) if "<ol start" in raw else raw


def plain(raw: str, with_struck: bool = False) -> str:
    """Text for excerpts and search: one line a block, and of what was struck out nothing unless it is asked for."""
    text = " ".join(line.strip() for line in without_marks(raw, with_struck).split("\n"))
    text = html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", text)))
    lines = (_SPACES.sub(" ", line).strip() if "  " in line else line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


@contextmanager
def _converter() -> Iterator[markdown.Markdown]:
    """A converter that no other thread has meanwhile: it holds the notes and addresses of the text that it is at.

    No lock: a process may be forked while another thread converts, and would wait for it for ever.
    """
    try:
        own = _idle().pop()
    except IndexError:
        own = _new_converter()
    try:
        yield own
    finally:
        _idle().append(own)


@cache
def _idle() -> deque[markdown.Markdown]:
    """The converters that no one uses now, mostly one: making one costs as much as a page."""
    return deque()


def _new_converter() -> markdown.Markdown:
    notes = FootnoteExtension(BACKLINK_TITLE=WORD_MARK, BACKLINK_TEXT="↩", USE_DEFINITION_ORDER=False)
    return markdown.Markdown(extensions=[GitHubWords(), notes, GitHubBlocksExtension(notes)])
