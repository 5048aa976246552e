"""Words and structure of a text, the same for the HTML of GitHub's parser and for that of a page, to compare the two.

What differs by right is taken away: ids, the site's own addresses, a photo's caption, the markup of footnotes and of
boxes around tables, paragraphs in a list whose entries stand apart, the nesting of bold in italics or the other way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import zip_longest
from typing import Final, NamedTuple
from urllib.parse import unquote

import cmarkgfm
from cmarkgfm.cmark import Options

_MARKS: Final = {"em": "em", "i": "em", "strong": "strong", "b": "strong", "del": "del", "s": "del", "code": "code"}
_BLOCKS: Final = frozenset("p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre hr table tr th td dl dt dd".split())
_EMPTY: Final = frozenset({"hr", "br", "img", "input"})
_DONE, _TO_DO = "☑", "☐"
"""What stands for the boxes of a list of tasks; `☒` is taken for the first."""
_OUTWARD: Final = re.compile(r"(?i)(https?|mailto|tel):")
_ALIGNED: Final = re.compile(r"left|center|right")
_AROUND: Final = 4
"""Tokens that are shown before and behind the first difference."""


class Token(NamedTuple):
    """A block's beginning or end, or a word with its marks; and the line of the text on which its block begins."""

    text: str
    line: int = 0
    marks: str = ""

    @property
    def shown(self) -> str:
        """All of it that counts, for messages."""
        return f"{self.text}{{{self.marks}}}" if self.marks else self.text


class Difference(NamedTuple):
    """The first place at which two sides differ, with what each has there."""

    line: int
    github: str
    page: str


def github_html(text: str) -> str:
    """GitHub's own parser with its extensions and footnotes; each block with its lines."""
    options = Options.CMARK_OPT_FOOTNOTES | Options.CMARK_OPT_SOURCEPOS
    made: str = cmarkgfm.github_flavored_markdown_to_html(text, options)
    return made


def tokens_of(html: str) -> list[Token]:
    """The words and structure of a fragment of HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_run()
    return reader.tokens


def plain_of(html: str) -> str:
    """The words of a fragment of HTML, without marks and structure; blocks stand apart."""
    words = (token.text for token in tokens_of(html))
    return "".join(f" {word} " if word.startswith(("<", "|")) else word for word in words)


def prose_of(page: str) -> str:
    """The article's text within a page of the site; nothing where it has none."""
    start = page.find('<div class="prose"')
    depth = 0
    for match in re.finditer(r"<(/?)div\b", page[start:]) if start >= 0 else ():
        depth += -1 if match.group(1) else 1
        if not depth:
            return page[start : start + match.start()]
    return ""


def first_difference(text: str, page: str) -> Difference | None:
    """What a page of the site shows otherwise than GitHub shows the text; None where they are the same."""
    ours, theirs = tokens_of(prose_of(page)), tokens_of(github_html(text))
    line = 1
    for place, (one, other) in enumerate(zip_longest(theirs, ours)):
        line = one.line or line if one else line
        if one is None or other is None or (one.text, one.marks) != (other.text, other.marks):
            return Difference(line, _shown(theirs, place), _shown(ours, place))
    return None


def _shown(tokens: Sequence[Token], place: int) -> str:
    return "".join(token.shown for token in tokens[max(place - _AROUND, 0) : place + _AROUND])


