"""MkDocs and Material for MkDocs as the host of the site's templates: values of a page in, HTML out.

MkDocs' own build loop is not used: it reads Markdown itself, publishes broken front matter with exit 0, and empties its
output before it knows whether it will succeed. What is used is its configuration, navigation, page addresses and theme.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from jinja2 import BytecodeCache


UNUSED: Final = ".build/unused"
"""MkDocs asks for a folder to build into; nothing is built by it."""


class HostError(Exception):
    """The configuration cannot be used; the text says why."""


class Host:
    """One language's site as MkDocs sees it. Making one costs about 50 ms; wrapping a page less than one."""

    def __init__(
        self,
        config: tuple[Path, bytes],
        shell: Mapping[str, str],
        language: str,
        site_url: str,
        compiled: BytecodeCache,
    ) -> None:
        """`config` is where the configuration lies and what it said; `shell`, templates before the theme's own.

        `compiled` keeps the templates that were compiled before.
        """
        from jinja2 import ChoiceLoader, DictLoader

        self.config = _load(*config, site_url)
        self.config.theme["language"] = language
        self.site_url = site_url
        self.navigation, self.files = self._navigation()
        environment = self.config.theme.get_env()
        environment.loader = ChoiceLoader([DictLoader(dict(shell)), environment.loader])
        environment.bytecode_cache = compiled
        self.template = environment.get_template("main.html")
        self.shared = self._shared()

    @property
    def menu(self) -> list[str]:
        """The addresses of the pages in the menu, in order."""
        return [page.url.removeprefix("./") for page in self.navigation.pages]

    def name_menu(self, titles: Sequence[str]) -> None:
        """Gives the entries of the menu their words."""
        for page, title in zip(self.navigation.pages, titles, strict=True):
            page.title, page.meta = title, {"title": title}

    def _navigation(self) -> tuple[Any, Any]:
        from mkdocs.structure.files import Files
        from mkdocs.structure.nav import get_navigation

        names = [entry for entry in self.config.nav or () if isinstance(entry, str)]
        files = Files([self._file(name) for name in names])
        return get_navigation(files, self.config), files

    def _file(self, name: str) -> Any:
        from mkdocs.structure.files import File

        return File(name, None, self.config.site_dir, use_directory_urls=True)

    def _shared(self) -> dict[str, Any]:
        """The template variables that all pages share, as MkDocs names them.

        There is no MkDocs page: making one costs as much as half of the shell, which asks nothing of it.
        """
        from mkdocs.commands.build import get_context

        base = urlsplit(self.site_url).path or "/"
        return {**get_context(self.navigation, self.files, self.config, base_url=base)}

    def wrap(self, values: Mapping[str, Any]) -> str:
        """The whole page: the shell of the theme around what `values` hold (`address`, `title`, `body`, …)."""
        html: str = self.template.render({**self.shared, "view": values})
        return html + "\n"


def _load(config_file: Path, raw: bytes, site_url: str) -> Any:
    """The configuration; what MkDocs only logs about a broken one becomes part of the error."""
    from mkdocs.config import load_config
    from mkdocs.exceptions import MkDocsException

    said: list[str] = []
    log = logging.getLogger("mkdocs")
    log.propagate, log.handlers = False, [_Listener(said)]
    try:
        there, unused = str(config_file), str(config_file.parent / UNUSED)
        return load_config(BytesIO(raw), config_file_path=there, site_url=site_url, site_dir=unused)
    except MkDocsException as error:
        words = " ".join(" ".join([*said, str(error)]).split())
        raise HostError(f"{config_file.name}: {words}") from None


class _Listener(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.ERROR)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())
