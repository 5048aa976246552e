"""Markdown → safe HTML fragment, plain text and the facts that the checker needs, each with its line.

Nothing in a text can run: raw HTML is never passed through, attributes come from a closed list, addresses from a list
of schemes, and a sanitizer judges the result once more. Ids of content carry a prefix, so that they can't stand in for
names that the site's scripts use.
"""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final, NamedTuple
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from .problems import PlaceFinder
from .translit import latin_slug

PAGE_MARK: Final = "\ue000"
"""Stands before the address of a page of the site, until a medium knows from where it is seen."""
FILE_MARK: Final = "\ue001"
"""Stands before the address of a file of the site until the page is known that leads there. Texts never contain it."""
WORD_MARK: Final = "\ue002"
"""Stands for "back to the text" in the language of the text."""
PHOTO: Final = "data-photo"
"""The attribute of an empty <figure> that names a photo of the item's folder and marks its place in a text. A fragment
holds no <img>: whoever shows one puts the photo here, with its credit, or shows none."""
ID_PREFIX: Final = "c-"
SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
MAX_NESTING: Final = 12
MAX_RUN: Final = 100
MAX_LETTERS: Final = 64 * 1024
MAX_BRACKETS: Final = 300
"""In one paragraph, of `[`; the converter's time grows with their square, as with that of the four below."""
MAX_TICKS: Final = 600
"""In one paragraph, of backticks."""
MAX_STARS: Final = 2000
"""In one paragraph, of `*`, and of `_`."""
MAX_LINKS: Final = 1500
"""In one text, of `[`."""
MAX_HEADINGS: Final = 600
"""In one text, with fences of code and rules across the page."""
MAX_CELLS: Final = 5000
"""In one text's tables, as many in each row as its head has: empty ones are made where a row has fewer."""
UNREAD: Final = frozenset(
    "nested-too-deep text-too-long too-many-signs too-many-links too-many-headings too-many-cells".split()
)
"""Findings in a text that is not converted; their level is the limit, their value the sign of which there are
too many."""
LOOK_AHEAD: Final = 50
"""How many lines further down a heading is looked for that does not stand where it is expected."""

_FENCE: Final = re.compile(r"^(`{3,}|~{3,})(.*)$", re.MULTILINE)
_COSTLY_LINE: Final = re.compile(r"^[ \t>]*(?:#|=+[ \t]*$|-+[ \t]*$|`{3}|~{3}|(?:[*_-] *){3})", re.MULTILINE)
_TICKS: Final = re.compile(r"`+")
_BELOW_A_HEAD: Final = re.compile(r"^(?=[^\n]*\|)(?=[^\n]*-)[ \t>|:-]+$", re.MULTILINE)
"""The line of hyphens and bars below the head of a table."""
_BLANK_LINES: Final = re.compile(r"\n[ \t]*\n")
_HEADING: Final = re.compile(r"^[ \t>]*(#{1,6})(.*)$|^[ \t>]*(\S.*)\n[ \t>]*(=+|-+)[ \t]*$", re.MULTILINE)
"""Whatever may be a heading, in quotations and lists too; the words tell which one it is."""
BULLETS: Final = "•▪◦‣●○■"
"""Bullets that people and word processors type before the entries of a list, and that make no list in Markdown."""
_LISTED: Final = re.compile(
    rf"^[ \t>]*((?:[-*+]|1\.|\w\))(?=[ \t\xa0])|-(?=[^\W\d])|[{BULLETS}])[ \t\xa0]*(?=\S)(?=[^\w\n]*(\w*))",
    re.MULTILINE,
)
"""The beginning of a list's entry, intended or real. A number other than 1 may as well belong to a date."""
_LIST_WITHIN: Final = re.compile(rf"^[ \t]*\S[^\n]*\n(?={_LISTED.pattern})", re.MULTILINE)
OPENING: Final = 64
"""How many signs, nearly all of them white space, may stand between a link's words and its address."""
_OPENS: Final = re.compile(r"(?:\(\s*<?|<|\]:\s*<?)\Z")
_WRITTEN: Final = re.compile(r"(?:\(|<|\]:)\s{0,62}<?([^\s<>()\[\]]+)(?=[\s>)]|\Z)")
_NO_ADDRESS: Final = re.compile(r"(?:\(\s*<?|<|\]:\s*<?)(?:<\s*>)?\s*\)")
_BLOCKS: Final = frozenset("p ul ol dl blockquote pre table div h1 h2 h3 h4 h5 h6".split())
_UNSAFE: Final = (  # what it is, the signs without one of which it can't be there, and what it looks like
    ("raw-html", "<", re.compile(r"<(?=[a-zA-Z/!?])(?!https?://|(?i:mailto|tel):[^\s<>]+>)[^>\n]*>?")),
    ("include-syntax", "<!{", re.compile(r"(?<!-)-+8<-+|^!include\b|\{!|\{%\s*include", re.MULTILINE)),
    ("template-syntax", "{", re.compile(r"\{\{|\{%|\{#(?![\w-]+\})|\$\{")),
    ("attribute-syntax", "{", re.compile(r"\{:|\{[.#][\w-]+\}")),
)
_DEEP: Final = re.compile(
    rf"^(?:[ \t]*>){{{MAX_NESTING}}}|^[ \t]{{{MAX_NESTING * 4}}}|^[ \t>]*(?:\d+\.[ \t]+){{{MAX_NESTING}}}"
    rf"|[\[\](*_`~!<&\\]{{{MAX_RUN}}}",
    re.MULTILINE,
)
_MAY_BE_DEEP: Final = re.compile(rf"\n[ \t>\d]|[\[\](*_`~!<&\\]{{{MAX_RUN}}}")
"""The signs with which a nested line begins: a quick test before the lines themselves are examined."""
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


