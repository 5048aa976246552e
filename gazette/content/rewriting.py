"""A text from elsewhere, as simple HTML → the Markdown of this project.

No library writes it: what it may hold is for `markup/` and `prose.py` to say, and so is what each sign means there.
No raw HTML, headings from the second level on and none skipped, notes as `[^1]`, lists that a number or hyphen begins.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final
from urllib.parse import quote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from .load import FORBIDDEN
from .markup import BULLETS, SCHEMES, scheme
from .prose import is_shortened
from .stacked import leave_out_stacks

LONGEST_HEADING: Final = 120
"""Letters; a longer line in bold is a passage that someone wanted to be noticed."""
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_INLINE: Final = frozenset("a strong em s sup sub br img".split())
_NOTE: Final = re.compile(r"#?((?:foot|end)note-\d+)")
_NUMBER: Final = re.compile(r"number-(\d{1,9})")
"""The id of an empty `a` that begins an entry of a numbered list, and tells its number."""
_BULLET: Final = re.compile(rf"[{BULLETS}·]\s*(?=\S)")
_LISTED: Final = re.compile(rf"(?:[-*+{BULLETS}]|\d{{1,3}}[.)]|\w\))\s")
_OPENING: Final = re.compile(r"[#>]|~(?=~~)|[-+](?=-*(?:\s|\Z))|!(?=include\b)|(?<=\d)[.)](?=\s|\Z)|[|:](?=[-|: ]*\Z)")
"""Characters that would begin something other than a paragraph; of a numbered entry, what follows its number."""
_UNDERLINE: Final = re.compile(r"(\\?[-=])+")
_RULE: Final = re.compile(r"(?:\\?[-_*=~–—#]\s*){3,}")
_RAISED: Final = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED: Final = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_BREAK: Final = "  \n"
_STRONG: Final = "\ue001\ue002"
_EMPHASIS: Final = "\ue003\ue004"
_STRUCK: Final = "\ue005\ue006"
"""Marks that begin and end an emphasis or what is struck out, until it is known what stands beside them."""
_AROUND: Final = {"strong": _STRONG, "em": _EMPHASIS, "s": _STRUCK}
_SIGNS: Final = {_STRONG: "**", _EMPHASIS: "*", _STRUCK: "~~"}
_MARKS: Final = {mark: sign for marks, sign in _SIGNS.items() for mark in marks}
_MARK: Final = f"[{''.join(_SIGNS)}]"
_ENTITIES: Final = ("~", "|", ":")
"""Signs for which Markdown had no backslash before GFM."""
_ADDRESS: Final = re.compile(r"(https?:/|www(?=\.))([/.])(?=\S*(?:[\\`*\[\]<{]|_(?![^\W_])|(?<![^\W_])_))")
"""Begins an address in which a sign needs its backslash; as a link of itself it would show it."""


@dataclass(frozen=True, slots=True)
class ExtractedPhoto:
    """A picture of the text: which, what it is said to show, and the line below it."""

    source: str
    alt: str
    caption: str = ""


@dataclass(slots=True)
class Rewritten:
    """`counted` tells what was made, and what could not be: `headings`, `notes`, `links`, `tables-torn` …"""

    title: str = ""
    body: str = ""
    shots: list[ExtractedPhoto] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    lost: dict[str, list[str]] = field(default_factory=dict)
    """Of what could not be, the words."""


def rewrite(source: str | Element, titled: bool = True) -> Rewritten:
    """The Markdown of a text. `source` is HTML, well-formed, with one element around all, or that element.

    Unless it is `titled`, its first heading is one like others: what is put into a text has no title.
    """
    root = ElementTree.fromstring(source) if isinstance(source, str) else source  # noqa: S314 - our own engine's
    return _Writer(root).write(titled)


class _Writer:
    """Writes one text."""

    def __init__(self, root: Element) -> None:
        self.root, self.made = root, Rewritten()
        self.levels: list[int] = []
        self.notes: dict[str, Element] = {}
        self.marks: dict[str, int] = {}
        self.pictured = False
        """Whether the paragraph before was a picture."""

    def write(self, titled: bool) -> Rewritten:
        for words in leave_out_stacks(self.root):  # before any text is brought into its normal form
            self._lose("marks-many", words[:LONGEST_HEADING])
        self._take_notes()
        self.made.title = self._take_title() if titled else ""
        blocks = [block for block in self._blocks(self.root) if block]
        blocks += self._written_notes()
        self.made.body = "\n\n".join(_lists_joined(blocks))
        return self.made

    # ---- before: what stands elsewhere here than there

    def _take_notes(self) -> None:
        for element in list(self.root):
            entries = [(_NOTE.fullmatch(entry.get("id", "")), entry) for entry in element]
            if element.tag == "ol" and entries and all(match for match, _ in entries):
                self.notes |= {match.group(1): entry for match, entry in entries if match}
                self.root.remove(element)

    def _take_title(self) -> str:
        """The line in the style "Title"; else the first line, where it is a heading."""
        titled = [element for element in self.root if element.get("class") == "title"]
        first = [element for element in self.root if _words(element)][:1]
        for element in titled[:1] or [line for line in first if line.tag in _HEADINGS or _is_bold(line)]:
            self.root.remove(element)
            self._pictures_in(element)
            self._lose_notes(element)
            return _words(element)
        return ""

    def _lose(self, kind: str, words: str) -> None:
        self.made.counted[kind] += 1
        self.made.lost.setdefault(kind, []).append(words)

    def _lose_notes(self, element: Element) -> None:
        """Tells the notes of what becomes a field, where no mark can stand."""
        for link in element.iter("a"):
            match = _NOTE.fullmatch(link.get("href", ""))
            if match and match.group(1) in self.notes:
                self._lose("notes-lost", _words(self.notes[match.group(1)]))

    # ---- blocks

    def _blocks(self, parent: Element) -> Iterator[str]:
        for element in _in_blocks(parent):
            if element.tag in _HEADINGS or (parent is self.root and _is_bold(element)):
                yield self._heading(element)
            elif element.tag in ("ul", "ol"):
                yield self._list(element)
            elif element.tag == "blockquote":
                inside = "\n\n".join(block for block in self._blocks(element) if block)
                yield "\n".join(f"> {line}".rstrip() for line in inside.split("\n")) if inside else ""
            elif element.tag == "table":
                yield from self._table(element)
            elif element.tag == "p":
                parts = list(self._paragraph(element))
                self.made.counted["paragraphs"] += len(parts) if parent is self.root else 0
                yield from parts
            else:
                yield from self._blocks(element)

    def _heading(self, element: Element) -> str:
        words = _words(element)
        self._pictures_in(element)
        marks = "".join(self._mark(link) for link in element.iter("a"))
        if not words:
            return marks
        bold = element.tag == "p"
        self.made.counted["bold-headings"] += bold
        self.made.counted["headings"] += 1
        level = _BOLD if bold else int(element.tag[1])
        while self.levels and self.levels[-1] >= level:
            self.levels.pop()
        self.levels.append(level)
        closed = re.sub("#(?=#*$)", r"\\#", _unstruck(_escaped(words)))
        return f"{'#' * min(1 + len(self.levels), 6)} {closed}{marks}"

    def _paragraph(self, element: Element) -> Iterator[str]:
        before, pictured = len(self.made.shots), self.pictured
        marks = dict(self.marks)
        text = self._tidied(element)
        self.pictured = before < len(self.made.shots)
        if element.get("class") == "caption" and pictured and not self.pictured:
            last = self.made.shots[-1]
            self.made.shots[-1] = ExtractedPhoto(last.source, last.alt, _words(element))
            self.marks = marks
            self._lose_notes(element)
            return
        lines = text.split(_BREAK)
        apart = "" in lines or any(_LISTED.match(line) or _UNDERLINE.fullmatch(line) for line in lines[1:])
        for part in lines if apart else [text]:
            if part.strip():
                yield _guarded(part)

    def _list(self, element: Element) -> str:
        lines: list[str] = []
        number = 0
        for entry in element:
            if element.tag == "ol":
                number = self._next_number(entry, number, is_first=not lines)
            mark = f"{number}. " if element.tag == "ol" else "- "
            indent = " " * max(4, len(mark))
            first, *others = [block for block in self._blocks(entry) if block] or [""]
            text = mark + first.replace("\n", f"\n{indent}")
            for other in others:
                gap = "\n" if re.match(r"(- |1\. )", other) else "\n\n"
                text += gap + "\n".join(f"{indent}{line}".rstrip() for line in other.split("\n"))
            lines.append(text)
        self.made.counted["lists"] += 1
        return "\n".join(lines)

    def _next_number(self, entry: Element, before: int, is_first: bool) -> int:
        """The number of an entry: what it is told to be, but Markdown counts on by itself."""
        told = [int(match.group(1)) for link in entry if (match := _NUMBER.fullmatch(link.get("id", "")))]
        number = told[0] if told and is_first else before + 1
        if told and told[0] != number:
            self._lose("lists-jump", f"{told[0]} → {number}")
        return number

    def _table(self, table: Element) -> Iterator[str]:
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in _rows(table)]
        cells = [cell for row in rows for cell in row]
        plain = not any(
            cell.get("colspan") or cell.get("rowspan") or cell.find(".//table") is not None for cell in cells
        )
        if not plain or len(rows) < 2 or len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
            self.made.counted["tables-torn"] += 1
            for cell in cells:
                yield from self._blocks(cell)
            return
        self.made.counted["tables"] += 1
        lines = [[self._cell(cell) for cell in row] for row in rows]
        lines.insert(1, ["---"] * len(rows[0]))
        yield "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def _cell(self, cell: Element) -> str:
        text = " ".join(self._in_one_line(cell))
        return " ".join(text.split()).replace("|", "&#124;")

    def _in_one_line(self, parent: Element, mark: str = "") -> Iterator[str]:
        """The words of what stands in a cell; the entries of a list keep what stood before them."""
        for element in _in_blocks(parent):
            if element.tag in ("ul", "ol"):
                number = 0
                for entry in element:
                    number = self._next_number(entry, number, is_first=not number)
                    yield from self._in_one_line(entry, "• " if element.tag == "ul" else f"{number}. ")
            elif element.tag == "blockquote":
                yield from self._in_one_line(element)
            elif text := self._tidied(element):
                yield mark + text
                mark = ""

    # ---- within a line

    def _tidied(self, element: Element) -> str:
        """The words of an element: one space between them, none beside a break, no marks that end and begin again."""
        text = self._inline(element)
        for marks in _SIGNS:
            text = re.sub(f"{marks[::-1]}|{marks}", "", text)
        lines = (re.sub(" +", " ", line).strip() for line in _unstruck(text).split(_BREAK))
        lost: list[str] = []
        tidied = _BREAK.join(_emphasised(line, lost) for line in lines).strip()
        for words in lost:
            self._lose("marks-lost", words)
        return tidied

    def _inline(self, element: Element) -> str:
        parts = [_escaped(element.text or "")]
        for child in element:
            parts += [self._element(child), _escaped(child.tail or "")]
        return "".join(parts)

    def _element(self, element: Element) -> str:
        if element.tag == "br":
            return _BREAK
        if element.tag == "img":
            self._picture(element)
            return ""
        if element.tag == "a":
            return self._link(element)
        inside = self._inline(element)
        if element.tag in _AROUND:
            return _around(inside, _AROUND[element.tag])
        if element.tag in ("sup", "sub") and re.fullmatch(r"[0-9+-]+", inside):
            return inside.translate(_RAISED if element.tag == "sup" else _LOWERED)
        if element.tag in ("sup", "sub") and element.find(".//a") is None and inside.strip():
            self._lose("raised", _words(element))
        return inside if element.tag != "input" else ""

    def _link(self, link: Element) -> str:
        """A link; the spaces at its ends stand beside it."""
        whole = self._inline(link)
        before, after = " " * whole[:1].isspace(), " " * whole[-1:].isspace()
        return before + self._linked(link, " ".join(whole.split())) + after

    def _linked(self, link: Element, inside: str) -> str:
        address = link.get("href", "").strip()
        if _NOTE.fullmatch(address):
            return self._mark(link)
        if address.startswith("#") or not address:
            return "" if "note-ref-" in address else inside
        if scheme(address) not in SCHEMES:
            self.made.counted["links-dead"] += 1
            return inside
        if not inside:
            return ""
        self.made.counted["links"] += 1
        self.made.counted["links-short"] += is_shortened(address)
        safe = quote(unicodedata.normalize("NFC", address), safe="/:?#[]@!$&'*+,;=%-._").replace("~", "%7E")
        return f"<{safe}>" if _words(link) == address == safe else f"[{inside}]({safe})"

    def _mark(self, link: Element) -> str:
        """The mark of a note; the first to be marked is the first."""
        match = _NOTE.fullmatch(link.get("href", ""))
        if not match or match.group(1) not in self.notes:
            return ""
        return f"[^{self.marks.setdefault(match.group(1), len(self.marks) + 1)}]"

    def _written_notes(self) -> list[str]:
        """The notes that are marked; a note may mark another, so there may be more of them at the end."""
        written: list[str] = []
        while len(written) < len(self.marks):
            name = list(self.marks)[len(written)]
            blocks = [block for block in self._blocks(self.notes[name]) if block]
            text = "\n\n".join(blocks).strip().replace("\n", "\n    ")
            written.append(f"[^{len(written) + 1}]: {re.sub(' +$', '', text, flags=re.MULTILINE) or '–'}")
        self.made.counted["notes"] = len(written)
        return written

    def _picture(self, image: Element) -> None:
        source = image.get("src", "")
        if source and source not in [shot.source for shot in self.made.shots]:
            self.made.shots.append(ExtractedPhoto(source, _line(image.get("alt", ""))))

    def _pictures_in(self, element: Element) -> None:
        for image in element.iter("img"):
            self._picture(image)


_BOLD: Final = 7
"""The level of a line in bold: below all that have a style."""


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table itself, not of one that stands in a cell of it."""
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(part)


