"""The command `serve`: shows the site while one writes, the page of an edit at once, then all, then the PDFs."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Final

from ..content import wording
from ..content.addresses import BY_COMMANDS, REDIRECTS
from ..content.model import CONTENT_ROOTS
from ..content.problems import Misuse
from ..engines import preview, watching
from ..files import generated
from ..settings import CONFIG_FILE, PROJECT, THEME
from .arguments import DONE, MISUSED, PROBLEMS, Command, common, port
from .console import say, words
from .staying import StayingProcess, answer_edits

PATIENCE: Final = 5.0
"""Seconds that a build has to end by itself."""
NICE: Final = 10
"""How much processes that make PDFs stand back behind a page that someone waits for (nice(2))."""


def _serve_arguments(parser: ArgumentParser) -> None:
    common(parser)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--port", type=port, default=8000, help="the port (default: 8000)")
    parser.add_argument("--edits", type=int, help=SUPPRESS)  # the socket of the process that `serve` starts beside it


def _serve(options: Namespace) -> int:
    from ..pipeline import preflight

    if options.edits is not None:
        answer_edits(options)
        return DONE
    root = options.root.resolve()
    folder = root / generated.PREVIEW
    watch = watching.watch(watched(root))
    with _PreviewBuilder(options, folder, watch) as builder:
        is_built = _built_whole(builder.build, watched(root))
        if not folder.is_dir() or (not is_built and preflight.has_links(root)):
            return builder.code
        print(words(options, "serving", address=f"http://{options.host}:{options.port}/"), flush=True)
        gc.enable()  # from here on this process lives as long as its editor works
        for number in (signal.SIGTERM, signal.SIGHUP):  # a terminal that is closed ends all as Ctrl-C does
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, signal.default_int_handler)
        try:
            preview.serve(folder, watch, builder, (options.host, options.port))
        except preview.PreviewError as error:
            raise Misuse("port-taken", port=str(options.port), reason=str(error)) from None
    return DONE


def _built_whole(build: Callable[[], bool], paths: list[Path]) -> bool:
    """Builds, and again where something was saved meanwhile, of which nothing would be told otherwise. Gives whether
    the last one is published.
    """
    while True:
        before = watching.state_of(paths)
        result = build()
        if watching.state_of(paths) == before:
            return result


def watched(root: Path) -> list[Path]:
    """The files and folders that a build reads: after a change in one of them the preview is built again."""
    return [
        *(root / name for name in (*CONTENT_ROOTS, CONFIG_FILE, REDIRECTS, *BY_COMMANDS, "theme")),
        THEME,
    ]


class _PreviewBuilder:
    """Builds the preview when called, in a process of its own: the server has threads, and a build forks.

    Nobody waits for the newsletters' PDFs: after the pages another process makes them, until the next change ends it.
    Nor does an edited page wait for a build: a process that stays makes it at once, where it can.
    """

    def __init__(self, options: Namespace, folder: Path, watch: watching.Watch) -> None:
        root = ["--root", str(options.root), "--lang", options.lang, "--format", options.format]
        root += ["--as-of", options.as_of.isoformat()] if options.as_of else []
        start = [sys.executable, "-u", str(PROJECT / "build.py")]  # what it says is passed on as it says it
        self._command = [*start, "build", *root, "--out", str(folder)]
        self._environment = {**os.environ, "SITE_URL": f"http://{options.host}:{options.port}/"}
        self._options, self._root, self._watch = options, options.root.resolve(), watch
        self._staying = StayingProcess([*start, "serve", *root], self._environment)
        self._paper: _PaperBuild | None = None
        self._told: set[str] = set()
        """Problems that were told at once, and that no build has told since."""
        self._standing: set[str] = set()
        """Warnings told since a build was last published: told after each save, they would hide what is new."""
        self._is_limit_told = False
        self.code = DONE
        """The exit code of the last build."""

    def __enter__(self) -> _PreviewBuilder:
        return self

    def __exit__(self, *_: object) -> None:
        self._staying.stop()
        self._stop()

    def pages(self, paths: Iterable[str]) -> Mapping[str, bytes]:
        """The pages of the items at these paths, where nothing but those must be read; tells what is wrong in them."""
        self._tell_limit()
        answer = self._staying.ask(os.path.relpath(path, self._root) for path in paths)
        if not answer:
            return {}
        if answer.told:
            self._told.update(problem for problem, _ in _one_by_one(answer.told.splitlines(keepends=True)))
            print(answer.told, end="", flush=True)
        return {path: html.encode() for path, html in answer.pages.items()}

    def build(self) -> bool:
        """Builds all but the PDFs, which stay as they are. Gives whether it is published."""
        self._tell_limit()
        self._stop()
        before, self._told = self._told | self._standing, set()
        standing: set[str] = set()
        with _in_own_group([*self._command, "--keep-paper"], self._environment) as process:
            assert process.stdout
            for problem, line in _one_by_one(process.stdout):
                if wording.is_warning_told(problem):
                    standing.add(problem)
                if problem not in before and problem not in self._told:
                    print(line, end="", flush=True)
        self.code = process.returncode
        self._standing = standing if self.code == DONE else self._standing | standing
        if self.code < 0:
            print(words(self._options, "build-ended"), flush=True)
        self._staying.read_again()
        if self.code == DONE:
            self._paper = _PaperBuild(self._command, self._environment)
        return self.code == DONE

    def _tell_limit(self) -> None:
        if self._watch.is_limited and not self._is_limit_told:
            self._is_limit_told = True
            say(self._options, words(self._options, "watching-limited"))

    def _stop(self) -> None:
        if self._paper:
            self._paper.stop()
            self._paper = None


def _one_by_one(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each line of problems that are told, behind the first line of its problem: the others stand further in."""
    first = ""
    for line in lines:
        first = first if line.startswith("    ") else line
        yield first, line


@contextmanager
def _in_own_group(command: list[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A process with all its own ones; they end before this does, if need be by force."""
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        start_new_session=True,
    )  # fmt: skip
    try:
        yield process
        process.wait()
    except BaseException:
        with suppress(ProcessLookupError, subprocess.TimeoutExpired):
            os.killpg(process.pid, signal.SIGINT)
            process.wait(PATIENCE)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        raise
    finally:
        process.communicate()


class _PaperBuild:
    """A build with PDFs. It has a group of its own, with all its processes, and a folder for what it leaves behind."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._left = TemporaryDirectory()
        self._process = subprocess.Popen(
            [*command, "--quiet"], env={**environment, "TMPDIR": self._left.name}, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        os.setpriority(os.PRIO_PROCESS, self._process.pid, NICE)  # before it starts any other, which are then as modest
        self._listener = Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        """Tells why PDFs could not be made. Warnings, and what stops any build, were told by the build before."""
        _, said = self._process.communicate()
        if self._process.returncode in (PROBLEMS, MISUSED):
            sys.stderr.write(said.decode())

    def stop(self) -> None:
        """Ends it at once, wherever it is: a build that is killed leaves the site whole. Its lock is free then."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._listener.join()  # which hears the end of the last process that shares the lock
        self._left.cleanup()


COMMANDS: Final = {
    "serve": Command(
        "Builds into .preview/ and shows it at the address it prints, until Ctrl-C.\n"
        "Problems are printed here; the page then stays as it was.",
        _serve_arguments,
        _serve,
        is_cleared_away=True,
    ),
}
