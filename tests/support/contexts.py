"""Sites about to be built, read once: the real one, and the good one with its third language."""

from datetime import date
from functools import cache
from pathlib import Path

from gazette.outputs.base import Context, Output
from gazette.pipeline.build import context_of
from gazette.pipeline.read import Reading, read_site
from tests.support.sites import PROJECT, TODAY

GOOD = PROJECT / "tests" / "sites" / "good"
ROOTS = {"real": PROJECT, "good": GOOD}
SITE = "https://x.example/"


def read(root: Path) -> Reading:
    """What stands in a folder now."""
    return read_site(root, date.fromisoformat(TODAY), lambda _: None)


@cache
def context(name: str) -> Context:
    """What the outputs of one of ROOTS are given; read once."""
    return context_of(read(ROOTS[name]))


def made_by(output: Output, given: Context) -> dict[str, bytes]:
    """Path → bytes of every file of an output."""
    return {file.path: file.make() for file in output.files(given)}
