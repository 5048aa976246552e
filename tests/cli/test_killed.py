"""Commands that are killed, or find the disk full: a sample. `make torture` tries each system call of each command."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support import faults, killing
from tests.support.killing import CAN_BE_FULL, Call, Site

pytestmark = pytest.mark.whole_build

WHY_NOT = killing.possible()
needs_strace = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
DECISIVE = ("rename", "renameat2", "link", "unlink")
"""By these a command changes what a person sees; all others only prepare them."""
QUICK = ("ledger", "import", "photos", "withdraw")


def around(found: Sequence[Call]) -> list[Call]:
    """A decisive call in the middle, and the last of all."""
    decisive = [call for call in found if call.name in DECISIVE]
    return list(dict.fromkeys([decisive[len(decisive) // 2], found[-1]]))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    root = tmp_path / "copy"
    root.mkdir()
    return root


def disturbed(site: Site) -> set[str]:
    """In which states the command was left."""
    found = killing.calls(site)
    states = {killing.killed(site, call) for call in around(found)}
    full = [call for call in found if call.name in CAN_BE_FULL]
    return states | {killing.on_a_full_disk(site, call) for call in full[:1]}


def test_under_ci_they_are_not_skipped_for_want_of_strace() -> None:
    """A container that forbids to watch system calls is another matter: it is said at the end."""
    assert not os.environ.get("CI") or shutil.which("strace")


@needs_strace
@pytest.mark.parametrize("name", QUICK)
def test_a_killed_command_leaves_each_file_whole_and_can_be_given_again(copy: Path, name: str) -> None:
    states = disturbed(killing.laid_out(copy, name))
    assert states <= {"before", "between", "after"} and len(states) > 1, "it was stopped at different points"


def test_a_command_killed_at_random_moments_leaves_each_file_whole(tmp_path: Path) -> None:
    """`make torture ARGS=faults` tries 200 moments of a build, and machines that are not as usual."""
    states = faults.kills("ledger", tmp_path, 4)
    assert states.total() == 4
    assert {*states} <= {"before", "after", killing.NOT_REACHED}


def test_under_ci_no_circumstance_is_left_out() -> None:
    assert not os.environ.get("CI") or not [name for name in faults.CIRCUMSTANCES if faults.impossible(name)]


@needs_strace
def test_an_issue_is_out_in_one_step(copy: Path) -> None:
    """At each call that renames; what is left between the two is told, and finished by the same command."""
    site = killing.laid_out(copy, "publish")
    found = [call for call in killing.calls(site) if call.name in ("rename", "renameat2")]
    states = []
    for call in found:
        states.append(killing.killed(site, call))
    assert states[0] == "before" and "between" in states
    last = found[-1]
    site.watched(
        "-o", os.devnull, "-e", f"trace={last.name}", "-e", f"inject={last.name}:signal=KILL:when={last.number}"
    )
    code, words = killing.said(["check", "--root", str(copy), "--as-of", killing.TODAY])
    assert code == 1
    assert "newsletters/3/kept/record.yml: The publishing of issue 3 was interrupted before its last step." in words


@needs_strace
def test_a_killed_build_leaves_the_whole_old_site_or_the_whole_new_one(copy: Path) -> None:
    site = killing.laid_out(copy, "build")
    found = killing.calls(site)
    swap = next(call for call in found if call.name == "renameat2")
    later = found[found.index(swap) + 1]
    assert [killing.killed(site, call) for call in (swap, later)] == ["before", "after"]
