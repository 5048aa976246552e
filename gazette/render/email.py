"""An issue as an email: its contents, as MJML for the engine and as plain text. Pure.

A letter holds the introduction, and of each item the title, a summary and the way to the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple, cast

from jinja2 import Environment
from markupsafe import Markup

from ..content.digests import digest_of
from ..content.library import Item, Text
from ..content.model import (
    DEFAULT_TIME_ZONE,
    Event,
    Issue,
    IssueText,
    Kind,
    Medium,
    Section,
    Statement,
    StatementText,
    Story,
    Theme,
)
from . import tokens
from .lookup import Lookup, Values, file_address
from .mosaic import LIMESTONE, tile
from .plain_text import filled, plain_text
from .templates import placed
from .typography import typeset, typeset_plain
from .words import Words

BAND: Final = "mosaic.png"
"""The picture at the top of an email: the members' tiles. The file is beside the issue's page."""
WIDTH: Final = 592
"""Pixels across which a photo stands at most: the letter's width without its margins."""
PHOTO: Final = (2 * WIDTH, 600)
"""Pixels of a photo's file: sharp on a phone, and no taller than what a window for mail shows at once."""
CITIES: Final = 3
"""Cities named with a story; of the others, how many they are."""
_STYLED: Final = re.compile(r"<(p|ul|ol|h[2-6]|blockquote|a)(?= |>)")


@dataclass(frozen=True, slots=True)
class EmailView:
    """An issue in one language, as an email. `data` holds plain values only."""

    language: str
    number: int
    address: str
    title: str
    label: str
    day: datetime
    """When it is published: the first moment that the issue's date can mean."""
    data: Values

    @property
    def subject(self) -> str:
        return f"{self.title} – {self.label}"

    @property
    def photos(self) -> list[Values]:
        """Those that the email shows where it is whole: what each is made of, and where it is published."""
        return [item["photo"] for section in self.data["sections"] for item in section["items"] if item["photo"]]

    @property
    def digest(self) -> bytes:
        """A digest that changes with anything that the email shows."""
        when = self.day.isoformat()
        return digest_of((self.language, self.number, self.address, self.title, self.label, when, self.data))


class Abridgement(NamedTuple):
    """How much an email shows, so that it does not become too large: of every item the same."""

    letters: int
    """Of each summary at most; without any, an item is a line with its title, and has no photo."""
    titles: int
    """Items of each section at most; of those after them it says how many they are."""
    introduction: bool = True


WHOLE: Final = Abridgement(10_000, 1000)
ABRIDGEMENTS: Final = (
    WHOLE, *(Abridgement(letters, 1000) for letters in (240, 200, 160, 120, 80, 0)), Abridgement(0, 20),
    Abridgement(0, 8), Abridgement(0, 3), Abridgement(0, 3, introduction=False), Abridgement(0, 0, introduction=False),
)  # fmt: skip
"""From the whole to the least, in the order in which they are tried."""


class FooterLinks(NamedTuple):
    """The links at the end of an email: the sending service's placeholders, or the addresses themselves."""

    unsubscribe: str
    imprint: str = ""
    """What the service puts below the publisher's own address; nothing where that is enough."""


def issue_email(today: Lookup, issue: Item) -> EmailView:
    """The view of `issue` in the language of `today`; of a published one as it was then."""
    lookup = Lookup(today.library.as_published(issue), today.words)
    text, data = lookup.text(issue), issue.record(Issue)
    front = cast(IssueText, text.front)
    sections = [_section(lookup, issue, text, section) for section in data.sections]
    values: Values = {
        "lang": lookup.foreign(text.language),
        "summary": front.summary,
        "body": text.body,
        "tiles": [entry["tile"] for entry in lookup.cover_tiles(issue)],
        "sections": [section for section in sections if section["items"]],
        "errata": lookup.errata(issue),
        "withdrawn": lookup.withdrawn(issue),
    }
    label = lookup.issue_link(issue)["label"]
    day = data.date.begins(DEFAULT_TIME_ZONE)
    return EmailView(lookup.language, data.number, issue.address, front.title, label, day, values)


