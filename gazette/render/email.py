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
from ..content.markup import plain
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
from .lookup import Lookup, Values
from .mosaic import LIMESTONE, tile
from .templates import dashed, placed
from .words import Words

BAND: Final = "mosaic.png"
"""The picture at the top of an email: the members' tiles. The file is beside the issue's page."""
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
    def digest(self) -> bytes:
        """A digest that changes with anything that the email shows."""
        when = self.day.isoformat()
        return digest_of((self.language, self.number, self.address, self.title, self.label, when, self.data))


class Abridgement(NamedTuple):
    """How much of each section an email shows, so that it does not become too large."""

    summaries: int
    """Items with summary and photo; those after them have a line with their title."""
    titles: int
    """Items at most; of those after them it says how many they are."""
    introduction: bool = True


WHOLE: Final = Abridgement(1000, 1000)
ABRIDGEMENTS: Final = (
    WHOLE, Abridgement(4, 1000), Abridgement(2, 1000), Abridgement(0, 1000), Abridgement(0, 20), Abridgement(0, 8),
    Abridgement(0, 3), Abridgement(0, 3, introduction=False), Abridgement(0, 0, introduction=False),
)  # fmt: skip
"""From the whole to the least, in the order in which they are tried."""


class FooterLinks(NamedTuple):
    """The links at the end of an email: the sending service's placeholders, or the addresses themselves."""

    unsubscribe: str
    imprint: str = ""


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
        told = words.date(day) if day else ""
        told = words.say("event.reported", date=told) if day and not data.start else told
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
    return {name: found[name] for name in ("file", "alt", "caption", "credit")} if found else None


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
        return dashed(self.templates.get_template("issue.mjml").render(self._shared(view, cut, footer) | values))

    def text(self, view: EmailView, footer: FooterLinks) -> str:
        """The letter as plain text, whole."""
        body = plain(self.body(view.data["body"])) if view.data["body"] else ""
        values = self._shared(view, WHOLE, footer) | {"introduction": body.split("\n")}
        return self.templates.get_template("issue.txt").render(values).strip() + "\n"

    def _shared(self, view: EmailView, cut: Abridgement, footer: FooterLinks) -> Values:
        words = self.words[view.language]
        return {
            **view.data, "page": view, "t": words.say, "direction": words.direction, "footer": footer, "cut": cut,
            "web": lambda address: self.address(view.language, address),
            "other_languages": self._other_languages(view),
            "sections": [_abridged(section, cut) for section in view.data["sections"]],
        }  # fmt: skip

    def _other_languages(self, view: EmailView) -> list[Values]:
        """That the issue is out in other languages too, each in its own words."""
        return [
            {"lang": code, "text": words.say("paper.other_language"), "url": self.address(code, view.address)}
            for code, words in self.words.items()
            if code != view.language
        ]

    def _introduction(self, view: EmailView, styles: Mapping[str, str]) -> Markup:
        """The text with styles in its tags: many programs for mail read no others."""
        if not view.data["body"]:
            return Markup("")
        back = self.words[view.language].say("footnote.back")

        def page(address: str) -> str:
            return self.address(view.language, address)

        def styled(match: re.Match[str]) -> str:
            tag = match.group(1)
            style = styles.get(tag, styles["p"])
            return f'<{tag} class="{"link" if tag == "a" else "prose"}" style="{style}"'

        fragment = _STYLED.sub(styled, _without_classes(self.body(view.data["body"])))
        return placed(fragment, page, self.file, back)


def _without_classes(fragment: str) -> str:
    """In a converted text `<` stands only where a tag begins, so nothing that someone wrote is touched."""
    return re.sub(r'(<\w+\b[^>]*?) class="[^"]*"', r"\1", fragment)


def _unmarked(colours: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix("--"): value for name, value in colours.items()}


def _abridged(section: Mapping[str, Any], cut: Abridgement) -> Values:
    """A section with as many of its items as are to be shown, and how many are not."""
    items: Sequence[Values] = section["items"]
    shown = items[: cut.titles]
    return {
        "title": section["title"], "lang": section["lang"], "full": shown[: cut.summaries],
        "brief": shown[cut.summaries :], "left": len(items) - len(shown),
    }  # fmt: skip
