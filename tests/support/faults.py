"""Commands killed at random moments, and builds on a machine that is not as usual: a part of `make torture`.

    make torture ARGS="faults"                  200 moments of a build, 25 of each other command, all circumstances
    make torture ARGS="faults --kills 20"       fewer; --only build clock-back: some commands and circumstances
    make torture ARGS="faults --write"          puts the figures into docs/robustness.md

Afterwards each file that a person owns is the old or the new one, the site is the whole old or the whole new one, and
the next build, undisturbed, ends where one ends that nobody ever disturbed. Raises AssertionError where that is not so.
"""

from __future__ import annotations

import argparse
import glob
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from tests.support import killing
from tests.support.inputs.report import put
from tests.support.killing import COMMANDS, NOT_REACHED, Site
from tests.support.sites import PROJECT

KILLS: Final = 200
"""Of a build; each other command is killed an eighth as often."""
REFUSED: Final = "refused in words"
FAKE_CLOCK: Final = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
WITHOUT_RIGHTS: Final = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
"""Even root is then held to what a folder permits."""


class Circumstance(NamedTuple):
    """What is not as usual while a site is built."""

    about: str
    variables: Mapping[str, str] = {}
    prepare: Callable[[Path], None] = lambda root: None
    put_right: Callable[[Path], None] = lambda root: None
    before: Sequence[str] = ()
    """Stands in front of the command."""
    at_once: int = 1
    """So many builds of the same site are started together."""
    may_refuse: bool = False


def _clock(shift: str) -> Mapping[str, str]:
    return {"LD_PRELOAD": FAKE_CLOCK[0], "FAKETIME": shift} if FAKE_CLOCK else {}


def _dated(root: Path, seconds: int) -> None:
    """All files of the content bear one time."""
    for name in ("content", "members", "newsletters"):
        for path in (root / name).rglob("*"):
            os.utime(path, (seconds, seconds))


def _closed(root: Path) -> None:
    for path in (root, root / "site", root / ".build"):
        path.chmod(0o500)


def _opened(root: Path) -> None:
    for path in (root, root / "site", root / ".build"):
        path.chmod(0o700)


def _damaged(damage: Callable[[bytes, Random], bytes]) -> Callable[[Path], None]:
    """Each file that builds remember something in is another one."""

    def damage_all(root: Path) -> None:
        dice = Random(str(damage))
        for path in sorted((root / ".build").rglob("*")):
            if path.is_file() and not path.is_symlink():
                path.write_bytes(damage(path.read_bytes(), dice))

    return damage_all