def _section(lookup: Lookup, issue: Item, text: Text, section: Section) -> Values:
    found = ((reference, lookup.library.find(reference)) for reference in section.items)
    items = [_item(lookup, issue, item, reference) for reference, item in found if item is not None]
    return {**lookup.section_title(text, section), "items": items}


def _item(lookup: Lookup, issue: Item, item: Item, reference: str) -> Values:
    text, data = lookup.text(item), issue.record(Issue)
    front: Any = text.front
    foreign = lookup.foreign(text.language)
    named = [_plain_words(lookup.words.name_of(foreign))] if foreign else []
    return {
        "address": item.address,
        **lookup.title_in(issue, reference, text),
        "lang": foreign,
        "summary": front.summary,
        "parts": [*_parts(lookup, item, front, foreign, data.display(reference).theme), *named],
        "tile": _tile(lookup, item),
        "photo": _photo(lookup, item, text, data.photo_of(reference, item.data)),
    }


def _plain_words(label: str, lang: str = "") -> Values:
    return {"label": label, "lang": lang}


def _parts(lookup: Lookup, item: Item, front: Any, foreign: str, theme: Theme | None) -> list[Values]:
    """The line above a title: which city and theme (the one wished for), who speaks, what kind of event and when."""
    words, data = lookup.words, item.data
    if isinstance(data, Statement):
        owner = lookup.library.party(item.owner)
        speaker = _plain_words(cast(StatementText, front).person, foreign)
        return [speaker, *([lookup.link(owner)] if owner else [])]
    if isinstance(data, Event):
        kind = _plain_words(words.say(f"event-kind.{data.kind.value}"))
        day = data.start or data.reported
        told = lookup.deadline(data) or (words.date(day) if day else "")
        if day and not data.start and not data.deadline:
            told = words.say("event.reported", date=words.dated("on", day))
        cancelled = [_plain_words(words.say("event.cancelled"))] if data.cancelled else []
        return [*cancelled, kind, *([_plain_words(told)] if told else [])]
    story = cast(Story, data)
    cities = lookup.links(Kind.MEMBER, story.members)
    more = len(cities) - CITIES
    rest = [_plain_words(words.say("members.more", n=more))] if more > 0 else []
    return [*cities[:CITIES], *rest, _plain_words(lookup.theme(theme or story.themes[0])["label"])]


def _tile(lookup: Lookup, item: Item) -> str:
    """The member whose colours stand with an item: that of a statement, or the first of a story."""
    cities = () if item.kind is Kind.EVENT else lookup.library.cities_of(item)
    return next((city.slug for city in cities), "")


def _photo(lookup: Lookup, item: Item, text: Text, shown: str | None) -> Values | None:
    """The photo called `shown`, where those in it agreed to be shown in mail."""
    found = next((photo for photo in lookup.photos(item, text, Medium.EMAIL) if photo["name"] == shown), None)
    if found is None or found["name"] not in item.sizes:
        return None
    size = within(item.sizes[found["name"]], PHOTO)
    words = {name: found[name] for name in ("alt", "caption", "credit")}
    made_of = {"path": f"{item.folder}/{found['name']}", "digest": item.files[found["name"]], "size": size}
    file = f"{file_address(item, found['name']).rpartition('.')[0]}.mail.jpg"
    return {**words, **made_of, "file": file, "width": min(size[0], WIDTH)}


def within(size: tuple[int, int], most: tuple[int, int]) -> tuple[int, int]:
    """Width and height in pixels, made smaller where one of them is larger than that.

    >>> within((3000, 2000), (1184, 600)), within((400, 300), (1184, 600))
    ((900, 600), (400, 300))
    """
    share = min(1, most[0] / size[0], most[1] / size[1])
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


