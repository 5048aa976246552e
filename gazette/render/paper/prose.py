"""A converted text as it is set on paper: notes at the foot of the page, links that can be followed from print.

The converter gives a fragment for screens: notes in a list at its end, links with anything inside. On paper a note
stands where it is called and floats down from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from itertools import accumulate
from typing import Final, NamedTuple

from ...content.markup import PAGE_MARK, PHOTO

DEEPER: Final = 2
"""A text's own headings begin at h2; on paper they stand below the section's (h2) and the item's (h3)."""
ALONE: Final = 14
"""Letters from which a word may be the last line of a paragraph."""
NOTE_LINE, NOTE_LINES = 100, 24
"""Letters in a line of a note, and the lines of them that may stand at the feet of pages: to divide more the engine
takes without end, so that they stand behind the text.
"""
CALL: Final = "-call"
"""Behind the name of a note: where it is called."""
END: Final = 22
"""Letters that two words at the end of a paragraph may have together to be kept in one line."""
LONE: Final = 10
"""Letters up to which a word should not be a line of its own."""
PAIR: Final = 24
"""Letters that it may have with the word before it, to be kept with it."""
FOOT_LETTERS: Final = 60
"""Of a section's title at the foot of a page."""
PAIR_ASIDE: Final = 15
"""Letters of a pair of words that fit into the outer margin, the narrowest place."""
UNSURE: Final = 9.0
"""Millimetres by which the height of a text may be another than was told."""
_HEADINGS: Final = re.compile(r'<h\d id="([^"]*)"')
_BLOCKS: Final = frozenset(("p", "li", "pre", "dt", "dd", "tr"))
_VOID: Final = frozenset(("br", "hr"))
_WITHIN: Final = frozenset(("em", "strong", "del", "code", "sub", "sup"))
"""What may stand in a link and in a note."""