class _Reader(HTMLParser):
    """Collects the tokens of a fragment."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[Token] = []
        self.blocks: list[str] = []
        self.marks: list[str] = []
        self.lines: list[int] = []
        self.run: list[tuple[str, str]] = []
        self.skipped = 0
        self.in_notes = False

    # ---- what the parser finds

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if self.skipped:
            self.skipped += tag not in _EMPTY
        elif tag == "figure" or "footnote-backref" in given.get("class", ""):
            if tag == "figure":
                self._image()
            elif self.run:  # a space stands before the way back
                self.run[-1] = (self.run[-1][0].rstrip(), self.run[-1][1])
            self.skipped = 1
        elif tag in _MARKS and not (tag == "code" and "pre" in self.blocks):
            self.marks.append(_MARKS[tag])
        elif tag == "a":
            self.marks.append(_link(given))
        elif tag in ("img", "br", "input"):
            self._single(tag, given)
        elif tag in _BLOCKS:
            self._open(tag, given)
        elif given.get("class") in ("footnotes", "footnote"):
            self._token("<notes>")
            self.in_notes = True

    def handle_endtag(self, tag: str) -> None:
        if self.skipped:
            self.skipped -= 1
        elif (tag in _MARKS and not (tag == "code" and "pre" in self.blocks)) or tag == "a":
            self.marks.pop()
        elif tag in _BLOCKS and tag != "hr":
            self._close(tag)

    def handle_data(self, data: str) -> None:
        if self.skipped:
            return
        if "pre" in self.blocks:
            self.run.append((data, ""))
        elif "note" in self.marks:
            self.run.append((f"[^{data.strip()}]", ""))
        elif data.strip() or self.run:
            self._begin_beside()
            self.run.append((data, ",".join(sorted({*self.marks}))))

    # ---- what becomes of it

    def _token(self, text: str) -> None:
        self.end_run()
        self.tokens.append(Token(text, self.lines[-1] if self.lines else 0))

    def _single(self, tag: str, given: dict[str, str]) -> None:
        if tag == "img":
            self._image()
        elif tag == "br":
            self._token("<br>")
        elif given.get("type") == "checkbox":
            self.run.append((f"{_DONE if 'checked' in given else _TO_DO} ", ""))

    def _image(self) -> None:
        self._token("<image>")

    def _open(self, tag: str, given: dict[str, str]) -> None:
        if tag == "hr":
            if not (self.in_notes and self.tokens[-1].text == "<notes>"):
                self._token("<hr>")
            return
        self.end_run()
        position = given.get("data-sourcepos", "").partition(":")[0]
        self.lines.append(int(position) if position else self.lines[-1] if self.lines else 0)
        is_in_list = tag == "p" and self.blocks[-1:] == ["li"]
        self.blocks.append(tag)
        if is_in_list:
            self._part_in_list()
        else:
            self._token(f"<{tag}{_told_of(tag, given)}>")

    def _begin_beside(self) -> None:
        """Words of a list's entry that stand below a block in it, without a paragraph of their own."""
        if not self.run and self.blocks[-1:] == ["li"] and self.tokens[-1].text.startswith("</"):
            self._part_in_list()

    def _part_in_list(self) -> None:
        if self.tokens[-1].text != "<li>":
            self._token("<part>")

    def _close(self, tag: str) -> None:
        self.end_run()
        is_in_list = tag == "p" and self.blocks[-2:-1] == ["li"]
        if not is_in_list:
            self._close_block(tag)
        if self.blocks:
            self.blocks.pop()
            self.lines.pop()

    def _close_block(self, tag: str) -> None:
        """A paragraph of pictures alone stands for the pictures; an empty one for nothing."""
        start = len(self.tokens) - 1
        while start >= 0 and self.tokens[start].text == "<image>":
            start -= 1
        if tag == "p" and self.tokens[start].text == "<p>":
            del self.tokens[start]
        else:
            self._token(f"</{tag}>")

    def end_run(self) -> None:
        """Turns the words since the last block or line break into tokens."""
        run, self.run = self.run, []
        line = self.lines[-1] if self.lines else 0
        if "pre" in self.blocks:
            text = "".join(part for part, _ in run).expandtabs(4)
            self.tokens += [Token(f"|{row.rstrip()}\n", line) for row in text.rstrip("\n").split("\n")]
        elif run:
            words = [Token(word, line, marks) for word, marks in _words(run)]
            if self.tokens and self.tokens[-1].text == "<li>" and words and words[0].text == "☒":
                words[0] = words[0]._replace(text=_DONE)
            self.tokens += words


def _link(given: dict[str, str]) -> str:
    if "footnote-ref" in given.get("class", "") or "data-footnote-ref" in given:
        return "note"
    address = given.get("href", "")
    return f"a={unicodedata.normalize('NFC', unquote(address))}" if _OUTWARD.match(address) else "a=here"


def _told_of(tag: str, given: dict[str, str]) -> str:
    """Of a list the number that it begins with, of a cell on which side its words stand."""
    if tag == "ol" and given.get("start", "1") != "1":
        return f" {given['start']}"
    side = _ALIGNED.search(" ".join((given.get("align", ""), given.get("style", ""), given.get("class", ""))))
    return f" {side.group()}" if tag in ("th", "td") and side else ""


def _words(run: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each word and the marks on it, with a space before it where there is one; parts of a word by themselves."""
    gap, first = False, True
    for text, marks in _stripped(list(_merged(run))):
        normal = unicodedata.normalize("NFC", text).replace("\N{NO-BREAK SPACE}– ", " – ")
        for part in re.findall(r"[ \t\n]+|[^ \t\n]+", normal):
            if not part.strip(" \t\n"):
                gap = not first
                continue
            yield (" " if gap else "") + part, marks
            gap, first = False, False


def _stripped(run: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without spaces at both ends that no one sees, those included at which no line breaks."""
    if run:
        run[0] = (run[0][0].lstrip(), run[0][1])
        run[-1] = (run[-1][0].rstrip(), run[-1][1])
    return run


def _merged(run: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Neighbours with the same marks as one: where one of two tags ends is not seen."""
    text, marks = "", ""
    for part, its in run:
        if its != marks and text:
            yield text, marks
            text = ""
        text, marks = text + part, its
    if text:
        yield text, marks
