"""Which refusals are wrong: those of a rule about structure where GitHub shows the place as ordinary text or code.

The checker has such rules because of signs that look like something else than was meant. So a refusal is wrong

- of any of them, where GitHub's parser has the place in code: in a block of code with fences, or in a code span that
  holds the sign while the rest of its block does not;
- of `text-indented`, where GitHub shows no code there at all;
- of `nested-too-deep`, where GitHub nests less deep there than the converter allows.

All other rules are about what is said, named or led to: theirs are refusals in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Final, NamedTuple

from gazette.content.markup.limits import MAX_NESTING
from gazette.content.problems import Problem

from .structure import github_html, tokens_of

STRUCTURE: Final = frozenset(
    "text-indented list-unmade heading-by-hyphens heading-empty heading-first-level heading-skips link-unmade "
    "link-without-words footnote-missing footnote-unused footnote-twice table-too-wide nested-too-deep raw-html "
    "template-syntax include-syntax attribute-syntax scaffold-left nested-quotations table-unmade heading-unmade "
    "footnote-star sign-unclosed sign-spaced backtick-for-apostrophe other-syntax".split()
)
_NESTING: Final = frozenset({"ul", "ol", "blockquote"})
_FENCE: Final = re.compile(r"[ \t>*+\-\d.)]*(?:```|~~~)")


class BlockSpan(NamedTuple):
    """A block in the tree of GitHub's parser: its element, its lines from 1, and how many lists and quotations it is
    in."""

    tag: str
    first: int
    last: int
    depth: int


def wrong(problems: Iterable[Problem], text: str, body_line: int) -> Iterator[Problem]:
    """The problems of a text that are refusals of what GitHub shows as ordinary text or code.

    `text` is the text below the fields, whose first line is line `body_line` of its file.
    """
    asked = [problem for problem in problems if problem.rule in STRUCTURE]
    html = github_html(text) if asked else ""
    blocks, lines = list(blocks_of(html)), text.split("\n")
    for problem in asked:
        line = problem.place.line - body_line + 1
        around = [span for span in blocks if span.first <= line <= span.last]
        if line > 0 and (_is_wrong(problem, around, lines) or _is_in_code_span(problem, line, html)):
            yield problem


def _is_wrong(problem: Problem, around: list[BlockSpan], lines: list[str]) -> bool:
    """Whether a problem is none in the blocks of GitHub's parser that are `around` its line."""
    code = [span for span in around if span.tag == "pre"]
    if any(_FENCE.match(lines[span.first - 1]) for span in code):
        return True
    if problem.rule == "nested-too-deep":
        return max((span.depth for span in around), default=0) < MAX_NESTING
    return problem.rule == "text-indented" and not code


def _is_in_code_span(problem: Problem, line: int, html: str) -> bool:
    """Whether the last block that begins above or on a line holds a problem's sign in code and nowhere else."""
    sign = re.sub(r"\s+", "", problem.facts.get("value", "")).rstrip(">")
    known = [token for token in tokens_of(html) if token.line and token.line <= line]
    last = max((token.line for token in known), default=0)
    in_code = "".join(token.text for token in known if token.line == last and "code" in token.marks.split(","))
    beside = "".join(token.text for token in known if token.line == last and "code" not in token.marks.split(","))
    return bool(sign) and sign in in_code.replace(" ", "") and sign not in beside.replace(" ", "")


def blocks_of(html: str) -> Iterator[BlockSpan]:
    """The blocks of a text, from what GitHub's parser made of it."""
    reader = _BlockReader()
    reader.feed(html)
    yield from reader.found


class _BlockReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[BlockSpan] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _NESTING:
            self.open.append(tag)
        numbers = [int(number) for number in re.findall(r"\d+", dict(attrs).get("data-sourcepos") or "")]
        if len(numbers) == 4:
            self.found.append(BlockSpan(tag, numbers[0], numbers[2], len(self.open)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _NESTING and self.open:
            self.open.pop()
