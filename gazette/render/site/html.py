"""A page view → the values of its page: body, head, switches. Pure: templates, words and bodies are given."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import Environment
from markupsafe import Markup

from ...content.library import SEARCH
from ...content.markup import FILE_MARK, PAGE_MARK
from ...content.prose import SUMMARY_SHOWN
from ..language_marks import LETTERS, LanguageMarker
from ..lookup import Values
from ..subscriptions import CALENDAR, SUBSCRIBE, TYPES, offered_at
from ..templates import json_ld, on_disk, placed, viewpoint
from ..typography import brief, typeset
from ..words import Words
from .assemble import FOOTER, NOT_FOUND
from .head import PageAddresses, structured_data
from .partial import DONE, LEADS, Standing
from .policy import as_attribute, content_policy
from .view import PICTURE, PICTURE_SIZE, PageView

_ALIGNED: Final = re.compile(r'<(t[hd]) style="text-align: (left|right|center);">')
TRUST: Final = "trust.html"
"""The template of the foot of pages about one thing."""
SCRIPT_SHEETS: Final = {"arabic.css": "Arab", "cyrillic.css": "Cyrl"}
"""Style sheets that name the fonts of further scripts, and their scripts."""
ENOUGH: Final = 40
"""Letters of a script from which on a page has its font. A name or two is read in the reader's own: whoever reads the
letters has one, and for a word the font is too heavy."""
_TAG: Final = re.compile("<[^>]*>")
_NAME: Final = re.compile(r"<bdi\b[^>]*>[^<]*</bdi>")
"""A name or number that stands for itself, as that of a town in other languages: readers have fonts for those."""
_LETTERS: Final = {sheet: re.compile(f"[{LETTERS[script]}]") for sheet, script in SCRIPT_SHEETS.items()}


def letters_in(html: str) -> list[str]:
    """The style sheets for the letters of further scripts that a page shows."""
    likely = [sheet for sheet, letters in _LETTERS.items() if len(letters.findall(html)) >= ENOUGH]
    shown = _TAG.sub("", _NAME.sub("", html)) if likely else ""  # on nearly all pages there is nothing more to do
    return [sheet for sheet in likely if len(_LETTERS[sheet].findall(shown)) >= ENOUGH]


@dataclass(frozen=True, slots=True)
class Site:
    """Facts about the whole site that every page needs."""

    url: str
    """The site's full address, ending in a slash."""
    roots: Mapping[str, str]
    """Language → where its pages stand: nothing, or `en/`."""
    assets: Mapping[str, str]
    """Name of a file of the theme → where it is published."""
    is_copy: bool = False
    """Whether its pages are read elsewhere than at its address: they name files in full, and nothing that only a server
    of the site would answer.
    """
    asks_early: bool = True
    """Whether a page asks for its fonts before its style sheets do: a browser refuses that for files of a disk."""
    forms: Mapping[str, str] = field(default_factory=dict)
    """Language → where its form for subscribing is sent, or nothing where that is a message; empty without any."""

    @property
    def base_path(self) -> str:
        """Where the site stands on its host."""
        return urlsplit(self.url).path or "/"

    @property
    def lasting(self) -> list[str]:
        """Files of the theme whose names change with their content."""
        return [path for name, path in self.assets.items() if path != f"assets/{name}"]

    def seen_from(self, address: str) -> Callable[[str], str]:
        """A function that makes addresses relative to a page. Those of the page for lost addresses stay absolute."""
        if self.is_copy:
            return on_disk(viewpoint("" if address == NOT_FOUND else address))
        return self.base_path.__add__ if address == NOT_FOUND else viewpoint(address)

    def path(self, language: str, address: str) -> str:
        """The file that a page is written to."""
        whole = self.roots[language] + address
        return whole if address == NOT_FOUND else f"{whole}index.html"

    def address(self, language: str, address: str) -> str:
        """The full address of a page."""
        return f"{self.url}{self.roots[language]}{address}"


def boxed(fragment: str, label: str) -> str:
    """A converted text with each table in a box that scrolls by pointer and keyboard, and no style attributes.

    In a converted text `<` stands only where a tag begins, so that nothing that someone wrote is touched.
    """
    start = f'<div class="wide" role="region" aria-label="{Markup.escape(label)}" tabindex="0"><table>'
    fragment = fragment.replace("<table>", start).replace("</table>", "</table></div>")
    return _ALIGNED.sub(r'<\1 class="\2">', fragment)


