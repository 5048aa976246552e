"""Which addresses of other sites failed when they were last asked: the record in links.txt, which `make links` writes.

A build goes to no other site, so it takes from this file what it tells of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from ..files import tree
from . import load, personal_data
from .problems import Place, Problem

LINKS_FILE: Final = "links.txt"
MOST_BYTES: Final = 1024 * 1024
_HEAD: Final = (
    "# Addresses of other sites that failed at the last `make links`: whether they lead nowhere (dead) or gave no\n"
    "# clear answer (unsure), since when, with what answer. Written by that command: change nothing by hand.\n"
)
_CHECKED: Final = re.compile(r"checked (\d{4}-\d\d-\d\d)")
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_LINE: Final = re.compile(rf"([a-z]+) (\d{{4}}-\d\d-\d\d) (\S+) ({_ADDRESS.pattern})", re.IGNORECASE)


class FailedLink(NamedTuple):
    """An address that failed: whether it is `dead` or `unsure`, since which check, and the last answer."""

    verdict: str
    since: date
    detail: str


@dataclass(frozen=True)
class LinkRecord:
    """The contents of links.txt."""

    checked: date | None = None
    """The day of the last check; None where there was none."""
    failed: Mapping[str, FailedLink] = field(default_factory=dict)
    text: str | None = None
    """The file as it was read; None where there is none."""
    problems: tuple[Problem, ...] = ()

    def renewed(self, failed: Mapping[str, tuple[str, str]], today: date) -> str:
        """The file after a check: `failed` gives verdict and answer of each address that did. Old days are kept."""
        lines = []
        for address, (verdict, detail) in sorted(failed.items()):
            if not _ADDRESS.fullmatch(address):
                continue  # a line holds none with spaces; the command that asks tells of it where it stands
            known = self.failed.get(address)
            since = known.since if known else today
            lines.append(f"{verdict} {since.isoformat()} {'-'.join(detail.split()) or '-'} {address}\n")
        return f"{_HEAD}checked {today.isoformat()}\n{''.join(lines)}"


def read_links(root: Path) -> LinkRecord:
    """Reads the record below `root`; a line that cannot be read is told, and counts for nothing."""
    try:
        text = tree.read(root, LINKS_FILE, MOST_BYTES).decode("utf-8")
    except FileNotFoundError:
        return LinkRecord()
    except tree.Irregular as error:
        return LinkRecord(problems=(load.unreadable(LINKS_FILE, error),))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "reason", "")
        return LinkRecord(problems=(Problem(LINKS_FILE, "unreadable", facts={"reason": str(reason)}),))
    checked: date | None = None
    failed: dict[str, FailedLink] = {}
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            if day := _CHECKED.fullmatch(line):
                checked = date.fromisoformat(day[1])
            elif found := _LINE.fullmatch(line):
                failed[found[4]] = FailedLink(found[1], date.fromisoformat(found[2]), found[3])
            elif line and not line.startswith("#"):
                raise ValueError(line)
        except ValueError:
            problems.append(Problem(LINKS_FILE, "links-line", Place(number, 1), facts={"value": line}))
        for hit in personal_data.found(line, markdown=False) if line.startswith("#") else ():
            place = Place(number, hit.offset + 1)
            problems.append(Problem(LINKS_FILE, hit.rule, place, facts={"value": hit.shown}))
    return LinkRecord(checked, failed, text, tuple(problems))