def _is_bold(element: Element) -> bool:
    """Whether it is a short line all in bold, as people write a heading who know no styles."""
    if element.tag != "p" or element.find(".//img") is not None:
        return False
    outside = [element.text, *(child.tail for child in element)]
    inside = [child for child in element if child.tag not in ("br", "sup")]
    words = _words(element)
    bold = bool(inside) and all(child.tag == "strong" for child in inside)
    return (
        bold
        and not "".join(part or "" for part in outside).strip()
        and (2 < len(words) <= LONGEST_HEADING and words[-1] not in ".,:·…")
    )


def _words(element: Element) -> str:
    """The words of an element in one line, without the marks of notes and without what is struck out."""
    parts: list[str] = []

    def gather(part: Element) -> None:
        if part.tag == "s" or (part.tag == "sup" and part.find("a") is not None):
            return
        parts.append(part.text or "")
        for child in part:
            parts.append(" " if child.tag == "br" else "")
            gather(child)
            parts.append(child.tail or "")

    gather(element)
    return _line("".join(parts))


def _line(text: str) -> str:
    return " ".join(re.split(r"[ \t\r\n\v\f]+", FORBIDDEN.sub("", unicodedata.normalize("NFC", text)))).strip()


def _escaped(text: str) -> str:
    """Words as Markdown shows them, whatever signs they hold."""
    text = re.sub(r"[ \t\r\n\v\f]+", " ", FORBIDDEN.sub("", unicodedata.normalize("NFC", text)))
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text)
    text = _ADDRESS.sub(lambda match: f"{match.group(1)}&#{ord(match.group(2))};", text)
    text = text.replace("<", "&lt;").replace("{", "&#123;")
    return re.sub(r"([\\`*\[\]]|(?<![^\W_])_|_(?![^\W_]))", r"\\\1", text)


