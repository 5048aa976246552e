"""What every host is told of a site, and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from jinja2 import BytecodeCache

SHELL: Final = "main.html"
"""The template around every page. It is given `view`, what a page shows, and `nav`, the menu."""


class HostError(Exception):
    """The configuration cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class HostedSite:
    """One language's site, as far as a host needs to know it."""

    config_file: Path
    config: bytes
    """What the configuration said when it was read."""
    address: str
    """Where the pages of this language stand: a full address, with a slash at the end."""
    language: str
    menu: tuple[tuple[str, str], ...]
    """The address of each entry of the menu, from the root of the language, and its words."""
    templates: Mapping[str, str]
    """The shell, and what it may include: name → source."""
    compiled: BytecodeCache
    """Keeps the templates that were compiled before."""


class TemplateHost(Protocol):
    """Puts the theme's shell around pages of one language."""

    def wrap(self, values: Mapping[str, Any]) -> str:
        """The whole page around what `values` hold (`address`, `title`, `body`, …); it ends with a line's end."""
