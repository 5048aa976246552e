"""All that a rule for one item may know of the rest of the site, as one value, and the digest of that value.

An item's verdict is kept between runs under the digest of the item and the digest of its `Surroundings`. So a rule may
use only what is in these two: what an item rule needs to know of others becomes a field here.
"""

from __future__ import annotations

from collections.abc import KeysView, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum

from ..dates import PartialDate
from ..digests import digest_of
from ..library.item import ACCESSIBILITY, Item, Text, UnreadItem
from ..model import Consent, Kind, Record

__all__ = ["ACCESSIBILITY", "Item", "Names", "Surroundings", "Text", "UnreadItem"]

Names = KeysView[str]
"""Names in a fixed order, of which each is found at once."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an item rule may know beside its item. Addresses are those below the root of a language."""

    slugs: Mapping[Kind, Names]
    """Those of all items, in the order of their folders; last those withdrawn, scheduled, or not to be read."""
    addresses: frozenset[str]
    """Of all pages, also of items that were withdrawn or could not be read."""
    gone: Mapping[str, PartialDate]
    """Addresses of the items that were withdrawn, and when."""
    scheduled: Mapping[str, PartialDate]
    """Addresses of the items whose day is still to come, and that day."""
    emptied: frozenset[str]
    """Addresses of lists that have nothing to show any more."""
    moved: Mapping[str, str]
    """Old addresses and those in their place."""
    own: tuple[str, ...]
    """How a full address of this site may begin, in small letters."""
    languages: tuple[str, ...]
    """In the order of preference; the first is the site's own."""
    consents: Mapping[str, Consent]
    """The records of consent by reference."""
    today: date

    @property
    def digest(self) -> bytes:
        """A digest of all fields, those included that are yet to be added. Raises TypeError for an object of a class
        that is not plain, such as an item, since what a rule could find through it would not be in the digest.
        """
        return digest_of([(entry.name, _plain(getattr(self, entry.name))) for entry in fields(self)])


def _plain(value: object) -> object:  # noqa: PLR0911 - one line a type reads best
    """What `digest_of` can take, different wherever the value is."""
    if value is None or type(value) in (str, bool, int):
        return value
    if isinstance(value, Enum):
        return (type(value).__name__, str(value.value))
    if isinstance(value, frozenset):
        return ("set", [_plain(part) for part in sorted(value)])
    if isinstance(value, tuple | KeysView):
        return ("row", [_plain(part) for part in value])
    if isinstance(value, Mapping):
        return ("pairs", [(_plain(key), _plain(part)) for key, part in value.items()])
    if isinstance(value, Record):
        return (type(value).__name__, [(name, _plain(getattr(value, name))) for name in type(value).model_fields])
    if isinstance(value, date | PartialDate):
        return (type(value).__name__, str(value))
    raise TypeError(f"a rule could see more through {type(value).__name__} than is digested")
