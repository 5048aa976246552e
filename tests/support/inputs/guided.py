"""One target under Atheris: inputs that reach lines which none reached before are kept and mutated further.

    python -m tests.support.inputs.guided TARGET RUNS SEED FOLDER

Writes `FOLDER/tally.json` after the last run, and each failing input to a file of its own. libFuzzer, by which Atheris
works, never gives the process back, so each target has one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from tests.support.inputs.judging import Guard, kind_of
from tests.support.inputs.tally import Tally

LARGEST = 20_000
"""Bytes of an input."""
MUTATED_HERE = 0.5
"""Of the mutations, those that know the form; the others are libFuzzer's own."""


def main(name: str, runs: int, seed: int, folder: Path) -> None:
    import atheris

    with atheris.instrument_imports(include=["gazette"]):
        from tests.support.inputs.targets import targets
    from tests.support.inputs.making import mutated

    (folder / "root").mkdir(parents=True)
    target = targets(folder / "root")[name]
    seeds, dice = target.seeds(), Random(seed)
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, raw in enumerate(seeds):
        if len(raw) <= LARGEST:
            (corpus / f"{number}").write_bytes(raw)
    guard, tally, tried = Guard(), Tally(name), [0]
    guard.folder = folder / "root"

    def one(raw: bytes) -> None:
        tried[0] += 1
        tally.count(raw, guard.verdict(target.run, raw), kind_of)
        if tried[0] == runs:
            (folder / "tally.json").write_text(json.dumps(tally.plain()), "utf-8")

    def mutator(raw: bytes, most: int, _: int) -> bytes:
        if dice.random() < MUTATED_HERE:
            return mutated(dice, raw, seeds)[:most]
        changed: bytes = atheris.Mutate(raw, most)
        return changed

    options = [f"-atheris_runs={runs}", f"-max_len={LARGEST}", f"-seed={seed}", "-timeout=60", "-rss_limit_mb=3000"]
    quiet = ["-verbosity=0", f"-artifact_prefix={folder}/", str(corpus)]
    setup: Callable[..., Any] = atheris.Setup
    setup([sys.argv[0], *options, *quiet], one, custom_mutator=mutator)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
