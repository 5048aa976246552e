"""The hosts that put the theme's shell around a page: MkDocs, ProperDocs, or Jinja2 alone. All give the same bytes."""

from __future__ import annotations

from .host import HostedSite, HostError, TemplateHost

__all__ = ["HOSTS", "HostError", "HostedSite", "TemplateHost", "host_for"]

HOSTS = ("mkdocs", "properdocs", "jinja2")
"""What `host:` in mkdocs.yml can name."""


def host_for(name: str, site: HostedSite) -> TemplateHost:
    """The host of that name, one of HOSTS, for one language's site. Only its own libraries are imported.

    Raises HostError where it cannot use the configuration.
    """
    if name == "jinja2":
        from .jinja_host import JinjaHost

        return JinjaHost(site)
    from .mkdocs_host import MkDocsHost

    return MkDocsHost(name, site)
