"""What `make torture` does: inputs by the million, random kills and other troubles, kills at each system call.

    make torture                                 all parts, one after the other
    make torture ARGS=inputs                     a part: inputs, faults, kills, submissions
    make torture ARGS="kills ledger --most 10"   a part with its own options

Ends with 1 where any part fails.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from tests.support.killing import COMMANDS
from tests.support.sites import PROJECT

PARTS: Final = {
    "inputs": "tests.support.inputs.running",
    "faults": "tests.support.faults",
    "kills": "tests.support.killing",
    "submissions": "tests.support.submissions_kills",
}
"""Part → its module. Each has a process of its own, so that none finds what another left."""


def main(arguments: Sequence[str]) -> int:
    """Does the part that is named, with the options behind it, or all of them."""
    asked = list(arguments)
    if asked and asked[0] not in PARTS and (asked[0] in COMMANDS or asked[0] == "--most"):
        asked.insert(0, "kills")
    if asked and asked[0] not in PARTS:
        print(f"{asked[0]}: there are the parts {', '.join(PARTS)}", file=sys.stderr)
        return 2
    ends = [
        subprocess.run([sys.executable, "-m", PARTS[part], *asked[1:]], cwd=PROJECT, check=False).returncode
        for part in asked[:1] or PARTS
    ]
    return max(map(abs, ends))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
