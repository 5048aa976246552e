"""HTML from a clipboard, as Word, Excel, Google Docs and LibreOffice write it → the few elements that texts have.

nh3 reads it as a browser would and leaves nothing that runs. What it keeps of styles tells what is bold, what is an
entry of a list, and what a note; none of it comes into what is made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import Final
from xml.etree.ElementTree import Element, SubElement

import nh3

MOST_BYTES: Final = 4_000_000
DEEPEST: Final = 60
"""Elements in each other; what lies deeper is taken as if it stood there."""
DEEPEST_LIST: Final = 8
MOST_OPEN: Final = 10_000
"""Elements that are open at once, as far as a look at the tags tells. With more, reading takes time by the square."""
MOST_SIGNS: Final = 60_000
"""Tags, and characters that are written by their names."""
MOST_ATTRIBUTES: Final = 4_000
"""Of one element, and what parts them."""
_OPENS_OR_CLOSES: Final = re.compile(
    r"<(/?)(?!(?:p|li|td|th|tr|dt|dd|option|tbody|thead|tfoot|colgroup|col|br|hr|img|input|meta|link|html|head|body"
    r"|area|base|embed|source|track|wbr|param|o:p)\b)[a-z]",
    re.IGNORECASE,
)
_STARTS: Final = re.compile(r"<[a-z]", re.IGNORECASE)
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
_PARTS_ATTRIBUTES: Final = re.compile(r"[\s/\"']")
_BLOCKS: Final = frozenset(
    "p div h1 h2 h3 h4 h5 h6 ul ol li blockquote table thead tbody tfoot tr td th dl dt dd pre section article figure "
    "figcaption header footer main aside address hr caption".split()
)
_KEPT_BLOCKS: Final = frozenset("h1 h2 h3 h4 h5 h6 ul ol li blockquote table thead tbody tfoot tr td th".split())
_TAGS: Final = _BLOCKS | frozenset("a b strong i em cite u s strike del sup sub br img span font body html".split())
_EMPTY: Final = frozenset({"br", "img", "hr"})
_INLINE: Final = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "s": "s", "strike": "s",
                  "del": "s", "sup": "sup", "sub": "sub"}  # fmt: skip
_LISTED: Final = re.compile(r"mso-list\s*:\s*(?:l\d+\s+)?level(\d+)", re.IGNORECASE)
_LABEL: Final = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\(?(\d{1,9})[.):]?")
_LETTER: Final = re.compile(r"\(?(?:[a-zα-ω]|[ivxlc]{1,6})[.):]?", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
_NOTE_MARK: Final = re.compile(r"#_?(?:ftn|ftnt|edn|sdfootnote|sdendnote)(\d+)(?:sym)?")
_NOTE: Final = re.compile(r"_?(?:ftn|ftnt|edn|sdfootnote|sdendnote)(\d+)(?:sym)?")
_BACK: Final = re.compile(r"#_?(?:ftn|edn)ref\d+|#ftnt_ref\d+|#sd(?:foot|end)note\d+anc")
_COMMENT: Final = re.compile(r"#_?(?:msocom|cmnt)", re.IGNORECASE)
_STYLES: Final = {"msotitle": "title", "msocaption": "caption"}
_QUOTES: Final = ("msoquote", "msointensequote")
_NUMBERS: Final = "number-"
"""Begins the id of an empty `a` that tells the number with which a list begins."""


class PastedError(Exception):
    """The clipboard's HTML cannot be read. `reason`: too-large."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class PastedText:
    """The contents: one `div` with the elements that a text can have. `left` counts what was left out, by kind."""

    root: Element
    left: Counter[str] = field(default_factory=Counter)
    words: dict[str, list[str]] = field(default_factory=dict)

    def lose(self, kind: str, words: str = "") -> None:
        self.left[kind] += 1
        if words.strip():
            self.words.setdefault(kind, []).append(" ".join(words.split()))


