"""Invents a site: the same number gives the same site on every machine. Every word of it is made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from tools.bench.vocabulary import Vocabulary

SEED: Final = 20211122
LANGUAGE: Final = "el"
THEMES: Final = ("awareness-participation", "city-life", "employment", "information-empowerment", "institutional")
REGIONS: Final = ("attica", "crete", "epirus", "thessaly", "peloponnese", "western-greece")
EVENT_KINDS: Final = ("discussion", "training", "conference", "meeting", "exhibition", "campaign")
FIRST_DAY: Final = date(2016, 1, 1)
DAYS: Final = 3650
NOTE_EVERY: Final = 4
"""Every fourth story has a footnote."""


@dataclass(frozen=True, slots=True)
class Named:
    """A member, programme or partner."""

    slug: str
    name: str
    summary: str
    body: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A story, statement or event; `by` is who speaks or holds it."""

    slug: str
    title: str
    summary: str
    day: date
    body: str
    members: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    by: str = ""
    page: int = 1
    """Where in the newsletter it was first printed."""


@dataclass(frozen=True, slots=True)
class Site:
    """The whole invention, in no particular order but always the same."""

    members: tuple[Named, ...]
    programmes: tuple[Named, ...]
    partners: tuple[Named, ...]
    stories: tuple[Piece, ...]
    events: tuple[Piece, ...]
    statements: tuple[Piece, ...]
    pages: tuple[Named, ...]
    issue: Named


def invent(stories: int, seed: int = SEED) -> Site:
    """A site with that many stories."""
    return _Inventor(seed).site(stories)


class _Inventor:
    """Throws the dice: the order of the calls is part of what makes a site reproducible."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)  # noqa: S311 - nothing secret
        self.words = Vocabulary(self.dice)

    def site(self, stories: int) -> Site:
        members = tuple(self._named(f"polis-{number:02}") for number in range(1, 19))
        programmes = tuple(self._named(f"programma-{number}") for number in range(1, 7))
        partners = tuple(self._named(f"foreas-{number}") for number in range(1, 4))
        pages = tuple(
            self._named(slug, "/members/polis-01/")
            for slug in ("home", "about", "accessibility", "contact", "privacy", "press")
        )
        told = tuple(self._story(number, stories) for number in range(1, stories + 1))
        events = tuple(self._other(f"drasi-{number}", 90) for number in range(1, 7))
        statements = tuple(self._other(f"minyma-{number}", 150) for number in range(1, 9))
        return Site(members, programmes, partners, told, events, statements, pages, self._named("1"))

    def _named(self, slug: str, link: str = "/about/") -> Named:
        summary = self.words.sentence(10, 16)
        body = f"{self.words.paragraph(50)}\n\n{self._linked(link)}\n"
        return Named(slug, self.words.phrase(1, 2), summary, body)

    def _linked(self, address: str) -> str:
        """A paragraph with a link in it."""
        return f"{self.words.sentence()} [{self.words.phrase(1, 3)}]({address}) {self.words.paragraph(30)}"

    def _members(self) -> tuple[str, ...]:
        numbers = self.dice.sample(range(1, 19), self.dice.choice((1, 1, 1, 2)))
        return tuple(f"polis-{number:02}" for number in numbers)

    def _programmes(self) -> tuple[str, ...]:
        return tuple(f"programma-{number}" for number in self.dice.sample(range(1, 7), self.dice.choice((0, 1, 2))))

    def _day(self) -> date:
        return FIRST_DAY + timedelta(days=self.dice.randrange(DAYS))

    def _story(self, number: int, stories: int) -> Piece:
        members = self._members()
        other = story_slug(self.dice.randint(1, stories))
        return Piece(
            slug=story_slug(number),
            title=self.words.phrase(3, 6),
            summary=self.words.sentence(10, 18),
            day=self._day(),
            body=self._story_body(members[0], other, number % NOTE_EVERY == 0),
            members=members,
            themes=tuple(self.dice.sample(THEMES, self.dice.choice((1, 1, 2)))),
            programmes=self._programmes(),
            page=self.dice.randint(2, 16),
        )

    def _story_body(self, member: str, story: str, with_note: bool) -> str:
        """About 360 words: paragraphs, a heading, a list or a quotation, two links and now and then a footnote."""
        words = self.words
        points = "\n".join(f"- {words.sentence(8, 14)}" for _ in range(4))
        middle = self.dice.choice((points, "> " + words.paragraph(35)))
        parts = [
            words.paragraph(70), self._linked(f"/members/{member}/"), f"## {words.phrase(3, 6)}", middle,
            words.paragraph(70), self._linked(f"/stories/{story}/"), words.paragraph(55),
        ]  # fmt: skip
        if with_note:
            parts[4] += "[^1]"
            parts.append(f"[^1]: {words.sentence()}")
        return "\n\n".join(parts) + "\n"

    def _other(self, slug: str, length: int) -> Piece:
        members = self._members()
        return Piece(
            slug=slug,
            title=self.words.phrase(3, 6),
            summary=self.words.sentence(10, 18),
            day=self._day(),
            body=f"{self.words.paragraph(length)}\n\n{self._linked(f'/members/{members[0]}/')}\n",
            members=members,
            themes=(self.dice.choice(THEMES),),
            by=self.words.phrase(2, 2),
        )


def story_slug(number: int) -> str:
    """The folder's name of the n-th story."""
    return f"istoria-{number:05}"
