"""The command `photos`: lists photos and PDFs that are not fit to be published, and makes them fit."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Final

from ..content.items import PDF
from ..content.model import CONTENT_ROOTS
from ..editorial import photos
from ..files import sweep_below
from ..settings import read_settings
from .arguments import DONE, PROBLEMS, Command, language
from .console import words


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("path", nargs="*", metavar="PATH", help="a photo, a PDF or a folder (default: all of the site)")
    parser.add_argument("--shrink", action="store_true", help="make them fit; without it they are only checked")
    language(parser, "language of the messages")


def _photos(options: Namespace) -> int:
    root = read_settings(options.root.resolve()).root
    if options.shrink:
        sweep_below(root, CONTENT_ROOTS)
    paths = photos.pictures_in(root, options.path)
    changed = faults = 0
    for done in photos.shrink(paths) if options.shrink else photos.unfit(paths):
        faults += bool(done.fault)
        changed += done.is_changed
        made = "cleaned" if done.path.suffix.lower() == PDF else "shrunk"
        name = "not-shrunk" if done.fault else made if options.shrink else "could-shrink"
        if done.fault or done.is_changed:
            fault = words(options, f"photo-{done.fault}", kept=done.kept.name) if done.fault else ""
            facts = {"path": done.path.relative_to(root), "kept": done.kept.name, "fault": fault}
            sizes = {"before": -(-done.before // 1024), "after": -(-done.after // 1024)}
            print(words(options, name, **facts, **sizes))
    print(words(options, "all-fit" if options.shrink else "some-unfit", count=len(paths), changed=changed))
    return PROBLEMS if faults or (changed and not options.shrink) else DONE


COMMANDS: Final = {
    "photos": Command(
        "Tells which photos and PDFs are not fit to be published; with --shrink makes them fit, in their place.\n"
        "  make photos                                             looks at all, changes nothing\n"
        '  make photos ARGS="--shrink content/stories/my-story"    those of a folder, HEIC too',
        _arguments,
        _photos,
    )
}
