"""Problems with a name that was written where a word of the files is expected: which word is meant.

Whoever checks one folder knows no name of what lies in others, so that a problem says what could be named
(`NAMEABLE` among its facts), and the answer is found when all is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pydantic.fields import FieldInfo

from . import load
from .fields import NAMEABLE, nameable, unknown_rule
from .model import COLLECTIONS, CONTENT_TYPES, NETWORK, ContentType, Kind
from .names import Meant, NameFinder, keys, names_in
from .problems import Problem, Replacement
from .search_keys import SearchKeys

MOST_LOOKED_FOR: Final = 200
"""Problems for which the nearest name is looked for; where there are more, they have one cause."""
_HOW: Final = ("slug", "reference")
"""Rules about how a name is written. Where it is the name of nothing, that is what is wrong."""
Labels = Mapping[str, Mapping[str, Sequence[str]]]
"""Name of a closed list → each of its words → what it is called, in all languages."""


class Nameable:
    """What fields can name, with the names that people have for it, read where they are asked for.

    They are read from the files, whatever is wrong with these: who writes a name may have a problem elsewhere.
    """

    def __init__(self, root: Path, labels: Labels, search_keys: SearchKeys, network: Sequence[str] = ()) -> None:
        """`network` are the names of the network itself."""
        self._root, self._labels, self._keys, self._network = root, labels, search_keys, network
        self.finder: Final[Callable[[str], NameFinder]] = lru_cache(maxsize=None)(self._finder)

    def keys(self, what: str) -> dict[str, tuple[str, ...]]:
        """For whoever chooses from a list: each word that may stand in a field, and what may be typed to find it.

        `what` is as `fields.nameable` says it: `member`, `partner programme`, `Theme`.
        """
        return {value: keys((value, *names)) for value, names in self._called(what).items()}

    def _finder(self, what: str) -> NameFinder:
        return NameFinder(self._called(what), self._keys, towns=Kind.MEMBER in what.split())

    def _called(self, what: str) -> dict[str, list[str]]:
        """Each word that may stand in a field, with the names that people have for what it stands for."""
        called: dict[str, list[str]] = {}
        for word in what.split():
            kind = word.removeprefix("/")
            if word == NETWORK:
                called[NETWORK] = list(self._network)
            elif kind in tuple(Kind):
                called |= self._items(Kind(kind), by_address=word != kind)
            else:
                called |= {value: list(names) for value, names in self._labels.get(word, {}).items()}
        return called

    def _items(self, kind: Kind, by_address: bool) -> dict[str, list[str]]:
        before = next((f"{name}/" for name, its in COLLECTIONS.items() if its is kind), "") if by_address else ""
        found: dict[str, list[str]] = {}
        for content in CONTENT_TYPES:
            for folder in self._folders(content) if content.kind is kind else ():
                slug = folder.rpartition("/")[2]
                found[before + slug] = [slug, *self._names(content, folder)]
        return found

    def _folders(self, content: ContentType) -> Iterator[str]:
        paths = sorted(self._root.glob(content.folder))
        yield from (path.relative_to(self._root).as_posix() for path in paths if path.is_dir())

    def _names(self, content: ContentType, folder: str) -> Iterator[str]:
        for path in sorted((self._root / folder).iterdir()):
            if path.suffix == ".md" or path.name == content.data_file:
                source = load.read(self._root, f"{folder}/{path.name}")
                yield from names_in(content.text if path.suffix == ".md" else content.data, source.data)

    def folder_of(self, line: str) -> str:
        """The folder of the member or partner that is named; the line itself where none is, or several are."""
        for kind in (Kind.MEMBER, Kind.PARTNER):
            found = self.finder(kind.value).find(line.removesuffix("/")).each
            if len(found) == 1:
                return next(content.folder for content in CONTENT_TYPES if content.kind is kind).replace("*", found[0])
        return line

    def meant(self, info: FieldInfo, line: str) -> str:
        """What to write in a field for a line of names, parted by commas; the line itself where that is not certain."""
        what = nameable(info)
        found = self.finder(what).find(line) if what else Meant()
        return ", ".join(found.each) or line

    def near(self, info: FieldInfo, name: str) -> tuple[str, ...]:
        """What a field can name that is written nearly so."""
        what = nameable(info)
        return self.finder(what).near(name) if what else ()


def filled_in(problems: Iterable[Problem], known: Callable[[], Nameable]) -> list[Problem]:
    """The problems; those with a name in them say what is meant by it, or what there is."""
    found: list[Problem] = []
    left, names = MOST_LOOKED_FOR, None
    for problem in problems:
        if problem.facts.get(NAMEABLE) and problem.facts.get("value") is not None:
            names = names or known()
            left -= 1
            found += _told(problem, names.finder(problem.facts[NAMEABLE]), left >= 0)
        else:
            found.append(problem)
    return found


def _told(problem: Problem, finder: NameFinder, looks_near: bool) -> list[Problem]:
    value = problem.facts["value"]
    meant = finder.find(value)
    if meant.each:
        return [_certain(problem, meant)]
    if meant.either:
        return [replace(problem, rule="name-unclear", facts={**problem.facts, "choices": ", ".join(meant.either)})]
    near = finder.near(meant.unknown) if looks_near else ()
    if len(near) > 1 and not problem.facts.get("suggestion"):
        return [replace(problem, rule="name-unclear", facts={**problem.facts, "choices": ", ".join(near)})]
    return [_unsure(problem, finder, meant.unknown, near)]


def _certain(problem: Problem, meant: Meant) -> Problem:
    """A name that stands for one thing, or several names in one line."""
    each, value = meant.each, problem.facts["value"]
    mend = Replacement(value, "\n".join(each))
    if problem.rule == "list-expected":
        name = problem.field.rpartition(".")[2]
        facts = {**problem.facts, "suggestion": f"{name}: [{', '.join(each)}]"}
        return replace(problem, facts=facts, mend=mend)
    facts = {**problem.facts, "suggestion": ", ".join(each)}
    if len(each) > 1:
        rule = "names-in-one"
    elif meant.is_plain:
        rule = "signs-around-name"
    elif problem.rule == "slug":
        rule, facts["value"] = "name-written", value.strip("«»“”„\"' ")
    elif problem.rule == "not-in-list" and meant.is_exact:
        rule = "choice-label"
    else:  # nearly the word itself
        rule = problem.rule
    return replace(problem, rule=rule, facts=facts, mend=mend)


def _unsure(problem: Problem, finder: NameFinder, unknown: str, near: tuple[str, ...]) -> Problem:
    """A name of nothing: what is nearest to it, else what there is."""
    facts: dict[str, Any] = {**problem.facts, "choices": ", ".join(finder.values) or "–"}
    if near:
        facts["suggestion"] = near[0]
    elif problem.rule in _HOW:
        facts["suggestion"] = ""
    if problem.rule not in _HOW:
        return replace(problem, facts=facts)
    kinds = tuple(Kind(word) for word in problem.facts[NAMEABLE].split() if word in tuple(Kind))
    rule = unknown_rule(kinds) if kinds else "reference-unknown"
    return replace(problem, rule=rule, facts=facts | {"value": unknown})
