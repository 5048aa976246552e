"""The commands `serve` and `preview`: show the site before it is published."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from ..content import wording
from ..content.addresses import BY_COMMANDS, REDIRECTS
from ..content.model import CONTENT_ROOTS
from ..content.problems import Misuse
from ..engines import preview
from ..files import generated, replace_whole, sweep_in
from ..settings import CONFIG_FILE, PROJECT, THEME
from .arguments import DONE, PROBLEMS, Command, common, port
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
    build = _in_a_process(options, folder)
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


def _in_a_process(options: Namespace, folder: Path) -> Callable[[], int]:
    """A build in a process of its own: the server has threads, and a build forks."""
    arguments = [sys.executable, str(PROJECT / "build.py"), "build", "--root", str(options.root), "--out", str(folder)]
    arguments += ["--lang", options.lang, "--format", options.format]
    arguments += ["--as-of", options.as_of.isoformat()] if options.as_of else []
    environment = {**os.environ, "SITE_URL": f"http://{options.host}:{options.port}/"}

    def build() -> int:
        return subprocess.run(arguments, env=environment, check=False).returncode

    return build


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
    from ..pipeline.build import WITHOUT_PAPER, build_site

    out.parent.mkdir(parents=True, exist_ok=True)
    build_site(reading, out, lambda _: None, ["search", *WITHOUT_PAPER], on_disk=True)


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
    from ..pipeline.build import context_of

    with review.checked_out(reading.settings.root, options.base) as root, TemporaryDirectory() as before:
        known = _base(root, reading.library.today)
        if known is None:
            say(options, words(options, "base-broken", base=options.base))
        else:
            _build_offline(known, Path(before) / "site")
        found = review.changes(Path(before) / "site", folder / "site")
    page, text = review.list_changes(context_of(reading, on_disk=True), found, "site")
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
    ),
    "preview": Command(
        "Builds into offline/site a site that opens without a server, and beside it a list of the pages that differ\n"
        "from those of another commit. Without search and PDFs. To see pages change as you write, use `serve`.\n"
        "  build.py preview --base main     then open offline/changes.html",
        _preview_arguments,
        _preview,
        announce=_tell_beyond,
    ),
}
