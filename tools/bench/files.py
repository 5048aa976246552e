"""Small helpers for writing the inventions down."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def write(path: Path, text: str) -> None:
    """Writes a text, making the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def fields(**values: str | int | Iterable[str]) -> str:
    """Lines of YAML. Invented texts are words, commas and full stops, so they need no quotation marks."""
    lines = []
    for name, value in values.items():
        shown = value if isinstance(value, str | int) else f"[{', '.join(value)}]"
        lines.append(f"{name}: {shown}\n")
    return "".join(lines)


def text_file(front: str, body: str = "") -> str:
    """A Markdown file with front matter."""
    return f"---\n{front}---\n" + (f"\n{body}" if body else "")
