"""Renews the list of modules in README.md: `python -m tools.tree`, which `make export` runs too.

A package is described by the first line of its docstring, so nothing about it is written twice.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent
README: Final = PROJECT / "README.md"
WIDTH: Final = 118
_BLOCK: Final = re.compile(r"(?<=```\n)gazette/ .*?(?=```)", re.DOTALL)


def listing(project: Path = PROJECT) -> str:
    """The packages of the project with what each is for, and the names of its modules, as lines of text."""
    found = (path for name in ("gazette", "submissions") for path in (project / name).rglob("__init__.py"))
    packages = sorted(found, key=lambda path: path.parent.parts)
    return "".join(_lines(path.parent, project) for path in packages)


def _lines(package: Path, project: Path) -> str:
    words = ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8"))) or ""
    heading = f"{package.relative_to(project).as_posix()}/ "
    indent = 4 * " "
    about = textwrap.fill(words.split("\n")[0], WIDTH, initial_indent=f"{heading:24}", subsequent_indent=24 * " ")
    names = textwrap.fill(" ".join(_modules(package)), WIDTH, initial_indent=indent, subsequent_indent=indent)
    return f"{about}\n{names}\n"


def _modules(package: Path) -> Iterator[str]:
    return (path.stem for path in sorted(package.glob("*.py")) if path.stem != "__init__")


def renewed(readme: str, project: Path = PROJECT) -> str:
    """The text of README.md with the list of modules as the tree is. Raises ValueError where it holds no such list."""
    text, count = _BLOCK.subn(lambda _: listing(project), readme)
    if count != 1:
        raise ValueError("README.md holds no list of modules: a block between ``` that begins with `gazette/ `.")
    return text


if __name__ == "__main__":
    README.write_text(renewed(README.read_text("utf-8")), "utf-8")
