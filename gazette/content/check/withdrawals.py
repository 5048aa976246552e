"""Rules between items and records of consent: what ends or has ended, and what was taken back but is still here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

from ..library import Lapse, Library, withdrawn
from ..model import CONSENTS, Consent
from ..problems import Problem
from .consent import is_agreed
from .site import WholeSite
from .violations import Violation, in_data, not_in_future

ENDS_SOON: Final = timedelta(days=60)
"""How long before its last day a consent is told of, so that the person can be asked again."""


def kept_is_agreed(site: WholeSite) -> Iterator[Violation]:
    """What published issues keep is shown as long as its people agree, as anything else."""
    for item in site.library.all_kept():
        yield from is_agreed(item, site.surroundings)


def is_deleted(site: WholeSite) -> Iterator[Violation]:
    """What was taken back, or may not be shown, is deleted, from the folders of issues too."""
    library = site.library
    for lapse in library.lapsed:
        consent = library.consents[lapse.consent]
        if consent.has_ended(library.today):
            yield _of_lapse("consent-ended", lapse)
        else:
            facts = {"value": lapse.consent, "date": consent.begins.isoformat()}
            yield in_data(lapse.item, "consent-not-yet", lapse.route, **facts)
    for item in library.withdrawn_items():
        yield from not_in_future(item, ("withdrawn",), withdrawn(item), site.surroundings)
    for item in library.kept_though_withdrawn():
        if item.texts or item.files:
            yield Violation(item.folder, "kept-though-withdrawn")


def consents_hold(site: WholeSite) -> Iterator[Violation]:
    """Records of consent, on this day: what lies in the future has not happened; what ends soon is told."""
    ending = site.library.ending(ENDS_SOON)
    used = {lapse.consent for lapse in ending}
    for name, consent in site.library.consents.items():
        yield from _of_record(f"{CONSENTS}/{name}.yml", consent, site, name in used)
    for lapse in ending:
        yield _of_lapse("consent-ends", lapse, date=str(site.library.consents[lapse.consent].expires))


def _of_record(path: str, consent: Consent, site: WholeSite, is_told: bool) -> Iterator[Violation]:
    """`is_told`: whether the items that need the record tell that it ends."""
    today = site.library.today
    for part in ("given", "guardian", "child", "withdrawn"):
        day = getattr(consent, part)
        if day and day.first_day > today:
            yield Violation(path, "date-in-future", (part,), {"value": str(day), "today": today.isoformat()})
    last = consent.expires.last_day if consent.expires else None
    if last and last <= today + ENDS_SOON and consent.holds(today) and not is_told:
        yield Violation(path, "consent-ends-unused", ("expires",), {"date": str(consent.expires)})


def _of_lapse(rule: str, lapse: Lapse, **facts: str) -> Violation:
    """Of the rules for a photo, a text, and a text that goes for its photo's sake, the one that fits."""
    end = "-page" if lapse.takes_all and lapse.file else "" if lapse.file else "-text"
    names = {"name": lapse.file or lapse.item.slug, "page": lapse.item.slug, "address": lapse.item.address.rstrip("/")}
    return in_data(lapse.item, f"{rule}{end}", lapse.route, value=lapse.consent, **names, **facts)


def without_excused(problems: Iterable[Problem], library: Library) -> list[Problem]:
    """All but the absence of photos whose consent ended: their files are to be deleted; what names them may stay."""
    gone = {(lapse.item.folder, lapse.file) for lapse in library.lapsed}

    def is_excused(problem: Problem) -> bool:
        return problem.rule == "picture-missing" and (problem.path.rsplit("/", 1)[0], problem.facts["name"]) in gone

    return [problem for problem in problems if not (gone and is_excused(problem))]