class Block(NamedTuple):
    """A paragraph, heading or entry of a list: how many letters it has, so that its height can be told."""

    kind: str
    letters: int


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text is set: addresses in a text of the site as the document names them."""

    page: Callable[[str], str]
    prefix: str
    """Before each id, so that two texts with the same heading can stand in one document."""
    web: str = ""
    """The full address of the page that has the text, for what it leads to in itself and paper does not print."""
    top: str = ""
    """The name in the document of where the text begins, if it has one."""
    notes_behind: bool = False
    """Whether notes stand behind the text, not at the feet of pages."""


@dataclass(slots=True)
class Prose:
    """A text set for paper. `letters` of its notes stand apart: they are set below."""

    html: str = ""
    blocks: list[Block] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    """Addresses elsewhere, in the order of their numbers."""
    pictured: list[str] = field(default_factory=list)
    """The photos whose places are in `html`, by name."""


def set_prose(fragment: str, setting: Setting, letters: int = 0) -> Prose:
    """`fragment` is what content.markup gave; its marks become what `setting` says.

    With `letters`, only its first blocks are set, until there are about so many.
    """
    cut = fragment.find('<div class="footnote"')
    body = fragment[:cut] if cut >= 0 else fragment
    body = _beginning(body, letters) if letters else body
    names = frozenset(_HEADINGS.findall(body))
    notes = _Notes(setting, [], names)
    if cut >= 0:
        notes.feed(fragment[cut:])
    setter = _Setter(setting, notes.found, notes.links, names)
    setter.feed(body)
    called = [len(notes.found[name].letters) for name in setter.called]
    html = "".join(setter.out) + setter.endnotes()
    return Prose(html, setter.blocks, called, setter.links, setter.pictured)


def with_quotes(html: str, sentences: Sequence[str]) -> str:
    """A text with sentences in large letters set in, between paragraphs and as far from each other as can be."""
    blocks = _Blocks(html)
    places = [(at, count) for at, count in blocks.ends if html[at:].lstrip().startswith("<p")]
    letters = blocks.ends[-1][1] if blocks.ends else 0
    chosen: list[tuple[tuple[int, int], str]] = []
    for number, words in enumerate(sentences, start=1):
        wanted = letters * number / (len(sentences) + 1)
        free = [place for place in places if place not in [taken for taken, _ in chosen]]
        if free:
            chosen.append((min(free, key=lambda place: abs(place[1] - wanted)), words))
    for (at, _), words in sorted(chosen, reverse=True):
        html = f'{html[:at]}<p class="pull inside">{escape(words, quote=False)}</p>{html[at:]}'
    return html


def figures_placed(html: str, heights: Mapping[str, float], lines: Callable[[int], float]) -> str:
    """A text in two columns with each picture where it does not stand between them: the columns would not be even.

    `heights` are those of the pictures, by name; `lines` gives the height of so many letters. A picture is moved
    towards the beginning, in front of a paragraph.
    """
    for name, height in heights.items():
        figure = _figure(name).search(html)
        if not figure:
            continue
        rest = html[: figure.start()] + html[figure.end() :]
        ends = [(0, 0), *_Blocks(rest).ends]
        before = max((count for at, count in ends if at <= figure.start()), default=0)
        middle = (lines(ends[-1][1]) + height) / 2
        if lines(before) + height > middle - UNSURE and lines(before) < middle + UNSURE:
            behind = max((other.end() for other in _ANY_FIGURE.finditer(html[: figure.start()])), default=0)
            fitting = [at for at, count in ends if at >= behind and lines(count) + height <= middle - UNSURE]
            place = max(fitting, default=behind)  # pictures stay in their order
            html = rest[:place] + figure[0] + rest[place:]
    return html


_ANY_FIGURE: Final = re.compile(rf'<figure {PHOTO}="[^"]*">\s*</figure>')


def _figure(name: str) -> re.Pattern[str]:
    return re.compile(rf'<figure {PHOTO}="{re.escape(escape(name))}">\s*</figure>')


def _beginning(body: str, letters: int) -> str:
    """The first blocks of a text, whole ones, until they have so many letters."""
    reader = _Blocks(body)
    ends = [end for end, count in reader.ends if count >= letters]
    return body[: ends[0]] if ends else body


class _Blocks(HTMLParser):
    """Where each block of a text ends, and how many letters stand before that."""

    def __init__(self, body: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ends: list[tuple[int, int]] = []
        self._lines = [0, *accumulate(len(line) for line in body.splitlines(keepends=True))]
        self._depth = self._letters = 0
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's form
        self._depth += tag not in _VOID

    def handle_endtag(self, tag: str) -> None:
        self._depth -= 1
        if not self._depth and not _is_heading(tag):
            line, column = self.getpos()
            self.ends.append((self._lines[line - 1] + column + len(f"</{tag}>"), self._letters))

    def handle_data(self, data: str) -> None:
        self._letters += len(data)


class _Parser(HTMLParser):
    """Writes links and words; what else is written its children say."""

    def __init__(self, setting: Setting, links: list[str], names: frozenset[str]) -> None:
        """`names` are those of the headings that are printed."""
        super().__init__(convert_charrefs=True)
        self.setting, self.links, self.names = setting, links, names
        self.out: list[str] = []
        self.in_link = False

    def open_link(self, href: str) -> None:
        elsewhere = not href.startswith((PAGE_MARK, "#"))
        if elsewhere:
            self.links.append(href)
            target = href
        elif href.startswith("#"):
            target = self._within(href[1:])
        else:
            target = self.setting.page(href[1:])
        kind = ' class="within"' if target.startswith("#") else ""
        self.out.append(f'<a{kind} href="{escape(target)}">')
        self.in_link = True
        self._number = f'<sup class="link-number">[{len(self.links)}]</sup>' if elsewhere else ""

    def _within(self, name: str) -> str:
        """The address of something in the text itself: on paper where it is printed, else on the text's own page."""
        if name in self.names:
            return f"#{self.setting.prefix}{name}"
        if not name and self.setting.top:
            return f"#{self.setting.top}"
        return self.setting.web + (f"#{name}" if name else "")

    def close_link(self) -> None:
        self.out.append(f"</a>{self._number}")
        self.in_link = False


@dataclass(slots=True)
class _Note:
    html: str = ""
    letters: str = ""


class _Notes(_Parser):
    """The notes at the end of a fragment, by their ids."""

    def __init__(self, setting: Setting, links: list[str], names: frozenset[str]) -> None:
        super().__init__(setting, links, names)
        self.found: dict[str, _Note] = {}
        self._skipped = False
        self._plain: list[str] = []
        self._id = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "li" and not self._id:
            self._id, self.out, self._plain = given.get("id") or "", [], []
        elif given.get("class") == "footnote-backref":
            self._skipped = True
        elif tag == "a":
            self.open_link(given.get("href") or "")
        elif tag in _WITHIN:
            self.out.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._skipped:
            self._skipped = False
        elif tag == "a":
            self.close_link()
        elif tag == "li":
            self.found[self._id] = _Note("".join(self.out).strip(" \n\N{NO-BREAK SPACE}"), "".join(self._plain))
            self._id = ""
        elif tag in _WITHIN:
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._skipped and self._id:
            self.out.append(escape(data, quote=False))
            self._plain.append(data)


