"""Sites to test on: the real one, built once, and a reader for its pages."""

import os
import re
import shutil
import signal
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from tests.support.sites import BASE, PROJECT, build

pytest_plugins = ["tests.support.browser"]


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real content, built."""
    out = tmp_path_factory.mktemp("real") / "site"
    assert build(PROJECT, out, paper=True) == 0
    return out


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


def pytest_configure() -> None:
    """Where a shell began the tests behind its back, they ignore Ctrl-C, and so would all that they start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


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
