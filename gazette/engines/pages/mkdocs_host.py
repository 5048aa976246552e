"""MkDocs, or its fork ProperDocs, as the host: its configuration and menu, and the templates of Material for MkDocs.

MkDocs' own build loop is not used: it reads Markdown itself, publishes broken front matter with exit 0, and empties its
output before it knows whether it will succeed.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from importlib import import_module
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import ChoiceLoader, DictLoader

from .host import SHELL, HostedSite, HostError

UNUSED: Final = ".build/unused"
"""MkDocs asks for a folder to build into; nothing is built by it."""


class MkDocsHost:
    """One language's site as MkDocs sees it. Making one costs about 50 ms; wrapping a page less than one."""

    def __init__(self, package: str, site: HostedSite) -> None:
        """`package` is `mkdocs`, or the name under which a fork keeps the same modules. Raises HostError."""
        self.package, self.site = package, site
        self.config = self._config()
        self.config.theme["language"] = site.language
        self.navigation, self.files = self._navigation()
        environment = self.config.theme.get_env()
        environment.loader = ChoiceLoader([DictLoader(dict(site.templates)), environment.loader])
        environment.bytecode_cache = site.compiled
        self.template = environment.get_template(SHELL)
        self.shared = self._shared()

    def wrap(self, values: Mapping[str, Any]) -> str:
        html: str = self.template.render({**self.shared, "view": values})
        return html + "\n"

    def _module(self, name: str) -> Any:
        return import_module(f"{self.package}.{name}")

    def _config(self) -> Any:
        """The configuration; what MkDocs only logs about a broken one becomes part of the error."""
        said: list[str] = []
        log = logging.getLogger(self.package)
        log.propagate, log.handlers = False, [_Listener(said)]
        file = self.site.config_file
        try:
            return self._module("config").load_config(
                BytesIO(self.site.config), config_file_path=str(file), site_url=self.site.address,
                site_dir=str(file.parent / UNUSED),
            )  # fmt: skip
        except self._module("exceptions").MkDocsException as error:
            words = " ".join(" ".join([*said, str(error)]).split())
            raise HostError(f"{file.name}: {words}") from None

    def _navigation(self) -> tuple[Any, Any]:
        """The menu as MkDocs has it, with the words of the language, and the files that it leads to."""
        files = self._module("structure.files")
        names = [entry for entry in self.config.nav or () if isinstance(entry, str)]
        listed = files.Files([files.File(name, None, self.config.site_dir, use_directory_urls=True) for name in names])
        navigation = self._module("structure.nav").get_navigation(listed, self.config)
        found = [page.url.removeprefix("./") for page in navigation.pages]
        if found != [address for address, _ in self.site.menu]:
            raise HostError(f"{self.site.config_file.name}: {self.package} reads other addresses in `nav:`: {found}")
        for page, (_, title) in zip(navigation.pages, self.site.menu, strict=True):
            page.title, page.meta = title, {"title": title}
        return navigation, listed

    def _shared(self) -> dict[str, Any]:
        """The template variables that all pages share, as MkDocs names them.

        There is no MkDocs page: making one costs as much as half of the shell, which asks nothing of it.
        """
        base = urlsplit(self.site.address).path or "/"
        context = self._module("commands.build").get_context
        return {**context(self.navigation, self.files, self.config, base_url=base)}


class _Listener(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.ERROR)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())