def read_pasted(html: str) -> PastedText:
    """Reads HTML, whatever it is. Raises PastedError where it is too much."""
    if _is_too_much(html):
        raise PastedError("too-large")
    pictures = len(re.findall(r"<v:imagedata\b", html, re.IGNORECASE)) if "<img" not in html.lower() else 0
    builder = _TreeBuilder()
    builder.feed(_cleaner().clean(html.replace("\0", "")))
    builder.close()
    made = PastedText(Element("div"))
    _Simplifier(made).run(builder.root)
    for _ in range(pictures):
        made.lose("pasted-pictures")
    return made


def _is_too_much(html: str) -> bool:
    """Whether it would take too long to read: what an HTML parser does for elements and attributes adds up."""
    if len(html) > MOST_BYTES or max(map(html.count, "<&")) > MOST_SIGNS or _deepest(html) > MOST_OPEN:
        return True
    tags = (part[start.start() :] for part in html.split(">") if (start := _STARTS.search(part)))
    return any(len(_PARTS_ATTRIBUTES.findall(_QUOTED.sub('""', tag))) > MOST_ATTRIBUTES for tag in tags)


def _deepest(html: str) -> int:
    """How many elements are open at once at most, of those that nothing closes by itself: each costs all others time.

    Where one is closed that was not opened last, that counts as well: for a bound no more is needed.
    """
    depth = deepest = 0
    for match in _OPENS_OR_CLOSES.finditer(html):
        depth = max(depth - 1, 0) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


@cache
def _cleaner() -> nh3.Cleaner:
    """nh3 declares no entities, runs nothing, and closes what was left open (HTML Living Standard, 13.2)."""
    attributes = {"*": {"style", "class", "id"}, "a": {"href", "name"}, "img": {"src", "alt"}, "li": {"value"},
                  "ol": {"start"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}  # fmt: skip
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags={"script", "style", "title", "template", "noscript"},
        attributes={name: set(values) for name, values in attributes.items()},
        link_rel=None,
        url_schemes={"http", "https", "mailto", "tel", "file", "data"},
    )


