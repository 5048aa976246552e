"""schema.org's own vocabulary, from the npm package schema-dts, and what JSON-LD has that it does not know."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tools.viewing.browse import NPM

FILE = NPM / "test/node_modules/schema-dts/dist/schema.d.ts"
_INTERFACE = re.compile(r"^(?:export )?interface (\w+)(?: extends ([\w<>, ]+))? \{\n(.*?)^\}", re.M | re.S)
_PROPERTY = re.compile(r'^    "(\w+)"\?: SchemaValue<(.*), "\w+">;$', re.M)
_TYPE = re.compile(r'^    "@type": "(\w+)";$', re.M)
_ALIAS = re.compile(r"^export type (\w+) = (.*);$", re.M)
_ISO = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?)?)?")
_URL = re.compile(r"https?://[^\s<>\"]+")
_OF_ENUMERATION = "https://schema.org/"
_OWN = ("@type", "@id", "@context")


class SchemaOrg:
    """Which types there are, what properties each has, and what values these take."""

    def __init__(self, text: str) -> None:
        self.parents: dict[str, list[str]] = {}
        self.properties: dict[str, dict[str, list[str]]] = {}
        self.classes: dict[str, str] = {}
        for name, above, body in _INTERFACE.findall(text):
            self.parents[name] = re.findall(r"\w+", above)
            self.properties[name] = {one: kinds.split(" | ") for one, kinds in _PROPERTY.findall(body)}
            self.classes |= dict.fromkeys(_TYPE.findall(body), name)
        self.aliases = {name: said.split(" | ") for name, said in _ALIAS.findall(text)}

    def of(self, kind: str) -> Mapping[str, list[str]]:
        """Property → kinds of values, with what is inherited."""
        found: dict[str, list[str]] = {}
        waiting = [self.classes[kind]]
        while waiting:
            name = waiting.pop()
            found = {**self.properties.get(name, {}), **found}
            waiting += self.parents.get(name, [])
        return found

    def below(self, name: str) -> set[str]:
        """A type, all kinds of it, and the values of an enumeration."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self.aliases.get(one, [])
        return {one.removesuffix("Leaf").strip('"') for one in found} | {name}

    def faults(self, thing: Any, where: str = "") -> Iterator[str]:
        """What is not as the vocabulary has it, each with the way to it."""
        kind = thing.get("@type")
        if kind not in self.classes:
            yield f"{where}: there is no type {kind}"
            return
        allowed = self.of(kind)
        for name, value in thing.items():
            at = f"{where}{kind}.{name}"
            if name in _OWN:
                continue
            if name not in allowed:
                yield f"{at}: {kind} has no such property"
            elif value in ("", [], None):
                yield f"{at}: empty"
            else:
                for one in value if isinstance(value, list) else [value]:
                    yield from self._value(one, allowed[name], at)

    def _value(self, value: Any, kinds: list[str], at: str) -> Iterator[str]:
        if isinstance(value, dict):
            if value.get("@type") not in set().union(*map(self.below, kinds)):
                yield f"{at}: a {value.get('@type')} is none of {', '.join(kinds)}"
            yield from self.faults(value, f"{at} > ")
        elif isinstance(value, bool):
            if "Boolean" not in kinds:
                yield f"{at}: {value} is no value for it"
        elif isinstance(value, int | float):
            if not {"Number", "Integer", "Float"}.intersection(kinds):
                yield f"{at}: {value} is no value for it"
        elif not self._is_said(str(value), kinds):
            yield f"{at}: {value!r} is none of {', '.join(kinds)}"

    def _is_said(self, value: str, kinds: list[str]) -> bool:
        """Whether a text is a value: any for a text, else a date, a full address, or one of an enumeration."""
        if "Text" in kinds:
            return True
        if {"Date", "DateTime"}.intersection(kinds) and _ISO.fullmatch(value):
            return True
        if value.startswith(_OF_ENUMERATION):
            return any(value in self.below(kind) for kind in kinds)
        return bool({"URL", "IdReference"}.intersection(kinds) and _URL.fullmatch(value))


@pytest.fixture(scope="session")
def vocabulary() -> SchemaOrg:
    """The vocabulary, where the npm package is installed."""
    if not FILE.is_file():
        pytest.skip("schema-dts is not installed: run make test")
    return SchemaOrg(FILE.read_text("utf-8"))