def _flipped(raw: bytes, dice: Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(min(len(raw), 1 + len(raw) // 2000)):
        changed[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
    return bytes(changed)


CIRCUMSTANCES: Final = {
    "locale-c": Circumstance(
        "the C locale, without Python's UTF-8 mode",
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ),
    "locale-turkish": Circumstance("a Turkish locale", {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}),
    "zone-east": Circumstance("14 hours ahead of Greenwich", {"TZ": "Pacific/Kiritimati"}),
    "zone-west": Circumstance("11 hours behind", {"TZ": "Pacific/Pago_Pago"}),
    "clock-ahead": Circumstance("a clock that jumps 400 days ahead", _clock("+400d")),
    "clock-back": Circumstance("a clock that jumps 400 days back", _clock("-400d")),
    "clock-back-alone": Circumstance(
        "a clock that jumps back while files keep their times", {**_clock("-400d"), "NO_FAKE_STAT": "1"}
    ),
    "files-of-1970": Circumstance("files dated 1970", prepare=lambda root: _dated(root, 0)),
    "files-of-2040": Circumstance(
        "files dated 2040",
        prepare=lambda root: _dated(root, 2_208_988_800),
        put_right=lambda root: _dated(root, 1_700_000_000),
    ),
    "two-builds": Circumstance("two builds at once", at_once=2, may_refuse=True),
    "four-builds": Circumstance("four builds at once", at_once=4, may_refuse=True),
    "read-only": Circumstance(
        "folders that may not be written", prepare=_closed, put_right=_opened, before=WITHOUT_RIGHTS, may_refuse=True
    ),
    "umask": Circumstance("a umask of 077", before=("sh", "-c", 'umask 077; exec "$@"', "sh")),
    "cache-emptied": Circumstance("what was remembered emptied", prepare=_damaged(lambda raw, dice: b"")),
    "cache-halved": Circumstance(
        "what was remembered cut in half", prepare=_damaged(lambda raw, dice: raw[: len(raw) // 2])
    ),
    "cache-flipped": Circumstance("bits of what was remembered turned over", prepare=_damaged(_flipped)),
    "cache-other": Circumstance("noise in place of it", prepare=_damaged(lambda raw, dice: dice.randbytes(len(raw)))),
}


def impossible(name: str) -> str:
    """Why a circumstance cannot be had here; nothing where it can."""
    return "no libfaketime" if name.startswith("clock") and not FAKE_CLOCK else ""


def under(site: Site, circumstance: Circumstance) -> str:
    """Builds so; looks; builds as usual; looks. Gives in which state the site was left, or that it was refused."""
    circumstance.prepare(site.root)
    try:
        started = [_started(site, circumstance.before, circumstance.variables) for _ in range(circumstance.at_once)]
        ended = [(process.communicate()[0], process.returncode) for process in started]
    finally:
        circumstance.put_right(site.root)
    for words, code in ended:
        assert "Traceback" not in words, words
        assert code == 0 or (circumstance.may_refuse and words.strip()), words
    state = killing.each_is_whole(site, circumstance.about)
    assert state == "after" or all(code for _, code in ended), f"{circumstance.about}: it said that all is well"
    _next_is_right(site, circumstance.about)
    return REFUSED if any(code for _, code in ended) and state != "after" else state


def killed_at(site: Site, seconds: float) -> str:
    """Kills the command, with all that it started, so long after its start. Gives in which state that left the site."""
    process = _started(site)
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    state = killing.each_is_whole(site, f"{seconds:.3f} s") if process.returncode < 0 else NOT_REACHED
    _next_is_right(site, f"{seconds:.3f} s", is_done=state in ("after", NOT_REACHED))
    return state


def _next_is_right(site: Site, what: str, is_done: bool = False) -> None:
    code, words = site.run()
    assert code == 0 or (site.command.refuses_twice and is_done), f"{what}: {words}"
    killing.ended_as_usual(site, what)
    site.put_back()


def _started(site: Site, before: Sequence[str] = (), variables: Mapping[str, str] = {}) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*before, sys.executable, str(PROJECT / "build.py"), *site.arguments],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", cwd=PROJECT,
        env={**os.environ, **variables}, start_new_session=True,
    )  # fmt: skip


def kills(name: str, folder: Path, count: int) -> Counter[str]:
    """How often which state was left when a command was killed at so many random moments of its time."""
    site = _laid_out(name, folder)
    begun = time.monotonic()
    _started(site).communicate()
    took = time.monotonic() - begun
    site.put_back()
    dice = Random(name)
    return Counter(killed_at(site, dice.uniform(0.02, took)) for _ in range(count))


def _laid_out(name: str, folder: Path) -> Site:
    root = folder / name / "copy"
    root.mkdir(parents=True)
    return killing.laid_out(root, name)


def found(options: argparse.Namespace, folder: Path) -> Iterator[tuple[str, str]]:
    """What was done, and what came of it, one after the other."""
    for name in COMMANDS:
        if not options.only or name in options.only:
            count = options.kills if name == "build" else max(1, options.kills // 8)
            states = kills(name, folder, count)
            told = ", ".join(f"{state} {number}" for state, number in sorted(states.items()))
            line = " ".join(COMMANDS[name].arguments).replace("{root}/", "")
            yield f"`{line}` killed at {count} random moments", told
    wanted = [name for name in CIRCUMSTANCES if not options.only or name in options.only]
    site = _laid_out("build", folder / "circumstances") if wanted else None
    for name in wanted:
        assert site
        why_not = impossible(name)
        yield f"a build with {CIRCUMSTANCES[name].about}", why_not or under(site, CIRCUMSTANCES[name])


def main(arguments: Sequence[str]) -> int:
    """Prints what came of each; ends with an error where anything was lost, torn, or wrong afterwards."""
    parser = argparse.ArgumentParser(prog="make torture faults", description="Kills commands, and disturbs builds.")
    parser.add_argument(
        "--kills",
        type=int,
        default=KILLS,
        help="moments at which a build is killed; other commands at an eighth of them",
    )
    parser.add_argument("--only", nargs="*", help=f"these alone: {', '.join([*COMMANDS, *CIRCUMSTANCES])}")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/robustness.md")
    options = parser.parse_args(arguments)
    rows = ["| disturbance | the site and all files were then |", "| --- | --- |"]
    with tempfile.TemporaryDirectory() as folder:
        for what, state in found(options, Path(folder)):
            print(f"{what}: {state}", flush=True)
            rows.append(f"| {what} | {state} |")
    if options.write:
        about = f"Measured on {datetime.now(UTC):%-d %B %Y} with `--kills {options.kills}`."
        put("faults", "\n".join([about, "", *rows]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
