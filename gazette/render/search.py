"""The search index's input: one record for each item, with its texts in every language, as a small HTML file.

A record is found by its words, by the keys of its words (`search_keys.py`), and by other names of what it is about. One
record holds all languages, so a question in one of them, or in two at once, finds what was written in another.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import islice, pairwise, takewhile
from typing import Any, Final, cast

from ..content.library import GLOSSARY, HOME, Item, Library, when
from ..content.markup import without_marks
from ..content.model import (
    Document,
    Event,
    Issue,
    Kind,
    Member,
    Programme,
    SectionKind,
    Theme,
    searched_texts,
)
from ..content.names import own_names, values_of
from ..content.search_keys import SearchKeys
from .words import Words

_BLOCK: Final = re.compile(r"</(?:p|h[1-6]|li|t[hd]|d[td]|blockquote|pre|figcaption)>")
_TAG: Final = re.compile(r'<(?:"[^"]*"|[^>"])*>')
_STOPS: Final = (".", "!", ";", "?", "…", ":", "·", "؟", ".»", "!»", ";»", "…»")
_BREAK: Final = re.compile(r"<br ?/?>")
FEW: Final = 3
"""Cities that an item may be about and still be called after them."""
MENU_LISTS: Final = ("members", "stories", "practices", "events", "statements", "partners", "newsletters")
LISTS: Final = {
    **{name: f"{name}/" for name in (*MENU_LISTS, "documents", "data")},
    "glossary": GLOSSARY,
}
"""The pages that list items, by the name that their words have in theme/strings/."""
UNDATED: Final = "0000"
MOST_WORDS: Final = 4000
"""More would weigh on the first question, and rare words are no likely meaning of a mistyped one."""
LIKELY: Final = 400
"""Keys that are likelier to be meant than the others."""
MOST_BYTES_AT_FIRST: Final = 80_000
"""Of what a question is answered from at first; packed, a fifth of that."""
ASTRAL: Final = "\U00010000"
"""From here on letters count as two in a browser."""
SHORTEST: Final = 3
"""Letters of a word that may have been meant by a mistyped one."""
VOCABULARY: Final = ("called", "says")
"""The names under which a record says its words with their keys: those it is called by, and the others."""
_LEADING: Final = (Kind.STORY, Kind.EVENT, Kind.STATEMENT, Kind.ISSUE, Kind.DOCUMENT)
"""What happened or was said; the others are who and what it was about."""
MOST_IN_PART: Final = 1500
"""Records of which one index is made: it is made again when any of them changes."""
Facets = dict[str, tuple[str, ...]]
Table = Mapping[str, Any]
"""Name → what the search page is told under it, as JSON will hold it."""
Body = Callable[[str], str]
"""Digest → converted text."""


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """An item, or a list of them, as it is searched. `parts`: language → title, other lines, digest of the body."""

    address: str
    date: str
    facets: Facets
    notes: Mapping[str, str]
    """Language → the line under a result's title; in every language of the site."""
    names: tuple[str, ...]
    """Its names in all languages, and words for its kind."""
    around: tuple[str, ...]
    """The names of whatever it is about."""
    parts: Mapping[str, tuple[str, tuple[str, ...], str]]

    def digest(self, made_with: bytes) -> str:
        """Changes with anything that is searched, or with `made_with`."""
        values = (self.address, self.date, self.facets, dict(self.notes), self.names, self.around, dict(self.parts))
        return hashlib.blake2b(repr(values).encode(), key=made_with, digest_size=16).hexdigest()


def records(library: Library, words: Mapping[str, Words]) -> Iterator[SearchRecord]:
    """A record for each item, but for the home page, which only points to others; and for each list of items."""
    for item in library.everything():
        if item.has_page and not (item.kind is Kind.PAGE and item.slug == HOME):
            yield _record(library, words, item)
    for name, address in LISTS.items():
        there = {language: words[language] for language in library.with_list(address)}
        titles = {
            language: (said.say(f"{name}.title"), said.say(f"{name}.description")) for language, said in there.items()
        }
        yield _list_record(address, words, titles, [said.say(f"also.{name}") for said in words.values()])
    whole = {language: words[language] for language in library.offered.whole}
    for theme in Theme:
        titles = {
            language: (said.say(f"theme.{theme.value}"), _about_theme(said, theme)) for language, said in whole.items()
        }
        yield _list_record(
            f"stories/theme/{theme.value}/", words, titles, [said.say(f"also.{theme.value}") for said in words.values()]
        )


def _about_theme(words: Words, theme: Theme) -> str:
    return words.say("stories.theme.description", name=words.say(f"theme.{theme.value}"))


