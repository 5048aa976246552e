"""The command `import`: makes a draft from a Word document."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from ..content.model import LONGEST_SLUG, is_slug
from ..content.problems import Misuse
from ..editorial import word_import
from ..settings import read_settings
from .arguments import Command, day, language
from .clock import today
from .console import words
from .writing import begin, tell_next

LARGEST: Final = 150_000_000
"""Bytes of a document that is opened at all."""


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("document", type=Path, metavar="DOCUMENT", help="a Word document, such as story.docx")
    parser.add_argument("slug", nargs="?", default="", help="the folder's name (default: made from the title)")
    day(parser, "the date to write in, in place of today")
    language(parser, "language of the hints and messages")
    parser.set_defaults(quiet=False)


def _import(options: Namespace) -> int:
    settings = read_settings(options.root.resolve())
    slug = options.slug
    if slug and not is_slug(slug):
        raise Misuse("not-an-address", value=slug, most=str(LONGEST_SLUG))
    path: Path = options.document
    if not path.is_file():
        raise Misuse("word-missing", file=str(path))
    if path.stat().st_size > LARGEST:
        raise Misuse("word-too-large", file=path.name)
    made = word_import.draft(path.read_bytes(), path.name, slug, settings.languages, options.lang, today(options))
    begin(settings.root, made.files)
    taken = ", ".join(words(options, f"import-{name}", count=count) for name, count in made.taken.items())
    if taken:
        print(words(options, "import-taken", taken=taken))
    if made.left:
        print(words(options, "import-left"))
    for name, count in made.left.items():
        print(f"  - {word_import.left_told(name, count, options.lang, made.language)}")
        for said in made.words.get(name, ()):
            print(f"      {words(options, 'import-quoted', words=said)}")
    return tell_next(options, settings.root)


COMMANDS: Final = {
    "import": Command(
        "Makes the draft of a story from a Word document: text, headings, lists, notes, links and photos. Then it\n"
        "tells what could not be taken over. Replace whatever follows a ✎, then run `make check`.\n"
        "  make import ARGS=story.docx\n"
        '  make import ARGS="story.docx karditsa-library"',
        _arguments,
        _import,
    )
}
