"""Stories in a small site of their own, checked and built; those that are refused are taken out, and the rest is built.

The site is the small one of the tests, in a temporary folder. Nothing of the folder that is tried is written to.
"""

from __future__ import annotations

import shutil
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, Literal, NamedTuple

from gazette.content import wording
from gazette.content.problems import Problem
from gazette.pipeline.build import PAPER, BuildOptions, build_site
from gazette.pipeline.read import Reading, read_site

from . import judging, structure

PROJECT: Final = Path(__file__).resolve().parents[2]
SMALL_SITE: Final = PROJECT / "tests/sites/base"
DAY: Final = date(2026, 11, 22)
"""The day for which is checked, so that a folder has the same result on every day."""
WITHOUT: Final = (*PAPER, "email", "search")
Outcome = Literal["whole", "refused in words", "refused wrongly", "differs", "crashed"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("whole", "refused in words", "refused wrongly", "differs", "crashed")


class Verdict(NamedTuple):
    """What became of a file, and why in one line; nothing where all went well."""

    outcome: Outcome
    message: str = ""


@dataclass(frozen=True)
class Trial:
    """A story to be tried. `files` are those of its folder; `text` is the name of its text among them, `body` what of
    it stands below the fields, as it is to be compared; `skipped` counts the lines that were taken from the beginning
    of the original, less those put in their place. `compare` judges what was published, beside the text.
    """

    slug: str
    files: Mapping[str, bytes]
    text: str
    body: str = ""
    body_line: int = 1
    skipped: int = 0
    compare: Callable[[Path], Verdict] = field(default=lambda _: Verdict("whole"))

    @property
    def folder(self) -> str:
        """The story's folder, from the site's root."""
        return f"content/stories/{self.slug}"


def judge(trials: Sequence[Trial], at: Path) -> dict[str, Verdict]:
    """Slug → what became of each. `at` is a folder to work in, which is emptied.

    Where a batch raises, its halves are tried, so that the file is found with which it does.
    """
    try:
        return _tried(trials, at)
    except Exception as error:
        if len(trials) < 2:
            return {trial.slug: Verdict("crashed", told(error)) for trial in trials}
        middle = len(trials) // 2
        return judge(trials[:middle], at) | judge(trials[middle:], at)


def _tried(trials: Sequence[Trial], at: Path) -> dict[str, Verdict]:
    """Raises whatever check and build raise; ValueError for a problem that belongs to no story."""
    root, found = at / "site", dict[str, Verdict]()
    shutil.rmtree(at, ignore_errors=True)
    shutil.copytree(SMALL_SITE, root, ignore=shutil.ignore_patterns(".build"))
    _lay_out(root, trials)
    problems = _by_story(_read(root).problems, trials)
    for trial in trials:
        if refused := _refused(trial, problems[trial.slug]):
            found[trial.slug] = refused
            shutil.rmtree(root / trial.folder)
    _build(root, at / "out")
    left = (trial for trial in trials if trial.slug not in found)
    return found | {trial.slug: _compared(trial, problems[trial.slug], at / "out") for trial in left}


def _lay_out(root: Path, trials: Sequence[Trial]) -> None:
    for trial in trials:
        (root / trial.folder).mkdir(parents=True)
        for name, raw in trial.files.items():
            (root / trial.folder / name).write_bytes(raw)


def _read(root: Path) -> Reading:
    return read_site(root, DAY, lambda _: None)


def _build(root: Path, out: Path) -> None:
    reading = _read(root)
    grave = [problem for problem in reading.problems if wording.severity(problem) == "error"]
    if grave:
        raise ValueError(f"{grave[0].path}: {' '.join(wording.sentences(grave[0], 'en'))}")
    build_site(reading, out, lambda _: None, BuildOptions(WITHOUT))


def told(error: Exception) -> str:
    """An error in one line, with the place in our code where it was raised."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {' '.join(str(error).split())} ({Path(last.filename).name}:{last.lineno})"


def _by_story(problems: Sequence[Problem], trials: Sequence[Trial]) -> dict[str, list[Problem]]:
    """The problems of each story. Raises ValueError for a grave one of the small site itself."""
    found: dict[str, list[Problem]] = {trial.slug: [] for trial in trials}
    for problem in problems:
        slug = problem.path.removeprefix("content/stories/").partition("/")[0]
        if problem.path.startswith("content/stories/") and slug in found:
            found[slug].append(problem)
        elif wording.severity(problem) == "error":
            raise ValueError(f"{problem.path}: {' '.join(wording.sentences(problem, 'en'))}")
    return found


def _refused(trial: Trial, problems: Sequence[Problem]) -> Verdict | None:
    grave = [problem for problem in problems if wording.severity(problem) == "error"]
    if not grave:
        return None
    of_text = [problem for problem in grave if problem.path.endswith(f"/{trial.text}")]
    wrongly = next(judging.wrong(of_text, trial.body, trial.body_line), None)
    return Verdict("refused wrongly" if wrongly else "refused in words", _sentence(trial, wrongly or grave[0]))


def _sentence(trial: Trial, problem: Problem) -> str:
    line = problem.place.line + trial.skipped if problem.path.endswith(f"/{trial.text}") else 0
    return f"{f'line {line}: ' if line > 0 else ''}[{problem.rule}] {wording.sentences(problem, 'en')[0]}"


def _compared(trial: Trial, problems: Sequence[Problem], out: Path) -> Verdict:
    language = trial.text.removesuffix(".md")
    page = out / ("" if language == "el" else language) / "stories" / trial.slug / "index.html"
    other = structure.first_difference(trial.body, page.read_text("utf-8"))
    said = [problem for problem in problems if problem.rule in judging.STRUCTURE]
    if other and not said:
        line = other.line + trial.body_line - 1 + trial.skipped
        return Verdict("differs", f"line {line}: GitHub has {other.github!r}, the page {other.page!r}")
    return trial.compare(out)
