"""Rules for a text: its prose, headings, links, signs, and what in it is about persons."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Final
from urllib.parse import unquote

from .. import characters, fields, load, markup, personal_data, prose
from ..digests import digest_of_bytes
from ..library import Text
from ..load import SourceFile, field_name
from ..markup import (
    ID_PREFIX,
    MAX_LETTERS,
    SCHEMES,
    UNREAD,
    Finding,
    Fragment,
    anchor,
    is_file_name,
    scheme,
    without_code,
)
from ..model import CONTENT_TYPES, AnyText, ContentType, Kind
from ..private_urls import LOCAL, is_page_of_preview, judged
from ..problems import Place, PlaceFinder, Problem, Replacement, in_digits
from ..readability import is_hard
from .pasted import is_mistyped, pasted_link
from .pictures import PICTURES
from .slipped import in_one_script

_FIRST_PARTS: Final = "|".join(sorted({content.address.split("/")[0] for content in CONTENT_TYPES}))
ALIASES: Final = "aliases"
"""A field for the search alone."""
INTRODUCTION: Final = 800
"""Letters for which the cover of an issue's PDF has room, about."""
_TO_CONFIRM: Final = re.compile(r"to be confirmed|unconfirmed|(?:να|προς) επιβεβαι|ανεπιβεβαίωτ", re.IGNORECASE)
"""How an author says in a comment that something is not certain yet."""
_REFERENCE: Final = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]{1,31});")
"""A character by its number or name, whatever the count of digits."""
_BY_ITS_VALUE: Final = frozenset(
    "include-syntax template-syntax attribute-syntax link-without-words list-unmade text-indented "
    "table-too-wide cells-unseen unlike-github link-malformed definition-unused quotation-box "
    "emoji-name formula diagram fence-words".split()
)
"""Findings that are told with what was found, and how many there may be or what is there in its place."""


def body_problems(
    source: SourceFile, fragment: Fragment, content: ContentType, language: str, is_printed: bool
) -> Iterator[Problem]:
    """What is wrong in a text below its front matter, by itself. Of one that is not converted, only that it is not."""
    yield from _finding_problems(source, fragment)
    start = Place(source.body_line, 1)
    if not any(found.kind in UNREAD for found in fragment.findings):
        yield from _prose_of_body(source, fragment)
        yield from unprinted(source) if is_printed else ()
        if prose.is_in_other_letters(source.body, language):
            yield Problem(source.path, "other-letters", start)
    if content.kind is Kind.ISSUE and len(fragment.plain) > INTRODUCTION:
        facts = {"count": str(len(fragment.plain)), "limit": str(INTRODUCTION)}
        yield Problem(source.path, "introduction-long", start, facts=facts)
    if content.body_required and not source.body.strip():
        yield Problem(source.path, "body-empty", start)


def text_of(source: SourceFile, language: str, front: AnyText, fragment: Fragment) -> Text:
    """What a language says of an item, from its front matter and its converted body."""
    findings = tuple(found for found in fragment.findings if found.kind in ("link", "image", "image-within"))
    return Text(
        language, source.path, front, bool(fragment.html), fragment.excerpt, findings,
        digest_of_bytes(fragment.html.encode()), _anchors(fragment), front.translates or "",
        length=len(fragment.plain.split()), is_hard=is_hard(source.body, language),
        to_confirm=tuple(said.strip() for _, said in source.comments if _TO_CONFIRM.search(said)),
    )  # fmt: skip


def _anchors(fragment: Fragment) -> tuple[str, ...]:
    """The addresses of a text's headings within it."""
    return tuple(re.findall(rf'<h\d id="{ID_PREFIX}([^"]*)"', fragment.html))


def _prose_of_body(source: SourceFile, fragment: Fragment) -> Iterator[Problem]:
    places = PlaceFinder(source.body, source.body_line)
    for offset, word in prose.mixed_script(source.body):
        rule, facts, mend = in_one_script(source.body, offset, word)
        yield Problem(source.path, rule, places.at(offset), "", facts, mend)
    for match in re.finditer(prose.SCAFFOLD_MARK, source.body):
        yield Problem(source.path, "scaffold-left", places.at(match.start()))
    linked = {found.value for found in fragment.findings if found.kind == "link"}
    for offset, address in prose.shortened(without_code(source.body)):
        if address not in linked:
            yield Problem(source.path, "link-shortened", places.at(offset), facts={"value": address})
    yield from _hidden_signs(source, places)
    yield from _loose_ends(source, places)