def _list_record(
    address: str, words: Mapping[str, Words], titles: Mapping[str, tuple[str, str]], also: Iterable[str]
) -> SearchRecord:
    """A list is called what its page is, and by what else people may ask for; it has no facet but its languages."""
    others = [name.strip() for names in also for name in names.split(",")]
    return SearchRecord(
        address=address,
        date=UNDATED,
        facets={"language": tuple(titles)},
        notes={language: said.say("kind.list") for language, said in words.items()},
        names=tuple(dict.fromkeys([*(title for title, _ in titles.values()), *others])),
        around=(),
        parts={language: (title, (about,), "") for language, (title, about) in titles.items()},
    )


def _record(library: Library, words: Mapping[str, Words], item: Item) -> SearchRecord:
    day = when(item)
    facets = {name: tuple(values) for name, values in _facets(library, item).items() if values}
    return SearchRecord(
        address=item.address,
        date=day.sort_key if day else UNDATED,
        facets=facets,
        notes={language: _note(library, said, item) for language, said in words.items()},
        names=tuple(dict.fromkeys(_names(library, words, item))),
        around=tuple(dict.fromkeys(_around(library, words, item))),
        parts={
            language: (
                item.texts[language].title,
                tuple(_lines(library, words[language], item)),
                item.texts[language].body,
            )
            for language in library.languages
            if language in item.texts and library.has_page(item, language)
        },
    )


def _facets(library: Library, item: Item) -> dict[str, list[str]]:
    data, day = item.data, when(item)
    found: dict[str, list[str]] = {
        "kind": [str(item.kind.value)],
        "member": [member.slug for member in _members(library, item)],
        "theme": [str(theme.value) for theme in getattr(data, "themes", ())],
        "programme": [item.slug] if isinstance(data, Programme) else list(getattr(data, "programmes", ())),
        "year": [str(day.year)] if day and day.year else [],
        "language": [code for code in library.languages if code in item.texts and library.has_page(item, code)],
    }
    return found


def _members(library: Library, item: Item) -> list[Item]:
    """The cities that an item is found by: those it is about; of an event, those too that organise it."""
    organisers = item.data.organisers if isinstance(item.data, Event) else ()
    found = (library.get(Kind.MEMBER, slug) for slug in organisers)
    return list({city.slug: city for city in (*library.cities_of(item), *found) if city}.values())


def _note(library: Library, words: Words, item: Item) -> str:
    """The line above a result, with kind, place and date: `Story · Athens · February 2021`."""
    text, day = library.choose(item, words.language), when(item)
    members = [] if isinstance(item.data, Member) else _members(library, item)
    cities = [library.choose(member, words.language).title for member in members[:FEW]]
    if len(members) > FEW:
        cities.append(words.say("members.more", n=len(members) - FEW))
    person = getattr(text.front, "person", "")
    return " · ".join(part for part in (_kind(words, item), person, *cities, words.date(day) if day else "") if part)


def _kind(words: Words, item: Item) -> str:
    data = item.data
    if isinstance(data, Event):
        cancelled = [words.say("event.cancelled")] if data.cancelled else []
        return " · ".join([*cancelled, words.say(f"event-kind.{data.kind.value}")])
    if isinstance(data, Programme):
        return words.say(f"programme-kind.{data.kind.value}")
    if isinstance(data, Issue):
        return words.say("kind.issue", number=data.number)
    if isinstance(data, Document):
        return words.say(f"document-kind.{data.kind.value}")
    if item.kind is Kind.PAGE:
        return words.say("nav.about")
    return words.say(f"kind.{item.kind.value}")


def _names(library: Library, words: Mapping[str, Words], item: Item) -> Iterator[str]:
    yield from own_names(item)
    for partner in library.listed_partners(item, library.languages[0]) if item.kind is Kind.PROGRAMME else ():
        yield from (text.title for text in partner.texts.values())
        yield from own_names(partner)
    members = _members(library, item)
    for member in members if len(members) <= FEW else ():
        yield from (text.title for text in member.texts.values())
    day = when(item)
    for said in words.values():
        yield _kind(said, item)
        if day:
            yield said.date(day)


def _around(library: Library, words: Mapping[str, Words], item: Item) -> Iterator[str]:
    for said in words.values():
        yield from (said.say(f"theme.{theme.value}") for theme in getattr(item.data, "themes", ()))
        if isinstance(item.data, Member):
            yield said.say(f"region.{item.data.region.value}")
    for other in _concerned(library, item):
        yield from own_names(other)


def _concerned(library: Library, item: Item) -> Iterator[Item]:
    yield from (member for member in _members(library, item) if member is not item)
    for slug in (*getattr(item.data, "partners", ()), *getattr(item.data, "programmes", ()), item.owner):
        other = library.party(slug)
        if other:
            yield other


