"""How commands write the files of a new item: all of them, into a folder that is not there yet, or none."""

from __future__ import annotations

import shlex
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from ..content.model import CONTENT_ROOTS
from ..content.problems import Misuse
from ..files import new_folder, sweep_below, tree, write_new
from ..settings import PROJECT
from .arguments import DONE
from .console import words


def begin(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Writes the files of a new item and names them. Raises Misuse where its folder is there already, NotWritten."""
    folder = refuse_existing(root, files)
    sweep_below(root, CONTENT_ROOTS)
    named = {Path(path).name: content for path, content in files.items()}
    raw = {name: content.encode() if isinstance(content, str) else content for name, content in named.items()}
    new_folder(folder, raw, root)
    for path in files:
        print(path)


def refuse_existing(root: Path, files: Mapping[str, object]) -> Path:
    """The folder of a new item's files. Raises Misuse where it is there already, Irregular where a link stands."""
    path = next(iter(files)).rsplit("/", 1)[0]
    if tree.refuse_irregular(root, path, is_folder=True):
        raise Misuse("there-already", path=path)
    return root / path


def add(root: Path, files: Mapping[str, str]) -> None:
    """Writes files into a folder that may hold others, never over one that is there, and names them.

    Raises NotWritten.
    """
    sweep_below(root, CONTENT_ROOTS)
    for path, text in files.items():
        tree.refuse_irregular(root, path)
        write_new(root / path, text.encode(), root)
        print(path)


def tell_next(options: Namespace, root: Path) -> int:
    """Tells how to go on with files that were just created. Gives the exit code."""
    at = "" if root == PROJECT else f' ARGS="--root {shlex.quote(str(root))}"'
    print(words(options, "new-next", command=f"make check{at}"))
    return DONE