def personal_of_body(source: SourceFile, official: Set[str], plain: str, leads: Iterable[str]) -> Iterator[Problem]:
    """What was written is searched, then what readers get of it: links and notes part words that they read as one."""
    body = source.body[:MAX_LETTERS]  # a longer one is a problem of its own
    places = PlaceFinder(body, source.body_line)
    told = [address for address in leads if is_page_of_preview(address) or scheme(address) not in SCHEMES]
    told += [address for address in leads if is_mistyped(address)]
    seen = {(LOCAL, judged(address)[1]) for address in told}  # other rules tell more of them
    for hit in personal_data.found(body, official):
        if (hit.rule, hit.shown) in seen and hit.rule == LOCAL:
            continue
        seen.add((hit.rule, hit.shown))
        yield Problem(source.path, hit.rule, places.at(hit.offset), facts={"value": hit.shown})
    for text in (plain[:MAX_LETTERS], *map(unquote, leads)):
        for hit in personal_data.found(text, official, markdown=False):
            if (hit.rule, hit.shown) not in seen:
                seen.add((hit.rule, hit.shown))
                yield Problem(source.path, hit.rule, Place(source.body_line, 1), facts={"value": hit.shown})


def with_cells_apart(fragment: Fragment) -> str:
    """What readers of a body see, struck out or not, with a sign between what they see apart: cells, broken lines."""
    if not _CELL_END.search(fragment.html) and "<del>" not in fragment.html:
        return fragment.plain
    return markup.plain(_CELL_END.sub(r" | \g<0>", fragment.html), with_struck=True)


_CELL_END: Final = re.compile(r"</t[dh]>|<br\b")


def _hidden_signs(source: SourceFile, places: PlaceFinder) -> Iterator[Problem]:
    """Signs written as `&#173;` or `&shy;` that no one would see, or that would turn the text round."""
    text = without_code(source.body) if "&" in source.body else ""
    for match in _REFERENCE.finditer(text):
        found = load.FORBIDDEN.search(html.unescape(match.group()))
        if found:
            facts = {"code": f"{match.group()}, U+{ord(found.group()):04X}"}
            yield Problem(source.path, "forbidden-character", places.at(match.start()), facts=facts)


def unprinted(source: SourceFile) -> Iterator[Problem]:
    """Runs of signs that paper shows otherwise than they are written, each once."""
    told: set[str] = set()
    found = [(source.place(route), field_name(route), run) for route, run in _unprinted_fields(source)]
    places = PlaceFinder(source.body, source.body_line)
    found += [(places.at(offset), "", run) for offset, run in _unprinted_body(source.body)]
    for place, name, run in found:
        instead = characters.printed(run)
        if instead.strip() and run not in told:
            told.add(run)
            codes = ", ".join(f"U+{ord(sign):04X}" for sign in dict.fromkeys(run[:3]))
            facts = {"value": run[:20], "code": codes + (" …" if len(set(run)) > 3 else ""), "instead": instead[:20]}
            yield Problem(source.path, "sign-not-printed", place, name, facts)


def _unprinted_fields(source: SourceFile) -> Iterator[tuple[load.Route, str]]:
    for route, text in load.strings_of(source.data):
        if route[0] != ALIASES:
            yield from ((route, run) for _, run in characters.unprinted(text))


def _unprinted_body(body: str) -> Iterator[tuple[int, str]]:
    """In the text, and in what it writes as `&#20013;`."""
    yield from characters.unprinted(body)
    for match in _REFERENCE.finditer(body) if "&" in body else ():
        meant = html.unescape(match.group())
        if not load.FORBIDDEN.search(meant):  # which is a problem of its own
            yield from ((match.start(), run) for _, run in characters.unprinted(meant))


def _loose_ends(source: SourceFile, places: PlaceFinder) -> Iterator[Problem]:
    """Signs of Markdown that were meant to become something and would be printed as they stand."""
    for offset, sign in prose.unmade_links(source.body):
        yield Problem(source.path, "link-unmade", places.at(offset), facts={"value": sign})
    for offset, mark, rule in prose.lone_footnotes(source.body):
        yield Problem(source.path, rule, places.at(offset), facts={"value": mark})


