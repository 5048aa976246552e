"""The invented site for Eleventy, with a theme written for it that makes the same pages as Hugo's and as our build."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Final

import yaml

from tools.bench.files import write
from tools.bench.for_hugo import entry, write_items
from tools.bench.for_ours import PROJECT
from tools.bench.invent import LANGUAGE, Site

THEME: Final = Path(__file__).parent / "eleventy"


def write_eleventy(site: Site, root: Path) -> None:
    """Writes the content, in the files that Hugo gets, and the words of the interface; the theme is copied."""
    shutil.copytree(THEME, root, dirs_exist_ok=True)
    shutil.copytree(PROJECT / "theme" / "static", root / "static", dirs_exist_ok=True)
    words = yaml.safe_load((PROJECT / "theme" / "strings" / f"{LANGUAGE}.yml").read_text("utf-8"))
    write(root / "src" / "_data" / "words.json", json.dumps(words, ensure_ascii=False))
    write_items(site, root / "src", "index.md")
    for programme in site.programmes:
        entry(root / "src" / "programmes" / f"{programme.slug}.md", programme)