class Finding(NamedTuple):
    """Something in a text that the checker wants to judge, with its line in the file."""

    kind: str
    value: str
    line: int
    level: int = 0
    words: str = ""
    """Of a picture: what is said of it in the text itself."""


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
    findings = list(_unsafe(body, first_line))
    if any(finding.kind in UNREAD for finding in findings):
        return Fragment("", "", tuple(findings))
    converter = _converter()
    try:
        _harvest(converter).found = []  # an empty text never reaches the tree, and would show what the last one left
        raw = converter.reset().convert(body)
    except RecursionError:
        return Fragment("", "", (*findings, Finding("nested-too-deep", "", first_line)))
    lines = _Lines(body, first_line)
    findings += [lines.locate(found) for found in _harvest(converter).found]
    if _LIST_WITHIN.search(lines.text):
        findings += lines.lists(_running(_harvest(converter).root))
    return Fragment(_with_roles(_sanitized(raw)), plain(raw), tuple(findings))


def _unsafe(body: str, first_line: int) -> Iterator[Finding]:
    """Findings for scripts, includes and endless nesting. Here they would only be shown as text, which helps no one."""
    prose = without_code(body)
    patterns = [(kind, pattern) for kind, signs, pattern in _UNSAFE if any(sign in prose for sign in signs)]
    if _MAY_BE_DEEP.search("\n" + prose):
        patterns.append(("nested-too-deep", _DEEP))
    places = PlaceFinder(prose, first_line) if patterns else None
    for kind, pattern in patterns:
        for match in pattern.finditer(prose):
            yield Finding(kind, match.group()[:40], places.at(match.start()).line if places else 0)
    yield from _too_much(body, first_line)


def _too_much(body: str, first_line: int) -> Iterator[Finding]:
    """Findings for whatever a text has too many of: links, headings, table cells."""
    headings = sum(1 for _ in _COSTLY_LINE.finditer(body))
    for kind, count, most in (
        ("text-too-long", len(body), MAX_LETTERS),
        ("too-many-links", body.count("["), MAX_LINKS),
        ("too-many-headings", headings, MAX_HEADINGS),
        ("too-many-cells", _cells(body), MAX_CELLS),
    ):
        if count > most:
            yield Finding(kind, "", first_line, most)
    line = first_line
    for paragraph in body.split("\n\n"):
        for sign, most in (("[", MAX_BRACKETS), ("`", MAX_TICKS), ("*", MAX_STARS), ("_", MAX_STARS)):
            if paragraph.count(sign) > most:
                yield Finding("too-many-signs", sign, line, most)
        line += paragraph.count("\n") + 2


