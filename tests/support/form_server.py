"""The server's side of the browser form, asked without a browser or a port."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from gazette.editorial import form
from gazette.editorial.form_server import FormServer
from gazette.editorial.form_shadow import FOLDER
from gazette.editorial.form_storage import FormStore
from gazette.settings import read_settings


@cache
def picture(colour: str = "teal", width: int = 8, height: int = 8) -> str:
    """A small picture, as the page sends it."""
    raw = BytesIO()
    Image.new("RGB", (width, height), colour).save(raw, "PNG")
    return base64.b64encode(raw.getvalue()).decode()


def server_on(store: FormStore, root: Path, language: str = "el") -> FormServer:
    """What answers the page, for the site at `root`."""
    request = form.FormRequest(root, language, date(2026, 11, 22))
    return form.server_for(store, read_settings(root), request, root / FOLDER)


def saving(root: Path, files: Mapping[str, str | None], photos: Mapping[str, str | None] = {}) -> dict[str, Any]:
    """The order to save these files in place of what `root` holds now."""
    there = {path: (root / path).read_bytes() for path in (*files, *photos) if (root / path).is_file()}
    expected = dict.fromkeys(files) | {path: hashlib.sha256(data).hexdigest() for path, data in there.items()}
    changes = {"files": dict(files), "pictures": dict(photos)}
    return {"action": "save", "params": {"changes": changes, "expected": expected}}
