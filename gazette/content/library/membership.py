"""Who is a member on a day, as far as the records tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from ..model import Member
from .item import Item


class Membership(Enum):
    """Whether a municipality was a member on a day, as far as the records tell."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


def membership(member: Member, day: date) -> Membership:
    """What the record of `member` says about `day`; where the date of joining is unknown, so is the answer."""
    if member.left and member.left.last_day <= day:
        return Membership.NO
    if member.joined:
        return Membership.YES if member.joined.first_day <= day else Membership.NO
    if member.joined_by and member.joined_by.last_day <= day:
        return Membership.YES
    if member.joined_after and day <= member.joined_after.last_day:
        return Membership.NO
    return Membership.UNKNOWN


@dataclass(frozen=True, slots=True)
class MembersAt:
    """Members on a day: those on record, and those whose date of joining is not on record but who may have been."""

    certain: tuple[Item, ...]
    possible: tuple[Item, ...]

    @property
    def all(self) -> tuple[Item, ...]:
        return tuple(sorted(self.certain + self.possible, key=lambda item: item.slug))


def members_at(members: Iterable[Item], day: date) -> MembersAt:
    """Those of the members on record who were members on `day`."""
    sorted_out: defaultdict[Membership, list[Item]] = defaultdict(list)
    for item in members:
        sorted_out[membership(item.record(Member), day)].append(item)
    return MembersAt(tuple(sorted_out[Membership.YES]), tuple(sorted_out[Membership.UNKNOWN]))
