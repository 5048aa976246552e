"""Digests of a folder: of what other pages show, of the copy that an issue keeps, of the words an office read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Final

from .. import load, revisions
from ..digests import digest_of, digest_of_bytes
from ..freeze import parts_of
from ..library import Text
from ..load import SourceFile
from ..model import TRANSLATES

PRACTICE: Final = "practice"
"""A field that no issue prints."""
Sources = Mapping[str, SourceFile]
"""The files of a folder that were read: its data as `data`, its texts by language."""


def words_of(sources: Sources) -> str:
    """A digest of all that readers get to read, signs and all.

    Of the data, only what readers read as sentences is in it: dates and references tell no one's name.
    """
    said = {name: [_without_mark(source.data), source.body] for name, source in sources.items() if name != "data"}
    data = sources["data"].data
    plain = json.dumps([said, *(data.get(name) for name in ("photos", "source", "errata"))], sort_keys=True)
    return digest_of_bytes(plain.encode())[: revisions.LENGTH]


def issue_parts(sources: Sources) -> dict[str, str]:
    """A digest of each part of an issue that must not change once it is out, by name."""
    return parts_of({source.path.rsplit("/", 1)[1]: source for source in sources.values()})


def seal_of(sources: Sources, files: Mapping[str, str]) -> str:
    """A digest of all that was written, and of the pictures in `files`, whatever became of it.

    It must be the same for whatever version of this code. That someone looked a translation through changes nothing
    that an issue shows of it, and neither does what the item tells as a practice.
    """
    written = {name: [_in_issues(source.data), source.body] for name, source in sources.items()}
    plain = json.dumps([written, files], ensure_ascii=False, sort_keys=True)
    return digest_of_bytes(plain.encode())


def summary_digest_of(folder: str, sources: Sources, texts: Iterable[Text], files: Mapping[str, str]) -> bytes:
    """A digest of whatever others may show of the item.

    A record is made from nothing but the fields as they were read, so their digest is the record's too.
    """
    fields_read = [(name, source.data) for name, source in sources.items()]
    excerpts = [(text.excerpt, text.has_body) for text in texts]
    return digest_of((folder, fields_read, excerpts, sorted(files.items())))


def page_of(summary_digest: bytes, texts: Iterable[Text]) -> bytes:
    """A digest of all that the item's own page shows of it: what others may show of it, and the bodies."""
    return digest_of((summary_digest, [text.digest for text in texts]))


def _without_mark(data: load.Tree) -> load.Tree:
    return {name: value for name, value in data.items() if name != TRANSLATES} if TRANSLATES in data else data


def _in_issues(data: load.Tree) -> load.Tree:
    return {name: value for name, value in _without_mark(data).items() if name != PRACTICE}