def _around(inside: str, marks: str) -> str:
    """Marks stand at the words, not at the spaces beside them; and not across a break, where they would be lost."""
    parts = [re.fullmatch(r"(\s*)(.*?)(\s*)", part, re.DOTALL) for part in inside.split(_BREAK)]
    found = (part.groups() for part in parts if part)
    return _BREAK.join(
        f"{before}{marks[0]}{words}{marks[1]}{after}" if words else before for before, words, after in found
    )


def _emphasised(line: str, lost: list[str]) -> str:
    """The line with signs for its marks. Where they would be read as signs, it goes without; its words go to `lost`.

    One that begins has no space behind it, and a sign only where a space or a sign stands before; one that ends is
    its mirror (CommonMark 0.31, 6.2).
    """
    bare = re.sub(_MARK, "", line)
    parts = re.split(f"({_MARK})", line)
    places = list(accumulate((0 if part in _MARKS else len(part) for part in parts), initial=0))
    begun: dict[str, list[int]] = {sign: [] for sign in _SIGNS.values()}
    written = ["" if part in _MARKS else part for part in parts]
    for number, part in enumerate(parts):
        sign = _MARKS.get(part, "")
        if any(part == marks[0] for marks in _SIGNS):
            begun[sign].append(number)
        elif sign and begun[sign]:
            first = begun[sign].pop()
            before, after = bare[: places[first]][::-1], bare[places[number] :]
            within = bare[places[first] : places[number]]
            if _holds(within, before) and _holds(within[::-1], after):
                written[first] = written[number] = sign
            elif any(letter.isalnum() for letter in within):
                lost.append(html.unescape(within))
    return "".join(written)


