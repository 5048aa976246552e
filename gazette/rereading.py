"""Ensures that what is published is what was checked: files read again after the check must not have changed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from .content import load
from .content.digests import digest_of_bytes
from .content.items import MAX_PDF_BYTES, MAX_PICTURE_BYTES, Checked, Looks, check_folder
from .content.library import Item
from .content.listing import entries_in
from .content.markup import convert
from .content.problems import Changed
from .engines import pdf_files, pictures
from .files import tree

LOOKS: Final = Looks(pictures.look, pdf_files.look)
"""Who looks into pictures and PDFs, at the check and again."""


def file_of(root: Path, path: str, digest: str) -> bytes:
    """The bytes of a file below `root` that had this digest when it was checked. Raises Changed."""
    try:
        raw = tree.read(root, path, max(MAX_PICTURE_BYTES, MAX_PDF_BYTES))
    except OSError:
        raise Changed(path) from None
    if digest_of_bytes(raw) != digest:
        raise Changed(path)
    return raw


def body_of(root: Path, path: str, digest: str) -> str:
    """The converted body of a text, which had this digest when it was checked. Raises Changed."""
    source = load.read(root, path)
    html = convert(source.body, source.body_line).html
    if source.problems or digest_of_bytes(html.encode()) != digest:
        raise Changed(path)
    return html


def hold(root: Path, items: Iterable[Item], languages: tuple[str, ...]) -> None:
    """Nothing where each folder below `root` holds what was written in it when it was checked. Raises Changed."""
    for item in items:
        entries = entries_in(root, item.folder)
        now = check_folder(root, item.folder, entries, languages, LOOKS)
        if now.item is None or now.item.seal != item.seal:
            raise Changed(_first_change(item, now))


def _first_change(item: Item, now: Checked) -> str:
    """The file by which a folder differs from what it was."""
    if now.item is None:
        return next((problem.path for problem in now.problems), item.folder)
    pictures_then, pictures_now = item.files, now.item.files
    for name in sorted(pictures_then.keys() | pictures_now.keys()):
        if pictures_then.get(name) != pictures_now.get(name):
            return f"{item.folder}/{name}"
    for language in sorted(item.texts.keys() | now.item.texts.keys()):
        then, this = item.texts.get(language), now.item.texts.get(language)
        if then is None or this is None or (then.digest, then.front) != (this.digest, this.front):
            return f"{item.folder}/{language}.md"
    return item.data_path
