"""Measures inputs that are meant to be slow: CPU time and memory of each, at half its size and at the whole.

    python -m tools.bench.limits [--only texts] [--name autolinks] [--build]

Each is read, checked and reported in a process of its own, that may take no more than ten seconds. A star marks what
costs more than the project promises: 2 seconds, or 500 MB.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, Final, NamedTuple

PROJECT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT)]  # for `python tools/bench/limits.py`

from tools.bench.pathological import DATA, TEXTS  # noqa: E402
from tools.bench.pathological_files import DOCUMENTS, PICTURES  # noqa: E402

SECONDS: Final = 10
MOST_SECONDS: Final = 2.0
MOST_MEGABYTES: Final = 500
SHOWN_SECONDS: Final = 0.6
"""Seconds above which a case is shown, to see how it grows."""
TODAY: Final = date(2026, 11, 22)
STORY: Final = "content/stories/garden"
KINDS: Final = ("texts", "data", "pictures", "word", "sites")
Work = Callable[[], str]


class Cost(NamedTuple):
    """CPU seconds, peak megabytes, and what came of it."""

    cpu: float
    peak: float
    words: str


class Case(NamedTuple):
    """A trial: the kind of input, its name, its whole size, and the function that prepares it at a size."""

    kind: str
    name: str
    most: int
    ready: Callable[[int], Work]


def cost(work: Work) -> Cost:
    """CPU time and memory of `work` in a process of its own; `work` gives a word about its result."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
        try:
            said = work()
        except BaseException as error:  # whatever it is, the table tells it
            said = f"! {type(error).__name__}: {error}"
        os.write(write, said[:200].encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as said_by_child:
        words = said_by_child.read().decode("utf-8", "replace")
    _, _, usage = os.wait4(child, 0)
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, words or "! killed")


def check(root: Path, build: bool) -> str:
    """Checks a site, tells all problems in every form, and builds it where it may be."""
    from gazette.content import wording
    from gazette.pipeline.build import PAPER, BuildOptions, build_site
    from gazette.pipeline.read import read_site

    reading = read_site(root, TODAY, lambda _: None)
    said = sum(len(wording.report(reading.problems, form, "el")) for form in wording.FORMATS)
    if build and not any(wording.severity(problem) == "error" for problem in reading.problems):
        with redirect_stdout(StringIO()):
            build_site(reading, root / "site", lambda _: None, BuildOptions(PAPER))
        return "built"
    rules = dict.fromkeys(problem.rule for problem in reading.problems)
    return f"{len(reading.problems)} problems, {said // 1024} kB: {', '.join(list(rules)[:3])}"


