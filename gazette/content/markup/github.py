"""Whether a converted text reads as GitHub shows it, where editors and reviewers see it first.

GitHub's own parser (cmark-gfm) reads the text as well, and both results are brought to one list of parts: what opens
and closes, and the words between. Where the two lists part, the line is known, since that parser keeps lines.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final, NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element, tostring

from markdown.extensions.footnotes import NBSP_PLACEHOLDER

from .blocks import DONE, OPEN
from .findings import Finding
from .inline import SCHEME

EXCERPT: Final = 40
"""Letters of the words that are told."""
_BLOCKS: Final = frozenset("blockquote h1 h2 h3 h4 h5 h6 li ol pre table tbody td th thead tr ul".split())
_EMPHASIS: Final = frozenset("del em strong".split())
_INLINE: Final = frozenset({"a", "code", *_EMPHASIS})
_EMPTY: Final = frozenset("br hr img note".split())
_NOTE: Final = re.compile(r'<sup class="footnote-ref"><a [^>]*>(\d+)</a></sup>')
_BACK: Final = re.compile(
    r'<a href="[^"]*" class="footnote-backref"[^>]*>↩(?:<sup class="footnote-ref">\d+</sup>)?</a>'
)
_NOTES_CUT: Final = (re.compile(r"(?<!\\)\[\^(?=[^\]\n]*\n)"), re.compile(r"(?<!\\)\[\^"))
"""Where a note's name begins that goes over a line's end; where any does."""
_TASK: Final = re.compile(r'<input type="checkbox"( checked="")? disabled="" />(?: \n(<p[^>]*>))?')
_PART: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*?)/?>|([^<]+)")
_ATTRIBUTE: Final = re.compile(r'([a-z-]+)="([^"]*)"')
_SIGNS: Final = {
    "em": "*", "strong": "**", "del": "~~", "code": "`", "a": "]", "br": "⏎", "li": "• ", "blockquote": "> ",
    "tr": "| ", "img": "![]", "note": "[^]", "hr": "---", "h1": "# ", "h2": "## ", "h3": "### ", "": "¶ ",
}  # fmt: skip
"""How an element is shown where words alone would not tell two readings apart; a paragraph has no name."""
_ALIGN: Final = re.compile(r'style="text-align: (\w+);"')
_OURS: Final = re.compile(r' data-[a-z]+="[^"]*"')
_THEIRS: Final = re.compile(r' (?:data-sourcepos|lang)="[^"]*"')
_EDGE: Final = rf"</?(?:p|hr|{'|'.join(sorted(_BLOCKS))})\b[^>]*>"
_BEFORE_EDGES: Final = re.compile(rf"\n+(?={_EDGE})")
_BEHIND_EDGES: Final = re.compile(rf"({_EDGE})\n+")
_BLANKS: Final = re.compile(r"[ \t\n\r\xa0]+")


class OutlinePart(NamedTuple):
    """A piece of a text, in the block that begins in `line` (counted from 1; 0 where no one knows)."""

    kind: str
    """`open`, `close` or `alone` for an element of a line, `block` for where a block begins or ends, `paragraph` for
    where one begins, `code` for the words of a block of code, or `words`."""
    what: str
    line: int


def difference(root: Element, text: str, first_line: int) -> Finding | None:
    """The first place where GitHub shows a text otherwise than the tree that it was converted to; None where none is.

    `text` must hold no HTML. The finding's value are the words there, its `words` those that GitHub has in their place.
    """
    github = _written(text)  # with addresses that are not allowed: those are told by a rule of their own
    written = tostring(root, encoding="unicode", method="html")
    if _alike(written[written.index(">") + 1 : written.rindex("<")], github):
        return None
    ours, theirs = _settled(_of_elements(root)), _settled(_of_html(github))
    same = 0
    for one, other in zip(ours, theirs, strict=False):
        if one[:2] != other[:2]:
            break
        same += 1
    if same == len(ours) == len(theirs):
        return None
    before = max((part.line for part in theirs[: same + 1]), default=0)
    line = before or next((part.line for part in theirs[same:] if part.line), 1)
    return Finding("unlike-github", _read(ours[same:]), first_line + line - 1, words=_read(theirs[same:]))


def _alike(ours: str, github: str) -> bool:
    """Whether two pieces of HTML are the same but for how they are written, as nearly always: a quick test."""
    return _plainer(_OURS.sub("", _ALIGN.sub(r'align="\1"', ours))) == _plainer(_THEIRS.sub("", github))


def _plainer(source: str) -> str:
    """HTML without white space at the edges of blocks."""
    source = _BEFORE_EDGES.sub("", source.replace(" />", ">").replace("&quot;", '"'))
    return _BEHIND_EDGES.sub(r"\1", source).strip()


def _read(parts: Iterable[OutlinePart]) -> str:
    """The first words that are read there, with signs for what they are, since that may be all that differs."""
    shown = "".join(_shown(part) for part in parts)
    return _BLANKS.sub(" ", shown).strip()[:EXCERPT]


def _shown(part: OutlinePart) -> str:
    if part.kind in ("words", "code"):
        return part.what
    tag, _, facts = part.what.lstrip("/").partition(" ")
    if part.kind == "open" and tag == "a":
        return f"[{facts.strip()}: "
    return _SIGNS.get(tag, "") if part.kind != "block" or not part.what.startswith("/") else " "


def holds_html(text: str) -> bool:
    """Whether GitHub takes something in a text for HTML: it leaves that out, and says so."""
    return "<!-- raw HTML omitted -->" in _written(text, is_safe=True)


def _written(text: str, is_safe: bool = False) -> str:
    """What GitHub's parser makes of a text; `is_safe` where HTML and bad addresses are to be left out.

    Where the name of a note goes over a line's end, cmark-gfm 0.29 loses count and cuts letters of several bytes in
    two. No note is called so, hence its sign is then read as it is printed.
    """
    from .github_parser import to_html

    for opening in _NOTES_CUT:
        try:
            return to_html(text, is_safe)
        except UnicodeDecodeError:
            text = opening.sub(r"\\[^", text)
    return to_html(text, is_safe)


def _of_html(source: str) -> Iterator[OutlinePart]:
    """The parts of what GitHub's parser wrote."""
    source = _TASK.sub(
        lambda box: f"{box[2]}{DONE if box[1] else OPEN} " if box[2] else DONE if box[1] else OPEN, source
    )
    source = _BACK.sub("", _NOTE.sub(r'<note n="\1">', source))
    line, in_code = 1, False
    for closing, tag, rest, words in _PART.findall(source):
        if words:
            yield OutlinePart("code" if in_code else "words", html.unescape(words), line)
            continue
        attributes = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(rest)}
        if position := attributes.get("data-sourcepos"):
            line = int(position.partition(":")[0])
        if tag == "pre":
            in_code = not closing
        if not in_code or tag != "code":
            yield from _tag(tag, attributes, closing != "", line)


