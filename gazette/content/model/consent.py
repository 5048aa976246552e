"""What a person agreed to: the record of a consent."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from pydantic import Field

from ..dates import PartialDate
from .choices import Medium, Shows
from .record import Record
from .types import Line, YesNo

CONSENTS: Final = "consent"
"""The folder of the records of consent, each a file named by its reference: c-0042.yml."""


class Consent(Record):
    """What a person agreed to. Never a name, an address or the form itself: those stay with the municipality."""

    given: Annotated[PartialDate, Field(examples=["2026-11-22"])]
    """When consent was given."""
    scope: Annotated[tuple[Medium, ...], Field(min_length=1, max_length=4, examples=["web"])]
    """Where the person may be shown."""
    shows: Annotated[tuple[Shows, ...], Field(min_length=1, max_length=3, examples=["face"])]
    """What may be shown: the face in photos, the name in texts, the exact place. Of a child never the name."""
    expires: Annotated[PartialDate | None, Field(examples=["2028-11-22"])] = None
    """The last day on which it is valid. After that the person is not shown anywhere."""
    withdrawn: Annotated[PartialDate | None, Field(examples=["2026-11-22"])] = None
    """When it was withdrawn. From then on the person is not shown anywhere: `make withdraw ARGS=c-0042` writes it."""
    minor: YesNo
    """Whether the person is younger than 18."""
    guardian: Annotated[PartialDate | None, Field(examples=["2026-11-20"])] = None
    """For a minor: when the guardian agreed."""
    child: Annotated[PartialDate | None, Field(examples=["2026-11-21"])] = None
    """For a minor: when the child itself agreed."""
    reviewer: Annotated[Line, Field(examples=["Integration office, Karditsa"])]
    """Which office saw the signed form and keeps it. An office, not a person."""

    @property
    def begins(self) -> date:
        """The first day on which it can hold: a minor's when all whom it takes have agreed."""
        agreed = (self.given, *((self.guardian, self.child) if self.minor else ()))
        days: list[date] = [day.first_day for day in agreed if day is not None]
        return max(days)

    def has_ended(self, today: date) -> bool:
        """Whether it was taken back, or has run out."""
        taken_back = self.withdrawn is not None and self.withdrawn.first_day <= today
        return taken_back or (self.expires is not None and self.expires.last_day < today)

    def holds(self, today: date) -> bool:
        """Whether it has begun and not ended."""
        return self.begins <= today and not self.has_ended(today)