def _lines(library: Library, words: Words, item: Item) -> Iterator[str]:
    """The lines that a page shows besides title and body, in one of the item's languages."""
    front = item.texts[words.language].front
    yield from values_of(front, searched_texts(type(front)))
    if isinstance(item.data, Issue):
        yield from _contents(library, words, item)
    for partner in library.listed_partners(item, words.language) if isinstance(item.data, Programme) else ():
        front = library.choose(partner, words.language).front
        yield from values_of(front, searched_texts(type(front)))


def _contents(library: Library, words: Words, item: Item) -> Iterator[str]:
    """The sections of an issue and the titles in them."""
    titles = cast(Any, item.texts[words.language].front).section_titles
    for section in item.record(Issue).sections:
        free = section.kind is SectionKind.FREE
        yield titles[section.name or ""] if free else words.say(f"section.{section.kind.value}")
        found = (library.find(name) for name in section.items)
        yield from (library.choose(entry, words.language).title for entry in found if entry)


def plain(fragment: str) -> list[str]:
    """The paragraphs of a converted text, without tags."""
    return [
        text
        for piece in _BLOCK.split(without_marks(fragment))
        if (text := unescape(_TAG.sub("", _BREAK.sub(" ", piece))).strip(" \n\xa0"))
    ]


def record_html(record: SearchRecord, keys: SearchKeys, body: Body) -> str:
    """The file that the indexer reads: keys, and beside them, for `VOCABULARY`, which words have them."""
    titles = _words(keys, (title for title, _, _ in record.parts.values()))
    names = _words(keys, record.names)
    others = _words(keys, (*record.around, *(line for lines in _texts(record, body).values() for line in lines)))
    searched = {"title-keys": titles, "name-keys": names, "keys": others}
    head = "".join(_meta(name, " ".join(keys.distinct(words))) for name, words in searched.items())
    known = zip(VOCABULARY, (titles | names, others), strict=True)
    head += "".join(f'<meta name="{name}" content="{" ".join(_written(keys, words))}">' for name, words in known)
    return f"<!doctype html><html><head>{head}</head><body><main data-pagefind-body>_</main></body></html>\n"


def _words(keys: SearchKeys, lines: Iterable[str]) -> set[str]:
    return {word for line in lines for word in keys.words(line)}


def _written(keys: SearchKeys, words: Iterable[str]) -> list[str]:
    """Each word once, behind its key: `aqin=Αθήνα`; of a short key also how it sounds: `ora=`."""
    return sorted({f"{term}={'' if place else word}" for word in words for place, term in enumerate(keys.terms(word))})


def record_json(record: SearchRecord, body: Body) -> bytes:
    """The JSON from which the search page shows a record."""
    shown = {
        "address": record.address,
        "titles": {language: title for language, (title, _, _) in record.parts.items()},
        "names": record.names,
        "notes": dict(record.notes),
        "texts": {language: _in_a_row(lines) for language, lines in _texts(record, body).items()},
    }
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()


def first_json(found: Iterable[SearchRecord]) -> bytes:
    """The JSON from which the search page answers by names until it has the index, as far as it stays small.

    What has no date comes first: members, partners, pages, lists; then the newest. `texts` hold a line of each.
    """
    newest = sorted(found, key=lambda record: record.date, reverse=True)
    shown, size = list[str](), 0
    for record in sorted(newest, key=lambda record: record.date != UNDATED):
        one = json.dumps(_in_short(record), ensure_ascii=False, separators=(",", ":"))
        size += len(one.encode())
        if size > MOST_BYTES_AT_FIRST:
            break
        shown.append(one)
    return f"[{','.join(shown)}]".encode()


def _in_short(record: SearchRecord) -> dict[str, Any]:
    return {
        "address": record.address,
        "titles": {language: title for language, (title, _, _) in record.parts.items()},
        "names": [name for name in record.names if not any(sign.isdigit() for sign in name)],
        "notes": dict(record.notes),
        "texts": {language: lines[0] if lines else "" for language, (_, lines, _) in record.parts.items()},
    }


def _in_a_row(lines: Iterable[str]) -> str:
    """Lines as one text; a heading, which has no full stop, is parted from what follows.

    >>> _in_a_row(["Names", "One came.", "Another"])
    'Names · One came. Another'
    """
    *others, last = [*lines] or [""]
    return " ".join([*(line if line.endswith(_STOPS) else f"{line} ·" for line in others), last])


def _texts(record: SearchRecord, body: Body) -> dict[str, list[str]]:
    return {
        language: [*lines, *(plain(body(digest)) if digest else ())]
        for language, (_, lines, digest) in record.parts.items()
    }


def _meta(name: str, value: str) -> str:
    return f'<meta data-pagefind-meta="{name}[content]" content="{escape(value)}">'


