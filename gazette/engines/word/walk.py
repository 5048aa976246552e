"""The walk through one part of a Word document: each element once, in order; what is hidden or deleted is not seen.

What is known to be something else than text has a function of its own; of everything else the inside is walked, so
that no wrapper takes words with it. Elements are those of ECMA-376, part 1.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final, NamedTuple
from xml.etree.ElementTree import Element

from .numbers import WordNumbers
from .package import W, WordPackage, is_on, value
from .styles import WordStyles, font_of

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_UNDERSTOOD: Final = re.compile(r"(wps|wpg|wpc|wp14|w1[0-9]\w*|cx\d*)(\s+(wps|wpg|wpc|wp14|w1[0-9]\w*|cx\d*))*")
"""What Word draws by itself, by the prefixes that it gives them; of all else the picture beside it counts."""


@dataclass(slots=True)
class Losses:
    """What was lost or changed: kind → how often, and kind → the words of it."""

    counted: Counter[str] = field(default_factory=Counter)
    words: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def tell(self, kind: str, words: str = "") -> None:
        """Notes one of a kind."""
        self.counted[kind] += 1
        if words := " ".join(words.split()):
            self.words[kind].append(words)


@dataclass(slots=True)
class Sources:
    """What all parts of one document share. `notes` are those that are marked, `comments` those that are anchored."""

    package: WordPackage
    styles: WordStyles
    numbers: WordNumbers
    losses: Losses = field(default_factory=Losses)
    notes: dict[tuple[str, str], int] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    sections: list[Element] = field(default_factory=list)


class Piece(NamedTuple):
    """A bit of a paragraph: the address it leads to, its marks, and its words or its element."""

    link: str
    marks: tuple[str, ...]
    content: str | Element


class RunLook(NamedTuple):
    """How a run looks: `marks` are those that are carried over; `font` tells which signs its letters stand for."""

    marks: tuple[str, ...] = ()
    hidden: bool = False
    font: str = ""


@dataclass(slots=True)
class WordField:
    """A field that is being walked: the element that begins it, its instruction, and the links around its result."""

    begin: Element
    code: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Flow:
    """Paragraphs that stand together, in the text, a cell or a box.

    `line` is the paragraph that is being walked; `after` what stands in boxes anchored there, and follows; `pending`
    the words of a paragraph that goes on in the next; `level` the list's, where a list has just been.
    """

    out: Element
    line: list[Piece] | None = None
    after: list[Element] = field(default_factory=list)
    pending: list[Piece] = field(default_factory=list)
    links: list[str] = field(default_factory=lambda: [""])
    level: int = -1

    def follow(self, made: list[Element]) -> None:
        """Puts paragraphs behind the one that is being walked."""
        self.after.extend(made) if self.line is not None else self.out.extend(made)


Handler = Callable[["WordWalk", Element], None]


class WordWalk:
    """One walk. `relations` are what the text names: (kind, target) → id; `named` what the part itself names."""

    handlers: ClassVar[Mapping[str, Handler]] = {}
    """Element → what is done at it, in place of walking its inside."""

    def __init__(self, sources: Sources, part: str, relations: dict[tuple[str, str], str]) -> None:
        self.sources = sources
        self.named, self.relations = sources.package.relations(part), relations
        self.flow = Flow(Element(f"{W}body"))
        self.look = RunLook()
        self.fields: list[WordField] = []
        self.field_signs: Mapping[int, str] = {}
        self.instructions = 0
        self.style = self.table_style = self.alt = ""
        self._looks: dict[tuple[str, str, str], RunLook] = {}

    def walk(self, element: Element) -> None:
        """Walks an element."""
        handler = self.handlers.get(element.tag)
        if handler is None:
            self.inside(element)
        else:
            handler(self, element)

    def inside(self, element: Element) -> None:
        """Walks what stands in an element."""
        for child in element:
            self.walk(child)

    def flush(self) -> None:
        """Writes what no further paragraph takes up."""
        raise NotImplementedError

    def is_shown(self) -> bool:
        """Whether what stands here is seen: not hidden, and no instruction of a field."""
        return not self.look.hidden and not self.instructions

    def put(self, content: str | Element, link: str | None = None) -> None:
        """Adds words or an element to the paragraph, linked as all around it unless it is said where."""
        if self.is_shown() and content != "":
            line = self.flow.pending if self.flow.line is None else self.flow.line
            line.append(Piece(self.flow.links[-1] if link is None else link, self.look.marks, content))

    def tell(self, kind: str, words: str = "") -> None:
        """Notes what is lost or changed, if it is seen."""
        if self.is_shown():
            self.sources.losses.tell(kind, words)

    def led(self, address: str, element: Element) -> None:
        """Walks the inside of a link."""
        self.flow.links.append(address or self.flow.links[-1])
        self.inside(element)
        self.flow.links.pop()

    def apart(self, element: Element) -> bool:
        """Walks what stands in a box of its own; it follows the paragraph of its anchor. Whether there was anything."""
        outer, style = self.flow, self.style
        self.flow = Flow(Element("box"))
        if element.tag in (f"{W}p", f"{W}tbl"):
            self.walk(element)
        else:
            self.inside(element)
        self.flush()
        made = list(self.flow.out)
        self.flow, self.style = outer, style
        self.flow.follow(made)
        return bool(made)

    def relation(self, kind: str, target: str) -> str:
        """The id by which the text names something."""
        return self.relations.setdefault((kind, target), f"rId{len(self.relations) + 1}")

    def look_of(self, properties: Element | None, style: str) -> RunLook:
        """How a run looks, by its own properties and the styles that it and its paragraph are in."""
        told = [] if properties is None else [f"{one.tag[len(W) :]} {sorted(one.attrib.items())}" for one in properties]
        key = style, self.table_style, "\n".join(told)
        if key not in self._looks:
            self._looks[key] = self._new_look(properties, style)
        return self._looks[key]

    def _new_look(self, properties: Element | None, style: str) -> RunLook:
        styles, own = self.sources.styles, value(properties, "rStyle")

        def told(name: str) -> Element | None:
            return None if properties is None else properties.find(f"{W}{name}")

        def has(name: str, *by_style: str) -> bool:
            one = told(name)
            return any(styles.is_on(each, name) for each in by_style) if one is None else is_on(one)

        vanish = told("vanish")
        hidden = styles.hides(self.table_style, style, own) if vanish is None else is_on(vanish)
        marks = [name for name in ("b", "i") if has(name, own)]
        if has("strike", own, style) or has("dstrike", own, style):
            marks.append("strike")
        raised = value(properties, "vertAlign")
        if raised in ("superscript", "subscript"):
            marks.append(raised)
        font = font_of(properties) or styles.font(own) or styles.font(style)
        return RunLook(tuple(marks), hidden or is_on(told("specVanish")), font)


def chosen_of(alternatives: Element) -> Element | None:
    """The one of several ways to write the same that counts (ECMA-376-3, 7.5)."""
    choices = [one for one in alternatives if one.tag == f"{_MC}Choice"]
    understood = (one for one in choices if _UNDERSTOOD.fullmatch(one.get("Requires", "").strip()))
    fallback = alternatives.find(f"{_MC}Fallback")
    return next(understood, fallback if fallback is not None else next(iter(choices), None))


def choose(walk: WordWalk, alternatives: Element) -> None:
    """Walks one of two ways to write the same."""
    chosen = chosen_of(alternatives)
    if chosen is not None:
        walk.inside(chosen)


ALTERNATIVES: Final[Mapping[str, Handler]] = {f"{_MC}AlternateContent": choose}


def kept(root: Element) -> Iterator[Element]:
    """All elements in order, without the inside of what is deleted, and with one of two alternatives."""
    stack = [root]
    while stack:
        element = stack.pop()
        yield element
        if element.tag == f"{_MC}AlternateContent":
            chosen = chosen_of(element)
            stack += [] if chosen is None else [chosen]
        elif element.tag not in (f"{W}del", f"{W}moveFrom"):
            stack += reversed(element)
