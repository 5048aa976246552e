"""What stands in a paragraph of a Word document: words, signs, breaks, notes, links, fields and tracked changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element

from .package import DEEPEST, R, W, WordError, is_on, value
from .walk import Handler, WordField, WordWalk

_ADDRESS: Final = re.compile(
    r'\s*HYPERLINK\s+((?:\\[a-z]\s+)*)(?:"([^"]*)"|([^\s\\"]\S*))?(.*)', re.DOTALL | re.IGNORECASE
)
_ANCHOR: Final = re.compile(r'\\l\s+(?:"([^"]*)"|(\S+))')
_SAYS: Final = re.compile(r"\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s+(.*)", re.DOTALL | re.IGNORECASE)
_SIGN: Final = re.compile(r'\s*SYMBOL\s+(0x[0-9a-f]+|\d+)(?:.*?\\f\s+"?([^"\\]+))?', re.DOTALL | re.IGNORECASE)
_SILENT_FIELDS: Final = frozenset("XE TC TA RD SET ASK PRIVATE BOOKMARK HYPERLINK".split())
"""They mark a place, and show nothing."""
_NO_WORDS: Final = frozenset(f"{W}{name}" for name in ("rPr", "fldChar", "instrText", "delInstrText", "delText"))
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
"""Signs that mean something in one font only, and one that says that a sign was lost before."""
_LINE_ENDS: Final = re.compile("[\x85\u2028\u2029]")


# ---- words and signs


def _run(walk: WordWalk, element: Element) -> None:
    outer = walk.look
    walk.look = walk.look_of(element.find(f"{W}rPr"), walk.style)
    if walk.look.hidden and not walk.instructions and any(child.tag not in _NO_WORDS for child in element):
        walk.sources.losses.tell("hidden")
    walk.inside(element)
    walk.look = outer


def _text(walk: WordWalk, element: Element) -> None:
    font = walk.look.font

    def known(match: re.Match[str]) -> str:
        found = sign(f"{ord(match.group()):x}", font)
        if not found:
            walk.tell("symbols")
        return found

    walk.put(_PRIVATE.sub(known, _LINE_ENDS.sub(" ", element.text or "")))


def _symbol(walk: WordWalk, element: Element) -> None:
    _put_sign(walk, element.get(f"{W}char", ""), element.get(f"{W}font", ""))


def _put_sign(walk: WordWalk, code: str, font: str) -> None:
    found = sign(code, font)
    if found:
        walk.put(found)
    else:
        walk.tell("symbols")


@lru_cache(4096)
def sign(code: str, font: str) -> str:
    """What a character of a font of signs is in Unicode; `code` in hexadecimal digits. "" where no one knows."""
    from mammoth.docx.dingbats import dingbats

    number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else 0
    found = dingbats.get((font, number & 0xFF if number & 0xFF00 == 0xF000 else number))
    if found or number < ord(" ") or (font, ord("A")) in dingbats:
        return chr(found) if found else ""
    return "" if _PRIVATE.fullmatch(chr(number)) else chr(number)


def _space(walk: WordWalk, _: Element) -> None:
    walk.put(" ")


def _hyphen(walk: WordWalk, _: Element) -> None:
    walk.put("\N{NON-BREAKING HYPHEN}")


def _break(walk: WordWalk, _: Element) -> None:
    walk.put(Element(f"{W}br"))


def _ruby(walk: WordWalk, element: Element) -> None:
    """Words, and in brackets how they are read."""
    for part, before, after in (("rubyBase", "", ""), ("rt", "(", ")")):
        for found in element.findall(f"{W}{part}"):
            walk.put(before)
            walk.inside(found)
            walk.put(after)


def _note(walk: WordWalk, element: Element) -> None:
    if walk.is_shown():
        kind, notes = element.tag[len(W) :].removesuffix("Reference"), walk.sources.notes
        number = notes.setdefault((kind, element.get(f"{W}id", "")), len(notes) + 1)
        walk.put(Element(f"{W}footnoteReference", {f"{W}id": str(number)}), link="")


def _comment(walk: WordWalk, element: Element) -> None:
    if walk.is_shown():
        walk.sources.comments.append(element.get(f"{W}id", ""))


# ---- links and fields


def _hyperlink(walk: WordWalk, element: Element) -> None:
    relation, anchor = walk.named.get(element.get(f"{R}id", "")), element.get(f"{W}anchor", "")
    address = relation.target if relation is not None else ""
    walk.led(f"{address.partition('#')[0]}#{anchor}" if anchor else address, element)


def _address(code: list[str]) -> str:
    """Where the instruction of a field leads; "#…" for a place in the document (ECMA-376-1, 17.16.5.25)."""
    found = _ADDRESS.match("".join(code))
    if not found:
        return ""
    switches, quoted, bare, rest = found.groups(default="")
    anchor = _ANCHOR.search(rest)
    if r"\l" in switches.lower():
        return f"#{quoted or bare}"
    return f"{quoted or bare}#{anchor.group(1) or anchor.group(2)}" if anchor else quoted or bare


def _simple_field(walk: WordWalk, element: Element) -> None:
    code = [element.get(f"{W}instr", "")]
    walk.led(_address(code), element)
    if next(element.iter(f"{W}r"), None) is None:
        _without_result(walk, WordField(element, code))


def _field_sign(walk: WordWalk, element: Element) -> None:
    step = walk.field_signs.get(id(element))
    if element.find(f"{W}ffData") is not None:
        walk.tell("form-fields")
    if step == "begin":
        walk.fields.append(WordField(element))
        walk.instructions += 1
    elif step == "separate":
        walk.instructions -= 1
        found = walk.fields[-1]
        found.links = walk.flow.links
        found.links.append(_address(found.code) or found.links[-1])
    elif step == "end":
        found = walk.fields.pop()
        if found.links:
            found.links.pop()
        else:
            walk.instructions -= 1
        _without_result(walk, found)


def _instruction(walk: WordWalk, element: Element) -> None:
    if walk.fields:
        walk.fields[-1].code.append(element.text or "")


def _without_result(walk: WordWalk, found: WordField) -> None:
    """What a field shows that holds no words of its own."""
    code = "".join(found.code)
    name, said, sign_of = (code.split() or [""])[0].upper(), _SAYS.match(code), _SIGN.match(code)
    if name in ("FORMCHECKBOX", "FORMDROPDOWN"):
        walk.put(_form_field(found.begin))
    elif found.links or name in _SILENT_FIELDS or not name:
        return
    elif said:
        walk.put(said.group(1))
    elif sign_of:
        _put_sign(walk, f"{int(sign_of.group(1), 0):x}", (sign_of.group(2) or "").strip())
    else:
        walk.tell("equations" if name == "EQ" else "fields")


def _form_field(begin: Element) -> str:
    box, choices = begin.find(f"{W}ffData/{W}checkBox"), begin.find(f"{W}ffData/{W}ddList")
    if choices is not None:
        entries = [one.get(f"{W}val", "") for one in choices.findall(f"{W}listEntry")]
        chosen = value(choices, "result") or value(choices, "default") or "0"
        return entries[int(chosen)] if chosen.isdecimal() and int(chosen) < len(entries) else ""
    checked = None if box is None else box.find(f"{W}checked")
    if checked is None and box is not None:
        checked = box.find(f"{W}default")
    return "\N{BALLOT BOX WITH X}" if is_on(checked) else "\N{BALLOT BOX}"


def matched(elements: Iterator[Element]) -> Mapping[int, str]:
    """The signs of fields that begin, part and end one: id of the element → `begin`, `separate` or `end`.

    A sign that belongs to no whole field is left out, so that it hides nothing.
    """
    found: dict[int, str] = {}
    stack: list[list[tuple[int, str]]] = []
    for element in elements:
        if element.tag != f"{W}fldChar":
            continue
        step = element.get(f"{W}fldCharType", "")
        if step == "begin":
            stack.append([(id(element), step)])
            if len(stack) > DEEPEST:
                raise WordError("unsafe")
        elif stack and step == "separate" and len(stack[-1]) == 1:
            stack[-1].append((id(element), step))
        elif stack and step == "end":
            found |= {*stack.pop(), (id(element), step)}
    return found


# ---- tracked changes, and what stands around words


def _insertion(walk: WordWalk, element: Element) -> None:
    walk.tell("insertions")
    walk.inside(element)


def _deletion(walk: WordWalk, _: Element) -> None:
    walk.tell("deletions")


def _content_control(walk: WordWalk, element: Element) -> None:
    props = element.find(f"{W}sdtPr")
    if props is not None and any(one.tag in _CHOICES for one in props):
        walk.tell("form-fields")
    for part in element.findall(f"{W}sdtContent"):
        walk.inside(part)


def _inserted_file(walk: WordWalk, _: Element) -> None:
    walk.tell("inserted-files")


def _worked_out(walk: WordWalk, _: Element) -> None:
    walk.tell("fields")


def _nothing(_: WordWalk, __: Element) -> None:
    """What holds no words that are seen."""


_CHOICES: Final = frozenset(f"{W}{name}" for name in ("dropDownList", "comboBox", "showingPlcHdr"))
_HANDLED: Final[Mapping[Handler, str]] = {
    _run: "r",
    _text: "t",
    _symbol: "sym",
    _space: "tab ptab",
    _hyphen: "noBreakHyphen",
    _break: "br cr",
    _ruby: "ruby",
    _note: "footnoteReference endnoteReference",
    _comment: "commentReference",
    _hyperlink: "hyperlink",
    _simple_field: "fldSimple",
    _field_sign: "fldChar",
    _instruction: "instrText",
    _insertion: "ins moveTo",
    _deletion: "del moveFrom",
    _content_control: "sdt",
    _inserted_file: "altChunk subDoc",
    _worked_out: "pgNum dayShort monthShort yearShort dayLong monthLong yearLong",
    _nothing: "pPr rPr sectPr tblPr tblPrEx tblGrid trPr tcPr sdtPr sdtEndPr customXmlPr smartTagPr rubyPr delText"
    " delInstrText fldData",
}
RUNS: Final[Mapping[str, Handler]] = {
    f"{W}{name}": handler for handler, names in _HANDLED.items() for name in names.split()
}