class _Setter(_Parser):
    """The text itself."""

    def __init__(self, setting: Setting, notes: dict[str, _Note], links: list[str], names: frozenset[str]) -> None:
        super().__init__(setting, links, names)
        self.notes = notes
        lines = sum(1 + len(note.letters) // NOTE_LINE for note in notes.values())
        self.at_end = setting.notes_behind or lines > NOTE_LINES
        self.blocks: list[Block] = []
        self.called: list[str] = []
        self.pictured: list[str] = []
        self._in_call = self._ends_in_words = False
        self._letters = self._start = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._ends_in_words = False
        if tag == "sup" and "id" in given:
            self._in_call = True
        elif tag == "a" and given.get("class") == "footnote-ref":
            self._call((given.get("href") or "")[1:])
        elif tag == "a":
            self.open_link(given.get("href") or "")
        elif not self.in_link or tag in _WITHIN:
            self._open(tag, given)

    def _call(self, name: str) -> None:
        """A note stands where it is called first; a further call leads there."""
        note, is_first = f"{self.setting.prefix}{name}", name not in self.called
        if is_first:
            self.called.append(name)
        if is_first and not self.at_end:
            self.out.append(f'<span class="footnote" id="{note}">{self.notes[name].html}</span>')
            return
        own = f' id="{note}{CALL}"' if is_first else ""
        self.out.append(f'<a class="note-call"{own} href="#{note}">{self.called.index(name) + 1}</a>')

    def endnotes(self) -> str:
        """The notes behind the text, where they are too many for the feet of pages; from each a way back."""
        if not self.at_end or not self.called:
            return ""
        names = [(f"{self.setting.prefix}{name}", self.notes[name].html) for name in self.called]
        notes = (f'<li id="{note}" data-call="{note}{CALL}">{html}</li>' for note, html in names)
        return f'<ol class="endnotes">{"".join(notes)}</ol>'

    def _open(self, tag: str, given: dict[str, str | None]) -> None:
        if tag in _BLOCKS or _is_heading(tag):
            self._letters, self._start = 0, len(self.out)
        if tag == "figure":
            self.pictured.append(given[PHOTO] or "")
            self.out.append(f'<figure {PHOTO}="{self.pictured[-1]}">')
            return
        shown = {name: value for name, value in given.items() if name in ("style", "class") and value}
        if given.get("start"):  # the engine does not know it
            shown["style"] = f"counter-reset: list-item {int(given['start'] or 1) - 1}"
        if given.get("id"):
            shown["id"] = f"{self.setting.prefix}{given['id']}"
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in shown.items() if value)
        before = '<div class="table">' if tag == "table" else ""
        self.out.append(f"{before}<{_shifted(tag)}{attributes}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "sup" and self._in_call:
            self._in_call = False
        elif tag == "a" and not self._in_call:
            self.close_link()
        elif (not self.in_link or tag in _WITHIN) and not self._in_call and tag not in _VOID:
            if tag in ("p", "li"):
                self._keep_end()
            self.out.append(f"</{_shifted(tag)}>{'</div>' if tag == 'table' else ''}")
            self._ends_in_words = False
            if tag in _BLOCKS or _is_heading(tag):
                self.blocks.append(Block("h" if _is_heading(tag) else tag, self._letters))

    def _keep_end(self) -> None:
        """A span would not be allowed around a link: before one at the end, a space that is none to break at."""
        if self._ends_in_words and len(self.out[-1].split()) > 1:
            self.out[-1] = _with_end(self.out[-1])
            return
        after = 0
        for at in range(len(self.out) - 1, self._start, -1):
            piece = self.out[at]
            if piece.startswith("<"):
                continue
            if "<" in piece:  # the end of a paragraph in an entry of a list
                return
            before, space, last = piece.replace("\n", " ").rpartition(" ")
            after += len(last)
            if space or after >= ALONE:
                self.out[at] = f"{before}\N{NO-BREAK SPACE}{last}" if space and before and after < ALONE else piece
                return

    def handle_data(self, data: str) -> None:
        if not self._in_call:
            self.out.append(escape(data, quote=False))
            self._letters += len(data)
            self._ends_in_words = bool(data.strip()) and not self.in_link


def _with_end(words: str) -> str:
    """The last words of a paragraph as one, so that no short one, nor the end of one, is a line of its own."""
    rest, space, last = words.replace("\n", " ").rpartition(" ")
    if space and len(last) < ALONE:
        before, space, other = rest.rpartition(" ")
        if len(other) + len(last) <= END:
            rest, last = before, f"{other} {last}"
    return f'{rest} <span class="end">{last}</span>' if space else words


def _is_heading(tag: str) -> bool:
    return len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()


def _shifted(tag: str) -> str:
    return f"h{min(6, int(tag[1]) + DEEPER)}" if _is_heading(tag) else tag


def kept(words: str, most: int = PAIR) -> str:
    """A title whose last two words stay together, so that no short one is alone on the last line."""
    before, _, last = words.rpartition(" ")
    pair = len(before.rpartition(" ")[2]) + len(last)
    short_enough = before.count(" ") > 1 and len(last) <= LONE and pair <= most
    return f"{before}\N{NO-BREAK SPACE}{last}" if short_enough else words


def running(title: str) -> str:
    """A section's title as it stands at the foot of each page, in one line."""
    return title if len(title) <= FOOT_LETTERS else title[:FOOT_LETTERS].rpartition(" ")[0] + "…"


def short(address: str) -> str:
    """An address as it is typed."""
    return re.sub(r"^https?://(www\.)?", "", address).rstrip("/")