def _cells(body: str) -> int:
    """How many the tables of a text have at most."""
    if "|" not in body:
        return 0
    tables = (paragraph for paragraph in _BLANK_LINES.split(body) if "|" in paragraph)
    return sum(
        (paragraph.count("\n") + 1) * sum(rule.group().count("|") + 1 for rule in _BELOW_A_HEAD.finditer(paragraph))
        for paragraph in tables
    )


def without_code(body: str) -> str:
    """The text with code blanked out, every line kept. Its time grows with the length of the text and no faster."""
    if "`" not in body and "~~~" not in body:
        return body
    start, parts = 0, []
    for opening, closing in _fenced(body):
        parts += [_without_spans(body[start:opening]), _blank(body[opening:closing])]
        start = closing
    return "".join([*parts, _without_spans(body[start:])])


def _blank(code: str) -> str:
    return re.sub(r"[^\n]", " ", code)


def _fenced(body: str) -> Iterator[tuple[int, int]]:
    """Start and end of each fenced block: an opening line, and the next line that is the same fence alone."""
    lines = list(_FENCE.finditer(body))
    alone: defaultdict[str, deque[int]] = defaultdict(deque)
    for match in lines:
        if not match.group(2).strip():
            alone[match.group(1)].append(match.end())
    end = 0
    for match in lines:
        ends = alone[match.group(1)]
        while ends and ends[0] <= match.end():
            ends.popleft()
        if match.start() >= end and ends:
            end = ends.popleft()
            yield match.start(), end


def _without_spans(text: str) -> str:
    """Blanks what stands between two runs of backticks of one length, within a paragraph."""
    start, parts = 0, []
    for blank in [*_BLANK_LINES.finditer(text), None]:
        end = blank.end() if blank else len(text)
        parts.append(_without_spans_in(text[start:end]))
        start = end
    return "".join(parts)


def _without_spans_in(paragraph: str) -> str:
    runs = list(_TICKS.finditer(paragraph))
    closing: dict[int, int] = {}
    partner: list[int] = []
    for number in range(len(runs) - 1, -1, -1):
        length = len(runs[number].group())
        partner.append(closing.get(length, -1))
        closing[length] = number
    partner.reverse()
    start, number, parts = 0, 0, []
    while number < len(runs):
        opening, other = runs[number], partner[number]
        if other < 0 or paragraph[opening.start() - 1 : opening.start()] == "\\":
            number += 1
            continue
        parts += [paragraph[start : opening.start()], _blank(paragraph[opening.start() : runs[other].end()])]
        start, number = runs[other].end(), other + 1
    return "".join([*parts, paragraph[start:]])


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


class _Harvest(Treeprocessor):
    """Walks the finished tree once: notes links, images and headings, and makes ids and addresses ours."""

    found: list[Finding]
    root: Element

    def run(self, root: Element) -> None:
        self.found, self.root = [], root
        used: Counter[str] = Counter()
        pictured = {block: list(block.iter("img")) for block in root if _holds_pictures_alone(block)}
        alone = {image for images in pictured.values() for image in images}
        for element in root.iter():
            if element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                self._image(element, is_alone=element in alone)
            elif len(element.tag) == 2 and element.tag[0] == "h" and element.tag[1].isdigit():
                self._heading(element, used)
            elif element.get("id"):
                element.set("id", _prefixed(element.get("id", "")))
        root[:] = [part for block in root for part in (_places(pictured[block]) if block in pictured else [block])]

    def _link(self, element: Element) -> None:
        href = element.get("href", "")
        if element.get("class") in ("footnote-ref", "footnote-backref"):
            element.set("href", "#" + _prefixed(href[1:]))
            return
        words = "".join(element.itertext())
        self.found.append(Finding("link", href, 0))
        if not words.strip() and element.find(".//img") is None:
            self.found.append(Finding("link-without-words", href, 0))
        element.set("href", marked(href))

    def _image(self, element: Element, *, is_alone: bool) -> None:
        src = element.get("src", "")
        words = [element.get("alt", ""), element.get("title", "")]
        self.found.append(Finding("image", src, 0, words=" ".join(" ".join(words).split())))
        if not is_alone:
            self.found.append(Finding("image-within", src, 0))

    def _heading(self, element: Element, used: Counter[str]) -> None:
        words = "".join(element.itertext())
        level = int(element.tag[1])
        slug = latin_slug(words) or "section"
        used[slug] += 1
        element.set("id", ID_PREFIX + (slug if used[slug] == 1 else f"{slug}-{used[slug]}"))
        self.found.append(Finding("heading", words, 0, level))


