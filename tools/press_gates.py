"""Measures the pages of issues of many lengths in both languages: `make gates`, some minutes; ARGS="20 40" less.

For each issue it prints its pages, how often it was laid out and in what time, and every gate that it does not pass;
with one that does not, it ends with 1. The limits are those of tests/support/gates.py.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.support import gates, lifelike, paper_measures
from tests.support.made_up import PROJECT

TEXTS: Final = (1, 6, 20, 40)
REAL: Final = "2"
"""The issue of the real site that is measured too."""


def main(given: Sequence[str]) -> int:
    """Measures issues of so many texts, or of TEXTS and the real one. Returns 1 where a gate is not passed."""
    passed = True
    with TemporaryDirectory() as folder:
        issues = [] if given else [(PROJECT, REAL)]
        issues += [
            (lifelike.lifelike(Path(folder) / str(texts), texts), lifelike.NUMBER)
            for texts in (map(int, given) if given else TEXTS)
        ]
        for root, number in issues:
            for language in lifelike.LANGUAGES:
                name = f"issue {REAL}" if root == PROJECT else f"{root.name} texts"
                passed &= _measured(f"{name}, {language}", root, language, number)
    return 0 if passed else 1


def _measured(name: str, root: Path, language: str, number: str) -> bool:
    began = time.process_time()
    made = paper_measures.laid_out(root, language, number)
    took = time.process_time() - began
    found = paper_measures.figures(made)
    failed = list(gates.shortfalls(found))
    print(f"{name}: {_summary(found)}; {took:.0f} s of work")
    for line in failed:
        print(f"  ✗ {line}")
    return not failed


def _summary(found: dict[str, Any]) -> str:
    uneven = found["columns over 1"]
    return "; ".join(
        [
            f"{found['pages']} pages in {found['layouts']} layouts",
            f"{found['lines']} lines, of which {len(found['early'])} end early",
            f"{found['hyphens']['share']:.1%} end with a hyphen",
            f"white feet up to {max(found['feet'].values()):.1f} mm",
            f"columns more than a line apart on {len(uneven)} pages, at most {max(uneven.values(), default=0)} lines",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
