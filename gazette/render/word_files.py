"""The files of interface words, theme/strings/: read strictly, and judged before a page is made of them.

A page asks for its words by key, fills in names in braces and counts. What it asks for is told by the words that come
with the theme, the reference: a language that lacks one of its keys, a name or a form of its plural would stop the
build midway, or be read by everyone as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from babel import Locale, UnknownLocaleError

from ..content import load
from ..content.fields import closest
from ..content.load import Route, SourceFile, field_name
from ..content.problems import Place, PlaceFinder, Problem
from .words import Strings

NUMBER: Final = "n"
"""The name that stands for what is counted, in the page's own digits."""
OTHER: Final = "other"
"""The form that every language has (CLDR)."""
FORMS: Final = ("zero", "one", "two", "few", "many", OTHER)
"""CLDR's forms, in its order."""
COUNTED: Final = range(201)
"""Numbers by which the forms of a language show themselves: CLDR's rules for them go by the last two digits."""
UNCONFIRMED: Final = "unconfirmed"
"""The entry of a file of words by which it says that no one who speaks the language has confirmed them."""
UNCONFIRMED_RULE: Final = "interface-unconfirmed"
"""The rule that tells of it."""
_SAID: Final = re.compile(r"""(?<![\w.])(?:view\.)?t\(\s*(["'])(?P<key>[\w.-]+)\1\s*[,)]""")
_NAME: Final = re.compile(r"\{([^{}]*)\}")
KEPT_FILES: Final = 16


class Reference(NamedTuple):
    """What every language is to say: key → words; and the file that shows how, as reports name it."""

    strings: Strings
    path: str


@lru_cache(maxsize=KEPT_FILES)
def read_words_file(path: str, raw: bytes) -> SourceFile:
    """The words in a file; what is wrong with it as YAML stands in `problems`. Read once for check and build alike."""
    return load.parse(path, raw)


def is_known(language: str) -> bool:
    """Whether CLDR has dates, numbers and plurals of a language."""
    try:
        return bool(Locale.parse(language))
    except (UnknownLocaleError, ValueError):
        return False


@lru_cache
def plural_forms(language: str) -> Mapping[str, tuple[int, ...]]:
    """Form → the first numbers that take it, two at most: with one of them alone the number can be spelled out."""
    rule, found = Locale.parse(language).plural_form, dict[str, tuple[int, ...]]()
    for number in COUNTED:
        form = rule(number)
        found[form] = (*found.get(form, ()), number)[:2]
    return {form: found.get(form, ()) for form in FORMS if form in found or form == OTHER}


def reference_of(files: Sequence[SourceFile], path: str) -> Reference:
    """What the first of the files says, and what only a later one does.

    Words that are none are left out, and keys of a later file that are a slip for one of the first.
    """
    first = files[0].data
    merged = {}
    for file in reversed(files):
        lacks = [key for key in first if key not in file.data]
        for key, words in file.data.items():
            if _is_sound(words) and (key in first or not closest(key, lacks)):
                merged[key] = words
    return Reference(merged, path)


def _is_sound(words: object) -> bool:
    return _is_text(words) or (isinstance(words, dict) and OTHER in words and all(map(_is_text, words.values())))


def _is_text(words: object) -> bool:
    return isinstance(words, str) and bool(words.strip())


def judge(source: SourceFile, language: str, reference: Reference, may_lack: bool = False) -> Iterator[Problem]:
    """What would stop the build, or be read as it is not meant.

    `may_lack`: words may be missing, as those of a partial language, for which another stands in.
    """
    if not source.readable:
        yield from source.problems
    elif not source.data:
        yield Problem(source.path, "interface-no-words", facts={"value": language, "example": reference.path})
    else:
        yield from _keys(source, language, reference, may_lack)
        yield from _confirmed(source)
        for key, words in source.data.items():
            if key in reference.strings:
                yield from _Entry(source, language, reference, key).problems(words)


def _keys(source: SourceFile, language: str, reference: Reference, may_lack: bool) -> Iterator[Problem]:
    missing = [key for key in reference.strings if key not in source.data]
    for key in () if may_lack else missing:
        example = _example(key, reference.strings[key], language)
        yield Problem(source.path, "interface-missing", field=key, facts={"example": example})
    for key in source.data:
        if key not in reference.strings and key != UNCONFIRMED:
            like, there = closest(key, missing), closest(key, reference.strings)
            rule = "interface-double" if there and not like else "interface-unknown"
            facts = {"suggestion": like, "like": there, "reference": reference.path}
            yield Problem(source.path, rule, source.keys.get((key,), Place()), key, facts)
    if may_lack and missing:
        facts = {"count": str(len(reference.strings) - len(missing)), "of": str(len(reference.strings))}
        yield Problem(source.path, "interface-part", facts=facts)


def _confirmed(source: SourceFile) -> Iterator[Problem]:
    """That no one who speaks the language has confirmed the words, or that this is not said as it can be."""
    said = source.data.get(UNCONFIRMED)
    if said == "true":
        count = str(len(source.data) - 1)
        yield Problem(source.path, UNCONFIRMED_RULE, source.keys[UNCONFIRMED,], UNCONFIRMED, {"count": count})
    elif said is not None:
        yield Problem(source.path, "interface-unconfirmed-how", source.place((UNCONFIRMED,)), UNCONFIRMED)


