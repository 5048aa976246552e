"""The command `export`: renews the files that are generated from code or content."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from ..content import owners
from ..editorial import github_forms, schemas
from ..files import replace_all, sweep_in, tree
from ..pipeline import preflight
from .arguments import DONE, PROBLEMS, Command, language
from .console import words


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is not up to date")
    language(parser, "language of the messages")


def owners_file(root: Path) -> dict[str, str]:
    """CODEOWNERS, where there is something to make it from; what is wrong with that is for `check` to say."""
    found, _ = owners.read_owners(root)
    members = [path.parent.name for path in root.glob("members/*/profile.yml")]
    return {owners.CODEOWNERS: owners.codeowners(found, members)} if found else {}


def _export(options: Namespace) -> int:
    behind = preflight.links_in_content(options.root)
    if behind:  # who looks after a folder is said from the folders that are there
        raise preflight.Refused(behind)
    made = schemas.exports() | github_forms.exports() | owners_file(options.root)
    stale = {
        options.root / path: text
        for path, text in made.items()
        if not tree.refuse_irregular(options.root, path) or (options.root / path).read_text("utf-8") != text
    }
    if options.check:
        for path in stale:
            print(words(options, "stale", path=path.relative_to(options.root), command=schemas.RENEW))
        return PROBLEMS if stale else DONE
    for folder in {(options.root / path).parent for path in made}:
        sweep_in(folder, options.root)
    replace_all({path: text.encode() for path, text in stale.items()}, below=options.root)
    for path in stale:
        print(words(options, "wrote", path=path.relative_to(options.root)))
    return DONE


COMMANDS: Final = {
    "export": Command(
        "Writes schema/*.json, docs/fields.md, and the forms and CODEOWNERS in .github/.\n"
        "With --check, only says whether they are up to date.",
        _arguments,
        _export,
    )
}
