"""Files → Source: text, data, and the place of each field. Knows no content type.

YAML here is a strict and typeless subset: every plain scalar is text and the model decides what it means, so `NO` stays
`NO` and `2310123456` keeps its digits. Repeated keys, aliases, anchors and tags are refused: PyYAML would keep the last
of two equal keys in silence and expand aliases without bound.
"""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from ..files import signatures, tree
from .problems import Place, PlaceFinder, Problem, Replacement, in_digits
from .stacked import MOST_MARKS, stacks

MAX_BYTES: Final = 256 * 1024
UTF_16_NULS: Final = 32
"""In UTF-16 without its mark at least one of so many bytes is 0, in Greek too: spaces have one. Fewer are stray."""
MAX_DEPTH: Final = 12
MAX_NODES: Final = 5_000
Tree = dict[str, Any]
Route = tuple[str | int, ...]
BODY: Final = "body"
"""In a route: the text below the fields. No field is called so."""

FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ue000-\uf8ff\ufe00-\ufe0d\ufeff\uffa0\ufff9-\uffff"
    "\U000e0000-\U000e01ef\U000f0000-\U0010ffff]"
)
"""Invisible characters: controls, soft hyphens, zero-width spaces, letters without a shape (Hangul fillers, an empty
Braille cell), selectors of a letter's variant but those of emoji, changes of direction, private use."""
_ESCAPED: Final = re.compile(rf"{FORBIDDEN.pattern}|\r")
"""What no escape may bring: the same, and a carriage return, by which a line would end within a field of one line."""
_NO_TEXT: Final = frozenset(
    {signatures.OFFICE, signatures.OLD_OFFICE, signatures.RICH_TEXT, signatures.PDF, "JPEG", "PNG", signatures.HEIC}
)
"""Kinds of files that are renamed in the hope that they become texts."""
_HEADER: Final = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_REMARK: Final = re.compile(r"(?:^|\s)#(.*)")
_JOINED: Final = re.compile(r"[A-Za-z_]+(?::\S|:\xa0|\uff1a)")
"""A field's name that no colon with a space behind it parts from its value."""
_COMMENT: Final = re.compile(r"\s+#")
_CONFLICT: Final = re.compile(r"^<{7}(?: .*)?$", re.MULTILINE)
_CONFLICT_END: Final = re.compile(r"^>{7}(?: .*)?$", re.MULTILINE)
"""The markers that git writes around two versions of the same lines."""


@dataclass(slots=True)
class SourceFile:
    """A file that was read. `values` and `keys` tell where each field's value and name stand."""

    path: str
    data: Tree = field(default_factory=dict)
    values: dict[Route, Place] = field(default_factory=dict)
    keys: dict[Route, Place] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    comments: list[tuple[Place, str]] = field(default_factory=list)
    """The comments (`# …`) of the data. They are not published, but everyone who has the files can read them."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def readable(self) -> bool:
        """Whether the data can be judged field by field."""
        return not self.problems

    def place(self, route: Route) -> Place:
        """Where a field stands: its value, else its name, else the nearest thing around it."""
        if route == (BODY,):
            return Place(self.body_line, 1)
        for end in range(len(route), 0, -1):
            found = self.values.get(route[:end]) or self.keys.get(route[:end])
            if found:
                return found
        return Place(1, 1)


def unreadable(path: str, error: OSError) -> Problem:
    """The problem for a file or folder that the operating system refuses to open, or that is neither of the two."""
    if isinstance(error, tree.Irregular):
        return Problem(path, error.rule, facts={"limit": str(error.limit)})
    return Problem(path, "unreadable", facts={"reason": error.strerror or str(error)})


def strings_of(value: object, route: Route = ()) -> Iterator[tuple[Route, str]]:
    """Every text in the data of a file, with the way to it, as `SourceFile.place` takes it."""
    if isinstance(value, str):
        yield route, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings_of(inner, (*route, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from strings_of(inner, (*route, number))


def read(root: Path, path: str) -> SourceFile:
    """Reads a data file (`.yml`) or a text (`.md`) below `root`. Whatever is wrong stands in the Source's problems."""
    source = SourceFile(path)
    return _parsed(source, _read_text(root, path, source))