class PageRenderer:
    """Turns views into the values that the site's shell takes. Remembers cards, which stand on several pages each."""

    def __init__(
        self, templates: Environment, words: Mapping[str, Words], site: Site, body: Callable[[str], str],
        standing: Standing,
    ) -> None:  # fmt: skip
        self.templates, self.words, self.site, self.body = templates, words, site, body
        self.standing = standing
        self.language_marker: Final = LanguageMarker(site.roots)
        self._macros: dict[str, Callable[..., object]] = {}
        self._cards: dict[tuple[object, ...], str] = {}

    def over(self, body: Callable[[str], str]) -> PageRenderer:
        """A renderer of the pages of another library, whose texts `body` gives: it remembers no card of this one."""
        return PageRenderer(self.templates, self.words, self.site, body, self.standing)

    def values(self, view: PageView) -> dict[str, Any]:
        """All that the shell shows of a page, but for the menu, which is the shell's own."""
        words, site = self.words[view.language], self.site
        seen_from = self._seen_from(view)
        own = view.language if view.language in view.written_in or not view.written_in else view.written_in[0]
        picture, canonical = self._picture(view, own), site.address(own, view.address)
        places = PageAddresses(site.url, site.address(view.language, ""), canonical, picture["url"])
        body = self._body(view, words, seen_from)
        return self._named(view, words) | {
            "letters": letters_in(str(body)),
            "policy": as_attribute(content_policy(view.address, site.forms.get(view.language, ""))),
            "section": view.section,
            "is_home": view.address == "",
            "is_copy": site.is_copy,
            "asks_early": site.asks_early,
            "search_index": seen_from["file"](SEARCH),
            "is_lost": view.address == NOT_FOUND,
            "footer": FOOTER,
            "subscribe": SUBSCRIBE if site.forms else "",
            "kind": view.template.removesuffix(".html"),
            "canonical": canonical,
            "alternates": self._alternates(view),
            "offers": self._offers(view),
            "switch": self._switch(view),
            "picture": picture,
            "structured": json_ld(self._led(view, structured_data(view, words, own, places))),
            "t": words.say,
            "link": seen_from["link"],
            "asset": seen_from["asset"],
            "body": body,
        }

    def _named(self, view: PageView, words: Words) -> dict[str, Any]:
        """What the page is called, and in which language."""
        return {
            "address": view.address,
            "language": view.language,
            "direction": words.direction,
            "title": view.title,
            "site_name": words.say("network.name"),
            "description": brief(view.description, SUMMARY_SHOWN),
        }

    def _body(self, view: PageView, words: Words, seen_from: Mapping[str, Callable[[str], str]]) -> Markup:
        link, file = seen_from["link"], seen_from["file"]

        def text(digest: str, foreign: str, figures: Mapping[str, str]) -> Markup:
            own = self.words[foreign] if foreign else words  # labels in the language that the text is marked as
            html = boxed(self.language_marker.marked_html(self.body(digest), own.language), own.say("table.label"))
            return placed(html, link, file, own.say("footnote.back"), figures)

        names = [view.template, *([TRUST] if "trust" in view.data else [])]
        given = dict(
            page=view, t=words.say, number=words.number, is_copy=self.site.is_copy,
            text=text, spoken=self._spoken(words), language=view.language,
            listed=self._listed(words, link, file), **seen_from, **view.data,
        )  # fmt: skip
        html = "".join(self.templates.get_template(name).render(given) for name in names)
        return Markup(typeset(html))  # noqa: S704 - the template escapes

    def _spoken(self, words: Words) -> Callable[..., Markup]:
        """Words in the page's language or another, with the language of each part that has its own."""
        return lambda text, foreign="": self.language_marker.marked(text, foreign or words.language)

    def _listed(self, words: Words, link: Callable[[str], str], file: Callable[[str], str]) -> Callable[..., Markup]:
        """A card as it stands on one page. `shape` holds what else the macro asks for: heading level, what to show."""
        macro = self._card_macro(words)

        def listed(card: Values, *shape: object) -> Markup:
            key = (words.language, card["address"], card.get("within", ""), *shape)
            found = self._cards.get(key)
            if found is None:
                found = self._cards[key] = str(macro(card, *shape))
            return placed(found, link, file)

        return listed

    def _card_macro(self, words: Words) -> Callable[..., object]:
        """The theme's card with marks for addresses, so that it is the same wherever it stands."""
        if words.language not in self._macros:
            given = {
                "t": words.say, "spoken": self._spoken(words), "link": PAGE_MARK.__add__, "file": FILE_MARK.__add__,
                "asset": lambda name: FILE_MARK + self.site.assets[name],
            }  # fmt: skip
            module: Any = self.templates.get_template("macros.html").make_module(given)
            self._macros[words.language] = module.card
        return self._macros[words.language]

    def _seen_from(self, view: PageView) -> dict[str, Callable[[str], str]]:
        """How the page names other pages, files of items, and files of the theme."""
        roots, own = self.site.roots, view.language
        at = self.site.seen_from(view.address if view.address == NOT_FOUND else roots[own] + view.address)
        language_of = partial(self.standing.language_of, own)

        def link(address: str) -> str:
            language = language_of(address)
            return at(roots[language] + address) + (f"{LEADS}{language}{DONE}" if language != own else "")

        host = self.site.url.partition("://")[2]
        return {
            "link": link if own in self.standing.languages.partial else lambda address: at(roots[own] + address),
            "file": at,
            "edition": lambda language: at(roots[self.standing.language_of(language, view.address)] + view.address),
            "webcal": lambda address: f"webcal://{host}{roots[language_of(address)]}{address}",
            "asset": lambda name: at(self.site.assets[name]),
        }

    def _led(self, view: PageView, value: Any) -> Any:
        """What machines are told of a page, with the addresses of pages that exist."""
        if view.language not in self.standing.languages.partial:
            return value
        if isinstance(value, dict):
            return {name: self._led(view, part) for name, part in value.items()}
        if isinstance(value, list):
            return [self._led(view, part) for part in value]
        start = self.site.address(view.language, "")
        if not isinstance(value, str) or not value.startswith(start) or value.endswith(PICTURE):
            return value
        address = value.removeprefix(start)
        return self.site.address(self.standing.language_of(view.language, address), address)

    def settled(self, html: str, language: str) -> str:
        """A whole page as it is published: with what a partial language marks in it."""
        return self.standing.settled(html, self.words[language], self.words)

    def _picture(self, view: PageView, language: str) -> Values:
        """What stands for the page where a link to it is shared: full address, description, and size in pixels.

        Its first photo with consent for that, else its picture in the language of its text, else the home page's.
        """
        for photo in view.data.get("photos") or ():
            if photo["social"]:
                return {
                    **{name: photo[name] for name in ("alt", "width", "height")},
                    "url": self.site.url + photo["file"],
                }
        words, has_own = self.words[language], view.has_picture and language in view.written_in
        title = view.title if has_own else words.say("network.name")
        return {
            "url": self.site.address(language, view.address if has_own else "") + PICTURE,
            "alt": words.say("sharing.picture", title=title),
            "width": PICTURE_SIZE[0],
            "height": PICTURE_SIZE[1],
        }

    def _alternates(self, view: PageView) -> list[dict[str, str]]:
        """The page in each language that has a text for it, and where to go when none fits (hreflang)."""
        if view.address == NOT_FOUND:
            return []
        found = [{"language": name, "url": self.site.address(name, view.address)} for name in view.written_in]
        default = view.written_in[0] if view.written_in else view.language
        return [*found, {"language": "x-default", "url": self.site.address(default, view.address)}]

    def _offers(self, view: PageView) -> list[dict[str, str]]:
        """The feeds of this page, for feed readers that look for them (RFC 4287, HTML `alternate`)."""
        offered = offered_at(view.address, view.template == "member.html")
        if not offered:  # as on nearly all pages
            return []
        offered = [path for path in offered if self.standing.language_of(view.language, path) == view.language]
        link = self._seen_from(view)["link"]
        words = self.words[view.language]
        of_page = view.title if view.address else words.say("network.name")
        titles = {CALENDAR: words.say("calendar.subscribe")}  # a member's own name may be in another language
        names = [(path, path.rpartition("/")[2]) for path in offered]
        return [{"href": link(path), "type": TYPES[name], "title": titles.get(name, of_page)} for path, name in names]

    def _switch(self, view: PageView) -> list[dict[str, Any]]:
        """Links to this page in each language; to its home where a partial language does not have the page."""
        target = "" if view.address == NOT_FOUND else view.address
        partly = self.standing.languages.partial
        file = self._seen_from(view)["file"]
        return [
            {
                "language": language,
                "name": self.words[language].say("language.name"),
                "href": file(root + (target if language not in partly or language in view.written_in else "")),
                "current": language == view.language,
            }
            for language, root in self.site.roots.items()
        ]
