"""Jinja2 alone as the host: the theme's shell is ours, and asks nothing of MkDocs or of Material for MkDocs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import DictLoader, Environment

from .host import SHELL, HostedSite


class JinjaHost:
    """One language's site without MkDocs. Nothing of the configuration is read here."""

    def __init__(self, site: HostedSite) -> None:
        loader = DictLoader(dict(site.templates))
        environment = Environment(
            loader=loader, autoescape=True, auto_reload=False, bytecode_cache=site.compiled
        )  # fmt: skip
        self.template = environment.get_template(SHELL)
        self.menu = [{"url": address, "title": words} for address, words in site.menu]

    def wrap(self, values: Mapping[str, Any]) -> str:
        html = self.template.render(nav=self.menu, view=values)
        return html + "\n"
