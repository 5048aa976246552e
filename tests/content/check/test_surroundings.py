"""What rules for one item may know of others is one value, and every part of it is in its digest."""

from __future__ import annotations

from collections.abc import KeysView, Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from enum import Enum

import pytest

from gazette.content.check import Surroundings
from gazette.content.dates import PartialDate
from gazette.content.library import Library
from gazette.content.model import Consent, Kind, Medium, Shows

CONSENT = Consent(
    given=PartialDate.parse("2026-03"), scope=(Medium.WEB,), shows=(Shows.FACE,), minor=False, reviewer="A"
)
KNOWN = Surroundings(
    slugs={kind: dict.fromkeys([f"{kind}-1", f"{kind}-2"]).keys() for kind in Kind},
    addresses=frozenset({"", "members/athens/"}),
    gone={"stories/gone/": PartialDate.parse("2026-01")},
    scheduled={"stories/later/": PartialDate.parse("2027-01")},
    emptied=frozenset({"stories/theme/work/"}),
    moved={"old/": "new/"},
    own=("https://x.example",),
    languages=("el", "en"),
    consents={"c-0042": CONSENT},
    today=date(2026, 11, 22),
)


def changed(value: object) -> list[object]:  # noqa: PLR0911 - one line a type
    """A value like this one, for each of its parts with that part changed; raises for what it can't change."""
    if isinstance(value, Enum):
        return [next(other for other in type(value) if other is not value)]
    if isinstance(value, bool):
        return [not value]
    if value is None or isinstance(value, str):
        return [f"{value or ''}x"]
    if isinstance(value, date):
        return [value + timedelta(days=1)]
    if isinstance(value, PartialDate):
        return [replace(value, year=value.year + 1)]
    if isinstance(value, Consent):
        return [
            value.model_copy(update={name: other})
            for name in Consent.model_fields
            for other in changed(getattr(value, name))
        ]
    if isinstance(value, Mapping):
        others = [{**value, key: other} for key, part in value.items() for other in changed(part)]
        return [dict(list(value.items())[1:]), {**value, "another": next(iter(value.values()))}, *others]
    if isinstance(value, KeysView):
        return [dict.fromkeys([*value, "another"]).keys(), dict.fromkeys(list(value)[::-1]).keys()]
    if isinstance(value, tuple):
        return [(*value, value[0]), value[1:]]
    assert isinstance(value, frozenset)
    return [value | {"another"}, frozenset()]


@pytest.mark.parametrize("name", [field.name for field in fields(Surroundings)])
def test_whatever_changes_in_a_field_changes_the_digest(name: str) -> None:
    others = [replace(KNOWN, **{name: other}) for other in changed(getattr(KNOWN, name))]
    digests = [other.digest for other in others]
    assert KNOWN.digest not in digests
    assert replace(KNOWN).digest == KNOWN.digest


def test_the_digest_knows_fields_that_are_yet_to_be_added() -> None:
    from dataclasses import make_dataclass

    wider = make_dataclass("Wider", [("joined", tuple[str, ...])], bases=(Surroundings,), frozen=True, slots=True)
    values = {field.name: getattr(KNOWN, field.name) for field in fields(KNOWN)}
    first, second = (wider(**values, joined=years) for years in (("2018",), ("2019",)))
    assert first.digest != second.digest


@pytest.mark.parametrize("field", ["slugs", "consents", "moved"])
def test_nothing_leads_from_it_into_the_library(field: str) -> None:
    """Through an object that is not plain a rule could see what is not digested, so there is no digest."""
    for hidden in (Library([], ("el",), date(2026, 1, 1)), lambda: None, object()):
        with pytest.raises(TypeError, match="a rule could see more"):
            _ = replace(KNOWN, **{field: {"x": hidden}}).digest


def test_sets_are_digested_whatever_their_order() -> None:
    names = [f"stories/s-{number}/" for number in range(50)]
    first, second = frozenset(names), frozenset(reversed(names))
    assert replace(KNOWN, addresses=first).digest == replace(KNOWN, addresses=second).digest
