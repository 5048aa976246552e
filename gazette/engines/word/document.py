"""mammoth, for what is asked of a Word document: its words as plain HTML, its pictures, and what neither can carry.

The library gets a document made anew, in memory: of the text what is seen, in the few elements that it carries whole;
of styles those that it is asked to tell apart.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from .numbers import WordNumbers, linked_styles
from .package import R, W, WordError, WordPackage, by_id, is_on
from .story import DEEPEST_LIST, LISTS, WordStory, lines_of
from .styles import BUILT_IN, WordStyles
from .walk import Losses, Sources

if TYPE_CHECKING:
    from mammoth.documents import Image

PICTURE: Final = "picture:"
"""Stands before the number of a picture, where the HTML shows it."""
MOST_WRITTEN: Final = 3_000_000
"""Bytes of what remains of the texts."""
MOST_OF_TEXT: Final = 30_000
"""Elements that say something, in text and notes together, some hundred pages. The library takes its time for each."""
MOST_PICTURES: Final = 60
"""That are shown; making a photo fit takes a second."""
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_STYLES: Final = "\n".join(
    [
        *(f"p[style-name='heading {level}'] => h{min(level, 6)}:fresh" for level in range(1, 10)),
        "p[style-name='title'] => h1.title:fresh",
        *(f"p[style-name='{name}'] => blockquote > p:fresh" for name in BUILT_IN if "quot" in name or "block" in name),
        *(f"p[style-name='{name}'] => p.caption:fresh" for name in BUILT_IN if "caption" in name),
        *(
            f"p[style-name='{LISTS[kind]} {level}'] => {'ul|ol > li > ' * level}{tag} > li:fresh"
            for kind, tag in (("bullet", "ul"), ("number", "ol"))
            for level in range(DEEPEST_LIST + 1)
        ),
    ]
)
"""All rules for what becomes of a paragraph: the library tries each at each, and has many more of its own."""


@dataclass(frozen=True, slots=True)
class WordText:
    """The contents of a document. `html` is well-formed, in one `div`; a picture's `src` is PICTURE and its number.

    The entries of numbered lists begin with an `a` whose id is NUMBER_MARK and the number.
    """

    html: str
    pictures: tuple[bytes, ...]
    left: Mapping[str, int]
    """Features that were lost or changed → how often."""
    words: Mapping[str, tuple[str, ...]]
    """Of those the words, where they have any: some stand in the text too."""


def read_word(raw: bytes) -> WordText:
    """Reads a document. Raises WordError, and nothing else, whatever the bytes are."""
    try:
        package = WordPackage(raw)
        losses, parts, pictures = _made_anew(package)
        html, found = _converted(parts, pictures, package)
        losses.counted["macros"] = package.macros()
        words = {kind: tuple(lines) for kind, lines in losses.words.items()}
        return WordText(f"<div>{html}</div>", tuple(found), dict(losses.counted), words)
    except WordError:
        raise
    except Exception as error:  # a damaged file makes a reader of XML and zip raise nearly anything
        raise WordError("damaged") from error


def _made_anew(package: WordPackage) -> tuple[Losses, dict[str, bytes], dict[str, str]]:
    """What is lost, the parts that the library gets, and the names of the pictures there → here."""
    main = package.main()
    root = package.tree(main)
    if root is None or root.tag != f"{W}document":
        raise WordError("not-word")
    styled = package.tree(package.related(main, "styles"))
    styles = WordStyles(styled)
    numbers = WordNumbers(package.tree(package.related(main, "numbering")), styles, linked_styles(styled))
    sources = Sources(package, styles, numbers)
    named: dict[str, dict[tuple[str, str], str]] = {"document": {}, "footnotes": {}}
    text = WordStory(sources, main, root, named["document"]).made
    notes = _notes(sources, main, named["footnotes"])
    _tell_comments(sources, main)
    _tell_margins(sources, main)
    body = Element(f"{W}document")
    body.append(text)
    _refuse_long(body, notes)
    pictures = {target: f"media/{number}" for number, target in enumerate(_pictures(named))}
    parts = {"word/document.xml": _bytes(body), "word/footnotes.xml": _bytes(notes), "word/styles.xml": _styles()}
    for name, relations in named.items():
        parts[f"word/_rels/{name}.xml.rels"] = _written(relations, pictures)
    return sources.losses, parts, {f"word/{name}": target for target, name in pictures.items()}


# ---- what stands in other parts


def _notes(sources: Sources, main: str, relations: dict[tuple[str, str], str]) -> Element:
    """The notes that are marked in the text, all of one kind, by the numbers of their marks."""
    made = Element(f"{W}footnotes")
    found: dict[str, Mapping[str, Element]] = {}
    marked = list(sources.notes.items())
    for (kind, key), number in marked:
        part = sources.package.related(main, f"{kind}s")
        if kind not in found:
            found[kind] = by_id(sources.package.tree(part), kind, "id")
        note = SubElement(made, f"{W}footnote", {f"{W}id": str(number)})
        if key in found[kind]:
            note.extend(WordStory(sources, part, found[kind][key], relations).made)
    return made


def _tell_comments(sources: Sources, main: str) -> None:
    part = sources.package.related(main, "comments")
    comments = by_id(sources.package.tree(part), "comment", "id")
    for key in dict.fromkeys(sources.comments):
        words = _aside(sources, part, comments[key]) if key in comments else ""
        sources.losses.tell("comments", words)


def _tell_margins(sources: Sources, main: str) -> None:
    """The headers and footers that a reader sees."""
    relations = sources.package.relations(main)
    settings = sources.package.tree(sources.package.related(main, "settings"))
    even = settings is not None and is_on(settings.find(f"{W}evenAndOddHeaders"))
    seen = dict.fromkeys(relations[key].target for key in _margins(list(sources.sections), even) if key in relations)
    for part in seen:
        root = sources.package.tree(part)
        words = "" if root is None else _aside(sources, part, root)
        if words:
            sources.losses.tell("margins", words)


def _margins(sections: list[Element], even: bool) -> Iterator[str]:
    """The ids of headers and footers; a section without its own has those before it (ECMA-376-1, 17.10)."""
    now: dict[tuple[str, str], str] = {}
    for section in sections:
        for one in section:
            if one.tag in (f"{W}headerReference", f"{W}footerReference"):
                now[one.tag, one.get(f"{W}type", "default")] = one.get(f"{R}id", "")
        shown = {"default": True, "even": even, "first": is_on(section.find(f"{W}titlePg"))}
        yield from (key for (_, kind), key in now.items() if shown.get(kind))


def _aside(sources: Sources, part: str, root: Element) -> str:
    """The words of something that is told as a whole, not by what is lost in it."""
    inner = Sources(sources.package, sources.styles, WordNumbers(None, sources.styles, {}))
    made = WordStory(inner, part, root, {}).made
    beside = (words for kind in ("equations", "charts", "diagrams", "contents") for words in inner.losses.words[kind])
    return " · ".join([*lines_of(made), *beside])


# ---- what the library gets


def _refuse_long(*texts: Element) -> None:
    """Limits the text that is kept, so that it can be read in seconds."""
    elements = [element for text in texts for element in text.iter()]
    if len(elements) > MOST_OF_TEXT or sum(len(element.text or "") for element in elements) > MOST_WRITTEN:
        raise WordError("too-long")
    if sum(f"{R}embed" in element.attrib for element in elements) > MOST_PICTURES:
        raise WordError("many-pictures")


def _pictures(named: Mapping[str, Mapping[tuple[str, str], str]]) -> dict[str, None]:
    return dict.fromkeys(target for one in named.values() for kind, target in one if kind == "image")


def _written(relations: Mapping[tuple[str, str], str], pictures: Mapping[str, str]) -> bytes:
    root = Element(f"{{{_RELATIONS}}}Relationships")
    for (kind, target), key in relations.items():
        told = {"Id": key, "Type": f"{R.strip('{}')}/{kind}", "Target": pictures[target] if kind == "image" else target}
        SubElement(root, f"{{{_RELATIONS}}}Relationship", told)
    return _bytes(root)


def _styles() -> bytes:
    """The styles that all documents have that are made anew."""
    root = Element(f"{W}styles")
    for name in (*BUILT_IN, *(f"{name} {level}" for name in LISTS.values() for level in range(DEEPEST_LIST + 1))):
        style = SubElement(root, f"{W}style", {f"{W}type": "paragraph", f"{W}styleId": name})
        SubElement(style, f"{W}name", {f"{W}val": name})
    return _bytes(root)


def _bytes(root: Element) -> bytes:
    written: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return written


def _converted(
    parts: Mapping[str, bytes], pictures: Mapping[str, str], package: WordPackage
) -> tuple[str, list[bytes]]:
    import mammoth

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
        for name in pictures:  # pictures are not packed once more: of each stands its name there
            archive.writestr(name, name)
    known: dict[str, int] = {}
    found: list[bytes] = []

    def shown(image: Image) -> dict[str, str]:
        with image.open() as source:
            raw = package.read(pictures[source.read().decode()])
        number = known.setdefault(hashlib.sha256(raw).hexdigest(), len(found))
        if number == len(found):
            found.append(raw)
        return {"src": f"{PICTURE}{number}"}

    done = mammoth.convert_to_html(
        target,
        style_map=_STYLES,
        convert_image=mammoth.images.img_element(shown),
        include_embedded_style_map=False,
        include_default_style_map=False,
    )
    return done.value, found