def _holds_pictures_alone(block: Element) -> bool:
    """Whether it is a paragraph with a picture in it, or several, and nothing else."""
    if block.tag != "p" or not len(block) or (block.text or "").strip():
        return False
    return all(child.tag in ("img", "br") and not (child.tail or "").strip() for child in block)


def _places(images: Iterable[Element]) -> Iterator[Element]:
    """The place of each picture that a paragraph held; none for what names no file of the folder."""
    for name in (image.get("src", "") for image in images):
        if is_file_name(name):
            place = Element("figure", {PHOTO: name})
            place.tail = "\n"
            yield place


def _running(root: Element) -> Iterator[list[str]]:
    """For each paragraph and entry of a list, the lines that run on from the one before, as they are printed."""
    for element in root.iter():
        if element.tag in ("p", "li", "dd"):
            yield _own_text(element).split("\n")[1:]


def _own_text(element: Element) -> str:
    """The text of an element itself, without the blocks inside it, code, and anything that is not text."""
    parts = [element.text or ""]
    for child in element:
        if child.tag not in _BLOCKS:
            parts.append("" if child.tag == "code" else _own_text(child))
            parts.append(child.tail or "")
    return "".join(parts)


def anchor(name: str) -> str:
    """The address of a heading within its text, as someone may have written it: `#Ένταξη`, `#entaxi`, `#c-entaxi`."""
    return latin_slug(name.removeprefix("#").removeprefix(ID_PREFIX))


def marked(address: str) -> str:
    """An address as the fragment carries it; one that is not allowed becomes empty."""
    if re.match(r"/(?![/\\\s])", address):
        page, sign, name = address.partition("#")
        return PAGE_MARK + page[1:] + (sign + ID_PREFIX + anchor(name) if name else "")
    if address.startswith("#"):
        return "#" + (ID_PREFIX + anchor(address) if anchor(address) else "")
    return address if scheme(address) in SCHEMES else ""


def scheme(address: str) -> str:
    """The scheme as a browser would read it: entities, control characters and white space taken away first."""
    cleaned = re.sub(r"[\x00-\x20\x7f-\xa0]", "", html.unescape(address))
    try:
        return urlsplit(cleaned).scheme.lower()
    except ValueError:
        return "malformed"


def is_file_name(address: str) -> bool:
    """Whether it names a file of the item's own folder."""
    return re.fullmatch(r"[A-Za-z0-9][\w.-]*\.[A-Za-z0-9]{2,5}", address) is not None and ".." not in address


def _prefixed(identity: str) -> str:
    return identity if identity.startswith(ID_PREFIX) else ID_PREFIX + re.sub(r"[:\s]+", "-", identity)


class _ShortLink(InlineProcessor):
    """`<mailto:info@example.gr>` and `<tel:+302100000000>` as links, as `<https://…>` is one."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override] # noqa: ARG002, N802 - the library's name
        address = self.unescape(m.group(1))
        link = Element("a", {"href": address})
        link.text = AtomicString(address.partition(":")[2].partition("?")[0])
        return link, m.start(0), m.end(0)


_SIGNS: Final = {"backtick": "`", "reference": "[", "link": "[", "short_reference": "["}
"""Inline patterns that take long to say that there is nothing."""


class _Where(NamedTuple):
    """A pattern that is looked for only where its sign stands: the converter asks each of each run of words."""

    sign: str
    pattern: re.Pattern[str]

    def finditer(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        return self.pattern.finditer(text, start) if self.sign in text else iter(())


class _Safe(Extension):
    """Takes away all that passes HTML through, and puts the harvest at the end."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the library's name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.deregister("automail")
        md.inlinePatterns.register(_ShortLink(r"<((?i:mailto|tel):[^\s<>]+)>", md), "short_link", 115)
        md.treeprocessors.register(_Harvest(md), "harvest", -10)
        for name, sign in _SIGNS.items():
            slow = md.inlinePatterns[name]
            slow.compiled_re = _Where(sign, slow.getCompiledRegExp())  # type: ignore[assignment]


