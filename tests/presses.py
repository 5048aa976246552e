"""Sites about to be printed, read once: the real one, and the good one with its third language."""

from datetime import date
from functools import cache

from conftest import PROJECT, TODAY

from gazette import hall

GOOD = PROJECT / "tests" / "sites" / "good"
ROOTS = {"real": PROJECT, "good": GOOD}
SITE = "https://x.example/"


@cache
def press(name: str) -> hall.Press:
    return hall.Press(hall.read_site(ROOTS[name], date.fromisoformat(TODAY), lambda _: None))
