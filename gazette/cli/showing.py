"""The commands `serve` and `preview`: show the site before it is published."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Final

from ..content import wording
from ..content.addresses import BY_COMMANDS, REDIRECTS
from ..content.model import CONTENT_ROOTS
from ..content.problems import Misuse
from ..engines import preview
from ..files import generated, replace_whole, sweep_in
from ..settings import CONFIG_FILE, PROJECT, THEME
from .arguments import DONE, MISUSED, PROBLEMS, Command, common, port
from .console import beyond_content, read, report, say, words

if TYPE_CHECKING:
    from ..pipeline.read import Reading


def _serve_arguments(parser: ArgumentParser) -> None:
    common(parser)
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--port", type=port, default=8000, help="the port (default: 8000)")


def _preview_arguments(parser: ArgumentParser) -> None:
    common(parser)
    parser.add_argument("--base", metavar="COMMIT", help="compare with the content of this commit")
    parser.add_argument("--out", type=Path, help="the folder for both (default: offline/ in the site's folder)")


def _serve(options: Namespace) -> int:
    from ..pipeline import preflight

    root = options.root.resolve()
    folder = root / generated.PREVIEW
    with _PreviewBuilder(options, folder) as build:
        result = _built_whole(build, watched(root))
        if not folder.is_dir() or (result != DONE and preflight.has_links(root)):
            return result
        print(words(options, "serving", address=f"http://{options.host}:{options.port}/"), flush=True)
        gc.enable()  # from here on this process lives as long as its editor works
        try:
            preview.serve(folder, watched(root), build, options.host, options.port)
        except preview.PreviewError as error:
            raise Misuse("port-taken", port=str(options.port), reason=str(error)) from None
    return DONE


def _built_whole(build: Callable[[], int], paths: list[Path]) -> int:
    """Builds, and again where something was saved meanwhile, of which nothing would be told otherwise."""
    while True:
        before = preview.state_of(paths)
        result = build()
        if preview.state_of(paths) == before:
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
    """

    def __init__(self, options: Namespace, folder: Path) -> None:
        self._command = [
            sys.executable, str(PROJECT / "build.py"), "build", "--root", str(options.root), "--out", str(folder),
            "--lang", options.lang, "--format", options.format,
        ]  # fmt: skip
        self._command += ["--as-of", options.as_of.isoformat()] if options.as_of else []
        self._environment = {**os.environ, "SITE_URL": f"http://{options.host}:{options.port}/"}
        self._paper: _PaperBuild | None = None

    def __enter__(self) -> _PreviewBuilder:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def __call__(self) -> int:
        """Builds all but the PDFs, which stay as they are. Gives the exit code."""
        self._stop()
        result = subprocess.run([*self._command, "--keep-paper"], env=self._environment, check=False).returncode
        if result == DONE:
            self._paper = _PaperBuild(self._command, self._environment)
        return result

    def _stop(self) -> None:
        if self._paper:
            self._paper.stop()
            self._paper = None


class _PaperBuild:
    """A build with PDFs. It has a group of its own, with all its processes, and a folder for what it leaves behind."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._left = TemporaryDirectory()
        self._process = subprocess.Popen(
            [*command, "--quiet"], env={**environment, "TMPDIR": self._left.name}, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
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


def _preview(options: Namespace) -> int:
    reading = read(options)
    if report(options, reading.problems):
        return PROBLEMS
    folder = options.out or reading.settings.root / generated.OFFLINE
    site = folder / generated.SITE
    _build_offline(reading, site)
    if options.base:
        _compare(options, reading, folder)
    say(options, words(options, "preview", page=folder / "changes.html" if options.base else site))
    return DONE


def _tell_beyond(options: Namespace) -> None:
    """First of all, in Markdown as the list of pages is, for the summary of a run."""
    found = beyond_content(options, options.root.resolve())
    if found:
        print(f"**{words(options, 'beyond', count=len(found))}**\n")
    for path, change in found:
        print(f"- `{wording.on_one_line(path).replace('`', '?')}`: {change}")
    if found:
        print(flush=True)


def _build_offline(reading: Reading, out: Path) -> None:
    from ..pipeline.build import PAPER, BuildOptions, SiteUse, build_site

    out.parent.mkdir(parents=True, exist_ok=True)
    build_site(reading, out, lambda _: None, BuildOptions(["search", *PAPER], use=SiteUse.ON_DISK))


def _base(root: Path, today: date) -> Reading | None:
    """The site of a commit to compare with; nothing where it cannot be shown by today's rules."""
    from ..files import tree
    from ..pipeline import preflight
    from ..pipeline.read import read_site

    try:
        preflight.refuse(root)
        known = read_site(root, today, lambda _: None)
    except (preflight.Refused, tree.Irregular):
        return None
    return None if any(wording.severity(problem) == "error" for problem in known.problems) else known


def _compare(options: Namespace, reading: Reading, folder: Path) -> None:
    """Writes and prints what changed. A commit with problems by today's rules is compared as far as it has pages."""
    from ..editorial import review
    from ..pipeline.build import SiteUse, context_of

    with review.checked_out(reading.settings.root, options.base) as root, TemporaryDirectory() as before:
        known = _base(root, reading.library.today)
        if known is None:
            say(options, words(options, "base-broken", base=options.base))
        else:
            _build_offline(known, Path(before) / "site")
        found = review.changes(Path(before) / "site", folder / "site")
    page, text = review.list_changes(context_of(reading, use=SiteUse.ON_DISK), found, "site")
    home = reading.settings.root
    sweep_in(folder, home if folder.is_relative_to(home) else folder.parent)
    replace_whole(folder / "changes.html", page)
    print(text, end="")


COMMANDS: Final = {
    "serve": Command(
        "Builds into .preview/ and shows it at the address it prints, until Ctrl-C.\n"
        "Problems are printed here; the page then stays as it was.",
        _serve_arguments,
        _serve,
        is_cleared_away=True,
    ),
    "preview": Command(
        "Builds into offline/site a site that opens without a server, and beside it a list of the pages that differ\n"
        "from those of another commit. Without search and PDFs. To see pages change as you write, use `make serve`.\n"
        '  make preview ARGS="--base main"     then open offline/changes.html',
        _preview_arguments,
        _preview,
        announce=_tell_beyond,
        is_cleared_away=True,
    ),
}
