"""Compiled templates, kept between runs: what was kept here is used, and whatever else lies there is not."""

from __future__ import annotations

import marshal
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Final

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from ..files import serialization, tree
from ..files.generated import WORK

FOLDER: Final = f"{WORK}/compiled"
MOST_BYTES: Final = 4 * 1024 * 1024


class TemplateCache(BytecodeCache):
    """The cache of one environment of a site. Jinja's own would run whatever code it finds in a file.

    `seal` is what no one knows who only sends files (`files.code_version`): each file is kept under a digest with it.
    """

    def __init__(self, root: Path, name: str, seal: bytes) -> None:
        self.root, self.name, self.seal = root, name, seal

    def load_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja; leaves the bucket empty where nothing of ours is there."""
        with suppress(OSError, ValueError, EOFError, TypeError, serialization.DamagedData):
            raw = tree.read(self.root, self._path(bucket), MOST_BYTES)
            code = marshal.loads(serialization.opened(self._header(bucket), raw))
            bucket.code = code if isinstance(code, CodeType) else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja. Where nothing can be written nothing is kept."""
        with suppress(OSError):
            sealed = serialization.sealed(self._header(bucket), marshal.dumps(bucket.code))
            tree.write(self.root, self._path(bucket), sealed)

    def _path(self, bucket: Bucket) -> str:
        return f"{FOLDER}/{self.name}-{bucket.key}"

    def _header(self, bucket: Bucket) -> bytes:
        return f"{self.seal.hex()} {self.name} {bucket.key} {bucket.checksum}\n".encode()
