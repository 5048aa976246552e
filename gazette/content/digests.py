"""Digests: short names for long things, which differ whenever the things do (BLAKE2, RFC 7693)."""

from __future__ import annotations

import hashlib
import marshal
from typing import Any


def digest_of(values: Any) -> bytes:
    """Of plain values. Marshal's version 2 writes equal ones as equal bytes: it keeps no references between objects."""
    return hashlib.blake2b(marshal.dumps(values, 2), digest_size=16).digest()


def digest_of_bytes(raw: bytes) -> str:
    """Of a file's content, as text."""
    return hashlib.blake2b(raw, digest_size=16).hexdigest()
