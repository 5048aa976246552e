"""What is found: where a slip begins, which rule tells of it, and what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..problems import Replacement


class Slip(NamedTuple):
    """A slip in a text. `old` is what was written, from `offset` on; `new` is what would be right, if that is known."""

    offset: int
    rule: str
    old: str
    new: str | None = None
    is_certain: bool = False
    """Whether nothing else can have been meant, so that a program may put `new` in the place of `old`."""

    @property
    def facts(self) -> dict[str, str]:
        """What the rule's sentences say of it."""
        first, _, more = self.old.partition("\n")
        return {"value": f"{first} …" if more else first, "mended": self.new or ""}

    @property
    def mend(self) -> Replacement | None:
        """What a program may do about it."""
        return Replacement(self.old, self.new) if self.is_certain and self.new is not None else None


def without_twice(slips: Iterable[Slip]) -> list[Slip]:
    """Slips in the order of the text; one that begins within another, longer one is left out: both are one mistake."""
    found: list[Slip] = []
    for slip in sorted(slips, key=lambda slip: (slip.offset, -len(slip.old))):
        if not found or slip.offset >= found[-1].offset + len(found[-1].old):
            found.append(slip)
    return found