@dataclass(frozen=True)
class Trials:
    """Kind of input → a function that prepares it and gives the work to be measured."""

    folder: Path
    build: bool

    def site(self, files: Mapping[Path | str, str | bytes]) -> Work:
        """Checks a small site with these files."""
        root = self.folder / "site"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(PROJECT / "tests/sites/base", root, ignore=shutil.ignore_patterns(".build"))
        for path, content in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content.encode() if isinstance(content, str) else content)
        return lambda: check(root, self.build)

    def text(self, body: str) -> Work:
        """Checks a story with that body."""
        return self.site({f"{STORY}/en.md": f"{_base(STORY, 'en.md').rpartition('---')[0]}---\n{body}"})

    def data(self, data: str) -> Work:
        """Checks a story with these fields."""
        return self.site({f"{STORY}/story.yml": data})

    def picture(self, raw: bytes) -> Work:
        """Looks at a picture, and makes it as it is shown, and to be kept."""
        from gazette.engines import pictures

        def work() -> str:
            seen = pictures.look(raw)
            said = f"{len(raw) // 1024} kB, {seen.kind} {seen.width}×{seen.height} {seen.fault}"
            if seen.fault or not self.build:
                return said
            width = min(seen.width, 1200)
            pictures.rendition(raw, "WEBP", width, max(1, seen.height * width // seen.width))
            made = pictures.fitted(raw, seen.kind, 4 << 20)
            return f"{said}, {'same' if pictures.looks_same(raw, made) else 'other'}"

        return work

    def word(self, raw: bytes) -> Work:
        """Imports a document."""
        from gazette.content.problems import Misuse
        from gazette.editorial import word_import

        def work() -> str:
            said = f"{len(raw) // 1024} kB"
            try:
                made = word_import.draft(raw, "a.docx", "a", ("el", "en"), "el", TODAY)
            except Misuse as error:
                return f"{said}, {error.rule}"
            return f"{said}, {dict(made.taken)}, left {dict(made.left)}"

        return work


def _base(folder: str, file: str) -> str:
    return (PROJECT / "tests/sites/base" / folder / file).read_text("utf-8")


def _lines(line: str) -> Callable[[int], str]:
    return lambda count: "".join(line.replace("{{#}}", str(number)) for number in range(count))


def _stories(file: str, old: str, new: str) -> Callable[[int], Mapping[str, str | bytes]]:
    """So many stories, with other words in one of their files."""

    def files(count: int) -> Mapping[str, str | bytes]:
        kept = {name: _base(STORY, name) for name in ("story.yml", "en.md")}
        picture = (PROJECT / "tests/sites/base" / STORY / "garden.png").read_bytes()
        found: dict[str, str | bytes] = {}
        for number in range(count):
            folder = f"{STORY}-{number}"
            texts = kept | {file: kept[file].replace(old, new.replace("{{#}}", str(number)))}
            found |= {f"{folder}/{name}": text for name, text in texts.items()} | {f"{folder}/garden.png": picture}
        return found

    return files


def _issue(section: str) -> Callable[[int], Mapping[str, str]]:
    before = _base("newsletters/1", "issue.yml").partition("sections:")[0]
    return lambda count: {"newsletters/1/issue.yml": f"{before}sections:\n{_lines(section)(count)}"}


def _file(path: str, line: str, before: str = "") -> Callable[[int], Mapping[str, str]]:
    return lambda count: {path: before + _lines(line)(count)}


_CONSENT: Final = "given: 2026-01-01\nscope: [web, wbe]\nshows: [face]\nmembr: a\n"
SITES: Final[Mapping[str, tuple[int, Callable[[int], Mapping[str, Any]]]]] = {
    "addresses gone": (100_000, _file("addresses.txt", "/stories/a{{#}}/\n")),
    "lines that are no address": (100_000, _file("addresses.txt", "a{{#}}\n")),
    "redirects to nowhere": (2400, _file("redirects.yml", "  /a{{#}}/: /stories/gardn{{#}}/\n", "moved:\n")),
    "redirects to one another": (2400, _file("redirects.yml", "  /a{{#}}/: /a1{{#}}/\n", "moved:\n")),
    "addresses given up": (2400, _file("redirects.yml", "  - /a{{#}}/\n", "gone:\n")),
    "stories of an unknown member": (1000, _stories("story.yml", "[athens]", "[athenz{{#}}]")),
    "stories of one title": (1000, _stories("en.md", "", "")),
    "stories with a broken link": (1000, _stories("en.md", "/members/athens/", "/members/athenz{{#}}/")),
    "an issue of unknown items": (1000, _issue("  - {kind: stories, items: [stories/gardn{{#}}]}\n")),
    "an issue of one item": (1000, _issue("  - {kind: stories, items: [stories/garden]}\n")),
    "records of consent": (1000, lambda count: {f"consent/c-{number}.yml": _CONSENT for number in range(count)}),
    "unexpected files": (2000, lambda count: {f"{STORY}/en{number}.mdd": b"" for number in range(count)}),
}
"""How many, and the files of a site."""


def cases(folder: Path, build: bool) -> Iterator[Case]:
    """All of them."""
    do = Trials(folder, build)
    for name, text in TEXTS.items():
        yield Case("texts", name, 64 * 1024 - 10, lambda size, text=text: do.text(text(size)))  # type: ignore[misc]
    for name, data in DATA.items():
        yield Case("data", name, 250_000, lambda size, data=data: do.data(data(size)))  # type: ignore[misc]
    for name, (_, most, made) in PICTURES.items():
        yield Case("pictures", name, most, lambda n, made=made: do.picture(made(n)))  # type: ignore[misc]
    for name, (most, made) in DOCUMENTS.items():
        yield Case("word", name, most, lambda n, made=made: do.word(made(n)))  # type: ignore[misc]
    for name, (most, files) in SITES.items():
        yield Case("sites", name, most, lambda n, files=files: do.site(files(n)))  # type: ignore[misc]


def row(case: Case, scale: float, everything: bool) -> tuple[str, bool]:
    """A line of the table, or nothing where it was cheap, and whether it costs too much."""
    size = int(case.most * scale)
    whole = cost(case.ready(size))
    costly = whole.cpu > MOST_SECONDS or whole.peak > MOST_MEGABYTES or whole.words.startswith("!")
    if not costly and not everything and whole.cpu < SHOWN_SECONDS * scale:
        return "", False
    half = cost(case.ready(size // 2))
    figures = f"{half.cpu:>8.2f}{whole.cpu:>8.2f}{whole.peak:>7.0f}"
    return f"{'*' if costly else ' '} {case.kind:<9}{case.name:<35}{figures}   {whole.words}", costly


def _warm_up() -> None:
    """Imports everything before the forks, so that it is not part of what they cost."""
    import mammoth  # noqa: F401
    import pillow_heif  # noqa: F401
    from PIL import Image, ImageCms, ImageOps  # noqa: F401

    from gazette.editorial import word_import  # noqa: F401

    Image.init()


def main() -> int:
    """Prints the table; 1 where something costs more than is promised."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", choices=["", *KINDS])
    parser.add_argument("--name", default="", help="only cases whose name holds this")
    parser.add_argument("--build", action="store_true", help="build as well, and make pictures fit")
    parser.add_argument("--all", action="store_true", help="the cheap ones too")
    parser.add_argument("--scale", type=float, default=1, help="as 0.25: at a quarter of the sizes, to find what grows")
    options = parser.parse_args()
    _warm_up()
    bare = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'':<46}{'half':>8}{'whole':>8}{'MB':>7}   (a bare process: {bare:.0f} MB)", flush=True)
    worst = 0
    with tempfile.TemporaryDirectory(prefix="limits-") as folder:
        for case in cases(Path(folder), options.build):
            if case.kind.startswith(options.only) and options.name in case.name:
                line, costly = row(case, options.scale, options.all)
                worst += costly
                print(line, end="\n" if line else "", flush=True)
    print(f"{worst} cost more than {MOST_SECONDS:.0f} s or {MOST_MEGABYTES} MB")
    return 1 if worst else 0


if __name__ == "__main__":
    sys.exit(main())
