"""How commands write the files of a new item: all of them, into a folder that is not there yet, or none."""

from __future__ import annotations

import os
import shlex
import shutil
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from .. import tree
from ..content.problems import Misuse
from ..settings import PROJECT
from .arguments import DONE
from .telling import words


def begin(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Writes the files of a new item and names them. Raises Misuse where its folder is there already."""
    folder = refuse_existing(root, files)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    try:
        beside.mkdir(parents=True)
        for path, content in files.items():
            place = beside / Path(path).name
            place.write_bytes(content.encode() if isinstance(content, str) else content)
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    for path in files:
        print(path)


def refuse_existing(root: Path, files: Mapping[str, object]) -> Path:
    """The folder of a new item's files. Raises Misuse where it is there already, Irregular where a link stands."""
    path = next(iter(files)).rsplit("/", 1)[0]
    if tree.refuse_irregular(root, path, is_folder=True):
        raise Misuse("there-already", path=path)
    return root / path


def add(root: Path, files: Mapping[str, str]) -> None:
    """Writes files into a folder that may hold others, never over one that is there, and names them."""
    for path, text in files.items():
        tree.refuse_irregular(root, path)
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        print(path)


def tell_next(options: Namespace, root: Path) -> int:
    """What to do with files that were begun."""
    at = "" if root == PROJECT else f' ARGS="--root {shlex.quote(str(root))}"'
    print(words(options, "new-next", command=f"make check{at}"))
    return DONE
