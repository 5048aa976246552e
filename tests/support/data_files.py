"""Cases that stand in YAML files, read by the fast reader where PyYAML has one: they are read before any test runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def data_of(path: Path) -> Any:
    """What a YAML file says."""
    return yaml.load(path.read_text("utf-8"), Loader=LOADER)
