"""Decap CMS, the browser editor: the files of its page, and its page put together in a folder for a host."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..files import folder_beside, sweep_in, take_place


class EditorError(Exception):
    """The editor cannot be made or started; the text says why and how to mend it."""


def parts(npm: Path, page: Path, made: Mapping[str, str]) -> dict[str, Path | bytes]:
    """Name → content, or where it lies: Decap CMS and YAML from `npm`, the files of `page`, and those in `made`.

    Raises EditorError where npm's packages are missing.
    """
    decap, yaml = npm / "decap-cms" / "dist", npm / "yaml" / "browser"
    if not decap.is_dir() or not yaml.is_dir():
        raise EditorError("The editor's packages are not installed: run scripts/setup edit")
    found: dict[str, Path | bytes] = {path.name: path for path in page.iterdir()}
    found |= {f"yaml/{path.relative_to(yaml).as_posix()}": path for path in yaml.rglob("*") if path.is_file()}
    found |= {path.name: path for path in (*decap.glob("*decap-cms.js"), *decap.glob("*.wasm"))}
    return found | {name: text.encode() for name, text in made.items()}


def assemble(files: Mapping[str, Path | bytes], out: Path) -> int:
    """Writes the editor's folder anew; gives the number of files. Raises EditorError where `out` is something else."""
    if out.is_dir() and any(out.iterdir()) and not (out / "decap-cms.js").is_file():
        raise EditorError(f"{out} holds something else: name another folder with --out, or an empty one.")
    sweep_in(out.parent, out.parent)
    raw = {name: what if isinstance(what, bytes) else what.read_bytes() for name, what in files.items()}
    with folder_beside(out, raw) as fresh:
        take_place(fresh, out, over=True)
    return len(files)