def _of_elements(elements: Iterable[Element]) -> Iterator[OutlinePart]:
    """The parts of a tree, or of some of its elements, as the converter made it."""
    for child in elements:
        if child.tag == "sup":
            yield OutlinePart("alone", f"note {child[0].text}", 0)
        elif child.tag == "pre":
            yield from (
                OutlinePart("block", "pre", 0),
                OutlinePart("code", child[0].text or "", 0),
                OutlinePart("block", "/pre", 0),
            )
        elif child.get("class") != "footnote-backref":
            yield from _whole(child)
        if child.tail:
            yield OutlinePart("words", child.tail.replace(NBSP_PLACEHOLDER, ""), 0)


def _whole(child: Element) -> Iterator[OutlinePart]:
    yield from _tag(child.tag, child.attrib, False, 0)
    if child.text:
        yield OutlinePart("words", child.get(SCHEME, "") + child.text.replace(NBSP_PLACEHOLDER, ""), 0)
    yield from _of_elements(child[1:] if child.get("class") == "footnote" else child)  # a rule stands above the notes
    if child.tag not in _EMPTY:
        yield from _tag(child.tag, {}, True, 0)


def _tag(tag: str, attributes: Mapping[str, str], closing: bool, line: int) -> Iterator[OutlinePart]:
    what = tag if closing else f"{tag} {_facts(tag, attributes)}".rstrip()
    if tag == "p":
        yield OutlinePart("paragraph", "", line)
    elif tag in _EMPTY:
        yield OutlinePart("block" if tag == "hr" else "alone", what, line)
    elif tag in _BLOCKS:
        yield OutlinePart("block", f"/{tag}" if closing else what, line)
    elif tag in _INLINE:
        yield OutlinePart("close" if closing else "open", what, line)


def _facts(tag: str, attributes: Mapping[str, str]) -> str:
    """What an element says beside its words."""
    if tag in ("td", "th"):
        return attributes.get("align") or attributes.get("style", "").removeprefix("text-align: ").rstrip(";")
    names = {"a": ("href", "title"), "img": ("src", "alt", "title"), "ol": ("start",), "note": ("n",)}.get(tag, ())
    return " ".join(unquote(attributes.get(name, "1" if name == "start" else "")) for name in names)


def _settled(parts: Iterable[OutlinePart]) -> list[OutlinePart]:
    """Parts without what makes no difference to readers: white space, the order in which two emphases open, and
    whether each entry of a list is a paragraph.
    """
    trimmed = list(_trimmed(list(_joined(parts))))
    apart = [part for number, part in enumerate(trimmed) if part.kind != "paragraph" or _parts_words(trimmed, number)]
    settled: list[OutlinePart] = []
    for kind, some in groupby(apart, key=lambda part: part.kind if part.what in _EMPHASIS else ""):
        run = list(some)
        settled += _each_once(run) if kind in ("open", "close") else run
    return settled


def _each_once(run: list[OutlinePart]) -> list[OutlinePart]:
    """Emphases that open or close together, each once: GitHub shows strong emphasis within another as one."""
    return list({part.what: part for part in sorted(run)}.values())


def _joined(parts: Iterable[OutlinePart]) -> Iterator[OutlinePart]:
    """Words that follow each other as one part."""
    for kind, run in groupby(parts, key=lambda part: part.kind):
        some = list(run)
        if kind in ("words", "code"):
            yield OutlinePart(kind, "".join(part.what for part in some), some[0].line)
        else:
            yield from some


def _is_edge(part: OutlinePart | None) -> bool:
    return part is None or part.kind in ("block", "paragraph") or part.what.startswith("br")


def _trimmed(parts: list[OutlinePart]) -> Iterator[OutlinePart]:
    """Parts without the white space that no one sees: in lines of words, and at the edges of blocks."""
    around = [None, *parts, None]
    for before, part, after in zip(around, parts, around[2:], strict=False):
        what = part.what
        if part.kind == "code":
            what = what.rstrip()
        elif part.kind == "words":
            what = _BLANKS.sub(" ", what)
            what = what.lstrip(" ") if _is_edge(before) else what
            what = what.rstrip(" ") if _is_edge(after) else what
        if what or part.kind == "paragraph":
            yield part._replace(what=what)


def _parts_words(parts: list[OutlinePart], number: int) -> bool:
    """Whether the sign for a paragraph stands between words, and not at the edge of a block or beside another one."""
    before = parts[number - 1] if number else None
    after = parts[number + 1] if number + 1 < len(parts) else None
    return not (before is None or before.kind == "block" or after is None or after.kind in ("block", "paragraph"))
