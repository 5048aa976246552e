"""Where the time of a build from nothing goes: `python -m tools.bench.phases ROOT OUT` prints it as JSON.

One process does the whole work, without an index, and each named part of it is timed as it is called. The time of a
part within another counts for the inner one alone, so that the sum is the CPU time of the process.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from gazette.pipeline.build import OUTPUTS, PAPER, BuildOptions, build_site
from gazette.pipeline.read import read_site

STARTING: Final = "starting Python, and what no other row names"
PARTS: Final = {
    "content.items.checking:check_folder": "reading an item's files, and judging its fields",
    "content.markup.conversion:convert": "Markdown becomes HTML, and is compared with GitHub's",
    "content.items.slipped:with_slips": "looking for slips: letters, languages, layout, signs",
    "content.readability:is_hard": "judging how hard a text is to read",
    "content.personal_data:found": "looking for personal data",
    "pipeline.build:_walk": "planning what there is to make, and whether it is there already",
    "pipeline.build:_make_batch": "feeds, tables, calendars and other files",
    "outputs.site:Pages.make": "pages: templates of the site",
    "engines.pages.mkdocs_host:MkDocsHost.wrap": "pages: the frame, by Material's templates",
    "engines.pictures.sharing:SharedPictures.drawn": "cards for social media",
    "engines.publish:Stage.write": "writing files",
    "engines.publish:Stage.commit": "publishing: links, and the exchange of two folders",
}
"""Module below gazette/ and function → what it does."""


class Stopwatch:
    """Adds up CPU seconds, for one part at a time."""

    def __init__(self) -> None:
        self.seconds: Final = defaultdict[str, float](float)
        self._running, self._since = [STARTING], 0.0

    def timed(self, function: Callable[..., Any], part: str) -> Callable[..., Any]:
        """The function, timed."""

        @wraps(function)
        def runs(*arguments: Any, **named: Any) -> Any:
            self._turn()
            self._running.append(part)
            try:
                return function(*arguments, **named)
            finally:
                self._turn()
                self._running.pop()

        return runs

    def _turn(self) -> None:
        now = time.process_time()
        self.seconds[self._running[-1]] += now - self._since
        self._since = now

    def stopped(self) -> dict[str, float]:
        """Part → seconds, the longest first."""
        self._turn()
        return dict(sorted(self.seconds.items(), key=lambda one: -one[1]))


def watch(place: str, part: str, stopwatch: Stopwatch) -> None:
    """Times a function wherever it was imported. Raises AttributeError where it is no longer there."""
    module, _, name = place.partition(":")
    owner: Any = import_module(f"gazette.{module}")
    *above, last = name.split(".")
    for one in above:
        owner = getattr(owner, one)
    function = getattr(owner, last)
    timed = stopwatch.timed(function, part)
    setattr(owner, last, timed)
    for other in [known for key, known in sys.modules.items() if key.startswith("gazette")]:
        if getattr(other, last, None) is function:
            setattr(other, last, timed)


def main(root: Path, out: Path) -> None:
    """Builds from nothing and prints what each part took."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # on one core, no work is handed to other processes
    for row in OUTPUTS:
        import_module(f"gazette.outputs.{row.name}")
    stopwatch = Stopwatch()
    for place, part in PARTS.items():
        watch(place, part, stopwatch)
    for left in (root / ".build", out):
        shutil.rmtree(left, ignore_errors=True)
    reading = read_site(root, date.today(), lambda _: None)
    build_site(reading, out, lambda _: None, BuildOptions((*PAPER, "search")))
    print(json.dumps(stopwatch.stopped(), indent=2))


if __name__ == "__main__":
    main(*(Path(argument).resolve() for argument in sys.argv[1:3]))
