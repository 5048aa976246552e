"""The files of the form's page: what its setup bundled, and what is made for this site."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


class FormPageError(Exception):
    """The form cannot be started; the text says why and how to mend it."""


def parts(bundle: Path, made: Mapping[str, str]) -> dict[str, Path | bytes]:
    """Name → content, or where it lies: the files of the bundle, and those in `made`.

    Raises FormPageError where there is no bundle.
    """
    if not (bundle / "form.js").is_file():
        raise FormPageError("The form's page is not installed: run scripts/setup edit")
    found: dict[str, Path | bytes] = {path.name: path for path in bundle.iterdir() if path.is_file()}
    return found | {name: text.encode() for name, text in made.items()}