@dataclass(frozen=True, slots=True)
class EmailRenderer:
    """Writes emails with the templates of theme/email/, the site's colours, type and addresses."""

    templates: Environment
    words: Mapping[str, Words]
    tokens: str
    """The text of theme/tokens.css."""
    address: Callable[[str, str], str]
    """Language and address of a page → its full address."""
    file: Callable[[str], str]
    """Address of a file of the site → its full address."""
    body: Callable[[str], str]
    imprint: Mapping[str, Sequence[str]]
    """Language → the lines of the publisher's address, postal or electronic."""

    def mjml(self, view: EmailView, cut: Abridgement, footer: FooterLinks) -> str:
        """The letter as MJML."""
        colour = _unmarked(tokens.colours(self.tokens))
        text = {"p": "margin:0 0 16px", "a": f"color:{colour['aegean']}"}
        values = {
            "light": colour,
            "dark": _unmarked(tokens.colours(self.tokens, dark=True)),
            "size": tokens.sizes(self.tokens),
            "family": tokens.families(self.tokens),
            "band": self.file(f"{view.address}{BAND}"),
            "file": self.file,
            "tile": tile,
            "limestone": LIMESTONE,
            "introduction": self._introduction(view, text) if cut.introduction else "",
        }
        return typeset(self.templates.get_template("issue.mjml").render(self._shared(view, cut, footer) | values))

    def text(self, view: EmailView, footer: FooterLinks) -> str:
        """The letter as plain text, whole."""
        body = self._placed(view, self.body(view.data["body"])) if view.data["body"] else ""
        values = self._shared(view, WHOLE, footer) | {"introduction": plain_text(body), "filled": filled}
        return typeset_plain(self.templates.get_template("issue.txt").render(values).strip()) + "\n"

    def _shared(self, view: EmailView, cut: Abridgement, footer: FooterLinks) -> Values:
        words = self.words[view.language]
        return {
            **view.data, "page": view, "t": words.say, "direction": words.direction, "footer": footer, "cut": cut,
            "web": lambda address: self.address(view.language, address),
            "other_languages": self._other_languages(view), "imprint": self.imprint[view.language],
            "sections": [_abridged(section, cut) for section in view.data["sections"]],
        }  # fmt: skip

    def _other_languages(self, view: EmailView) -> list[Values]:
        """That the issue is out in other languages too, each in its own words."""
        return [
            {"lang": code, "text": words.say("paper.other_language"), "url": self.address(code, view.address)}
            for code, words in self.words.items()
            if code != view.language and words.is_whole
        ]

    def _introduction(self, view: EmailView, styles: Mapping[str, str]) -> Markup:
        """The text with styles in its tags: many programs for mail read no others."""
        if not view.data["body"]:
            return Markup("")

        def styled(match: re.Match[str]) -> str:
            tag = match.group(1)
            style = styles.get(tag, styles["p"])
            return f'<{tag} class="{"link" if tag == "a" else "prose"}" style="{style}"'

        return self._placed(view, _STYLED.sub(styled, _without_classes(self.body(view.data["body"]))))

    def _placed(self, view: EmailView, fragment: str) -> Markup:
        """A converted text with full addresses in the place of its marks."""
        back = self.words[view.language].say("footnote.back")
        return placed(fragment, lambda address: self.address(view.language, address), self.file, back)


def _without_classes(fragment: str) -> str:
    """In a converted text `<` stands only where a tag begins, so nothing that someone wrote is touched."""
    return re.sub(r'(<\w+\b[^>]*?) class="[^"]*"', r"\1", fragment)


def _unmarked(colours: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix("--"): value for name, value in colours.items()}


def _abridged(section: Mapping[str, Any], cut: Abridgement) -> Values:
    """A section with as much of its items as is to be shown, and how many are not."""
    items: Sequence[Values] = section["items"]
    shown = [{**item, "summary": shortened(item["summary"], cut.letters)} for item in items[: cut.titles]]
    return {
        "title": section["title"], "lang": section["lang"], "full": shown if cut.letters else [],
        "brief": [] if cut.letters else shown, "left": len(items) - len(shown),
    }  # fmt: skip


def shortened(text: str, letters: int) -> str:
    """The beginning of a text, in whole words and with a sign that more follows, where it has more letters than that.

    >>> shortened("one two three", 12), shortened("one two three", 13), shortened("one, two", 5)
    ('one two…', 'one two three', 'one…')
    """
    if len(text) <= letters:
        return text
    begun = text[:letters].rpartition(" ")[0] or text[: max(0, letters - 1)]
    return f"{begun.rstrip(' ,;:·.–')}…" if letters else ""