def _holds(words: str, beside: str) -> bool:
    """Whether a mark between the beginning of `words` and what is beside it begins an emphasis, or ends one."""
    return words[:1].strip() != "" and (not _is_sign(words[0]) or not beside[:1].strip() or _is_sign(beside[0]))


def _is_sign(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "PS"


def _unstruck(text: str) -> str:
    """Two tildes would strike out what is between them, and one may stand beside those that do."""
    return text.replace("~", "&#126;") if text.count("~") > 1 or _STRUCK[0] in text else text


def _in_blocks(parent: Element) -> Iterator[Element]:
    """What stands in an element, with words that stand there by themselves as paragraphs."""
    loose = Element("p")
    loose.text = parent.text
    for child in parent:
        if child.tag in _INLINE:
            loose.append(child)
            continue
        if len(loose) or (loose.text or "").strip():
            yield loose
        yield child
        loose = Element("p")
        loose.text = child.tail
    if len(loose) or (loose.text or "").strip():
        yield loose


def _guarded(text: str) -> str:
    """A paragraph that begins as one; a bullet typed by hand begins an entry of a list."""
    if _RULE.fullmatch(text):
        return "* * *"
    lines = text.split("\n")
    lines[0] = re.sub(_BULLET, "- ", lines[0], count=1) if _BULLET.match(lines[0]) else _unopened(lines[0])
    return "\n".join([lines[0], *map(_unopened, lines[1:])])


def _unopened(line: str) -> str:
    """The line with its first sign as a sign."""
    start = re.match(r"\d{0,9}", line)
    found = _OPENING.match(line, start.end() if start else 0)
    if not found:
        return line
    sign = f"&#{ord(found.group())};" if found.group() in _ENTITIES else f"\\{found.group()}"
    return line[: found.start()] + sign + line[found.end() :]


def _lists_joined(blocks: Sequence[str]) -> Iterator[str]:
    """Entries that were typed by hand, each a paragraph, become one list."""
    entries: list[str] = []
    for block in blocks:
        if block.startswith("- ") and "\n" not in block:
            entries.append(block)
            continue
        if entries:
            yield "\n".join(entries)
            entries = []
        yield block
    if entries:
        yield "\n".join(entries)