def vocabulary(entries: Iterable[str]) -> dict[str, list[str]]:
    """Key → the words that have it, each as it is written most. `entries`: `aqin=Αθήνα`, the likeliest first."""
    found: dict[str, dict[str, str]] = {}
    for entry in entries:
        key, _, word = entry.partition("=")
        found.setdefault(key, {}).setdefault(word.lower(), word)
    return {
        key: [word for word in words.values() if word.isalpha() and len(word) >= SHORTEST]
        for key, words in found.items()
    }


def ranked(found: Iterable[SearchRecord]) -> list[SearchRecord]:
    """The records as they come where they answer a question equally well.

    What happened comes before whom it was about, of each kind the newest first; lists come last.
    """
    by_address = sorted(found, key=lambda record: record.address)
    newest_first = sorted(by_address, key=lambda record: record.date, reverse=True)
    return sorted(newest_first, key=_rank)


def _rank(record: SearchRecord) -> int:
    kinds = record.facets.get("kind")
    if not kinds:
        return len(_LEADING) + 1
    return next((place for place, kind in enumerate(_LEADING) if kind.value == kinds[0]), len(_LEADING))


def parted(found: Iterable[SearchRecord], most: int = MOST_IN_PART) -> dict[str, list[SearchRecord]]:
    """The records in parts of about `most`, by their names: first the newest part, "", then older ones, by numbers.

    Each part is indexed for itself. Months stay whole. Which part a month is in depends only on how many records are
    older, so that a change, or an item of today, leaves the other parts as they are. What has no date is with the
    newest.
    """
    everything = list(found)
    months = Counter(_month(record) for record in everything if record.date != UNDATED)
    places, older = dict[str, int](), 0
    for month, number in sorted(months.items()):
        places[month] = older // most
        older += number
    newest = max(places.values(), default=0)
    parts: dict[int, list[SearchRecord]] = {newest: []}
    for record in everything:
        parts.setdefault(places.get(_month(record), newest), []).append(record)
    return {
        "" if place == newest else str(place): part
        for place, part in sorted(parts.items(), key=lambda one: one[0], reverse=True)
    }


def _month(record: SearchRecord) -> str:
    return record.date[:7]


def facets_of(found: Iterable[SearchRecord], identities: Mapping[str, str]) -> Table:
    """The records of one part of the index, and what readers may choose among them.

    `records`: the index's names of the records, newest first. `facets`: which of them have which value, each by how far
    it is from the one before, which packs well.

    Pagefind's own filters are not used: they are written in another order at each run, and cannot count the union of
    several searches.
    """
    newest = sorted(sorted(found, key=lambda record: record.address), key=lambda record: record.date, reverse=True)
    facets: dict[str, dict[str, list[int]]] = {}
    for number, record in enumerate(newest):
        for name, values in record.facets.items():
            for value in values:
                facets.setdefault(name, {}).setdefault(value, []).append(number)
    steps = {name: {value: _steps(numbers) for value, numbers in values.items()} for name, values in facets.items()}
    return {"records": [identities[record.address] for record in newest], "facets": steps}


def words_of(words: Mapping[str, Sequence[str]], keys: SearchKeys) -> Table:
    """The words of the whole site, to compare those of a question with.

    `words`: how the site writes its words, from which the page makes their keys; the likeliest apart from the others.
    `terms`: the keys that no such word gives, as those of numbers. `whole`: whether these are all.
    """
    told = dict(islice(words.items(), MOST_WORDS))
    written = {form for forms in told.values() for form in forms}
    likely = {form for forms in islice(told.values(), LIKELY) for form in forms}
    given = {key for key, forms in told.items() if forms}
    given |= {term for key, forms in told.items() if keys.is_short(key) for form in forms for term in keys.terms(form)}
    return {
        "words": [_fronted(likely), _fronted(written - likely)],
        "terms": _fronted(told.keys() - given),
        "whole": len(words) <= MOST_WORDS,
    }


def table(*parts: Table) -> bytes:
    """What the search page loads beside an index, as JSON: all that these hold."""
    shown = {name: value for part in parts for name, value in part.items()}
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def _fronted(words: Iterable[str]) -> str:
    """Words in order, each behind the number of letters, at most nine, with which it begins as the one before it does.

    >>> _fronted(["Athens", "Athena", "city"])
    '0Athena 5s 0city'
    """
    ordered = sorted(words)
    return " ".join(f"{(same := _same(*pair))}{pair[1][same:]}" for pair in pairwise(["", *ordered]))


def _same(one: str, other: str) -> int:
    """Letters with which two words begin alike, as far as a browser counts each as one."""
    alike = takewhile(lambda pair: pair[0] == pair[1] < ASTRAL, zip(one, other, strict=False))
    return min(sum(1 for _ in alike), 9)


def _steps(numbers: Sequence[int]) -> list[int]:
    """Rising numbers as the steps between them.

    >>> _steps([0, 1, 2, 7])
    [0, 1, 1, 5]
    """
    return [number - before for before, number in pairwise([0, *numbers])]
