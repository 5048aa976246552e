"""Builds of a site what the other tools build too: pages, lists and feeds, every check made; the search where asked.

`python -m tools.bench.alike ROOT OUT [--index]`. No command does that for people, who want all of it.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from gazette.content import wording
from gazette.pipeline.build import PAPER, BuildOptions, build_site
from gazette.pipeline.read import read_site

BEYOND: Final = (*PAPER, "sharing", "data", "calendars", "licences")
"""Outputs that no other tool makes here: cards for social media, tables, calendars, licences; PDFs and e-books."""


def main(arguments: Sequence[str]) -> int:
    """1 where the content has problems."""
    parser = argparse.ArgumentParser(prog="tools.bench.alike", description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--index", action="store_true", help="make the index for the search too")
    options = parser.parse_args(arguments)
    reading = read_site(options.root.resolve(), date.today(), lambda _: None)
    if any(wording.severity(problem) == "error" for problem in reading.problems):
        return 1
    without = (*BEYOND, *(() if options.index else ("search",)))
    build_site(reading, options.out.resolve(), lambda _: None, BuildOptions(without))
    return 0


if __name__ == "__main__":
    gc.disable()  # as build.py does
    code = main(sys.argv[1:])
    os._exit(code)
