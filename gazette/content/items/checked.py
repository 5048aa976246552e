"""What the check of a folder gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..library import Item, UnreadItem
from ..model import Consent
from ..problems import Problem


@dataclass(frozen=True)
class Checked:
    """What became of a folder. `fragments`: digest of a text → its converted body, for whoever renders next."""

    item: Item | None
    problems: tuple[Problem, ...]
    fragments: Mapping[str, str] = field(default_factory=dict)
    consents: Mapping[str, Consent] = field(default_factory=dict)
    unread: UnreadItem | None = None
    """What remains of a folder of which no item could be made; nothing where none of it is to be judged."""