class _TreeBuilder(HTMLParser):
    """Builds a tree from HTML that nh3 wrote: every element is closed, save those that hold nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("div")
        self._open = [self.root]
        self._skipped: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        skipped = len(self._open) > DEEPEST
        if not skipped:
            made = SubElement(self._open[-1], tag, {name: value or "" for name, value in attrs})
            if tag not in _EMPTY:
                self._open.append(made)
        if tag not in _EMPTY:
            self._skipped.append(skipped)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _EMPTY and self._skipped and not self._skipped.pop():
            self._open.pop()

    def handle_data(self, data: str) -> None:
        _add_text(self._open[-1], data)


def _add_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


class _Simplifier:
    """Writes the elements of a text anew: what each is by its tag, its class or its style."""

    def __init__(self, made: PastedText) -> None:
        self.made = made
        self.notes: dict[str, Element] = {}
        self.marks: list[str] = []
        """Those of what stands around what is being read: none is set twice."""

    def run(self, root: Element) -> None:
        self._blocks(root, self.made.root)
        _lists_gathered(self.made.root)
        if self.notes:
            listed = SubElement(self.made.root, "ol")
            listed.extend(self.notes.values())

    # ---- blocks

    def _blocks(self, parent: Element, into: Element) -> None:
        """What stands in an element; words that stand there by themselves are a paragraph."""
        loose: Element | None = None

        def words(text: str | None) -> None:
            nonlocal loose
            if text and (text.strip() or loose is not None):
                loose = SubElement(into, "p") if loose is None else loose
                _add_text(loose, text)

        words(parent.text)
        for child in parent:
            if child.tag in _BLOCKS or _has_blocks(child):
                loose = None
                self._block(child, into)
                words((child.tail or "").strip() and child.tail)
                continue
            if loose is None and (child.tag == "img" or _text_of(child).strip()):
                loose = SubElement(into, "p")
            if loose is not None:
                self._inline(child, loose)
            words(child.tail)

    def _block(self, element: Element, into: Element) -> None:
        style = element.get("style", "")
        if _HIDDEN.search(style):
            if _text_of(element).strip():
                self.made.lose("hidden", _text_of(element))
        elif self._note(element):
            return
        elif element.tag == "hr":
            SubElement(into, "p").text = "* * *"
        elif _LISTED.search(style) and not _has_blocks(element):
            self._listed(element, style, into)
        elif element.tag in _KEPT_BLOCKS:
            self._kept(element, into)
        elif _has_blocks(element):
            self._blocks(element, into)
        else:
            self._paragraph(element, into)

    def _kept(self, element: Element, into: Element) -> None:
        if element.tag in ("ul", "ol") and into.tag in ("ul", "ol") and len(into):
            into = into[-1]  # Google Docs and Word put an inner list beside the entry that it belongs to
        made = SubElement(into, element.tag, {k: v for k, v in element.attrib.items() if k in ("colspan", "rowspan")})
        start = element.get("start", "") or element.get("value", "")
        if element.tag == "ol" and start.isdigit() and start != "1":
            made.set("start", start)
        if element.tag in ("ul", "ol", "table", "thead", "tbody", "tfoot", "tr"):
            for child in element:
                self._block(child, made) if child.tag in _BLOCKS else self._blocks(_around(child), made)
        elif element.tag in ("li", "td", "th", "blockquote"):
            self._blocks(element, made)
            if element.tag == "li" and into.tag == "ol" and len(into) == 1 and into.get("start"):
                _numbered(made, into.attrib.pop("start"))
        else:
            self._line(element, made)

    def _paragraph(self, element: Element, into: Element) -> None:
        kind = element.get("class", "").lower().split()
        if any(name in _QUOTES for name in kind):
            into = SubElement(into, "blockquote")
        named = next((_STYLES[name] for name in kind if name in _STYLES), "")
        made = SubElement(into, "h1" if named == "title" else "p", {"class": named} if named else {})
        self._line(element, made)
        if not _text_of(made).strip() and made.find(".//img") is None:
            into.remove(made)

    def _listed(self, element: Element, style: str, into: Element) -> None:
        """A paragraph of Word that is an entry of a list: its label stands in it, marked as one."""
        match = _LISTED.search(style)
        label = next((part for part in element.iter() if _LABEL.search(part.get("style", ""))), None)
        told = "" if label is None else " ".join(_text_of(label).split())
        made = SubElement(into, "p", {"level": match[1] if match else "1", "label": told})
        self._line(element, made)
        if told and not _NUMBER.fullmatch(told) and _LETTER.fullmatch(told) and told not in ("o", "ο"):
            self.made.lose("list-letters")

    def _note(self, element: Element) -> bool:
        """Takes a note away from where it stands: those of one text are listed at its end."""
        named = [element.get("id", ""), *(part.get("id", "") or part.get("name", "") for part in element.iter("a"))]
        found = [match[1] for name in named if (match := _NOTE.fullmatch(name))]
        is_back = any(_BACK.fullmatch(part.get("href", "")) for part in element.iter("a"))
        if not found or not is_back or len(set(found)) > 1 or element.tag in ("table", "ul", "ol"):
            return False
        note = Element("li", {"id": f"footnote-{found[0]}"})
        self._blocks(element, note)
        self.notes.setdefault(found[0], note)
        return True

    # ---- within a line

    def _line(self, element: Element, made: Element) -> None:
        _add_text(made, element.text or "")
        for child in element:
            self._inline(child, made)
            _add_text(made, child.tail or "")

    def _inline(self, element: Element, into: Element) -> None:
        style = element.get("style", "").lower()
        if _LABEL.search(style):
            return
        if _HIDDEN.search(style):
            if _text_of(element).strip():
                self.made.lose("hidden", _text_of(element))
            return
        if element.tag == "img":
            self.made.lose("pasted-pictures", element.get("alt", ""))
        elif element.tag == "br":
            SubElement(into, "br")
        elif element.tag == "a":
            self._link(element, into)
        else:
            names = [name for name in _marks(element.tag, style) if name not in self.marks]
            for name in names:
                into = SubElement(into, name)
            self.marks += names
            self._line(element, into)
            del self.marks[len(self.marks) - len(names) :]

    def _link(self, element: Element, into: Element) -> None:
        address = element.get("href", "").strip()
        mark = _NOTE_MARK.fullmatch(address)
        if mark:
            SubElement(SubElement(into, "sup"), "a", {"href": f"#footnote-{mark[1]}"}).text = mark[1]
        elif _BACK.fullmatch(address):
            return
        elif _COMMENT.match(address):
            self.made.lose("comments")
        elif address.startswith("#"):
            self.made.lose("links-inner")
            self._line(element, into)
        elif address:
            self._line(element, SubElement(into, "a", {"href": address}))
        else:
            self._line(element, into)


def _marks(tag: str, style: str) -> Iterator[str]:
    """The marks of an element, by its tag and by its style, which says more than the tag."""
    weight = re.search(r"(?<![\w-])font-weight\s*:\s*(\w+)", style)
    slant = re.search(r"(?<![\w-])font-style\s*:\s*(\w+)", style)
    own = _INLINE.get(tag, "")
    is_bold = weight[1] in ("bold", "bolder", "600", "700", "800", "900") if weight else own == "strong"
    is_slanted = slant[1] in ("italic", "oblique") if slant else own == "em"
    if is_bold:
        yield "strong"
    if is_slanted:
        yield "em"
    if own == "s" or re.search(r"text-decoration[\w-]*\s*:[^;]*line-through", style):
        yield "s"
    aligned = re.search(r"vertical-align\s*:\s*(super|sub)", style)
    if own in ("sup", "sub") or aligned:
        yield own if own in ("sup", "sub") else {"super": "sup", "sub": "sub"}[aligned[1] if aligned else "sub"]


def _has_blocks(element: Element) -> bool:
    return any(part.tag in _BLOCKS for part in element.iter() if part is not element)


def _around(child: Element) -> Element:
    """An element by itself, to be read as what stands in another."""
    outer = Element("div")
    outer.append(child)
    return outer


def _text_of(element: Element) -> str:
    return "".join(element.itertext())


def _numbered(entry: Element, number: str) -> None:
    """Tells the number with which a list begins, where it is another than 1."""
    mark = Element("a", {"id": f"{_NUMBERS}{number}"})
    mark.tail, entry.text = entry.text, None
    entry.insert(0, mark)


def _lists_gathered(parent: Element) -> None:
    """Makes lists of paragraphs that are entries of one, each with its level and its label."""
    inner = list(parent)
    for child in inner:
        parent.remove(child)
    stack: list[tuple[int, Element]] = []
    for child in inner:
        level = child.attrib.pop("level", None)
        if level is None:
            stack = []
            parent.append(child)
            if child.tag in ("blockquote", "td", "th", "table", "tbody", "thead", "tr", "li"):
                _lists_gathered(child)
            continue
        label = child.attrib.pop("label", "")
        _enter(parent, stack, min(int(level), DEEPEST_LIST), label, child)


def _enter(parent: Element, stack: list[tuple[int, Element]], level: int, label: str, entry: Element) -> None:
    number = _NUMBER.fullmatch(label)
    tag = "ol" if number or (_LETTER.fullmatch(label) and label not in ("o", "ο")) else "ul"
    while stack and (stack[-1][0] > level or (stack[-1][0] == level and stack[-1][1].tag != tag)):
        stack.pop()
    if not stack or stack[-1][0] < level:
        around = stack[-1][1][-1] if stack and len(stack[-1][1]) else parent
        stack.append((level, SubElement(around, tag)))
    made = SubElement(stack[-1][1], "li")
    made.append(entry)
    if number and len(stack[-1][1]) == 1 and number[1] != "1":
        _numbered(made, number[1])
