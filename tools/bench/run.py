#!/usr/bin/env python3
"""Starts the benchmark: `python tools/bench/run.py --help`."""

import sys
from pathlib import Path


def main() -> int:
    """Finds the project, whatever folder the command was given in, and hands the arguments on."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    from tools.bench import rounds

    return rounds.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