def _finding_problems(source: SourceFile, fragment: Fragment) -> Iterator[Problem]:
    level, names, guesses = 1, dict.fromkeys(_anchors(fragment)), fields.Guesses()
    for found in fragment.findings:
        place = Place(found.line, 1)
        if found.kind == "raw-html":
            yield from _html_problems(source.path, found)
        elif found.kind in UNREAD:
            yield Problem(source.path, found.kind, place, facts={"limit": in_digits(found.level), "value": found.value})
        elif found.kind in _BY_ITS_VALUE:
            facts = {"value": found.value, "limit": str(found.level), "instead": found.words}
            mend = Replacement(found.value, "") if found.kind == "attribute-syntax" and found.value[-1] == "}" else None
            yield Problem(source.path, found.kind, place, "", facts, mend)
        elif found.kind == "heading":
            yield from _heading_problems(source.path, found, level)
            level = max(found.level, 1)
        elif found.kind == "link" and found.value.startswith("#"):
            yield from _anchor_problems(source.path, found, names, guesses)
        elif found.kind == "link":
            pasted = pasted_link(source, found)
            yield from [pasted] if pasted else _link_problems(source.path, found, place)


_ANGLED_MAIL: Final = re.compile(r"<(?:mailto:\s*)?[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+>", re.IGNORECASE)


def _html_problems(path: str, found: Finding) -> Iterator[Problem]:
    """An opening tag by its name; a closing one belongs to it and needs no word of its own."""
    if found.value.startswith("</") or _ANGLED_MAIL.fullmatch(found.value):
        return  # an address of someone has a rule of its own
    suggestion = _instead_of_html(found.value)
    name = re.match(r"<[a-zA-Z][\w-]*(?=[\s/>])", found.value)
    value = f"{name.group()}>" if name and not suggestion else found.value
    yield Problem(path, "raw-html", Place(found.line, 1), facts={"value": value, "suggestion": suggestion})


def _instead_of_html(value: str) -> str:
    """The Markdown for an address that someone put between angle brackets without its scheme."""
    address = value.strip("<>")
    return f"<https://{address}>" if re.fullmatch(r"www\.[^\s<>]+", address) else ""


def _heading_problems(path: str, found: Finding, level: int) -> Iterator[Problem]:
    """`level` is that of the heading before."""
    place = Place(found.line, 1)
    facts = {"value": found.value, "level": str(found.level), "expected": "#" * (level + 1)}
    if not found.value.strip():
        yield Problem(path, "heading-empty", place)
    elif found.level == 1:
        yield Problem(path, "heading-first-level", place, facts=facts)
    elif found.level > level + 1:
        yield Problem(path, "heading-skips", place, facts=facts)


def _anchor_problems(
    path: str, found: Finding, names: Mapping[str, None], guesses: fields.Guesses
) -> Iterator[Problem]:
    """An address within the text must be that of one of its headings, `names` (`#` alone leads to the top)."""
    name = anchor(found.value)
    if name not in names and found.value != "#":
        guess = guesses.closest(name, names)
        facts = {"value": found.value, "suggestion": f"#{guess}" if guess else ""}
        yield Problem(path, "link-anchor", Place(found.line, 1), facts=facts)


def _link_problems(path: str, found: Finding, place: Place) -> Iterator[Problem]:
    """Rules for an address by itself; whether a page of the site stands there is asked when all are known."""
    address = found.value
    facts = {"value": address, "suggestion": _whole_address(address)}
    if not address or address.lower() in ("mailto:", "tel:"):
        yield Problem(path, "link-empty", place)
    elif prose.is_shortened(address):
        yield Problem(path, "link-shortened", place, facts=facts)
    elif address.startswith(("//", "\\")):
        yield Problem(path, "link-scheme", place, facts=facts)
    elif address.startswith("/"):
        return
    elif _names_picture(address):
        yield Problem(path, "picture-linked", place, facts={"name": address})
    elif scheme(address) == "":
        yield Problem(path, "link-relative", place, facts=facts)
    elif scheme(address) not in SCHEMES:
        yield Problem(path, "link-scheme", place, facts=facts)


def _whole_address(address: str) -> str:
    """What an address that starts nowhere was probably meant to be; nothing where it may be a page of this site, which
    is looked for when all are known.
    """
    if re.match(rf"[./]*(?:{_FIRST_PARTS})/", address):
        return ""
    if re.fullmatch(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", address):
        return f"mailto:{address}"
    return fields.web_address(address) if address.startswith("www.") or "/" in address else ""


def _names_picture(address: str) -> bool:
    return is_file_name(address) and address.lower().endswith(PICTURES)
