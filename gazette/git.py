"""Git, asked in such a way that it runs no program that a repository or a file in it names.

A reviewer has a proposal's tree checked out. Git would start a file watcher, hooks or a verifier of signatures where a
configuration says so, and would take a folder that looks like a repository's insides for one.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Final

SETTINGS: Final = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.quotePath": "false",
    "safe.bareRepository": "explicit",
    "submodule.recurse": "false",
    "log.showSignature": "false",
}
"""Over whatever a repository says (git-scm.com, "git config"). `core.quotePath` lets Greek names through."""


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What git answers in a folder; bytes that are no UTF-8 are kept as Python keeps those of names.

    Raises FileNotFoundError where there is no git.
    """
    settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        ["git", "--no-pager", *settings, "-C", str(folder), *arguments],
        capture_output=True, encoding="utf-8", errors="surrogateescape", check=False, env=environment,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
