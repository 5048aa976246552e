"""What came of many inputs: how many, how long, the slowest, and the first of each kind that failed."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.support.inputs.judging import Verdict


@dataclass
class Tally:
    """The count of one target's inputs. `faults` are kind of fault → its words, and an input that brings it about."""

    target: str
    inputs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    slow: bytes = b""
    failures: int = 0
    faults: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Inputs in a second of work."""
        return self.inputs / self.seconds if self.seconds else 0.0

    def count(self, raw: bytes, verdict: Verdict, kind_of: Callable[[str], str]) -> None:
        self.inputs += 1
        self.seconds += verdict.seconds
        if verdict.seconds > self.slowest:
            self.slowest, self.slow = verdict.seconds, raw
        if verdict.fault:
            self.failures += 1
            known = self.faults.get(kind_of(verdict.fault))
            if known is None or len(raw) < len(known[1]):
                self.faults[kind_of(verdict.fault)] = (verdict.fault, raw)

    def add(self, other: Tally) -> None:
        self.inputs += other.inputs
        self.seconds += other.seconds
        self.failures += other.failures
        if other.slowest > self.slowest:
            self.slowest, self.slow = other.slowest, other.slow
        self.faults = {**other.faults, **self.faults}

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        faults = {kind: [words, base64.b64encode(raw).decode()] for kind, (words, raw) in self.faults.items()}
        return {**vars(self), "slow": base64.b64encode(self.slow).decode(), "faults": faults}

    @staticmethod
    def of_plain(data: Mapping[str, Any]) -> Tally:
        faults = {kind: (words, base64.b64decode(raw)) for kind, (words, raw) in data["faults"].items()}
        return Tally(**{**data, "slow": base64.b64decode(data["slow"]), "faults": faults})
