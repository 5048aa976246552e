"""What is said once for the whole site: who reviews what, and where addresses lead that have no page any more."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .choices import Kind
from .metadata import RefersTo
from .record import Record
from .types import Handle, SiteAddress, Slug


class Owners(Record):
    """Whom GitHub asks to review: .github/owners.yml."""

    coordinators: Annotated[Handle | None, Field(examples=["@our-organisation/coordinators"])] = None
    """Who reviews everything."""
    members: Annotated[
        dict[Slug, Handle], RefersTo(Kind.MEMBER), Field(examples=['karditsa: "@our-organisation/karditsa"'])
    ] = {}  # noqa: RUF012 - pydantic copies it for each record
    """A member's own team, asked about its folder besides."""


class Redirects(Record):
    """What became of published addresses that have no page any more: redirects.yml at the site's root."""

    moved: Annotated[dict[SiteAddress, SiteAddress], Field(examples=["/stories/old-name/: /stories/new-name/"])] = {}  # noqa: RUF012 - pydantic copies it for each record
    """Old address: new address, both without the language. Whoever comes to the old one is led on."""
    gone: Annotated[tuple[SiteAddress, ...], Field(examples=["/stories/old-name/"])] = ()
    """Addresses that were taken away on purpose and lead nowhere."""