def _level(match: re.Match[str]) -> int:
    return len(match.group(1)) if match.group(1) else 1 if match.group(4).startswith("=") else 2


@cache
def _converter() -> markdown.Markdown:
    """One converter a process: making one costs as much as a page."""
    footnotes = FootnoteExtension(BACKLINK_TITLE=WORD_MARK, BACKLINK_TEXT="↩")
    return markdown.Markdown(
        extensions=["tables", "sane_lists", "fenced_code", footnotes, _Safe()], output_format="html"
    )


def _harvest(converter: markdown.Markdown) -> _Harvest:
    processor = converter.treeprocessors["harvest"]
    assert isinstance(processor, _Harvest)
    return processor


class _Lines:
    """Finds the line of what the harvest found: the converter keeps none."""

    def __init__(self, body: str, first_line: int) -> None:
        self.text = without_code(body)
        self.places = PlaceFinder(self.text, first_line)
        self.found: dict[str, list[int]] = {}
        self.headings: defaultdict[int, list[re.Match[str]]] = defaultdict(list)
        for match in reversed(list(_HEADING.finditer(self.text))):
            self.headings[_level(match)].append(match)
        self.seen: Counter[str] = Counter()

    def locate(self, finding: Finding) -> Finding:
        position = self._heading(finding) if finding.kind == "heading" else self._address(finding)
        return finding._replace(line=self.places.at(position).line)

    def _heading(self, finding: Finding) -> int:
        """The first line not taken yet that has the heading's level and its first word."""
        word = next(iter(re.findall(r"\w+", finding.value)), "")
        left = self.headings[finding.level]
        near = range(len(left) - 1, max(len(left) - 1 - LOOK_AHEAD, -1), -1)
        number = next((number for number in near if word in left[number].group()), len(left) - 1)
        return left.pop(number).start() if left else 0

    def lists(self, running: Iterable[list[str]]) -> Iterator[Finding]:
        """The first line of each list that was meant and is printed as running text."""
        written: defaultdict[tuple[str, ...], deque[int]] = defaultdict(deque)
        for match in _LISTED.finditer(self.text):
            written[match.groups()].append(match.start())
        for printed in running:
            entry = next((begun for line in printed if (begun := _LISTED.match(line))), None)
            if entry and written[entry.groups()]:  # else its sign was escaped, and shall be printed
                start = written[entry.groups()].popleft()
                yield Finding("list-unmade", entry.group(1), self.places.at(start).line)

    @cached_property
    def _written(self) -> Mapping[str, list[int]]:
        """Each address that stands whole behind `(`, `<` or `]:`, and where."""
        written: defaultdict[str, list[int]] = defaultdict(list)
        for match in _WRITTEN.finditer(self.text):
            written[match.group(1)].append(match.start(1))
        return written

    def _standing(self, words: str) -> list[int]:
        """Where the words stand behind `(`, `<` or `]:`, whatever follows."""
        places: list[int] = []
        found = self.text.find(words)
        while found >= 0 and len(places) < LOOK_AHEAD:
            if _OPENS.search(self.text, max(found - OPENING, 0), found):
                places.append(found)
            found = self.text.find(words, found + len(words))
        return places

    def _address(self, finding: Finding) -> int:
        """The n-th place where the address stands as one; of more than there are, the last; else the first line."""
        if finding.value not in self.found:
            self.found[finding.value] = self._places(finding.value)
        places = self.found[finding.value]
        number = self.seen[finding.kind + finding.value]
        self.seen[finding.kind + finding.value] += 1
        return places[min(number, len(places) - 1)]

    def _places(self, address: str) -> list[int]:
        """Whole, or else by its beginning: some of its signs may have been read as Markdown."""
        if not address:
            return [match.start() for match in _NO_ADDRESS.finditer(self.text)] or [0]
        places, length = self._written.get(address) or self._standing(address), len(address)
        while not places and length > 4:
            length = length * 3 // 4
            places = self._standing(address[:length])
        return places or [max(self.text.find(address), 0)]
