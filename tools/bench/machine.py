"""Under what circumstances figures were measured: the machine, the day, the version of each tool."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from tools.bench.peers import ELEVENTY, hugo_binary
from tools.bench.tools import PROJECT


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a reader needs to know to judge the figures, or to measure them again."""

    day: date
    processor: str
    cores: int
    memory: float
    """GB."""
    system: str
    versions: dict[str, str]
    """By the name of the tool."""


def circumstances() -> Circumstances:
    """Those of this machine, now."""
    return Circumstances(
        day=date.today(),
        processor=_processor(),
        cores=len(os.sched_getaffinity(0)),
        memory=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9,
        system=f"{platform.system()} {platform.release()}",
        versions=_versions(),
    )


def _processor() -> str:
    """The name that the processor gives itself."""
    path = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*:\s*(.+)$", path.read_text("utf-8") if path.exists() else "", re.MULTILINE)
    return found[1] if found else platform.machine()


def _versions() -> dict[str, str]:
    hugo = re.search(r"v[\d.]+", _said(hugo_binary(), "version"))
    return {
        "This project": _commit(),
        "Python": platform.python_version(),
        "Hugo": hugo[0].removeprefix("v") if hugo else "unknown",
        "Eleventy": json.loads((ELEVENTY / "package.json").read_text("utf-8"))["version"],
        "Node": _said("node", "--version").removeprefix("v"),
        "MkDocs": version("mkdocs"),
        "Material for MkDocs": version("mkdocs-material"),
        "Pagefind": version("pagefind_bin"),
    }


def _commit() -> str:
    """The commit that was measured, and whether files differed from it."""
    commit = _said("git", "rev-parse", "--short=12", "HEAD")
    changed = _said("git", "status", "--porcelain", "--untracked-files=no")
    return f"commit {commit}{', with changes that are in no commit' if changed else ''}" if commit else "unknown"


def _said(*command: str) -> str:
    """What a command prints; nothing where it fails or is not there."""
    if not shutil.which(command[0]):
        return ""
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""
