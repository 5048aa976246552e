"""Sites about to be printed, read once: the real one, and the good one with its third language."""

from datetime import date
from functools import cache

from gazette.pipeline import build, read
from tests.support.sites import PROJECT, TODAY

GOOD = PROJECT / "tests" / "sites" / "good"
ROOTS = {"real": PROJECT, "good": GOOD}
SITE = "https://x.example/"


@cache
def site_build(name: str) -> build.SiteBuild:
    return build.SiteBuild(read.read_site(ROOTS[name], date.fromisoformat(TODAY), lambda _: None))
