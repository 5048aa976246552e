"""One folder → what it holds, or problems: an item, records of consent, or files that lie where none belong."""

from __future__ import annotations

import re
from pathlib import Path

from ..listing import FileEntry
from ..model import CONSENTS, KEPT, PUBLICATION_FILE
from ..problems import Problem
from .checked import Checked
from .consents import check_consents
from .folder import FolderReading, Looks
from .folders import content_type_of, meant_folder, origin_of


def check_folder(
    root: Path, folder: str, entries: tuple[FileEntry, ...], languages: tuple[str, ...], looks: Looks
) -> Checked:
    """Reads and judges the files of one folder below `root`; `looks` are asked about its pictures and PDFs."""
    if folder == CONSENTS:
        return check_consents(root, entries)
    content = content_type_of(origin_of(folder)[0])
    if content is None:
        cut_off = re.fullmatch(rf"newsletters/([^/]+)/{KEPT}", folder)
        if cut_off and [entry.path for entry in entries] == [f"{folder}/{PUBLICATION_FILE}"]:
            return Checked(None, (Problem(entries[0].path, "publishing-cut-off", facts={"number": cut_off.group(1)}),))
        meant = meant_folder(folder)
        paths = [folder] if meant else [entry.path for entry in entries]
        return Checked(None, tuple(Problem(path, "misplaced", facts={"suggestion": meant}) for path in paths))
    return FolderReading(root, folder, content, languages, looks).check(entries)