def parse(path: str, raw: bytes) -> SourceFile:
    """Reads the bytes that a file at `path` holds, or is to hold. Whatever is wrong stands in the problems."""
    source = SourceFile(path)
    return _parsed(source, _decoded(raw, source))


def _parsed(source: SourceFile, text: str | None) -> SourceFile:
    if text is not None and source.path.endswith(".md"):
        _read_text_file(source, text)
    elif text is not None:
        _read_yaml(source, text, 1)
    return source


def _read_text(root: Path, path: str, source: SourceFile) -> str | None:
    try:
        raw = tree.read(root, path, MAX_BYTES)
    except OSError as error:
        source.problems.append(unreadable(source.path, error))
        return None
    return _decoded(raw, source)


def _decoded(raw: bytes, source: SourceFile) -> str | None:
    if len(raw) > MAX_BYTES:
        source.problems.append(Problem(source.path, "file-too-large", facts={"limit": str(MAX_BYTES // 1024)}))
        return None
    if signatures.kind_of(raw) in _NO_TEXT:
        source.problems.append(Problem(source.path, "not-a-text", facts={"kind": signatures.kind_of(raw)}))
        return None
    raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removeprefix(codecs.BOM_UTF8)
    if raw.count(0) * UTF_16_NULS > len(raw):  # each letter would be a problem of its own
        source.problems.append(Problem(source.path, "encoding", Place(1, 1)))
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        source.problems.append(Problem(source.path, "encoding", PlaceFinder(before).at(len(before))))
        return None
    conflict = _CONFLICT.search(text)
    if conflict and _CONFLICT_END.search(text, conflict.end()):
        source.problems.append(Problem(source.path, "merge-conflict", PlaceFinder(text).at(conflict.start())))
        return None
    return _without_forbidden(text, source)


def _without_forbidden(text: str, source: SourceFile) -> str | None:
    if found := list(stacks(text)):
        places, facts = PlaceFinder(text), {"limit": str(MOST_MARKS)}
        source.problems += [Problem(source.path, "marks-many", places.at(one.start), "", facts) for one in found]
        return None
    text = unicodedata.normalize("NFC", text)
    if not FORBIDDEN.search(text):
        return text
    places = PlaceFinder(text)
    for match in FORBIDDEN.finditer(text):
        facts = {"code": f"U+{ord(match.group()):04X}"}
        begins = not text[: match.start()].rpartition("\n")[2].strip()
        is_symbol = "\uf000" <= match.group() <= "\uf0ff"
        mend = Replacement(match.group(), "-") if is_symbol and begins else None
        rule = "symbol-of-word" if is_symbol else "forbidden-character"
        source.problems.append(Problem(source.path, rule, places.at(match.start()), "", facts, mend))
    return None


def _read_text_file(source: SourceFile, text: str) -> None:
    match = _HEADER.match(text)
    if match is None:
        rule = "header-not-closed" if text.startswith("---") else "header-missing"
        source.problems.append(Problem(source.path, rule, Place(1, 1)))
        return
    source.body = text[match.end() :]
    source.body_line = text.count("\n", 0, match.end()) + 1
    _read_yaml(source, match.group(1), 2)


def _read_yaml(source: SourceFile, text: str, first_line: int) -> None:
    if "#" in text:
        for number, line in enumerate(text.split("\n"), first_line):
            comment = _REMARK.search(line)
            if comment:
                source.comments.append((Place(number, comment.start(1) + 1), comment.group(1)))
    reader = _YamlReader(source, text, first_line)
    try:
        reader.consume(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        source.problems.append(_yaml_problem(source.path, text, error, first_line))
    except (yaml.YAMLError, RecursionError):
        source.problems.append(Problem(source.path, "yaml-syntax", Place(first_line, 1)))


@dataclass(slots=True)
class _LastValue:
    """A text in curly brackets, and what commas have cut off from it, with the place where that begins."""

    name: str
    text: str
    cut: list[str] = field(default_factory=list)
    place: Place = field(default_factory=Place)


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read."""

    route: Route
    content: Tree | list[Any]
    in_braces: bool = False
    """A mapping in curly brackets, where a comma ends each value."""
    key: str | None = None
    key_end: Any = None
    """Where the name ends."""
    last: _LastValue | None = None
    """Of the name before, where that is a text."""


class _YamlReader:
    """Builds plain data from YAML events without recursion, so that depth is ours to bound."""

    def __init__(self, source: SourceFile, text: str, first_line: int) -> None:
        self.source, self.first_line = source, first_line
        self.stack: list[_Open] = []
        self.nodes = 0
        self.documents = 0
        self.lines = text.splitlines()

    def consume(self, events: Iterator[Any]) -> None:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    self._refuse(event, "yaml-two-documents")
                    return
            elif isinstance(event, yaml.AliasEvent):
                self._refuse(event, "yaml-alias")
                return
            elif isinstance(event, yaml.CollectionEndEvent):
                self._tell_cut(self.stack.pop())
            elif isinstance(event, yaml.NodeEvent) and not self._accept(event):
                return

    def _accept(self, event: Any) -> bool:
        """Takes in one node; False where reading on would be unsafe or without sense."""
        self.nodes += 1
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            self._refuse(event, "yaml-alias" if event.anchor else "yaml-tag")
            return False
        if self.nodes > MAX_NODES or len(self.stack) >= MAX_DEPTH:
            self._refuse(event, "yaml-too-deep", limit=in_digits(MAX_NODES), depth=str(MAX_DEPTH))
            return False
        if not self.stack:
            return self._start(event)
        parent = self.stack[-1]
        if isinstance(parent.content, dict) and parent.key is None:
            return self._key(parent, event)
        self._value(parent, event)
        return not isinstance(event, yaml.ScalarEvent) or self._is_plain_text(event)

    def _start(self, event: Any) -> bool:
        if isinstance(event, yaml.MappingStartEvent):
            self.stack.append(_Open((), self.source.data, bool(event.flow_style)))
            return True
        if isinstance(event, yaml.ScalarEvent) and not event.value.strip():
            return True
        joined = isinstance(event, yaml.ScalarEvent) and _JOINED.match(event.value)
        self._refuse(event, "yaml-no-space" if joined else "yaml-not-fields")
        return False

    def _key(self, parent: _Open, event: Any) -> bool:
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(event, "yaml-key")
            return False
        key = str(event.value)
        route = (*parent.route, key)
        if route in self.source.keys:
            self._refuse(event, "field-twice", route)
        self.source.keys[route] = self._place(event)
        parent.key, parent.key_end = key, event.end_mark
        return True

    def _value(self, parent: _Open, event: Any) -> None:
        content = parent.content
        step: str | int = len(content) if isinstance(content, list) else str(parent.key)
        route = (*parent.route, step)
        value: Any = _scalar(event) if isinstance(event, yaml.ScalarEvent) else _container(event)
        if parent.in_braces and isinstance(content, dict):
            self._ended_by_comma(parent, event, value)
        if isinstance(content, list):
            content.append(value)
        else:
            content[str(step)] = value
            parent.key = None
        if value is not None or isinstance(content, list):
            self.source.values[route] = self._place(event)
        if not isinstance(event, yaml.ScalarEvent):
            self.stack.append(_Open(route, value, isinstance(value, dict) and bool(event.flow_style)))

    def _ended_by_comma(self, parent: _Open, event: Any, value: Any) -> None:
        """Refuses what stands behind a comma without being a field: for YAML it is the name of one that is empty."""
        key, last = str(parent.key), parent.last
        if value is not None or last is None or ":" in self._between(parent.key_end, event.start_mark):
            self._tell_cut(parent)
            parent.last = _LastValue(key, value) if isinstance(value, str) else None
            return
        if not last.cut:
            last.place = self.source.keys[(*parent.route, key)]
        last.cut.append(key)

    def _tell_cut(self, ended: _Open) -> None:
        last = ended.last
        if last is None or not last.cut:
            return
        if len(last.cut) == 1 and last.text.isdigit() and last.cut[0].isdigit():
            meant = f"{last.text}.{last.cut[0]}"
        else:
            meant = json.dumps(", ".join([last.text, *last.cut]), ensure_ascii=False)  # quoted so for YAML too
        facts = {"value": ", ".join(last.cut), "example": f"{last.name}: {meant}"}
        self.source.problems.append(Problem(self.source.path, "yaml-comma", last.place, facts=facts))

    def _between(self, start: Any, end: Any) -> str:
        lines = self.lines[start.line : end.line + 1] or [""]
        lines[-1] = lines[-1][: end.column]
        return "\n".join([lines[0][start.column :], *lines[1:]])

    def _is_plain_text(self, event: Any) -> bool:
        """Refuses what an escape such as `"\\0"` smuggles in, and a text that ends at a `#` without a word."""
        found = _ESCAPED.search(event.value)
        if found:
            self._refuse(event, "forbidden-character", code=f"U+{ord(found.group()):04X}")
        if any(stacks(event.value)):
            self._refuse(event, "marks-many", limit=str(MOST_MARKS))
        line = self.lines[event.end_mark.line] if event.end_mark.line < len(self.lines) else ""
        if event.style not in ("|", ">") and event.value and _COMMENT.match(line, event.end_mark.column):
            self._refuse(event, "yaml-hash")
        return True

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(mark.line + self.first_line, mark.column + 1)

    def _refuse(self, event: Any, rule: str, route: Route = (), **facts: str) -> None:
        self.source.problems.append(Problem(self.source.path, rule, self._place(event), field_name(route), facts))


def _scalar(event: Any) -> str | None:
    plain = event.implicit[0] and not event.style
    text = str(event.value)
    return None if plain and text in ("", "~", "null", "Null", "NULL") else text


def _container(event: Any) -> Tree | list[Any]:
    return {} if isinstance(event, yaml.MappingStartEvent) else []


def field_name(route: Route) -> str:
    """A field's route as an editor would say it: `sections[2].items`, counting from 1."""
    parts: list[str] = []
    for step in route:
        if isinstance(step, int):
            parts.append(f"[{step + 1}]")
        else:
            parts.append(f".{step}" if parts else step)
    return "".join(parts)


def _yaml_problem(path: str, text: str, error: yaml.MarkedYAMLError, first_line: int) -> Problem:
    mark = error.problem_mark or error.context_mark
    lines = text.splitlines() or [""]
    line, column = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
    rule = _rule_by_context(error)
    if rule and error.context_mark:
        line, column = min(error.context_mark.line, len(lines) - 1), error.context_mark.column
    rule, column = (rule, column) if rule else _rule_by_line(error.problem or "", lines[line], column)
    return Problem(path, rule, Place(line + first_line, column + 1))


_CONTEXTS: Final = {
    "while scanning a quoted scalar": "yaml-quote",
    "while scanning an alias": "yaml-alias",
    "while scanning an anchor": "yaml-alias",
    "while scanning a tag": "yaml-tag",
    "while parsing a tag": "yaml-tag",
    "while scanning a simple key": "yaml-no-colon",
    "while parsing a flow": "yaml-bracket",
}
"""libyaml's context of an error → our rule: it tells more than the position, which is often some lines further down."""


def _rule_by_context(error: yaml.MarkedYAMLError) -> str:
    context = error.context or ""
    if "\t" in (error.problem or ""):
        return ""
    return next((rule for start, rule in _CONTEXTS.items() if context.startswith(start)), "")


def _rule_by_line(words: str, line: str, column: int) -> tuple[str, int]:
    """The rule that fits libyaml's words and the line they are about, and the column to point at."""
    before, after = line[:column], line[column:]
    bracket = re.search(r"(?:^|[:-])\s+([\[{])", before)
    rule = "yaml-syntax"
    if "\t" in line[: column + 1]:
        rule = "yaml-tab"
    elif "mapping values are not allowed" in words:
        rule = "yaml-colon" if re.search(r":\s", before) else "yaml-indent"
    elif "cannot start any token" in words:
        rule = "yaml-needs-quotes"
    elif "did not find expected" in words and after[:1] in ("]", "}"):
        rule = "yaml-bracket"
    elif words.endswith(("expected key", "expected '-' indicator")) and bracket:
        rule, column = "yaml-needs-quotes", bracket.start(1)
    elif words.endswith(("expected key", "expected '-' indicator")):
        rule = "yaml-quote" if re.search("['\"]", before) else "yaml-indent"
    return rule, column
