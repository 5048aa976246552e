"""The command `preview`: shows the site before it is published, without a server."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from ..content import wording
from ..files import generated, replace_whole, sweep_in
from .arguments import DONE, PROBLEMS, Command, common
from .console import beyond_content, read, report, say, words

if TYPE_CHECKING:
    from ..pipeline.read import Reading


def _preview_arguments(parser: ArgumentParser) -> None:
    common(parser)
    parser.add_argument("--base", metavar="COMMIT", help="compare with the content of this commit")
    parser.add_argument("--out", type=Path, help="the folder for both (default: offline/ in the site's folder)")


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
