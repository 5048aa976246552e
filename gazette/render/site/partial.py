"""Partial languages on pages: where links lead whose page does not exist in the language, and which words are foreign.

While a page of such a language is rendered, addresses of other languages and words of the fallback carry marks, signs
that no text has. `settled` turns them into what readers get: `hreflang` and the language's name behind a link,
`lang` and `dir` around words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial
from typing import Final, Protocol

from ...content.library import CALENDARS, DATA, FEEDS, SiteLanguages
from ..subscriptions import ATOM, CALENDAR, JSON_FEED
from ..words import Words

LEADS, WORDS, SAID, DONE = "\ue0f0", "\ue0f1", "\ue0f2", "\ue0f3"
"""Begins the language of an address, up to DONE; begins that of words, up to SAID, with the words up to DONE."""
_LINK: Final = re.compile(rf"<a\b([^>]*){LEADS}(\w+){DONE}([^>]*)>(.*?)</a>", re.DOTALL)
_MARKS: Final = re.compile(f"{LEADS}\\w+{DONE}|{WORDS}\\w+{SAID}|{DONE}")
_PART: Final = re.compile(
    r"(<(?:script|title|style|textarea|option)\b.*?</(?:script|title|style|textarea|option)>|<[^>]*>)", re.DOTALL
)
_DRAWN: Final = ("<circle", "<rect", "<path")
"""Elements of a drawing, in which no HTML can stand."""
FILES: Final = {ATOM: FEEDS, JSON_FEED: FEEDS, CALENDAR: CALENDARS}
"""Files beside pages, by name, and what a language must offer to have them."""


class PageEntry(Protocol):
    """A page as far as links to it must know of it."""

    @property
    def address(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def written_in(self) -> tuple[str, ...]: ...


def without_marks(text: str) -> str:
    """A text as it is where nothing can be marked, as in an attribute."""
    return _MARKS.sub("", text)


def marked_words(words: Words, text: str) -> str:
    """Words of another language than those around them, marked as such."""
    return f"{WORDS}{words.language}{SAID}{text}{DONE}"


class Standing:
    """Which pages exist in the partial languages, and which language stands in for one that does not."""

    def __init__(self, languages: SiteLanguages, pages: Iterable[PageEntry] = ()) -> None:
        """`pages` are all of the site; they are looked at only where a language is partial."""
        self.languages = languages
        self._pages = tuple(pages) if languages.partial else ()

    @cached_property
    def there(self) -> Mapping[str, frozenset[str]]:
        """Partial language → the addresses of its pages."""
        found: dict[str, set[str]] = {code: set() for code in self.languages.partial}
        for page in self._pages:
            if page.language in found:
                found[page.language].add(page.address)
        return {code: frozenset(addresses) for code, addresses in found.items()}

    @cached_property
    def _written(self) -> Mapping[str, tuple[str, ...]]:
        first = self.languages.codes[0]
        return {page.address: page.written_in for page in self._pages if page.language == first}

    def language_of(self, language: str, address: str) -> str:
        """The language in which a reader of `language` finds what is at an address: its own, or the first of its
        fallback in which it is written.
        """
        one = self.languages.partial.get(language)
        if one is None:
            return language
        page = address.partition("#")[0]
        path, _, name = page.rpartition("/")
        offer = FILES.get(name) or (DATA if path.startswith("data/") or (path == "data" and name) else "")
        if page in self.there[language] or (offer and offer in one.offers):
            return language
        place = f"{path}/" if name and path else page
        return next((code for code in one.fallback if code in self._written.get(place, ())), one.fallback[0])

    def settled(self, html: str, words: Words, others: Mapping[str, Words]) -> str:
        """A page of a partial language with its marks turned into HTML; any other page as it is."""
        if words.language not in self.languages.partial:
            return html
        html = _LINK.sub(partial(_told, words), html)
        return "".join(_spoken(html, others))


def _told(words: Words, match: re.Match[str]) -> str:
    """A link with the language that it leads to, for programs and for readers."""
    before, code, after, inside = match.groups()
    if any(name in inside for name in _DRAWN):
        return f"<a{before}{after}>{inside}</a>"
    known = "" if "hreflang=" in before + after else f' hreflang="{code}"'
    if ' lang="' in before + after or inside.startswith(f"{WORDS}{code}{SAID}"):
        return f"<a{before}{after}{known}>{inside}</a>"  # its own words show that one goes on in another language
    own, name = f'lang="{words.language}" dir="{words.direction}"', words.locale.languages.get(code, code)
    return f'<a{before}{after}{known}>{inside}<small class="in-language" {own}> ({name})</small></a>'


def _spoken(html: str, others: Mapping[str, Words]) -> Iterator[str]:
    """The parts of a page, with the language around marked words; where there can be no element, without marks."""
    for place, part in enumerate(_PART.split(html)):
        if place % 2:
            yield without_marks(part)
        else:
            yield re.sub(f"{WORDS}(\\w+){SAID}", lambda found: _opened(others[found[1]]), part).replace(DONE, "</span>")


def _opened(words: Words) -> str:
    return f'<span class="borrowed" lang="{words.language}">'
