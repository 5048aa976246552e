"""Writes an invented site for each tool: `python -m tools.bench.generate --stories 1000 --out FOLDER`.

FOLDER/ours holds it as content of this project, FOLDER/hugo, FOLDER/eleventy and FOLDER/mkdocs as those tools want it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.bench.for_eleventy import write_eleventy
from tools.bench.for_hugo import write_hugo
from tools.bench.for_mkdocs import write_mkdocs
from tools.bench.for_ours import write_ours
from tools.bench.invent import invent


def main(arguments: list[str] | None = None) -> None:
    """Writes the site for each tool: a command of its own, so that whoever measures stays small."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench.generate", description=main.__doc__)
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    site = invent(options.stories)
    writers = {"ours": write_ours, "hugo": write_hugo, "eleventy": write_eleventy, "mkdocs": write_mkdocs}
    for name, write_for in writers.items():
        write_for(site, options.out / name)


if __name__ == "__main__":
    main()
