"""Sites to test on: the real one, built once, and a reader for its pages."""

import fcntl
import gc
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest

from tests.support.sites import BASE, PROJECT, build, shared_folder

pytest_plugins = ["tests.support.browser", "tests.support.made_once"]

LONG = (
    "tests/tools/test_bench.py",
    "tests/cli/test_killed.py",
    "tests/cli/test_serving.py",
    "tests/editorial/test_withdrawal.py",
    "tests/hostile/test_media.py",
    "tests/pipeline/test_rebuilds.py",
    "tests/pipeline/test_ways_to_a_reader.py",
    "tests/test_inputs.py",
    "tests/test_quality.py",
)
"""Modules with single tests of many seconds. They come first: at the end one process would be left with one of them."""


def built_once(factory: pytest.TempPathFactory, root: Path, *, paper: bool = False) -> Path:
    """A site that is only looked at: the process that comes first builds it for all that test at the same time."""
    from tests.support.made_once import over_all_cores  # a plugin, which pytest imports after this module

    folder = shared_folder(factory) / f"built-{root.name}"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock, over_all_cores():
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            assert build(root, folder / "site", paper=paper) == 0
            (folder / "done").touch()
    return folder / "site"


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real content, built, with its PDFs; not to be changed."""
    return built_once(tmp_path_factory, PROJECT, paper=True)


@pytest.fixture(scope="session")
def good_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small site in three languages, built; not to be changed."""
    return built_once(tmp_path_factory, PROJECT / "tests/sites/good")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small site of one's own, to change."""
    return Path(shutil.copytree(BASE, tmp_path / "site", ignore=shutil.ignore_patterns(".build")))


@pytest.fixture(scope="session")
def words_of() -> Callable[[Path], str]:
    """The text of a page's main part, as a reader has it."""

    def words(page: Path) -> str:
        html = page.read_text("utf-8")
        main = re.search(r"<main.*?</main>", html, re.DOTALL)
        assert main, f"{page} has no <main>"
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main.group()))).replace("\u00a0", " ")

    return words


@pytest.fixture
def without_collector() -> Iterator[None]:
    """As a build runs: a PDF's layout is a large tree, and to look through it again and again takes time."""
    gc.disable()
    yield
    gc.enable()


def pytest_configure() -> None:
    """Where a shell began the tests behind its back, they ignore Ctrl-C, and so would all that they start.

    They read English, whatever the machine speaks.
    """
    os.environ["GAZETTE_LANG"] = "en"
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))  # all else stays in order


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A machine that cannot have a browser, or watch a command, says so where no one overlooks it."""
    from tests.support import killing
    from tools.viewing import browse

    if why_not := killing.possible():
        terminalreporter.write_line(f"THE KILL TESTS WERE SKIPPED: {why_not}", red=True, bold=True)
    lacking = browse.missing()
    if lacking and not os.environ.get("CI"):
        words = f"THE BROWSER TESTS WERE SKIPPED: no {', '.join(lacking)}. Run scripts/setup browser"
        terminalreporter.write_line(words, red=True, bold=True)
