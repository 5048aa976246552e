"""What each host of the templates costs: `.venv/bin/python -m tools.bench.hosts`, seconds of CPU over the real site.

Each host has a process of its own in each round, in turns, as importing it is a part of what it costs; medians.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from statistics import median
from typing import Final

from gazette.engines.pages import HOSTS
from gazette.outputs import site
from gazette.outputs.base import PageFile
from gazette.pipeline.build import context_of
from gazette.pipeline.read import read_site
from gazette.settings import PROJECT

ROUNDS: Final = 5
DAY: Final = date(2026, 11, 22)


def costs(host: str) -> Mapping[str, float]:
    """Of this process: to make a host for each language ready, and then 1,000 pages, and of these the shell alone."""
    given = context_of(read_site(PROJECT, DAY, lambda _: None))
    given = replace(given, settings=replace(given.settings, host=host))
    files = [file for file in site.OUTPUT.files(given) if isinstance(file, PageFile)]
    pages: site.Pages = files[0].make.func.__self__  # type: ignore[attr-defined]
    before = time.process_time()
    hosts = pages.hosts()
    ready = time.process_time() - before
    views = [(page.language, pages.renderer().values(page.make.args[0].make())) for page in files]  # type: ignore[attr-defined]
    before = time.process_time()
    for language, values in views:
        hosts[language].wrap(values)
    shell = time.process_time() - before
    before = time.process_time()
    for file in files:
        file.make()
    whole = time.process_time() - before
    return {"ready": ready, "shell": shell * 1000 / len(files), "pages": whole * 1000 / len(files)}


def main() -> None:
    """Prints a line for each host."""
    if len(sys.argv) > 1:
        print(json.dumps(costs(sys.argv[1])))
        return
    found: dict[str, list[Mapping[str, float]]] = {host: [] for host in HOSTS}
    for _ in range(ROUNDS):
        for host, rounds in found.items():
            command = [sys.executable, "-m", "tools.bench.hosts", host]
            rounds.append(json.loads(subprocess.run(command, capture_output=True, check=True, cwd=PROJECT).stdout))
    print("host        made ready  1,000 shells  1,000 pages")
    for host, rounds in found.items():
        ready, shell, pages = (median(one[name] for one in rounds) for name in ("ready", "shell", "pages"))
        print(f"{host:<12}{ready:>8.3f} s{shell:>12.2f} s{pages:>11.2f} s")


if __name__ == "__main__":
    main()
