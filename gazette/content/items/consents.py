"""Records of consent: each by itself, since it belongs to no item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .. import fields, identifying, load
from ..dates import PartialDate
from ..listing import FileEntry
from ..load import SourceFile
from ..model import CONSENT_PATTERN, Consent, Shows
from ..problems import Problem
from .checked import Checked
from .data import office_problems, personal_of_fields, prose_of_fields, without_models


def check_consents(root: Path, entries: tuple[FileEntry, ...]) -> Checked:
    """The records of consent: one file a person, whose name tells nothing about them."""
    problems: list[Problem] = []
    found: dict[str, Consent] = {}
    for entry in entries:
        name, _, ending = entry.path.rsplit("/", 1)[1].rpartition(".")
        if ending != "yml" or not re.fullmatch(CONSENT_PATTERN, name):
            problems.append(Problem(entry.path, "consent-name", facts={"name": entry.path.rsplit("/", 1)[1]}))
            continue
        source = load.read(root, entry.path)
        problems += source.problems
        if source.readable:
            record, wrong = fields.parse(source, Consent)
            problems += [*without_models(wrong), *prose_of_fields(source), *personal_of_fields(source)]
            problems += _named_in_comments(source)
            if record:
                found[name] = record
                problems += [*_of_minors(source, record), *_in_order(source, record)]
                problems += office_problems(source, ("reviewer",), record.reviewer)
    return Checked(None, tuple(problems), consents=found)


def _named_in_comments(source: SourceFile) -> Iterator[Problem]:
    """A comment is shown to no reader, but stays in git for good, and everyone who has the files can read it."""
    for place, comment in source.comments:
        found = [*identifying.names(comment), *identifying.given_names(comment)]
        if found:
            yield Problem(source.path, "consent-comment", place, facts={"words": found[0]})


def _of_minors(source: SourceFile, consent: Consent) -> Iterator[Problem]:
    for name in ("guardian", "child"):
        if consent.minor and getattr(consent, name) is None:
            yield Problem(source.path, f"consent-without-{name}", source.place(("minor",)), name)
        elif not consent.minor and getattr(consent, name) is not None:
            yield Problem(source.path, "adult-with-guardian", source.place(("minor",)), "minor", {"name": name})
            return
    if consent.minor and Shows.NAME in consent.shows:
        route = ("shows", consent.shows.index(Shows.NAME))
        yield Problem(source.path, "child-named", source.place(route), "shows")


def _in_order(source: SourceFile, consent: Consent) -> Iterator[Problem]:
    """Nothing ends before it began; and for a minor nothing began before both had agreed.

    Of dates that name a month or a year only those are told that are wrong whichever day is meant.
    """
    given = consent.given
    for name in ("expires", "withdrawn"):
        day = getattr(consent, name)
        if day and day.last_day < given.first_day:
            yield _date_problem(source, "consent-ends-early", name, day, given)
    for name in ("guardian", "child"):
        day = getattr(consent, name)
        if day and consent.minor and day.first_day > given.last_day:
            yield _date_problem(source, "consent-agreed-late", name, day, given)


def _date_problem(source: SourceFile, rule: str, name: str, day: PartialDate, given: PartialDate) -> Problem:
    facts = {"value": str(day), "given": str(given)}
    return Problem(source.path, rule, source.place((name,)), name, facts)
