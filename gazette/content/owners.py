"""Who is asked to review what: `.github/owners.yml`, from which and from the members `.github/CODEOWNERS` is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from . import fields, load
from .load import SourceFile
from .model import Owners, references
from .problems import Place, Problem

OWNERS: Final = ".github/owners.yml"
CODEOWNERS: Final = ".github/CODEOWNERS"


def read_owners(root: Path) -> tuple[Owners | None, SourceFile]:
    """The owners, or None if the file is missing or cannot be read; and the file as read, with its problems."""
    if not (root / OWNERS).exists():
        return None, SourceFile(OWNERS)
    source = load.read(root, OWNERS)
    if not source.readable:
        return None, source
    owners, wrong = fields.parse(source, Owners)
    source.problems += wrong
    return owners, source


def judge(root: Path, members: Iterable[str]) -> Iterator[Problem]:
    """Problems of .github/owners.yml; a warning as long as no one is named who reviews everything else."""
    owners, source = read_owners(root)
    yield from source.problems
    if owners is None:
        return
    known = list(members)
    for named in references(owners):
        if named.slug not in known:
            facts = {"value": named.slug, "suggestion": fields.closest(named.slug, known)}
            yield Problem(OWNERS, "member-unknown", source.keys[named.route], str(named.route[0]), facts)
    if owners.coordinators is None:
        place = source.keys.get(("coordinators",), Place(1, 1))
        yield Problem(OWNERS, "owners-unnamed", place, "coordinators")


def codeowners(owners: Owners, members: Iterable[str]) -> str:
    """The file that GitHub reads: the coordinators for everything, each member's team for what is its own."""
    lines = ["# Made from the members and .github/owners.yml by `make export`; don't edit it here."]
    lines.append(f"* {owners.coordinators}" if owners.coordinators else "# *: no coordinators named yet")
    for slug in sorted(members):
        who = " ".join(filter(None, (owners.members.get(slug), owners.coordinators)))
        named = slug in owners.members
        lines.append(f"/members/{slug}/ {who}" if named else f"# /members/{slug}/: no team named")
    return "\n".join([*lines, ""])
