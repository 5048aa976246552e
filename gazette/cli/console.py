"""How commands speak: problems on the one stream, where they stand on the other; and the reading that comes first."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..content import wording
from ..content.problems import Problem
from .clock import today

if TYPE_CHECKING:
    from ..pipeline.read import ListedSite, Reading

CATALOGUE: Final = Path(__file__).with_name("words.yml")


def words(options: Namespace, name: str, **facts: object) -> str:
    """A sentence of the catalogue, in the language asked for."""
    return str(wording.read_words(CATALOGUE)[name][options.lang].format(**facts))


def number(options: Namespace, value: float, form: str = "g") -> str:
    """A number as the language of the messages writes it: `223,9` in Greek."""
    written = f"{value:{form}}"
    return written.replace(".", ",") if options.lang == "el" else written


def say(options: Namespace, text: str) -> None:
    """To the person at the terminal, and not into what a program reads along."""
    if not options.quiet:
        print(text, file=sys.stderr, flush=True)


def listed_site(options: Namespace, by_content: bool = False) -> ListedSite:
    """What stands in the site's folder. With `by_content` files are known again by their bytes."""
    from ..pipeline.read import list_site

    return list_site(options.root, today(options), options.clean, by_content)


def read(options: Namespace, listed: ListedSite | None = None) -> Reading:
    """Load and check: the first half of most commands."""
    from ..pipeline.read import read_listed

    reading = read_listed(listed or listed_site(options), lambda text: say(options, text))
    if reading.swept:
        say(options, words(options, "swept", paths=", ".join(reading.swept)))
    return reading


def report(options: Namespace, problems: Sequence[Problem]) -> bool:
    """Prints the problems; True where one of them is more than a warning, so that nothing may be published."""
    if not problems:
        return False
    sys.stdout.write(wording.report(list(problems), options.format, options.lang))
    grave = [problem for problem in problems if wording.severity(problem) == "error"]
    if len(problems) > len(grave):
        say(options, words(options, "warnings", warnings=len(problems) - len(grave)))
    if grave:
        files = len({problem.path for problem in grave})
        say(options, words(options, "problems", problems=len(grave), files=files))
    return bool(grave)


def beyond_content(options: Namespace, root: Path) -> list[tuple[str, str]]:
    """Path and kind of change of whatever a proposal touches besides content; empty without a commit to compare."""
    if not options.base:
        return []
    from ..editorial import review

    found = review.touched(root, options.base)
    return [(one.path, words(options, f"beyond-{one.change}")) for one in found]


def say_moved_on(options: Namespace, moved_on: Mapping[str, Sequence[str]]) -> None:
    """Which items have changed since an issue with them was published."""
    for issue, items in moved_on.items():
        say(options, words(options, "moved-on", number=issue, items=", ".join(items)))