def unused(keys: Mapping[str, tuple[str, Place]], reference: Reference) -> Iterator[Problem]:
    """What is told of keys that templates say and no language has: key → the template, and where it says it."""
    for key, (path, place) in keys.items():
        if key not in reference.strings:
            facts = {"suggestion": closest(key, reference.strings), "reference": reference.path}
            yield Problem(path, "interface-unsaid", place, key, facts)


@lru_cache(maxsize=256)
def keys_of(source: str) -> tuple[tuple[str, Place], ...]:
    """The keys that a template says as they are, with their places; those that it puts together are left out.

    Kept, since a command that goes on running judges the same templates after every change of a text.
    """
    find = PlaceFinder(source)
    return tuple((match["key"], find.at(match.start("key"))) for match in _SAID.finditer(source))


def words_in(source: SourceFile) -> Strings:
    """The words of a file, without what it says of them."""
    return {key: words for key, words in source.data.items() if key != UNCONFIRMED}


def _example(key: str, words: str | Mapping[str, str], language: str) -> str:
    """The line as it could stand in the file, in the language of the reference."""
    if isinstance(words, str):
        return f"{key}: {_quoted(words)}"
    forms = (f"{form}: {_quoted(words.get(form, words[OTHER]))}" for form in plural_forms(language))
    return f"{key}: {{{', '.join(forms)}}}"


def _quoted(words: str) -> str:
    """YAML reads JSON's strings."""
    return json.dumps(words, ensure_ascii=False)


def names_in(words: str | Mapping[str, str]) -> frozenset[str]:
    """The names that are filled in, in any form."""
    return _names(words) if isinstance(words, str) else frozenset().union(*map(_names, words.values()))


@lru_cache(maxsize=4096)
def _names(text: str) -> frozenset[str]:
    return frozenset(_NAME.findall(text))


class _Entry:
    """One key of a file, beside what the reference says under it."""

    def __init__(self, source: SourceFile, language: str, reference: Reference, key: str) -> None:
        self.source, self.language, self.key = source, language, key
        self.reference, self.meant = reference, reference.strings[key]

    def problems(self, words: object) -> Iterator[Problem]:
        """`words` is what the file has under the key."""
        route: Route = (self.key,)
        if isinstance(words, dict) and words and not isinstance(self.meant, str):
            yield from self._forms(words)
        elif isinstance(words, str) and _is_text(words):
            yield from self._text(route, words, is_spelled_out=False)
        else:
            yield self._problem("interface-not-words", route, example=_example(self.key, self.meant, self.language))

    def _problem(self, rule: str, route: Route, **facts: str) -> Problem:
        return Problem(self.source.path, rule, self.source.place(route), field_name(route), facts)

    def _forms(self, words: Mapping[str, object]) -> Iterator[Problem]:
        needed = plural_forms(self.language)
        known = {*needed, *Locale.parse(self.language).plural_form.tags}
        missing = [form for form in needed if form not in words]
        if missing:
            example = ", ".join(f"{form}: {_quoted('…')}" for form in missing)
            yield self._problem("interface-form-missing", (self.key,), value=", ".join(missing), example=example)
        for form, text in words.items():
            route = (self.key, form)
            if form not in known:
                yield self._problem("interface-form-unknown", route, value=form, choices=", ".join(needed))
            elif isinstance(text, str) and _is_text(text):
                yield from self._text(route, text, is_spelled_out=len(needed.get(form, ())) == 1)
            else:
                yield self._problem("interface-not-words", route, example=f"{form}: {_quoted('…')}")

    def _text(self, route: Route, text: str, is_spelled_out: bool) -> Iterator[Problem]:
        """The names that are filled in. `is_spelled_out`: the form is for one number alone, which it can say itself."""
        counted = not isinstance(self.meant, str)
        meant = self.meant if isinstance(self.meant, str) else self.meant[OTHER]
        needed = names_in(meant) - ({NUMBER} if is_spelled_out else set())
        known = names_in(self.meant) | ({NUMBER} if counted else set())
        found = names_in(text)
        for name in sorted(needed - found):
            yield self._problem("interface-name-missing", route, value=name, reference=self.reference.path)
        for name in sorted(found - known):
            facts = {"value": name, "choices": ", ".join(f"{{{each}}}" for each in sorted(known))}
            yield self._problem("interface-name-unknown" if known else "interface-no-names", route, **facts)
        if re.search("[{}]", _NAME.sub("", text)):
            yield self._problem("interface-brace", route)


def no_file(path: str, language: str, reference: Reference) -> Problem:
    """What is said of a language that has no file of words at `path`."""
    return Problem(path, "interface-no-words", facts={"value": language, "example": reference.path})


def unknown_language(path: str, place: Place, language: str) -> Problem:
    """What is said of a language that the configuration at `path` names and CLDR does not know."""
    return Problem(path, "site-language-unknown", place, "extra.languages", {"value": language})
